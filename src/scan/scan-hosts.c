/* SPDX-License-Identifier: MIT */
/* Which addresses of a name are scanned. */
#include <errno.h>
#include <stdio.h>

#include "base/sysno.h"
#include "scan/scan-method.h"
#include "scan/scan.h"

static bool means_no_route(int sysno)
{
	switch (sysno) {
	case ENETUNREACH:
	case EHOSTUNREACH:
	case ENETDOWN:
	case EAFNOSUPPORT:
	case EADDRNOTAVAIL:
		return true;
	}
	return false;
}

/* To connect a UDP socket sends nothing, and fails where no datagram could be
 * sent: this host has no route to there, or no such address family. */
static bool has_route(const struct address *a, struct tap *tap)
{
	struct scan_seat seat = { .fd = -1, .address = *a };
	char line[256], host[ADDRESS_TEXT];

	address_set_port(&seat.address, 1);
	int result = scan_socket_open(&seat, SOCK_DGRAM, tap);
	if (result == 0)
		result = scan_socket_connect(&seat, tap);
	scan_socket_close(&seat, tap);
	if (result == 0 || !means_no_route(errno))
		return true;
	snprintf(line, sizeof(line), "%s is not scanned: %s",
	    address_host(host, a), sysno_phrase(errno));
	tap_tell(tap, &(struct tap_event){ .kind = TAP_NOTE, .text = line });
	return false;
}

size_t scan_hosts(const struct address_list *found, struct tap *tap,
    struct address hosts[SCAN_HOSTS])
{
	const struct address *first = &found->items[0], *other = NULL;

	for (size_t i = 1; i < found->count && !other; i++)
		if (address_family(&found->items[i]) != address_family(first))
			other = &found->items[i];
	hosts[0] = *first;
	if (!other || !has_route(other, tap))
		return 1;
	if (!has_route(first, tap)) {
		hosts[0] = *other;
		return 1;
	}
	hosts[1] = *other;
	return 2;
}
