/* SPDX-License-Identifier: MIT */
/* Whether one address accepts connections, or answers datagrams. */
#include "probe/look/port-look.h"

#include <errno.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "net/datagram/question.h"
#include "stream/socket.h"
#include "sys/waiting.h"

/* What an errno of connect(2), or of a datagram, says of the address. */
static enum port_result result_of(int sysno)
{
	if (sysno == ECONNREFUSED)
		return PORT_REFUSED;
	if (sysno == ETIMEDOUT)
		return PORT_SILENT;
	return sysno_fault(sysno) == FAULT_UNREACHABLE ? PORT_UNREACHABLE
	                                               : PORT_IMPOSSIBLE;
}

/* Watches a new connection for its end. Returns 0, or -1 with FAULT_SIGNAL. */
static int watch(int fd, const struct port_look_opts *opts,
    struct port_facts *out, struct error *err)
{
	int64_t end =
	    clock_earlier(opts->look.deadline, clock_after(opts->settle_us));
	char byte;

	if (waiting_for(fd, POLLIN, end, err) < 0)
		return -1;
	ssize_t n = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
	out->ended_at_once |= n == 0;
	out->was_reset_at_once |= n < 0 && errno == ECONNRESET;
	return 0;
}

static int try_tcp(const struct port_look_opts *opts, struct port_facts *out,
    struct port_try *t, struct error *err)
{
	struct attempt a;

	if (look_connect(&out->target, &opts->look, out->limit_us, &a, err) < 0)
		return -1;
	if (a.fd < 0) {
		t->took_us = a.duration_us;
		t->error = a.cause.sysno;
		t->complaint = a.complaint;
		t->result = a.cause.kind == FAULT_TIMEOUT && !a.cause.sysno
		                ? PORT_SILENT
		                : result_of(a.cause.sysno);
		return 0;
	}
	t->took_us = a.duration_us;
	t->result = PORT_OPEN;
	out->was_reset_at_once |= a.was_reset;
	int result = a.was_reset ? 0 : watch(a.fd, opts, out, err);
	close(a.fd);
	return result;
}

/* Waits for the answer to a question. Returns as waiting_for(). */
static int hear(int fd, int64_t deadline, struct port_try *t, struct tap *tap,
    struct error *err)
{
	ssize_t got = QUESTION_OPEN;
	char buf[512];
	int result = 1;

	t->result = PORT_SILENT;
	while (result > 0 && got == QUESTION_OPEN) {
		result = waiting_for(fd, POLLIN, deadline, err);
		if (result > 0)
			got = question_hear(fd, buf, sizeof(buf), tap);
	}
	if (got == QUESTION_REFUSED) {
		t->error = errno;
		t->result = result_of(errno);
		socket_queue_take_complaint(fd, &t->complaint);
	} else if (got >= 0)
		t->result = PORT_OPEN;
	return result;
}

static int try_udp(const struct port_look_opts *opts, struct port_facts *out,
    struct port_try *t, struct error *err)
{
	int64_t started = clock_now();
	int64_t deadline =
	    clock_earlier(opts->look.deadline, started + out->limit_us);
	int fd = question_open(&out->target, opts->look.tap);
	int result = 0;

	if (fd >= 0)
		socket_queue_keep_errors(fd, out->target.storage.ss_family);
	if (fd < 0 || question_ask(fd, opts->question, opts->question_len,
			  opts->look.tap) < 0) {
		t->error = errno;
		t->result = result_of(errno);
	} else
		result = hear(fd, deadline, t, opts->look.tap, err);
	t->took_us = clock_now() - started;
	if (fd >= 0)
		close(fd);
	return result < 0 ? -1 : 0;
}

int port_look(const struct address *target, const struct port_look_opts *opts,
    struct port_facts *out, struct error *err)
{
	*out = (struct port_facts){
		.target = *target,
		.limit_us = opts->try_timeout_us,
	};
	for (int i = 0; i < PORT_TRIES; i++) {
		struct port_try *t = &out->tries[i];
		if (i > 0 && clock_now() >= opts->look.deadline)
			return 0;
		int result = opts->type == SOCK_DGRAM
		                 ? try_udp(opts, out, t, err)
		                 : try_tcp(opts, out, t, err);
		if (result < 0)
			return -1;
		/* One answer of a UDP port is enough. */
		if (opts->type == SOCK_DGRAM && t->result == PORT_OPEN)
			return 0;
	}
	return 0;
}

const struct port_try *port_find(
    const struct port_facts *facts, enum port_result result)
{
	for (int i = 0; i < PORT_TRIES; i++)
		if (facts->tries[i].result == result)
			return &facts->tries[i];
	return NULL;
}
