/* SPDX-License-Identifier: MIT */
/* What clients ask a proxy server for, wherever that is cut into pieces.
 */
#include <string.h>

#include "net/proxy-server/proxy-server.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TEXT(bytes) bytes, sizeof(bytes) - 1
#define NOTHING "", 0
#define SAYS(text) PRELUDE_FAILED, 0, NULL, 0, text
#define WAITS PRELUDE_GOES_ON, 0, NULL, 0, NULL
#define ASKS4(host, port) PRELUDE_DONE, PROXY_PROTOCOL_SOCKS4, host, port, NULL
#define ASKS4A(host, port)                                                     \
	PRELUDE_DONE, PROXY_PROTOCOL_SOCKS4A, host, port, NULL
#define ASKS5(host, port) PRELUDE_DONE, PROXY_PROTOCOL_SOCKS5, host, port, NULL
#define ASKS(host, port) PRELUDE_DONE, PROXY_PROTOCOL_HTTP, host, port, NULL
#define SOCKS PROXY_SERVER_SOCKS
#define HTTP PROXY_SERVER_HTTP

#define NO4 "\0\133\0\0\0\0\0\0"
#define BAD                                                                    \
	"HTTP/1.1 400 Bad Request\r\n"                                         \
	"Proxy-Status: genet; error=http_request_error\r\n"
#define LOGIN5 "\5\1\2\1\3ann\2pw"
#define CONNECT_1 "CONNECT db.test:443 HTTP/1.1\r\nHost: db.test:443\r\n"
#define BASIC "Proxy-Authorization: Basic "
#define IS_BAD(words)                                                          \
	SAYS("sends a request that is answered by '400 Bad Request': " words)

#define T50 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee"
#define T255 T50 T50 T50 T50 T50 "fffff"

struct row {
	const char *name;
	enum proxy_server_kind kind;
	const char *user; /* a line; NULL: everybody may ask */
	const char *in;
	size_t in_len;
	const char *said; /* for HTTP the beginning */
	size_t said_len;
	size_t tail; /* bytes behind the request */
	enum prelude_state state;
	enum proxy_protocol protocol;
	const char *host;
	unsigned port;
	const char *text; /* of the error */
};

