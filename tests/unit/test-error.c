/* SPDX-License-Identifier: MIT */
/* Lines of detail, and words for a shell. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/quote.h"
#include "tap.h"

/* A list of addresses may be longer than there is room. */
static void test_many_lines(void)
{
	struct error err = ERROR_NONE;
	size_t lines = 0, whole = 0;

	for (int i = 0; i < 100; i++)
		error_detail(&err, "    line %d of the detail", i);
	for (char *at = err.detail; *at; lines++) {
		char expected[64];
		snprintf(expected, sizeof(expected),
		    "    line %zu of the detail\n", lines);
		whole += strncmp(at, expected, strlen(expected)) == 0;
		at += strcspn(at, "\n") + 1;
	}
	ok(lines > 20 && whole == lines - 1, "all lines but one are whole");
	has_text(
	    err.detail, "detail\n    ...\n", "which says that more follow");
}

static void test_bytes_of_lines(void)
{
	struct error err = ERROR_NONE;

	error_detail(&err, "file:%s", "a\033b\nc");
	is_text(err.detail, "file:a\\x1bb\\nc\n", "a name makes no line");
	error_hint(&err, "%01000d", 1);
	ok(strlen(err.hint_text) < sizeof(err.hint_text) &&
		strstr(err.hint_text, "...\n"),
	    "a line that is too long is cut, and says so");
}

static void test_words(void)
{
	static const char *const words[][2] = {
		{ "plain", "plain" },
		{ "", "''" },
		{ "two words", "'two words'" },
		{ "don't", "'don'\\''t'" },
		{ "a\nb", "$'a\\x0ab'" },
		{ "\033don't \\", "$'\\x1bdon\\'t \\\\'" },
		{ "\177\xc3\xa9", "$'\\x7f\xc3\xa9'" },
	};
	char out[QUOTE_ROOM], small[8];

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		is_text(quote_word(out, sizeof(out), words[i][0]), words[i][1],
		    "a shell reads %s as the word", words[i][1]);
	is_text(quote_word(small, sizeof(small), "two words"), "'t'...",
	    "a word that does not fit says so");
}

static void test_reasons(void)
{
	struct error err = ERROR_NONE;

	errno = ENOTSOCK;
	error_sys(&err, FAULT_IO, "cannot do it");
	is_int(err.sysno, ENOTSOCK, "an error keeps the errno of its phrase");
	error_set(&err, FAULT_IO, "another one");
	is_int(err.sysno, 0, "and no longer than its text");
}

static void test_reason_of_tls(void)
{
	struct error err = ERROR_NONE;

	error_set(&err, FAULT_TLS, "the handshake failed");
	error_note_tls(&err, strlen("failed"));
	is_text(
	    err.text + err.tls_at, "failed", "an error knows why TLS failed");
	error_reword(&err, "client 1: %s", "the handshake failed");
	is_text(err.text + err.tls_at, "failed", "also behind more words");
	error_reword(&err, "%s, at once", "client 1: the handshake failed");
	is_int((int)err.tls_at, 0, "but not before others");
	error_note_tls(&err, 0);
	is_text(err.text + err.tls_at, "", "time that is over is no words");
}

int main(void)
{
	test_reasons();
	test_reason_of_tls();
	test_many_lines();
	test_bytes_of_lines();
	test_words();
	return plan();
}
