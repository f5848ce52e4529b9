/* SPDX-License-Identifier: MIT */
/* Lessons as programs in C. */
#include <string.h>

#include "demo/course/program-private.h"
#include "demo/course/program-words.h"

static const struct program_dialect dialect = {
	.number = "shared->$",
	.address = "AT(&shared->$)",
	.port = "port_of(&shared->$)",
	.inet = "AT(inet(\"$\", #))",
	.path = "AT(named(\"$\"))",
	.abstract = "AT(named(\"@$\"))",
	.bytes = "\"$\"",
	.filler = "filler",
	.octal = "0$",
	.null = "NULL",
	.is = "IS($)",
	.above = "ABOVE($)",
	.below = "BELOW($)",
	.fails = "FAILS($)",
	.sysno = "IS($)",
	.either = "$, #",
};

/* Steps */

/* The call, with the variable that takes its result. */
static void add_call(
    struct bytes *out, const struct program_writing *w, int step)
{
	const struct phrase *phrase = &w->scene->phrases[step];
	const struct call *call = calls_find(phrase->name);
	const char *result = phrase->results[0];

	if (*result && call->gives == CALL_DESCRIPTOR)
		bytes_print(out, "%s = ", result);
	else if (*result && call->gives == CALL_NUMBER)
		bytes_print(out, "shared->%s = ", result);
	phrase_write(out, call->c ? call->c : call->shown, &w->writing);
}

static void add_step(struct bytes *out, const struct scene *scene, int step)
{
	const struct program_writing w =
	    program_words_make(scene, step, &dialect);
	const struct wanted *wanted = scene_wanted(scene, step);

	bytes_print(out, "\t%s(",
	    wanted->result.kind == WANTED_BYTES ? "EXPECT_BYTES"
	    : wanted->other.kind != WANTED_ANY  ? "EXPECT_EITHER"
	    : wanted->is_eventual               ? "EVENTUALLY"
						: "EXPECT");
	add_call(out, &w, step);
	bytes_add_text(out, ", ");
	program_words_wanted(out, &w, step);
	bytes_add_text(out, ");\n");
	if (program_words_want_address(scene, step)) {
		bytes_print(out, "\tEXPECT(is_same(&shared->%s, ",
		    scene->phrases[step].results[0]);
		w.writing.arg(&w.writing, out, wanted->result.word, 0);
		bytes_add_text(out, "), IS(1));\n");
	}
	if (*wanted->flag)
		bytes_print(out, "\tEXPECT(message_flags & %s, IS(%s));\n",
		    wanted->flag, wanted->flag);
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

	program_words_escaped(&escaped, text, strlen(text));
	bytes_add(&escaped, "", 1);
	bytes_add_text(out, "\tprintf(\"%s\",\n");
	program_add_filled(out, (const char *)escaped.at, "\t    \"", "\\n\"");
	out->len--; /* the newline */
	bytes_add_text(out, ");\n");
	bytes_free(&escaped);
}

static bool is_file(const struct scene *scene, int step)
{
	return strcmp(scene->phrases[step].name, "bind") == 0 &&
	       strncmp(scene->phrases[step].args[1], "./", 2) == 0;
}

/* Removes the files of the lesson, and their directory. */
static void remove_files(struct bytes *out, const struct scene *scene)
{
	for (int i = 0; i < scene->count; i++) {
		bool is_new = is_file(scene, i);
		for (int k = 0; k < i && is_new; k++)
			is_new = !is_file(scene, k) ||
			         strcmp(scene->phrases[i].args[1],
				     scene->phrases[k].args[1]) != 0;
		if (is_new)
			bytes_print(out, "\tunlink(\"%s\");\n",
			    scene->phrases[i].args[1]);
	}
	if (scene_uses_files(scene))
		bytes_add_text(out, "\trmdir(directory);\n");
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
	remove_files(out, scene);
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
