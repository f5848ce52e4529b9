/* SPDX-License-Identifier: MIT */
/* Lessons as programs in Python. */
#include <string.h>

#include "demo/course/names.h"
#include "demo/course/program-private.h"
#include "demo/course/program-words.h"

static const struct program_dialect dialect = {
	.number = "shared[\"$\"]",
	.address = "shared[\"$\"]",
	.port = "shared[\"$\"][1]",
	.inet = "(\"$\", #)",
	.path = "\"$\"",
	.abstract = "\"\\0$\"",
	.bytes = "b\"$\"",
	.filler = "b\"x\" * $",
	.octal = "0o$",
	.null = "None",
	.is = "$",
	.above = "above($)",
	.below = "below($)",
	.fails = "\"$\"",
	.sysno = "errno.$",
	.either = "either($, #)",
};

/* Steps */

static void add_result(
    struct bytes *out, const struct phrase *phrase, enum call_result gives)
{
	const char *result = phrase->results[0];

	if (!*result)
		return;
	if (gives == CALL_DESCRIPTORS && *phrase->results[1])
		bytes_print(out, "%s, %s = ", result, phrase->results[1]);
	else if (gives == CALL_DESCRIPTOR || gives == CALL_DESCRIPTORS)
		bytes_print(out, "%s = ", result);
	else if (gives == CALL_NUMBER || strstr(phrase->name, "name"))
		bytes_print(out, "shared[\"%s\"] = ", result);
}

static void add_step(struct bytes *out, const struct scene *scene, int step)
{
	const struct phrase *phrase = &scene->phrases[step];
	const struct call *call = calls_find(phrase->name);
	const struct program_writing w =
	    program_words_make(scene, step, &dialect);
	const struct wanted *wanted = scene_wanted(scene, step);

	bytes_add_text(out, "    ");
	add_result(out, phrase, call->gives);
	bytes_add_text(out, wanted->is_eventual ? "eventually(" : "expect(");
	program_words_wanted(out, &w, step);
	bytes_add_text(out, ", ");
	phrase_write(out, call->python, &w.writing);
	bytes_add_text(out, ")\n");
	if (program_words_want_address(scene, step)) {
		bytes_print(out, "    expect(True, is_same, shared[\"%s\"], ",
		    phrase->results[0]);
		w.writing.arg(&w.writing, out, wanted->result.word, 0);
		bytes_add_text(out, ")\n");
	}
	if (*wanted->flag)
		bytes_print(out,
		    "    expect(%s, shared.get, \"message_flags\")\n",
		    wanted->flag);
}

static void add_comment(struct bytes *out, const char *text)
{
	program_add_filled(out, text, "    # ", "");
}

static void add_wait(struct bytes *out, int turn)
{
	bytes_print(out, "\n    wait_for_turn(%d)\n", turn);
}

static void add_pass(struct bytes *out, int turn)
{
	bytes_print(out, "    memory[TURN] = %d\n", turn);
}

static void begin_party(struct bytes *out, const struct scene *scene, int party)
{
	const struct variables *v = &scene->variables;

	bytes_print(out, "\n\ndef run_%s():\n", scene->lesson->parties[party]);
	for (unsigned i = 0; i < v->count; i++)
		if (v->at[i].value.kind == VALUE_DESCRIPTOR)
			bytes_print(out, "    global %s\n", v->at[i].name);
}

/* The beginning and the end */

/* Constants that Python does not know. */
static void add_constants(struct bytes *out, const struct scene *scene)
{
	static const char *const missing[] = { "FIONREAD", "IPV6_RECVERR",
		"IP_MULTICAST_ALL", "IP_RECVERR", "SIOCATMARK", "SIOCINQ",
		"SIOCOUTQ", "SIOCOUTQNSD", "SO_RXQ_OVFL", "TCP_CLOSE",
		"TCP_CLOSE_WAIT", "TCP_ESTABLISHED", "TCP_FIN_WAIT2",
		"TCP_LISTEN", "TCP_SYN_SENT" };
	const char *before = "\n\n";
	long number;

	for (size_t i = 0; i < sizeof(missing) / sizeof(missing[0]); i++)
		if (program_has_word(scene, missing[i]) &&
		    names_read(missing[i], &number)) {
			bytes_print(
			    out, "%s%s = %ld\n", before, missing[i], number);
			before = "";
		}
}

static void begin_program(
    struct bytes *out, const struct scene *scene, const char *body)
{
	bytes_add_text(out, "#!/usr/bin/env python3\n");
	program_add_filled(out, scene->lesson->question, "# ", "");
	bytes_add_text(out, program_python_head);
	add_constants(out, scene);
	program_add_helpers(out, body, program_helpers_python);
}

static void end_program(struct bytes *out, const struct scene *scene)
{
	bytes_add_text(out, "\n\n");
	if (scene_uses_files(scene))
		bytes_add_text(out,
		    "directory = tempfile.TemporaryDirectory()\n"
		    "os.chdir(directory.name)\n");
	for (int i = 0; i < LESSON_PARTIES; i++)
		if (scene_is_first(scene, i))
			bytes_print(
			    out, "begin(run_%s)\n", scene->lesson->parties[i]);
	bytes_print(out, "await_all(%d)\n", program_deaths(scene));
	bytes_add_text(out, "if memory[DIFFERENCES]:\n"
			    "    print(\"On this system that did not hold:\")\n"
			    "print(\"\"\"\\\n");
	program_add_filled(out, scene->lesson->conclusion, "", "");
	bytes_add_text(out, "\"\"\", end=\"\")\n"
			    "sys.exit(1 if memory[DIFFERENCES] else 0)\n");
}

const struct program_style program_style_python = {
	.begin = begin_program,
	.party = begin_party,
	.wait = add_wait,
	.comment = add_comment,
	.step = add_step,
	.pass = add_pass,
	.end = end_program,
};
