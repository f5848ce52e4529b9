/* SPDX-License-Identifier: MIT */
/* A member of a mixer: the near end of one session among many. */
#include "relay/mixer-private.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

/* An echo with so many bytes takes no more: genet reads from the peer as fast
 * as the peer reads. */
#define ECHO_ENOUGH (64 * 1024)

/* A longer line ends its session, since the whole line would have to be kept.
 */
#define LINE_MAX_BYTES (1024 * 1024)

/* Reading */

size_t mixer_member_left(const struct member *b)
{
	return b->queue.len + broadcast_left(&b->common);
}

size_t mixer_member_kept(const struct member *b)
{
	return b->queue.capacity + b->line.capacity +
	       broadcast_left(&b->common);
}

/* Messages are kept with their length before them. */
static size_t header_len(const struct member *b)
{
	return b->stream.carries_messages ? sizeof(uint32_t) : 0;
}

static bool is_at_end(const struct member *b)
{
	bool is_answered = b->kind != MEMBER_ECHO || b->is_finished;

	return b->is_cut || (b->mixer->input_ended && is_answered);
}

static ssize_t fail_dropped(const struct member *b, struct error *err)
{
	*err = *b->drop;
	return STREAM_ERROR;
}

static ssize_t member_lend(
    struct stream *s, const void **bytes, struct error *err)
{
	const struct member *b = (const struct member *)s;
	size_t own = b->queue.len, header = header_len(b);
	uint32_t len;

	(void)err;
	if (mixer_member_left(b) == 0)
		return is_at_end(b) ? 0 : STREAM_AGAIN;
	const unsigned char *at =
	    own > 0 ? b->queue.at : broadcast_next(&b->common);
	*bytes = at + header;
	if (!header)
		return (ssize_t)(own > 0 ? own : broadcast_left(&b->common));
	memcpy(&len, at, sizeof(len));
	return (ssize_t)len;
}

static void member_take(struct stream *s, size_t len)
{
	struct member *b = (struct member *)s;

	len += header_len(b);
	if (b->queue.len == 0) {
		b->common.at += len;
		mixer_was_read(b->mixer, b);
		return;
	}
	bytes_drop(&b->queue, len);
	bytes_trim(&b->queue); /* most members need no queue later */
	if (b->queue.len > 0)
		return;
	if (b->kind == MEMBER_ECHO)
		stream_wake(s);
	mixer_room_came(b->mixer);
}

static int member_check(struct stream *s, struct error *err)
{
	const struct member *b = (const struct member *)s;

	return b->drop ? (int)fail_dropped(b, err) : 0;
}

static bool member_pending(const struct stream *s)
{
	const struct member *b = (const struct member *)s;

	return mixer_member_left(b) > 0 || is_at_end(b);
}

static void member_cut(struct stream *s)
{
	struct member *b = (struct member *)s;

	if (!b->is_cut)
		broadcast_finish(&b->common);
	b->is_cut = true;
}

/* Puts bytes into the queue, after the input that has come before them. */
static void enqueue(struct member *b, const void *bytes, size_t len)
{
	uint32_t header = (uint32_t)len;
	size_t before = broadcast_left(&b->common);

	if (before > 0)
		bytes_add(&b->queue, broadcast_next(&b->common), before);
	b->common.at += before;
	bytes_add(&b->queue, &header, header_len(b));
	bytes_add(&b->queue, bytes, len);
}

/* Writing */

/* A member keeps its turn until it has written: if it is woken and finds no
 * room, it goes before those that came after it. */
static void wait_for_room(struct member *b)
{
	struct mixer *m = b->mixer;
	struct list_link **at = &m->waiting.first;

	if (b->waiting.at)
		return;
	if (!b->turn)
		b->turn = ++m->turns;
	while (*at && LIST_OWNER(*at, struct member, waiting)->turn < b->turn)
		at = &(*at)->next;
	list_insert(&m->waiting, at, &b->waiting);
}

static bool member_has_room(struct stream *s)
{
	struct member *b = (struct member *)s;

	if (b->kind == MEMBER_DISCARD || b->kind == MEMBER_FILE)
		return true;
	if (b->kind == MEMBER_ECHO && b->queue.len >= ECHO_ENOUGH)
		return false; /* member_take() wakes it */
	if (mixer_has_room(b->mixer, b->kind != MEMBER_ECHO))
		return true;
	wait_for_room(b);
	return false;
}

static void add_line(struct member *b, const void *rest, size_t len)
{
	struct bytes *out = &b->mixer->output;

	if (b->tag)
		bytes_print(out, "%s\t", b->tag);
	bytes_add(out, b->line.at, b->line.len);
	bytes_add(out, rest, len);
	bytes_add_text(out, "\n");
	bytes_free(&b->line);
	loop_wake(&b->mixer->pollable);
}

static int take_lines(
    struct member *b, const char *bytes, size_t len, struct error *err)
{
	const char *end;

