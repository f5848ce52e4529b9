/* SPDX-License-Identifier: MIT */
/* Programs that do what a lesson does. */
#include "demo/course/program.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/wrap.h"
#include "base/xalloc.h"
#include "demo/course/program-private.h"
#include "sys/stdout.h"

/* Of lines of text, behind what begins them. */
#define TEXT_WIDTH 66

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Whether what is there stands in a line of a comment, in C or Python. */
static bool is_comment(const char *text, const char *at)
{
	while (at > text && at[-1] != '\n')
		at--;
	at += strspn(at, " \t");
	return strncmp(at, "/*", 2) == 0 || strncmp(at, "* ", 2) == 0 ||
	       strncmp(at, "# ", 2) == 0;
}

/* Whether the word stands in the text, and not only in comments. */
static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);
	const char *at = text;

	while ((at = strstr(at, word))) {
		if ((at == text || !is_letter(at[-1])) && !is_letter(at[len]) &&
		    !is_comment(text, at))
			return true;
		at += len;
	}
	return false;
}

static bool is_needed(const char *body, const char *word,
    const struct program_helper *others, const bool *is_used)
{
	if (has_word(body, word))
		return true;
	for (; others->word; others++, is_used++)
		if (*is_used && has_word(others->text, word))
			return true;
	return false;
}

bool program_has_word(const struct scene *scene, const char *word)
{
	for (int i = 0; i < scene->count; i++)
		if (has_word(scene->steps[i]->call, word))
			return true;
	return false;
}

void program_add_helpers(
    struct bytes *out, const char *body, const struct program_helper *helpers)
{
	bool is_used[PROGRAM_HELPERS] = { false };
	int count = 0;

	while (helpers[count].word)
		count++;
	for (int i = count - 1; i >= 0; i--)
		is_used[i] = is_needed(
		    body, helpers[i].word, &helpers[i + 1], &is_used[i + 1]);
	for (int i = 0; i < count; i++)
		if (is_used[i])
			bytes_print(out, "\n%s", helpers[i].text);
}

void program_add_filled(
    struct bytes *out, const char *text, const char *begin, const char *end)
{
	char *filled = wrap_lines(text, TEXT_WIDTH, 0);
	const char *line = filled ? filled : text;

	while (*line) {
		size_t len = strcspn(line, "\n");
		bytes_print(out, "%s%.*s%s\n", begin, (int)len, line, end);
		line += len + (line[len] == '\n');
	}
	free(filled);
}

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

/* Gives each variable its kind, which is all that a program needs to know. */
static void note_variables(struct scene *scene)
{
	for (int i = 0; i < scene->count; i++) {
		const struct call *call = calls_find(scene->phrases[i].name);
		enum value_kind kind = VALUE_NUMBER;
		if (!call)
			continue;
		if (call->gives == CALL_DESCRIPTOR ||
		    call->gives == CALL_DESCRIPTORS)
			kind = VALUE_DESCRIPTOR;
		else if (call->gives == CALL_ADDRESS ||
			 call->gives == CALL_ADDRESSES)
			kind = VALUE_ADDRESS;
		for (int k = 0; k < PHRASE_RESULTS; k++)
			if (*scene->phrases[i].results[k])
				values_set_number(&scene->variables,
				    scene->phrases[i].results[k], kind, 0);
	}
}

static bool is_exit(const struct scene *scene, int step)
{
	return strcmp(scene->phrases[step].name, "exit") == 0;
}

static void add_step(struct bytes *out, const struct scene *scene, int step,
    const struct program_style *style)
{
	int party = scene->steps[step]->party;
	bool is_last =
	    step + 1 == scene->count || scene->steps[step + 1]->party != party;
	/* What comes next does not wait until this returns. */
	bool passes_first = scene_blocks(scene, step) ||
	                    ends_by_signal(scene, step) || is_exit(scene, step);

	if (step == 0 || scene->steps[step - 1]->party != party)
		style->wait(out, step);
	if (scene->steps[step]->why)
		style->comment(out, scene->steps[step]->why);
	if (passes_first)
		style->pass(out, step + 1);
	if (scene_call(scene, step) == step)
		style->step(out, scene, step);
	if (is_last && !passes_first)
		style->pass(out, step + 1);
}

/* A party stays until the end, with all that it has open, unless it exits. */
static void add_party(struct bytes *out, const struct scene *scene, int party,
    const struct program_style *style)
{
	int last = 0;

	style->party(out, scene, party);
	for (int i = 0; i < scene->count; i++) {
		if (scene->steps[i]->party != party)
			continue;
		add_step(out, scene, i, style);
		last = i;
	}
	if (last + 1 < scene->count && !is_exit(scene, last) &&
	    !ends_by_signal(scene, last))
		style->wait(out, scene->count);
}

/* Functions stand before those that use them: parties that are forked before
 * the others. */
static void add_parties(struct bytes *out, const struct scene *scene,
    const struct program_style *style)
{
	for (int first = 0; first < 2; first++)
		for (int i = LESSON_PARTIES - 1; i >= 0; i--)
			if (scene->lesson->parties[i] &&
			    scene_is_first(scene, i) == first)
				add_party(out, scene, i, style);
}

static void add_no_comment(struct bytes *out, const char *text)
{
	(void)out, (void)text;
}

/* Without comments, whose words may be those of helpers. */
static void add_code(struct bytes *out, const struct scene *scene,
    const struct program_style *style)
{
	struct program_style bare = *style;

	bare.comment = add_no_comment;
	add_parties(out, scene, &bare);
	bytes_add(out, "", 1);
}

int program_write(const struct lesson *lesson, int family,
    enum program_language language, struct error *err)
{
	const struct program_style *style =
	    language == PROGRAM_C ? &program_style_c : &program_style_python;
	struct scene *scene = xmalloc(sizeof(*scene));
	struct bytes text = { 0 }, code = { 0 };
	int result = scene_fill(scene, lesson, family, err);

	if (result == 0) {
		note_variables(scene);
		add_code(&code, scene, style);
		style->begin(&text, scene, (const char *)code.at);
		bytes_free(&code);
		add_parties(&code, scene, style);
		style->end(&code, scene);
		bytes_add(&text, code.at, code.len);
		bytes_add(&text, "", 1);
		result = stdout_text((const char *)text.at, err);
	}
	bytes_free(&text);
	bytes_free(&code);
	free(scene);
	return result;
}
