/* SPDX-License-Identifier: MIT */
/* What errno values mean. */
#include <errno.h>
#include <stddef.h>

#include "base/sysno.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* clang-format off */
static const struct {
	int sysno;
	const char *phrase;
	enum fault kind; /* for reaching a peer */
} rows[] = {
	{ ECONNREFUSED, "connection refused", FAULT_REFUSED },
	{ ENOENT, "no such file or directory", FAULT_REFUSED },
	{ ENOTDIR, "not a directory", FAULT_REFUSED },
	{ ENETUNREACH, "network is unreachable", FAULT_UNREACHABLE },
	{ EHOSTUNREACH, "host is unreachable", FAULT_UNREACHABLE },
	{ EHOSTDOWN, "host is down", FAULT_UNREACHABLE },
	{ EACCES, "permission denied", FAULT_UNREACHABLE },
	{ EPERM, "not permitted", FAULT_UNREACHABLE },
	{ EPROTONOSUPPORT, "protocol not supported here", FAULT_UNSUPPORTED },
	{ EADDRINUSE, "address already in use", FAULT_BIND },
	{ ETIMEDOUT, "no answer", FAULT_TIMEOUT },
	{ ECONNRESET, "connection reset by peer", FAULT_RESET },
	{ ENOSPC, "no space left on device", FAULT_IO },
	{ ECHRNG, "system error ECHRNG", FAULT_IO },
	{ EMFILE, "too many open files in this process", FAULT_IO },
	{ 0, "system error 0", FAULT_IO },
	{ 99999, "system error ?", FAULT_IO },
};
/* clang-format on */

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		int sysno = rows[i].sysno;
		is_text(sysno_phrase(sysno), rows[i].phrase,
		    "%d has a phrase of ours", sysno);
		is_int((int)sysno_fault(sysno), (int)rows[i].kind,
		    "%d is of its kind", sysno);
	}
	is_text(sysno_name(EWOULDBLOCK), "EAGAIN", "a value has one name");
	is_text(sysno_name(EHWPOISON), "EHWPOISON", "the last name is known");
	is_text(sysno_name(EHWPOISON + 1), "?", "behind it there is none");
	is_text(sysno_name(-1), "?", "and none below 0");
	ok(sysno_is_transient(EAGAIN) && sysno_is_transient(EINTR),
	    "not now, or a signal, is no failure");
	ok(!sysno_is_transient(EPIPE) && !sysno_is_transient(0),
	    "what stays so is one");
	return plan();
}
