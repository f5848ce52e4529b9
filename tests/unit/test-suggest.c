/* SPDX-License-Identifier: MIT */
/* Which known word a typed one is taken for. */
#include <string.h>

#include "base/suggest.h"
#include "chance.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_distances(void)
{
	static const struct {
		const char *a, *b;
		size_t distance;
	} rows[] = {
		{ "", "", 0 }, { "listen", "listen", 0 }, { "", "abc", 3 },
		{ "abc", "", 3 }, { "listen", "liste", 1 },
		{ "liste", "listen", 1 }, { "listen", "listem", 1 },
		{ "listen", "lisetn", 1 }, { "ab", "ba", 1 },
		{ "listen", "Listen", 1 }, { "kitten", "sitting", 3 },
		{ "connect", "resolve", 7 }, { "abcd", "badc", 2 },
		{ "ca", "abc", 3 }, /* restricted: swapped letters stay */
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is_int((long long)suggest_distance(rows[i].a, rows[i].b),
		    (long long)rows[i].distance,
		    "from '%s' to '%s' it is %zu changes", rows[i].a, rows[i].b,
		    rows[i].distance);
}

static void test_long_words(void)
{
	char longest[64], longer[65], a_line[4096];

	memset(longest, 'a', sizeof(longest) - 1);
	memset(longer, 'a', sizeof(longer) - 1);
	memset(a_line, 'a', sizeof(a_line) - 1);
	longest[sizeof(longest) - 1] = '\0';
	longer[sizeof(longer) - 1] = '\0';
	a_line[sizeof(a_line) - 1] = '\0';

	is_int((long long)suggest_distance(longest, longest), 0,
	    "words of 63 letters are compared");
	is_int((long long)suggest_distance(longest, ""), 63,
	    "63 letters are 63 changes from none");
	ok(suggest_distance(longest, longer) > 63 &&
		suggest_distance(longer, longest) > 63,
	    "a word of 64 letters is far from one of 63");
	ok(suggest_distance(longer, longer) > 63,
	    "a word of 64 letters is far even from itself");
	ok(suggest_distance(a_line, "a") > 63 &&
		suggest_distance("a", a_line) > 63,
	    "a whole line is far from a letter");
}

/* What makes it a distance. */
static void test_any_words(void)
{
	struct chance chance = { 11 };
	bool is_symmetric = true, is_bounded = true, is_zero_if_same = true;

	for (int i = 0; i < 3000; i++) {
		char a[10] = "", b[10] = "";
		size_t a_len = chance_below(&chance, sizeof(a));
		size_t b_len = chance_below(&chance, sizeof(b));
		for (size_t j = 0; j < a_len; j++)
			a[j] = (char)('a' + chance_below(&chance, 3));
		for (size_t j = 0; j < b_len; j++)
			b[j] = (char)('a' + chance_below(&chance, 3));
		size_t there = suggest_distance(a, b);
		size_t longer = a_len > b_len ? a_len : b_len;
		is_symmetric = is_symmetric && there == suggest_distance(b, a);
		is_bounded = is_bounded && there <= longer &&
		             there + a_len >= b_len && there + b_len >= a_len;
		is_zero_if_same =
		    is_zero_if_same && (there == 0) == (strcmp(a, b) == 0);
	}
	ok(is_symmetric, "the way back is as long as the way there");
	ok(is_bounded, "no word is further than all of its letters");
	ok(is_zero_if_same, "only the same word is no change away");
}

static const char *best_for(const char *typed)
{
	static const char *const known[] = { "connect", "listen", "resolve",
		"help", "version", "retry", "retry-for", "recv-only", "data" };
	struct suggestion s = suggest_begin(typed);

	for (size_t i = 0; i < COUNT(known); i++)
		suggest_consider(&s, known[i]);
	return s.best;
}

static void test_suggestions(void)
{
	static const struct {
		const char *typed, *best, *why;
	} rows[] = {
		{ "conect", "connect", "a letter is missing" },
		{ "lisetn", "listen", "two letters are swapped" },
		{ "versiom", "version", "a letter is wrong" },
		{ "hepl", "help", "one letter may always be wrong" },
		{ "retr", "retry", "the nearest is taken, not the longest" },
		{ "retry-fro", "retry-for", "a swap is one change" },
		{ "connetcx", "connect", "a third of the letters may change" },
		{ "listen", "listen", "the word itself is the nearest" },
		{ "lis", NULL, "more than one of three letters is missing" },
		{ "rexxyz", NULL, "more than a third differs" },
		{ "daxx", NULL, "two of four letters differ" },
		{ "scan", NULL, "no word is near" },
		{ "", NULL, "nothing was typed" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is_text(best_for(rows[i].typed), rows[i].best, "for '%s', %s",
		    rows[i].typed, rows[i].why);
}

static void test_order(void)
{
	struct suggestion s = suggest_begin("rat");

	ok(!s.best, "at first there is no suggestion");
	suggest_consider(&s, "bat");
	suggest_consider(&s, "cat");
	is_text(s.best, "bat", "of two that are as near, the first is taken");
	suggest_consider(&s, "rat");
	is_text(s.best, "rat", "a nearer word takes the place of the first");
	suggest_consider(&s, "bat");
	is_text(s.best, "rat", "a farther word does not");
	s = suggest_begin("up");
	suggest_consider(&s, "udp");
	is_text(s.best, "udp", "even of two letters, one may be missing");
}

int main(void)
{
	test_distances();
	test_long_words();
	test_any_words();
	test_suggestions();
	test_order();
	return plan();
}
