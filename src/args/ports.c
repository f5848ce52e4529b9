/* SPDX-License-Identifier: MIT */
/* Lists of ports. */
#include "args/ports.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "args/endpoint.h"
#include "base/parse.h"
#include "base/xalloc.h"

static void add(struct ports *ports, unsigned first, unsigned last)
{
	for (unsigned port = first; port <= last; port++) {
		if (!ports->has[port])
			ports->count++;
		ports->has[port] = true;
	}
}

static int parse_service(struct ports *ports, const char *name,
    const char *protocol, struct error *err)
{
	const struct servent *service =
	    protocol ? getservbyname(name, protocol) : NULL;

	if (!protocol)
		return error_set(err, FAULT_USAGE,
		    "'%s' is a name, and -n does not look up names", name);
	if (!service)
		return error_set(err, FAULT_USAGE,
		    "'%s' is no service of %s that is known here", name,
		    protocol);
	unsigned port = ntohs((uint16_t)service->s_port);
	add(ports, port, port);
	return 0;
}

/* "8000-9000"; the second begins behind the dash. */
static int parse_range(struct ports *ports, const char *first,
    const char *second, struct error *err)
{
	uint64_t low, high;

	if (endpoint_check_port(first, false, err) < 0 ||
	    endpoint_check_port(second, false, err) < 0)
		return -1;
	if (!parse_number(first, &low) || !parse_number(second, &high))
		return error_set(err, FAULT_USAGE,
		    "a range is of numbers, not '%s-%s'", first, second);
	if (low > high)
		return error_set(err, FAULT_USAGE,
		    "the range %s-%s runs backwards; write %s-%s", first,
		    second, second, first);
	add(ports, (unsigned)low, (unsigned)high);
	return 0;
}

/* One item. A name may have a dash, but does not begin with a digit. */
static int parse_item(
    struct ports *ports, char *item, const char *protocol, struct error *err)
{
	char *dash = strchr(item, '-');
	uint64_t number;

	if (dash && strspn(item, "0123456789-") == strlen(item)) {
		*dash = '\0';
		return parse_range(ports, item, dash + 1, err);
	}
	if (endpoint_check_port(item, false, err) < 0)
		return -1;
	if (!parse_number(item, &number))
		return parse_service(ports, item, protocol, err);
	add(ports, (unsigned)number, (unsigned)number);
	return 0;
}

int ports_parse(struct ports *ports, const char *list, const char *protocol,
    struct error *err)
{
	char *copy = xstrdup(list), *rest = copy, *item;
	int result = 0;

	while (result == 0 && (item = strsep(&rest, ",")))
		result = parse_item(ports, item, protocol, err);
	free(copy);
	if (result < 0)
		error_hint(err, "ports are written as in 22,80,8000-9000");
	return result;
}
