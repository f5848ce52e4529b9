/* SPDX-License-Identifier: MIT */
/* What the sandbox of a run leaves: the table of command lines. */
#include "work/confine.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "tap.h"

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
	{ "a.test:80", "dials looks-up 80", "" },
	{ "a.test:http", "dials looks-up", "" },
	{ "tls:a.test:443", "dials looks-up trusts 443", "" },
	{ "udp:a.test:53", "dials binds looks-up", "" },
	{ "unix:socket", "dials", "" },
	{ "unix:@name", "dials abstract", "abstract" },
	{ "unix-seqpacket:socket", "dials", "" },
	{ "unix-dgram:socket", "dials binds files", "files" },
	{ "listen:80", "", "" },
	{ "exec:cat", "programs", "programs" },
	{ "sh:cat", "programs", "programs" },
	{ "file:name", "files", "files" },
	{ "fifo:name", "files", "files" },
	{ "pty:link", "files", "files" },
	{ "tty:/dev/ttyS0", "files", "files" },
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

static void be_netcat(struct config *cfg)
{
	cfg->nc.program = "nc";
}

static void have_source(struct config *cfg)
{
	cfg->source = "192.0.2.1";
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
	{ "--reconnect", reconnect, "dials looks-up" },
	{ "nc", be_netcat, "dials binds looks-up" },
	{ "--source", have_source, "binds" },
	{ "--source PATH", have_unix_source, "binds in:sockets" },
	{ "--pid-file", write_pid, "in:run" },
	{ "--ready-file", write_ready, "in:." },
	{ "--control", take_orders, "in:/run" },
	{ "--tls-known", know_keys, "in:keys" },
	{ "--tls-ca", trust, "in:ca.pem" },
	{ "--output TEMPLATE", have_files, "in:out" },
};

static const char *describe(const struct sandbox_rules *r)
{
	static const char *const names[] = { "dials", "binds", "looks-up",
		"trusts", "files", "reads", "programs" };
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
		bytes_print(&out, " in:%s", r->places[i]);
		free(r->places[i]);
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
	return plan();
}
