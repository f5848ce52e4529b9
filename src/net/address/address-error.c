/* SPDX-License-Identifier: MIT */
/* What an errno value means together with the address of the call. */
#include "net/address/address-error.h"

#include <errno.h>
#include <netinet/in.h>

#include "base/sysno.h"

bool address_error_lacks_scope(const struct address *a)
{
	const struct sockaddr_in6 *sin6 = (const void *)&a->storage;

	return address_family(a) == AF_INET6 && !sin6->sin6_scope_id &&
	       (IN6_IS_ADDR_LINKLOCAL(&sin6->sin6_addr) ||
		   IN6_IS_ADDR_MC_LINKLOCAL(&sin6->sin6_addr));
}

/* Linux has no separate errno for this. */
static bool is_about_scope(const struct address *a, int sysno)
{
	return sysno == EINVAL && address_error_lacks_scope(a);
}

const char *address_error_phrase(const struct address *a, int sysno)
{
	return is_about_scope(a, sysno)
	           ? "a link-local address needs its interface, as in "
	             "fe80::1%eth0"
	           : sysno_phrase(sysno);
}

int address_error_set(struct error *err, const struct address *a, int sysno)
{
	if (!is_about_scope(a, sysno))
		return error_peer(err, sysno);
	error_set(err, FAULT_UNREACHABLE, "%s", address_error_phrase(a, sysno));
	err->sysno = sysno;
	return -1;
}
