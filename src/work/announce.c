/* SPDX-License-Identifier: MIT */
/* Saying that a listener is ready. */
#include "work/announce.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args/template.h"
#include "base/xalloc.h"
#include "sys/ready.h"
#include "work/lifecycle.h"

/* What the announcement says, without a newline. Allocated. */
static char *compose(const char *format, const struct address *bound)
{
	char address[ADDRESS_TEXT], host[ADDRESS_TEXT], path[ADDRESS_TEXT];
	bool is_unix = address_family(bound) == AF_UNIX;
	char *port =
	    is_unix ? xstrdup("") : xasprintf("%u", address_port(bound));
	char *pid = xasprintf("%d", (int)getpid());
	const struct template_field fields[] = {
		{ "address", address_text(address, bound) },
		{ "host", is_unix                 ? ""
			  : address_is_any(bound) ? "*"
						  : address_host(host, bound) },
		{ "port", port },
		{ "path", is_unix ? address_host(path, bound) : "" },
		{ "pid", pid },
	};
	char *text = template_expand(format ? format : "%{address}", fields,
	    sizeof(fields) / sizeof(fields[0]));

	free(port);
	free(pid);
	return text;
}

/* For people: all addresses, in one line. Allocated. */
static char *list_addresses(const struct address_list *bound)
{
	char *line = xstrdup(""), text[ADDRESS_TEXT];

	for (size_t i = 0; i < bound->count; i++) {
		char *longer = xasprintf("%s%s%s", line, i ? ", " : "",
		    address_text(text, &bound->items[i]));
		free(line);
		line = longer;
	}
	return line;
}

/* Whether the start of genet asks for readiness in another way than by a line
 * on stderr. */
static bool is_for_programs(const struct config *cfg)
{
	return cfg->during || cfg->ready_fd >= 0 || cfg->ready_file ||
	       ready_has_manager();
}

/* On stderr: the announcement, if it was asked for and no program gets it; or
 * the addresses, as a notice that is shown without -v as well if needed. */
static void tell_people(struct tap *tap, const char *text,
    const struct address_list *bound, bool is_needed)
{
	struct tap_event event = { .kind = TAP_ANNOUNCED, .text = text };

	if (!text)
		event = (struct tap_event){
			.kind = TAP_LISTENING,
			.listening = { bound, is_needed },
		};
	tap_tell(tap, &event);
}

int announce(const struct run *run, const struct address_list *bound,
    bool is_kernels_choice, struct error *err)
{
	const struct config *cfg = run->cfg;
	char *text = compose(cfg->announce, &bound->items[0]);
	char *line = xasprintf("%s\n", text);
	char *where = list_addresses(bound);
	char *status = xasprintf("listening on %s", where);
	bool is_for_stderr =
	    cfg->announce && cfg->ready_fd < 0 && !cfg->ready_file;
	bool is_needed = !is_for_programs(cfg) &&
	                 (is_kernels_choice || isatty(STDERR_FILENO));

	tap_tell(run->tap, &(struct tap_event){ .kind = TAP_BOUND,
			       .listening = { bound, is_needed } });
	int result = lifecycle_ready(run, line, status, err);
	if (result == 0)
		tap_tell(run->tap,
		    &(struct tap_event){ .kind = TAP_READY, .text = text });
	if (result == 0 && !cfg->background)
		tell_people(
		    run->tap, is_for_stderr ? text : NULL, bound, is_needed);
	free(text);
	free(line);
	free(where);
	free(status);
	return result;
}

/* All addresses of this host include this one. */
static const char *reachable_host(
    char buf[ADDRESS_TEXT], const struct address *bound)
{
	if (!address_is_any(bound))
		return address_host(buf, bound);
	return bound->storage.ss_family == AF_INET || bound->takes_both
	           ? "127.0.0.1"
	           : "::1";
}

char **announce_environment(const struct address *bound)
{
	char **list = xcalloc(4, sizeof(*list)), buf[ADDRESS_TEXT];
	const char *host = reachable_host(buf, bound);
	unsigned port = address_port(bound);

	if (!port) {
		list[0] = xasprintf("GENET_ADDR=%s", host);
		return list;
	}
	list[0] = xasprintf(
	    strchr(host, ':') ? "GENET_ADDR=[%s]:%u" : "GENET_ADDR=%s:%u", host,
	    port);
	list[1] = xasprintf("GENET_HOST=%s", host);
	list[2] = xasprintf("GENET_PORT=%u", port);
	return list;
}
