/* SPDX-License-Identifier: MIT */
/* Proxies that speak HTTP: the tunnel of CONNECT (RFC 9110, section 9.3.6). */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/base64.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "net/proxy/proxy.h"

/* The parts of a status line (RFC 9112, section 4). */
#define HTTP_VERSION "HTTP/1."
#define STATUS_AT (sizeof("HTTP/1.1 ") - 1)
#define REASON_AT (STATUS_AT + 3)

struct http {
	struct prelude prelude;
	struct proxy_request *request;
	bool is_asked;
	int status;             /* 0: no status line so far */
	char line[PROXY_WORDS]; /* the status line, escaped */
	char scheme[32];        /* of authentication: the first one offered */
	bool takes_basic;       /* authentication */
};

/* What is asked for */

/* Only the proxy may see the user and the password. */
static void add_credentials(const struct proxy_request *r, struct bytes *out)
{
	struct bytes plain = { 0 };
	size_t len = strlen(r->user) + 1 + strlen(r->password), room;

	/* Room for all: memory that grows leaves copies behind. */
	bytes_room(&plain, len, &room);
	bytes_room(out, len / 3 * 4 + 64, &room);
	bytes_add_text(&plain, r->user);
	bytes_add_text(&plain, ":");
	bytes_add_text(&plain, r->password);
	bytes_add_text(out, "Proxy-Authorization: Basic ");
	base64_add(out, plain.at, plain.len);
	bytes_add_text(out, "\r\n");
	explicit_bzero(plain.at, plain.len);
	bytes_free(&plain);
}

static void ask(const struct proxy_request *r, struct bytes *out)
{
	char *target = xasprintf(
	    strchr(r->host, ':') ? "[%s]:%u" : "%s:%u", r->host, r->port);

	bytes_print(out, "CONNECT %s " HTTP_VERSION "1\r\nHost: %s\r\n", target,
	    target);
	if (r->user)
		add_credentials(r, out);
	bytes_add_text(out, "\r\n");
	free(target);
}

/* What is answered */

static int three_digits(const unsigned char *at)
{
	int number = 0;

	for (int i = 0; i < 3; i++) {
		if (!isdigit(at[i]))
			return -1;
		number = 10 * number + at[i] - '0';
	}
	return number;
}

/* Whether the bytes received may be the beginning of a status line. */
static bool is_http(const unsigned char *in, size_t len)
{
	size_t most = sizeof(HTTP_VERSION) - 1;

	return len == 0 ||
	       memcmp(in, HTTP_VERSION, len < most ? len : most) == 0;
}

/* "HTTP/1.1 200 OK"; what follows the three digits may be missing. */
static bool take_status(struct http *h, const unsigned char *line, size_t len)
{
	if (len < REASON_AT || !is_http(line, len) ||
	    !isdigit(line[STATUS_AT - 2]) || line[STATUS_AT - 1] != ' ' ||
	    (len > REASON_AT && line[REASON_AT] != ' '))
		return false;
	h->status = three_digits(line + STATUS_AT);
	if (h->status < 100)
		return false;
	text_escape(h->line, sizeof(h->line), line,
	    len == REASON_AT + 1 ? REASON_AT : len);
	return true;
}

/* Only the field for authentication matters. */
static void take_field(struct http *h, const unsigned char *line, size_t len)
{
	static const char name[] = "Proxy-Authenticate:";
	size_t at = sizeof(name) - 1, end;

	if (len < at || strncasecmp((const char *)line, name, at) != 0)
		return;
	while (at < len && (line[at] == ' ' || line[at] == '\t'))
		at++;
	for (end = at; end < len && (isalnum(line[end]) || line[end] == '-');)
		end++;
	h->takes_basic |= end - at == 5 &&
	                  strncasecmp((const char *)line + at, "Basic", 5) == 0;
	if (!h->scheme[0])
		text_escape(h->scheme, sizeof(h->scheme), line + at, end - at);
}

static int refuse(const struct http *h, struct error *err)
{
	bool is_of_login = h->status == 407;
	const char *reason = h->line + STATUS_AT;
	struct proxy_refusal *r = &h->request->refusal;

	r->code = h->status;
	memcpy(r->words, h->line, sizeof(r->words));
	if (is_of_login && h->scheme[0] && !h->takes_basic)
		return error_set(err, FAULT_PROXY,
		    "answered '%s': it wants authentication by %s, not by "
		    "Basic",
		    reason, h->scheme);
	error_set(err, FAULT_PROXY, "answered '%s'", reason);
	/* tinyproxy refuses a password by 401. */
	if (is_of_login || (h->status == 401 && h->request->user))
		error_suggest(err,
		    h->request->user ? HINT_PROXY_PASSWORD : HINT_PROXY_LOGIN,
		    h->request->user);
	return -1;
}

#define SWITCHING_PROTOCOLS 101

/* The head has ended. After a status of 1xx, except 101, which was not asked
 * for, another head follows; after any 2xx the tunnel begins, even if the head
 * has a content length. */
static enum prelude_state take_end(struct http *h, struct error *err)
{
	if (h->status >= 200 && h->status < 300)
		return PRELUDE_DONE;
	if (h->status >= 200 || h->status == SWITCHING_PROTOCOLS)
		return refuse(h, err);
	h->status = 0;
	return PRELUDE_GOES_ON;
}

static enum prelude_state take_line(
    struct http *h, const unsigned char *line, size_t len, struct error *err)
{
	if (len > 0 && line[len - 1] == '\r')
		len--;
	if (h->status == 0)
		return take_status(h, line, len)
		           ? PRELUDE_GOES_ON
		           : proxy_answer_is_foreign("an HTTP", line, len, err);
	if (len == 0)
		return take_end(h, err);
	take_field(h, line, len);
	return PRELUDE_GOES_ON;
}

/* Takes a line. */
static enum prelude_state http_step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err)
{
	struct http *h = (struct http *)p;
	const unsigned char *line = in->at;

	if (!h->is_asked)
		ask(h->request, out);
	h->is_asked = true;
	const unsigned char *end =
	    in->len > 0 ? memchr(line, '\n', in->len) : NULL;
	if (!end && h->status == 0 && !is_http(line, in->len))
		return proxy_answer_is_foreign("an HTTP", line, in->len, err);
	if (!end)
		return PRELUDE_GOES_ON;
	size_t len = (size_t)(end - line);
	bytes_drop(in, len + 1);
	return take_line(h, line, len, err);
}

/* The status line is enough to say why. */
static bool http_ended(struct prelude *p, struct error *err)
{
	struct http *h = (struct http *)p;

	if (h->status < 300)
		return false;
	refuse(h, err);
	return true;
}

static const struct prelude_ops ops = {
	.fault = FAULT_PROXY,
	.most = PROXY_ANSWER_MOST,
	.step = http_step,
	.ended = http_ended,
};

struct prelude *proxy_http(struct proxy_request *request)
{
	struct http *h = xcalloc(1, sizeof(*h));

	h->prelude.ops = &ops;
	h->request = request;
	return &h->prelude;
}
