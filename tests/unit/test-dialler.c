/* SPDX-License-Identifier: MIT */
/* Dialling over sockets of this host, without a loop and in one: what comes of
 * it, and that nothing stays open, however it ends. */
#include "relay/dialler.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "fake-resolver.h"
#include "net/dial/tcp-dial.h"
#include "net/dial/unix-dial.h"
#include "sys/signals.h"
#include "tap.h"

#define MS (CLOCK_SECOND / 1000)
#define LONG (10 * CLOCK_SECOND)

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

/* What was open before the test. */
static int descriptors;

static int count_descriptors(void)
{
	int count = 0;

	for (int fd = 0; fd < 256; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* A resolver that was left behind closes its descriptor when it has answered.
 */
static void check_descriptors(const char *name)
{
	int64_t deadline = clock_after(LONG);
	struct waiting none = { 0 };
	struct error err;

	while (count_descriptors() != descriptors && clock_now() < deadline)
		waiting_until(&none, clock_after(MS), &err);
	waiting_free(&none);
	is_int(count_descriptors(), descriptors, "%s: all is closed", name);
}

/* Ports */

enum manner { ABSENT, REFUSES, LISTENS, SILENT };

/* The same port of 127.0.0.1 and 127.0.0.2. */
struct ports {
	int fds[3];
	char text[8];
};

static void hold(struct ports *p, int last, enum manner manner)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(0x7F000000 + (unsigned)last),
		.sin_port = htons((uint16_t)atoi(p->text)),
	};
	struct sockaddr *any = (struct sockaddr *)&address;
	socklen_t len = sizeof(address);

	ok(bind(fd, any, len) == 0 && getsockname(fd, any, &len) == 0,
	    "a port of 127.0.0.%d is held", last);
	snprintf(p->text, sizeof(p->text), "%u", ntohs(address.sin_port));
	if (manner >= LISTENS)
		listen(fd, 0);
	p->fds[last - 1] = fd;
	if (manner != SILENT)
		return;
	/* Who meets a full queue gets no answer. */
	p->fds[2] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ok(connect(p->fds[2], any, len) == 0, "its queue is full");
}

static struct ports hold_ports(enum manner first, enum manner second)
{
	struct ports p = { { -1, -1, -1 }, "0" };

	descriptors = count_descriptors();
	hold(&p, 1, first);
	if (second != ABSENT)
		hold(&p, 2, second);
	return p;
}

static void release_ports(struct ports *p)
{
	for (int i = 0; i < 3; i++)
		if (p->fds[i] >= 0)
			close(p->fds[i]);
}

static struct retry_opts make_retry(int64_t limit_us, int64_t retries)
{
	return (struct retry_opts){
		.connect_timeout_us = limit_us,
		.deadline = CLOCK_NEVER,
		.retries = retries,
		.retry_for_us = CLOCK_NEVER,
		.retry_delay_us = MS,
	};
}

static struct dial *begin(const char *host, const char *source,
    const struct ports *p, const struct retry_opts *retry)
{
	struct inet_dial_opts opts = {
		.host = host,
		.port = p->text,
		.source = source,
		.sockopts = &no_options,
		.retry = *retry,
	};

	return tcp_dial(&opts);
}

/* In a loop */

static void count_end(void *context)
{
	++*(int *)context;
}

static int run_in_loop(
    struct dial *dial, struct connection *out, struct error *err)
{
	struct loop loop = { 0 };
	int endings = 0;
	struct dialler d = {
		.dial = dial,
		.ended = count_end,
		.context = &endings,
	};

	dialler_start(&d, &loop);
	int result = loop_run(&loop, err);
	is_int(endings, result == 0, "the end is told once");
	if (result == 0)
		*err = d.failure;
	dialler_stop(&d);
	loop_close(&loop);
	*out = d.connection;
	return out->fd < 0 ? -1 : 0;
}

static int (*const ways[])(struct dial *, struct connection *,
    struct error *) = { dial_run, run_in_loop };

/* What comes of it */

