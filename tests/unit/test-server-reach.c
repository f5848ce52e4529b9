/* SPDX-License-Identifier: MIT */
/* The clients of a relay: the target of each is dialled, and what comes of it.
 */
#include <stdio.h>
#include <string.h>

#include "actor.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "net/dial/dial.h"
#include "relay/pool.h"
#include "relay/server.h"
#include "tap.h"

#define MOST 3

/* What becomes of the dial of each client. */
enum manner { CONNECTS, IS_REFUSED, IS_SILENT, CANNOT_BE_MADE };

struct bench {
	struct tap tap;
	struct loop loop;
	struct pool pool;
	struct server *server;
	struct actor client[MOST], target[MOST];
	enum manner manner[MOST];
	int made, endings, released;
	enum proxy_server_kind asks;
	struct proxy_server_request asked; /* by the last client */
	char warning[512];
};

/* The dial of a target that is an actor */

struct fake_dial {
	struct dial dial;
	struct bench *bench;
	int i;
};

static int64_t fake_prepare(struct dial *d, struct waiting *w)
{
	(void)w;
	return d->deadline;
}

static enum dial_state fake_service(struct dial *d, const struct waiting *w)
{
	struct fake_dial *f = (struct fake_dial *)d;

	(void)w;
	if (f->bench->manner[f->i] == IS_SILENT)
		return DIAL_GOES_ON;
	if (f->bench->manner[f->i] == IS_REFUSED)
		return error_set(&d->cause, FAULT_REFUSED,
		    "cannot connect to x: connection refused");
	d->connection.stream = &f->bench->target[f->i].stream;
	return DIAL_CONNECTED;
}

static void fake_end(struct dial *d)
{
	(void)d;
}

static void fake_release(struct dial *d)
{
	((struct fake_dial *)d)->bench->released++;
}

static const struct dial_ops fake_ops = {
	.prepare = fake_prepare,
	.service = fake_service,
	.end = fake_end,
	.release = fake_release,
};

static struct dial *reach(
    void *context, const struct arrival *a, struct error *err)
{
	const struct retry_opts once = {
		.connect_timeout_us = CLOCK_SECOND,
		.deadline = CLOCK_NEVER,
		.retry_for_us = CLOCK_NEVER,
	};
	struct bench *b = context;
	struct fake_dial *f;

	is_int(a->number, ++b->made, "clients are numbered");
	ok(a->request || a->far == &b->client[a->number - 1].stream,
	    "and shown");
	if (a->request)
		b->asked = *a->request;
	if (b->manner[a->number - 1] == CANNOT_BE_MADE) {
		error_set(err, FAULT_USAGE, "no such target");
		return NULL;
	}
	f = xmalloc(sizeof(*f));
	*f = (struct fake_dial){
		.dial = dial_make(&fake_ops, xstrdup("x"), &once),
		.bench = b,
		.i = a->number - 1,
	};
	return &f->dial;
}

/* The bench */

static bool wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_WARNING;
}

static void told(struct tap *tap, const struct tap_event *event)
{
	struct bench *b = (struct bench *)tap;

	snprintf(b->warning, sizeof(b->warning), "%s", event->error->text);
}

static const struct tap_ops tap_ops = { .wants = wants, .event = told };

static void ended(void *context)
{
	((struct bench *)context)->endings++;
}

static const struct proxy_users nobody;

static void begin(struct bench *b, uint64_t max_accepted)
{
	const struct server_opts opts = {
		.dialled = "client",
		.max_clients = MOST,
		.max_accepted = max_accepted,
		.rules = {
			.is_wire = true,
			.idle_timeout_us = CLOCK_NEVER,
			.linger_us = CLOCK_NEVER,
			.deadline = CLOCK_NEVER,
			.enough_at = CLOCK_NEVER,
			.pool = &b->pool,
			.tap = &b->tap,
		},
		.handshakes = {
			.asks = b->asks,
			.users = &nobody,
			.timeout_us = CLOCK_SECOND,
		},
		.for_us = CLOCK_NEVER,
		.arrival_us = CLOCK_NEVER,
		.reach = reach,
		.ended = ended,
		.context = b,
	};

	b->tap.ops = &tap_ops;
	for (int i = 0; i < MOST; i++) {
		actor_init(&b->client[i]);
		actor_init(&b->target[i]);
		b->client[i].ends = b->target[i].ends = true;
	}
	b->server = server_new(&opts, &b->loop);
}

