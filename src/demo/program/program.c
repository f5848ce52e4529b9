/* SPDX-License-Identifier: MIT */
/* Programs that do what a lesson does: the parts of program.*.in, filled. */
#include "demo/program/program.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/texts.h"
#include "base/xalloc.h"
#include "demo/language/names.h"
#include "demo/program/program-steps.h"
#include "demo/program/program-words.h"
#include "sys/output/stdout.h"

struct program {
	const struct scene *scene;
	const struct program_language *language;
	const char *parties; /* as functions */
	struct bytes text;   /* the program, up to the present part */
};

/* Words */

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Whether that place is in a line of a comment, in C or Python. */
static bool is_comment(const char *text, const char *at)
{
	while (at > text && at[-1] != '\n')
		at--;
	at += strspn(at, " \t");
	return strncmp(at, "/*", 2) == 0 || strncmp(at, "* ", 2) == 0 ||
	       strncmp(at, "# ", 2) == 0;
}

/* Whether the text has the word outside of comments. */
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

/* Replaces the part by the next one. Returns false after the last. */
static bool read_next(struct program_part *part)
{
	if (!*part->rest)
		return false;
	part->directive = texts_take(&part->rest);
	part->template = texts_take(&part->rest);
	part->text = texts_take(&part->rest);
	return true;
}

static bool is_helper(const struct program_part *part)
{
	return strcmp(part->directive, "helper") == 0;
}

/* A helper, whose template is its name, may use those before it. */
static bool is_needed(
    const struct program *program, const struct program_part *helper)
{
	const char *name = helper->template;

	if (has_word(program->parties, name))
		return true;
	for (struct program_part p = *helper; read_next(&p);)
		if (is_helper(&p) && has_word(p.text, name) &&
		    is_needed(program, &p))
			return true;
	return false;
}

/* Directives: each repeats its line, or leaves it out */

static void add_question(struct program *p, const char *line)
{
	program_fill_lines(&p->text, line, p->scene->lesson->question);
}

static void add_variables(struct program *p, const char *line)
{
	const struct variables *v = &p->scene->variables;

	for (unsigned i = 0; i < v->count; i++)
		if (v->at[i].value.kind != VALUE_DESCRIPTOR)
			program_fill(&p->text, line,
			    PROGRAM_WORDS(v->at[i].name,
				v->at[i].value.kind == VALUE_ADDRESS
				    ? p->language->address_type
				    : p->language->number_type));
}

static void add_descriptors(struct program *p, const char *line)
{
	program_fill_descriptors(&p->text, line, &p->scene->variables);
}

/* Constants that the language does not know, after two empty lines. */
static void add_constants(struct program *p, const char *line)
{
	const char *before = "\n\n";
	char digits[16];
	long number;

	for (const char *const *name = p->language->missing; *name; name++) {
		if (!has_word(p->parties, *name) || !names_read(*name, &number))
			continue;
		snprintf(digits, sizeof(digits), "%ld", number);
		bytes_add_text(&p->text, before);
		program_fill(&p->text, line, PROGRAM_WORDS(*name, digits));
		before = "";
	}
}

static void add_parties(struct program *p, const char *line)
{
	(void)line;
	bytes_add_text(&p->text, p->parties);
}

static void add_if_files(struct program *p, const char *line)
{
	if (scene_uses_files(p->scene))
		bytes_add_text(&p->text, line);
}

static void add_first_parties(struct program *p, const char *line)
{
	for (int i = 0; i < LESSON_PARTIES; i++)
		if (scene_is_first(p->scene, i))
			program_fill(&p->text, line,
			    PROGRAM_WORDS(p->scene->lesson->parties[i]));
}

static bool binds(const struct scene *scene, int step, const char *file)
{
	const struct phrase *phrase = &scene->phrases[step];

	return strcmp(phrase->name, "bind") == 0 &&
	       strcmp(phrase->args[1], file) == 0;
}

