/* SPDX-License-Identifier: MIT */
/* Operands to addresses. */
#include "args/endpoint.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/quote.h"
#include "base/xalloc.h"

int endpoint_check_port(const char *port, bool may_bind, struct error *err)
{
	uint64_t number = 1;

	switch (parse_port(port)) {
	case PORT_NAME:
		return 0;
	case PORT_NUMBER:
		parse_number(port, &number);
		if (number > 0 || may_bind)
			return 0;
		return error_set(err, FAULT_USAGE,
		    "port '0' is only for listening (1-65535)");
	case PORT_TOO_LARGE:
		return error_set(err, FAULT_USAGE,
		    "port '%s' is out of range (%d-65535)", port,
		    may_bind ? 0 : 1);
	case PORT_NONSENSE:
		break;
	}
	return error_set(err, FAULT_USAGE,
	    "port '%s' is neither a number nor a service name", port);
}

static const char *kind_of(const struct endpoint_rules *rules)
{
	return rules->kind ? rules->kind : "";
}

static int missing_port(
    const char *host, const struct endpoint_rules *rules, struct error *err)
{
	if (parse_port(host) == PORT_NUMBER) {
		error_set(err, FAULT_USAGE, "missing host before '%s'", host);
		if (rules->command)
			return error_hint(err,
			    "on this host: genet %s %slocalhost:%s",
			    rules->command, kind_of(rules), host);
		error_hint(
		    err, "on this host: %slocalhost:%s", kind_of(rules), host);
	} else {
		error_set(err, FAULT_USAGE, "missing port after '%s%s'",
		    kind_of(rules), host);
	}
	return error_hint(
	    err, "usage: %s, e.g. %s", rules->usage, rules->example);
}

static bool is_service(const char *name)
{
	return getservbyname(name, "tcp") || getservbyname(name, "udp");
}

/* Whether a single word is a port of this host. A name that is no service is
 * meant to be a host. */
static bool is_own_port(const char *word, const struct endpoint_rules *rules)
{
	enum port_word kind = parse_port(word);

	if (!rules->may_bind || kind == PORT_NONSENSE)
		return false;
	return kind != PORT_NAME ||
	       (!rules->names_are_hosts && is_service(word));
}

static char *copy(const char *text, size_t len)
{
	return xasprintf("%.*s", (int)len, text);
}

/* Host names for which bind takes all addresses. */
static char *host_or_any(char *host, bool may_bind)
{
	if (may_bind && (!*host || strcmp(host, "*") == 0)) {
		free(host);
		return NULL;
	}
	return host;
}

/* "[V6]" or "[V6]:PORT". */
static int parse_bracketed(const char *word, const struct endpoint_rules *rules,
    struct endpoint *out, struct error *err)
{
	const char *end = strchr(word, ']');

	if (!end || (end[1] && end[1] != ':'))
		return error_set(err, FAULT_USAGE,
		    "'%s' is no address; write [ADDRESS]:PORT", word);
	out->host = copy(word + 1, (size_t)(end - word - 1));
	if (end[1])
		out->port = xstrdup(end + 2);
	else if (!rules->port_is_optional)
		return missing_port(word, rules, err);
	return 0;
}

static bool is_inet6(const char *text, size_t len)
{
	struct in6_addr ignored;
	char *literal = copy(text, len);
	bool is = inet_pton(AF_INET6, literal, &ignored) == 1;

	free(literal);
	return is;
}

static int ambiguous(const char *word, const char *last_colon,
    const struct endpoint_rules *rules, struct error *err)
{
	const char *kind = kind_of(rules);

	error_set(err, FAULT_USAGE,
	    "'%s' has more than one colon: where does the port begin?", word);
	if (is_inet6(word, (size_t)(last_colon - word)) &&
	    parse_port(last_colon + 1) == PORT_NUMBER)
		error_hint(err, "for port %s: %s[%.*s]:%s", last_colon + 1,
		    kind, (int)(last_colon - word), word, last_colon + 1);
	if (is_inet6(word, strlen(word)))
		error_hint(err, "for the address %s: %s[%s]:PORT, or %s%s PORT",
		    word, kind, word, kind, word);
	return -1;
}

/* One word that says it all. */
static int parse_word(const char *word, const struct endpoint_rules *rules,
    struct endpoint *out, struct error *err)
{
	const char *colon = strchr(word, ':'), *last = strrchr(word, ':');

