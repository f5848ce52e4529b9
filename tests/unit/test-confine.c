/* SPDX-License-Identifier: MIT */
/* What the sandbox of a run leaves: the table of command lines. */
#include "work/confine.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "tap.h"
#include "work/forward.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct spec_rules rules = {
	.usage = "usage",
	.example = "example",
	.role = SPEC_DIALS,
	.usual = SPEC_TCP,
	.kinds = SPEC_ALL_KINDS,
	.words = SPEC_ONE_WORD,
	.takes_roles = true,
};

/* A target that is dialled, or that is open already, and what is left with it.
 * "80" in the result: only to that TCP port. */
static const struct {
	const char *target, *dialled, *open;
} targets[] = {
	{ "a.test:80", "tcp looks-up 80", "" },
	{ "192.0.2.1:80", "tcp 80", "" },
	{ "[2001:db8::1]:80", "tcp 80", "" },
	{ "[fe80::1%lo]:80", "tcp looks-up 80", "" },
	{ "a.test:http", "tcp looks-up", "" },
	{ "tls:a.test:443", "tcp looks-up trusts 443", "" },
	{ "udp:a.test:53", "udp looks-up", "" },
	{ "udp:192.0.2.1:53", "udp", "" },
	{ "unix:socket", "unix", "" },
	{ "unix:@name", "unix abstract", "abstract" },
	{ "unix-seqpacket:socket", "unix", "" },
	{ "unix-dgram:socket", "unix", "" },
	{ "listen:80", "", "" },
	{ "exec:cat", "programs", "programs" },
	{ "sh:cat", "programs", "programs" },
	{ "file:out/name", "reads,writes,makes:out", "reads,writes,makes:out" },
	{ "file:out/name,read", "reads:out", "reads:out" },
	{ "file:name,append", "writes,makes:.", "writes,makes:." },
	{ "fifo:name", "reads,writes:.", "reads,writes:." },
	{ "pty:out/link",
	    "reads,writes,devices:/dev/ptmx reads,writes,devices:/dev/pts "
	    "removes,links:out",
	    "reads,writes,devices:/dev/ptmx reads,writes,devices:/dev/pts "
	    "removes,links:out" },
	{ "tty:no/ttyS0", "reads,writes,devices:no lists:/proc/self/fd",
	    "reads,writes,devices:no lists:/proc/self/fd" },
	{ "echo:", "", "" },
	{ "discard:", "", "" },
	{ "fd:3", "", "" },
	{ "-", "", "" },
};

/* Options, with the target a.test:80, which is open. */
static void exec_program(struct config *cfg)
{
	cfg->exec = true;
}

static void run_shell(struct config *cfg)
{
	cfg->shell = "cat";
}

static void run_during(struct config *cfg)
{
	cfg->during = true;
}

static void reconnect(struct config *cfg)
{
	cfg->reconnects = true;
}

static void reconnect_by_mptcp(struct config *cfg)
{
	cfg->reconnects = true;
	cfg->sockopts.mptcp = true;
}

static void reconnect_by_proxy(struct config *cfg)
{
	static const char *urls[] = { "http://proxy.test:8080" };

	cfg->reconnects = true;
	cfg->proxy.urls.items = urls;
	cfg->proxy.urls.count = 1;
}

static void reconnect_by_proxies(struct config *cfg)
{
	static const char *urls[] = { "http://192.0.2.1:8080",
		"https://proxy.test" };

	cfg->reconnects = true;
	cfg->proxy.urls.items = urls;
	cfg->proxy.urls.count = 2;
}

static void reconnect_by_addresses(struct config *cfg)
{
	static const char *urls[] = { "socks4://192.0.2.1" };

	cfg->reconnects = true;
	cfg->proxy.urls.items = urls;
	cfg->proxy.urls.count = 1;
}

static void reconnect_without_names(struct config *cfg)
{
	cfg->reconnects = true;
	cfg->numeric = true;
}

static void be_netcat(struct config *cfg)
{
	cfg->nc.program = "nc";
}

static void be_wordy_netcat(struct config *cfg)
{
	cfg->nc.program = "nc";
	cfg->verbosity = 1;
}

static void be_wordy_netcat_without_names(struct config *cfg)
{
	be_wordy_netcat(cfg);
	cfg->numeric = true;
}

