/* SPDX-License-Identifier: MIT */
/* The language of lessons: calls, arguments, what is wanted of them, and steps.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo/language/calls.h"
#include "demo/language/names.h"
#include "demo/language/scene.h"
#include "demo/language/wanted.h"
#include "tap.h"

/* Reads a call with AF_INET. */
static int parse(const char *text, struct phrase *p, struct error *err)
{
	return phrase_parse(text, AF_INET, p, err);
}

static void test_parse(void)
{
	struct phrase p;
	struct error err = { 0 };

	is_int(parse("a, b = f(x, 'y, (z)', 3) -> 'q'", &p, &err), 0,
	    "a whole call");
	is_text(p.results[0], "a", "the first result");
	is_text(p.results[1], "b", "the second result");
	is_text(p.name, "f", "the name");
	is_text(p.args[1], "'y, (z)'", "quotes hide what is in them");
	is_text(p.args[2], "3", "the last argument");
	is_text(p.args[3], "", "there is no other");
	is_text(p.wanted.text, "'q'", "what is wanted");
	is_int(parse("f('a -> b') -> >3", &p, &err), 0, "an arrow");
	is_text(p.args[0], "'a -> b'", "in quotes is none,");
	is_text(p.wanted.text, ">3", "and one behind them is");
	is_int(parse("f()", &p, &err), 0, "a call of nothing");
	is_text(p.args[0], "", "no arguments");
	is_text(p.wanted.text, "", "nothing is wanted");
	is_int(parse("returns -> 3", &p, &err), 0, "a return");
	is_text(p.name, "returns", "its name");
	is_text(p.wanted.text, "3", "what it wants");
	is_int(parse("f", &p, &err), -1, "no call");
	is_int(err.kind, FAULT_USAGE, "which is said");
	is_int(parse("f(x", &p, &err), -1, "a call without an end");
}

static void test_bytes(void)
{
	char bytes[PHRASE_WORD];

	is_int(phrase_bytes("'a\\n\\0\\'b'", bytes), 5, "escapes are bytes");
	ok(memcmp(bytes, "a\n\0'b", 5) == 0, "these");
	is_int(phrase_bytes("''", bytes), 0, "no bytes");
	is_int(phrase_bytes("3", bytes), -1, "a number is none");
}

static void choose(const char *from, int family, const char *to)
{
	struct phrase p;
	struct error err = { 0 };
	char text[64];

	snprintf(text, sizeof(text), "f(%s) -> %s", from, from);
	is_int(phrase_parse(text, family, &p, &err), 0, "%s", text);
	is_text(p.args[0], to, "%s becomes %s", from, to);
	is_text(p.wanted.text, to, "also as what is wanted");
}

static void test_choose(void)
{
	choose("65507/65527", AF_INET, "65507");
	choose("65507/65527", AF_INET6, "65527");
	choose("3", AF_INET6, "3");
	choose("'a/b'", AF_INET6, "'a/b'");
	choose("./file", AF_INET, "./file");
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

/* Whether the outcome is what "-> TEXT" wants. */
static bool is_met(
    const char *text, const struct outcome *o, const struct variables *v)
{
	struct phrase p;
	struct error err = { 0 };
	char call[64];

	snprintf(call, sizeof(call), "f() -> %s", text);
	return parse(call, &p, &err) == 0 && wanted_is_met(&p.wanted, o, v);
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

	ok(is_met("", &good, &v), "success");
	ok(!is_met("", &bad, &v), "a failure is none");
	ok(is_met("3", &good, &v), "the number");
	ok(!is_met("4", &good, &v), "another number");
	ok(is_met(">2", &good, &v), "a greater number");
	ok(!is_met(">3", &good, &v), "which is not greater");
	ok(is_met("<sum", &good, &v), "less than a variable");
	ok(!is_met("<3", &good, &v), "which is not less");
	ok(is_met("'one'", &good, &v), "the bytes");
	ok(!is_met("'two'", &good, &v), "other bytes");
	ok(!is_met("'one' MSG_TRUNC", &good, &v), "without the flag");
	good.flags = MSG_TRUNC;
	ok(is_met("'one' MSG_TRUNC", &good, &v), "with the flag");
	ok(!is_met("'one'", &good, &v), "a flag that is not wanted");
	ok(is_met("3 after 50", &good, &v), "a call that takes a time");
	ok(!is_met("3 after 51", &good, &v), "a call that is too quick");
	ok(is_met("EPIPE", &bad, &v), "the errno");
	ok(!is_met("ECONNRESET", &bad, &v), "another errno");
	ok(!is_met("0", &bad, &v), "a failure is no number");
	ok(is_met("0 or EPIPE", &bad, &v), "either");
	ok(!is_met("0 or EPERM", &bad, &v), "neither");
	ok(is_met("ECONNREFUSED", &value, &v), "an errno as a value");
	ok(!is_met("EPIPE", &value, &v), "another one");
	ok(is_met("SIGPIPE", &dead, &v), "the signal");
	ok(!is_met("", &dead, &v), "a signal that is not wanted");
	ok(!is_met("SIGPIPE", &good, &v), "no signal");
}

/* Words of the language are bytes where they stand in quotes. */
static void test_quoted(void)
{
	const char *const texts[] = { "now eventually", "one or two",
		"1 after 9", "a/b", "x MSG_TRUNC" };
	struct outcome o = { .has_bytes = true };
	char quoted[64];

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		o.len = strlen(texts[i]);
		o.result = (long)o.len;
		memcpy(o.bytes, texts[i], o.len);
		snprintf(quoted, sizeof(quoted), "'%s'", texts[i]);
		ok(is_met(quoted, &o, NULL), "%s are these bytes", quoted);
	}
}

