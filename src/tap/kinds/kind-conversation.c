/* SPDX-License-Identifier: MIT */
/* Conversations, up to their ends. */
#include "tap/kinds/kind-private.h"

static void say_first_byte(char *line, const struct tap_event *e)
{
	SAY(line, "first:   first byte after %s", DURATION(e->took_us));
}

static void add_took(struct event_object *o, const struct tap_event *e)
{
	json_seconds(o->out, "took", e->took_us);
}

/* clang-format off */
static const struct kind_code sequels[] = {
	[TAP_SHUT] = { "shut", "write side closed" },
	[TAP_SHUT_RECEIVING] = { "shut-receiving", "write side closed, still receiving" },
	[TAP_RECEIVING_ON] = { "receiving", "still receiving" },
	[TAP_HELD_BACK] = { "held-back", "genet will signal its end when the peer has ended" },
	[TAP_SENDING_ON] = { "sending", "it may still read; sending on" },
	[TAP_NOTHING_LEFT] = { "nothing-left", "nothing more to send" },
};

static const struct kind_code ways[] = {
	[TAP_SPLICED] = { "spliced", "" },
	[TAP_COPY_SMALL] = { "small", " (not in bulk)" },
	[TAP_COPY_ASKED] = { "asked", " (as asked for)" },
	[TAP_COPY_SEEN] = { "seen", " (an option looks at them)" },
	[TAP_COPY_CANNOT] = { "cannot", " (cannot be spliced)" },
};

/* NULL: other words follow from the members of the event. */
static const struct kind_code outcomes[] = {
	[TAP_ENDED] = { "ended" },
	[TAP_FAILED] = { "failed" },
	[TAP_UNSERVED] = { "unserved", ", it could not be served" },
	[TAP_UNREACHED] = { "unreached" },
	[TAP_LEFT_PROGRAM] = { "left-program", ", ended before its program" },
	[TAP_PROGRAM_FAILED] = { "program-failed" },
	[TAP_CUT_OFF] = { "cut-off" },
};
/* clang-format on */

/* Of a relay the input is what comes from the target. */
static void say_input_ended(char *line, const struct tap_event *e)
{
	if (e->ended.is_relayed) {
		SAY(line, "target:  end of stream after %s; passed on%s",
		    SIZE(e->ended.bytes),
		    e->ended.sequel == TAP_SHUT
			? ""
			: ", the client may still send");
		return;
	}
	SAY(line, "sent:    %s, end of input; %s", SIZE(e->ended.bytes),
	    sequels[e->ended.sequel].words);
}

static void say_peer_ended(char *line, const struct tap_event *e)
{
	SAY(line, "%s end of stream after %s; %s",
	    e->ended.is_relayed ? "client: " : "peer:   ", SIZE(e->ended.bytes),
	    sequels[e->ended.sequel].words);
}

static void add_eof(struct event_object *o, const struct tap_event *e)
{
	bool is_input = e->kind == TAP_INPUT_ENDED;

	if (e->ended.is_relayed)
		json_word(o->out, "side", is_input ? "target" : "client");
	else
		json_word(o->out, "side", is_input ? "local" : "remote");
	json_number(o->out, "bytes", (int64_t)e->ended.bytes);
	json_word(o->out, "then", sequels[e->ended.sequel].name);
}

static void add_totals(char *line, const struct tap_traffic *t)
{
	SAY(line, " %s in, %s out, %s", SIZE(t->in), SIZE(t->out),
	    DURATION(t->took_us));
}

static void add_traffic(struct bytes *out, const struct tap_traffic *t)
{
	json_number(out, "in", (int64_t)t->in);
	json_number(out, "out", (int64_t)t->out);
}

static void say_progress(char *line, const struct tap_event *e)
{
	SAY(line, "progress:");
	add_totals(line, &e->traffic);
}

static void add_progress(struct event_object *o, const struct tap_event *e)
{
	add_traffic(o->out, &e->traffic);
	json_seconds(o->out, "took", e->traffic.took_us);
}

static void say_moved(char *line, const struct tap_event *e)
{
	for (int d = TAP_IN; d <= TAP_OUT; d++) {
		const struct tap_moved *m = &e->moved[d];
		SAY(line, d == TAP_IN ? "moved:   in " : "; out ");
		if (m->spliced + m->copied == 0)
			SAY(line, "nothing");
		else
			SAY(line, "%s spliced, %s copied%s", SIZE(m->spliced),
			    SIZE(m->copied), ways[m->way].words);
	}
}

