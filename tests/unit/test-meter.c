/* SPDX-License-Identifier: MIT */
/* The line of a progress meter on terminals of any width, what it waits for,
 * and its sentences. */
#include <string.h>

#include "base/clock.h"
#include "tap.h"
#include "tap/speed/meter.h"
#include "tap/speed/stall.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define KIB 1024ULL
#define MIB (1024 * KIB)

struct row {
	const char *name;
	struct meter meter;
	int columns;
	const char *line;
};

/* clang-format off */
#define KNOWN .out = 412 * MIB, .in = 18, .size = 1229 * MIB, \
	.rate = 103 * MIB, .took_us = 4 * CLOCK_SECOND
#define UNKNOWN .in = 412 * MIB, .out = 18, .rate = 103 * MIB, \
	.took_us = 3725 * CLOCK_SECOND
#define DATAGRAMS .datagrams = 1000, .has_datagrams = true
#define LONGEST_STALL .stall = "nothing received", \
	.stalled_us = 12 * CLOCK_SECOND
#define STALLED .stall = "peer window 0", .stalled_us = 12 * CLOCK_SECOND

static const struct row rows[] = {
	{ "a known size", { KNOWN }, 100,
	    " 412 MiB / 1.20 GiB  33%  [===========>                       ]   103 MiB/s  0:00:04  ETA 0:00:08" },
	{ "on 60 columns", { KNOWN }, 60,
	    " 412 MiB  33%  [====>         ]   103 MiB/s  ETA 0:00:08" },
	{ "on 48 columns", { KNOWN }, 48,
	    " 412 MiB  33%   103 MiB/s" },
	{ "on 30 columns", { KNOWN }, 30,
	    " 412 MiB  33%   103 MiB/s" },
	{ "on 20 columns", { KNOWN }, 20, " 412 MiB  33%" },
	{ "on 10 columns", { KNOWN }, 10, "" },
	{ "a known size that stalls", { KNOWN, STALLED }, 100,
	    " 412 MiB / 1.20 GiB  33%  [===========>                       ]  stalled 12s: peer window 0" },
	{ "on 60 columns", { KNOWN, STALLED }, 60,
	    " 412 MiB  33%  stalled 12s: peer window 0" },
	{ "on 30 columns", { KNOWN, STALLED }, 30,
	    " 412 MiB  33%  stalled 12s" },
	{ "all of a known size", { .out = 5, .size = 5 }, 60,
	    "     5 B 100%  [==============]       0 B/s  ETA 0:00:00" },
	{ "more than a known size", { .in = 7, .size = 5 }, 60,
	    "     7 B 100%  [==============]       0 B/s  ETA 0:00:00" },
	{ "an end that cannot be said", { .in = 1, .size = MIB }, 60,
	    "     1 B   0%  [>             ]       0 B/s  ETA   --:--" },
	{ "an end in some days", { .in = 1, .size = MIB, .rate = 2 }, 60,
	    "     1 B   0%  [>             ]       2 B/s  ETA  6d 01h" },
	{ "an unknown size", { UNKNOWN }, 100,
	    " 412 MiB in      18 B out   103 MiB/s  1:02:05" },
	{ "on 60 columns", { UNKNOWN }, 60,
	    " 412 MiB in      18 B out   103 MiB/s  1:02:05" },
	{ "on 30 columns", { UNKNOWN }, 30,
	    " 412 MiB in    103 MiB/s" },
	{ "an unknown size that stalls", { UNKNOWN, STALLED }, 60,
	    " 412 MiB in      18 B out  stalled 12s: peer window 0" },
	{ "on 30 columns", { UNKNOWN, STALLED }, 30,
	    " 412 MiB in   stalled 12s" },
	{ "clients", { UNKNOWN, .clients = 12, .has_clients = true }, 100,
	    "    12 clients   412 MiB in      18 B out   103 MiB/s  1:02:05" },
	{ "on 60 columns without them", { UNKNOWN, .clients = 12, .has_clients = true }, 60,
	    " 412 MiB in      18 B out   103 MiB/s  1:02:05" },
	{ "datagrams", { UNKNOWN, DATAGRAMS }, 100,
	    " 412 MiB in       1000 datagrams   103 MiB/s  1:02:05" },
	{ "datagrams that stall", { UNKNOWN, DATAGRAMS, LONGEST_STALL }, 66,
	    " 412 MiB in       1000 datagrams  stalled 12s: nothing received" },
	{ "on 60 columns the cause comes first", { UNKNOWN, DATAGRAMS, LONGEST_STALL }, 60,
	    " 412 MiB in   stalled 12s: nothing received" },
	{ "on 47 columns", { UNKNOWN, LONGEST_STALL }, 47,
	    " 412 MiB in   stalled 12s: nothing received" },
};
/* clang-format on */

