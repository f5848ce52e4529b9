/* SPDX-License-Identifier: MIT */
/* What follows from what a server says; only for doctor/. */
#ifndef DOCTOR_EXAM_SERVICE_H
#define DOCTOR_EXAM_SERVICE_H

#include "doctor/exam.h"

/* Adds findings about x->service, and says in x->answers whether a client has
 * what it came for. */
void exam_service_judge(struct examination *x, bool has_to_greet);

#endif
