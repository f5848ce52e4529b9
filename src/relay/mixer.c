/* SPDX-License-Identifier: MIT */
/* The output and the input that many sessions share. */
#include "relay/mixer.h"

#include <poll.h>
#include <signal.h>

#include "base/clock.h"
#include "base/text.h"
#include "relay/mixer-private.h"
#include "relay/mover.h"

/* While more than this waits for the output, members take nothing. */
#define OUTPUT_FULL (256 * 1024)

/* The most that one read of the input takes; with messages it becomes one. */
#define INPUT_AT_ONCE MOVER_MESSAGE_BYTES

/* A member with so many bytes to be read does not need more input. */
#define MEMBER_ENOUGH (64 * 1024)

/* A member with more bytes to be read is dropped. */
#define MEMBER_MOST (1024 * 1024)

/* Room */

size_t mixer_unwritten(const struct mixer *m)
{
	return m->output.len;
}

static bool is_short(const struct mixer *m)
{
	return m->kept > m->opts.max_kept;
}

bool mixer_has_room(const struct mixer *m, bool for_output)
{
	return !is_short(m) &&
	       (!for_output || mixer_unwritten(m) < OUTPUT_FULL);
}

void mixer_room_came(struct mixer *m)
{
	if (m->waiting.first && mixer_has_room(m, true))
		loop_wake(&m->pollable);
}

/* Wakes one member a turn, the one that has waited longest: one member may use
 * all the room. */
static void call_next(struct mixer *m)
{
	struct list_link *first = m->waiting.first;

	if (!first || !mixer_has_room(m, true))
		return;
	struct member *b = LIST_OWNER(first, struct member, waiting);
	list_remove(&m->waiting, first);
	stream_wake(&b->stream);
	mixer_room_came(m);
}

/* Forgets the input that all members have read. */
static void forget_input(struct mixer *m)
{
	uint64_t needed = broadcast_end(&m->input);

	for (const struct member *b = m->members; b; b = b->next)
		if (broadcast_left(&b->common) > 0 && b->common.at < needed)
			needed = b->common.at;
	broadcast_forget(&m->input, needed);
}

/* Returns NULL if nothing is kept for any. */
static struct member *find_largest(const struct mixer *m)
{
	struct member *largest = NULL;
	size_t most = 0;

	for (struct member *b = m->members; b; b = b->next) {
		if (mixer_member_kept(b) <= most)
			continue;
		most = mixer_member_kept(b);
		largest = b;
	}
	return largest;
}

static void drop_largest(struct mixer *m, struct member *largest)
{
	char kept[TEXT_MEASURE], most[TEXT_MEASURE];
	struct error err = ERROR_NONE;

	error_set(&err, FAULT_RESET,
	    "dropped: more than %s is kept for clients, %s of it for this "
	    "one",
	    text_size(most, m->opts.max_kept),
	    text_size(kept, mixer_member_kept(largest)));
	mixer_member_drop(largest, &err);
}

/* While the output is full, no member is dropped: that would free nothing,
 * since its lines would wait for the output as well. */
void mixer_check_memory(struct mixer *m)
{
	struct member *largest;

	if (is_short(m))
		forget_input(m);
	while (is_short(m) && mixer_unwritten(m) < OUTPUT_FULL &&
	       (largest = find_largest(m))) {
		drop_largest(m, largest);
		forget_input(m);
	}
	mixer_room_came(m);
}

/* The input */

/* The fastest member sets the pace: the input is kept for slower ones. */
static bool is_input_wanted(const struct mixer *m)
{
	if (!m->opts.has_input || m->input_ended)
		return false;
	for (const struct member *b = m->members; b; b = b->next)
		if (!b->is_cut && mixer_member_left(b) < MEMBER_ENOUGH)
			return true;
	return false;
}

void mixer_was_read(struct mixer *m, const struct member *b)
{
	if (!m->wants_input && !m->input_ended &&
	    mixer_member_left(b) < MEMBER_ENOUGH)
		loop_wake(&m->pollable);
}

static void drop_slow(struct member *b)
{
	struct error err = ERROR_NONE;

	error_set(&err, FAULT_RESET,
	    "dropped: it does not read, and %d KiB wait", MEMBER_MOST / 1024);
	mixer_member_drop(b, &err);
}

