/* SPDX-License-Identifier: MIT */
/* Why does an address not answer? Looks at each part of the way to it, prints
 * what it sees, and concludes. */
#ifndef DOCTOR_DOCTOR_H
#define DOCTOR_DOCTOR_H

#include "base/error.h"
#include "doctor/doctor-opts.h"

/* Examines an address that others connect to. Returns 0 if it answers, or -1
 * with FAULT_UNMET if it does not, or what has failed in genet itself. */
int doctor_run(const struct doctor_opts *opts, struct error *err);

/* Examines an address that a server wants to listen on; host NULL is all
 * addresses. Returns in the same way: 0 if it can be bound, and, with wait_us,
 * a client has come. */
int doctor_listen(const struct doctor_opts *opts, struct error *err);

#endif
