/* SPDX-License-Identifier: MIT */
/* The ends of conversations on this host. */
#include "work/near/near.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args/template.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "sys/output/console.h"
#include "work/near/limits.h"
#include "work/near/local.h"
#include "work/near/program.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

uint64_t near_count(const struct config *cfg)
{
	return cfg->count_conns ? (uint64_t)cfg->count_conns : !cfg->keep_open;
}

static enum member_kind choose_kind(const struct config *cfg)
{
	if (cfg->discard || cfg->send_only)
		return MEMBER_DISCARD;
	if (cfg->echo)
		return MEMBER_ECHO;
	if (cfg->has_client_files)
		return MEMBER_FILE;
	return cfg->stream_format || cfg->tag ? MEMBER_LINES : MEMBER_RAW;
}

/* Checking */

/* Clients of Unix sockets choose their address, or have none. */
int near_check(
    const struct config *cfg, const struct address *bound, struct error *err)
{
	static const char *const names[] = { "address", "host", "port" };

	if (!cfg->has_client_files)
		return 0;
	if (template_check(cfg->output, template_file_names, err) < 0)
		return -1;
	for (size_t i = 0; i < COUNT(names); i++)
		if (address_family(bound) == AF_UNIX &&
		    !cfg->proxy.accepts_header &&
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

/* Opening */

/* Every client is sent the text of --data, also those that come later. */
static void read_greeting(struct near *n)
{
	struct error err = ERROR_NONE;
	char part[4096];
	ssize_t len;

	while ((len = stream_read(n->local, part, sizeof(part), &err)) > 0)
		bytes_add(&n->greeting, part, (size_t)len);
}

/* A program, an echo and --discard take the place of the standard streams. */
static bool is_closed(const struct config *cfg)
{
	return cfg->echo || cfg->discard || program_is_asked(cfg);
}

/* The program of --during may want the input for itself. */
bool near_reads_stdin(const struct config *cfg)
{
	return !is_closed(cfg) && !cfg->during;
}

bool near_is_shared(const struct config *cfg)
{
	return near_count(cfg) != 1 || cfg->echo || cfg->discard ||
	       cfg->during || cfg->tag || cfg->stream_format ||
	       cfg->has_client_files;
}

int near_open(
    struct near *n, const struct run *run, bool is_listener, struct error *err)
{
	const struct config *cfg = run->cfg;
	const struct local_limits limits = {
		.no_stdin = !near_reads_stdin(cfg),
		.no_output = is_closed(cfg) || cfg->has_client_files,
	};

	if (local_open(&n->local_opts, run, &limits, err) < 0)
		return -1;
	n->local = stdio_stream(&n->local_opts, run->tap);
	struct mixer_opts opts = {
		.local = n->local,
		.has_input = n->local_opts.input_fd >= 0,
		.has_output = n->local_opts.output_fd >= 0,
		.names_differ = cfg->has_client_files &&
		                template_tells_apart(cfg->output, "conn"),
		.max_kept = limits_memory(cfg),
	};

	n->cfg = cfg;
	n->tap = run->tap;
	n->is_shared = is_listener && near_is_shared(cfg);
	n->input_is_terminal =
	    n->local_opts.input_fd >= 0 && isatty(n->local_opts.input_fd);
	mixer_init(&n->mixer, &opts);
	if (n->is_shared && cfg->data.bytes)
		read_greeting(n);
	return 0;
}

void near_join(struct near *n, struct loop *loop)
{
	if (n->is_shared)
		loop_add(loop, &n->mixer.pollable);
}

void near_close(struct near *n)
{
	mixer_free(&n->mixer);
	stream_close(n->local);
	bytes_free(&n->greeting);
}

/* Making ends */

/* The name of a client's file, by the template of --output. */
static char *name_file(const struct config *cfg, const struct arrival *a)
{
	char address[ADDRESS_TEXT], host[ADDRESS_TEXT];
	char *conn = xasprintf("%d", a->number);
	char *port = xasprintf("%u", address_port(&a->remote));

	address_text(address, &a->remote);
	address_host(host, &a->remote);
	const struct template_field fields[] = {
		{ "conn", conn },
		{ "address", template_file_value(address) },
		{ "host", template_file_value(host) },
		{ "port", port },
	};
	char *name = template_expand(cfg->output, fields, COUNT(fields));

	free(conn);
	free(port);
	return name;
}

/* The peer chooses the name of its Unix socket. */
static char *make_tag(const struct arrival *a)
{
	char remote[ADDRESS_TEXT], shown[4 * ADDRESS_TEXT];

	address_text(remote, &a->remote);
	return xasprintf("%d %s", a->number,
	    text_escape(shown, sizeof(shown), remote, strlen(remote)));
}

static struct stream *make_member(
    struct near *n, const struct arrival *a, struct error *err)
{
	const struct config *cfg = n->cfg;
	char *name = cfg->has_client_files ? name_file(cfg, a) : NULL;
	char *tag = cfg->tag ? make_tag(a) : NULL;
	struct member_opts opts = {
		.kind = choose_kind(cfg),
		.greeting = &n->greeting,
		.tag = tag,
		.file_name = name,
		.carries_messages = a->carries_messages,
	};
	struct stream *stream = mixer_member_stream(&n->mixer, &opts, err);

	free(name);
	free(tag);
	return stream;
}

/* One of many senders of datagrams has no end but that of its conversation. */
static struct session_end describe(
    const struct near *n, const struct arrival *a)
{
	const struct config *cfg = n->cfg;
	bool is_nc = cfg->nc.program != NULL;

	return (struct session_end){
		.is_ours = true,
		.may_be_silent = !a->is_dialled && !is_nc,
		.ends_last = cfg->recv_only || cfg->greets || !cfg->nc.shuts,
		.stops_with_other = n->input_is_terminal ||
		                    cfg->end_with_peer ||
		                    (n->is_shared && a->far->carries_datagrams),
		.stops_answered = !is_nc,
		.repeats = cfg->echo,
	};
}

/* On a terminal, tells the user that the peer is there, and which keys end the
 * session: in the background genet gets no keys. */
static void greet(const struct near *n, const struct tap_connection *connection)
{
	if (n->local_opts.data || n->local_opts.input_fd != STDIN_FILENO ||
	    !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return;
	tap_tell(n->tap, &(struct tap_event){
			     .kind = TAP_GREETED,
			     .connection = connection,
			     .greeted = { !console_is_elsewhere(STDIN_FILENO) },
			 });
}

int near_make(struct near *n, const struct arrival *a, struct session_end *end,
    struct error *err)
{
	/* With the first client there is something to replace the content of
	 * the file of --output. */
	if (!n->is_emptied && local_empty(&n->local_opts, err) < 0)
		return -1;
	n->is_emptied = true;
	*end = describe(n, a);
	if (n->is_shared) {
		end->stream = make_member(n, a, err);
		return end->stream ? 0 : -1;
	}
	end->stream = n->local;
	n->local = NULL;
	greet(n, a->connection);
	return 0;
}
