/* SPDX-License-Identifier: MIT */
/* bulk [-l] [-U] [-b BYTES] [-w] send|receive copy|splice|sendfile PORT|PATH
 * One direction, by one technique, and nothing else: what Linux can do. It
 * knows no timeouts, no half-close, and waits in each call. -l: listens; -U: a
 * Unix socket; -b: how much one call moves; -w: is not woken before 256 KiB
 * have come. */
#include "../load/harness.h"
#include "limits.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

static void copy(int from, int to, size_t size)
{
	char *bytes = memory(size);
	ssize_t len;

	while ((len = checked(read(from, bytes, size), "read")) > 0)
		write_all(to, bytes, (size_t)len);
}

/* One of them is a pipe. */
static void splice_pipe(int from, int to, size_t size)
{
	while (checked(splice(from, NULL, to, NULL, size, SPLICE_F_MOVE),
		   "splice") > 0)
		;
}

/* Neither is a pipe: there is one between them. */
static void splice_both(int from, int to, size_t size)
{
	int between[2];
	ssize_t len;

	checked(pipe(between), "pipe");
	limits_widen(between[0]);
	while ((len = checked(
		    splice(from, NULL, between[1], NULL, size, SPLICE_F_MOVE),
		    "splice")) > 0)
		while (len > 0)
			len -= checked(splice(between[0], NULL, to, NULL,
					   (size_t)len, SPLICE_F_MOVE),
			    "splice");
}

static void move(const char *how, int from, int to, size_t size)
{
	bool has_pipe = limits_widen(from) || limits_widen(to);

	if (strcmp(how, "copy") == 0)
		copy(from, to, size);
	else if (strcmp(how, "sendfile") == 0)
		while (checked(sendfile(to, from, NULL, size), "sendfile") > 0)
			;
	else if (has_pipe)
		splice_pipe(from, to, size);
	else
		splice_both(from, to, size);
}

int main(int argc, char **argv)
{
	struct limits_end end = { 0 };
	size_t size = 1 << 20;
	int least = 1;
	int option;
	int fd;

	while ((option = getopt(argc, argv, "lUwb:")) >= 0)
		if (option == 'l')
			end.must_listen = true;
		else if (option == 'U')
			end.is_unix = true;
		else if (option == 'w')
			least = 262144;
		else if (option == 'b')
			size = (size_t)number(optarg);
	if (argc - optind != 3)
		usage("bulk [-l] [-U] [-b BYTES] [-w] send|receive "
		      "copy|splice|sendfile PORT|PATH");
	signal(SIGPIPE, SIG_IGN);
	end.place = argv[optind + 2];
	fd = limits_open(&end);
	checked(setsockopt(fd, SOL_SOCKET, SO_RCVLOWAT, &least, sizeof(least)),
	    "SO_RCVLOWAT");
	if (strcmp(argv[optind], "receive") == 0) {
		move(argv[optind + 1], fd, 1, size);
		return 0;
	}
	move(argv[optind + 1], 0, fd, size);
	/* The end of the peer comes when the peer has everything. */
	checked(shutdown(fd, SHUT_WR), "shutdown");
	copy(fd, 1, size);
	return 0;
}
