/* SPDX-License-Identifier: MIT */
/* What a probe does with a connection: nothing, or a question and its answer.
 */
#include "probe/probe-exchange.h"

#include <sys/socket.h>
#include <unistd.h>

#include "stream/datagram.h"
#include "stream/socket.h"

static enum probe_finding judge(struct exchange *e, int result)
{
	if (result == 0)
		return PROBE_GOES_ON;
	exchange_close(e);
	return result > 0 ? PROBE_THERE : PROBE_UNCLEAR;
}

enum probe_finding probe_begin_exchange(
    struct probe *p, struct exchange *e, int fd, int type)
{
	struct tap *tap = p->opts.tap;

	if (!p->opts.exchange) {
		close(fd);
		return PROBE_THERE;
	}
	struct stream *stream = type == SOCK_DGRAM
	                            ? datagram_stream(fd, NULL, tap)
	                            : socket_stream_connected(fd, type, tap);
	return judge(e, exchange_begin(e, p->opts.exchange, stream, &p->cause));
}

enum probe_finding probe_go_on_exchange(struct probe *p, struct exchange *e)
{
	return judge(e, exchange_service(e, &p->cause));
}

void probe_end_exchange(struct probe *p, struct exchange *e)
{
	if (!e->opts)
		return;
	exchange_explain(e, FAULT_TIMEOUT, &p->cause);
	exchange_close(e);
}
