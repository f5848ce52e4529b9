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

/* Makes the candidate the best if it is nearer than the best so far, and
 * differs in at most a third of the typed word. */
void suggest_consider(struct suggestion *s, const char *candidate);

/* How many letters have to be added, removed, changed, or swapped with their
 * neighbour (the restricted Damerau-Levenshtein distance). Words longer than 63
 * letters are never near. */
size_t suggest_distance(const char *a, const char *b);

#endif
