/* SPDX-License-Identifier: MIT */
/* Bytes from elsewhere, written to a terminal so that they cannot command
 * it. */
#ifndef STREAM_TERMINAL_H
#define STREAM_TERMINAL_H

#include <stddef.h>

/* The most that one input byte becomes: \xHH. */
#define TERMINAL_GROWTH 4

/* A beginning of which one cannot tell yet how it is to be shown. */
struct terminal {
	unsigned char held[4];
	size_t held_len;
};

/* Gives the bytes as they may be shown: line ends, tabs and printable
 * characters as they are, all else as \xHH. Puts at most TERMINAL_GROWTH *
 * (len + 4) bytes into out and returns how many. */
size_t terminal_escape(
    struct terminal *t, const unsigned char *bytes, size_t len, char *out);

/* What is still held back, at the end. Returns how many bytes. */
size_t terminal_flush(struct terminal *t, char *out);

#endif
