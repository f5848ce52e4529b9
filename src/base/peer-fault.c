/* SPDX-License-Identifier: MIT */
/* What an errno value means for reaching a peer. */
#include "base/peer-fault.h"

#include <errno.h>
#include <stddef.h>

/* The two for Unix sockets, ENOENT and ENOTDIR, no internet socket reports. */
static const struct {
	int sysno;
	enum fault kind;
} faults[] = {
	{ ECONNREFUSED, FAULT_REFUSED },
	{ ENOENT, FAULT_REFUSED },
	{ ENOTDIR, FAULT_REFUSED },
	{ ENETUNREACH, FAULT_UNREACHABLE },
	{ EHOSTUNREACH, FAULT_UNREACHABLE },
	{ ENETDOWN, FAULT_UNREACHABLE },
	{ EHOSTDOWN, FAULT_UNREACHABLE },
	{ EACCES, FAULT_UNREACHABLE },
	{ EPERM, FAULT_UNREACHABLE },
	{ EADDRNOTAVAIL, FAULT_UNREACHABLE },
	{ EAFNOSUPPORT, FAULT_UNREACHABLE },
	{ ENOPROTOOPT, FAULT_UNSUPPORTED }, /* MPTCP that is switched off */
	{ EPROTONOSUPPORT, FAULT_UNSUPPORTED },
	{ EADDRINUSE, FAULT_BIND },
	{ ETIMEDOUT, FAULT_TIMEOUT },
	{ ECONNRESET, FAULT_RESET },
};

enum fault peer_fault(int sysno)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (faults[i].sysno == sysno)
			return faults[i].kind;
	return FAULT_IO;
}
