/* SPDX-License-Identifier: MIT */
/* What is common to many: one output, one input, and the members' shares. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "mixer-bench.h"
#include "tap.h"

static void test_output(void)
{
	struct mixer_bench b;

	mixer_bench_begin(&b, false);
	struct stream *one = mixer_bench_join(&b, MEMBER_RAW, NULL);
	struct stream *two = mixer_bench_join(&b, MEMBER_LINES, "2 peer");
	mixer_bench_say(one, "raw ");
	mixer_bench_say(two, "half a");
	mixer_bench_turn(&b);
	is_text(actor_heard(&b.local), "raw ", "a line is kept until its end");
	ok(b.changes > 0, "that all is written is told");
	mixer_bench_say(two, " line\nnext");
	mixer_bench_turn(&b);
	is_text(actor_heard(&b.local), "raw 2 peer\thalf a line\n",
	    "then it is written whole, with its tag");
	stream_close(two);
	mixer_bench_turn(&b);
	is_text(actor_heard(&b.local),
	    "raw 2 peer\thalf a line\n2 peer\tnext\n",
	    "a member that goes ends its line");
	mixer_bench_close(one, &b);
}

static void test_full_output(void)
{
	struct mixer_bench b;
	char *much = calloc(1, MIB);
	struct error err = ERROR_NONE;

	mixer_bench_begin(&b, false);
	b.local.takes_nothing = true;
	struct stream *s = mixer_bench_join(&b, MEMBER_RAW, NULL);
	ok(stream_has_room(s), "there is room at first");
	stream_write(s, much, MIB, &err);
	mixer_bench_turn(&b);
	ok(!stream_has_room(s), "not with so much that waits");
	is_int(stream_write(s, "x", 1, &err), STREAM_AGAIN,
	    "and nothing more is taken");
	is_int(b.wakes, 0, "the member waits");
	b.local.takes_nothing = false;
	mixer_bench_turn(&b);
	ok(b.wakes > 0, "it is woken when the output has taken all");
	ok(stream_has_room(s), "and has room again");
	is_int((int)b.mixer.output.capacity, 0,
	    "a large output gives its memory back");
	mixer_bench_close(s, &b);
	free(much);
}

static void count_call(void *calls)
{
	++*(int *)calls;
}

/* Members that wait for room are called in the order in which they came. */
static void test_turns(void)
{
	struct mixer_bench b;
	char *much = calloc(1, MIB / 4);
	struct error err = ERROR_NONE;
	struct stream *s[4];
	int calls[4] = { 0 };

	mixer_bench_begin(&b, false);
	for (int i = 0; i < 4; i++) {
		s[i] = mixer_bench_join(&b, MEMBER_RAW, NULL);
		s[i]->woken = count_call;
		s[i]->context = &calls[i];
	}
	stream_write(s[3], much, MIB / 4, &err);
	for (int i = 0; i < 4; i++)
		stream_has_room(s[i]);
	mixer_bench_turn(&b);
	ok(calls[0] == 1 && calls[1] + calls[2] + calls[3] == 0,
	    "when there is room again, the first is called alone");
	mixer_bench_turn(&b);
	ok(calls[1] == 1 && calls[2] + calls[3] == 0,
	    "if that does not use it up, the next is");
	stream_write(s[0], much, MIB / 4, &err);
	for (int i = 0; i < 4; i++)
		stream_has_room(s[i]);
	mixer_bench_turn(&b);
	ok(calls[1] == 2 && calls[2] + calls[3] == 0,
	    "one that was called and came too late keeps its turn");
	mixer_bench_turn(&b);
	stream_write(s[3], much, MIB / 4, &err);
	stream_has_room(s[3]);
	stream_has_room(s[2]);
	stream_has_room(s[1]);
	mixer_bench_turn(&b);
	ok(calls[1] == 3 && calls[2] == 1,
	    "of two that came too late, the one that waits longer is first");
	stream_close(s[2]);
	mixer_bench_turn(&b);
	is_int(calls[0], 2, "one that goes leaves its turn to the next");
	mixer_bench_turn(&b);
	is_int(calls[3], 1, "the one that has written last is the last");
	for (int i = 0; i < 4; i++)
		if (i != 2)
			stream_close(s[i]);
	mixer_bench_end(&b);
	free(much);
}

static void test_input(void)
{
	struct mixer_bench b;
	char buf[64];

	mixer_bench_begin(&b, false);
	mixer_bench_turn(&b);
	bytes_add_text(&b.local.says, "before ");
	mixer_bench_turn(&b);
	is_int((int)b.local.says.len, 7, "without members nothing is read");
	is_int(b.due, CLOCK_NEVER, "and not looked at");
	struct stream *one = mixer_bench_join(&b, MEMBER_RAW, NULL);
	mixer_bench_turn(&b);
	is_int(b.due, 0, "what has come already is not waited for");
	struct stream *two = mixer_bench_join(&b, MEMBER_RAW, NULL);
	bytes_add_text(&b.local.says, "after");
	mixer_bench_turn(&b);
	is_text(mixer_bench_hear(one, buf, sizeof(buf)), "before after",
	    "a member is given all since it came");
	is_text(
	    mixer_bench_hear(two, buf, sizeof(buf)), "after", "so is the next");
	is_text(mixer_bench_hear(one, buf, sizeof(buf)), "(nothing yet)",
	    "then it waits");
	mixer_bench_turn(&b);
	is_int(b.due, CLOCK_NEVER, "as the mixer does");
	b.local.ends = true;
	mixer_bench_turn(&b);
	is_text(mixer_bench_hear(one, buf, sizeof(buf)), "(the end)",
	    "the end of the input is that of all");
	stream_close(one);
	stream_close(two);
	mixer_bench_end(&b);
}

