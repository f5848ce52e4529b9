/* SPDX-License-Identifier: MIT */
/* Runs a lesson. */
#include "demo/course/stage.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "demo/course/party.h"
#include "demo/directory.h"
#include "demo/language/wanted.h"
#include "sys/process/child.h"
#include "sys/process/orphans.h"
#include "sys/process/proc.h"
#include "sys/waiting.h"

/* How often to look whether a call blocks. */
#define LOOK_EVERY_US 1000

/* The time limits of a call. After a deviation, later calls may wait for
 * something that does not happen, so the limit is shorter then; it is longer
 * than party.c repeats a call. */
#define PATIENCE_US (20 * CLOCK_SECOND)
#define SHORT_PATIENCE_US (6 * CLOCK_SECOND)

/* After this time a call counts as blocked even if /proc does not say so. */
#define BLOCKED_US (1 * CLOCK_SECOND)

struct stage {
	struct scene *scene;
	const struct transcript *transcript;
	struct party party; /* what the processes begin with */
	struct child children[LESSON_PARTIES];
	char directory[DIRECTORY_SIZE];
	int deviations;
	bool is_stuck; /* the rest of the lesson cannot be run */
};

/* Beginning */

static int open_pipes(struct party *party, struct error *err)
{
	for (int i = 0; i < LESSON_PARTIES; i++)
		if (pipe(party->cues[i]) < 0)
			return error_sys(err, FAULT_IO, "cannot make a pipe");
	if (pipe(party->done) < 0 ||
	    fcntl(party->done[0], F_SETFL, O_NONBLOCK) < 0)
		return error_sys(err, FAULT_IO, "cannot make a pipe");
	return 0;
}

static void close_pipe(int fds[2])
{
	for (int i = 0; i < 2; i++) {
		if (fds[i] >= 0)
			close(fds[i]);
		fds[i] = -1;
	}
}

static int run_party(void *argument)
{
	struct party *party = argument;

	return party_run(party);
}

static int start_parties(struct stage *stage, struct error *err)
{
	if (scene_uses_files(stage->scene)) {
		if (directory_make(stage->directory, err) < 0)
			return -1;
		stage->party.directory = stage->directory;
	}
	if (open_pipes(&stage->party, err) < 0)
		return -1;
	orphans_adopt();
	for (int i = 0; i < LESSON_PARTIES; i++) {
		stage->party.number = i;
		if (scene_is_first(stage->scene, i) &&
		    child_run_function(
			&stage->children[i], run_party, &stage->party, err) < 0)
			return -1;
	}
	return 0;
}

/* One step */

/* Whether the call has returned, or its process has ended. */
static bool is_over(struct stage *stage, int step)
{
	struct outcome *o = &stage->scene->outcomes[step];
	struct child *child = &stage->children[stage->scene->steps[step].party];
	int status;

	if (o->ended || !child->pid || !child_has_ended(child, &status))
		return o->ended;
	if (!o->ended) { /* it was killed in the call */
		o->killed_by = status > 128 ? status - 128 : SIGKILL;
		/* What the kernel would have returned. */
		o->result = -1;
		o->sysno = o->killed_by == SIGPIPE ? EPIPE : EINTR;
		o->ended = clock_now();
	}
	return true;
}

static bool is_blocked_now(const struct stage *stage, int step)
{
	int party = stage->scene->steps[step].party;
	int64_t began = stage->scene->outcomes[step].began;

	return began && (proc_is_sleeping(stage->scene->processes[party]) ||
			    clock_now() >= began + BLOCKED_US);
}

/* Waits until the call has returned, or, if it may block, until it blocks.
 * Returns 1 if it has returned, 0 if not, or -1 with err filled. */
static int await_call(
    struct stage *stage, int step, bool may_block, struct error *err)
{
	int64_t deadline =
	    clock_after(stage->deviations ? SHORT_PATIENCE_US : PATIENCE_US);
	unsigned char done;

