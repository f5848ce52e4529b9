/* SPDX-License-Identifier: MIT */
/* Hints: each code has words, with its values in them. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "front/wording.h"
#include "tap.h"

static const struct hint all_values = {
	.number = 4711,
	.other = 815,
	.subject = "subject",
	.port = "service",
};

static void test_each_code(void)
{
	char words[WORDING_ROOM];
	struct hint h = all_values;

	for (int code = HINT_NONE + 1; code < HINT_CODES; code++) {
		h.code = (enum hint_code)code;
		wording_hint(&h, words, sizeof(words));
		ok(strlen(words) > 10, "code %d has words: %s", code, words);
		ok(!strpbrk(words, "{}\n"), "each value in them is known");
	}
	h.code = HINT_NONE;
	is_text(
	    wording_hint(&h, words, sizeof(words)), "", "no hint, no words");
}

static void test_values(void)
{
	/* clang-format off */
	static const struct {
		struct hint hint;
		const char *words;
	} rows[] = {
		{ { HINT_PORT_CLOSED, .subject = "a.example", .port = "80" }, "port 80; to wait for it: genet wait a.example:80; to see more: genet doctor a.example:80" },
		{ { HINT_PORT_CLOSED, .subject = "fe80::1%e 0", .port = "ssh" }, "port ssh; to wait for it: genet wait '[fe80::1%e 0]:ssh'; to see more: genet doctor '[fe80::1%e 0]:ssh'" },
		{ { HINT_PORT_HELD, .subject = "peer", .number = 42 }, "held by peer (pid 42); use port 0 for a free port, or --reuse-port to share" },
		{ { HINT_UNIX_DATAGRAM, .subject = "it's" }, "genet unix send 'it'\\''s'" },
		{ { HINT_UNIX_MODE, .number = 0640, .other = 1000 }, "has mode 0640 and belongs to uid 1000" },
		{ { HINT_GROUP_INTERFACE, .subject = "ff02::1" }, "--join ff02::1%IF" },
		{ { HINT_UNIX_HELD, .subject = "{number}", .number = 7 }, "held by {number} (pid 7)" },
	};
	/* clang-format on */
	char words[WORDING_ROOM];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		has_text(wording_hint(&rows[i].hint, words, sizeof(words)),
		    rows[i].words, "the words have the values: %s",
		    rows[i].words);
}

static void test_room(void)
{
	struct hint h = { .code = HINT_NAME_UNKNOWN };
	char words[WORDING_ROOM];

	memset(h.subject, '\'', sizeof(h.subject) - 1);
	wording_hint(&h, words, sizeof(words));
	has_text(words, "...", "a word too long for its room ends in dots");
	for (size_t size = 1; size < 100; size++) {
		memset(words, '#', sizeof(words));
		wording_hint(&h, words, size);
		if (memchr(words, '\0', size) && words[size] == '#')
			continue;
		ok(false, "room of %zu bytes is enough", size);
		return;
	}
	ok(true, "words keep to their room");
}

static void test_suggesting(void)
{
	struct error err;
	char longest[sizeof(err.hint.subject) + 10];

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	error_set(&err, FAULT_REFUSED, "refused");
	error_suggest(&err, HINT_UNIX_HELD, "one");
	err.hint.number = 1;
	is_int(error_suggest(&err, HINT_UNIX_DEAF, longest), -1,
	    "what suggests can fail in one line");
	is_int(err.hint.code, HINT_UNIX_DEAF, "the last hint stays");
	is_int(err.hint.number, 0, "without the values of the one before");
	is_int((long long)strlen(err.hint.subject),
	    (long long)sizeof(err.hint.subject) - 1, "a subject is cut");
	error_set(&err, FAULT_IO, "another");
	is_int(err.hint.code, HINT_NONE, "another error has no hint yet");
}

int main(void)
{
	test_each_code();
	test_values();
	test_room();
	test_suggesting();
	return plan();
}
