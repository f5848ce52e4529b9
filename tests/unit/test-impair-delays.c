/* SPDX-License-Identifier: MIT */
/* When faults let bytes pass, and how many at once. */
#include "base/clock.h"
#include "impair-bench.h"
#include "tap.h"

#define MS (CLOCK_SECOND / 1000)
#define MIB (1024 * 1024)

static void test_latency(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "latency=100ms");
	impair_bench_say(&b, "one");
	impair_bench_run_for(&b, 99 * MS);
	is_text(impair_bench_text(&b), "", "nothing comes before the latency");
	impair_bench_say(&b, "two");
	impair_bench_run_for(&b, MS);
	is_text(impair_bench_text(&b), "one", "it comes after exactly that");
	impair_bench_run_for(&b, 98 * MS);
	is_text(impair_bench_text(&b), "one",
	    "what was sent later does not come with it");
	impair_bench_finish(&b);
	impair_bench_run_for(&b, MS);
	is_text(impair_bench_text(&b), "onetwo", "but as much later");
	ok(!b.sink.has_ended, "the end is late as well");
	impair_bench_run_for(&b, 99 * MS);
	ok(b.sink.has_ended && b.lane.state == LANE_DONE, "and comes then");
	impair_bench_end(&b);
}

static void test_jitter(void)
{
	struct impair_bench b;
	int64_t least = CLOCK_NEVER, most = 0, sum = 0;

	impair_bench_begin(&b, 1, "latency=100ms,jitter=20ms");
	for (int i = 0; i < 200; i++) {
		int64_t sent = clock_now();
		size_t before = impair_bench_got(&b);
		impair_bench_say(&b, "x");
		while (impair_bench_got(&b) == before)
			impair_bench_run_for(&b, MS / 2);
		int64_t took = clock_now() - sent;
		least = took < least ? took : least;
		most = took > most ? took : most;
		sum += took;
	}
	ok(least >= 80 * MS && least < 83 * MS, "jitter makes some earlier");
	ok(most <= 120 * MS + MS && most > 117 * MS, "and some later");
	ok(sum / 200 > 98 * MS && sum / 200 < 102 * MS, "on average not");
	impair_bench_end(&b);
}

static void test_queue(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "latency=10s");
	impair_bench_send(&b, 4 * MIB);
	impair_bench_run(&b);
	size_t held = lane_held(&b.lane);
	is_int((long long)held, 256 * 1024,
	    "a latency holds a bounded number of bytes");
	ok(!lane_can_read(&b.lane), "and then reads no more");
	impair_bench_run_for(&b, 10 * CLOCK_SECOND);
	is_int((long long)impair_bench_got(&b), (long long)held,
	    "they go, and others are read");
	impair_bench_run_for(&b, 200 * CLOCK_SECOND);
	is_int((long long)impair_bench_got(&b), 4 * MIB, "all come at last");
	is_int(impair_bench_flipped(&b), 0, "unchanged");
	impair_bench_end(&b);

	impair_bench_begin(&b, 1, "latency=10s,queue=2M");
	impair_bench_send(&b, 4 * MIB);
	impair_bench_run(&b);
	held = lane_held(&b.lane);
	is_int((long long)held, 2 * MIB, "queue= says how many");
	impair_bench_end(&b);
}

static void test_small_pieces(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "latency=10s");
	b.source.piece = 1;
	impair_bench_send(&b, 100000);
	impair_bench_run(&b);
	is_int((long long)lane_held(&b.lane), 8192,
	    "the number of pieces is bounded, too");
	impair_bench_end(&b);
}

/* All but the piece on the way, which takes a 50th of a second. */
static bool is_almost(const struct impair_bench *b, size_t len)
{
	size_t got = impair_bench_got(b);

	return got <= len && got > len - 2000;
}

static void test_rate(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "rate=100000");
	impair_bench_send(&b, 1000000);
	impair_bench_run_for(&b, CLOCK_SECOND);
	ok(is_almost(&b, 100000), "a rate is exact");
	impair_bench_run_for(&b, CLOCK_SECOND / 2);
	ok(is_almost(&b, 150000), "and smooth");
	impair_bench_run_for(&b, 8500 * MS);
	is_int((long long)impair_bench_got(&b), 1000000, "to the end");
	impair_bench_run_for(&b, 60 * CLOCK_SECOND);
	impair_bench_send(&b, 1000000);
	impair_bench_run_for(&b, CLOCK_SECOND);
	ok(is_almost(&b, 1100000), "a pause is not made up for");
	impair_bench_end(&b);

	impair_bench_begin(&b, 1, "rate=3");
	impair_bench_send(&b, 10);
	impair_bench_run_for(&b, 3 * CLOCK_SECOND);
	is_int((long long)impair_bench_got(&b), 9, "a slow one, too");
	impair_bench_end(&b);
}

