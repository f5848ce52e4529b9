/* SPDX-License-Identifier: MIT */
/* Runs a server for the clients of a listener, or for one dialled connection.
 */
#include "work/serve.h"

#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "relay/dialler.h"
#include "relay/goal.h"
#include "relay/pool.h"
#include "relay/server.h"
#include "sys/signals.h"
#include "work/announce.h"
#include "work/far/admission.h"
#include "work/near/companion.h"
#include "work/near/limits.h"
#include "work/near/near.h"
#include "work/near/program.h"
#include "work/urgent.h"

/* All that lives as long as the server does. */
struct service {
	const struct run *run;
	const struct config *cfg;  /* of the run */
	struct listener *listener; /* NULL: the connection is dialled */
	struct dialler dialler;
	char dialled[CONNECTION_PEER];
	struct loop loop;
	struct pool pool;
	struct near near;
	struct admission admission;
	struct goal goal;
	struct program_words words;
	struct peer_program_opts program;
	struct server *server;
	struct companion companion;
};

/* What happens in the server */

static int make_near(void *context, const struct arrival *a,
    struct session_end *near, struct error *err)
{
	struct service *s = context;

	return near_make(&s->near, a, near, err);
}

static size_t unwritten(void *context)
{
	const struct service *s = context;

	return mixer_unwritten(&s->near.mixer);
}

static void server_has_ended(void *context)
{
	struct service *s = context;

	mixer_stop(&s->near.mixer);
	if (server_has_failed(s->server))
		companion_leave(&s->companion);
}

static void mixer_has_changed(void *context)
{
	struct service *s = context;
	const struct error *failure = &s->near.mixer.failure;

	if (failure->kind != FAULT_NONE)
		server_fail(s->server, failure);
	else
		server_wake(s->server);
}

static int64_t drain_deadline(const struct service *s)
{
	return clock_after(s->cfg->linger_us);
}

static void program_is_over(void *context)
{
	struct service *s = context;

	server_drain(s->server, drain_deadline(s));
}

/* Setting up */

/* Nothing else ends a conversation with one of many senders. */
static bool idle_ends_well(const struct service *s)
{
	return s->cfg->nc.program ||
	       (s->listener && listener_type(s->listener) == SOCK_DGRAM &&
		   near_count(s->cfg) != 1);
}

static struct session_rules make_rules(struct service *s)
{
	const struct config *cfg = s->cfg;
	bool is_asked = program_is_asked(cfg);

	return (struct session_rules){
		.engine = (enum engine)cfg->engine,
		/* The text of --data is one message, whatever its length. */
		.text_bytes = cfg->data.len << cfg->crlf,
		.urgent_at = urgent_at(cfg),
		.line_interval_us = cfg->line_interval_us,
		.rate = (uint64_t)cfg->rate,
		.idle_timeout_us = cfg->idle_timeout_us,
		.linger_us =
		    is_asked && s->listener ? CLOCK_NEVER : cfg->linger_us,
		.idle_ends_well = idle_ends_well(s),
		.linger_ends_well = cfg->nc.program != NULL,
		.timeout_us = cfg->timeout_us,
		.deadline = s->run->deadline,
		.enough_at = CLOCK_NEVER,
		.goal = goal_is_set(&s->goal) ? &s->goal : NULL,
		.pool = &s->pool,
		.tap = s->run->tap,
	};
}

static struct server_opts make_server(struct service *s)
{
	const struct config *cfg = s->cfg;

