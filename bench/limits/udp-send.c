/* SPDX-License-Identifier: MIT */
/* udp-send one|batch|segment SIZE PORT
 * Standard input as datagrams of SIZE bytes: each by a send(2) of its own, 64
 * by a sendmmsg(2), or up to 64 by one send(2) that the kernel cuts
 * (UDP_SEGMENT). */
#include "../load/harness.h"

#include <netinet/udp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 64, LARGEST = 65000 };

static void send_batch(int fd, const char *bytes, size_t len, size_t size)
{
	struct mmsghdr messages[BATCH] = { 0 };
	struct iovec parts[BATCH];
	unsigned count = 0;
	unsigned sent = 0;

	for (size_t at = 0; at < len; at += size, count++) {
		parts[count].iov_base = (char *)bytes + at;
		parts[count].iov_len = len - at < size ? len - at : size;
		messages[count].msg_hdr.msg_iov = &parts[count];
		messages[count].msg_hdr.msg_iovlen = 1;
	}
	while (sent < count)
		sent += (unsigned)checked(
		    sendmmsg(fd, messages + sent, count - sent, 0), "sendmmsg");
}

int main(int argc, char **argv)
{
	bool is_batch = argc == 4 && strcmp(argv[1], "batch") == 0;
	bool is_segment = argc == 4 && strcmp(argv[1], "segment") == 0;
	size_t most = BATCH;
	size_t held = 0;
	size_t size;
	ssize_t len;
	char *bytes;
	int segment;
	int fd;

	if (argc != 4)
		usage("udp-send one|batch|segment SIZE PORT");
	size = (size_t)number(argv[2]);
	fd = udp_connected(number(argv[3]));
	segment = (int)size;
	if (!is_batch && !is_segment)
		most = 1;
	if (is_segment) {
		if (size * most > LARGEST)
			most = LARGEST / size;
		checked(setsockopt(fd, SOL_UDP, UDP_SEGMENT, &segment,
			    sizeof(segment)),
		    "UDP_SEGMENT");
	}
	bytes = memory(size * most);
	do {
		size_t whole;

		len =
		    checked(read(0, bytes + held, size * most - held), "read");
		held += (size_t)len;
		/* Only at the end there is a shorter one. */
		whole = len > 0 ? held - held % size : held;
		if (whole > 0 && is_batch)
			send_batch(fd, bytes, whole, size);
		else if (whole > 0)
			checked(send(fd, bytes, whole, 0), "send");
		held -= whole;
		memmove(bytes, bytes + whole, held);
	} while (len > 0);
	return 0;
}
