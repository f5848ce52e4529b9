/* SPDX-License-Identifier: MIT */
/* Dialling: rounds, pauses and their limits. */
#include "net/dial/dial.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "net/dial/tcp-dial.h"
#include "tap.h"

#define MS (CLOCK_SECOND / 1000)
#define LONG (10 * CLOCK_SECOND)

/* A kind of dial whose rounds end as a script says. */

struct scripted {
	struct dial dial;
	const char *script;
};

static int open_rounds; /* begun, and not ended */

static const struct outcome {
	char letter;
	enum fault kind;
	bool is_transient;
} outcomes[] = {
	{ 'r', FAULT_REFUSED, false },
	{ 'u', FAULT_UNREACHABLE, false },
	{ 't', FAULT_TIMEOUT, false },
	{ 'n', FAULT_RESOLVE, false },
	{ 'a', FAULT_RESOLVE, true },
	{ 'b', FAULT_BIND, false },
};

static int script_begin(struct dial *d)
{
	struct scripted *s = (struct scripted *)d;

	open_rounds++;
	if (*s->script != '!')
		return 0;
	s->script++;
	return error_set(&d->cause, FAULT_IO, "no socket");
}

static int64_t script_prepare(struct dial *d, struct waiting *w)
{
	(void)w;
	return d->deadline;
}

static enum dial_state script_service(struct dial *d, const struct waiting *w)
{
	struct scripted *s = (struct scripted *)d;
	const struct outcome *o = outcomes;
	char letter = *s->script++;

	(void)w;
	if (letter == '.')
		return DIAL_GOES_ON;
	d->connection.fd = letter == 'c' ? 99 : -1;
	if (letter == 'c')
		return DIAL_CONNECTED;
	while (o->letter != letter)
		o++;
	error_set(&d->cause, o->kind, "no luck");
	d->cause.is_transient = o->is_transient;
	return DIAL_FAILED;
}

static void script_end(struct dial *d)
{
	(void)d;
	open_rounds--;
}

static void script_describe(const struct dial *d, char *buf, size_t size)
{
	(void)d;
	buf[0] = size > 1 ? 'x' : '\0';
	buf[1] = '\0';
}

static const struct dial_ops script_ops = {
	.begin = script_begin,
	.prepare = script_prepare,
	.service = script_service,
	.end = script_end,
	.describe = script_describe,
};

static struct retry_opts make_retry(int64_t retries)
{
	return (struct retry_opts){
		.connect_timeout_us = LONG,
		.deadline = CLOCK_NEVER,
		.retries = retries,
		.retry_for_us = CLOCK_NEVER,
		.retry_delay_us = 50 * MS,
	};
}

static struct scripted *begin_script(const char *script, int64_t retries)
{
	struct scripted *s = xmalloc(sizeof(*s));

	*s = (struct scripted){
		.dial = {
			.ops = &script_ops,
			.name = xstrdup("peer"),
			.retry.opts = make_retry(retries),
			.connection.fd = -1,
		},
		.script = script,
	};
	return s;
}

/* A letter for each service; time passes when there is a pause. */
static const struct {
	const char *script;
	int64_t retries, retry_for_us;
	enum dial_state state;
	int rounds;
	enum fault kind;
} rounds[] = {
	{ "c", 0, CLOCK_NEVER, DIAL_CONNECTED, 1, FAULT_NONE },
	{ "..c", 0, CLOCK_NEVER, DIAL_CONNECTED, 1, FAULT_NONE },
	{ "..", 0, CLOCK_NEVER, DIAL_GOES_ON, 1, FAULT_NONE },
	{ "!", 9, CLOCK_NEVER, DIAL_FAILED, 1, FAULT_IO },
	{ "r", 0, CLOCK_NEVER, DIAL_FAILED, 1, FAULT_REFUSED },
	{ "n", 9, CLOCK_NEVER, DIAL_FAILED, 1, FAULT_RESOLVE },
	{ "b", 9, CLOCK_NEVER, DIAL_FAILED, 1, FAULT_BIND },
	{ "r", 9, CLOCK_NEVER, DIAL_GOES_ON, 1, FAULT_NONE },
	{ "rc", 9, CLOCK_NEVER, DIAL_CONNECTED, 2, FAULT_NONE },
	{ "rut.a.c", 9, CLOCK_NEVER, DIAL_CONNECTED, 5, FAULT_NONE },
	{ "rrr", 2, CLOCK_NEVER, DIAL_FAILED, 3, FAULT_REFUSED },
	{ "rrb", 9, CLOCK_NEVER, DIAL_FAILED, 3, FAULT_BIND },
	{ "r", RETRY_FOREVER, 0, DIAL_FAILED, 1, FAULT_REFUSED },
	{ "t", RETRY_FOREVER, 40 * MS, DIAL_FAILED, 1, FAULT_TIMEOUT },
	{ "t", RETRY_FOREVER, LONG, DIAL_GOES_ON, 1, FAULT_NONE },
};

