/* SPDX-License-Identifier: MIT */
/* What clients of HTTP ask for: the tunnel of CONNECT (RFC 9110, section
 * 9.3.6), with Basic authentication (RFC 7617). */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/base64.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "net/proxy-server/proxy-server-private.h"

/* More than the longest head, so that one that is too long is answered. */
#define MOST (2 * HTTP_HEAD_MOST)

/* Room for what is shown of a request. */
#define SHOWN 60

/* A method is a token (RFC 9110, section 5.6.2). */
#define TOKEN                                                                  \
	"!#$%&'*+-.^_`|~0123456789"                                            \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

struct http {
	struct prelude prelude;
	const struct proxy_users *users;
	struct proxy_server_request *out;
	size_t head;        /* bytes of the head that were taken */
	bool has_line;      /* the request line was taken */
	bool is_version_1;  /* HTTP/1.1 or later */
	unsigned hosts;     /* fields "Host" */
	bool has_login;     /* a field "Proxy-Authorization" came, */
	bool is_authorized; /* of a user that is known */
};

/* A line of the head, without its end. */
struct line {
	const char *at;
	size_t len;
};

/* Says no, and fails with a predicate of the client. */
static enum prelude_state refuse(struct bytes *out, const char *status,
    const char *fields, const char *words, struct error *err)
{
	proxy_server_add_http(out, status, fields, words);
	return error_set(err, FAULT_PROXY,
	    "sends a request that is answered by '%s': %s", status, words);
}

static enum prelude_state refuse_syntax(
    struct bytes *out, const char *words, struct error *err)
{
	return refuse(out, "400 Bad Request",
	    "Proxy-Status: genet; error=http_request_error\r\n", words, err);
}

/* The request line */

/* The first word of a line, which ends before a blank or with the line; it is
 * taken off. */
static struct line take_word(struct line *l)
{
	const char *blank = l->len > 0 ? memchr(l->at, ' ', l->len) : NULL;
	struct line word = { l->at, blank ? (size_t)(blank - l->at) : l->len };
	size_t taken = word.len + (blank != NULL);

	l->at += taken;
	l->len -= taken;
	return word;
}

static bool is_text(const struct line *l, const char *text)
{
	return l->len == strlen(text) && memcmp(l->at, text, l->len) == 0;
}

/* "HTTP/1.1" */
static bool is_version(const struct line *l)
{
	return l->len == 8 && memcmp(l->at, "HTTP/", 5) == 0 &&
	       isdigit((unsigned char)l->at[5]) && l->at[6] == '.' &&
	       isdigit((unsigned char)l->at[7]);
}

static bool is_token(const struct line *l)
{
	for (size_t i = 0; i < l->len; i++)
		if (!l->at[i] || !strchr(TOKEN, l->at[i]))
			return false;
	return l->len > 0;
}

/* Decimal digits of a port. Returns 0 if they are none. */
static unsigned port_of(const char *digits, size_t len)
{
	unsigned port = 0;

	for (size_t i = 0; i < len && port <= 65535; i++) {
		if (!isdigit((unsigned char)digits[i]))
			return 0;
		port = 10 * port + (unsigned)(digits[i] - '0');
	}
	return port <= 65535 ? port : 0;
}

/* "HOST:PORT" or "[V6]:PORT"; the port cannot be left out (RFC 9112, section
 * 3.2.3). */
static bool take_authority(struct http *h, const struct line *target)
{
	const char *colon =
	    target->len > 0 ? memrchr(target->at, ':', target->len) : NULL;
	const char *host = target->at;
	size_t len = colon ? (size_t)(colon - host) : 0;
	bool has_brackets = len >= 2 && host[0] == '[' && host[len - 1] == ']';

	if (has_brackets) {
		host++;
		len -= 2;
	}
	if (len == 0 || (memchr(host, ':', len) != NULL) != has_brackets)
		return false;
	h->out->port =
	    port_of(colon + 1, target->len - (size_t)(colon + 1 - target->at));
	return h->out->port > 0 && proxy_server_take_host(h->out, host, len);
}

