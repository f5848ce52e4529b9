/* SPDX-License-Identifier: MIT */
/* Addresses of all kinds. */
#include <stdio.h>
#include <sys/socket.h>

#include "args/spec.h"
#include "net/address/unix-address.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* clang-format off */
static const struct spec_rules
    to_connect = { .command = "connect", .usage = "genet connect HOST PORT", .example = "genet connect example.org 80", .role = SPEC_DIALS, .usual = SPEC_TCP, .kinds = SPEC_ALL_KINDS },
    to_listen = { .command = "listen", .usage = "genet listen [HOST] PORT", .example = "genet listen 80", .role = SPEC_LISTENS, .usual = SPEC_TCP, .kinds = SPEC_ALL_KINDS },
    to_wait = { .command = "wait", .usage = "genet wait HOST:PORT", .example = "genet wait localhost:80", .role = SPEC_WAITS, .usual = SPEC_TCP, .kinds = SPEC_ALL_KINDS, .words = SPEC_LIST },
    to_connect_unix = { .command = "unix connect", .role = SPEC_DIALS, .usual = SPEC_UNIX, .kinds = SPEC_UNIX_KINDS },
    to_relay = { .command = "relay", .usage = "genet relay LISTEN TARGET", .example = "genet relay 80 localhost:8080", .role = SPEC_LISTENS, .usual = SPEC_TCP, .kinds = SPEC_ALL_KINDS, .words = SPEC_ONE_WORD, .takes_roles = true };

/* Ports of hosts */

static const struct row {
	const struct spec_rules *rules;
	const char *words[3];
	int used;
	enum spec_kind kind;
	enum spec_role role;
	const char *host, *port; /* NULL: none */
} rows[] = {
	{ &to_wait, { "example.org:80" }, 1, SPEC_TCP, SPEC_WAITS, "example.org", "80" },
	{ &to_wait, { "example.org", "80" }, 2, SPEC_TCP, SPEC_WAITS, "example.org", "80" },
	{ &to_wait, { "example.org", "http" }, 2, SPEC_TCP, SPEC_WAITS, "example.org", "http" },
	{ &to_wait, { "example.org:80", "other.org:81" }, 1, SPEC_TCP, SPEC_WAITS, "example.org", "80" },
	{ &to_wait, { "example.org:80", "other.org" }, 1, SPEC_TCP, SPEC_WAITS, "example.org", "80" },
	{ &to_wait, { "192.0.2.1:http" }, 1, SPEC_TCP, SPEC_WAITS, "192.0.2.1", "http" },
	{ &to_wait, { "[2001:db8::1]:80" }, 1, SPEC_TCP, SPEC_WAITS, "2001:db8::1", "80" },
	{ &to_wait, { "[2001:db8::1]:80", "81" }, 1, SPEC_TCP, SPEC_WAITS, "2001:db8::1", "80" },
	{ &to_wait, { "2001:db8::1", "80" }, 2, SPEC_TCP, SPEC_WAITS, "2001:db8::1", "80" },
	{ &to_wait, { "[2001:db8::1]", "80" }, 2, SPEC_TCP, SPEC_WAITS, "2001:db8::1", "80" },
	{ &to_wait, { "tcp:example.org:80" }, 1, SPEC_TCP, SPEC_WAITS, "example.org", "80" },
	{ &to_wait, { "tcp:[::1]:80", "81" }, 1, SPEC_TCP, SPEC_WAITS, "::1", "80" },
	{ &to_wait, { "tcp:80" }, 1, SPEC_TCP, SPEC_WAITS, NULL, "80" },
	{ &to_wait, { "tcp:*:80" }, 1, SPEC_TCP, SPEC_WAITS, NULL, "80" },
	{ &to_wait, { "udp:127.0.0.1:53" }, 1, SPEC_UDP, SPEC_WAITS, "127.0.0.1", "53" },
	{ &to_wait, { "udp::domain" }, 1, SPEC_UDP, SPEC_WAITS, NULL, "domain" },
	{ &to_connect, { "example.org", "80" }, 2, SPEC_TCP, SPEC_DIALS, "example.org", "80" },
	{ &to_connect, { "echo:7" }, 1, SPEC_TCP, SPEC_DIALS, "echo", "7" },
	{ &to_connect, { "udp", "53" }, 2, SPEC_TCP, SPEC_DIALS, "udp", "53" },
	{ &to_connect, { "udp:localhost", "53" }, 2, SPEC_UDP, SPEC_DIALS, "localhost", "53" },
	{ &to_connect, { "udp:::1", "53" }, 2, SPEC_UDP, SPEC_DIALS, "::1", "53" },
	{ &to_connect, { "tls:[::1]:443" }, 1, SPEC_TLS, SPEC_DIALS, "::1", "443" },
	{ &to_connect, { "connect:localhost:80" }, 1, SPEC_TCP, SPEC_DIALS, "localhost", "80" },
	{ &to_connect, { "connect:tls:localhost", "80" }, 2, SPEC_TLS, SPEC_DIALS, "localhost", "80" },
	{ &to_listen, { "udp:53" }, 1, SPEC_UDP, SPEC_LISTENS, NULL, "53" },
	{ &to_listen, { "udp:*:0" }, 1, SPEC_UDP, SPEC_LISTENS, NULL, "0" },
	{ &to_listen, { "udp:[::1]:53" }, 1, SPEC_UDP, SPEC_LISTENS, "::1", "53" },
	{ &to_listen, { "sctp:*:9" }, 1, SPEC_SCTP, SPEC_LISTENS, NULL, "9" },
	{ &to_listen, { "tls:8443" }, 1, SPEC_TLS, SPEC_LISTENS, NULL, "8443" },
	{ &to_listen, { "listen:127.0.0.1:0" }, 1, SPEC_TCP, SPEC_LISTENS, "127.0.0.1", "0" },
	{ &to_relay, { "0", "localhost:80" }, 1, SPEC_TCP, SPEC_LISTENS, NULL, "0" },
	{ &to_relay, { "connect:a.test:1", "b.test:2" }, 1, SPEC_TCP, SPEC_DIALS, "a.test", "1" },
	{ &to_relay, { "tls:8443" }, 1, SPEC_TLS, SPEC_LISTENS, NULL, "8443" },
	{ &to_relay, { "listen:udp:53", "b.test:2" }, 1, SPEC_UDP, SPEC_LISTENS, NULL, "53" },
};

