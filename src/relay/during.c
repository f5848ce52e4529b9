/* SPDX-License-Identifier: MIT */
/* A program beside the run. */
#include "relay/during.h"

#include "base/clock.h"

static int64_t during_prepare(struct pollable *p, struct waiting *w)
{
	(void)w;
	return ((struct during *)p)->deadline;
}

static bool during_service(struct pollable *p, const struct waiting *w)
{
	struct during *d = (struct during *)p;

	(void)w;
	if (!d->program.has_ended) {
		d->is_late = clock_now() >= d->deadline;
		return !d->is_late;
	}
	d->ended(d->context);
	return false;
}

static const struct pollable_ops during_ops = {
	.prepare = during_prepare,
	.service = during_service,
};

int during_start(struct during *d, struct loop *loop, char *const *argv,
    const char *const *additional, struct error *err)
{
	struct child_program program = {
		.argv = argv,
		.stdin_fd = -1,
		.stdout_fd = -1,
		.additional = additional,
	};

	if (child_run_program(&d->program.child, &program, err) < 0)
		return -1;
	d->pollable.ops = &during_ops;
	loop_add(loop, &d->pollable);
	loop_watch_child(&d->program, &d->pollable);
	return 0;
}

void during_leave(struct during *d)
{
	loop_remove(&d->pollable);
}

void during_stop(struct during *d)
{
	loop_leave_child(&d->program);
	if (d->program.child.pid)
		child_end(&d->program.child);
}

int during_result(const struct during *d, struct error *err)
{
	return d->program.status ? error_program(err, d->program.status) : 0;
}
