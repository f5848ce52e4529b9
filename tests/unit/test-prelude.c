/* SPDX-License-Identifier: MIT */
/* What is said before a conversation: the stream that carries it. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "actor.h"
#include "base/xalloc.h"
#include "stream/prelude.h"
#include "tap.h"

/* A protocol of the test: it asks, and takes lines, each of which it answers,
 * up to one that is empty. "no" is a refusal. */
struct lines {
	struct prelude prelude;
	bool is_asked;
	int taken;
};

static int freed;

static enum prelude_state lines_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err)
{
	struct lines *l = (struct lines *)p;
	const unsigned char *line = in->at,
			    *line_end = in->len > 0
	                                    ? memchr(line, '\n', in->len)
	                                    : NULL;

	if (!l->is_asked)
		bytes_add_text(out, "ask;");
	l->is_asked = true;
	if (!line_end)
		return PRELUDE_GOES_ON;
	bytes_drop(in, (size_t)(line_end - line) + 1);
	l->taken++;
	if (line_end == line) {
		bytes_add_text(out, "bye;");
		return PRELUDE_DONE;
	}
	if (memcmp(line, "no", 2) == 0) {
		bytes_add_text(out, "why;");
		return error_set(err, FAULT_PROXY, "said no");
	}
	bytes_add_text(out, "more;");
	return PRELUDE_GOES_ON;
}

static bool lines_ended(struct prelude *p, struct error *err)
{
	if (((struct lines *)p)->taken < 2)
		return false;
	error_set(err, FAULT_PROXY, "had said enough");
	return true;
}

static void lines_release(struct prelude *p)
{
	(void)p;
	freed++;
}

static const struct prelude_ops lines_ops = {
	.fault = FAULT_PROXY,
	.most = 32,
	.step = lines_step,
	.ended = lines_ended,
	.release = lines_release,
};

static struct stream *begin(struct actor *a)
{
	struct lines *l = xcalloc(1, sizeof(*l));

	l->prelude.ops = &lines_ops;
	freed = 0;
	actor_init(a);
	return prelude_stream(&a->stream, &l->prelude);
}

static void end(struct actor *a, struct stream *s)
{
	stream_close(s);
	ok(a->is_closed, "the stream below is closed with it");
	is_int(freed, 1, "the protocol is freed once");
	actor_free(a);
}

static void take(struct actor *a, bool takes)
{
	a->takes_nothing = !takes;
}

static int start(struct stream *s, struct error *err)
{
	return s->ops->start(s, err);
}

static void test_turns(void)
{
	struct error err = ERROR_NONE;
	struct actor a;
	struct stream *s = begin(&a);
	char got[8] = "";

	take(&a, false);
	is_int(start(s, &err), STREAM_AGAIN, "what cannot be sent waits");
	is_int(s->read_events, POLLOUT, "for room");
	take(&a, true);
	is_int(start(s, &err), STREAM_AGAIN, "then for an answer");
	is_int(s->read_events, POLLIN, "which is input");
	is_text(actor_heard(&a), "ask;", "the peer was asked once");
	bytes_add_text(&a.says, "a");
	is_int(start(s, &err), STREAM_AGAIN, "a part of a line");
	bytes_add_text(&a.says, "\nb\n");
	is_int(start(s, &err), STREAM_AGAIN, "two ends of lines at once");
	is_text(actor_heard(&a), "ask;more;more;", "are two answers");
	take(&a, false);
	bytes_add_text(&a.says, "\nrest");
	is_int(start(s, &err), STREAM_AGAIN, "the last word waits for room");
	is_int(s->read_events, POLLOUT, "as others do");
	take(&a, true);
	is_int(start(s, &err), 0, "then all is said");
	is_text(actor_heard(&a), "ask;more;more;bye;", "in order");
	is_int(start(s, &err), 0, "another start has nothing to do");
	ok(s->ops->settle(s) == s, "what follows belongs to the conversation");
	ok(stream_is_pending(s), "and is there, whatever poll says");
	is_int(stream_read(s, got, 3, &err), 3, "as much as is asked for");
	is_int(stream_read(s, got + 3, 4, &err), 1, "and the rest");
	is_text(got, "rest", "in order");
	ok(!stream_is_pending(s), "nothing is left");
	is_int(stream_read(s, got, 4, &err), STREAM_AGAIN, "the peer is next");
	is_int(stream_write(s, "data", 4, &err), 4, "data can be sent");
	is_int(stream_finish(s, &err), 0, "and the end");
	ok(a.was_told, "which the peer is told");
	end(&a, s);
}

