/* SPDX-License-Identifier: MIT */
/* What faults change in a stream of bytes, how they end it, and that they do
 * the same again. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "impair-bench.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MS (CLOCK_SECOND / 1000)
#define MIB (1024 * 1024)

static int corrupted(uint64_t seed, const char *fault, size_t len)
{
	struct impair_bench b;

	impair_bench_begin(&b, seed, fault);
	impair_bench_send(&b, len);
	impair_bench_run(&b);
	int bits = impair_bench_flipped(&b);
	is_int((long long)impair_bench_got(&b), (long long)len,
	    "%s keeps the length", fault);
	impair_bench_end(&b);
	return bits;
}

static void test_corrupt(void)
{
	is_int(corrupted(1, "corrupt=1/64K", 2 * MIB), 32,
	    "one bit in so many bytes");
	is_int(corrupted(2, "corrupt=1/1", 5000), 5000, "or in each");
	is_int(corrupted(3, "corrupt,at=0", 10), 1, "or in one byte");
	is_int(corrupted(3, "corrupt,at=10", 10), 0, "if there is such a one");
	is_int(corrupted(4, "corrupt=1/1,after=100,for=50", 1000), 50,
	    "or only for some bytes");
	is_int(corrupted(4, "corrupt=1/1,after=100,for=50,every=200", 1000),
	    250, "again and again");
	is_int(corrupted(5, "down:corrupt=1/1", 1000), 0, "not the other way");
	is_int(corrupted(5, "corrupt=1/1,conn=2", 1000), 0,
	    "not in another connection");
}

static void test_truncate(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "truncate=5");
	impair_bench_say(&b, "abcdefgh");
	impair_bench_run(&b);
	is_text(impair_bench_text(&b), "abcde", "truncate passes its bytes");
	ok(!b.sink.has_ended, "the end waits for the sender's");
	impair_bench_say(&b, "ijk");
	impair_bench_finish(&b);
	impair_bench_run(&b);
	is_text(impair_bench_text(&b), "abcde", "the rest is thrown away");
	ok(b.sink.has_ended, "then it comes");
	impair_bench_end(&b);
}

static void test_blackhole(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "blackhole,after=3");
	impair_bench_send(&b, 3);
	impair_bench_run(&b);
	impair_bench_send(&b, 4 * MIB);
	impair_bench_finish(&b);
	impair_bench_run_for(&b, 3600 * CLOCK_SECOND);
	is_int((long long)impair_bench_got(&b), 3, "a blackhole swallows");
	is_int((long long)b.lane.bytes_read, 3 + 4 * MIB, "all that is sent");
	ok(!b.sink.has_ended, "and the end");
	impair_bench_end(&b);

	impair_bench_begin(&b, 1, "blackhole,for=5s");
	impair_bench_say(&b, "abc");
	impair_bench_finish(&b);
	impair_bench_run_for(&b, 4999 * MS);
	ok(!b.sink.has_ended, "one for a time holds the end back");
	impair_bench_run_for(&b, MS);
	ok(b.sink.has_ended, "until it closes");
	is_text(impair_bench_text(&b), "", "but no bytes");
	impair_bench_end(&b);
}

static const char *passed(const char *fault, const char *text, size_t piece)
{
	static char got[200];
	struct impair_bench b;

	impair_bench_begin(&b, 1, fault);
	b.source.piece = piece;
	impair_bench_say(&b, text);
	impair_bench_run(&b);
	strncpy(got, impair_bench_text(&b), sizeof(got) - 1);
	impair_bench_end(&b);
	return got;
}

static void test_insert_and_duplicate(void)
{
	for (size_t piece = 1; piece < 12; piece++) {
		is_text(passed("insert,at=3,text=XY", "abcdef", piece),
		    "abcXYdef", "insert= at a place, in pieces of %zu", piece);
		is_text(passed("duplicate,at=2,size=3", "abcdefgh", piece),
		    "abcdecdefgh", "duplicate= as well");
		is_text(passed("insert=1/2,text=-", "", piece), "",
		    "nothing comes of nothing");
		is_text(passed("duplicate=1/1", "abc", piece), "aabbcc",
		    "every byte twice");
		is_text(passed("insert,at=0,text=> insert,at=2,text=<", "abcd",
			    piece),
		    ">ab<cd", "two faults");
	}
	is_text(passed("duplicate,at=2,size=3", "abcd", 99), "abcd",
	    "what is not complete is not duplicated");
}

/* Ends */