static void test_burst(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "rate=10000,burst=20000");
	impair_bench_send(&b, 100000);
	impair_bench_run(&b);
	is_int((long long)impair_bench_got(&b), 20000, "a burst goes at once");
	impair_bench_run_for(&b, CLOCK_SECOND);
	is_int((long long)impair_bench_got(&b), 30000, "the rest at the rate");
	impair_bench_run_for(&b, 7 * CLOCK_SECOND);
	is_int((long long)impair_bench_got(&b), 100000, "to the end");
	impair_bench_run_for(&b, CLOCK_SECOND);
	impair_bench_send(&b, 100000);
	impair_bench_run(&b);
	is_int((long long)impair_bench_got(&b), 110000,
	    "a pause earns as much as the rate allows for it");
	impair_bench_end(&b);
}

static void test_chunk(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "chunk=3,gap=10ms");
	impair_bench_say(&b, "abcdefgh");
	impair_bench_run(&b);
	is_text(impair_bench_text(&b), "abc", "a chunk goes at once");
	impair_bench_run_for(&b, 10 * MS);
	is_text(impair_bench_text(&b), "abcdef", "the next after the gap");
	impair_bench_say(&b, "ij");
	impair_bench_run_for(&b, 10 * MS);
	is_text(impair_bench_text(&b), "abcdefghi",
	    "chunks do not depend on what one read returns");
	is_int((long long)b.writes, 4, "here one needs a second write");
	impair_bench_run_for(&b, 10 * MS);
	is_text(impair_bench_text(&b), "abcdefghij", "to the end");
	impair_bench_end(&b);

	impair_bench_begin(&b, 1, "chunk=1");
	impair_bench_send(&b, 1000);
	impair_bench_run(&b);
	is_int((long long)b.writes, 1000, "without a gap, a write for each");
	impair_bench_end(&b);
}

static void test_vary(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "chunk=100,vary=50");
	impair_bench_send(&b, 50000);
	impair_bench_run(&b);
	ok(b.writes > 450 && b.writes < 550, "chunks vary around their size");
	ok(b.writes != 500, "and do vary");
	impair_bench_end(&b);
}

static void test_stall(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "stall,after=4,for=5s");
	impair_bench_say(&b, "abcdefgh");
	impair_bench_run_for(&b, 4999 * MS);
	is_text(impair_bench_text(&b), "abcd", "a stall comes after= bytes");
	impair_bench_run_for(&b, MS);
	is_text(impair_bench_text(&b), "abcdefgh", "and lasts for= its time");
	impair_bench_run_for(&b, 60 * CLOCK_SECOND);
	impair_bench_say(&b, "i");
	impair_bench_run(&b);
	is_text(impair_bench_text(&b), "abcdefghi", "once");
	impair_bench_end(&b);

	impair_bench_begin(&b, 1, "stall,after=1s,for=2s,every=10s");
	impair_bench_run_for(&b, 1500 * MS);
	impair_bench_say(&b, "a");
	impair_bench_run_for(&b, 1499 * MS);
	is_text(impair_bench_text(&b), "", "after= a time as well");
	impair_bench_run_for(&b, MS);
	is_text(impair_bench_text(&b), "a", "to its end");
	impair_bench_run_for(&b, 8 * CLOCK_SECOND);
	impair_bench_say(&b, "b");
	impair_bench_run_for(&b, 1999 * MS);
	is_text(impair_bench_text(&b), "a", "and again every= so often");
	impair_bench_run_for(&b, MS);
	is_text(impair_bench_text(&b), "ab", "for= the same time");
	impair_bench_end(&b);

	impair_bench_begin(&b, 1, "stall,every=4,for=1s,after=4");
	impair_bench_say(&b, "abcdefghijkl");
	impair_bench_run(&b);
	is_text(impair_bench_text(&b), "abcd", "every= so many bytes");
	impair_bench_run_for(&b, CLOCK_SECOND);
	is_text(impair_bench_text(&b), "abcdefgh", "a stall");
	impair_bench_run_for(&b, CLOCK_SECOND);
	is_text(impair_bench_text(&b), "abcdefghijkl", "and another");
	impair_bench_end(&b);
}

static void test_endless_stall(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "stall");
	impair_bench_send(&b, 4 * MIB);
	impair_bench_finish(&b);
	impair_bench_run_for(&b, 3600 * CLOCK_SECOND);
	is_int((long long)impair_bench_got(&b), 0, "a stall may be endless");
	ok(lane_held(&b.lane) <= 320 * 1024, "and holds few bytes");
	ok(lane_due(&b.lane) == CLOCK_NEVER, "the lane says so");
	impair_set_clear(&b.set);
	impair_bench_run(&b);
	is_int((long long)impair_bench_got(&b), 4 * MIB,
	    "all pass when it is removed");
	is_int(b.lane.state, LANE_DONE, "and the end");
	impair_bench_end(&b);
}

static void test_slow_close(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "slow-close=3s");
	impair_bench_say(&b, "abc");
	impair_bench_finish(&b);
	impair_bench_run_for(&b, 2999 * MS);
	is_text(impair_bench_text(&b), "abc", "slow-close lets bytes pass");
	ok(!b.sink.has_ended, "and holds the end back");
	impair_bench_run_for(&b, MS);
	ok(b.sink.has_ended, "for its time");
	impair_bench_end(&b);
}

int main(void)
{
	test_latency();
	test_jitter();
	test_queue();
	test_small_pieces();
	test_rate();
	test_burst();
	test_chunk();
	test_vary();
	test_stall();
	test_endless_stall();
	test_slow_close();
	return plan();
}
