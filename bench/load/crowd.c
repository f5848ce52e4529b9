/* SPDX-License-Identifier: MIT */
/* crowd send PORT COUNT WIDTH     COUNT connections, WIDTH of them at a time;
 *                                 each sends a record and closes
 * crowd ask PORT COUNT WIDTH      each waits for its record to come back
 * crowd echo PORT COUNT WIDTH     each shuts down its sending side and does so
 * crowd hold PORT COUNT SECONDS   opens all of them, prints "up=N", and waits
 *                                 for a line of input; then each sends its
 *                                 record; closes all at the end of input or of
 *                                 SECONDS
 * Prints how many failed, and connections per second. */
#include "crowd.h"
#include "harness.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 256, SOURCES = 199, FIRST_SOURCE = 0x7f000002, LIMIT = 60 };

struct run {
	struct crowd crowd;
	bool is_echo, asks;
	long count, started, live, done, failed;
};

void crowd_record(char record[RECORD], unsigned id)
{
	char head[12];

	memset(record, '.', RECORD);
	snprintf(head, sizeof(head), "R%08u ", id % 100000000);
	memcpy(record, head, 10);
	record[RECORD - 1] = '\n';
}

bool crowd_dial(struct crowd *c, struct visitor *v)
{
	struct sockaddr_in own = loopback(0);
	struct sockaddr_in peer = loopback(c->port);
	struct epoll_event event = { .events = EPOLLOUT, .data.ptr = v };

	*v = (struct visitor){ .id = c->next_id++ };
	own.sin_addr.s_addr = htonl(FIRST_SOURCE + v->id % SOURCES);
	v->fd = (int)checked(
	    socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), "socket");
	option_on(v->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
	checked(bind(v->fd, (struct sockaddr *)&own, sizeof(own)), "bind");
	if (connect(v->fd, (struct sockaddr *)&peer, sizeof(peer)) != 0 &&
	    errno != EINPROGRESS) {
		crowd_hang_up(v);
		return false;
	}
	checked(epoll_ctl(c->epoll, EPOLL_CTL_ADD, v->fd, &event), "epoll_ctl");
	return true;
}

bool crowd_is_connected(const struct visitor *v)
{
	int error = 0;
	socklen_t len = sizeof(error);

	checked(getsockopt(v->fd, SOL_SOCKET, SO_ERROR, &error, &len),
	    "getsockopt");
	return error == 0;
}

bool crowd_send(const struct visitor *v)
{
	char record[RECORD];

	crowd_record(record, v->id);
	return send(v->fd, record, RECORD, MSG_NOSIGNAL) == RECORD;
}

void crowd_hang_up(struct visitor *v)
{
	close(v->fd);
	v->fd = -1;
}

/* Starts visitors in this place until one is on its way. */
static void fill_place(struct run *r, struct visitor *v)
{
	while (r->started < r->count) {
		r->started++;
		if (crowd_dial(&r->crowd, v)) {
			r->live++;
			return;
		}
		r->done++;
		r->failed++;
	}
}

static void leave(struct run *r, struct visitor *v, bool is_good)
{
	crowd_hang_up(v);
	r->live--;
	r->done++;
	r->failed += !is_good;
	fill_place(r, v);
}

static void send_record(struct run *r, struct visitor *v)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = v };
	bool is_good = crowd_is_connected(v) && crowd_send(v);

	if (!is_good || !(r->is_echo || r->asks)) {
		leave(r, v, is_good);
		return;
	}
	v->is_connected = true;
	if (r->is_echo)
		checked(shutdown(v->fd, SHUT_WR), "shutdown");
	checked(epoll_ctl(r->crowd.epoll, EPOLL_CTL_MOD, v->fd, &event),
	    "epoll_ctl");
}

static void take_answer(struct run *r, struct visitor *v)
{
	char record[RECORD];
	ssize_t len = read(v->fd, v->answer + v->got, RECORD - v->got);

	if (len < 0 && errno == EAGAIN)
		return;
	if (len <= 0) {
		leave(r, v, false);
		return;
	}
	v->got += (size_t)len;
	if (v->got < RECORD)
		return;
	crowd_record(record, v->id);
	leave(r, v, memcmp(record, v->answer, RECORD) == 0);
}

static void visit(struct run *r, long width)
{
	struct visitor *all = memory((size_t)width * sizeof(*all));
	double begin = seconds_now();
	double took;

	for (long i = 0; i < width; i++)
		fill_place(r, &all[i]);
	while (r->live > 0 && seconds_now() < begin + LIMIT) {
		struct epoll_event events[EVENTS];
		int count = epoll_wait(r->crowd.epoll, events, EVENTS, 500);

		for (int i = 0; i < count; i++) {
			struct visitor *v = events[i].data.ptr;

			if (v->is_connected)
				take_answer(r, v);
			else
				send_record(r, v);
		}
	}
	took = seconds_now() - begin;
	printf("done=%ld failed=%ld seconds=%.6f rate=%.1f\n", r->done,
	    r->failed, took, (double)(r->done - r->failed) / took);
}

int main(int argc, char **argv)
{
	struct run r = { 0 };

	if (argc != 5)
		usage("crowd send|ask|echo PORT COUNT WIDTH | hold PORT COUNT "
		      "SECONDS");
	raise_descriptors();
	r.crowd.port = number(argv[2]);
	r.crowd.epoll = (int)checked(epoll_create1(0), "epoll_create1");
	r.count = number(argv[3]);
	if (strcmp(argv[1], "hold") == 0)
		return crowd_hold(&r.crowd, r.count, fraction(argv[4]));
	r.asks = strcmp(argv[1], "ask") == 0;
	r.is_echo = strcmp(argv[1], "echo") == 0;
	visit(&r, number(argv[4]));
	return r.done == r.count && r.failed == 0 ? 0 : 1;
}