static void listen_as_netcat(struct config *cfg)
{
	cfg->nc.program = "nc";
	cfg->nc.listens = true;
}

static void listen_as_wordy_netcat(struct config *cfg)
{
	listen_as_netcat(cfg);
	cfg->verbosity = 1;
}

static void listen_as_wordy_netcat_without_names(struct config *cfg)
{
	listen_as_wordy_netcat(cfg);
	cfg->numeric = true;
}

static void listen_as_wordy_netcat_at_path(struct config *cfg)
{
	listen_as_wordy_netcat(cfg);
	cfg->nc.is_unix = true;
}

static void have_source(struct config *cfg)
{
	cfg->source = "192.0.2.1";
}

static void reconnect_from_source(struct config *cfg)
{
	cfg->reconnects = true;
	cfg->source = "192.0.2.1";
}

static void reconnect_from_port(struct config *cfg)
{
	cfg->reconnects = true;
	cfg->source_port = "7";
}

static void have_interface(struct config *cfg)
{
	cfg->sockopts.interface = "lo";
}

static void reconnect_by_interface(struct config *cfg)
{
	cfg->reconnects = true;
	cfg->sockopts.interface = "lo";
}

static void have_unix_source(struct config *cfg)
{
	cfg->source = "sockets/own";
}

static void write_pid(struct config *cfg)
{
	cfg->pid_file = "run/pid";
}

static void write_ready(struct config *cfg)
{
	cfg->ready_file = "ready";
}

static void take_orders(struct config *cfg)
{
	cfg->faults.control = "/run/control";
}

static void know_keys(struct config *cfg)
{
	cfg->tls.known = "keys/known";
}

static void trust(struct config *cfg)
{
	cfg->tls.ca = "ca.pem";
}

static void have_files(struct config *cfg)
{
	cfg->output = "out/client-%{conn}";
	cfg->has_client_files = true;
}

static const struct {
	const char *name;
	void (*set)(struct config *cfg);
	const char *left;
} options[] = {
	{ "--exec", exec_program, "programs" },
	{ "--sh", run_shell, "programs" },
	{ "--during", run_during, "programs" },
	{ "--reconnect", reconnect, "tcp looks-up 80" },
	{ "--reconnect --mptcp", reconnect_by_mptcp, "tcp others looks-up 80" },
	{ "--reconnect --proxy", reconnect_by_proxy, "tcp looks-up 8080" },
	{ "--reconnect --proxy --proxy", reconnect_by_proxies,
	    "tcp trusts 8080" },
	{ "--reconnect --proxy socks4:", reconnect_by_addresses,
	    "tcp looks-up 1080" },
	{ "--reconnect --numeric", reconnect_without_names, "tcp 80" },
	{ "nc", be_netcat, "" },
	{ "nc -v", be_wordy_netcat, "services" },
	{ "nc -v -n", be_wordy_netcat_without_names, "" },
	{ "nc -l", listen_as_netcat, "" },
	{ "nc -l -v", listen_as_wordy_netcat, "looks-up" },
	{ "nc -l -v -n", listen_as_wordy_netcat_without_names, "" },
	{ "nc -l -v -U", listen_as_wordy_netcat_at_path, "" },
	{ "--source", have_source, "" },
	{ "--source --reconnect", reconnect_from_source,
	    "tcp binds looks-up 80" },
	{ "--source-port --reconnect", reconnect_from_port,
	    "tcp binds looks-up 80" },
	{ "--interface", have_interface, "" },
	{ "--interface --reconnect", reconnect_by_interface,
	    "tcp looks-up interfaces 80" },
	{ "--source PATH", have_unix_source, "removes:sockets" },
	{ "--pid-file", write_pid, "reads,writes,makes,removes:run" },
	{ "--ready-file", write_ready, "writes,makes,removes:." },
	{ "--control", take_orders, "removes:/run" },
	{ "--tls-known", know_keys, "reads,writes,makes:keys" },
	{ "--tls-ca", trust, "reads:ca.pem" },
	{ "--output TEMPLATE", have_files, "writes,makes:out" },
};

static void describe_place(const struct sandbox_place *p, struct bytes *out)
{
	static const char *const names[] = { "lists", "reads", "writes",
		"makes", "removes", "links", "devices" };
	const char *before = " ";

	for (size_t i = 0; i < COUNT(names); i++)
		if (p->rights & 1U << i) {
			bytes_print(out, "%s%s", before, names[i]);
			before = ",";
		}
	bytes_print(out, ":%s", p->path);
}

