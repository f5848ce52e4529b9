/* SPDX-License-Identifier: MIT */
/* Runs a relay. The far end of its sessions is the client, the near end is the
 * target, which is dialled for each client. */
#include "work/forward.h"

#include <stdio.h>
#include <sys/socket.h>

#include "net/dial/first-dial.h"
#include "relay/dialler.h"
#include "tap/mute.h"
#include "work/ends/ends-listen.h"
#include "work/ends/ends-options.h"
#include "work/ends/reach.h"
#include "work/far/dialling.h"
#include "work/far/proxy-service.h"
#include "work/faults/faults.h"
#include "work/near/limits.h"
#include "work/service.h"

/* One side: the run as this side sees it. */
struct side {
	struct config cfg; /* a copy, with the TLS of this side */
	struct run run;
};

/* All that lives as long as the relay does. */
struct forward {
	struct service service;
	const struct forward_opts *opts;
	struct side from, to;
	struct mute near_tap; /* what observers are told of targets */
	struct faults faults;
	struct reach reaches[FORWARD_TARGETS];
	size_t reach_count;           /* so many are open */
	struct proxy_service proxies; /* whose clients ask for targets */
	/* Of a first address that is dialled: */
	struct reach from_reach;
	bool is_from_open;
	struct dialler dialler;
	char dialled[CONNECTION_PEER];
	struct peer_program *program; /* behind it; or NULL */
};

/* The two sides */

static bool one_has_tls(const struct forward_opts *o)
{
	for (size_t i = 0; i < o->count; i++)
		if (o->targets[i].kind == SPEC_TLS)
			return true;
	return false;
}

/* The certificate is that of a listener with TLS, or else shown to the target;
 * what verifies a server is for the target, if that has TLS. */
static void split(struct forward *f, const struct run *run)
{
	const struct forward_opts *o = f->opts;
	bool is_server =
	    o->from->kind == SPEC_TLS && o->from->role == SPEC_LISTENS;
	bool is_client = one_has_tls(o) || run->cfg->tls.starttls;
	struct config_tls *from = &f->from.cfg.tls, *to = &f->to.cfg.tls;

	f->from.cfg = f->to.cfg = *run->cfg;
	f->from.run = f->to.run = *run;
	f->from.run.cfg = &f->from.cfg;
	f->to.run.cfg = &f->to.cfg;
	from->is_asked = o->from->kind == SPEC_TLS;
	from->starttls = 0;
	to->is_asked = to->starttls != 0;
	if (is_server && is_client) {
		to->certificate = to->key = to->password_file = NULL;
		from->name = NULL;
	}
	f->near_tap = mute_make(run->tap, TAP_CONNECTED);
	if (run->tap)
		f->to.run.tap = &f->near_tap.tap;
}

/* What happens in the server */

/* The addresses of a client, for the target. */
static struct proxy_header header_of(const struct arrival *a)
{
	struct proxy_header header = {
		.has_addresses = true,
		.source = a->remote,
		.destination = address_local(a->far->read_fd),
	};

	if (a->header)
		return *a->header;
	if (a->far->ops->ends)
		a->far->ops->ends(a->far, &header.destination, &header.source);
	return header;
}

static struct dial *reach(
    void *context, const struct arrival *a, struct error *err)
{
	struct forward *f = context;
	const struct retry_opts retry = dialling_retry(&f->to.run);
	struct dial *dials[FORWARD_TARGETS];
	struct proxy_header header;
	bool is_told = f->to.cfg.proxy.sends_header;

	(void)err;
	if (is_told)
		header = header_of(a);
	if (a->request)
		return proxy_service_dial(
		    &f->proxies, a, is_told ? &header : NULL);
	for (size_t i = 0; i < f->reach_count; i++)
		dials[i] = reach_dial(&f->reaches[i], is_told ? &header : NULL);
	return f->reach_count == 1 ? dials[0]
	                           : first_dial(dials, f->reach_count, &retry);
}

/* The program has time to end. */
static void server_has_ended(void *context)
{
	struct forward *f = context;

	if (f->program && server_has_failed(f->service.server))
		peer_program_stop(f->program);
	else if (f->program)
		peer_program_peer_gone(f->program, false);
	service_has_ended(&f->service);
	faults_stop(&f->faults);
}

/* Setting up */

