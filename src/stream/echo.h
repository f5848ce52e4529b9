/* SPDX-License-Identifier: MIT */
/* An end that sends back what it receives. */
#ifndef STREAM_ECHO_H
#define STREAM_ECHO_H

#include "stream/stream.h"

/* Keeps the boundaries of messages, and takes no more once it holds 64 KiB.
 * Ends when it was told that no more comes, and all was read. */
struct stream *echo_stream(void);

#endif
