/* SPDX-License-Identifier: MIT */
/* Connections that TLS protects. */
#include <string.h>

#include "tap/kinds/kind-private.h"

static const struct kind_code trusts[] = {
	[TAP_TRUST_NONE] = { "none", "not checked" },
	[TAP_TRUST_CA] = { "ca", "trusted" },
	[TAP_TRUST_PIN] = { "pin", "pinned" },
	[TAP_TRUST_KNOWN] = { "known", "known" },
	[TAP_TRUST_NEW] = { "new", "noted as new" },
};

static void add_expiry(char *line, int64_t days)
{
	if (days < 0)
		SAY(line, ", expired %lld day%s ago", (long long)-days,
		    plural((uint64_t)-days));
	else
		SAY(line, ", expires in %lld day%s", (long long)days,
		    plural((uint64_t)days));
}

static void say_secured(char *line, const struct tap_event *e)
{
	const struct tap_secured *s = e->secured;

	SAY(line, "secured: %s, %s", s->version, s->cipher);
	if (!s->name)
		return;
	SAY(line, "; '%s' by '%s'", s->name, s->issuer);
	add_expiry(line, s->expires_days);
	SAY(line, "; %s", trusts[s->trust].words);
}

static void say_secured_more(char *line, const struct tap_event *e)
{
	const struct tap_secured *s = e->secured;

	SAY(line, "tls:     %s handshake in %s, ALPN %s%s%s",
	    s->is_resumed ? "resumed" : "full", DURATION(s->took_us),
	    s->alpn ? s->alpn : "none", s->staple ? ", OCSP staple " : "",
	    s->staple ? s->staple : "");
	if (s->pin)
		SAY(line, "; pin %s", s->pin);
	for (size_t i = 0; i < s->chain_count; i++)
		SAY(line, "%s'%s'", i ? " < " : "; chain ", s->chain[i]);
}

static void add_certificate(struct bytes *out, const struct tap_secured *s)
{
	json_text(out, "name", s->name);
	json_text(out, "issuer", s->issuer);
	json_word(out, "expires", s->expires);
	json_number(out, "expires_days", s->expires_days);
	json_word(out, "pin", s->pin);
	json_word(out, "trust", trusts[s->trust].name);
	json_name(out, "chain");
	for (size_t i = 0; i < s->chain_count; i++) {
		bytes_add_text(out, i ? "," : "[");
		json_string(out, s->chain[i], strlen(s->chain[i]));
	}
	bytes_add_text(out, s->chain_count ? "]" : "[]");
}

static void add_secured(struct event_object *o, const struct tap_event *e)
{
	const struct tap_secured *s = e->secured;

	json_word(o->out, "version", s->version);
	json_word(o->out, "cipher", s->cipher);
	if (s->alpn)
		json_text(o->out, "alpn", s->alpn);
	json_flag(o->out, "resumed", s->is_resumed);
	json_seconds(o->out, "took", s->took_us);
	if (s->staple)
		json_word(o->out, "staple", s->staple);
	if (s->name)
		add_certificate(o->out, s);
}

/* clang-format off */
const struct kind kind_secured = { "secured", add_secured, 1, say_secured };
const struct kind kind_secured_more = { NULL, NULL, 2, say_secured_more };
/* clang-format on */
