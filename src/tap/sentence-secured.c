/* SPDX-License-Identifier: MIT */
/* What TLS has come to, in words. */
#include "tap/sentence-private.h"

static void add_trust(char *line, enum tap_trust trust)
{
	static const char *const words[] = {
		[TAP_TRUST_NONE] = "not checked",
		[TAP_TRUST_CA] = "trusted",
		[TAP_TRUST_PIN] = "pinned",
		[TAP_TRUST_KNOWN] = "known",
		[TAP_TRUST_NEW] = "noted as new",
	};

	sentence_add(line, "; %s", words[trust]);
}

static void add_expiry(char *line, int64_t days)
{
	if (days < 0)
		sentence_add(line, ", expired %lld day%s ago", (long long)-days,
		    plural((uint64_t)-days));
	else
		sentence_add(line, ", expires in %lld day%s", (long long)days,
		    plural((uint64_t)days));
}

void sentence_secured(char *line, const struct tap_event *e)
{
	const struct tap_secured *s = e->secured;

	sentence_add(line, "secured: %s, %s", s->version, s->cipher);
	if (!s->name)
		return;
	sentence_add(line, "; '%s' by '%s'", s->name, s->issuer);
	add_expiry(line, s->expires_days);
	add_trust(line, s->trust);
}

void sentence_secured_more(char *line, const struct tap_event *e)
{
	const struct tap_secured *s = e->secured;

	sentence_add(line, "tls:     %s handshake in %s, ALPN %s%s%s",
	    s->is_resumed ? "resumed" : "full", DURATION(s->took_us),
	    s->alpn ? s->alpn : "none", s->staple ? ", OCSP staple " : "",
	    s->staple ? s->staple : "");
	if (s->pin)
		sentence_add(line, "; pin %s", s->pin);
	for (size_t i = 0; i < s->chain_count; i++)
		sentence_add(
		    line, "%s'%s'", i ? " < " : "; chain ", s->chain[i]);
}
