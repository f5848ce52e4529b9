/* SPDX-License-Identifier: MIT */
/* A command line of nc in genet's terms. It is read as nc itself reads it. */
#include <string.h>

#include "args/nc-words.h"
#include "front/nc/nc.h"
#include "front/translate/from.h"

/* What genet's own commands have no option for. */
static void tell_lacks(struct translation *t, const struct config *cfg)
{
	const struct config_tls *tls = &cfg->tls;
	bool is_strange = (tls->any_issuer || tls->any_name) && cfg->nc.listens;
	const struct {
		bool is_given;
		const char *part, *why;
	} rows[] = {
		{ cfg->nc.passes_socket, "-F",
		    "only genet nc passes on a socket" },
		{ cfg->nc.md5, "-S", "only genet nc signs segments" },
		{ cfg->nc.dccp, "-Z", "genet does not speak DCCP" },
		{ cfg->max_reads && !(cfg->udp && cfg->nc.listens), "-W",
		    "genet counts lines (--count) and bytes (--bytes), not "
		    "reads" },
		{ cfg->nc.asks && cfg->nc.is_unix, "-z",
		    "genet wait unix:PATH asks a Unix socket" },
		{ cfg->sockopts.debug, "-D", "only genet nc sets SO_DEBUG" },
		{ tls->hash, "-H",
		    "--tls-pin is the hash of a key, not of a certificate" },
		{ tls->staple, "-o", "only genet nc has answers of OCSP" },
		{ tls->wants_staple, "-T muststaple",
		    "only genet nc refuses a server without one" },
		{ tls->any_name && !tls->any_issuer, "-T noname",
		    "--insecure takes any issuer, too" },
		{ is_strange, "-T noverify",
		    "genet listen asks for certificates by --tls-client-ca" },
		{ tls->name && cfg->nc.listens, "-e",
		    "genet listen takes a client of any name" },
		{ cfg->nc.listens && tls->wants_client && !tls->client_ca,
		    "-T clientcert", "--tls-client-ca needs a file" },
		{ tls->max && strcmp(tls->max, "1.3") != 0, "-T protocols",
		    "genet has an oldest version (--tls-min), no newest" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].is_given)
			translation_lack(t, rows[i].part, rows[i].why);
}

/* The URL of the proxy of -x, with nc's defaults; NULL if there is no proxy. nc
 * sends the user to HTTP proxies only. */
static const char *proxy_url(struct translation *t, const struct config *cfg)
{
	if (!cfg->nc.proxy)
		return NULL;
	struct nc_proxy p = nc_proxy_read(&cfg->nc);
	const char *user =
	    p.scheme == PROXY_SCHEME_HTTP ? cfg->nc.proxy_user : NULL;
	translation_own(t, p.host);
	return translation_own(t,
	    proxy_url_write(proxy_scheme_name(p.scheme), user, p.host, p.port));
}

static const char *number(struct translation *t, long value)
{
	return translation_text(t, "%ld", value);
}

