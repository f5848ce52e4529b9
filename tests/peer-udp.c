/* SPDX-License-Identifier: MIT */
/*
 * The peer of the tests for datagrams, independent of genet's own code. It
 * does one after the other what its arguments say; what does not go as said,
 * or takes too long, ends it with status 1 and a line.
 *
 *   peer-udp bind HOST PORT ACTION...
 *   peer-udp connect HOST PORT ACTION...
 *
 * HOST is numeric; "unix" makes PORT the path or @name of a Unix socket.
 * Once it is bound, host and port are written to descriptor 3, if open.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "peer-socket.h"

#pragma GCC diagnostic ignored "-Wunused-parameter"

enum { LONGEST = 65507, PATIENCE_MS = 60000, WINDOW = 2 };

/* Our socket, and who sent the last datagram to it. */
struct talk {
	int fd;
	struct sockaddr_storage peer;
	socklen_t peer_len;
};

static void send_one(int fd, const void *bytes, size_t len)
{
	if (send(fd, bytes, len, 0) != (ssize_t)len)
		peer_die("cannot send");
}

static size_t take_one(struct talk *t, char *bytes)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };

	t->peer_len = sizeof(t->peer);
	if (poll(&p, 1, PATIENCE_MS) == 0)
		peer_die("no datagram");
	ssize_t n = recvfrom(t->fd, bytes, LONGEST + 1, 0,
	    (struct sockaddr *)&t->peer, &t->peer_len);
	if (n == -1)
		peer_die("cannot receive");
	return n;
}

/* The next of numbers that a seed decides (splitmix64). */
static uint64_t next_number(uint64_t *state)
{
	uint64_t n = *state += 0x9e3779b97f4a7c15U;

	n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9U;
	n = (n ^ n >> 27) * 0x94d049bb133111ebU;
	return n ^ n >> 31;
}

/* A datagram of any size that UDP can carry, and of any content. */
static size_t make_random(char *bytes, uint64_t *state)
{
	size_t len = next_number(state) % (LONGEST + 1);

	for (size_t i = 0; i < len; i += sizeof(uint64_t)) {
		uint64_t word = next_number(state);
		size_t left = len - i;

		memcpy(bytes + i, &word, left < 8 ? left : 8);
	}
	return len;
}

/* The actions. What stands behind the colon is TEXT, its value is N. */

static void do_send(struct talk *t, const char *text, long n)
{
	send_one(t->fd, text, strlen(text));
}

/* One of N bytes, for which a Unix socket may need a larger buffer. */
static void do_send_zeros(struct talk *t, const char *text, long n)
{
	int room = n;
	void *zeros = calloc(1, n);

	setsockopt(t->fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof(room));
	send_one(t->fd, zeros, n);
	free(zeros);
}

/* Has what is sent from now on go to the Unix socket TEXT. */
static void do_aim(struct talk *t, const char *text, long n)
{
	struct sockaddr_un there = { .sun_family = AF_UNIX };

	strncpy(there.sun_path, text, sizeof(there.sun_path) - 1);
	if (connect(t->fd, (struct sockaddr *)&there, sizeof(there)) == -1)
		peer_die("cannot aim");
}

/* From now on talks only to the sender of the last one, whose refusals come
 * back. */
static void do_aim_back(struct talk *t, const char *text, long n)
{
	if (connect(t->fd, (struct sockaddr *)&t->peer, t->peer_len) == -1)
		peer_die("cannot aim back");
}

