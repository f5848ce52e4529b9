/* SPDX-License-Identifier: MIT */
/* A probe that connects, to whichever address of a name answers. */
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "net/address/lookup.h"
#include "net/dial/race.h"
#include "probe/probe-causes.h"
#include "probe/probe-talk.h"

/* Whoever refuses within this time can be asked often. */
#define NEAR (CLOCK_SECOND / 500)

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

struct connecting {
	enum phase { IDLE, LOOKING_UP, RACING, TALKING } phase;
	struct lookup *lookup;
	struct lookup_result targets;
	struct attempt *attempts;
	struct race *race;
	struct probe_talk talk;
};

static void forget_attempts(struct connecting *c)
{
	free(c->attempts);
	c->attempts = NULL;
	lookup_free(&c->targets);
}

/* Whether the attempts show that nobody is there. */
static enum probe_finding judge(
    const struct attempt *attempts, size_t count, struct probe *p)
{
	enum probe_finding finding = PROBE_ABSENT;

	for (size_t i = 0; i < count; i++) {
		enum fault kind = attempts[i].cause.kind;
		if (kind == FAULT_REFUSED && attempts[i].duration_us < NEAR)
			p->is_cheap = true;
		if (kind != FAULT_REFUSED && kind != FAULT_RESET &&
		    kind != FAULT_UNREACHABLE && kind != FAULT_TIMEOUT)
			finding = PROBE_UNCLEAR;
	}
	return finding;
}

static void explain(
    const struct attempt *attempts, size_t count, struct probe *p)
{
	struct probe_cause *causes = xcalloc(count, sizeof(*causes));

	for (size_t i = 0; i < count; i++)
		causes[i] = (struct probe_cause){
			.address = attempts[i].remote,
			.text = attempts[i].cause.text,
		};
	probe_explain(p, attempts[0].cause.kind, causes, count);
	free(causes);
}

static enum probe_finding race_on(
    struct connecting *c, struct probe *p, const struct waiting *w)
{
	struct error err = ERROR_NONE;
	size_t count = c->targets.addresses.count;
	enum probe_finding finding = PROBE_HOPELESS;
	enum race_state state = race_service(c->race, w, &err);

	if (state == RACE_GOES_ON)
		return PROBE_GOES_ON;
	int winner = race_end(c->race);
	int fd = winner < 0 ? -1 : c->attempts[winner].fd;
	if (state == RACE_CALLED_OFF) {
		p->cause = err;
	} else if (state == RACE_LOST) {
		finding = judge(c->attempts, count, p);
		explain(c->attempts, count, p);
	}
	forget_attempts(c);
	c->phase = IDLE;
	if (fd < 0)
		return finding;
	finding = probe_talk_begin(&c->talk, p, fd);
	if (finding == PROBE_GOES_ON)
		c->phase = TALKING;
	return finding;
}

static enum probe_finding begin_race(struct connecting *c, struct probe *p)
{
	struct race_opts opts = {
		.addresses = &c->targets.addresses,
		.sockopts = &no_options,
		.deadline = p->deadline,
		.limit_us = p->opts.attempt_timeout_us,
		.tap = p->opts.tap,
	};

	c->attempts = xcalloc(c->targets.addresses.count, sizeof(*c->attempts));
	c->race = race_begin(&opts, c->attempts);
	c->phase = RACING;
	return race_on(c, p, NULL);
}

static enum probe_finding look_up(struct connecting *c, struct probe *p)
{
	if (!lookup_is_done(c->lookup))
		return PROBE_GOES_ON;
	c->phase = IDLE;
	bool is_certain = lookup_is_certain(c->lookup);
	/* A name that is not known may be known soon; that it is not proves
	 * nothing. */
	if (lookup_end(c->lookup, &c->targets, &p->cause) < 0)
		return is_certain ? PROBE_HOPELESS : PROBE_UNCLEAR;
	return begin_race(c, p);
}

static enum probe_finding begin(struct probe *p)
{
	struct connecting *c = p->state;
	struct lookup_opts opts = probe_lookup_opts(p, SOCK_STREAM);

	c->lookup = lookup_begin(&opts, &p->cause);
	if (!c->lookup)
		return PROBE_UNCLEAR;
	c->phase = LOOKING_UP;
	return look_up(c, p);
}

static int64_t prepare(struct probe *p, struct waiting *w)
{
	struct connecting *c = p->state;

	switch (c->phase) {
	case LOOKING_UP:
		waiting_add(w, lookup_fd(c->lookup), POLLIN);
		break;
	case RACING:
		return race_prepare(c->race, w);
	case TALKING:
		return probe_talk_prepare(&c->talk, w);
	case IDLE:
		break;
	}
	return CLOCK_NEVER;
}

static enum probe_finding service(struct probe *p, const struct waiting *w)
{
	struct connecting *c = p->state;

	switch (c->phase) {
	case LOOKING_UP:
		return look_up(c, p);
	case RACING:
		return race_on(c, p, w);
	case TALKING:
		return probe_talk_service(&c->talk, p);
	case IDLE:
		break;
	}
	return PROBE_GOES_ON;
}

static void end(struct probe *p)
{
	struct connecting *c = p->state;

	if (c->phase == LOOKING_UP)
		probe_end_lookup(p, c->lookup);
	else if (c->phase == RACING)
		race_end(c->race);
	forget_attempts(c);
	probe_talk_end(&c->talk, p);
	c->phase = IDLE;
}

const struct probe_ops probe_tcp_ops = {
	.begin = begin,
	.prepare = prepare,
	.service = service,
	.end = end,
	.state_size = sizeof(struct connecting),
	.words = &probe_address_words,
};
