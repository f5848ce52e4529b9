/* SPDX-License-Identifier: MIT */
/* What errno values mean for reaching a peer. */
#include "base/peer-fault.h"

#include <errno.h>
#include <stddef.h>

#include "tap.h"

static const struct {
	int sysno;
	enum fault kind;
} rows[] = {
	{ ECONNREFUSED, FAULT_REFUSED },
	{ ENOENT, FAULT_REFUSED },
	{ ENOTDIR, FAULT_REFUSED },
	{ ENETUNREACH, FAULT_UNREACHABLE },
	{ EHOSTUNREACH, FAULT_UNREACHABLE },
	{ EHOSTDOWN, FAULT_UNREACHABLE },
	{ EACCES, FAULT_UNREACHABLE },
	{ EPERM, FAULT_UNREACHABLE },
	{ EPROTONOSUPPORT, FAULT_UNSUPPORTED },
	{ EADDRINUSE, FAULT_BIND },
	{ ETIMEDOUT, FAULT_TIMEOUT },
	{ ECONNRESET, FAULT_RESET },
	{ ENOSPC, FAULT_IO },
	{ ECHRNG, FAULT_IO },
	{ EMFILE, FAULT_IO },
	{ 0, FAULT_IO },
	{ 99999, FAULT_IO },
};

int main(void)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		is_int((int)peer_fault(rows[i].sysno), (int)rows[i].kind,
		    "%d is of its kind", rows[i].sysno);
	return plan();
}
