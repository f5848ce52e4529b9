/* SPDX-License-Identifier: MIT */
/* What is common to many: one output, one input, and the members' shares. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "actor.h"
#include "base/clock.h"
#include "relay/mixer-private.h"
#include "tap.h"

#define MIB ((size_t)1024 * 1024)

struct bench {
	struct mixer mixer;
	struct actor local;
	int changes, wakes;               /* calls */
	int64_t due;                      /* of the last turn */
	bool has_messages, is_said_ready; /* the input */
};

static void changed(void *context)
{
	((struct bench *)context)->changes++;
}

static void woken(void *context)
{
	((struct bench *)context)->wakes++;
}

static void begin(struct bench *b, bool has_messages)
{
	*b = (struct bench){ .has_messages = has_messages };
	actor_init(&b->local);
	struct mixer_opts opts = {
		.local = &b->local.stream,
		.has_input = true,
		.has_output = true,
		.max_kept = 4 * MIB,
		.changed = changed,
		.context = b,
	};
	mixer_init(&b->mixer, &opts);
}

static void end(struct bench *b)
{
	mixer_free(&b->mixer);
	actor_free(&b->local);
}

static void close_both(struct stream *member, struct bench *b)
{
	stream_close(member);
	end(b);
}

/* As the loop does. */
static void turn(struct bench *b)
{
	struct pollable *p = &b->mixer.pollable;
	struct waiting w = { 0 };

	b->due = p->ops->prepare(p, &w);
	if (b->is_said_ready)
		w.fds[b->mixer.in_slot].revents = POLLIN;
	p->ops->service(p, &w);
	waiting_free(&w);
}

static struct stream *join(
    struct bench *b, enum member_kind kind, const char *tag)
{
	struct error err = ERROR_NONE;
	struct member_opts opts = {
		.kind = kind,
		.tag = tag,
		.carries_messages = b->has_messages,
	};
	struct stream *s = mixer_member_stream(&b->mixer, &opts, &err);

	s->woken = woken;
	s->context = b;
	return s;
}

static void say(struct stream *s, const char *text)
{
	struct error err = ERROR_NONE;

	is_int(stream_write(s, text, strlen(text), &err), (int)strlen(text),
	    "a member takes '%s'", text);
}

/* What the member lends now, as text; and that is taken. */
static const char *hear(struct stream *s, char *buf, size_t size)
{
	struct error err = ERROR_NONE;
	const void *bytes = "";
	ssize_t n = s->ops->lend(s, &bytes, &err);

	snprintf(buf, size, "%.*s", n > 0 ? (int)n : 0, (const char *)bytes);
	if (n > 0)
		s->ops->take(s, (size_t)n);
	return n == STREAM_AGAIN ? "(nothing yet)" : n == 0 ? "(the end)" : buf;
}

static void test_output(void)
{
	struct bench b;

	begin(&b, false);
	struct stream *one = join(&b, MEMBER_RAW, NULL);
	struct stream *two = join(&b, MEMBER_LINES, "2 peer");
	say(one, "raw ");
	say(two, "half a");
	turn(&b);
	is_text(actor_heard(&b.local), "raw ", "a line is kept until its end");
	ok(b.changes > 0, "that all is written is told");
	say(two, " line\nnext");
	turn(&b);
	is_text(actor_heard(&b.local), "raw 2 peer\thalf a line\n",
	    "then it is written whole, with its tag");
	stream_close(two);
	turn(&b);
	is_text(actor_heard(&b.local),
	    "raw 2 peer\thalf a line\n2 peer\tnext\n",
	    "a member that goes ends its line");
	close_both(one, &b);
}

