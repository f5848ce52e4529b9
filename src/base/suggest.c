/* SPDX-License-Identifier: MIT */
/* The known word that is nearest to a typed one. */
#include "base/suggest.h"

#include <string.h>

#define WORD_MAX 63

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t suggest_distance(const char *a, const char *b)
{
	size_t rows[3][WORD_MAX + 1], a_len = strlen(a), b_len = strlen(b);
	size_t *before_last = rows[0], *last = rows[1], *now = rows[2];

	if (a_len > WORD_MAX || b_len > WORD_MAX)
		return WORD_MAX + 1;
	for (size_t j = 0; j <= b_len; j++)
		last[j] = before_last[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t change = a[i - 1] != b[j - 1];
			now[j] = least(last[j], now[j - 1]) + 1;
			now[j] = least(now[j], last[j - 1] + change);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				now[j] = least(now[j], before_last[j - 2] + 1);
		}
		size_t *oldest = before_last;
		before_last = last;
		last = now;
		now = oldest;
	}
	return last[b_len];
}

struct suggestion suggest_begin(const char *typed)
{
	return (struct suggestion){ .typed = typed };
}

void suggest_consider(struct suggestion *s, const char *candidate)
{
	size_t distance = suggest_distance(s->typed, candidate);
	size_t limit = strlen(s->typed) / 3;

	if (distance > (limit > 1 ? limit : 1))
		return;
	if (!s->best || distance < s->distance) {
		s->best = candidate;
		s->distance = distance;
	}
}
