/* SPDX-License-Identifier: MIT */
/* The hint that genet doctor may see why an address does not answer. */
#include "work/hint-doctor.h"

#include <stdlib.h>
#include <string.h>

#include "base/quote.h"
#include "base/xalloc.h"

/* The address, as one word also if it was written as two; NULL: doctor examines
 * none of this kind. Allocated. */
static char *address_of(const struct spec *s)
{
	const char *kind = s->kind == SPEC_TLS   ? "tls:"
	                   : s->kind == SPEC_UDP ? "udp:"
	                                         : "";

	if (SPEC_BIT(s->kind) & SPEC_UNIX_KINDS)
		return s->name ? xstrdup(s->name) : NULL;
	if ((s->kind != SPEC_TCP && !*kind) || !s->endpoint.host ||
	    !s->endpoint.port)
		return NULL;
	return xasprintf(
	    strchr(s->endpoint.host, ':') ? "%s[%s]:%s" : "%s%s:%s", kind,
	    s->endpoint.host, s->endpoint.port);
}

void hint_doctor(struct error *err, const char *words, const struct spec *s)
{
	char *address = address_of(s);
	char shown[QUOTE_ROOM];

	if (address)
		error_hint(err, "%s: genet doctor %s", words,
		    quote_word(shown, sizeof(shown), address));
	free(address);
}
