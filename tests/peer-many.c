/* SPDX-License-Identifier: MIT */
/*
 * Many clients in one process, for the tests; independent of genet's own code.
 * What does not go as said ends it with status 1 and a line.
 *
 *   peer-many records HOST PORT COUNT KILLED
 *       COUNT connections at once. Each sends half of a line, and when all
 *       have, the first KILLED are reset, and the others send the rest, end,
 *       and wait for the listener's end. Between the halves "open" is written
 *       to descriptor 3, if that is open, and standard input read to its end.
 *   peer-many echo HOST PORT COUNT BYTES
 *       Each sends so many bytes, ends, and expects them back, then the end.
 *   peer-many thirds HOST PORT COUNT BYTES
 *       A third of COUNT connections is reset, a third sends and never reads,
 * and the others do as by echo; how many milliseconds these took is printed.
 *       The rest is held until standard input ends.
 *   peer-many third HOST PORT COUNT BYTES
 *       The same with the last third only.
 *   peer-many turns HOST PORT COUNT
 *       One after the other: each sends its line, ends, and waits.
 *
 * The line of client 7 is 00007-00007-00007-00007.
 */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 16384, LINE = 64, HALF = 12 };

struct target {
	const char *host, *port;
	int count;
};

__attribute__((noreturn)) static void die(const char *what)
{
	fprintf(stderr, "peer-many: %s: %s\n", what,
	    errno != 0 ? strerror(errno) : "not as told");
	exit(1);
}

static int connect_one(const struct target *t)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST,
		.ai_socktype = SOCK_STREAM };
	struct addrinfo *where;

	if (getaddrinfo(t->host, t->port, &hints, &where) != 0)
		die(t->host);
	int fd = socket(where->ai_family, SOCK_STREAM, 0);
	if (fd == -1 || connect(fd, where->ai_addr, where->ai_addrlen) == -1)
		die("cannot connect");
	freeaddrinfo(where);
	return fd;
}

static int *connect_all(const struct target *t)
{
	int *fds = calloc((size_t)t->count, sizeof(*fds));

	if (!fds)
		die("no memory");
	for (int i = 0; i < t->count; i++)
		fds[i] = connect_one(t);
	return fds;
}

static void write_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, data, len);
		if (n == -1)
			die("cannot write");
		data += n;
		len -= (size_t)n;
	}
}

static void expect_end(int fd)
{
	char byte;

	errno = 0;
	if (read(fd, &byte, 1) != 0)
		die("something else instead of the end");
}

static void make_line(char line[LINE], int i)
{
	snprintf(line, LINE, "%05d-%05d-%05d-%05d\n", i, i, i, i);
}

static void reset(int fd)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

static void be_told_to_go_on(void)
{
	char buf[64];

	if (fcntl(3, F_GETFD) != -1) {
		write_all(3, "open\n", 5);
		close(3);
	}
	while (read(STDIN_FILENO, buf, sizeof(buf)) > 0)
		;
}

static void do_records(const struct target *t, long killed)
{
	int *fds = connect_all(t);
	char line[LINE];

	for (int i = 0; i < t->count; i++) {
		make_line(line, i);
		write_all(fds[i], line, HALF);
	}
	be_told_to_go_on();
	for (int i = 0; i < killed; i++)
		reset(fds[i]);
	for (int i = (int)killed; i < t->count; i++) {
		make_line(line, i);
		write_all(fds[i], line + HALF, strlen(line) - HALF);
		shutdown(fds[i], SHUT_WR);
	}
	for (int i = (int)killed; i < t->count; i++) {
		expect_end(fds[i]);
		close(fds[i]);
	}
	free(fds);
}

static void do_turns(const struct target *t, long unused)
{
	char line[LINE];

	(void)unused;
	for (int i = 0; i < t->count; i++) {
		int fd = connect_one(t);
		make_line(line, i);
		write_all(fd, line, strlen(line));
		shutdown(fd, SHUT_WR);
		expect_end(fd);
		close(fd);
	}
}

/* Byte number at of client i: other clients have others. */
static char byte_of(int i, long at)
{
	uint64_t word = (uint64_t)(at / 8 + 1) * 0x9e3779b97f4a7c15U +
	                (uint64_t)i * 0xc2b2ae3d27d4eb4fU;

	return (char)(word >> at % 8 * 8);
}

struct echo {
	long sent, received;
	bool has_ended;
};

static void send_some(int fd, int i, struct echo *e, long bytes)
{
	char buf[CHUNK];
	long len = bytes - e->sent < CHUNK ? bytes - e->sent : CHUNK;

	for (long k = 0; k < len; k++)
		buf[k] = byte_of(i, e->sent + k);
	ssize_t n = send(fd, buf, (size_t)len, MSG_DONTWAIT);
	if (n == -1 && errno != EAGAIN)
		die("cannot send");
	e->sent += n > 0 ? n : 0;
	if (e->sent == bytes)
		shutdown(fd, SHUT_WR);
}

