/* SPDX-License-Identifier: MIT */
/* A limit of bytes a second. */
#include "base/pace.h"

#include "base/clock.h"

/* What goes at once is worth so much time. */
#define PIECE (CLOCK_SECOND / 50)

/* What is late by more than that is lost: a sender that had nothing to send for
 * a while does not send faster afterwards. */
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
