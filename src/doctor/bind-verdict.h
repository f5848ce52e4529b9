/* SPDX-License-Identifier: MIT */
/* Why an address cannot be listened on; only for doctor/. */
#ifndef DOCTOR_BIND_VERDICT_H
#define DOCTOR_BIND_VERDICT_H

#include "doctor/exam.h"

/* Says why listening has failed, and adds the finding about that. */
void bind_conclude(struct examination *x, const struct error *failure);

/* Adds what old connections of the port mean for other programs than genet. */
void bind_note_connections(struct examination *x);

#endif
