/* SPDX-License-Identifier: MIT */
/* Writing without waiting for a reader. */
#include "sys/output/write-way.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/sysno.h"
#include "sys/open.h"
#include "sys/signals.h"

struct write_way write_way_open(int fd)
{
	struct write_way way = { WRITE_PLAIN, fd };
	struct stat st;

	/* Devices such as /dev/null are always ready; a terminal may be
	 * stopped. */
	if (fstat(fd, &st) < 0 || S_ISREG(st.st_mode) ||
	    (S_ISCHR(st.st_mode) && !isatty(fd)))
		return way;
	if (S_ISSOCK(st.st_mode)) {
		way.kind = WRITE_SOCKET;
		return way;
	}
	int own = open_again(fd, O_WRONLY);
	way.kind = own < 0 ? WRITE_SHARED : WRITE_OWN;
	way.fd = own < 0 ? fd : own;
	return way;
}

void write_way_close(struct write_way *way)
{
	if (way->kind == WRITE_OWN)
		close(way->fd);
	*way = (struct write_way){ WRITE_PLAIN, -1 };
}

bool write_way_has_room(const struct write_way *way, int timeout_ms)
{
	struct pollfd p = { .fd = way->fd, .events = POLLOUT };

	return poll(&p, 1, timeout_ms) > 0;
}

ssize_t write_way_some(
    const struct write_way *way, struct iovec *pieces, size_t count)
{
	size_t len = pieces->iov_len;

	/* A run that may not send messages to an address may call send(2). */
	while (way->kind == WRITE_SOCKET && len == 0 && --count > 0)
		len = (++pieces)->iov_len;
	switch (way->kind) {
	case WRITE_PLAIN:
	case WRITE_OWN:
		return count == 1 ? write(way->fd, pieces->iov_base, len)
		                  : writev(way->fd, pieces, (int)count);
	case WRITE_SOCKET:
		return send(way->fd, pieces->iov_base, len,
		    MSG_DONTWAIT | MSG_NOSIGNAL);
	case WRITE_SHARED:
		break;
	}
	if (write_way_has_room(way, 0)) /* for that much, if it is a pipe */
		return write(
		    way->fd, pieces->iov_base, len < PIPE_BUF ? len : PIPE_BUF);
	errno = EAGAIN;
	return -1;
}

size_t write_way_put(
    const struct write_way *way, const void *bytes, size_t len, int *failure)
{
	size_t done = 0;

	*failure = 0;
	while (done < len && !*failure) {
		struct iovec rest = { (char *)(uintptr_t)bytes + done,
			len - done };
		ssize_t n = write_way_some(way, &rest, 1);
		if (n > 0)
			done += (size_t)n;
		else if (n < 0 && !sysno_is_transient(errno))
			*failure = errno;
		else if (n == 0 || errno != EINTR || signals_pending())
			break;
	}
	return done;
}

void write_way_take_back(int fd, size_t len)
{
	struct stat st;
	off_t end = len > 0 ? lseek(fd, 0, SEEK_CUR) : -1;

	if (end < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) ||
	    st.st_size != end || end < (off_t)len)
		return;
	/* Another failure changes nothing: one is reported already. */
	if (ftruncate(fd, end - (off_t)len) == 0)
		lseek(fd, end - (off_t)len, SEEK_SET);
}