static void test_lines(void)
{
	char line[METER_LINE];

	for (size_t i = 0; i < COUNT(rows); i++)
		is_text(meter_draw(line, &rows[i].meter, rows[i].columns),
		    rows[i].line, "%s", rows[i].name);
}

/* Whatever is counted, the line is shorter than the terminal, and its columns
 * do not move. */
static void test_fit(void)
{
	static const uint64_t sizes[] = { 0, 1, 999, 1023, 1024 * KIB - 1,
		999 * MIB, UINT64_MAX };
	bool fits = true, stays = true;

	for (int columns = 0; columns <= 300; columns++) {
		size_t usual = 0;
		for (size_t i = 0; i < COUNT(sizes); i++) {
			struct meter m = { .in = sizes[i],
				.size = columns % 2 ? UINT64_MAX : 0,
				.rate = sizes[COUNT(sizes) - 1 - i],
				.took_us = (int64_t)(sizes[i] >> 2),
				.has_clients = columns % 3 == 0,
				.has_datagrams = columns % 5 == 0 };
			char line[METER_LINE];
			size_t len = strlen(meter_draw(line, &m, columns));
			fits = fits && (len == 0 || len + 2 < (size_t)columns);
			stays = stays && (i == 0 || len == usual);
			usual = len;
		}
	}
	ok(fits, "each line leaves room for ^C");
	ok(stays, "the columns stay where they are");
}

static void test_sentences(void)
{
	const struct meter known = { KNOWN }, stalled = { KNOWN, STALLED };
	const struct meter many = { UNKNOWN, .clients = 1,
		.has_clients = true };
	char line[METER_LINE];

	is_text(meter_say(line, &known),
	    "18 B in, 412 MiB out, 4 s, 103 MiB/s, 33 % of 1.20 GiB, 8 s left",
	    "a sentence");
	is_text(meter_say(line, &stalled),
	    "18 B in, 412 MiB out, 4 s, 33 % of 1.20 GiB, stalled for 12 s: "
	    "peer window 0",
	    "a sentence of a stall");
	is_text(meter_say_total(line, &known),
	    "18 B in, 412 MiB out, 4 s, 103 MiB/s", "the total");
	is_text(meter_say_total(line, &many),
	    "1 client, 412 MiB in, 18 B out, 1 h 2 m, 113 KiB/s",
	    "the total of a listener");
}

static const struct {
	const char *name, *cause;
	struct tap_sample sample;
} stalls[] = {
	{ "an output that takes nothing", "output not read",
	    { .held_in = 1, .held_out = 1 } },
	{ "a window that is shut", "peer window 0",
	    { .held_out = 1,
		.has_tcp = true,
		.tcp = { .has_window = true, .segment_size = 1000 } } },
	{ "a window with little room", "peer window full",
	    { .unconfirmed = 1,
		.has_tcp = true,
		.tcp = { .has_window = true,
		    .peer_window = 999,
		    .segment_size = 1000 } } },
	{ "probes of an old kernel", "peer window 0",
	    { .unconfirmed = 1, .has_tcp = true, .tcp = { .probes = 2 } } },
	{ "a network that loses all", "no answer",
	    { .unconfirmed = 1,
		.has_tcp = true,
		.tcp = { .has_window = true,
		    .peer_window = 9999,
		    .timeouts = 3 } } },
	{ "what is on its way", "not confirmed",
	    { .unconfirmed = 1,
		.has_tcp = true,
		.tcp = { .has_window = true, .peer_window = 9999 } } },
	{ "another kind of socket", "peer not reading", { .held_out = 1 } },
	{ "an input that gives nothing", "nothing to send",
	    { .input_is_open = true, .peer_is_open = true } },
	{ "a peer that sends nothing", "nothing received",
	    { .input_is_open = true,
		.peer_is_open = true,
		.traffic = { .in = 2, .out = 1 } } },
	{ "a peer that does not end", "nothing received",
	    { .peer_is_open = true, .traffic = { .out = 5 } } },
	{ "a peer that has ended after a long answer", "nothing to send",
	    { .input_is_open = true, .traffic = { .in = 2, .out = 1 } } },
	{ "all has moved", NULL, { .traffic = { .out = 5 } } },
	{ "a pause of genet's own", "waiting for time",
	    { .is_held_back = true, .held_out = 5 } },
};

static void test_stalls(void)
{
	for (size_t i = 0; i < COUNT(stalls); i++) {
		const char *cause = stall_cause(&stalls[i].sample);
		is_text(cause, stalls[i].cause, "%s", stalls[i].name);
		ok(!cause || strlen(cause) <= STALL_WORDS, "  fits its column");
	}
}

int main(void)
{
	test_lines();
	test_fit();
	test_sentences();
	test_stalls();
	return plan();
}
