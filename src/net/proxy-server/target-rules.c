/* SPDX-License-Identifier: MIT */
/* To which targets the clients of a proxy server may connect. */
#include "net/proxy-server/target-rules.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* Addresses that mean this host or its link, see the table of RFC 6890: "this
 * network", loopback, link-local, and the same of IPv6. */
static const char *const shielded[] = { "0.0.0.0/8", "127.0.0.0/8",
	"169.254.0.0/16", "::/128", "::1/128", "fe80::/10" };

#define SHIELDED (sizeof(shielded) / sizeof(shielded[0]))

void target_list_add(struct target_list *list, const struct target_rule *rule)
{
	list->items =
	    xreallocarray(list->items, list->count + 1, sizeof(*list->items));
	list->items[list->count++] = *rule;
}

/* Names */

static bool is_same_letter(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Whether the pattern stands for all len bytes of the name. After a difference,
 * the last "*" is tried with one byte more. */
static bool matches(const char *pattern, const char *name, size_t len)
{
	const char *star = NULL;
	size_t at = 0, tried = 0;

	while (at < len) {
		if (*pattern == '*') {
			star = pattern++;
			tried = at;
		} else if (*pattern && is_same_letter(*pattern, name[at])) {
			pattern++;
			at++;
		} else if (star) {
			pattern = star + 1;
			at = ++tried;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

/* A dot at the end of a name only says that it is whole. An IPv6 address, which
 * has colons, is a name to "*" only. */
static bool is_for_name(const struct target_rule *rule, const char *host)
{
	size_t len = strlen(host);

	if (!rule->name)
		return false;
	if (strchr(host, ':'))
		return strcmp(rule->name, "*") == 0;
	if (len > 1 && host[len - 1] == '.')
		len--;
	return matches(rule->name, host, len);
}

static bool is_for_port(const struct target_rule *rule, unsigned port)
{
	return port >= rule->first_port && port <= rule->last_port;
}

static bool has_name(
    const struct target_list *list, const char *host, unsigned port)
{
	for (size_t i = 0; i < list->count; i++)
		if (is_for_port(&list->items[i], port) &&
		    is_for_name(&list->items[i], host))
			return true;
	return false;
}

/* Addresses */

static bool has_address(
    const struct target_list *list, const struct address *a, unsigned port)
{
	for (size_t i = 0; i < list->count; i++)
		if (is_for_port(&list->items[i], port) &&
		    !list->items[i].name &&
		    cidr_holds(&list->items[i].range, a))
			return true;
	return false;
}

/* Whether a range is for this purpose: 0.0.0.0/0 means the network, and not
 * this host as well. */
static bool is_about(const struct target_rule *rule, const struct cidr *range)
{
	return !rule->name && cidr_is_within(&rule->range, range);
}

static bool is_shielded(
    const struct target_list *allow, const struct address *a, unsigned port)
{
	struct cidr range;

	for (size_t i = 0; i < SHIELDED; i++) {
		if (!cidr_parse(shielded[i], &range) || !cidr_holds(&range, a))
			continue;
		for (size_t n = 0; n < allow->count; n++)
			if (is_for_port(&allow->items[n], port) &&
			    is_about(&allow->items[n], &range) &&
			    cidr_holds(&allow->items[n].range, a))
				return false;
		return true;
	}
	return false;
}

/* Whether there is a rule for addresses with this port. */
static bool has_range(const struct target_list *list, unsigned port)
{
	for (size_t i = 0; i < list->count; i++)
		if (!list->items[i].name && is_for_port(&list->items[i], port))
			return true;
	return false;
}

/* Verdicts */

enum target_verdict target_rules_judge_name(
    const struct target_rules *rules, const char *host, unsigned port)
{
	const struct target_list *allow = &rules->allow;

	if (has_name(&rules->deny, host, port))
		return TARGET_DENIED;
	if (allow->count && !has_name(allow, host, port) &&
	    !has_range(allow, port))
		return TARGET_NOT_ALLOWED;
	return TARGET_ALLOWED;
}

enum target_verdict target_rules_judge(const struct target_rules *rules,
    const char *host, const struct address *found, bool is_client_local)
{
	const struct target_list *allow = &rules->allow;
	unsigned port = address_port(found);
	struct address inner;
	bool has_inner = cidr_embedded(found, &inner);

	if (has_name(&rules->deny, host, port) ||
	    has_address(&rules->deny, found, port) ||
	    (has_inner && has_address(&rules->deny, &inner, port)))
		return TARGET_DENIED;
	if (!is_client_local &&
	    (is_shielded(allow, found, port) ||
		(has_inner && is_shielded(allow, &inner, port))))
		return TARGET_SHIELDED;
	if (allow->count && !has_name(allow, host, port) &&
	    !has_address(allow, found, port))
		return TARGET_NOT_ALLOWED;
	return TARGET_ALLOWED;
}

static void free_list(struct target_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i].name);
	free(list->items);
}

void target_rules_free(struct target_rules *rules)
{
	free_list(&rules->allow);
	free_list(&rules->deny);
	*rules = (struct target_rules){ 0 };
}
