/* SPDX-License-Identifier: MIT */
/* Receives datagrams, by UDP or at a Unix socket. */
#include "work/datagrams.h"

#include "base/xalloc.h"
#include "relay/inbox.h"
#include "sys/backend.h"
#include "work/announce.h"
#include "work/confine.h"
#include "work/near/companion.h"
#include "work/near/local.h"
#include "work/near/program.h"

int datagrams_check_receiving(const struct config *cfg, struct error *err)
{
	if (cfg->echo && cfg->reply.bytes)
		return error_set(err, FAULT_USAGE,
		    "--echo and --reply contradict each other");
	if (cfg->length_prefixed && cfg->format != RECORD_RAW)
		return error_set(err, FAULT_USAGE,
		    "--length-prefixed and --format contradict each other");
	return program_check(cfg, err);
}

static struct inbox_opts make_inbox(
    const struct run *run, const struct datagram_receiver *receiver)
{
	const struct config *cfg = run->cfg;

	return (struct inbox_opts){
		.fds = receiver->fds,
		.fd_count = receiver->bound->count,
		.room = receiver->room,
		.may_be_joined = receiver->may_be_joined,
		.is_inherited = receiver->is_inherited,
		.peeks = cfg->peeks,
		.format = cfg->length_prefixed
		              ? RECORD_PREFIX
		              : (enum record_format)cfg->format,
		.max_count = cfg->peeks ? 1 : (uint64_t)cfg->count,
		.max_bytes = (uint64_t)cfg->bytes,
		.until = cfg->until.bytes,
		.until_len = cfg->until.len,
		.end_empty = cfg->end_empty,
		.expect = cfg->expect.bytes,
		.expect_len = cfg->expect.len,
		.for_us = cfg->for_us,
		.from = receiver->from,
		.answers = {
			.reply = cfg->reply.bytes,
			.reply_len = cfg->reply.len,
			.echo = cfg->echo,
		},
		.idle_timeout_us = cfg->idle_timeout_us,
		.timeout_us = cfg->timeout_us,
		.deadline = run->deadline,
	};
}

/* A drop is never silent, and with --strict an error. */
static int judge_drops(const struct inbox *inbox, const struct run *run,
    int result, struct error *err)
{
	unsigned long long dropped = inbox_dropped(inbox);
	bool or_more = inbox->opts.may_be_joined;
	struct error loss = ERROR_NONE;

	if (dropped == 0 || run->cfg->peeks)
		return result;
	error_set(&loss, FAULT_UNMET,
	    "the kernel dropped %llu%s datagram%s: they arrived faster than "
	    "genet read them",
	    dropped, or_more ? " or more" : "",
	    dropped == 1 && !or_more ? "" : "s");
	if (run->cfg->strict && result == 0) {
		*err = loss;
		return -1;
	}
	tap_tell(run->tap,
	    &(struct tap_event){ .kind = TAP_WARNING, .error = &loss });
	return result;
}

static void program_is_over(void *context)
{
	inbox_finish(context);
}

static void inbox_is_over(void *context)
{
	struct companion *c = context;

	if (inbox_has_failed(c->context))
		companion_leave(c);
}

/* Starts the program of --during, if there is one, beside the inbox. */
static int start_companion(struct companion *c, const struct config *cfg,
    const struct datagram_receiver *receiver, struct inbox *inbox,
    struct error *err)
{
	if (!cfg->during)
		return 0;
	char **environment = announce_environment(
	    &(struct announcement){ .bound = receiver->bound });
	c->ended = program_is_over;
	c->context = inbox;
	c->tap = inbox->tap;
	inbox->ended = inbox_is_over;
	inbox->context = c;
	c->deadline = CLOCK_NEVER; /* the inbox keeps it */
	int result = companion_start(c, inbox->pollable.loop, cfg->program,
	    (const char *const *)environment, err);
	xfree_texts(environment);
	return result;
}

/* Receives, beside the program, until both have ended. */
static int run_inbox(struct inbox *inbox,
    const struct datagram_receiver *receiver, const struct config *cfg,
    struct error *err)
{
	struct companion companion = { 0 };
	struct loop loop = { .tap = inbox->tap };

	loop_add(&loop, &inbox->pollable);
	int result = start_companion(&companion, cfg, receiver, inbox, err);
	if (result == 0)
		result = loop_run(&loop, err);
	loop_close(&loop);
	companion_stop(&companion);
	inbox_tell_total(inbox);
	if (result == 0 && inbox_has_failed(inbox))
		return inbox_result(inbox, err);
	if (result == 0)
		result = companion_result(&companion, err);
	if (result == 0)
		result = inbox_result(inbox, err);
	if (result == 0 && cfg->during && inbox->count == 0)
		return error_set(err, FAULT_UNMET, "no datagram came");
	return result;
}

static int receive(const struct run *run,
    const struct datagram_receiver *receiver, struct stream *local,
    struct error *err)
{
	struct inbox_opts opts = make_inbox(run, receiver);
	struct inbox inbox;

	inbox_init(&inbox, &opts, local, run->tap);
	inbox_begin_time(&inbox);
	const struct announcement what = {
		.bound = receiver->bound,
		.has_free_port = receiver->has_free_port,
	};
	/* Who answers asks by bind(2) which senders are this host's. */
	const struct confine_opts confined = {
		.needs = opts.answers.reply || opts.answers.echo
		             ? SANDBOX_DATAGRAMS
		             : SANDBOX_SILENT,
		.bound = receiver->bound,
	};
	int result = confine(run, &confined, err);
	if (result == 0)
		result = announce(run, &what, err);
	if (result == 0) {
		result = run_inbox(&inbox, receiver, run->cfg, err);
		answerer_report(&inbox.answerer);
		result = judge_drops(&inbox, run, result, err);
	}
	inbox_free(&inbox);
	return result;
}

int datagrams_receive(const struct run *run,
    const struct datagram_receiver *receiver, struct error *err)
{
	const struct local_limits limits = { .no_stdin = true };
	struct stdio_opts local_opts;

	if (run->cfg->strict && !backend_is_linux)
		return backend_lacks(
		    "--strict: drops of the kernel are not counted", err);
	if (local_open(&local_opts, run, &limits, err) < 0)
		return -1;
	local_opts.needs_room = true;
	struct stream *local = local_stream(&local_opts, run->tap, err);
	if (!local)
		return -1;
	int result = receive(run, receiver, local, err);
	stream_close(local);
	return result;
}

int datagrams_receive_unix(const struct run *run,
    const struct unix_binding_opts *opts, struct error *err)
{
	struct address where = *opts->address;
	struct address_list bound = { .items = &where, .count = 1 };
	struct unix_binding binding;

	if (unix_binding_open(&binding, opts, err) < 0)
		return -1;
	const struct datagram_receiver receiver = {
		.fds = &binding.fd,
		.bound = &bound,
		.room = DATAGRAMS_UNIX_ROOM,
	};
	int result = datagrams_receive(run, &receiver, err);
	unix_binding_close(&binding);
	return result;
}
