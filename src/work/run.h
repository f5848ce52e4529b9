/* SPDX-License-Identifier: MIT */
/* One run of a command: the config, the observers, and what was opened for it.
 */
#ifndef WORK_RUN_H
#define WORK_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "args/config.h"
#include "tap/tap.h"

struct run {
	const struct config *cfg;
	struct tap *tap;  /* the observers */
	int64_t deadline; /* when --timeout is over: a point of clock_now() */
	/* Of a dial, in place of that of the config; 0: as that says. */
	int64_t connect_timeout_us;
	int handed_over;          /* sockets of a service manager */
	bool is_handed_elsewhere; /* LISTEN_PID names another process */
	bool is_report; /* standard output is for reports, not for data */

	/* Descriptors that are open already; -1: not. */
	int background_fd; /* the pipe to the parent, which waits for readiness
	                    */
	int log_fd, status_fd, input_fd, output_fd, events_fd;
	int capture_fd, hex_fd, record_fd;
};

#endif
