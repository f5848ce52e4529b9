/* SPDX-License-Identifier: MIT */
/* Reads the command line of nc. */
#include "front/nc/nc.h"

#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "args/choice.h"
#include "args/nc-letters.h"
#include "args/nc-words.h"
#include "base/xalloc.h"
#include "front/nc/nc-tls.h"
#include "front/option-value.h"
#include "front/usage.h"
#include "sys/output/messages.h"

static const char usage[] =
    "usage: nc [-46bCcDdFhkNnrStUuvz] [-e name] [-H hash] [-I length]\n"
    "          [-i interval] [-K file] [-M ttl] [-m minttl] [-O length]\n"
    "          [-o file] [-P user] [-p source_port] [-q seconds] [-R file]\n"
    "          [-s source_addr] [-T keyword] [-W recvlimit] [-w timeout]\n"
    "          [-X protocol] [-x addr[:port]] host port...\n"
    "       nc -l [the same] [host] port\n"
    "       nc -U [-l] [the same] path\n";

const char *nc_name(const char *argv0)
{
	const char *slash = argv0 ? strrchr(argv0, '/') : NULL;
	const char *name = slash ? slash + 1 : argv0;

	return name && (strcmp(name, "nc") == 0 || strcmp(name, "netcat") == 0)
	           ? name
	           : NULL;
}

/* Errors */

/* All that is said is the usage. */
static int want_usage(struct error *err)
{
	return error_program(err, 1);
}

static int fail(const char *why, struct error *err)
{
	return error_set(err, FAULT_USAGE, "%s", why);
}

/* The usage behind an error. */
static int add_usage(struct error *err)
{
	for (const char *line = usage; *line;) {
		int len = (int)strcspn(line, "\n");
		error_detail(err, "%.*s", len, line);
		line += len + 1;
	}
	return -1;
}

static int refuse_letter(int answer, struct error *err)
{
	error_set(err, FAULT_USAGE,
	    answer == ':' ? "option requires an argument -- '%c'"
			  : "invalid option -- '%c'",
	    optopt ? optopt : '-');
	return add_usage(err);
}

/* Letters */

static const struct option_spec *find_letter(int letter)
{
	for (size_t i = 0; i < nc_letters.count; i++)
		if (nc_letters.specs[i].letter == letter)
			return &nc_letters.specs[i];
	return NULL;
}

/* As getopt wants them. Allocated. */
static char *list_letters(void)
{
	char *list = xmalloc(2 * nc_letters.count + 2), *at = list;

	*at++ = ':';
	for (size_t i = 0; i < nc_letters.count; i++) {
		*at++ = nc_letters.specs[i].letter;
		if (*nc_letters.specs[i].arg)
			*at++ = ':';
	}
	*at = '\0';
	return list;
}

static int store_number(const struct option_spec *spec, const char *value,
    struct config *cfg, struct error *err)
{
	const char *name = nc_letters_number(spec->letter);
	char *end;
	long long number = strtoll(value, &end, 10);
	const char *why = end == value || *end ? "invalid"
	                  : number < spec->min ? "too small"
	                  : number > spec->max ? "too large"
	                                       : NULL;

	if (why && spec->max == 255) /* a number of hops */
		return error_set(err, FAULT_USAGE, "%s is %s", name, why);
	if (why)
		return error_set(
		    err, FAULT_USAGE, "%s %s: %s", name, why, value);
	*(long *)((char *)cfg + spec->offset) = (long)number;
	return 0;
}

static int read_letters(
    int argc, char **argv, struct config *cfg, struct error *err)
{
	/* Unlike getopt(3), getopt_long(3) takes options after operands in
	 * every libc. */
	static const struct option no_words[] = { { 0 } };
	char *list = list_letters();
	int letter, result = 0;

	optind = 0; /* begin anew */
	opterr = 0;
	while (result == 0 &&
	       (letter = getopt_long(argc, argv, list, no_words, NULL)) != -1) {
		const struct option_spec *spec = find_letter(letter);
		if (!spec)
			result = refuse_letter(letter, err);
		else if (spec->kind == OPTION_NUMBER)
			result = store_number(spec, optarg, cfg, err);
		else
			result = option_value_store(spec, optarg, cfg, err);
		if (cfg->short_help)
			result = 1;
	}
	free(list);
	return result;
}

