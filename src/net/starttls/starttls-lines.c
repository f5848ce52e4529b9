/* SPDX-License-Identifier: MIT */
/* STARTTLS where replies are lines of text: SMTP, FTP, IMAP and POP3. */
#include <string.h>
#include <strings.h>

#include "net/starttls/starttls-private.h"

/* An answer, and the command that follows it. */
struct exchange {
	const char *good;  /* the beginning of a good answer */
	const char *again; /* that of one after which another one comes */
	const char *offer; /* the answer must contain this word */
	const char *next;  /* the next command; NULL: TLS */
};

enum verdict {
	REPLY_GOES_ON, /* with further lines */
	REPLY_IS_GOOD,
	REPLY_IS_PREFACE, /* another reply comes */
	REPLY_IS_BAD,
	REPLY_IS_STRANGE
};

struct line {
	const char *at; /* without its end */
	size_t len;
};

struct starttls_lines {
	const struct exchange *exchanges;
	enum verdict (*read)(struct starttls *s, const struct exchange *e,
	    const struct line *line);
};

/* Replies with a code of three digits. Lines begin "250-", the last one "250 "
 * (RFC 5321 4.2.1, RFC 959 4.2). */

/* As mail programs do, EHLO has the loopback address, which reveals nothing of
 * this host and needs no lookup by the server (RFC 5321 4.1.3). */
static const struct exchange smtp[] = {
	{ .good = "220", .next = "EHLO [127.0.0.1]" },
	{ .good = "250", .offer = "STARTTLS", .next = "STARTTLS" },
	{ .good = "220" },
};

static const struct exchange ftp[] = {
	{ .good = "220", .again = "120", .next = "AUTH TLS" },
	{ .good = "234" },
};

static const struct exchange imap[] = {
	{ .good = "* OK", .next = "a1 STARTTLS" },
	{ .good = "a1 OK" },
};

static const struct exchange pop3[] = {
	{ .good = "+OK", .next = "STLS" },
	{ .good = "+OK" },
};

static bool begins(const struct line *line, const char *word)
{
	size_t len = strlen(word);

	return line->len >= len && strncasecmp(line->at, word, len) == 0 &&
	       (line->len == len || line->at[len] == ' ');
}

static bool has_code(const struct line *line)
{
	if (line->len < 3 || line->at[0] < '1' || line->at[0] > '5')
		return false;
	for (int i = 1; i < 3; i++)
		if (line->at[i] < '0' || line->at[i] > '9')
			return false;
	return line->len == 3 || line->at[3] == ' ' || line->at[3] == '-';
}

/* In FTP, lines in the middle of a reply may lack the code. */
static enum verdict read_code(
    struct starttls *s, const struct exchange *e, const struct line *line)
{
	const char *first = (const char *)s->reply.at;
	bool is_first = s->reply.len == 0;
	bool has_its_code =
	    has_code(line) && (is_first || strncmp(line->at, first, 3) == 0);

	if (!has_its_code && (is_first || s->kind != &starttls_ftp))
		return REPLY_IS_STRANGE;
	if (has_its_code && line->len > 4 && e->offer) {
		struct line text = { line->at + 4, line->len - 4 };
		s->is_offered |= !is_first && begins(&text, e->offer);
	}
	if (!has_its_code || (line->len > 3 && line->at[3] == '-'))
		return REPLY_GOES_ON;
	if (strncmp(line->at, e->good, 3) == 0)
		return REPLY_IS_GOOD;
	return e->again && strncmp(line->at, e->again, 3) == 0
	           ? REPLY_IS_PREFACE
	           : REPLY_IS_BAD;
}

/* After the greeting, "*" begins a response that was not asked for (RFC 9051
 * 7). STARTTLS is impossible after PREAUTH. */
static enum verdict read_imap(
    struct starttls *s, const struct exchange *e, const struct line *line)
{
	if (begins(line, e->good))
		return REPLY_IS_GOOD;
	if (begins(line, "* BYE") || begins(line, "* PREAUTH"))
		return REPLY_IS_BAD;
	if (s->at > 0 && begins(line, "*"))
		return REPLY_IS_PREFACE;
	return s->at > 0 && begins(line, "a1") ? REPLY_IS_BAD
	                                       : REPLY_IS_STRANGE;
}

