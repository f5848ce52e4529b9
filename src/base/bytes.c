/* SPDX-License-Identifier: MIT */
/* A growing row of bytes. */
#include "base/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static void make_room(struct bytes *b, size_t more)
{
	if (b->capacity - b->len >= more)
		return;
	size_t capacity = 2 * b->capacity + more;
	b->at = xreallocarray(b->at, capacity, 1);
	b->capacity = capacity;
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

void bytes_clear(struct bytes *b)
{
	b->len = 0;
}

void bytes_free(struct bytes *b)
{
	free(b->at);
	*b = (struct bytes){ 0 };
}
