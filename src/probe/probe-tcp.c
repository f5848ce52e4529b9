/* SPDX-License-Identifier: MIT */
/* A probe that connects to the first address of a name that answers. */
#include <stdlib.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "net/dial/race.h"
#include "probe/probe-exchange.h"

/* An address that refuses within this time can be asked often. */
#define NEAR (CLOCK_SECOND / 500)

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

struct connecting {
	struct attempt *attempts;
	struct race *race; /* NULL: it is over */
	struct exchange exchange;
};

/* Whether the failed attempts prove that nothing listens there. */
static enum probe_finding judge(const struct connecting *c, struct probe *p)
{
	enum probe_finding finding = PROBE_ABSENT;

	for (size_t i = 0; i < p->targets.addresses.count; i++) {
		enum fault kind = c->attempts[i].cause.kind;
		if (kind == FAULT_REFUSED && c->attempts[i].duration_us < NEAR)
			p->is_cheap = true;
		if (kind != FAULT_REFUSED && kind != FAULT_RESET &&
		    kind != FAULT_UNREACHABLE && kind != FAULT_TIMEOUT)
			finding = PROBE_UNCLEAR;
	}
	return finding;
}

static const char *why(const struct probe *p, size_t address)
{
	const struct connecting *c = p->state;

	return c->attempts[address].cause.text;
}

static enum probe_finding race_on(
    struct connecting *c, struct probe *p, const struct waiting *w)
{
	struct error err = ERROR_NONE;
	enum race_state state = race_service(c->race, w, &err);

	if (state == RACE_GOES_ON)
		return PROBE_GOES_ON;
	int winner = race_end(c->race);
	c->race = NULL;
	if (winner >= 0)
		return probe_begin_exchange(
		    p, &c->exchange, c->attempts[winner].fd, SOCK_STREAM);
	if (state == RACE_LOST) {
		probe_explain(p, c->attempts[0].cause.kind, why);
		return judge(c, p);
	}
	p->cause = err;
	return PROBE_HOPELESS;
}

static enum probe_finding begin(struct probe *p)
{
	struct connecting *c = p->state;
	const struct address_list *addresses = &p->targets.addresses;
	struct race_opts opts = {
		.addresses = addresses,
		.sockopts = &no_options,
		.deadline = p->deadline,
		.limit_us = p->opts.attempt_timeout_us,
		.tap = p->opts.tap,
	};

	c->attempts = xcalloc(addresses->count, sizeof(*c->attempts));
	c->race = race_begin(&opts, c->attempts);
	return race_on(c, p, NULL);
}

static int64_t prepare(struct probe *p, struct waiting *w)
{
	struct connecting *c = p->state;

	return c->race ? race_prepare(c->race, w)
	               : exchange_prepare(&c->exchange, w);
}

static enum probe_finding service(struct probe *p, const struct waiting *w)
{
	struct connecting *c = p->state;

	return c->race ? race_on(c, p, w)
	               : probe_go_on_exchange(p, &c->exchange);
}

static void end(struct probe *p)
{
	struct connecting *c = p->state;

	if (c->race)
		race_end(c->race);
	c->race = NULL;
	free(c->attempts);
	c->attempts = NULL;
	probe_end_exchange(p, &c->exchange);
}

const struct probe_ops probe_tcp_ops = {
	.begin = begin,
	.prepare = prepare,
	.service = service,
	.end = end,
	.state_size = sizeof(struct connecting),
	.words = &probe_address_words,
};
