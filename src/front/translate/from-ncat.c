/* SPDX-License-Identifier: MIT */
/* A command line of ncat in genet's terms. */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "front/translate/from.h"
#include "front/translate/ncat-proxy.h"
#include "net/address/cidr.h"

#define NO_PASSWORD                                                            \
	"write USER@ into the URL of --proxy, and the password into the file " \
	"of --proxy-password-file"
#define NOT_LOGGED "a record of both directions is --hex=FILE or --capture FILE"
#define NO_ROUTE "genet does not choose the way of packets"
#define NO_RELAY "clients of genet do not hear each other"

static const char default_port[] = "31337";

/* clang-format off */
static const struct row {
	char letter;
	char name[16];
	bool has_value, is_internets; /* without meaning for Unix sockets */
	char option[20]; /* of genet; "": see lack; if that is empty, too, none
	                    is needed, or the option is read elsewhere */
	char lack[100];
} rows[] = {
	{ '4', "", 0, 1, "ipv4" },
	{ '6', "", 0, 1, "ipv6" },
	{ 'C', "crlf", 0, 0, "crlf" },
	{ 'G', "", 1, 0, "", NO_ROUTE },
	{ 'U', "unixsock", 0, 0, "" },
	{ 'c', "sh-exec", 1, 0, "sh" },
	{ 'd', "delay", 1, 0, "", "genet does not slow conversations down" },
	{ 'e', "exec", 1, 0, "" },
	{ 'g', "", 1, 0, "", NO_ROUTE },
	{ 'h', "help", 0, 0, "", "it asks about ncat" },
	{ 'i', "idle-timeout", 1, 0, "idle-timeout" },
	{ 'k', "keep-open", 0, 0, "" },
	{ 'l', "listen", 0, 0, "" },
	{ 'm', "max-conns", 1, 0, "max-conns" },
	{ 'n', "nodns", 0, 1, "numeric" },
	{ 'o', "output", 1, 0, "", NOT_LOGGED },
	{ 'p', "source-port", 1, 1, "source-port" },
	{ 's', "source", 1, 0, "source" },
	{ 't', "telnet", 0, 1, "telnet" },
	{ 'u', "udp", 0, 0, "" },
	{ 'v', "verbose", 0, 0, "" },
	{ 'w', "wait", 1, 0, "connect-timeout" },
	{ 'x', "hex-dump", 1, 0, "hex" },
	{ 'z', "", 0, 0, "" },
	{ 0, "allow", 1, 0, "allow" },
	{ 0, "allowfile", 1, 0, "", "give each range by --allow" },
	{ 0, "append-output", 0, 0, "", NOT_LOGGED },
	{ 0, "broker", 0, 0, "", NO_RELAY },
	{ 0, "chat", 0, 0, "", NO_RELAY },
	{ 0, "deny", 1, 0, "deny" },
	{ 0, "denyfile", 1, 0, "", "give each range by --deny" },
	{ 0, "lua-exec", 1, 0, "", "genet runs no Lua; --exec runs a program" },
	{ 0, "no-shutdown", 0, 0, "", "genet always tells the peer that the input has ended" },
	{ 0, "nsock-engine", 1, 0, "" },
	{ 0, "proxy", 1, 0, "" },
	{ 0, "proxy-auth", 1, 0, "", NO_PASSWORD },
	{ 0, "proxy-dns", 1, 0, "" },
	{ 0, "proxy-type", 1, 0, "" },
	{ 0, "recv-only", 0, 0, "recv-only" },
	{ 0, "sctp", 0, 0, "", "genet does not speak SCTP" },
	{ 0, "send-only", 0, 0, "send-only" },
	{ 0, "ssl", 0, 0, "" },
	{ 0, "ssl-alpn", 1, 0, "tls-alpn" },
	{ 0, "ssl-cert", 1, 0, "tls-cert" },
	{ 0, "ssl-ciphers", 1, 0, "tls-ciphers" },
	{ 0, "ssl-key", 1, 0, "tls-key" },
	{ 0, "ssl-servername", 1, 0, "tls-name" },
	{ 0, "ssl-trustfile", 1, 0, "tls-ca" },
	{ 0, "ssl-verify", 0, 0, "" },
	{ 0, "version", 0, 0, "", "it asks about ncat" },
	{ 0, "vsock", 0, 0, "", "genet knows no vsock" },
};
/* clang-format on */

#define ROWS (sizeof(rows) / sizeof(rows[0]))
#define LONG_BASE 256 /* getopt's answer for the long option of row i: + i */

/* A line of ncat. */
struct line {
	bool has[ROWS], is_by_letter[ROWS];
	const char *values[ROWS]; /* the last one counts */
	int verbosity;
	char **operands;
	int operand_count;
};

