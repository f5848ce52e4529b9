/* SPDX-License-Identifier: MIT */
/* Both ends of a line, for tests of terminals: a stream, and the device as a
 * program has it. Texts are valid until the next call. */
#ifndef UNIT_LINE_H
#define UNIT_LINE_H

#include <stdbool.h>

#include "stream/stream.h"

/* Waits for the events of poll(2), as long as a slow machine may take. Returns
 * whether one came. */
bool line_awaits(int fd, short events);

/* Reads until so many bytes have come, at most 63. */
const char *line_read(struct stream *s, size_t len);
const char *line_hear(int fd, size_t len);

/* Writes a text to the device. */
void line_say(int fd, const char *text);

int line_open(const char *device);

#endif
