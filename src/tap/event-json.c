/* SPDX-License-Identifier: MIT */
/* What happened, as a JSON object: a row of a table for each kind of event. */
#include "tap/event-json.h"

#include <string.h>

#include "base/sysno.h"

/* Parts */

static const char *const directions[] = { [TAP_IN] = "in", [TAP_OUT] = "out" };

static void add_connection(struct bytes *out, const struct tap_connection *c)
{
	static const char *const transports[] = {
		[TAP_TCP] = "tcp",
		[TAP_UDP] = "udp",
		[TAP_UNIX_STREAM] = "unix",
		[TAP_UNIX_SEQPACKET] = "unix-seqpacket",
		[TAP_UNIX_DATAGRAM] = "unix-datagram",
	};

	json_word(out, "transport", transports[c->transport]);
	if (c->local)
		event_parts_address(out, "local", c->local);
	if (c->remote)
		event_parts_address(out, "remote", c->remote);
	if (!c->peer || !c->peer->is_known)
		return;
	json_open(out, "peer");
	if (c->peer->pid)
		json_number(out, "pid", c->peer->pid);
	json_number(out, "uid", c->peer->uid);
	json_number(out, "gid", c->peer->gid);
	json_close(out);
}

static void add_traffic(struct bytes *out, const struct tap_traffic *t)
{
	json_number(out, "in", (int64_t)t->in);
	json_number(out, "out", (int64_t)t->out);
}

/* Rows */

typedef void adding(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts);

static void add_lookup(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	json_bytes(out, "name", e->text, strlen(e->text));
}

static void add_resolved(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	const char *name = e->resolved.name, *other = e->resolved.canonical;

	(void)opts;
	if (name)
		json_bytes(out, "name", name, strlen(name));
	if (other)
		json_bytes(out, "canonical", other, strlen(other));
	event_parts_addresses(out, e->resolved.addresses);
	json_seconds(out, "took", e->resolved.took_us);
}

static void add_attempt(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	const struct tap_attempt *a = &e->attempt;

	json_number(out, "number", a->number);
	if (a->remote)
		event_parts_address(out, "remote", a->remote);
	if (e->kind == TAP_ATTEMPT) {
		json_flag(out, "impatient", a->is_impatient);
		return;
	}
	json_seconds(out, "took", a->took_us);
	event_members_cause(out, a->cause, opts);
}

static void add_retry(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	json_seconds(out, "pause", e->retry.pause_us);
	event_members_cause(out, e->retry.cause, opts);
}

static void add_beginning(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	add_connection(out, e->connection);
	if (e->connection->proxy)
		event_parts_address(out, "proxy", e->connection->proxy);
	if (e->kind == TAP_CONNECTED)
		json_seconds(out, "took", e->took_us);
}

static void add_listening(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	event_parts_addresses(out, e->listening.addresses);
	if (e->listening.tls_pin)
		json_text(out, "tls_pin", e->listening.tls_pin);
}

static void add_ready(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	json_bytes(out, "announcement", e->text, strlen(e->text));
}

static void add_rejected(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	static const char *const reasons[] = {
		[TAP_DENIED] = "denied",
		[TAP_NOT_ALLOWED] = "not-allowed",
		[TAP_REFLECTING] = "reflecting",
	};

	(void)opts;
	add_connection(out, e->connection);
	json_word(out, "reason", reasons[e->rejected]);
}

static void add_took(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	json_seconds(out, "took", e->took_us);
}

static void add_bytes(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	json_word(out, "direction", directions[e->data.direction]);
	if (e->kind == TAP_DATA)
		json_number(out, "offset", (int64_t)e->data.offset);
	else
		add_connection(out, e->connection);
	if (opts->data == EVENT_JSON_BYTES)
		json_payload(out, e->data.bytes, e->data.len);
	else
		json_number(out, "len", (int64_t)e->data.len);
}

static void add_eof(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	static const char *const sequels[] = {
		[TAP_SHUT] = "shut",
		[TAP_SHUT_RECEIVING] = "shut-receiving",
		[TAP_RECEIVING_ON] = "receiving",
		[TAP_HELD_BACK] = "held-back",
		[TAP_SENDING_ON] = "sending",
		[TAP_NOTHING_LEFT] = "nothing-left",
	};

	(void)opts;
	json_word(out, "side", e->kind == TAP_INPUT_ENDED ? "local" : "remote");
	json_number(out, "bytes", (int64_t)e->ended.bytes);
	json_word(out, "then", sequels[e->ended.sequel]);
}

static void add_progress(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	add_traffic(out, &e->traffic);
	json_seconds(out, "took", e->traffic.took_us);
}

static void add_clients(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	json_number(out, "open", (int64_t)e->clients.now);
	json_number(out, "conns", (int64_t)e->clients.in_all);
}

static void add_state(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	json_text(out, "text", e->text);
}

static void add_moved(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	static const char *const ways[] = {
		[TAP_SPLICED] = "spliced",
		[TAP_COPY_SMALL] = "small",
		[TAP_COPY_ASKED] = "asked",
		[TAP_COPY_SEEN] = "seen",
		[TAP_COPY_CANNOT] = "cannot",
	};

	(void)opts;
	for (int d = TAP_IN; d <= TAP_OUT; d++) {
		const struct tap_moved *m = &e->moved[d];
		json_open(out, directions[d]);
		json_word(out, "way", ways[m->way]);
		json_number(out, "spliced", (int64_t)m->spliced);
		json_number(out, "copied", (int64_t)m->copied);
		json_close(out);
	}
}

