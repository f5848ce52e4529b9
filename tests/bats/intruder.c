/* SPDX-License-Identifier: MIT */
/*
 * An intruder in a run of genet: a library that is preloaded, and that acts
 * when the first bytes of a peer have been read. It says on standard error how
 * each of its tries ended, an errno, "done", or SIGSYS for what would have
 * ended the process. INTRUDER_LAST is what it does last: exec, ptrace, 32-bit
 * (a call by the way of 32-bit programs) or nothing; INTRUDER_PORT a port of
 * 127.0.0.1 that it connects to. With
 * INTRUDER_AT=end it waits until genet ends, for runs that read nothing.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

/* In intruder-sockets.c and intruder-processes.c. */
extern void intruder_uses_socket(int fd, void (*tell)(const char *, long));
extern void intruder_reaches_others(void (*tell)(const char *, long));

/* In intruder-x86.c, on such a processor. */
extern void intruder_calls_by_x86(void (*tell)(const char *, long))
    __attribute__((weak));

static volatile sig_atomic_t was_stopped;

static void note_stop(int signal)
{
	(void)signal;
	was_stopped = 1;
}

static void tell(const char *what, long result)
{
	char line[80];
	int len = snprintf(line, sizeof(line), "intruder: %s %s\n", what,
	    was_stopped  ? "SIGSYS"
	    : result < 0 ? strerrorname_np(errno)
			 : "done");

	was_stopped = 0;
	write(2, line, (size_t)len);
}

/* A new socket for one try, which tells what connect(2) or the like says. */
static int fresh(int family, int type, int protocol)
{
	return socket(family, type | SOCK_CLOEXEC, protocol);
}

static void done_with(int fd)
{
	if (fd >= 0)
		close(fd);
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

/* Ways around connect(2), bind(2) and open(2). */

static void send_without_connecting(void)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(1),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = fresh(AF_INET, SOCK_STREAM, 0);
	/* Where no socket can be made, one of the run is good enough. */
	int ours = fd >= 0 ? fd : 3;

	tell("fast-open", sendto(ours, "x", 1, MSG_FASTOPEN | MSG_NOSIGNAL,
			      (struct sockaddr *)&to, sizeof(to)));
	done_with(fd);
}

static void connect_unix(void)
{
	struct sockaddr_un to = { AF_UNIX, "/dev/null" };
	int fd = fresh(AF_UNIX, SOCK_STREAM, 0);

	tell("unix",
	    fd < 0 ? -1 : connect(fd, (struct sockaddr *)&to, sizeof(to)));
	done_with(fd);
}

static void send_to_file(void)
{
	struct sockaddr_un to = { AF_UNIX, "/dev/null" };
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair) < 0) {
		tell("pair", -1);
		return;
	}
	tell("pair",
	    sendto(pair[0], "x", 1, 0, (struct sockaddr *)&to, sizeof(to)));
	close(pair[0]);
	close(pair[1]);
}

static void listen_unbound(void)
{
	int fd = fresh(AF_INET, SOCK_STREAM, 0);

	tell("listen", fd < 0 ? -1 : listen(fd, 1));
	done_with(fd);
}

static void make_sockets(void)
{
	static const struct {
		const char *name;
		int family, type, protocol;
	} sockets[] = {
		{ "udp", AF_INET, SOCK_DGRAM, 0 },
		{ "mptcp", AF_INET, SOCK_STREAM, 262 },
		{ "raw", AF_INET, SOCK_RAW, IPPROTO_TCP },
		{ "echo-request", AF_INET, SOCK_DGRAM, IPPROTO_ICMP },
		{ "packet", AF_PACKET, SOCK_RAW, 0 },
		{ "netlink", AF_NETLINK, SOCK_RAW, NETLINK_ROUTE },
		{ "netfilter", AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER },
		{ "crypto", AF_ALG, SOCK_SEQPACKET, 0 },
		{ "vsock", AF_VSOCK, SOCK_STREAM, 0 },
	};

	for (size_t i = 0; i < sizeof(sockets) / sizeof(sockets[0]); i++) {
		int fd = fresh(
		    sockets[i].family, sockets[i].type, sockets[i].protocol);
		tell(sockets[i].name, fd);
		done_with(fd);
	}
}

/* In a directory of their own are the files that the run may open. */
static void try_there(void)
{
	const int make = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;

	tell("there-read", open("there/victim", O_RDONLY | O_CLOEXEC));
	tell("there-write", open("there/victim", O_WRONLY | O_CLOEXEC));
	tell("there-make", open("there/made", make, 0600));
	tell("there-link", symlink("/", "there/link"));
	tell("there-remove", unlink("there/victim"));
}

