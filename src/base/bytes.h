/* SPDX-License-Identifier: MIT */
/* A growing row of bytes. Begin with all zeros, but for the total. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stddef.h>

struct bytes {
	unsigned char *at;
	size_t len, capacity;
	size_t *total; /* the capacity of several together, or NULL */
};

void bytes_add(struct bytes *b, const void *more, size_t len);
void bytes_add_text(struct bytes *b, const char *text);
void bytes_print(struct bytes *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Takes len bytes off the front. Memory is given back when little is left. */
void bytes_drop(struct bytes *b, size_t len);

/* Empties it, and keeps the memory. */
void bytes_clear(struct bytes *b);
void bytes_free(struct bytes *b);

#endif
