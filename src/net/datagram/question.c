/* SPDX-License-Identifier: MIT */
/* A question to a UDP port, from a socket that is connected to it. */
#include "net/datagram/question.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/sysno.h"
#include "net/socket.h"

/* The kernel may choose the port of the question as the local one. While that
 * socket is open, the next one gets another port. */
int question_open(const struct address *a, struct tap *tap)
{
	int fd = socket_open_to(a, SOCK_DGRAM, SOCKET_NOTES_ADDRESS, tap);

	if (fd < 0 || !address_is_own(fd, a))
		return fd;
	int own = fd;
	fd = socket_open_to(a, SOCK_DGRAM, SOCKET_NOTES_ADDRESS, tap);
	int saved = errno;
	close(own);
	errno = saved;
	return fd;
}

int question_ask(int fd, const void *bytes, size_t len, struct tap *tap)
{
	ssize_t n;

	do
		n = send(fd, bytes, len, 0);
	while (n < 0 && errno == EINTR);
	tap_call(tap, n, NULL, "send(%d, %zu bytes)", fd, len);
	return n >= 0 || sysno_is_transient(errno) || errno == ENOBUFS ? 0 : -1;
}

ssize_t question_hear(int fd, void *buf, size_t size, struct tap *tap)
{
	ssize_t n = recv(fd, buf, size, 0);

	tap_call(tap, n, NULL, "recv(%d, %zu)", fd, size);
	if (n >= 0)
		return n;
	return sysno_is_transient(errno) ? QUESTION_OPEN : QUESTION_REFUSED;
}