static const struct refusal {
	const struct spec_rules *rules;
	const char *words[3];
	const char *says; /* anywhere in error or hints */
} refusals[] = {
	{ &to_wait, { "example.org", "other.org:80" }, "missing port after 'example.org'" },
	{ &to_wait, { "example.org" }, "missing port" },
	{ &to_wait, { "example.org:0" }, "port '0' is only for listening" },
	{ &to_wait, { "example.org:99999" }, "out of range (" },
	{ &to_wait, { "tcp:example.org" }, "missing port after 'tcp:example.org'" },
	{ &to_wait, { "tcp:" }, "missing port after 'tcp:'" },
	{ &to_wait, { "tcp:fd:3" }, "'tcp:fd:3' is a descriptor, not an address" },
	{ &to_wait, { "fd:3" }, "'fd:3' cannot be waited for: it is an inherited descriptor" },
	{ &to_wait, { "tls:localhost:443" }, "what can: tcp:, udp:, unix:, unix-seqpacket:, unix-dgram:, file:, pid:" },
	{ &to_wait, { "::1" }, "more than one colon" },
	{ &to_wait, { "2001:db8::1:80" }, "[2001:db8::1]:80" },
	{ &to_wait, { "unix:" }, "missing path in 'unix:'" },
	{ &to_wait, { "unix:@" }, "missing name in 'unix:@'" },
	{ &to_wait, { "unix-dgram:" }, "missing path in 'unix-dgram:'" },
	{ &to_wait, { "file:" }, "missing path in 'file:'" },
	{ &to_wait, { "pid:" }, "'' is not a process id" },
	{ &to_wait, { "pid:0" }, "'0' is not a process id" },
	{ &to_wait, { "pid:-1" }, "'-1' is not a process id" },
	{ &to_wait, { "pid:99999999999" }, "is not a process id" },
	{ &to_wait, { "pid:12x" }, "'12x' is not a process id" },
	{ &to_wait, { "http://example.org/" }, "port '//example.org/' is neither" },
	{ &to_wait, { "connect:a.test:80" }, "'connect:a.test:80' says 'connect:', and wait does not connect" },
	{ &to_connect, { "vsock:1234" }, "'1234' is not CID:PORT" },
	{ &to_connect, { "exec:" }, "missing command in 'exec:'" },
	{ &to_connect, { "exec:'a" }, "a quote is not closed" },
	{ &to_connect, { "tty:/dev/x,9x9" }, "9x9" },
	{ &to_connect, { "pid:1" }, "'pid:1' cannot be connected to: it is a process" },
	{ &to_connect, { "pid:1" }, "what can: tcp:, tls:, udp:, unix:" },
	{ &to_connect, { "unix:./s", "80" }, "'unix:./s' is a whole address: what is '80' for?" },
	{ &to_connect, { "listen:80" }, "says 'listen:', and connect does not listen" },
	{ &to_connect, { "listen:80" }, "genet listen 80" },
	{ &to_connect, { "udp://localhost:53" }, "more than one colon" },
	{ &to_connect, { "foo:1:2" }, "there is no kind 'foo:' of an address" },
	{ &to_connect, { "foo:1:2" }, "the kinds here: tcp:, tls:, udp:, unix:" },
	{ &to_connect, { "connect:unix2:x:y" }, "there is no kind 'unix2:'" },
	{ &to_relay, { "foo:1:2", "b:1" }, "fd:, -, exec:" },
	{ &to_wait, { "foo:1:2" }, "the kinds here: tcp:, udp:, unix:, unix-seqpacket:, unix-dgram:, file:, pid:" },
	{ &to_connect, { "a.test:1:2" }, "more than one colon" },
	{ &to_connect, { "fe80:1:2" }, "more than one colon" },
	{ &to_connect, { "fe80::1%eth0" }, "more than one colon" },
	{ &to_connect, { "tcp:foo:1:2" }, "more than one colon" },
	{ &to_connect, { "tcp:80" }, "genet connect tcp:localhost:80" },
	{ &to_listen, { "connect:a.test:1" }, "genet connect a.test:1" },
	{ &to_listen, { "pid:1" }, "'pid:1' cannot be listened on: it is a process" },
	{ &to_listen, { "fd:" }, "'fd:' is not a descriptor" },
	{ &to_listen, { "fd:x" }, "'fd:x' is not a descriptor" },
	{ &to_listen, { "fd:-1" }, "'fd:-1' is not a descriptor" },
	{ &to_listen, { "fd:3x" }, "'fd:3x' is not a descriptor" },
	{ &to_listen, { "tls:fd:3x" }, "'tls:fd:3x' is not a descriptor" },
	{ &to_listen, { "fd:2147483648" }, "'fd:2147483648' is not a descriptor" },
	{ &to_connect_unix, { "tcp:a:1" }, "'tcp:a:1' is a TCP port, which unix connect cannot use" },
	{ &to_connect_unix, { "tcp:a:1" }, "what can: unix:, unix-seqpacket:, unix-dgram:" },
	{ &to_connect_unix, { "tcp:a:1" }, "a file of that name is ./tcp:a:1" },
	{ &to_connect_unix, { "" }, "missing path in ''" },
	{ &to_connect_unix, { "@" }, "missing name in '@'" },
	{ &to_relay, { "pid:1", "b:1" }, "'pid:1' cannot be listened on: it is a process" },
	{ &to_relay, { "pid:1", "b:1" }, "fd:, -, exec:" },
	{ &to_relay, { "listen:exec:a", "b:1" }, "what can: tcp:, tls:, udp:, unix:, unix-seqpacket:, unix-dgram:, fd:, vsock:, sctp:" },
	{ &to_relay, { "connect:80", "b:1" }, "missing host before '80'" },
	{ &to_relay, { "localhost", "b:1" }, "usage: genet relay LISTEN TARGET" },
};

