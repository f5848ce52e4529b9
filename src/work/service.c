/* SPDX-License-Identifier: MIT */
/* A server in its loop, and what each run of one has. */
#include "work/service.h"

#include <sys/socket.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "sys/signals.h"
#include "work/announce.h"
#include "work/near/limits.h"

struct service service_make(const struct run *run, struct listener *l)
{
	return (struct service){
		.run = run,
		.cfg = run->cfg,
		.listener = l,
		.admission.wants_tls = run->cfg->tls.is_asked,
		.loop.tap = run->tap,
	};
}

int service_open(struct service *s, struct error *err)
{
	return s->listener ? admission_open(&s->admission, s->run,
				 listener_addresses(s->listener), err)
	                   : 0;
}

int service_start(
    struct service *s, const struct server_opts *opts, struct error *err)
{
	if (s->listener)
		limits_raise(s->cfg);
	s->server = server_new(opts, &s->loop);
	return loop_check(&s->loop, err);
}

/* Readiness, and the program that runs beside the server */

static void program_is_over(void *context)
{
	struct service *s = context;

	server_drain(s->server, clock_after(s->drain_us));
}

static int start_companion(
    struct service *s, const struct announcement *what, struct error *err)
{
	char **environment = announce_environment(what);

	s->companion.ended = program_is_over;
	s->companion.context = s;
	s->companion.tap = s->run->tap;
	s->companion.deadline =
	    clock_earlier(s->run->deadline, clock_after(s->cfg->for_us));
	int result = companion_start(&s->companion, &s->loop, s->cfg->program,
	    (const char *const *)environment, err);
	xfree_texts(environment);
	return result;
}

int service_announce(struct service *s, struct error *err)
{
	const struct announcement what = {
		.bound = listener_addresses(s->listener),
		.has_free_port = listener_has_free_port(s->listener),
		.tls_pin = admission_pin(&s->admission),
	};

	s->confined.bound = what.bound;
	/* The socket connects to a single sender; any other is refused. */
	if (listener_type(s->listener) == SOCK_DGRAM)
		s->confined.needs |=
		    SANDBOX_DATAGRAMS |
		    (server_has_one_client(s->server) ? SANDBOX_CONNECTS
						      : SANDBOX_REFUSES);
	if (confine(s->run, &s->confined, err) < 0 ||
	    announce(s->run, &what, err) < 0)
		return -1;
	return s->cfg->during ? start_companion(s, &what, err) : 0;
}

/* The end */

void service_has_ended(struct service *s)
{
	if (server_has_failed(s->server))
		companion_leave(&s->companion);
}

int service_run(struct service *s, struct error *err)
{
	if (loop_run(&s->loop, err) == 0)
		return 0;
	if (err->kind != FAULT_SIGNAL || !s->listener || !s->outlives_signal)
		return -1;
	int signal = signals_acknowledge();
	companion_leave(&s->companion);
	server_drain(s->server, clock_after(s->drain_us));
	loop_run(&s->loop, err);
	return error_signal(err, signal);
}

int service_result(struct service *s, uint64_t incomplete, struct error *err)
{
	char limit[TEXT_MEASURE];

	if (server_result(s->server, incomplete, err) < 0)
		return -1;
	if (s->companion.is_late && clock_now() >= s->run->deadline)
		return error_set(err, FAULT_TIMEOUT,
		    "the program had not ended within %s",
		    text_duration(limit, s->cfg->timeout_us));
	if (s->cfg->during && companion_result(&s->companion, err) < 0)
		return -1;
	if (s->cfg->during && !server_has_served(s->server))
		return error_set(err, FAULT_UNMET, "no client came");
	return 0;
}

void service_close(struct service *s)
{
	companion_stop(&s->companion);
	server_free(s->server);
	loop_close(&s->loop);
	pool_free(&s->pool);
	admission_close(&s->admission);
}
