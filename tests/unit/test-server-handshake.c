/* SPDX-License-Identifier: MIT */
/* What a client of a server does before its conversation. */
#include "base/clock.h"
#include "server-bench.h"
#include "tap.h"

/* The actor is both the stream below and that of the handshake. */
static struct stream *same(void *context, struct stream *below,
    const struct tap_connection *connection, struct error *err)
{
	(void)context;
	(void)connection;
	(void)err;
	return below;
}

static const struct server_bench with_handshake = {
	.handshakes = {
		.secure = same,
		.timeout_us = CLOCK_SECOND / 50,
	},
};

static void test_handshakes(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin_with(&b, 1, &with_handshake);
	bytes_add_text(&b.far[0].says, "answer");
	server_bench_end_both(&b, 0);
	server_bench_take(&b, 0);
	is_int(b.made, 0, "nothing is begun before hands are shaken");
	server_bench_run(&b);
	is_int(b.made, 1, "and all after");
	is_text(actor_heard(&b.near[0]), "answer", "the output has all");
	is_int(server_result(b.server, 0, &err), 0, "all went well");
	server_bench_end(&b);
}

static void test_handshake_of_one_of_many(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin_with(&b, 0, &with_handshake);
	b.far[0].refuses_hands = b.far[0].ends = true;
	b.far[1].is_shaking_hands = b.far[1].ends = true;
	bytes_add_text(&b.near[2].says, "x");
	server_bench_end_both(&b, 2);
	server_bench_take(&b, 0);
	server_bench_take(&b, 1);
	b.made = 2;
	server_bench_take(&b, 2);
	server_bench_run(&b);
	is_text(actor_heard(&b.far[2]), "x",
	    "those that fail, or say nothing, hold nobody up");
	is_int(b.made, 3, "and have no end here");
	is_int(server_result(b.server, 0, &err), 0, "nor is that of the run");
	ok(b.far[0].is_closed && b.far[1].is_closed, "they are closed");
	ok(b.far[0].was_told, "in order");
	server_bench_end(&b);
}

static void test_handshake_that_fails_here(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin_with(&b, 0, &with_handshake);
	b.far[0].cannot_shake_hands = b.far[0].ends = true;
	server_bench_take(&b, 0);
	server_bench_run(&b);
	is_int(server_result(b.server, 0, &err), -1,
	    "a handshake that fails by this host counts");
	has_text(err.text,
	    "connection to peer: the TLS handshake failed: no memory",
	    "with its words");
	server_bench_end(&b);
}

static void test_handshake_of_the_only_one(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin_with(&b, 1, &with_handshake);
	b.far[0].refuses_hands = b.far[0].ends = true;
	server_bench_take(&b, 0);
	server_bench_run(&b);
	is_int(server_result(b.server, 0, &err), -1, "one that fails is told");
	is_int(err.kind, FAULT_TLS, "by its kind");
	is_text(err.text,
	    "connection to peer: the TLS handshake failed: wrong certificate",
	    "and with its words");
	server_bench_end(&b);
	server_bench_begin_with(&b, 1, &with_handshake);
	b.far[0].is_shaking_hands = true;
	server_bench_take(&b, 0);
	server_bench_run(&b);
	is_int(server_result(b.server, 0, &err), -1, "one without an end, too");
	is_int(err.kind, FAULT_TIMEOUT, "by its kind");
	is_text(err.text,
	    "connection to peer timed out after 20 ms: the TLS handshake had "
	    "not ended",
	    "and with its words");
	server_bench_end(&b);
}

static void test_handshakes_are_cut_off(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;
	struct server_bench patient = with_handshake;

	patient.handshakes.timeout_us = CLOCK_NEVER;
	server_bench_begin_with(&b, 0, &patient);
	b.far[0].is_shaking_hands = true;
	server_bench_take(&b, 0);
	server_drain(b.server, clock_after(CLOCK_SECOND / 50));
	server_bench_run(&b);
	is_int(
	    server_result(b.server, 0, &err), -1, "a handshake is waited for");
	ok(b.far[0].is_closed, "until the end of a drain");
	server_bench_end(&b);
}

static const struct server_bench with_header = {
	.handshakes = {
		.take_header = true,
		.secure = same,
		.timeout_us = CLOCK_SECOND / 50,
	},
};

static void test_header(void)
{
	struct server_bench b;
	struct error err = ERROR_NONE;

	server_bench_begin_with(&b, 1, &with_header);
	bytes_add_text(
	    &b.far[0].says, "PROXY TCP6 2001:db8::1 2001:db8::2 1 2\r\nhello");
	server_bench_end_both(&b, 0);
	server_bench_take(&b, 0);
	server_bench_run(&b);
	is_text(b.remote, "[2001:db8::1]:1", "a proxy says who the client is");
	is_text(
	    actor_heard(&b.near[0]), "hello", "what follows is the client's");
	is_int(server_result(b.server, 0, &err), 0, "all went well");
	server_bench_end(&b);
	server_bench_begin_with(&b, 1, &with_header);
	bytes_add_text(&b.far[0].says, "GET / HTTP/1.1\r\n\r\n");
	b.far[0].ends = true;
	server_bench_take(&b, 0);
	server_bench_run(&b);
	is_int(server_result(b.server, 0, &err), -1, "one without is refused");
	is_int(err.kind, FAULT_PROXY, "for that reason");
	is_text(err.text,
	    "connection to peer: the client sent no PROXY header, but "
	    "'GET / HTTP/1.1\\x0d\\n\\x0d\\n'",
	    "and what it has said is shown");
	is_int(b.made, 0, "but to nobody else");
	server_bench_end(&b);
}

static void test_denied_by_header(void)
{
	struct server_bench b, wanted = with_header;
	struct error err = ERROR_NONE;
	struct cidr range;
	const struct cidr_list deny = { &range, 1 };

	ok(cidr_parse("192.0.2.0/24", &range), "a range");
	wanted.deny = &deny;
	server_bench_begin_with(&b, 1, &wanted);
	bytes_add_text(
	    &b.far[0].says, "PROXY TCP4 192.0.2.7 198.51.100.1 1 2\r\nhello");
	server_bench_take(&b, 0);
	server_bench_run(&b);
	is_int(b.made, 0, "the address of the header is that which is denied");
	ok(!server_has_served(b.server), "and such a client is not counted");
	is_int(server_result(b.server, 0, &err), 0, "nor is it a failure");
	ok(b.far[0].is_closed, "it is let go");
	server_bench_end(&b);
}

int main(void)
{
	test_handshakes();
	test_handshake_of_one_of_many();
	test_handshake_that_fails_here();
	test_handshake_of_the_only_one();
	test_handshakes_are_cut_off();
	test_header();
	test_denied_by_header();
	return plan();
}
