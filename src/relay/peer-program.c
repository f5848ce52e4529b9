/* SPDX-License-Identifier: MIT */
/* A program that talks to a peer. */
#include "relay/peer-program.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "base/xalloc.h"
#include "net/address.h"

/* "NAME=VALUE" texts about the connection. Allocated; ends in NULL. */
static char **make_environment(int fd, int number)
{
	struct address local = address_local(fd), remote = address_remote(fd);
	char local_ip[ADDRESS_TEXT], remote_ip[ADDRESS_TEXT];
	bool is_unix = address_family(&local) == AF_UNIX;
	char **list = xcalloc(7, sizeof(*list));

	list[0] = xasprintf("GENET_PROTO=%s", is_unix ? "unix" : "tcp");
	list[1] = xasprintf("GENET_CONN=%d", number);
	if (is_unix)
		return list;
	list[2] =
	    xasprintf("GENET_LOCAL_IP=%s", address_host(local_ip, &local));
	list[3] = xasprintf("GENET_LOCAL_PORT=%u", address_port(&local));
	list[4] =
	    xasprintf("GENET_REMOTE_IP=%s", address_host(remote_ip, &remote));
	list[5] = xasprintf("GENET_REMOTE_PORT=%u", address_port(&remote));
	return list;
}

int peer_program_hand_over(
    const struct peer_program *program, struct child *child, struct error *err)
{
	char **environment = make_environment(program->fd, program->number);
	struct child_program opts = {
		.argv = program->argv,
		.stdin_fd = program->fd,
		.stdout_fd = program->fd,
		.own_group = true,
		.additional = (const char *const *)environment,
	};

	orphans_adopt();
	/* Programs do not expect "not now". */
	fcntl(program->fd, F_SETFL, fcntl(program->fd, F_GETFL) & ~O_NONBLOCK);
	int result = child_run_program(child, &opts, err);
	xfree_texts(environment);
	return result;
}

void peer_program_leave(struct stream *socket, const struct orphans *orphans,
    struct partings *partings)
{
	char byte;
	bool has_ended =
	    recv(socket->read_fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;

	if (has_ended || orphans_have(orphans, socket->read_fd))
		stream_close(socket);
	else
		partings_add(partings, socket);
}

struct stream *peer_program_stream(
    const struct peer_program *program, struct child *child, struct error *err)
{
	char **environment = make_environment(program->fd, program->number);
	struct program_opts opts = {
		.argv = program->argv,
		.additional = (const char *const *)environment,
		.crlf = program->crlf,
	};
	struct stream *stream = program_stream(&opts, child, err);

	xfree_texts(environment);
	return stream;
}
