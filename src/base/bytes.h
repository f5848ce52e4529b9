/* SPDX-License-Identifier: MIT */
/* A growing buffer of bytes, which are added at its end and taken from its
 * front. Begin with all zeros; only the total may be set. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stddef.h>

struct bytes {
	unsigned char *at; /* the first byte */
	size_t len;
	unsigned char *memory; /* which holds them */
	size_t capacity;       /* of the memory */
	size_t *total;         /* the capacities of several buffers; or NULL */
};

void bytes_add(struct bytes *b, const void *more, size_t len);
void bytes_add_text(struct bytes *b, const char *text);
void bytes_print(struct bytes *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Makes room after the bytes for at least so many more. Returns where that
 * begins, and in *room how much there is; the caller writes there, and adds to
 * len. */
unsigned char *bytes_room(struct bytes *b, size_t least, size_t *room);

/* Removes len bytes, at most as many as there are, from the front. The memory
 * is kept. */
void bytes_drop(struct bytes *b, size_t len);

/* Removes all bytes. The memory is kept. */
void bytes_clear(struct bytes *b);

/* Frees memory if little of it is used. */
void bytes_trim(struct bytes *b);
void bytes_free(struct bytes *b);

#endif
