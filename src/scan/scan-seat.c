/* SPDX-License-Identifier: MIT */
/* The socket of a seat, and what its errors say about a port. */
#include <errno.h>
#include <unistd.h>

#include "base/sysno.h"
#include "scan/scan-method.h"
#include "scan/scan.h"

void scan_seat_close(struct scan_seat *seat, struct tap *tap)
{
	int saved = errno;

	if (seat->fd < 0)
		return;
	int result = close(seat->fd);
	tap_call(tap, result, NULL, "close(%d)", seat->fd);
	seat->fd = -1;
	seat->is_watched = false;
	errno = saved;
}

int scan_state_of(int sysno)
{
	enum fault fault = sysno_fault(sysno);

	if (fault == FAULT_REFUSED || fault == FAULT_RESET)
		return SCAN_CLOSED;
	if (fault == FAULT_TIMEOUT)
		return SCAN_SILENT;
	/* EINVAL is that of a link-local address without its interface. */
	if (fault == FAULT_UNREACHABLE || sysno == ENOPROTOOPT ||
	    sysno == EINVAL)
		return SCAN_UNREACHABLE;
	return -1;
}
