/* SPDX-License-Identifier: MIT */
/* Plays the client of dialogues, each over a connection of its own. Up to
 * --jobs of them are played at once, in one loop. */
#include "work/playing/talking.h"
#include "work/confine.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "base/xalloc.h"
#include "relay/dialler.h"
#include "relay/pool.h"
#include "relay/server.h"
#include "sys/process/signal-name.h"
#include "sys/signals.h"
#include "work/ends/ends-options.h"
#include "work/ends/reach.h"
#include "work/near/limits.h"
#include "work/playing/dialogues.h"
#include "work/playing/talk-report.h"

/* Where one dialogue after the other is played. */
struct seat {
	struct talk *talk;
	size_t playing; /* the number of the dialogue, from 0 on */
	bool is_taken, is_over;
	int64_t began;
	struct dialler dialler;
	char dialled[CONNECTION_PEER];
	struct server *server; /* of the one connection; NULL: not yet */
};

/* A member of the loop, until all dialogues are played. */
struct talk {
	struct pollable pollable;
	const struct run *run;
	struct loop loop;
	struct pool pool;
	struct reach reach;
	bool is_reach_open;
	struct dialogues dialogues;
	struct talk_report report;
	struct seat *seats;
	size_t seat_count, taken, next;
	struct error failure; /* of a call on this host, such as a print */
};

/* One connection */

static void is_over(void *seat)
{
	struct seat *s = seat;

	s->is_over = true;
	loop_wake(&s->talk->pollable);
}

static const struct dialogue *dialogue_of(const struct seat *s)
{
	return s->talk->dialogues.repertoire.entries[s->playing].dialogue;
}

static void ignore(void *context, const struct mismatch *mismatch)
{
	(void)context;
	(void)mismatch;
}

static int make_near(void *context, const struct arrival *a,
    struct session_end *near, struct error *err)
{
	struct seat *s = context;

	(void)err;
	*near = dialogues_near(&s->talk->dialogues, dialogue_of(s), a);
	return 0;
}

/* Of several connections each has a number. */
static unsigned number_of(const struct seat *s)
{
	return s->talk->dialogues.repertoire.count > 1
	           ? (unsigned)s->playing + 1
	           : 0;
}

static struct server_opts make_server(struct seat *s)
{
	return (struct server_opts){
		.dialled = s->dialled,
		.number = number_of(s),
		.behind = s->dialler.connection.child,
		.max_clients = 1,
		.max_accepted = 1,
		.rules = dialogues_rules(&s->talk->dialogues, &s->talk->pool),
		.for_us = CLOCK_NEVER,
		.arrival_us = CLOCK_NEVER,
		.make_near = make_near,
		.ended = is_over,
		.context = s,
	};
}

static void has_dialled(void *seat)
{
	struct seat *s = seat;
	struct connection *c = &s->dialler.connection;

	if (!connection_is_open(c)) {
		is_over(s);
		return;
	}
	c->number = number_of(s);
	connection_peer(s->dialled, c);
	const struct server_opts opts = make_server(s);
	struct stream *far = connection_stream(c, s->talk->run->tap);
	s->server = server_new(&opts, &s->talk->loop);
	server_take(s->server, far, &c->remote);
}

static void begin(struct seat *s, size_t playing)
{
	struct talk *t = s->talk;

	*s = (struct seat){
		.talk = t,
		.playing = playing,
		.is_taken = true,
		.began = clock_now(),
		.dialler.dial = reach_dial(&t->reach, NULL),
		.dialler.ended = has_dialled,
		.dialler.context = s,
		.dialler.is_one_of_many = t->seat_count > 1,
	};
	t->taken++;
	dialler_start(&s->dialler, &t->loop);
}

/* All connections */

static void end(struct seat *s)
{
	struct talk *t = s->talk;
	struct error err = ERROR_NONE;
	int result = -1;

	if (s->server)
		result = server_result(s->server, 0, &err);
	else
		err = s->dialler.failure;
	server_free(s->server);
	s->server = NULL;
	s->is_taken = false;
	t->taken--;
	if (talk_report_note(&t->report, s->playing, clock_now() - s->began,
		result < 0 ? &err : NULL, &t->failure) < 0)
		t->next = t->report.repertoire->count;
}

static void note_failed(
    struct talk *t, size_t playing, int64_t took_us, const struct error *why)
{
	if (talk_report_note(&t->report, playing, took_us, why, &t->failure) <
	    0)
		t->next = t->report.repertoire->count;
}

static void fail_rest(struct talk *t, const struct error *why)
{
	while (t->next < t->report.repertoire->count)
		note_failed(t, t->next++, 0, why);
}

