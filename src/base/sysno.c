/* SPDX-License-Identifier: MIT */
/* What an errno value means, to the reader and to genet. */
#include "base/sysno.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Texts are arrays, since the loader relocates each pointer of a table, which
 * costs every start of the program a copy of that page. */

/* clang-format off */
static const struct meaning {
	int sysno;
	char phrase[36];
	enum fault fault; /* of a call to a peer; or FAULT_NONE */
} meanings[] = {
	{ EACCES, "permission denied", FAULT_UNREACHABLE },
	{ EADDRINUSE, "address already in use", FAULT_BIND },
	{ EADDRNOTAVAIL, "not an address of this host", FAULT_UNREACHABLE },
	{ EAFNOSUPPORT, "address family not supported here", FAULT_UNREACHABLE },
	{ EAGAIN, "resource temporarily unavailable" },
	{ EALREADY, "already in progress" },
	{ EBADF, "not an open descriptor" },
	{ E2BIG, "too many arguments" },
	{ EBUSY, "in use by another program" },
	{ ECONNABORTED, "connection aborted" },
	{ ECONNREFUSED, "connection refused", FAULT_REFUSED },
	{ ECONNRESET, "connection reset by peer", FAULT_RESET },
	{ EDQUOT, "disk quota exceeded" },
	{ EEXIST, "there is one already" },
	{ EFBIG, "file too large" },
	{ EHOSTDOWN, "host is down", FAULT_UNREACHABLE },
	{ EHOSTUNREACH, "host is unreachable", FAULT_UNREACHABLE },
	{ EINPROGRESS, "in progress" },
	{ EINVAL, "invalid argument" },
	{ EIO, "input/output error" },
	{ EISCONN, "already connected" },
	{ EISDIR, "is a directory" },
	{ ELOOP, "too many symbolic links" },
	{ EMFILE, "too many open files in this process" },
	{ EMSGSIZE, "too long for one message" },
	{ ENAMETOOLONG, "name too long" },
	{ ENETDOWN, "network is down", FAULT_UNREACHABLE },
	{ ENETUNREACH, "network is unreachable", FAULT_UNREACHABLE },
	{ ENFILE, "too many open files in the system" },
	{ ENOBUFS, "no buffer space available" },
	{ ENODEV, "no such device" },
	{ ENOENT, "no such file or directory", FAULT_REFUSED },
	{ ENOEXEC, "not a program" },
	{ ENOMEM, "out of memory" },
	{ ENOPROTOOPT, "not known to this kernel", FAULT_UNSUPPORTED }, /* MPTCP */
	{ ENOSPC, "no space left on device" },
	{ ENOSYS, "this system has no such call" },
	{ ENOTDIR, "not a directory", FAULT_REFUSED },
	{ ENOTSOCK, "not a socket" },
	{ ENOTTY, "not a terminal" },
	{ ENXIO, "no such device or address" },
	{ EOPNOTSUPP, "this kind of socket cannot do that" },
	{ EPERM, "not permitted", FAULT_UNREACHABLE },
	{ EPIPE, "the other side has closed" },
	{ EPROTONOSUPPORT, "protocol not supported here", FAULT_UNSUPPORTED },
	{ EPROTOTYPE, "the other socket has another type" },
	{ EROFS, "read-only file system" },
	{ ESRCH, "no such process" },
	{ ETIMEDOUT, "no answer", FAULT_TIMEOUT },
	{ ETXTBSY, "it is being written" },
};

