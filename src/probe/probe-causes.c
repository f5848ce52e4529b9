/* SPDX-License-Identifier: MIT */
/* Why an attempt that asked the addresses of a name has failed. */
#include "probe/probe-causes.h"

#include <stdio.h>
#include <string.h>

void probe_explain(struct probe *p, enum fault kind,
    const struct probe_cause *causes, size_t count)
{
	char host[ADDRESS_TEXT], line[sizeof(p->cause.text)] = "";
	size_t used = 0;

	address_host(host, causes[0].address);
	if (count == 1 && strcmp(host, p->opts.host) == 0) {
		error_set(&p->cause, kind, "%s", causes[0].text);
		return;
	}
	for (size_t i = 0; i < count && used < sizeof(line); i++)
		used += (size_t)snprintf(line + used, sizeof(line) - used,
		    "%s%s (%s)", i ? ", " : "", causes[i].text,
		    address_host(host, causes[i].address));
	error_set(&p->cause, kind, "%s", line);
}
