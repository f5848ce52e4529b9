/* SPDX-License-Identifier: MIT */
/* Command lines of nc, and what they become. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "front/nc/nc.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define WORDS_MOST 8
#define SECOND ((int64_t)CLOCK_SECOND)

struct line {
	char text[100], *argv[WORDS_MOST + 1];
	int argc, result;
	struct config config;
	struct error err;
};

static void read_line(struct line *line, const char *text)
{
	char *word, *rest = line->text;

	*line = (struct line){ .config = CONFIG_DEFAULT };
	snprintf(line->text, sizeof(line->text), "%s", text);
	while ((word = strsep(&rest, " ")))
		line->argv[line->argc++] = word;
	line->result =
	    nc_read(line->argc, line->argv, &line->config, &line->err);
}

static void free_line(struct line *line)
{
	config_free(&line->config);
}

static void test_names(void)
{
	is_text(nc_name("nc"), "nc", "nc is nc");
	is_text(nc_name("/usr/bin/nc"), "nc", "also with a path");
	is_text(nc_name("../netcat"), "netcat", "so is netcat");
	ok(!nc_name("genet") && !nc_name("/opt/nc/genet") && !nc_name("ncat") &&
		!nc_name("") && !nc_name(NULL),
	    "no other name is nc's");
}

/* Host and ports, "" for none. */
static const struct {
	const char *line, *host, *ports;
} places[] = {
	{ "nc host 80", "host", "80" },
	{ "nc -v host 80 90-100 http", "host", "80 90-100 http" },
	{ "nc host -w 3 80", "host", "80" },
	{ "nc -l 80", "", "80" },
	{ "nc -l host 80", "host", "80" },
	{ "nc -lp 80", "", "80" },
	{ "nc -l -p 80 -s host", "host", "80" },
	{ "nc -U path", "path", "" },
	{ "nc -lU path", "path", "" },
	{ "nc -uU path -s own", "path", "" },
	{ "nc -- -host 80", "-host", "80" },
};

static void test_places(void)
{
	for (size_t i = 0; i < COUNT(places); i++) {
		struct line line;
		char ports[100] = "";

		read_line(&line, places[i].line);
		const struct config_nc *nc = &line.config.nc;
		is_int(line.result, 0, "%s", places[i].line);
		is_text(nc->host ? nc->host : "", places[i].host, "  the host");
		for (size_t n = 0; nc->ports && nc->ports[n]; n++)
			snprintf(ports + strlen(ports),
			    sizeof(ports) - strlen(ports), "%s%s", n ? " " : "",
			    nc->ports[n]);
		is_text(ports, places[i].ports, "  the ports");
		free_line(&line);
	}
}

/* What ends a run. Seconds; -1: never. */
static const struct {
	const char *line;
	int64_t connect, idle, linger;
	bool shuts;
} times[] = {
	{ "nc h 1", -1, -1, -1, false },
	{ "nc -N h 1", -1, -1, -1, true },
	{ "nc -w 3 h 1", 3, 3, -1, false },
	{ "nc -q 2 h 1", -1, -1, 2, true },
	{ "nc -q 0 h 1", -1, -1, -1, true },
	{ "nc -q -1 h 1", -1, -1, -1, false },
	{ "nc -u -q 0 h 1", -1, -1, 0, true },
	{ "nc -l -q 0 1", -1, -1, 0, true },
	{ "nc -l -q 1 1", -1, -1, 1, true },
	{ "nc -w 0 h 1", -1, -1, 0, true },
	{ "nc -l -w 0 1", -1, -1, -1, false },
	{ "nc -l -w 5 1", 5, 5, -1, false },
	{ "nc -klu -w 5 1", 5, -1, -1, false },
};

static void is_time(int64_t got, int64_t seconds, const char *what)
{
	ok(got == (seconds < 0 ? CLOCK_NEVER : seconds * SECOND), "  %s", what);
}

static void test_times(void)
{
	for (size_t i = 0; i < COUNT(times); i++) {
		struct line line;
		const struct config *cfg = &line.config;

		read_line(&line, times[i].line);
		is_int(line.result, 0, "%s", times[i].line);
		is_time(
		    cfg->connect_timeout_us, times[i].connect, "connecting");
		is_time(cfg->idle_timeout_us, times[i].idle, "silence");
		is_time(cfg->linger_us, times[i].linger, "after the input");
		is_int(cfg->nc.shuts, times[i].shuts, "  the end is told");
		free_line(&line);
	}
}

