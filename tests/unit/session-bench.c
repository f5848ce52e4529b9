/* SPDX-License-Identifier: MIT */
/* A session between two actors. */
#include "session-bench.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "moved-clock.h"

#define SECOND ((int64_t)CLOCK_SECOND)

static int64_t limit(int64_t seconds)
{
	return seconds ? seconds * SECOND : CLOCK_NEVER;
}

static int64_t deadline(int64_t seconds)
{
	return seconds ? clock_after(seconds * SECOND) : CLOCK_NEVER;
}

/* As the loop does. */
static void turn(struct session_bench *b)
{
	struct session *s = &b->session;
	struct waiting w = { 0 };

	s->pollable.ops->prepare(&s->pollable, &w);
	if (b->trouble[NEAR] && s->ends[NEAR].out < w.count)
		w.fds[s->ends[NEAR].out].revents = b->trouble[NEAR];
	if (s->rules->is_wire && s->ends[NEAR].in < w.count)
		w.fds[s->ends[NEAR].in].revents = b->trouble[NEAR];
	if (s->ends[FAR].in < w.count)
		w.fds[s->ends[FAR].in].revents =
		    b->trouble[FAR]                     ? b->trouble[FAR]
		    : stream_is_pending(&b->far.stream) ? POLLIN
							: (short)0;
	b->is_over = !s->pollable.ops->service(&s->pollable, &w);
	waiting_free(&w);
	b->trouble[NEAR] = b->trouble[FAR] = 0;
}

static void carry_as(struct stream *s, const struct stream *other)
{
	if (!other)
		return;
	s->carries_messages = other->carries_messages;
	s->carries_datagrams = other->carries_datagrams;
}

void session_bench_begin(struct session_bench *b, struct session_end near,
    struct session_end far, struct session_rules rules)
{
	*b = (struct session_bench){ .rules = rules };
	b->rules.pool = &b->pool;
	b->rules.idle_timeout_us = limit(rules.idle_timeout_us);
	b->rules.line_interval_us = rules.line_interval_us * SECOND;
	b->rules.linger_us = limit(rules.linger_us);
	b->rules.rest_us = rules.rest_us * SECOND;
	b->rules.deadline = deadline(rules.deadline);
	b->rules.enough_at = deadline(rules.enough_at);
	actor_init(&b->near);
	actor_init(&b->far);
	carry_as(&b->near.stream, near.stream);
	carry_as(&b->far.stream, far.stream);
	/* A stream with two descriptors, neither of them open. */
	if (!rules.is_wire)
		b->near.stream.write_fd = -2;
	if (!near.stream || !near.stream->ops)
		near.stream = &b->near.stream;
	far.stream = &b->far.stream;
	session_init(&b->session, &b->rules, &near, &far);
}

static void happen_to(
    struct session_bench *b, struct actor *a, const char *what)
{
	enum session_side side = a == &b->near ? NEAR : FAR;

	switch (what[0]) {
	case ':':
		bytes_add_text(&a->says, what + 1);
		break;
	case '.':
		a->ends = true;
		break;
	case '!':
		a->fails = true;
		break;
	case '/':
		a->write_fails = true;
		break;
	case 'r':
		b->trouble[NEAR] = POLLERR;
		break;
	case 'l':
		a->is_lost = true;
		b->trouble[side] = POLLHUP;
		break;
	case 'g':
		b->trouble[side] = POLLHUP;
		break;
	case 'e':
		b->trouble[side] = POLLERR;
		break;
	}
}

static void happen(struct session_bench *b, const char *word)
{
	bool is_done = word[0] && word[1] == '+';

	if (word[0] == 'n')
		happen_to(b, &b->near, word + 1);
	else if (word[0] == 'f')
		happen_to(b, &b->far, word + 1);
	else if (word[0] == 'N')
		b->near.takes_nothing = !is_done;
	else if (word[0] == 'F')
		b->far.takes_nothing = !is_done;
	else if (word[0] == 'u' || word[0] == 'c')
		b->far.has_confirmed = word[0] == 'c';
	else if (word[0] == 'U' || word[0] == 'C')
		b->near.has_confirmed = word[0] == 'C';
	else if (word[0] == '+')
		moved_clock_by((word[1] - '0') * SECOND);
}

/* Several turns after each event: nothing waits for the next one. */
void session_bench_run(struct session_bench *b, const char *events)
{
	char words[100], *word, *rest = words;

	snprintf(words, sizeof(words), "%s", events);
	while ((word = strsep(&rest, " "))) {
		happen(b, word);
		for (int i = b->is_brisk ? 3 : 0; i < 4 && !b->is_over; i++)
			turn(b);
	}
}

void session_bench_end(struct session_bench *b)
{
	session_free(&b->session);
	pool_free(&b->pool);
	actor_free(&b->near);
	actor_free(&b->far);
}
