/* SPDX-License-Identifier: MIT */
/* A peer that negotiates by the Telnet protocol: every option is declined. */
#ifndef STREAM_TELNET_H
#define STREAM_TELNET_H

#include "stream/stream.h"

/* Makes a stream that owns that of the socket. Answers each DO by WONT and each
 * WILL by DONT (RFC 854, RFC 855); other commands need no answer. All bytes
 * that are read are passed on, also those of the negotiation. */
struct stream *telnet_stream(struct stream *socket);

#endif
