/* SPDX-License-Identifier: MIT */
/* Dialogues that are played as they say; test-mismatch.c has the others. */
#include "base/clock.h"
#include "player-bench.h"
#include "tap.h"

#include <stdio.h>
#include <string.h>

/* A conversation, in which the other side says one text after the other. */
struct conversation {
	const char *what;
	const char *dialogues;
	const char *comes[4];
	const char *did; /* all that the player says and does */
};

/* The player is the client of the only dialogue. */
static const struct conversation steps[] = {
	{ "exact texts", "< 220 hi\\r\\n\n> HELO\\r\\n\n< 250\\r\\n",
	    { "220 hi\r\n", "250\r\n" }, "HELO\r\n[done]" },
	{ "where the steps of one side are cut is no matter",
	    "< 22\n< 0 hi\\n\n> A\n> B\n< 250\\n", { "220 hi\n", "250\n" },
	    "AB[done]" },
	{ "begins takes a line", "<begins 25\n> A\n<begins 220\n> B",
	    { "250-x y\r\n", "220\n" }, "AB[done]" },
	{ "the rest of a line has a name",
	    "<begins(rest) +OK\\x20\n> <${rest}>", { "+OK me@host\r\n" },
	    "<me@host>[done]" },
	{ "an empty rest", "<begins(rest) +OK\n> <${rest}>", { "+OK\n" },
	    "<>[done]" },
	{ "matches names the groups of a line",
	    "<matches (?<code>[0-9]+)[ -]((?<word>[a-z]+)|x) .*\n"
	    "> ${word}=${code}\n",
	    { "250 queued as 7\r\n" }, "queued=250[done]" },
	{ "a group that takes no part is empty",
	    "<matches a(?<b>b)?c\n> <${b}>", { "ac\n" }, "<>[done]" },
	{ "until finds a text that begins anew within itself",
	    "<until(x) aab\n> <${x}>", { "ac", "aaaab" }, "<acaa>[done]" },
	{ "bytes", "<bytes(x) 4\n> ${x}${x}\n<bytes 3\n> .",
	    { "ab", "cd", "efg" }, "abcdabcd.[done]" },
	{ "a variable of the run", "< hello ${host}\n> ok",
	    { "hello example.com" }, "ok[done]" },
	{ "a name in an expression stands for itself",
	    "<bytes(x) 3\n<matches ${x}[0-9]\n> ok", { "a.b", "a.b1\n" },
	    "ok[done]" },
	{ "what comes too early is kept", "> A\n< 1\n> B\n< 2", { "12" },
	    "AB[done]" },
	{ "both ends", "> A\n> eof\n< B\n< eof", { "B", "[end]" },
	    "A[end][done]" },
	{ "the other end first", "< eof\n> A\n> eof", { "[end]" },
	    "A[end][done]" },
	{ "a reset that is expected", "> A\n< reset", { "[reset]" },
	    "A[done]" },
	{ "a reset behind the end", "< B\n< eof\n> A\n< reset",
	    { "B", "[end]", "[reset]" }, "A[done]" },
	{ "a reset that is made", "< B\n> reset", { "B" }, "[reset]" },
	{ "what comes after the last step is no matter", "> A\n< B",
	    { "BCD", "E" }, "A[done]" },
	{ "an end as the last step is that of the stream", "< B\n> eof",
	    { "B" }, "[end][done]" },
};

