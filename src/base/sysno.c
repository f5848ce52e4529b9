/* SPDX-License-Identifier: MIT */
/* What an errno value means to the reader, and to genet. */
#include "base/sysno.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct {
	int sysno;
	const char *text;
} phrases[] = {
	{ EACCES, "permission denied" },
	{ EADDRINUSE, "address already in use" },
	{ EADDRNOTAVAIL, "not an address of this host" },
	{ EAFNOSUPPORT, "address family not supported here" },
	{ EAGAIN, "resource temporarily unavailable" },
	{ EBADF, "not an open descriptor" },
	{ E2BIG, "too many arguments" },
	{ ECONNABORTED, "connection aborted" },
	{ ECONNREFUSED, "connection refused" },
	{ ECONNRESET, "connection reset by peer" },
	{ EDQUOT, "disk quota exceeded" },
	{ EEXIST, "there is one already" },
	{ EFBIG, "file too large" },
	{ EHOSTDOWN, "host is down" },
	{ EHOSTUNREACH, "host is unreachable" },
	{ EINVAL, "invalid argument" },
	{ EIO, "input/output error" },
	{ EISDIR, "is a directory" },
	{ ELOOP, "too many symbolic links" },
	{ EMFILE, "too many open files in this process" },
	{ EMSGSIZE, "too long for one message" },
	{ ENAMETOOLONG, "name too long" },
	{ ENETDOWN, "network is down" },
	{ ENETUNREACH, "network is unreachable" },
	{ ENFILE, "too many open files in the system" },
	{ ENOBUFS, "no buffer space available" },
	{ ENODEV, "no such device" },
	{ ENOENT, "no such file or directory" },
	{ ENOEXEC, "not a program" },
	{ ENOMEM, "out of memory" },
	{ ENOPROTOOPT, "not known to this kernel" },
	{ ENOSPC, "no space left on device" },
	{ ENOTDIR, "not a directory" },
	{ ENOTSOCK, "not a socket" },
	{ ENXIO, "no such device or address" },
	{ EPERM, "not permitted" },
	{ EPIPE, "the other side has closed" },
	{ EPROTONOSUPPORT, "protocol not supported here" },
	{ EROFS, "read-only file system" },
	{ ESRCH, "no such process" },
	{ ETIMEDOUT, "no answer" },
	{ ETXTBSY, "it is being written" },
};

const char *sysno_phrase(int sysno)
{
	for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
		if (phrases[i].sysno == sysno)
			return phrases[i].text;

	static char other[48];
	const char *name = strerrorname_np(sysno);
	snprintf(other, sizeof(other), "system error %s", name ? name : "?");
	return other;
}

bool sysno_is_passing(int sysno)
{
	return sysno == EAGAIN || sysno == EWOULDBLOCK || sysno == EINTR;
}
