/* SPDX-License-Identifier: MIT */
/* Orders about faults that a file gives for certain times. */
#include "work/faults/fault-timeline.h"

#include <string.h>

#include "args/fault-spec.h"
#include "base/clock.h"
#include "tap/tap.h"
#include "work/text-file.h"

/* A longer file is none of orders. */
#define FILE_MOST ((size_t)1024 * 1024)

static int read_all(
    const char *file, struct bytes *out, int64_t deadline, struct error *err)
{
	const struct text_file_opts opts = {
		.name = file,
		.what = "a file of faults",
		.most = FILE_MOST,
		.deadline = deadline,
	};

	if (text_file_read(&opts, out, err) < 0)
		return -1;
	return memchr(out->at, 0, out->len)
	           ? error_set(err, FAULT_USAGE, "'%s' has a NUL", file)
	           : 0;
}

/* An error in a line of the file names that. Returns -1. */
static int blame(const struct fault_timeline *t,
    const struct fault_moment *moment, struct error *err)
{
	return error_reword(err, "%s:%u: %s", t->file, moment->line, err->text);
}

/* Faults that no conversation can have are a mistake at once, not later. */
static int check(const struct fault_timeline *t, struct error *err)
{
	for (size_t i = 0; i < t->schedule.count; i++) {
		const struct fault_moment *moment = &t->schedule.moments[i];
		const struct fault_order *order = &moment->order;
		if (order->verb != FAULT_ORDER_ADD ||
		    fault_spec_fits(&order->what, order->words,
			t->orders->carrier, err) == 0)
			continue;
		return blame(t, moment, err);
	}
	return 0;
}

int fault_timeline_read(struct fault_timeline *t, const char *file,
    struct fault_orders *orders, int64_t deadline, struct error *err)
{
	struct bytes text = { 0 };
	int result = read_all(file, &text, deadline, err);

	t->orders = orders;
	t->file = file;
	if (result == 0)
		result = fault_order_schedule(
		    file, (const char *)text.at, &t->schedule, err);
	bytes_free(&text);
	return result < 0 ? -1 : check(t, err);
}

/* In the loop */

static int64_t timeline_prepare(struct pollable *p, struct waiting *w)
{
	const struct fault_timeline *t = (const struct fault_timeline *)p;

	(void)w;
	return t->done < t->schedule.count
	           ? t->start + t->schedule.moments[t->done].at_us
	           : 0;
}

/* One that fails, since a name is taken, say, is told and passed over. */
static void carry_out(struct fault_timeline *t)
{
	struct fault_moment *moment = &t->schedule.moments[t->done++];
	struct error err = ERROR_NONE;
	struct bytes ignored = { 0 };

	if (fault_orders_do(t->orders, &moment->order, &ignored, &err) < 0) {
		blame(t, moment, &err);
		tap_tell(t->orders->tap, &(struct tap_event){
					     .kind = TAP_WARNING,
					     .error = &err,
					 });
	}
	bytes_free(&ignored);
}

static bool timeline_service(struct pollable *p, const struct waiting *w)
{
	struct fault_timeline *t = (struct fault_timeline *)p;
	int64_t now = clock_now();

	(void)w;
	while (t->done < t->schedule.count &&
	       now >= t->start + t->schedule.moments[t->done].at_us)
		carry_out(t);
	return t->done < t->schedule.count;
}

static const struct pollable_ops timeline_ops = {
	.prepare = timeline_prepare,
	.service = timeline_service,
};

void fault_timeline_start(struct fault_timeline *t, struct loop *loop)
{
	if (t->schedule.count == 0)
		return;
	t->start = clock_now();
	t->pollable.ops = &timeline_ops;
	/* Those of the start are made before the first client comes. */
	while (t->done < t->schedule.count &&
	       t->schedule.moments[t->done].at_us == 0)
		carry_out(t);
	loop_add(loop, &t->pollable);
}

void fault_timeline_stop(struct fault_timeline *t)
{
	loop_remove(&t->pollable);
}

void fault_timeline_free(struct fault_timeline *t)
{
	fault_timeline_stop(t);
	fault_order_free_schedule(&t->schedule);
}