/* Operands */

static bool is_port(const char *word)
{
	struct nc_ports ports = { 0 };
	struct error ignored = ERROR_NONE;
	int result = nc_ports_add(&ports, word, "tcp", &ignored);

	nc_ports_free(&ports);
	return result == 0;
}

/* "-c COMMAND" of other netcats. */
static int refuse_program(const char *command, struct error *err)
{
	error_set(err, FAULT_USAGE, "cannot run `%s'", command);
	return nc_tls_explain("-c", err);
}

/* A listener has its host and port in one of two ways: nc -l HOST PORT, or nc
 * -l -s HOST -p PORT. The port of -p becomes an operand. */
static int place_bound(struct config *cfg, struct error *err)
{
	const char **words = cfg->operands;
	int count = cfg->operand_count;
	bool by_letters = cfg->source || cfg->source_port;

	if (cfg->tls.is_asked && by_letters && count == 1)
		return refuse_program(words[0], err);
	if (by_letters ? count > 0 : count > 2)
		return want_usage(err);
	if (cfg->source_port)
		words[cfg->operand_count++] = cfg->source_port;
	if (cfg->operand_count == 0)
		return fail("missing port number", err);
	cfg->nc.host = by_letters ? cfg->source : count == 2 ? words[0] : NULL;
	cfg->nc.ports = words + cfg->operand_count - 1;
	return nc_port_check(cfg->nc.ports[0], err);
}

static int place_operands(struct config *cfg, struct error *err)
{
	struct config_nc *nc = &cfg->nc;
	const char **words = cfg->operands;
	int count = cfg->operand_count;

	if (nc->is_unix && count > 1)
		return fail("cannot use port with -U", err);
	if (nc->is_unix && count == 0)
		return fail("missing socket pathname", err);
	if (nc->listens && !nc->is_unix)
		return place_bound(cfg, err);
	if (count == 0 || (nc->listens && (cfg->source || cfg->source_port)))
		return want_usage(err);
	if (count == 1 && !nc->is_unix)
		return fail("missing port number", err);
	if (cfg->tls.is_asked && count > 2 && !is_port(words[1]))
		return refuse_program(words[0], err);
	nc->host = words[0];
	nc->ports = words + 1;
	return cfg->source_port ? nc_port_check(cfg->source_port, err) : 0;
}

/* What the letters mean together */

static int check_proxy(const struct config *cfg, struct error *err)
{
	const struct config_nc *nc = &cfg->nc;
	const char *protocol = nc->proxy_protocol ? nc->proxy_protocol : "5";
	const struct choice rules[] = {
		{ cfg->udp, "no proxy support for UDP mode" },
		{ nc->listens, "no proxy support for listen" },
		{ nc->is_unix, "no proxy support for unix sockets" },
		{ cfg->source, "no proxy support for local source address" },
	};

	if (strcmp(protocol, "4") != 0 && strcmp(protocol, "5") != 0 &&
	    strcasecmp(protocol, "connect") != 0)
		return fail("unsupported proxy protocol", err);
	const char *why = nc->proxy ? CHOICE_FIRST(rules) : NULL;
	if (why)
		return fail(why, err);
	return nc->proxy ? nc_proxy_check(nc->proxy, err) : 0;
}

static int check(struct config *cfg, struct error *err)
{
	const struct config_nc *nc = &cfg->nc;
	const struct choice rules[] = {
		{ nc->routing, "no alternate routing table support available" },
		{ nc->dccp && nc->is_unix, "cannot use -Z and -U" },
		{ nc->asks && nc->listens, "cannot use -z and -l" },
		{ cfg->keep_open && !nc->listens, "must use -l with -k" },
		{ nc->passes_socket && nc->is_unix, "cannot use -F and -U" },
	};

	const char *why = CHOICE_FIRST(rules);

	if (why)
		return fail(why, err);
	if (nc_tls_settle(cfg, err) < 0)
		return -1;
	return check_proxy(cfg, err);
}

static int64_t seconds(long count)
{
	return count > 0 ? count * CLOCK_SECOND : CLOCK_NEVER;
}

