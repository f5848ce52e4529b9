/* SPDX-License-Identifier: MIT */
/* The language of lessons: calls, arguments, what is wanted of them, and steps.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "demo/course/calls.h"
#include "demo/course/names.h"
#include "demo/course/scene.h"
#include "demo/course/wanted.h"
#include "tap.h"

static void test_parse(void)
{
	struct phrase p;
	struct error err = { 0 };

	is_int(phrase_parse("a, b = f(x, 'y, (z)', 3) -> 'q'", &p, &err), 0,
	    "a whole call");
	is_text(p.results[0], "a", "the first result");
	is_text(p.results[1], "b", "the second result");
	is_text(p.name, "f", "the name");
	is_int(p.arg_count, 3, "three arguments");
	is_text(p.args[1], "'y, (z)'", "quotes hide what is in them");
	is_text(p.args[2], "3", "the last argument");
	is_text(p.wanted, "'q'", "what is wanted");
	is_int(phrase_parse("f('a -> b') -> >3", &p, &err), 0, "an arrow");
	is_text(p.args[0], "'a -> b'", "in quotes is none,");
	is_text(p.wanted, ">3", "and one behind them is");
	is_int(phrase_parse("f()", &p, &err), 0, "a call of nothing");
	is_int(p.arg_count, 0, "no arguments");
	is_text(p.wanted, "", "nothing is wanted");
	is_int(phrase_parse("returns -> 3", &p, &err), 0, "a return");
	is_text(p.name, "returns", "its name");
	is_text(p.wanted, "3", "what it wants");
	is_int(phrase_parse("f", &p, &err), -1, "no call");
	is_int(err.kind, FAULT_USAGE, "which is said");
	is_int(phrase_parse("f(x", &p, &err), -1, "a call without an end");
}

static void test_bytes(void)
{
	char bytes[PHRASE_WORD];

	is_int(phrase_bytes("'a\\n\\0\\'b'", bytes), 5, "escapes are bytes");
	ok(memcmp(bytes, "a\n\0'b", 5) == 0, "these");
	is_int(phrase_bytes("''", bytes), 0, "no bytes");
	is_int(phrase_bytes("3", bytes), -1, "a number is none");
}

static void choose(const char *from, bool is_first, const char *to)
{
	char word[PHRASE_WORD];

	snprintf(word, sizeof(word), "%s", from);
	phrase_choose(word, is_first);
	is_text(word, to, "%s becomes %s", from, to);
}

static void test_choose(void)
{
	choose("65507/65527", true, "65507");
	choose("65507/65527", false, "65527");
	choose("3", false, "3");
	choose("'a/b'", false, "'a/b'");
	choose("./file", true, "./file");
}

static void test_names(void)
{
	long number;
	int sysno;

	ok(names_read("64K", &number) && number == 65536, "a size");
	ok(names_read("0711", &number) && number == 0711, "rights");
	ok(names_read("MSG_PEEK|MSG_DONTWAIT", &number) &&
		number == (MSG_PEEK | MSG_DONTWAIT),
	    "names together");
	ok(!names_read("MSG_NOTHING", &number), "no such name");
	ok(names_is_errno("ECONNRESET", &sysno) && sysno == ECONNRESET,
	    "the name of an errno");
	ok(!names_is_errno("SIGPIPE", &sysno), "a signal is none");
	ok(names_is_signal("SIGTERM", &sysno) && sysno == SIGTERM,
	    "the name of a signal");
	ok(!names_is_signal("EPIPE", &sysno), "an errno is none");
}

static struct variables make_variables(void)
{
	struct variables v = { .family = AF_INET };
	struct address a = { 0 };

	values_set_number(&v, "sum", VALUE_NUMBER, 7);
	a.storage.ss_family = AF_INET;
	a.len = 16;
	address_set_port(&a, 80);
	values_set_address(&v, "there", &a);
	return v;
}

static void test_values(void)
{
	struct variables v = make_variables();
	struct value value;
	char text[ADDRESS_TEXT];

	ok(values_read(&v, "loopback:there", &value), "a port by its name");
	is_text(address_text(text, &value.address), "127.0.0.1:80", "is there");
	ok(values_read(&v, "[::1]:9", &value), "an address of IPv6");
	is_text(address_text(text, &value.address), "[::1]:9", "is read");
	ok(values_read(&v, "", &value) && value.number == 0, "nothing is 0");
	ok(!values_read(&v, "nobody", &value), "there is no such variable");
}

static void test_wanted(void)
{
	const struct variables v = make_variables();
	struct outcome good = { .result = 3,
		.has_bytes = true,
		.bytes = "one",
		.len = 3,
		.times = 1,
		.began = 1,
		.ended = 50001 };
	struct outcome bad = { .result = -1, .sysno = EPIPE };
	struct outcome value = { .has_value = true, .value = ECONNREFUSED };
	struct outcome dead = { .killed_by = SIGPIPE };

	ok(wanted_is_met("", &good, &v), "success");
	ok(!wanted_is_met("", &bad, &v), "a failure is none");
	ok(wanted_is_met("3", &good, &v), "the number");
	ok(!wanted_is_met("4", &good, &v), "another number");
	ok(wanted_is_met(">2", &good, &v), "a greater number");
	ok(!wanted_is_met(">3", &good, &v), "which is not greater");
	ok(wanted_is_met("<sum", &good, &v), "less than a variable");
	ok(!wanted_is_met("<3", &good, &v), "which is not less");
	ok(wanted_is_met("'one'", &good, &v), "the bytes");
	ok(!wanted_is_met("'two'", &good, &v), "other bytes");
	ok(!wanted_is_met("'one' MSG_TRUNC", &good, &v), "without the flag");
	good.flags = MSG_TRUNC;
	ok(wanted_is_met("'one' MSG_TRUNC", &good, &v), "with the flag");
	ok(!wanted_is_met("'one'", &good, &v), "a flag that is not wanted");
	ok(wanted_is_met("3 after 50", &good, &v), "a call that takes a time");
	ok(!wanted_is_met("3 after 51", &good, &v), "a call that is too quick");
	ok(wanted_is_met("EPIPE", &bad, &v), "the errno");
	ok(!wanted_is_met("ECONNRESET", &bad, &v), "another errno");
	ok(!wanted_is_met("0", &bad, &v), "a failure is no number");
	ok(wanted_is_met("0 or EPIPE", &bad, &v), "either");
	ok(!wanted_is_met("0 or EPERM", &bad, &v), "neither");
	ok(wanted_is_met("ECONNREFUSED", &value, &v), "an errno as a value");
	ok(!wanted_is_met("EPIPE", &value, &v), "another one");
	ok(wanted_is_met("SIGPIPE", &dead, &v), "the signal");
	ok(!wanted_is_met("", &dead, &v), "a signal that is not wanted");
	ok(!wanted_is_met("SIGPIPE", &good, &v), "no signal");
}

/* A lesson of one party, which makes the calls of the opening, and then these.
 */
