/* SPDX-License-Identifier: MIT */
/* The program that the command line names. */
#include "cmd/program.h"

#include <signal.h>
#include <stdint.h>

#include "base/text.h"
#include "relay/peer-program.h"
#include "relay/peer-watch.h"
#include "sys/child.h"
#include "sys/exec.h"
#include "sys/waiting.h"

bool program_is_asked(const struct config *cfg)
{
	return cfg->exec || cfg->shell;
}

bool program_is_watched(const struct config *cfg)
{
	return cfg->idle_timeout_us != CLOCK_NEVER || cfg->expect.bytes ||
	       cfg->until.bytes || cfg->bytes || cfg->count || cfg->crlf ||
	       cfg->pipes;
}

/* The program stands in for standard input and output. */
static int check_contradictions(const struct config *cfg, struct error *err)
{
	const struct {
		bool is_given;
		const char *name;
	} others[] = {
		{ cfg->send_only, "--send-only" },
		{ cfg->recv_only, "--recv-only" },
		{ cfg->end_with_peer, "--end-with-peer" },
		{ cfg->data.bytes, "--data" },
		{ cfg->input, "--input" },
		{ cfg->output, "--output" },
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].is_given)
			return error_set(err, FAULT_USAGE,
			    "%s and %s contradict each other: the program "
			    "takes the place of standard input and output",
			    others[i].name, cfg->exec ? "--exec" : "--sh");
	return 0;
}

int program_check(const struct config *cfg, struct error *err)
{
	const char *taker = cfg->exec ? "--exec" : "--during";

	if (cfg->exec + (cfg->shell != NULL) + cfg->during > 1)
		return error_set(err, FAULT_USAGE,
		    "only one of --exec, --sh and --during can run a program");
	if (cfg->background && cfg->during) {
		error_set(err, FAULT_USAGE,
		    "--background and --during contradict each other");
		return error_hint(err,
		    "--during ends when its program ends; to run all of it in "
		    "the background, start genet with '&'");
	}
	if ((cfg->exec || cfg->during) && !cfg->program) {
		error_set(err, FAULT_USAGE, "%s needs a program", taker);
		return error_hint(
		    err, "give it after --: %s -- PROGRAM ARG...", taker);
	}
	if (cfg->pipes && !program_is_asked(cfg))
		return error_set(err, FAULT_USAGE,
		    "--pipes is for the program of --exec or --sh");
	if (program_is_asked(cfg) && check_contradictions(cfg, err) < 0)
		return -1;
	return cfg->program ? exec_check(cfg->program[0], err) : 0;
}

/* Waits for a signal, or news of the peer. Returns as waiting_until(). */
static int wait_once(
    struct peer_watch *peer, int64_t deadline, struct error *err)
{
	struct waiting w = { 0 };
	size_t slot =
	    waiting_add(&w, peer->events ? peer->fd : -1, (short)peer->events);
	int ready = waiting_until(
	    &w, clock_earlier(deadline, peer->end_program_at), err);

	if (ready > 0)
		peer_watch_note(peer, (uint32_t)waiting_result(&w, slot));
	waiting_free(&w);
	return ready;
}

/* As child_has_ended(). Processes that the program has left are reaped, too. */
static bool has_ended(struct child *child, int *status)
{
	pid_t ended;

	while ((ended = child_take_ended(status)) > 0)
		if (ended == child->pid) {
			child->pid = 0;
			return true;
		}
	return false;
}

/* Waits for the end of the program, until enough_at at most, which is no
 * failure. Returns 0, or -1 with err filled; the program has ended then, if
 * need be by genet. */
static int wait_for_program(struct child *child, const struct session *s,
    struct peer_watch *peer, int64_t enough_at, struct error *err)
{
	char limit[TEXT_MEASURE];
	int64_t deadline = clock_earlier(s->deadline, enough_at);
	bool peer_is_gone = false;
	int status;

