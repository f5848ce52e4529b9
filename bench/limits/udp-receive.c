/* SPDX-License-Identifier: MIT */
/* udp-receive one|batch|segment PORT
 * Datagrams to standard output: each by a recv(2), up to 64 by a recvmmsg(2),
 * or those that the kernel has joined (UDP_GRO). */
#include "../load/harness.h"

#include <netinet/udp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { BATCH = 64, ROOM = 65536, BUFFER = 8 << 20 };

static void receive_one(int fd, char *room)
{
	for (;;)
		write_all(
		    1, room, (size_t)checked(recv(fd, room, ROOM, 0), "recv"));
}

static void receive_batch(int fd, char *room)
{
	struct mmsghdr messages[BATCH] = { 0 };
	struct iovec parts[BATCH];
	struct iovec output[BATCH];

	for (int i = 0; i < BATCH; i++) {
		parts[i].iov_base = room + (size_t)i * ROOM;
		parts[i].iov_len = ROOM;
		messages[i].msg_hdr.msg_iov = &parts[i];
		messages[i].msg_hdr.msg_iovlen = 1;
	}
	for (;;) {
		int count = (int)checked(
		    recvmmsg(fd, messages, BATCH, MSG_WAITFORONE, NULL),
		    "recvmmsg");

		for (int i = 0; i < count; i++) {
			output[i].iov_base = parts[i].iov_base;
			output[i].iov_len = messages[i].msg_len;
		}
		checked(writev(1, output, count), "writev");
	}
}

int main(int argc, char **argv)
{
	char *room = memory((size_t)BATCH * ROOM);
	int fd;

	if (argc != 3)
		usage("udp-receive one|batch|segment PORT");
	if (strcmp(argv[1], "one") == 0)
		receive_one(udp_bound(number(argv[2]), 0), room);
	fd = udp_bound(number(argv[2]), BUFFER);
	if (strcmp(argv[1], "segment") == 0)
		option_on(fd, SOL_UDP, UDP_GRO);
	receive_batch(fd, room);
	return 0;
}
