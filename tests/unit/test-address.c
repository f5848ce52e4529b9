/* SPDX-License-Identifier: MIT */
/* Socket addresses: how they are written, compared and ordered. */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>

#include "sys/socket/address.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct address inet4(const char *ip, unsigned port)
{
	struct address a = { .len = sizeof(struct sockaddr_in) };
	struct sockaddr_in *sin = (struct sockaddr_in *)&a.storage;

	sin->sin_family = AF_INET;
	sin->sin_port = htons((uint16_t)port);
	inet_pton(AF_INET, ip, &sin->sin_addr);
	return a;
}

static struct address inet6(const char *ip, unsigned port, unsigned scope)
{
	struct address a = { .len = sizeof(struct sockaddr_in6) };
	struct sockaddr_in6 *sin6 = (struct sockaddr_in6 *)&a.storage;

	sin6->sin6_family = AF_INET6;
	sin6->sin6_port = htons((uint16_t)port);
	sin6->sin6_scope_id = scope;
	inet_pton(AF_INET6, ip, &sin6->sin6_addr);
	return a;
}

static struct address any_of(const char *ip, unsigned port)
{
	return strchr(ip, ':') ? inet6(ip, port, 0) : inet4(ip, port);
}

static void test_writing(void)
{
	static const struct {
		const char *ip, *host, *text;
		unsigned port;
		int family;
	} rows[] = {
		{ "192.0.2.1", "192.0.2.1", "192.0.2.1:80", 80, AF_INET },
		{ "0.0.0.0", "0.0.0.0", "0.0.0.0:0", 0, AF_INET },
		{ "255.255.255.255", "255.255.255.255", "255.255.255.255:65535",
		    65535, AF_INET },
		{ "::1", "::1", "[::1]:80", 80, AF_INET6 },
		{ "::", "::", "[::]:0", 0, AF_INET6 },
		{ "2001:DB8:0:0::1", "2001:db8::1", "[2001:db8::1]:65535",
		    65535, AF_INET6 },
		{ "2001:db8:1111:2222:3333:4444:5555:6666",
		    "2001:db8:1111:2222:3333:4444:5555:6666",
		    "[2001:db8:1111:2222:3333:4444:5555:6666]:443", 443,
		    AF_INET6 },
		{ "::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1:80", 80,
		    AF_INET },
		{ "64:ff9b::c000:201", "64:ff9b::c000:201",
		    "[64:ff9b::c000:201]:80", 80, AF_INET6 },
	};
	char buf[ADDRESS_TEXT];

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address a = any_of(rows[i].ip, rows[i].port);
		is_text(address_text(buf, &a), rows[i].text,
		    "%s with port %u is written %s", rows[i].ip, rows[i].port,
		    rows[i].text);
		is_text(address_host(buf, &a), rows[i].host,
		    "the host of %s is %s", rows[i].text, rows[i].host);
		is_int(address_port(&a), rows[i].port, "the port of %s is %u",
		    rows[i].text, rows[i].port);
		is_int(address_family(&a), rows[i].family, "%s counts as %s",
		    rows[i].ip, rows[i].family == AF_INET ? "IPv4" : "IPv6");
	}
}

static void test_scopes(void)
{
	char buf[ADDRESS_TEXT], name[IF_NAMESIZE] = "", expected[64];
	unsigned loopback = if_nametoindex("lo");
	struct address a = inet6("fe80::1", 80, loopback);

	if (loopback && if_indextoname(loopback, name)) {
		is_text(address_text(buf, &a), "[fe80::1%lo]:80",
		    "a scope is written as its interface");
		is_text(address_host(buf, &a), "fe80::1%lo",
		    "a scope belongs to the host");
	}
	a = inet6("fe80::1", 80, 4000000000U);
	is_text(address_text(buf, &a), "[fe80::1%4000000000]:80",
	    "a scope without an interface is a number");
	a = inet6(
	    "fe80:1111:2222:3333:4444:5555:6666:7777", 65535, 4000000000U);
	snprintf(expected, sizeof(expected),
	    "[fe80:1111:2222:3333:4444:5555:6666:7777%%4000000000]:65535");
	errno = ECONNREFUSED;
	is_text(address_text(buf, &a), expected,
	    "the longest address is written in full");
	is_int(errno, ECONNREFUSED, "an unknown interface leaves errno alone");
}

