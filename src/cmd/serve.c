/* SPDX-License-Identifier: MIT */
/* What all listening commands do once they listen. */
#include "cmd/serve.h"

#include <stdio.h>

#include "base/text.h"
#include "cmd/announce.h"
#include "net/unix-socket.h"
#include "stream/socket.h"

/* Waits for the client. Returns its socket, or -1 with err filled. */
static int accept_client(const struct session *s, struct listener *l,
    struct address *remote, struct error *err)
{
	const struct config *cfg = s->cfg;
	char bound[ADDRESS_TEXT], limit[TEXT_MEASURE];
	int64_t deadline =
	    clock_earlier(s->deadline, clock_after(cfg->idle_timeout_us));
	int fd = listener_accept(l, deadline, remote, err);

	if (fd < 0 && err->kind == FAULT_TIMEOUT)
		error_set(err, FAULT_TIMEOUT, "no client came to %s within %s",
		    binding_text(bound, &listener_addresses(l)->items[0]),
		    text_duration(limit,
			clock_earlier(cfg->timeout_us, cfg->idle_timeout_us)));
	return fd;
}

/* Clients of Unix sockets rarely have an address, but always an owner. */
static void name_client(
    char buf[ADDRESS_TEXT], int fd, const struct address *remote)
{
	if (address_family(remote) == AF_UNIX)
		unix_socket_peer(buf, fd);
	else
		address_text(buf, remote);
}

static int converse(
    struct session *s, int fd, const struct address *remote, struct error *err)
{
	struct address local = address_local(fd);
	char local_text[ADDRESS_TEXT], client[ADDRESS_TEXT];

	name_client(client, fd, remote);
	tap_tell(s->tap, &(struct tap_event){
			     .kind = TAP_ACCEPTED,
			     .conn = 1,
			     .local = address_text(local_text, &local),
			     .remote = client,
			 });
	return session_run(s, socket_stream(fd, s->tap), client, err);
}

int serve(struct session *s, struct listener *l, bool is_kernels_choice,
    struct error *err)
{
	struct address remote;
	int fd = -1;

	if (l && announce(s->cfg, listener_addresses(l), is_kernels_choice,
		     s->tap, err) == 0)
		fd = accept_client(s, l, &remote, err);
	listener_close(l);
	if (fd >= 0)
		return converse(s, fd, &remote, err);
	session_cancel(s);
	return -1;
}
