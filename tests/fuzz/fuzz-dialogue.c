/* SPDX-License-Identifier: MIT */
/* The input is a file of dialogues, and in a second trial what a side says.
 * What was read, or said, is written, and that is read as the same. */
#include "fuzz.h"

#include <string.h>

#include "dialogue/dialogue-read.h"
#include "dialogue/dialogue-text.h"
#include "dialogue/expression.h"

/* It can be used, with any value of its variables. */
static void check_expression(
    const struct dialogue_step *step, const struct variables *known)
{
	struct expression_span spans[30] = { 0 };
	struct bytes all = { 0 };
	const char *why;

	variables_expand_expression(known, &step->text, &all);
	struct expression *e = expression_new((char *)all.at, all.len, &why);
	FUZZ_MUST(e);
	size_t len = all.len < 100 ? all.len : 100;
	bool does = expression_matches(e, all.at, len, spans, 30);
	FUZZ_MUST(does == expression_matches(e, all.at, len, NULL, 0));
	for (size_t i = 0; i < 30; i++) {
		bool is_none = spans[i].begin == SIZE_MAX;
		FUZZ_MUST(is_none ? spans[i].end == SIZE_MAX
				  : spans[i].begin <= spans[i].end &&
					spans[i].end <= len);
	}
	expression_free(e);
	bytes_free(&all);
}

/* Whether there are functions that write this step. */
static bool is_writable(const struct dialogue_step *step)
{
	bool is_pattern =
	    step->kind == DIALOGUE_BEGINS || step->kind == DIALOGUE_MATCHES ||
	    step->kind == DIALOGUE_UNTIL || step->kind == DIALOGUE_BYTES;

	return !is_pattern &&
	       (step->text.count == 0 ||
		   (step->text.count == 1 && !step->text.parts[0].is_variable));
}

static void write_step(struct bytes *out, const struct dialogue_step *step)
{
	const struct dialogue_part *part = step->text.parts;

	if (step->kind == DIALOGUE_PAUSE)
		dialogue_text_pause(out, step->pause_us);
	else if (step->kind == DIALOGUE_TEXT)
		dialogue_text_say(out, step->side, part ? part->bytes : "",
		    part ? part->len : 0, true);
	else
		dialogue_text_end(
		    out, step->side, step->kind == DIALOGUE_RESET);
}

static void check_same(
    const struct dialogue_step *a, const struct dialogue_step *b)
{
	FUZZ_MUST(a->kind == b->kind && a->side == b->side);
	FUZZ_MUST(a->pause_us == b->pause_us);
	FUZZ_MUST(a->text.count == b->text.count && b->text.count <= 1);
	if (a->text.count) {
		const struct dialogue_part *one = a->text.parts,
					   *other = b->text.parts;
		FUZZ_MUST(one->len == other->len);
		FUZZ_MUST(memcmp(one->bytes, other->bytes, one->len) == 0);
	}
}

/* As far as it can be written. */
static void check_again(const struct dialogue *d)
{
	const struct variables none = { 0 };
	struct error err = ERROR_NONE;
	struct bytes text = { 0 };
	struct dialogue_file f;
	size_t written = 0;

	dialogue_text_begin(&text, d->name);
	for (size_t i = 0; i < d->count; i++)
		if (is_writable(&d->steps[i]))
			write_step(&text, &d->steps[i]);
	FUZZ_MUST(dialogue_read("again", (char *)text.at, text.len, &none, &f,
		      &err) == 0);
	FUZZ_MUST(f.count == 1 && strcmp(f.dialogues[0].name, d->name) == 0);
	for (size_t i = 0; i < d->count; i++)
		if (is_writable(&d->steps[i])) {
			FUZZ_MUST(written < f.dialogues[0].count);
			check_same(
			    &d->steps[i], &f.dialogues[0].steps[written++]);
		}
	FUZZ_MUST(written == f.dialogues[0].count);
	dialogue_file_free(&f);
	bytes_free(&text);
}

static void check_file(const uint8_t *data, size_t size)
{
	struct variables known = { 0 };
	struct error err = ERROR_NONE;
	struct dialogue_file f;

	variables_set(&known, "v", "x*", 2);
	/* Those of dialogues have values when these are played. */
	if (dialogue_read("fuzz", (const char *)data, size, &known, &f, &err) <
	    0) {
		fuzz_check_error(&err);
		FUZZ_MUST(f.count == 0 && !f.dialogues);
	}
	for (size_t i = 0; i < f.count; i++) {
		const struct dialogue *d = &f.dialogues[i];
		FUZZ_MUST(dialogue_find(&f, d->name) == d);
		for (size_t k = 0; k < d->count; k++)
			if (d->steps[k].kind == DIALOGUE_MATCHES)
				check_expression(&d->steps[k], &known);
		check_again(d);
	}
	dialogue_file_free(&f);
	variables_free(&known);
}

static void check_said(const uint8_t *data, size_t size, bool is_message)
{
	const struct variables none = { 0 };
	struct error err = ERROR_NONE;
	struct bytes text = { 0 }, said = { 0 };
	struct dialogue_file f;

	dialogue_text_begin(&text, "x");
	dialogue_text_say(&text, DIALOGUE_SERVER, data, size, is_message);
	FUZZ_MUST(dialogue_read(
		      "said", (char *)text.at, text.len, &none, &f, &err) == 0);
	FUZZ_MUST(!is_message || f.dialogues[0].count == 1);
	for (size_t i = 0; i < f.dialogues[0].count; i++) {
		FUZZ_MUST(f.dialogues[0].steps[i].kind == DIALOGUE_TEXT);
		variables_expand(&none, &f.dialogues[0].steps[i].text, &said);
	}
	FUZZ_MUST(said.len == size);
	FUZZ_MUST(size == 0 || memcmp(said.at, data, size) == 0);
	dialogue_file_free(&f);
	bytes_free(&text);
	bytes_free(&said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	check_file(data, size);
	check_said(data, size, false);
	check_said(data, size, true);
	return 0;
}