	if (word[0] == '[')
		return parse_bracketed(word, rules, out, err);
	if (colon != last && rules->port_is_optional) {
		out->host = xstrdup(word);
		return 0;
	}
	if (colon != last)
		return ambiguous(word, last, rules, err);
	if (colon) {
		out->host = host_or_any(
		    copy(word, (size_t)(colon - word)), rules->may_bind);
		out->port = xstrdup(colon + 1);
		return 0;
	}
	if (is_own_port(word, rules)) {
		out->is_port_alone = true;
		out->port = xstrdup(word);
		return 0;
	}
	if (!rules->port_is_optional)
		return missing_port(word, rules, err);
	out->host = xstrdup(word);
	return 0;
}

/* "80 localhost": first a port, then a host. */
static bool are_swapped(const char *host, const char *port)
{
	bool is_host = strpbrk(port, ".:") ||
	               (parse_port(port) == PORT_NAME && !is_service(port));

	return is_host && parse_port(host) == PORT_NUMBER;
}

static int refuse_swapped(const char *host, const char *port,
    const struct endpoint_rules *rules, struct error *err)
{
	char shown[QUOTE_ROOM];

	error_set(err, FAULT_USAGE, "the port '%s' comes after the host '%s'",
	    host, port);
	if (!rules->command)
		return -1;
	return error_hint(err, "genet %s %s%s %s", rules->command,
	    kind_of(rules), quote_word(shown, sizeof(shown), port), host);
}

/* "80-90" is no port, but scan takes it. */
static void hint_ports(const char *host, const char *port,
    const struct endpoint_rules *rules, struct error *err)
{
	size_t digits = strspn(port, "0123456789");
	const char *last = port[digits] == '-' ? port + digits + 1 : "";
	bool is_udp =
	    *kind_of(rules) == 'u' ||
	    (rules->command && strcmp(rules->command, "udp-send") == 0);
	char shown[QUOTE_ROOM];

	if (digits > 0 && *last && last[strspn(last, "0123456789")] == '\0' &&
	    host && rules->command && strcmp(rules->command, "listen") != 0 &&
	    strcmp(rules->command, "udp-recv") != 0)
		error_hint(err, "for a range of ports: genet scan %s%s %s",
		    is_udp ? "--udp " : "",
		    quote_word(shown, sizeof(shown), host), port);
}

static int parse_two_words(const char *host, const char *port,
    const struct endpoint_rules *rules, struct endpoint *out, struct error *err)
{
	const char *colon = strchr(host, ':');
	size_t len = strlen(host);

	if (are_swapped(host, port))
		return refuse_swapped(host, port, rules, err);
	if (colon && colon == strrchr(host, ':'))
		return error_set(err, FAULT_USAGE,
		    "'%s' has a port already: what is '%s' for?", host, port);
	if (host[0] == '[' && len > 2 && host[len - 1] == ']')
		out->host = copy(host + 1, len - 2);
	else
		out->host = host_or_any(xstrdup(host), rules->may_bind);
	out->port = xstrdup(port);
	return 0;
}

static int check_port(const struct endpoint *e,
    const struct endpoint_rules *rules, struct error *err)
{
	if (endpoint_check_port(e->port, rules->may_bind, err) == 0)
		return 0;
	hint_ports(e->host, e->port, rules, err);
	return -1;
}

static int parse(const char *const *operands,
    const struct endpoint_rules *rules, struct endpoint *out, struct error *err)
{
	int result = 0;

	if (operands[1])
		result =
		    parse_two_words(operands[0], operands[1], rules, out, err);
	else
		result = parse_word(operands[0], rules, out, err);
	bool is_nowhere =
	    out->host && (!*out->host || strcmp(out->host, "*") == 0);
	if (result == 0 && is_nowhere)
		result = error_set(
		    err, FAULT_USAGE, "missing host in '%s'", operands[0]);
	if (result == 0 && out->port)
		result = check_port(out, rules, err);
	return result;
}

int endpoint_parse(const char *const *operands,
    const struct endpoint_rules *rules, struct endpoint *out, struct error *err)
{
	*out = (struct endpoint){ 0 };
	if (parse(operands, rules, out, err) == 0)
		return 0;
	endpoint_free(out);
	return -1;
}

void endpoint_free(struct endpoint *e)
{
	free(e->host);
	free(e->port);
	*e = (struct endpoint){ 0 };
}
