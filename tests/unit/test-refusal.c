/* SPDX-License-Identifier: MIT */
/* Refusing a datagram: a call on the socket of its sender fails. */
#include "net/datagram/refusal.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/datagram/reflection.h"
#include "tap.h"

static int open_bound(int family, const void *address, socklen_t len)
{
	int fd = socket(family, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	if (bind(fd, address, len) < 0)
		abort();
	return fd;
}

static int open_4(in_addr_t host)
{
	const struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(host) };

	return open_bound(AF_INET, &sin, sizeof(sin));
}

static int open_6(const struct in6_addr *host)
{
	const struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6,
		.sin6_addr = *host };

	return open_bound(AF_INET6, &sin6, sizeof(sin6));
}

/* A sender whose socket is connected to the address. */
static int open_sender(const struct address *to)
{
	int fd = socket(to->storage.ss_family, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	if (connect(fd, (const struct sockaddr *)&to->storage, to->len) < 0)
		abort();
	return fd;
}

static void refuses(const struct address *to, const char *what)
{
	int sender = open_sender(to), other = open_sender(to);
	struct address from = address_local(sender);
	char byte;

	ok(refusal_send(&from, to, NULL), "%s: it is sent", what);
	is_int(recv(sender, &byte, 1, 0), -1, "%s: the sender fails", what);
	is_int(errno, ECONNREFUSED, "%s: by a refusal", what);
	is_int(recv(sender, &byte, 1, 0), -1, "%s: once", what);
	is_int(errno, EAGAIN, "%s: and may go on", what);
	is_int(recv(other, &byte, 1, 0), -1, "%s: another sender", what);
	is_int(errno, EAGAIN, "%s: does not fail", what);
	close(sender);
	close(other);
}

/* As a socket for both families sees an address of IPv4. */
static struct address map(const struct address *a)
{
	struct sockaddr_in sin;
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6 };
	struct address mapped = { .len = sizeof(sin6) };

	memcpy(&sin, &a->storage, sizeof(sin));
	sin6.sin6_port = sin.sin_port;
	sin6.sin6_addr.s6_addr[10] = sin6.sin6_addr.s6_addr[11] = 0xFF;
	memcpy(&sin6.sin6_addr.s6_addr[12], &sin.sin_addr, 4);
	memcpy(&mapped.storage, &sin6, sizeof(sin6));
	return mapped;
}

static void test_mapped(const struct address *to)
{
	int sender = open_sender(to);
	const struct address own = address_local(sender);
	const struct address from = map(&own);
	const struct address plain = address_unmapped(&from);
	char byte;

	ok(address_is_same(&plain, &own), "an address of IPv4, once mapped");
	ok(refusal_send(&from, to, NULL), "mapped: it is sent");
	is_int(recv(sender, &byte, 1, 0), -1, "mapped: the sender fails");
	is_int(errno, ECONNREFUSED, "mapped: by a refusal");
	close(sender);
}

static void test_meeting(void)
{
	int fd = open_4(INADDR_ANY), one = open_4(INADDR_LOOPBACK);
	const struct address any = address_local(fd), own = address_local(one);
	struct address to = own;

	ok(reflection_meets(&own, &own), "an address meets itself");
	ok(!reflection_meets(&own, &any), "not another port");
	address_set_port(&to, address_port(&any));
	ok(reflection_meets(&any, &to), "all addresses meet each of the host");
	ok(!reflection_meets(&own, &to), "one meets no other");
	((struct sockaddr_in *)&to.storage)->sin_addr.s_addr =
	    htonl(0xC0000201);
	ok(!reflection_meets(&any, &to), "nor does any host of another one");
	close(fd);
	close(one);
}

int main(void)
{
	int raw = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP);
	int bound_4 = open_4(INADDR_LOOPBACK);
	int bound_6 = open_6(&in6addr_loopback);
	const struct address to_4 = address_local(bound_4);
	const struct address to_6 = address_local(bound_6);

	test_meeting();
	ok(!refusal_send(&to_4, &to_6, NULL), "both have to be of a family");
	if (raw >= 0) { /* else there is no privilege */
		refuses(&to_4, "IPv4");
		refuses(&to_6, "IPv6");
		test_mapped(&to_4);
	} else {
		ok(!refusal_send(&to_4, &to_4, NULL), "it needs privileges");
	}
	close(raw);
	close(bound_4);
	close(bound_6);
	return plan();
}
