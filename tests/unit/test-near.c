/* SPDX-License-Identifier: MIT */
/* What is near: ports that look alike, and addresses in a network. */
#include <arpa/inet.h>
#include <netinet/in.h>

#include "probe/look/holder-look.h"
#include "sys/net/interface.h"
#include "tap.h"

static const struct {
	unsigned a, b;
	bool are_near;
} ports[] = {
	{ 8080, 8081, true },
	{ 8080, 8070, true },
	{ 8080, 8091, false },
	{ 8080, 8080, false },
	{ 8080, 80, true },
	{ 443, 8443, true },
	{ 443, 8444, false },
	{ 80, 10080, true },
	{ 5, 25, false },
	{ 3000, 13000, true },
	{ 3000, 5000, false },
	{ 0, 65535, false },
};

static const struct {
	const char *own;
	unsigned prefix;
	const char *other;
	bool covers;
} networks[] = {
	{ "10.0.0.1", 24, "10.0.0.255", true },
	{ "10.0.0.1", 24, "10.0.1.1", false },
	{ "10.0.0.1", 25, "10.0.0.127", true },
	{ "10.0.0.1", 25, "10.0.0.128", false },
	{ "10.0.0.1", 32, "10.0.0.1", true },
	{ "10.0.0.1", 32, "10.0.0.2", false },
	{ "10.0.0.1", 0, "192.0.2.1", true },
	{ "10.0.0.1", 33, "10.0.0.1", false },
	{ "10.0.0.1", 0, "fd00::1", false },
	{ "10.0.0.1", 24, "::ffff:10.0.0.7", true },
	{ "fd00::1", 64, "fd00::ffff", true },
	{ "fd00::1", 64, "fd00:0:0:1::1", false },
	{ "fd00::1", 128, "fd00::1", true },
	{ "fd00::1", 129, "fd00::1", false },
};

static struct address address_from(const char *text)
{
	struct address a = { 0 };
	struct sockaddr_in *sin = (void *)&a.storage;
	struct sockaddr_in6 *sin6 = (void *)&a.storage;

	if (inet_pton(AF_INET, text, &sin->sin_addr) == 1) {
		sin->sin_family = AF_INET;
		a.len = sizeof(*sin);
	} else if (inet_pton(AF_INET6, text, &sin6->sin6_addr) == 1) {
		sin6->sin6_family = AF_INET6;
		a.len = sizeof(*sin6);
	}
	return a;
}

static void test_ports(void)
{
	for (size_t i = 0; i < sizeof(ports) / sizeof(ports[0]); i++)
		ok(holder_ports_are_near(ports[i].a, ports[i].b) ==
			ports[i].are_near,
		    "the ports %u and %u are %s", ports[i].a, ports[i].b,
		    ports[i].are_near ? "near" : "not near");
}

static void test_networks(void)
{
	for (size_t i = 0; i < sizeof(networks) / sizeof(networks[0]); i++) {
		const struct interface_address own = {
			.address = address_from(networks[i].own),
			.prefix = networks[i].prefix,
		};
		struct address other = address_from(networks[i].other);
		ok(interface_address_covers(&own, &other) == networks[i].covers,
		    "%s/%u %s %s", networks[i].own, networks[i].prefix,
		    networks[i].covers ? "has" : "has not", networks[i].other);
	}
}

int main(void)
{
	test_ports();
	test_networks();
	return plan();
}
