/* SPDX-License-Identifier: MIT */
/* Words that netcat-openbsd has for ports and for the type of service. */
#include "args/nc-words.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/parse.h"
#include "base/xalloc.h"

static int refuse(const char *why, const char *word, struct error *err)
{
	return error_set(err, FAULT_USAGE, "port number %s: %s", why, word);
}

/* Skips the blanks and the sign that nc accepts before a number. */
static const char *skip_sign(const char *word)
{
	word += strspn(word, " \t");
	return word + (*word == '+');
}

/* A number or the name of a service; protocol NULL: no name. */
static int read_port(
    const char *word, const char *protocol, unsigned *out, struct error *err)
{
	const struct servent *service = NULL;
	const char *digits = skip_sign(word);
	uint64_t number;

	switch (parse_port(digits)) {
	case PORT_TOO_LARGE:
		return refuse("too large", word, err);
	case PORT_NUMBER:
		if (!parse_number(digits, &number) || number == 0)
			return refuse("too small", word, err);
		*out = (unsigned)number;
		return 0;
	case PORT_NAME:
		service = protocol ? getservbyname(word, protocol) : NULL;
		break;
	case PORT_NONSENSE:
		break;
	}
	if (!service)
		return refuse("invalid", word, err);
	*out = ntohs((uint16_t)service->s_port);
	return 0;
}

int nc_port_check(const char *word, struct error *err)
{
	return parse_port(skip_sign(word)) == PORT_TOO_LARGE
	           ? refuse("too large", word, err)
	           : 0;
}

/* "8000-9000" or "9000-8000". */
static int read_range(
    const char *word, unsigned *first, unsigned *last, struct error *err)
{
	char *copy = xstrdup(word), *dash = copy + strcspn(copy, "-");
	unsigned ends[2];

	*dash = '\0';
	int result = read_port(copy, NULL, &ends[0], err);
	if (result == 0)
		result = read_port(dash + 1, NULL, &ends[1], err);
	free(copy);
	if (result < 0)
		return -1;
	*first = ends[ends[1] < ends[0]];
	*last = ends[ends[1] >= ends[0]];
	return 0;
}

int nc_ports_add(struct nc_ports *ports, const char *word, const char *protocol,
    struct error *err)
{
	bool is_range = *word >= '0' && *word <= '9' && strchr(word, '-');
	unsigned first, last;
	int result = is_range ? read_range(word, &first, &last, err)
	                      : read_port(word, protocol, &first, err);

	if (result < 0)
		return -1;
	if (!is_range)
		last = first;
	size_t added = last - first + 1;
	ports->items = xreallocarray(
	    ports->items, ports->count + added, sizeof(*ports->items));
	for (unsigned port = first; port <= last; port++)
		ports->items[ports->count++] = (uint16_t)port;
	return 0;
}

/* Fisher and Yates. The source is good enough for an order, not for a
 * secret. */
void nc_ports_shuffle(struct nc_ports *ports)
{
	uint64_t state;

	if (getentropy(&state, sizeof(state)) < 0)
		state = (uint64_t)clock_now();
	for (size_t i = ports->count; i > 1; i--) {
		state = state * 6364136223846793005u + 1442695040888963407u;
		uint16_t *other = &ports->items[(state >> 32) % i];
		uint16_t item = ports->items[i - 1];
		ports->items[i - 1] = *other;
		*other = item;
	}
}

void nc_ports_free(struct nc_ports *ports)
{
	free(ports->items);
	*ports = (struct nc_ports){ 0 };
}

/* Types of service (RFC 1349), precedences (RFC 791) and a code point of RFC
 * 3246. */
static const struct {
	const char *name;
	long tos;
} names[] = {
	{ "critical", 0xa0 },
	{ "ef", 0xb8 },
	{ "inetcontrol", 0xc0 },
	{ "lowcost", 0x02 },
	{ "lowdelay", 0x10 },
	{ "netcontrol", 0xe0 },
	{ "reliability", 0x04 },
	{ "throughput", 0x08 },
};

static bool is_between(char c, char first, char last)
{
	return c >= first && c <= last;
}

/* The classes of RFC 2597, "af11" to "af43", and of RFC 2474, "cs0" to
 * "cs7". */
static bool read_class(const char *word, long *out)
{
	size_t len = strlen(word);

	if (len == 4 && strncmp(word, "af", 2) == 0 &&
	    is_between(word[2], '1', '4') && is_between(word[3], '1', '3')) {
		*out = (word[2] - '0') * 0x20 + (word[3] - '0') * 0x08;
		return true;
	}
	if (len == 3 && strncmp(word, "cs", 2) == 0 &&
	    is_between(word[2], '0', '7')) {
		*out = (word[2] - '0') * 0x20;
		return true;
	}
	return false;
}

static bool read_number(const char *word, long *out)
{
	uint64_t number;

	if (strncmp(word, "0x", 2) == 0) {
		size_t len = strspn(word + 2, "0123456789abcdefABCDEF");
		number = len > 0 && len < 16 && !word[2 + len]
		             ? strtoull(word + 2, NULL, 16)
		             : UINT64_MAX;
	} else if (!parse_number(word, &number)) {
		return false;
	}
	*out = (long)number;
	return number <= 0xff;
}

int nc_proxy_check(const char *word, struct error *err)
{
	const char *end = strchr(word, ']');

	if (word[0] != '[')
		return 0;
	if (!end)
		return error_set(
		    err, FAULT_USAGE, "missing closing bracket in proxy");
	if (end[1] && end[1] != ':')
		return error_set(
		    err, FAULT_USAGE, "garbage proxy port delimiter");
	return 0;
}

struct nc_proxy nc_proxy_read(const struct config_nc *nc)
{
	const char *word = nc->proxy, *protocol = nc->proxy_protocol;
	enum proxy_scheme scheme =
	    !protocol || strcmp(protocol, "5") == 0 ? PROXY_SCHEME_SOCKS5H
	    : strcmp(protocol, "4") == 0            ? PROXY_SCHEME_SOCKS4
						    : PROXY_SCHEME_HTTP;
	bool has_brackets = word[0] == '[';
	const char *host = word + has_brackets;
	const char *end = has_brackets ? strchr(word, ']') : strrchr(word, ':');
	const char *colon = end && has_brackets ? end + 1 : end;

	return (struct nc_proxy){
		.scheme = scheme,
		.host = end ? xasprintf("%.*s", (int)(end - host), host)
		            : xstrdup(host),
		.port = colon && *colon               ? colon + 1
		        : scheme == PROXY_SCHEME_HTTP ? "3128"
		                                      : "1080",
	};
}

int nc_tos(const char *word, long *out, struct error *err)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].name, word) == 0) {
			*out = names[i].tos;
			return 0;
		}
	if (read_class(word, out) || read_number(word, out))
		return 0;
	return error_set(err, FAULT_USAGE, "illegal tos value %s", word);
}
