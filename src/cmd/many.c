/* SPDX-License-Identifier: MIT */
/* Serving many clients. */
#include "cmd/many.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cli/template.h"
#include "cmd/announce.h"
#include "cmd/local.h"
#include "cmd/program.h"
#include "cmd/session.h"
#include "relay/during.h"
#include "relay/hub.h"
#include "relay/mover.h"
#include "sys/descriptors.h"
#include "sys/signals.h"

/* The defaults of --max-conns and --max-memory. */
#define MAX_CLIENTS 1000
#define MAX_MEMORY ((size_t)256 * 1024 * 1024)

/* All that lives as long as the hub does. */
struct service {
	const struct config *cfg;
	struct tap *tap;
	struct listener *listener;
	struct stdio_opts local_opts;
	struct stream *local; /* NULL: neither input nor output */
	struct bytes greeting;
	struct sink sink;
	size_t kept; /* bytes, for clients and the output */
	struct cidr_list allow, deny;
	struct goal goal;
	struct program_words program;
	struct hub *hub;
	struct during during;
};

static bool has_files(const struct config *cfg)
{
	return cfg->output && template_has_name(cfg->output);
}

/* A single conversation knows nothing of all this. */
bool many_is_asked(const struct config *cfg)
{
	return cfg->keep_open || cfg->count_conns || cfg->echo ||
	       cfg->discard || cfg->during || cfg->tag || cfg->stream_format ||
	       cfg->allow.count || cfg->deny.count || has_files(cfg) ||
	       program_is_asked(cfg);
}

static int parse_ranges(
    const struct config_texts *words, struct cidr_list *out, struct error *err)
{
	out->items = xcalloc(words->count, sizeof(*out->items));
	for (; out->count < words->count; out->count++)
		if (!cidr_parse(
			words->items[out->count], &out->items[out->count]))
			return error_set(err, FAULT_USAGE,
			    "'%s' is not a range of addresses; write "
			    "192.0.2.0/24 or 2001:db8::/32",
			    words->items[out->count]);
	return 0;
}

/* The name of a client's file, by the template of --output. */
static char *name_file(const void *context, const struct client *c)
{
	const struct config *cfg = context;
	char address[ADDRESS_TEXT], host[ADDRESS_TEXT];
	char *conn = xasprintf("%d", c->number);
	char *port = xasprintf("%u", address_port(&c->remote));

	address_text(address, &c->remote);
	address_host(host, &c->remote);
	const struct template_field fields[] = {
		{ "conn", conn },
		{ "address", template_file_value(address) },
		{ "host", template_file_value(host) },
		{ "port", port },
	};
	char *name = template_expand(
	    cfg->output, fields, sizeof(fields) / sizeof(fields[0]));

	free(conn);
	free(port);
	return name;
}

static enum sink_kind choose_sink(const struct config *cfg)
{
	if (cfg->discard || cfg->send_only)
		return SINK_DISCARD;
	if (cfg->echo)
		return SINK_ECHO;
	if (has_files(cfg))
		return SINK_FILES;
	return cfg->stream_format || cfg->tag ? SINK_LINES : SINK_RAW;
}

/* --data is for each client, also for those who come later. */
static void read_greeting(struct service *s)
{
	struct error err = ERROR_NONE;
	char part[4096];
	ssize_t n;

	while ((n = stream_read(s->local, part, sizeof(part), &err)) > 0)
		bytes_add(&s->greeting, part, (size_t)n);
}

/* What answers by itself has no use for our standard streams, and a program
 * beside us may want our input for itself. */
