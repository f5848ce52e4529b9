/* SPDX-License-Identifier: MIT */
/* A growing buffer of bytes. */
#include "base/bytes.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* A smaller buffer is not made smaller. */
#define LEAST_CAPACITY 4096

static void move_to_front(struct bytes *b)
{
	if (b->at != b->memory)
		memmove(b->memory, b->at, b->len);
	b->at = b->memory;
}

static void set_capacity(struct bytes *b, size_t capacity)
{
	move_to_front(b);
	b->at = b->memory = xreallocarray(b->memory, capacity, 1);
	if (b->total)
		*b->total += capacity - b->capacity;
	b->capacity = capacity;
}

static size_t room_behind(const struct bytes *b)
{
	return b->capacity - b->len - (size_t)(b->at - b->memory);
}

static void make_room(struct bytes *b, size_t more)
{
	if (room_behind(b) >= more)
		return;
	if (b->capacity - b->len >= more)
		move_to_front(b);
	else
		set_capacity(b, 2 * b->capacity + more);
}

void bytes_add(struct bytes *b, const void *more, size_t len)
{
	if (len == 0)
		return;
	make_room(b, len);
	memcpy(b->at + b->len, more, len);
	b->len += len;
}

void bytes_add_text(struct bytes *b, const char *text)
{
	bytes_add(b, text, strlen(text));
}

void bytes_print(struct bytes *b, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	int len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len <= 0)
		return;
	make_room(b, (size_t)len + 1); /* with the NUL, which is not kept */
	va_start(args, fmt);
	vsnprintf((char *)b->at + b->len, (size_t)len + 1, fmt, args);
	va_end(args);
	b->len += (size_t)len;
}

unsigned char *bytes_room(struct bytes *b, size_t least, size_t *room)
{
	make_room(b, least);
	*room = room_behind(b);
	return b->at + b->len;
}

void bytes_drop(struct bytes *b, size_t len)
{
	assert(len <= b->len);
	b->len -= len;
	b->at = b->len > 0 ? b->at + len : b->memory;
}

void bytes_clear(struct bytes *b)
{
	bytes_drop(b, b->len);
}

void bytes_trim(struct bytes *b)
{
	if (b->len == 0)
		bytes_free(b);
	else if (b->capacity > LEAST_CAPACITY && b->len < b->capacity / 4)
		set_capacity(b, b->len);
}

void bytes_free(struct bytes *b)
{
	free(b->memory);
	if (b->total)
		*b->total -= b->capacity;
	*b = (struct bytes){ .total = b->total };
}