/* -q 0 and -w 0 end the run with the input where nothing else would; but with
 * -q 0, a client still waits for its peer. */
static int64_t linger(const struct config *cfg)
{
	const struct config_nc *nc = &cfg->nc;
	bool at_once = nc->quit_s == 0 && (nc->listens || cfg->udp);

	if (at_once || (nc->wait_s == 0 && !nc->listens))
		return 0;
	return seconds(nc->quit_s);
}

/* Sets the fields that options of genet would set. */
static void translate(struct config *cfg)
{
	struct config_nc *nc = &cfg->nc;
	mode_t mask = umask(0);

	umask(mask);
	cfg->raw = true;
	cfg->connect_timeout_us = seconds(nc->wait_s);
	cfg->linger_us = linger(cfg);
	cfg->line_interval_us = nc->interval_s * CLOCK_SECOND;
	nc->shuts |= nc->quit_s >= 0 || (nc->wait_s == 0 && !nc->listens);
	cfg->end_with_peer = nc->listens;
	cfg->datagram = nc->is_unix && cfg->udp;
	cfg->mode = nc->is_unix ? 0777 & ~(long)mask : -1;
	if (cfg->udp && cfg->keep_open)
		cfg->count = cfg->max_reads;
	else
		cfg->idle_timeout_us = seconds(nc->wait_s);
	if (!nc->listens)
		return;
	if (nc->wait_s > 0)
		cfg->proxy.handshake_timeout_us = seconds(nc->wait_s);
	cfg->max_conns = cfg->keep_open; /* one after the other */
	cfg->sockopts.reuse_port = !nc->is_unix;
}

static void print_help(const struct usage_page *page)
{
	fprintf(page->to, "Do what OpenBSD's netcat does.\n\n%s", usage);
	usage_print_group(page, &nc_letters);
	fputs("\nPorts are numbers, names, or ranges such as 20-30.\n"
	      "Manual: man genet-nc\n",
	    page->to);
}

/* On standard error, as nc does it. */
static void answer_help(void)
{
	const struct usage_page page = {
		.width = usage_width(STDERR_FILENO),
		.palette = palette_for(PALETTE_NEVER, STDERR_FILENO),
	};
	char *text = usage_compose(page, print_help);

	if (text)
		messages_insist(text, 30);
	free(text);
}

int nc_parse(int argc, char **argv, struct config *cfg, struct error *err)
{
	const char *name = nc_name(argv[0]);

	cfg->nc.program = name ? name : "nc";
	cfg->nc.shuts = false;
	cfg->quiet = true; /* hints are in the words of genet */
	cfg->color = PALETTE_NEVER;
	int result = read_letters(argc, argv, cfg, err);
	if (result != 0)
		return result;
	/* With room for a port that a letter has given, and the end. */
	cfg->operands = xcalloc((size_t)(argc - optind) + 2, sizeof(char *));
	while (optind < argc)
		cfg->operands[cfg->operand_count++] = argv[optind++];
	if (check(cfg, err) < 0 || place_operands(cfg, err) < 0)
		return -1;
	translate(cfg);
	return 0;
}

int nc_family(const struct config *cfg)
{
	return cfg->nc.listens && !cfg->nc.host && cfg->family == AF_UNSPEC
	           ? AF_INET
	           : cfg->family;
}

/* Asks for the key of -S on the terminal. Returns 0, or -1 with err filled if
 * there is no terminal. */
static int ask_key(struct config *cfg, struct error *err)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC);

	if (tty >= 0) {
		close(tty);
		cfg->sockopts.md5_key = getpass("TCP MD5SIG password: ");
	}
	return cfg->sockopts.md5_key
	           ? 0
	           : fail("Unable to read TCP MD5SIG password", err);
}

int nc_read(int argc, char **argv, struct config *cfg, struct error *err)
{
	int result = nc_parse(argc, argv, cfg, err);

	if (result > 0)
		answer_help();
	else if (result < 0 && err->kind == FAULT_PROGRAM)
		messages_insist(usage, 10);
	cfg->family = nc_family(cfg);
	if (result == 0 && cfg->nc.md5 && !cfg->nc.is_unix && !cfg->nc.dccp)
		return ask_key(cfg, err);
	return result;
}
