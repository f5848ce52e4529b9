/* SPDX-License-Identifier: MIT */
/*
 * One end of a connection, for tests that compare what happens at both ends of
 * a wire and of a relay; independent of genet's own code. It does one after the
 * other what its arguments say, and writes a line for each thing that happens.
 *
 *   peer-wire connect HOST PORT ACTION...
 *   peer-wire listen HOST PORT ACTION...     takes one connection
 *   peer-wire connect-seqpacket, listen-seqpacket: the same with messages
 *
 * HOST is numeric; "unix" makes PORT the path or @name of a Unix socket. Once
 * bound, host and port of a listener are written to descriptor 3, if open.
 *
 * Lines are "received TEXT", "end", "reset", "broken pipe", and so on. "nothing
 * came" is told after ten seconds.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer-socket.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"

enum { CHUNK = 65536, PATIENCE_MS = 10000 };

/* An end, and how much of the pattern it has sent and received. */
struct talk {
	int fd;
	uint64_t sent, got;
};

static void tell(const char *what)
{
	printf("%s\n", what);
}

static void tell_error(void)
{
	tell(errno == ECONNRESET     ? "reset"
	     : errno == EPIPE        ? "broken pipe"
	     : errno == ECONNREFUSED ? "refused"
	     : errno == ENOENT       ? "no such file"
	     : errno == ETIME        ? "nothing came"
				     : strerror(errno));
}

/* Returns how much came, 0 at the end, and -1 after an error. */
static ssize_t receive(struct talk *t, char *buf, size_t len)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };

	if (poll(&p, 1, PATIENCE_MS) == 1)
		return recv(t->fd, buf, len, 0);
	errno = ETIME;
	return -1;
}

/* Tells why receive() has returned no bytes. */
static void tell_end(ssize_t n)
{
	if (n == 0)
		tell("end");
	else
		tell_error();
}

/* Whether all was sent; the error is told. */
static bool send_all(struct talk *t, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t n = send(t->fd, data, len, MSG_NOSIGNAL);

		if (n == -1) {
			tell_error();
			return false;
		}
		data += n;
		len -= (size_t)n;
	}
	return true;
}

/* Bytes AT and on: no two words are equal, so a wrong order shows. */
static void make_pattern(char *buf, uint64_t at, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		uint64_t word = ((at + i) / 8 + 1) * 0x9e3779b97f4a7c15U;

		buf[i] = (char)(word >> (at + i) % 8 * 8);
	}
}

/* ---- The actions. What stands behind the colon is TEXT, its value is N. */

static void do_send(struct talk *t, const char *text, long n)
{
	send_all(t, text, strlen(text));
}

static void do_send_pattern(struct talk *t, const char *text, long n)
{
	static char buf[CHUNK];

	while (n > 0) {
		size_t len = n < CHUNK ? (size_t)n : CHUNK;

		make_pattern(buf, t->sent, len);
		if (!send_all(t, buf, len))
			return;
		t->sent += len;
		n -= (long)len;
	}
}

/* N bytes of text, or all until the end. */
static void do_recv(struct talk *t, const char *text, long n)
{
	char buf[CHUNK];
	size_t held = 0, wanted = n > 0 ? (size_t)n : sizeof(buf);
	ssize_t len = 1;

	while (held < wanted && len > 0) {
		len = receive(t, buf + held, wanted - held);
		held += len > 0 ? (size_t)len : 0;
	}
	int why = errno;
	if (held > 0)
		printf("received %.*s\n", (int)held, buf);
	errno = why;
	if (len <= 0)
		tell_end(len);
}

/* Whether the next bytes of the pattern come, LEN at the most. If not, that is
 * told; how many came before depends on the time. */
static ssize_t recv_some(struct talk *t, size_t len)
{
	static char buf[CHUNK], wanted[CHUNK];
	ssize_t n = receive(t, buf, len < CHUNK ? len : CHUNK);

	if (n <= 0) {
		tell_end(n);
		return 0;
	}
	make_pattern(wanted, t->got, (size_t)n);
	t->got += (size_t)n;
	if (memcmp(buf, wanted, (size_t)n) == 0)
		return n;
	tell("wrong bytes");
	return 0;
}

static void do_recv_pattern(struct talk *t, const char *text, long n)
{
	for (long rest = n, len; rest > 0; rest -= len) {
		len = recv_some(t, (size_t)rest);
		if (len == 0)
			return;
	}
	printf("received %ld bytes of the pattern\n", n);
}

/* N times 4 KiB of the pattern, with a millisecond after each. */
static void do_trickle(struct talk *t, const char *text, long n)
{
	for (size_t len, rest; n > 0; n--) {
		for (rest = 4096; rest > 0; rest -= len) {
			len = (size_t)recv_some(t, rest);
			if (len == 0)
				return;
		}
		peer_sleep_us(1000);
	}
}

/* N messages: a line for each, with its length. */
static void do_messages(struct talk *t, const char *text, long n)
{
	static char buf[4 * CHUNK];

	for (ssize_t len; n > 0; n--) {
		len = receive(t, buf, sizeof(buf));
		if (len <= 0) {
			tell_end(len);
			return;
		}
		printf("a message of %zd bytes\n", len);
	}
}

