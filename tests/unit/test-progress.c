/* SPDX-License-Identifier: MIT */
/* The meter as an observer: what it makes of what it is told, in a log. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "tap.h"
#include "tap/speed/progress.h"

#define S CLOCK_SECOND

/* Standard error becomes a file, which is read at the end. */
static char said[8192];
static int saved;

static void begin_to_listen(void)
{
	char name[] = "/tmp/test-progress.XXXXXX";
	int fd = mkstemp(name);

	unlink(name);
	saved = dup(STDERR_FILENO);
	dup2(fd, STDERR_FILENO);
	close(fd);
}

static void stop_listening(void)
{
	ssize_t n = pread(STDERR_FILENO, said, sizeof(said) - 1, 0);

	said[n < 0 ? 0 : n] = '\0';
	dup2(saved, STDERR_FILENO);
	close(saved);
}

static void sample(struct tap *tap, int64_t at, uint64_t in, uint64_t out)
{
	struct tap_sample s = {
		.traffic = { .in = in, .out = out, .took_us = at - 1 },
		.peer_is_open = true,
		.input_is_open = out > in,
	};

	tap_tell(tap,
	    &(struct tap_event){ .kind = TAP_SAMPLE, .at = at, .sample = &s });
}

static void close_one(struct tap *tap, int64_t at, uint64_t in)
{
	tap_tell(tap, &(struct tap_event){
			  .kind = TAP_CLOSED,
			  .at = at,
			  .closed = { .traffic = { .in = in } },
		      });
}

static void accept_one(struct tap *tap)
{
	tap_tell(tap, &(struct tap_event){ .kind = TAP_ACCEPTED, .at = 1 });
}

static bool has_said(const char *words)
{
	if (strstr(said, words))
		return true;
	printf("# %s", said);
	return false;
}

/* Two clients, one of which ends, and looks at times that are not the meter's
 * own. */
static void test_sums(void)
{
	struct progress_opts opts = { .is_plain = true,
		.counts_clients = true };
	struct error err = ERROR_NONE;

	begin_to_listen();
	struct tap *tap = progress_new(&opts);
	accept_one(tap);
	accept_one(tap);
	for (int64_t at = S / 10; at <= 2 * S; at += S / 10) {
		sample(tap, at, (uint64_t)at / 1000, 0);
		sample(tap, at, (uint64_t)at / 1000, 0);
		tap_tick(tap, at);
	}
	close_one(tap, 2 * S, 2000);
	for (int64_t at = 2 * S; at <= 4 * S; at += S / 10) {
		sample(tap, at, 2000, 0);
		tap_tick(tap, at);
	}
	close_one(tap, 4 * S, 2000);
	tap_end(tap, &err);
	stop_listening();
	ok(has_said("progress: 2 clients, 2."), "what both have moved");
	ok(has_said("1 client, 3.91 KiB in, 0 B out, 3"),
	    "one that has ended is not forgotten, nor counted twice");
	ok(has_said("total:    2 clients, 3.91 KiB in, 0 B out"),
	    "the total counts all clients");
}

/* A program outlives its conversation, which tells of no bytes any more. */
static void test_never_less(void)
{
	struct progress_opts opts = { .is_plain = true };
	struct error err = ERROR_NONE;

	begin_to_listen();
	struct tap *tap = progress_new(&opts);
	sample(tap, 1, 5000, 0);
	tap_tick(tap, 1);
	for (int64_t at = S; at <= 3 * S; at += S / 4)
		tap_tick(tap, at);
	close_one(tap, 3 * S, 5000);
	tap_end(tap, &err);
	stop_listening();
	ok(!strstr(said, "progress: 0 B in"), "nothing is taken back");
	ok(has_said("total:    4.88 KiB in"), "nor is it counted twice");
}

/* Lines about a stall become rare, until something moves. */
static void test_stall(void)
{
	struct progress_opts opts = { .is_plain = true };
	struct error err = ERROR_NONE;
	int lines = 0;

	begin_to_listen();
	struct tap *tap = progress_new(&opts);
	for (int64_t at = 1; at <= 600 * S; at += S / 4) {
		sample(tap, at, 1000, 0);
		tap_tick(tap, at);
	}
	for (int64_t at = 600 * S; at <= 602 * S; at += S / 4) {
		sample(tap, at, 1000 + (uint64_t)at, 0);
		tap_tick(tap, at);
	}
	tap_end(tap, &err);
	stop_listening();
	for (const char *p = said; (p = strstr(p, "stalled for")); p++)
		lines++;
	ok(lines >= 10 && lines <= 20, "ten minutes of a stall, %d lines",
	    lines);
	ok(has_said("stalled for 2 s: nothing received") ||
		has_said("stalled for 2.25 s: nothing received"),
	    "the first after two seconds");
	ok(has_said("in, 0 B out, 10 m 1 s, "), "then each second again");
}

/* Without a conversation there is nothing to say. */
static void test_nothing(void)
{
	struct progress_opts opts = { .is_plain = true };
	struct error err = ERROR_NONE;

	begin_to_listen();
	struct tap *tap = progress_new(&opts);
	for (int64_t at = 1; at <= 10 * S; at += S / 4)
		tap_tick(tap, at);
	tap_end(tap, &err);
	stop_listening();
	is_text(said, "", "without a connection, nothing");
}

int main(void)
{
	test_sums();
	test_never_less();
	test_stall();
	test_nothing();
	return plan();
}
