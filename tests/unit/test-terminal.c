/* SPDX-License-Identifier: MIT */
/* Bytes from elsewhere on a terminal: nothing in them may command it, and how
 * they are cut into pieces makes no difference. */
#include <stdlib.h>
#include <string.h>

#include "chance.h"
#include "stream/terminal.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What was shown, as a text. */
struct screen {
	struct terminal terminal;
	char shown[1024];
	size_t len;
	bool was_overrun; /* a piece gave more than it may */
};

static void show(struct screen *s, const void *bytes, size_t len)
{
	size_t most = TERMINAL_GROWTH * (len + 4);
	char *out = malloc(most);
	size_t n = terminal_escape(&s->terminal, bytes, len, out);

	s->was_overrun =
	    s->was_overrun || n > most || s->len + n >= sizeof(s->shown);
	if (!s->was_overrun) {
		memcpy(s->shown + s->len, out, n);
		s->len += n;
		s->shown[s->len] = '\0';
	}
	free(out);
}

static void flush(struct screen *s)
{
	char out[TERMINAL_GROWTH * 4];
	size_t n = terminal_flush(&s->terminal, out);

	memcpy(s->shown + s->len, out, n);
	s->len += n;
	s->shown[s->len] = '\0';
}

static const struct {
	const char *what, *bytes, *shown;
} samples[] = {
	{ "nothing", "", "" },
	{ "text", "Hello, ~world", "Hello, ~world" },
	{ "lines and tabs", "a\tb\nc\n", "a\tb\nc\n" },
	{ "lines of Windows", "a\r\nb\r\n", "a\r\nb\r\n" },
	{ "a return that overwrites", "good\rbad\n", "good\\x0dbad\n" },
	{ "two returns", "a\r\r\nb", "a\\x0d\r\nb" },
	{ "an escape sequence", "\x1b[31mred\x07\x08",
	    "\\x1b[31mred\\x07\\x08" },
	{ "DEL",
	    "a\x7f"
	    "b",
	    "a\\x7fb" },
	{ "a raw C1",
	    "\x9b"
	    "2J",
	    "\\x9b2J" },
	{ "C1 in UTF-8",
	    "\xc2\x9b"
	    "2J",
	    "\\xc2\\x9b2J" },
	{ "UTF-8", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80!",
	    "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80!" },
	{ "overlong UTF-8", "\xc0\x9b\xe0\x80\x9bz",
	    "\\xc0\\x9b\\xe0\\x80\\x9bz" },
	{ "a surrogate", "\xed\xa0\x80z", "\\xed\\xa0\\x80z" },
	{ "beyond Unicode", "\xf4\x90\x80\x80\xffz",
	    "\\xf4\\x90\\x80\\x80\\xffz" },
	{ "UTF-8 that is cut", "ab\xf0\x9f\x98", "ab\\xf0\\x9f\\x98" },
	{ "UTF-8 that is broken by text",
	    "\xe2\x82"
	    "abc\n",
	    "\\xe2\\x82"
	    "abc\n" },
	{ "UTF-8 that is broken by a line", "\xf0\x9f\r\nok\n",
	    "\\xf0\\x9f\r\nok\n" },
	{ "UTF-8 that is broken by ESC", "\xf0\x9f\x1b[m",
	    "\\xf0\\x9f\\x1b[m" },
	{ "UTF-8 that is broken by UTF-8", "\xe2\xf0\x9f\xc3\xa9",
	    "\\xe2\\xf0\\x9f\xc3\xa9" },
};

static void test_whole(void)
{
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct screen s = { 0 };
		show(&s, samples[i].bytes, strlen(samples[i].bytes));
		flush(&s);
		is_text(s.shown, samples[i].shown, "%s in one piece",
		    samples[i].what);
	}
}

static void test_bytes_one_by_one(void)
{
	for (size_t i = 0; i < COUNT(samples); i++) {
		struct screen s = { 0 };
		for (const char *p = samples[i].bytes; *p; p++)
			show(&s, p, 1);
		flush(&s);
		is_text(s.shown, samples[i].shown, "%s byte by byte",
		    samples[i].what);
	}
}

