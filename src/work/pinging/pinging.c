/* SPDX-License-Identifier: MIT */
/* Pings addresses, one after the other, at an interval. */
#include "work/pinging/pinging.h"
#include "work/confine.h"

#include <signal.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "sys/signals.h"
#include "tap/mute.h"
#include "work/asking.h"
#include "work/ends/ends-options.h"
#include "work/hint-doctor.h"
#include "work/pinging/ping-report.h"
#include "work/pinging/ping-try.h"

#define PING_TIMEOUT (5 * CLOCK_SECOND)
/* A point of clock_now() and this interval have a sum. */
#define LONGEST_INTERVAL (CLOCK_NEVER / 2)

struct target {
	struct reach reach;
	bool is_open;
	struct ping_totals totals;
};

struct pinging {
	const struct run *run;
	/* What dials see: the limit of time of a ping, and no observer that is
	 * told of connections, which are over when they are there. */
	struct run dials;
	struct mute connected, secured;
	struct exchange_opts question;
	struct target *targets;
	size_t count;
	uint64_t sent;
};

/* Reports */

static int report_all(const struct pinging *p, struct error *err)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->targets[i].totals.sent > 0 &&
		    ping_report_totals(p->run, &p->targets[i].totals, err) < 0)
			return -1;
	return 0;
}

/* Waits, and reports if SIGQUIT or SIGUSR1 asks for it. */
static int wait_until(
    void *context, struct waiting *w, int64_t latest, struct error *err)
{
	int result = waiting_until(w, latest, err);

	if (result >= 0 && signals_take_report() &&
	    report_all(context, err) < 0)
		return -1;
	return result;
}

/* One ping */

/* What cannot succeed later either ends the run, unless the target has been
 * reached before. */
static bool is_hopeless(const struct ping_totals *t, const struct error *cause)
{
	return t->sent == 1 &&
	       (cause->kind == FAULT_RESOLVE || cause->kind == FAULT_USAGE ||
		   cause->kind == FAULT_UNSUPPORTED ||
		   cause->kind == FAULT_INTERNAL);
}

/* Returns 1 if the run goes on, 0 if its time is over, or -1 with err filled.
 */
static int ping(struct pinging *p, struct error *err)
{
	struct target *t = &p->targets[p->sent % p->count];
	struct ping_finding found;
	const struct ping_try_opts opts = {
		.reach = &t->reach,
		.question =
		    asking_has_question(p->run->cfg) ? &p->question : NULL,
		.limit_us = p->dials.connect_timeout_us,
		.deadline = p->run->deadline,
		.wait = wait_until,
		.context = p,
	};

	p->sent++;
	t->totals.sent++;
	t->totals.is_under_way = true;
	enum ping_state state = ping_try(&opts, &found, err);
	if (state != PING_DONE)
		return state;
	t->totals.is_under_way = false;
	if (is_hopeless(&t->totals, &found.cause)) {
		t->totals.sent = 0;
		*err = found.cause;
		return -1;
	}
	found.told.target = t->totals.target;
	found.told.number = p->sent;
	ping_totals_note(&t->totals, &found.told);
	return ping_report_one(p->run, &found.told, err) < 0 ? -1 : 1;
}

/* All pings */

static bool is_last(const struct pinging *p)
{
	return p->run->cfg->count && p->sent == (uint64_t)p->run->cfg->count;
}

/* Returns 0 at --count or the end of the time, or -1 with err filled. */
static int ping_all(struct pinging *p, struct error *err)
{
	struct waiting none = { 0 };
	int64_t interval =
	    clock_earlier(p->run->cfg->ping.interval_us, LONGEST_INTERVAL);
	int64_t next = clock_now();
	int result = 1;

	while (result > 0) {
		next = clock_now() > next + interval ? clock_now() : next;
		result = ping(p, err);
		if (result <= 0 || is_last(p))
			break;
		next += interval;
		while (result > 0 && clock_now() < next) {
			int64_t latest = clock_earlier(next, p->run->deadline);
			result = wait_until(p, &none, latest, err) < 0
			             ? -1
			             : clock_now() < p->run->deadline;
		}
	}
	waiting_free(&none);
	return result < 0 ? -1 : 0;
}

/* The result */

static uint64_t count_of(const struct pinging *p, enum tap_ping_outcome outcome)
{
	uint64_t n = 0;

	for (size_t i = 0; i < p->count; i++)
		n += p->targets[i].totals.outcomes[outcome];
	return n;
}

/* If the only address has never answered, another command can see more. */
static int hint_why(const struct pinging *p, struct error *err)
{
	if (p->count == 1 && count_of(p, TAP_PING_ANSWERED) == 0)
		hint_doctor(err, "to see why", p->targets[0].reach.spec);
	return -1;
}