/* Sends the text to the sender of the last one from another port. */
static void do_answer_elsewhere(struct talk *t, const char *text, long n)
{
	int fd = socket(t->peer.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (sendto(fd, text, strlen(text), 0, (struct sockaddr *)&t->peer,
		t->peer_len) == -1)
		peer_die("cannot answer from elsewhere");
	close(fd);
}

/* forge:FROM,TO: sends a datagram from port FROM to port TO, both of 127.0.0.1,
 * whoever has port FROM. */
static void do_forge(struct talk *t, const char *text, long from)
{
	long to = strtol(strchr(text, ',') + 1, NULL, 10);
	int fd = socket(AF_INET, SOCK_RAW, IPPROTO_UDP);
	struct sockaddr_in there = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct {
		struct udphdr header;
		char bytes[6];
	} packet = { .bytes = "forged" };

	packet.header.uh_sport = htons(from);
	packet.header.uh_dport = htons(to);
	packet.header.uh_ulen = htons(sizeof(packet));
	if (sendto(fd, &packet, sizeof(packet), 0, (struct sockaddr *)&there,
		sizeof(there)) == -1)
		peer_die("cannot forge");
	close(fd);
}

/* One with N descriptors. */
static void do_send_descriptors(struct talk *t, const char *text, long n)
{
	_Alignas(struct cmsghdr) char control[1024] = { 0 };
	char x = 'x';
	struct iovec byte = { .iov_base = &x, .iov_len = 1 };
	struct msghdr header = {
		.msg_iov = &byte,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = CMSG_SPACE(n * sizeof(int)),
	};
	struct cmsghdr *c = CMSG_FIRSTHDR(&header);

	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(n * sizeof(int));
	memset(CMSG_DATA(c), 0, n * sizeof(int)); /* descriptor 0, N times */
	if (t->peer_len > 0) {
		header.msg_name = &t->peer;
		header.msg_namelen = t->peer_len;
	}
	if (sendmsg(t->fd, &header, 0) == -1)
		peer_die("cannot send descriptors");
}

/* To whoever sent the last one. */
static void do_answer(struct talk *t, const char *text, long n)
{
	if (sendto(t->fd, text, strlen(text), 0, (struct sockaddr *)&t->peer,
		t->peer_len) == -1)
		peer_die("cannot answer");
}

/* Prints a line for each of N: its length and, if it is short, its text. */
static void do_recv(struct talk *t, const char *text, long n)
{
	static char bytes[LONGEST + 2];

	while (n-- > 0) {
		size_t len = take_one(t, bytes);
		printf("%zu ", len);
		fwrite(bytes, 1, len < 50 ? len : 0, stdout);
		puts("");
		fflush(stdout);
	}
}

/* Nothing may come within N milliseconds. */
static void do_expect_silence(struct talk *t, const char *text, long n)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };

	if (poll(&p, 1, n) != 0)
		peer_die("a datagram instead of silence");
}

static void do_pause(struct talk *t, const char *text, long n)
{
	peer_sleep_us(n * 1000);
}

/* Sends empty ones, as the sign that it is over, until nobody is there any
 * more. Prints how many were sent; the last of them came too late. */
static void do_end(struct talk *t, const char *text, long n)
{
	long sent = 0;

	for (; send(t->fd, "", 0, 0) == 0; sent++)
		peer_sleep_us(200000);
	if (errno != ECONNREFUSED)
		peer_die("cannot send");
	printf("%ld\n", sent);
}

static void write_prefixed(const char *bytes, size_t len)
{
	unsigned char prefix[4] = { len >> 24, len >> 16 & 255, len >> 8 & 255,
		len & 255 };

	fwrite(prefix, 1, sizeof(prefix), stdout);
	fwrite(bytes, 1, len, stdout);
}

/* Takes N, and prints each with its length before it. */
static void do_recv_prefixed(struct talk *t, const char *text, long n)
{
	static char bytes[LONGEST + 2];

	while (n-- > 0)
		write_prefixed(bytes, take_one(t, bytes));
	fflush(stdout);
}

/* round-trip:PORT,N: sends N random datagrams to that port of this host, and
 * takes them from our own, where they are to come back in order. There are
 * never so many under way that a buffer could be too small for them. */
static void do_round_trip(struct talk *t, const char *text, long port)
{
	static char want[LONGEST + 8], got[LONGEST + 2];
	uint64_t sends = port, takes = port;
	long under_way = 0, sent = 0;
	long n = strtol(strchr(text, ',') + 1, NULL, 10);
	char name[16];

	snprintf(name, sizeof(name), "%ld", port);
	int out = peer_open(SOCK_DGRAM, connect, "127.0.0.1", name);
	for (long taken = 0; taken < n; taken++, under_way--) {
		for (; under_way < WINDOW && sent < n; under_way++, sent++)
			send_one(out, want, make_random(want, &sends));
		size_t len = make_random(want, &takes);
		if (take_one(t, got) != len || memcmp(want, got, len) != 0)
			peer_die("another datagram");
	}
	printf("%ld came back\n", n);
}

