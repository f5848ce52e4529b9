/* SPDX-License-Identifier: MIT */
/* Lines that are written one at a time, with a pause behind each. */
#include <string.h>

#include "base/clock.h"
#include "fake-stream.h"
#include "moved-clock.h"
#include "relay/lane.h"
#include "relay/movers.h"
#include "relay/pool.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Never over unless the test moves the clock. */
#define INTERVAL (3600 * CLOCK_SECOND)

struct row {
	const char *name, *text; /* what the source has */
	ssize_t writes[3];       /* what the sink takes */
	const char *written[4];  /* after each pause; ends in NULL */
};

/* clang-format off */
static const struct row rows[] = {
	{ "lines go one by one", "one\ntwo\nthree\n", { 99, 99, 99 },
	    { "one\n", "one\ntwo\n", "one\ntwo\nthree\n" } },
	{ "an empty line is one, too", "\n\nx", { 99, 99, 99 },
	    { "\n", "\n\n", "\n\nx" } },
	{ "a short write is no end of a line", "one\ntwo\n", { 1, 1, 99 },
	    { "one\n", "one\ntwo\n" } },
	{ "nor is one that leaves out the line feed", "one\ntwo\n", { 3, 99, 99 },
	    { "one\n", "one\ntwo\n" } },
	{ "a sink that is full is tried again", "one\ntwo\n",
	    { STREAM_AGAIN, 2, STREAM_AGAIN }, { "one\n", "one\ntwo\n" } },
	{ "what has no end waits for none", "one", { 99, 99, 99 }, { "one" } },
};
/* clang-format on */

/* Writes until the lane has nothing more for the sink, or pauses. */
static void write_some(struct lane *l)
{
	struct error err = ERROR_NONE;

	for (int i = 0; i < 10 && lane_can_write(l); i++)
		lane_write(l, &err);
}

static void check_row(const struct row *row)
{
	struct pool pool = { 0 };
	struct fake_read reads[] = {
		{ (ssize_t)strlen(row->text), row->text },
		{ STREAM_AGAIN, NULL },
		{ 0, NULL },
	};
	struct fake_script source_script = { .reads = reads,
		.read_count = COUNT(reads) };
	struct fake_script sink_script = { .writes = row->writes,
		.write_count = COUNT(row->writes) };
	struct fake_stream source, sink;
	struct error err = ERROR_NONE;
	struct lane lane;

	fake_stream_init(&source, &source_script);
	fake_stream_init(&sink, &sink_script);
	lane_init(&lane, &source.stream, &sink.stream,
	    mover_lines_new(mover_copy_new(&pool, NULL), INTERVAL));
	is_int(lane_read(&lane, &err), (long long)strlen(row->text), "%s",
	    row->name);
	for (size_t i = 0; i < COUNT(row->written) && row->written[i]; i++) {
		write_some(&lane);
		is_text(sink.written, row->written[i], "  after %zu pauses", i);
		moved_clock_by(INTERVAL);
	}
	is_int((long long)lane_held(&lane), 0, "  nothing is left");
	is_int(lane_due(&lane), 0, "  and nothing has to wait");
	lane_end(&lane);
	write_some(&lane);
	ok(sink.is_finished, "  the end follows without a pause");
	lane_free(&lane);
	fake_stream_free(&source);
	fake_stream_free(&sink);
	pool_free(&pool);
}

/* What the lane says while a line waits. */
static void check_waiting(void)
{
	static const struct fake_read reads[] = { { 8, "one\ntwo\n" } };
	struct fake_script script = { .reads = reads, .read_count = 1 };
	static const struct fake_script nothing;
	struct pool pool = { 0 };
	struct fake_stream source, sink;
	struct error err = ERROR_NONE;
	struct lane lane;

	fake_stream_init(&source, &script);
	fake_stream_init(&sink, &nothing);
	lane_init(&lane, &source.stream, &sink.stream,
	    mover_lines_new(mover_copy_new(&pool, NULL), INTERVAL));
	lane_read(&lane, &err);
	is_int(lane_due(&lane), 0, "the first line is due at once");
	write_some(&lane);
	ok(lane_has_more(&lane) && !lane_can_write(&lane),
	    "the second one is there, and not to be written yet");
	ok(lane_due(&lane) > clock_now() &&
		lane_due(&lane) <= clock_after(INTERVAL),
	    "the lane knows when");
	ok(lane_can_read(&lane), "more can be read meanwhile");
	lane_give_up(&lane);
	is_int(lane_due(&lane), 0, "a lane that is given up waits for nothing");
	lane_free(&lane);
	fake_stream_free(&source);
	fake_stream_free(&sink);
	pool_free(&pool);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(&rows[i]);
	check_waiting();
	return plan();
}
