/* SPDX-License-Identifier: MIT */
/* Lessons as programs in Python. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "demo/course/names.h"
#include "demo/course/program-private.h"
#include "demo/course/wanted.h"

/* Arguments */

struct python_writing {
	struct writing writing;
	const struct scene *scene;
};

static void add_literal(struct bytes *out, const char *bytes, long len)
{
	for (long i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (c == '"' || c == '\\' || !isprint(c))
			bytes_print(out, "\\x%02x", c);
		else
			bytes_add(out, bytes + i, 1);
	}
}

static void add_inet(
    struct bytes *out, const struct scene *scene, const char *word)
{
	const char *colon = strrchr(word, ':');
	const char *host = values_host(scene->variables.family, word);
	int bracket = *word == '[';

	bytes_print(out, "(\"%.*s\", ",
	    host ? (int)strlen(host) : (int)(colon - word) - 2 * bracket,
	    host ? host : word + bracket);
	bytes_print(out,
	    isdigit((unsigned char)colon[1]) ? "%s)" : "shared[\"%s\"][1])",
	    colon + 1);
}

static void add_number(
    struct bytes *out, const struct scene *scene, const char *word)
{
	long number;

	if (strcmp(word, "NULL") == 0)
		bytes_add_text(out, "None");
	else if (strcmp(word, "FAMILY") == 0)
		bytes_add_text(out, scene->variables.family == AF_INET
					? "AF_INET"
					: "AF_INET6");
	else if (isdigit((unsigned char)*word) && names_read(word, &number))
		bytes_print(
		    out, *word == '0' && word[1] ? "0o%lo" : "%ld", number);
	else
		bytes_add_text(out, *word ? word : "0");
}

static void add_bytes(struct bytes *out, const char *word, char letter)
{
	char bytes[PHRASE_WORD];
	long len = phrase_bytes(word, bytes);

	if (letter == 'u') {
		bytes_add(out, bytes, (size_t)len);
		return;
	}
	bytes_add_text(out, letter == 'b' ? "b\"" : "\"");
	add_literal(out, bytes, len);
	bytes_add_text(out, "\"");
}

static void add_argument(
    const struct writing *w, struct bytes *out, const char *word, char letter)
{
	const struct scene *scene = ((const struct python_writing *)w)->scene;
	const struct value *known = values_find(&scene->variables, word);
	const char *host = values_host(scene->variables.family, word);

	if (letter == 'r') {
		bytes_add_text(out, word);
	} else if (*word == '\'') {
		add_bytes(out, word, letter);
	} else if (letter == 'b') {
		bytes_add_text(out, "b\"x\" * ");
		add_number(out, scene, word);
	} else if (letter == 'h') {
		bytes_print(out, "\"%.*s\"",
		    (int)(host ? strlen(host) : strcspn(word, ":")),
		    host ? host : word);
	} else if (known && known->kind == VALUE_DESCRIPTOR) {
		bytes_add_text(out, word);
	} else if (known) {
		bytes_print(
		    out, "shared[\"%s\"]%s", word, letter == 'p' ? "[1]" : "");
	} else if (*word == '@') {
		bytes_print(out, "\"\\0%s\"", word + 1);
	} else if (*word == '.' || letter == 'f') {
		bytes_print(out, "\"%s\"", word);
	} else if (strchr(word, ':')) {
		add_inet(out, scene, word);
	} else {
		add_number(out, scene, word);
	}
}

/* Steps */

static void add_wanted_word(
    struct bytes *out, const struct scene *scene, int step, const char *word)
{
	const struct phrase *phrase = &scene->phrases[step];
	const struct python_writing w = { { add_argument, phrase }, scene };
	bool is_value = strcmp(phrase->name, "getsockopt") == 0;
	const char *number;
	int sysno;
	enum wanted_bound bound = wanted_bound(word, &number);

	if (names_is_errno(word, &sysno)) {
		bytes_print(out, is_value ? "errno.%s" : "\"%s\"", word);
		return;
	}
	if (bound != WANTED_IS)
		bytes_add_text(
		    out, bound == WANTED_ABOVE ? "above(" : "below(");
	add_argument(&w.writing, out, number, *number == '\'' ? 'b' : 0);
	if (bound != WANTED_IS)
		bytes_add_text(out, ")");
}

static void add_wanted(
    struct bytes *out, const struct scene *scene, int step, const char *wanted)
{
	const char * or = *wanted == '\'' ? NULL : strstr(wanted, " or ");
	const char *quote = *wanted == '\'' ? strrchr(wanted, '\'') : NULL;
	char first[PHRASE_WORD];
	int signal;

	snprintf(first, sizeof(first), "%.*s",
	    quote ? (int)(quote - wanted) + 1 : (int)strcspn(wanted, " "),
	    wanted);
	if (!*first || names_is_signal(first, &signal) ||
	    strcmp(first, "blocks") == 0) {
		bytes_add_text(out, "ANY");
	} else if (or) {
		bytes_add_text(out, "either(");
		add_wanted_word(out, scene, step, first);
		bytes_add_text(out, ", ");
		add_wanted_word(out, scene, step, or +4);
		bytes_add_text(out, ")");
	} else {
		add_wanted_word(out, scene, step, first);
	}
}

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
	const struct python_writing w = { { add_argument, phrase }, scene };
	const char *wanted = scene_wanted(scene, step);
	const struct value *known = values_find(&scene->variables, wanted);
	bool wants_address = (known && known->kind == VALUE_ADDRESS) ||
	                     (*wanted != '\'' && strchr(wanted, ':'));
	const char *flags = *wanted == '\'' ? strrchr(wanted, '\'') + 1 : "";

	bytes_add_text(out, "    ");
	add_result(out, phrase, call->gives);
	bytes_add_text(
	    out, wanted_is_eventual(wanted) ? "eventually(" : "expect(");
	add_wanted(out, scene, step, wants_address ? "" : wanted);
	bytes_add_text(out, ", ");
	phrase_write(out, call->python, &w.writing);
	bytes_add_text(out, ")\n");
	if (wants_address) {
		bytes_print(out, "    expect(True, is_same, shared[\"%s\"], ",
		    phrase->results[0]);
		add_argument(&w.writing, out, wanted, 0);
		bytes_add_text(out, ")\n");
	}
	if (strncmp(flags, " MSG", 4) == 0)
		bytes_print(out,
		    "    expect(%s, shared.get, \"message_flags\")\n",
		    flags + 1);
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
		bytes_add_text(out, "os.chdir(tempfile.mkdtemp())\n");
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
