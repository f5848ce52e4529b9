/* SPDX-License-Identifier: MIT */
/* The demo: two processes talk over a pair of sockets, and what they do is
 * printed and explained. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

#include "base/error.h"
#include "demo/process.h"

/* Runs it. Returns 0 if each process has read what the other has sent, or -1
 * with FAULT_RESET, or as pair_open() or stdout_now(). */
int demo_run(const struct demo_opts *opts, struct error *err);

#endif
