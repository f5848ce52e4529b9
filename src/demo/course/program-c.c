/* SPDX-License-Identifier: MIT */
/* Lessons as programs in C. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "demo/course/names.h"
#include "demo/course/program-private.h"
#include "demo/course/wanted.h"

/* Arguments */

struct c_writing {
	struct writing writing;
	const struct scene *scene;
};

static void add_escaped(struct bytes *out, const char *bytes, long len)
{
	for (long i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (c == '\n')
			bytes_add_text(out, "\\n");
		else if (c == '"' || c == '\\' || !isprint(c))
			bytes_print(out, "\\%03o", c);
		else
			bytes_add(out, bytes + i, 1);
	}
}

/* "HOST:PORT", where PORT may be the name of an address. */
static void add_inet(
    struct bytes *out, const struct scene *scene, const char *word)
{
	const char *colon = strrchr(word, ':');
	const char *host = values_host(scene->variables.family, word);
	int bracket = *word == '[';

	if (host)
		bytes_print(out, "inet(\"%s\", ", host);
	else
		bytes_print(out, "inet(\"%.*s\", ",
		    (int)(colon - word) - 2 * bracket, word + bracket);
	if (isdigit((unsigned char)colon[1]))
		bytes_print(out, "%s)", colon + 1);
	else
		bytes_print(out, "port_of(&shared->%s))", colon + 1);
}

/* A pointer to an address. */
static void add_pointer(
    struct bytes *out, const struct scene *scene, const char *word)
{
	if (values_find(&scene->variables, word))
		bytes_print(out, "&shared->%s", word);
	else if (*word == '.' || *word == '@')
		bytes_print(out, "named(\"%s\")", word);
	else
		add_inet(out, scene, word);
}

static void add_address(
    struct bytes *out, const struct scene *scene, const char *word)
{
	bytes_add_text(out, "AT(");
	add_pointer(out, scene, word);
	bytes_add_text(out, ")");
}

static void add_number(
    struct bytes *out, const struct scene *scene, const char *word)
{
	long number;

	if (values_find(&scene->variables, word))
		bytes_print(out, "shared->%s", word);
	else if (strcmp(word, "FAMILY") == 0)
		bytes_add_text(out, scene->variables.family == AF_INET
					? "AF_INET"
					: "AF_INET6");
	else if (isdigit((unsigned char)*word) && names_read(word, &number))
		bytes_print(
		    out, *word == '0' && word[1] ? "0%lo" : "%ld", number);
	else
		bytes_add_text(out, *word ? word : "0");
}

static void add_bytes(struct bytes *out, const char *word, char letter)
{
	char bytes[PHRASE_WORD];
	long len = phrase_bytes(word, bytes);

	if (letter == 'u')
		bytes_add(out, bytes, (size_t)len);
	else if (letter == 'n')
		bytes_print(out, "%ld", len);
	else {
		bytes_add_text(out, "\"");
		add_escaped(out, bytes, len);
		bytes_add_text(out, "\"");
	}
}

static void add_argument(
    const struct writing *w, struct bytes *out, const char *word, char letter)
{
	const struct scene *scene = ((const struct c_writing *)w)->scene;
	const struct value *known = values_find(&scene->variables, word);
	const char *host = values_host(scene->variables.family, word);

	if (letter == 'r')
		bytes_add_text(out, word);
	else if (*word == '\'')
		add_bytes(out, word, letter);
	else if (letter == 'b')
		bytes_add_text(out, "filler");
	else if (letter == 'f')
		bytes_print(out, "\"%s\"", word);
	else if (letter == 'h')
		bytes_print(out, "\"%.*s\"",
		    (int)(host ? strlen(host) : strcspn(word, ":")),
		    host ? host : word);
	else if (letter == 'p' && known)
		bytes_print(out, "port_of(&shared->%s)", word);
	else if (known && known->kind == VALUE_DESCRIPTOR)
		bytes_add_text(out, word);
	else if ((known && known->kind == VALUE_ADDRESS) || *word == '.' ||
		 *word == '@' || strchr(word, ':'))
		add_address(out, scene, word);
	else
		add_number(out, scene, word);
}

