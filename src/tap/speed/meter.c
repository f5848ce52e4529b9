/* SPDX-License-Identifier: MIT */
/* The line of a progress meter. A column is as wide as its longest value, so
 * that the line does not move while it counts. */
#include "tap/speed/meter.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "tap/words.h"

/* Columns of the bar. */
#define BAR_MOST 60
#define BAR_LEAST 5

/* Columns for "^C", which the terminal shows after the meter, and for the
 * cursor. */
#define ROOM_LEFT 3

/* Room for "0:00:04", and for any number. */
#define TIME_SIZE 64

#define ADD(line, ...) words_add(line, METER_LINE, __VA_ARGS__)

static bool sends_more(const struct meter *m)
{
	return m->out >= m->in;
}

static uint64_t main_bytes(const struct meter *m)
{
	return sends_more(m) ? m->out : m->in;
}

/* The time left, in whole seconds, rounded up, since 0 means that all is done;
 * CLOCK_NEVER: it is not known. */
static int64_t time_left(const struct meter *m)
{
	uint64_t done = main_bytes(m);

	if (done >= m->size)
		return 0;
	if (m->rate == 0)
		return CLOCK_NEVER;
	uint64_t left = (m->size - done - 1) / m->rate + 1;
	return left > 1000000000 ? CLOCK_NEVER : (int64_t)left * CLOCK_SECOND;
}

/* Rounded down. */
static int percent(const struct meter *m)
{
	uint64_t done = main_bytes(m);

	return done >= m->size ? 100
	                       : (int)((double)done * 100 / (double)m->size);
}

/* In seven columns: "0:00:04", "12h 34m", " 4d 05h", "--:--". */
static const char *clock_text(char buf[TIME_SIZE], int64_t duration_us)
{
	long long s = duration_us / CLOCK_SECOND, hours = s / 3600;

	if (hours >= 100 * 24)
		snprintf(buf, TIME_SIZE, "--:--");
	else if (hours >= 24)
		snprintf(
		    buf, TIME_SIZE, "%lldd %02lldh", hours / 24, hours % 24);
	else if (hours >= 10)
		snprintf(buf, TIME_SIZE, "%lldh %02lldm", hours, s / 60 % 60);
	else
		snprintf(buf, TIME_SIZE, "%lld:%02lld:%02lld", hours,
		    s / 60 % 60, s % 60);
	return buf;
}

#define CLOCK(us) clock_text((char[TIME_SIZE]){ 0 }, us)

/* "12s", "3m", "2h", "4d": three columns, or four from 100 to 999. */
static void add_stall(char *line, const struct meter *m, bool with_cause)
{
	static const struct {
		int64_t seconds;
		char unit;
	} units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
	int64_t s = m->stalled_us / CLOCK_SECOND;
	size_t i = 0;

	while (i < 3 && s < units[i].seconds)
		i++;
	ADD(line, "  stalled %lld%c", (long long)(s / units[i].seconds),
	    units[i].unit);
	if (with_cause)
		ADD(line, ": %s", m->stall);
}

/* "  [=====>     ]" */
static void add_bar(char *line, const struct meter *m, int width)
{
	char bar[BAR_MOST + 1];
	int len = width > BAR_MOST ? BAR_MOST : width;
	int full = len * percent(m) / 100;

	memset(bar, ' ', (size_t)len);
	memset(bar, '=', (size_t)full);
	if (full < len)
		bar[full] = '>';
	ADD(line, "  [%.*s]", len, bar);
}

/* With a bar. Columns for the rest decide what there is room for. */
static void draw_known(char *line, const struct meter *m, int width)
{
	enum { WIDE = 62, MIDDLE = 43, NARROW = 25 };
	bool is_wide = width >= WIDE + BAR_LEAST + 10;
	bool has_bar = is_wide || width >= MIDDLE + BAR_LEAST;

	ADD(line, "%8s", SIZE(main_bytes(m)));
	if (is_wide)
		ADD(line, " / %-8s", SIZE(m->size));
	ADD(line, " %3d%%", percent(m));
	if (has_bar && (is_wide || !m->stall))
		add_bar(line, m, width - (is_wide ? WIDE : MIDDLE));
	if (m->stall)
		add_stall(line, m, has_bar);
	else if (width >= NARROW)
		ADD(line, "  %8s/s", SIZE(m->rate));
	if (is_wide && !m->stall)
		ADD(line, "  %7s", CLOCK(m->took_us));
	if (has_bar && !m->stall)
		ADD(line, "  ETA %7s", CLOCK(time_left(m)));
}

/* "   412 MiB in      18 B out   103 MiB/s  0:00:04" */
static void draw_unknown(char *line, const struct meter *m, int width)
{
	enum { EXTRA = 16, STALLED = 63, WIDE = 56, CAUSE = 44, NARROW = 25 };
	bool is_wide = width >= WIDE;
	bool has_count =
	    m->has_datagrams && width >= (m->stall ? STALLED : WIDE);

	if (width >= WIDE + EXTRA && m->has_clients)
		ADD(line, "%6llu client%s  ", (unsigned long long)m->clients,
		    m->clients == 1 ? " " : "s");
	if (is_wide && !m->has_datagrams)
		ADD(line, "%8s in  %8s out", SIZE(m->in), SIZE(m->out));
	else
		ADD(line, "%8s %-3s", SIZE(main_bytes(m)),
		    sends_more(m) ? "out" : "in");
	if (has_count)
		ADD(line, "  %8llu datagrams",
		    (unsigned long long)m->datagrams);
	if (m->stall)
		add_stall(line, m, width >= CAUSE);
	else if (width >= NARROW)
		ADD(line, "  %8s/s", SIZE(m->rate));
	if (is_wide && !m->stall)
		ADD(line, "  %7s", CLOCK(m->took_us));
}

char *meter_draw(char line[METER_LINE], const struct meter *m, int columns)
{
	enum { LEAST = 16 };
	int width = columns - ROOM_LEFT;

	line[0] = '\0';
	if (width < LEAST)
		return line;
	if (m->size > 0)
		draw_known(line, m, width);
	else
		draw_unknown(line, m, width);
	if (width < METER_LINE)
		line[width] = '\0';
	return line;
}

static void add_sums(char *line, const struct meter *m)
{
	if (m->has_clients)
		ADD(line, "%llu client%s, ", (unsigned long long)m->clients,
		    plural(m->clients));
	if (m->has_datagrams)
		ADD(line, "%llu datagram%s, ", (unsigned long long)m->datagrams,
		    plural(m->datagrams));
	ADD(line, "%s in, %s out, %s", SIZE(m->in), SIZE(m->out),
	    DURATION(m->took_us));
}

char *meter_say(char line[METER_LINE], const struct meter *m)
{
	line[0] = '\0';
	add_sums(line, m);
	if (!m->stall)
		ADD(line, ", %s/s", SIZE(m->rate));
	if (m->size > 0)
		ADD(line, ", %d %% of %s", percent(m), SIZE(m->size));
	if (m->stall)
		ADD(line, ", stalled for %s: %s", DURATION(m->stalled_us),
		    m->stall);
	else if (m->size > 0 && time_left(m) != CLOCK_NEVER)
		ADD(line, ", %s left", DURATION(time_left(m)));
	return line;
}

char *meter_say_total(char line[METER_LINE], const struct meter *m)
{
	line[0] = '\0';
	add_sums(line, m);
	if (m->took_us > 0)
		ADD(line, ", %s/s",
		    SIZE((uint64_t)((double)main_bytes(m) * CLOCK_SECOND /
				    (double)m->took_us)));
	return line;
}
