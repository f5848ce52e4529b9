/* SPDX-License-Identifier: MIT */
/* What is told of the attempts to reach the addresses of a name, and which
 * errno stands for all of them. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "fake-resolver.h"
#include "net/dial/tcp-dial.h"
#include "net/sockopts.h"
#include "tap.h"
#include "tap/tap.h"

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

enum manner { REFUSES, LISTENS, SILENT };

/* Writes of each attempt its number, and "!" if the one before has no answer.
 */
struct recorder {
	struct tap tap;
	char told[40];
	size_t len;
};

static bool wants_attempts(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_ATTEMPT;
}

static void record(struct tap *tap, const struct tap_event *e)
{
	struct recorder *r = (struct recorder *)tap;

	r->len += (size_t)snprintf(r->told + r->len, sizeof(r->told) - r->len,
	    "%u%s ", e->attempt.number, e->attempt.is_impatient ? "!" : "");
}

static const struct tap_ops recorder_ops = {
	.wants = wants_attempts,
	.event = record,
};

/* Binds a port of 127.0.0.1 or 127.0.0.2; 0: any port. A socket that is only
 * bound refuses; one whose queue is full is silent. */
static int hold(unsigned last, unsigned *port, enum manner manner)
{
	struct sockaddr_in sin = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(0x7F000000 + last),
		.sin_port = htons((uint16_t)*port),
	};
	struct sockaddr *any = (struct sockaddr *)&sin;
	socklen_t len = sizeof(sin);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ok(bind(fd, any, len) == 0 && getsockname(fd, any, &len) == 0,
	    "a port of 127.0.0.%u is held", last);
	*port = ntohs(sin.sin_port);
	if (manner != REFUSES)
		listen(fd, 0);
	return fd;
}

static int fill(unsigned last, unsigned port)
{
	struct sockaddr_in sin = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(0x7F000000 + last),
		.sin_port = htons((uint16_t)port),
	};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ok(connect(fd, (struct sockaddr *)&sin, sizeof(sin)) == 0,
	    "the queue of 127.0.0.%u is full", last);
	return fd;
}

static void dial_two(enum manner first, enum manner second, const char *told,
    int sysno, const char *name)
{
	struct recorder r = { .tap.ops = &recorder_ops };
	struct error err = ERROR_NONE;
	struct connection c;
	unsigned port = 0;
	char text[8];
	int held[2], filler = -1;

	held[0] = hold(1, &port, first);
	held[1] = hold(2, &port, second);
	if (first == SILENT)
		filler = fill(1, port);
	snprintf(text, sizeof(text), "%u", port);
	struct inet_dial_opts opts = {
		.host = "two.test",
		.port = text,
		.sockopts = &no_options,
		.retry = {
			.connect_timeout_us = CLOCK_SECOND,
			.deadline = CLOCK_NEVER,
			.retry_for_us = CLOCK_NEVER,
			.tap = &r.tap,
		},
	};
	int result = dial_run(tcp_dial(&opts), &c, &err);
	is_int(result, second == LISTENS ? 0 : -1, "%s: the result", name);
	is_text(r.told, told, "%s: the attempts", name);
	is_int(err.sysno, sysno, "%s: the errno", name);
	if (result == 0)
		close(c.fd);
	if (filler >= 0)
		close(filler);
	close(held[0]);
	close(held[1]);
}

int main(void)
{
	fake_resolver_use();
	dial_two(REFUSES, LISTENS, "1 2 ", 0, "one refuses, one listens");
	dial_two(SILENT, LISTENS, "1 2! ", 0, "one is silent, one listens");
	dial_two(REFUSES, REFUSES, "1 2 ", ECONNREFUSED, "both refuse");
	dial_two(SILENT, REFUSES, "1 2! ", 0, "one is silent, one refuses");
	return plan();
}
