/* SPDX-License-Identifier: MIT */
/* Which clients of a backlog a server accepts, and when it gives up. */
#include <netinet/in.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "moved-clock.h"
#include "relay/pool.h"
#include "relay/server-clients.h"
#include "tap.h"
#include "tap/tap.h"

/* More than a server accepts in one turn of the loop. */
#define CROWD 150

/* A server without near ends: it lets all clients go that it has accepted. */
struct entrance {
	struct tap tap;
	struct loop loop;
	struct pool pool;
	struct listener *listener;
	struct server *server;
	int clients[CROWD];
	int accepted, known, closed, warnings;
	size_t leaving;       /* when the last one was told to be closed */
	uint64_t left_out;    /* warnings of which only the number is told */
	struct error warning; /* the last */
};

static bool wants_warnings(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_WARNING || kind == TAP_LEFT_OUT ||
	       kind == TAP_ACCEPTED || kind == TAP_CLOSED;
}

static void count_warning(struct tap *tap, const struct tap_event *e)
{
	struct entrance *d = (struct entrance *)tap;

	if (e->kind == TAP_LEFT_OUT) {
		d->left_out += e->count;
	} else if (e->kind == TAP_ACCEPTED) {
		d->known++;
	} else if (e->kind == TAP_CLOSED) {
		d->closed++;
		d->leaving = d->server->leaving_count;
	} else {
		d->warnings++;
		d->warning = *e->error;
	}
}

static const struct tap_ops warning_ops = {
	.wants = wants_warnings,
	.event = count_warning,
};

static int make_near(void *context, const struct arrival *a,
    struct session_end *near, struct error *err)
{
	struct entrance *d = context;

	(void)a;
	(void)near;
	d->accepted++;
	return error_set(err, FAULT_IO, "there is no near end");
}

static void ended(void *context)
{
	(void)context;
}

