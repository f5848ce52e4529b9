/* SPDX-License-Identifier: MIT */
/* The SSLRequest of PostgreSQL, whose answer is one byte (PostgreSQL, "Message
 * Flow", SSL Session Encryption). */
#include "net/starttls/starttls-private.h"

/* The length, and the code of an SSLRequest in place of a version. */
static const unsigned char request[] = { 0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f };

/* A server that does not know SSLRequest answers by an ErrorResponse, whose
 * fields have a letter and a text with a NUL; before version 7.4, only a text.
 * Returns the text of the letter; NULL: there is none in the len bytes. */
static const unsigned char *find_field(
    const unsigned char *at, size_t len, char letter, size_t *text_len)
{
	size_t i = 0;

	while (i < len && at[i] != 0) {
		size_t begin = i + 1, end = begin;
		while (end < len && at[end] != 0)
			end++;
		if (at[i] == (unsigned char)letter) {
			*text_len = end - begin;
			return at + begin;
		}
		i = end + 1;
	}
	return NULL;
}

static enum prelude_state fail(
    const struct starttls *s, const struct bytes *in, struct error *err)
{
	char shown[STARTTLS_SHOWN];
	size_t text_len;

	if (in->len < 5)
		return PRELUDE_GOES_ON;
	size_t len = (size_t)in->at[1] << 24 | (size_t)in->at[2] << 16 |
	             (size_t)in->at[3] << 8 | in->at[4];
	if (len < 4 || len > STARTTLS_PART_BYTES)
		return starttls_strange(s, in, err);
	if (in->len < len + 1)
		return PRELUDE_GOES_ON;
	const unsigned char *text =
	    find_field(in->at + 5, len - 4, 'M', &text_len);
	if (!text)
		return starttls_strange(s, in, err);
	return error_set(err, FAULT_TLS, "answered '%s' to the request for TLS",
	    starttls_shown(shown, text, text_len));
}

static enum prelude_state part(
    struct starttls *s, struct bytes *in, struct bytes *out, struct error *err)
{
	if (s->at == 0) {
		s->at = 1;
		bytes_add(out, request, sizeof(request));
	}
	if (in->len == 0)
		return PRELUDE_GOES_ON;
	switch (in->at[0]) {
	case 'S':
		bytes_drop(in, 1);
		return PRELUDE_DONE;
	case 'N':
		return error_set(
		    err, FAULT_TLS, "does not offer TLS: it answered 'N'");
	case 'E':
		return fail(s, in, err);
	default:
		return starttls_strange(s, in, err);
	}
}

const struct starttls_kind starttls_postgres = {
	.name = "PostgreSQL",
	.server = "the PostgreSQL server",
	.part = part,
};
