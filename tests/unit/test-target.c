/* SPDX-License-Identifier: MIT */
/* Operands of several kinds. */
#include <sys/socket.h>

#include "args/target.h"
#include "net/address/unix-address.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct row {
	const char *words[3];
	int used;
	enum target_kind kind;
	const char *host, *port; /* of TCP and UDP; NULL: none */
};

/* clang-format off */
static const struct row rows[] = {
	{ { "example.org:80" }, 1, TARGET_TCP, "example.org", "80" },
	{ { "example.org", "80" }, 2, TARGET_TCP, "example.org", "80" },
	{ { "example.org", "http" }, 2, TARGET_TCP, "example.org", "http" },
	{ { "example.org:80", "other.org:81" }, 1, TARGET_TCP, "example.org", "80" },
	{ { "example.org:80", "other.org" }, 1, TARGET_TCP, "example.org", "80" },
	{ { "192.0.2.1:http" }, 1, TARGET_TCP, "192.0.2.1", "http" },
	{ { "[2001:db8::1]:80" }, 1, TARGET_TCP, "2001:db8::1", "80" },
	{ { "[2001:db8::1]:80", "81" }, 1, TARGET_TCP, "2001:db8::1", "80" },
	{ { "2001:db8::1", "80" }, 2, TARGET_TCP, "2001:db8::1", "80" },
	{ { "[2001:db8::1]", "80" }, 2, TARGET_TCP, "2001:db8::1", "80" },
	{ { "tcp:example.org:80" }, 1, TARGET_TCP, "example.org", "80" },
	{ { "tcp:[::1]:80", "81" }, 1, TARGET_TCP, "::1", "80" },
	{ { "tcp:80" }, 1, TARGET_TCP, NULL, "80" },
	{ { "tcp:*:80" }, 1, TARGET_TCP, NULL, "80" },
	{ { "udp:127.0.0.1:53" }, 1, TARGET_UDP, "127.0.0.1", "53" },
	{ { "udp::domain" }, 1, TARGET_UDP, NULL, "domain" },
};
/* clang-format on */

static const char *const refused[][3] = {
	{ "example.org", "other.org:80" },
	{ "example.org" },
	{ "example.org:0" },
	{ "example.org:99999" },
	{ "tcp:example.org" },
	{ "tcp:" },
	{ "tcp:fd:3" },
	{ "fd:3" },
	{ "::1" },
	{ "2001:db8::1:80" },
	{ "unix:" },
	{ "unix:@" },
	{ "file:" },
	{ "pid:" },
	{ "pid:0" },
	{ "pid:-1" },
	{ "pid:99999999999" },
	{ "pid:12x" },
	{ "http://example.org/" },
};

static void check_understood(const struct row *row)
{
	struct target t;
	struct error err = ERROR_NONE;
	const char *second = row->words[1] ? row->words[1] : "";

	int used = target_parse(row->words, &t, &err);
	is_text(used > 0 ? NULL : err.text, NULL, "'%s %s' is understood",
	    row->words[0], second);
	if (used < 0)
		return;
	is_int(
	    used, row->used, "'%s %s': so many words", row->words[0], second);
	is_int(t.kind, row->kind, "'%s': the kind", row->words[0]);
	is_text(t.endpoint.host, row->host, "'%s': the host", row->words[0]);
	is_text(t.endpoint.port, row->port, "'%s': the port", row->words[0]);
	target_free(&t);
}

static void check_unix(void)
{
	const char *path[] = { "unix:/run/a:b", NULL };
	const char *name[] = { "unix:@name", NULL };
	struct target t;
	struct error err = ERROR_NONE;

	is_int(target_parse(path, &t, &err), 1, "a path is one word");
	is_text(unix_address_path(&t.address), "/run/a:b", "it is all there");
	is_text(t.name, path[0], "its name is as it was written");
	target_free(&t);
	is_int(target_parse(name, &t, &err), 1, "an abstract name as well");
	ok(t.kind == TARGET_UNIX && !unix_address_path(&t.address),
	    "it is no path");
	target_free(&t);
}

static void check_others(void)
{
	const char *file[] = { "file:a b", "80", NULL };
	const char *pid[] = { "pid:4711", NULL };
	struct target t;
	struct error err = ERROR_NONE;

	is_int(target_parse(file, &t, &err), 1, "a file is one word");
	is_text(t.path, "a b", "with its blanks");
	target_free(&t);
	is_int(target_parse(pid, &t, &err), 1, "a process is one word");
	is_int(t.pid, 4711, "which one is known");
	target_free(&t);
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		check_understood(&rows[i]);
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct target t;
		struct error err = ERROR_NONE;
		int result = target_parse(refused[i], &t, &err);
		ok(result == -1 && err.kind == FAULT_USAGE, "'%s' is refused",
		    refused[i][0]);
	}
	check_unix();
	check_others();
	return plan();
}