static void test_rounds(void)
{
	for (size_t i = 0; i < sizeof(rounds) / sizeof(rounds[0]); i++) {
		const char *script = rounds[i].script;
		struct scripted *s = begin_script(script, rounds[i].retries);
		struct dial *d = &s->dial;
		enum dial_state state = DIAL_GOES_ON;
		struct error err = ERROR_NONE;
		struct connection c;

		d->retry.opts.retry_for_us = rounds[i].retry_for_us;
		is_int(dial_prepare(d, NULL), 0, "it begins at once");
		while (state == DIAL_GOES_ON && *s->script) {
			d->next_round = 0;
			state = dial_service(d, NULL, &err);
		}
		is_text(s->script, "", "%s: no more is tried", script);
		is_int(state, rounds[i].state, "%s: so it ends", script);
		is_int(d->retry.rounds, rounds[i].rounds,
		    "%s: after so many rounds", script);
		is_int(err.kind, rounds[i].kind, "%s: of that kind", script);
		is_int(open_rounds, d->is_in_round, "%s: rounds are ended",
		    script);
		is_int(dial_end(d, &c), state == DIAL_CONNECTED ? 0 : -1,
		    "%s: with a connection or not", script);
		is_int(c.fd, state == DIAL_CONNECTED ? 99 : -1,
		    "%s: which is that one", script);
	}
}

static void test_pauses(void)
{
	static const int pauses_ms[] = { 50, 100, 200, 400, 800, 1600, 2000,
		2000 };
	struct scripted *s = begin_script("rrrrrrrr", RETRY_FOREVER);
	struct dial *d = &s->dial;
	struct connection c;
	struct error err;
	char text[99];

	for (int i = 0; i < 8; i++) {
		int64_t pause = pauses_ms[i] * MS, before = clock_now();
		const char *script = s->script + 1;
		d->next_round = 0;
		dial_service(d, NULL, &err);
		int64_t next = dial_prepare(d, NULL);
		ok(next >= before + pause && next <= clock_now() + pause,
		    "pause %d is %d ms", i + 1, pauses_ms[i]);
		d->next_round = clock_after(LONG);
		dial_service(d, NULL, &err);
		is_text(s->script, script, "in which nothing is tried");
	}
	dial_describe(d, text, sizeof(text));
	has_text(text, "no luck; try 9 in ", "a pause is told with its cause");
	dial_end(d, &c);
}

static void test_limits_of_rounds(void)
{
	struct scripted *s = begin_script("r.", RETRY_FOREVER);
	struct dial *d = &s->dial;
	int64_t before = clock_now();
	struct connection c;
	struct error err;

	d->retry.opts.retry_for_us = LONG / 2;
	dial_service(d, NULL, &err);
	ok(d->deadline >= before + LONG, "the first round has its full time");
	d->next_round = 0;
	dial_service(d, NULL, &err);
	ok(d->deadline <= clock_after(LONG / 2), "others have what is left");
	dial_end(d, &c);
	is_int(open_rounds, 0, "a round that goes on is ended");
}

/* The backlog is full, so that there is no answer at once; the kernel makes the
 * connection before the dial is served again. */
static void test_giving_up(void)
{
	static const struct sockopts no_options = SOCKOPTS_DEFAULT;
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in where = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct inet_dial_opts opts = {
		.host = "127.0.0.1",
		.sockopts = &no_options,
		.retry = {
			.connect_timeout_us = LONG,
			.deadline = CLOCK_NEVER,
			.retry_for_us = CLOCK_NEVER,
		},
	};
	socklen_t len = sizeof(where);
	struct connection c;
	struct error err;
	char port[8], byte;

	bind(listener, (struct sockaddr *)&where, len);
	listen(listener, 0);
	getsockname(listener, (struct sockaddr *)&where, &len);
	snprintf(port, sizeof(port), "%d", ntohs(where.sin_port));
	opts.port = port;
	int first = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	connect(first, (struct sockaddr *)&where, len);
	struct dial *d = tcp_dial(&opts);
	is_int(dial_service(d, NULL, &err), DIAL_GOES_ON, "a dial goes on");
	close(accept(listener, NULL, NULL));
	int client = accept(listener, NULL, NULL);
	dial_give_up(d);
	is_int(dial_end(d, &c), -1, "and is given up");
	is_int(recv(client, &byte, 1, 0), -1, "the peer sees no clean end");
	is_int(errno, ECONNRESET, "but a reset");
	close(client);
	close(first);
	close(listener);
}

int main(void)
{
	test_giving_up();
	test_rounds();
	test_pauses();
	test_limits_of_rounds();
	return plan();
}
