/* SPDX-License-Identifier: MIT */
/* Rows of datagrams over the loopback interface: each comes out as long as it
 * was, whichever way the kernel has taken it. */
#include "net/datagram/datagram.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/text.h"
#include "net/datagram/datagram-row.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ROOM 65536
#define PIECES_MAX 200

/* How datagrams are sent and taken. */
enum how { PLAIN, JOINED, UNCUT };
static const char *const how_text[] = {
	[PLAIN] = "one by one", [JOINED] = "joined", [UNCUT] = "without cutting"
};

/* Two sockets, the second one bound, the first one connected to it. */
static bool open_pair(int family, int fds[2])
{
	struct address a = { .len = family == AF_INET
		                        ? sizeof(struct sockaddr_in)
		                        : sizeof(struct sockaddr_in6) };
	struct sockaddr_in *sin = (struct sockaddr_in *)&a.storage;
	struct sockaddr_in6 *sin6 = (struct sockaddr_in6 *)&a.storage;
	int size = 1 << 20;

	a.storage.ss_family = (sa_family_t)family;
	if (family == AF_INET)
		sin->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	else
		sin6->sin6_addr = in6addr_loopback;
	fds[0] = socket(family, SOCK_DGRAM, 0);
	fds[1] = socket(family, SOCK_DGRAM, 0);
	setsockopt(fds[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	setsockopt(fds[1], SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	if (bind(fds[1], (struct sockaddr *)&a.storage, a.len) < 0)
		return false;
	a = address_local(fds[1]);
	return connect(fds[0], (struct sockaddr *)&a.storage, a.len) == 0;
}

static bool open_fds(int family, int fds[2])
{
	return family == AF_UNIX ? socketpair(AF_UNIX, SOCK_DGRAM, 0, fds) == 0
	                         : open_pair(family, fds);
}

/* What goes, and what came: "3*1400 20" are four datagrams. */
struct lengths {
	size_t items[PIECES_MAX];
	size_t count;
};

static void show(const struct lengths *l, char *text, size_t size)
{
	size_t used = 0, same;

	text[0] = '\0';
	for (size_t i = 0; i < l->count && used < size; i += same) {
		for (same = 1; i + same < l->count; same++)
			if (l->items[i + same] != l->items[i])
				break;
		used += (size_t)snprintf(text + used, size - used, "%s%zu*%zu",
		    i ? " " : "", same, l->items[i]);
	}
}

static struct lengths parse(const char *text)
{
	struct lengths l = { .count = 0 };
	size_t times, len;
	int used;

	for (; sscanf(text, "%zu*%zu%n", &times, &len, &used) == 2;
	     text += used)
		for (size_t i = 0; i < times; i++)
			l.items[l.count++] = len;
	return l;
}

/* Bytes that say where they were in what was sent. */
static unsigned char sent_bytes[512 * 1024];

static void fill_bytes(void)
{
	unsigned state = 1;

	for (size_t i = 0; i < sizeof(sent_bytes); i++) {
		state = state * 1103515245 + 12345;
		sent_bytes[i] = (unsigned char)(state >> 16);
	}
}

/* Takes what is there, and compares it with what was sent. */
static void take(int fd, struct datagram_room *room, struct lengths *came,
    size_t *at, bool *differs)
{
	struct error err = ERROR_NONE;
	const struct datagram *d;

	while (datagram_receive(fd, room, DATAGRAM_BATCH, &err) > 0)
		while ((d = datagram_next(room))) {
			*differs |=
			    memcmp(d->bytes, sent_bytes + *at, d->len) != 0 ||
			    d->was_cut;
			*at += d->len;
			if (came->count < PIECES_MAX)
				came->items[came->count++] = d->len;
		}
}

static void exchange(int family, enum how how, const char *text)
{
	const struct address nowhere = { .len = 0 };
	const int on = 1;
	struct lengths went = parse(text), came = { .count = 0 };
	struct datagram_room *room = datagram_room_new(ROOM, NULL);
	struct datagram_route route;
	struct iovec pieces[PIECES_MAX];
	struct error err = ERROR_NONE;
	size_t at = 0, taken = 0, done = 0;
	bool differs = false;
	char shown[512];
	int fds[2], sent = 1;

	for (size_t i = 0; i < went.count; at += went.items[i], i++)
		pieces[i] = (struct iovec){ sent_bytes + at, went.items[i] };
	if (!open_fds(family, fds)) {
		ok(false, "sockets of family %d: %s", family, strerror(errno));
		return;
	}
	if (how == JOINED)
		datagram_want_joined(fds[1], NULL);
	if (how == UNCUT) /* the kernel does not cut without checksums */
		setsockopt(fds[0], SOL_SOCKET, SO_NO_CHECK, &on, sizeof(on));
	datagram_route_init(&route, fds[0], &nowhere, NULL);
	for (; sent > 0 && done < went.count; done += (size_t)sent) {
		sent = datagram_send_row(
		    &route, pieces + done, went.count - done, &err);
		take(fds[1], room, &came, &taken, &differs);
	}
	show(&came, shown, sizeof(shown));
	is_text(shown, text, "family %d, %s: %s", family, how_text[how], text);
	ok(!differs, "and the bytes are those that were sent");
	datagram_room_free(room);
	close(fds[0]);
	close(fds[1]);
}

static void test_rows(void)
{
	static const char *const rows[] = {
		"1*5",
		"64*64",
		"65*64 1*3",
		"200*1",
		"3*1400 1*20 2*1400",
		"1*7 1*8 2*9 1*8 1*9",
		"2*0 3*10 1*0 2*10",
		"100*1400 1*1",
		"8*8192",
		"3*32500 1*32501",
		"2*65507",
		"1*65000 1*65001",
	};
	static const int families[] = { AF_INET, AF_INET6, AF_UNIX };

	for (size_t i = 0; i < COUNT(rows); i++)
		for (size_t f = 0; f < COUNT(families); f++)
			for (enum how how = PLAIN; how <= UNCUT; how++)
				if (families[f] != AF_UNIX || how == PLAIN)
					exchange(families[f], how, rows[i]);
}

/* A pair, and the way from the first to the second. */
static bool open_route(int fds[2], struct datagram_route *route)
{
	static const struct address nowhere = { .len = 0 };

	if (!ok(open_pair(AF_INET, fds), "two UDP sockets can be opened"))
		return false;
	datagram_route_init(route, fds[0], &nowhere, NULL);
	return true;
}

static void test_joined(void)
{
	struct datagram_room *room = datagram_room_new(ROOM, NULL);
	struct iovec pieces[] = { { sent_bytes, 100 }, { sent_bytes, 100 } };
	struct datagram_route route;
	struct error err = ERROR_NONE;
	int fds[2];

	if (!open_route(fds, &route))
		return;
	datagram_want_joined(fds[1], NULL);
	datagram_send_row(&route, pieces, 2, &err);
	is_int(datagram_receive(fds[1], room, DATAGRAM_BATCH, &err), 1,
	    "two that went as one come as one");
	datagram_room_free(room);
	close(fds[0]);
	close(fds[1]);
}

/* The socket remembers what it cannot cut. */
static void test_memory(void)
{
	const int on = 1;
	struct iovec pieces[] = { { sent_bytes, 100 }, { sent_bytes, 100 } };
	struct datagram_route route;
	struct error err = ERROR_NONE;
	int fds[2];

	if (!open_route(fds, &route))
		return;
	setsockopt(fds[0], SOL_SOCKET, SO_NO_CHECK, &on, sizeof(on));
	ok(route.longest_segment > 1472, "a UDP socket is asked to cut");
	is_int(datagram_send_row(&route, pieces, 2, &err), 2,
	    "where the kernel refuses, both datagrams go one by one");
	is_int((long long)route.longest_segment, 99,
	    "and so will all others of that length");
	close(fds[0]);
	close(fds[1]);
}

static void test_too_long(void)
{
	struct iovec pieces[] = { { sent_bytes, 10 }, { sent_bytes, 10 },
		{ sent_bytes, 65508 } };
	struct datagram_route route;
	struct error err = ERROR_NONE;
	int fds[2];

	if (!open_route(fds, &route))
		return;
	is_int(datagram_send_row(&route, pieces, 3, &err), 2,
	    "what stands before one that is too long is sent");
	is_int(datagram_send_row(&route, pieces + 2, 1, &err), -1,
	    "and the one that is too long is an error");
	is_int(errno, EMSGSIZE, "which errno names");
	close(fds[0]);
	close(fds[1]);
}

static void test_refused(void)
{
	struct iovec pieces[] = { { sent_bytes, 10 }, { sent_bytes, 10 } };
	struct datagram_route route;
	struct error err = ERROR_NONE;
	int fds[2], sent;

	if (!open_route(fds, &route))
		return;
	close(fds[1]);
	sent = datagram_send_row(&route, pieces, 2, &err);
	ok(sent > 0, "nothing is known before the first is sent");
	is_int(datagram_send_row(&route, pieces, 2, &err), -1,
	    "the refusal comes with the next call");
	is_int(err.kind, FAULT_REFUSED, "as a refusal");
	close(fds[0]);
}

int main(void)
{
	fill_bytes();
	test_rows();
	if (for_linux("datagrams that come as one"))
		test_joined();
	if (for_linux("several by one call")) {
		test_memory();
		test_too_long();
	}
	test_refused();
	return plan();
}
