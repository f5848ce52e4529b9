/* SPDX-License-Identifier: MIT */
/* A limit of bytes per second. */
#include "base/pace.h"

#include "base/clock.h"

/* A piece takes so long. */
#define PIECE (CLOCK_SECOND / 50)

/* A greater delay is not made up for: a sender that had nothing to send for a
 * while does not send faster afterwards. */
#define LATE_MOST (CLOCK_SECOND / 20)

size_t pace_piece(const struct pace *p)
{
	uint64_t piece = p->rate / (CLOCK_SECOND / PIECE);

	if (p->rate == 0 || piece > SIZE_MAX)
		return SIZE_MAX;
	return piece ? (size_t)piece : 1;
}

void pace_note(struct pace *p, size_t len)
{
	if (p->rate == 0)
		return;
	int64_t now = clock_now();
	double takes = (double)len * CLOCK_SECOND / (double)p->rate;

	if (p->due < now - LATE_MOST)
		p->due = p->due ? now - LATE_MOST : now;
	p->due = takes > 1e15 ? CLOCK_NEVER : p->due + (int64_t)takes;
}
