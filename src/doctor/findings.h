/* SPDX-License-Identifier: MIT */
/* What an examination suspects, and which of it is the conclusion. */
#ifndef DOCTOR_FINDINGS_H
#define DOCTOR_FINDINGS_H

#include <stdbool.h>
#include <stddef.h>

/* How well a finding explains. The conclusion is what has the first rank that
 * occurs; several findings of that rank are alternatives. */
enum finding_rank {
	RANK_PROVEN,  /* the facts leave no other explanation */
	RANK_LIKELY,  /* it explains what was seen; others are possible */
	RANK_SYMPTOM, /* what was seen, without an explanation */
	RANK_ASIDE,   /* worth knowing, but nothing fails for that */
};

struct finding {
	const char *cause; /* a word for programs, such as "port-refused" */
	enum finding_rank rank;
	char *text;   /* a sentence without a full stop; allocated */
	char *advice; /* what to do, the same; NULL: there is none */
};

/* Begin with all zeros. */
struct findings {
	struct finding *items;
	size_t count;
};

/* Adds a finding, and what to do about the last that was added. cause is one of
 * the words of the table in genet-doctor(1). */
void findings_add(struct findings *f, enum finding_rank rank, const char *cause,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void findings_advise(struct findings *f, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
bool findings_have(const struct findings *f, const char *cause);

/* Gives what has the cause another rank; removes it. */
void findings_raise(
    struct findings *f, const char *cause, enum finding_rank rank);
void findings_drop(struct findings *f, const char *cause);
void findings_free(struct findings *f);

/* The first rank that occurs; RANK_ASIDE if there is none. */
enum finding_rank findings_rank(const struct findings *f);

#endif
