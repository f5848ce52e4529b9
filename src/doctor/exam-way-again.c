/* SPDX-License-Identifier: MIT */
/* The step "way" again, when connections were tried: has the next host on the
 * link answered? */
#include "base/clock.h"
#include "doctor/way-verdict.h"

/* The kernel asks for a neighbour three times, once a second. */
#define PATIENCE_US (4 * CLOCK_SECOND)

/* Says what has become of a neighbour that was asked by the try. */
static void say_change(struct examination *x, const struct way_facts *f)
{
	struct way_verdict v = way_judge(f);
	char next[ADDRESS_TEXT];

	if (f->neighbour == NEIGHBOUR_SILENT && v.cause)
		exam_say(x, EXAM_WRONG, -1, "%s", v.text);
	else if (f->neighbour == NEIGHBOUR_THERE)
		exam_say(x, EXAM_WELL, -1, "%s answers on the link",
		    address_host(next, way_next(f)));
	way_verdict_free(&v);
}

static enum step_result examine(struct examination *x, struct error *err)
{
	int64_t deadline = exam_deadline(x, PATIENCE_US);

	for (size_t i = 0; i < x->name.addresses.count; i++) {
		struct way_facts *f = &x->ways[i];
		if (way_is_open(x, i))
			continue;
		enum neighbour_state before = f->neighbour;
		if (way_look_again(f, deadline, err) < 0)
			return STEP_FAILED;
		if (f->neighbour != before)
			say_change(x, f);
	}
	way_verdicts_conclude(x);
	return STEP_NEXT;
}

const struct exam_step exam_way_again = { "way", examine };
