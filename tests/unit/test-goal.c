/* SPDX-License-Identifier: MIT */
/* What is to be received, however it comes in pieces. */
#include "relay/goal.h"

#include <string.h>

#include "tap.h"

/* Looks at bytes in two pieces. Returns how many of them are wanted. */
static size_t look_at_pieces(
    struct goal *g, const char *bytes, size_t len, size_t border)
{
	struct goal_progress p = { 0 };
	size_t wanted = goal_look(g, &p, bytes, border);

	if (wanted == border)
		wanted += goal_look(g, &p, bytes + border, len - border);
	return wanted;
}

/* The text is found where memmem(3) finds it, wherever the pieces meet. */
static void check_text(const char *text, const char *bytes)
{
	size_t len = strlen(bytes), text_len = strlen(text);
	const char *found = memmem(bytes, len, text, text_len);
	size_t end = found ? (size_t)(found - bytes) + text_len : len;
	bool is_found = true, is_expected = true, is_exact = true;

	for (size_t border = 0; border <= len; border++) {
		struct goal g;
		goal_init(&g, &(struct goal_opts){ .expect = text,
				  .expect_len = strlen(text),
				  .until = text,
				  .until_len = text_len });
		size_t wanted = look_at_pieces(&g, bytes, len, border);
		is_found = is_found && g.is_reached == (found != NULL);
		is_expected = is_expected && g.has_expected == (found != NULL);
		is_exact = is_exact && wanted == end;
		goal_free(&g);
	}
	ok(is_found, "'%s' in '%s' ends the run if it is there", text, bytes);
	ok(is_expected, "'%s' in '%s' is noticed if it is there", text, bytes);
	ok(is_exact, "'%s' in '%s': nothing behind it is wanted", text, bytes);
}

/* All words of a and b up to a length, against each other. */
static void check_all_words(void)
{
	char word[16], text[16];
	bool is_right = true;

	for (unsigned w = 1; w < 1u << 10; w++) {
		size_t len = 0;
		for (unsigned bits = w; bits > 1; bits >>= 1)
			word[len++] = bits & 1 ? 'a' : 'b';
		word[len] = '\0';
		for (unsigned t = 2; t < 1u << 5; t++) {
			struct goal g;
			size_t text_len = 0;
			for (unsigned bits = t; bits > 1; bits >>= 1)
				text[text_len++] = bits & 1 ? 'a' : 'b';
			text[text_len] = '\0';
			goal_init(&g, &(struct goal_opts){ .expect = text,
					  .expect_len = strlen(text) });
			look_at_pieces(&g, word, len, len / 2);
			is_right = is_right &&
			           g.has_expected == (memmem(word, len, text,
							  text_len) != NULL);
			goal_free(&g);
		}
	}
	ok(is_right, "every short text is found exactly where it is");
}

static void test_limits(void)
{
	struct goal_progress p = { 0 };
	struct error err = ERROR_NONE;
	struct goal g;

	goal_init(&g, &(struct goal_opts){ .max_bytes = 5 });
	is_int((long long)goal_look(&g, &p, "123", 3), 3, "3 of 5 bytes");
	ok(!g.is_reached, "are not enough");
	ok(goal_check(&g, &err) < 0, "and the run would be a failure");
	is_int(error_status(&err), 8, "with status 8");
	is_text(err.text, "received 3 of 5 bytes", "which says how far it was");
	is_int((long long)goal_look(&g, &p, "456", 3), 2, "then 2 are wanted");
	ok(g.is_reached, "and are enough");
	is_int(goal_check(&g, &err), 0, "and the run is a success");
	is_int((long long)goal_look(&g, &p, "7", 1), 0, "then none is wanted");
	goal_free(&g);

	goal_init(&g, &(struct goal_opts){ .max_lines = 2 });
	is_int((long long)goal_look(&g, &p, "a\nb", 3), 3, "a line and a half");
	ok(!g.is_reached, "are not two");
	ok(goal_check(&g, &err) < 0, "and the run would be a failure");
	is_text(err.text, "received 1 of 2 lines", "which says how far it was");
	is_int((long long)goal_look(&g, &p, "\nc", 2), 1, "the end is wanted");
	is_int(goal_check(&g, &err), 0, "and the run is a success");
	goal_free(&g);
}

