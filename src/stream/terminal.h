/* SPDX-License-Identifier: MIT */
/* Bytes from elsewhere, written to a terminal so that they cannot command
 * it. */
#ifndef STREAM_TERMINAL_H
#define STREAM_TERMINAL_H

#include <stddef.h>

/* The most that one input byte becomes: \xHH. */
#define TERMINAL_GROWTH 4

/* The beginning of a sequence whose end decides how it is shown. */
struct terminal {
	unsigned char held[4];
	size_t held_len;
};

/* Escapes bytes: line ends, tabs and printable characters stay, all else
 * becomes \xHH. Writes at most TERMINAL_GROWTH * (len + 4) bytes to out, and
 * returns how many. */
size_t terminal_escape(
    struct terminal *t, const unsigned char *bytes, size_t len, char *out);

/* At the end, escapes what is still held. Returns how many bytes out has. */
size_t terminal_flush(struct terminal *t, char *out);

#endif
