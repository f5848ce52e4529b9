/* SPDX-License-Identifier: MIT */
/* What is said to proxies, and what their answers mean, wherever those are cut
 * into pieces. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "net/proxy/proxy.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TEXT(bytes) bytes, sizeof(bytes) - 1
#define SAYS(text) FAILED, text
#define DONE PRELUDE_DONE, NULL
#define FAILED PRELUDE_FAILED
#define WAITS PRELUDE_GOES_ON, NULL
#define OK_200 "HTTP/1.1 200 OK\r\n\r\n"
#define BASIC "Proxy-Authorization: Basic "
#define HELLO "\5\1\0"
#define HELLO_LOGIN "\5\2\0\2"
#define ASK_NAME "\5\1\0\3\7db.test\1\273"
#define BOUND "\0\1\1\2\3\4\5\6"

typedef struct prelude *speaker(struct proxy_request *request);

struct row {
	const char *name;
	speaker *speak;
	const char *host, *address, *user, *password;
	const char *asked;
	size_t asked_len;
	const char *answer;
	size_t answer_len;
	size_t tail; /* bytes of the answer that are behind it */
	enum prelude_state state;
	const char *text; /* of the error */
	enum hint_code hint;
	bool is_of_address;
};

#define ASKED_443                                                              \
	TEXT("CONNECT db.test:443 HTTP/1.1\r\nHost: db.test:443\r\n\r\n")

