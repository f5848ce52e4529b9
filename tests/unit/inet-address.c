/* SPDX-License-Identifier: MIT */
/* Addresses of the Internet, as values. */
#include "inet-address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

struct address inet(const char *host, unsigned port)
{
	struct address a = { .len = sizeof(struct sockaddr_in6) };
	struct sockaddr_in *sin = (struct sockaddr_in *)&a.storage;
	struct sockaddr_in6 *sin6 = (struct sockaddr_in6 *)&a.storage;

	a.storage.ss_family = AF_INET6;
	if (inet_pton(AF_INET6, host, &sin6->sin6_addr) != 1) {
		a.len = sizeof(struct sockaddr_in);
		a.storage.ss_family = AF_INET;
		inet_pton(AF_INET, host, &sin->sin_addr);
	}
	address_set_port(&a, port);
	return a;
}
