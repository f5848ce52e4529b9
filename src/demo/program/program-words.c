/* SPDX-License-Identifier: MIT */
/* The words of programs. */
#include "demo/program/program-words.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/wrap.h"
#include "base/xalloc.h"
#include "demo/language/names.h"

/* Both languages know octal escapes. */
void program_escape(struct bytes *out, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (c == '\n')
			bytes_add_text(out, "\\n");
		else if (c == '"' || c == '\\' || !isprint(c))
			bytes_print(out, "\\%03o", c);
		else
			bytes_add(out, bytes + i, 1);
	}
}

void program_fill(
    struct bytes *out, const char *template, const char *const words[3])
{
	for (; *template; template ++)
		if (*template == '$')
			bytes_add_text(out, words[*++template - '1']);
		else
			bytes_add(out, template, 1);
}

void program_fill_lines(
    struct bytes *out, const char *template, const char *text)
{
	char *filled = wrap_lines(text, PROGRAM_TEXT_WIDTH, 0);
	char *rest = filled ? filled : xstrdup(text), *lines = rest, *line;

	while (rest && *rest && (line = strsep(&rest, "\n")))
		program_fill(out, template, PROGRAM_WORDS(line));
	free(lines);
}

void program_fill_descriptors(
    struct bytes *out, const char *template, const struct variables *v)
{
	for (unsigned i = 0; i < v->count; i++)
		if (v->at[i].value.kind == VALUE_DESCRIPTOR)
			program_fill(
			    out, template, PROGRAM_WORDS(v->at[i].name));
}

void program_fill_number(struct bytes *out, const char *template, int number)
{
	char digits[16];

	snprintf(digits, sizeof(digits), "%d", number);
	program_fill(out, template, PROGRAM_WORDS(digits));
}

const char *program_text(struct bytes *text)
{
	bytes_add(text, "", 1);
	return (const char *)text->at;
}

/* Arguments */

static void add_bytes(
    struct bytes *out, const char *template, const char *word, char letter)
{
	char bytes[PHRASE_WORD];
	size_t len = (size_t)phrase_bytes(word, bytes);
	struct bytes escaped = { 0 };

	if (letter == 'n') {
		bytes_print(out, "%zu", len);
		return;
	}
	program_escape(&escaped, bytes, len);
	program_fill(out, letter == 'u' ? "$1" : template,
	    PROGRAM_WORDS(program_text(&escaped)));
	bytes_free(&escaped);
}

/* "HOST:PORT", where PORT may be the name of an address. */
static void add_inet(
    struct bytes *out, const struct program_writing *w, const char *word)
{
	const char *port = strrchr(word, ':') + 1;
	char host[PHRASE_WORD];
	struct bytes number = { 0 };

	values_host(host, w->scene->variables.family, word);
	program_fill(&number,
	    isdigit((unsigned char)*port) ? "$1" : w->language->port,
	    PROGRAM_WORDS(port));
	program_fill(
	    out, w->language->inet, PROGRAM_WORDS(host, program_text(&number)));
	bytes_free(&number);
}

static void add_number(
    struct bytes *out, const struct program_writing *w, const char *word)
{
	bool is_ipv4 = w->scene->variables.family == AF_INET;
	char digits[32];
	long number;

	if (strcmp(word, "FAMILY") == 0)
		word = is_ipv4 ? "AF_INET" : "AF_INET6";
	if (strcmp(word, "NULL") == 0)
		bytes_add_text(out, w->language->null);
	else if (*word == '0' && word[1] && names_read(word, &number)) {
		snprintf(digits, sizeof(digits), "%lo", number);
		program_fill(out, w->language->octal, PROGRAM_WORDS(digits));
	} else if (isdigit((unsigned char)*word) && names_read(word, &number))
		bytes_print(out, "%ld", number);
	else
		bytes_add_text(out, *word ? word : "0");
}

static void add_variable(struct bytes *out, const struct program_writing *w,
    const char *word, char letter)
{
	const struct value *v = values_find(&w->scene->variables, word);

	program_fill(out,
	    letter == 'p'                 ? w->language->port
	    : v->kind == VALUE_DESCRIPTOR ? "$1"
	    : v->kind == VALUE_ADDRESS    ? w->language->address
					  : w->language->number,
	    PROGRAM_WORDS(word));
}

static void add_argument(const struct writing *writing, struct bytes *out,
    const char *word, char letter)
{
	const struct program_writing *w =
	    (const struct program_writing *)writing;
	char host[PHRASE_WORD];
	struct bytes number = { 0 };

	if (letter == 'r') {
		bytes_add_text(out, word);
	} else if (*word == '\'') {
		add_bytes(out, letter == 'b' ? w->language->bytes : "\"$1\"",
		    word, letter);
	} else if (letter == 'b') {
		add_number(&number, w, word);
		program_fill(out, w->language->filler,
		    PROGRAM_WORDS(program_text(&number)));
		bytes_free(&number);
	} else if (letter == 'f') {
		bytes_print(out, "\"%s\"", word);
	} else if (letter == 'h') {
		values_host(host, w->scene->variables.family, word);
		bytes_print(out, "\"%s\"", host);
	} else if (values_find(&w->scene->variables, word)) {
		add_variable(out, w, word, letter);
	} else if (*word == '.') {
		program_fill(out, w->language->path, PROGRAM_WORDS(word));
	} else if (*word == '@') {
		program_fill(
		    out, w->language->abstract, PROGRAM_WORDS(word + 1));
	} else if (strchr(word, ':')) {
		add_inet(out, w, word);
	} else {
		add_number(out, w, word);
	}
}

struct program_writing program_writing_make(const struct scene *scene, int step,
    const struct program_language *language)
{
	return (struct program_writing){
		{ add_argument, &scene->phrases[step] }, scene, language
	};
}

/* What is wanted */

bool program_wants_address(const struct scene *scene, int step)
{
	const struct wanted_result *wanted = &scene_wanted(scene, step)->result;
	const struct value *known =
	    values_find(&scene->variables, wanted->word);

	if (wanted->kind != WANTED_VALUE)
		return false;
	return known ? known->kind == VALUE_ADDRESS
	             : strchr(wanted->word, ':') != NULL;
}

/* Adds one of the results that may be. */
static void add_result(struct bytes *out, const struct program_writing *w,
    const struct wanted_result *result)
{
	const struct program_language *l = w->language;
	const char *name = w->writing.phrase->name;
	bool is_sysno = result->kind == WANTED_ERRNO &&
	                strcmp(name, "getsockopt") == 0; /* as of SO_ERROR */
	struct bytes text = { 0 };

	add_argument(&w->writing, &text, result->word,
	    result->kind == WANTED_BYTES ? 'b' : 0);
	program_fill(out, is_sysno ? l->sysno : l->results[result->kind],
	    PROGRAM_WORDS(program_text(&text)));
	bytes_free(&text);
}

void program_add_wanted(
    struct bytes *out, const struct program_writing *w, int step)
{
	static const struct wanted_result any = { .kind = WANTED_ANY };
	const struct wanted *wanted = scene_wanted(w->scene, step);
	struct bytes results[2] = { 0 };

	if (wanted->other.kind == WANTED_ANY) {
		add_result(out, w,
		    program_wants_address(w->scene, step) ? &any
							  : &wanted->result);
		return;
	}
	add_result(&results[0], w, &wanted->result);
	add_result(&results[1], w, &wanted->other);
	program_fill(out, w->language->either,
	    PROGRAM_WORDS(
		program_text(&results[0]), program_text(&results[1])));
	bytes_free(&results[0]);
	bytes_free(&results[1]);
}