static enum prelude_state refuse_method(
    const struct line *method, struct bytes *out, struct error *err)
{
	char shown[SHOWN];

	proxy_server_add_http(out, "405 Method Not Allowed",
	    "Allow: CONNECT\r\n", "this proxy only makes tunnels, by CONNECT");
	text_escape(shown, sizeof(shown), method->at, method->len);
	return error_set(err, FAULT_PROXY,
	    "asks by the method %s, and this proxy serves CONNECT only", shown);
}

static enum prelude_state take_request(
    struct http *h, struct line l, struct bytes *out, struct error *err)
{
	struct line method = take_word(&l), target = take_word(&l);

	if (!is_token(&method) || target.len == 0 || !is_version(&l))
		return refuse_syntax(out, "the request line is malformed", err);
	if (l.at[5] != '1')
		return refuse(out, "505 HTTP Version Not Supported", "",
		    "this proxy speaks HTTP/1", err);
	if (!is_text(&method, "CONNECT"))
		return refuse_method(&method, out, err);
	if (!take_authority(h, &target))
		return refuse_syntax(out,
		    "the target is not of the form HOST:PORT or [IPV6]:PORT",
		    err);
	h->out->protocol = PROXY_PROTOCOL_HTTP;
	h->has_line = true;
	h->is_version_1 = l.at[7] != '0';
	return PRELUDE_GOES_ON;
}

/* The fields */

/* Whether the field has this name; then only its value is left of the line. */
static bool take_name(struct line *l, const char *name)
{
	size_t len = strlen(name);

	if (l->len <= len || l->at[len] != ':' ||
	    strncasecmp(l->at, name, len) != 0)
		return false;
	for (len++; len < l->len && (l->at[len] == ' ' || l->at[len] == '\t');)
		len++;
	l->at += len;
	l->len -= len;
	while (l->len > 0 && isblank((unsigned char)l->at[l->len - 1]))
		l->len--;
	return true;
}

/* "Basic BASE64", of which the meaning is NAME:PASSWORD. */
static bool is_authorized(const struct http *h, const struct line *value)
{
	static const char scheme[] = "Basic ";
	size_t at = sizeof(scheme) - 1, room;
	struct bytes plain = { 0 };

	if (value->len < at || strncasecmp(value->at, scheme, at) != 0)
		return false;
	while (at < value->len && value->at[at] == ' ')
		at++;
	/* Room for all: memory that grows leaves copies behind. */
	bytes_room(&plain, value->len, &room);
	bool is_known = base64_decode(&plain, value->at + at, value->len - at);
	const unsigned char *colon =
	    is_known && plain.len ? memchr(plain.at, ':', plain.len) : NULL;
	if (colon) {
		size_t name = (size_t)(colon - plain.at);
		is_known = proxy_users_know(
		    h->users, plain.at, name, colon + 1, plain.len - name - 1);
	}
	explicit_bzero(plain.memory, plain.capacity);
	bytes_free(&plain);
	return is_known && colon;
}

/* A field is "NAME: VALUE". A line that begins with a blank would go on with
 * the one before it, which nobody may send any more (RFC 9112, section 5.2). */
static enum prelude_state take_field(
    struct http *h, struct line l, struct bytes *out, struct error *err)
{
	const char *colon = memchr(l.at, ':', l.len);
	const struct line name = { l.at, colon ? (size_t)(colon - l.at) : 0 };

	if (!is_token(&name) || memchr(l.at, '\0', l.len))
		return refuse_syntax(
		    out, "a line of the head is malformed", err);
	h->hosts += take_name(&l, "Host");
	if (h->hosts > 1)
		return refuse_syntax(out, "there are two fields 'Host'", err);
	if (h->users->count && take_name(&l, "Proxy-Authorization")) {
		h->has_login = true;
		h->is_authorized = is_authorized(h, &l);
	}
	return PRELUDE_GOES_ON;
}

