/* SPDX-License-Identifier: MIT */
/* A process that makes the calls of one party of a lesson. */
#include "demo/course/party.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "demo/language/wanted.h"
#include "sys/process/orphans.h"

/* For how long, and how often, a call is repeated if its result is wanted
 * eventually. */
#define EVENTUALLY_US (5 * CLOCK_SECOND)
#define AGAIN_EVERY_MS 1

/* Lessons rely on the default actions of signals. The program that started
 * genet may have changed these. */
static void reset_signals(void)
{
	const struct sigaction action = { .sa_handler = SIG_DFL };
	const int numbers[] = { SIGPIPE, SIGCHLD };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		sigaction(numbers[i], &action, NULL);
		sigaddset(&set, numbers[i]);
	}
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/* Closes the ends of the pipes that the stage uses. */
static void close_cues(struct party *party)
{
	for (int i = 0; i < LESSON_PARTIES; i++) {
		close(party->cues[i][1]);
		party->cues[i][1] = -1;
	}
	close(party->done[0]);
}

static bool get_cue(const struct party *party, unsigned char *step)
{
	return read(party->cues[party->number][0], step, 1) == 1;
}

/* Returns 0, or -1 if the lesson is wrong. */
static int make_until_wanted(struct making *m, struct error *err)
{
	int64_t deadline = clock_after(EVENTUALLY_US);
	const struct wanted *wanted = &m->phrase->wanted;

	if (!wanted->is_eventual)
		return calls_make(m, err);
	for (;;) {
		if (calls_make(m, err) < 0)
			return -1;
		m->outcome->tries++;
		if (wanted_is_met(wanted, m->outcome, m->variables) ||
		    clock_now() >= deadline)
			return 0;
		poll(NULL, 0, AGAIN_EVERY_MS);
	}
}

/* Returns false if the process is to end. */
static bool make_call(struct party *party, int step)
{
	struct scene *scene = party->scene;
	struct making m = {
		.phrase = &scene->phrases[step],
		.variables = &scene->variables,
		.outcome = &scene->outcomes[step],
	};
	pid_t self = getpid();
	bool is_exit = strcmp(m.phrase->name, "exit") == 0;

	if (make_until_wanted(&m, &scene->wrong) < 0)
		return false;
	if (getpid() != self) {
		orphans_avoid();
		party->number = scene_forked(scene, step);
		scene->processes[party->number] = getpid();
		return true;
	}
	m.outcome->ended = clock_now();
	unsigned char done = (unsigned char)step;
	return write(party->done[1], &done, 1) == 1 && !is_exit;
}

int party_run(struct party *party)
{
	unsigned char step = 0;
	struct value status = { 0 };

	orphans_avoid();
	reset_signals();
	close_cues(party);
	if (party->directory && chdir(party->directory) < 0)
		return 1;
	party->scene->processes[party->number] = getpid();
	while (get_cue(party, &step))
		if (!make_call(party, step))
			break;
	const struct phrase *last = &party->scene->phrases[step];
	if (strcmp(last->name, "exit") == 0)
		values_read(&party->scene->variables, last->args[0], &status);
	return (int)status.number;
}