/* Files that are not opened. */
static void change_files(void)
{
	struct stat st;

	stat(".", &st);
	tell("mode", chmod(".", st.st_mode & 07777));
	tell("truncate", truncate("missing", 0));
	tell("time", utimensat(AT_FDCWD, ".", NULL, 0));
	tell("remove", unlink("victim"));
	tell("rename", rename("victim", "moved"));
	tell("link", link("victim", "linked"));
	tell("symlink", symlink("/", "symbolic"));
	tell("directory", mkdir("made", 0700));
	tell("fifo", mkfifo("made", 0600));
	tell("memory", open("/proc/self/mem", O_RDWR | O_CLOEXEC));
	tell("memory-file", syscall(SYS_memfd_create, "x", 0));
	tell("handle", syscall(SYS_open_by_handle_at, 0, "", 0));
}

static void reach_processes(void)
{
	struct rlimit old;
	char key = '#';
	void *code = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	tell("code", code == MAP_FAILED ? -1 : 0);
	tell("limit", prlimit(getppid(), RLIMIT_CPU, NULL, &old));
	tell("key", ioctl(0, TIOCSTI, &key));
	tell("owner", fcntl(2, F_SETOWN, getppid()));
	tell("trace", ptrace(PTRACE_PEEKDATA, 0, NULL, NULL));
	tell("peer-memory",
	    syscall(SYS_process_vm_writev, getppid(), NULL, 0, NULL, 0, 0));
}

static void call_the_kernel(void)
{
	tell("ring", syscall(SYS_io_uring_setup, 1, NULL));
	tell("namespace", unshare(0));
	tell("set-namespace", setns(0, 0));
	tell("thread-namespace",
	    syscall(SYS_clone,
		CLONE_THREAD | CLONE_VM | CLONE_SIGHAND | CLONE_NEWUSER, NULL,
		NULL, NULL, NULL));
	tell("mount", syscall(SYS_mount, NULL, NULL, NULL, 0, NULL));
	tell("root", chroot("missing"));
	tell("keyring", syscall(SYS_keyctl, 0, 0, 0, 0, 0));
	tell("bpf", syscall(SYS_bpf, 0, NULL, 0));
	tell("perf", syscall(SYS_perf_event_open, NULL, 0, 0, 0, 0));
	tell("fault", syscall(SYS_userfaultfd, 0));
	tell("personality", syscall(SYS_personality, 0xffffffff));
	tell("user", syscall(SYS_setuid, getuid()));
	tell("shared-memory", syscall(SYS_shmget, 0, 1, 0600));
	if (intruder_calls_by_x86)
		intruder_calls_by_x86(tell);
}

/* The bytes have come by this socket. */
static void act(int fd)
{
	static int is_over;
	const char *last = getenv("INTRUDER_LAST");
	struct sigaction before;
	struct sigaction note = { .sa_handler = note_stop };

	if (is_over)
		return;
	is_over = 1;
	tell("read", open("/etc/passwd", O_RDONLY | O_CLOEXEC));
	tell("write", open("stolen", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	connect_elsewhere();
	bind_port();
	fork_child();
	sigaction(SIGSYS, &note, &before);
	send_without_connecting();
	connect_unix();
	send_to_file();
	listen_unbound();
	make_sockets();
	try_there();
	change_files();
	reach_processes();
	call_the_kernel();
	intruder_uses_socket(fd, tell);
	intruder_reaches_others(tell);
	sigaction(SIGSYS, &before, NULL);
	tell("signal", kill(getppid(), SIGCONT));
	if (last && strcmp(last, "exec") == 0)
		tell("exec", execl("/bin/true", "true", NULL));
	if (last && strcmp(last, "ptrace") == 0)
		tell("ptrace", (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL));
	if (last && strcmp(last, "32-bit") == 0 && intruder_calls_by_x86)
		intruder_calls_by_x86(tell);
}

static bool waits_for_end(void)
{
	const char *at = getenv("INTRUDER_AT");

	return at && strcmp(at, "end") == 0;
}

__attribute__((destructor)) static void see_end(void)
{
	if (waits_for_end())
		act(STDERR_FILENO);
}

static void see(int fd, ssize_t n)
{
	struct stat st;

	if (n > 0 && !waits_for_end() && fstat(fd, &st) == 0 &&
	    S_ISSOCK(st.st_mode))
		act(fd);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t recv(int fd, void *bytes, size_t len, int flags)
{
	ssize_t n = REAL(recv)(fd, bytes, len, flags);

	see(fd, n);
	return n;
}

ssize_t recvfrom(int fd, void *bytes, size_t len, int flags,
    struct sockaddr *from, socklen_t *from_len)
{
	ssize_t n = REAL(recvfrom)(fd, bytes, len, flags, from, from_len);

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
