/* SPDX-License-Identifier: MIT */
/* The extended operation StartTLS of LDAP, in BER (RFC 4511 4.12, 4.14, 5.1).
 */
#include <stdio.h>

#include "net/starttls/starttls-private.h"

enum tag {
	INTEGER = 0x02,
	OCTETS = 0x04,
	ENUMERATED = 0x0a,
	SEQUENCE = 0x30,
	EXTENDED_RESPONSE = 0x78
};

/* Message 1, an extended request with the name 1.3.6.1.4.1.1466.20037. */
static const unsigned char request[] = "\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
				       "1.3.6.1.4.1.1466.20037";

/* Those that servers use; others are shown as numbers. */
static const struct {
	unsigned code;
	const char *name;
} results[] = {
	{ 1, "operationsError" },
	{ 2, "protocolError" },
	{ 10, "referral" },
	{ 11, "adminLimitExceeded" },
	{ 13, "confidentialityRequired" },
	{ 50, "insufficientAccessRights" },
	{ 51, "busy" },
	{ 52, "unavailable" },
	{ 53, "unwillingToPerform" },
	{ 80, "other" },
};

enum found { FOUND, NOT_WHOLE, IS_ANOTHER };

/* Finds the element at the front of in: its content, which points into in, and
 * the length of the whole. Lengths have one of two forms (RFC 4511 5.1). */
static enum found look(
    const struct bytes *in, enum tag tag, struct bytes *content, size_t *whole)
{
	size_t header = 2, len;

	if (in->len == 0)
		return NOT_WHOLE;
	if (in->at[0] != tag)
		return IS_ANOTHER;
	if (in->len < 2)
		return NOT_WHOLE;
	len = in->at[1];
	if (len >= 0x80) {
		size_t count = len & 0x7f;
		if (count == 0 || count > 4)
			return IS_ANOTHER;
		if (in->len < header + count)
			return NOT_WHOLE;
		len = 0;
		for (size_t i = 0; i < count; i++)
			len = len << 8 | in->at[header + i];
		header += count;
	}
	if (len > STARTTLS_PART_BYTES - header)
		return IS_ANOTHER;
	if (in->len < header + len)
		return NOT_WHOLE;
	*content = (struct bytes){ .at = in->at + header, .len = len };
	*whole = header + len;
	return FOUND;
}

/* Takes off an element. Returns false if it is not whole. */
static bool take(struct bytes *in, enum tag tag, struct bytes *content)
{
	size_t whole;

	if (look(in, tag, content, &whole) != FOUND)
		return false;
	bytes_drop(in, whole);
	return true;
}

static bool take_number(struct bytes *in, enum tag tag, unsigned *number)
{
	struct bytes content;

	if (!take(in, tag, &content) || content.len == 0 || content.len > 2)
		return false;
	*number = 0;
	for (size_t i = 0; i < content.len; i++)
		*number = *number << 8 | content.at[i];
	return true;
}

static enum prelude_state refuse(
    unsigned code, const struct bytes *text, struct error *err)
{
	char shown[STARTTLS_SHOWN], name[32];

	snprintf(name, sizeof(name), "result %u", code);
	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		if (results[i].code == code)
			snprintf(name, sizeof(name), "%s", results[i].name);
	if (text->len == 0)
		return error_set(
		    err, FAULT_TLS, "answered %s to StartTLS", name);
	return error_set(err, FAULT_TLS, "answered %s to StartTLS: '%s'", name,
	    starttls_shown(shown, text->at, text->len));
}

/* Message 0 announces a disconnection, with a result like any other (RFC 4511
 * 4.4.1). Fields after the two texts of a response are optional. */
static enum prelude_state read_message(const struct starttls *s,
    struct bytes message, const struct bytes *in, struct error *err)
{
	struct bytes response, dn, text;
	unsigned id, code;

	if (!take_number(&message, INTEGER, &id) || id > 1 ||
	    !take(&message, EXTENDED_RESPONSE, &response) ||
	    !take_number(&response, ENUMERATED, &code) ||
	    !take(&response, OCTETS, &dn) || !take(&response, OCTETS, &text))
		return starttls_strange(s, in, err);
	if (code != 0)
		return refuse(code, &text, err);
	return id == 1 ? PRELUDE_DONE : starttls_strange(s, in, err);
}

static enum prelude_state part(
    struct starttls *s, struct bytes *in, struct bytes *out, struct error *err)
{
	struct bytes message = { 0 };
	enum prelude_state state = PRELUDE_GOES_ON;
	size_t whole = 0;

	if (s->at == 0) {
		s->at = 1;
		bytes_add(out, request, sizeof(request) - 1);
	}
	switch (look(in, SEQUENCE, &message, &whole)) {
	case NOT_WHOLE:
		break;
	case IS_ANOTHER:
		return starttls_strange(s, in, err);
	case FOUND:
		state = read_message(s, message, in, err);
		bytes_drop(in, whole);
		break;
	}
	return state;
}

const struct starttls_kind starttls_ldap = {
	.name = "LDAP",
	.server = "the LDAP server",
	.part = part,
};
