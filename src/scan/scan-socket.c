/* SPDX-License-Identifier: MIT */
/* The sockets that ports are asked with. */
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "scan/scan-method.h"

int scan_socket_open(struct scan_seat *seat, int type, struct tap *tap)
{
	int family = seat->address.storage.ss_family;

	seat->is_watched = false;
	seat->fd = socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	tap_call(tap, seat->fd, NULL, "socket(%s, %s, 0)",
	    family == AF_INET6 ? "AF_INET6" : "AF_INET",
	    type == SOCK_STREAM ? "SOCK_STREAM" : "SOCK_DGRAM");
	return seat->fd < 0 ? -1 : 0;
}

int scan_socket_connect(const struct scan_seat *seat, struct tap *tap)
{
	const struct address *a = &seat->address;
	char text[ADDRESS_TEXT];
	int result =
	    connect(seat->fd, (const struct sockaddr *)&a->storage, a->len);

	if (!tap_wants(tap, TAP_CALL))
		return result;
	int saved = errno;
	address_text(text, a);
	errno = saved;
	tap_call(tap, result, NULL, "connect(%d, %s)", seat->fd, text);
	return result;
}

void scan_socket_close(struct scan_seat *seat, struct tap *tap)
{
	int saved = errno;

	if (seat->fd < 0)
		return;
	int result = close(seat->fd);
	tap_call(tap, result, NULL, "close(%d)", seat->fd);
	seat->fd = -1;
	errno = saved;
}

bool scan_socket_met_itself(const struct scan_seat *seat)
{
	struct address local = address_local(seat->fd);

	return address_is_same(&local, &seat->address);
}