	while ((end = memchr(bytes, '\n', len))) {
		size_t line = (size_t)(end - bytes);
		add_line(b, bytes, line);
		bytes += line + 1;
		len -= line + 1;
	}
	bytes_add(&b->line, bytes, len);
	if (b->line.len <= LINE_MAX_BYTES)
		return 0;
	error_set(err, FAULT_RESET,
	    "dropped: it sent a line of more than %d KiB",
	    LINE_MAX_BYTES / 1024);
	err->is_drop = true;
	return -1;
}

/* Counts the file as incomplete, once. */
static int fail_file(struct member *b, struct error *err)
{
	struct error cause = *err;

	b->mixer->incomplete += !b->is_incomplete;
	b->is_incomplete = true;
	error_set(err, cause.kind, "dropped: %s", cause.text);
	err->is_drop = true;
	return -1;
}

static int take(
    struct member *b, const void *bytes, size_t len, struct error *err)
{
	switch (b->kind) {
	case MEMBER_RAW:
		bytes_add(&b->mixer->output, bytes, len);
		loop_wake(&b->mixer->pollable);
		return 0;
	case MEMBER_LINES:
		return take_lines(b, bytes, len, err);
	case MEMBER_FILE:
		return client_files_write(&b->file, bytes, len, err) < 0
		           ? fail_file(b, err)
		           : 0;
	case MEMBER_ECHO:
		enqueue(b, bytes, len);
		return 0;
	case MEMBER_DISCARD:
		return 0;
	}
	return 0;
}

static ssize_t member_write(
    struct stream *s, const void *bytes, size_t len, struct error *err)
{
	struct member *b = (struct member *)s;

	if (!member_has_room(s))
		return STREAM_AGAIN;
	b->turn = 0;
	list_remove(&b->mixer->waiting, &b->waiting);
	int result = take(b, bytes, len, err);
	mixer_check_memory(b->mixer);
	return result < 0 ? STREAM_ERROR : (ssize_t)len;
}

/* Adds the end of the last line if the member has not sent one. */
static int member_finish(struct stream *s, struct error *err)
{
	struct member *b = (struct member *)s;

	b->is_finished = true;
	if (b->line.len > 0)
		add_line(b, NULL, 0);
	return client_files_close(&b->mixer->files, &b->file, err) < 0
	           ? fail_file(b, err)
	           : 0;
}

/* Life */

void mixer_member_drop(struct member *b, const struct error *cause)
{
	if (b->drop)
		return;
	if (b->line.len > 0)
		add_line(b, NULL, 0);
	member_cut(&b->stream);
	b->common.at = b->common.last;
	bytes_free(&b->queue);
	b->drop = xmalloc(sizeof(*b->drop));
	*b->drop = *cause;
	b->drop->is_drop = true;
	stream_wake(&b->stream);
}

static void member_close(struct stream *s)
{
	struct member *b = (struct member *)s;
	struct mixer *m = b->mixer;
	struct error ignored = ERROR_NONE; /* fail_file() counts it */

	member_finish(s, &ignored);
	list_remove(&m->waiting, &b->waiting);
	*b->link = b->next;
	if (b->next)
		b->next->link = b->link;
	bytes_free(&b->queue);
	bytes_free(&b->line);
	free(b->drop);
	free(b->tag);
	free(b);
	mixer_room_came(m);
}

static const struct stream_ops member_ops = {
	.write = member_write,
	.finish = member_finish,
	.pending = member_pending,
	.lend = member_lend,
	.take = member_take,
	.cut = member_cut,
	.check = member_check,
	.has_room = member_has_room,
	.close = member_close,
};

static void join(struct member *b, struct mixer *m)
{
	b->mixer = m;
	b->common = broadcast_read(&m->input);
	b->queue.total = b->line.total = &m->kept;
	b->next = m->members;
	b->link = &m->members;
	if (b->next)
		b->next->link = &b->next;
	m->members = b;
	if (!m->wants_input)
		loop_wake(&m->pollable);
}

struct stream *mixer_member_stream(
    struct mixer *m, const struct member_opts *opts, struct error *err)
{
	struct member *b = xmalloc(sizeof(*b));

	*b = (struct member){
		.stream = {
			.ops = &member_ops,
			.read_fd = -1,
			.write_fd = -1,
			.carries_messages = opts->carries_messages,
		},
		.kind = opts->kind,
		.tag = opts->tag ? xstrdup(opts->tag) : NULL,
		.file = CLIENT_FILE_NONE,
	};
	join(b, m);
	if (opts->greeting && opts->greeting->len > 0)
		enqueue(b, opts->greeting->at, opts->greeting->len);
	if (b->kind != MEMBER_FILE ||
	    client_files_open(&m->files, opts->file_name, &b->file, err) == 0)
		return &b->stream;
	fail_file(b, err);
	member_close(&b->stream);
	return NULL;
}
