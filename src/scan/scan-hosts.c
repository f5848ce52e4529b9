/* SPDX-License-Identifier: MIT */
/* The choice of the addresses to scan. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/sysno.h"
#include "net/datagram/question.h"
#include "scan/scan.h"

/* connect(2) of a UDP socket sends nothing, and fails if this host has no
 * route, or does not support the address family. */
static bool has_route(const struct address *a, struct tap *tap)
{
	struct address any_port = *a;
	char line[256], host[ADDRESS_TEXT];

	address_set_port(&any_port, 1);
	int fd = question_open(&any_port, tap);
	if (fd >= 0)
		close(fd);
	if (fd >= 0 || sysno_fault(errno) != FAULT_UNREACHABLE)
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
	/* lint-deep: a name that was found has an address */
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
