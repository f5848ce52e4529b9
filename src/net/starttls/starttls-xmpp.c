/* SPDX-License-Identifier: MIT */
/* STARTTLS of XMPP: a stream of XML without comments and declarations, of which
 * only tags are read (RFC 6120 5.4, 11.1). */
#include <string.h>

#include "net/starttls/starttls-private.h"

#define NAMESPACE "urn:ietf:params:xml:ns:xmpp-tls"

enum at {
	AT_BEGIN,
	AT_STREAM,   /* its tag is next */
	AT_FEATURES, /* their tag is next */
	IN_FEATURES,
	AT_ANSWER,
	AT_END_OF_ANSWER,
	IN_ERROR /* the tag with its kind is next */
};

struct tag {
	const char *name; /* without the prefix of its namespace */
	size_t name_len;
	bool is_end, is_empty; /* </a>, <a/> */
	bool is_declaration;   /* <?xml ...?> */
	struct bytes text;
};

static bool is_space(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The length of the tag at the front, whose end is not in quotes. 0: it is not
 * whole. */
static size_t tag_length(const struct bytes *in)
{
	unsigned char quote = 0;

	for (size_t i = 1; i < in->len; i++) {
		unsigned char c = in->at[i];
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '>')
			return i + 1;
	}
	return 0;
}

static struct tag read_tag(unsigned char *at, size_t len)
{
	struct tag tag = {
		.is_end = at[1] == '/',
		.is_declaration = at[1] == '?',
		.is_empty = at[len - 2] == '/' && len > 3,
		.text = { .at = at, .len = len },
	};
	size_t begin = tag.is_end || tag.is_declaration ? 2 : 1, end = begin;

	for (; end < len - 1 && !is_space(at[end]) && at[end] != '/'; end++)
		if (at[end] == ':')
			begin = end + 1;
	tag.name = (const char *)at + begin;
	tag.name_len = end - begin;
	return tag;
}

static bool is_named(const struct tag *tag, const char *name)
{
	return tag->name_len == strlen(name) &&
	       memcmp(tag->name, name, tag->name_len) == 0;
}

static void add_attribute(struct bytes *out, const char *value)
{
	for (; *value; value++)
		if (*value == '&')
			bytes_add_text(out, "&amp;");
		else if (*value == '<')
			bytes_add_text(out, "&lt;");
		else if (*value == '\'')
			bytes_add_text(out, "&apos;");
		else
			bytes_add(out, value, 1);
}

static void begin_stream(struct starttls *s, struct bytes *out)
{
	bytes_add_text(out, "<?xml version='1.0'?><stream:stream to='");
	add_attribute(out, s->host);
	bytes_add_text(out,
	    "' version='1.0' xml:lang='en' xmlns='jabber:client' "
	    "xmlns:stream='http://etherx.jabber.org/streams'>");
	s->at = AT_STREAM;
}

/* Features may be nested. */
static enum prelude_state read_feature(struct starttls *s,
    const struct tag *tag, struct bytes *out, struct error *err)
{
	if (!tag->is_end && s->depth == 1 && is_named(tag, "starttls"))
		s->is_offered = true;
	if (tag->is_end)
		s->depth--;
	else if (!tag->is_empty)
		s->depth++;
	if (s->depth > 0)
		return PRELUDE_GOES_ON;
	if (!s->is_offered)
		return error_set(err, FAULT_TLS, "does not offer STARTTLS");
	bytes_add_text(out, "<starttls xmlns='" NAMESPACE "'/>");
	s->at = AT_ANSWER;
	return PRELUDE_GOES_ON;
}

static enum prelude_state begin_features(
    struct starttls *s, const struct tag *tag, struct error *err)
{
	s->at = IN_FEATURES;
	s->depth = tag->is_empty ? 0 : 1;
	if (s->depth > 0)
		return PRELUDE_GOES_ON;
	return error_set(err, FAULT_TLS, "does not offer STARTTLS");
}

static enum prelude_state read_answer(
    struct starttls *s, const struct tag *tag, struct error *err)
{
	if (is_named(tag, "failure"))
		return error_set(
		    err, FAULT_TLS, "answered 'failure' to STARTTLS");
	if (tag->is_empty)
		return PRELUDE_DONE;
	s->at = AT_END_OF_ANSWER;
	return PRELUDE_GOES_ON;
}

static enum prelude_state fail(const struct tag *tag, struct error *err)
{
	char shown[STARTTLS_SHOWN];

	return error_set(err, FAULT_TLS, "answered with the error '%s'",
	    starttls_shown(shown, tag->name, tag->name_len));
}

/* The meaning of a tag depends on the step of the dialogue. */
static enum prelude_state take_tag(struct starttls *s, const struct tag *tag,
    struct bytes *out, struct error *err)
{
	bool begins = !tag->is_end && !tag->is_declaration;

	if (s->at == IN_ERROR)
		return fail(tag, err);
	if (s->at != IN_FEATURES && begins && is_named(tag, "error")) {
		s->at = IN_ERROR;
		return tag->is_empty ? fail(tag, err) : PRELUDE_GOES_ON;
	}
	if (s->at == AT_STREAM && tag->is_declaration)
		return PRELUDE_GOES_ON;
	if (s->at == AT_STREAM && begins && is_named(tag, "stream")) {
		s->at = AT_FEATURES;
		return PRELUDE_GOES_ON;
	}
	if (s->at == AT_FEATURES && begins && is_named(tag, "features"))
		return begin_features(s, tag, err);
	if (s->at == IN_FEATURES && !tag->is_declaration)
		return read_feature(s, tag, out, err);
	if (s->at == AT_ANSWER && begins &&
	    (is_named(tag, "proceed") || is_named(tag, "failure")))
		return read_answer(s, tag, err);
	if (s->at == AT_END_OF_ANSWER && tag->is_end &&
	    is_named(tag, "proceed"))
		return PRELUDE_DONE;
	return starttls_strange(s, &tag->text, err);
}

/* Skips text between tags. Returns false if there is some outside of elements.
 */
static bool skip_text(struct starttls *s, struct bytes *in)
{
	bool may_be_text = s->at == IN_FEATURES || s->at == IN_ERROR;

	while (in->len > 0 && in->at[0] != '<') {
		if (!may_be_text && !is_space(in->at[0]))
			return false;
		bytes_drop(in, 1);
	}
	return true;
}

static enum prelude_state part(
    struct starttls *s, struct bytes *in, struct bytes *out, struct error *err)
{
	if (s->at == AT_BEGIN)
		begin_stream(s, out);
	if (!skip_text(s, in))
		return starttls_strange(s, in, err);
	size_t len = tag_length(in);
	if (len == 0)
		return PRELUDE_GOES_ON;
	struct tag tag = read_tag(in->at, len);
	bytes_drop(in, len);
	return take_tag(s, &tag, out, err);
}

const struct starttls_kind starttls_xmpp = {
	.name = "XMPP",
	.server = "the XMPP server",
	.part = part,
};
