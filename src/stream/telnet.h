/* SPDX-License-Identifier: MIT */
/* A peer that negotiates by the Telnet protocol: every option is declined. */
#ifndef STREAM_TELNET_H
#define STREAM_TELNET_H

#include "stream/stream.h"

/* Answers each DO by WONT, and each WILL by DONT (RFC 854, RFC 855), and no
 * more, as nothing else changes a state. The bytes pass as they are, with the
 * negotiation among them. The socket's stream becomes the new one's own. */
struct stream *telnet_stream(struct stream *socket);

#endif
