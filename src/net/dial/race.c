/* SPDX-License-Identifier: MIT */
/* Connecting to the first of several addresses that answers. */
#include "net/dial/race.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "net/address/address-error.h"
#include "net/socket.h"
#include "stream/socket.h"

/* How long one address may be silent before the next one is tried as well:
 * the Connection Attempt Delay of RFC 8305, section 5. */
#define HEAD_START (CLOCK_SECOND / 4)

struct race {
	struct race_opts opts;
	struct attempt *attempts;
	size_t count, started, under_way;
	size_t first_slot, watched; /* the attempts that are waited for */
	int64_t next_start;
	int winner; /* -1: none yet */
};

/* The answer is there, or the attempt is given up: called before anything else
 * is done about it, which would be measured as well. */
static void stop_clock(struct attempt *a)
{
	a->duration_us = clock_now() - a->started;
}

static void fail(struct race *r, struct attempt *a)
{
	if (a->fd >= 0) {
		close(a->fd);
		r->under_way--;
	}
	a->fd = -1;
	r->next_start = 0; /* the next one can start at once */
	tap_tell(r->opts.tap, &(struct tap_event){
				  .kind = TAP_ATTEMPT_FAILED,
				  .attempt = {
				      .number = (unsigned)(a - r->attempts) + 1,
				      .remote = a->remote,
				      .cause = &a->cause,
				      .took_us = a->duration_us,
				  },
			      });
}

static void fail_sys(struct race *r, struct attempt *a, int sysno)
{
	address_error_set(&a->cause, a->remote, sysno);
	fail(r, a);
}

/* Connecting to "any address" leads to another one of this host. */
static bool meets_itself(const struct attempt *a)
{
	return address_is_any(a->remote) ? address_meets_itself(a->fd)
	                                 : address_is_own(a->fd, a->remote);
}

static void connected(struct race *r, struct attempt *a)
{
	/* A port in the ephemeral range can connect to itself if no socket
	 * listens there (RFC 9293, simultaneous open). */
	if (meets_itself(a)) {
		fail_sys(r, a, ECONNREFUSED);
		return;
	}
	r->winner = (int)(a - r->attempts);
}

/* Binds the local end, if one was asked for. Returns 0, or -1 with the cause
 * set. */
static int bind_source(const struct race *r, struct attempt *a)
{
	if (!r->opts.sources)
		return 0;
	sockopts_set_number(a->fd, SOCKOPT(SOL_SOCKET, SO_REUSEADDR), 1,
	    "the port may be left over from an earlier connection",
	    r->opts.tap);
	return socket_bind_source(a->fd, address_family(a->remote),
	    r->opts.sources, r->opts.tap, &a->cause);
}

/* Whether connect(2) failed with EADDRNOTAVAIL because no local port is free.
 * The other reason, that this host has no address from which it could reach the
 * remote one, would fail a UDP socket as well, which is tried here. */
