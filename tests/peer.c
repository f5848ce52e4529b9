/* SPDX-License-Identifier: MIT */
/*
 * A small peer for the tests, independent of genet's own code: it makes one
 * end of a connection, and there does one after the other what its arguments
 * say. What does not go as said ends it with status 1 and a line.
 *
 *   peer connect HOST PORT ACTION...
 *   peer listen HOST PORT ACTION...      takes one connection
 *   peer late HOST PORT MS ACTION...     the same, but refuses for so long
 *   peer bind HOST PORT                  refuses for ever
 *   peer full HOST PORT                  answers one connection, no second
 *   peer fd3 HOST PORT PROGRAM ARG...    PROGRAM may accept on descriptor 3
 *   peer connect-seqpacket, listen-seqpacket: the same with messages
 *   peer datagrams HOST PORT             prints them, never answers
 *   peer stdio ACTION...                 on standard input and output
 *
 * HOST is numeric; "unix" makes PORT the path or @name of a Unix socket.
 * Once it is bound, host and port are written to descriptor 3, if open.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer-socket.h"
#include "peer-urgent.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"

enum { CHUNK = 65536, MESSAGE = 64 };

/* Nothing is written, too: it is an empty message. */
static void write_all(int fd, const char *data, size_t len)
{
	ssize_t n;

	do {
		n = write(fd, data, len);
		if (n == -1)
			peer_die("cannot write");
		data += n;
		len -= n;
	} while (len > 0);
}

/* Returns how much it read, 0 at the end. */
static size_t read_some(int fd, char *buf, size_t len)
{
	ssize_t n = read(fd, buf, len);

	if (n == -1)
		peer_die("cannot read");
	return n;
}

static void read_exactly(int fd, char *buf, size_t len)
{
	for (size_t n; len > 0; buf += n, len -= n) {
		n = read_some(fd, buf, len);
		if (n == 0)
			peer_die("the end instead of bytes");
	}
}

static void copy(int from, int to, size_t limit)
{
	char buf[CHUNK];

	for (size_t n; limit > 0; limit -= n) {
		n = read_some(from, buf, limit < CHUNK ? limit : CHUNK);
		if (n == 0)
			return;
		write_all(to, buf, n);
	}
}

/* Bytes AT and on of END: no two words are equal, so a wrong order shows. */
static size_t make_pattern(char buf[CHUNK], uint64_t at, uint64_t end)
{
	for (size_t i = 0; i < CHUNK; i += sizeof(uint64_t)) {
		uint64_t word = (at + i + 1) * 0x9e3779b97f4a7c15U;

		memcpy(buf + i, &word, sizeof(word));
	}
	return end - at < CHUNK ? end - at : CHUNK;
}

/* The actions. What stands behind the colon is TEXT, its value is N. */

static void do_send(struct talk *t, const char *text, long n)
{
	write_all(t->out, text, strlen(text));
}

static void do_send_pattern(struct talk *t, const char *text, long n)
{
	char buf[CHUNK];

	for (long at = 0; at < n; at += CHUNK)
		write_all(t->out, buf, make_pattern(buf, at, n));
}

static void do_expect_pattern(struct talk *t, const char *text, long n)
{
	char want[CHUNK], got[CHUNK];

	for (long at = 0; at < n; at += CHUNK) {
		size_t len = make_pattern(want, at, n);

		read_exactly(t->in, got, len);
		if (memcmp(got, want, len) != 0)
			peer_die("wrong bytes");
	}
}

static void do_expect_end(struct talk *t, const char *text, long n)
{
	if (read_some(t->in, (char[1]){ 0 }, 1) != 0)
		peer_die("bytes instead of the end");
}

/* The connection is reset, after any bytes. */
static void do_expect_reset(struct talk *t, const char *text, long n)
{
	char buf[CHUNK];

	do
		n = read(t->in, buf, sizeof(buf));
	while (n > 0);
	if (n == 0)
		peer_die("the end instead of a reset");
	if (errno != ECONNRESET)
		peer_die("cannot read");
}

/* Neither bytes nor the end may come within N milliseconds. */
static void do_expect_silence(struct talk *t, const char *text, long n)
{
	struct pollfd p = { .fd = t->in, .events = POLLIN };

	if (poll(&p, 1, n) != 0)
		peer_die("bytes or the end instead of silence");
}

static void do_recv(struct talk *t, const char *text, long n)
{
	copy(t->in, STDOUT_FILENO, n > 0 ? (size_t)n : SIZE_MAX);
}

/* A line for each of N messages: its length. */
static void do_messages(struct talk *t, const char *text, long n)
{
	char buf[4 * CHUNK];

	for (int len; n > 0; n--) {
		len = read_some(t->in, buf, sizeof(buf));
		dprintf(STDOUT_FILENO, "%d\n", len);
	}
}

static void do_echo(struct talk *t, const char *text, long n)
{
	copy(t->in, t->out, SIZE_MAX);
}

/* Each of N messages is asked in two pieces, so that Nagle would wait. */
static void do_ask(struct talk *t, const char *text, long n)
{
	char buf[MESSAGE] = { 0 };

	for (; n > 0; n--) {
		write_all(t->out, buf, MESSAGE / 2);
		peer_sleep_us(200);
		write_all(t->out, buf, MESSAGE / 2);
		read_exactly(t->in, buf, sizeof(buf));
	}
}

static void do_answer(struct talk *t, const char *text, long n)
{
	char buf[MESSAGE];

	for (; n > 0; n--) {
		read_exactly(t->in, buf, sizeof(buf));
		write_all(t->out, buf, sizeof(buf));
	}
}