#define NAME(sysno) [sysno] = #sysno
static const char names[][16] = {
	[0] = "0",
	NAME(EPERM), NAME(ENOENT), NAME(ESRCH), NAME(EINTR), NAME(EIO),
	NAME(ENXIO), NAME(E2BIG), NAME(ENOEXEC), NAME(EBADF), NAME(ECHILD),
	NAME(EAGAIN), NAME(ENOMEM), NAME(EACCES), NAME(EFAULT), NAME(ENOTBLK),
	NAME(EBUSY), NAME(EEXIST), NAME(EXDEV), NAME(ENODEV), NAME(ENOTDIR),
	NAME(EISDIR), NAME(EINVAL), NAME(ENFILE), NAME(EMFILE), NAME(ENOTTY),
	NAME(ETXTBSY), NAME(EFBIG), NAME(ENOSPC), NAME(ESPIPE), NAME(EROFS),
	NAME(EMLINK), NAME(EPIPE), NAME(EDOM), NAME(ERANGE), NAME(EDEADLK),
	NAME(ENAMETOOLONG), NAME(ENOLCK), NAME(ENOSYS), NAME(ENOTEMPTY),
	NAME(ELOOP), NAME(ENOMSG), NAME(EIDRM), NAME(ECHRNG), NAME(EL2NSYNC),
	NAME(EL3HLT), NAME(EL3RST), NAME(ELNRNG), NAME(EUNATCH), NAME(ENOCSI),
	NAME(EL2HLT), NAME(EBADE), NAME(EBADR), NAME(EXFULL), NAME(ENOANO),
	NAME(EBADRQC), NAME(EBADSLT), NAME(EBFONT), NAME(ENOSTR),
	NAME(ENODATA), NAME(ETIME), NAME(ENOSR), NAME(ENONET), NAME(ENOPKG),
	NAME(EREMOTE), NAME(ENOLINK), NAME(EADV), NAME(ESRMNT), NAME(ECOMM),
	NAME(EPROTO), NAME(EMULTIHOP), NAME(EDOTDOT), NAME(EBADMSG),
	NAME(EOVERFLOW), NAME(ENOTUNIQ), NAME(EBADFD), NAME(EREMCHG),
	NAME(ELIBACC), NAME(ELIBBAD), NAME(ELIBSCN), NAME(ELIBMAX),
	NAME(ELIBEXEC), NAME(EILSEQ), NAME(ERESTART), NAME(ESTRPIPE),
	NAME(EUSERS), NAME(ENOTSOCK), NAME(EDESTADDRREQ), NAME(EMSGSIZE),
	NAME(EPROTOTYPE), NAME(ENOPROTOOPT), NAME(EPROTONOSUPPORT),
	NAME(ESOCKTNOSUPPORT), NAME(EOPNOTSUPP), NAME(EPFNOSUPPORT),
	NAME(EAFNOSUPPORT), NAME(EADDRINUSE), NAME(EADDRNOTAVAIL),
	NAME(ENETDOWN), NAME(ENETUNREACH), NAME(ENETRESET), NAME(ECONNABORTED),
	NAME(ECONNRESET), NAME(ENOBUFS), NAME(EISCONN), NAME(ENOTCONN),
	NAME(ESHUTDOWN), NAME(ETOOMANYREFS), NAME(ETIMEDOUT),
	NAME(ECONNREFUSED), NAME(EHOSTDOWN), NAME(EHOSTUNREACH),
	NAME(EALREADY), NAME(EINPROGRESS), NAME(ESTALE), NAME(EUCLEAN),
	NAME(ENOTNAM), NAME(ENAVAIL), NAME(EISNAM), NAME(EREMOTEIO),
	NAME(EDQUOT), NAME(ENOMEDIUM), NAME(EMEDIUMTYPE), NAME(ECANCELED),
	NAME(ENOKEY), NAME(EKEYEXPIRED), NAME(EKEYREVOKED), NAME(EKEYREJECTED),
	NAME(EOWNERDEAD), NAME(ENOTRECOVERABLE), NAME(ERFKILL),
	NAME(EHWPOISON),
};
/* clang-format on */

const char *sysno_name(int sysno)
{
	const size_t count = sizeof(names) / sizeof(names[0]);
	const char *name =
	    sysno >= 0 && (size_t)sysno < count ? names[sysno] : "";

	return *name ? name : "?";
}

static const struct meaning *find(int sysno)
{
	for (size_t i = 0; i < sizeof(meanings) / sizeof(meanings[0]); i++)
		if (meanings[i].sysno == sysno)
			return &meanings[i];
	return NULL;
}

const char *sysno_phrase(int sysno)
{
	const struct meaning *known = find(sysno);
	static char other[48];

	if (known)
		return known->phrase;
	snprintf(other, sizeof(other), "system error %s", sysno_name(sysno));
	return other;
}

enum fault sysno_fault(int sysno)
{
	const struct meaning *known = find(sysno);

	return known && known->fault ? known->fault : FAULT_IO;
}

bool sysno_is_transient(int sysno)
{
	return sysno == EAGAIN || sysno == EWOULDBLOCK || sysno == EINTR;
}
