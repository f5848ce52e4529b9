/* SPDX-License-Identifier: MIT */
/* What observers are told of a session, event by event. */
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "relay/session-private.h"
#include "session-bench.h"
#include "tap.h"
#include "tap/tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Writes each event as a word: "first", or "ours/held-back/3". */
struct recorder {
	struct tap tap;
	char told[200];
	struct tap_sample sample; /* the last */
	struct tap_urgent urgent; /* the last */
	int samples, reports, urgent_bytes;
};

static bool recorder_wants(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_FIRST_BYTE || kind == TAP_PEER_ENDED ||
	       kind == TAP_INPUT_ENDED || kind == TAP_SAMPLE ||
	       kind == TAP_PROGRESS || kind == TAP_URGENT;
}

static void write_word(struct recorder *r, const struct tap_event *e)
{
	static const char *const sequels[] = {
		[TAP_SENDING_ON] = "sending-on",
		[TAP_NOTHING_LEFT] = "nothing-left",
		[TAP_HELD_BACK] = "held-back",
		[TAP_RECEIVING_ON] = "receiving-on",
		[TAP_SHUT] = "shut",
		[TAP_SHUT_RECEIVING] = "shut-receiving",
	};
	size_t len = strlen(r->told);

	if (len > 0)
		r->told[len++] = ' ';
	if (e->kind == TAP_FIRST_BYTE)
		snprintf(r->told + len, sizeof(r->told) - len, "first");
	else
		snprintf(r->told + len, sizeof(r->told) - len, "%s/%s/%llu",
		    e->kind == TAP_PEER_ENDED ? "peer" : "ours",
		    sequels[e->ended.sequel],
		    (unsigned long long)e->ended.bytes);
}

static void recorder_event(struct tap *tap, const struct tap_event *e)
{
	struct recorder *r = (struct recorder *)tap;

	r->reports += e->kind == TAP_PROGRESS;
	r->samples += e->kind == TAP_SAMPLE;
	r->urgent_bytes += e->kind == TAP_URGENT;
	if (e->kind == TAP_SAMPLE)
		r->sample = *e->sample;
	else if (e->kind == TAP_URGENT)
		r->urgent = e->urgent;
	else if (e->kind != TAP_PROGRESS)
		write_word(r, e);
}

static const struct tap_ops recorder_ops = {
	.wants = recorder_wants,
	.event = recorder_event,
};

static struct stream datagrams = {
	.carries_messages = true,
	.carries_datagrams = true,
};

#define INPUT .near = { .is_ours = true, .stops_answered = true }
#define TERMINAL .near = { .is_ours = true, .stops_with_other = true }
#define LISTENER                                                               \
	.near = {                                                              \
		.is_ours = true, .stops_answered = true, .may_be_silent = true \
	}

/* clang-format off */
static const struct row {
	const char *name;
	struct session_end near, far;
	const char *events, *told;
} rows[] = {
	{ "the first bytes of the peer, and no others", INPUT,
	    .events = "n:a f:x n:b f:yz", .told = "first" },
	{ "the end of the input", INPUT,
	    .events = "n:abc n.", .told = "ours/shut-receiving/3" },
	{ "the end of the peer, and that the input goes on", INPUT,
	    .events = "n:abc f:xy f.", .told = "first peer/sending-on/2" },
	{ "the end of the peer, and then of the input", INPUT,
	    .events = "n:abc f. n.", .told = "peer/sending-on/0 ours/shut/3" },
	{ "the end of the peer, which is enough for a terminal", TERMINAL,
	    .events = "f:xy f.", .told = "first peer/nothing-left/2 ours/shut/0" },
	{ "an empty input that does not count", LISTENER,
	    .events = "n.", .told = "ours/held-back/0" },
	{ "and what becomes of it with the end of the peer", LISTENER,
	    .events = "n. f:x f.", .told = "ours/held-back/0 first peer/nothing-left/1 ours/shut/0" },
	{ "the end of an input for datagrams, which no peer learns", INPUT,
	    .far = { .stream = &datagrams }, .events = "n:a n.",
	    .told = "ours/receiving-on/1" },
};
/* clang-format on */

static void test_row(const struct row *row)
{
	struct recorder r = { .tap.ops = &recorder_ops };
	struct session_rules rules = { .tap = &r.tap };
	struct session_bench b;

	session_bench_begin(&b, row->near, row->far, rules);
	session_bench_run(&b, row->events);
	is_text(r.told, row->told, "%s", row->name);
	session_bench_end(&b);
}

static struct stream_ops described; /* of an actor that knows TCP */

