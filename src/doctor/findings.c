/* SPDX-License-Identifier: MIT */
/* What an examination suspects. */
#include "doctor/findings.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/xalloc.h"

void findings_add(struct findings *f, enum finding_rank rank, const char *cause,
    const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	f->items = xreallocarray(f->items, f->count + 1, sizeof(*f->items));
	f->items[f->count++] = (struct finding){
		.cause = cause,
		.rank = rank,
		.text = xvasprintf(fmt, args),
	};
	va_end(args);
}

void findings_advise(struct findings *f, const char *fmt, ...)
{
	struct finding *last = &f->items[f->count - 1];
	va_list args;

	va_start(args, fmt);
	free(last->advice);
	last->advice = xvasprintf(fmt, args);
	va_end(args);
}

bool findings_have(const struct findings *f, const char *cause)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->items[i].cause, cause) == 0)
			return true;
	return false;
}

void findings_raise(
    struct findings *f, const char *cause, enum finding_rank rank)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->items[i].cause, cause) == 0)
			f->items[i].rank = rank;
}

static void clear(struct finding *one)
{
	free(one->text);
	free(one->advice);
}

void findings_drop(struct findings *f, const char *cause)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->count; i++) {
		if (strcmp(f->items[i].cause, cause) == 0)
			clear(&f->items[i]);
		else
			f->items[kept++] = f->items[i];
	}
	f->count = kept;
}

enum finding_rank findings_rank(const struct findings *f)
{
	enum finding_rank first = RANK_ASIDE;

	for (size_t i = 0; i < f->count; i++)
		if (f->items[i].rank < first)
			first = f->items[i].rank;
	return first;
}

void findings_free(struct findings *f)
{
	for (size_t i = 0; i < f->count; i++)
		clear(&f->items[i]);
	free(f->items);
	*f = (struct findings){ 0 };
}
