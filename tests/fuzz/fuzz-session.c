/* SPDX-License-Identifier: MIT */
/*
 * The input says what two sessions are that talk to each other, in four bytes,
 * and then what happens to them. Whatever that is: they end; no user hears what
 * the other one has not said, in that order; what fails is told; where nothing
 * is told, nothing is lost, and each end is passed on.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "fuzz.h"
#include "session-run.h"

/* The script */

static void happen_to_user(struct fuzz_user *u, unsigned what, unsigned how)
{
	switch (what) {
	case 0:
		u->to_say += u->has_ended ? 0 : 1 + how;
		break;
	case 1:
		u->to_say += u->has_ended || u->to_say > 500 ? 0 : 4 * how;
		break;
	case 2:
		u->has_ended = true;
		break;
	case 3:
		u->takes = how & 1 ? SIZE_MAX : how >> 1;
		break;
	case 4:
		u->write_fails = true;
		break;
	case 5:
		u->read_fails = true;
		break;
	case 6:
		u->is_reader_gone = true;
		break;
	case 7:
		u->piece = 1 + how;
		break;
	}
}

static void happen_to_wire(struct fuzz_wire *w, unsigned what, unsigned how)
{
	struct fuzz_wire_end *end = &w->ends[how & 1];

	switch (what) {
	case 0:
		end->room = how >> 1;
		break;
	case 1:
		end->room = 4096;
		break;
	case 2:
		end->piece = 1 + (how >> 1);
		break;
	case 3:
		end->holds_acknowledgements = how & 2;
		break;
	case 4:
		fuzz_wire_lose(w);
		break;
	case 5:
		end->says_ready = true; /* and has nothing */
		break;
	}
}

/* Each step of the script is two bytes. */
static void play(struct session_run *r, const uint8_t *data, size_t size)
{
	for (int steps = 0; size > 0 && steps < 300; steps++) {
		uint8_t what = fuzz_byte(&data, &size);
		uint8_t how = fuzz_byte(&data, &size);
		if (what < 0x40)
			happen_to_user(&r->users[what & 1], what >> 1 & 7, how);
		else if (what < 0x70)
			happen_to_wire(&r->wires[what & 1 && r->count > 2],
			    (what >> 1) % 8, how);
		else if (what < 0x80)
			session_run_wait(r, (int64_t)how * CLOCK_SECOND / 64);
		for (int turns = 0; what >= 0x80 && turns < 1 + (how & 3);
		     turns++)
			session_run_turn(r, what % r->count);
	}
}

/* The promises */

/* What was heard is a beginning of what was said. */
static void check_heard(
    const struct fuzz_user *to, const struct fuzz_user *from)
{
	FUZZ_MUST(to->heard.len <= from->said);
	for (size_t i = 0; i < to->heard.len; i++)
		FUZZ_MUST(to->heard.at[i] == fuzz_user_byte(from, i));
}

/* What may have gone wrong, by the table of statuses in genet(1). */
static void check_failure(const struct session_run *r, int i)
{
	const struct error *err = &r->err[i];
	const struct fuzz_user *u = &r->users[i > 0];
	bool is_relay = i == 1 && r->count == 3;

	if (err->kind != FAULT_SIGNAL) /* which has no text */
		fuzz_check_error(err);
	switch (err->kind) {
	case FAULT_RESET:
		FUZZ_MUST(fuzz_wire_is_broken(&r->wires[0]) ||
			  fuzz_wire_is_broken(&r->wires[1]));
		break;
	case FAULT_IO:
		FUZZ_MUST(!is_relay && (u->has_refused || u->has_broken));
		break;
	case FAULT_SIGNAL:
		FUZZ_MUST(!is_relay && u->is_reader_gone);
		break;
	case FAULT_TIMEOUT:
		FUZZ_MUST(r->has_limits && i == 0);
		break;
	default:
		FUZZ_MUST(!"another status");
	}
}

/* A session that tells nothing has passed on all, and the other side has
 * confirmed it. */
static void check_success(const struct session_run *r, int i)
{
	const struct session *s = &r->sessions[i];
	const struct fuzz_user *u = &r->users[i > 0];
	bool is_relay = i == 1 && r->count == 3;
	bool may_drop = s->ends[NEAR].need_not_read;

	FUZZ_MUST(s->lanes[NEAR].bytes_read == s->lanes[NEAR].bytes_written);
	if (!may_drop)
		FUZZ_MUST(
		    s->lanes[FAR].bytes_read == s->lanes[FAR].bytes_written);
	if (is_relay)
		return;
	if (s->ends[FAR].told_at && s->lanes[NEAR].bytes_written > 0)
		FUZZ_MUST(!r->was_unconfirmed[i]);
	if (!may_drop)
		FUZZ_MUST(!u->has_refused && !u->has_broken);
}

/* What a user hears: the end of a user's wire, where its session writes, is
 * that of the whole conversation. */
static void check_end(const struct session_run *r, int heard_by, int said_by)
{
	const struct fuzz_user *from = &r->users[said_by > 0],
			       *to = &r->users[heard_by > 0];
	const struct fuzz_wire_end *end =
	    said_by ? &r->wires[said_by - 1].ends[1] : &r->wires[0].ends[0];

	if (r->result[heard_by] < 0 ||
	    r->sessions[heard_by].ends[NEAR].need_not_read)
		return;
	/* A clean end says that nothing is missing, if a relay fails, too. */
	if (to->was_told)
		FUZZ_MUST(end->has_finished && to->heard.len == end->written);
	if (r->result[said_by] == 0)
		FUZZ_MUST(to->was_told && to->heard.len == from->said);
}

/* A reset is passed on behind all that has come before it. */
static void check_breaking(const struct session_run *r)
{
	const struct session *s = &r->sessions[1];
	bool is_first = s->broken == NEAR;
	int heard_by = is_first ? 0 : 2;
	const struct fuzz_user *u = &r->users[!is_first];
	bool has_failed =
	    u->has_refused || u->has_broken || u->is_reader_gone ||
	    (r->result[heard_by] < 0 && r->err[heard_by].kind != FAULT_RESET);

	if (!s->is_breaking || r->wires[!is_first].was_cut || has_failed ||
	    r->waited_us > 5 * CLOCK_SECOND)
		return;
	FUZZ_MUST(s->lanes[s->broken].bytes_read ==
		  s->lanes[s->broken].bytes_written);
	FUZZ_MUST(r->result[heard_by] < 0 ||
		  r->sessions[heard_by].ends[FAR].has_ended);
}

static void check(const struct session_run *r)
{
	check_heard(&r->users[1], &r->users[0]);
	check_heard(&r->users[0], &r->users[1]);
	for (int i = 0; i < r->count; i++)
		if (r->result[i] < 0)
			check_failure(r, i);
		else
			check_success(r, i);
	check_end(r, 0, r->count - 1);
	check_end(r, r->count - 1, 0);
	if (r->count == 3)
		check_breaking(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session_run *r = xcalloc(1, sizeof(*r));

	session_run_begin(r, &data, &size);
	play(r, data, size);
	session_run_to_the_end(r);
	check(r);
	session_run_end(r);
	free(r);
	return 0;
}
