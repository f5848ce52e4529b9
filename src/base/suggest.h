/* SPDX-License-Identifier: MIT */
/* "Did you mean": the known word that is nearest to a typed one. */
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include <stddef.h>

struct suggestion {
	const char *typed, *best; /* best is NULL while none is near enough */
	size_t distance;
};

struct suggestion suggest_begin(const char *typed);

/* Takes the candidate if it is nearer than the best so far, and at most a
 * third of the typed word has to change. */
void suggest_consider(struct suggestion *s, const char *candidate);

/* How many letters have to be added, dropped, changed, or swapped with their
 * neighbour (the restricted Damerau-Levenshtein distance). Words longer than
 * 63 letters count as far away. */
size_t suggest_distance(const char *a, const char *b);

#endif
