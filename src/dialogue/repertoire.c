/* SPDX-License-Identifier: MIT */
/* The dialogues of a run. */
#include "dialogue/repertoire.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static void set_first(
    struct repertoire_entry *e, const struct dialogue_step *step)
{
	const struct dialogue_part *part = step->text.parts;
	bool is_exact = step->kind == DIALOGUE_TEXT && step->text.count > 0 &&
	                !part->is_variable;
	size_t len = is_exact ? part->len : 0;

	e->is_silent = false;
	e->first = step->side;
	e->head_len =
	    (unsigned char)(len < sizeof(e->head) ? len : sizeof(e->head));
	if (e->head_len > 0)
		memcpy(e->head, part->bytes, e->head_len);
}

static void add(struct repertoire *r, const struct dialogue *d)
{
	struct repertoire_entry *e = &r->entries[r->count++];

	*e = (struct repertoire_entry){ .dialogue = d, .is_silent = true };
	for (size_t i = 0; i < d->count; i++)
		if (d->steps[i].kind != DIALOGUE_PAUSE) {
			set_first(e, &d->steps[i]);
			r->is_begun_by[e->first] = true;
			break;
		}
}

int repertoire_make(struct repertoire *r, const struct dialogue_file *file,
    const char *const *names, struct error *err)
{
	size_t count = 0;

	while (names && names[count])
		count++;
	*r = (struct repertoire){
		.entries =
		    xcalloc(count + file->count + 1, sizeof(r->entries[0])),
		.file = file->name,
	};
	for (size_t i = 0; count == 0 && i < file->count; i++)
		add(r, &file->dialogues[i]);
	for (size_t i = 0; i < count; i++) {
		const struct dialogue *d = dialogue_find(file, names[i]);
		if (!d) {
			repertoire_free(r);
			return error_set(err, FAULT_USAGE,
			    "'%s' has no dialogue '%s'", file->name, names[i]);
		}
		add(r, d);
	}
	return 0;
}

void repertoire_free(struct repertoire *r)
{
	free(r->entries);
	*r = (struct repertoire){ 0 };
}

size_t repertoire_find(struct repertoire *r, const struct dialogue *d)
{
	for (size_t tried = 0; tried < r->count; tried++) {
		r->found = (r->found + 1) % r->count;
		if (r->entries[r->found].dialogue == d)
			return r->found;
	}
	assert(!"the dialogue is one of the repertoire");
	return 0;
}

/* Whether so many have begun that no other one may. */
static bool has_enough(const struct repertoire *r)
{
	return r->limit > 0 && r->begun >= r->limit;
}

bool repertoire_offers(const struct repertoire *r, size_t i)
{
	if (has_enough(r))
		return false;
	if (!r->is_once)
		return true;
	return r->is_any_order ? r->entries[i].begun == 0 : i == r->fresh;
}

size_t repertoire_offered(const struct repertoire *r, size_t from)
{
	if (has_enough(r))
		return r->count;
	if (!r->is_once)
		return from;
	if (from <= r->fresh)
		return r->fresh;
	if (!r->is_any_order)
		return r->count;
	while (from < r->count && r->entries[from].begun > 0)
		from++;
	return from;
}

void repertoire_begin(struct repertoire *r, size_t i)
{
	r->entries[i].begun++;
	r->begun++;
	while (r->fresh < r->count && r->entries[r->fresh].begun > 0)
		r->fresh++;
}

void repertoire_undo(struct repertoire *r, size_t i)
{
	struct repertoire_entry *e = &r->entries[i];

	e->begun--;
	r->begun--;
	if (e->begun == 0 && i < r->fresh)
		r->fresh = i;
}

void repertoire_end(struct repertoire *r, size_t i, bool is_played)
{
	r->entries[i].played += is_played;
	r->played += is_played;
	r->failed += !is_played;
}

bool repertoire_is_over(const struct repertoire *r)
{
	return r->begun == r->played + r->failed &&
	       repertoire_offered(r, 0) == r->count;
}

size_t repertoire_left(const struct repertoire *r)
{
	size_t left = 0;

	for (size_t i = 0; i < r->count; i++)
		left += r->entries[i].played == 0;
	return left;
}