static int64_t rest_us(const struct config *cfg)
{
	return cfg->flow_timeout_us == CLOCK_NEVER ? 0 : cfg->flow_timeout_us;
}

/* Whether clients send datagrams. Such a client ends when it is replaced, and
 * its target then is not heard any more. */
static bool has_senders(const struct service *s)
{
	return s->listener && listener_type(s->listener) == SOCK_DGRAM;
}

static struct server_opts make_server(struct forward *f)
{
	const struct config *cfg = &f->from.cfg;
	struct service *s = &f->service;

	return (struct server_opts){
		.listener = s->listener,
		.dialled = s->listener ? NULL : f->dialled,
		.max_clients = limits_pairs(cfg),
		.max_accepted = s->listener ? (uint64_t)cfg->count_conns : 1,
		.allow = &s->admission.allow,
		.deny = &s->admission.deny,
		.handshakes = s->admission.handshakes,
		.rules = {
			.is_wire = true,
			.engine = (enum engine)cfg->engine,
			.rate = (uint64_t)cfg->rate,
			.idle_timeout_us = cfg->idle_timeout_us,
			.rest_us = rest_us(cfg),
			.linger_us = cfg->linger_us,
			.timeout_us = cfg->timeout_us,
			.deadline = s->run->deadline,
			.enough_at = CLOCK_NEVER,
			.pool = &s->pool,
			.faults = faults_set(&f->faults),
			.tap = s->run->tap,
		},
		.for_us = cfg->for_us,
		.arrival_us = CLOCK_NEVER,
		.drain_ends_well = true,
		.reach = reach,
		.near.stops_with_other = has_senders(s),
		.near_tap = f->to.run.tap,
		.ended = server_has_ended,
		.context = f,
	};
}

/* Makes what is needed to reach the targets. */
static int open_targets(struct forward *f, struct error *err)
{
	const struct forward_opts *o = f->opts;

	for (; f->reach_count < o->count; f->reach_count++)
		if (reach_open(&f->reaches[f->reach_count], &f->to.run,
			&o->targets[f->reach_count], err) < 0)
			return -1;
	return spec_is_proxy(o->from->kind)
	           ? proxy_service_open(&f->proxies, &f->to.run, err)
	           : 0;
}

static void close_forward(struct forward *f)
{
	dialler_stop(&f->dialler);
	if (f->program)
		child_end(&f->program->child.child);
	peer_program_free(f->program);
	service_close(&f->service);
	faults_close(&f->faults);
	while (f->reach_count > 0)
		reach_close(&f->reaches[--f->reach_count]);
	if (f->is_from_open)
		reach_close(&f->from_reach);
	proxy_service_close(&f->proxies);
	listener_close(f->service.listener);
}

static int start(struct forward *f, struct error *err)
{
	const struct spec *from = f->opts->from;

	limits_raise(f->service.cfg);
	struct server_opts opts = make_server(f);
	if (spec_is_proxy(from->kind))
		proxy_service_ask(&f->proxies, from, &opts.handshakes);
	if (service_start(&f->service, &opts, err) < 0)
		return -1;
	faults_start(&f->faults, f->service.server, &f->service.loop);
	return 0;
}

/* Where clients of targets are waited for. */
static void tell_targets(const struct forward *f)
{
	for (size_t i = 0; i < f->reach_count; i++) {
		const struct listener *l = f->reaches[i].queue.listener;
		if (!l)
			continue;
		struct tap_event event = {
			.kind = TAP_BOUND,
			.listening = { listener_addresses(l), NULL,
			    listener_has_free_port(l) },
		};
		tap_tell(f->service.run->tap, &event);
		event.kind = TAP_LISTENING;
		tap_tell(f->service.run->tap, &event);
	}
}

/* The first address is listened on. */
static int accept_clients(struct forward *f, struct error *err)
{
	struct service *s = &f->service;

	s->listener = ends_listen(&f->from.run, f->opts->from, err);
	if (!s->listener || service_open(s, err) < 0 || start(f, err) < 0)
		return -1;
	tell_targets(f);
	if (service_announce(s, err) < 0 || service_run(s, err) < 0)
		return -1;
	return service_result(s, 0, err);
}

/* The first address is dialled. */

/* What counts is its status, for which the session may wait. */
static void program_has_ended(void *forward)
{
	server_wake_sessions(((struct forward *)forward)->service.server);
}

