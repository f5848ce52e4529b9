/* SPDX-License-Identifier: MIT */
/* What packets of a capture say in words. */
#include "tap/capture/capture-comment.h"

#include <string.h>

#include "tap/words.h"

#define ADD(out, ...) words_add(out, CAPTURE_COMMENT, __VA_ARGS__)

/* The name of a Unix socket, or of an end that is none, harmless. */
static void add_name(char out[CAPTURE_COMMENT], const struct address *a)
{
	char text[ADDRESS_TEXT], harmless[ADDRESS_TEXT];
	size_t len = 0;

	bool is_unix = a && a->storage.ss_family == AF_UNIX;

	if (!a || (is_unix && (!address_unix_name(a, &len) || !len))) {
		ADD(out, "a socket without a name");
		return;
	}
	address_text(text, a);
	ADD(out, "%s",
	    text_escape(harmless, sizeof(harmless), text, strlen(text)));
}

void capture_comment_stream(char out[CAPTURE_COMMENT],
    const struct tap_connection *c, const char *dialled)
{
	static const char *const kinds[] = {
		[TAP_TCP] = "TCP",
		[TAP_UNIX_STREAM] = "a Unix stream socket",
		[TAP_UNIX_SEQPACKET] = "a Unix seqpacket socket",
		[TAP_VSOCK] = "a socket of a virtual machine",
		[TAP_SCTP] = "SCTP",
		[TAP_LOCAL] = "an end that is no socket",
	};
	char text[CREDENTIALS_TEXT], name[128];
	const struct address *path = c->is_dialled ? c->remote : c->local;

	out[0] = '\0';
	ADD(out, "connection %u: %s, %s", c->id ? c->id : 1,
	    kinds[c->transport], c->is_dialled ? "dialled" : "accepted");
	if (c->transport == TAP_TCP) {
		if (c->is_dialled && dialled)
			ADD(out, " as %s",
			    text_escape(
				name, sizeof(name), dialled, strlen(dialled)));
		return;
	}
	ADD(out, " at ");
	add_name(out, path);
	if (c->peer && c->peer->is_known)
		ADD(out, "; the peer is %s", credentials_text(text, c->peer));
}

const char *capture_comment_datagram(char out[CAPTURE_COMMENT],
    const struct tap_event *e, size_t begin, size_t len)
{
	const struct tap_connection *c = e->connection;
	bool is_out = e->data.direction == TAP_OUT;

	if (c->transport == TAP_UDP)
		return NULL;
	out[0] = '\0';
	ADD(out, "from ");
	add_name(out, is_out ? c->local : c->remote);
	ADD(out, " to ");
	add_name(out, is_out ? c->remote : c->local);
	if (len < e->data.len)
		ADD(out, ", bytes %zu to %zu of %zu of one datagram", begin + 1,
		    begin + len, e->data.len);
	return out;
}
