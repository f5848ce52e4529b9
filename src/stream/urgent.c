/* SPDX-License-Identifier: MIT */
/* Urgent data that a TCP socket has received. */
#include "stream/urgent.h"

#include <errno.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/sysno.h"
#include "stream/socket-private.h"
#include "tap/tap.h"

/* How many bytes can be read before the mark, or in all without a mark; -1: the
 * kernel does not tell. */
static int bytes_before(int fd)
{
	int count = 0;

	return ioctl(fd, FIONREAD, &count) < 0 ? -1 : count;
}

/* The mark is that of this byte if no other urgent byte has come meanwhile. */
int urgent_take(int fd, struct urgent *out, struct tap *tap, struct error *err)
{
	int before = bytes_before(fd);
	ssize_t n = recv(fd, &out->byte, 1, MSG_OOB | MSG_DONTWAIT);

	tap_call(tap, n, n > 0 ? "an urgent byte has come" : NULL,
	    "recv(%d, byte, 1, MSG_OOB)", fd);
	if (n < 0 && sysno_is_transient(errno))
		return 0;
	if (n == 0 || (n < 0 && (errno == EINVAL || errno == ENOTCONN)))
		return STREAM_CANNOT;
	if (n < 0)
		return socket_fail(err, errno);
	out->has_before = before >= 0 && bytes_before(fd) == before;
	out->before = out->has_before ? (size_t)before : 0;
	return 1;
}

bool urgent_read_in_line(int fd, struct tap *tap)
{
	int on = 1;
	int result = setsockopt(fd, SOL_SOCKET, SO_OOBINLINE, &on, sizeof(on));

	tap_call(tap, result, "urgent bytes keep their place among the others",
	    "setsockopt(%d, SOL_SOCKET, SO_OOBINLINE, 1)", fd);
	return result == 0;
}

bool urgent_is_next(int fd, unsigned char *byte)
{
	return sockatmark(fd) == 1 &&
	       recv(fd, byte, 1, MSG_PEEK | MSG_DONTWAIT) == 1;
}
