/* SPDX-License-Identifier: MIT */
/*
 * What limited the speed of a connection. The kernel of the sender keeps three
 * clocks (tcp_chrono_start() in net/ipv4/tcp_output.c): how long there was
 * something to send or to be confirmed, how long of that the receiver's window
 * was full, and how long the send buffer was. In the rest of that time, the
 * network was the limit: the congestion window, or pacing. While no clock ran,
 * there was nothing to send.
 */
#include "tap/speed/stats-limit.h"

#include <stdio.h>

#include "base/clock.h"
#include "tap/words.h"

/* Fewer samples say nothing. */
#define LOOKS_LEAST 4

/* The kernel's clocks count ticks, of up to 10 ms. */
#define SENDING_LEAST (CLOCK_SECOND / 20)

struct share {
	const char *name, *why;
	int64_t us;
};

/* From the start until all was sent and acknowledged. */
static int64_t sending_time(
    const struct stats_conversation *c, const struct tcp_facts *tcp)
{
	int64_t sent = c->took_us - tcp->silent_us + tcp->rtt_us;
	int64_t until = c->input_took_us > sent ? c->input_took_us : sent;

	if (c->unconfirmed > 0 || c->input_took_us < 0 || until > c->took_us)
		until = c->took_us;
	return until > (int64_t)tcp->busy_us ? until : (int64_t)tcp->busy_us;
}

static int percent(int64_t part, int64_t all)
{
	return all > 0 ? (int)((part * 100 + all / 2) / all) : 0;
}

/* While genet waits, the kernel sees a sender that has nothing to send. */
static bool limit_by_pace(char *text, const struct stats_conversation *c)
{
	if (!c->pace || c->looks < LOOKS_LEAST || c->paused * 2 < c->looks)
		return false;
	snprintf(text, STATS_LIMIT_SIZE,
	    "%s, for %d %% of the time: it waited for %s",
	    c->in > c->out ? "receiver" : "sender",
	    percent(c->paused, c->looks), c->pace);
	return true;
}

static char *limit_of_sending(
    char *text, const struct stats_conversation *c, const struct tcp_facts *tcp)
{
	int64_t all = sending_time(c, tcp);
	int64_t full = (int64_t)(tcp->window_full_us + tcp->buffer_full_us);
	char idle[64] = "there was nothing to send";

	if (c->pace)
		snprintf(idle, sizeof(idle), "it waited for %s or its input",
		    c->pace);
	const struct share shares[] = {
		{ "receiver", "the peer's window was full",
		    (int64_t)tcp->window_full_us },
		{ "network", "bytes were on their way",
		    (int64_t)tcp->busy_us - full },
		{ "sender", idle, all - (int64_t)tcp->busy_us },
		{ "send buffer", "it was full", (int64_t)tcp->buffer_full_us },
	};
	const size_t count = sizeof(shares) / sizeof(shares[0]);
	const struct share *most = &shares[0];

	for (size_t i = 1; i < count; i++)
		if (shares[i].us > most->us)
			most = &shares[i];
	snprintf(text, STATS_LIMIT_SIZE, "%s, for %d %% of the time: %s",
	    most->name, percent(most->us, all), most->why);
	for (size_t i = 0; i < count; i++)
		if (&shares[i] != most && percent(shares[i].us, all) > 0)
			words_add(text, STATS_LIMIT_SIZE, "; %s %d %%",
			    shares[i].name, percent(shares[i].us, all));
	return text;
}

static char *limit_of_receiving(char *text, const struct stats_conversation *c)
{
	int waiting = percent(c->waiting, c->looks);

	if (c->looks < LOOKS_LEAST)
		snprintf(text, STATS_LIMIT_SIZE,
		    "not known: too short a time, or several connections");
	else if (waiting >= 50)
		snprintf(text, STATS_LIMIT_SIZE,
		    "receiver, for %d %% of the time: the output was not read",
		    waiting);
	else
		snprintf(text, STATS_LIMIT_SIZE,
		    "sender or network, for %d %% of the time: nothing had "
		    "come",
		    100 - waiting);
	return text;
}

char *stats_limit(char text[STATS_LIMIT_SIZE],
    const struct stats_conversation *c, const struct tcp_facts *tcp)
{
	if (limit_by_pace(text, c))
		return text;
	if (c->in > c->out)
		return limit_of_receiving(text, c);
	if (tcp->has_times && sending_time(c, tcp) >= SENDING_LEAST)
		return limit_of_sending(text, c, tcp);
	snprintf(text, STATS_LIMIT_SIZE, "not known %s",
	    tcp->has_times ? "of what was sent in so short a time"
			   : "to this kernel");
	return text;
}
