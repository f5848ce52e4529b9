/* SPDX-License-Identifier: MIT */
/* Allocation that does not fail: without memory the program says so, and ends
 * with status 1. The results are freed by free(). */
#ifndef BASE_XALLOC_H
#define BASE_XALLOC_H

#include <stdarg.h>
#include <stddef.h>

void *xmalloc(size_t size) __attribute__((malloc, returns_nonnull));
void *xcalloc(size_t count, size_t size)
    __attribute__((malloc, returns_nonnull));
void *xreallocarray(void *old, size_t count, size_t size)
    __attribute__((returns_nonnull));
char *xstrdup(const char *s) __attribute__((malloc, returns_nonnull));
char *xasprintf(const char *fmt, ...)
    __attribute__((malloc, returns_nonnull, format(printf, 1, 2)));
char *xvasprintf(const char *fmt, va_list args)
    __attribute__((malloc, returns_nonnull, format(printf, 1, 0)));

/* Frees an allocated list of allocated texts, which ends in NULL. */
void xfree_texts(char **list);

#endif
