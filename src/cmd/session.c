/* SPDX-License-Identifier: MIT */
/* One conversation between our standard streams and a peer. */
#include "cmd/session.h"

#include <unistd.h>

#include "cmd/local.h"
#include "relay/partings.h"
#include "relay/shuttle.h"
#include "stream/console.h"

int session_open(struct session *s, const struct config *cfg, bool is_listener,
    struct tap *tap, struct error *err)
{
	*s = (struct session){
		.cfg = cfg,
		.tap = tap,
		.is_listener = is_listener,
		.deadline = cfg->deadline,
	};
	return local_open(&s->local, cfg, err);
}

void session_cancel(struct session *s)
{
	local_cancel(&s->local);
}

struct retry_opts session_retry(const struct session *s)
{
	const struct config *cfg = s->cfg;
	bool has_time_only =
	    cfg->retries == 0 && cfg->retry_for_us != CLOCK_NEVER;

	return (struct retry_opts){
		.connect_timeout_us = cfg->connect_timeout_us,
		.deadline = s->deadline,
		.retries = has_time_only ? RETRY_FOREVER : cfg->retries,
		.retry_for_us = cfg->retry_for_us,
		.retry_delay_us = cfg->retry_delay_us,
		.tap = s->tap,
	};
}

/* The text of --data is one message, whatever its length. */
static size_t message_bytes(const struct config *cfg)
{
	size_t data = cfg->crlf ? 2 * cfg->data.len : cfg->data.len;

	return data > MOVER_MESSAGE_BYTES ? data : MOVER_MESSAGE_BYTES;
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
		.local_is_program = cfg->exec || cfg->shell,
		.send_only = cfg->send_only,
		.recv_only = cfg->recv_only,
		.end_with_peer = cfg->end_with_peer,
		.message_bytes = message_bytes(cfg),
		.idle_timeout_us = cfg->idle_timeout_us,
		.linger_us = cfg->linger_us,
		.timeout_us = cfg->timeout_us,
		.deadline = s->deadline,
		.for_us = cfg->for_us,
	};
}

struct goal session_goal(const struct config *cfg)
{
	struct goal_opts opts = {
		.expect = cfg->expect.bytes,
		.expect_len = cfg->expect.len,
		.until = cfg->until.bytes,
		.until_len = cfg->until.len,
		.max_lines = (uint64_t)cfg->count,
		.max_bytes = (uint64_t)cfg->bytes,
	};
	struct goal goal;

	goal_init(&goal, &opts);
	return goal;
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

static int leave_peer(
    const struct session *s, struct stream *remote, struct error *err)
{
	struct partings partings;

	partings_init(&partings, NULL);
	partings_add(&partings, remote);
	return partings_run(&partings, s->deadline, err);
}

int session_run_between(const struct session *s, struct stream *local,
    struct stream *remote, const char *peer, struct error *err)
{
	struct shuttle_opts opts = make_opts(s, peer);
	struct goal goal = session_goal(s->cfg);
	struct shuttle shuttle;

	if (goal_is_set(&goal))
		opts.goal = &goal;
	shuttle_init(&shuttle, &opts, local, remote, s->tap);
	int result = run(&shuttle, err);
	bool may_still_send = result == 0 && shuttle_leaves_peer(&shuttle);
	shuttle_free(&shuttle);
	stream_close(local);
	if (may_still_send)
		result = leave_peer(s, remote, err);
	else
		stream_close(remote);
	if (result == 0)
		result = goal_check(&goal, err);
	goal_free(&goal);
	return result;
}

/* On a terminal, tells the user that the peer is there, and which keys end the
 * session: in the background genet gets no keys. */
static void greet(const struct session *s, const char *peer)
{
	if (s->local.data || s->local.input_fd != STDIN_FILENO ||
	    !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return;
	tap_tell(s->tap,
	    &(struct tap_event){
		.kind = TAP_GREETED,
		.remote = peer,
		.text = s->is_listener ? "connection from" : "connected to",
		.number = !console_is_elsewhere(STDIN_FILENO),
	    });
}

int session_run(struct session *s, struct stream *remote, const char *peer,
    struct error *err)
{
	struct stream *local = local_stream(&s->local, s->tap, err);

	if (local) {
		greet(s, peer);
		return session_run_between(s, local, remote, peer, err);
	}
	stream_close(remote);
	return -1;
}
