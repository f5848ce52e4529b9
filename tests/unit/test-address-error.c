/* SPDX-License-Identifier: MIT */
/* What an errno means together with the address of the call. */
#include "net/address/address-error.h"

#include <errno.h>
#include <netinet/in.h>

#include "inet-address.h"
#include "tap.h"

static struct address with_scope(const char *host, unsigned scope)
{
	struct address a = inet(host, 1);

	((struct sockaddr_in6 *)&a.storage)->sin6_scope_id = scope;
	return a;
}

static void test_scope(void)
{
	static const struct {
		const char *host;
		unsigned scope;
		bool lacks_it;
	} rows[] = {
		{ "fe80::1", 0, true },
		{ "fe80::1", 2, false },
		{ "ff02::1", 0, true },
		{ "ff05::1", 0, false },
		{ "2001:db8::1", 0, false },
	};
	struct address inet4 = inet("169.254.0.1", 1);

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct address a = with_scope(rows[i].host, rows[i].scope);
		is_int(address_error_lacks_scope(&a), rows[i].lacks_it,
		    "%s of interface %u lacks one: %d", rows[i].host,
		    rows[i].scope, rows[i].lacks_it);
	}
	ok(!address_error_lacks_scope(&inet4), "IPv4 needs none");
}

static void is_said(
    struct address a, int sysno, enum fault kind, const char *text)
{
	struct error err = ERROR_NONE;

	is_int(address_error_set(&err, &a, sysno), -1, "errno %d fails", sysno);
	is_int(err.kind, kind, "  its kind");
	is_int(err.sysno, sysno, "  the errno is kept");
	has_text(err.text, text, "  in words");
	is_text(err.text, address_error_phrase(&a, sysno), "  of the phrase");
}

static void test_words(void)
{
	struct address local = with_scope("fe80::1", 0);

	is_said(local, EINVAL, FAULT_UNREACHABLE,
	    "a link-local address needs its interface");
	is_said(local, ECONNREFUSED, FAULT_REFUSED, "connection refused");
	is_said(with_scope("fe80::1", 2), ENETUNREACH, FAULT_UNREACHABLE,
	    "network is unreachable");
	is_said(inet("127.0.0.1", 1), EINVAL, FAULT_IO, "invalid argument");
}

int main(void)
{
	test_scope();
	test_words();
	return plan();
}
