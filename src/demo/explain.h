/* SPDX-License-Identifier: MIT */
/* What the demo explains: at the beginning what is going to happen, and at the
 * end what can be learned from that. */
#ifndef DEMO_EXPLAIN_H
#define DEMO_EXPLAIN_H

#include "base/error.h"
#include "demo/process.h"

/* Both print a paragraph, and return 0, or -1 as stdout_now(). */
int explain_beginning(const struct demo_opts *opts, struct error *err);

/* For two processes that have read all that the other has sent. */
int explain_end(const struct process processes[2], struct error *err);

#endif