/* What the kernel knows of a TCP connection. */
static void add_tcp(struct bytes *out, const struct tap_closed *c)
{
	const struct tcp_facts *tcp = &c->tcp;

	json_seconds(out, "rtt", tcp->rtt_us);
	json_seconds(out, "rtt_min", tcp->min_rtt_us);
	json_number(out, "retransmits", tcp->retransmits);
	json_number(out, "delivery_rate", (int64_t)tcp->delivery_rate);
	json_number(out, "unconfirmed", (int64_t)c->unconfirmed);
	if (!tcp->has_times)
		return;
	json_seconds(out, "busy", (int64_t)tcp->busy_us);
	json_seconds(out, "window_full", (int64_t)tcp->window_full_us);
	json_seconds(out, "buffer_full", (int64_t)tcp->buffer_full_us);
}

static void add_closed(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	static const char *const outcomes[] = {
		[TAP_ENDED] = "ended",
		[TAP_FAILED] = "failed",
		[TAP_UNSERVED] = "unserved",
		[TAP_LEFT_PROGRAM] = "left-program",
		[TAP_PROGRAM_FAILED] = "program-failed",
		[TAP_CUT_OFF] = "cut-off",
	};
	const struct tap_closed *c = &e->closed;

	json_word(out, "outcome", outcomes[c->outcome]);
	if (c->is_counted)
		add_traffic(out, &c->traffic);
	json_seconds(out, "dur", c->traffic.took_us);
	if (c->outcome == TAP_PROGRAM_FAILED)
		json_number(out, "status", c->status);
	if (c->has_tcp)
		add_tcp(out, c);
	if (c->cause)
		event_members_cause(out, c->cause, opts);
}

static void add_error(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	event_members_cause(out, e->error, opts);
}

static void add_left_out(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	json_number(out, "count", (int64_t)e->count);
}

static void add_call(struct bytes *out, const struct tap_event *e,
    const struct event_json_opts *opts)
{
	(void)opts;
	json_text(out, "call", e->call.text);
	json_number(out, "result", e->call.result);
	if (e->call.result < 0)
		json_word(out, "errno", sysno_name(e->call.sysno));
	if (e->call.why)
		json_text(out, "why", e->call.why);
}

/* clang-format off */
static const struct {
	const char *name;
	adding *add; /* what only this kind has; NULL: nothing */
} rows[] = {
	[TAP_LOOKUP] = { "lookup", add_lookup },
	[TAP_RESOLVED] = { "resolved", add_resolved },
	[TAP_ATTEMPT] = { "attempt", add_attempt },
	[TAP_ATTEMPT_FAILED] = { "attempt_failed", add_attempt },
	[TAP_RETRY] = { "retry", add_retry },
	[TAP_CONNECTED] = { "connected", add_beginning },
	[TAP_PROXY_ASKED] = { "proxy_asked", event_members_proxied },
	[TAP_PROXIED] = { "proxied", event_members_proxied },
	[TAP_BOUND] = { "listening", add_listening },
	[TAP_READY] = { "ready", add_ready },
	[TAP_WAITING] = { "progress", add_listening },
	[TAP_REJECTED] = { "rejected", add_rejected },
	[TAP_ACCEPTED] = { "accepted", add_beginning },
	[TAP_PEEKED] = { "peeked", event_members_peeked },
	[TAP_SECURED] = { "secured", event_members_secured },
	[TAP_FIRST_BYTE] = { "first_byte", add_took },
	[TAP_DATA] = { "data", add_bytes },
	[TAP_URGENT] = { "urgent", event_members_urgent },
	[TAP_INPUT_ENDED] = { "eof", add_eof },
	[TAP_PEER_ENDED] = { "eof", add_eof },
	[TAP_PROGRESS] = { "progress", add_progress },
	[TAP_MOVED] = { "moved", add_moved },
	[TAP_CLOSED] = { "closed", add_closed },
	[TAP_CLIENTS] = { "progress", add_clients },
	[TAP_STATE] = { "progress", add_state },
	[TAP_DATAGRAM] = { "datagram", add_bytes },
	[TAP_DATAGRAMS] = { "progress", event_members_datagrams },
	[TAP_SENT] = { "datagrams", event_members_datagrams },
	[TAP_RECEIVED] = { "datagrams", event_members_datagrams },
	[TAP_NOTE] = { "note", add_state },
	[TAP_WARNING] = { "warning", add_error },
	[TAP_LEFT_OUT] = { "left_out", add_left_out },
	[TAP_UNANSWERED] = { "unanswered", event_members_unanswered },
	[TAP_EXEC] = { "exec", event_members_exec },
	[TAP_EXEC_EXIT] = { "exec_exit", event_members_exec },
	[TAP_PROBE] = { "probe", event_members_probe },
	[TAP_ADDRESS] = { "address", event_members_address },
	[TAP_PORT] = { "port", event_members_port },
	[TAP_SCANNED] = { "scanned", event_members_scanned },
	[TAP_STORY] = { "story", event_members_story },
	[TAP_PROCESS] = { "process", event_members_process },
	[TAP_STEP] = { "step", event_members_step },
	[TAP_LESSON] = { "lesson", event_members_lesson },
	[TAP_CALL] = { "call", add_call },
};
/* clang-format on */

bool event_json_has(enum tap_kind kind)
{
	return kind < sizeof(rows) / sizeof(rows[0]) && rows[kind].name;
}

void event_json_add(struct bytes *out, const struct tap_event *e, unsigned conn,
    const struct event_json_opts *opts)
{
	event_parts_begin(out, rows[e->kind].name, e->at, opts->started);
	if (conn)
		json_number(out, "conn", conn);
	if (rows[e->kind].add)
		rows[e->kind].add(out, e, opts);
	event_parts_end(out);
}
