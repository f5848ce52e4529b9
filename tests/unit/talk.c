/* SPDX-License-Identifier: MIT */
/* Conversations between ends that open at once. */
#include "talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/command-words.h"
#include "base/clock.h"
#include "relay/pool.h"
#include "relay/session.h"
#include "tap.h"
#include "work/ends/fd-end.h"
#include "work/ends/file-end.h"
#include "work/ends/inner-end.h"
#include "work/ends/program-end.h"
#include "work/ends/terminal-end.h"

const struct retry_opts talk_no_retry = {
	.connect_timeout_us = CLOCK_SECOND / 10,
	.deadline = CLOCK_NEVER,
	.retry_for_us = CLOCK_NEVER,
};

/* Addresses, without their table */

static struct ready_end *make_file(const char *text, enum end_side side)
{
	struct error err = ERROR_NONE;
	struct file_spec spec;

	if (strncmp(text, "fifo:", 5) == 0)
		return file_spec_parse_fifo(text + 5, &spec, &err) < 0
		           ? NULL
		           : file_end_fifo(&spec, side);
	return file_spec_parse(text + 5, &spec, &err) < 0
	           ? NULL
	           : file_end(&spec, side);
}

static struct ready_end *make_terminal(const char *text)
{
	struct error err = ERROR_NONE;
	struct tty_spec spec;

	if (strncmp(text, "pty:", 4) == 0)
		return tty_spec_parse_pty(text + 4, &spec, &err) < 0
		           ? NULL
		           : terminal_end_pty(&spec);
	return tty_spec_parse(text + 4, &spec, &err) < 0 ? NULL
	                                                 : terminal_end(&spec);
}

struct ready_end *talk_make(
    const char *text, enum end_side side, struct error *err)
{
	switch (text[0]) {
	case 'f':
		return text[1] == 'd' ? fd_end(atoi(text + 3), err)
		                      : make_file(text, side);
	case 'e':
		return text[1] == 'c'
		           ? inner_end_echo()
		           : program_end(
				 command_words(text + 5, err), false, err);
	case 's':
		return program_end_shell(text + 3, false, err);
	case 'd':
		return inner_end_discard();
	default:
		return make_terminal(text);
	}
}

int talk_open(struct ready_end *e, const char *name, struct connection *out,
    struct error *err)
{
	*out = (struct connection){ .fd = -1 };
	return dial_run(ready_end_dial(e, name, &talk_no_retry), out, err);
}

/* Conversations */

/* Runs the session until it ends, or for as long as may be. */
int talk_run(struct talk *t, int64_t most)
{
	struct pool pool = { 0 };
	struct loop loop = { 0 };
	struct session s;
	struct session_rules rules = {
		.idle_timeout_us = most,
		.linger_us = CLOCK_NEVER,
		.timeout_us = CLOCK_NEVER,
		.deadline = CLOCK_NEVER,
		.enough_at = CLOCK_NEVER,
		.pool = &pool,
	};
	struct session_end far = { .stream = connection_stream(&t->far, NULL) };
	struct session_end near = {
		.stream = connection_stream(&t->near, NULL),
	};

	session_init(&s, &rules, &near, &far);
	loop_add(&loop, &s.pollable);
	loop_run(&loop, &t->err);
	int result = session_result(&s, "it", &t->err);
	loop_remove(&s.pollable);
	session_free(&s);
	loop_close(&loop);
	pool_free(&pool);
	child_end_by(&t->far.child, clock_after(20 * CLOCK_SECOND));
	child_end_by(&t->near.child, clock_after(20 * CLOCK_SECOND));
	return result;
}

/* Opens both, and has them talk. Returns the message, or "" for success. */
const char *talk_converse(
    struct talk *t, const char *left, const char *right, int64_t most)
{
	t->err = (struct error)ERROR_NONE;
	if (talk_open(t->left, left, &t->far, &t->err) < 0)
		return t->err.text;
	if (talk_open(t->right, right, &t->near, &t->err) < 0) {
		connection_close(&t->far);
		return t->err.text;
	}
	return talk_run(t, most) < 0 ? t->err.text : "";
}

void talk_start(struct talk *t, const char *left, const char *right)
{
	*t = (struct talk){ .err = ERROR_NONE };
	t->left = talk_make(left, END_LEFT, &t->err);
	t->right = talk_make(right, END_RIGHT, &t->err);
	ok(t->left && t->right, "%s and %s", left, right);
}

void talk_stop(struct talk *t)
{
	ready_end_close(t->left);
	ready_end_close(t->right);
}

void talk_check(const char *left, const char *right, const char *message)
{
	struct talk t;

	talk_start(&t, left, right);
	is_text(talk_converse(&t, left, right, 20 * CLOCK_SECOND), message,
	    "how that ends");
	talk_stop(&t);
}

/* Files of the test, in its directory */

void talk_put(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	fputs(text, f);
	fclose(f);
}

const char *talk_get(const char *name)
{
	static char text[128];
	FILE *f = fopen(name, "r");
	size_t len = f ? fread(text, 1, sizeof(text) - 1, f) : 0;

	text[len] = '\0';
	if (f)
		fclose(f);
	return f ? text : "(none)";
}