/* Everything else */

struct other {
	const struct spec_rules *rules;
	const char *words[3];
	enum spec_kind kind;
	const char *path, *text; /* of a socket, or of a file; or NULL */
	int fd, pid, type;
};

/* clang-format off */
static const struct other abstract =
	{ &to_connect, { "unix:@name" }, SPEC_UNIX, NULL, NULL, -1, 0, SOCK_STREAM };

static const struct other others[] = {
	{ &to_wait, { "unix:/run/a:b" }, SPEC_UNIX, "/run/a:b", NULL, -1, 0, SOCK_STREAM },
	{ &to_wait, { "file:a b", "80" }, SPEC_FILE, NULL, "a b", -1, 0, SOCK_STREAM },
	{ &to_wait, { "pid:4711" }, SPEC_PID, NULL, NULL, -1, 4711, SOCK_STREAM },
	{ &to_connect, { "unix:unix:a" }, SPEC_UNIX, "unix:a", NULL, -1, 0, SOCK_STREAM },
	{ &to_connect, { "unix:///run/s" }, SPEC_UNIX, "///run/s", NULL, -1, 0, SOCK_STREAM },
	{ &to_connect, { "unix-seqpacket:a b" }, SPEC_UNIX_SEQPACKET, "a b", NULL, -1, 0, SOCK_SEQPACKET },
	{ &to_connect, { "unix-dgram:./s" }, SPEC_UNIX_DGRAM, "./s", NULL, -1, 0, SOCK_DGRAM },
	{ &to_connect, { "file:a,both" }, SPEC_FILE, NULL, "a,both", -1, 0, SOCK_STREAM },
	{ &to_wait, { "file:a,b" }, SPEC_FILE, NULL, "a,b", -1, 0, SOCK_STREAM },
	{ &to_connect, { "sh:echo a:b" }, SPEC_SH, NULL, "echo a:b", -1, 0, SOCK_STREAM },
	{ &to_connect, { "echo:" }, SPEC_ECHO, NULL, NULL, -1, 0, SOCK_STREAM },
	{ &to_connect, { "fd:0" }, SPEC_FD, NULL, NULL, 0, 0, SOCK_STREAM },
	{ &to_relay, { "-", "b:1" }, SPEC_STDIO, NULL, NULL, -1, 0, SOCK_STREAM },
	{ &to_relay, { "exec:cat", "b:1" }, SPEC_EXEC, NULL, "cat", -1, 0, SOCK_STREAM },
	{ &to_listen, { "fd:3" }, SPEC_FD, NULL, NULL, 3, 0, SOCK_STREAM },
	{ &to_listen, { "tls:fd:4" }, SPEC_TLS, NULL, NULL, 4, 0, SOCK_STREAM },
	{ &to_connect_unix, { "./tcp:a:1" }, SPEC_UNIX, "./tcp:a:1", NULL, -1, 0, SOCK_STREAM },
	{ &to_connect_unix, { "s" }, SPEC_UNIX, "s", NULL, -1, 0, SOCK_STREAM },
	{ &to_connect_unix, { "unix-dgram:s" }, SPEC_UNIX_DGRAM, "s", NULL, -1, 0, SOCK_DGRAM },
	{ &to_relay, { "listen:unix:s", "b:1" }, SPEC_UNIX, "s", NULL, -1, 0, SOCK_STREAM },
};
/* clang-format on */

