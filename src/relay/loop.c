/* SPDX-License-Identifier: MIT */
/* The poll loop. */
#include "relay/loop.h"

#include "base/clock.h"
#include "sys/signals.h"

void loop_add(struct loop *loop, struct pollable *p)
{
	p->next = loop->members;
	loop->members = p;
}

static int64_t prepare_all(struct loop *loop)
{
	int64_t latest = CLOCK_NEVER;

	waiting_clear(&loop->waiting);
	for (struct pollable *p = loop->members; p; p = p->next)
		latest =
		    clock_earlier(latest, p->ops->prepare(p, &loop->waiting));
	return latest;
}

/* Members added meanwhile stand before the first one, and wait. */
static void service_all(struct loop *loop)
{
	struct pollable *p = loop->members;
	struct pollable **link = &loop->members;

	while (p) {
		struct pollable *next = p->next;
		bool goes_on = p->ops->service(p, &loop->waiting);
		while (*link != p)
			link = &(*link)->next;
		if (goes_on)
			link = &p->next;
		else
			*link = next;
		p = next;
	}
}

static void report_all(struct loop *loop)
{
	for (struct pollable *p = loop->members; p; p = p->next)
		p->ops->report(p);
}

int loop_run(struct loop *loop, struct error *err)
{
	int result = 0;

	while (loop->members && result >= 0) {
		int64_t latest = prepare_all(loop);
		result = waiting_until(&loop->waiting, latest, err);
		if (signals_take_report())
			report_all(loop);
		if (result >= 0)
			service_all(loop);
	}
	waiting_free(&loop->waiting);
	return result < 0 ? -1 : 0;
}
