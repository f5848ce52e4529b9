/* SPDX-License-Identifier: MIT */
/* How people write faults: what is understood, and what is refused. */
#include <string.h>

#include "args/fault-amounts.h"
#include "args/fault-spec.h"
#include "base/clock.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct impairment parse(const char *text)
{
	struct impairment i = { 0 };
	struct error err = ERROR_NONE;
	int result = fault_spec_parse(text, &i, &err);

	is_int(result, 0, "'%s' is a fault", text);
	if (result < 0)
		is_text(err.text, "", "  without an error");
	return i;
}

static void test_all_parts(void)
{
	struct impairment i =
	    parse("down:latency=2s,jitter=1.5ms,queue=4M,after=64K,for=10s,"
		  "every=1m,conn=3-7,probability=25%");

	is_int(i.kind, IMPAIR_LATENCY, "  of that kind");
	ok(i.is_down && !i.is_up, "  for one direction");
	is_int(i.time_us, 2 * CLOCK_SECOND, "  the time");
	is_int(i.jitter_us, 1500, "  the jitter");
	is_int((long long)i.queue, 4 << 20, "  the queue");
	is_int(i.after.unit, IMPAIR_BYTES, "  after= a size");
	is_int((long long)i.after.amount, 65536, "  of so many bytes");
	is_int(i.lasts.unit, IMPAIR_TIME, "  for= a time");
	is_int((long long)i.every.amount, 60 * CLOCK_SECOND, "  every=");
	is_int((long long)i.first_conn, 3, "  the first connection");
	is_int((long long)i.last_conn, 7, "  and the last");
	is_int(i.probability, 250000000, "  the probability");
}

static void test_defaults(void)
{
	struct impairment i = parse("stall");

	ok(i.is_down && i.is_up, "  both ways");
	is_int((long long)i.first_conn, 1, "  from the first connection on");
	is_int((long long)i.last_conn, 0, "  without a last one");
	is_int(i.probability, IMPAIR_CERTAIN, "  certainly");
	is_int(i.after.unit, IMPAIR_UNSET, "  at once");
	i = parse("reorder=2%");
	is_int(i.gap_us, CLOCK_SECOND / 10, "  a late datagram waits so long");
	i = parse("up: truncate=0");
	ok(i.is_up && !i.is_down, "  a blank may follow the direction");
	is_int(i.after.unit, IMPAIR_BYTES, "  and 0 is an amount");
}

static void test_text(void)
{
	struct impairment i = parse("insert,at=5,text=a\\x2cb\\0");

	is_int((long long)i.at, 5, "  at that offset");
	ok(i.text_len == 4 && memcmp(i.text, "a,b\0", 4) == 0,
	    "  a comma is written as \\x2c");
	impairment_free(&i);
}

/* Every kind in its shortest form. */
static const char *const shortest[] = { "latency=1", "rate=1", "chunk=1",
	"stall", "slow-close=1s", "blackhole", "truncate=1", "corrupt=1/1M",
	"corrupt,at=0", "duplicate=1/1K", "duplicate=1%", "insert=1/1K",
	"loss=0.5", "reorder=1/10", "size=1400", "cut", "reset,after=1",
	"half-close,after=1s", "refuse", "close-at-once", "late-accept=1s",
	"never-accept,for=5s", "refuse,conn=1-2", "refuse,conn=3-" };

static void test_kinds(void)
{
	bool seen[IMPAIR_KINDS] = { false };

	for (size_t n = 0; n < COUNT(shortest); n++) {
		struct impairment i = parse(shortest[n]);
		seen[i.kind] = true;
		impairment_free(&i);
	}
	for (int k = 0; k < IMPAIR_KINDS; k++)
		ok(seen[k], "%s has a shortest form", impairment_kinds[k].name);
}

