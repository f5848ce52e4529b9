/* SPDX-License-Identifier: MIT */
/* What a proxy server answers, by what became of the dial, and who may use it.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "inet-address.h"
#include "net/proxy-server/proxy-server.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TEXT(bytes) bytes, sizeof(bytes) - 1
#define NO4 "\0\133\0\0\0\0\0\0"

#define T50 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee"
#define T255 T50 T50 T50 T50 T50 "fffff"

/* What is answered */

/* clang-format off */
static const struct {
	enum proxy_protocol protocol;
	enum proxy_server_outcome outcome;
	const char *bound;
	const char *answer; /* of HTTP the beginning */
	size_t len;
} answers[] = {
	{ PROXY_PROTOCOL_SOCKS4, PROXY_CONNECTED, "192.0.2.1", TEXT("\0\132\4\322\300\0\2\1") },
	{ PROXY_PROTOCOL_SOCKS4A, PROXY_CONNECTED, "::ffff:192.0.2.1", TEXT("\0\132\4\322\300\0\2\1") },
	{ PROXY_PROTOCOL_SOCKS4A, PROXY_CONNECTED, "2001:db8::1", TEXT("\0\132\0\0\0\0\0\0") },
	{ PROXY_PROTOCOL_SOCKS4, PROXY_CONNECTED, NULL, TEXT("\0\132\0\0\0\0\0\0") },
	{ PROXY_PROTOCOL_SOCKS4, PROXY_REFUSED, NULL, TEXT(NO4) },
	{ PROXY_PROTOCOL_SOCKS4A, PROXY_DENIED, NULL, TEXT(NO4) },
	{ PROXY_PROTOCOL_SOCKS5, PROXY_CONNECTED, "192.0.2.1", TEXT("\5\0\0\1\300\0\2\1\4\322") },
	{ PROXY_PROTOCOL_SOCKS5, PROXY_CONNECTED, "::ffff:192.0.2.1", TEXT("\5\0\0\1\300\0\2\1\4\322") },
	{ PROXY_PROTOCOL_SOCKS5, PROXY_CONNECTED, "2001:db8::1", TEXT("\5\0\0\4\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\1\4\322") },
	{ PROXY_PROTOCOL_SOCKS5, PROXY_CONNECTED, NULL, TEXT("\5\0\0\1\0\0\0\0\0\0") },
	{ PROXY_PROTOCOL_SOCKS5, PROXY_FAILED, NULL, TEXT("\5\1\0\1\0\0\0\0\0\0") },
	{ PROXY_PROTOCOL_SOCKS5, PROXY_DENIED, NULL, TEXT("\5\2\0\1\0\0\0\0\0\0") },
	{ PROXY_PROTOCOL_SOCKS5, PROXY_NO_NETWORK, NULL, TEXT("\5\3\0\1\0\0\0\0\0\0") },
	{ PROXY_PROTOCOL_SOCKS5, PROXY_NO_HOST, NULL, TEXT("\5\4\0\1\0\0\0\0\0\0") },
	{ PROXY_PROTOCOL_SOCKS5, PROXY_NO_NAME, NULL, TEXT("\5\4\0\1\0\0\0\0\0\0") },
	{ PROXY_PROTOCOL_SOCKS5, PROXY_REFUSED, NULL, TEXT("\5\5\0\1\0\0\0\0\0\0") },
	{ PROXY_PROTOCOL_SOCKS5, PROXY_TIMED_OUT, NULL, TEXT("\5\6\0\1\0\0\0\0\0\0") },
	{ PROXY_PROTOCOL_HTTP, PROXY_CONNECTED, "192.0.2.1", TEXT("HTTP/1.1 200 Connection established\r\n\r\n") },
	{ PROXY_PROTOCOL_HTTP, PROXY_DENIED, NULL, TEXT("HTTP/1.1 403 Forbidden\r\nProxy-Status: genet; error=http_request_denied\r\n") },
	{ PROXY_PROTOCOL_HTTP, PROXY_NO_NAME, NULL, TEXT("HTTP/1.1 502 Bad Gateway\r\nProxy-Status: genet; error=dns_error\r\n") },
	{ PROXY_PROTOCOL_HTTP, PROXY_NO_NETWORK, NULL, TEXT("HTTP/1.1 502 Bad Gateway\r\nProxy-Status: genet; error=destination_ip_unroutable\r\n") },
	{ PROXY_PROTOCOL_HTTP, PROXY_NO_HOST, NULL, TEXT("HTTP/1.1 502 Bad Gateway\r\nProxy-Status: genet; error=destination_ip_unroutable\r\n") },
	{ PROXY_PROTOCOL_HTTP, PROXY_REFUSED, NULL, TEXT("HTTP/1.1 502 Bad Gateway\r\nProxy-Status: genet; error=connection_refused\r\n") },
	{ PROXY_PROTOCOL_HTTP, PROXY_TIMED_OUT, NULL, TEXT("HTTP/1.1 504 Gateway Timeout\r\nProxy-Status: genet; error=connection_timeout\r\n") },
	{ PROXY_PROTOCOL_HTTP, PROXY_FAILED, NULL, TEXT("HTTP/1.1 500 Internal Server Error\r\nProxy-Status: genet; error=proxy_internal_error\r\n") },
};
/* clang-format on */

