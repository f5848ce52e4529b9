/* SPDX-License-Identifier: MIT */
/* Calls that make, bind and connect sockets; observers are told of each. */
#include "net/socket.h"

#include <errno.h>
#include <netinet/in.h>
#include <unistd.h>

#include "sys/socket/system-option.h"
#include "sys/socket/vsock.h"

static const struct type {
	int number;
	const char *constant, *word;
} types[] = {
	{ SOCK_STREAM, "SOCK_STREAM", "stream" },
	{ SOCK_SEQPACKET, "SOCK_SEQPACKET", "seqpacket" },
	{ SOCK_DGRAM, "SOCK_DGRAM", "datagram" },
	{ 0, "0", "Unix" },
};

static const struct type *find(int number)
{
	const struct type *type = types;

	while (type->number && type->number != number)
		type++;
	return type;
}

const char *socket_type(int type)
{
	return find(type)->word;
}

const char *socket_constant(int type)
{
	return find(type)->constant;
}

int socket_open(int family, int type, int protocol, struct tap *tap)
{
	int fd = socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);

	tap_call(tap, fd, NULL, "socket(%s, %s, %s)",
	    family == AF_UNIX        ? "AF_UNIX"
	    : family == vsock_family ? "AF_VSOCK"
	    : family == AF_INET6     ? "AF_INET6"
				     : "AF_INET",
	    socket_constant(type),
	    protocol == 0                     ? "0"
	    : protocol == system_option_mptcp ? "IPPROTO_MPTCP"
					      : "IPPROTO_SCTP");
	return fd;
}

int socket_connect(
    int fd, const struct address *a, const char *why, struct tap *tap)
{
	char text[ADDRESS_TEXT];
	int result;

	do
		result =
		    connect(fd, (const struct sockaddr *)&a->storage, a->len);
	while (result < 0 && errno == EINTR);
	if (!tap_wants(tap, TAP_CALL))
		return result;
	if (result < 0 && (errno == EINPROGRESS || errno == EALREADY))
		why = "the handshake is under way";
	else if (result < 0 && errno == EAGAIN)
		why = "its queue of clients is full";
	tap_call(
	    tap, result, why, "connect(%d, %s)", fd, address_text(text, a));
	return result;
}

int socket_open_to(
    const struct address *a, int type, const char *why, struct tap *tap)
{
	int fd = socket_open(a->storage.ss_family, type, 0, tap);

	if (fd < 0 || socket_connect(fd, a, why, tap) == 0)
		return fd;
	int saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

int socket_bind_source(int fd, int family, const struct address_list *sources,
    struct tap *tap, struct error *err)
{
	char text[ADDRESS_TEXT];

	for (size_t i = 0; i < sources->count; i++) {
		const struct address *a = &sources->items[i];
		if (address_family(a) != family)
			continue;
		int result =
		    bind(fd, (const struct sockaddr *)&a->storage, a->len);
		tap_call(tap, result, "the local address, as asked for",
		    "bind(%d, %s)", fd, address_text(text, a));
		if (result == 0)
			return 0;
		if (address_port(a) == 0)
			address_host(text, a);
		return error_sys(err, FAULT_BIND, "cannot use source %s", text);
	}
	return sources->count ? error_set(err, FAULT_BIND,
				    "the source address is of the other family")
	                      : 0;
}
