/* SPDX-License-Identifier: MIT */
/* What pings have found, for their user. */
#include "work/pinging/ping-report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "sys/output/stdout.h"
#include "tap/words.h"
#include "work/pinging/ping-histogram.h"

#define LINE_ROOM 1024
/* Under the line of a ping. */
#define HANG 4

#define ADD(line, ...) words_add(line, LINE_ROOM, __VA_ARGS__)
#define PRECISE(us) text_precise((char[TEXT_MEASURE]){ 0 }, us)

struct ping_totals ping_totals_make(const char *target)
{
	return (struct ping_totals){
		.target = target,
		.times = distribution_new(),
		.kernel_times = distribution_new(),
	};
}

void ping_totals_free(struct ping_totals *t)
{
	distribution_free(t->times);
	distribution_free(t->kernel_times);
}

void ping_totals_note(struct ping_totals *t, const struct tap_ping *p)
{
	t->outcomes[p->outcome]++;
	if (p->has_time)
		distribution_add(t->times, p->took_us);
	if (p->rtt_us)
		distribution_add(t->kernel_times, p->rtt_us);
}

/* Targets and causes can have any characters. */
static int print(const char *line, struct error *err)
{
	char shown[LINE_ROOM];

	text_escape(shown, sizeof(shown), line, strlen(line));
	char *ended = xasprintf("%s\n", shown);
	int result = stdout_now(ended, HANG, err);
	free(ended);
	return result;
}

/* One ping */

/* What was timed, where that is not only the connection. */
static void add_parts(char *line, const struct tap_ping *p)
{
	const struct {
		const char *what;
		int64_t time_us;
	} parts[] = {
		{ "lookup", p->lookup_us },
		{ "connect", p->connect_us },
		{ "TLS", p->tls_us },
		{ "answer", p->answer_us },
	};
	bool is_all = p->has_time && p->took_us == p->connect_us;
	const char *mark = ";";

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		bool is_sum = p->has_time && p->took_us == parts[i].time_us;
		if (!parts[i].time_us || is_sum || (is_all && i > 0))
			continue;
		ADD(line, "%s %s %s", mark, parts[i].what,
		    PRECISE(parts[i].time_us));
		mark = ",";
	}
}

static void add_outcome(char *line, const struct tap_ping *p)
{
	switch (p->outcome) {
	case TAP_PING_ANSWERED:
		ADD(line, "%s in %s", p->was_asked ? "answered" : "connected",
		    PRECISE(p->took_us));
		break;
	case TAP_PING_REFUSED:
		ADD(line, "refused");
		if (p->has_time)
			ADD(line, " in %s", PRECISE(p->took_us));
		break;
	case TAP_PING_TIMED_OUT:
		ADD(line, "no answer within %s", DURATION(p->limit_us));
		break;
	case TAP_PING_FAILED:
	case TAP_PING_OUTCOMES:
		ADD(line, "failed: %s", p->cause->text);
		break;
	}
}

int ping_report_one(
    const struct run *run, const struct tap_ping *p, struct error *err)
{
	char line[LINE_ROOM] = "", host[ADDRESS_TEXT] = "";

	tap_tell(
	    run->tap, &(struct tap_event){ .kind = TAP_PING, .pings.one = p });
	if (run->cfg->watching.json || run->cfg->quiet)
		return 0;
	if (p->remote)
		address_host(host, p->remote);
	ADD(line, "%s", p->target);
	if (p->remote && !strstr(p->target, host))
		ADD(line, " (%s)", host);
	ADD(line, ": ");
	add_outcome(line, p);
	ADD(line, " (seq %llu", (unsigned long long)p->number);
	add_parts(line, p);
	ADD(line, ")");
	return print(line, err);
}

/* All of a target */

static struct tap_times times_of(const struct distribution *d)
{
	return (struct tap_times){
		.count = distribution_count(d),
		.least_us = distribution_least(d),
		.median_us = distribution_percentile(d, 50),
		.p90_us = distribution_percentile(d, 90),
		.p99_us = distribution_percentile(d, 99),
		.largest_us = distribution_largest(d),
	};
}

static int print_times(const char *target, const struct tap_times *t,
    const char *what, struct error *err)
{
	char line[LINE_ROOM] = "";

	if (t->count == 0)
		return 0;
	ADD(line, "%s: %smin %s, median %s, p90 %s, p99 %s, max %s", target,
	    what, PRECISE(t->least_us), PRECISE(t->median_us),
	    PRECISE(t->p90_us), PRECISE(t->p99_us), PRECISE(t->largest_us));
	return print(line, err);
}

static int print_counts(const struct tap_pinged *p, struct error *err)
{
	const uint64_t *of = p->outcomes;
	char line[LINE_ROOM] = "";

	ADD(line,
	    "%s: sent %llu, answered %llu, refused %llu, timed out %llu, "
	    "failed %llu%s",
	    p->target, (unsigned long long)p->sent,
	    (unsigned long long)of[TAP_PING_ANSWERED],
	    (unsigned long long)of[TAP_PING_REFUSED],
	    (unsigned long long)of[TAP_PING_TIMED_OUT],
	    (unsigned long long)of[TAP_PING_FAILED],
	    p->is_under_way ? ", 1 under way" : "");
	return print(line, err);
}

static int print_histogram(const struct distribution *d, struct error *err)
{
	char *lines = ping_histogram(d);
	int result = stdout_now(lines, HANG, err);

	free(lines);
	return result;
}

/* With -v, also what the kernel has measured; and on a terminal, bars. */
static int print_totals(const struct run *run, const struct tap_pinged *p,
    const struct distribution *times, struct error *err)
{
	bool is_verbose = run->cfg->verbosity > 0;

	if (print_counts(p, err) < 0 ||
	    print_times(p->target, &p->times, "", err) < 0)
		return -1;
	if (is_verbose && print_times(p->target, &p->kernel_times,
			      "rtt of the kernel: ", err) < 0)
		return -1;
	return is_verbose && isatty(STDOUT_FILENO) ? print_histogram(times, err)
	                                           : 0;
}

int ping_report_totals(
    const struct run *run, const struct ping_totals *t, struct error *err)
{
	struct tap_pinged told = {
		.target = t->target,
		.sent = t->sent,
		.is_under_way = t->is_under_way,
		.times = times_of(t->times),
		.kernel_times = times_of(t->kernel_times),
	};

	memcpy(told.outcomes, t->outcomes, sizeof(told.outcomes));
	tap_tell(run->tap,
	    &(struct tap_event){ .kind = TAP_PINGED, .pings.all = &told });
	return run->cfg->watching.json
	           ? 0
	           : print_totals(run, &told, t->times, err);
}
