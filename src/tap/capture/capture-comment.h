/* SPDX-License-Identifier: MIT */
/* What packets of a capture say in words, in UTF-8. */
#ifndef TAP_CAPTURE_CAPTURE_COMMENT_H
#define TAP_CAPTURE_CAPTURE_COMMENT_H

#include "tap/event/event.h"

#define CAPTURE_COMMENT 400

/* What a connection of a stream is: its number, its kind, the name that was
 * dialled (or NULL), and of a Unix socket the path and the process at the other
 * end. */
void capture_comment_stream(char out[CAPTURE_COMMENT],
    const struct tap_connection *c, const char *dialled);

/* For a datagram of a Unix socket: the names of its two ends, and which part of
 * its bytes is in this packet, if not all. Returns out; or NULL for UDP. */
const char *capture_comment_datagram(char out[CAPTURE_COMMENT],
    const struct tap_event *e, size_t begin, size_t len);

#endif