static const struct {
	const char *name, *host, *source;
	enum manner first, second;
	int64_t limit_us, retries;
	enum fault kind;
	const char *text; /* of the error, or of the address */
} cases[] = {
	{ "an address that listens is connected to", "127.0.0.1", NULL, LISTENS,
	    ABSENT, LONG, 0, FAULT_NONE, "127.0.0.1:" },
	{ "so is a name", "one.test", NULL, LISTENS, ABSENT, LONG, 0,
	    FAULT_NONE, "127.0.0.1:" },
	{ "one that refuses is told", "one.test", NULL, REFUSES, ABSENT, LONG,
	    0, FAULT_REFUSED, "(127.0.0.1): connection refused" },
	{ "and tried again", "one.test", NULL, REFUSES, ABSENT, LONG, 2,
	    FAULT_REFUSED, "(127.0.0.1): connection refused" },
	{ "the second address is tried after the first", "two.test", NULL,
	    REFUSES, LISTENS, LONG, 0, FAULT_NONE, "127.0.0.2:" },
	{ "both may refuse", "two.test", NULL, REFUSES, REFUSES, LONG, 0,
	    FAULT_REFUSED, "connection refused (127.0.0.1, 127.0.0.2)" },
	{ "a name may not be known", "no.test", NULL, REFUSES, ABSENT, LONG, 9,
	    FAULT_RESOLVE, "cannot resolve 'no.test': name not known" },
	{ "a name server may not answer", "again.test", NULL, REFUSES, ABSENT,
	    LONG, 2, FAULT_RESOLVE, "the name server does not answer" },
	{ "a resolver has no more time than the round", "slow.test", NULL,
	    REFUSES, ABSENT, MS, 0, FAULT_TIMEOUT,
	    "no answer from the resolv" },
	{ "nor has an address", "127.0.0.1", NULL, SILENT, ABSENT, MS, 0,
	    FAULT_TIMEOUT, "no answer within" },
	{ "a source address is used", "one.test", "127.0.0.3", LISTENS, ABSENT,
	    LONG, 0, FAULT_NONE, "127.0.0.1:" },
	{ "it must be of this host", "one.test", "192.0.2.1", LISTENS, ABSENT,
	    LONG, 9, FAULT_BIND, "cannot use source 192.0.2.1" },
	{ "or a name of it", "one.test", "no.test", LISTENS, ABSENT, LONG, 9,
	    FAULT_RESOLVE, "cannot resolve 'no.test': name not known" },
	{ "which takes no longer", "127.0.0.1", "slow.test", LISTENS, ABSENT,
	    MS, 0, FAULT_TIMEOUT, "cannot resolve 'slow.test': no answer" },
};

static void try_case(size_t i, size_t way)
{
	const char *name = cases[i].name;
	struct ports p = hold_ports(cases[i].first, cases[i].second);
	struct retry_opts retry =
	    make_retry(cases[i].limit_us, cases[i].retries);
	struct dial *d = begin(cases[i].host, cases[i].source, &p, &retry);
	struct error err = ERROR_NONE;
	struct connection c;
	char remote[ADDRESS_TEXT];
	int result = ways[way](d, &c, &err);

	is_int(err.kind, cases[i].kind, "%s: this kind of error", name);
	is_int(result, cases[i].kind == FAULT_NONE ? 0 : -1,
	    "%s: a connection or none", name);
	has_text(result == 0 ? address_text(remote, &c.remote) : err.text,
	    cases[i].text, "%s: by its words", name);
	if (c.fd >= 0)
		close(c.fd);
	release_ports(&p);
	if (strstr(err.text, "slow.test"))
		fake_resolver_answer();
	check_descriptors(name);
}

/* How far it gets */

/* Goes on until the dial describes itself like that. */
static void run_until(struct dial *d, const char *text)
{
	struct waiting w = { 0 };
	struct error err;
	char now[ADDRESS_TEXT + 99];
	int turns = 0;

	dial_describe(d, now, sizeof(now));
	while (!strstr(now, text) && turns++ < 99) {
		waiting_clear(&w);
		int64_t latest = dial_prepare(d, &w);
		waiting_until(&w, latest, &err);
		dial_service(d, &w, &err);
		dial_describe(d, now, sizeof(now));
	}
	has_text(now, text, "it gets so far");
	waiting_free(&w);
}

static void test_a_later_round_wins(size_t way)
{
	struct ports p = hold_ports(REFUSES, ABSENT);
	struct retry_opts retry = make_retry(LONG, RETRY_FOREVER);
	struct dial *d = begin("one.test", NULL, &p, &retry);
	struct error err = ERROR_NONE;
	struct connection c;

	run_until(d, "connection refused; try 2 in");
	listen(p.fds[0], 0);
	is_int(ways[way](d, &c, &err), 0, "the next round finds a listener");
	close(c.fd);
	release_ports(&p);
	check_descriptors("a later round wins");
}

