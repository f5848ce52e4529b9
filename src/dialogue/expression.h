/* SPDX-License-Identifier: MIT */
/*
 * Regular expressions. The time for each byte is at most proportional to the
 * length of the expression, even if an attacker chooses the bytes: regexec(3)
 * takes minutes for 100 KiB and ([0-9]+)x. The syntax is that of POSIX extended
 * expressions, without what that leaves undefined, and without [. and [=. A dot
 * is any byte.
 */
#ifndef DIALOGUE_EXPRESSION_H
#define DIALOGUE_EXPRESSION_H

#include <stdbool.h>
#include <stddef.h>

struct expression;

/* How many bytes should be matched at once: nothing else happens meanwhile. */
#define EXPRESSION_BYTES ((size_t)64 * 1024)

/* The bytes that a group has matched last; begin SIZE_MAX: none. */
struct expression_span {
	size_t begin, end;
};

/* Returns NULL if the text is no expression, or too large a one; *why is the
 * reason then, a constant. */
struct expression *expression_new(
    const char *text, size_t len, const char **why);
void expression_free(struct expression *e);

/* Whether the expression matches anywhere in the bytes. Of the matches that
 * begin first, that is taken whose repetitions are as long as they can be, the
 * first ones first, and whose alternatives are the first possible ones. spans
 * is filled then for groups 1 to count. */
bool expression_matches(const struct expression *e, const void *bytes,
    size_t len, struct expression_span *spans, size_t count);

#endif