/* clang-format off */
static const struct row rows[] = {
	/* HTTP: what is asked */
	{ "a name", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT(OK_200), 0, DONE, 0, 0 },
	{ "an IPv6 address", proxy_http, "::1", "::1", NULL, NULL, TEXT("CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n\r\n"), TEXT(OK_200), 0, DONE, 0, 0 },
	{ "a user", proxy_http, "a", NULL, "ann", "b:c", TEXT("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n" BASIC "YW5uOmI6Yw==\r\n\r\n"), TEXT(OK_200), 0, DONE, 0, 0 },
	{ "a user without a password", proxy_http, "a", NULL, "x", "", TEXT("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n" BASIC "eDo=\r\n\r\n"), TEXT(OK_200), 0, DONE, 0, 0 },
	/* HTTP: what is answered */
	{ "bytes behind the head", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT(OK_200 "220 mail\r\n\r\n"), 12, DONE, 0, 0 },
	{ "any 2xx", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 299 x\r\n\r\n"), 0, DONE, 0, 0 },
	{ "a length of a 2xx", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 200 x\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\nab"), 2, DONE, 0, 0 },
	{ "HTTP/1.0", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.0 200\r\n\r\n"), 0, DONE, 0, 0 },
	{ "no reason", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 200 \r\n\r\n"), 0, DONE, 0, 0 },
	{ "line feeds alone", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 200 x\nA: b\n\n\n"), 1, DONE, 0, 0 },
	{ "NUL in a head", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 200 \0\r\nA\0: b\r\n\r\n\0"), 1, DONE, 0, 0 },
	{ "1xx before it", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.1 102 x\r\n\r\n" OK_200 "x"), 1, DONE, 0, 0 },
	{ "1xx alone", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 100 Continue\r\n\r\n"), 0, WAITS, 0, 0 },
	{ "a head without an end", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 200 x\r\nA: b\r\n"), 0, WAITS, 0, 0 },
	{ "a refusal with a body", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 403 Forbidden\r\n\r\n<html>"), 6, SAYS("answered '403 Forbidden'"), 0, 0 },
	{ "a refusal that is cut short", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 502 Bad Gateway\r\nA"), 1, SAYS("answered '502 Bad Gateway'"), 0, 0 },
	{ "a refusal without a reason", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 500 \r\n\r\n"), 0, SAYS("answered '500'"), 0, 0 },
	{ "a reason with control characters", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 500 \33[2J\r\n\r\n"), 0, SAYS("answered '500 \\x1b[2J'"), 0, 0 },
	{ "another protocol, which was not asked for", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 101 Switching Protocols\r\n\r\nfoo"), 3, SAYS("answered '101 Switching Protocols'"), 0, 0 },
	{ "a redirection", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 302 Found\r\n\r\n"), 0, SAYS("answered '302 Found'"), 0, 0 },
	{ "407", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=x\r\n\r\n"), 0, SAYS("answered '407 Who'"), HINT_PROXY_LOGIN, 0 },
	{ "407 to a user", proxy_http, "a", NULL, "x", "", TEXT("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n" BASIC "eDo=\r\n\r\n"), TEXT("HTTP/1.1 407 Who\r\n\r\n"), 0, SAYS("answered '407 Who'"), HINT_PROXY_PASSWORD, 0 },
	{ "407 with another scheme", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 407 Who\r\nproxy-authenticate:Negotiate\r\n\r\n"), 0, SAYS("answered '407 Who': it wants authentication by Negotiate, not by Basic"), 0, 0 },
	{ "407 with several schemes", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 407 Who\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: basic\r\n\r\n"), 0, SAYS("answered '407 Who'"), HINT_PROXY_LOGIN, 0 },
	{ "a status that runs on", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 200poo\r\n"), 0, SAYS("does not answer as an HTTP proxy does: 'HTTP/1.1 200poo'"), HINT_PROXY_HTTP, 0 },
	{ "a status of two digits", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 20 x\r\n"), 0, SAYS("does not answer as an HTTP proxy does: 'HTTP/1.1 20 x'"), HINT_PROXY_HTTP, 0 },
	{ "a status below 100", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1 099 x\r\n"), 0, SAYS("does not answer as an HTTP proxy does: 'HTTP/1.1 099 x'"), HINT_PROXY_HTTP, 0 },
	{ "two blanks", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("HTTP/1.1  200 x\r\n"), 0, SAYS("does not answer as an HTTP proxy does: 'HTTP/1.1  200 x'"), HINT_PROXY_HTTP, 0 },
	{ "an empty line first", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("\r\n" OK_200), sizeof(OK_200), SAYS("does not answer as an HTTP proxy does: '"), 0, 0 },
	{ "another protocol", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("S"), 0, SAYS("does not answer as an HTTP proxy does: 'S'"), 0, 0 },
	{ "an answer of SOCKS", proxy_http, "db.test", NULL, NULL, NULL, ASKED_443, TEXT("\5"), 0, SAYS("does not answer as an HTTP proxy does: '\\x05'"), HINT_PROXY_SOCKS, 0 },

	/* SOCKS 4 */
	{ "4: an address", proxy_socks4, "db.test", "192.0.2.1", NULL, NULL, TEXT("\4\1\1\273\300\0\2\1\0"), TEXT("\0\132xxxxxxtail"), 4, DONE, 0, 0 },
	{ "4: a user", proxy_socks4, "db.test", "192.0.2.1", "ann", NULL, TEXT("\4\1\1\273\300\0\2\1ann\0"), TEXT("\0\132xxxxxx"), 0, DONE, 0, 0 },
	{ "4a: a name", proxy_socks4, "db.test", NULL, "ann", NULL, TEXT("\4\1\1\273\0\0\0\1ann\0db.test\0"), TEXT("\0\132xxxxxx"), 0, DONE, 0, 0 },
	{ "4: refused", proxy_socks4, "db.test", "192.0.2.1", NULL, NULL, TEXT("\4\1\1\273\300\0\2\1\0"), TEXT("\0\133xxxxxx"), 0, SAYS("refused, or could not connect"), 0, true },
	{ "4: no identd", proxy_socks4, "db.test", "192.0.2.1", NULL, NULL, TEXT("\4\1\1\273\300\0\2\1\0"), TEXT("\0\134xxxxxx"), 0, SAYS("refused: it finds no identd on this host"), 0, 0 },
	{ "4: another user", proxy_socks4, "db.test", "192.0.2.1", NULL, NULL, TEXT("\4\1\1\273\300\0\2\1\0"), TEXT("\0\135xxxxxx"), 0, SAYS("refused: the identd of this host names another user"), 0, 0 },
	{ "4: an unknown code", proxy_socks4, "db.test", "192.0.2.1", NULL, NULL, TEXT("\4\1\1\273\300\0\2\1\0"), TEXT("\0\0xxxxxx"), 0, SAYS("answered with the unknown code 0"), 0, 0 },
	{ "4: not whole", proxy_socks4, "db.test", "192.0.2.1", NULL, NULL, TEXT("\4\1\1\273\300\0\2\1\0"), TEXT("\0\132xxxxx"), 7, WAITS, 0, 0 },
	{ "4: HTTP", proxy_socks4, "db.test", "192.0.2.1", NULL, NULL, TEXT("\4\1\1\273\300\0\2\1\0"), TEXT("H"), 1, SAYS("does not answer as a SOCKS4 proxy does: 'H'"), HINT_PROXY_HTTP, 0 },
	{ "4: IPv6", proxy_socks4, "::1", "::1", NULL, NULL, TEXT(""), TEXT(""), 0, SAYS("cannot be asked for an IPv6 address: it speaks SOCKS4"), 0, 0 },

	/* SOCKS 5 */
	{ "5: a name", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\0" BOUND "220 mail"), 8, DONE, 0, 0 },
	{ "5: an IPv4 address", proxy_socks5, "db.test", "192.0.2.1", NULL, NULL, TEXT(HELLO "\5\1\0\1\300\0\2\1\1\273"), TEXT("\5\0\5\0" BOUND), 0, DONE, 0, 0 },
	{ "5: an IPv6 address", proxy_socks5, "::1", "::1", NULL, NULL, TEXT(HELLO "\5\1\0\4\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\1\273"), TEXT("\5\0\5\0" BOUND), 0, DONE, 0, 0 },
	{ "5: bound to an IPv6 address", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\0\0\0040123456789abcdefppx"), 1, DONE, 0, 0 },
	{ "5: bound to a name", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\0\0\3\4nameppx"), 1, DONE, 0, 0 },
	{ "5: bound to an empty name", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\0\0\3\0ppx"), 1, DONE, 0, 0 },
	{ "5: bound to what is unknown", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\0\0\2"), 4, SAYS("answered with an address of the unknown type 2"), 0, 0 },
	{ "5: a login that is not needed", proxy_socks5, "db.test", NULL, "ann", "pw", TEXT(HELLO_LOGIN ASK_NAME), TEXT("\5\0\5\0" BOUND), 0, DONE, 0, 0 },
	{ "5: a login", proxy_socks5, "db.test", NULL, "ann", "pw", TEXT(HELLO_LOGIN "\1\3ann\2pw" ASK_NAME), TEXT("\5\2\1\0\5\0" BOUND), 0, DONE, 0, 0 },
	{ "5: a login answered as version 5", proxy_socks5, "db.test", NULL, "ann", "", TEXT(HELLO_LOGIN "\1\3ann\0" ASK_NAME), TEXT("\5\2\5\0\5\0" BOUND), 0, DONE, 0, 0 },
	{ "5: a login that is refused", proxy_socks5, "db.test", NULL, "ann", "pw", TEXT(HELLO_LOGIN "\1\3ann\2pw"), TEXT("\5\2\1\1"), 0, SAYS("refused the user or the password"), HINT_PROXY_PASSWORD, 0 },
	{ "5: a login that was not offered", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO), TEXT("\5\2"), 0, SAYS("chose the way 2 to authenticate, which it was not offered"), 0, 0 },
	{ "5: a login by GSSAPI", proxy_socks5, "db.test", NULL, "ann", "pw", TEXT(HELLO_LOGIN), TEXT("\5\1"), 0, SAYS("chose the way 1 to authenticate, which it was not offered"), 0, 0 },
	{ "5: no way to authenticate", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO), TEXT("\5\377"), 0, SAYS("requires authentication"), HINT_PROXY_LOGIN, 0 },
	{ "5: neither way to authenticate", proxy_socks5, "db.test", NULL, "ann", "pw", TEXT(HELLO_LOGIN), TEXT("\5\377"), 0, SAYS("takes no user with a password, nor clients without"), 0, 0 },
	{ "5: a general failure", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\1" BOUND), 0, SAYS("reports a general failure"), 0, true },
	{ "5: not allowed", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\2" BOUND), 0, SAYS("does not allow the connection by its rules"), 0, 0 },
	{ "5: no network", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\3" BOUND), 0, SAYS("says that the network is unreachable"), 0, true },
	{ "5: no host", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\4\0\3\4namepp"), 0, SAYS("says that the host is unreachable"), 0, true },
	{ "5: refused", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\5" BOUND), 0, SAYS("says that the connection was refused"), 0, true },
	{ "5: too far", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\6" BOUND), 0, SAYS("says that the time to live has expired"), 0, true },
	{ "5: no such command", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\7" BOUND), 0, SAYS("does not support the command to connect"), 0, 0 },
	{ "5: no such type", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\10" BOUND), 0, SAYS("does not support this type of address"), 0, true },
	{ "5: an unknown code", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\377" BOUND), 0, SAYS("answered with the unknown code 255"), 0, 0 },
	{ "5: refused and cut short", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\5"), 2, SAYS("says that the connection was refused"), 0, true },
	{ "5: not whole", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\5\0\0\1\1\2\3\4\5"), 9, WAITS, 0, 0 },
	{ "5: HTTP", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO), TEXT("HTTP/1.1 400 What\r\n"), 0, SAYS("does not answer as a SOCKS5 proxy does: 'H"), HINT_PROXY_HTTP, 0 },
	{ "5: another version in the reply", proxy_socks5, "db.test", NULL, NULL, NULL, TEXT(HELLO ASK_NAME), TEXT("\5\0\4\0"), 2, SAYS("does not answer as a SOCKS5 proxy does: '\\x04"), 0, 0 },
};
/* clang-format on */

struct outcome {
	enum prelude_state state;
	struct error err;
	struct bytes out, in; /* what was said, what is left */
	struct proxy_refusal refusal;
};

static struct address parse(const char *text)
{
	struct address a = { 0 };
	struct sockaddr_in *in = (struct sockaddr_in *)&a.storage;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&a.storage;
	bool is_inet6 = strchr(text, ':');

	a.storage.ss_family = is_inet6 ? AF_INET6 : AF_INET;
	inet_pton(a.storage.ss_family, text,
	    is_inet6 ? (void *)&in6->sin6_addr : (void *)&in->sin_addr);
	return a;
}

/* Lets the answer come in pieces: one of `first` bytes, then such of `piece`.
 */
static struct outcome converse(
    const struct row *row, size_t first, size_t piece)
{
	struct outcome o = { .err = ERROR_NONE };
	struct address address = parse(row->address ? row->address : "0.0.0.0");
	struct proxy_request request = {
		.host = row->host,
		.port = 443,
		.address = row->address ? &address : NULL,
		.user = row->user,
		.password = row->password,
	};
	struct prelude *p = row->speak(&request);
	size_t at = 0;

	o.state = prelude_step(p, &o.in, &o.out, &o.err);
	while (o.state == PRELUDE_GOES_ON && at < row->answer_len) {
		size_t len = at == 0 ? first : piece;
		if (len > row->answer_len - at)
			len = row->answer_len - at;
		bytes_add(&o.in, row->answer + at, len);
		at += len;
		o.state = prelude_step(p, &o.in, &o.out, &o.err);
	}
	bytes_add(&o.in, row->answer + at, row->answer_len - at);
	if (o.state == PRELUDE_GOES_ON && p->ops->ended &&
	    p->ops->ended(p, &o.err))
		o.state = PRELUDE_FAILED;
	o.refusal = request.refusal;
	prelude_free(p);
	return o;
}

/* A text that shows what came is that of as much as had come. */
static bool is_text_of(const struct row *row, const char *text)
{
	size_t len = strlen(row->text);
	const char *shown = strchr(row->text, ':');

	if (strcmp(text, row->text) == 0)
		return true;
	return strncmp(row->text, "does not answer", 15) == 0 &&
	       strncmp(text, row->text,
		   shown ? (size_t)(shown - row->text) : len) == 0;
}

/* The words of the refusal are those of the error, of HTTP the status line. */
static bool has_words(const struct row *row, const struct proxy_refusal *r)
{
	if (r->code == 0 || strstr(row->text, "unknown code"))
		return true;
	if (row->speak != proxy_http)
		return strcmp(r->words, row->text) == 0;
	return r->words[0] && strstr(row->text, r->words + strlen("HTTP/1.1 "));
}

static bool is_right(const struct row *row, const struct outcome *o)
{
	if (o->state != row->state || o->out.len != row->asked_len ||
	    (row->asked_len > 0 &&
		memcmp(o->out.at, row->asked, row->asked_len) != 0))
		return false;
	if (row->state == PRELUDE_DONE && o->in.len != row->tail)
		return false;
	if (row->state != PRELUDE_FAILED)
		return o->refusal.code == 0;
	return o->err.kind == FAULT_PROXY && is_text_of(row, o->err.text) &&
	       has_words(row, &o->refusal) && o->err.hint.code == row->hint &&
	       o->refusal.is_of_address == row->is_of_address;
}

static void free_outcome(struct outcome *o)
{
	bytes_free(&o->in);
	bytes_free(&o->out);
}

static bool holds_in_pieces(const struct row *row, size_t first, size_t piece)
{
	struct outcome o = converse(row, first, piece);
	bool holds = is_right(row, &o);

	if (!holds)
		is_text(o.err.text, row->text, "%s: %zu bytes, then %zu",
		    row->name, first, piece);
	free_outcome(&o);
	return holds;
}

/* Whole, byte by byte, and in two pieces cut anywhere. */
static void check_row(const struct row *row)
{
	bool holds = holds_in_pieces(row, row->answer_len, row->answer_len);

	ok(holds, "%s, at once", row->name);
	holds = holds_in_pieces(row, 1, 1);
	for (size_t cut = 1; cut < row->answer_len; cut++)
		holds = holds_in_pieces(row, cut, row->answer_len) && holds;
	ok(holds, "%s, in pieces", row->name);
}

/* Names, users and passwords of a certain length. */
static void check_length(speaker *speak, size_t host, size_t user,
    size_t password, enum prelude_state state, const char *name)
{
	char h[300] = "", u[300] = "", p[300] = "";
	struct proxy_request request = {
		.host = h,
		.port = 1,
		.user = user ? u : NULL,
		.password = user ? p : NULL,
	};
	struct error err = ERROR_NONE;
	struct bytes in = { 0 }, out = { 0 };

	memset(h, 'h', host);
	memset(u, 'u', user);
	memset(p, 'p', password);
	struct prelude *prelude = speak(&request);
	is_int(prelude_step(prelude, &in, &out, &err), state, "%s", name);
	if (state == PRELUDE_FAILED)
		is_int((long long)out.len, 0, "%s: nothing was sent", name);
	prelude_free(prelude);
	bytes_free(&out);
}

static void check_lengths(void)
{
	enum prelude_state fails = PRELUDE_FAILED, goes_on = PRELUDE_GOES_ON;

	check_length(proxy_socks5, 255, 255, 255, goes_on, "5: the longest");
	check_length(proxy_socks5, 256, 0, 0, fails, "5: a name too long");
	check_length(proxy_socks5, 1, 256, 1, fails, "5: a user too long");
	check_length(proxy_socks5, 1, 1, 256, fails, "5: a password too long");
	check_length(proxy_socks4, 255, 0, 0, goes_on, "4a: the longest");
	check_length(proxy_socks4, 256, 0, 0, fails, "4a: a name too long");
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(&rows[i]);
	check_lengths();
	return plan();
}
