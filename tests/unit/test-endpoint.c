/* SPDX-License-Identifier: MIT */
/* Host and port, in all the forms in which people write them. */
#include <string.h>

#include "args/endpoint.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct endpoint_rules to_connect = {
	.usage = "genet connect HOST PORT",
	.example = "genet connect example.org 80",
};
static const struct endpoint_rules to_listen = {
	.usage = "genet listen [HOST] PORT",
	.example = "genet listen 80",
	.may_bind = true,
};
static const struct endpoint_rules to_resolve = {
	.usage = "genet resolve HOST [PORT]",
	.example = "genet resolve example.org",
	.port_is_optional = true,
};

static const struct endpoint_rules behind_a_kind = {
	.command = "connect",
	.usage = "genet connect HOST PORT",
	.example = "genet connect example.org 80",
	.kind = "udp:",
};

struct row {
	const char *words[3];
	const char *host, *port; /* NULL: none */
};

static void check_understood(
    const struct endpoint_rules *rules, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct row *row = &rows[i];
		const char *second = row->words[1] ? row->words[1] : "";
		struct endpoint e;
		struct error err = ERROR_NONE;

		int result = endpoint_parse(row->words, rules, &e, &err);
		is_text(result == 0 ? NULL : err.text, NULL,
		    "%s: '%s %s' is understood", rules->usage, row->words[0],
		    second);
		if (result < 0)
			continue;
		is_text(e.host, row->host, "the host in '%s %s' is %s",
		    row->words[0], second,
		    row->host ? row->host : "every address");
		is_text(e.port, row->port, "the port in '%s %s' is %s",
		    row->words[0], second, row->port ? row->port : "none");
		endpoint_free(&e);
	}
}

/* clang-format off */
static const struct row connect_rows[] = {
	{ { "example.org", "80" }, "example.org", "80" },
	{ { "example.org", "http" }, "example.org", "http" },
	{ { "192.0.2.1", "65535" }, "192.0.2.1", "65535" },
	{ { "::1", "80" }, "::1", "80" },
	{ { "[::1]", "80" }, "::1", "80" },
	{ { "fe80::1%eth0", "80" }, "fe80::1%eth0", "80" },
	{ { "example.org:80" }, "example.org", "80" },
	{ { "example.org:http" }, "example.org", "http" },
	{ { "192.0.2.1:80" }, "192.0.2.1", "80" },
	{ { "[2001:db8::1]:80" }, "2001:db8::1", "80" },
	{ { "[fe80::1%eth0]:80" }, "fe80::1%eth0", "80" },
};

static const struct row listen_rows[] = {
	{ { "8080" }, NULL, "8080" },
	{ { "0" }, NULL, "0" },
	{ { "http" }, NULL, "http" },
	{ { ":8080" }, NULL, "8080" },
	{ { ":0" }, NULL, "0" },
	{ { "*:8080" }, NULL, "8080" },
	{ { "*", "8080" }, NULL, "8080" },
	{ { "", "8080" }, NULL, "8080" },
	{ { "localhost", "0" }, "localhost", "0" },
	{ { "localhost:0" }, "localhost", "0" },
	{ { "127.0.0.1:8080" }, "127.0.0.1", "8080" },
	{ { "::", "8080" }, "::", "8080" },
	{ { "[::]:8080" }, "::", "8080" },
	{ { "[::]", "8080" }, "::", "8080" },
};

static const struct row resolve_rows[] = {
	{ { "example.org" }, "example.org", NULL },
	{ { "example.org", "80" }, "example.org", "80" },
	{ { "example.org:80" }, "example.org", "80" },
	{ { "::1" }, "::1", NULL },
	{ { "2001:db8::1:80" }, "2001:db8::1:80", NULL },
	{ { "[::1]" }, "::1", NULL },
	{ { "[::1]:80" }, "::1", "80" },
	{ { "80" }, "80", NULL },
};
/* clang-format on */

struct refusal {
	const char *words[3];
	const char *says;
};

static void check_refused(const struct endpoint_rules *rules,
    const struct refusal *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct refusal *row = &rows[i];
		const char *second = row->words[1] ? row->words[1] : "";
		struct endpoint e;
		struct error err = ERROR_NONE;

		is_int(endpoint_parse(row->words, rules, &e, &err), -1,
		    "%s: '%s %s' is refused", rules->usage, row->words[0],
		    second);
		is_int(err.kind, FAULT_USAGE, "'%s %s' is an error of usage",
		    row->words[0], second);
		has_text(err.text, row->says, "what is said of '%s %s'",
		    row->words[0], second);
		ok(!e.host && !e.port, "'%s %s' leaves nothing to free",
		    row->words[0], second);
		endpoint_free(&e);
	}
}