static void note_reached(void *context)
{
	++*(int *)context;
}

static void test_reads(void)
{
	struct goal_progress one = { 0 }, other = { 0 };
	struct error err = ERROR_NONE;
	struct goal g;
	int calls = 0;

	goal_init(&g, &(struct goal_opts){ .max_reads = 2 });
	g.reached = note_reached;
	g.context = &calls;
	ok(goal_is_set(&g), "a number of reads is a goal");
	is_int((long long)goal_look(&g, &one, "a\nb\n", 4), 4,
	    "the first read is wanted, however much it is");
	ok(!g.is_reached && calls == 0, "and one is not two");
	is_int(goal_check(&g, &err), 0, "but is enough at the end");
	is_int((long long)goal_look(&g, &other, "cde", 3), 3,
	    "the last read is wanted as a whole");
	ok(g.is_reached, "a read of another sender counts, too");
	is_int(calls, 1, "that is told once");
	is_int((long long)goal_look(&g, &one, "x", 1), 0,
	    "then nothing is wanted");
	is_int(calls, 1, "and nothing told");
	goal_free(&g);

	goal_init(&g, &(struct goal_opts){ .max_reads = 2 });
	goal_look(&g, &one, "", 0);
	ok(!g.is_reached, "a datagram without bytes is one read");
	goal_look(&g, &one, "", 0);
	ok(g.is_reached, "and two are two");
	goal_free(&g);

	goal_init(&g, &(struct goal_opts){ .max_reads = 2, .max_bytes = 3 });
	is_int((long long)goal_look(&g, &one, "abcd", 4), 3,
	    "another goal may be reached before");
	ok(g.is_reached, "and is enough");
	goal_free(&g);
}

/* A text does not come about from what two senders say in turn. */
static void test_senders(void)
{
	struct goal_progress one = { 0 }, other = { 0 };
	struct error err = ERROR_NONE;
	struct goal g;

	goal_init(
	    &g, &(struct goal_opts){ .expect = "hello", .expect_len = 5 });
	goal_look(&g, &one, "hel", 3);
	goal_look(&g, &other, "lo", 2);
	ok(!g.has_expected, "half a text of each of two senders is none");
	ok(goal_check(&g, &err) < 0, "and the run would be a failure");
	has_text(err.text, "the expected 'hello' was not received; ",
	    "which says what is missing");
	goal_look(&g, &one, "lo", 2);
	ok(g.has_expected, "the text of one of them is one");
	ok(!g.is_reached, "but does not end the run");
	is_int(goal_check(&g, &err), 0, "which is a success");
	goal_free(&g);
}

static void test_nothing(void)
{
	struct goal_progress p = { 0 };
	struct error err = ERROR_NONE;
	struct goal g;

	goal_init(&g, &(struct goal_opts){ 0 });
	ok(!goal_is_set(&g), "no goal is none");
	is_int((long long)goal_look(&g, &p, "x\n", 2), 2, "all is wanted");
	is_int(goal_check(&g, &err), 0, "nothing is missing");
	goal_free(&g);
	goal_init(&g, &(struct goal_opts){
			  .until = "end", .until_len = 3, .max_bytes = 9 });
	ok(goal_is_set(&g), "a goal is one");
	ok(goal_check(&g, &err) < 0, "which is not reached by nothing");
	has_text(err.text, "'end' was not received", "and says so");
	goal_free(&g);
}

int main(void)
{
	check_text("abc", "xxabcyy");
	check_text("aab", "aaaaabb");
	check_text("abab", "abaabab-abab");
	check_text("abcabd", "abcabcabd");
	check_text("x", "x");
	check_text("xyz", "xyxyxy");
	check_text("\n\n", "GET /\r\n\n\nbody");
	check_text("too long a text", "short");
	check_all_words();
	test_limits();
	test_reads();
	test_senders();
	test_nothing();
	return plan();
}
