/* SPDX-License-Identifier: MIT */
/* Ranges of addresses. */
#include "net/address/cidr.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "tap.h"

static struct address address_of(const char *text)
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

static const struct {
	const char *range, *address;
	bool holds;
} cases[] = {
	{ "192.0.2.0/24", "192.0.2.0", true },
	{ "192.0.2.0/24", "192.0.2.255", true },
	{ "192.0.2.0/24", "192.0.3.0", false },
	{ "192.0.2.77/24", "192.0.2.1", true },
	{ "192.0.2.128/25", "192.0.2.127", false },
	{ "192.0.2.128/25", "192.0.2.128", true },
	{ "192.0.2.4/31", "192.0.2.5", true },
	{ "192.0.2.4/31", "192.0.2.6", false },
	{ "192.0.2.4/32", "192.0.2.4", true },
	{ "192.0.2.4/32", "192.0.2.5", false },
	{ "192.0.2.4", "192.0.2.4", true },
	{ "192.0.2.4", "192.0.2.5", false },
	{ "10.0.0.0/9", "10.127.255.255", true },
	{ "10.0.0.0/9", "10.128.0.0", false },
	{ "0.0.0.0/0", "203.0.113.9", true },
	{ "0.0.0.0/0", "2001:db8::1", false },
	{ "::/0", "2001:db8::1", true },
	{ "::/0", "192.0.2.1", true },
	{ "2001:db8::/32", "2001:db8:ffff::1", true },
	{ "2001:db8::/32", "2001:db9::", false },
	{ "2001:db8::1", "2001:db8::1", true },
	{ "2001:db8::1/128", "2001:db8::2", false },
	{ "fe80::/10", "febf::1", true },
	{ "fe80::/10", "fec0::1", false },
	/* what a socket of both families calls a client of IPv4 */
	{ "192.0.2.0/24", "::ffff:192.0.2.9", true },
	{ "::ffff:192.0.2.0/120", "192.0.2.9", true },
	{ "127.0.0.0/8", "::1", false },
};

static void test_ranges(void)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cidr range = { 0 };
		struct cidr_list list = { &range, 1 };
		struct address a = address_of(cases[i].address);
		bool is_one = cidr_parse(cases[i].range, &range);
		ok(is_one && cidr_list_holds(&list, &a) == cases[i].holds,
		    "%s %s %s", cases[i].range,
		    cases[i].holds ? "holds" : "does not hold",
		    cases[i].address);
	}
}

static void test_words(void)
{
	static const char *const wrong[] = { "", "/", "/8", "localhost",
		"192.0.2", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1",
		"192.0.2.0/+8", "192.0.2.0/8 ", "192.0.2.0/8x", " 192.0.2.0",
		"192.0.2.0/24/8", "192.0.2.256", "2001:db8::/129", "::/0x10",
		"[::1]", "::1%lo", "192.0.2.0/18446744073709551624",
		"192.0.2.0/4294967304",
		"2001:db8:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000" };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct cidr range;
		ok(!cidr_parse(wrong[i], &range), "'%s' is not a range",
		    wrong[i]);
	}
}

static void test_lists(void)
{
	struct cidr ranges[2];
	struct cidr_list list = { ranges, 2 }, none = { NULL, 0 };
	struct address first = address_of("192.0.2.1");
	struct address second = address_of("198.51.100.1");
	struct address third = address_of("203.0.113.1");
	struct address local = { .storage.ss_family = AF_UNIX };

	ok(cidr_parse("192.0.2.0/24", &ranges[0]) &&
		cidr_parse("198.51.100.0/24", &ranges[1]),
	    "two ranges");
	ok(cidr_list_holds(&list, &first), "hold what the first holds");
	ok(cidr_list_holds(&list, &second), "hold what the second holds");
	ok(!cidr_list_holds(&list, &third), "hold nothing else");
	ok(!cidr_list_holds(&list, &local), "hold no Unix socket");
	ok(!cidr_list_holds(&none, &first), "no range holds nothing");
}

int main(void)
{
	test_ranges();
	test_words();
	test_lists();
	return plan();
}
