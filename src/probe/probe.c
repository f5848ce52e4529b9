/* SPDX-License-Identifier: MIT */
/* The attempts of a probe, and the pauses between them. */
#include "probe/probe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "probe/probe-private.h"

/* The pause before the second attempt. It grows by a half each time, up to
 * PAUSE_NEAR if an attempt is cheap, or up to PAUSE_FAR. */
#define PAUSE_FIRST (CLOCK_SECOND / 20)
#define PAUSE_NEAR (CLOCK_SECOND * 2 / 25)
#define PAUSE_FAR (CLOCK_SECOND / 2)

static const struct probe_ops *const kinds[] = {
	[PROBE_TCP] = &probe_tcp_ops,
	[PROBE_UDP] = &probe_udp_ops,
	[PROBE_UNIX] = &probe_unix_ops,
	[PROBE_BOUND] = &probe_bound_ops,
	[PROBE_FILE] = &probe_file_ops,
	[PROBE_PID] = &probe_pid_ops,
};

struct probe *probe_new(const struct probe_opts *opts)
{
	struct probe *p = xcalloc(1, sizeof(*p));

	*p = (struct probe){
		.opts = *opts,
		.ops = kinds[opts->kind],
		.began = clock_now(),
		.pause_us = PAUSE_FIRST,
	};
	if (p->ops->state_size)
		p->state = xcalloc(1, p->ops->state_size);
	return p;
}

const struct probe_words probe_address_words = {
	.there = "answered",
	.missing = "did not answer",
	.left = "was still there",
	.all_missing = "addresses did not answer",
	.all_left = "addresses were still there",
	.reason_left = "it answers",
};

static void end_attempt(struct probe *p)
{
	if (p->lookup)
		probe_end_lookup(p);
	else if (p->is_trying && p->ops->end)
		p->ops->end(p);
	if (!p->ops->is_of_this_host)
		lookup_free(&p->targets);
	p->is_trying = false;
}

void probe_free(struct probe *p)
{
	if (!p)
		return;
	end_attempt(p);
	lookup_free(&p->targets);
	free(p->state);
	free(p);
}

static void tell(const struct probe *p, const char *what, bool is_settled)
{
	tap_tell(p->opts.tap, &(struct tap_event){
				  .kind = TAP_PROBE,
				  .probe = {
				      .target = p->opts.name,
				      .what = what,
				      .is_settled = is_settled,
				      .took_us = clock_now() - p->began,
				  },
			      });
}

/* Plans the next attempt. Tells the cause if it is a new one. */
static void pause_until_next(struct probe *p, const struct error *before)
{
	int64_t most = p->is_cheap ? PAUSE_NEAR : PAUSE_FAR;

	if (strcmp(before->text, p->cause.text) != 0)
		tell(p, p->cause.text, false);
	p->pause_us = clock_earlier(p->pause_us, most);
	p->next_try = clock_after(p->pause_us);
	p->pause_us += p->pause_us / 2;
}

static int settle(struct probe *p, enum probe_finding finding,
    const struct error *before, struct error *err)
{
	enum probe_finding wanted =
	    p->opts.wants_gone ? PROBE_ABSENT : PROBE_THERE;

	if (finding == PROBE_GOES_ON)
		return 0;
	end_attempt(p);
	if (finding == PROBE_HOPELESS) {
		*err = p->cause;
		return -1;
	}
	if (finding == PROBE_THERE && p->opts.wants_gone)
		error_set(
		    &p->cause, FAULT_TIMEOUT, "%s", p->ops->words->reason_left);
	if (finding == wanted) {
		tell(p, p->opts.wants_gone ? "gone" : p->ops->words->there,
		    true);
		return 1;
	}
	pause_until_next(p, before);
	return 0;
}

static enum probe_finding begin_attempt(struct probe *p)
{
	enum probe_finding finding = PROBE_THERE;

	p->is_trying = true;
	p->deadline = clock_after(
	    p->ops->is_patient ? CLOCK_NEVER : p->opts.attempt_timeout_us);
	if (p->opts.port && p->targets.addresses.count == 0)
		finding = probe_begin_lookup(p);
	return finding == PROBE_THERE ? p->ops->begin(p) : finding;
}

static enum probe_finding go_on(struct probe *p, const struct waiting *w)
{
	if (!p->lookup)
		return p->ops->service(p, w);
	enum probe_finding finding = probe_look_up(p);
	return finding == PROBE_THERE ? p->ops->begin(p) : finding;
}

int probe_service(struct probe *p, const struct waiting *w, struct error *err)
{
	struct error before = p->cause;
	enum probe_finding finding;

	if (!p->is_trying) {
		if (clock_now() < p->next_try)
			return 0;
		finding = begin_attempt(p);
	} else {
		finding = go_on(p, w);
		if (finding == PROBE_GOES_ON && clock_now() >= p->deadline)
			finding = PROBE_UNCLEAR;
	}
	return settle(p, finding, &before, err);
}

int64_t probe_prepare(struct probe *p, struct waiting *w)
{
	if (!p->is_trying)
		return p->next_try;
	if (p->lookup) {
		waiting_add(w, lookup_fd(p->lookup), POLLIN);
		return p->deadline;
	}
	return clock_earlier(p->ops->prepare(p, w), p->deadline);
}

const char *probe_name(const struct probe *p)
{
	return p->opts.name;
}

char *probe_complaint(char buf[PROBE_COMPLAINT], const struct probe *p)
{
	const struct exchange_opts *exchange = p->opts.exchange;
	char shown[PROBE_COMPLAINT / 2];

	if (p->opts.wants_gone)
		snprintf(buf, PROBE_COMPLAINT, "%s", p->ops->words->left);
	else if (exchange && exchange->expect)
		snprintf(buf, PROBE_COMPLAINT, "%s '%s'",
		    p->ops->words->missing,
		    text_escape(shown, sizeof(shown), exchange->expect,
			exchange->expect_len));
	else
		snprintf(buf, PROBE_COMPLAINT, "%s", p->ops->words->missing);
	return buf;
}

const char *probe_common_complaint(const struct probe *p)
{
	return p->opts.wants_gone ? p->ops->words->all_left
	                          : p->ops->words->all_missing;
}

/* Ends the attempt that goes on, if any, whose cause is newer. */
const char *probe_reason(struct probe *p)
{
	end_attempt(p);
	return p->cause.kind == FAULT_NONE ? "no answer" : p->cause.text;
}
