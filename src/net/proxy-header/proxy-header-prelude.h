/* SPDX-License-Identifier: MIT */
/* The header of the PROXY protocol at the beginning of a stream. */
#ifndef NET_PROXY_HEADER_PROXY_HEADER_PRELUDE_H
#define NET_PROXY_HEADER_PROXY_HEADER_PRELUDE_H

#include "net/proxy-header/proxy-header.h"
#include "stream/prelude.h"

/* Has the peer say a header, of either version, into out. */
struct prelude *proxy_header_reader(struct proxy_header *out);

/* Says this header, in one piece. */
struct prelude *proxy_header_writer(const struct proxy_header *header);

/* A stream that begins with a header of the version, which says what the
 * connection is that it goes by: the same without a proxy. */
struct stream *proxy_header_stream(struct stream *below, int version);

#endif
