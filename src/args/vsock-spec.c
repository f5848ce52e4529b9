/* SPDX-License-Identifier: MIT */
/* Addresses of vsock sockets. */
#include "args/vsock-spec.h"

#include <stdio.h>
#include <string.h>

#include "base/parse.h"
#include "sys/backend.h"
#include "sys/socket/vsock-address.h"

static const struct machine {
	const char *name;
	unsigned cid;
	bool is_bound; /* it can only be bound */
} machines[] = {
	{ "any", VSOCK_ANY, true },
	{ "host", VSOCK_HOST, false },
	{ "local", VSOCK_LOCAL, false },
};

/* The largest number stands for any machine or port. */
static bool parse_number32(const char *text, unsigned *out)
{
	uint64_t number;

	if (!parse_number(text, &number) || number >= VSOCK_ANY)
		return false;
	*out = (unsigned)number;
	return true;
}

static bool parse_cid(const char *text, bool may_bind, unsigned *out)
{
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		if (strcmp(text, machines[i].name) != 0)
			continue;
		*out = machines[i].cid;
		return may_bind || !machines[i].is_bound;
	}
	return parse_number32(text, out);
}

int vsock_spec_parse(
    const char *text, bool may_bind, struct address *out, struct error *err)
{
	const char *colon = strchr(text, ':'), *port = colon ? colon + 1 : text;
	char machine[16] = "any";
	unsigned cid, number;

	if (colon)
		snprintf(machine, sizeof(machine), "%.*s", (int)(colon - text),
		    text);
	else if (!may_bind)
		return error_set(err, FAULT_USAGE,
		    "vsock: '%s' is not CID:PORT, as in vsock:2:1234", text);
	if (!parse_cid(machine, may_bind, &cid))
		return error_set(err, FAULT_USAGE,
		    "vsock: '%s' is none of a number, host, local%s", machine,
		    may_bind ? ", any" : "");
	if (!parse_number32(port, &number) || (number == 0 && !may_bind))
		return error_set(
		    err, FAULT_USAGE, "vsock: '%s' is not a port", port);
	*out = vsock_address(cid, number);
	return out->len ? 0 : backend_lacks("vsock", err);
}
