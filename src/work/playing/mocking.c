/* SPDX-License-Identifier: MIT */
/* Plays the server of dialogues for any number of clients. */
#include "work/playing/mocking.h"

#include "work/ends/ends-listen.h"
#include "work/ends/ends-options.h"
#include "work/near/limits.h"
#include "work/near/program.h"
#include "work/playing/dialogues.h"
#include "work/service.h"

/* What clients have to take leave when all has been played, or when the program
 * of --during has ended. */
#define DRAIN CLOCK_SECOND

/* So many dialogues that were not played are named; of one more the name is no
 * longer than its count. */
#define NAMED 5

struct mocking {
	struct service service;
	struct dialogues dialogues;
	/* Added to the loop once, when all has been played. */
	struct pollable closing;
	bool is_closing;
	unsigned long mismatches;
	struct error first;
};

/* All has been played: no more clients are served. */

static int64_t closing_prepare(struct pollable *p, struct waiting *w)
{
	(void)p;
	(void)w;
	return 0;
}

static bool closing_service(struct pollable *p, const struct waiting *w)
{
	struct mocking *m = LIST_OWNER(p, struct mocking, closing);

	(void)w;
	server_drain(m->service.server, clock_after(DRAIN));
	return false;
}

static const struct pollable_ops closing_ops = {
	.prepare = closing_prepare,
	.service = closing_service,
	.cannot_wait = "cannot end",
};

/* What happens in the server */

static void has_changed(void *context, const struct mismatch *mismatch)
{
	struct mocking *m = context;

	if (mismatch && m->mismatches++ == 0)
		mismatch_error(mismatch, &m->first);
	if (m->is_closing || !repertoire_is_over(&m->dialogues.repertoire))
		return;
	m->is_closing = true;
	m->closing.ops = &closing_ops;
	loop_add(&m->service.loop, &m->closing);
}

static int make_near(void *context, const struct arrival *a,
    struct session_end *near, struct error *err)
{
	struct mocking *m = context;

	(void)err;
	*near = dialogues_near(&m->dialogues, NULL, a);
	return 0;
}

static void server_has_ended(void *context)
{
	service_has_ended(&((struct mocking *)context)->service);
}

static struct server_opts make_server(struct mocking *m)
{
	struct service *s = &m->service;
	const struct config *cfg = s->cfg;

	return (struct server_opts){
		.listener = s->listener,
		.max_clients = limits_pairs(cfg),
		.max_accepted = (uint64_t)cfg->count_conns,
		.allow = &s->admission.allow,
		.deny = &s->admission.deny,
		.handshakes = s->admission.handshakes,
		.rules = dialogues_rules(&m->dialogues, &s->pool),
		.for_us = cfg->for_us,
		.arrival_us = CLOCK_NEVER,
		.drain_ends_well = true,
		.make_near = make_near,
		.ended = server_has_ended,
		.context = m,
	};
}

/* The result */

/* Names the dialogues that were not played to their end, or the first ones. */
static void list_left(
    const struct repertoire *r, size_t left, struct bytes *out)
{
	size_t named = 0, most = left > NAMED + 1 ? NAMED : left;

	for (size_t i = 0; i < r->count && named < most; i++) {
		const struct repertoire_entry *e = &r->entries[i];
		if (e->played > 0)
			continue;
		bytes_print(out, "%s'%s'%s", named++ > 0 ? ", " : "",
		    e->dialogue->name, e->begun ? " (begun)" : "");
	}
	if (named < left)
		bytes_print(out, " and %zu others", left - named);
	bytes_add(out, "", 1);
}

static int check_left(struct mocking *m, struct error *err)
{
	const struct repertoire *r = &m->dialogues.repertoire;
	const struct run *run = m->service.run;
	size_t left = repertoire_left(r);
	struct error told = ERROR_NONE;
	struct bytes names = { 0 };

	if (left == 0)
		return 0;
	list_left(r, left, &names);
	error_set(&told, FAULT_UNMET, "%zu of %zu dialogues %s not played: %s",
	    left, r->count, left == 1 ? "was" : "were", (const char *)names.at);
	bytes_free(&names);
	if (run->cfg->dialogue.strict) {
		*err = told;
		return -1;
	}
	tap_tell(run->tap,
	    &(struct tap_event){ .kind = TAP_WARNING, .error = &told });
	return 0;
}

/* A signal or --timeout is how many mocks end: what clients did counts more. */
static int judge(struct mocking *m, int result, struct error *err)
{
	bool is_late = result < 0 && err->kind == FAULT_TIMEOUT;

	if (!m->service.server ||
	    (result < 0 && err->kind != FAULT_SIGNAL && !is_late))
		return result;
	if (m->mismatches > 0)
		return error_set(err, FAULT_UNMET,
		    "%lu client%s did not keep to the dialogues; the first: "
		    "%s",
		    m->mismatches, m->mismatches == 1 ? "" : "s",
		    m->first.text);
	return is_late || check_left(m, err) < 0 ? -1 : result;
}

/* Setting up */

static int check(
    const struct run *run, const struct spec *where, struct error *err)
{
	if (program_check(run->cfg, err) < 0 ||
	    ends_options_check(run->cfg, where, 1, err) < 0)
		return -1;
	return admission_check(run->cfg, where, err);
}

static int serve_clients(
    struct mocking *m, const struct spec *where, struct error *err)
{
	struct service *s = &m->service;
	const struct config_dialogue *cfg = &s->cfg->dialogue;
	struct repertoire *repertoire = &m->dialogues.repertoire;

	repertoire->is_once = cfg->once || cfg->any_order;
	repertoire->is_any_order = cfg->any_order;
	repertoire->limit = (unsigned long)cfg->count;
	s->listener = ends_listen(s->run, where, err);
	if (!s->listener || service_open(s, err) < 0)
		return -1;
	limits_raise(s->cfg);
	const struct server_opts opts = make_server(m);
	if (service_start(s, &opts, err) < 0 || service_announce(s, err) < 0 ||
	    service_run(s, err) < 0)
		return -1;
	return service_result(s, 0, err);
}

int mocking(const struct run *run, const struct spec *where, struct error *err)
{
	struct mocking m = { .service = service_make(run, NULL) };
	const struct dialogues_use use = { run, where, DIALOGUE_SERVER,
		has_changed, &m };

	m.service.drain_us = DRAIN;
	m.service.admission.wants_tls = where->kind == SPEC_TLS;
	int result = check(run, where, err);
	if (result == 0)
		result = dialogues_open(&m.dialogues, &use, err);
	if (result == 0)
		result = judge(&m, serve_clients(&m, where, err), err);
	m.is_closing = true;
	service_close(&m.service);
	dialogues_close(&m.dialogues);
	listener_close(m.service.listener);
	return result;
}
