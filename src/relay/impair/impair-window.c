/* SPDX-License-Identifier: MIT */
/* When a fault is in force. */
#include "relay/impair/impair-window.h"

#include "base/clock.h"

void impair_window_init(struct impair_window *w, const struct impairment *of,
    uint64_t offset, int64_t now)
{
	*w = (struct impair_window){
		.of = of,
		.base_offset = offset,
		.base_time = now,
	};
}

/* The sum, or the largest number. */
static uint64_t sum(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

static int64_t later(int64_t time, uint64_t by_us)
{
	uint64_t left = (uint64_t)(CLOCK_NEVER - time);

	return by_us >= left ? CLOCK_NEVER : time + (int64_t)by_us;
}

static void begin(struct impair_window *w, uint64_t offset, int64_t now)
{
	w->has_begun = true;
	w->begun_offset = offset;
	w->begun_at = now;
}

static void look_for_begin(
    struct impair_window *w, uint64_t offset, int64_t now)
{
	const struct impair_extent *after = &w->of->after;
	uint64_t first = sum(w->base_offset, after->amount);
	int64_t start = later(w->base_time, after->amount);

	switch (after->unit) {
	case IMPAIR_UNSET:
		begin(w, w->base_offset, w->base_time);
		break;
	case IMPAIR_BYTES:
		if (offset >= first)
			begin(w, first, now);
		break;
	case IMPAIR_TIME:
		if (now >= start)
			begin(w, offset, start);
		break;
	}
}

static void look_for_next(struct impair_window *w, uint64_t offset, int64_t now)
{
	const struct impair_extent *every = &w->of->every;
	uint64_t passed;

	switch (every->unit) {
	case IMPAIR_UNSET:
		break;
	case IMPAIR_BYTES:
		passed = offset - w->begun_offset;
		if (offset >= w->begun_offset && passed >= every->amount)
			/* lint-deep: every= of 0 is refused when it is read */
			begin(w, offset - passed % every->amount, now);
		break;
	case IMPAIR_TIME:
		if (now < w->begun_at)
			break;
		passed = (uint64_t)(now - w->begun_at);
		/* lint-deep: the same */
		if (passed >= every->amount)
			begin(
			    w, offset, now - (int64_t)(passed % every->amount));
		break;
	}
}

bool impair_window_look(struct impair_window *w, uint64_t offset, int64_t now)
{
	const struct impair_extent *lasts = &w->of->lasts;

	if (!w->has_begun)
		look_for_begin(w, offset, now);
	if (!w->has_begun)
		return false;
	look_for_next(w, offset, now);
	switch (lasts->unit) {
	case IMPAIR_UNSET:
		return true;
	case IMPAIR_BYTES:
		return offset < sum(w->begun_offset, lasts->amount);
	case IMPAIR_TIME:
		return now < later(w->begun_at, lasts->amount);
	}
	return true;
}

uint64_t impair_window_run(const struct impair_window *w, uint64_t offset)
{
	const struct impairment *i = w->of;
	uint64_t next = UINT64_MAX, end = UINT64_MAX;

	if (!w->has_begun)
		return i->after.unit == IMPAIR_BYTES
		           ? sum(w->base_offset, i->after.amount) - offset
		           : UINT64_MAX;
	if (i->every.unit == IMPAIR_BYTES)
		next = sum(w->begun_offset, i->every.amount);
	if (i->lasts.unit == IMPAIR_BYTES)
		end = sum(w->begun_offset, i->lasts.amount);
	if (end > offset && end < next)
		next = end;
	return next == UINT64_MAX ? next : next - offset;
}

int64_t impair_window_start(const struct impair_window *w)
{
	const struct impair_extent *after = &w->of->after;

	if (after->unit == IMPAIR_BYTES && after->amount > 0)
		return CLOCK_NEVER;
	return later(w->base_time, after->amount);
}

int64_t impair_window_end(const struct impair_window *w)
{
	const struct impair_extent *lasts = &w->of->lasts;

	return lasts->unit == IMPAIR_TIME ? later(w->begun_at, lasts->amount)
	                                  : CLOCK_NEVER;
}
