/* SPDX-License-Identifier: MIT */
/* Orders about faults: how they are written, what they do, and the stream that
 * takes them. */
#include <string.h>

#include "args/fault-order.h"
#include "base/clock.h"
#include "relay/order-stream.h"
#include "tap.h"
#include "work/faults/fault-orders.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Words */

static const struct {
	const char *line;
	enum fault_order_verb verb;
	const char *name, *words;
} right[] = {
	{ "add slow down: latency=2s", FAULT_ORDER_ADD, "slow",
	    "down: latency=2s" },
	{ "  add\tx   stall  ", FAULT_ORDER_ADD, "x", "stall" },
	{ "add x cut,after=5\r", FAULT_ORDER_ADD, "x", "cut,after=5" },
	{ "remove slow", FAULT_ORDER_REMOVE, "slow", NULL },
	{ "add l\xc3\xb6sung stall", FAULT_ORDER_ADD, "l\xc3\xb6sung",
	    "stall" },
	{ "clear", FAULT_ORDER_CLEAR, NULL, NULL },
	{ "list", FAULT_ORDER_LIST, NULL, NULL },
	{ "stats ", FAULT_ORDER_STATS, NULL, NULL },
	{ "reset-all", FAULT_ORDER_RESET_ALL, NULL, NULL },
};

static void test_right(void)
{
	for (size_t i = 0; i < COUNT(right); i++) {
		struct fault_order order;
		struct error err = ERROR_NONE;
		is_int(fault_order_parse(right[i].line, &order, &err), 0,
		    "'%s' is an order", right[i].line);
		is_int(order.verb, right[i].verb, "  that one");
		is_text(order.name, right[i].name, "  its name");
		is_text(order.words, right[i].words, "  its fault");
		fault_order_free(&order);
	}
}

static const struct {
	const char *line, *why;
} wrong[] = {
	{ "", "'' is none of add NAME FAULT" },
	{ "addd x stall", "'addd' is none of" },
	{ "add", "a NAME is missing" },
	{ "add x", "a fault is missing" },
	{ "add x stal", "did you mean 'stall'?" },
	{ "remove", "a NAME is missing" },
	{ "remove x y", "'y' is too much behind remove" },
	{ "clear all", "'all' is too much behind clear" },
	{ "add a\x1b[31m stall",
	    "an order is printable text, which 'add a\\x1b[31m stall' is not" },
	{ "add x insert,at=0,text=\x1b[31m", "is printable text" },
	{ "add x insert,at=0,text=a\rb", "is printable text" },
	{ "remove \xc2\x9b", "is printable text" },
	{ "remove \xe2\x80\xae", "is printable text" },
	{ "add \xff stall", "which 'add \\xff stall' is not" },
	{ "dance\x07", "which 'dance\\x07' is not" },
};

static void test_wrong(void)
{
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct fault_order order;
		struct error err = ERROR_NONE;
		is_int(fault_order_parse(wrong[i].line, &order, &err), -1,
		    "'%s' is no order", wrong[i].line);
		has_text(err.text, wrong[i].why, "  and why");
	}
}

/* Files */

static void test_schedule(void)
{
	struct fault_schedule s;
	struct error err = ERROR_NONE;

	is_int(fault_order_schedule("f",
		   "# first slow, then down\n\n"
		   "at 9s clear\n  at 500ms add a stall\n"
		   "at 9s list\nat 0 add b reset",
		   &s, &err),
	    0, "a file is a schedule");
	is_int((long long)s.count, 4, "of so many orders");
	is_int(s.moments[0].at_us, 0, "the earliest first");
	is_int(s.moments[0].line, 6, "with its line");
	is_int(s.moments[1].at_us, CLOCK_SECOND / 2, "then the next");
	is_int(
	    s.moments[2].order.verb, FAULT_ORDER_CLEAR, "orders at one time");
	is_int(s.moments[3].order.verb, FAULT_ORDER_LIST, "stay in order");
	fault_order_free_schedule(&s);
	is_int(fault_order_schedule("f", "", &s, &err), 0, "it may be empty");
	fault_order_free_schedule(&s);
	is_int(
	    fault_order_schedule("f", "at 1s clear\n\nat 2s fly\n", &s, &err),
	    -1, "a wrong line is a mistake");
	has_text(err.text, "f:3: 'fly' is none of", "with its number");
	fault_order_schedule("f", "in 5s clear", &s, &err);
	has_text(err.text, "f:1: a line is 'at TIME ORDER'", "so is no time");
	fault_order_schedule("f", "at never clear", &s, &err);
	has_text(err.text, "f:1: a line is 'at TIME ORDER'", "or no such one");
}

/* What they do */

static size_t reset_all(void *context)
{
	return (size_t)++ * (int *)context;
}

static int resets, changes;

static void changed(void *context)
{
	(void)context;
	changes++;
}

/* Returns the answer, until the next call. */
static const char *answer(struct fault_orders *f, const char *line)
{
	static struct bytes text;
	struct fault_order order;
	struct error err = ERROR_NONE;

	bytes_free(&text);
	int result = fault_order_parse(line, &order, &err);
	if (result == 0) {
		result = fault_orders_do(f, &order, &text, &err);
		fault_order_free(&order);
	}
	if (result < 0) {
		bytes_clear(&text);
		bytes_print(&text, "error: %s", err.text);
	}
	bytes_add(&text, "", 1);
	return (const char *)text.at;
}

