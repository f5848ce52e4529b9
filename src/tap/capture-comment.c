/* SPDX-License-Identifier: MIT */
/* What packets of a capture say in words. */
#include "tap/capture-comment.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

__attribute__((format(printf, 2, 3))) static void add(
    char out[CAPTURE_COMMENT], const char *fmt, ...)
{
	size_t used = strlen(out);
	va_list args;

	va_start(args, fmt);
	vsnprintf(out + used, CAPTURE_COMMENT - used, fmt, args);
	va_end(args);
}

/* The name of a Unix socket, harmless. */
static void add_name(char out[CAPTURE_COMMENT], const struct address *a)
{
	char text[ADDRESS_TEXT], harmless[ADDRESS_TEXT];
	size_t len = 0;

	if (!a || !address_unix_name(a, &len) || len == 0) {
		add(out, "a socket without a name");
		return;
	}
	address_text(text, a);
	add(out, "%s",
	    text_escape(harmless, sizeof(harmless), text, strlen(text)));
}

void capture_comment_connection(char out[CAPTURE_COMMENT],
    const struct tap_connection *c, const char *dialled)
{
	static const char *const kinds[] = {
		[TAP_TCP] = "TCP",
		[TAP_UDP] = "UDP",
		[TAP_UNIX_STREAM] = "a Unix stream socket",
		[TAP_UNIX_SEQPACKET] = "a Unix seqpacket socket",
		[TAP_UNIX_DATAGRAM] = "a Unix datagram socket",
	};
	char text[CREDENTIALS_TEXT], name[128];
	const struct address *path = c->is_dialled ? c->remote : c->local;

	out[0] = '\0';
	add(out, "connection %u: %s, %s", c->id ? c->id : 1,
	    kinds[c->transport], c->is_dialled ? "dialled" : "accepted");
	if (c->transport == TAP_TCP) {
		if (c->is_dialled && dialled)
			add(out, " as %s",
			    text_escape(
				name, sizeof(name), dialled, strlen(dialled)));
		return;
	}
	add(out, " at ");
	add_name(out, path);
	if (c->peer && c->peer->is_known)
		add(out, "; the peer is %s", credentials_text(text, c->peer));
}

const char *capture_comment_datagram(char out[CAPTURE_COMMENT],
    const struct tap_event *e, size_t begin, size_t len)
{
	const struct tap_connection *c = e->connection;
	bool is_out = e->data.direction == TAP_OUT;

	if (c->transport == TAP_UDP)
		return NULL;
	out[0] = '\0';
	add(out, "from ");
	add_name(out, is_out ? c->local : c->remote);
	add(out, " to ");
	add_name(out, is_out ? c->remote : c->local);
	if (len < e->data.len)
		add(out, ", bytes %zu to %zu of %zu of one datagram", begin + 1,
		    begin + len, e->data.len);
	return out;
}