static void test_ends(void)
{
	static const struct {
		const char *fault;
		enum mover_verdict verdict;
	} rows[] = {
		{ "cut,after=4", MOVER_CUTS },
		{ "reset,after=4", MOVER_RESETS },
		{ "half-close,after=4", MOVER_ENDS },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct impair_bench b;
		impair_bench_begin(&b, 1, rows[i].fault);
		impair_bench_say(&b, "abc");
		impair_bench_run(&b);
		is_int(b.verdict, MOVER_GOES_ON, "%s: not yet", rows[i].fault);
		impair_bench_say(&b, "defgh");
		impair_bench_run_for(&b, MS);
		is_int(b.verdict, rows[i].verdict, "  now");
		is_text(impair_bench_text(&b), "abcd", "  after so many bytes");
		is_int(b.lane.state, LANE_DONE, "  the lane is done");
		is_int(
		    (long long)b.source.arrived.len, 4, "  no more was read");
		impair_bench_end(&b);
	}
}

static void test_timed_end(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "stall cut,after=5s");
	impair_bench_say(&b, "abc");
	impair_bench_run_for(&b, 4999 * MS);
	is_int(b.verdict, MOVER_GOES_ON, "a time has to pass");
	impair_bench_run_for(&b, MS);
	is_int(b.verdict, MOVER_CUTS, "then it ends, whatever is on the way");
	is_int(b.lane.state, LANE_DONE, "at once");
	is_text(impair_bench_text(&b), "", "what was held back is lost");
	impair_bench_end(&b);

	impair_bench_begin(&b, 1, "latency=2s cut,after=3");
	impair_bench_say(&b, "abc");
	impair_bench_run_for(&b, 1999 * MS);
	is_int(b.verdict, MOVER_GOES_ON, "bytes on the way come first");
	impair_bench_run_for(&b, MS);
	is_text(impair_bench_text(&b), "abc", "they arrive");
	is_int(b.verdict, MOVER_CUTS, "and then the end");
	impair_bench_end(&b);

	impair_bench_begin(&b, 1, "reset");
	impair_bench_run(&b);
	is_int(b.verdict, MOVER_RESETS, "without after= it ends at once");
	impair_bench_end(&b);
}

/* While it runs */

static void test_changes(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "");
	impair_bench_say(&b, "abc");
	impair_bench_run(&b);
	is_text(impair_bench_text(&b), "abc", "without faults all passes");
	impair_bench_add(&b, "slow", "latency=2s");
	impair_bench_say(&b, "def");
	impair_bench_run_for(&b, 1999 * MS);
	is_text(impair_bench_text(&b), "abc", "one comes");
	ok(impair_set_remove(&b.set, "slow"), "and goes");
	impair_bench_run(&b);
	is_text(impair_bench_text(&b), "abcdef", "what it held passes");
	ok(!impair_set_remove(&b.set, "slow"), "it cannot go twice");
	impair_bench_add(&b, "cut", "cut,after=2");
	impair_bench_say(&b, "ghi");
	impair_bench_run_for(&b, MS);
	is_text(impair_bench_text(&b), "abcdefgh",
	    "after= counts from the moment at which it comes");
	is_int(b.verdict, MOVER_CUTS, "and is carried out");
	impair_bench_end(&b);
}

static void test_kept_state(void)
{
	struct impair_bench b;

	impair_bench_begin(&b, 1, "rate=1000");
	impair_bench_send(&b, 10000);
	for (int i = 0; i < 50; i++) {
		impair_bench_run_for(&b, 20 * MS);
		impair_bench_add(&b, "other", "down:latency=1s");
		impair_set_remove(&b.set, "other");
	}
	is_int((long long)impair_bench_got(&b), 1000,
	    "a fault goes on as others come and go");
	impair_bench_end(&b);
}