/* What is wanted */

static void add_wanted_word(
    struct bytes *out, const struct scene *scene, int step, const char *word)
{
	static const char *const bounds[] = {
		[WANTED_IS] = "IS",
		[WANTED_ABOVE] = "ABOVE",
		[WANTED_BELOW] = "BELOW",
	};
	const char *number;
	int sysno;
	/* A value that is asked for, such as SO_ERROR, is an errno itself. */
	bool is_value = strcmp(scene->phrases[step].name, "getsockopt") == 0;
	enum wanted_bound bound = wanted_bound(word, &number);

	bytes_print(out, "%s(",
	    names_is_errno(word, &sysno) && !is_value ? "FAILS"
						      : bounds[bound]);
	add_number(out, scene, number);
	bytes_add_text(out, ")");
}

/* Adds the end of the call of a macro: the results that are wanted. */
static void add_wanted(
    struct bytes *out, const struct scene *scene, int step, const char *wanted)
{
	const char * or = strstr(wanted, " or ");
	char first[PHRASE_WORD];
	int signal;

	snprintf(
	    first, sizeof(first), "%.*s", (int)strcspn(wanted, " "), wanted);
	bytes_add_text(out, ", ");
	if (!*first || names_is_signal(first, &signal) ||
	    strcmp(first, "blocks") == 0)
		bytes_add_text(out, "ANY");
	else
		add_wanted_word(out, scene, step, first);
	if (or) {
		bytes_add_text(out, ", ");
		add_wanted_word(out, scene, step, or +4);
	}
	bytes_add_text(out, ");\n");
}

/* The call, with the variable that takes its result. */
static void add_call(
    struct bytes *out, const struct scene *scene, const struct phrase *phrase)
{
	const struct call *call = calls_find(phrase->name);
	const struct c_writing w = { { add_argument, phrase }, scene };
	const char *result = phrase->results[0];

	if (*result && call->gives == CALL_DESCRIPTOR)
		bytes_print(out, "%s = ", result);
	else if (*result && call->gives == CALL_NUMBER)
		bytes_print(out, "shared->%s = ", result);
	phrase_write(out, call->c ? call->c : call->shown, &w.writing);
}

/* Steps */

static void add_step(struct bytes *out, const struct scene *scene, int step)
{
	const struct phrase *phrase = &scene->phrases[step];
	const char *wanted = scene_wanted(scene, step);
	const struct value *known = values_find(&scene->variables, wanted);
	bool wants_address = (known && known->kind == VALUE_ADDRESS) ||
	                     (*wanted != '\'' && strchr(wanted, ':'));
	const char *flags = *wanted == '\'' ? strrchr(wanted, '\'') + 1 : "";

	bytes_print(out, "\t%s(",
	    *wanted == '\''              ? "EXPECT_BYTES"
	    : strstr(wanted, " or ")     ? "EXPECT_EITHER"
	    : wanted_is_eventual(wanted) ? "EVENTUALLY"
					 : "EXPECT");
	add_call(out, scene, phrase);
	if (*wanted == '\'') {
		bytes_add_text(out, ", ");
		add_bytes(out, wanted, 0);
		bytes_add_text(out, ");\n");
	} else {
		add_wanted(out, scene, step, wants_address ? "" : wanted);
	}
	if (wants_address) {
		bytes_print(
		    out, "\tEXPECT(is_same(&shared->%s, ", phrase->results[0]);
		add_pointer(out, scene, wanted);
		bytes_add_text(out, "), IS(1));\n");
	}
	if (strncmp(flags, " MSG", 4) == 0)
		bytes_print(out, "\tEXPECT(message_flags & %s, IS(%s));\n",
		    flags + 1, flags + 1);
}