static void take(struct bench *b, int i)
{
	const struct address nowhere = { 0 };

	server_take(b->server, &b->client[i].stream, &nowhere);
}

static void run(struct bench *b)
{
	struct error err = ERROR_NONE;

	is_int(loop_run(&b->loop, &err), 0, "the loop ends");
	is_int(b->endings, 1, "the end of the server is told once");
	is_int(b->released + (b->manner[0] == CANNOT_BE_MADE), b->made,
	    "no dial is left");
}

static void finish(struct bench *b)
{
	server_free(b->server);
	loop_close(&b->loop);
	pool_free(&b->pool);
	for (int i = 0; i < MOST; i++) {
		actor_free(&b->client[i]);
		actor_free(&b->target[i]);
	}
}

static void test_conversation(void)
{
	struct bench b = { 0 };
	struct error err = ERROR_NONE;

	begin(&b, 1);
	bytes_add_text(&b.client[0].says, "question");
	bytes_add_text(&b.target[0].says, "answer");
	take(&b, 0);
	run(&b);
	is_text(actor_heard(&b.target[0]), "question", "the target has all");
	is_text(actor_heard(&b.client[0]), "answer", "so has the client");
	ok(!b.client[0].was_reset && !b.target[0].was_reset, "none is reset");
	ok(b.client[0].is_closed && b.target[0].is_closed, "both are closed");
	is_int(server_result(b.server, 0, &err), 0, "all went well");
	finish(&b);
}

static void test_refusal(void)
{
	struct bench b = { .manner = { IS_REFUSED, CONNECTS } };
	struct error err = ERROR_NONE;

	begin(&b, 0);
	bytes_add_text(&b.client[1].says, "x");
	take(&b, 0);
	take(&b, 1);
	run(&b);
	ok(b.client[0].was_reset && b.client[0].is_closed,
	    "a client whose target refuses is reset");
	is_text(b.warning,
	    "connection to client: cannot connect to x: connection refused",
	    "and that is told");
	is_text(actor_heard(&b.target[1]), "x", "others are served");
	is_int(server_result(b.server, 0, &err), 0, "it is no failure of all");
	finish(&b);
}

static void test_refusal_of_the_only_one(void)
{
	struct bench b = { .manner = { IS_REFUSED } };
	struct error err = ERROR_NONE;

	begin(&b, 1);
	take(&b, 0);
	run(&b);
	is_int(server_result(b.server, 0, &err), -1,
	    "the refusal of the only one is that of the run");
	is_int(err.kind, FAULT_REFUSED, "of its kind");
	finish(&b);
}

static void test_no_dial(void)
{
	struct bench b = { .manner = { CANNOT_BE_MADE, CONNECTS } };

	begin(&b, 0);
	take(&b, 0);
	take(&b, 1);
	run(&b);
	ok(b.client[0].was_reset, "a client without a dial is reset, too");
	has_text(b.warning, ": no such target", "and told why");
	ok(!b.client[1].was_reset, "but no other one");
	finish(&b);
}

static void test_silence(void)
{
	struct bench b = { .manner = { IS_SILENT, CONNECTS } };
	struct error err = ERROR_NONE;

	begin(&b, 0);
	bytes_add_text(&b.client[1].says, "x");
	take(&b, 0);
	take(&b, 1);
	server_drain(b.server, clock_after(CLOCK_SECOND / 50));
	run(&b);
	is_text(actor_heard(&b.target[1]), "x",
	    "a silent target holds up no other client");
	ok(b.client[0].was_reset && b.client[0].is_closed,
	    "its own client is reset when it is cut off");
	is_int(server_result(b.server, 0, &err), -1, "which is a failure");
	is_text(err.text, "1 connections had not ended in time",
	    "with the number of those");
	finish(&b);
}

/* Clients of a proxy server, who say where to */

/* "a", port 80, and what is for the target. */
#define ASK "\5\1\0\5\1\0\3\1a\0\120early"