static void test_orders(void)
{
	struct fault_orders f = {
		.carrier = IMPAIR_STREAM,
		.reset_all = reset_all,
		.context = &resets,
	};

	impair_set_init(&f.set, 1);
	f.set.changed = changed;
	is_text(answer(&f, "list"), "0", "at first there is none");
	is_text(answer(&f, "add slow down: latency=2s"), "added slow",
	    "one is added");
	is_text(answer(&f, "add x insert,at=5,text=a"), "added x", "another");
	is_text(answer(&f, "list"),
	    "2: slow down: latency=2s; x insert,at=5,text=a",
	    "they are listed");
	is_text(
	    answer(&f, "stats"), "2: slow times=0; x times=0", "and counted");
	is_text(answer(&f, "add x insert,at=6,text=b"),
	    "error: there is a fault 'x' already", "a name is taken");
	has_text(answer(&f, "add y loss=5%"), "for datagrams",
	    "what does not fit is refused");
	is_text(answer(&f, "remove y"), "error: there is no fault 'y'",
	    "what is not there");
	is_text(answer(&f, "remove slow"), "removed slow", "one goes");
	is_text(answer(&f, "reset-all"), "reset 1", "connections are reset");
	is_text(answer(&f, "clear"), "removed 1", "all go");
	is_text(answer(&f, "list"), "0", "none is left");
	is_int(changes, 4, "each change is told");
	f.set.changed = NULL;
	impair_set_free(&f.set);
}

static void test_numbers(void)
{
	struct fault_orders f = { .carrier = IMPAIR_STREAM };

	impair_set_init(&f.set, 1);
	impair_set_add(&f.set, NULL, "stall", &(struct impairment){ 0 });
	is_text(answer(&f, "add 2 stall"), "added 2", "names may be numbers");
	is_text(answer(&f, "list"), "2: 1 stall; 2 stall",
	    "those without a name have one");
	impair_set_free(&f.set);
}

/* The stream */

static void carry_out(void *context, const char *line, struct bytes *out)
{
	++*(int *)context;
	bytes_print(out, "<%s>", line);
}

static void refuse(const char *why, struct bytes *out)
{
	bytes_print(out, "no: %s", why);
}

static void test_stream(void)
{
	int count = 0;
	const struct order_stream_opts opts = { carry_out, refuse, &count };
	struct stream *s = order_stream(&opts);
	struct error err = ERROR_NONE;
	char got[100] = "";

	is_int(stream_read(s, got, sizeof(got), &err), STREAM_AGAIN,
	    "nothing is said unasked");
	is_int(stream_write(s, "on", 2, &err), 2, "a line may come in parts");
	is_int(count, 0, "it is not carried out before its end");
	is_int(stream_write(s, "e\ntwo\n", 6, &err), 2, "its end comes");
	is_int(stream_write(s, "two\nthr", 7, &err), 4, "the next");
	is_int(stream_write(s, "thr", 3, &err), 3, "and one without an end");
	ok(stream_is_pending(s), "there are answers");
	is_int(stream_read(s, got, sizeof(got) - 1, &err), 12, "of two");
	is_text(got, "<one>\n<two>\n", "line by line");
	is_int(stream_finish(s, &err), 0, "the input ends");
	memset(got, 0, sizeof(got));
	stream_read(s, got, sizeof(got) - 1, &err);
	is_text(got, "<thr>\n", "the last line needs no end");
	is_int(stream_read(s, got, 1, &err), 0, "then the stream ends");
	stream_close(s);
}

static void test_stream_limits(void)
{
	static char line[ORDER_STREAM_LINE + 2];
	int count = 0;
	const struct order_stream_opts opts = { carry_out, refuse, &count };
	struct stream *s = order_stream(&opts);
	struct error err = ERROR_NONE;

	memset(line, 'x', sizeof(line));
	line[ORDER_STREAM_LINE] = '\n';
	for (int i = 0; i < 16; i++)
		is_int(stream_write(s, line, ORDER_STREAM_LINE + 1, &err),
		    ORDER_STREAM_LINE + 1, "the longest line");
	ok(!s->ops->has_room(s), "answers that are not read are a limit");
	is_int(stream_write(s, "a\n", 2, &err), STREAM_AGAIN, "then none");
	for (ssize_t n = 1; n > 0;)
		n = stream_read(s, line, sizeof(line), &err);
	ok(s->ops->has_room(s), "until they are read");
	stream_close(s);
}

/* Writes bytes that are no order, and then an order. */
static void refuses(const void *bytes, size_t len, const char *why)
{
	int count = 0;
	const struct order_stream_opts opts = { carry_out, refuse, &count };
	struct stream *s = order_stream(&opts);
	struct error err = ERROR_NONE;
	char got[100] = "";

	is_int(stream_write(s, bytes, len, &err), (long long)len,
	    "what is no order is taken");
	is_int(stream_write(s, "a\n", 2, &err), 2, "and what follows");
	is_int(count, 0, "but not carried out");
	stream_read(s, got, sizeof(got) - 1, &err);
	is_text(got, why, "the answer says why");
	is_int(stream_read(s, got, 1, &err), 0, "and is the last one");
	is_int(stream_finish(s, &err), 0, "the input may end then");
	is_int(stream_read(s, got, 1, &err), 0, "without an answer");
	stream_close(s);
}

static void test_stream_refusals(void)
{
	static char line[ORDER_STREAM_LINE + 1];

	memset(line, 'x', sizeof(line));
	refuses(line, sizeof(line),
	    "no: an order is too long: 4096 bytes are the most\n");
	refuses("a\0b\nc", 5, "no: an order has a NUL\n");
}

int main(void)
{
	test_right();
	test_wrong();
	test_schedule();
	test_orders();
	test_numbers();
	test_stream();
	test_stream_limits();
	test_stream_refusals();
	return plan();
}
