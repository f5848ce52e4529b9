/* SPDX-License-Identifier: MIT */
/* The text of a demo or a lesson on standard output. */
#ifndef DEMO_PAGE_H
#define DEMO_PAGE_H

#include "base/bytes.h"
#include "base/error.h"

/* A line of so many columns fits into 80 also in a manual page. */
#define PAGE_WIDTH 74

/* Both print a text and free it, the first one as it is, the other one filled
 * to the width of the page, or of a narrower terminal. Return 0, or -1 as
 * stdout_now(). */
int page_print(struct bytes *text, struct error *err);
int page_print_filled(struct bytes *text, struct error *err);

/* Returns 0 while standard output has a reader, else -1 with FAULT_SIGNAL and
 * SIGPIPE. For runs of which standard output has only events: observers report
 * a failure at the end. */
int page_check_reader(struct error *err);

#endif