static bool describe(const struct stream *s, struct tcp_facts *out)
{
	*out = (struct tcp_facts){ 0 };
	return s != NULL;
}

/* A session with the connection of that number, from which both ends have said
 * something. */
static void begin(struct session_bench *b, struct recorder *r,
    struct tap_connection *connection, unsigned id)
{
	static const struct row row = { "", INPUT, .events = "" };
	struct session_rules rules = { .tap = &r->tap };

	*r = (struct recorder){ .tap.ops = &recorder_ops };
	*connection = (struct tap_connection){ .id = id };
	session_bench_begin(b, row.near, row.far, rules);
	described = *b->far.stream.ops;
	described.describe = describe;
	b->far.stream.ops = &described;
	b->session.connection = connection;
	session_bench_run(b, "n:abc f:xy F n:de");
}

/* The kernel is asked of the only connection, and not of thousands. */
static void test_samples(void)
{
	struct tap_connection connection;
	struct session_bench b;
	struct recorder r;

	begin(&b, &r, &connection, 0);
	session_sample(&b.session.pollable);
	is_int(r.samples, 1, "a sample is told");
	ok(r.sample.traffic.out == 3 && r.sample.traffic.in == 2,
	    "with what has passed");
	ok(r.sample.held_out == 2 && r.sample.held_in == 0, "what is held");
	ok(r.sample.input_is_open && r.sample.peer_is_open, "who goes on");
	ok(!r.sample.is_held_back, "and that nothing waits for time");
	ok(r.sample.has_tcp, "and what the kernel knows");
	session_bench_run(&b, "f.");
	session_sample(&b.session.pollable);
	ok(r.sample.input_is_open && !r.sample.peer_is_open,
	    "after the end of the peer, who goes on");
	session_bench_end(&b);

	begin(&b, &r, &connection, 7);
	session_sample(&b.session.pollable);
	ok(r.samples == 1 && !r.sample.has_tcp, "of one of many, not that");
	session_bench_end(&b);
}

static void test_reports(void)
{
	struct tap_connection connection;
	struct session_bench b;
	struct recorder r;

	begin(&b, &r, &connection, 0);
	session_report(&b.session.pollable);
	is_int(r.reports, 1, "the only session reports");
	session_bench_end(&b);
	begin(&b, &r, &connection, 7);
	session_report(&b.session.pollable);
	is_int(r.reports, 0, "one of many does not");
	session_bench_end(&b);
}

/* Makes a TCP connection on this host. Returns whether it could. */
static bool connect_pair(int fds[2])
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr *any = (struct sockaddr *)&sin;
	socklen_t len = sizeof(sin);
	int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	fds[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool is_made = bind(listener, any, len) == 0 &&
	               listen(listener, 1) == 0 &&
	               getsockname(listener, any, &len) == 0 &&
	               connect(fds[0], any, len) == 0;
	fds[1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	close(listener);
	return is_made && fds[1] >= 0;
}

/* The loop says that urgent data has come. Returns whether the session goes on.
 */
static bool take_urgent(struct session *s, int fd)
{
	struct session_end *far = &s->ends[FAR];
	struct waiting w = { 0 };

	far->in = waiting_add(&w, fd, POLLPRI);
	w.fds[far->in].revents = POLLPRI;
	session_take_urgent(s, FAR, &w);
	waiting_free(&w);
	return !s->failure;
}

static void test_urgent(void)
{
	struct tap_connection connection;
	struct session_bench b;
	struct recorder r;
	struct pollfd p;
	int fds[2];

	begin(&b, &r, &connection, 0);
	ok(connect_pair(fds), "there is a connection");
	b.far.stream.read_fd = fds[1];
	b.session.ends[FAR].tells_urgent = true;
	ok(send(fds[0], "abc!", 4, MSG_OOB) == 4, "an urgent byte comes");
	p = (struct pollfd){ .fd = fds[1], .events = POLLPRI };
	poll(&p, 1, 10000);
	ok(take_urgent(&b.session, fds[1]), "it is taken");
	is_int(r.urgent_bytes, 1, "and told");
	is_int(r.urgent.byte, '!', "as what it is");
	ok(b.session.ends[FAR].tells_urgent, "others may come");
	ok(take_urgent(&b.session, fds[1]), "there is no other");
	is_int(r.urgent_bytes, 1, "nothing is told");
	ok(!b.session.ends[FAR].tells_urgent,
	    "an urgent byte that cannot be taken is waited for no more");
	session_bench_end(&b);
	close(fds[0]);
	close(fds[1]);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		test_row(&rows[i]);
	test_samples();
	test_reports();
	test_urgent();
	return plan();
}
