/* SPDX-License-Identifier: MIT */
/* What several looks do: connect to one address, ask by HTTP. */
#include "probe/look/look.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

int look_connect(const struct address *target, const struct look_opts *opts,
    int64_t limit_us, struct attempt *out, struct error *err)
{
	struct address copy = *target;
	const struct address_list only = { &copy, 1 };
	struct race_opts race = {
		.addresses = &only,
		.sockopts = &no_options,
		.deadline =
		    clock_earlier(opts->deadline, clock_after(limit_us)),
		.limit_us = limit_us,
		.tap = opts->tap,
		.wants_complaints = true,
	};
	int winner = race_run(&race, out, err);

	out->remote = target;
	return winner < 0 && out->cause.kind == FAULT_NONE ? -1 : 0;
}

size_t look_request(
    char *buf, size_t size, const char *host, unsigned port, size_t padded)
{
	const char *name = host ? host : "localhost";
	bool is_literal = strchr(name, ':');
	int begin = snprintf(buf, size,
	    "HEAD / HTTP/1.1\r\nHost: %s%s%s:%u\r\nUser-Agent: genet\r\n"
	    "Accept: */*\r\nConnection: close\r\n%s",
	    is_literal ? "[" : "", name, is_literal ? "]" : "", port,
	    padded ? "X-Padding: " : "");
	size_t len = begin < 0 ? size : (size_t)begin;

	if (len + 5 > size || padded + 5 > size)
		return 0;
	while (len < padded)
		buf[len++] = 'x';
	const char *end = padded ? "\r\n\r\n" : "\r\n";
	memcpy(buf + len, end, strlen(end) + 1);
	return len + strlen(end);
}
