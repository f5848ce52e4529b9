/* SPDX-License-Identifier: MIT */
/* UDP sockets for sending: to which address, from which, by which interface. */
#include "net/datagram/udp.h"

#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "inet-address.h"
#include "net/datagram/multicast.h"
#include "tap.h"

#define NO_INTERFACE 0x7fffffff

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

static void test_groups(void)
{
	static const struct {
		const char *host;
		bool is_group;
	} rows[] = {
		{ "223.255.255.255", false },
		{ "224.0.0.0", true },
		{ "239.255.255.255", true },
		{ "240.0.0.0", false },
		{ "ff02::1", true },
		{ "fe80::1", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct address a = inet(rows[i].host, 1);
		is_int(multicast_is(&a), rows[i].is_group, "%s is a group: %d",
		    rows[i].host, rows[i].is_group);
	}
}

static void test_words(void)
{
	static const struct {
		const char *word, *name, *unknown;
		bool is_one, has_interface;
	} rows[] = {
		{ "239.1.2.3", "239.1.2.3", NULL, true, false },
		{ "239.1.2.3%lo", "239.1.2.3", NULL, true, true },
		{ "ff02::1%lo", "ff02::1", NULL, true, true },
		{ "239.1.2.3%nonesuch", "239.1.2.3", "nonesuch", true, false },
		{ "127.0.0.1", "127.0.0.1", NULL, false, false },
		{ "::1", "::1", NULL, false, false },
		{ "host.test", "host.test", NULL, false, false },
	};
	unsigned lo = if_nametoindex("lo");

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct multicast_group g = multicast_group_parse(rows[i].word);
		is_int(g.is_one, rows[i].is_one, "%s is a group: %d",
		    rows[i].word, rows[i].is_one);
		is_text(g.name, rows[i].name, "  its name");
		is_text(g.unknown, rows[i].unknown,
		    "  the interface that there is not");
		is_int(g.interface, rows[i].has_interface ? lo : 0,
		    "  the interface that there is");
		free(g.name);
	}
}

static void test_joining(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct error err = ERROR_NONE;

	is_int(multicast_join(fd, "239.1.2.3%lo", NULL, &err), 0,
	    "a group is joined on an interface");
	is_int(multicast_join(fd, "239.1.2.3%lo", NULL, &err), -1,
	    "but not twice");
	is_text(err.text,
	    "cannot join the group 239.1.2.3%lo: address already in use",
	    "which says why");
	is_int(err.hint.code, HINT_NONE, "an interface would not help");
	multicast_join(-1, "239.1.2.3", NULL, &err);
	is_int(err.hint.code, HINT_NONE, "nor would it without a socket");
	multicast_join(fd, "239.1.2.3%nonesuch", NULL, &err);
	is_text(err.text,
	    "cannot join the group 239.1.2.3: no interface 'nonesuch'",
	    "an interface has to be there");
	multicast_join(fd, "127.0.0.1", NULL, &err);
	is_text(
	    err.text, "'127.0.0.1' is not a multicast group", "so has a group");
	close(fd);
}

/* All hosts of loopback, to which this socket may not send, and one. */
static struct address_list two_targets(void)
{
	struct address all = inet("127.255.255.255", 9),
		       one = inet("127.0.0.1", 9);
	struct address_list list = { 0 };

	address_list_add(&list, &all);
	address_list_add(&list, &one);
	return list;
}

static void test_first(void)
{
	struct udp_opts opts = { .sockopts = &no_options };
	struct address_list targets = two_targets(), none = { 0 };
	struct udp_socket out = { .fd = -1 };
	struct error err = ERROR_NONE;
	char host[ADDRESS_TEXT];

	is_int(udp_open_first(&opts, &targets, &none, &out, &err), 0,
	    "an address that cannot be had is passed over");
	is_text(address_host(host, &out.remote), "127.0.0.1", "for the next");
	ok(out.is_connected, "which is connected");
	close(out.fd);
	targets.count = 1;
	is_int(udp_open_first(&opts, &targets, &none, &out, &err), -1,
	    "the last one has to do");
	is_text(err.text, "cannot send to 127.255.255.255:9: permission denied",
	    "or is told of");
	is_int(err.hint.code, HINT_BROADCAST, "with a hint");
	address_list_free(&targets);
}

static bool is_connected(
    const char *host, bool wants_reply, const struct sockopts *sockopts)
{
	struct udp_opts opts = {
		.sockopts = sockopts,
		.wants_reply = wants_reply,
		.interface = if_nametoindex("lo"),
	};
	struct address target = inet(host, 9);
	struct address_list targets = { .items = &target, .count = 1 },
			    none = { 0 };
	struct udp_socket out = { .fd = -1 };
	struct error err = ERROR_NONE;

	is_int(udp_open_first(&opts, &targets, &none, &out, &err), 0,
	    "%s can be sent to", host);
	close(out.fd);
	return out.is_connected;
}

/* A socket that is connected hears its target only. */
static void test_connected(void)
{
	struct sockopts broadcast = SOCKOPTS_DEFAULT;

	broadcast.broadcast = true;
	ok(is_connected("127.0.0.1", true, &no_options), "so a host answers");
	ok(is_connected("239.1.2.3", false, &no_options), "no member need");
	ok(!is_connected("239.1.2.3", true, &no_options), "a member may");
	ok(!is_connected("127.255.255.255", true, &broadcast), "any host may");
}

static void test_local_end(void)
{
	struct udp_opts opts = {
		.host = "127.0.0.1",
		.port = "9",
		.source = "127.0.0.2",
		.numeric = true,
		.sockopts = &no_options,
		.deadline = clock_after(10 * CLOCK_SECOND),
	};
	struct udp_socket out = { .fd = -1 };
	struct error err = ERROR_NONE;
	struct address local;
	char host[ADDRESS_TEXT];

	is_int(udp_open(&opts, &out, &err), 0, "a source can be chosen");
	local = address_local(out.fd);
	is_text(address_host(host, &local), "127.0.0.2", "it is the local end");
	close(out.fd);
	opts.source = NULL;
	is_int(udp_open(&opts, &out, &err), 0, "or be left to the kernel");
	local = address_local(out.fd);
	is_text(address_host(host, &local), "127.0.0.1", "which has another");
	close(out.fd);
}

static void test_no_interface(void)
{
	struct udp_opts opts = {
		.host = "239.1.2.3%nonesuch",
		.port = "9",
		.sockopts = &no_options,
		.interface = NO_INTERFACE,
	};
	struct address target = inet("239.1.2.3", 9);
	struct address_list targets = { .items = &target, .count = 1 },
			    none = { 0 };
	struct udp_socket out = { .fd = -1 };
	struct error err = ERROR_NONE;

	is_int(udp_open(&opts, &out, &err), -1, "an interface has a name");
	is_text(err.text,
	    "cannot send to the group 239.1.2.3: no interface 'nonesuch'",
	    "which is told");
	is_int(udp_open_first(&opts, &targets, &none, &out, &err), -1,
	    "one that has gone since then");
	has_text(err.text, "cannot send by interface '?'", "is an error, too");
}

int main(void)
{
	test_groups();
	test_words();
	test_joining();
	test_first();
	test_connected();
	test_local_end();
	test_no_interface();
	return plan();
}