static size_t row_of(int answer)
{
	for (size_t i = 0; answer < LONG_BASE && i < ROWS; i++)
		if (rows[i].letter == answer)
			return i;
	return (size_t)answer - LONG_BASE;
}

static bool has(const struct line *line, char letter)
{
	return line->has[row_of(letter)];
}

static const char *value_of(const struct line *line, char letter)
{
	return line->values[row_of(letter)];
}

static size_t row_named(const char *name)
{
	size_t i = 0;

	while (strcmp(rows[i].name, name) != 0)
		i++;
	return i;
}

static bool has_named(const struct line *line, const char *name)
{
	return line->has[row_named(name)];
}

static const char *value_named(const struct line *line, const char *name)
{
	return line->values[row_named(name)];
}

static int read_line(
    struct translation *t, int argc, char **argv, struct line *line)
{
	struct option longs[ROWS + 1] = { 0 };
	char shorts[2 * ROWS + 2] = ":";
	size_t named = 0, used = 1;
	int answer;

	for (size_t i = 0; i < ROWS; i++) {
		if (*rows[i].name)
			longs[named++] = (struct option){ rows[i].name,
				rows[i].has_value, NULL, LONG_BASE + (int)i };
		if (rows[i].letter)
			shorts[used++] = rows[i].letter;
		if (rows[i].letter && rows[i].has_value)
			shorts[used++] = ':';
	}
	optind = 0;
	opterr = 0;
	while ((answer = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const char *word = argv[optind - 1];
		if (answer == ':')
			return translation_refuse(
			    t, "'%s' needs a value", word);
		if (answer == '?' && optopt && optopt < LONG_BASE)
			return translation_refuse(
			    t, "there is no option '-%c'", optopt);
		if (answer == '?')
			return translation_refuse(
			    t, "there is no option '%s'", word);
		line->has[row_of(answer)] = true;
		line->is_by_letter[row_of(answer)] = answer < LONG_BASE;
		line->values[row_of(answer)] = optarg;
		line->verbosity +=
		    answer == 'v' || row_of(answer) == row_of('v');
	}
	line->operands = argv + optind;
	line->operand_count = argc - optind;
	return 0;
}

/* Ranges, separated by commas; genet has one in each option. */
static void set_ranges(struct translation *t, const char *option,
    const char *ranges, const char *part)
{
	struct cidr ignored;

	for (const char *r = ranges; *r; r += strspn(r, ",")) {
		int len = (int)strcspn(r, ",");
		const char *range = translation_text(t, "%.*s", len, r);
		r += len;
		if (cidr_parse(range, &ignored))
			translation_set(t, option, range, part);
		else
			translation_lack(t, range,
			    "genet takes addresses, and ranges such as "
			    "192.0.2.0/24");
	}
}

/* Whether the option has no effect in ncat. */
static bool is_ignored(const struct line *line, const struct row *row)
{
	if (has(line, 'U') && row->is_internets)
		return true;
	if (row->letter == 'm')
		return !has(line, 'k');
	if (has(line, 'l') && (strcmp(row->name, "ssl-trustfile") == 0 ||
				  strcmp(row->name, "ssl-servername") == 0))
		return true;
	return has(line, 'l') && row->letter && strchr("wps", row->letter);
}

/* The options that mean the same in genet. */
static void set_options(struct translation *t, const struct line *line)
{
	for (size_t i = 0; i < ROWS; i++) {
		const struct row *row = &rows[i];
		if (!line->has[i])
			continue;
		const char *part = line->is_by_letter[i]
		                       ? translation_text(t, "-%c", row->letter)
		                       : translation_text(t, "--%s", row->name);
		if (*row->lack)
			translation_lack(t, part, row->lack);
		else if (!*row->option || is_ignored(line, row))
			continue;
		else if (strstr("allow deny", row->option))
			set_ranges(t, row->option, line->values[i], part);
		else
			translation_set(t, row->option, line->values[i], part);
	}
	t->cfg.verbosity = line->verbosity;
}

/* Any of its options asks for TLS. */
static bool is_tls(const struct line *line)
{
	for (size_t i = 0; i < ROWS; i++)
		if (line->has[i] && strncmp(rows[i].name, "ssl", 3) == 0)
			return true;
	return false;
}

/* ncat believes any certificate unless it is asked to check, and never misses a
 * close_notify. */
static int set_tls(struct translation *t, const struct line *line)
{
	bool is_checked =
	    has_named(line, "ssl-verify") || has_named(line, "ssl-trustfile");

	if (!is_tls(line))
		return 0;
	if (has_named(line, "ssl-cert") != has_named(line, "ssl-key"))
		return translation_refuse(
		    t, "--ssl-cert and --ssl-key need each other");
	if (has(line, 'u'))
		return translation_lack(
		    t, "--ssl", "genet has no TLS by datagrams");
	if (translation_set(t, "tls", NULL, "--ssl") < 0)
		return -1;
	translation_note(t,
	    "an end without close_notify is status 7 "
	    "(--tls-allow-truncation); ncat takes it for an end");
	if (has(line, 'l') || is_checked)
		return 0;
	translation_note(t,
	    "ncat does not check who the peer is; without --insecure, genet "
	    "does");
	return translation_set(t, "insecure", NULL, "--ssl");
}

static bool is_number(const char *word)
{
	return *word && word[strspn(word, "0123456789")] == '\0';
}

/* Host and port; of a listener that has one word, this is the port if it is a
 * number. proxy: this is a proxy server; or NULL. Returns 0, or -1. */
static int set_address(struct translation *t, const struct line *line,
    bool is_udp, const struct ncat_proxy *proxy)
{
	const char *first = line->operand_count > 0 ? line->operands[0] : NULL;
	const char *port = has(line, 'l') ? value_of(line, 'p') : NULL;
	const char *host = first;

	if (line->operand_count > (port ? 1 : 2))
		return translation_refuse(
		    t, "more than one port: '%s'", line->operands[1]);
	if (line->operand_count == 2)
		port = line->operands[1];
	else if (!port && first && has(line, 'l') && is_number(first))
		port = first, host = NULL;
	if (!host && !has(line, 'l'))
		return translation_refuse(t, "no host is given");
	if (proxy)
		return ncat_proxy_serve(t, proxy, host, port);
	translation_add_address(t, host, port ? port : default_port, is_udp);
	return 0;
}

static int set_path(struct translation *t, const struct line *line)
{
	if (line->operand_count != 1)
		return translation_refuse(t, "one path is needed");
	config_add_operand(&t->cfg, line->operands[0]);
	return 0;
}

static void tell_differences(struct translation *t, const struct line *line)
{
	if (has(line, 'i') && t->command != &cmd_scan)
		translation_note(t,
		    "silence ends it with status 124; that of ncat is 1 or 2");
	if (has(line, 'm') && t->cfg.keep_open)
		translation_note(
		    t, "clients above the number wait; ncat turns them away");
	if (t->command == &cmd_scan)
		translation_note(t,
		    "a table is printed, and the status is 8 if the port is "
		    "not open; ncat prints only with -v");
	if (t->command == &cmd_unix_listen)
		translation_note(t,
		    "the socket's file is mode 0600 (--mode), and removed at "
		    "the end; ncat leaves it");
}

int from_ncat(struct translation *t, int argc, char **argv)
{
	struct line line = { 0 };

	if (read_line(t, argc, argv, &line) < 0)
		return -1;
	if (has(&line, 'e') + has(&line, 'c') > 1)
		return translation_refuse(t, "-e and -c are both given");
	struct translation_role role = {
		.listens = has(&line, 'l'),
		.is_udp = has(&line, 'u'),
		.is_unix = has(&line, 'U'),
		.is_scan = has(&line, 'z'),
		.keeps_open = has(&line, 'k'),
	};
	const struct ncat_proxy proxy = {
		.proxy = value_named(&line, "proxy"),
		.type = value_named(&line, "proxy-type"),
		.dns = value_named(&line, "proxy-dns"),
	};
	bool is_server = role.listens && (proxy.proxy || proxy.type);
	if (role.keeps_open && !role.listens)
		return translation_refuse(t, "-k is given without -l");
	if (role.is_udp && role.keeps_open && !has(&line, 'e') &&
	    !has(&line, 'c'))
		return translation_refuse(t, "-u and -k are both given");
	if (role.is_udp && role.keeps_open)
		return translation_lack(
		    t, "-k", "a program talks to one sender of datagrams only");
	if (role.is_unix && role.is_scan)
		return translation_lack(
		    t, "-z", "genet wait unix:PATH asks a Unix socket");
	translation_choose(t, &role);
	if (is_server) {
		t->command = &cmd_relay;
		t->cfg.keep_open = false;
	}
	set_options(t, &line);
	if (!is_server)
		ncat_proxy_set(t, &proxy);
	set_tls(t, &line);
	if (has(&line, 'e') && translation_set(t, "exec", NULL, "--exec") == 0)
		translation_add_program(t, value_of(&line, 'e'), "");
	/* By UDP, ncat is done when its input has ended. */
	if (role.is_udp && !role.listens && !role.is_scan && !t->cfg.exec &&
	    !t->cfg.shell && !t->cfg.send_only && !t->cfg.recv_only)
		t->cfg.linger_us = 0;
	tell_differences(t, &line);
	if (role.is_unix)
		return set_path(t, &line);
	return set_address(
	    t, &line, role.is_udp && !role.is_scan, is_server ? &proxy : NULL);
}