static const struct {
	const char *host, *source;
	enum manner manner;
	const char *text;
} stages[] = {
	{ "one.test", NULL, REFUSES, "connecting to one.test:" },
	{ "slow.test", NULL, REFUSES, ": try 1, looking up the name" },
	{ "one.test", "slow.test", REFUSES,
	    ": try 1, looking up the source address" },
	{ "one.test", NULL, SILENT, ": try 1, address 127.0.0.1:" },
	{ "one.test", NULL, REFUSES, "connection refused; try 3 in " },
};

static void test_cancelling(size_t i)
{
	struct ports p = hold_ports(stages[i].manner, ABSENT);
	struct retry_opts retry = make_retry(LONG, RETRY_FOREVER);
	struct dial *d = begin(stages[i].host, stages[i].source, &p, &retry);
	struct connection c;

	run_until(d, stages[i].text);
	is_int(dial_end(d, &c), -1, "there is no connection");
	release_ports(&p);
	if (strstr(stages[i].text, "looking"))
		fake_resolver_answer();
	check_descriptors(stages[i].text);
}

#define MANY 100

/* What one of them closes, another one opens at once. */
static void test_many_in_one_loop(void)
{
	static struct dialler many[MANY];
	struct ports p = hold_ports(REFUSES, LISTENS);
	struct retry_opts retry = make_retry(LONG, 0);
	struct loop loop = { 0 };
	struct error err = ERROR_NONE;
	int endings = 0, connections = 0;

	listen(p.fds[1], MANY);
	for (int i = 0; i < MANY; i++) {
		many[i] = (struct dialler){
			.dial = begin("two.test", NULL, &p, &retry),
			.ended = count_end,
			.context = &endings,
		};
		dialler_start(&many[i], &loop);
	}
	is_int(loop_run(&loop, &err), 0, "many dial in one loop");
	is_int(endings, MANY, "and each of them has an end");
	for (int i = 0; i < MANY; i++)
		connections += close(many[i].connection.fd) == 0;
	is_int(connections, MANY, "which is a connection");
	release_ports(&p);
	check_descriptors("many");
}

/* Unix sockets */

static void test_full_queue(size_t way, bool is_served)
{
	int before = count_descriptors();
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int filler = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct address where = { .storage.ss_family = AF_UNIX };
	struct unix_dial_opts opts = {
		.address = &where,
		.type = SOCK_STREAM,
		.retry = make_retry(is_served ? LONG : MS, 0),
	};
	struct error err = ERROR_NONE;
	struct connection c;

	descriptors = before;
	bind(listener, (struct sockaddr *)&where.storage, sizeof(sa_family_t));
	listen(listener, 0);
	where = address_local(listener);
	is_int(connect(filler, (struct sockaddr *)&where.storage, where.len), 0,
	    "the queue of a Unix socket is full");
	struct dial *d = unix_dial(&opts);
	run_until(d, ": try 1, its queue of clients is full");
	int accepted = is_served ? accept(listener, NULL, NULL) : -1;
	is_int(ways[way](d, &c, &err), is_served ? 0 : -1,
	    "that is waited for, but not for ever");
	is_int(err.kind, is_served ? FAULT_NONE : FAULT_TIMEOUT,
	    "with this kind of error");
	const int fds[] = { c.fd, accepted, filler, listener };
	for (size_t i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	check_descriptors("Unix");
}

/* The last test: nothing takes the signal back. */
static void test_signal(size_t way)
{
	struct ports p = hold_ports(SILENT, ABSENT);
	struct retry_opts retry = make_retry(LONG, 0);
	struct dial *d = begin("one.test", NULL, &p, &retry);
	struct error err = ERROR_NONE;
	struct connection c;

	run_until(d, "address 127.0.0.1:");
	if (signals_pending())
		signals_ask(SIGTERM); /* a second signal kills */
	else
		raise(SIGTERM);
	is_int(ways[way](d, &c, &err), -1, "a signal ends it");
	is_int(err.kind, FAULT_SIGNAL, "with that as the reason");
	release_ports(&p);
	check_descriptors("a signal");
}

int main(void)
{
	struct error err = ERROR_NONE;

	is_int(signals_install(&err), 0, "signals are listened to");
	for (size_t way = 0; way < 2; way++) {
		for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
			try_case(i, way);
		test_a_later_round_wins(way);
		test_full_queue(way, true);
		test_full_queue(way, false);
	}
	for (size_t i = 0; i < sizeof(stages) / sizeof(stages[0]); i++)
		test_cancelling(i);
	test_many_in_one_loop();
	for (size_t way = 0; way < 2; way++)
		test_signal(way);
	return plan();
}