/* Three pieces, cut at every pair of positions. */
static void test_pieces(void)
{
	for (size_t i = 0; i < COUNT(samples); i++) {
		const char *bytes = samples[i].bytes;
		size_t len = strlen(bytes), wrong = 0, overruns = 0;

		for (size_t a = 0; a <= len; a++) {
			for (size_t b = a; b <= len; b++) {
				struct screen s = { 0 };
				show(&s, bytes, a);
				show(&s, bytes + a, b - a);
				show(&s, bytes + b, len - b);
				flush(&s);
				wrong += strcmp(s.shown, samples[i].shown) != 0;
				overruns += s.was_overrun;
			}
		}
		is_int((long long)wrong, 0, "%s in any three pieces",
		    samples[i].what);
		is_int((long long)overruns, 0,
		    "%s in three pieces keeps within the room",
		    samples[i].what);
	}
}

/* Whether a terminal could take a byte of the text for a command. */
static bool is_harmless(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (*p < 0x20 && *p != '\n' && *p != '\t' &&
		    !(*p == '\r' && p[1] == '\n'))
			return false;
		if (*p == 0x7F || (*p == 0xC2 && p[1] < 0xA0))
			return false;
	}
	return true;
}

static void test_any_bytes(void)
{
	static const char nasty[] = "\r\r\n\n\t\x1b[a\x7f\x80\x9b\xa9\xc2\xc3"
				    "\xe0\xe2\xed\xf0\xf4\xff";
	struct chance chance = { 5 };
	bool is_same = true, harmless = true, overrun = false;

	for (int round = 0; round < 20000; round++) {
		struct screen whole = { 0 }, pieces = { 0 };
		char bytes[24];
		size_t at = 0, len = chance_below(&chance, sizeof(bytes));

		for (size_t i = 0; i < len; i++)
			bytes[i] =
			    nasty[chance_below(&chance, sizeof(nasty) - 1)];
		if (len > 0)
			bytes[len - 1] = '.'; /* a return does not end it */
		show(&whole, bytes, len);
		flush(&whole);
		while (at < len) {
			size_t n = chance_below(&chance, len - at + 1);
			show(&pieces, bytes + at, n);
			at += n;
		}
		flush(&pieces);
		is_same = is_same && strcmp(whole.shown, pieces.shown) == 0;
		harmless = harmless && is_harmless(pieces.shown) &&
		           is_harmless(whole.shown);
		overrun = overrun || whole.was_overrun || pieces.was_overrun;
	}
	ok(is_same, "any bytes show the same in whatever pieces they come");
	ok(harmless, "nothing that is shown commands the terminal");
	ok(!overrun, "no piece gives more than it may");
}

/* Somebody waits for these bytes: only what may be the beginning of a
 * character is held back. */
static void test_promptness(void)
{
	struct screen s = { 0 };

	show(&s, "login: ", 7);
	is_text(s.shown, "login: ", "a prompt is shown at once");
	show(&s, "\xe2\x82", 2);
	is_text(s.shown, "login: ", "half a character is held back");
	show(&s, "\xac", 1);
	is_text(s.shown, "login: \xe2\x82\xac",
	    "a character is shown when it is complete");
	show(&s, "\xe2", 1);
	show(&s, "a", 1);
	is_text(s.shown,
	    "login: \xe2\x82\xac\\xe2"
	    "a",
	    "what breaks a character is shown at once");
	show(&s, "b\n", 2);
	is_text(s.shown,
	    "login: \xe2\x82\xac\\xe2"
	    "ab\n",
	    "a line behind a broken character is shown at once");
}

static void test_flushing(void)
{
	struct screen s = { 0 };

	flush(&s);
	is_text(s.shown, "", "at first nothing is held back");
	show(&s, "\xf0\x9f", 2);
	flush(&s);
	is_text(s.shown, "\\xf0\\x9f", "half a character at the end is hex");
	flush(&s);
	is_text(s.shown, "\\xf0\\x9f", "it is shown once");
	show(&s, "\x98z", 2);
	is_text(s.shown, "\\xf0\\x9f\\x98z", "behind a flush, all begins anew");
}

static void test_nul(void)
{
	struct screen s = { 0 };

	show(&s, "a\0b", 3);
	is_text(s.shown, "a\\x00b", "NUL is shown");
}

int main(void)
{
	test_whole();
	test_bytes_one_by_one();
	test_pieces();
	test_any_bytes();
	test_promptness();
	test_flushing();
	test_nul();
	return plan();
}