static void test_full_output(void)
{
	struct bench b;
	char *much = calloc(1, MIB);
	struct error err = ERROR_NONE;

	begin(&b, false);
	b.local.takes_nothing = true;
	struct stream *s = join(&b, MEMBER_RAW, NULL);
	ok(stream_has_room(s), "there is room at first");
	stream_write(s, much, MIB, &err);
	turn(&b);
	ok(!stream_has_room(s), "not with so much that waits");
	is_int(stream_write(s, "x", 1, &err), STREAM_AGAIN,
	    "and nothing more is taken");
	is_int(b.wakes, 0, "the member waits");
	b.local.takes_nothing = false;
	turn(&b);
	ok(b.wakes > 0, "it is woken when the output has taken all");
	ok(stream_has_room(s), "and has room again");
	is_int((int)b.mixer.output.capacity, 0,
	    "a large output gives its memory back");
	close_both(s, &b);
	free(much);
}

static void count_call(void *calls)
{
	++*(int *)calls;
}

/* Members that wait for room are called in the order in which they came. */
static void test_turns(void)
{
	struct bench b;
	char *much = calloc(1, MIB / 4);
	struct error err = ERROR_NONE;
	struct stream *s[4];
	int calls[4] = { 0 };

	begin(&b, false);
	for (int i = 0; i < 4; i++) {
		s[i] = join(&b, MEMBER_RAW, NULL);
		s[i]->woken = count_call;
		s[i]->context = &calls[i];
	}
	stream_write(s[3], much, MIB / 4, &err);
	for (int i = 0; i < 4; i++)
		stream_has_room(s[i]);
	turn(&b);
	ok(calls[0] == 1 && calls[1] + calls[2] + calls[3] == 0,
	    "when there is room again, the first is called alone");
	turn(&b);
	ok(calls[1] == 1 && calls[2] + calls[3] == 0,
	    "if that does not use it up, the next is");
	stream_write(s[0], much, MIB / 4, &err);
	for (int i = 0; i < 4; i++)
		stream_has_room(s[i]);
	turn(&b);
	ok(calls[1] == 2 && calls[2] + calls[3] == 0,
	    "one that was called and came too late keeps its turn");
	turn(&b);
	stream_write(s[3], much, MIB / 4, &err);
	stream_has_room(s[3]);
	stream_has_room(s[2]);
	stream_has_room(s[1]);
	turn(&b);
	ok(calls[1] == 3 && calls[2] == 1,
	    "of two that came too late, the one that waits longer is first");
	stream_close(s[2]);
	turn(&b);
	is_int(calls[0], 2, "one that goes leaves its turn to the next");
	turn(&b);
	is_int(calls[3], 1, "the one that has written last is the last");
	for (int i = 0; i < 4; i++)
		if (i != 2)
			stream_close(s[i]);
	end(&b);
	free(much);
}

static void test_input(void)
{
	struct bench b;
	char buf[64];

	begin(&b, false);
	turn(&b);
	bytes_add_text(&b.local.says, "before ");
	turn(&b);
	is_int((int)b.local.says.len, 7, "without members nothing is read");
	is_int(b.due, CLOCK_NEVER, "and not looked at");
	struct stream *one = join(&b, MEMBER_RAW, NULL);
	turn(&b);
	is_int(b.due, 0, "what has come already is not waited for");
	struct stream *two = join(&b, MEMBER_RAW, NULL);
	bytes_add_text(&b.local.says, "after");
	turn(&b);
	is_text(hear(one, buf, sizeof(buf)), "before after",
	    "a member is given all since it came");
	is_text(hear(two, buf, sizeof(buf)), "after", "so is the next");
	is_text(hear(one, buf, sizeof(buf)), "(nothing yet)", "then it waits");
	turn(&b);
	is_int(b.due, CLOCK_NEVER, "as the mixer does");
	b.local.ends = true;
	turn(&b);
	is_text(hear(one, buf, sizeof(buf)), "(the end)",
	    "the end of the input is that of all");
	stream_close(one);
	stream_close(two);
	end(&b);
}

static void test_messages(void)
{
	struct bench b;
	char buf[64];

	begin(&b, true);
	struct stream *s = join(&b, MEMBER_RAW, NULL);
	bytes_add_text(&b.local.says, "one");
	turn(&b);
	bytes_add_text(&b.local.says, "two");
	turn(&b);
	is_text(hear(s, buf, sizeof(buf)), "one", "a message is lent alone");
	is_text(hear(s, buf, sizeof(buf)), "two", "and then the next");
	close_both(s, &b);
}

