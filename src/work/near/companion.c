/* SPDX-License-Identifier: MIT */
/* A program beside the run. */
#include "work/near/companion.h"

#include "base/clock.h"

static void tell(struct companion *d, enum tap_kind kind, int status)
{
	tap_tell(d->tap, &(struct tap_event){
			     .kind = kind,
			     .exec = {
				 .program = d->name,
				 .pid = d->pid,
				 .role = TAP_BESIDE,
				 .status = status,
			     },
			 });
}

static void tell_end(struct companion *d, int status)
{
	if (d->pid)
		tell(d, TAP_EXEC_EXIT, status);
	d->pid = 0;
}

static int64_t companion_prepare(struct pollable *p, struct waiting *w)
{
	(void)w;
	return ((struct companion *)p)->deadline;
}

static bool companion_service(struct pollable *p, const struct waiting *w)
{
	struct companion *d = (struct companion *)p;

	(void)w;
	if (!d->program.has_ended) {
		d->is_late = clock_now() >= d->deadline;
		return !d->is_late;
	}
	tell_end(d, d->program.status);
	d->ended(d->context);
	return false;
}

static const struct pollable_ops companion_ops = {
	.prepare = companion_prepare,
	.service = companion_service,
};

int companion_start(struct companion *d, struct loop *loop, char *const *argv,
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
	d->name = argv[0];
	d->pid = d->program.child.pid;
	tell(d, TAP_EXEC, 0);
	d->pollable.ops = &companion_ops;
	loop_add(loop, &d->pollable);
	loop_watch_child(&d->program, &d->pollable);
	return 0;
}

void companion_leave(struct companion *d)
{
	loop_remove(&d->pollable);
}

void companion_stop(struct companion *d)
{
	loop_leave_child(&d->program);
	if (d->program.child.pid)
		tell_end(d, child_end(&d->program.child));
	else
		tell_end(d, d->program.status);
}

int companion_result(const struct companion *d, struct error *err)
{
	return d->program.status ? error_program(err, d->program.status) : 0;
}
