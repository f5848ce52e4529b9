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
} rows[] = {
	{ ECONNREFUSED, "connection refused" },
	{ ENOENT, "no such file or directory" },
	{ ENOTDIR, "not a directory" },
	{ ENETUNREACH, "network is unreachable" },
	{ EHOSTUNREACH, "host is unreachable" },
	{ EHOSTDOWN, "host is down" },
	{ EACCES, "permission denied" },
	{ EPERM, "not permitted" },
	{ EPROTONOSUPPORT, "protocol not supported here" },
	{ EADDRINUSE, "address already in use" },
	{ ETIMEDOUT, "no answer" },
	{ ECONNRESET, "connection reset by peer" },
	{ ENOSPC, "no space left on device" },
	{ ECHRNG, "system error ECHRNG" },
	{ EMFILE, "too many open files in this process" },
	{ 0, "system error 0" },
	{ 99999, "system error ?" },
};
/* clang-format on */

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		int sysno = rows[i].sysno;
		is_text(sysno_phrase(sysno), rows[i].phrase,
		    "%d has a phrase of ours", sysno);
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