static const char *describe(const struct sandbox_rules *r)
{
	static const char *const names[] = { "tcp", "udp", "unix", "others",
		"binds", "looks-up", "trusts", "reads", "listens", "programs",
		"processes", "datagrams", "refuses", "connects", "interfaces",
		"silent", "services" };
	static char text[200];
	struct bytes out = { 0 };

	for (size_t i = 0; i < COUNT(names); i++)
		if (r->needs & 1U << i)
			bytes_print(&out, " %s", names[i]);
	for (size_t i = 0; i < r->port_count; i++)
		bytes_print(&out, " %d", r->ports[i]);
	if (r->reaches_abstract)
		bytes_print(&out, " abstract");
	for (size_t i = 0; i < r->place_count; i++) {
		describe_place(&r->places[i], &out);
		free(r->places[i].path);
	}
	bytes_add(&out, "", 1);
	strncpy(text, (char *)out.at + (out.len > 1), sizeof(text) - 1);
	bytes_free(&out);
	return text;
}

static const char *left_with(
    const struct config *cfg, const char *target, bool is_open)
{
	struct error err = ERROR_NONE;
	struct sandbox_rules made;
	struct spec spec;

	if (spec_parse(
		(const char *const[]){ target, NULL }, &rules, &spec, &err) < 0)
		return "cannot be read";
	const struct confine_opts opts = {
		.targets = &spec,
		.target_count = 1,
		.are_open = is_open,
	};
	confine_make(cfg, &opts, &made);
	spec_free(&spec);
	return describe(&made);
}

/* An nc that is not connected yet. */
static void check_password(void)
{
	struct config cfg = CONFIG_DEFAULT;

	cfg.nc.program = "nc";
	cfg.nc.proxy_user = "user";
	is_text(left_with(&cfg, "192.0.2.1:80", false),
	    "tcp 80 reads,writes,devices:/dev/tty", "nc -P dials");
	is_text(
	    left_with(&cfg, "192.0.2.1:80", true), "", "nc -P is connected");
}

/* There is no file that would be removed. */
static void check_abstract_source(void)
{
	struct config cfg = CONFIG_DEFAULT;

	cfg.source = "@own";
	is_text(left_with(&cfg, "unix:socket", true), "",
	    "--source @NAME, to a Unix socket");
}

/* All addresses of a relay have their places. */
static void check_many_targets(void)
{
	static const char *const word[] = { "pty:out/link", NULL };
	const struct config cfg = CONFIG_DEFAULT;
	struct spec specs[FORWARD_TARGETS + 1];
	struct error err = ERROR_NONE;
	struct sandbox_rules made;

	for (size_t i = 0; i < COUNT(specs); i++)
		spec_parse(word, &rules, &specs[i], &err);
	const struct confine_opts opts = {
		.from = &specs[FORWARD_TARGETS],
		.targets = specs,
		.target_count = FORWARD_TARGETS,
	};
	confine_make(&cfg, &opts, &made);
	is_int((long long)made.place_count, 3 * (long long)COUNT(specs),
	    "the places of all addresses of a relay");
	for (size_t i = 0; i < made.place_count; i++)
		free(made.places[i].path);
	for (size_t i = 0; i < COUNT(specs); i++)
		spec_free(&specs[i]);
}

int main(void)
{
	const struct config usual = CONFIG_DEFAULT;

	for (size_t i = 0; i < COUNT(targets); i++) {
		if (strchr(targets[i].target, '@') && !for_linux("unix:@name"))
			continue;
		is_text(left_with(&usual, targets[i].target, false),
		    targets[i].dialled, "%s is dialled", targets[i].target);
		is_text(left_with(&usual, targets[i].target, true),
		    targets[i].open, "%s is open", targets[i].target);
	}
	for (size_t i = 0; i < COUNT(options); i++) {
		struct config cfg = CONFIG_DEFAULT;
		options[i].set(&cfg);
		is_text(left_with(&cfg, "a.test:80", true), options[i].left,
		    "%s", options[i].name);
	}
	check_abstract_source();
	check_password();
	check_many_targets();
	return plan();
}