static enum verdict read_pop3(
    struct starttls *s, const struct exchange *e, const struct line *line)
{
	(void)s;
	if (begins(line, e->good))
		return REPLY_IS_GOOD;
	return begins(line, "-err") ? REPLY_IS_BAD : REPLY_IS_STRANGE;
}

/* Takes off a line. Returns false if it is not whole. */
static bool take_line(struct bytes *in, struct line *line)
{
	const unsigned char *end =
	    in->len > 0 ? memchr(in->at, '\n', in->len) : NULL;

	if (!end)
		return false;
	line->at = (const char *)in->at;
	line->len = (size_t)(end - in->at);
	bytes_drop(in, line->len + 1);
	if (line->len > 0 && line->at[line->len - 1] == '\r')
		line->len--;
	return true;
}

/* Keeps the line, cut, for messages. */
static void remember(struct starttls *s, const struct line *line)
{
	size_t len = line->len;

	if (s->reply.len >= STARTTLS_SHOWN)
		return;
	if (s->reply.len > 0)
		bytes_add(&s->reply, " ", 1);
	bytes_add(
	    &s->reply, line->at, len < STARTTLS_SHOWN ? len : STARTTLS_SHOWN);
}

static enum prelude_state fail(
    struct starttls *s, const struct exchange *e, struct error *err)
{
	char shown[STARTTLS_SHOWN];

	starttls_shown(shown, s->reply.at, s->reply.len);
	if (s->at == 0)
		return error_set(err, FAULT_TLS, "greeted with '%s'", shown);
	return error_set(
	    err, FAULT_TLS, "answered '%s' to %s", shown, e[-1].next);
}

static enum prelude_state go_on(struct starttls *s, const struct exchange *e,
    struct bytes *out, struct error *err)
{
	char shown[STARTTLS_SHOWN];

	if (e->offer && !s->is_offered)
		return error_set(err, FAULT_TLS, "does not offer %s, but '%s'",
		    e->offer, starttls_shown(shown, s->reply.at, s->reply.len));
	bytes_clear(&s->reply);
	if (!e->next)
		return PRELUDE_DONE;
	bytes_print(out, "%s\r\n", e->next);
	s->at++;
	return PRELUDE_GOES_ON;
}

static enum prelude_state part(
    struct starttls *s, struct bytes *in, struct bytes *out, struct error *err)
{
	const struct exchange *e = &s->kind->lines->exchanges[s->at];
	struct bytes whole = *in;
	struct line line;

	if (!take_line(in, &line))
		return PRELUDE_GOES_ON;
	enum verdict verdict = s->kind->lines->read(s, e, &line);
	remember(s, &line);
	switch (verdict) {
	case REPLY_GOES_ON:
		return PRELUDE_GOES_ON;
	case REPLY_IS_PREFACE:
		bytes_clear(&s->reply);
		return PRELUDE_GOES_ON;
	case REPLY_IS_GOOD:
		return go_on(s, e, out, err);
	case REPLY_IS_BAD:
		return fail(s, e, err);
	case REPLY_IS_STRANGE:
		break;
	}
	return starttls_strange(s, &whole, err);
}

const struct starttls_kind starttls_smtp = {
	.name = "SMTP",
	.server = "the SMTP server",
	.lines = &(const struct starttls_lines){ smtp, read_code },
	.part = part,
};

const struct starttls_kind starttls_ftp = {
	.name = "FTP",
	.server = "the FTP server",
	.lines = &(const struct starttls_lines){ ftp, read_code },
	.part = part,
};

const struct starttls_kind starttls_imap = {
	.name = "IMAP",
	.server = "the IMAP server",
	.lines = &(const struct starttls_lines){ imap, read_imap },
	.part = part,
};

const struct starttls_kind starttls_pop3 = {
	.name = "POP3",
	.server = "the POP3 server",
	.lines = &(const struct starttls_lines){ pop3, read_pop3 },
	.part = part,
};
