/* SPDX-License-Identifier: MIT */
/* accept collect|echo|exec PORT
 * A listener for any number of clients: one process and epoll write what comes
 * to standard output or send it back, or each connection gets a /bin/cat. */
#include "../load/harness.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, ROOM = 65536 };

struct acceptor {
	int listener, epoll;
	bool is_echo, is_exec;
	char room[ROOM];
};

static void watch(const struct acceptor *a, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };

	checked(epoll_ctl(a->epoll, EPOLL_CTL_ADD, fd, &event), "epoll_ctl");
}

static void run_cat(int fd)
{
	char name[] = "cat";
	char *program[] = { name, NULL };
	pid_t pid = vfork();

	if (checked(pid, "vfork") == 0) {
		dup2(fd, 0);
		dup2(fd, 1);
		execve("/bin/cat", program, environ);
		_exit(127);
	}
	close(fd);
}

/* true: the connection is still open */
static bool serve(struct acceptor *a, int fd)
{
	ssize_t len = read(fd, a->room, ROOM);

	if (len > 0) {
		write_all(a->is_echo ? fd : 1, a->room, (size_t)len);
		return true;
	}
	if (len < 0 && errno == EAGAIN)
		return true;
	close(fd);
	return false;
}

/* A client that has sent what it has and closed needs no place in epoll: to
 * find that out takes two reads. */
static void accept_all(struct acceptor *a)
{
	int flags = SOCK_CLOEXEC | (a->is_exec ? 0 : SOCK_NONBLOCK);
	int fd;

	while ((fd = accept4(a->listener, NULL, NULL, flags)) >= 0)
		if (a->is_exec)
			run_cat(fd);
		else if (serve(a, fd) && serve(a, fd))
			watch(a, fd);
}

int main(int argc, char **argv)
{
	static struct acceptor a;
	struct epoll_event events[EVENTS];

	if (argc != 3)
		usage("accept collect|echo|exec PORT");
	signal(SIGCHLD, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	raise_descriptors();
	a.is_echo = strcmp(argv[1], "echo") == 0;
	a.is_exec = strcmp(argv[1], "exec") == 0;
	a.listener =
	    tcp_listener(number(argv[2]), SOCK_NONBLOCK | SOCK_CLOEXEC);
	a.epoll = (int)checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1");
	watch(&a, a.listener);
	for (;;) {
		int count = (int)checked(
		    epoll_wait(a.epoll, events, EVENTS, -1), "epoll_wait");

		for (int i = 0; i < count; i++)
			if (events[i].data.fd == a.listener)
				accept_all(&a);
			else
				serve(&a, events[i].data.fd);
	}
}