static int fill(struct scene *scene, const struct opening *opening,
    const char *const calls[], int count, struct error *err)
{
	static struct lesson lesson; /* to which the scene points */

	lesson = (struct lesson){ .parties = { "one" }, .opening = opening };
	for (int i = 0; i < count; i++)
		lesson.steps[i].call = calls[i];
	return scene_fill(scene, &lesson, AF_INET, err);
}

static void test_scene(void)
{
	static struct scene scene;
	const char *const blocking[] = { "c = accept(l) -> blocks", "close(l)",
		"returns -> >0" };
	const char *const unknown[] = { "sing('a song')" };
	const char *const file[] = { "unlink(./file)" };
	struct error err = { 0 };

	is_int(fill(&scene, NULL, blocking, 3, &err), 0, "three steps");
	is_int(scene_call(&scene, 1), 1, "a step makes its own call,");
	is_int(scene_call(&scene, 2), 0, "or returns from one that blocks,");
	is_text(scene_wanted(&scene, 0), ">0", "which is to return this");
	is_text(scene_wanted(&scene, 1), "", "another one does not");
	ok(!scene_uses_files(&scene), "no files");
	is_int(fill(&scene, NULL, file, 1, &err), 0, "a file");
	ok(scene_uses_files(&scene), "is one");
	is_int(fill(&scene, NULL, unknown, 1, &err), -1, "no such call");
	is_text(err.text, "there is no call 'sing'", "which is said");
}

static void test_long_scene(void)
{
	static struct scene scene;
	static struct opening opening;
	const char *calls[LESSON_STEPS];
	struct error err = { 0 };

	for (int i = 0; i < LESSON_STEPS; i++)
		calls[i] = "getpid()";
	for (int i = 0; i < OPENING_STEPS; i++)
		opening.steps[i].call = "getpid()";
	is_int(fill(&scene, NULL, calls, LESSON_STEPS, &err), 0,
	    "all steps that there is room for");
	is_int(scene.count, LESSON_STEPS, "so many");
	is_int(
	    fill(&scene, &opening, calls, LESSON_STEPS - OPENING_STEPS, &err),
	    0, "the same with an opening");
	is_int(scene.opening_count, OPENING_STEPS, "it comes first");
	is_int(fill(&scene, &opening, calls, LESSON_STEPS - OPENING_STEPS + 1,
		   &err),
	    -1, "a step too many");
	is_text(err.text, "a lesson has at most 48 steps", "which is said");
}

int main(void)
{
	test_parse();
	test_bytes();
	test_choose();
	test_names();
	test_values();
	test_wanted();
	test_scene();
	test_long_scene();
	return plan();
}