/* The player is the server of all dialogues. */
static const struct conversation choices[] = {
	{ "the dialogue that fits is taken, again and again",
	    "dialogue a\n> GET a\\n\n< A\ndialogue b\n> GET b\\n\n< B\n",
	    { "GET b\n", "GET a\n", "GET b\n", "[end]" }, "BAB[done]" },
	{ "requests that come together are answered in turn",
	    "dialogue a\n> GET a\\n\n< A\ndialogue b\n> GET b\\n\n< B\n",
	    { "GET b\nGET a\nGET b\n", "[end]" }, "BAB[done]" },
	{ "one that was not played yet goes before",
	    "dialogue a\n> x\n< 1\ndialogue b\n> x\n< 2\n",
	    { "x", "x", "x", "[end]" }, "121[done]" },
	{ "the same words first, then others",
	    "dialogue a\n< 220\n>begins HELO\n< a\n> bye\n< eof\n"
	    "dialogue b\n< 220\n>begins EHLO\n< b\n> bye\n< eof\n",
	    { "EHLO me\n", "bye" }, "220b[end][done]" },
	{ "one that is the beginning of another may be over",
	    "dialogue a\n> x\n< 1\n> y\n< 2\ndialogue b\n> x\n< 1\n",
	    { "x", "x", "y", "[end]" }, "112[done]" },
	{ "both end at once", "dialogue a\n> x\n< 1\ndialogue b\n> x\n< 1\n",
	    { "x", "x", "[end]" }, "11[done]" },
	{ "without a dialogue that the client begins the server ends",
	    "< 220\n> QUIT\n< 221\n", { "QUIT" }, "220221[done]" },
	{ "a client that says nothing is no mistake", "> x\n< y", { "[end]" },
	    "[done]" },
	{ "a server that ends its stream is not asked again", "> x\n< y\n< eof",
	    { "x" }, "y[end][done]" },
};

static void say(struct player_bench *b, const char *text, size_t piece)
{
	if (strcmp(text, "[end]") == 0)
		player_hear_end(b->player, b->now);
	else if (strcmp(text, "[reset]") == 0)
		player_hear_reset(b->player, b->now);
	else
		player_bench_hear(b, text, strlen(text), piece);
}

static void converse(const struct conversation *c, size_t piece, bool is_server)
{
	struct player_bench b;

	player_bench_open(&b, c->dialogues);
	if (is_server)
		b.opts.only = NULL;
	player_bench_begin(&b);
	enum player_act act = player_bench_run(&b);
	for (size_t i = 0; i < 4 && c->comes[i]; i++) {
		if (act != PLAYER_WAITS)
			break;
		say(&b, c->comes[i], piece);
		act = player_bench_run(&b);
	}
	if (!is_text(player_bench_did(&b), c->did, "%s (pieces of %zu)",
		c->what, piece) &&
	    act == PLAYER_FAILS)
		printf("# %s\n", player_bench_message(&b));
	player_bench_close(&b);
}

static void test_steps(void)
{
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		for (size_t piece = 0; piece < 3; piece++)
			converse(&steps[i], piece, false);
	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++)
		for (size_t piece = 0; piece < 3; piece++)
			converse(&choices[i], piece, true);
}

static void test_pauses(void)
{
	struct player_bench b;

	player_bench_open(&b, "pause 1s\n> A\npause 2s\n< B\n> C\npause 3s");
	player_bench_begin(&b);
	is_int(player_bench_run(&b), PLAYER_WAITS, "a pause first");
	is_int(player_due(b.player), b.now + 1000000, "is due after a second");
	b.now += 999999;
	is_int(player_bench_run(&b), PLAYER_WAITS, "not before");
	b.now++;
	player_bench_run(&b);
	is_text(player_bench_did(&b), "A", "then the text is said");
	is_int(player_due(b.player), b.now + 2000000 + BENCH_TIMEOUT,
	    "a pause before a step of the other side allows more time");
	b.now += 2000000 + BENCH_TIMEOUT - 1;
	player_bench_hear(&b, "B", 1, 0);
	is_int(player_bench_run(&b), PLAYER_WAITS, "which is in time");
	is_text(player_bench_did(&b), "C", "and is answered");
	b.now = player_due(b.player);
	is_int(player_bench_run(&b), PLAYER_IS_DONE,
	    "a pause as the last step is waited for");
	player_bench_close(&b);
}

