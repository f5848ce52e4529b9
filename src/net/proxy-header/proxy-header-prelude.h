/* SPDX-License-Identifier: MIT */
/* The header of the PROXY protocol at the beginning of a stream. */
#ifndef NET_PROXY_HEADER_PROXY_HEADER_PRELUDE_H
#define NET_PROXY_HEADER_PROXY_HEADER_PRELUDE_H

#include "net/proxy-header/proxy-header.h"
#include "stream/prelude.h"

/* Receives a header, of either version, into out. */
struct prelude *proxy_header_reader(struct proxy_header *out);

/* Sends this header. */
struct prelude *proxy_header_writer(const struct proxy_header *header);

/* Makes a stream that owns below, and first sends a header of the version, with
 * the addresses of the socket itself. */
struct stream *proxy_header_stream(struct stream *below, int version);

#endif
