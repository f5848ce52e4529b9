/* SPDX-License-Identifier: MIT */
/* How good connections to a port are. */
#include "probe/look/quality-look.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "sys/socket/socket-queue.h"
#include "sys/socket/system-option.h"
#include "sys/socket/tcp-facts.h"
#include "sys/waiting.h"

/* Servers take headers up to 8 KiB; larger packets are not for this test. */
#define LARGE_MOST 6000

/* A confirmation may be late by lost packets, which are sent again. */
#define LEAST_ROUND_TRIPS 8

/* Connects. Returns the descriptor, or -1: with FAULT_SIGNAL in err, or with
 * FAULT_NONE if there is no connection. */
static int connect_to(const struct address *target,
    const struct quality_look_opts *opts, int64_t *took_us, struct error *err)
{
	struct attempt a;

	if (look_connect(target, &opts->look, opts->try_timeout_us, &a, err) <
	    0)
		return -1;
	*took_us = a.duration_us;
	return a.fd;
}

static void measure(int fd, struct quality_facts *out)
{
	struct tcp_facts tcp;
	int mtu = system_option_mtu(fd);

	if (mtu > 0)
		out->mtu = (unsigned)mtu;
	if (!tcp_facts_get(fd, &tcp))
		return;
	out->retransmits += tcp.retransmits;
	out->segment_size = tcp.segment_size;
	if (tcp.rtt_us && (!out->rtt_us || tcp.rtt_us < out->rtt_us))
		out->rtt_us = tcp.rtt_us;
}

/* Puts the time of a connection among those before. */
static void note_time(struct quality_facts *out, int count, int64_t took_us)
{
	int i = count;

	for (; i > 0 && out->connect_us[i - 1] > took_us; i--)
		out->connect_us[i] = out->connect_us[i - 1];
	out->connect_us[i] = took_us;
}

/* Waits until an answer comes, or the kernel of the peer confirms all bytes.
 * Returns 0, or -1 with FAULT_SIGNAL. */
static int await_large(
    int fd, int64_t deadline, struct quality_facts *out, struct error *err)
{
	int result = waiting_for(fd, POLLIN, deadline, err);

	out->large_stalls = result == 0 && socket_queue_unconfirmed(fd) > 0;
	return result < 0 ? -1 : 0;
}

static int try_large(const struct address *target,
    const struct quality_look_opts *opts, struct quality_facts *out,
    struct error *err)
{
	char request[LARGE_MOST + LOOK_REQUEST];
	size_t len = (size_t)out->segment_size * 2;
	int64_t took_us;

	if (len == 0 || len > LARGE_MOST ||
	    opts->patience_us < (int64_t)out->rtt_us * LEAST_ROUND_TRIPS)
		return 0;
	int fd = connect_to(target, opts, &took_us, err);
	if (fd < 0)
		return err->kind == FAULT_NONE ? 0 : -1;
	len = look_request(
	    request, sizeof(request), opts->host, address_port(target), len);
	out->large_bytes = (unsigned)len;
	out->large_was_tried =
	    len > 0 &&
	    send(fd, request, len, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)len;
	int64_t deadline =
	    clock_earlier(opts->look.deadline, clock_after(opts->patience_us));
	int result =
	    out->large_was_tried ? await_large(fd, deadline, out, err) : 0;
	close(fd);
	return result;
}

int quality_look(const struct address *target,
    const struct quality_look_opts *opts, struct quality_facts *out,
    struct error *err)
{
	int64_t took_us = 0;

	*out = (struct quality_facts){ 0 };
	for (int i = 0; i < QUALITY_TRIES; i++) {
		int fd = connect_to(target, opts, &took_us, err);
		if (fd < 0)
			return err->kind == FAULT_NONE ? 0 : -1;
		note_time(out, i, took_us);
		measure(fd, out);
		close(fd);
	}
	out->was_looked = true;
	return opts->may_ask_http ? try_large(target, opts, out, err) : 0;
}
