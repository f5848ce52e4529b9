/* SPDX-License-Identifier: MIT */
/* A program beside the run. */
#include "work/near/companion.h"

#include "base/clock.h"

static void tell(struct companion *c, enum tap_kind kind, int status)
{
	tap_tell(c->tap, &(struct tap_event){
			     .kind = kind,
			     .exec = {
				 .program = c->name,
				 .pid = c->pid,
				 .role = TAP_BESIDE,
				 .status = status,
			     },
			 });
}

static void tell_end(struct companion *c, int status)
{
	if (c->pid)
		tell(c, TAP_EXEC_EXIT, status);
	c->pid = 0;
}

static int64_t companion_prepare(struct pollable *p, struct waiting *w)
{
	(void)w;
	return ((struct companion *)p)->deadline;
}

static bool companion_service(struct pollable *p, const struct waiting *w)
{
	struct companion *c = (struct companion *)p;

	(void)w;
	if (!c->program.has_ended) {
		c->is_late = clock_now() >= c->deadline;
		return !c->is_late;
	}
	tell_end(c, c->program.status);
	c->ended(c->context);
	return false;
}

static const struct pollable_ops companion_ops = {
	.prepare = companion_prepare,
	.service = companion_service,
};

int companion_start(struct companion *c, struct loop *loop, char *const *argv,
    const char *const *additional, struct error *err)
{
	struct child_program program = {
		.argv = argv,
		.stdin_fd = -1,
		.stdout_fd = -1,
		.additional = additional,
	};

	if (child_run_program(&c->program.child, &program, err) < 0)
		return -1;
	c->name = argv[0];
	c->pid = c->program.child.pid;
	tell(c, TAP_EXEC, 0);
	c->pollable.ops = &companion_ops;
	loop_add(loop, &c->pollable);
	loop_watch_child(&c->program, &c->pollable);
	return 0;
}

void companion_leave(struct companion *c)
{
	loop_remove(&c->pollable);
}

void companion_stop(struct companion *c)
{
	loop_leave_child(&c->program);
	if (c->program.child.pid)
		tell_end(c, child_end(&c->program.child));
	else
		tell_end(c, c->program.status);
}

int companion_result(const struct companion *c, struct error *err)
{
	return c->program.status ? error_program(err, c->program.status) : 0;
}
