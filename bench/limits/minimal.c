/* SPDX-License-Identifier: MIT */
/* minimal            prints one line
 * minimal PORT       sends one read of standard input to a port of 127.0.0.1
 * and prints what comes back; status 1: nobody listens What a program costs
 * that does as little as it can. It uses no more than the C library: the start
 * is what is measured. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static int pass(int from, int to)
{
	char bytes[4096];
	ssize_t len = read(from, bytes, sizeof(bytes));

	return len > 0 && write(to, bytes, (size_t)len) == len;
}

int main(int argc, char **argv)
{
	struct sockaddr_in peer = { .sin_family = AF_INET };
	int fd;

	if (argc != 2)
		return write(1, "minimal\n", 8) == 8 ? 0 : 1;
	peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	peer.sin_port = htons((in_port_t)strtol(argv[1], NULL, 10));
	fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&peer, sizeof(peer)) != 0)
		return 1;
	while (pass(0, fd))
		;
	shutdown(fd, SHUT_WR);
	while (pass(fd, 1))
		;
	return 0;
}
