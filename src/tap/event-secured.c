/* SPDX-License-Identifier: MIT */
/* What TLS has come to, as members of a JSON object. */
#include <string.h>

#include "tap/event-members.h"

static void add_certificate(struct bytes *out, const struct tap_secured *s)
{
	static const char *const trusts[] = {
		[TAP_TRUST_NONE] = "none",
		[TAP_TRUST_CA] = "ca",
		[TAP_TRUST_PIN] = "pin",
		[TAP_TRUST_KNOWN] = "known",
		[TAP_TRUST_NEW] = "new",
	};

	json_text(out, "name", s->name);
	json_text(out, "issuer", s->issuer);
	json_word(out, "expires", s->expires);
	json_number(out, "expires_days", s->expires_days);
	json_word(out, "pin", s->pin);
	json_word(out, "trust", trusts[s->trust]);
	json_name(out, "chain");
	for (size_t i = 0; i < s->chain_count; i++) {
		bytes_add_text(out, i ? "," : "[");
		json_string(out, s->chain[i], strlen(s->chain[i]));
	}
	bytes_add_text(out, s->chain_count ? "]" : "[]");
}

void event_members_secured(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	const struct tap_secured *s = e->secured;

	(void)opts;
	json_word(out, "version", s->version);
	json_word(out, "cipher", s->cipher);
	if (s->alpn)
		json_text(out, "alpn", s->alpn);
	json_flag(out, "resumed", s->is_resumed);
	json_seconds(out, "took", s->took_us);
	if (s->staple)
		json_word(out, "staple", s->staple);
	if (s->name)
		add_certificate(out, s);
}
