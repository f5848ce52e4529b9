/* SPDX-License-Identifier: MIT */
/* One conversation between our standard streams and a peer. */
#include "cmd/session.h"

#include <unistd.h>

#include "cmd/local.h"
#include "relay/shuttle.h"

int session_open(struct session *s, const struct config *cfg, bool is_listener,
    struct tap *tap, struct error *err)
{
	*s = (struct session){
		.cfg = cfg,
		.tap = tap,
		.is_listener = is_listener,
		.deadline = clock_after(cfg->timeout_us),
	};
	return local_open(&s->local, cfg, err);
}

void session_cancel(struct session *s)
{
	local_cancel(&s->local);
}

static struct shuttle_opts make_opts(const struct session *s, const char *peer)
{
	const struct config *cfg = s->cfg;

	return (struct shuttle_opts){
		.peer = peer,
		.conn = 1,
		.is_listener = s->is_listener,
		.input_is_terminal =
		    s->local.input_fd >= 0 && isatty(s->local.input_fd),
		.send_only = cfg->send_only,
		.recv_only = cfg->recv_only,
		.idle_timeout_us = cfg->idle_timeout_us,
		.linger_us = cfg->linger_us,
		.timeout_us = cfg->timeout_us,
		.deadline = s->deadline,
	};
}

/* Runs the shuttle to its end. Returns 0, or -1 with err filled. */
static int run(struct shuttle *shuttle, struct error *err)
{
	struct loop loop = { 0 };
	struct error interrupted = ERROR_NONE;

	loop_add(&loop, &shuttle->pollable);
	int ran = loop_run(&loop, &interrupted);
	int result = shuttle_result(shuttle, err);
	if (ran == 0)
		return result;
	*err = interrupted;
	return -1;
}

int session_run(struct session *s, struct stream *remote,
    const struct address *peer, struct error *err)
{
	char peer_text[ADDRESS_TEXT];
	struct shuttle_opts opts = make_opts(s, address_text(peer_text, peer));
	struct shuttle shuttle;
	int result = -1;

	struct stream *local = local_stream(&s->local, s->tap, err);
	if (local) {
		shuttle_init(&shuttle, &opts, local, remote, s->tap);
		result = run(&shuttle, err);
		shuttle_free(&shuttle);
	}
	stream_close(remote);
	stream_close(local);
	return result;
}