static void check_port(const struct row *row)
{
	const char *word = row->words[0];
	struct spec s;
	struct error err = ERROR_NONE;

	int used = spec_parse(row->words, row->rules, &s, &err);
	is_text(used > 0 ? NULL : err.text, NULL, "%s: '%s' is understood",
	    row->rules->command, word);
	if (used < 0)
		return;
	is_int(used, row->used, "'%s': so many words", word);
	is_int(s.kind, row->kind, "'%s': the kind", word);
	is_int(s.role, row->role, "'%s': the role", word);
	is_int(s.fd, -1, "'%s' is no descriptor", word);
	is_text(s.endpoint.host, row->host, "'%s': the host", word);
	is_text(s.endpoint.port, row->port, "'%s': the port", word);
	spec_free(&s);
}

static void check_other(const struct other *row)
{
	const char *word = row->words[0];
	struct spec s;
	struct error err = ERROR_NONE;

	int used = spec_parse(row->words, row->rules, &s, &err);
	is_int(used, 1, "%s: '%s' is understood as one word",
	    row->rules->command, word);
	if (used < 0)
		return;
	is_int(s.kind, row->kind, "'%s': the kind", word);
	is_int(spec_type(&s), row->type, "'%s': the type", word);
	is_text(s.name, word, "'%s': the name is as it was written", word);
	is_text(
	    unix_address_path(&s.address), row->path, "'%s': the path", word);
	is_text(s.text, row->text, "'%s': the text", word);
	is_int(s.fd, row->fd, "'%s': the descriptor", word);
	is_int(s.pid, row->pid, "'%s': the process", word);
	if (row->rules == &to_relay)
		ok(s.is_left, "'%s': it is on the left", word);
	spec_free(&s);
}

