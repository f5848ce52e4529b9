/* SPDX-License-Identifier: MIT */
/* Sending and receiving datagrams, whatever carries them. */
#include "cmd/datagrams.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "cli/option-spec.h"
#include "cmd/announce.h"
#include "cmd/local.h"
#include "cmd/program.h"
#include "relay/during.h"
#include "relay/inbox.h"
#include "relay/outbox.h"
#include "stream/crlf.h"

/* Sending */

static int check_answers(const struct config *cfg, struct error *err)
{
	bool has_time = cfg->for_us != CLOCK_NEVER;

	if (!cfg->replies && (has_time || cfg->expect.bytes))
		return error_set(err, FAULT_USAGE,
		    "%s is about answers, and needs --reply",
		    has_time ? "--for" : "--expect");
	if (cfg->replies == OPTION_ANY && !has_time)
		return error_set(err, FAULT_USAGE,
		    "--reply=any needs --for, which says how long to wait");
	return 0;
}

int datagrams_check_sending(const struct config *cfg, struct error *err)
{
	int given = cfg->lines + cfg->length_prefixed + (cfg->block > 0) +
	            (cfg->size > 0) + (cfg->data.bytes != NULL);

	if (given > 1)
		return error_set(err, FAULT_USAGE,
		    "only one of --size, --lines, --block, --length-prefixed "
		    "and --data can say what a datagram is");
	if (cfg->repeats != 1 && !cfg->data.bytes)
		return error_set(err, FAULT_USAGE,
		    "--repeat repeats what --data says, and needs it");
	if (cfg->repeats == 0)
		return error_set(
		    err, FAULT_USAGE, "--repeat: 0 would send nothing");
	if (cfg->crlf && (cfg->lines || cfg->length_prefixed))
		return error_set(err, FAULT_USAGE,
		    "--crlf and %s contradict each other",
		    cfg->lines ? "--lines" : "--length-prefixed");
	return check_answers(cfg, err);
}

static struct framing choose_framing(
    const struct config *cfg, size_t whole_read)
{
	if (cfg->lines)
		return (struct framing){ .kind = FRAMING_LINES };
	if (cfg->length_prefixed)
		return (struct framing){ .kind = FRAMING_PREFIX };
	if (cfg->block)
		return (struct framing){ FRAMING_BLOCKS, (size_t)cfg->block };
	return (struct framing){ FRAMING_READS,
		cfg->size ? (size_t)cfg->size : whole_read };
}

static struct outbox_opts make_outbox(const struct run *run,
    const struct datagram_sender *sender, const struct framing *framing)
{
	const struct config *cfg = run->cfg;

	return (struct outbox_opts){
		.fd = sender->fd,
		.to = sender->to,
		.name = sender->name,
		.framing = *framing,
		.repeats = (uint64_t)cfg->repeats,
		.interval_us = cfg->interval_us,
		.end_empty = cfg->end_empty,
		.error_wait_us = cfg->error_wait_us,
		.timeout_us = cfg->timeout_us,
		.deadline = run->deadline,
	};
}

static struct inbox_opts make_answers(
    const struct run *run, const struct datagram_sender *sender)
{
	const struct config *cfg = run->cfg;

	return (struct inbox_opts){
		.fds = &sender->fd,
		.fd_count = 1,
		.room = sender->room,
		.format = (enum record_format)cfg->format,
		.max_count = cfg->replies > 0 ? (uint64_t)cfg->replies : 0,
		.needs_one = cfg->replies == OPTION_ANY,
		.expect = cfg->expect.bytes,
		.expect_len = cfg->expect.len,
		.for_us = cfg->for_us,
		.idle_timeout_us = CLOCK_NEVER,
		.timeout_us = cfg->timeout_us,
		.deadline = run->deadline,
		.are_answers = true,
		.name = sender->name,
	};
}

/* Runs both to their end: the answers can come before all is sent. Each needs a
 * descriptor of its own, as members of a loop do. */
static int send_and_hear(
    struct outbox *outbox, struct inbox *answers, struct error *err)
{
	struct loop loop = { 0 };
	int fd = answers ? fcntl(outbox->opts.fd, F_DUPFD_CLOEXEC, 3) : -1;