static int fail_unanswered(const struct pinging *p, struct error *err)
{
	uint64_t answered = count_of(p, TAP_PING_ANSWERED);
	uint64_t refused = count_of(p, TAP_PING_REFUSED);
	uint64_t timed_out = count_of(p, TAP_PING_TIMED_OUT);
	uint64_t failed = count_of(p, TAP_PING_FAILED);
	uint64_t lost = refused + timed_out + failed;

	error_set(err, FAULT_UNMET,
	    "%llu of %llu pings were not answered: %llu refused, %llu timed "
	    "out, %llu failed",
	    (unsigned long long)lost, (unsigned long long)(answered + lost),
	    (unsigned long long)refused, (unsigned long long)timed_out,
	    (unsigned long long)failed);
	return hint_why(p, err);
}

static int fail_late(const struct pinging *p, struct error *err)
{
	uint64_t answered = count_of(p, TAP_PING_ANSWERED);
	char limit[TEXT_MEASURE];

	text_duration(limit, p->run->cfg->timeout_us);
	if (answered == 0) {
		error_set(err, FAULT_TIMEOUT, "no answer within %s", limit);
		return hint_why(p, err);
	}
	return error_set(err, FAULT_TIMEOUT,
	    "only %llu of %lld pings were answered within %s",
	    (unsigned long long)answered, (long long)p->run->cfg->count, limit);
}

/* After all pings that were wanted, or could be made. */
static int conclude(
    const struct pinging *p, bool was_stopped, struct error *err)
{
	uint64_t answered = count_of(p, TAP_PING_ANSWERED);
	uint64_t done = answered + count_of(p, TAP_PING_REFUSED) +
	                count_of(p, TAP_PING_TIMED_OUT) +
	                count_of(p, TAP_PING_FAILED);

	if (done > answered)
		return fail_unanswered(p, err);
	if (!was_stopped &&
	    (answered == 0 || done < (uint64_t)p->run->cfg->count))
		return fail_late(p, err);
	if (answered == 0)
		return error_set(err, FAULT_UNMET, "no ping was answered");
	return 0;
}

/* As ping(8): Ctrl-C is the usual end, and not a failure. Other signals kill
 * genet after the totals. */
static int end(struct pinging *p, int result, struct error *err)
{
	bool is_signal = result < 0 && err->kind == FAULT_SIGNAL;
	bool is_stop = is_signal && err->signal == SIGINT;
	struct error late = ERROR_NONE;

	if (is_signal && err->signal == SIGPIPE)
		return -1;
	if (is_signal)
		signals_acknowledge();
	int reported = report_all(p, &late);
	if (result < 0 && !is_stop)
		return -1;
	if (reported == 0)
		return conclude(p, is_stop, err);
	*err = late;
	return -1;
}

/* Setting up */

static int open_targets(
    struct pinging *p, const struct spec *targets, struct error *err)
{
	for (size_t i = 0; i < p->count; i++) {
		struct target *t = &p->targets[i];
		if (reach_open(&t->reach, &p->dials, &targets[i], err) < 0)
			return -1;
		t->is_open = true;
		t->totals = ping_totals_make(targets[i].name);
	}
	return 0;
}

static void close_targets(struct pinging *p)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->targets[i].is_open) {
			reach_close(&p->targets[i].reach);
			ping_totals_free(&p->targets[i].totals);
		}
	free(p->targets);
}

static void set_up(struct pinging *p, const struct run *run, size_t count)
{
	const struct config *cfg = run->cfg;

	p->run = run;
	p->dials = *run;
	p->dials.connect_timeout_us =
	    cfg->attempt_timeout_us ? cfg->attempt_timeout_us : PING_TIMEOUT;
	p->connected = mute_make(run->tap, TAP_CONNECTED);
	p->secured = mute_make(&p->connected.tap, TAP_SECURED);
	p->dials.tap = &p->secured.tap;
	p->question = asking_question(cfg);
	p->question.wants_any = true;
	p->targets = xcalloc(count, sizeof(*p->targets));
	p->count = count;
}

int pinging(const struct run *run, const struct spec *targets, size_t count,
    struct error *err)
{
	struct pinging p = { 0 };

	if (ends_options_check(run->cfg, targets, count, err) < 0)
		return -1;
	set_up(&p, run, count);
	const struct confine_opts confined = { .targets = targets,
		.target_count = count };
	int result = open_targets(&p, targets, err);
	if (result == 0)
		result = confine(run, &confined, err);
	if (result == 0) {
		signals_report_at_quit();
		result = end(&p, ping_all(&p, err), err);
	}
	close_targets(&p);
	return result;
}