static int open_local(struct service *s, struct error *err)
{
	struct config cfg = *s->cfg;
	bool is_closed = cfg.echo || cfg.discard || program_is_asked(&cfg);

	if (!cfg.input && !cfg.data.bytes && !cfg.recv_only)
		cfg.no_stdin |= is_closed || cfg.during;
	if (has_files(&cfg))
		cfg.output = NULL;
	if (local_open(&s->local_opts, &cfg, err) < 0)
		return -1;
	if (is_closed || has_files(s->cfg))
		s->local_opts.output_fd = -1;
	s->local = local_stream(&s->local_opts, s->tap, err);
	if (s->local && cfg.data.bytes)
		read_greeting(s);
	return s->local ? 0 : -1;
}

/* A client of a Unix socket says itself what its address is, if it has one. */
static int check_file_names(
    const struct config *cfg, const struct address *local, struct error *err)
{
	static const char *const names[] = { "address", "host", "port" };

	if (template_check(cfg->output, template_file_names, err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (address_family(local) == AF_UNIX &&
		    template_names(cfg->output, names[i])) {
			error_set(err, FAULT_USAGE,
			    "clients of a Unix socket have no %%{%s} for "
			    "--output",
			    names[i]);
			return error_hint(err, "%%{conn} is the number of the "
					       "connection");
		}
	return 0;
}

static int check(const struct service *s, struct error *err)
{
	const struct config *cfg = s->cfg;
	int ways = cfg->echo + cfg->discard + program_is_asked(cfg) +
	           (cfg->output != NULL);

	if (ways > 1)
		return error_set(err, FAULT_USAGE,
		    "only one of --echo, --discard, --exec, --sh and --output "
		    "can say what becomes of the bytes");
	return has_files(cfg)
	           ? check_file_names(
			 cfg, &listener_addresses(s->listener)->items[0], err)
	           : 0;
}

/* A client costs a descriptor; programs get the limit as it was. */
static void raise_limit(const struct config *cfg)
{
	if (!program_is_asked(cfg) && !cfg->during)
		descriptors_raise();
}

static size_t max_memory(const struct config *cfg)
{
	return cfg->max_memory ? (size_t)cfg->max_memory : MAX_MEMORY;
}

/* A program that is watched costs the buffers of both directions, whatever is
 * in them. Clients with files must not come in when there is no descriptor left
 * for the file. */
static size_t max_clients(const struct config *cfg)
{
	size_t wanted = cfg->max_conns ? (size_t)cfg->max_conns : MAX_CLIENTS;
	size_t limit = descriptors_limit(), own = 16;
	size_t buffered = max_memory(cfg) / (2 * (size_t)MOVER_COPY_BYTES);

	if (program_is_asked(cfg) && program_is_watched(cfg))
		return wanted < buffered ? wanted : buffered;
	if (!has_files(cfg) || limit >= 2 * wanted + own)
		return wanted;
	return limit > own + 2 ? (limit - own) / 2 : 1;
}

static struct hub_opts make_hub(struct service *s)
{
	const struct config *cfg = s->cfg;

	return (struct hub_opts){
		.listener = s->listener,
		.input = s->local_opts.input_fd >= 0 ? s->local : NULL,
		.greeting = &s->greeting,
		.sink = &s->sink,
		.input_is_terminal = s->local_opts.input_fd >= 0 &&
		                     isatty(s->local_opts.input_fd),
		.max_clients = max_clients(cfg),
		.kept = &s->kept,
		.max_kept = max_memory(cfg),
		.max_accepted = cfg->count_conns ? (uint64_t)cfg->count_conns
		                                 : !cfg->keep_open,
		.idle_timeout_us = cfg->idle_timeout_us,
		.linger_us = cfg->linger_us,
		.for_us = cfg->for_us,
		.end_with_peer = cfg->end_with_peer,
		.timeout_us = cfg->timeout_us,
		.deadline = cfg->deadline,
		.allow = &s->allow,
		.deny = &s->deny,
		.program = s->program.argv,
		.program_is_watched = program_is_watched(cfg),
		.crlf = cfg->crlf,
		.goal = goal_is_set(&s->goal) ? &s->goal : NULL,
	};
}

static int open_service(struct service *s, struct error *err)
{
	const struct config *cfg = s->cfg;
	s->goal = session_goal(cfg);
	if (check(s, err) < 0 ||
	    parse_ranges(&cfg->allow, &s->allow, err) < 0 ||
	    parse_ranges(&cfg->deny, &s->deny, err) < 0 ||
	    open_local(s, err) < 0)
		return -1;
	raise_limit(cfg);
	program_words(cfg, &s->program);
	s->sink = (struct sink){
		.kind = choose_sink(cfg),
		.output = s->local_opts.output_fd >= 0 ? s->local : NULL,
		.tags = cfg->tag,
		.file_name = name_file,
		.context = cfg,
		.pending.total = &s->kept,
		.files.names_differ =
		    has_files(cfg) && template_tells_apart(cfg->output, "conn"),
		.files.max_used = max_memory(cfg),
	};
	struct hub_opts opts = make_hub(s);
	s->hub = hub_new(&opts, s->tap, err);
	return s->hub ? 0 : -1;
}

static void close_service(struct service *s)
{
	during_stop(&s->during);
	hub_free(s->hub);
	sink_free(&s->sink);
	stream_close(s->local);
	bytes_free(&s->greeting);
	goal_free(&s->goal);
	free(s->allow.items);
	free(s->deny.items);
}

static int64_t drain_deadline(const struct service *s)
{
	return clock_after(s->cfg->linger_us);
}

static bool hub_is_lost(void *context)
{
	struct service *s = context;

	return hub_has_failed(s->hub);
}

static void program_is_over(void *context)
{
	struct service *s = context;

	hub_drain(s->hub, drain_deadline(s));
}

static int start_during(struct service *s, struct loop *loop, struct error *err)
{
	if (!s->cfg->during)
		return 0;
	char **environment =
	    announce_environment(&listener_addresses(s->listener)->items[0]);
	s->during.ended = program_is_over;
	s->during.is_needless = hub_is_lost;
	s->during.context = s;
	int result = during_start(
	    &s->during, s->cfg->program, (const char *const *)environment, err);
	xfree_texts(environment);
	if (result == 0)
		loop_add(loop, &s->during.pollable);
	return result;
}

/* Runs to the end. A signal lets the clients finish if --linger says for how
 * long; then it is obeyed. */
static int run_loop(struct service *s, struct error *err)
{
	struct loop loop = { 0 };

	loop_add(&loop, hub_pollable(s->hub));
	if (start_during(s, &loop, err) < 0)
		return -1;
	if (loop_run(&loop, err) == 0)
		return 0;
	if (err->kind != FAULT_SIGNAL || s->cfg->linger_us == CLOCK_NEVER ||
	    s->cfg->linger_us == 0)
		return -1;
	int signal = signals_acknowledge();
	struct loop last = { 0 };
	hub_drain(s->hub, drain_deadline(s));
	loop_add(&last, hub_pollable(s->hub));
	loop_run(&last, err);
	return error_signal(err, signal);
}

int many_run(const struct config *cfg, struct listener *l,
    bool is_kernels_choice, struct tap *tap, struct error *err)
{
	struct service s = {
		.cfg = cfg,
		.tap = tap,
		.listener = l,
		.local_opts = { .input_fd = -1, .output_fd = -1 },
	};
	int result = open_service(&s, err);

	if (result == 0)
		result = announce(
		    cfg, listener_addresses(l), is_kernels_choice, tap, err);
	if (result == 0)
		result = run_loop(&s, err);
	if (result == 0)
		result = hub_result(s.hub, err);
	if (result == 0 && cfg->during)
		result = during_result(&s.during, err);
	if (result == 0 && cfg->during && !hub_has_served(s.hub))
		result = error_set(err, FAULT_UNMET, "no client came");
	if (result == 0)
		result = goal_check(&s.goal, err);
	close_service(&s);
	listener_close(l);
	return result;
}
