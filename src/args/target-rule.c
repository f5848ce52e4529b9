/* SPDX-License-Identifier: MIT */
/* How people write which targets a proxy server connects to. */
#include "args/target-rule.h"

#include <stdlib.h>
#include <string.h>

#include "args/ports.h"
#include "base/xalloc.h"

#define HIGHEST_PORT 65535
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"

/* The parts of a word. */
struct parts {
	char *host;        /* allocated; "": any */
	const char *ports; /* NULL: any */
};

static int is_nonsense(const char *option, const char *word, struct error *err)
{
	return error_set(err, FAULT_USAGE,
	    "%s: '%s' is no target; write HOST:PORT, *.example.com, "
	    "192.0.2.0/24:80-90 or [2001:db8::/32]:443",
	    option, word);
}

static char *copy(const char *begin, const char *end)
{
	return xasprintf("%.*s", (int)(end - begin), begin);
}

/* Where the ports begin: behind a bracket, or behind the only colon. */
static bool split(const char *word, struct parts *out)
{
	const char *bracket = *word == '[' ? strchr(word, ']') : NULL;
	const char *colon = strchr(word, ':');

	*out = (struct parts){ 0 };
	if (*word == '[' && (!bracket || (bracket[1] && bracket[1] != ':')))
		return false;
	if (bracket) {
		out->host = copy(word + 1, bracket);
		out->ports = bracket[1] ? bracket + 2 : NULL;
		return *out->host;
	}
	if (colon && strchr(colon + 1, ':')) /* an IPv6 range alone */
		colon = NULL;
	out->host = copy(word, colon ? colon : word + strlen(word));
	out->ports = colon ? colon + 1 : NULL;
	return *out->host || out->ports;
}

/* Whether it can be a part of the name of a host. "10.*" is none, but looks
 * like a range. */
static bool is_pattern(const char *host)
{
	size_t len = strlen(host);

	return strcmp(host, "*") == 0 ||
	       (strpbrk(host, LETTERS) && host[len - 1] != '.' &&
		   strspn(host, LETTERS "0123456789.*") == len);
}

static int parse_host(const char *option, const char *word, const char *host,
    struct target_rule *rule, struct error *err)
{
	if (cidr_parse(host, &rule->range))
		return 0;
	if (*host && !is_pattern(host))
		return is_nonsense(option, word, err);
	rule->name = xstrdup(*host ? host : "*");
	return 0;
}

/* Adds the rule for each range of ports. */
static void add_ranges(
    const struct ports *ports, struct target_rule *rule, struct target_list *to)
{
	for (unsigned port = 0; port <= HIGHEST_PORT; port++) {
		if (!ports->has[port])
			continue;
		rule->first_port = port;
		while (port < HIGHEST_PORT && ports->has[port + 1])
			port++;
		rule->last_port = port;
		struct target_rule one = *rule;
		one.name = rule->name ? xstrdup(rule->name) : NULL;
		target_list_add(to, &one);
	}
}

static int add_rules(const char *option, const char *list,
    struct target_rule *rule, struct target_list *to, struct error *err)
{
	struct ports *ports;
	int result = 0;

	if (!list) {
		target_list_add(to, rule);
		return 0;
	}
	ports = xcalloc(1, sizeof(*ports));
	result = ports_parse(ports, list, "tcp", err);
	if (result == 0)
		add_ranges(ports, rule, to);
	else
		error_reword(err, "%s: %s", option, err->text);
	free(ports);
	free(rule->name);
	return result;
}

int target_rule_parse(const char *option, const char *word,
    struct target_list *to, struct error *err)
{
	struct target_rule rule = { .last_port = HIGHEST_PORT };
	struct parts parts;
	int result = -1;

	if (!split(word, &parts))
		is_nonsense(option, word, err);
	else
		result = parse_host(option, word, parts.host, &rule, err);
	if (result == 0)
		result = add_rules(option, parts.ports, &rule, to, err);
	free(parts.host);
	return result;
}
