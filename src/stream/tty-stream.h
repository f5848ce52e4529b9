/* SPDX-License-Identifier: MIT */
/* A serial line, or another terminal, as one end of a conversation. */
#ifndef STREAM_TTY_STREAM_H
#define STREAM_TTY_STREAM_H

#include "stream/stream.h"
#include "sys/tty/tty.h"

/* Takes over the terminal. The line has no end; a hang-up of the device is a
 * failure (FAULT_RESET, "hung up"), that of a program's terminal is the end. */
struct stream *tty_stream(const struct tty *t, struct tap *tap);

#endif
