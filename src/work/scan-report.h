/* SPDX-License-Identifier: MIT */
/* What a scan has found, for its user. */
#ifndef WORK_SCAN_REPORT_H
#define WORK_SCAN_REPORT_H

#include <stdint.h>

#include "args/config.h"
#include "scan/scan.h"

struct scan_report {
	const struct config *cfg;
	const struct scan_opts *opts;
};

/* The report function of struct scan_opts: prints the lines of a port. The
 * context is a struct scan_report. */
int scan_report_port(void *context, uint16_t port,
    const enum scan_state states[SCAN_HOSTS], struct error *err);

/* Tells how many ports of each address are in which state. */
void scan_report_totals(const struct scan_opts *opts,
    const struct scan_totals *totals, int64_t took_us);

/* Returns 0 if a port is open, or -1 with err filled. */
int scan_report_result(const struct scan_opts *opts,
    const struct scan_totals *totals, struct error *err);

#endif