static void test_other_families(void)
{
	struct address a = { .len = sizeof(struct sockaddr_un) };
	struct address none = { 0 };
	char buf[ADDRESS_TEXT];

	a.storage.ss_family = AF_UNIX;
	is_int(address_port(&a), 0, "a Unix socket has no port");
	ok(*address_text(buf, &a) && !strchr(buf, ':'),
	    "a Unix socket is written without a port");
	address_set_port(&a, 80);
	is_int(address_port(&a), 0, "a Unix socket cannot get one");
	ok(*address_text(buf, &none) && *address_host(buf, &none),
	    "even no address is written somehow");
	ok(!address_is_any(&a) && !address_is_any(&none),
	    "neither stands for all addresses");
}

static void test_ports(void)
{
	struct address four = inet4("192.0.2.1", 1);
	struct address six = inet6("::1", 1, 0);
	char buf[ADDRESS_TEXT];

	address_set_port(&four, 65535);
	address_set_port(&six, 258);
	is_text(address_text(buf, &four), "192.0.2.1:65535",
	    "an IPv4 address gets a port");
	is_text(address_text(buf, &six), "[::1]:258",
	    "an IPv6 address gets a port");
	is_int(address_port(&six), 258, "a port is in the order of the host");
}

static void test_any(void)
{
	static const struct {
		const char *ip;
		bool is_any;
	} rows[] = {
		{ "0.0.0.0", true },
		{ "::", true },
		{ "127.0.0.1", false },
		{ "::1", false },
		{ "0.0.0.1", false },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address a = any_of(rows[i].ip, 80);
		is_int(address_is_any(&a), rows[i].is_any,
		    "%s %s for all addresses", rows[i].ip,
		    rows[i].is_any ? "stands" : "does not stand");
	}
}

static void test_loopback(void)
{
	static const struct {
		const char *ip;
		bool is_loopback;
	} rows[] = {
		{ "127.0.0.1", true },
		{ "127.255.0.9", true },
		{ "::1", true },
		{ "::ffff:127.0.0.1", true },
		{ "128.0.0.1", false },
		{ "0.0.0.0", false },
		{ "::", false },
		{ "::2", false },
		{ "::ffff:10.0.0.1", false },
	};
	struct address none = { 0 };

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct address a = any_of(rows[i].ip, 80);
		is_int(address_is_loopback(&a), rows[i].is_loopback,
		    "%s %s this host to itself", rows[i].ip,
		    rows[i].is_loopback ? "is" : "is not");
	}
	ok(!address_is_loopback(&none), "nor is no address");
}

static void test_comparing(void)
{
	struct address a = inet4("192.0.2.1", 80), same = a;
	struct address port = inet4("192.0.2.1", 81);
	struct address host = inet4("192.0.2.2", 80);
	struct address mapped = inet6("::ffff:192.0.2.1", 80, 0);
	struct address one = inet6("fe80::1", 80, 1);
	struct address two = inet6("fe80::1", 80, 2);
	struct address_list list = { 0 };

	ok(address_is_same(&a, &same), "an address is the same as its copy");
	ok(!address_is_same(&a, &port), "another port is another address");
	ok(!address_is_same(&a, &host), "another host is another address");
	ok(!address_is_same(&a, &mapped), "another family is another address");
	ok(!address_is_same(&one, &two), "another scope is another address");

	ok(address_is_same_host(&a, &port), "a host is the same at any port");
	ok(!address_is_same_host(&a, &host), "another host is not");
	ok(address_is_same_host(&mapped, &a), "IPv4 may be mapped into IPv6");
	ok(!address_is_same_host(&one, &two), "a scope makes another host");
	ok(!address_is_same_host(&one, &a), "a family makes another host");
	two = inet6("fe80::1", 81, 0);
	ok(address_is_same_host(&one, &two), "no scope is any scope");
	two = inet6("fe80::1", 80, 2);

	ok(!address_list_has(&list, &a), "an empty list has no address");
	address_list_add(&list, &one);
	address_list_add(&list, &a);
	memset(&a, 0, sizeof(a));
	ok(address_list_has(&list, &same), "a list has a copy of its own");
	ok(address_list_has(&list, &one), "a list has its first address");
	ok(!address_list_has(&list, &two), "a list has no other address");
	is_int((long long)list.count, 2, "a list counts its addresses");
	address_list_free(&list);
	ok(!list.items && list.count == 0, "a freed list is empty");
}