static void test_wrong_wanted(void)
{
	const char *const calls[] = { "f() -> 3 sometimes", "f() -> 3 or",
		"f() -> 3 after" };
	struct phrase p;
	struct error err = { 0 };

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		is_int(parse(calls[i], &p, &err), -1, "%s", calls[i]);
	is_text(err.text, "'3 after' is no result of a call", "which is said");
}

/* A lesson of one party, which makes the calls of the opening, and then these.
 */
static int fill(struct scene *scene, const struct opening *opening,
    const char *steps, struct error *err)
{
	static struct lesson lesson; /* to which the scene points */

	lesson = (struct lesson){
		.parties = { "one" },
		.opening = opening,
		.steps = steps,
	};
	return scene_fill(scene, &lesson, AF_INET, err);
}

/* So many steps, as lesson.h describes them. Freed by the caller. */
static char *repeat(int count)
{
	static const char step[] = "0getpid()\0why\0";
	size_t len = sizeof(step) - 1;
	char *steps = calloc((size_t)count + 1, len);

	for (int i = 0; i < count; i++)
		memcpy(steps + (size_t)i * len, step, len);
	return steps;
}

static void *set_ten(void *argument)
{
	struct variables *v = argument;

	for (int i = 0; i < 10; i++) {
		char name[24];
		snprintf(name, sizeof(name), "%lx-%d",
		    (unsigned long)pthread_self(), i);
		values_set_number(v, name, VALUE_NUMBER, i);
	}
	return NULL;
}

/* Parties set variables at the same time: a call of one returns, while another
 * one makes a call. */
static void test_parties(void)
{
	int lost = 0;

	for (int round = 0; round < 1000; round++) {
		struct variables v = { .family = AF_INET };
		pthread_t other;
		char name[24];
		if (pthread_create(&other, NULL, set_ten, &v) != 0)
			break;
		set_ten(&v);
		pthread_join(other, NULL);
		snprintf(name, sizeof(name), "%lx-9", (unsigned long)other);
		lost += v.count != 20 || !values_find(&v, name);
	}
	is_int(lost, 0, "no variable is lost, whatever other parties set");
}

static void test_scene(void)
{
	static struct scene scene;
	static const char blocking[] = "0c = accept(l) -> blocks\0\0"
				       "0close(l)\0nobody listens\0"
				       "0returns -> >0\0\0";
	struct error err = { 0 };

	is_int(fill(&scene, NULL, blocking, &err), 0, "three steps");
	is_int(scene.count, 3, "so many");
	is_text(scene.steps[1].call, "close(l)", "the second is a call");
	is_text(scene.steps[1].why, "nobody listens", "that is explained,");
	ok(!scene.steps[2].why, "the third is not");
	is_int(scene_call(&scene, 1), 1, "a step makes its own call,");
	is_int(scene_call(&scene, 2), 0, "or returns from one that blocks,");
	is_text(scene_wanted(&scene, 0)->text, ">0", "which is to return this");
	is_text(scene_wanted(&scene, 1)->text, "", "another one does not");
	ok(!scene_uses_files(&scene), "no files");
	is_int(fill(&scene, NULL, "0unlink(./file)\0\0", &err), 0, "a file");
	ok(scene_uses_files(&scene), "is one");
	is_int(fill(&scene, NULL, "0sing('a song')\0\0", &err), -1,
	    "no such call");
	is_text(err.text, "there is no call 'sing'", "which is said");
}

static void test_long_scene(void)
{
	static struct scene scene;
	char *some = repeat(8), *rest = repeat(LESSON_STEPS - 8);
	char *all = repeat(LESSON_STEPS), *more = repeat(LESSON_STEPS - 7);
	const struct opening opening = { .steps = some };
	struct error err = { 0 };

	is_int(fill(&scene, NULL, all, &err), 0,
	    "all steps that there is room for");
	is_int(scene.count, LESSON_STEPS, "so many");
	is_int(
	    fill(&scene, &opening, rest, &err), 0, "the same with an opening");
	is_int(scene.opening_count, 8, "it comes first");
	is_int(fill(&scene, &opening, more, &err), -1, "a step too many");
	is_text(err.text, "a lesson has at most 48 steps", "which is said");
	free(some);
	free(rest);
	free(all);
	free(more);
}

int main(void)
{
	test_parse();
	test_bytes();
	test_choose();
	test_names();
	test_values();
	test_wanted();
	test_quoted();
	test_wrong_wanted();
	test_parties();
	test_scene();
	test_long_scene();
	return plan();
}