/* Each file that is the name of a socket. */
static void add_files(struct program *p, const char *line)
{
	for (int i = 0; i < p->scene->count; i++) {
		const char *file = p->scene->phrases[i].args[1];
		int first = 0;
		while (!binds(p->scene, first, file) && first < i)
			first++;
		if (binds(p->scene, i, file) && first == i &&
		    strncmp(file, "./", 2) == 0)
			program_fill(&p->text, line, PROGRAM_WORDS(file));
	}
}

static void add_conclusion(struct program *p, const char *line)
{
	program_fill_lines(&p->text, line, p->scene->lesson->conclusion);
}

/* As lines of a string literal, without the last newline. */
static void add_escaped_conclusion(struct program *p, const char *line)
{
	const char *conclusion = p->scene->lesson->conclusion;
	struct bytes escaped = { 0 };

	program_escape(&escaped, conclusion, strlen(conclusion));
	program_fill_lines(&p->text, line, program_text(&escaped));
	p->text.len--;
	bytes_free(&escaped);
}

static const struct directive {
	const char *name;
	void (*add)(struct program *p, const char *line);
} directives[] = {
	{ "question", add_question },
	{ "variable", add_variables },
	{ "descriptor", add_descriptors },
	{ "constant", add_constants },
	{ "parties", add_parties },
	{ "if-files", add_if_files },
	{ "first-party", add_first_parties },
	{ "file", add_files },
	{ "conclusion", add_conclusion },
	{ "escaped-conclusion", add_escaped_conclusion },
};

static void add_part(struct program *p, const struct program_part *part)
{
	char line[128], deaths[16];

	if (is_helper(part) && !is_needed(p, part))
		return;
	if (is_helper(part))
		bytes_add_text(&p->text, p->language->before_helper);
	snprintf(line, sizeof(line), "%s\n", part->template);
	for (size_t i = 0; i < sizeof(directives) / sizeof(directives[0]); i++)
		if (strcmp(directives[i].name, part->directive) == 0)
			directives[i].add(p, line);
	snprintf(deaths, sizeof(deaths), "%d", program_deaths(p->scene));
	program_fill(&p->text, part->text,
	    PROGRAM_WORDS(p->scene->lesson->name, deaths));
}

/* Sets the kinds of variables; programs do not need the values. */
static void note_variables(struct scene *scene)
{
	static const enum value_kind kinds[CALL_RESULTS] = {
		[CALL_NUMBER] = VALUE_NUMBER,
		[CALL_MODE] = VALUE_NUMBER,
		[CALL_DESCRIPTOR] = VALUE_DESCRIPTOR,
		[CALL_PASSED] = VALUE_DESCRIPTOR,
		[CALL_PAIR] = VALUE_DESCRIPTOR,
		[CALL_ADDRESS] = VALUE_ADDRESS,
		[CALL_SENDER] = VALUE_ADDRESS,
		[CALL_ADDRESSES] = VALUE_ADDRESS,
	};

	for (int i = 0; i < scene->count; i++) {
		const struct call *call = calls_find(scene->phrases[i].name);
		for (int k = 0; call && k < PHRASE_RESULTS; k++)
			values_set_number(&scene->variables,
			    scene->phrases[i].results[k], kinds[call->gives],
			    0);
	}
}

int program_write(const struct lesson *lesson, int family,
    enum program_language_name name, struct error *err)
{
	const struct program_language *language =
	    name == PROGRAM_C ? &program_c : &program_python;
	struct scene *scene = xmalloc(sizeof(*scene));
	struct bytes parties = { 0 };
	int result = scene_fill(scene, lesson, family, err);

	if (result == 0) {
		note_variables(scene);
		program_add_parties(&parties, scene, language);
		struct program p = { scene, language, program_text(&parties),
			{ 0 } };
		struct program_part part = { .rest = language->parts };
		while (read_next(&part))
			add_part(&p, &part);
		result = stdout_text(program_text(&p.text), err);
		bytes_free(&p.text);
	}
	bytes_free(&parties);
	free(scene);
	return result;
}