static void receive_some(int fd, int i, struct echo *e, long bytes)
{
	char buf[CHUNK];
	ssize_t n = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);

	if (n == -1 && errno == EAGAIN)
		return;
	if (n == -1)
		die("cannot receive");
	errno = 0;
	if (n == 0 && e->received != bytes)
		die("the end comes too early");
	e->has_ended = n == 0;
	for (long k = 0; k < n; k++)
		if (buf[k] != byte_of(i, e->received + k))
			die("other bytes come back");
	e->received += n;
}

/* Many echoes at once, and those connections that are reset, one whenever one
 * of the echoes has ended. */
struct crowd {
	int count, open, to_reset;
	int *fds, *resets;
	struct echo *echoes;
	struct pollfd *polled;
};

static void *allocate(int count, size_t size)
{
	void *all = calloc((size_t)count, size);

	if (!all)
		die("no memory");
	return all;
}

static void poll_all(struct crowd *c, long bytes)
{
	for (int i = 0; i < c->count; i++) {
		struct echo *e = &c->echoes[i];
		int out = e->sent < bytes ? POLLOUT : 0;

		c->polled[i] = (struct pollfd){
			.fd = e->has_ended ? -1 : c->fds[i],
			.events = (short)(POLLIN | out),
		};
	}
	if (poll(c->polled, (nfds_t)c->count, -1) == -1)
		die("cannot poll");
}

static void serve(struct crowd *c, int i, long bytes)
{
	struct echo *e = &c->echoes[i];

	if (c->polled[i].fd == -1)
		return;
	if (c->polled[i].revents & POLLOUT)
		send_some(c->fds[i], i, e, bytes);
	if (c->polled[i].revents & ~POLLOUT)
		receive_some(c->fds[i], i, e, bytes);
	if (!e->has_ended)
		return;
	c->open--;
	if (c->to_reset > 0)
		reset(c->resets[--c->to_reset]);
}

/* Ends when all echoes have come back. */
static void echo_all(struct crowd *c, long bytes)
{
	c->open = c->count;
	c->echoes = allocate(c->count, sizeof(*c->echoes));
	c->polled = allocate(c->count, sizeof(*c->polled));
	while (c->open > 0) {
		poll_all(c, bytes);
		for (int i = 0; i < c->count; i++)
			serve(c, i, bytes);
	}
	free(c->echoes);
	free(c->polled);
}

static void do_echo(const struct target *t, long bytes)
{
	struct crowd c = { .count = t->count, .fds = connect_all(t) };

	echo_all(&c, bytes);
	free(c.fds);
}

/* Connections that have sent what is taken at once. */
static int *speak_all(const struct target *t)
{
	static char bytes[8 * CHUNK];
	int *fds = connect_all(t);

	for (int i = 0; i < t->count; i++)
		if (send(fds[i], bytes, sizeof(bytes), MSG_DONTWAIT) <= 0)
			die("cannot send");
	return fds;
}

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void time_third(struct crowd *c, const struct target *third, long bytes)
{
	long begin;

	c->count = third->count;
	c->fds = connect_all(third);
	begin = now_ms();
	echo_all(c, bytes);
	printf("%ld\n", now_ms() - begin);
	fflush(stdout);
	free(c->fds);
}

static void do_third(const struct target *t, long bytes)
{
	struct target third = { t->host, t->port, t->count / 3 };

	time_third(&(struct crowd){ 0 }, &third, bytes);
}

static void do_thirds(const struct target *t, long bytes)
{
	struct target third = { t->host, t->port, t->count / 3 };
	struct crowd c = { .to_reset = third.count };
	int *stalled = speak_all(&third);

	c.resets = speak_all(&third);
	time_third(&c, &third, bytes);
	be_told_to_go_on();
	free(c.resets);
	free(stalled);
}

static const struct {
	const char *name;
	void (*run)(const struct target *t, long argument);
} modes[] = {
	{ "echo", do_echo },
	{ "records", do_records },
	{ "third", do_third },
	{ "thirds", do_thirds },
	{ "turns", do_turns },
};

int main(int argc, char **argv)
{
	struct rlimit limit;

	alarm(120); /* whatever becomes of the test */
	signal(SIGPIPE, SIG_IGN);
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	if (argc < 5)
		die("MODE HOST PORT COUNT");
	struct target t = { argv[2], argv[3], (int)strtol(argv[4], NULL, 10) };
	long argument = argc > 5 ? strtol(argv[5], NULL, 10) : 0;
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strcmp(modes[i].name, argv[1]) == 0) {
			modes[i].run(&t, argument);
			return 0;
		}
	die(argv[1]);
}