static void give_to_all(struct mixer *m, const char *bytes, size_t len)
{
	forget_input(m);
	/* All sockets of a listener are of one kind. */
	broadcast_add(&m->input, bytes, len,
	    m->members && m->members->stream.carries_messages);
	for (struct member *b = m->members; b; b = b->next) {
		if (b->is_cut)
			continue;
		if (mixer_member_left(b) > MEMBER_MOST)
			drop_slow(b);
		stream_wake(&b->stream);
	}
	mixer_check_memory(m);
}

static void end_input(struct mixer *m)
{
	m->input_ended = true;
	for (struct member *b = m->members; b; b = b->next)
		stream_wake(&b->stream);
}

static void fail(struct pollable *p, const struct error *cause)
{
	struct mixer *m = (struct mixer *)p;

	if (m->failure.kind == FAULT_NONE)
		m->failure = *cause;
	m->is_over = true;
}

static void read_input(struct mixer *m)
{
	char bytes[INPUT_AT_ONCE];
	struct error err = ERROR_NONE;
	ssize_t n = stream_read(m->opts.local, bytes, sizeof(bytes), &err);

	if (n > 0)
		give_to_all(m, bytes, (size_t)n);
	else if (n == 0)
		end_input(m);
	else if (n == STREAM_ERROR)
		fail(&m->pollable, &err);
}

/* The output */

static void write_output(struct mixer *m)
{
	struct error err = ERROR_NONE;
	ssize_t n = 0;

	while (n >= 0 && mixer_unwritten(m) > 0) {
		n = stream_write(
		    m->opts.local, m->output.at, m->output.len, &err);
		bytes_drop(&m->output, n > 0 ? (size_t)n : 0);
	}
	if (n == STREAM_ERROR) {
		fail(&m->pollable, &err);
		return;
	}
	if (n == STREAM_AGAIN || m->output.capacity > 2 * OUTPUT_FULL)
		bytes_trim(&m->output);
	mixer_check_memory(m);
}

static void reader_is_gone(struct mixer *m)
{
	struct error err = ERROR_NONE;

	error_signal(&err, SIGPIPE);
	fail(&m->pollable, &err);
}

/* In the loop */

static int64_t mixer_prepare(struct pollable *p, struct waiting *w)
{
	struct mixer *m = (struct mixer *)p;
	const struct stream *local = m->opts.local;

	m->in_slot = m->out_slot = WAITING_NONE;
	m->wants_input = is_input_wanted(m);
	if (m->wants_input)
		m->in_slot = waiting_add(w, local->read_fd, local->read_events);
	/* Even an idle output is watched: its reader may leave. */
	if (m->opts.has_output)
		m->out_slot = waiting_add(w, local->write_fd,
		    mixer_unwritten(m) > 0 ? local->write_events : 0);
	if (m->is_over)
		return 0;
	if (m->wants_input && stream_is_pending(local))
		return 0;
	return CLOCK_NEVER;
}

static bool mixer_service(struct pollable *p, const struct waiting *w)
{
	struct mixer *m = (struct mixer *)p;
	short in = waiting_result(w, m->in_slot);
	short out = waiting_result(w, m->out_slot);

	if (m->wants_input && (in || stream_is_pending(m->opts.local)))
		read_input(m);
	if (out & (POLLERR | POLLHUP | POLLNVAL))
		reader_is_gone(m);
	else if (mixer_unwritten(m) > 0)
		write_output(m);
	call_next(m);
	if (m->is_over || mixer_unwritten(m) == 0)
		m->opts.changed(m->opts.context);
	return !m->is_over;
}

static const struct pollable_ops mixer_ops = {
	.prepare = mixer_prepare,
	.service = mixer_service,
	.cannot_wait = "cannot wait for the input and the output",
	.fail = fail,
};

void mixer_init(struct mixer *m, const struct mixer_opts *opts)
{
	*m = (struct mixer){
		.pollable.ops = &mixer_ops,
		.opts = *opts,
		.input_ended = !opts->has_input,
		.files = { .names_differ = opts->names_differ,
		    .max_used = opts->max_kept },
	};
	m->input.bytes.total = m->output.total = &m->kept;
}

void mixer_free(struct mixer *m)
{
	bytes_free(&m->input.bytes);
	bytes_free(&m->output);
	client_files_free(&m->files);
}

void mixer_stop(struct mixer *m)
{
	m->is_over = true;
	loop_wake(&m->pollable);
}