static void test_echo(void)
{
	struct bench b;
	char buf[64];
	struct error err = ERROR_NONE;

	begin(&b, false);
	struct stream *s = join(&b, MEMBER_ECHO, NULL);
	bytes_add_text(&b.local.says, "all, ");
	turn(&b);
	say(s, "own");
	is_text(hear(s, buf, sizeof(buf)), "all, own",
	    "the echo comes behind what all were given before");
	b.local.ends = true;
	turn(&b);
	is_text(hear(s, buf, sizeof(buf)), "(nothing yet)",
	    "the end of the input is not that of an echo");
	stream_finish(s, &err);
	is_text(hear(s, buf, sizeof(buf)), "(the end)",
	    "that comes with the end of what it is told");
	close_both(s, &b);
}

static void test_cut(void)
{
	struct bench b;
	char buf[64];

	begin(&b, false);
	struct stream *s = join(&b, MEMBER_RAW, NULL);
	bytes_add_text(&b.local.says, "before");
	turn(&b);
	s->ops->cut(s);
	bytes_add_text(&b.local.says, "after");
	turn(&b);
	is_text(hear(s, buf, sizeof(buf)), "before",
	    "what was there when it was cut is lent");
	is_text(hear(s, buf, sizeof(buf)), "(the end)", "and nothing else");
	close_both(s, &b);
}

/* A member that is not read is dropped, one that is read is not. */
static void test_slow(void)
{
	struct bench b;
	char *buf = malloc(2 * MIB), *much = calloc(1, 60000);
	struct error err = ERROR_NONE;

	memset(much, 'x', 60000);
	begin(&b, false);
	struct stream *slow = join(&b, MEMBER_RAW, NULL);
	struct stream *fast = join(&b, MEMBER_RAW, NULL);
	for (int i = 0; i < 30; i++) {
		bytes_add(&b.local.says, much, 60000);
		turn(&b);
		hear(fast, buf, 2 * MIB);
	}
	is_int(slow->ops->check(slow, &err), -1, "it is dropped");
	is_int(fast->ops->check(fast, &err), 0, "the other is not");
	slow->ops->check(slow, &err);
	is_text(err.text, "dropped: it does not read, and 1024 KiB wait",
	    "with this reason");
	ok(err.is_drop, "which is a decision of genet");
	is_text(hear(fast, buf, 2 * MIB), "(nothing yet)",
	    "the other has read all");
	ok(b.mixer.kept < MIB / 2, "what the slow one did not read is freed");
	stream_close(slow);
	stream_close(fast);
	end(&b);
	free(buf);
	free(much);
}

static void test_memory(void)
{
	struct bench b;
	char *much = malloc(MIB / 2);
	struct stream *members[12];
	struct error err = ERROR_NONE;
	int dropped = 0;

	memset(much, 'x', MIB / 2);
	begin(&b, false);
	for (int i = 0; i < 12; i++) {
		members[i] = join(&b, MEMBER_LINES, NULL);
		stream_write(members[i], much, MIB / 2, &err);
		turn(&b);
	}
	for (int i = 0; i < 12; i++)
		dropped += ((struct member *)members[i])->drop != NULL;
	ok(dropped > 0 && dropped < 12, "some are dropped: %d of 12", dropped);
	ok(b.mixer.kept <= 4 * MIB + MIB / 2, "the others fit in the bound");
	for (int i = 0; i < 12; i++)
		stream_close(members[i]);
	turn(&b);
	end(&b);
	is_int((int)b.mixer.kept, 0, "nothing is kept at the end");
	free(much);
}

static void test_failures(void)
{
	struct bench b;

	begin(&b, false);
	struct stream *s = join(&b, MEMBER_RAW, NULL);
	b.is_said_ready = true;
	turn(&b);
	ok(!b.mixer.is_over, "nothing to read is no failure");
	b.local.write_fails = true;
	say(s, "x");
	turn(&b);
	is_int(b.mixer.failure.kind, FAULT_IO, "an output that fails is told");
	ok(b.changes > 0, "at once");
	close_both(s, &b);
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