/* How often each fault has done something, of 1000 bytes and the end. */
static void test_times(void)
{
	static const struct {
		const char *fault;
		long long times;
	} rows[] = {
		{ "latency=1s", 1 },
		{ "rate=500", 1 },
		{ "chunk=10", 1 },
		{ "chunk=2000", 0 },
		{ "stall,for=1s", 1 },
		{ "stall,after=300,for=1s,every=300", 3 },
		{ "stall,after=3000", 0 },
		{ "slow-close=1s", 1 },
		{ "blackhole", 1 },
		{ "blackhole,for=1s", 1 },
		{ "blackhole,after=150,for=10,every=100", 9 },
		{ "truncate=10", 1 },
		{ "truncate=1000", 0 },
		{ "corrupt=1/100", 10 },
		{ "insert=1/250", 4 },
		{ "duplicate,at=0", 1 },
		{ "cut,after=10", 1 },
		{ "down:corrupt=1/100", 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct impair_bench b;
		impair_bench_begin(&b, 1, rows[i].fault);
		impair_bench_send(&b, 1000);
		impair_bench_finish(&b);
		impair_bench_run_for(&b, 60 * CLOCK_SECOND);
		is_int((long long)b.set.first->times, rows[i].times,
		    "%s: so many times", rows[i].fault);
		impair_bench_end(&b);
	}
}

/* The same again */

static const char *const repeated[] = {
	"corrupt=1/100",
	"insert=1/200,size=3",
	"duplicate=1/300,size=7",
	"corrupt=1/50 insert=1/70 duplicate=1/110 truncate=20000",
	"corrupt=1/50,after=1000,for=500,every=2000",
};

/* The bytes received, of 30000, read in pieces of that size. */
static struct bytes outcome(uint64_t seed, const char *faults, size_t piece)
{
	struct impair_bench b;
	struct bytes got = { 0 };

	impair_bench_begin(&b, seed, faults);
	b.source.piece = piece;
	b.sink.piece = piece / 2 + 1;
	impair_bench_send(&b, 30000);
	impair_bench_finish(&b);
	impair_bench_run(&b);
	bytes_add(&got, b.receiver.arrived.at, b.receiver.arrived.len);
	impair_bench_end(&b);
	return got;
}

static bool are_same(const struct bytes *a, const struct bytes *b)
{
	return a->len == b->len && memcmp(a->at, b->at, a->len) == 0;
}

static void test_repeats(const char *faults)
{
	static const size_t pieces[] = { 1, 7, 1000, 65536 };
	struct bytes first = outcome(42, faults, 333);

	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct bytes again = outcome(42, faults, pieces[i]);
		ok(are_same(&first, &again), "%s: the same in pieces of %zu",
		    faults, pieces[i]);
		bytes_free(&again);
	}
	struct bytes other = outcome(43, faults, 333);
	ok(!are_same(&first, &other), "  another seed, another result");
	bytes_free(&other);
	bytes_free(&first);
}

static void test_probability(void)
{
	struct impair_set set;
	struct impair_bench b;
	int chosen = 0, again = 0;

	impair_bench_begin(&b, 9, "latency=1s,probability=30%");
	set = b.set;
	for (uint64_t conn = 1; conn <= 10000; conn++) {
		chosen += impair_set_concerns(&set, set.first, conn);
		again += impair_set_concerns(&b.set, b.set.first, conn);
	}
	ok(chosen > 2850 && chosen < 3150, "a share of the connections: %d",
	    chosen);
	is_int(chosen, again, "always the same ones");
	impair_bench_end(&b);
}

int main(void)
{
	test_corrupt();
	test_truncate();
	test_blackhole();
	test_insert_and_duplicate();
	test_ends();
	test_timed_end();
	test_changes();
	test_kept_state();
	test_times();
	for (size_t i = 0; i < COUNT(repeated); i++)
		test_repeats(repeated[i]);
	test_probability();
	return plan();
}