/* N rounds: a byte there and back. */
static void do_ask(struct talk *t, const char *text, long n)
{
	for (char got = 0, byte; n > 0; n--) {
		ssize_t len;

		byte = (char)('a' + n % 26);
		if (!send_all(t, &byte, 1))
			return;
		len = receive(t, &got, 1);
		if (len != 1) {
			tell_end(len);
			return;
		}
		if (got != byte)
			tell("wrong bytes");
	}
	tell("answered");
}

static void do_answer(struct talk *t, const char *text, long n)
{
	for (char byte; n > 0; n--) {
		ssize_t len = receive(t, &byte, 1);

		if (len != 1) {
			tell_end(len);
			return;
		}
		if (!send_all(t, &byte, 1))
			return;
	}
	tell("asked");
}

/* Writes until nothing is taken for N milliseconds. */
static void do_fill(struct talk *t, const char *text, long n)
{
	static char buf[CHUNK];
	struct pollfd p = { .fd = t->fd, .events = POLLOUT };
	ssize_t len;

	while (poll(&p, 1, (int)n) == 1) {
		make_pattern(buf, t->sent, CHUNK);
		len = send(t->fd, buf, CHUNK, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (len == -1 && errno != EAGAIN) {
			tell_error();
			return;
		}
		t->sent += len > 0 ? (size_t)len : 0;
	}
	tell("stuck");
}

/* Writes a byte each millisecond until that fails. */
static void do_write_on(struct talk *t, const char *text, long n)
{
	for (int i = 0; i < PATIENCE_MS; i++) {
		if (!send_all(t, "x", 1))
			return;
		peer_sleep_us(1000);
	}
	tell("written on");
}

/* Neither bytes nor the end come within N milliseconds. */
static void do_silence(struct talk *t, const char *text, long n)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN | POLLRDHUP };

	tell(poll(&p, 1, (int)n) == 0 ? "silence" : "no silence");
}

/* Until both directions are over. Nothing is read or written. */
static void do_hung_up(struct talk *t, const char *text, long n)
{
	struct pollfd p = { .fd = t->fd };

	tell(poll(&p, 1, PATIENCE_MS) == 1 ? "hung up" : "nothing came");
}

static void do_pause(struct talk *t, const char *text, long n)
{
	peer_sleep_us(n * 1000);
}

static void do_shut(struct talk *t, const char *text, long n)
{
	if (shutdown(t->fd, SHUT_WR) == -1)
		tell_error();
}

static void do_close(struct talk *t, const char *text, long n)
{
	close(t->fd);
	t->fd = -1;
}

static void do_reset_now(struct talk *t, const char *text, long n)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(t->fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	do_close(t, text, n);
}

/* What was sent is to arrive: a reset when all of it is acknowledged. */
static void do_reset(struct talk *t, const char *text, long n)
{
	int unsent = 0;

	while (ioctl(t->fd, SIOCOUTQ, &unsent) == 0 && unsent > 0)
		peer_sleep_us(1000);
	do_reset_now(t, text, n);
}

static const struct peer_action actions[] = {
	{ "answer", do_answer },
	{ "ask", do_ask },
	{ "close", do_close },
	{ "fill", do_fill },
	{ "hung-up", do_hung_up },
	{ "messages", do_messages },
	{ "pause", do_pause },
	{ "recv", do_recv },
	{ "recv-all", do_recv },
	{ "recv-pattern", do_recv_pattern },
	{ "reset", do_reset },
	{ "reset-now", do_reset_now },
	{ "send", do_send },
	{ "send-pattern", do_send_pattern },
	{ "shut", do_shut },
	{ "silence", do_silence },
	{ "trickle", do_trickle },
	{ "write-on", do_write_on },
	{ NULL, NULL },
};

static void run_actions(int fd, char **texts)
{
	struct talk t = { .fd = fd };

	for (; *texts != NULL; texts++)
		peer_act(actions, &t, *texts);
}

/* Does what connect does, and tells whether it worked. Without a connection
 * there is nothing left to do. */
static int connect_or_tell(int fd, const struct sockaddr *addr, socklen_t len)
{
	if (connect(fd, addr, len) == -1) {
		tell_error();
		exit(0);
	}
	tell("connected");
	return 0;
}

static void accept_one(int fd, char **texts)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	if (poll(&p, 1, PATIENCE_MS) != 1) {
		tell("nobody came");
		exit(0);
	}
	int conn = accept(fd, NULL, NULL);
	close(fd);
	tell("accepted");
	run_actions(conn, texts);
}

int main(int argc, char **argv)
{
	if (argc < 4)
		peer_die("MODE HOST PORT ACTION...");
	alarm(120); /* whatever becomes of the test */
	setlinebuf(stdout);

	int is_listener = strncmp(argv[1], "listen", 6) == 0;
	int has_messages = strstr(argv[1], "-seqpacket") != NULL;
	int fd = peer_open(has_messages ? SOCK_SEQPACKET : SOCK_STREAM,
	    is_listener ? bind : connect_or_tell, argv[2], argv[3]);

	if (!is_listener) {
		run_actions(fd, argv + 4);
		return 0;
	}
	listen(fd, SOMAXCONN);
	if (fcntl(3, F_GETFD) != -1)
		peer_print(3, fd, getsockname);
	accept_one(fd, argv + 4);
	return 0;
}
