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
	enum fault kind;
	const char *phrase;
} rows[] = {
	{ ECONNREFUSED, FAULT_REFUSED, "connection refused" },
	{ ENOENT, FAULT_REFUSED, "no such file or directory" },
	{ ENOTDIR, FAULT_REFUSED, "not a directory" },
	{ ENETUNREACH, FAULT_UNREACHABLE, "network is unreachable" },
	{ EHOSTUNREACH, FAULT_UNREACHABLE, "host is unreachable" },
	{ EHOSTDOWN, FAULT_UNREACHABLE, "host is down" },
	{ EACCES, FAULT_UNREACHABLE, "permission denied" },
	{ EPERM, FAULT_UNREACHABLE, "not permitted" },
	{ EPROTONOSUPPORT, FAULT_UNSUPPORTED, "protocol not supported here" },
	{ EADDRINUSE, FAULT_BIND, "address already in use" },
	{ ETIMEDOUT, FAULT_TIMEOUT, "no answer" },
	{ ECONNRESET, FAULT_RESET, "connection reset by peer" },
	{ ENOSPC, FAULT_IO, "no space left on device" },
	{ ECHRNG, FAULT_IO, "system error ECHRNG" },
	{ EMFILE, FAULT_IO, "too many open files in this process" },
	{ 0, FAULT_IO, "system error 0" },
	{ 99999, FAULT_IO, "system error ?" },
};
/* clang-format on */

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		int sysno = rows[i].sysno;
		is_int((int)sysno_fault(sysno), (int)rows[i].kind,
		    "%d is of its kind", sysno);
		is_text(sysno_phrase(sysno), rows[i].phrase,
		    "%d has a phrase of ours", sysno);
	}
	ok(sysno_is_passing(EAGAIN) && sysno_is_passing(EINTR),
	    "not now, or a signal, is no failure");
	ok(!sysno_is_passing(EPIPE) && !sysno_is_passing(0),
	    "what stays so is one");
	return plan();
}
