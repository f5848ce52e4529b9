/* SPDX-License-Identifier: MIT */
/* Calls that carry data, folded. */
#include "tap/fold.h"

#include <stdio.h>
#include <string.h>

static struct fold *find(struct folds *f, const struct tap_call *call)
{
	for (size_t i = 0; i < FOLD_ROWS; i++) {
		struct fold *row = &f->rows[i];
		if (row->name && row->fd == call->fd &&
		    strcmp(row->name, call->name) == 0)
			return row;
	}
	return NULL;
}

/* A free row, or the one whose last call is the longest ago. */
static struct fold *choose(struct folds *f)
{
	struct fold *oldest = &f->rows[0];

	for (size_t i = 0; i < FOLD_ROWS; i++) {
		struct fold *row = &f->rows[i];
		if (!row->name)
			return row;
		if (row->last_at < oldest->last_at)
			oldest = row;
	}
	return oldest;
}

struct fold *fold_in_the_way(struct folds *f, const struct tap_call *call)
{
	struct fold *row = find(f, call) ? NULL : choose(f);

	return row && row->name && row->count > 0 ? row : NULL;
}

bool fold_take(struct folds *f, const struct tap_call *call, int64_t at)
{
	struct fold *row = find(f, call);

	if (!row) {
		*choose(f) = (struct fold){
			.name = call->name,
			.fd = call->fd,
			.told_at = at,
			.last_at = at,
		};
		return false;
	}
	row->count++;
	row->bytes += call->bytes;
	row->last_at = at;
	row->result = call->result;
	snprintf(row->text, sizeof(row->text), "%s", call->text);
	return true;
}

struct fold *fold_due(struct folds *f, int64_t now)
{
	struct fold *first = NULL;

	for (size_t i = 0; i < FOLD_ROWS; i++) {
		struct fold *row = &f->rows[i];
		if (row->count > 0 && row->told_at <= now - FOLD_TIME &&
		    (!first || row->last_at < first->last_at))
			first = row;
	}
	return first;
}

int64_t fold_next(const struct folds *f)
{
	int64_t next = CLOCK_NEVER;

	for (size_t i = 0; i < FOLD_ROWS; i++)
		if (f->rows[i].count > 0)
			next =
			    clock_earlier(next, f->rows[i].told_at + FOLD_TIME);
	return next;
}

struct tap_call fold_tell(struct fold *row, char why[FOLD_WHY], int64_t now)
{
	why[0] = '\0';
	if (row->count > 1)
		snprintf(why, FOLD_WHY, "the last of %llu more, %llu byte%s",
		    (unsigned long long)row->count,
		    (unsigned long long)row->bytes, row->bytes == 1 ? "" : "s");
	row->count = row->bytes = 0;
	row->told_at = now;
	return (struct tap_call){
		.text = row->text,
		.why = why[0] ? why : NULL,
		.result = row->result,
	};
}

void fold_forget(struct folds *f)
{
	for (size_t i = 0; i < FOLD_ROWS; i++)
		f->rows[i].name = NULL;
}
