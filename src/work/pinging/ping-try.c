/* SPDX-License-Identifier: MIT */
/* One ping, whose times are measured. */
#include "work/pinging/ping-try.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "sys/socket/tcp-facts.h"

struct attempted {
	const struct ping_try_opts *opts;
	struct ping_finding *found;
	struct waiting waiting;
	int64_t deadline; /* of the ping */
	struct connection connection;
};

/* The connection */

/* Without the beginning that names the target, which the line of the ping has:
 * "cannot connect to TARGET (ADDRESS): connection refused". */
static void shorten(struct error *cause, const char *target)
{
	static const char begin[] = "cannot connect to ";
	size_t len = strlen(target);
	const char *at = cause->text;

	if (strncmp(at, begin, sizeof(begin) - 1) != 0 ||
	    strncmp(at + sizeof(begin) - 1, target, len) != 0)
		return;
	at += sizeof(begin) - 1 + len;
	if (strncmp(at, " (", 2) == 0)
		at += strcspn(at, ")") + 1;
	if (strncmp(at, ": ", 2) != 0)
		return;
	char *rest = xstrdup(at + 2);
	error_reword(cause, "%s", rest);
	free(rest);
}

/* Returns as the wait; the connection is open, or the cause is set. */
static int dial(struct attempted *a, struct error *err)
{
	const struct ping_try_opts *o = a->opts;
	struct dial *d = reach_dial(o->reach, NULL);
	enum dial_state state = DIAL_GOES_ON;
	int result = 0;

	while (result >= 0 && state == DIAL_GOES_ON) {
		waiting_clear(&a->waiting);
		int64_t latest = dial_prepare(d, &a->waiting);
		result = o->wait(o->context, &a->waiting, latest, err);
		if (result >= 0)
			state = dial_service(d, &a->waiting, &a->found->cause);
	}
	if (state == DIAL_FAILED)
		shorten(&a->found->cause, d->name);
	if (result < 0)
		dial_give_up(d);
	dial_end(d, &a->connection);
	return result;
}

static void note_connection(struct attempted *a)
{
	const struct connection *c = &a->connection;
	struct tap_ping *told = &a->found->told;
	bool has_answered = connection_is_open(c) || c->layers_us > 0 ||
	                    a->found->cause.kind == FAULT_REFUSED;

	told->lookup_us = c->lookup_us;
	told->tls_us = connection_is_open(c) ? c->layers_us : 0;
	if (c->remote.len == 0)
		return;
	a->found->remote = c->remote;
	told->remote = &a->found->remote;
	if (has_answered && c->type != SOCK_DGRAM)
		told->connect_us = c->duration_us;
}

/* The question */

/* Returns as the wait; the answer is there, or the cause is set. Either way the
 * time is noted. */
static int ask(struct attempted *a, struct stream *stream, struct error *err)
{
	const struct ping_try_opts *o = a->opts;
	struct error *cause = &a->found->cause;
	struct exchange e = { 0 };
	int64_t asked = clock_now();
	int result = 0, state = exchange_begin(&e, o->question, stream, cause);

	while (result >= 0 && state == 0) {
		if (clock_now() >= a->deadline) {
			exchange_explain(&e, FAULT_TIMEOUT, cause);
			break;
		}
		waiting_clear(&a->waiting);
		int64_t latest = clock_earlier(
		    exchange_prepare(&e, &a->waiting), a->deadline);
		result = o->wait(o->context, &a->waiting, latest, err);
		if (result >= 0)
			state = exchange_service(&e, cause);
	}
	a->found->told.answer_us = clock_now() - asked;
	if (state > 0)
		stream_finish(stream, &(struct error)ERROR_NONE);
	exchange_close(&e);
	return result;
}

/* The end */

static void note_rtt(struct attempted *a)
{
	struct tcp_facts tcp;

	if (tcp_facts_get(a->connection.fd, &tcp))
		a->found->told.rtt_us = tcp.rtt_us;
}

/* The end of a connection that was only made: where nothing was sent, nothing
 * can be lost, and no socket stays in TIME_WAIT. */
static void hang_up(struct attempted *a, struct stream *stream)
{
	bool has_sent = a->connection.layers_us > 0;

	if (has_sent)
		stream_finish(stream, &(struct error)ERROR_NONE);
	else if (stream->ops->reset)
		stream->ops->reset(stream);
	stream_close(stream);
}

static int use_connection(struct attempted *a, struct error *err)
{
	struct stream *stream =
	    connection_stream(&a->connection, a->opts->reach->run->tap);

	note_rtt(a);
	if (a->opts->question)
		return ask(a, stream, err);
	hang_up(a, stream);
	return 0;
}

static enum tap_ping_outcome judge(const struct error *cause)
{
	switch (cause->kind) {
	case FAULT_NONE:
		return TAP_PING_ANSWERED;
	case FAULT_REFUSED:
		return TAP_PING_REFUSED;
	case FAULT_TIMEOUT:
		return TAP_PING_TIMED_OUT;
	default:
		return TAP_PING_FAILED;
	}
}

/* A refusal is a round trip as well. */
static void conclude(struct attempted *a)
{
	struct tap_ping *told = &a->found->told;

	told->outcome = judge(&a->found->cause);
	if (told->outcome != TAP_PING_ANSWERED &&
	    told->outcome != TAP_PING_REFUSED)
		told->answer_us = 0;
	told->was_asked = a->opts->question;
	told->limit_us = a->opts->limit_us;
	told->took_us = told->connect_us + told->tls_us + told->answer_us;
	told->has_time = told->outcome == TAP_PING_ANSWERED ||
	                 (told->outcome == TAP_PING_REFUSED && told->remote);
	if (told->outcome != TAP_PING_ANSWERED)
		told->cause = &a->found->cause;
}

enum ping_state ping_try(const struct ping_try_opts *opts,
    struct ping_finding *out, struct error *err)
{
	struct attempted a = {
		.opts = opts,
		.found = out,
		.deadline =
		    clock_earlier(clock_after(opts->limit_us), opts->deadline),
	};

	*out = (struct ping_finding){ .cause = ERROR_NONE };
	int result = dial(&a, err);
	note_connection(&a);
	if (result >= 0 && connection_is_open(&a.connection))
		result = use_connection(&a, err);
	else
		connection_close(&a.connection);
	waiting_free(&a.waiting);
	if (result < 0)
		return PING_CALLED_OFF;
	conclude(&a);
	return out->told.outcome == TAP_PING_TIMED_OUT &&
	               clock_now() >= opts->deadline
	           ? PING_CUT_OFF
	           : PING_DONE;
}
