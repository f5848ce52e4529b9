/* SPDX-License-Identifier: MIT */
/* What nc does with a connection that it has dialled. */
#include "work/nc/nc-use.h"

#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/datagram/question.h"
#include "sys/socket/pass-fd.h"
#include "sys/waiting.h"
#include "work/serve.h"

/* How long a UDP port has to refuse, and how often it is asked meanwhile. */
#define ASK_TIME (3 * CLOCK_SECOND)
#define ASK_AGAIN CLOCK_SECOND

/* Whether the port behind a connected UDP socket does not refuse: it answers,
 * or says nothing in time. Returns 0, or -1 with err filled. */
static int ask(const struct run *run, int fd, struct error *err)
{
	int64_t limit = run->cfg->connect_timeout_us;
	int64_t deadline = clock_after(limit == CLOCK_NEVER ? ASK_TIME : limit);
	char byte;

	while (clock_now() < deadline) {
		ssize_t heard = QUESTION_REFUSED;
		if (question_ask(fd, "X", 1, run->tap) == 0) {
			int64_t again = clock_after(ASK_AGAIN);
			if (waiting_for(fd, POLLIN,
				clock_earlier(deadline, again), err) < 0)
				return -1;
			heard =
			    question_hear(fd, &byte, sizeof(byte), run->tap);
		}
		if (heard == QUESTION_REFUSED)
			return error_sys(err, FAULT_REFUSED, "cannot ask");
		if (heard >= 0)
			return 0;
	}
	return 0;
}

/* Bytes that were read together with the answer of a proxy are not in the
 * socket any more, and cannot be passed on. */
static int pass(const struct connection *c, struct error *err)
{
	if (c->stream && c->stream->is_over)
		return error_set(err, FAULT_PROXY,
		    "cannot pass the socket on: bytes have come behind the "
		    "proxy's answer already");
	return pass_fd(STDOUT_FILENO, c->fd, "standard output", err);
}

int nc_use(const struct run *run, const struct connection *c, struct error *err)
{
	const struct config *cfg = run->cfg;
	bool is_udp = c->type == SOCK_DGRAM && !cfg->nc.is_unix;
	struct error ignored = ERROR_NONE;

	if (!cfg->nc.asks && !cfg->nc.passes_socket)
		return serve_connection(run, c, err);
	int result = cfg->nc.asks && is_udp ? ask(run, c->fd, err) : 0;
	if (result == 0 && !c->stream)
		connection_tell(c, run->tap);
	if (result == 0 && cfg->nc.passes_socket)
		result = pass(c, err);
	if (c->stream && cfg->tls.is_asked)
		c->stream->ops->finish(c->stream, &ignored);
	connection_close(c);
	return result;
}