static void test_time(void)
{
	struct player_bench b;

	player_bench_open(&b, "> A\\n\n< B\n> C\n< D");
	b.opts.only = NULL;
	player_bench_begin(&b);
	player_bench_run(&b);
	ok(player_due(b.player) == CLOCK_NEVER,
	    "no time counts before a dialogue has begun");
	b.now += 2 * BENCH_TIMEOUT;
	player_bench_hear(&b, "A", 1, 0);
	is_int(player_due(b.player), b.now + BENCH_TIMEOUT,
	    "it counts from the first byte on");
	b.now += BENCH_TIMEOUT / 2;
	player_bench_hear(&b, "\n", 1, 0);
	player_bench_run(&b);
	is_int(player_due(b.player), b.now + BENCH_TIMEOUT,
	    "and anew for the next step");
	b.now += BENCH_TIMEOUT - 1;
	is_int(player_bench_run(&b), PLAYER_WAITS, "a moment before, it waits");
	b.now++;
	is_int(player_bench_run(&b), PLAYER_FAILS, "then it fails");
	is_int(player_mismatch(b.player)->kind, MISMATCH_TIMEOUT,
	    "since time is over");
	player_bench_close(&b);
}

static void test_once(void)
{
	struct player_bench b;

	player_bench_open(&b,
	    "dialogue a\n> x\n< 1\ndialogue b\n> y\n< 2\ndialogue c\n> z\n< 3");
	b.opts.only = NULL;
	b.repertoire.is_once = true;
	player_bench_begin(&b);
	player_bench_run(&b);
	player_bench_hear(&b, "xy", 2, 1);
	player_bench_run(&b);
	is_text(player_bench_did(&b), "12", "once, in the order of the file");
	is_int((int)repertoire_left(&b.repertoire), 1, "one is left");
	player_bench_hear(&b, "x", 1, 1);
	is_int(player_bench_run(&b), PLAYER_FAILS, "the first is not again");
	player_bench_end(&b);
	player_bench_begin(&b);
	player_bench_hear(&b, "z", 1, 0);
	is_int(player_bench_run(&b), PLAYER_IS_DONE,
	    "another connection goes on with the third, and is then over");
	ok(repertoire_is_over(&b.repertoire), "and so is all");
	player_bench_close(&b);
}

/* Were the work more than linear, this would take minutes. */
static void test_once_many(void)
{
	struct player_bench b;
	struct bytes file = { 0 }, asked = { 0 }, wanted = { 0 };

	for (int i = 0; i < 100000; i++) {
		bytes_print(&file, "dialogue d%d\n> %d\\n\n< %d.\n", i, i, i);
		bytes_print(&asked, "%d\n", i);
		bytes_print(&wanted, "%d.", i);
	}
	bytes_add_text(&wanted, "[done]");
	bytes_add(&file, "", 1);
	player_bench_open(&b, (const char *)file.at);
	b.opts.only = NULL;
	b.repertoire.is_once = true;
	player_bench_begin(&b);
	player_hear(b.player, asked.at, asked.len, b.now);
	is_int(player_bench_run(&b), PLAYER_IS_DONE, "many are played");
	ok(b.did.len == wanted.len &&
		memcmp(b.did.at, wanted.at, wanted.len) == 0,
	    "each once, in the order of the file");
	ok(repertoire_is_over(&b.repertoire), "and then all is over");
	player_bench_close(&b);
	bytes_free(&file);
	bytes_free(&asked);
	bytes_free(&wanted);
}

