/* SPDX-License-Identifier: MIT */
/* The letters of nc for TLS, as OpenBSD's netcat has them. */
#include "front/nc/nc-tls.h"

#include <string.h>

#include "args/choice.h"
#include "args/nc-words.h"
#include "front/nc/nc-tls-words.h"

int nc_tls_explain(const char *letter, struct error *err)
{
	const char *program =
	    strcmp(letter, "-c") == 0 ? "--sh COMMAND" : "--exec -- PROGRAM";

	return error_detail(err,
	    "%s is for TLS; to run a program: genet listen *:PORT %s, or genet "
	    "connect HOST PORT %s",
	    letter, program, program);
}

static int read_keywords(struct config *cfg, bool *has_tls, struct error *err)
{
	const struct config_texts *words = &cfg->nc.keywords;

	for (size_t i = 0; i < words->count; i++) {
		const char *word = words->items[i];
		int is_tls = nc_tls_keyword(word, &cfg->tls, err);
		if (is_tls < 0 ||
		    (!is_tls && nc_tos(word, &cfg->sockopts.tos, err) < 0))
			return -1;
		*has_tls |= is_tls > 0;
	}
	return 0;
}

/* Letters that have no effect without -c. */
static int check_unused(
    const struct config_tls *t, bool has_keywords, struct error *err)
{
	const struct choice rules[] = {
		{ has_keywords, "you must specify -c to use TLS options" },
		{ t->certificate, "you must specify -c to use -K" },
		{ t->staple, "you must specify -c to use -o" },
		{ t->ca, "you must specify -c to use -R" },
		{ t->hash, "you must specify -c to use -H" },
		{ t->name, "you must specify -c to use -e" },
	};

	const char *why = CHOICE_FIRST(rules);

	if (why)
		error_set(err, FAULT_USAGE, "%s", why);
	if (why && t->name)
		nc_tls_explain("-e", err);
	return why ? -1 : 0;
}

static int check(const struct config *cfg, struct error *err)
{
	const struct config_tls *t = &cfg->tls;
	const struct config_nc *nc = &cfg->nc;
	const struct choice rules[] = {
		{ cfg->udp, "cannot use -c and -u" },
		{ nc->is_unix, "cannot use -c and -U" },
		{ nc->passes_socket, "cannot use -c and -F" },
		{ cfg->telnet, "cannot use -c and -t" },
		{ t->staple && !nc->listens, "-o is only valid with -l" },
		{ t->staple && !t->certificate,
		    "you must specify -K to use -o" },
		{ t->wants_client && !nc->listens,
		    "clientcert is only valid with -l" },
		{ t->wants_staple && nc->listens,
		    "muststaple is only valid without -l" },
		{ t->hash && t->any_issuer,
		    "-H and -T noverify may not be used together" },
	};

	const char *why = CHOICE_FIRST(rules);

	if (why)
		return error_set(err, FAULT_USAGE, "%s", why);
	return t->hash ? nc_tls_hash_check(t->hash, err) : 0;
}

int nc_tls_settle(struct config *cfg, struct error *err)
{
	struct config_tls *t = &cfg->tls;
	bool has_keywords = false;

	if (read_keywords(cfg, &has_keywords, err) < 0)
		return -1;
	if (!t->is_asked)
		return check_unused(t, has_keywords, err);
	if (check(cfg, err) < 0)
		return -1;
	if (!cfg->nc.listens)
		return 0;
	t->client_ca = t->ca;
	t->ca = NULL;
	/* -H and -e check the certificate of a client, so that it must have
	 * one. */
	t->wants_client |= t->hash || t->name;
	t->asks_client = t->wants_client || t->client_ca || t->any_issuer;
	return 0;
}
