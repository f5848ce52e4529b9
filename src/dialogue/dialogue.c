/* SPDX-License-Identifier: MIT */
/* Dialogues as data. */
#include "dialogue/dialogue.h"

#include <stdlib.h>
#include <string.h>

static void free_step(struct dialogue_step *s)
{
	for (size_t i = 0; i < s->text.count; i++)
		free(s->text.parts[i].bytes);
	free(s->text.parts);
	for (size_t i = 0; i < s->name_count; i++)
		free(s->names[i].name);
	free(s->names);
}

static void free_dialogue(struct dialogue *d)
{
	for (size_t i = 0; i < d->count; i++)
		free_step(&d->steps[i]);
	free(d->steps);
	free(d->name);
}

void dialogue_file_free(struct dialogue_file *f)
{
	for (size_t i = 0; i < f->count; i++)
		free_dialogue(&f->dialogues[i]);
	free(f->dialogues);
	free(f->name);
	*f = (struct dialogue_file){ 0 };
}

const struct dialogue *dialogue_find(
    const struct dialogue_file *f, const char *name)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->dialogues[i].name, name) == 0)
			return &f->dialogues[i];
	return NULL;
}

static bool is_pattern(enum dialogue_kind kind)
{
	switch (kind) {
	case DIALOGUE_BEGINS:
	case DIALOGUE_MATCHES:
	case DIALOGUE_UNTIL:
	case DIALOGUE_BYTES:
		return true;
	case DIALOGUE_TEXT:
	case DIALOGUE_PAUSE:
	case DIALOGUE_END:
	case DIALOGUE_RESET:
		break;
	}
	return false;
}

const struct dialogue_step *dialogue_unsayable(
    const struct dialogue *d, enum dialogue_side side)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->steps[i].side == side && is_pattern(d->steps[i].kind))
			return &d->steps[i];
	return NULL;
}