static void test_no_rest(void)
{
	struct error err = ERROR_NONE;
	struct actor a;
	struct stream *s = begin(&a);

	bytes_add_text(&a.says, "\n");
	is_int(start(s, &err), 0, "an answer that is there is taken at once");
	s = s->ops->settle(s);
	ok(s == &a.stream, "without a rest the stream below goes on");
	end(&a, s);
}

/* What becomes of a start; the peer says something and then ends, or resets. */
static const struct {
	const char *name, *says;
	bool ends, fails, write_fails;
	enum fault kind;
	const char *text;
} failures[] = {
	{ "an end", "", true, false, false, FAULT_PROXY,
	    "ended the connection without an answer" },
	{ "an end in the middle", "x\ny", true, false, false, FAULT_PROXY,
	    "ended the connection in the middle of its answer" },
	{ "an end that is explained", "x\ny\n", true, false, false, FAULT_PROXY,
	    "had said enough" },
	{ "a reset", "", false, true, false, FAULT_PROXY,
	    "reset the connection without an answer" },
	{ "a reset in the middle", "x", false, true, false, FAULT_PROXY,
	    "reset the connection in the middle of its answer" },
	{ "a refusal", "no\nrest", false, false, false, FAULT_PROXY,
	    "said no" },
	{ "a refusal before the end", "no\n", true, false, false, FAULT_PROXY,
	    "said no" },
	{ "too much", "0123456789012345678901234567890123456789", false, false,
	    false, FAULT_PROXY, "says more than 32 B before the conversation" },
	{ "a failing write", "", false, false, true, FAULT_IO, "cannot write" },
};

static void test_failures(void)
{
	for (size_t i = 0; i < sizeof(failures) / sizeof(failures[0]); i++) {
		struct error err = ERROR_NONE;
		struct actor a;
		struct stream *s = begin(&a);
		bytes_add_text(&a.says, failures[i].says);
		a.ends = failures[i].ends;
		a.fails = failures[i].fails;
		a.write_fails = failures[i].write_fails;
		is_int(start(s, &err), STREAM_ERROR, "%s is a failure",
		    failures[i].name);
		is_int(err.kind, failures[i].kind, "of its kind");
		is_text(err.text, failures[i].text, "with its words");
		end(&a, s);
	}
}

/* A peer that takes nothing any more may have said why. */
static ssize_t reset_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	(void)s;
	(void)bytes;
	(void)len;
	return error_set(err, FAULT_RESET, "reset by peer");
}

static void test_reset_write(void)
{
	struct error err = ERROR_NONE;
	struct stream_ops ops;
	struct actor a;
	struct stream *s = begin(&a);

	ops = *a.stream.ops;
	ops.write = reset_write;
	a.stream.ops = &ops;
	bytes_add_text(&a.says, "no\n");
	is_int(start(s, &err), STREAM_ERROR, "a reset while it is asked");
	is_text(err.text, "said no", "does not hide the answer");
	end(&a, s);
}

/* What is said after a mistake of the peer is sent if that takes no time. */
static void test_last_words(void)
{
	for (int takes = 0; takes < 2; takes++) {
		struct error err = ERROR_NONE;
		struct actor a;
		struct stream *s = begin(&a);
		is_int(start(s, &err), STREAM_AGAIN, "the peer is asked");
		bytes_add_text(&a.says, "no\n");
		take(&a, takes);
		is_int(start(s, &err), STREAM_ERROR, "its answer is wrong");
		is_text(err.text, "said no", "which is the failure");
		is_text(actor_heard(&a), takes ? "ask;why;" : "ask;",
		    takes ? "and it is told" : "it need not be told");
		end(&a, s);
	}
}

static void test_close_early(void)
{
	struct error err = ERROR_NONE;
	struct actor a;
	struct stream *s = begin(&a);

	is_int(start(s, &err), STREAM_AGAIN, "a start that has no end");
	end(&a, s);
}

int main(void)
{
	test_turns();
	test_no_rest();
	test_failures();
	test_reset_write();
	test_last_words();
	test_close_early();
	return plan();
}
