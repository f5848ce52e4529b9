/* SPDX-License-Identifier: MIT */
/* How the processes of pair-demo report. */
#include "cmd/pair-report.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "sys/waiting.h"

/* How long a report is held back, because one of the other process with an
 * earlier time may still be on its way. */
#define HOLD_BACK_US 20000

_Static_assert(
    sizeof(struct pair_report) <= PIPE_BUF, "a report is written in one piece");

/* Writing */

static void send_report(
    const struct pair_reporter *reporter, struct pair_report *report)
{
	ssize_t n;

	report->who = reporter->who;
	report->pid = getpid();
	do
		n = write(reporter->fd, report, sizeof(*report));
	while (n < 0 && errno == EINTR);
}

/* With every byte set, since all of them go through the pipe. */
static void begin_report(
    struct pair_report *report, enum pair_report_kind kind, int64_t at)
{
	memset(report, 0, sizeof(*report));
	report->kind = kind;
	report->at = at;
}

struct pair_report pair_report_call(const struct tap_event *event)
{
	struct pair_report report;

	begin_report(&report, PAIR_REPORT_CALL, clock_now());
	report.call.result = event->number;
	report.call.sysno = errno;

	snprintf(report.call.text, sizeof(report.call.text), "%s", event->text);
	snprintf(report.call.why, sizeof(report.call.why), "%s",
	    event->why ? event->why : "");
	return report;
}

static void report_call(struct tap *tap, const struct tap_event *event)
{
	struct pair_report report = pair_report_call(event);

	if (event->kind == TAP_CALL)
		send_report((const struct pair_reporter *)tap, &report);
}

static const struct tap_ops reporter_ops = {
	.event = report_call,
	.wants_calls = true,
};

struct pair_reporter pair_report_to(int fd, int who)
{
	return (struct pair_reporter){
		.tap.ops = &reporter_ops,
		.fd = fd,
		.who = who,
	};
}

void pair_report_news(void *context, const struct party_news *news)
{
	struct pair_report report;

	begin_report(&report, PAIR_REPORT_NEWS, news->at);
	/* Not as a whole: between its members there are bytes that are not
	 * set. */
	report.news.fact = news->fact;
	report.news.at = news->at;
	report.news.quiet_us = news->quiet_us;
	report.news.counts = news->counts;
	send_report(context, &report);
}

void pair_report_failure(
    const struct pair_reporter *reporter, const struct error *err)
{
	struct pair_report report;

	begin_report(&report, PAIR_REPORT_FAILURE, clock_now());
	report.failure.kind = err->kind;

	snprintf(
	    report.failure.text, sizeof(report.failure.text), "%s", err->text);
	send_report(reporter, &report);
}

/* Reading */

int pair_report_open(struct pair_reports *r, struct error *err)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC) < 0)
		return error_sys(err, FAULT_IO, "cannot make a pipe");
	fcntl(fds[0], F_SETFL, O_NONBLOCK);
	*r = (struct pair_reports){ .read_fd = fds[0], .write_fd = fds[1] };
	return 0;
}

void pair_report_close(struct pair_reports *r)
{
	if (r->read_fd >= 0)
		close(r->read_fd);
	if (r->write_fd >= 0)
		close(r->write_fd);
	r->read_fd = r->write_fd = -1;
	free(r->waiting);
	r->waiting = NULL;
}

/* Puts it behind those that are not later. */
static void insert(struct pair_reports *r, const struct pair_report *report)
{
	size_t at = r->count;

	if (r->count == r->capacity) {
		r->capacity = r->capacity ? 2 * r->capacity : 32;
		r->waiting =
		    xreallocarray(r->waiting, r->capacity, sizeof(*r->waiting));
	}
	while (at > 0 && r->waiting[at - 1].at > report->at)
		at--;
	memmove(&r->waiting[at + 1], &r->waiting[at],
	    (r->count - at) * sizeof(*report));
	r->waiting[at] = *report;
	r->count++;
}

static void take_first(struct pair_reports *r, struct pair_report *report)
{
	*report = r->waiting[0];
	r->count--;
	memmove(&r->waiting[0], &r->waiting[1], r->count * sizeof(*r->waiting));
}

static void read_one(struct pair_reports *r)
{
	struct pair_report report;
	ssize_t n = read(r->read_fd, &report, sizeof(report));

	if (n == (ssize_t)sizeof(report))
		insert(r, &report);
	else if (n >= 0 || !sysno_is_passing(errno))
		r->has_ended = true;
}

int pair_report_next(
    struct pair_reports *r, struct pair_report *report, struct error *err)
{
	/* Only the processes shall keep it open. */
	if (r->write_fd >= 0)
		close(r->write_fd);
	r->write_fd = -1;
	for (;;) {
		int64_t ripe =
		    r->count ? r->waiting[0].at + HOLD_BACK_US : CLOCK_NEVER;
		if (r->count && (r->has_ended || clock_now() >= ripe)) {
			take_first(r, report);
			return 1;
		}
		if (r->has_ended)
			return 0;
		if (waiting_for(r->read_fd, POLLIN, ripe, err) < 0)
			return -1;
		read_one(r);
	}
}