static const struct {
	const char *text, *why;
} wrong[] = {
	{ "", "is none of latency, rate" },
	{ "snowfall", "'snowfall' is none of latency, rate" },
	{ "latncy=2s", "did you mean 'latency'?" },
	{ "latency", "latency needs a TIME" },
	{ "latency=", "latency= needs a TIME" },
	{ "latency=2x", "not '2x'" },
	{ "latency=never", "needs a TIME" },
	{ "latency=400d", "needs a TIME" },
	{ "latency=1s,jitter=2s", "jitter= is longer than the latency" },
	{ "latency=1s,burst=5", "'burst' is none of the keys of latency" },
	{ "latency=1s,", "'' is none of the keys" },
	{ "latency=1s,after", "after= needs a SIZE or TIME" },
	{ "latency=1s,after=", "after= needs a SIZE or TIME" },
	{ "latency=1s,after=1,after=2", "after= is given twice" },
	{ "latency=1s,conn=0", "conn= needs N, N-M or N-" },
	{ "latency=1s,conn=3-2", "conn= needs N, N-M or N-" },
	{ "latency=1s,conn=-2", "conn= needs N, N-M or N-" },
	{ "latency=1s,probability=101%", "needs a probability" },
	{ "latency=1s,probability=1.5", "needs a probability" },
	{ "latency=1s,probability=-1", "needs a probability" },
	{ "latency=1s,every=5s", "every= needs for=" },
	{ "latency=1s,for=5s,every=5s", "every= has to be longer than for=" },
	{ "latency=1s,for=5s,every=0", "every= cannot be 0" },
	{ "sideways:latency=1s", "is none of latency" },
	{ "rate=0", "rate= needs a SIZE" },
	{ "chunk=5,vary=5", "vary= has to be smaller" },
	{ "stall=5", "stall has no value" },
	{ "stall,for=5K", "for= of a stall needs a TIME" },
	{ "corrupt", "needs either a value or at=OFFSET" },
	{ "corrupt=1/1M,at=5", "needs either a value or at=OFFSET" },
	{ "corrupt=5%", "corrupt= needs 1/SIZE" },
	{ "corrupt=1/0", "corrupt= needs 1/SIZE" },
	{ "duplicate=1/4,size=5", "size= is too large" },
	{ "insert=1/1M,size=65K", "size= is too large" },
	{ "insert=1/1M,text=\\q", "text= needs a TEXT" },
	{ "insert=1/1M,text=", "text= needs a TEXT" },
	{ "insert=1/1M,text=a,size=2", "exclude each other" },
	{ "up:refuse", "refuse concerns connections" },
	{ "refuse,after=5K", "takes no SIZE" },
	{ "cut,for=5s", "'for' is none of the keys of cut" },
	{ "loss=1e-3", "loss= needs a probability" },
};

static void test_wrong(void)
{
	for (size_t n = 0; n < COUNT(wrong); n++) {
		struct impairment i;
		struct error err = ERROR_NONE;
		int result = fault_spec_parse(wrong[n].text, &i, &err);
		is_int(result, -1, "'%s' is no fault", wrong[n].text);
		is_int(err.kind, FAULT_USAGE, "  but a mistake");
		has_text(err.text, wrong[n].why, "  and the message says why");
	}
}

static const struct {
	const char *text;
	unsigned billionths;
} chances[] = {
	{ "5%", 50000000 },
	{ "0.05", 50000000 },
	{ "1/20", 50000000 },
	{ "100%", IMPAIR_CERTAIN },
	{ "1", IMPAIR_CERTAIN },
	{ "0", 0 },
	{ "0.0000001%", 1 },
	{ "0.000000001", 1 },
};

static void test_chances(void)
{
	static const char *const none[] = { "", "%", ".5", "5.", "1/0", "1/",
		"0.0000000001", "1/5%", "100.1%", "99999999999999999999" };
	unsigned got;

	for (size_t n = 0; n < COUNT(chances); n++) {
		got = 7;
		fault_amounts_chance(chances[n].text, &got);
		is_int(got, chances[n].billionths, "'%s' is a probability",
		    chances[n].text);
	}
	for (size_t n = 0; n < COUNT(none); n++)
		ok(!fault_amounts_chance(none[n], &got),
		    "'%s' is no probability", none[n]);
}

static const struct {
	const char *text;
	enum impair_carrier carrier;
	const char *why; /* NULL: it fits */
} fits[] = {
	{ "latency=1", IMPAIR_STREAM, NULL },
	{ "latency=1", IMPAIR_DATAGRAMS, NULL },
	{ "chunk=1", IMPAIR_STREAM, NULL },
	{ "chunk=1", IMPAIR_DATAGRAMS, "for streams of bytes only" },
	{ "chunk=1", IMPAIR_MESSAGES, "for streams of bytes only" },
	{ "loss=1%", IMPAIR_STREAM, "for datagrams and messages only" },
	{ "loss=1%", IMPAIR_DATAGRAMS, NULL },
	{ "refuse", IMPAIR_DATAGRAMS, "for connections only" },
	{ "duplicate=1/1K", IMPAIR_STREAM, NULL },
	{ "duplicate=1%", IMPAIR_STREAM, "duplicate=1/SIZE" },
	{ "duplicate=1%", IMPAIR_DATAGRAMS, NULL },
	{ "duplicate=0%", IMPAIR_DATAGRAMS, NULL },
	{ "duplicate,at=5", IMPAIR_DATAGRAMS, "by chance" },
};

static void test_fits(void)
{
	for (size_t n = 0; n < COUNT(fits); n++) {
		struct error err = ERROR_NONE;
		struct impairment i = parse(fits[n].text);
		int result =
		    fault_spec_fits(&i, fits[n].text, fits[n].carrier, &err);
		is_int(result, fits[n].why ? -1 : 0, "  it %s",
		    fits[n].why ? "does not fit" : "fits");
		if (fits[n].why)
			has_text(err.text, fits[n].why, "  and why");
		impairment_free(&i);
	}
}

int main(void)
{
	test_all_parts();
	test_defaults();
	test_text();
	test_kinds();
	test_wrong();
	test_chances();
	test_fits();
	return plan();
}