static int listen_on(struct sockaddr_in *sin)
{
	socklen_t len = sizeof(*sin);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	*sin = (struct sockaddr_in){ .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (bind(fd, (struct sockaddr *)sin, len) < 0 ||
	    listen(fd, CROWD) < 0 ||
	    getsockname(fd, (struct sockaddr *)sin, &len) < 0)
		return -1;
	return fd;
}

/* So many clients are in the backlog. With says they have said that, and a
 * PROXY header is expected. */
static void begin_with(struct entrance *d, int clients, const char *says)
{
	static const struct sockopts sockopts = SOCKOPTS_DEFAULT;
	struct error err = ERROR_NONE;
	struct sockaddr_in sin;
	int fd = listen_on(&sin), connected = 0;

	*d = (struct entrance){ .tap.ops = &warning_ops };
	d->listener = listener_inherit(fd, 1, &sockopts, NULL, &err);
	for (int i = 0; i < CROWD; i++)
		d->clients[i] = -1;
	for (int i = 0; i < clients; i++) {
		d->clients[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		connected += connect(d->clients[i], (struct sockaddr *)&sin,
				 sizeof(sin)) == 0;
	}
	is_int(connected, clients, "clients wait: %d", clients);
	for (int i = 0; i < clients && says; i++)
		send(d->clients[i], says, strlen(says), MSG_NOSIGNAL);
	struct server_opts opts = {
		.listener = d->listener,
		.max_clients = CROWD,
		.rules = {
			.idle_timeout_us = CLOCK_NEVER,
			.linger_us = CLOCK_NEVER,
			.deadline = CLOCK_NEVER,
			.enough_at = CLOCK_NEVER,
			.pool = &d->pool,
			.tap = &d->tap,
		},
		.handshakes = {
			.take_header = says,
			.timeout_us = CLOCK_SECOND,
		},
		.for_us = CLOCK_NEVER,
		.arrival_us = CLOCK_NEVER,
		.make_near = make_near,
		.ended = ended,
		.context = d,
	};
	d->server = server_new(&opts, &d->loop);
}

static void begin(struct entrance *d, int clients)
{
	begin_with(d, clients, NULL);
}

static void end(struct entrance *d)
{
	server_free(d->server);
	loop_close(&d->loop);
	pool_free(&d->pool);
	listener_close(d->listener);
	for (int i = 0; i < CROWD; i++)
		if (d->clients[i] >= 0)
			close(d->clients[i]);
}

/* A drain ends when the backlog is empty, however many were in it. */
static void test_crowd(void)
{
	struct entrance d;
	struct error err = ERROR_NONE;

	begin(&d, CROWD);
	server_drain(d.server, clock_after(10 * CLOCK_SECOND));
	is_int(loop_run(&d.loop, &err), 0, "a drain ends");
	is_int(d.accepted, CROWD, "when all in the backlog were accepted");
	end(&d);
}

/* Each of them has a descriptor still, which others need. */
static void test_leaving(void)
{
	struct entrance d;
	struct error err = ERROR_NONE;

	begin_with(&d, CROWD, "no header");
	server_drain(d.server, clock_after(10 * CLOCK_SECOND));
	is_int(loop_run(&d.loop, &err), 0, "a drain ends");
	is_int(d.closed, CROWD, "when all clients were refused");
	is_int(d.known, CROWD, "after they were told to have come");
	is_int((int)d.leaving, 64, "of which so many take leave at once");
	end(&d);
}

/* No descriptor can be made until the result is used. */
static struct rlimit exhaust(void)
{
	struct rlimit before, now;
	int next = dup(STDIN_FILENO);

	getrlimit(RLIMIT_NOFILE, &before);
	now = before;
	now.rlim_cur = (rlim_t)next;
	close(next);
	setrlimit(RLIMIT_NOFILE, &now);
	return before;
}

/* Nobody is served, whose end could free a descriptor. */
static void test_shortage(void)
{
	struct entrance d;
	struct error err = ERROR_NONE;

	begin(&d, 1);
	struct rlimit before = exhaust();
	int64_t begun = clock_now();
	server_drain(d.server, clock_after(10 * CLOCK_SECOND));
	loop_run(&d.loop, &err);
	setrlimit(RLIMIT_NOFILE, &before);
	ok(clock_now() - begun >= CLOCK_SECOND,
	    "a drain that cannot accept tries for a second");
	is_int(d.warnings, 1, "there is one warning of that");
	is_text(d.warning.text,
	    "cannot accept a client: too many open files in this process",
	    "with the reason");
	is_int(d.accepted, 0, "nobody was accepted");
	is_int(server_result(d.server, 0, &err), -1, "then the server fails");
	has_text(err.text, "cannot accept a client", "as it was warned of");
	end(&d);
}

/* The only client cannot come: no other one will go. */
static void test_shortage_for_one(void)
{
	struct entrance d;
	struct error err = ERROR_NONE;

	begin(&d, 1);
	d.server->is_single = true;
	struct rlimit before = exhaust();
	loop_run(&d.loop, &err);
	setrlimit(RLIMIT_NOFILE, &before);
	is_int(server_result(d.server, 0, &err), -1,
	    "a server for one client gives up as well");
	has_text(err.text, "cannot accept a client", "with that reason");
	end(&d);
}

static int64_t prepare(struct entrance *d, size_t *descriptors)
{
	struct pollable *p = &d->server->pollable;
	struct waiting w = { 0 };
	int64_t latest = p->ops->prepare(p, &w);

	*descriptors = w.count;
	waiting_free(&w);
	return latest;
}

static void test_pause(void)
{
	struct entrance d;
	size_t descriptors;

	begin(&d, 0);
	is_int(prepare(&d, &descriptors), CLOCK_NEVER,
	    "a server without limits waits for clients");
	is_int((int)descriptors, 1, "by its descriptor");
	d.server->door.paused_until = clock_after(CLOCK_SECOND);
	is_int(prepare(&d, &descriptors), d.server->door.paused_until,
	    "one that could not accept waits for the end of the pause");
	is_int((int)descriptors, 0, "and for no client until then");
	end(&d);
}

/* However much time passes between two looks at the clock. */
static void test_pause_ends(void)
{
	struct entrance d;
	size_t descriptors;
	int forever = 0;

	begin(&d, 0);
	moved_clock_step(100);
	for (int us = 50; us < 1000; us += 100) {
		d.server->door.paused_until = clock_after(us);
		int64_t latest = prepare(&d, &descriptors);
		forever += latest == CLOCK_NEVER && descriptors == 0;
	}
	moved_clock_step(0);
	is_int(forever, 0, "a pause that ends meanwhile does not last forever");
	end(&d);
}

/* Clients decide how many there are. */
static void test_warnings(void)
{
	struct entrance d;
	struct error err = ERROR_NONE;

	begin(&d, 0);
	error_set(&err, FAULT_IO, "dropped");
	for (int i = 0; i < 12; i++)
		server_warn(d.server, &err);
	is_int(d.warnings, 10, "ten warnings are told in a second");
	is_int((int)d.left_out, 0, "nothing is said of others");
	moved_clock_by(2 * CLOCK_SECOND);
	server_warn(d.server, &err);
	is_int(d.warnings, 11, "later there are others");
	is_int((int)d.left_out, 2, "and how many were left out");
	end(&d);
}

int main(void)
{
	test_crowd();
	test_leaving();
	test_shortage();
	test_shortage_for_one();
	test_pause();
	test_pause_ends();
	test_warnings();
	return plan();
}