	while (!is_over(stage, step)) {
		if (clock_now() >= deadline ||
		    (may_block && is_blocked_now(stage, step)))
			return is_over(stage, step);
		if (waiting_for(stage->party.done[0], POLLIN,
			may_block ? clock_after(LOOK_EVERY_US) : deadline,
			err) < 0)
			return -1;
		/* A signal, such as that of a child, ends the wait, too. */
		if (read(stage->party.done[0], &done, 1) < 0 && errno != EAGAIN)
			return error_sys(err, FAULT_IO, "cannot read a pipe");
	}
	return 1;
}

static int give_cue(struct stage *stage, int step, struct error *err)
{
	int party = stage->scene->steps[step].party;
	unsigned char cue = (unsigned char)step;

	if (write(stage->party.cues[party][1], &cue, 1) == 1)
		return 0;
	return error_sys(err, FAULT_IO, "cannot write into a pipe");
}

static int run_step(struct stage *stage, int step, struct error *err)
{
	struct scene *scene = stage->scene;
	bool may_block = scene_blocks(scene, step);
	const struct wanted *wanted = &scene->phrases[step].wanted;
	int call = scene_call(scene, step);

	if (call == step && give_cue(stage, step, err) < 0)
		return -1;
	int result = await_call(stage, call, may_block, err);
	if (result < 0)
		return -1;
	if (scene->wrong.kind != FAULT_NONE) {
		*err = scene->wrong;
		return -1;
	}
	if (call != step)
		scene->outcomes[step] = scene->outcomes[call];
	struct outcome *o = &scene->outcomes[step];
	o->is_blocked = result == 0;
	o->is_as_wanted =
	    o->is_blocked == may_block &&
	    (may_block || wanted_is_met(wanted, o, &scene->variables));
	stage->deviations += !o->is_as_wanted;
	/* A call blocks unexpectedly, or a party is gone. */
	stage->is_stuck =
	    !o->is_as_wanted &&
	    (o->is_blocked || o->killed_by || scene_forked(scene, step) >= 0);
	if (!o->began) /* the party has not begun the call */
		o->began = clock_now();
	return transcript_step(stage->transcript, scene, step, err);
}

static int run_steps(struct stage *stage, struct error *err)
{
	int result = 0;

	for (int i = 0; i < stage->scene->count && result == 0; i++) {
		if (i == stage->scene->opening_count &&
		    transcript_begin(stage->transcript, stage->scene, err) < 0)
			return -1;
		result = run_step(stage, i, err);
		if (stage->is_stuck)
			break;
	}
	return result;
}

/* The end */

/* Ends a party that another party has forked and not waited for. After the end
 * of that party it is a child of genet. */
static void end_orphan(pid_t pid)
{
	struct child child = { .pid = pid };

	if (pid && child_is_own(pid))
		child_end(&child);
}

/* Parties that wait for a cue end by themselves; one may be in a call that
 * blocks. */
static void end_parties(struct stage *stage)
{
	const pid_t *processes = stage->scene->processes;
	int status;

	for (int i = 0; i < LESSON_PARTIES; i++)
		close_pipe(stage->party.cues[i]);
	close_pipe(stage->party.done);
	for (int i = 0; i < LESSON_PARTIES; i++)
		child_end(&stage->children[i]);
	for (int i = 0; i < LESSON_PARTIES; i++)
		if (!scene_is_first(stage->scene, i))
			end_orphan(processes[i]);
	while (child_take_ended(&status) > 0)
		; /* those that have ended by themselves */
	if (*stage->directory)
		directory_remove(stage->directory);
}

int stage_run(const struct lesson *lesson, int family,
    const struct transcript *transcript, struct error *err)
{
	struct stage stage = {
		.transcript = transcript,
		.party.cues = { { -1, -1 }, { -1, -1 }, { -1, -1 } },
		.party.done = { -1, -1 },
		.scene = mmap(NULL, sizeof(*stage.scene),
		    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0),
	};

	if (stage.scene == MAP_FAILED)
		return error_sys(err, FAULT_MEMORY, "cannot share memory");
	stage.party.scene = stage.scene;
	int result = scene_fill(stage.scene, lesson, family, err);
	if (result == 0)
		result = start_parties(&stage, err);
	if (result == 0)
		result = run_steps(&stage, err);
	end_parties(&stage);
	munmap(stage.scene, sizeof(*stage.scene));
	return result < 0 ? -1 : stage.deviations;
}