/* Addresses are told apart by their last digit: "4" and "6" say the family of
 * each, in order; 'm' is IPv4 mapped into IPv6. */
static void interleave(const char *families, char *order, size_t size)
{
	struct address_list list = { 0 };
	size_t used = 0;

	order[0] = '\0';
	for (unsigned i = 0; families[i]; i++) {
		struct address a = families[i] == '4' ? inet4("192.0.2.1", i)
		                   : families[i] == '6'
		                       ? inet6("2001:db8::1", i, 0)
		                       : inet6("::ffff:192.0.2.1", i, 0);
		address_list_add(&list, &a);
	}
	address_list_interleave(&list);
	for (size_t i = 0; i < list.count && used < size; i++)
		used += (size_t)snprintf(order + used, size - used, "%u",
		    address_port(&list.items[i]));
	address_list_free(&list);
}

static void test_interleaving(void)
{
	static const struct {
		const char *families, *order;
	} rows[] = {
		{ "", "" },
		{ "4", "0" },
		{ "46", "01" },
		{ "64", "01" },
		{ "666", "012" },
		{ "6644", "0213" },
		{ "4466", "0213" },
		{ "66644", "03142" },
		{ "66666", "01234" },
		{ "644444", "012345" },
		{ "444446", "051234" },
		{ "664466", "021345" },
		{ "46464646", "01234567" },
		{ "44666446", "02135467" },
		{ "mm66", "0213" },
		{ "4m6", "021" },
	};
	char order[32];

	for (size_t i = 0; i < COUNT(rows); i++) {
		interleave(rows[i].families, order, sizeof(order));
		is_text(order, rows[i].order,
		    "families '%s' are tried in the order '%s'",
		    rows[i].families, rows[i].order);
	}
}

static void test_sockets(void)
{
	struct address local = address_local(-1);
	struct address remote = address_remote(-1);

	is_int(local.len, 0, "no socket has no local end");
	is_int(remote.len, 0, "no socket has no remote end");
}

/* Of ends that are no sockets. */
static void test_names(void)
{
	struct address a = address_of_name("exec:cat"), none = { 0 };
	struct address b = address_of_name("exec:dog");
	char buf[ADDRESS_TEXT], name[2 * ADDRESS_TEXT];

	is_text(address_text(buf, &a), "exec:cat", "a name");
	is_text(address_host(buf, &a), "exec:cat", "is its own host");
	is_text(address_name(&a), "exec:cat", "and can be had");
	is_int(address_family(&a), AF_UNSPEC, "it has no family");
	ok(!address_is_same(&a, &b), "two names differ");
	b = address_of_name("exec:cat");
	ok(address_is_same(&a, &b), "or not");
	ok(!address_name(&none), "no address is no name");
	a = inet4("192.0.2.1", 80);
	ok(!address_name(&a), "nor is that of a socket");
	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	a = address_of_name(name);
	ok(strlen(address_name(&a)) > 100 &&
		strlen(address_name(&a)) < ADDRESS_TEXT,
	    "a long name is cut");
}

int main(void)
{
	test_writing();
	test_scopes();
	test_other_families();
	test_ports();
	test_any();
	test_loopback();
	test_comparing();
	test_interleaving();
	test_sockets();
	test_names();
	return plan();
}
