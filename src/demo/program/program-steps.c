/* SPDX-License-Identifier: MIT */
/* The parties of a lesson, as functions of a program. */
#include "demo/program/program-steps.h"

#include <string.h>

#include "demo/program/program-words.h"

static bool ends_by_signal(const struct scene *scene, int step)
{
	return scene->phrases[step].wanted.result.kind == WANTED_SIGNAL;
}

int program_deaths(const struct scene *scene)
{
	int deaths = 0;

	for (int i = 0; i < scene->count; i++)
		deaths += ends_by_signal(scene, i);
	return deaths;
}

static bool is_exit(const struct scene *scene, int step)
{
	return strcmp(scene->phrases[step].name, "exit") == 0;
}

/* What is checked after a call, beside its result. */
static void add_checks(
    struct bytes *out, const struct program_writing *w, int step)
{
	const struct wanted *wanted = scene_wanted(w->scene, step);
	struct bytes address = { 0 };

	if (program_wants_address(w->scene, step)) {
		w->writing.arg(&w->writing, &address, wanted->result.word, 0);
		program_fill(out, w->language->expect_address,
		    PROGRAM_WORDS(
			w->writing.phrase->results[0], program_text(&address)));
		bytes_free(&address);
	}
	if (*wanted->flag)
		program_fill(
		    out, w->language->expect_flag, PROGRAM_WORDS(wanted->flag));
}

static void add_call(struct bytes *out, const struct scene *scene, int step,
    const struct program_language *language)
{
	const struct program_writing w =
	    program_writing_make(scene, step, language);
	const struct phrase *phrase = &scene->phrases[step];
	const struct call *call = calls_find(phrase->name);
	const struct wanted *wanted = scene_wanted(scene, step);
	const char *assign = language->assign[call->gives];
	struct bytes texts[3] = { 0 };

	if (assign && *phrase->results[0])
		program_fill(&texts[0], assign,
		    PROGRAM_WORDS(phrase->results[0], phrase->results[1]));
	phrase_write(&texts[1],
	    language->takes_c ? call->c ? call->c : call->shown : call->python,
	    &w.writing);
	program_add_wanted(&texts[2], &w, step);
	program_fill(out,
	    wanted->result.kind == WANTED_BYTES ? language->expect_bytes
	    : wanted->other.kind != WANTED_ANY  ? language->expect_either
	    : wanted->is_eventual               ? language->eventually
						: language->expect,
	    PROGRAM_WORDS(program_text(&texts[0]), program_text(&texts[1]),
		program_text(&texts[2])));
	for (int i = 0; i < 3; i++)
		bytes_free(&texts[i]);
	add_checks(out, &w, step);
}

static void add_comment(struct bytes *out, const char *text,
    const struct program_language *language)
{
	if (strlen(text) < PROGRAM_TEXT_WIDTH) {
		program_fill(out, language->comment, PROGRAM_WORDS(text));
		return;
	}
	bytes_add_text(out, language->comment_begin);
	program_fill_lines(out, language->comment_line, text);
	bytes_add_text(out, language->comment_end);
}

static void add_step(struct bytes *out, const struct scene *scene, int step,
    const struct program_language *language)
{
	int party = scene->steps[step].party;
	bool is_last =
	    step + 1 == scene->count || scene->steps[step + 1].party != party;
	/* The next step does not wait until this one returns. */
	bool passes_first = scene_blocks(scene, step) ||
	                    ends_by_signal(scene, step) || is_exit(scene, step);

	if (step == 0 || scene->steps[step - 1].party != party)
		program_fill_number(out, language->wait, step);
	if (scene->steps[step].why)
		add_comment(out, scene->steps[step].why, language);
	if (passes_first)
		program_fill_number(out, language->pass, step + 1);
	if (scene_call(scene, step) == step)
		add_call(out, scene, step, language);
	if (is_last && !passes_first)
		program_fill_number(out, language->pass, step + 1);
}

/* A party that does not exit keeps its descriptors open until the end. */
static void add_party(struct bytes *out, const struct scene *scene, int party,
    const struct program_language *language)
{
	int last = 0;

	program_fill(
	    out, language->party, PROGRAM_WORDS(scene->lesson->parties[party]));
	program_fill_descriptors(out, language->global, &scene->variables);
	for (int i = 0; i < scene->count; i++) {
		if (scene->steps[i].party != party)
			continue;
		add_step(out, scene, i, language);
		last = i;
	}
	if (last + 1 < scene->count && !is_exit(scene, last) &&
	    !ends_by_signal(scene, last))
		program_fill_number(out, language->wait, scene->count);
	bytes_add_text(out, language->party_end);
}

/* A function is defined before its use: forked parties come first. */
void program_add_parties(struct bytes *out, const struct scene *scene,
    const struct program_language *language)
{
	for (int first = 0; first < 2; first++)
		for (int i = LESSON_PARTIES - 1; i >= 0; i--)
			if (scene->lesson->parties[i] &&
			    scene_is_first(scene, i) == first)
				add_party(out, scene, i, language);
}