static const struct {
	const char *line, *why;
} wrong[] = {
	{ "nc host", "missing port number" },
	{ "nc -l", "missing port number" },
	{ "nc -lU", "missing socket pathname" },
	{ "nc -U path 1", "cannot use port with -U" },
	{ "nc -lz 1", "cannot use -z and -l" },
	{ "nc -k h 1", "must use -l with -k" },
	{ "nc -FU path", "cannot use -F and -U" },
	{ "nc -w x h 1", "timeout invalid: x" },
	{ "nc -w -1 h 1", "timeout too small: -1" },
	{ "nc -w 99999999999 h 1", "timeout too large: 99999999999" },
	{ "nc -i 1s h 1", "interval invalid: 1s" },
	{ "nc -q x h 1", "quit timer invalid: x" },
	{ "nc -W 0 h 1", "receive limit too small: 0" },
	{ "nc -I 0 h 1", "TCP receive window too small: 0" },
	{ "nc -O x h 1", "TCP send window invalid: x" },
	{ "nc -M 300 h 1", "ttl is too large" },
	{ "nc -m 300 h 1", "minttl is too large" },
	{ "nc -T foo h 1", "illegal tos value foo" },
	{ "nc -V 1 h 1", "no alternate routing table support available" },
	{ "nc -X 6 h 1", "unsupported proxy protocol" },
	{ "nc -u -x p:1 h 1", "no proxy support for UDP mode" },
	{ "nc -l -x p:1 1", "no proxy support for listen" },
	{ "nc -U -x p:1 path", "no proxy support for unix sockets" },
	{ "nc -w", "option requires an argument -- 'w'" },
	{ "nc -j h 1", "invalid option -- 'j'" },
	{ "nc -H hash h 1", "you must specify -c to use -H" },
	{ "nc -K file h 1", "you must specify -c to use -K" },
	{ "nc -R file h 1", "you must specify -c to use -R" },
	{ "nc -lo file 1", "you must specify -c to use -o" },
	{ "nc -e name h 1", "you must specify -c to use -e" },
	{ "nc -T noname h 1", "you must specify -c to use TLS options" },
	{ "nc -cu h 1", "cannot use -c and -u" },
	{ "nc -cU path", "cannot use -c and -U" },
	{ "nc -cF h 1", "cannot use -c and -F" },
	{ "nc -ct h 1", "cannot use -c and -t" },
	{ "nc -c -K a -o file h 1", "-o is only valid with -l" },
	{ "nc -lc -o file 1", "you must specify -K to use -o" },
	{ "nc -c -T clientcert h 1", "clientcert is only valid with -l" },
	{ "nc -lc -T muststaple 1", "muststaple is only valid without -l" },
	{ "nc -c -T noverify -H x h 1",
	    "-H and -T noverify may not be used together" },
	{ "nc -c -H SHA256:12 h 1",
	    "`SHA256:12' is not the hash of a certificate: SHA256: and 64 "
	    "digits in hexadecimal" },
	{ "nc -c -T ciphers h 1", "invalid tls value `ciphers'" },
	{ "nc -c -T protocols=x h 1", "invalid TLS protocols `x'" },
	{ "nc -c -T protocols=!all h 1", "invalid TLS protocols `!all'" },
	{ "nc -c -T protocols=tlsv1.0,tlsv1.2 h 1",
	    "TLS protocols `tlsv1.0,tlsv1.2' leave out TLS 1.1, and not what "
	    "is older and newer" },
	{ "nc -c -T lowdelai h 1", "illegal tos value lowdelai" },
	{ "nc -c true h 1", "cannot run `true'" },
	{ "nc -l -p 1 -c true", "cannot run `true'" },
};

static void test_errors(void)
{
	for (size_t i = 0; i < COUNT(wrong); i++) {
		struct line line;

		read_line(&line, wrong[i].line);
		is_int(line.result, -1, "%s", wrong[i].line);
		is_text(line.err.text, wrong[i].why, "  why");
		free_line(&line);
	}
}

static void test_usage(void)
{
	static const char *const lines[] = { "nc", "nc -v", "nc -l a b c",
		"nc -l -p 1 2", "nc -l -s host 1" };

	for (size_t i = 0; i < COUNT(lines); i++) {
		struct line line;
		read_line(&line, lines[i]);
		ok(line.result < 0 && line.err.kind == FAULT_PROGRAM &&
			line.err.status == 1,
		    "'%s' shows how nc is called", lines[i]);
		free_line(&line);
	}
}

static void test_listening(void)
{
	struct line line;

	read_line(&line, "nc -lk 80");
	is_int(
	    line.config.family, AF_INET, "without a host nc listens on IPv4");
	is_int((int)line.config.max_conns, 1, "-k serves one client at a time");
	ok(line.config.end_with_peer, "a client's end is that of the session");
	free_line(&line);
	read_line(&line, "nc -l6 80");
	is_int(line.config.family, AF_INET6, "or on IPv6 with -6");
	free_line(&line);
	read_line(&line, "nc -lU path");
	ok(line.config.mode >= 0, "a Unix socket has the rights of the umask");
	free_line(&line);
}

int main(void)
{
	test_names();
	test_places();
	test_times();
	test_errors();
	test_usage();
	test_listening();
	return plan();
}
