/* SPDX-License-Identifier: MIT */
/* A byte queue of fixed capacity: filled at the tail, emptied at the head. */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

struct buffer {
	unsigned char *bytes;
	size_t capacity, head, tail;
};

/* Allocates the queue. Ends the program if there is no memory. */
void buffer_init(struct buffer *b, size_t capacity);
void buffer_free(struct buffer *b);

static inline size_t buffer_used(const struct buffer *b)
{
	return b->tail - b->head;
}

static inline bool buffer_is_empty(const struct buffer *b)
{
	return b->head == b->tail;
}

/* The bytes that wait, and how many. Valid until the next call. */
const unsigned char *buffer_peek(const struct buffer *b, size_t *len);

/* The free room behind the last byte, after moving what waits to the front
 * where that pays. *len is 0 only if the buffer is full. */
unsigned char *buffer_room(struct buffer *b, size_t *len);

/* len bytes were put into the room, or taken from the front. */
void buffer_filled(struct buffer *b, size_t len);
void buffer_drained(struct buffer *b, size_t len);

#endif