/* clang-format off */
static const struct row rows[] = {
	/* SOCKS 5: requests */
	{ "5: a name", SOCKS, NULL, TEXT("\5\1\0\5\1\0\3\7db.test\1\273"), TEXT("\5\0"), 0, ASKS5("db.test", 443) },
	{ "5: an IPv4 address", SOCKS, NULL, TEXT("\5\1\0\5\1\0\1\300\0\2\1\0\120"), TEXT("\5\0"), 0, ASKS5("192.0.2.1", 80) },
	{ "5: an IPv6 address", SOCKS, NULL, TEXT("\5\1\0\5\1\0\4\40\1\15\270\0\0\0\0\0\0\0\0\0\0\0\1\0\120"), TEXT("\5\0"), 0, ASKS5("2001:db8::1", 80) },
	{ "5: an IPv4 address that is mapped", SOCKS, NULL, TEXT("\5\1\0\5\1\0\4\0\0\0\0\0\0\0\0\0\0\377\377\177\0\0\1\0\120"), TEXT("\5\0"), 0, ASKS5("::ffff:127.0.0.1", 80) },
	{ "5: an address as a name", SOCKS, NULL, TEXT("\5\1\0\5\1\0\3\3::1\0\120"), TEXT("\5\0"), 0, ASKS5("::1", 80) },
	{ "5: the longest name", SOCKS, NULL, TEXT("\5\1\0\5\1\0\3\377" T255 "\0\120"), TEXT("\5\0"), 0, ASKS5(T255, 80) },
	{ "5: bytes behind the request", SOCKS, NULL, TEXT("\5\1\0\5\1\0\3\1a\0\120GET /"), TEXT("\5\0"), 5, ASKS5("a", 80) },
	{ "5: a reserved byte that is not 0", SOCKS, NULL, TEXT("\5\1\0\5\1\7\3\1a\0\120"), TEXT("\5\0"), 0, ASKS5("a", 80) },
	{ "5: several methods", SOCKS, NULL, TEXT("\5\3\2\1\0\5\1\0\3\1a\377\377"), TEXT("\5\0"), 0, ASKS5("a", 65535) },
	{ "5: a password", SOCKS, "ann:pw", TEXT(LOGIN5 "\5\1\0\3\1a\0\120x"), TEXT("\5\2\1\0"), 1, ASKS5("a", 80) },
	{ "5: an empty password", SOCKS, "ann:", TEXT("\5\2\0\2\1\3ann\0\5\1\0\3\1a\0\120"), TEXT("\5\2\1\0"), 0, ASKS5("a", 80) },
	{ "5: a password with a colon", SOCKS, "ann:p:w", TEXT("\5\1\2\1\3ann\3p:w\5\1\0\3\1a\0\120"), TEXT("\5\2\1\0"), 0, ASKS5("a", 80) },
	/* SOCKS 5: not whole */
	{ "5: nothing", SOCKS, NULL, NOTHING, NOTHING, 0, WAITS },
	{ "5: a greeting that is not whole", SOCKS, NULL, TEXT("\5\2\0"), NOTHING, 3, WAITS },
	{ "5: a greeting", SOCKS, NULL, TEXT("\5\1\0"), TEXT("\5\0"), 0, WAITS },
	{ "5: a login that is not whole", SOCKS, "ann:pw", TEXT("\5\1\2\1\3ann\2p"), TEXT("\5\2"), 7, WAITS },
	{ "5: a name without a port", SOCKS, NULL, TEXT("\5\1\0\5\1\0\3\1a\0"), TEXT("\5\0"), 7, WAITS },
	/* SOCKS 5: what is refused */
	{ "5: no method", SOCKS, NULL, TEXT("\5\0"), TEXT("\5\377"), 0, SAYS("insists on authentication, which this proxy has not") },
	{ "5: another method", SOCKS, NULL, TEXT("\5\2\1\2"), TEXT("\5\377"), 0, SAYS("insists on authentication, which this proxy has not") },
	{ "5: no password where one is needed", SOCKS, "ann:pw", TEXT("\5\1\0"), TEXT("\5\377"), 0, SAYS("offers no password") },
	{ "5: a wrong password", SOCKS, "ann:pw", TEXT("\5\1\2\1\3ann\2pW"), TEXT("\5\2\1\1"), 0, SAYS("gives a wrong name or password") },
	{ "5: a password that is longer", SOCKS, "ann:pw", TEXT("\5\1\2\1\3ann\3pwx"), TEXT("\5\2\1\1"), 0, SAYS("gives a wrong name or password") },
	{ "5: a password that is shorter", SOCKS, "ann:pw", TEXT("\5\1\2\1\3ann\1p"), TEXT("\5\2\1\1"), 0, SAYS("gives a wrong name or password") },
	{ "5: an unknown name", SOCKS, "ann:pw", TEXT("\5\1\2\1\3bob\2pw"), TEXT("\5\2\1\1"), 0, SAYS("gives a wrong name or password") },
	{ "5: an empty name", SOCKS, "ann:pw", TEXT("\5\1\2\1\0\0"), TEXT("\5\2\1\1"), 0, SAYS("gives a wrong name or password") },
	{ "5: another version of the login", SOCKS, "ann:pw", TEXT("\5\1\2\5\3ann\2pw"), TEXT("\5\2\1\1"), 8, SAYS("gives a password in the unknown version 5") },
	{ "5: another version of the request", SOCKS, NULL, TEXT("\5\1\0\4\1"), TEXT("\5\0\5\1\0\1\0\0\0\0\0\0"), 2, SAYS("changes the version of SOCKS between two messages") },
	{ "5: BIND", SOCKS, NULL, TEXT("\5\1\0\5\2\0\1\1\2\3\4\0\120"), TEXT("\5\0\5\7\0\1\0\0\0\0\0\0"), 10, SAYS("asks for another command of SOCKS than CONNECT") },
	{ "5: UDP", SOCKS, NULL, TEXT("\5\1\0\5\3\0\1\0\0\0\0\0\0"), TEXT("\5\0\5\7\0\1\0\0\0\0\0\0"), 10, SAYS("asks for another command of SOCKS than CONNECT") },
	{ "5: an unknown type of address", SOCKS, NULL, TEXT("\5\1\0\5\1\0\2\0"), TEXT("\5\0\5\10\0\1\0\0\0\0\0\0"), 5, SAYS("asks for an address of an unknown type") },
	{ "5: an empty name of a host", SOCKS, NULL, TEXT("\5\1\0\5\1\0\3\0\0\120"), TEXT("\5\0\5\1\0\1\0\0\0\0\0\0"), 7, SAYS("asks for a host whose name is none") },
	{ "5: a name with NUL", SOCKS, NULL, TEXT("\5\1\0\5\1\0\3\3a\0b\0\120"), TEXT("\5\0\5\1\0\1\0\0\0\0\0\0"), 10, SAYS("asks for a host whose name is none") },
	{ "5: a name with a line feed", SOCKS, NULL, TEXT("\5\1\0\5\1\0\3\3a\nb\0\120"), TEXT("\5\0\5\1\0\1\0\0\0\0\0\0"), 10, SAYS("asks for a host whose name is none") },
	{ "5: port 0", SOCKS, NULL, TEXT("\5\1\0\5\1\0\3\1a\0\0"), TEXT("\5\0\5\1\0\1\0\0\0\0\0\0"), 8, SAYS("asks for port 0") },

	/* SOCKS 4 */
	{ "4: an address", SOCKS, NULL, TEXT("\4\1\0\120\300\0\2\1ann\0"), NOTHING, 0, ASKS4("192.0.2.1", 80) },
	{ "4: without a user", SOCKS, NULL, TEXT("\4\1\0\120\300\0\2\1\0early"), NOTHING, 5, ASKS4("192.0.2.1", 80) },
	{ "4: the address 0.0.0.0", SOCKS, NULL, TEXT("\4\1\0\120\0\0\0\0\0"), NOTHING, 0, ASKS4("0.0.0.0", 80) },
	{ "4a: a name", SOCKS, NULL, TEXT("\4\1\0\120\0\0\0\1ann\0db.test\0"), NOTHING, 0, ASKS4A("db.test", 80) },
	{ "4a: without a user", SOCKS, NULL, TEXT("\4\1\0\120\0\0\0\377\0db.test\0xy"), NOTHING, 2, ASKS4A("db.test", 80) },
	{ "4a: the longest texts", SOCKS, NULL, TEXT("\4\1\0\120\0\0\0\1" T255 "\0" T255 "\0"), NOTHING, 0, ASKS4A(T255, 80) },
	{ "4: not whole", SOCKS, NULL, TEXT("\4\1\0\120\300\0\2\1ann"), NOTHING, 11, WAITS },
	{ "4: the first byte", SOCKS, NULL, TEXT("\4"), NOTHING, 1, WAITS },
	{ "4a: a name that is not whole", SOCKS, NULL, TEXT("\4\1\0\120\0\0\0\1\0db"), NOTHING, 11, WAITS },
	{ "4: a user that is too long", SOCKS, NULL, TEXT("\4\1\0\120\300\0\2\1" T255 "x"), TEXT(NO4), 264, SAYS("sends a text that is too long") },
	{ "4a: a name that is too long", SOCKS, NULL, TEXT("\4\1\0\120\0\0\0\1\0" T255 "x"), TEXT(NO4), 265, SAYS("sends a text that is too long") },
	{ "4: BIND", SOCKS, NULL, TEXT("\4\2\0\120\300\0\2\1\0"), TEXT(NO4), 9, SAYS("asks for another command of SOCKS than CONNECT") },
	{ "4a: an empty name", SOCKS, NULL, TEXT("\4\1\0\120\0\0\0\1\0\0"), TEXT(NO4), 10, SAYS("asks for a host whose name is none") },
	{ "4a: a name with a blank", SOCKS, NULL, TEXT("\4\1\0\120\0\0\0\1\0a b\0"), TEXT(NO4), 13, SAYS("asks for a host whose name is none") },
	{ "4: port 0", SOCKS, NULL, TEXT("\4\1\0\0\300\0\2\1\0"), TEXT(NO4), 9, SAYS("asks for port 0") },
	{ "4: where passwords are needed", SOCKS, "ann:pw", TEXT("\4\1\0\120\300\0\2\1ann\0"), TEXT(NO4), 12, SAYS("speaks SOCKS4, which has no passwords") },

	/* No SOCKS */
	{ "HTTP to SOCKS", SOCKS, NULL, TEXT("CONNECT a:80 HTTP/1.1\r\n\r\n"), TEXT("HTTP/1.1 400 Bad Request\r\n"), 25, SAYS("speaks HTTP, not SOCKS") },
	{ "SOCKS 6", SOCKS, NULL, TEXT("\6\0"), NOTHING, 2, SAYS("does not speak SOCKS: its first byte is 6") },
	{ "TLS to SOCKS", SOCKS, NULL, TEXT("\26\3\1"), NOTHING, 3, SAYS("does not speak SOCKS: its first byte is 22") },

	/* HTTP: requests */
	{ "a name", HTTP, NULL, TEXT(CONNECT_1 "\r\n"), NOTHING, 0, ASKS("db.test", 443) },
	{ "HTTP/1.0 without a host", HTTP, NULL, TEXT("CONNECT db.test:443 HTTP/1.0\r\n\r\n"), NOTHING, 0, ASKS("db.test", 443) },
	{ "an IPv4 address", HTTP, NULL, TEXT("CONNECT 192.0.2.1:1 HTTP/1.0\r\n\r\n"), NOTHING, 0, ASKS("192.0.2.1", 1) },
	{ "an IPv6 address", HTTP, NULL, TEXT("CONNECT [::1]:65535 HTTP/1.0\r\n\r\n"), NOTHING, 0, ASKS("::1", 65535) },
	{ "the longest name", HTTP, NULL, TEXT("CONNECT " T255 ":80 HTTP/1.0\r\n\r\n"), NOTHING, 0, ASKS(T255, 80) },
	{ "bytes behind the head", HTTP, NULL, TEXT(CONNECT_1 "\r\n\r\nearly\r\n"), NOTHING, 9, ASKS("db.test", 443) },
	{ "line feeds alone", HTTP, NULL, TEXT("CONNECT a:1 HTTP/1.1\nHost: a\n\n\n"), NOTHING, 1, ASKS("a", 1) },
	{ "empty lines first", HTTP, NULL, TEXT("\r\n\r\n" CONNECT_1 "\r\n"), NOTHING, 0, ASKS("db.test", 443) },
	{ "other fields", HTTP, NULL, TEXT(CONNECT_1 "User-Agent: x\r\nProxy-Connection:Keep-Alive\r\nContent-Length: 5\r\nEmpty:\r\n\r\n"), NOTHING, 0, ASKS("db.test", 443) },
	{ "a host that is another one", HTTP, NULL, TEXT("CONNECT a:1 HTTP/1.1\r\nhOST:\tb\r\n\r\n"), NOTHING, 0, ASKS("a", 1) },
	{ "a password", HTTP, "ann:b:c", TEXT(CONNECT_1 BASIC "YW5uOmI6Yw==\r\n\r\nx"), NOTHING, 1, ASKS("db.test", 443) },
	{ "a password in other letters", HTTP, "ann:b:c", TEXT(CONNECT_1 "PROXY-authorization:  bASIC  YW5uOmI6Yw== \t\r\n\r\n"), NOTHING, 0, ASKS("db.test", 443) },
	{ "a password that nobody wants", HTTP, NULL, TEXT(CONNECT_1 BASIC "poo\r\n\r\n"), NOTHING, 0, ASKS("db.test", 443) },
	/* HTTP: not whole */
	{ "no line", HTTP, NULL, TEXT("CONNECT a:1 HTTP/1.1"), NOTHING, 20, WAITS },
	{ "a head without an end", HTTP, NULL, TEXT(CONNECT_1), NOTHING, 0, WAITS },
	{ "empty lines only", HTTP, NULL, TEXT("\r\n\n"), NOTHING, 0, WAITS },
	/* HTTP: what is refused */
	{ "GET", HTTP, NULL, TEXT("GET http://a/ HTTP/1.1\r\n"), TEXT("HTTP/1.1 405 Method Not Allowed\r\nAllow: CONNECT\r\n"), 0, SAYS("asks by the method GET, and this proxy serves CONNECT only") },
	{ "connect", HTTP, NULL, TEXT("connect a:1 HTTP/1.1\r\n"), TEXT("HTTP/1.1 405 Method Not Allowed\r\nAllow: CONNECT\r\n"), 0, SAYS("asks by the method connect, and this proxy serves CONNECT only") },
	{ "HTTP/2", HTTP, NULL, TEXT("PRI * HTTP/2.0\r\n"), TEXT("HTTP/1.1 505 HTTP Version Not Supported\r\n"), 0, SAYS("sends a request that is answered by '505 HTTP Version Not Supported': this proxy speaks HTTP/1") },
	{ "HTTP/0.9", HTTP, NULL, TEXT("CONNECT a:1\r\n"), TEXT(BAD), 0, IS_BAD("the request line is malformed") },
	{ "another version", HTTP, NULL, TEXT("CONNECT a:1 HTTP/1\r\n"), TEXT(BAD), 0, IS_BAD("the request line is malformed") },
	{ "a version in small letters", HTTP, NULL, TEXT("CONNECT a:1 http/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the request line is malformed") },
	{ "two blanks", HTTP, NULL, TEXT("CONNECT  a:1 HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the request line is malformed") },
	{ "a word too much", HTTP, NULL, TEXT("CONNECT a:1 HTTP/1.1 x\r\n"), TEXT(BAD), 0, IS_BAD("the request line is malformed") },
	{ "a method that is none", HTTP, NULL, TEXT("CON\33ECT a:1 HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the request line is malformed") },
	{ "no port", HTTP, NULL, TEXT("CONNECT a HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "an empty port", HTTP, NULL, TEXT("CONNECT a: HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "port 0", HTTP, NULL, TEXT("CONNECT a:0 HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "port 65536", HTTP, NULL, TEXT("CONNECT a:65536 HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "a port that overflows", HTTP, NULL, TEXT("CONNECT a:4294967297 HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "a port with a sign", HTTP, NULL, TEXT("CONNECT a:+1 HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "no host", HTTP, NULL, TEXT("CONNECT :1 HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "empty brackets", HTTP, NULL, TEXT("CONNECT []:1 HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "an IPv6 address without brackets", HTTP, NULL, TEXT("CONNECT ::1:443 HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "a name between brackets", HTTP, NULL, TEXT("CONNECT [a]:443 HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "a user in the target", HTTP, NULL, TEXT("CONNECT u@a:443 HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "a URL", HTTP, NULL, TEXT("CONNECT http://a:443 HTTP/1.1\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "a name that is too long", HTTP, NULL, TEXT("CONNECT " T255 "x:80 HTTP/1.0\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "a name with NUL", HTTP, NULL, TEXT("CONNECT a\0b:80 HTTP/1.0\r\n"), TEXT(BAD), 0, IS_BAD("the target is not of the form HOST:PORT or [IPV6]:PORT") },
	{ "HTTP/1.1 without a host", HTTP, NULL, TEXT("CONNECT a:1 HTTP/1.1\r\nA: b\r\n\r\n"), TEXT(BAD), 0, IS_BAD("there is no field 'Host'") },
	{ "two hosts", HTTP, NULL, TEXT(CONNECT_1 "Host: b\r\n"), TEXT(BAD), 0, IS_BAD("there are two fields 'Host'") },
	{ "a field that goes on", HTTP, NULL, TEXT(CONNECT_1 " b\r\n"), TEXT(BAD), 0, IS_BAD("a line of the head is malformed") },
	{ "a field without a colon", HTTP, NULL, TEXT(CONNECT_1 "poo\r\n"), TEXT(BAD), 0, IS_BAD("a line of the head is malformed") },
	{ "a field without a name", HTTP, NULL, TEXT(CONNECT_1 ": poo\r\n"), TEXT(BAD), 0, IS_BAD("a line of the head is malformed") },
	{ "a blank before the colon", HTTP, NULL, TEXT(CONNECT_1 "A : poo\r\n"), TEXT(BAD), 0, IS_BAD("a line of the head is malformed") },
	{ "NUL in a field", HTTP, NULL, TEXT(CONNECT_1 "A: p\0o\r\n"), TEXT(BAD), 0, IS_BAD("a line of the head is malformed") },
	{ "no password where one is needed", HTTP, "ann:b:c", TEXT(CONNECT_1 "\r\n"), TEXT("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"genet\", charset=\"UTF-8\"\r\n"), 0, SAYS("gives no name and password") },
	{ "a wrong password", HTTP, "ann:b:d", TEXT(CONNECT_1 BASIC "YW5uOmI6Yw==\r\n\r\n"), TEXT("HTTP/1.1 407 Proxy Authentication Required\r\n"), 0, SAYS("gives a wrong name or password") },
	{ "a password that is not Base64", HTTP, "ann:b:c", TEXT(CONNECT_1 BASIC "YW5uOmI6Yw=\r\n\r\n"), TEXT("HTTP/1.1 407 Proxy Authentication Required\r\n"), 0, SAYS("gives a wrong name or password") },
	{ "a name without a colon", HTTP, "ann:b:c", TEXT(CONNECT_1 BASIC "YW5u\r\n\r\n"), TEXT("HTTP/1.1 407 Proxy Authentication Required\r\n"), 0, SAYS("gives a wrong name or password") },
	{ "an empty password in Base64", HTTP, "ann:b:c", TEXT(CONNECT_1 BASIC "\r\n\r\n"), TEXT("HTTP/1.1 407 Proxy Authentication Required\r\n"), 0, SAYS("gives a wrong name or password") },
	{ "another scheme", HTTP, "ann:b:c", TEXT(CONNECT_1 "Proxy-Authorization: Bearer YW5uOmI6Yw==\r\n\r\n"), TEXT("HTTP/1.1 407 Proxy Authentication Required\r\n"), 0, SAYS("gives a wrong name or password") },
	{ "a good password before a wrong one", HTTP, "ann:b:c", TEXT(CONNECT_1 BASIC "YW5uOmI6Yw==\r\n" BASIC "YW5u\r\n\r\n"), TEXT("HTTP/1.1 407 Proxy Authentication Required\r\n"), 0, SAYS("gives a wrong name or password") },
	/* No HTTP */
	{ "SOCKS 5 to HTTP", HTTP, NULL, TEXT("\5\1\0"), TEXT("\5\377"), 3, SAYS("speaks SOCKS5, not HTTP") },
	{ "SOCKS 4 to HTTP", HTTP, NULL, TEXT("\4\1\0"), TEXT(NO4), 3, SAYS("speaks SOCKS4, not HTTP") },
	{ "TLS to HTTP", HTTP, NULL, TEXT("\26\3\1"), TEXT("HTTP/1.1 400 Bad Request\r\n"), 3, SAYS("does not speak HTTP: its first byte is 22") },
};
/* clang-format on */

struct outcome {
	enum prelude_state state;
	struct error err;
	struct bytes out, in; /* what was said, what is left */
	struct proxy_server_request request;
};

/* Lets the request come in pieces: one of `first` bytes, then such of `piece`.
 */
static struct outcome converse(
    const struct row *row, size_t first, size_t piece)
{
	struct outcome o = { .err = ERROR_NONE };
	struct proxy_users users = { 0 };
	size_t at = 0;

	if (row->user)
		proxy_users_add(&users, row->user, &o.err);
	struct prelude *p = proxy_server_reader(row->kind, &users, &o.request);
	o.state = prelude_step(p, &o.in, &o.out, &o.err);
	while (o.state == PRELUDE_GOES_ON && at < row->in_len) {
		size_t len = at == 0 ? first : piece;
		if (len > row->in_len - at)
			len = row->in_len - at;
		bytes_add(&o.in, row->in + at, len);
		at += len;
		o.state = prelude_step(p, &o.in, &o.out, &o.err);
	}
	bytes_add(&o.in, row->in + at, row->in_len - at);
	prelude_free(p);
	proxy_users_free(&users);
	return o;
}

/* A response of HTTP is longer than what the row has of it. */
static bool is_said(const struct row *row, const struct outcome *o)
{
	bool is_http = row->said_len > 5 && memcmp(row->said, "HTTP/", 5) == 0;

	if (is_http ? o->out.len <= row->said_len : o->out.len != row->said_len)
		return false;
	return row->said_len == 0 ||
	       memcmp(o->out.at, row->said, row->said_len) == 0;
}

static bool is_right(const struct row *row, const struct outcome *o)
{
	const struct proxy_server_request *r = &o->request;

	if (o->state != row->state || !is_said(row, o) ||
	    o->in.len != row->tail)
		return false;
	if (row->state == PRELUDE_FAILED)
		return o->err.kind == FAULT_PROXY &&
		       strcmp(o->err.text, row->text) == 0;
	return row->state == PRELUDE_GOES_ON ||
	       (r->protocol == row->protocol && r->port == row->port &&
		   strcmp(r->host, row->host) == 0);
}

static bool holds_in_pieces(const struct row *row, size_t first, size_t piece)
{
	struct outcome o = converse(row, first, piece);
	bool holds = is_right(row, &o);

	if (!holds)
		is_text(o.err.text, row->text,
		    "%s: %zu bytes, then %zu; state %d, %zu left, %zu said",
		    row->name, first, piece, o.state, o.in.len, o.out.len);
	bytes_free(&o.in);
	bytes_free(&o.out);
	return holds;
}

/* Whole, byte by byte, and in two pieces cut anywhere. */
static void check_row(const struct row *row)
{
	bool holds = holds_in_pieces(row, row->in_len, row->in_len);

	ok(holds, "%s, at once", row->name);
	holds = holds_in_pieces(row, 1, 1);
	for (size_t cut = 1; cut < row->in_len; cut++)
		holds = holds_in_pieces(row, cut, row->in_len) && holds;
	ok(holds, "%s, in pieces", row->name);
}

/* A head of so many bytes without an end. */
static void check_long_head(size_t len, enum prelude_state state)
{
	struct proxy_users nobody = { 0 };
	struct proxy_server_request request;
	struct prelude *p =
	    proxy_server_reader(PROXY_SERVER_HTTP, &nobody, &request);
	struct bytes in = { 0 }, out = { 0 };
	struct error err = ERROR_NONE;

	bytes_add_text(&in, "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n");
	while (in.len < len)
		bytes_add_text(&in, in.len + 1 < len ? "A" : "\n");
	in.at[34] = ':';
	is_int(prelude_step(p, &in, &out, &err), state, "a head of %zu bytes%s",
	    len, err.text);
	if (state == PRELUDE_FAILED)
		ok(out.len > 13 && memcmp(out.at, "HTTP/1.1 431 ", 13) == 0,
		    "is answered by 431");
	prelude_free(p);
	bytes_free(&in);
	bytes_free(&out);
}

static void check_ended(void)
{
	static const enum proxy_server_kind both[] = { SOCKS, HTTP };
	struct proxy_users nobody = { 0 };
	struct proxy_server_request request;

	for (size_t i = 0; i < COUNT(both); i++) {
		struct prelude *p =
		    proxy_server_reader(both[i], &nobody, &request);
		struct error err = ERROR_NONE;
		ok(p->ops->ended(p, &err), "an end is told");
		is_text(err.text,
		    "ended the connection before the end of its request",
		    "in words about the client");
		prelude_free(p);
	}
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++)
		check_row(&rows[i]);
	check_long_head(32768, PRELUDE_GOES_ON);
	check_long_head(32769, PRELUDE_FAILED);
	check_ended();
	return plan();
}