	while (!has_ended(child, &status)) {
		int ready = wait_once(peer, deadline, err);
		if (ready > 0)
			continue;
		if (ready == 0 && clock_now() >= peer->end_program_at) {
			peer->end_program_at = CLOCK_NEVER;
			peer_is_gone = true;
			child_ask_to_end(child);
			continue;
		}
		bool is_enough = ready == 0 && clock_now() >= enough_at;
		if (ready == 0 && !is_enough)
			error_set(err, FAULT_TIMEOUT,
			    "the program had not ended within %s",
			    text_duration(limit, s->cfg->timeout_us));
		child_end(child);
		return is_enough ? 0 : -1;
	}
	if (peer_is_gone)
		return error_set(err, FAULT_RESET,
		    "the connection ended before the program");
	return status ? error_program(err, status) : 0;
}

static int hand_over(const struct session *s, struct stream *remote,
    const struct peer_program *program, struct error *err)
{
	int64_t enough_at = clock_after(s->cfg->for_us);
	struct partings partings;
	struct peer_watch peer;
	struct child child;
	struct error own = ERROR_NONE;

	if (peer_program_hand_over(program, &child, err) < 0) {
		stream_close(remote);
		return -1;
	}
	peer_watch_begin(&peer, remote->read_fd, s->tap);
	int result = wait_for_program(&child, s, &peer, enough_at, err);
	partings_init(&partings, NULL);
	struct orphans orphans = { .group = child.group };
	peer_program_leave(remote, &orphans, &partings);
	int left = partings_run(&partings, s->deadline, &own);
	if (result == 0 && left < 0)
		*err = own;
	return result < 0 ? result : left;
}

/* Whether how the program ends is no failure: it was killed for writing more
 * than was wanted, or the time of --for has ended its connection. */
static bool is_our_doing(
    const struct config *cfg, int64_t enough_at, const struct error *err)
{
	if (err->kind != FAULT_PROGRAM)
		return false;
	return clock_now() >= enough_at ||
	       ((cfg->until.bytes || cfg->bytes || cfg->count) &&
		   err->status == 128 + SIGPIPE);
}

/* Its status once the conversation is over. When that took too long, it is
 * told to end; otherwise it has time to make something of what it was told. */
static int end_program(const struct session *s, struct child *child,
    int64_t enough_at, int conversed, struct error *err)
{
	struct error own = ERROR_NONE;
	struct peer_watch peer = { .end_program_at = CLOCK_NEVER };

	if (conversed < 0 && err->kind == FAULT_RESET)
		peer_watch_found_gone(&peer, true);
	if (conversed < 0 &&
	    (err->kind == FAULT_TIMEOUT || err->kind == FAULT_SIGNAL)) {
		child_end(child);
		return -1;
	}
	int ended = wait_for_program(child, s, &peer, enough_at, &own);
	if (conversed < 0)
		return -1;
	if (ended == 0 || is_our_doing(s->cfg, enough_at, &own))
		return 0;
	*err = own;
	return -1;
}

int program_converse(const struct session *s, struct stream *remote,
    const char *peer, struct error *err)
{
	struct program_words words;
	struct child child;

	program_words(s->cfg, &words);
	struct peer_program program = {
		.argv = words.argv,
		.crlf = s->cfg->crlf,
		.fd = remote->read_fd,
		.number = 1,
	};
	if (!program_is_watched(s->cfg))
		return hand_over(s, remote, &program, err);
	int64_t enough_at = clock_after(s->cfg->for_us);
	struct stream *local = peer_program_stream(&program, &child, err);
	if (!local) {
		stream_close(remote);
		return -1;
	}
	int conversed = session_run_between(s, local, remote, peer, err);
	return end_program(s, &child, enough_at, conversed, err);
}

void program_words(const struct config *cfg, struct program_words *out)
{
	*out = (struct program_words){ 0 };
	if (cfg->exec)
		out->argv = cfg->program;
	if (!cfg->shell)
		return;
	/* execvp(3) takes them without const, and does not write. */
	out->shell[0] = (char *)(uintptr_t) "sh";
	out->shell[1] = (char *)(uintptr_t) "-c";
	out->shell[2] = (char *)(uintptr_t)cfg->shell;
	out->argv = out->shell;
}