/* Those that have not begun when the time of the run is over. */
static void give_up_rest(struct talk *t)
{
	char limit[TEXT_MEASURE];
	struct error err = ERROR_NONE;

	error_set(&err, FAULT_TIMEOUT, "not begun: not done within %s",
	    text_duration(limit, t->run->cfg->timeout_us));
	fail_rest(t, &err);
}

/* A signal ends the run: what was played so far is reported. Returns -1 with
 * err filled. */
static int break_off(struct talk *t, struct error *err)
{
	int signal = signals_acknowledge();
	const char *name = signal_name(signal);
	struct error why = ERROR_NONE, ignored = ERROR_NONE;

	error_set(&why, FAULT_SIGNAL, "broken off by %s", name);
	for (size_t i = 0; i < t->seat_count; i++) {
		const struct seat *s = &t->seats[i];
		if (s->is_taken)
			note_failed(
			    t, s->playing, clock_now() - s->began, &why);
	}
	error_set(&why, FAULT_SIGNAL, "not begun before %s", name);
	fail_rest(t, &why);
	talk_report_end(&t->report, &ignored);
	return error_signal(err, signal);
}

static int64_t talk_prepare(struct pollable *p, struct waiting *w)
{
	(void)p;
	(void)w;
	return CLOCK_NEVER;
}

static bool talk_service(struct pollable *p, const struct waiting *w)
{
	struct talk *t = (struct talk *)p;
	size_t count = t->report.repertoire->count;

	(void)w;
	for (size_t i = 0; i < t->seat_count; i++) {
		struct seat *s = &t->seats[i];
		if (s->is_taken && s->is_over)
			end(s);
		if (t->next < count && clock_now() >= t->run->deadline)
			give_up_rest(t);
		if (!s->is_taken && t->next < count)
			begin(s, t->next++);
	}
	return t->taken > 0;
}

static void talk_tell(struct pollable *p)
{
	const struct talk *t = (const struct talk *)p;
	char text[128];

	snprintf(text, sizeof(text),
	    "progress: %zu of %zu dialogues have begun, %zu of them go on",
	    t->next, t->report.repertoire->count, t->taken);
	tap_tell(t->run->tap,
	    &(struct tap_event){ .kind = TAP_STATE, .text = text });
}

static const struct pollable_ops talk_ops = {
	.prepare = talk_prepare,
	.service = talk_service,
	.report = talk_tell,
	.cannot_wait = "cannot wait",
};

/* Setting up */

static int open_talk(
    struct talk *t, const struct spec *target, struct error *err)
{
	const struct dialogues_use use = { t->run, target, DIALOGUE_CLIENT,
		ignore, NULL };

	if (ends_options_check(t->run->cfg, target, 1, err) < 0 ||
	    dialogues_open(&t->dialogues, &use, err) < 0 ||
	    reach_open(&t->reach, t->run, target, err) < 0)
		return -1;
	t->is_reach_open = true;
	const struct confine_opts confined = { .targets = target,
		.target_count = 1 };
	if (confine(t->run, &confined, err) < 0)
		return -1;
	t->report = talk_report_make(t->run, &t->dialogues.repertoire);
	return 0;
}

static int play(struct talk *t, struct error *err)
{
	size_t jobs = (size_t)t->run->cfg->dialogue.jobs;
	size_t count = t->dialogues.repertoire.count;

	limits_raise(t->run->cfg);
	size_t possible = limits_pairs(t->run->cfg);
	jobs = jobs < possible ? jobs : possible;
	t->seat_count = jobs < count ? jobs : count;
	t->seats = xcalloc(t->seat_count, sizeof(*t->seats));
	for (size_t i = 0; i < t->seat_count; i++)
		t->seats[i].talk = t;
	t->pollable.ops = &talk_ops;
	loop_add(&t->loop, &t->pollable);
	loop_wake(&t->pollable);
	if (loop_run(&t->loop, err) < 0)
		return err->kind == FAULT_SIGNAL ? break_off(t, err) : -1;
	if (t->failure.kind == FAULT_NONE)
		return talk_report_end(&t->report, err);
	*err = t->failure;
	return -1;
}

static void close_talk(struct talk *t)
{
	for (size_t i = 0; i < t->seat_count; i++) {
		dialler_stop(&t->seats[i].dialler);
		server_free(t->seats[i].server);
	}
	free(t->seats);
	loop_close(&t->loop);
	pool_free(&t->pool);
	if (t->is_reach_open)
		reach_close(&t->reach);
	talk_report_free(&t->report);
	dialogues_close(&t->dialogues);
}

int talking(const struct run *run, const struct spec *target, struct error *err)
{
	struct talk t = { .run = run, .loop.tap = run->tap };
	int result = open_talk(&t, target, err);

	if (result == 0)
		result = play(&t, err);
	close_talk(&t);
	return result;
}
