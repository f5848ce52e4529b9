/* SPDX-License-Identifier: MIT */
/* The step "client": waits for a client, and says what has arrived. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/text.h"
#include "doctor/exam.h"
#include "net/bind/listener.h"
#include "sys/socket/socket-table.h"
#include "sys/waiting.h"

/* How often the table of the kernel is asked for handshakes; and how long a
 * client has for its first bytes. */
#define PAUSE_US (CLOCK_SECOND / 4)
#define PATIENCE_US (2 * CLOCK_SECOND)

static const struct exam_words words = {
	.cause = "client-came",
	.good = "was reached by a client",
	.bad = "was not reached by a client",
};

/* Waits for a client until the deadline, and looks for handshakes that are not
 * completed. Returns its socket, -1 at the deadline, or -2 with FAULT_SIGNAL.
 */
static int wait_for_client(struct examination *x, int64_t deadline,
    struct address *remote, struct socket_counts *counts, struct error *err)
{
	const struct address_list *own = listener_addresses(x->listener);
	struct waiting waiting = { 0 };
	int fd = -1, result = 0;

	while (result >= 0 && fd < 0 && clock_now() < deadline) {
		struct socket_counts now;
		int64_t next = clock_after(PAUSE_US);
		waiting_clear(&waiting);
		for (size_t i = 0; i < own->count; i++)
			waiting_add(
			    &waiting, listener_fds(x->listener)[i], POLLIN);
		result = waiting_until(
		    &waiting, next < deadline ? next : deadline, err);
		if (result > 0)
			fd = listener_take(x->listener, remote);
		if (result > 0 && fd < 0) {
			/* Without a free descriptor, the client stays. */
			waiting_clear(&waiting);
			result = waiting_until(
			    &waiting, next < deadline ? next : deadline, err);
		}
		if (socket_table_count(address_port(&own->items[0]), &now) ==
			0 &&
		    now.syn_received > 0)
			*counts = now;
	}
	waiting_free(&waiting);
	return result < 0 ? -2 : fd;
}

/* Says what has come of the bytes of a client. */
static void say_bytes(struct examination *x, int fd, bool is_ready)
{
	char bytes[256], shown[200];
	ssize_t got = is_ready ? recv(fd, bytes, sizeof(bytes), 0) : 0;

	if (!is_ready) {
		exam_say(x, EXAM_WELL, -1,
		    "the client has sent nothing yet: it may wait for a "
		    "greeting");
		return;
	}
	if (got <= 0) {
		exam_say(x, EXAM_NOTABLE, -1, "the client %s",
		    got == 0 ? "has ended without a byte"
			     : sysno_phrase(errno));
		return;
	}
	const char *end = memchr(bytes, '\n', (size_t)got);
	size_t len = end ? (size_t)(end - bytes) : (size_t)got;
	len -= len > 0 && bytes[len - 1] == '\r';
	text_escape(shown, sizeof(shown), bytes, len);
	exam_say(x, EXAM_WELL, -1,
	    "the client sends %zd%s bytes, and first: %s", got,
	    got == sizeof(bytes) ? " or more" : "", shown);
}

static enum step_result hear(struct examination *x, int fd, int64_t took_us,
    const struct address *remote, struct error *err)
{
	char from[ADDRESS_TEXT];

	exam_say(x, EXAM_WELL, took_us, "a connection has come from %s",
	    address_text(from, remote));
	int ready = waiting_for(fd, POLLIN, exam_deadline(x, PATIENCE_US), err);
	if (ready >= 0)
		say_bytes(x, fd, ready > 0);
	close(fd);
	return ready < 0 ? STEP_FAILED : STEP_NEXT;
}

static void miss(struct examination *x, const struct socket_counts *counts)
{
	char waited[TEXT_MEASURE], from[ADDRESS_TEXT];

	text_duration(waited, x->opts->wait_us);
	x->answers = false;
	if (counts->syn_received > 0) {
		address_host(from, &counts->syn_sender);
		exam_say(x, EXAM_WRONG, -1,
		    "%s has begun to connect, and does not go on", from);
		findings_add(&x->findings, RANK_LIKELY, "listen-syn-only",
		    "%s has begun to connect (SYN), but the answer of this "
		    "host does not reach it",
		    from);
		findings_advise(&x->findings,
		    "see the way back, and firewalls on it: ip route get %s",
		    from);
		return;
	}
	exam_say(x, EXAM_WRONG, -1, "no client has come in %s", waited);
	unsigned port =
	    address_port(&listener_addresses(x->listener)->items[0]);
	findings_add(&x->findings, RANK_SYMPTOM, "listen-no-client",
	    "nothing has arrived in %s", waited);
	findings_advise(&x->findings,
	    "try it from a client: genet doctor HOST:%u; and see what comes "
	    "to this host, as root: tcpdump -n tcp port %u",
	    port, port);
}

static enum step_result examine(struct examination *x, struct error *err)
{
	struct socket_counts counts = { 0 };
	struct address remote;
	int64_t begin = clock_now(), deadline = clock_after(x->opts->wait_us);

	if (x->opts->wait_us == 0)
		return STEP_NEXT;
	x->words = &words;
	int fd = wait_for_client(x, deadline, &remote, &counts, err);
	if (fd >= 0)
		return hear(x, fd, clock_now() - begin, &remote, err);
	if (fd == -2)
		return STEP_FAILED;
	miss(x, &counts);
	return STEP_NEXT;
}

const struct exam_step exam_client = { "client", examine };
