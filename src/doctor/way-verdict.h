/* SPDX-License-Identifier: MIT */
/* What is wrong with the way to an address, by its facts; only for doctor/. */
#ifndef DOCTOR_WAY_VERDICT_H
#define DOCTOR_WAY_VERDICT_H

#include "doctor/exam.h"

#define WAY_NO_CARRIER "way-no-carrier"
#define WAY_NO_FAMILY "way-no-family"

struct way_verdict {
	const char *cause; /* NULL: nothing is wrong */
	char *text;        /* a sentence; allocated */
	char *advice;      /* the same */
	/* An interface that is down may be the reason: the index in the kernel
	 * is that of way_facts.down. */
	bool may_be_down;
};

struct way_verdict way_judge(const struct way_facts *facts);
void way_verdict_free(struct way_verdict *v);

/* Says which container genet runs in, if any, whose addresses and routes are
 * its own: a line for when these do not suffice, said once. */
void way_say_container(struct examination *x);

/* Adds the findings about all ways of an examination, by what became of the
 * tries to connect, if there were any. */
void way_verdicts_conclude(struct examination *x);

/* Whether a try to connect to the address of this index has had the result; has
 * succeeded. False before the step "port". */
bool way_has_result(
    const struct examination *x, size_t i, enum port_result result);
bool way_is_open(const struct examination *x, size_t i);

#endif
