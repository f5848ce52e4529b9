/* SPDX-License-Identifier: MIT */
/* The words of programs. */
#include "demo/course/program-words.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "demo/course/names.h"

/* Both languages know octal escapes. */
void program_words_escaped(struct bytes *out, const char *bytes, size_t len)
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

static void fill(struct bytes *out, const char *template, const char *word,
    const char *second)
{
	for (; *template; template ++) {
		if (*template == '$')
			bytes_add_text(out, word);
		else if (*template == '#')
			bytes_add_text(out, second);
		else
			bytes_add(out, template, 1);
	}
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
	program_words_escaped(&escaped, bytes, len);
	bytes_add(&escaped, "", 1);
	fill(out, letter == 'u' ? "$" : template, (const char *)escaped.at,
	    NULL);
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
	fill(&number, isdigit((unsigned char)*port) ? "$" : w->dialect->port,
	    port, NULL);
	bytes_add(&number, "", 1);
	fill(out, w->dialect->inet, host, (const char *)number.at);
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
		bytes_add_text(out, w->dialect->null);
	else if (*word == '0' && word[1] && names_read(word, &number)) {
		snprintf(digits, sizeof(digits), "%lo", number);
		fill(out, w->dialect->octal, digits, NULL);
	} else if (isdigit((unsigned char)*word) && names_read(word, &number))
		bytes_print(out, "%ld", number);
	else
		bytes_add_text(out, *word ? word : "0");
}

static void add_variable(struct bytes *out, const struct program_writing *w,
    const char *word, char letter)
{
	const struct value *v = values_find(&w->scene->variables, word);

	fill(out,
	    letter == 'p'                 ? w->dialect->port
	    : v->kind == VALUE_DESCRIPTOR ? "$"
	    : v->kind == VALUE_ADDRESS    ? w->dialect->address
					  : w->dialect->number,
	    word, NULL);
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
		add_bytes(out, letter == 'b' ? w->dialect->bytes : "\"$\"",
		    word, letter);
	} else if (letter == 'b') {
		add_number(&number, w, word);
		bytes_add(&number, "", 1);
		fill(out, w->dialect->filler, (const char *)number.at, NULL);
		bytes_free(&number);
	} else if (letter == 'f') {
		bytes_print(out, "\"%s\"", word);
	} else if (letter == 'h') {
		values_host(host, w->scene->variables.family, word);
		bytes_print(out, "\"%s\"", host);
	} else if (values_find(&w->scene->variables, word)) {
		add_variable(out, w, word, letter);
	} else if (*word == '.') {
		fill(out, w->dialect->path, word, NULL);
	} else if (*word == '@') {
		fill(out, w->dialect->abstract, word + 1, NULL);
	} else if (strchr(word, ':')) {
		add_inet(out, w, word);
	} else {
		add_number(out, w, word);
	}
}

struct program_writing program_words_make(
    const struct scene *scene, int step, const struct program_dialect *dialect)
{
	return (struct program_writing){
		{ add_argument, &scene->phrases[step] }, scene, dialect
	};
}

/* What is wanted */

bool program_words_want_address(const struct scene *scene, int step)
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
    const char *name, const struct wanted_result *result)
{
	const struct program_dialect *d = w->dialect;
	struct bytes text = { 0 };

	add_argument(&w->writing, &text, result->word, 0);
	bytes_add(&text, "", 1);
	fill(out,
	    result->kind == WANTED_ABOVE   ? d->above
	    : result->kind == WANTED_BELOW ? d->below
	    : result->kind == WANTED_VALUE ? d->is
	    /* A value that is asked for, such as SO_ERROR, is itself an errno.
	     */
	    : strcmp(name, "getsockopt") == 0 ? d->sysno
					      : d->fails,
	    (const char *)text.at, NULL);
	bytes_free(&text);
}

void program_words_wanted(
    struct bytes *out, const struct program_writing *w, int step)
{
	const char *name = w->scene->phrases[step].name;
	const struct wanted *wanted = scene_wanted(w->scene, step);
	struct bytes results[2] = { 0 };

	if (wanted->result.kind == WANTED_BYTES) {
		add_bytes(out, w->dialect->bytes, wanted->result.word, 'b');
	} else if (wanted->result.kind == WANTED_ANY ||
		   wanted->result.kind == WANTED_BLOCKS ||
		   wanted->result.kind == WANTED_SIGNAL ||
		   program_words_want_address(w->scene, step)) {
		bytes_add_text(out, "ANY");
	} else if (wanted->other.kind == WANTED_ANY) {
		add_result(out, w, name, &wanted->result);
	} else {
		add_result(&results[0], w, name, &wanted->result);
		add_result(&results[1], w, name, &wanted->other);
		bytes_add(&results[0], "", 1);
		bytes_add(&results[1], "", 1);
		fill(out, w->dialect->either, (const char *)results[0].at,
		    (const char *)results[1].at);
	}
	bytes_free(&results[0]);
	bytes_free(&results[1]);
}
