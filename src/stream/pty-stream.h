/* SPDX-License-Identifier: MIT */
/* A terminal that genet has made, as one end of a conversation: programs use it
 * as they use a serial line. */
#ifndef STREAM_PTY_STREAM_H
#define STREAM_PTY_STREAM_H

#include "stream/stream.h"
#include "sys/tty/pty.h"

/*
 * Takes over the terminal. As long as it is held open (struct pty), it has no
 * end: programs may open and close it, and what is written waits for the next
 * one. Otherwise it ends when the last program has closed it.
 */
struct stream *pty_stream(const struct pty *p, struct tap *tap);

#endif
