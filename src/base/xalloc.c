/* SPDX-License-Identifier: MIT */
/* Allocation that does not fail. */
#include "base/xalloc.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Writes by itself: the usual way of a message would allocate memory. */
static void die(void)
{
	static const char text[] = "genet: out of memory\n";
	struct pollfd p = { .fd = STDERR_FILENO, .events = POLLOUT };

	if (poll(&p, 1, 1000) > 0) {
		ssize_t ignored = write(STDERR_FILENO, text, sizeof(text) - 1);
		(void)ignored;
	}
	_exit(1);
}

void *xmalloc(size_t size)
{
	void *p = malloc(size ? size : 1);

	if (!p)
		die();
	return p;
}

void *xcalloc(size_t count, size_t size)
{
	void *p = calloc(count ? count : 1, size ? size : 1);

	if (!p)
		die();
	return p;
}

void *xreallocarray(void *old, size_t count, size_t size)
{
	void *p = reallocarray(old, count ? count : 1, size ? size : 1);

	if (!p)
		die();
	return p;
}

char *xstrdup(const char *s)
{
	char *copy = strdup(s);

	if (!copy)
		die();
	return copy;
}

char *xvasprintf(const char *fmt, va_list args)
{
	char *text;

	if (vasprintf(&text, fmt, args) < 0)
		die();
	return text;
}

char *xasprintf(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	char *text = xvasprintf(fmt, args);
	va_end(args);
	return text;
}

void xfree_texts(char **list)
{
	for (size_t i = 0; list[i]; i++)
		free(list[i]);
	free(list);
}