/* The body of an error is as long as its head says. */
static void check_body(const struct bytes *out)
{
	const char *all = (const char *)out->at;
	const char *length = strstr(all, "\r\nContent-Length: ");
	const char *body = strstr(all, "\r\n\r\n");

	if (!ok(length && body, "an error of HTTP has a body"))
		return;
	is_int(strtol(length + sizeof("\r\nContent-Length:"), NULL, 10),
	    (long long)strlen(body + 4), "of the length that is told");
}

static void check_answers(void)
{
	for (size_t i = 0; i < COUNT(answers); i++) {
		const struct proxy_server_request request = {
			.protocol = answers[i].protocol,
		};
		struct address bound = { 0 };
		struct bytes out = { 0 }, in = { 0 };
		struct error err = ERROR_NONE;
		if (answers[i].bound)
			bound = inet(answers[i].bound, 1234);
		struct prelude *p = proxy_server_answerer(&request,
		    answers[i].outcome, answers[i].bound ? &bound : NULL);
		bytes_add_text(&in, "early");
		is_int(prelude_step(p, &in, &out, &err), PRELUDE_DONE,
		    "answer %zu is said", i);
		is_int((long long)in.len, 5, "what came early is left");
		bool is_error = answers[i].protocol == PROXY_PROTOCOL_HTTP &&
		                answers[i].outcome != PROXY_CONNECTED;
		ok(is_error ? out.len > answers[i].len
			    : out.len == answers[i].len,
		    "answer %zu is %zu bytes long", i, out.len);
		ok(memcmp(out.at, answers[i].answer, answers[i].len) == 0,
		    "answer %zu is right", i);
		bytes_add(&out, "", 1);
		if (is_error)
			check_body(&out);
		prelude_free(p);
		bytes_free(&out);
		bytes_free(&in);
	}
}

/* Outcomes */

static const struct {
	enum fault kind;
	int sysno;
	enum proxy_server_outcome outcome;
} causes[] = {
	{ FAULT_REFUSED, ECONNREFUSED, PROXY_REFUSED },
	{ FAULT_REFUSED, 0, PROXY_REFUSED },
	{ FAULT_UNREACHABLE, EHOSTUNREACH, PROXY_NO_HOST },
	{ FAULT_UNREACHABLE, ENETUNREACH, PROXY_NO_NETWORK },
	{ FAULT_UNREACHABLE, 0, PROXY_NO_HOST },
	{ FAULT_UNREACHABLE, EACCES, PROXY_DENIED },
	{ FAULT_UNREACHABLE, EPERM, PROXY_DENIED },
	{ FAULT_PROXY, EACCES, PROXY_DENIED },
	{ FAULT_RESOLVE, 0, PROXY_NO_NAME },
	{ FAULT_TIMEOUT, 0, PROXY_TIMED_OUT },
	{ FAULT_TIMEOUT, ETIMEDOUT, PROXY_TIMED_OUT },
	{ FAULT_IO, EMFILE, PROXY_FAILED },
	{ FAULT_RESET, ECONNRESET, PROXY_FAILED },
};

static void check_outcomes(void)
{
	for (size_t i = 0; i < COUNT(causes); i++) {
		const struct error err = {
			.kind = causes[i].kind,
			.sysno = causes[i].sysno,
		};
		is_int(proxy_server_outcome_of(&err), causes[i].outcome,
		    "%s, errno %d", error_word(err.kind), err.sysno);
	}
}

/* Users */

static void check_users(void)
{
	static const char *const bad[] = { "", "ann", ":pw", T255 "x:pw",
		"ann:" T255 "x" };
	struct proxy_users users = { 0 };
	struct error err = ERROR_NONE;

	for (size_t i = 0; i < COUNT(bad); i++)
		is_int(proxy_users_add(&users, bad[i], &err), -1,
		    "'%.20s' is no user: %s", bad[i], err.text);
	is_int(proxy_users_add(&users, T255 ":" T255, &err), 0,
	    "the longest name and password");
	is_int(proxy_users_add(&users, "bob:", &err), 0, "an empty password");
	ok(proxy_users_know(&users, "bob", 3, "", 0), "is right if empty");
	ok(proxy_users_know(&users, T255, 255, T255, 255), "each user counts");
	ok(!proxy_users_know(&users, T255, 255, "", 0),
	    "the password of another user is wrong");
	ok(!proxy_users_know(&users, "", 0, "", 0), "so is no name");
	proxy_users_free(&users);
}

int main(void)
{
	check_answers();
	check_outcomes();
	check_users();
	return plan();
}
