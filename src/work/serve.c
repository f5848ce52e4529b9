/* SPDX-License-Identifier: MIT */
/* Runs a server for the clients of a listener, or for one dialled connection.
 */
#include "work/serve.h"
#include "work/confine.h"

#include "relay/dialler.h"
#include "relay/goal.h"
#include "relay/reconnection.h"
#include "work/near/limits.h"
#include "work/near/near.h"
#include "work/near/program.h"
#include "work/service.h"
#include "work/urgent.h"

/* All that lives as long as the server does. */
struct serving {
	struct service service;
	const struct serve_dials *dials;
	struct dialler dialler;
	char dialled[CONNECTION_PEER];
	struct near near;
	struct goal goal;
	struct program_words words;
	struct peer_program_opts program;
};

/* What happens in the server */

static int make_near(void *context, const struct arrival *a,
    struct session_end *near, struct error *err)
{
	struct serving *s = context;

	return near_make(&s->near, a, near, err);
}

static size_t unwritten(void *context)
{
	const struct serving *s = context;

	return mixer_unwritten(&s->near.mixer);
}

static void server_has_ended(void *context)
{
	struct serving *s = context;

	mixer_stop(&s->near.mixer);
	service_has_ended(&s->service);
}

static void mixer_has_changed(void *context)
{
	struct serving *s = context;
	const struct error *failure = &s->near.mixer.failure;

	if (failure->kind != FAULT_NONE)
		server_fail(s->service.server, failure);
	else
		server_wake(s->service.server);
}

/* Setting up */

/* Nothing else ends a conversation with one of many senders. */
static bool idle_ends_well(const struct serving *s)
{
	const struct listener *l = s->service.listener;

	return s->service.cfg->nc.program ||
	       (l && listener_type(l) == SOCK_DGRAM &&
		   near_count(s->service.cfg) != 1);
}

static struct session_rules make_rules(struct serving *s)
{
	const struct config *cfg = s->service.cfg;
	bool is_asked = program_is_asked(cfg);

	return (struct session_rules){
		.engine = (enum engine)cfg->engine,
		/* The text of --data is one message, whatever its length. */
		.text_bytes = cfg->data.len << cfg->crlf,
		.urgent_at = urgent_at(cfg),
		.line_interval_us = cfg->line_interval_us,
		.rate = (uint64_t)cfg->rate,
		.idle_timeout_us = cfg->idle_timeout_us,
		.linger_us = is_asked && s->service.listener ? CLOCK_NEVER
		                                             : cfg->linger_us,
		.idle_ends_well = idle_ends_well(s),
		.linger_ends_well = cfg->nc.program != NULL,
		.timeout_us = cfg->timeout_us,
		.deadline = s->service.run->deadline,
		.enough_at = CLOCK_NEVER,
		.goal = goal_is_set(&s->goal) ? &s->goal : NULL,
		.pool = &s->service.pool,
		.tap = s->service.run->tap,
	};
}

static struct server_opts make_server(struct serving *s)
{
	const struct config *cfg = s->service.cfg;

	return (struct server_opts){
		.listener = s->service.listener,
		.dialled = s->service.listener ? NULL : s->dialled,
		.behind = s->dialler.connection.child,
		.max_clients = limits_clients(cfg),
		.max_accepted = near_count(cfg),
		.allow = &s->service.admission.allow,
		.deny = &s->service.admission.deny,
		.handshakes = s->service.admission.handshakes,
		.rules = make_rules(s),
		.for_us = cfg->for_us,
		.arrival_us =
		    cfg->nc.program ? CLOCK_NEVER : cfg->idle_timeout_us,
		.speaks_telnet = cfg->telnet,
		.far.need_not_end = cfg->send_only && !s->near.is_shared,
		.program = s->words.argv ? &s->program : NULL,
		.make_near = make_near,
		.unwritten = unwritten,
		.ended = server_has_ended,
		.context = s,
	};
}

static int check(
    const struct config *cfg, const struct listener *l, struct error *err)
{
	int ways = cfg->echo + cfg->discard + program_is_asked(cfg) +
	           (cfg->output != NULL);

	if (ways > 1)
		return error_set(err, FAULT_USAGE,
		    "only one of --echo, --discard, --exec, --sh and --output "
		    "can say what becomes of the bytes");
	return near_check(cfg, &listener_addresses(l)->items[0], err);
}

/* What is to be received. */
static struct goal make_goal(const struct config *cfg)
{
	const struct goal_opts opts = {
		.expect = cfg->expect.bytes,
		.expect_len = cfg->expect.len,
		.until = cfg->until.bytes,
		.until_len = cfg->until.len,
		.max_lines = (uint64_t)cfg->count,
		.max_bytes = (uint64_t)cfg->bytes,
		.max_reads = (uint64_t)cfg->max_reads,
	};
	struct goal goal;

	goal_init(&goal, &opts);
	return goal;
}

static void init(struct serving *s)
{
	const struct config *cfg = s->service.cfg;

	s->goal = make_goal(cfg);
	program_words(cfg, &s->words);
	s->program = (struct peer_program_opts){
		.argv = s->words.argv,
		.takes_pipes = program_is_watched(cfg),
		.crlf = cfg->crlf,
	};
}

