/* SPDX-License-Identifier: MIT */
/* What limited a connection, by the clocks of the kernel. */
#include "base/clock.h"
#include "tap.h"
#include "tap/speed/stats-limit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define S CLOCK_SECOND

/* clang-format off */
static const struct {
	const char *name, *limit;
	struct stats_conversation c;
	struct tcp_facts tcp;
} rows[] = {
	{ "a reader that sleeps",
	    "receiver, for 80 % of the time: the peer's window was full; network 20 %",
	    { .took_us = 10 * S, .input_took_us = 10 * S, .out = 1 },
	    { .has_times = true, .busy_us = 10 * S, .window_full_us = 8 * S } },
	{ "a slow link",
	    "network, for 90 % of the time: bytes were on their way; receiver 10 %",
	    { .took_us = 10 * S, .input_took_us = 10 * S, .out = 1 },
	    { .has_times = true, .busy_us = 10 * S, .window_full_us = 1 * S } },
	{ "an input with pauses",
	    "sender, for 90 % of the time: there was nothing to send; network 10 %",
	    { .took_us = 10 * S, .input_took_us = 10 * S, .out = 1 },
	    { .has_times = true, .busy_us = 1 * S } },
	{ "a small send buffer",
	    "send buffer, for 60 % of the time: it was full; network 40 %",
	    { .took_us = 10 * S, .input_took_us = 10 * S, .out = 1 },
	    { .has_times = true, .busy_us = 10 * S, .buffer_full_us = 6 * S } },
	{ "the time after all was sent and confirmed does not count",
	    "network, for 100 % of the time: bytes were on their way",
	    { .took_us = 10 * S, .input_took_us = 1 * S, .out = 1 },
	    { .has_times = true, .busy_us = 2 * S, .silent_us = 8 * S } },
	{ "unless something is left",
	    "sender, for 80 % of the time: there was nothing to send; network 20 %",
	    { .took_us = 10 * S, .input_took_us = 1 * S, .out = 1, .unconfirmed = 1 },
	    { .has_times = true, .busy_us = 2 * S, .silent_us = 8 * S } },
	{ "an input that has no end",
	    "sender, for 80 % of the time: there was nothing to send; network 20 %",
	    { .took_us = 10 * S, .input_took_us = -1, .out = 1 },
	    { .has_times = true, .busy_us = 2 * S, .silent_us = 8 * S } },
	{ "an old kernel", "not known to this kernel", { .out = 1 }, { 0 } },
	{ "an output that is not read",
	    "receiver, for 75 % of the time: the output was not read",
	    { .in = 1, .looks = 8, .waiting = 6 }, { 0 } },
	{ "an output that takes all",
	    "sender or network, for 75 % of the time: nothing had come",
	    { .in = 1, .looks = 8, .waiting = 2 }, { 0 } },
	{ "a short time", "not known: too short a time, or several connections",
	    { .in = 1, .looks = 3, .waiting = 3 }, { 0 } },
	{ "less than some ticks of the kernel's clocks",
	    "not known of what was sent in so short a time",
	    { .took_us = S / 100, .out = 1 }, { .has_times = true } },
	{ "a short time of sending, a long one of receiving",
	    "not known of what was sent in so short a time",
	    { .took_us = 10 * S, .input_took_us = S / 100, .out = 1 },
	    { .has_times = true, .silent_us = 10 * S } },
	{ "a rate of sending", "sender, for 88 % of the time: it waited for --rate",
	    { .took_us = 10 * S, .input_took_us = 10 * S, .out = 1, .looks = 8, .paused = 7, .pace = "--rate" },
	    { .has_times = true, .busy_us = 1 * S } },
	{ "a rate of receiving", "receiver, for 100 % of the time: it waited for --rate",
	    { .in = 1, .looks = 8, .waiting = 8, .paused = 8, .pace = "--rate" }, { 0 } },
	{ "a rate that is not reached",
	    "network, for 60 % of the time: bytes were on their way; sender 40 %",
	    { .took_us = 10 * S, .input_took_us = 10 * S, .out = 1, .looks = 8, .paused = 1, .pace = "--rate" },
	    { .has_times = true, .busy_us = 6 * S } },
	{ "a rate that nobody has looked at",
	    "sender, for 90 % of the time: it waited for --rate or its input; network 10 %",
	    { .took_us = 10 * S, .input_took_us = 10 * S, .out = 1, .pace = "--rate" },
	    { .has_times = true, .busy_us = 1 * S } },
};
/* clang-format on */

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[STATS_LIMIT_SIZE];
		is_text(stats_limit(text, &rows[i].c, &rows[i].tcp),
		    rows[i].limit, "%s", rows[i].name);
	}
	return plan();
}