/* What means the same in genet, if the command has it. */
static void set_options(struct translation *t, const struct config *cfg)
{
	const struct sockopts *s = &cfg->sockopts;
	const struct {
		const char *part, *option, *value; /* NULL: not given */
	} rows[] = {
		{ "-x", "proxy", proxy_url(t, cfg) },
		{ "-c", "tls", cfg->tls.is_asked ? "" : NULL },
		{ "-e", "tls-name", cfg->nc.listens ? NULL : cfg->tls.name },
		{ "-K", "tls-cert", cfg->tls.certificate },
		{ "-R", "tls-ca", cfg->tls.any_issuer ? NULL : cfg->tls.ca },
		{ "-R", "tls-client-ca", cfg->tls.client_ca },
		{ "-T ciphers", "tls-ciphers", cfg->tls.ciphers },
		{ "-T protocols", "tls-min", cfg->tls.min },
		{ "-T noverify", "insecure",
		    cfg->tls.any_issuer && !cfg->nc.listens ? "" : NULL },
		{ "-C", "crlf", cfg->crlf ? "" : NULL },
		{ "-b", "broadcast", s->broadcast && cfg->udp ? "" : NULL },
		{ "-t", "telnet", cfg->telnet ? "" : NULL },
		{ "-I", "recv-buffer",
		    s->recv_buffer < 0 ? NULL : number(t, s->recv_buffer) },
		{ "-O", "send-buffer",
		    s->send_buffer < 0 ? NULL : number(t, s->send_buffer) },
		{ "-T", "tos", s->tos < 0 ? NULL : number(t, s->tos) },
		{ "-M", "ttl", s->ttl < 0 ? NULL : number(t, s->ttl) },
		{ "-m", "min-ttl",
		    s->min_ttl < 0 ? NULL : number(t, s->min_ttl) },
		{ "-s", "source", cfg->nc.listens ? NULL : cfg->source },
		{ "-p", "source-port",
		    cfg->nc.listens ? NULL : cfg->source_port },
		{ "-i", "line-interval",
		    cfg->nc.interval_s > 0 && !cfg->nc.asks
			? number(t, cfg->nc.interval_s)
			: NULL },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].value)
			translation_set(
			    t, rows[i].option, rows[i].value, rows[i].part);
	t->cfg.verbosity = cfg->verbosity;
	if (cfg->nc.is_unix)
		return;
	t->cfg.family = t->is_hint ? cfg->family : nc_family(cfg);
	t->cfg.numeric = cfg->numeric;
}

/* -w and -q. A conversation by UDP ends only by these. */
static void set_times(struct translation *t, const struct config *cfg)
{
	bool is_dialled_udp = cfg->udp && !cfg->nc.listens;

	if (cfg->nc.asks) {
		if (cfg->nc.wait_s > 0)
			t->cfg.attempt_timeout_us = cfg->connect_timeout_us;
		return;
	}
	if (t->command == &cmd_udp_send)
		return;
	if (t->command == &cmd_udp_recv || t->command == &cmd_unix_recv) {
		t->cfg.count = cfg->keep_open ? 0 : cfg->max_reads;
		return;
	}
	if (!cfg->nc.listens && cfg->nc.wait_s > 0 && !cfg->udp)
		t->cfg.connect_timeout_us = cfg->connect_timeout_us;
	t->cfg.linger_us = cfg->linger_us;
	if (!is_dialled_udp)
		t->cfg.idle_timeout_us = cfg->idle_timeout_us;
	else if (cfg->nc.wait_s > 0 && t->cfg.linger_us == CLOCK_NEVER)
		t->cfg.linger_us = cfg->idle_timeout_us;
	if (t->cfg.idle_timeout_us != CLOCK_NEVER)
		translation_note(
		    t, "silence ends it with status 124; that of nc is 0");
	if (cfg->nc.quit_s > 0 && cfg->udp)
		translation_note(t,
		    "what comes until then is printed; nc prints nothing more");
	if (t->cfg.linger_us != CLOCK_NEVER && !cfg->udp)
		translation_note(t,
		    "a peer that has not ended by then is status 124; that of "
		    "nc is 0");
}

/* Standard input, and its end. */
static void set_input(struct translation *t, const struct config *cfg)
{
	bool has_end =
	    t->command == &cmd_connect || t->command == &cmd_listen ||
	    t->command == &cmd_unix_connect || t->command == &cmd_unix_listen;

	if (cfg->no_stdin && t->command == &cmd_udp_send)
		translation_lack(t, "-d", "then there is nothing to send");
	if (!has_end)
		return;
	t->cfg.no_stdin = cfg->no_stdin && cfg->nc.shuts;
	t->cfg.recv_only = cfg->no_stdin && !cfg->nc.shuts;
	if (!cfg->nc.shuts && !cfg->no_stdin && !cfg->udp)
		translation_note(t,
		    "the peer is told of the end of the input; nc does that "
		    "only with -N");
}

