/* SPDX-License-Identifier: MIT */
/* A program beside the run. */
#include "relay/during.h"

#include "base/clock.h"

static int64_t during_prepare(struct pollable *p, struct waiting *w)
{
	struct during *d = (struct during *)p;

	(void)w; /* the end of a child wakes the loop by itself */
	return d->is_needless(d->context) ? 0 : CLOCK_NEVER;
}

static bool during_service(struct pollable *p, const struct waiting *w)
{
	struct during *d = (struct during *)p;

	(void)w;
	if (d->is_needless(d->context))
		return false;
	if (!child_has_ended(&d->child, &d->status))
		return true;
	d->ended(d->context);
	return false;
}

static void during_report(struct pollable *p)
{
	(void)p;
}

static const struct pollable_ops during_ops = {
	.prepare = during_prepare,
	.service = during_service,
	.report = during_report,
	.has_children = true,
};

int during_start(struct during *d, char *const *argv,
    const char *const *additional, struct error *err)
{
	struct child_program program = {
		.argv = argv,
		.stdin_fd = -1,
		.stdout_fd = -1,
		.additional = additional,
	};

	d->pollable.ops = &during_ops;
	return child_run_program(&d->child, &program, err);
}

void during_stop(struct during *d)
{
	if (d->child.pid)
		child_end(&d->child);
}

int during_result(const struct during *d, struct error *err)
{
	return d->status ? error_program(err, d->status) : 0;
}
