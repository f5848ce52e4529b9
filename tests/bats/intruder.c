/* SPDX-License-Identifier: MIT */
/*
 * An intruder in a run of genet: a library that is preloaded, and that acts
 * when the first bytes of a peer have been read. It says on standard error how
 * each of its tries ended. INTRUDER_LAST is what it does last: exec, ptrace or
 * nothing; INTRUDER_PORT a port of 127.0.0.1 that it connects to.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void tell(const char *what, int result)
{
	char line[80];
	int len = snprintf(line, sizeof(line), "intruder: %s %s\n", what,
	    result < 0 ? strerrorname_np(errno) : "done");

	write(2, line, (size_t)len);
}

static void connect_elsewhere(void)
{
	const char *port = getenv("INTRUDER_PORT");
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)atoi(port ? port : "1")),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	tell("connect",
	    fd < 0 ? -1 : connect(fd, (struct sockaddr *)&to, sizeof(to)));
	close(fd);
}

static void bind_port(void)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	tell(
	    "bind", fd < 0 ? -1 : bind(fd, (struct sockaddr *)&to, sizeof(to)));
	close(fd);
}

static void fork_child(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	tell("fork", pid);
	if (pid > 0)
		waitpid(pid, NULL, 0);
}

static void act(void)
{
	static int is_over;
	const char *last = getenv("INTRUDER_LAST");

	if (is_over)
		return;
	is_over = 1;
	tell("read", open("/etc/passwd", O_RDONLY | O_CLOEXEC));
	tell("write", open("stolen", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	connect_elsewhere();
	bind_port();
	fork_child();
	tell("signal", kill(getppid(), 0));
	if (last && strcmp(last, "exec") == 0)
		tell("exec", execl("/bin/true", "true", NULL));
	if (last && strcmp(last, "ptrace") == 0)
		tell("ptrace", (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}

static void see(int fd, ssize_t n)
{
	struct stat st;

	if (n > 0 && fstat(fd, &st) == 0 && S_ISSOCK(st.st_mode))
		act();
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t recv(int fd, void *bytes, size_t len, int flags)
{
	ssize_t n = REAL(recv)(fd, bytes, len, flags);

	see(fd, n);
	return n;
}

ssize_t read(int fd, void *bytes, size_t len)
{
	ssize_t n = REAL(read)(fd, bytes, len);

	see(fd, n);
	return n;
}

ssize_t readv(int fd, const struct iovec *parts, int count)
{
	ssize_t n = REAL(readv)(fd, parts, count);

	see(fd, n);
	return n;
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	ssize_t n = REAL(recvmsg)(fd, message, flags);

	see(fd, n);
	return n;
}

int recvmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags,
    struct timespec *limit)
{
	int n = REAL(recvmmsg)(fd, messages, count, flags, limit);

	see(fd, n);
	return n;
}