static void tell_differences(struct translation *t, const struct config *cfg)
{
	if (cfg->tls.any_issuer && !cfg->tls.any_name)
		translation_note(
		    t, "any name is taken, too; nc still checks the name");
	if (cfg->tls.client_ca && !cfg->tls.wants_client)
		translation_note(
		    t, "clients must have a certificate; in nc they need not");
	if (t->cfg.keep_open)
		translation_note(t,
		    "all clients are served at once (--max-conns 1: one after "
		    "the other, as in nc)");
	if (t->command == &cmd_unix_listen || t->command == &cmd_unix_recv)
		translation_note(t,
		    "the socket's file is mode 0600 (--mode), is removed at "
		    "the end, and replaces a socket that nobody uses; nc "
		    "replaces any file");
	if (t->command == &cmd_udp_recv && cfg->max_reads && !cfg->keep_open)
		translation_note(t,
		    "the datagrams of all senders count; nc hears the first "
		    "sender only");
	if (t->command == &cmd_udp_send)
		translation_note(
		    t, "answers are not printed (--reply=any --for TIME)");
	if (t->command == &cmd_scan)
		translation_note(t,
		    "a table is printed, and the status is 8 if no port is "
		    "open; nc prints with -v only");
	if (t->command == &cmd_scan &&
	    (cfg->nc.in_random_order || cfg->nc.interval_s > 0))
		translation_note(
		    t, "the ports are asked at once, and listed in order");
}

/* "20-30" */
static bool is_range(const char *port)
{
	return strchr(port, '-') && port[strspn(port, "0123456789-")] == '\0';
}

static void set_operands(struct translation *t, const struct config *cfg)
{
	const char *const *ports = cfg->nc.ports;
	const char *list = cfg->nc.is_unix ? NULL : ports[0];

	if (cfg->nc.is_unix) {
		config_add_operand(&t->cfg, cfg->nc.host);
		return;
	}
	if (!cfg->nc.asks && (ports[1] || is_range(ports[0])))
		translation_lack(t, ports[1] ? ports[1] : ports[0],
		    "connect has one port; scan finds out which are open");
	for (ports++; *ports; ports++)
		list = translation_text(t, "%s,%s", list, *ports);
	translation_add_address(t, cfg->nc.host, list,
	    t->command == &cmd_connect || t->command == &cmd_listen ? cfg->udp
								    : false);
}

static void set_command(struct translation *t, const struct config *cfg)
{
	const struct translation_role role = {
		.listens = cfg->nc.listens,
		.is_udp = cfg->udp,
		.is_unix = cfg->nc.is_unix,
		.is_scan = cfg->nc.asks,
		.keeps_open = cfg->keep_open || (cfg->udp && cfg->max_reads),
	};

	translation_choose(t, &role);
	if (t->command == &cmd_connect && cfg->udp && cfg->sockopts.broadcast)
		t->command = &cmd_udp_send;
}

/* The detail says what the letter means in other netcats. */
static int refuse(struct translation *t)
{
	const struct error first = *t->err;

	translation_refuse(t, "%s", first.text);
	memcpy(t->err->detail, first.detail, sizeof(first.detail));
	return -1;
}

int from_nc(struct translation *t, int argc, char **argv)
{
	struct config cfg = CONFIG_DEFAULT;
	struct error *err = t->err;

	int result = nc_parse(argc, argv, &cfg, err);
	if (result > 0)
		result = translation_lack(t, "-h", "it asks about nc");
	else if (result < 0 && err->kind == FAULT_PROGRAM)
		result = translation_refuse(t, "the operands are not right");
	else if (result < 0)
		result = refuse(t);
	if (result == 0) {
		set_command(t, &cfg);
		tell_lacks(t, &cfg);
		set_options(t, &cfg);
		set_times(t, &cfg);
		set_input(t, &cfg);
		tell_differences(t, &cfg);
		set_operands(t, &cfg);
	}
	config_free(&cfg);
	return result;
}
