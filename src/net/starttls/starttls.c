/* SPDX-License-Identifier: MIT */
/* The table of the dialogues, and what they share. */
#include "net/starttls/starttls.h"

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

const char *starttls_shown(
    char out[STARTTLS_SHOWN], const void *bytes, size_t len)
{
	const char *at = bytes;

	while (len > 0 && (at[len - 1] == '\n' || at[len - 1] == '\r'))
		len--;
	return text_escape(out, STARTTLS_SHOWN, bytes, len);
}

int starttls_strange(
    const struct starttls *s, const struct bytes *in, struct error *err)
{
	const unsigned char *end =
	    in->len > 0 ? memchr(in->at, '\n', in->len) : NULL;
	size_t len = end ? (size_t)(end - in->at) : in->len;
	char shown[STARTTLS_SHOWN];

	return error_set(err, FAULT_TLS, "answered '%s', which is not %s",
	    starttls_shown(shown, in->at, len), s->kind->name);
}

/* After its last answer a server waits for TLS. An attacker may add bytes,
 * which a careless client takes for the first ones inside of TLS
 * (CVE-2011-0411, CVE-2021-23222). */
static int refuse_injected(const struct bytes *in, struct error *err)
{
	char shown[STARTTLS_SHOWN], size[TEXT_MEASURE];

	return error_set(err, FAULT_TLS,
	    "sent %s in the clear between its answer and TLS: '%s'",
	    text_size(size, in->len), starttls_shown(shown, in->at, in->len));
}

static enum prelude_state step(
    struct prelude *p, struct bytes *in, struct bytes *out, struct error *err)
{
	struct starttls *s = (struct starttls *)p;
	size_t before = in->len;
	enum prelude_state state = s->kind->part(s, in, out, err);

	if (state == PRELUDE_DONE && in->len > 0)
		return refuse_injected(in, err);
	if (state == PRELUDE_GOES_ON && in->len == before &&
	    in->len > STARTTLS_PART_BYTES)
		return starttls_strange(s, in, err);
	return state;
}

static void release(struct prelude *p)
{
	struct starttls *s = (struct starttls *)p;

	bytes_free(&s->reply);
	free(s->host);
}

static const struct prelude_ops ops = {
	.fault = FAULT_TLS,
	.most = STARTTLS_BYTES,
	.step = step,
	.release = release,
};

struct prelude *starttls_prelude(
    enum starttls_protocol protocol, const char *host)
{
	struct starttls *s = xcalloc(1, sizeof(*s));

	s->prelude.ops = &ops;
	s->kind = kinds[protocol];
	s->host = xstrdup(host);
	return &s->prelude;
}
