/* SPDX-License-Identifier: MIT */
/* udp-drain [-w] PORT IDLE: takes datagrams until none has come for IDLE
 * seconds. Prints how many, of which sizes, and how many came in a second.
 * -w: writes what they carry to standard output and prints to standard error.
 */
#include "harness.h"

#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { BATCH = 64, ROOM = 65536, BUFFER = 64 << 20 };

struct tally {
	uint64_t datagrams, bytes;
	unsigned smallest, largest;
	double first, last;
};

static void count(struct tally *t, unsigned len)
{
	t->datagrams++;
	t->bytes += len;
	if (len < t->smallest)
		t->smallest = len;
	if (len > t->largest)
		t->largest = len;
}

static void take(struct tally *t, int fd, double idle, bool must_write)
{
	static struct mmsghdr messages[BATCH];
	static struct iovec parts[BATCH];
	char *room = memory((size_t)BATCH * ROOM);

	for (int i = 0; i < BATCH; i++) {
		parts[i].iov_base = room + (size_t)i * ROOM;
		parts[i].iov_len = ROOM;
		messages[i].msg_hdr.msg_iov = &parts[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	for (;;) {
		struct pollfd socket = { .fd = fd, .events = POLLIN };
		double limit = t->datagrams ? idle : 10;
		int got;

		if (checked(poll(&socket, 1, (int)(limit * 1000)), "poll") == 0)
			return;
		got = recvmmsg(fd, messages, BATCH, MSG_DONTWAIT, NULL);
		if (got < 0 && errno == EAGAIN)
			continue;
		checked(got, "recvmmsg");
		t->last = seconds_now();
		if (!t->datagrams)
			t->first = t->last;
		for (int i = 0; i < got; i++) {
			count(t, messages[i].msg_len);
			if (must_write)
				write_all(
				    1, parts[i].iov_base, messages[i].msg_len);
		}
	}
}

int main(int argc, char **argv)
{
	bool must_write = argc > 1 && strcmp(argv[1], "-w") == 0;
	struct tally t = { .smallest = UINT32_MAX };
	int fd;

	argv += must_write;
	if (argc - must_write != 3)
		usage("udp-drain [-w] PORT IDLE");
	fd = udp_bound(number(argv[1]), BUFFER);
	take(&t, fd, fraction(argv[2]), must_write);
	fprintf(must_write ? stderr : stdout,
	    "datagrams=%llu bytes=%llu smallest=%u largest=%u rate=%.0f "
	    "seconds=%.6f\n",
	    (unsigned long long)t.datagrams, (unsigned long long)t.bytes,
	    t.datagrams ? t.smallest : 0, t.largest,
	    t.last > t.first ? (double)t.datagrams / (t.last - t.first) : 0,
	    t.last - t.first);
	return 0;
}
