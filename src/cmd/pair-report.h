/* SPDX-License-Identifier: MIT */
/* How the processes of pair-demo report to the one that tells their story:
 * by a pipe, from which the reports come in the order of their times. */
#ifndef CMD_PAIR_REPORT_H
#define CMD_PAIR_REPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "relay/party.h"
#include "tap/tap.h"

enum pair_report_kind {
	PAIR_REPORT_NEWS,
	PAIR_REPORT_CALL,
	PAIR_REPORT_FAILURE,
};

/* Shorter than PIPE_BUF, so that a report is never mixed with another. */
struct pair_report {
	enum pair_report_kind kind;
	int who;    /* number of the process */
	pid_t pid;  /* and its id */
	int64_t at; /* by clock_now() */
	union {
		struct party_news news;
		struct {
			long result;
			int sysno; /* if the result is below 0 */
			char text[160], why[96];
		} call;
		struct {
			enum fault kind;
			char text[512];
		} failure;
	};
};

/* Makes a report of a TAP_CALL; whose it is, is for the caller to say. */
struct pair_report pair_report_call(const struct tap_event *event);

/* The end that writes, in each of the processes. */
struct pair_reporter {
	struct tap tap; /* reports socket calls */
	int fd;
	int who;
};

struct pair_reporter pair_report_to(int fd, int who);

/* As party_opts.tell wants it; context is a struct pair_reporter. */
void pair_report_news(void *context, const struct party_news *news);
void pair_report_failure(
    const struct pair_reporter *reporter, const struct error *err);

/* The end that reads. */
struct pair_reports {
	int read_fd, write_fd;
	bool has_ended;
	struct pair_report *waiting; /* by time */
	size_t count, capacity;
};

/* Makes the pipe. Returns 0 or -1. */
int pair_report_open(struct pair_reports *r, struct error *err);

/* Takes the next report. Returns 1, or 0 when all processes that could write
 * are gone, or -1 with FAULT_SIGNAL. */
int pair_report_next(
    struct pair_reports *r, struct pair_report *report, struct error *err);

void pair_report_close(struct pair_reports *r);

#endif
