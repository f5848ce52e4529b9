/* SPDX-License-Identifier: MIT */
/* Words that OpenBSD's netcat has for TLS: see tls_config_set_protocols(3) of
 * libtls. */
#include "front/nc/nc-tls-words.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/xalloc.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Versions, as bits: the first is TLS 1.0. */

static const char *const versions[] = { "1.0", "1.1", "1.2", "1.3" };

static const struct {
	const char *name;
	unsigned versions;
} protocols[] = {
	{ "all", 0xf },
	{ "default", 0xc },
	{ "legacy", 0xf },
	{ "secure", 0xc },
	{ "tlsv1", 0xf },
	{ "tlsv1.0", 0x1 },
	{ "tlsv1.1", 0x2 },
	{ "tlsv1.2", 0x4 },
	{ "tlsv1.3", 0x8 },
};

/* Adds a version to those before it, or with "!" takes it away. Returns whether
 * the word is known. */
static bool add_protocol(const char *word, unsigned *mask)
{
	bool is_without = *word == '!';

	word += is_without;
	for (size_t i = 0; i < COUNT(protocols); i++)
		if (strcasecmp(protocols[i].name, word) == 0) {
			*mask = is_without ? *mask & ~protocols[i].versions
			                   : *mask | protocols[i].versions;
			return true;
		}
	return false;
}

/* Sets the oldest and the newest version; there is no way to leave out one
 * between them. */
static int set_versions(
    unsigned mask, const char *list, struct config_tls *out, struct error *err)
{
	size_t first = 0, last = COUNT(versions) - 1;

	while (first < last && !(mask & 1u << first))
		first++;
	while (last > first && !(mask & 1u << last))
		last--;
	for (size_t i = first; i <= last; i++)
		if (!(mask & 1u << i))
			return error_set(err, FAULT_USAGE,
			    "TLS protocols `%s' leave out TLS %s, and not what "
			    "is older and newer",
			    list, versions[i]);
	/* lint-deep: out is never NULL */
	out->min = versions[first];
	out->max = versions[last];
	return 0;
}

static int set_protocols(
    const char *list, struct config_tls *out, struct error *err)
{
	char *copy = xstrdup(list), *rest = copy, *word;
	unsigned mask = *list == '!' ? 0xf : 0;
	bool is_known = true;

	while (is_known && (word = strsep(&rest, ",:")))
		is_known = add_protocol(word, &mask);
	free(copy);
	if (!is_known || mask == 0)
		return error_set(
		    err, FAULT_USAGE, "invalid TLS protocols `%s'", list);
	return set_versions(mask, list, out, err);
}

/* Ciphers */

static const struct {
	const char *name, *list;
} ciphers[] = {
	{ "all", "ALL:!aNULL:!eNULL" },
	{ "compat", "HIGH:!aNULL" },
	{ "default", "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20" },
	{ "insecure", "ALL:!aNULL:!eNULL" },
	{ "legacy", "HIGH:MEDIUM:!aNULL" },
	{ "secure", "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20" },
};

static int set_ciphers(
    const char *list, struct config_tls *out, struct error *err)
{
	(void)err;
	/* lint-deep: out is never NULL */
	out->ciphers = list;
	for (size_t i = 0; i < COUNT(ciphers); i++)
		if (strcasecmp(ciphers[i].name, list) == 0)
			out->ciphers = ciphers[i].list;
	return 0;
}

/* A word of older versions of nc. */
static void allow_all(struct config_tls *out)
{
	/* lint-deep: out is never NULL */
	out->min = versions[0];
	out->max = NULL;
	out->ciphers = ciphers[0].list;
}

/* All of them */

static bool *find_flag(const char *word, struct config_tls *out)
{
	const struct {
		const char *name;
		bool *flag;
	} flags[] = {
		{ "clientcert", &out->wants_client },
		{ "muststaple", &out->wants_staple },
		{ "noname", &out->any_name },
		{ "noverify", &out->any_issuer },
	};

	for (size_t i = 0; i < COUNT(flags); i++)
		if (strcmp(flags[i].name, word) == 0)
			return flags[i].flag;
	return NULL;
}

int nc_tls_keyword(const char *word, struct config_tls *out, struct error *err)
{
	static const struct {
		const char *name;
		int (*set)(const char *value, struct config_tls *out,
		    struct error *err);
	} values[] = {
		{ "ciphers", set_ciphers },
		{ "protocols", set_protocols },
	};
	bool *flag = find_flag(word, out);

	if (flag)
		*flag = true;
	else if (strcmp(word, "tlsall") == 0)
		allow_all(out);
	for (size_t i = 0; i < COUNT(values); i++) {
		size_t len = strlen(values[i].name);
		if (strncmp(word, values[i].name, len) != 0)
			continue;
		if (word[len] == '=')
			return values[i].set(word + len + 1, out, err) < 0 ? -1
			                                                   : 1;
		if (!word[len])
			return error_set(
			    err, FAULT_USAGE, "invalid tls value `%s'", word);
	}
	return flag || strcmp(word, "tlsall") == 0;
}

int nc_tls_hash_check(const char *word, struct error *err)
{
	static const char prefix[] = "SHA256:";
	size_t len = strlen(prefix);

	if (strncmp(word, prefix, len) == 0 && strlen(word) == len + 64 &&
	    strspn(word + len, "0123456789abcdefABCDEF") == 64)
		return 0;
	return error_set(err, FAULT_USAGE,
	    "`%s' is not the hash of a certificate: SHA256: and 64 digits in "
	    "hexadecimal",
	    word);
}