static void adopt_program(struct forward *f, struct stream *far)
{
	const struct child *child = &f->dialler.connection.child;

	if (!child->pid)
		return;
	f->program = peer_program_adopt(child, f->dialled, &f->service.loop);
	f->program->ended = program_has_ended;
	f->program->context = f;
	program_heed_result(far, &f->program->result);
}

static int result_of(struct forward *f, struct error *err)
{
	const struct peer_program *p = f->program;

	if (service_result(&f->service, 0, err) < 0)
		return -1;
	if (p && peer_program_status(p))
		return error_program(err, peer_program_status(p));
	return 0;
}

static void has_dialled(void *context)
{
	struct forward *f = context;
	const struct connection *c = &f->dialler.connection;
	struct error ignored = ERROR_NONE; /* the loop fails with it, too */

	if (!connection_is_open(c))
		return;
	if (c->fd >= 0)
		connection_peer(f->dialled, c);
	struct stream *far = connection_stream(c, f->service.run->tap);
	start(f, &ignored);
	adopt_program(f, far);
	server_take(f->service.server, far, &c->remote);
}

static int dial_first(struct forward *f, struct error *err)
{
	const struct spec *from = f->opts->from;

	if (reach_open(&f->from_reach, &f->from.run, from, err) < 0)
		return -1;
	f->is_from_open = true;
	f->service.confined.from = from;
	tell_targets(f);
	if (confine(f->service.run, &f->service.confined, err) < 0)
		return -1;
	snprintf(f->dialled, sizeof(f->dialled), "%s", from->name);
	f->dialler.dial = reach_dial(&f->from_reach, NULL);
	f->dialler.ended = has_dialled;
	f->dialler.context = f;
	dialler_start(&f->dialler, &f->service.loop);
	if (service_run(&f->service, err) < 0)
		return -1;
	if (f->service.server)
		return result_of(f, err);
	*err = f->dialler.failure;
	return -1;
}

/* What the conversations carry. */
static enum impair_carrier carrier_of(const struct forward_opts *o)
{
	enum impair_carrier carrier = IMPAIR_STREAM;
	int type = spec_type(o->from);

	for (size_t i = 0; i <= o->count; i++) {
		if (type == SOCK_DGRAM)
			return IMPAIR_DATAGRAMS;
		if (type == SOCK_SEQPACKET)
			carrier = IMPAIR_MESSAGES;
		if (i < o->count)
			type = spec_type(&o->targets[i]);
	}
	return carrier;
}

static int check(
    const struct config *cfg, const struct forward_opts *o, struct error *err)
{
	struct spec ends[1 + FORWARD_TARGETS] = { *o->from };

	for (size_t i = 0; i < o->count; i++)
		ends[i + 1] = o->targets[i];
	if (proxy_service_check(cfg, o->from, err) < 0)
		return -1;
	return ends_options_check(cfg, ends, o->count + 1, err);
}

/* Targets are dialled as long as there are clients. */
static struct confine_opts confined(const struct forward_opts *o)
{
	return (struct confine_opts){
		.needs = spec_is_proxy(o->from->kind)
		             ? SANDBOX_TCP | SANDBOX_LOOKS_UP
		             : 0,
		.targets = o->targets,
		.target_count = o->count,
		.has_tls = o->from->kind == SPEC_TLS,
	};
}

int forward(
    const struct run *run, const struct forward_opts *opts, struct error *err)
{
	struct forward f = {
		.service = service_make(run, NULL),
		.opts = opts,
	};
	bool listens = opts->from->role == SPEC_LISTENS;

	f.service.drain_us = run->cfg->drain_us;
	f.service.confined = confined(opts);
	f.service.outlives_signal = run->cfg->drain_us != 0;
	f.service.admission.wants_tls = opts->from->kind == SPEC_TLS;
	split(&f, run);
	int result = check(run->cfg, opts, err);
	if (result == 0 && listens)
		result = admission_check(&f.from.cfg, opts->from, err);
	if (result == 0)
		result = faults_open(&f.faults, run, carrier_of(opts), err);
	if (result == 0)
		result = open_targets(&f, err);
	if (result == 0)
		result =
		    listens ? accept_clients(&f, err) : dial_first(&f, err);
	close_forward(&f);
	return result;
}
