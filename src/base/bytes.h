/* SPDX-License-Identifier: MIT */
/* A growing row of bytes, added to at its end and taken from at its front.
 * Begin with all zeros, but for the total. */
#ifndef BASE_BYTES_H
#define BASE_BYTES_H

#include <stddef.h>

struct bytes {
	unsigned char *at; /* the first of them */
	size_t len;
	unsigned char *memory; /* in which they are */
	size_t capacity;       /* of that */
	size_t *total;         /* the capacity of several together, or NULL */
};

void bytes_add(struct bytes *b, const void *more, size_t len);
void bytes_add_text(struct bytes *b, const char *text);
void bytes_print(struct bytes *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Room behind them for at least so many more, and how much there is. What is
 * put there is added to len. */
unsigned char *bytes_room(struct bytes *b, size_t least, size_t *room);

/* Takes len bytes, of which there must be as many, off the front. The memory is
 * kept. */
void bytes_drop(struct bytes *b, size_t len);

/* Takes all of them off. The memory is kept. */
void bytes_clear(struct bytes *b);

/* Gives back memory if little of it is used. */
void bytes_trim(struct bytes *b);
void bytes_free(struct bytes *b);

#endif
