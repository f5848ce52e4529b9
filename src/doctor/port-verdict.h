/* SPDX-License-Identifier: MIT */
/* What a try that has failed says of a port, of TCP or UDP; only for doctor/.
 */
#ifndef DOCTOR_PORT_VERDICT_H
#define DOCTOR_PORT_VERDICT_H

#include "doctor/exam.h"

/* What the result of a try says of the port, behind its address: "cannot be
 * reached from here". For PORT_REFUSED, PORT_UNREACHABLE and PORT_IMPOSSIBLE.
 */
const char *port_verdict_words(enum port_result result, int type);

/* Says the line of a try that was refused, rejected by a message of ICMP, or
 * ended by an errno. */
void port_verdict_say(struct examination *x, const struct address *target,
    const struct port_try *t);

/* Adds the finding about it, and what to do. names are the addresses with this
 * result, in words, target one of them. */
void port_verdict_add(struct examination *x, const char *names,
    const struct address *target, const struct port_try *t);

#endif