static void add_moved(struct event_object *o, const struct tap_event *e)
{
	for (int d = TAP_IN; d <= TAP_OUT; d++) {
		const struct tap_moved *m = &e->moved[d];
		json_open(o->out, kind_directions[d]);
		json_word(o->out, "way", ways[m->way].name);
		json_number(o->out, "spliced", (int64_t)m->spliced);
		json_number(o->out, "copied", (int64_t)m->copied);
		json_close(o->out);
	}
}

/* Which end of a relay was the first to end, and how. */
static const struct {
	const char *name, *how, *words;
} firsts[] = {
	[TAP_NEITHER] = { NULL },
	[TAP_CLIENT_ENDED] = { "client", "end", ", the client ended first" },
	[TAP_TARGET_ENDED] = { "target", "end", ", the target ended first" },
	[TAP_CLIENT_BROKE] = { "client", "reset", ", the client broke off" },
	[TAP_TARGET_BROKE] = { "target", "reset", ", the target broke off" },
};

static void add_target(struct bytes *out, const struct tap_closed *c)
{
	kind_add_target(out, c->target);
	if (c->first == TAP_NEITHER)
		return;
	json_word(out, "first", firsts[c->first].name);
	json_word(out, "how", firsts[c->first].how);
}

/* Why it has ended so, or what the kernel knows of a good end. */
static void add_outcome(char *line, const struct tap_closed *c)
{
	if (c->outcome == TAP_FAILED || c->outcome == TAP_UNREACHED)
		SAY(line, ", %s", c->cause->text);
	else if (c->outcome == TAP_PROGRAM_FAILED)
		SAY(line, ", its program ended with status %d", c->status);
	else if (outcomes[c->outcome].words)
		SAY(line, "%s", outcomes[c->outcome].words);
	else if (c->has_tcp)
		SAY(line, ", rtt %s, %u retransmit%s", DURATION(c->tcp.rtt_us),
		    c->tcp.retransmits, plural(c->tcp.retransmits));
}

/* What the end of genet has ended. */
static const char *what_was_stopped(const struct tap_event *e)
{
	if (e->closed.target)
		return "the relay";
	return e->connection->is_dialled ? "genet" : "the listener";
}

static void say_cut_off(char *line, const struct tap_event *e)
{
	const struct tap_traffic *t = &e->closed.traffic;

	SAY(line, "connection %u cut off: %s was stopped", e->connection->id,
	    what_was_stopped(e));
	if (e->closed.is_counted)
		SAY(line, " (%s in, %s out)", SIZE(t->in), SIZE(t->out));
}

static void say_closed(char *line, const struct tap_event *e)
{
	const struct tap_closed *c = &e->closed;
	unsigned id = e->connection->id;

	if (id && c->outcome == TAP_CUT_OFF) {
		say_cut_off(line, e);
		return;
	}
	if (id)
		SAY(line, "connection %u closed:", id);
	else
		SAY(line, "closed: ");
	if (c->is_counted)
		add_totals(line, &c->traffic);
	else
		SAY(line, " %s", DURATION(c->traffic.took_us));
	if (c->target && c->first != TAP_NEITHER)
		SAY(line, "%s", firsts[c->first].words);
	add_outcome(line, c);
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

static void add_closed(struct event_object *o, const struct tap_event *e)
{
	const struct tap_closed *c = &e->closed;

	json_word(o->out, "outcome", outcomes[c->outcome].name);
	if (c->is_counted)
		add_traffic(o->out, &c->traffic);
	json_seconds(o->out, "dur", c->traffic.took_us);
	if (c->outcome == TAP_PROGRAM_FAILED)
		json_number(o->out, "status", c->status);
	if (c->target)
		add_target(o->out, c);
	if (c->has_tcp)
		add_tcp(o->out, c);
	if (c->cause)
		event_json_cause(o, c->cause);
}

/* clang-format off */
const struct kind kind_first_byte = { "first_byte", add_took, 2, say_first_byte };
const struct kind kind_input_ended = { "eof", add_eof, 2, say_input_ended };
const struct kind kind_peer_ended = { "eof", add_eof, 2, say_peer_ended };
const struct kind kind_progress = { "progress", add_progress, KIND_ASKED_FOR, say_progress };
const struct kind kind_moved = { "moved", add_moved, 2, say_moved };
const struct kind kind_closed = { "closed", add_closed, 1, say_closed };
/* clang-format on */