static bool lacks_port(const struct address *remote)
{
	int fd = socket_open_to(remote, SOCK_DGRAM, NULL, NULL);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static int refuse_to_connect(struct attempt *a)
{
	int sysno = errno;

	if (sysno == EADDRNOTAVAIL && lacks_port(a->remote))
		return error_set(&a->cause, FAULT_BIND,
		    "no local port is free (ip_local_port_range)");
	return address_error_set(&a->cause, a->remote, sysno);
}

/* The kernel says that an attempt has failed. */
static void take_failure(struct race *r, struct attempt *a)
{
	int sysno = socket_take_error(a->fd);

	tap_call(r->opts.tap, 0,
	    sysno ? sysno_phrase(sysno) : "no error: it is connected",
	    "getsockopt(%d, SOL_SOCKET, SO_ERROR)", a->fd);
	/* A reset came after the handshake, in which it would be a refusal:
	 * what the peer sent before it can be read. It is EPIPE if the peer had
	 * ended its stream before. */
	a->was_reset = sysno == ECONNRESET || sysno == EPIPE;
	if (sysno && r->opts.wants_complaints)
		socket_queue_take_complaint(a->fd, &a->complaint);
	if (sysno && !a->was_reset)
		fail_sys(r, a, sysno);
	else
		connected(r, a);
}

/* What poll(2) says of an attempt. */
static void take_events(struct race *r, struct attempt *a, short events)
{
	if (!events)
		return;
	stop_clock(a);
	if (events & (POLLERR | POLLHUP))
		take_failure(r, a);
	else
		connected(r, a);
}

/* A peer on this host has answered by the time that connect(2) returns. */
static void look_at_once(struct race *r, struct attempt *a)
{
	struct pollfd p = { .fd = a->fd, .events = POLLOUT };

	if (poll(&p, 1, 0) > 0)
		take_events(r, a, p.revents);
}

/* Returns 0 if there is an answer already, or the attempt is under way; or -1
 * with the cause set. */
static int begin_connect(struct race *r, struct attempt *a)
{
	a->started = clock_now();
	int result = socket_connect(a->fd, a->remote, NULL, r->opts.tap);

	stop_clock(a);
	if (result == 0 || errno == EISCONN)
		connected(r, a);
	else if (errno != EINPROGRESS && errno != EALREADY)
		return refuse_to_connect(a);
	else
		look_at_once(r, a);
	return 0;
}

/* Returns 0, or -1 with err filled if an option cannot be had at all. */
static int start_next(struct race *r, struct error *err)
{
	struct attempt *a = &r->attempts[r->started];
	int64_t now = clock_now();

	tap_tell(r->opts.tap,
	    &(struct tap_event){
		.kind = TAP_ATTEMPT,
		.attempt = {
		    .number = (unsigned)++r->started,
		    .remote = a->remote,
		    .is_impatient = r->under_way > 0,
		},
	    });
	a->started = now;
	r->next_start = now + HEAD_START;
	a->fd = sockopts_socket(a->remote->storage.ss_family, SOCK_STREAM,
	    r->opts.sockopts, r->opts.tap);
	if (a->fd < 0) {
		fail_sys(r, a, errno);
		return 0;
	}
	r->under_way++;
	if (r->opts.wants_complaints)
		socket_queue_keep_errors(a->fd, a->remote->storage.ss_family);
	if (sockopts_apply(a->fd, SOCK_STREAM, SOCKOPT_DIALER, r->opts.sockopts,
		r->opts.tap, err) < 0)
		return -1;
	if (bind_source(r, a) < 0 || begin_connect(r, a) < 0)
		fail(r, a);
	return 0;
}

static void finish_ready(struct race *r, const struct waiting *w)
{
	for (size_t i = 0; r->winner < 0 && i < r->watched; i++)
		take_events(
		    r, &r->attempts[i], waiting_result(w, r->first_slot + i));
	r->watched = 0;
}

struct race *race_begin(const struct race_opts *opts, struct attempt *attempts)
{
	struct race *r = xcalloc(1, sizeof(*r));

	*r = (struct race){
		.opts = *opts,
		.attempts = attempts,
		.count = opts->addresses->count,
		.winner = -1,
	};
	for (size_t i = 0; i < r->count; i++)
		attempts[i] = (struct attempt){
			.remote = &opts->addresses->items[i],
			.fd = -1,
		};
	return r;
}

int64_t race_prepare(struct race *r, struct waiting *w)
{
	r->first_slot = w->count;
	r->watched = r->started;
	for (size_t i = 0; i < r->started; i++)
		waiting_add(w, r->attempts[i].fd, POLLOUT);
	return r->started < r->count
	           ? clock_earlier(r->opts.deadline, r->next_start)
	           : r->opts.deadline;
}

enum race_state race_service(
    struct race *r, const struct waiting *w, struct error *err)
{
	finish_ready(r, w);
	while (r->winner < 0 && r->started < r->count &&
	       (r->under_way == 0 || clock_now() >= r->next_start))
		if (start_next(r, err) < 0)
			return RACE_CALLED_OFF;
	if (r->winner >= 0)
		return RACE_WON;
	if (r->under_way == 0 || clock_now() >= r->opts.deadline)
		return RACE_LOST;
	return RACE_GOES_ON;
}

/* Nothing is wanted from a peer that has answered just now: it is reset, since
 * a clean end would say that there was nothing to be sent. */
static void abandon(int fd)
{
	const struct linger at_once = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	close(fd);
}

/* Closes an attempt that has not won, and notes its cause. */
static void drop(struct race *r, struct attempt *a)
{
	bool timed_out = clock_now() >= r->opts.deadline;
	char limit[TEXT_MEASURE];

	if (timed_out && a->fd >= 0) {
		stop_clock(a);
		error_set(&a->cause, FAULT_TIMEOUT, "no answer within %s",
		    text_duration(limit, r->opts.limit_us));
		fail(r, a);
	} else if (timed_out && !a->started) {
		error_set(
		    &a->cause, FAULT_TIMEOUT, "not tried, the time was over");
	}
	if (a->fd >= 0 && r->winner < 0)
		abandon(a->fd);
	else if (a->fd >= 0)
		close(a->fd);
	a->fd = -1;
}

int race_end(struct race *r)
{
	int winner = r->winner;

	for (int i = 0; i < (int)r->count; i++)
		if (i != winner)
			drop(r, &r->attempts[i]);
	free(r);
	return winner;
}

int race_run(
    const struct race_opts *opts, struct attempt *attempts, struct error *err)
{
	struct race *r = race_begin(opts, attempts);
	struct waiting w = { 0 };
	int result = 0;

	while (result >= 0 && race_service(r, &w, err) == RACE_GOES_ON) {
		waiting_clear(&w);
		int64_t latest = race_prepare(r, &w);
		result = waiting_until(&w, latest, err);
	}
	waiting_free(&w);
	return race_end(r);
}
