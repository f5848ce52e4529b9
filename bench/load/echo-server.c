/* SPDX-License-Identifier: MIT */
/* echo-server PORT [SIZE|line]: sends back what each connection sends; with
 * SIZE only when that many bytes have come, with "line" it answers one line and
 * closes. It serves one connection after the other. */
#include "harness.h"

#include <netinet/tcp.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void serve(int fd, size_t size, bool is_line)
{
	static char bytes[65536];
	size_t held = 0;

	for (;;) {
		ssize_t len = read(fd, bytes + held, sizeof(bytes) - held);

		if (len <= 0)
			return;
		held += (size_t)len;
		if (is_line ? !memchr(bytes, '\n', held) : held < size)
			continue;
		if (write(fd, bytes, held) != (ssize_t)held || is_line)
			return;
		held = 0;
	}
}

int main(int argc, char **argv)
{
	bool is_line = argc == 3 && strcmp(argv[2], "line") == 0;
	size_t size = argc == 3 && !is_line ? (size_t)number(argv[2]) : 0;
	int listener;

	if (argc < 2 || argc > 3 || size > 65536)
		usage("echo-server PORT [SIZE|line]");
	signal(SIGPIPE, SIG_IGN);
	listener = tcp_listener(number(argv[1]), 0);
	for (;;) {
		int fd = (int)checked(accept(listener, NULL, NULL), "accept");

		option_on(fd, IPPROTO_TCP, TCP_NODELAY);
		serve(fd, size, is_line);
		close(fd);
	}
}