static int start(struct serving *s, struct error *err)
{
	const struct server_opts opts = make_server(s);

	near_join(&s->near, &s->service.loop);
	s->near.mixer.opts.changed = mixer_has_changed;
	s->near.mixer.opts.context = s;
	return service_start(&s->service, &opts, err);
}

/* After a signal, the clients of a listener have the time of --linger. */
static int open_service(struct serving *s, struct error *err)
{
	struct service *service = &s->service;
	const struct config *cfg = service->cfg;

	init(s);
	if ((service->listener && check(cfg, service->listener, err) < 0) ||
	    service_open(service, err) < 0 ||
	    near_open(&s->near, service->run, service->listener != NULL, err) <
		0)
		return -1;
	service->drain_us = cfg->linger_us;
	service->outlives_signal = s->near.is_shared && cfg->linger_us != 0 &&
	                           cfg->linger_us != CLOCK_NEVER;
	return 0;
}

/* With --reconnect the connection is made again when it breaks. */
static struct stream *make_far(struct serving *s, const struct connection *c)
{
	const struct config *cfg = s->service.cfg;
	const struct reconnection_opts opts = {
		.dial = s->dials ? s->dials->dial : NULL,
		.context = s->dials ? s->dials->context : NULL,
		.loop = &s->service.loop,
		.name = s->dialled,
		.greeting = cfg->data.bytes,
		.greeting_len = cfg->greets ? cfg->data.len : 0,
		.delay_us = cfg->retry_delay_us,
		.tap = s->service.run->tap,
	};
	struct stream *first = connection_stream(c, s->service.run->tap);

	return cfg->reconnects ? reconnection_stream(first, &opts) : first;
}

/* Handshakes read what a peer says before there is a connection. */
static int confine_dialling(
    struct serving *s, const struct spec *target, struct error *err)
{
	const struct config *cfg = s->service.cfg;
	const struct confine_opts opts = { .targets = target,
		.target_count = 1 };

	if (!cfg->tls.is_asked && !cfg->proxy.urls.count)
		return 0;
	return confine(s->service.run, &opts, err);
}

static int confine_connected(struct serving *s, struct error *err)
{
	const struct confine_opts opts = {
		.targets = s->dials->target,
		.target_count = 1,
		.are_open = true,
	};

	return confine(s->service.run, &opts, err);
}

/* To be called when the dial has ended: begins the conversation if there is a
 * connection. */
static void has_dialled(void *context)
{
	struct serving *s = context;
	const struct connection *c = &s->dialler.connection;
	struct error ignored = ERROR_NONE; /* the loop fails with it, too */

	if (!connection_is_open(c))
		return;
	if (s->dials && confine_connected(s, &s->dialler.failure) < 0) {
		connection_close(c);
		return;
	}
	connection_peer(s->dialled, c);
	struct stream *far = make_far(s, c);
	start(s, &ignored);
	server_take(s->service.server, far, &c->remote);
}

static void close_service(struct serving *s)
{
	dialler_stop(&s->dialler);
	service_close(&s->service);
	near_close(&s->near);
	goal_free(&s->goal);
}

/* Running */

static int result_of(struct serving *s, struct error *err)
{
	if (!s->service.server) {
		*err = s->dialler.failure;
		return -1;
	}
	if (service_result(&s->service, s->near.mixer.incomplete, err) < 0)
		return -1;
	return goal_check(&s->goal, err);
}

/* Starts the server of a listener. Returns 0 if clients can be served, or -1
 * with err filled. */
static int start_listening(struct serving *s, struct error *err)
{
	struct server *server;

	if (start(s, err) < 0)
		return -1;
	server = s->service.server;
	if (s->near.mixer.failure.kind != FAULT_NONE)
		server_fail(server, &s->near.mixer.failure);
	return server_has_failed(server) ? server_result(server, 0, err) : 0;
}

static int run_to_end(struct serving *s, struct error *err)
{
	return service_run(&s->service, err) < 0 ? -1 : result_of(s, err);
}

static struct serving make_serving(const struct run *run, struct listener *l)
{
	return (struct serving){ .service = service_make(run, l) };
}

int serve(const struct run *run, struct listener *l, struct error *err)
{
	struct serving s = make_serving(run, l);
	int result = l ? open_service(&s, err) : -1;

	if (result == 0)
		result = start_listening(&s, err);
	if (result == 0)
		result = service_announce(&s.service, err);
	if (result == 0)
		result = run_to_end(&s, err);
	close_service(&s);
	listener_close(l);
	return result;
}

int serve_connection(
    const struct run *run, const struct connection *c, struct error *err)
{
	struct serving s = make_serving(run, NULL);
	int result = open_service(&s, err);

	if (result == 0) {
		s.dialler.connection = *c;
		has_dialled(&s);
		result = run_to_end(&s, err);
	} else {
		connection_close(c);
	}
	close_service(&s);
	return result;
}

int serve_dialled(
    const struct run *run, const struct serve_dials *dials, struct error *err)
{
	struct serving s = make_serving(run, NULL);
	int result = open_service(&s, err);

	s.dials = dials;
	s.dialler.ended = has_dialled;
	s.dialler.context = &s;
	if (result == 0)
		result = confine_dialling(&s, dials->target, err);
	if (result == 0) {
		s.dialler.dial = dials->dial(dials->context);
		dialler_start(&s.dialler, &s.service.loop);
		result = run_to_end(&s, err);
	}
	close_service(&s);
	return result;
}
