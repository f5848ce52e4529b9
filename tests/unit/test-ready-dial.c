/* SPDX-License-Identifier: MIT */
/* Ends that open at once: when they are opened, again and again, and what
 * becomes of a failure. */
#include "net/dial/ready-dial.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "actor.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "tap.h"

#define MS (CLOCK_SECOND / 1000)

/* What the opening does, one letter for each call: l: later, f: fails, t: fails
 * for now, s: a stream, o: a socket. The last one goes on. */
struct story {
	const char *at;
	int calls;
	struct actor actor;
};

static int open_end(void *context, struct connection *out, struct error *err)
{
	struct story *s = context;
	char letter = s->at[0];

	s->calls++;
	if (s->at[1])
		s->at++;
	if (letter == 'o')
		out->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (letter == 's')
		out->stream = &s->actor.stream;
	if (letter == 'o' || letter == 's')
		return 0;
	error_set(err, FAULT_IO, "not open: %c", letter);
	err->is_transient = letter == 't';
	return letter == 'l' ? READY_LATER : -1;
}

static int run(struct story *s, int64_t limit, int64_t retries,
    struct connection *out, struct error *err)
{
	const struct retry_opts retry = {
		.connect_timeout_us = limit,
		.deadline = CLOCK_NEVER,
		.retries = retries,
		.retry_for_us = CLOCK_NEVER,
		.retry_delay_us = MS,
	};

	actor_init(&s->actor);
	return dial_run(ready_dial("an:end", open_end, s, &retry), out, err);
}

static void test_results(void)
{
	struct story s = { .at = "s" };
	struct connection c;
	struct error err = ERROR_NONE;
	char text[ADDRESS_TEXT];

	ok(run(&s, CLOCK_SECOND, 0, &c, &err) == 0, "a stream is a connection");
	ok(connection_is_open(&c) && c.fd < 0, "without a socket");
	ok(connection_stream(&c, NULL) == &s.actor.stream, "it is the one");
	is_text(address_text(text, &c.remote), "an:end", "its name");
	is_int(s.calls, 1, "it was opened once");
	connection_close(&c);
	ok(s.actor.is_closed, "it is closed with the connection");
	actor_free(&s.actor);

	s = (struct story){ .at = "o" };
	ok(run(&s, CLOCK_SECOND, 0, &c, &err) == 0 && c.fd >= 0, "a socket");
	is_int(address_family(&c.remote), AF_UNSPEC, "has no name");
	is_int(c.remote.len, 0, "but the address that it has");
	connection_close(&c);
	actor_free(&s.actor);
}

static void test_failures(void)
{
	struct story s = { .at = "f" };
	struct connection c;
	struct error err = ERROR_NONE;

	ok(run(&s, CLOCK_SECOND, 5, &c, &err) < 0, "a failure is one");
	is_text(err.text, "not open: f", "with its cause");
	is_int(s.calls, 1, "one that stays is not tried again");
	ok(!connection_is_open(&c), "nothing is open");
	actor_free(&s.actor);

	s = (struct story){ .at = "tts" };
	ok(run(&s, CLOCK_SECOND, 5, &c, &err) == 0, "one for now passes");
	is_int(s.calls, 3, "it is tried again");
	connection_close(&c);
	actor_free(&s.actor);
}

static void test_waiting(void)
{
	struct story s = { .at = "llls" };
	struct connection c;
	struct error err = ERROR_NONE;

	ok(run(&s, 20 * CLOCK_SECOND, 0, &c, &err) == 0, "it becomes ready");
	is_int(s.calls, 4, "it was asked until then");
	connection_close(&c);
	actor_free(&s.actor);

	int64_t before = clock_now();
	s = (struct story){ .at = "l" };
	ok(run(&s, 70 * MS, 0, &c, &err) < 0, "it does not become ready");
	is_text(err.text, "not open: l", "it says what it waited for");
	ok(clock_now() - before >= 70 * MS, "it waits as long as it may");
	ok(s.calls >= 2 && s.calls <= 8, "with pauses (%d calls)", s.calls);
	actor_free(&s.actor);
}

static void test_description(void)
{
	struct story s = { .at = "l" };
	const struct retry_opts retry = {
		.connect_timeout_us = CLOCK_SECOND,
		.deadline = CLOCK_NEVER,
		.retry_for_us = CLOCK_NEVER,
	};
	struct dial *d = ready_dial("an:end", open_end, &s, &retry);
	struct waiting w = { 0 };
	struct connection c;
	struct error err = ERROR_NONE;
	char text[200];

	dial_prepare(d, &w);
	is_int(dial_service(d, &w, &err), DIAL_GOES_ON, "it waits");
	dial_describe(d, text, sizeof(text));
	is_text(text, "connecting to an:end: try 1, not open: l",
	    "it says for what");
	ok(dial_prepare(d, &w) > clock_now(), "it is not asked all the time");
	is_int(w.count, 0, "no descriptor is waited for");
	dial_service(d, &w, &err);
	is_int(s.calls, 1, "nor before the time has come");
	is_int(dial_end(d, &c), -1, "it can be given up");
	waiting_free(&w);
}

int main(void)
{
	test_results();
	test_failures();
	test_waiting();
	test_description();
	return plan();
}