/* clang-format off */
static const struct refusal connect_refusals[] = {
	{ { "example.org" }, "missing port after 'example.org'" },
	{ { "[::1]" }, "missing port after '[::1]'" },
	{ { "80" }, "missing host before '80'" },
	{ { ":80" }, "missing host in ':80'" },
	{ { "", "80" }, "missing host in ''" },
	{ { "[]:80" }, "missing host in '[]:80'" },
	{ { "example.org:" }, "port ''" },
	{ { "[::1]:" }, "port ''" },
	{ { "example.org", "" }, "port ''" },
	{ { "example.org", "0" }, "port '0' is only for listening" },
	{ { "example.org", "000" }, "only for listening" },
	{ { "example.org:0" }, "port '0' is only for listening" },
	{ { "example.org", "65536" }, "port '65536' is out of range (1-65535)" },
	{ { "example.org:99999999999999999999" }, "is out of range (1-65535)" },
	{ { "example.org", "-80" }, "port '-80' is neither" },
	{ { "example.org", "+80" }, "port '+80' is neither" },
	{ { "example.org", " 80" }, "port ' 80' is neither" },
	{ { "example.org", "80 " }, "port '80 ' is neither" },
	{ { "example.org", "80x" }, "port '80x' is neither" },
	{ { "example.org", "0x50" }, "port '0x50' is neither" },
	{ { "example.org", ":80" }, "port ':80' is neither" },
	{ { "2001:db8::1:80" }, "more than one colon" },
	{ { "::1" }, "more than one colon" },
	{ { "[::1" }, "'[::1' is no address" },
	{ { "[::1]80" }, "'[::1]80' is no address" },
};

static const struct refusal listen_refusals[] = {
	{ { "65536" }, "port '65536' is out of range (0-65535)" },
	{ { ":65536" }, "port '65536' is out of range (0-65535)" },
	{ { "-1" }, "'-1'" },
	{ { "127.0.0.1" }, "missing port after '127.0.0.1'" },
	{ { "" }, "missing port" },
	{ { ":" }, "port ''" },
	{ { "*:" }, "port ''" },
	{ { "*" }, "missing port after '*'" },
	{ { "::1:8080" }, "more than one colon" },
	{ { "[]:8080" }, "missing host" },
};

static const struct refusal resolve_refusals[] = {
	{ { "" }, "missing host" },
	{ { "example.org", "65536" }, "out of range" },
	{ { "example.org:80x" }, "port '80x'" },
	{ { "[::1]x" }, "is no address" },
};
/* clang-format on */

static void test_port_alone(void)
{
	static const char *const alone[] = { "53", NULL }, *const any[] = {
		"*:53", NULL
	};
	struct endpoint e;
	struct error err = ERROR_NONE;

	ok(endpoint_parse(alone, &to_listen, &e, &err) == 0 && e.is_port_alone,
	    "a port can stand alone");
	endpoint_free(&e);
	ok(endpoint_parse(any, &to_listen, &e, &err) == 0 && !e.is_port_alone,
	    "with '*:' it does not stand alone");
	endpoint_free(&e);
}

static void test_hints(void)
{
	static const char *const ambiguous[] = { "2001:db8::1:80", NULL };
	static const char *const portless[] = { "example.org", NULL };
	struct endpoint e;
	struct error err = ERROR_NONE;

	endpoint_parse(ambiguous, &to_connect, &e, &err);
	has_text(err.text, "'2001:db8::1:80'", "what is ambiguous is repeated");
	has_text(err.hint_text, "[2001:db8::1]:80",
	    "one reading takes the last number for a port");
	has_text(err.hint_text, "[2001:db8::1:80]:PORT",
	    "the other reading takes all for the address");
	endpoint_parse(portless, &to_connect, &e, &err);
	has_text(err.hint_text, to_connect.usage,
	    "without a port, the usage is shown");
	has_text(err.hint_text, to_connect.example,
	    "without a port, an example is shown");
	endpoint_parse(ambiguous, &behind_a_kind, &e, &err);
	has_text(err.hint_text, "udp:[2001:db8::1]:80",
	    "the kind that stands before it is shown, too");
}

int main(void)
{
	check_understood(&to_connect, connect_rows, COUNT(connect_rows));
	check_understood(&to_listen, listen_rows, COUNT(listen_rows));
	check_understood(&to_resolve, resolve_rows, COUNT(resolve_rows));
	check_refused(&to_connect, connect_refusals, COUNT(connect_refusals));
	check_refused(&to_listen, listen_refusals, COUNT(listen_refusals));
	check_refused(&to_resolve, resolve_refusals, COUNT(resolve_refusals));
	test_port_alone();
	test_hints();
	return plan();
}
