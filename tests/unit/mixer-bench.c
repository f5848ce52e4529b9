/* SPDX-License-Identifier: MIT */
/* A mixer whose local end is an actor. */
#include "mixer-bench.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "tap.h"

static void changed(void *context)
{
	((struct mixer_bench *)context)->changes++;
}

static void woken(void *context)
{
	((struct mixer_bench *)context)->wakes++;
}

void mixer_bench_begin(struct mixer_bench *b, bool has_messages)
{
	*b = (struct mixer_bench){ .has_messages = has_messages };
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

void mixer_bench_end(struct mixer_bench *b)
{
	mixer_free(&b->mixer);
	actor_free(&b->local);
}

void mixer_bench_close(struct stream *member, struct mixer_bench *b)
{
	stream_close(member);
	mixer_bench_end(b);
}

void mixer_bench_turn(struct mixer_bench *b)
{
	struct pollable *p = &b->mixer.pollable;
	struct waiting w = { 0 };

	b->due = p->ops->prepare(p, &w);
	if (b->is_said_ready)
		w.fds[b->mixer.in_slot].revents = POLLIN;
	p->ops->service(p, &w);
	waiting_free(&w);
}

struct stream *mixer_bench_join(
    struct mixer_bench *b, enum member_kind kind, const char *tag)
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

void mixer_bench_say(struct stream *s, const char *text)
{
	struct error err = ERROR_NONE;

	is_int(stream_write(s, text, strlen(text), &err), (int)strlen(text),
	    "a member takes '%s'", text);
}

const char *mixer_bench_hear(struct stream *s, char *buf, size_t size)
{
	struct error err = ERROR_NONE;
	const void *bytes = "";
	ssize_t n = s->ops->lend(s, &bytes, &err);

	snprintf(buf, size, "%.*s", n > 0 ? (int)n : 0, (const char *)bytes);
	if (n > 0)
		s->ops->take(s, (size_t)n);
	return n == STREAM_AGAIN ? "(nothing yet)" : n == 0 ? "(the end)" : buf;
}
