/* SPDX-License-Identifier: MIT */
/* A port of UDP: what the steps "port" and "service" do with it; only for
 * doctor/. */
#ifndef DOCTOR_EXAM_DATAGRAM_H
#define DOCTOR_EXAM_DATAGRAM_H

#include "doctor/exam.h"

/* Asks each address, by a question that a server on this port knows, or by an
 * empty datagram. x->ports has room. */
enum step_result exam_datagram_ask(struct examination *x, struct error *err);

/* Judges the answers, and who holds the port. */
enum step_result exam_datagram_conclude(struct examination *x);

/* How long one try of one address may take, in microseconds. */
int64_t exam_port_limit(const struct examination *x);

#endif
