/* SPDX-License-Identifier: MIT */
/* What the server behind an open port says. */
#include "probe/look/service-look.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "probe/look/service-talk.h"

/* A look under way. */
struct looking {
	const struct address *target;
	const struct service_look_opts *opts;
	struct service_facts *facts;
	struct service_talk talk;
};

static int64_t until(const struct looking *l, int64_t limit_us)
{
	return clock_earlier(l->opts->look.deadline, clock_after(limit_us));
}

static int ask(struct looking *l, struct error *failure, struct error *err)
{
	char request[LOOK_REQUEST] = "\r\n";
	size_t len = 2;

	if (l->opts->asks_http)
		len = look_request(request, sizeof(request), l->opts->host,
		    address_port(l->target), 0);
	if (len == 0)
		return 0; /* no server takes such a name */
	l->facts->asked_http = l->opts->asks_http;
	return service_ask(&l->talk, request, len, until(l, l->opts->answer_us),
	    &l->facts->answer, failure, err);
}

/* Listens to the greeting, and asks if there is none. */
static int converse(struct looking *l, struct error *err)
{
	struct error failure = ERROR_NONE;
	const struct service_look_opts *opts = l->opts;
	struct service_facts *f = l->facts;
	/* A line means nothing to most protocols over TLS. */
	bool asks = opts->asks_http ||
	            (opts->asks_line && f->tls == SERVICE_TLS_NOT_ASKED);

	int result = service_ask(&l->talk, NULL, 0, until(l, opts->greeting_us),
	    &f->greeting, &failure, err);
	if (result == 0 && asks && f->greeting.reply == SERVICE_SILENT)
		result = ask(l, &failure, err);
	/* With TLS 1.3 a refusal comes after the handshake. */
	if (f->tls == SERVICE_TLS_WELL && failure.kind == FAULT_TLS) {
		error_reword(&failure, "the TLS connection %s", failure.text);
		service_note_failure(f, &failure);
	}
	return result;
}

/* Converses on a new connection, by TLS or not. */
static int converse_anew(struct looking *l, bool by_tls, struct error *err)
{
	int result =
	    service_connect(&l->talk, l->target, l->opts, l->facts, err);

	if (result == 0 && l->talk.stream && by_tls)
		result = service_secure(
		    &l->talk, l->opts, address_port(l->target), err);
	if (result == 0 && l->talk.stream &&
	    (!by_tls || l->facts->tls == SERVICE_TLS_WELL))
		result = converse(l, err);
	service_hang_up(&l->talk);
	return result;
}

/* Looks whether a server that has said nothing speaks TLS. */
static int try_tls(struct looking *l, struct error *err)
{
	int result =
	    service_connect(&l->talk, l->target, l->opts, l->facts, err);

	if (result == 0 && l->talk.stream)
		result = service_secure(
		    &l->talk, l->opts, address_port(l->target), err);
	service_hang_up(&l->talk);
	return result;
}

/* Whether a server without TLS has said what a client can understand. The alert
 * of TLS (RFC 8446, section 6) begins with these bytes. */
static bool has_spoken(const struct service_facts *f)
{
	const struct service_answer *a = &f->answer;

	if (a->reply == SERVICE_SPEAKS)
		return a->len < 2 || memcmp(a->bytes, "\x15\x03", 2) != 0;
	return f->greeting.reply != SERVICE_SILENT;
}

int service_look(const struct address *target,
    const struct service_look_opts *opts, struct service_facts *out,
    struct error *err)
{
	struct looking l = {
		.target = target,
		.opts = opts,
		.facts = out,
	};

	*out = (struct service_facts){ .failure = ERROR_NONE };
	if (opts->wants_tls) {
		if (converse_anew(&l, true, err) < 0)
			return -1;
		/* What is there instead of TLS? */
		if (out->tls != SERVICE_TLS_ENDED &&
		    out->tls != SERVICE_TLS_SILENT)
			return 0;
		return converse_anew(&l, false, err);
	}
	if (converse_anew(&l, false, err) < 0)
		return -1;
	if (!opts->tries_tls || has_spoken(out) || out->was_lost)
		return 0;
	return try_tls(&l, err);
}