	return (struct server_opts){
		.listener = s->listener,
		.dialled = s->listener ? NULL : s->dialled,
		.max_clients = limits_clients(cfg),
		.max_accepted = near_count(cfg),
		.allow = &s->admission.allow,
		.deny = &s->admission.deny,
		.handshakes = s->admission.handshakes,
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

static void init(struct service *s)
{
	const struct config *cfg = s->cfg;

	s->goal = make_goal(cfg);
	program_words(cfg, &s->words);
	s->program = (struct peer_program_opts){
		.argv = s->words.argv,
		.takes_pipes = program_is_watched(cfg),
		.crlf = cfg->crlf,
	};
}

static void start(struct service *s)
{
	struct server_opts opts = make_server(s);

	near_join(&s->near, &s->loop);
	s->near.mixer.opts.changed = mixer_has_changed;
	s->near.mixer.opts.context = s;
	s->server = server_new(&opts, &s->loop);
}

static int open_service(struct service *s, struct error *err)
{
	const struct config *cfg = s->cfg;

	init(s);
	if (s->listener && (check(cfg, s->listener, err) < 0 ||
			       admission_open(&s->admission, s->run,
				   listener_addresses(s->listener), err) < 0))
		return -1;
	return near_open(&s->near, s->run, s->listener != NULL, err);
}

/* To be called when the dial has ended: begins the conversation if there is a
 * connection. */
static void has_dialled(void *context)
{
	struct service *s = context;
	const struct connection *c = &s->dialler.connection;

	if (c->fd < 0)
		return;
	connection_peer(s->dialled, c);
	struct stream *far = connection_stream(c, s->run->tap);
	start(s);
	server_take(s->server, far, &c->remote);
}

static void close_service(struct service *s)
{
	dialler_stop(&s->dialler);
	companion_stop(&s->companion);
	server_free(s->server);
	loop_close(&s->loop);
	near_close(&s->near);
	pool_free(&s->pool);
	goal_free(&s->goal);
	admission_close(&s->admission);
}

/* Running */

static struct announcement announcement(const struct service *s)
{
	return (struct announcement){
		.bound = listener_addresses(s->listener),
		.tls_pin = admission_pin(&s->admission),
	};
}

static int announce_service(const struct service *s, struct error *err)
{
	const struct announcement what = announcement(s);

	return announce(s->run, &what, err);
}

static int start_companion(struct service *s, struct error *err)
{
	if (!s->cfg->during)
		return 0;
	const struct announcement what = announcement(s);
	char **environment = announce_environment(&what);
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

/* Runs the loop. After a signal, the clients of a listener have the time of
 * --linger to finish; then genet dies of the signal. */
static int run_loop(struct service *s, struct error *err)
{
	if (loop_run(&s->loop, err) == 0)
		return 0;
	if (err->kind != FAULT_SIGNAL || !s->listener || !s->near.is_shared ||
	    s->cfg->linger_us == CLOCK_NEVER || s->cfg->linger_us == 0)
		return -1;
	int signal = signals_acknowledge();
	companion_leave(&s->companion);
	server_drain(s->server, drain_deadline(s));
	loop_run(&s->loop, err);
	return error_signal(err, signal);
}

static int result_of(struct service *s, struct error *err)
{
	const struct config *cfg = s->cfg;
	char limit[TEXT_MEASURE];

	if (!s->server) {
		*err = s->dialler.failure;
		return -1;
	}
	if (server_result(s->server, s->near.mixer.incomplete, err) < 0)
		return -1;
	if (s->companion.is_late && clock_now() >= s->run->deadline)
		return error_set(err, FAULT_TIMEOUT,
		    "the program had not ended within %s",
		    text_duration(limit, cfg->timeout_us));
	if (cfg->during && companion_result(&s->companion, err) < 0)
		return -1;
	if (cfg->during && !server_has_served(s->server))
		return error_set(err, FAULT_UNMET, "no client came");
	return goal_check(&s->goal, err);
}

/* Starts the server of a listener. Returns 0 if clients can be served, or -1
 * with err filled. */
static int start_listening(struct service *s, struct error *err)
{
	limits_raise(s->cfg);
	start(s);
	if (loop_check(&s->loop, err) < 0)
		return -1;
	if (s->near.mixer.failure.kind != FAULT_NONE)
		server_fail(s->server, &s->near.mixer.failure);
	return server_has_failed(s->server) ? server_result(s->server, 0, err)
	                                    : 0;
}

static int run_to_end(struct service *s, struct error *err)
{
	return run_loop(s, err) < 0 ? -1 : result_of(s, err);
}

static struct service make_service(const struct run *run)
{
	return (struct service){
		.run = run,
		.cfg = run->cfg,
		.loop.tap = run->tap,
	};
}

int serve(const struct run *run, struct listener *l, struct error *err)
{
	struct service s = make_service(run);

	s.listener = l;
	int result = l ? open_service(&s, err) : -1;
	if (result == 0)
		result = start_listening(&s, err);
	if (result == 0)
		result = announce_service(&s, err);
	if (result == 0)
		result = start_companion(&s, err);
	if (result == 0)
		result = run_to_end(&s, err);
	close_service(&s);
	listener_close(l);
	return result;
}

int serve_connection(
    const struct run *run, const struct connection *c, struct error *err)
{
	struct service s = make_service(run);
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

int serve_dialled(const struct run *run, struct dial *dial, struct error *err)
{
	struct service s = make_service(run);
	int result = open_service(&s, err);

	s.dialler.dial = dial;
	s.dialler.ended = has_dialled;
	s.dialler.context = &s;
	if (result == 0) {
		dialler_start(&s.dialler, &s.loop);
		result = run_to_end(&s, err);
	}
	close_service(&s);
	return result;
}
