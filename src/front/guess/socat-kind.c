/* SPDX-License-Identifier: MIT */
/* Explains kinds of addresses that socat has, and genet has not. */
#include "front/guess/socat-kind.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "args/spec-kind.h"
#include "base/quote.h"
#include "base/xalloc.h"
#include "front/translate/socat-keywords.h"
#include "front/translate/translate.h"

/* A proxy is an option in genet, not an address. */
static int hint_proxied(const char *word, struct error *err)
{
	char *line = translate_socat_address(word);

	if (line)
		error_hint(err, "%s", line);
	free(line);
	return -1;
}

/* The options of socat, behind a comma, are left out. */
static int hint_own(const struct socat_keyword *k, const char *rest, int family,
    bool takes_kinds, struct error *err)
{
	const char *kind = !takes_kinds ? "" : *k->kind ? k->kind : "tcp:";
	const char *option = family == AF_INET    ? ", with the option -4"
	                     : family == AF_INET6 ? ", with the option -6"
	                                          : "";
	char shown[QUOTE_ROOM];
	char *own = xasprintf("%s%.*s", kind, (int)strcspn(rest, ","), rest);

	quote_word(shown, sizeof(shown), own);
	free(own);
	return error_hint(err, "in genet: %s%s", shown, option);
}

int socat_kind_refuse(const char *word, bool takes_kinds, struct error *err)
{
	const char *colon = strchr(word, ':');
	enum spec_kind ignored;
	int family;

	if (!colon || word[0] < 'a' || word[0] > 'z' ||
	    memchr(word, '-', (size_t)(colon - word)) ||
	    strncmp(colon, "://", 3) == 0 || spec_find(word, &ignored))
		return 0;
	const struct socat_keyword *k = socat_find(word, &family);
	if (!k || (*k->scheme && !strchr(colon + 1, ':')))
		return 0;
	error_set(err, FAULT_USAGE, "there is no kind '%.*s', as socat has it",
	    (int)(colon + 1 - word), word);
	return *k->scheme ? hint_proxied(word, err)
	                  : hint_own(k, colon + 1, family, takes_kinds, err);
}
