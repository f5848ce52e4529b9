/* SPDX-License-Identifier: MIT */
/* What probes do with a connection: nothing, or a question and its answer. */
#include "probe/probe-talk.h"

#include <unistd.h>

#include "base/clock.h"

static void hang_up(struct probe_talk *talk)
{
	close(talk->exchange.fd);
	exchange_free(&talk->exchange);
	talk->goes_on = false;
}

enum probe_finding probe_talk_begin(
    struct probe_talk *talk, struct probe *p, int fd)
{
	if (!p->opts.exchange) {
		close(fd);
		return PROBE_THERE;
	}
	*talk = (struct probe_talk){
		.goes_on = true,
		.exchange = exchange_begin(p->opts.exchange, fd),
	};
	return probe_talk_service(talk, p);
}

enum probe_finding probe_talk_service(struct probe_talk *talk, struct probe *p)
{
	enum exchange_state state =
	    exchange_service(&talk->exchange, &p->cause);

	if (state == EXCHANGE_GOES_ON)
		return PROBE_GOES_ON;
	hang_up(talk);
	return state == EXCHANGE_DONE ? PROBE_THERE : PROBE_UNCLEAR;
}

int64_t probe_talk_prepare(struct probe_talk *talk, struct waiting *w)
{
	exchange_prepare(&talk->exchange, w);
	return CLOCK_NEVER;
}

void probe_talk_end(struct probe_talk *talk, struct probe *p)
{
	if (!talk->goes_on)
		return;
	exchange_give_up(&talk->exchange, &p->cause);
	hang_up(talk);
}
