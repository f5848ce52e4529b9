/* SPDX-License-Identifier: MIT */
/* Sends datagrams, by UDP or to a Unix socket, and receives answers. */
#include "work/confine.h"
#include "work/datagrams.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "args/option-spec.h"
#include "base/xalloc.h"
#include "relay/inbox.h"
#include "relay/outbox.h"
#include "stream/crlf.h"
#include "work/near/local.h"

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
		.rate = (uint64_t)cfg->rate,
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
	struct loop loop = { .tap = outbox->tap };
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

	/* Without answers there is nothing to print. */
	const struct local_limits limits = {
		.no_output = !cfg->replies && !cfg->output,
	};
	if (local_open(&local_opts, run, &limits, err) < 0)
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
	int result = confine(run, &(struct confine_opts){ 0 }, err);
	if (result == 0)
		result =
		    send_and_hear(&outbox, cfg->replies ? &answers : NULL, err);
	if (cfg->replies)
		inbox_free(&answers);
	outbox_free(&outbox);
	free(single);
	stream_close(local);
	return result;
}