static void add_comment(struct bytes *out, const char *text)
{
	if (strlen(text) < 66) {
		bytes_print(out, "\t/* %s */\n", text);
		return;
	}
	bytes_add_text(out, "\t/*\n");
	program_add_filled(out, text, "\t * ", "");
	bytes_add_text(out, "\t */\n");
}

static void add_wait(struct bytes *out, int turn)
{
	bytes_print(out, "\n\twait_for_turn(%d);\n", turn);
}

static void add_pass(struct bytes *out, int turn)
{
	bytes_print(out, "\tshared->turn = %d;\n", turn);
}

static void begin_party(struct bytes *out, const struct scene *scene, int party)
{
	bytes_print(out, "%s\nstatic void run_%s(void)\n{",
	    out->len ? "}\n" : "", scene->lesson->parties[party]);
}

/* The beginning and the end */

static void add_variables(struct bytes *out, const struct scene *scene)
{
	const struct variables *v = &scene->variables;

	bytes_add_text(out,
	    "\n/* What the processes share. */\nstatic struct shared {\n"
	    "\t_Atomic int turn, differences;\n");
	for (unsigned i = 0; i < v->count; i++)
		if (v->at[i].value.kind != VALUE_DESCRIPTOR)
			bytes_print(out, "\t%s %s;\n",
			    v->at[i].value.kind == VALUE_ADDRESS
				? "struct address"
				: "long",
			    v->at[i].name);
	bytes_add_text(out, "} *shared;\n\n/* Descriptors. */\n");
	for (unsigned i = 0; i < v->count; i++)
		if (v->at[i].value.kind == VALUE_DESCRIPTOR)
			bytes_print(
			    out, "static int %s = -1;\n", v->at[i].name);
}

static void begin_program(
    struct bytes *out, const struct scene *scene, const char *body)
{
	bytes_add_text(out, "/*\n");
	program_add_filled(out, scene->lesson->question, " * ", "");
	bytes_print(out, " *\n * Build and run: cc -o %s %s.c && ./%s\n */\n",
	    scene->lesson->name, scene->lesson->name, scene->lesson->name);
	bytes_add_text(out, program_c_head);
	add_variables(out, scene);
	bytes_add_text(out, program_c_middle);
	program_add_helpers(out, body, program_helpers_c);
}

static void add_conclusion(struct bytes *out, const char *text)
{
	struct bytes escaped = { 0 };

	add_escaped(&escaped, text, (long)strlen(text));
	bytes_add(&escaped, "", 1);
	bytes_add_text(out, "\tprintf(\"%s\",\n");
	program_add_filled(out, (const char *)escaped.at, "\t    \"", "\\n\"");
	out->len--; /* the newline */
	bytes_add_text(out, ");\n");
	bytes_free(&escaped);
}

static void end_program(struct bytes *out, const struct scene *scene)
{
	bytes_add_text(out, "}\n\nint main(void)\n{\n");
	if (scene_uses_files(scene))
		bytes_add_text(
		    out, "\tchar directory[] = \"/tmp/lesson-XXXXXX\";\n\n");
	bytes_add_text(out, program_c_main);
	if (scene_uses_files(scene))
		bytes_add_text(out,
		    "\tif (!mkdtemp(directory) || chdir(directory) < 0)\n"
		    "\t\terr(1, \"%s\", directory);\n");
	for (int i = 0; i < LESSON_PARTIES; i++)
		if (scene_is_first(scene, i))
			bytes_print(out, "\tbegin(run_%s);\n",
			    scene->lesson->parties[i]);
	bytes_print(out, "\tawait_all(%d);\n", program_deaths(scene));
	bytes_add_text(out,
	    "\tif (shared->differences)\n"
	    "\t\tputs(\"On this system that did not hold:\");\n");
	add_conclusion(out, scene->lesson->conclusion);
	bytes_add_text(out, "\treturn shared->differences > 0;\n}\n");
}

const struct program_style program_style_c = {
	.begin = begin_program,
	.party = begin_party,
	.wait = add_wait,
	.comment = add_comment,
	.step = add_step,
	.pass = add_pass,
	.end = end_program,
};
