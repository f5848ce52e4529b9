/* SPDX-License-Identifier: MIT */
/* Answers: who gets one, and how many there are. */
#include "relay/answerer.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "inet-address.h"
#include "tap.h"

static const unsigned char hi[] = "hi";

static int bound(const struct address *a)
{
	int fd = socket(a->storage.ss_family, SOCK_DGRAM, 0);

	if (bind(fd, (const struct sockaddr *)&a->storage, a->len) < 0)
		return -1;
	return fd;
}

static struct answerer take(int fd, struct address peer)
{
	struct answerer a = { .opts.echo = true };
	struct datagram d = { .bytes = hi, .len = 2, .peer = peer, .ttl = -1 };

	answerer_take(&a, fd, &d);
	return a;
}

static bool has_come(int fd)
{
	char bytes[8];

	return recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT) == 2;
}

static void test_loops(void)
{
	static const unsigned reflectors[] = { 0, 7, 13, 17, 19 };
	struct address any = inet("0.0.0.0", 0);
	struct address one = inet("127.0.0.1", 0);
	int all = bound(&any), fd = bound(&one);
	unsigned port =
	    address_port(&(struct address[]){ address_local(fd) }[0]);
	struct address own = address_local(all);

	for (size_t i = 0; i < sizeof(reflectors) / sizeof(*reflectors); i++)
		ok(take(fd, inet("127.0.0.1", reflectors[i])).refused == 1,
		    "port %u is not answered", reflectors[i]);
	ok(take(fd, address_local(fd)).refused == 1,
	    "the own address is not answered");
	ok(!has_come(fd), "and nothing was sent to it");
	ok(take(fd, inet("127.0.0.2", port)).refused == 0,
	    "the same port of another address is");
	ok(take(all, inet("127.0.0.1", address_port(&own))).refused == 1,
	    "an address of this host is the own one of a socket for all");
	ok(take(all, inet("192.0.2.1", address_port(&own))).refused == 0,
	    "one of another host is not");
	ok(take(all, address_local(fd)).refused == 0 && has_come(fd),
	    "another port of this host is answered");
	ok(take(fd, (struct address){ .len = 0 }).unnamed == 1,
	    "a sender without an address cannot be");
	close(all);
	close(fd);
}

static void test_unix(void)
{
	struct address name = { .len = sizeof(sa_family_t) };
	int fd;

	name.storage.ss_family = AF_UNIX;
	fd = bound(&name); /* any free name */
	ok(take(fd, address_local(fd)).refused == 1,
	    "the own name of a Unix socket is not answered");
	close(fd);
}

/* Whoever takes them is quick enough: what fails is no answer. */
static void test_rate(void)
{
	struct address here = inet("127.0.0.1", 0);
	struct answerer a = { .opts.echo = true };
	int fd = bound(&here), peer = bound(&here);
	struct datagram d = { .bytes = hi, .len = 2, .ttl = -1 };
	int64_t began = clock_now(), seconds;
	uint64_t count = 0;

	d.peer = address_local(peer);
	for (int i = 0; i < 3 * ANSWERER_RATE; i++) {
		answerer_take(&a, fd, &d);
		count += has_come(peer);
	}
	seconds = (clock_now() - began) / CLOCK_SECOND + 1;
	ok(count <= (uint64_t)seconds * ANSWERER_RATE,
	    "there are so many answers in any second, also in the first");
	ok(count >= ANSWERER_RATE, "and not fewer");
	is_int((long long)(count + a.limited + a.busy + a.failed),
	    3LL * ANSWERER_RATE, "all others are counted");
	close(fd);
	close(peer);
}

static void test_reasons(void)
{
	static const unsigned char much[70000];
	struct address name = { .len = sizeof(sa_family_t) };
	struct address here = inet("127.0.0.1", 0);
	struct answerer a = { .opts.echo = true };
	struct datagram d = { .bytes = hi, .len = 2, .ttl = -1 };

	name.storage.ss_family = AF_UNIX;
	int fd = bound(&name), peer = bound(&name);
	d.peer = address_local(peer);
	for (int i = 0; i < 5000; i++)
		answerer_take(&a, fd, &d);
	ok(a.busy > 0 && a.failed == 0 && a.unnamed == 0,
	    "a sender that does not read is no failure");
	close(fd);
	close(peer);
	fd = bound(&here);
	peer = bound(&here);
	d = (struct datagram){ .bytes = much, .len = sizeof(much), .ttl = -1 };
	d.peer = address_local(peer);
	answerer_take(&a, fd, &d);
	ok(a.failed == 1 && strstr(a.failure.text, "long"),
	    "an answer that is too long says so: %s", a.failure.text);
	close(fd);
	close(peer);
}

int main(void)
{
	test_reasons();
	test_loops();
	test_unix();
	test_rate();
	return plan();
}
