/* SPDX-License-Identifier: MIT */
/* What the holders of a port of this host mean for its clients; only for
 * doctor/. */
#ifndef DOCTOR_HOLDER_VERDICT_H
#define DOCTOR_HOLDER_VERDICT_H

#include "doctor/exam.h"

/* The way to the first address of the target that is one of this host; NULL:
 * there is none. */
const struct way_facts *holder_own_way(const struct examination *x);

bool holder_is_stopped(const struct holder *h); /* all its processes */
bool holder_is_full(const struct holder *h);    /* its backlog */
bool holder_has_type(const struct holder_facts *facts, int type);

/* Adds the findings that follow from x->holder, the ways and the tries. Returns
 * STEP_LAST if the holder cannot answer. */
enum step_result holder_conclude(struct examination *x);

#endif