	if (answers && fd < 0)
		return error_sys(err, FAULT_IO, "cannot duplicate the socket");
	loop_add(&loop, &outbox->pollable);
	if (answers) {
		answers->opts.fds = &fd;
		outbox->answers = answers;
		loop_add(&loop, &answers->pollable);
	}
	int result = loop_run(&loop, err);
	loop_close(&loop);
	if (fd >= 0)
		close(fd);
	outbox_tell_total(outbox);
	if (result == 0)
		result = outbox_result(outbox, err);
	if (result == 0 && answers)
		result = inbox_result(answers, err);
	return result;
}

/* The --data as it is sent; allocated. */
static char *make_single(const struct config *cfg, size_t *len)
{
	const struct config_bytes *data = &cfg->data;
	struct crlf line_ends = { 0 };
	char *bytes = xmalloc(2 * data->len + 1);

	*len = data->len;
	memcpy(bytes + (cfg->crlf ? data->len : 0), data->bytes, data->len);
	if (cfg->crlf)
		*len = crlf_expand(
		    &line_ends, bytes, bytes + data->len, data->len);
	return bytes;
}

int datagrams_send(const struct run *run, const struct datagram_sender *sender,
    struct error *err)
{
	const struct config *cfg = run->cfg;
	struct stdio_opts local_opts;
	struct framing framing = choose_framing(cfg, sender->whole_read);
	struct outbox outbox;
	struct inbox answers;

	if (local_open(&local_opts, run, NULL, err) < 0)
		return -1;
	struct stream *local = local_stream(&local_opts, run->tap, err);
	if (!local)
		return -1;
	struct outbox_opts opts = make_outbox(run, sender, &framing);
	char *single = NULL;
	if (cfg->data.bytes)
		opts.single = single = make_single(cfg, &opts.single_len);
	struct inbox_opts answer_opts = make_answers(run, sender);
	outbox_init(&outbox, &opts, local, run->tap);
	if (cfg->replies)
		inbox_init(&answers, &answer_opts, local, run->tap);
	int result =
	    send_and_hear(&outbox, cfg->replies ? &answers : NULL, err);
	if (cfg->replies)
		inbox_free(&answers);
	outbox_free(&outbox);
	free(single);
	stream_close(local);
	return result;
}

/* Receiving */

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
		.format = cfg->length_prefixed
		              ? RECORD_PREFIX
		              : (enum record_format)cfg->format,
		.max_count = (uint64_t)cfg->count,
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
	struct error loss = ERROR_NONE;

	if (dropped == 0)
		return result;
	error_set(&loss, FAULT_UNMET,
	    "the kernel dropped %llu datagram%s: they arrived faster than "
	    "genet read them",
	    dropped, dropped == 1 ? "" : "s");
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
	struct during *d = context;

	if (inbox_has_failed(d->context))
		during_leave(d);
}

/* Starts the program of --during, if there is one, beside the inbox. */
static int start_during(struct during *d, const struct config *cfg,
    const struct datagram_receiver *receiver, struct inbox *inbox,
    struct error *err)
{
	if (!cfg->during)
		return 0;
	char **environment = announce_environment(&receiver->bound->items[0]);
	d->ended = program_is_over;
	d->context = inbox;
	inbox->ended = inbox_is_over;
	inbox->context = d;
	d->deadline = CLOCK_NEVER; /* the inbox keeps it */
	int result = during_start(d, inbox->pollable.loop, cfg->program,
	    (const char *const *)environment, err);
	xfree_texts(environment);
	return result;
}

/* Receives, beside the program, until both have ended. */
static int run_inbox(struct inbox *inbox,
    const struct datagram_receiver *receiver, const struct config *cfg,
    struct error *err)
{
	struct during during = { 0 };
	struct loop loop = { 0 };

	loop_add(&loop, &inbox->pollable);
	int result = start_during(&during, cfg, receiver, inbox, err);
	if (result == 0)
		result = loop_run(&loop, err);
	loop_close(&loop);
	during_stop(&during);
	inbox_tell_total(inbox);
	if (result == 0 && inbox_has_failed(inbox))
		return inbox_result(inbox, err);
	if (result == 0)
		result = during_result(&during, err);
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
	int result =
	    announce(run, receiver->bound, receiver->is_kernels_choice, err);
	if (result == 0) {
		result = run_inbox(&inbox, receiver, run->cfg, err);
		answerer_report(&inbox.answerer, run->tap);
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

	if (local_open(&local_opts, run, &limits, err) < 0)
		return -1;
	struct stream *local = local_stream(&local_opts, run->tap, err);
	if (!local)
		return -1;
	int result = receive(run, receiver, local, err);
	stream_close(local);
	return result;
}
