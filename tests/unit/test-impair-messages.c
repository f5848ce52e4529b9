/* SPDX-License-Identifier: MIT */
/* What faults do to datagrams. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "impair-bench.h"
#include "tap.h"

#define MS (CLOCK_SECOND / 1000)

/* Datagrams of four digits. */
#define LENGTH 4

static void send_one(struct impair_bench *b, int number)
{
	char text[LENGTH + 1];

	snprintf(text, sizeof(text), "%04u", (unsigned)number % 10000);
	impair_bench_say(b, text);
	impair_bench_run(b);
}

/* Sends so many datagrams and returns what arrives. */
static struct bytes outcome(uint64_t seed, const char *faults, int count)
{
	static struct impair_bench b;
	struct bytes got = { 0 };

	impair_bench_begin_messages(&b, seed, faults);
	for (int i = 0; i < count; i++)
		send_one(&b, i);
	impair_bench_run_for(&b, CLOCK_SECOND);
	bytes_add(&got, b.receiver.arrived.at, b.receiver.arrived.len);
	impair_bench_end(&b);
	return got;
}

static int arrived(uint64_t seed, const char *faults, int count)
{
	struct bytes got = outcome(seed, faults, count);
	int number = (int)(got.len / LENGTH);

	bytes_free(&got);
	return number;
}

static void test_counts(void)
{
	int lost = 10000 - arrived(7, "loss=5%", 10000);
	int doubled = arrived(7, "duplicate=1%", 10000) - 10000;

	ok(lost > 430 && lost < 570, "about so many are lost: %d", lost);
	ok(doubled > 70 && doubled < 130, "about so many come twice: %d",
	    doubled);
	is_int(arrived(7, "loss=5%", 10000), 10000 - lost,
	    "with the same seed, exactly as many");
	is_int(arrived(7, "loss=100%", 100), 0, "all can be lost");
	is_int(arrived(7, "loss=0%", 100), 100, "or none");
	is_int(arrived(7, "duplicate=100%", 100), 200, "all can come twice");
	is_int(arrived(7, "size=3", 10), 0, "those that are too long are lost");
	is_int(arrived(7, "size=4", 10), 10, "others are not");
	is_int(arrived(7, "blackhole,after=20", 10), 5, "or after some bytes");
	is_int(arrived(7, "chunk=1 insert=1/1", 10), 10,
	    "faults of streams do not concern them");
}

static bool are_same(const struct bytes *a, const struct bytes *b)
{
	return a->len == b->len && memcmp(a->at, b->at, a->len) == 0;
}

static void test_repeats(void)
{
	const char *faults = "loss=5% duplicate=3% reorder=10% corrupt=1/50";
	struct bytes a = outcome(1, faults, 2000), b = outcome(1, faults, 2000),
		     c = outcome(2, faults, 2000);

	ok(are_same(&a, &b), "one seed, one result");
	ok(!are_same(&a, &c), "another seed, another result");
	bytes_free(&a);
	bytes_free(&b);
	bytes_free(&c);
}

/* How many come directly after one with a higher number. */
static int overtaken(const struct bytes *got)
{
	int count = 0;

	for (size_t i = LENGTH; i < got->len; i += LENGTH)
		count += memcmp(got->at + i, got->at + i - LENGTH, LENGTH) < 0;
	return count;
}

static void test_reorder(void)
{
	struct bytes got = outcome(3, "reorder=10%", 1000);
	int count = overtaken(&got);

	is_int((long long)got.len, 1000 * LENGTH, "reorder loses none");
	ok(count > 60 && count < 130, "and makes some late: %d", count);
	bytes_free(&got);
	got = outcome(3, "reorder=100%", 4);
	ok(got.len == 16 && memcmp(got.at, "0001000000030002", 16) == 0,
	    "one overtakes the one before it");
	bytes_free(&got);
}

static void test_last_one(void)
{
	struct impair_bench b;

	impair_bench_begin_messages(&b, 3, "reorder=100%,gap=50ms");
	send_one(&b, 1);
	impair_bench_run_for(&b, 49 * MS);
	is_int((long long)impair_bench_got(&b), 0, "one waits for the next");
	is_int((long long)lane_held(&b.lane), LENGTH, "and is held");
	impair_bench_run_for(&b, MS);
	is_int((long long)impair_bench_got(&b), LENGTH, "for gap= at most");
	send_one(&b, 2);
	impair_bench_finish(&b);
	impair_bench_run(&b);
	is_int((long long)impair_bench_got(&b), 2 * LENGTH, "or until the end");
	is_int(b.lane.state, LANE_DONE, "which follows");
	impair_bench_end(&b);
}

static void test_delays(void)
{
	struct impair_bench b;

	impair_bench_begin_messages(&b, 3, "latency=100ms rate=400");
	for (int i = 0; i < 10; i++)
		send_one(&b, i);
	impair_bench_run_for(&b, 109 * MS);
	is_int((long long)impair_bench_got(&b), 0, "a datagram goes whole");
	impair_bench_run_for(&b, MS);
	is_int((long long)impair_bench_got(&b), LENGTH,
	    "after the latency, and its time on the link");
	impair_bench_run_for(&b, 90 * MS);
	is_int((long long)impair_bench_got(&b), 10 * LENGTH,
	    "the others at the rate");
	is_int((long long)b.writes, 10, "each by one write");
	impair_bench_end(&b);
}

int main(void)
{
	test_counts();
	test_repeats();
	test_reorder();
	test_last_one();
	test_delays();
	return plan();
}