/* Whether the client has heard just these bytes. */
static bool has_heard(struct actor *a, const char *bytes, size_t len)
{
	return a->heard.len == len && memcmp(a->heard.at, bytes, len) == 0;
}

static void test_request(void)
{
	static const char answer[] = "\5\0\5\0\0\1\0\0\0\0\0\0answer";
	struct bench b = { .asks = PROXY_SERVER_SOCKS };
	struct error err = ERROR_NONE;

	begin(&b, 1);
	bytes_add(&b.client[0].says, ASK, sizeof(ASK) - 1);
	bytes_add_text(&b.target[0].says, "answer");
	take(&b, 0);
	run(&b);
	is_text(b.asked.host, "a", "the dial knows the host");
	is_int(b.asked.port, 80, "and the port");
	is_text(actor_heard(&b.target[0]), "early",
	    "what came behind the request is for the target");
	ok(has_heard(&b.client[0], answer, sizeof(answer) - 1),
	    "the client is answered before the target speaks");
	ok(!b.client[0].was_reset && !b.target[0].was_reset, "none is reset");
	is_int(server_result(b.server, 0, &err), 0, "all went well");
	finish(&b);
}

static void test_request_that_fails(void)
{
	static const char answer[] = "\5\0\5\5\0\1\0\0\0\0\0\0";
	struct bench b = {
		.asks = PROXY_SERVER_SOCKS,
		.manner = { IS_REFUSED, CONNECTS },
	};
	struct error err = ERROR_NONE;

	begin(&b, 0);
	bytes_add(&b.client[0].says, ASK, sizeof(ASK) - 1);
	bytes_add(&b.client[1].says, ASK, sizeof(ASK) - 1);
	take(&b, 0);
	take(&b, 1);
	run(&b);
	ok(has_heard(&b.client[0], answer, sizeof(answer) - 1),
	    "a client whose target refuses is told");
	ok(!b.client[0].was_reset && b.client[0].was_told &&
		b.client[0].is_closed,
	    "and gets a clean end");
	is_text(b.warning,
	    "connection to client: cannot connect to x: connection refused",
	    "people are told, too");
	is_text(actor_heard(&b.target[1]), "early", "others are served");
	is_int(server_result(b.server, 0, &err), 0, "it is no failure of all");
	finish(&b);
}

static void test_bad_request(void)
{
	static const char answer[] = "\5\0\5\7\0\1\0\0\0\0\0\0";
	struct bench b = { .asks = PROXY_SERVER_SOCKS };
	struct error err = ERROR_NONE;

	begin(&b, 1);
	bytes_add(&b.client[0].says, "\5\1\0\5\2\0\3\1a\0\120", 11);
	take(&b, 0);
	run(&b);
	ok(has_heard(&b.client[0], answer, sizeof(answer) - 1),
	    "what is not served is answered");
	ok(!b.client[0].was_reset && b.client[0].was_told, "with a clean end");
	is_int(b.made, 0, "nothing is dialled");
	is_int(server_result(b.server, 0, &err), -1, "it is a failure");
	is_text(err.text,
	    "connection to client: the client asks for another command of "
	    "SOCKS than CONNECT",
	    "with its words");
	finish(&b);
}

/* The client does not take the answer. */
static void test_no_answer(void)
{
	struct bench b = { .asks = PROXY_SERVER_HTTP };
	struct error err = ERROR_NONE;

	begin(&b, 1);
	bytes_add_text(&b.client[0].says, "CONNECT a:80 HTTP/1.0\r\n\r\n");
	b.client[0].write_fails = true;
	take(&b, 0);
	run(&b);
	is_int(b.made, 1, "the target is dialled");
	ok(b.target[0].is_closed, "its connection is closed");
	ok(b.client[0].is_closed, "and that of the client");
	is_int(server_result(b.server, 0, &err), -1, "it is a failure");
	has_text(err.text, "connection to client: the client cannot write",
	    "with its words");
	finish(&b);
}

int main(void)
{
	test_conversation();
	test_refusal();
	test_refusal_of_the_only_one();
	test_no_dial();
	test_silence();
	test_request();
	test_request_that_fails();
	test_bad_request();
	test_no_answer();
	return plan();
}