static void test_any_order(void)
{
	struct player_bench b;

	player_bench_open(&b, "dialogue a\n> x\n< 1\ndialogue b\n> y\n< 2\n");
	b.opts.only = NULL;
	b.repertoire.is_once = b.repertoire.is_any_order = true;
	player_bench_begin(&b);
	player_bench_hear(&b, "yx", 2, 1);
	is_int(player_bench_run(&b), PLAYER_IS_DONE, "all are played");
	is_text(player_bench_did(&b), "21[done]", "once, in any order");
	player_bench_close(&b);

	player_bench_open(&b, "> x\n< 1\n> y\n< 2");
	b.opts.only = NULL;
	b.repertoire.limit = 2;
	player_bench_begin(&b);
	player_bench_hear(&b, "xyx", 3, 0);
	player_bench_run(&b);
	player_bench_end(&b);
	is_int((int)b.repertoire.failed, 1, "a connection that ends too early");
	is_int((int)b.repertoire.played, 1, "is counted apart");
	ok(repertoire_is_over(&b.repertoire), "a limit is for all of them");
	player_bench_close(&b);
}

/* Two connections, which the same words begin. */
static void test_once_for_two(void)
{
	struct player_bench b;
	const void *bytes;
	size_t len;

	player_bench_open(
	    &b, "dialogue a\n> x\n> 1\n< A\ndialogue b\n> x\n> 2\n< B");
	b.opts.only = NULL;
	b.repertoire.is_once = b.repertoire.is_any_order = true;
	player_bench_begin(&b);
	struct player *other = player_new(&b.opts);
	player_hear(other, "x", 1, b.now);
	player_bench_hear(&b, "x2", 2, 0);
	is_int(player_bench_run(&b), PLAYER_WAITS, "one of two is taken");
	player_hear(other, "2", 1, b.now);
	is_int(player_next(other, b.now, &bytes, &len), PLAYER_FAILS,
	    "by one connection, and the other one cannot have it");
	player_free(other);
	player_bench_close(&b);
}

static void test_messages(void)
{
	struct player_bench b;

	player_bench_open(&b,
	    ">\n> ping\n< po\n< ng\n>\n<begins(x) a\n<matches .*b\n"
	    "<until(y) c\n<bytes 2\n> ${x}${y}");
	b.opts.carries_messages = true;
	player_bench_begin(&b);
	player_bench_run(&b);
	is_text(player_bench_did(&b), "[][ping]", "each step is a message");
	player_bench_hear(&b, "po", 2, 0);
	player_bench_hear(&b, "ng", 2, 0);
	player_bench_run(&b);
	is_text(player_bench_did(&b), "[]", "also an empty one");
	player_bench_hear(&b, "a\n1", 3, 0);
	player_bench_hear(&b, "b\nb\r\n", 5, 0);
	player_bench_hear(&b, "ccc", 3, 0);
	player_bench_hear(&b, "dd", 2, 0);
	player_bench_run(&b);
	is_text(player_bench_did(&b), "[\n1cc][done]",
	    "a pattern is for all of a message");
	player_bench_close(&b);
}

static void note(
    void *context, const struct dialogue *d, const struct dialogue_step *step)
{
	bytes_print(context, "%s%d ", d->name, step->line);
}

static void test_passed(void)
{
	struct player_bench b;
	struct bytes passed = { 0 };

	player_bench_open(&b, "dialogue a\n< 1\n> x\n< 2\n> y\n"
			      "dialogue b\n< 1\n> x\n< 2\n> z\n< 3");
	b.opts.only = NULL;
	b.opts.passed = note;
	b.opts.context = &passed;
	player_bench_begin(&b);
	player_bench_run(&b);
	player_bench_hear(&b, "x", 1, 0);
	player_bench_run(&b);
	player_bench_hear(&b, "z", 1, 0);
	player_bench_run(&b);
	bytes_add(&passed, "", 1);
	is_text((const char *)passed.at, "a2 a3 a4 b10 b11 ",
	    "each step is told once, in the dialogue that it may be of");
	is_text(player_dialogue(b.player)->name, "b", "and which it was");
	is_int(
	    (int)b.repertoire.entries[0].begun, 0, "the other has not begun");
	bytes_free(&passed);
	player_bench_close(&b);
}

int main(void)
{
	test_steps();
	test_pauses();
	test_time();
	test_once();
	test_once_many();
	test_any_order();
	test_once_for_two();
	test_messages();
	test_passed();
	return plan();
}