/* Answers each of N by itself. */
static void do_echo(struct talk *t, const char *text, long n)
{
	static char bytes[LONGEST + 2];

	while (n-- > 0) {
		size_t len = take_one(t, bytes);
		if (sendto(t->fd, bytes, len, 0, (struct sockaddr *)&t->peer,
			t->peer_len) == -1)
			peer_die("cannot answer");
	}
}

/* Another socket that is connected to where our own is. */
static int connect_another(const struct talk *t)
{
	struct sockaddr_storage there;
	socklen_t len = sizeof(there);

	if (getpeername(t->fd, (struct sockaddr *)&there, &len) == -1)
		peer_die("not connected");
	int fd = socket(there.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd == -1 || connect(fd, (struct sockaddr *)&there, len) == -1)
		peer_die("cannot connect another socket");
	return fd;
}

/* The next datagram to a socket has to be this one. */
static void expect(int fd, const char *want)
{
	static char got[LONGEST + 2];
	struct talk own = { .fd = fd };
	size_t len = take_one(&own, got);

	if (len != strlen(want) || memcmp(got, want, len) != 0)
		peer_die("the answer to another question");
}

/* crowd:N,ROUNDS: N clients, each with a socket of its own, all ask, and then
 * each has to get its own question back, so many times. */
static void do_crowd(struct talk *t, const char *text, long n)
{
	long rounds = strtol(strchr(text, ',') + 1, NULL, 10);
	int *fds = calloc(n, sizeof(*fds));
	char question[64];

	for (long i = 0; i < n; i++)
		fds[i] = connect_another(t);
	for (long round = 0; round < rounds; round++) {
		for (long i = 0; i < n; i++) {
			snprintf(question, sizeof(question),
			    "question %ld of client %ld", round, i);
			send_one(fds[i], question, strlen(question));
		}
		for (long i = 0; i < n; i++) {
			snprintf(question, sizeof(question),
			    "question %ld of client %ld", round, i);
			expect(fds[i], question);
		}
	}
	for (long i = 0; i < n; i++)
		close(fds[i]);
	free(fds);
}

/* Sends N at once, and has to get all of them back in order. */
static void do_burst(struct talk *t, const char *text, long n)
{
	char one[64];

	for (long i = 0; i < n; i++) {
		snprintf(one, sizeof(one), "%ld of a burst", i);
		send_one(t->fd, one, strlen(one));
	}
	for (long i = 0; i < n; i++) {
		snprintf(one, sizeof(one), "%ld of a burst", i);
		expect(t->fd, one);
	}
}

/* A datagram that was sent before has to be refused. */
static void do_expect_refusal(struct talk *t, const char *text, long n)
{
	struct pollfd p = { .fd = t->fd, .events = POLLIN };
	char byte;

	if (poll(&p, 1, PATIENCE_MS) == 0)
		peer_die("no refusal");
	if (recv(t->fd, &byte, 1, 0) != -1 || errno != ECONNREFUSED)
		peer_die("no refusal, but a datagram");
}

static const struct peer_action actions[] = {
	{ "aim", do_aim },
	{ "aim-back", do_aim_back },
	{ "answer", do_answer },
	{ "answer-elsewhere", do_answer_elsewhere },
	{ "burst", do_burst },
	{ "crowd", do_crowd },
	{ "echo", do_echo },
	{ "end", do_end },
	{ "expect-refusal", do_expect_refusal },
	{ "expect-silence", do_expect_silence },
	{ "forge", do_forge },
	{ "pause", do_pause },
	{ "recv", do_recv },
	{ "recv-prefixed", do_recv_prefixed },
	{ "round-trip", do_round_trip },
	{ "send", do_send },
	{ "send-descriptors", do_send_descriptors },
	{ "send-zeros", do_send_zeros },
	{ NULL, NULL },
};

int main(int argc, char **argv)
{
	alarm(120); /* whatever becomes of the test */
	if (argc < 4)
		peer_die("bind|connect HOST PORT ACTION...");

	int binds = strcmp(argv[1], "bind") == 0;
	int is_awaited = binds && fcntl(3, F_GETFD) != -1;
	struct talk t = { .fd = peer_open(SOCK_DGRAM, binds ? bind : connect,
			      argv[2], argv[3]) };

	if (is_awaited)
		peer_print(3, t.fd, getsockname);
	for (char **word = argv + 4; *word != NULL; word++)
		peer_act(actions, &t, *word);
	return 0;
}