static void check_refused(const struct refusal *row)
{
	struct spec s;
	struct error err = ERROR_NONE;
	char said[sizeof(err.text) + sizeof(err.hint_text)];

	is_int(spec_parse(row->words, row->rules, &s, &err), -1,
	    "%s: '%s' is refused", row->rules->command, row->words[0]);
	is_int(
	    err.kind, FAULT_USAGE, "'%s' is an error of usage", row->words[0]);
	snprintf(said, sizeof(said), "%s\n%s", err.text, err.hint_text);
	has_text(said, row->says, "what is said of '%s'", row->words[0]);
	ok(!s.name && !s.text && !s.endpoint.host && s.fd == -1,
	    "'%s' leaves nothing to free", row->words[0]);
}

static void test_descriptors(void)
{
	is_int(spec_descriptor("fd:3"), 3, "fd:3 is descriptor 3");
	is_int(spec_descriptor("tls:fd:3"), 3, "so is tls:fd:3");
	is_int(spec_descriptor("listen:tcp:fd:3"), 3, "and with a role");
	is_int(spec_descriptor("fd:3x"), -1, "fd:3x is none");
	is_int(spec_descriptor("unix:fd:3"), -1, "nor is a path");
}

/* What cannot be listened on is dialled, where both can be. */
static void test_roles(void)
{
	static const char *const words[] = { "exec:cat", "b:1", NULL };
	static const char *const forced[] = { "listen:exec:cat", "b:1", NULL };
	struct spec s;
	struct error err = ERROR_NONE;

	spec_parse(words, &to_relay, &s, &err);
	is_int(s.role, SPEC_DIALS, "a program is dialled");
	spec_free(&s);
	is_int(spec_parse(forced, &to_relay, &s, &err), -1,
	    "unless 'listen:' asks for more");
	has_text(err.text, "cannot be listened on", "which is said");
}

static void test_parts(void)
{
	struct spec_parts p = spec_split("a:1");
	ok(!p.has_role && !p.has_kind,
	    "a host alone has neither role nor kind");
	is_text(p.rest, "a:1", "it is all there is");
	p = spec_split("listen:tls:a:1");
	ok(p.has_role && p.role == SPEC_LISTENS, "a role comes first");
	ok(p.has_kind && p.kind == SPEC_TLS, "then a kind");
	is_text(p.rest, "a:1", "then the address");
	ok(!spec_split("tls://a").has_kind, "a URL is of no kind");
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		check_port(&rows[i]);
	for (size_t i = 0; i < COUNT(others); i++)
		check_other(&others[i]);
	if (for_linux("names that are no files"))
		check_other(&abstract);
	for (size_t i = 0; i < COUNT(refusals); i++)
		check_refused(&refusals[i]);
	test_descriptors();
	test_roles();
	test_parts();
	return plan();
}
