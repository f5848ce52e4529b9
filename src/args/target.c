/* SPDX-License-Identifier: MIT */
/* Operands of several kinds. */
#include "args/target.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "args/parse.h"
#include "base/xalloc.h"
#include "net/address/unix-address.h"

static const struct endpoint_rules rules = {
	.command = "wait",
	.usage = "genet wait HOST:PORT",
	.example = "genet wait localhost:80",
	.names_are_hosts = true,
	.may_bind = true, /* "*:PORT" is for those that look at our own host */
};

typedef int parser(const char *rest, struct target *out, struct error *err);

/* Two words, the second of which may be NULL. */
static int parse_endpoint(
    const char *host, const char *port, struct target *out, struct error *err)
{
	const char *words[] = { host, port, NULL };

	if (endpoint_parse(words, &rules, &out->endpoint, err) < 0)
		return -1;
	if (out->endpoint.fd >= 0)
		return error_set(err, FAULT_USAGE,
		    "'%s' is a descriptor, not an address", out->name);
	return endpoint_check_port(out->endpoint.port, false, err);
}

static int parse_internet(
    const char *rest, struct target *out, struct error *err)
{
	return parse_endpoint(rest, NULL, out, err);
}

static int parse_unix(const char *rest, struct target *out, struct error *err)
{
	(void)rest; /* messages show the name with its prefix */
	return unix_address_parse(out->name, &out->address, err);
}

static int parse_file(const char *rest, struct target *out, struct error *err)
{
	if (!*rest)
		return error_set(
		    err, FAULT_USAGE, "missing path in '%s'", out->name);
	out->path = rest;
	return 0;
}

static int parse_pid(const char *rest, struct target *out, struct error *err)
{
	uint64_t number;

	if (!parse_number(rest, &number) || number == 0 || number > INT_MAX)
		return error_set(
		    err, FAULT_USAGE, "'%s' is not a process id", rest);
	out->pid = (pid_t)number;
	return 0;
}

static const struct prefix {
	const char *text;
	enum target_kind kind;
	parser *parse;
} prefixes[] = {
	{ "tcp:", TARGET_TCP, parse_internet },
	{ "udp:", TARGET_UDP, parse_internet },
	{ "unix:", TARGET_UNIX, parse_unix },
	{ "file:", TARGET_FILE, parse_file },
	{ "pid:", TARGET_PID, parse_pid },
};

static const struct prefix *find_prefix(const char *word)
{
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		const struct prefix *p = &prefixes[i];
		size_t len = strlen(p->text);
		if (strncmp(word, p->text, len) != 0)
			continue;
		bool is_url = p->parse == parse_internet &&
		              strncmp(word + len, "//", 2) == 0;
		return is_url ? NULL : p;
	}
	return NULL;
}

/* HOST:PORT or [V6]:PORT. More colons without brackets are an address. */
static bool has_port(const char *word)
{
	const char *colon = strchr(word, ':');

	if (word[0] == '[')
		return strstr(word, "]:");
	return colon && colon == strrchr(word, ':');
}

/* A word without a colon is no address of its own: behind a host it is the
 * host's port. */
int target_words(const char *const *words)
{
	bool is_pair = !find_prefix(words[0]) && words[1] &&
	               !strchr(words[1], ':') && !has_port(words[0]);

	return is_pair ? 2 : 1;
}

bool target_has_no_host(const char *word)
{
	const struct prefix *prefix = find_prefix(word);

	return prefix && prefix->parse != parse_internet;
}

int target_parse(
    const char *const *words, struct target *out, struct error *err)
{
	const struct prefix *prefix = find_prefix(words[0]);
	int result, used = target_words(words);

	*out = (struct target){ .endpoint.fd = -1 };
	if (used == 2) {
		out->name = xasprintf("%s %s", words[0], words[1]);
		result = parse_endpoint(words[0], words[1], out, err);
	} else {
		out->name = xstrdup(words[0]);
		out->kind = prefix ? prefix->kind : TARGET_TCP;
		result = prefix ? prefix->parse(
				      words[0] + strlen(prefix->text), out, err)
		                : parse_endpoint(words[0], NULL, out, err);
	}
	if (result == 0)
		return used;
	target_free(out);
	return -1;
}

void target_free(struct target *t)
{
	free(t->name);
	endpoint_free(&t->endpoint);
	*t = (struct target){ .endpoint.fd = -1 };
}