static void test_messages(void)
{
	struct mixer_bench b;
	char buf[64];

	mixer_bench_begin(&b, true);
	struct stream *s = mixer_bench_join(&b, MEMBER_RAW, NULL);
	bytes_add_text(&b.local.says, "one");
	mixer_bench_turn(&b);
	bytes_add_text(&b.local.says, "two");
	mixer_bench_turn(&b);
	is_text(mixer_bench_hear(s, buf, sizeof(buf)), "one",
	    "a message is lent alone");
	is_text(
	    mixer_bench_hear(s, buf, sizeof(buf)), "two", "and then the next");
	mixer_bench_close(s, &b);
}

static void test_echo(void)
{
	struct mixer_bench b;
	char buf[64];
	struct error err = ERROR_NONE;

	mixer_bench_begin(&b, false);
	struct stream *s = mixer_bench_join(&b, MEMBER_ECHO, NULL);
	bytes_add_text(&b.local.says, "all, ");
	mixer_bench_turn(&b);
	mixer_bench_say(s, "own");
	is_text(mixer_bench_hear(s, buf, sizeof(buf)), "all, own",
	    "the echo comes behind what all were given before");
	b.local.ends = true;
	mixer_bench_turn(&b);
	is_text(mixer_bench_hear(s, buf, sizeof(buf)), "(nothing yet)",
	    "the end of the input is not that of an echo");
	stream_finish(s, &err);
	is_text(mixer_bench_hear(s, buf, sizeof(buf)), "(the end)",
	    "that comes with the end of what it is told");
	mixer_bench_close(s, &b);
}

static void test_cut(void)
{
	struct mixer_bench b;
	char buf[64];

	mixer_bench_begin(&b, false);
	struct stream *s = mixer_bench_join(&b, MEMBER_RAW, NULL);
	bytes_add_text(&b.local.says, "before");
	mixer_bench_turn(&b);
	s->ops->cut(s);
	bytes_add_text(&b.local.says, "after");
	mixer_bench_turn(&b);
	is_text(mixer_bench_hear(s, buf, sizeof(buf)), "before",
	    "what was there when it was cut is lent");
	is_text(mixer_bench_hear(s, buf, sizeof(buf)), "(the end)",
	    "and nothing else");
	mixer_bench_close(s, &b);
}

/* A member that is not read is dropped, one that is read is not. */
static void test_slow(void)
{
	struct mixer_bench b;
	char *buf = malloc(2 * MIB), *much = calloc(1, 60000);
	struct error err = ERROR_NONE;

	memset(much, 'x', 60000);
	mixer_bench_begin(&b, false);
	struct stream *slow = mixer_bench_join(&b, MEMBER_RAW, NULL);
	struct stream *fast = mixer_bench_join(&b, MEMBER_RAW, NULL);
	for (int i = 0; i < 30; i++) {
		bytes_add(&b.local.says, much, 60000);
		mixer_bench_turn(&b);
		mixer_bench_hear(fast, buf, 2 * MIB);
	}
	is_int(slow->ops->check(slow, &err), -1, "it is dropped");
	is_int(fast->ops->check(fast, &err), 0, "the other is not");
	slow->ops->check(slow, &err);
	is_text(err.text, "dropped: it does not read, and 1024 KiB wait",
	    "with this reason");
	ok(err.is_drop, "which is a decision of genet");
	is_text(mixer_bench_hear(fast, buf, 2 * MIB), "(nothing yet)",
	    "the other has read all");
	ok(b.mixer.kept < MIB / 2, "what the slow one did not read is freed");
	stream_close(slow);
	stream_close(fast);
	mixer_bench_end(&b);
	free(buf);
	free(much);
}

static void test_memory(void)
{
	struct mixer_bench b;
	char *much = malloc(MIB / 2);
	struct stream *members[12];
	struct error err = ERROR_NONE;
	int dropped = 0;

	memset(much, 'x', MIB / 2);
	mixer_bench_begin(&b, false);
	for (int i = 0; i < 12; i++) {
		members[i] = mixer_bench_join(&b, MEMBER_LINES, NULL);
		stream_write(members[i], much, MIB / 2, &err);
		mixer_bench_turn(&b);
	}
	for (int i = 0; i < 12; i++)
		dropped += ((struct member *)members[i])->drop != NULL;
	ok(dropped > 0 && dropped < 12, "some are dropped: %d of 12", dropped);
	ok(b.mixer.kept <= 4 * MIB + MIB / 2, "the others fit in the bound");
	for (int i = 0; i < 12; i++)
		stream_close(members[i]);
	mixer_bench_turn(&b);
	mixer_bench_end(&b);
	is_int((int)b.mixer.kept, 0, "nothing is kept at the end");
	free(much);
}

static void test_failures(void)
{
	struct mixer_bench b;

	mixer_bench_begin(&b, false);
	struct stream *s = mixer_bench_join(&b, MEMBER_RAW, NULL);
	b.is_said_ready = true;
	mixer_bench_turn(&b);
	ok(!b.mixer.is_over, "nothing to read is no failure");
	b.local.write_fails = true;
	mixer_bench_say(s, "x");
	mixer_bench_turn(&b);
	is_int(b.mixer.failure.kind, FAULT_IO, "an output that fails is told");
	ok(b.changes > 0, "at once");
	mixer_bench_close(s, &b);
}

int main(void)
{
	test_output();
	test_full_output();
	test_turns();
	test_input();
	test_messages();
	test_echo();
	test_cut();
	test_slow();
	test_memory();
	test_failures();
	return plan();
}
