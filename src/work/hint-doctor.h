/* SPDX-License-Identifier: MIT */
/* The hint that genet doctor may see why an address does not answer. */
#ifndef WORK_HINT_DOCTOR_H
#define WORK_HINT_DOCTOR_H

#include "args/spec.h"
#include "base/error.h"

/* Adds the hint to the error, with the address as one word for a shell, if
 * doctor can examine addresses of that kind. words: what the command is good
 * for, such as "to see why". */
void hint_doctor(struct error *err, const char *words, const struct spec *s);

#endif