/* Write until nothing is taken for N milliseconds. */
static void do_fill(struct talk *t, const char *text, long n)
{
	char buf[4096] = { 0 };
	struct pollfd p = { .fd = t->out, .events = POLLOUT };

	while (poll(&p, 1, n) == 1)
		write_all(t->out, buf, sizeof(buf));
}

static void do_pause(struct talk *t, const char *text, long n)
{
	peer_sleep_us(n * 1000);
}

/* A line from a FIFO: until the test says so. */
static void do_read_file(struct talk *t, const char *text, long n)
{
	char line[256];
	int fd = open(text, O_RDONLY);

	if (fd == -1 || read(fd, line, sizeof(line)) <= 0)
		peer_die(text);
	close(fd);
}

static void do_shut(struct talk *t, const char *text, long n)
{
	if (shutdown(t->out, SHUT_WR) == -1)
		peer_die("cannot shut down");
}

static void do_close(struct talk *t, const char *text, long n)
{
	close(t->in);
	close(t->out);
	t->in = t->out = -1;
}

/* What was sent is to arrive: reset when all of it is acknowledged. */
static void do_reset(struct talk *t, const char *text, long n)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };
	int unsent = 0;

	while (ioctl(t->out, SIOCOUTQ, &unsent) == 0 && unsent > 0)
		peer_sleep_us(1000);
	setsockopt(t->out, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	do_close(t, text, n);
}

/* Keep all open until the connection is reset or somebody kills us. */
static void do_hold(struct talk *t, const char *text, long n)
{
	struct pollfd p = { .fd = t->in };

	poll(&p, 1, -1);
}

static void do_who(struct talk *t, const char *text, long n)
{
	peer_print(STDOUT_FILENO, t->in, getpeername);
}

static const struct peer_action actions[] = {
	{ "answer", do_answer },
	{ "ask", do_ask },
	{ "close", do_close },
	{ "echo", do_echo },
	{ "expect-end", do_expect_end },
	{ "expect-pattern", do_expect_pattern },
	{ "expect-reset", do_expect_reset },
	{ "expect-silence", do_expect_silence },
	{ "expect-urgent", peer_expect_urgent },
	{ "fill", do_fill },
	{ "hold", do_hold },
	{ "messages", do_messages },
	{ "pause", do_pause },
	{ "read", do_read_file },
	{ "recv", do_recv },
	{ "recv-all", do_recv },
	{ "recv-mark", peer_recv_mark },
	{ "reset", do_reset },
	{ "send", do_send },
	{ "send-pattern", do_send_pattern },
	{ "shut", do_shut },
	{ "urgent", peer_urgent },
	{ "urgent-bytes", peer_urgent_bytes },
	{ "who", do_who },
	{ NULL, NULL },
};

static void run_actions(int fd, char **texts)
{
	struct talk t = { fd, fd == STDIN_FILENO ? STDOUT_FILENO : fd };

	signal(SIGPIPE, SIG_IGN);
	for (; *texts != NULL; texts++)
		peer_act(actions, &t, *texts);
}

static void ignore_all(int fd, char **rest)
{
	pause();
}

static void accept_one(int fd, char **rest)
{
	int conn = accept(fd, NULL, NULL);

	close(fd);
	run_actions(conn, rest);
}

static void accept_late(int fd, char **rest)
{
	peer_sleep_us(strtol(rest[0], NULL, 10) * 1000);
	listen(fd, SOMAXCONN);
	accept_one(fd, rest + 1);
}

static void print_all(int fd, char **rest)
{
	copy(fd, STDOUT_FILENO, SIZE_MAX);
}

static void run_program(int fd, char **rest)
{
	if (dup2(fd, 3) != fd)
		close(fd);
	execvp(rest[0], rest);
	peer_die(rest[0]);
}

static const struct mode {
	const char *name;
	int type;
	peer_call *call;
	int backlog;
	void (*run)(int fd, char **rest);
} modes[] = {
	{ "bind", SOCK_STREAM, bind, -1, ignore_all },
	{ "connect", SOCK_STREAM, connect, -1, run_actions },
	{ "connect-seqpacket", SOCK_SEQPACKET, connect, -1, run_actions },
	{ "datagrams", SOCK_DGRAM, bind, -1, print_all },
	{ "fd3", SOCK_STREAM, bind, SOMAXCONN, run_program },
	{ "full", SOCK_STREAM, bind, 0, ignore_all },
	{ "late", SOCK_STREAM, bind, -1, accept_late },
	{ "listen", SOCK_STREAM, bind, SOMAXCONN, accept_one },
	{ "listen-seqpacket", SOCK_SEQPACKET, bind, SOMAXCONN, accept_one },
	{ NULL, 0, NULL, 0, NULL },
};

static void run_mode(const char *name, char **args)
{
	const struct mode *m = modes;

	while (m->name != NULL && strcmp(m->name, name) != 0)
		m++;
	if (m->name == NULL)
		peer_die(name);

	int awaited = m->call == bind && fcntl(3, F_GETFD) != -1;
	int fd = peer_open(m->type, m->call, args[0], args[1]);
	if (m->backlog >= 0)
		listen(fd, m->backlog);

	if (awaited)
		peer_print(3, fd, getsockname);
	m->run(fd, args + 2);
}

int main(int argc, char **argv)
{
	alarm(120); /* whatever becomes of the test */
	if (argc > 1 && strcmp(argv[1], "stdio") == 0)
		run_actions(STDIN_FILENO, argv + 2);
	else if (argc > 3)
		run_mode(argv[1], argv + 2);
	else
		peer_die("MODE HOST PORT");
	return 0;
}
