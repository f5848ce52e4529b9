/* SPDX-License-Identifier: MIT */
/* Saying that a listener is ready. */
#include "work/announce.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args/template.h"
#include "base/bytes.h"
#include "base/xalloc.h"
#include "sys/process/ready.h"
#include "work/lifecycle.h"

/* What the announcement says, without a newline. Allocated. */
static char *compose(const char *format, const struct announcement *what)
{
	const struct address *bound = &what->bound->items[0];
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
		{ "tls_pin", what->tls_pin ? what->tls_pin : "" },
	};
	const char *usual =
	    what->tls_pin ? "%{address} %{tls_pin}" : "%{address}";
	char *text = template_expand(format ? format : usual, fields,
	    sizeof(fields) / sizeof(fields[0]));

	free(port);
	free(pid);
	return text;
}

/* For people: all addresses, in one line. Allocated. */
static char *list_addresses(const struct address_list *bound)
{
	struct bytes line = { 0 };
	char text[ADDRESS_TEXT];

	for (size_t i = 0; i < bound->count; i++)
		bytes_print(&line, "%s%s", i ? ", " : "",
		    address_text(text, &bound->items[i]));
	bytes_add(&line, "", 1);
	return (char *)line.at;
}

/* Whether the start of genet asks for readiness in another way than by a line
 * on stderr. */
static bool is_for_programs(const struct config *cfg)
{
	return cfg->during || cfg->ready_fd >= 0 || cfg->ready_file ||
	       ready_has_manager();
}

/* Writes to standard error: the announcement if --announce is given without a
 * file or descriptor, otherwise the addresses, as a notice that is shown
 * without -v if it is needed. */
static void tell_people(struct tap *tap, const char *text,
    const struct announcement *what, bool is_needed)
{
	struct tap_event event = { .kind = TAP_ANNOUNCED, .text = text };

	if (!text)
		event = (struct tap_event){
			.kind = TAP_LISTENING,
			.listening = { what->bound, what->tls_pin, is_needed },
		};
	tap_tell(tap, &event);
}

int announce(
    const struct run *run, const struct announcement *what, struct error *err)
{
	const struct config *cfg = run->cfg;
	char *text = compose(cfg->announce, what);
	char *line = xasprintf("%s\n", text);
	char *where = list_addresses(what->bound);
	char *status = xasprintf("listening on %s", where);
	bool is_for_stderr =
	    cfg->announce && cfg->ready_fd < 0 && !cfg->ready_file;
	bool is_needed = !is_for_programs(cfg) &&
	                 (what->has_free_port || isatty(STDERR_FILENO));

	tap_tell(run->tap,
	    &(struct tap_event){ .kind = TAP_BOUND,
		.listening = { what->bound, what->tls_pin, is_needed } });
	int result = lifecycle_ready(run, line, status, err);
	if (result == 0)
		tap_tell(run->tap,
		    &(struct tap_event){ .kind = TAP_READY, .text = text });
	if (result == 0 && !cfg->background)
		tell_people(
		    run->tap, is_for_stderr ? text : NULL, what, is_needed);
	free(text);
	free(line);
	free(where);
	free(status);
	return result;
}

/* Where the listener has all addresses, the loopback address can be reached. */
static const char *reachable_host(
    char buf[ADDRESS_TEXT], const struct address *bound)
{
	if (!address_is_any(bound))
		return address_host(buf, bound);
	return bound->storage.ss_family == AF_INET || bound->takes_both
	           ? "127.0.0.1"
	           : "::1";
}

char **announce_environment(const struct announcement *what)
{
	const struct address *bound = &what->bound->items[0];
	char **list = xcalloc(5, sizeof(*list)), **next = list;
	char buf[ADDRESS_TEXT];
	const char *host = reachable_host(buf, bound);
	unsigned port = address_port(bound);

	if (what->tls_pin)
		*next++ = xasprintf("GENET_TLS_PIN=%s", what->tls_pin);
	if (!port) {
		*next = xasprintf("GENET_ADDR=%s", host);
		return list;
	}
	*next++ = xasprintf(
	    strchr(host, ':') ? "GENET_ADDR=[%s]:%u" : "GENET_ADDR=%s:%u", host,
	    port);
	*next++ = xasprintf("GENET_HOST=%s", host);
	*next = xasprintf("GENET_PORT=%u", port);
	return list;
}
