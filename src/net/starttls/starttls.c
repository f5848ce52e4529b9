/* SPDX-License-Identifier: MIT */
/* What the dialogues of STARTTLS have in common, and the table of them. */
#include "net/starttls/starttls.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "net/starttls/starttls-private.h"

static const struct starttls_kind *const kinds[STARTTLS_PROTOCOLS] = {
	[STARTTLS_SMTP] = &starttls_smtp,
	[STARTTLS_IMAP] = &starttls_imap,
	[STARTTLS_POP3] = &starttls_pop3,
	[STARTTLS_FTP] = &starttls_ftp,
	[STARTTLS_POSTGRES] = &starttls_postgres,
	[STARTTLS_MYSQL] = &starttls_mysql,
	[STARTTLS_LDAP] = &starttls_ldap,
	[STARTTLS_XMPP] = &starttls_xmpp,
};

const char *const starttls_words[STARTTLS_PROTOCOLS + 1] = {
	[STARTTLS_NONE] = "none",
	[STARTTLS_SMTP] = "smtp",
	[STARTTLS_IMAP] = "imap",
	[STARTTLS_POP3] = "pop3",
	[STARTTLS_FTP] = "ftp",
	[STARTTLS_POSTGRES] = "postgres",
	[STARTTLS_MYSQL] = "mysql",
	[STARTTLS_LDAP] = "ldap",
	[STARTTLS_XMPP] = "xmpp",
};

const char *starttls_server(enum starttls_protocol protocol)
{
	return kinds[protocol]->server;
}

void starttls_take(struct starttls_input *in, size_t len)
{
	in->at += len;
	in->len -= len;
}

const char *starttls_shown(
    char out[STARTTLS_SHOWN], const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len > 0 && (at[len - 1] == '\n' || at[len - 1] == '\r'))
		len--;
	return text_escape(out, STARTTLS_SHOWN, bytes, len);
}

enum prelude_state starttls_refused(struct error *err, const char *fmt, ...)
{
	char text[sizeof(err->text)];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	error_set(err, FAULT_TLS, "%s", text);
	return PRELUDE_FAILED;
}

enum prelude_state starttls_strange(const struct starttls *s,
    const struct starttls_input *in, struct error *err)
{
	const unsigned char *end = memchr(in->at, '\n', in->len);
	size_t len = end ? (size_t)(end - in->at) : in->len;
	char shown[STARTTLS_SHOWN];

	return starttls_refused(err, "answered '%s', which is not %s",
	    starttls_shown(shown, in->at, len), s->kind->name);
}

/* After the last answer a server waits for TLS. More bytes are not its own: an
 * attacker hopes that they are taken for the first ones inside of TLS
 * (CVE-2011-0411, CVE-2021-23222). */
static enum prelude_state refuse_injected(
    const struct starttls_input *in, struct error *err)
{
	char shown[STARTTLS_SHOWN], size[TEXT_MEASURE];

	return starttls_refused(err,
	    "sent %s in the clear between its answer and TLS: '%s'",
	    text_size(size, in->len), starttls_shown(shown, in->at, in->len));
}

static enum prelude_state take_parts(struct starttls *s,
    struct starttls_input *in, struct bytes *out, struct error *err)
{
	enum prelude_state state;
	size_t before;

	do {
		before = in->len;
		state = s->kind->part(s, in, out, err);
	} while (state == PRELUDE_GOES_ON && in->len < before && in->len > 0);

	if (state == PRELUDE_DONE && in->len > 0)
		return refuse_injected(in, err);
	if (state == PRELUDE_GOES_ON && in->len > STARTTLS_PART_BYTES)
		return starttls_strange(s, in, err);
	return state;
}

static enum prelude_state step(struct prelude *p, const unsigned char *in,
    size_t len, size_t *taken, struct bytes *out, struct error *err)
{
	struct starttls_input input = { in, len };
	enum prelude_state state =
	    take_parts((struct starttls *)p, &input, out, err);

	*taken = len - input.len;
	return state;
}

static void free_starttls(struct prelude *p)
{
	struct starttls *s = (struct starttls *)p;

	bytes_free(&s->reply);
	free(s->host);
	free(s);
}

static const struct prelude_ops ops = {
	.step = step,
	.free = free_starttls,
};

struct prelude *starttls_prelude(
    enum starttls_protocol protocol, const char *host)
{
	struct starttls *s = xcalloc(1, sizeof(*s));

	s->prelude = (struct prelude){
		.ops = &ops,
		.fault = FAULT_TLS,
		.most = STARTTLS_BYTES,
	};
	s->kind = kinds[protocol];
	s->host = xstrdup(host);
	return &s->prelude;
}