/* HTTP/1.1 requires a field "Host", whose value does not matter here (RFC 9112,
 * section 3.2). */
static enum prelude_state take_end(
    struct http *h, struct bytes *out, struct error *err)
{
	if (h->is_version_1 && h->hosts == 0)
		return refuse_syntax(out, "there is no field 'Host'", err);
	if (h->users->count == 0 || h->is_authorized)
		return PRELUDE_DONE;
	proxy_server_add_http(out, "407 Proxy Authentication Required",
	    "Proxy-Authenticate: Basic realm=\"genet\", charset=\"UTF-8\"\r\n",
	    h->has_login ? "the name or the password is wrong"
			 : "this proxy wants a name and a password");
	return error_set(err, FAULT_PROXY, "%s",
	    h->has_login ? "gives a wrong name or password"
			 : "gives no name and password");
}

/* All together */

/* Empty lines before the request are passed over (RFC 9112, section 2.2). */
static enum prelude_state take_line(
    struct http *h, struct line l, struct bytes *out, struct error *err)
{
	if (l.len > 0 && l.at[l.len - 1] == '\r')
		l.len--;
	if (h->has_line)
		return l.len > 0 ? take_field(h, l, out, err)
		                 : take_end(h, out, err);
	return l.len > 0 ? take_request(h, l, out, err) : PRELUDE_GOES_ON;
}

/* Whether the first byte is of a method, or of an empty line. */
static bool may_be_http(unsigned char first)
{
	return first == '\r' || first == '\n' ||
	       (first && strchr(TOKEN, first) != NULL);
}

/* A client of SOCKS knows what the answer means. */
static enum prelude_state speaks_no_http(
    unsigned char first, struct bytes *out, struct error *err)
{
	static const unsigned char no_method[] = { 5, 0xFF };

	if (first == 4)
		proxy_server_add_socks4(out, SOCKS4_REJECTED, NULL);
	if (first == 5)
		bytes_add(out, no_method, sizeof(no_method));
	if (first == 4 || first == 5)
		return error_set(
		    err, FAULT_PROXY, "speaks SOCKS%d, not HTTP", first);
	proxy_server_add_http(out, "400 Bad Request", "",
	    "this port is a proxy for HTTP without TLS");
	return error_set(err, FAULT_PROXY,
	    "does not speak HTTP: its first byte is %d", first);
}

/* Takes a line. */
static enum prelude_state http_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err)
{
	struct http *h = (struct http *)p;

	if (in->len == 0)
		return PRELUDE_GOES_ON;
	if (h->head == 0 && !may_be_http(in->at[0]))
		return speaks_no_http(in->at[0], out, err);
	const unsigned char *end = memchr(in->at, '\n', in->len);
	size_t len = end ? (size_t)(end - in->at) + 1 : in->len;
	if (h->head + len > HTTP_HEAD_MOST)
		return refuse(out, "431 Request Header Fields Too Large", "",
		    "the head is too long", err);
	if (!end)
		return PRELUDE_GOES_ON;
	const struct line line = { (const char *)in->at, len - 1 };
	enum prelude_state state = take_line(h, line, out, err);
	h->head += len;
	proxy_server_drop_secret(in, len);
	return state;
}

static const struct prelude_ops ops = {
	.fault = FAULT_PROXY,
	.most = MOST,
	.step = http_step,
	.ended = proxy_server_ended,
};

struct prelude *proxy_server_http(
    const struct proxy_users *users, struct proxy_server_request *out)
{
	struct http *h = xmalloc(sizeof(*h));

	*h = (struct http){
		.prelude.ops = &ops,
		.users = users,
		.out = out,
	};
	return &h->prelude;
}
