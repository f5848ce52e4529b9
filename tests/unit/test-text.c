/* SPDX-License-Identifier: MIT */
/* Measures in words, and bytes from elsewhere made harmless. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "chance.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_sizes(void)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} rows[] = {
		{ 0, "0 B" },
		{ 1, "1 B" },
		{ 999, "999 B" },
		{ 1023, "1023 B" },
		{ 1024, "1.00 KiB" },
		{ 1260, "1.23 KiB" },
		{ 10 * 1024 - 6, "9.99 KiB" },
		{ 10 * 1024 - 5, "10.0 KiB" },
		{ 10 * 1024, "10.0 KiB" },
		{ 100 * 1024 - 52, "99.9 KiB" },
		{ 100 * 1024 - 51, "100 KiB" },
		{ 999 * 1024, "999 KiB" },
		{ 999 * 1024 + 511, "999 KiB" },
		{ 1024 * 1024 - 1, "1.00 MiB" },
		{ 1024 * 1024, "1.00 MiB" },
		{ 1289748, "1.23 MiB" },
		{ 5ULL << 30, "5.00 GiB" },
		{ 5ULL << 40, "5.00 TiB" },
		{ 5ULL << 50, "5.00 PiB" },
		{ 5ULL << 60, "5.00 EiB" },
		{ UINT64_MAX, "16.0 EiB" },
	};
	char buf[TEXT_MEASURE];

	for (size_t i = 0; i < COUNT(rows); i++)
		is_text(text_size(buf, rows[i].bytes), rows[i].text,
		    "%" PRIu64 " bytes are called %s", rows[i].bytes,
		    rows[i].text);
}

/* Reads back what text_size() wrote. */
static double size_value(const char *text)
{
	static const char units[] = "BKMGTPE";
	double value;
	char unit;

	if (sscanf(text, "%lf %c", &value, &unit) != 2)
		return -1;
	for (const char *u = units; *u != unit; u++) {
		if (!*u)
			return -1;
		value *= 1024;
	}
	return value;
}

static void test_any_size(void)
{
	struct chance chance = { 7 };
	bool is_near = true, is_short = true;

	for (int i = 0; i < 20000; i++) {
		uint64_t bytes = (uint64_t)chance_below(&chance, 1U << 31);
		char buf[TEXT_MEASURE];

		bytes = (bytes << 33 | bytes) >> chance_below(&chance, 64);
		double value = size_value(text_size(buf, bytes));
		double off = value - (double)bytes, most = (double)bytes / 150;
		is_near = is_near && off <= most && off >= -most;
		is_short = is_short && strlen(buf) <= strlen("9.99 KiB");
	}
	ok(is_near, "the words for any size are right to less than a percent");
	ok(is_short, "the words for any size are short");
}

static void test_durations(void)
{
	static const struct {
		int64_t duration_us;
		const char *text;
	} rows[] = {
		{ 0, "0.0 ms" },
		{ 40, "0.0 ms" },
		{ 400, "0.4 ms" },
		{ 9949, "9.9 ms" },
		{ 9951, "10 ms" },
		{ 25000, "25 ms" },
		{ 25400, "25 ms" },
		{ 999499, "999 ms" },
		{ 999500, "1 s" },
		{ 1000000, "1 s" },
		{ 1500000, "1.5 s" },
		{ 12345678, "12.3 s" },
		{ 59990000, "60 s" },
		{ 60000000, "1 m 0 s" },
		{ 125000000, "2 m 5 s" },
		{ 3599999999, "59 m 59 s" },
		{ 3600000000, "1 h 0 m" },
		{ 90061000000, "25 h 1 m" },
	};
	char buf[TEXT_MEASURE];

	for (size_t i = 0; i < COUNT(rows); i++)
		is_text(text_duration(buf, rows[i].duration_us), rows[i].text,
		    "%" PRId64 " microseconds are called %s",
		    rows[i].duration_us, rows[i].text);
}

static void test_precise_durations(void)
{
	static const struct {
		int64_t duration_us;
		const char *text;
	} rows[] = {
		{ 0, "0 us" },
		{ 61, "61 us" },
		{ 999, "999 us" },
		{ 1000, "1 ms" },
		{ 2140, "2.14 ms" },
		{ 25349, "25.3 ms" },
		{ 999499, "999 ms" },
		{ 999500, "1 s" },
		{ 1500000, "1.5 s" },
		{ 125000000, "2 m 5 s" },
	};
	char buf[TEXT_MEASURE];

	for (size_t i = 0; i < COUNT(rows); i++)
		is_text(text_precise(buf, rows[i].duration_us), rows[i].text,
		    "%" PRId64 " microseconds are precisely %s",
		    rows[i].duration_us, rows[i].text);
}

struct escape_row {
	const char *what, *bytes, *text;
};

static void check_escapes(const struct escape_row *rows, size_t count)
{
	char out[256];

	for (size_t i = 0; i < count; i++)
		is_text(text_escape(out, sizeof(out), rows[i].bytes,
			    strlen(rows[i].bytes)),
		    rows[i].text, "%s", rows[i].what);
}

static void test_escape(void)
{
	static const struct escape_row rows[] = {
		{ "no bytes become no text", "", "" },
		{ "plain text stays", "Hello, ~world", "Hello, ~world" },
		{ "a line end becomes \\n", "a\nb", "a\\nb" },
		{ "a tab becomes \\t", "a\tb", "a\\tb" },
		{ "a carriage return is hex", "a\rb", "a\\x0db" },
		{ "an escape sequence is hex", "\x1b[2J", "\\x1b[2J" },
		{ "DEL is hex", "\x7f", "\\x7f" },
		{ "a raw CSI of C1 is hex",
		    "\x9b"
		    "2J",
		    "\\x9b2J" },
		{ "a CSI of C1 in UTF-8 is hex",
		    "\xc2\x9b"
		    "2J",
		    "\\xc2\\x9b2J" },
		{ "what follows C1 in UTF-8 stays", "\xc2\xa0", "\xc2\xa0" },
		{ "two bytes of UTF-8 stay", "\xc3\xa9", "\xc3\xa9" },
		{ "three bytes of UTF-8 stay", "\xe2\x82\xac", "\xe2\x82\xac" },
		{ "four bytes of UTF-8 stay", "\xf0\x9f\x98\x80",
		    "\xf0\x9f\x98\x80" },
		{ "the last character of Unicode stays", "\xf4\x8f\xbf\xbf",
		    "\xf4\x8f\xbf\xbf" },
		{ "the last before the surrogates stays", "\xed\x9f\xbf",
		    "\xed\x9f\xbf" },
		{ "the first behind the surrogates stays", "\xee\x80\x80",
		    "\xee\x80\x80" },
		{ "Latin-1 is hex", "caf\xe9!", "caf\\xe9!" },
	};

	check_escapes(rows, COUNT(rows));
}

static void test_escape_of_what_is_not_utf8(void)
{
	static const struct escape_row rows[] = {
		{ "two bytes for ASCII are hex", "\xc0\xaf", "\\xc0\\xaf" },
		{ "so are those with C1", "\xc1\xbf", "\\xc1\\xbf" },
		{ "three bytes for two are hex", "\xe0\x9f\xbf",
		    "\\xe0\\x9f\\xbf" },
		{ "three bytes for ESC are hex", "\xe0\x80\x9b",
		    "\\xe0\\x80\\x9b" },
		{ "four bytes for three are hex", "\xf0\x8f\xbf\xbf",
		    "\\xf0\\x8f\\xbf\\xbf" },
		{ "the first surrogate is hex", "\xed\xa0\x80",
		    "\\xed\\xa0\\x80" },
		{ "the last surrogate is hex", "\xed\xbf\xbf",
		    "\\xed\\xbf\\xbf" },
		{ "beyond Unicode is hex", "\xf4\x90\x80\x80",
		    "\\xf4\\x90\\x80\\x80" },
		{ "F5 to FF begin nothing", "\xf5\x80\x80\x80\xff\xfe",
		    "\\xf5\\x80\\x80\\x80\\xff\\xfe" },
		{ "a continuation alone is hex", "a\x80z", "a\\x80z" },
		{ "two bytes cut to one are hex", "\xc3", "\\xc3" },
		{ "three bytes cut to two are hex", "\xe2\x82", "\\xe2\\x82" },
		{ "four bytes cut to three are hex", "\xf0\x9f\x98",
		    "\\xf0\\x9f\\x98" },
		{ "what breaks a sequence stays",
		    "\xe2\x82"
		    "A",
		    "\\xe2\\x82"
		    "A" },
		{ "a sequence may break a sequence", "\xe2\xc3\xa9",
		    "\\xe2\xc3\xa9" },
		{ "ESC inside a sequence is hex", "\xf0\x9f\x1b[",
		    "\\xf0\\x9f\\x1b[" },
	};

	check_escapes(rows, COUNT(rows));
}

static void test_escape_of_all_controls(void)
{
	bool c0 = true, c1 = true, c1_utf8 = true;
	char out[64], expected[64];

	for (unsigned byte = 0; byte < 0x20; byte++) {
		char in = (char)byte;
		snprintf(expected, sizeof(expected), "\\x%02x", byte);
		if (byte == '\n' || byte == '\t')
			memcpy(expected, byte == '\n' ? "\\n" : "\\t", 3);
		text_escape(out, sizeof(out), &in, 1);
		c0 = c0 && strcmp(out, expected) == 0;
	}
	for (unsigned byte = 0x80; byte < 0xA0; byte++) {
		char in[2] = { '\xc2', (char)byte };
		snprintf(expected, sizeof(expected), "\\xc2\\x%02x", byte);
		text_escape(out, sizeof(out), in, 2);
		c1_utf8 = c1_utf8 && strcmp(out, expected) == 0;
		text_escape(out, sizeof(out), in + 1, 1);
		c1 = c1 && strcmp(out, expected + 4) == 0;
	}
	ok(c0, "every byte of C0 is escaped, NUL as well");
	ok(c1, "every byte of C1 is escaped");
	ok(c1_utf8, "every character of C1 in UTF-8 is escaped");
}

/* Whether cut is whole, or the beginning of whole, between two of its units,
 * and "...". */
static bool is_cut_of(const char *cut, const char *whole)
{
	size_t len = strlen(cut);

	if (strcmp(cut, whole) == 0)
		return true;
	if (len < 3 || strcmp(cut + len - 3, "...") != 0 ||
	    memcmp(cut, whole, len - 3) != 0)
		return false;
	/* A unit begins with what neither continues UTF-8 nor is in \xHH. */
	return ((unsigned char)whole[len - 3] & 0xC0) != 0x80 &&
	       !strchr("x0e4", whole[len - 3]);
}

static void test_cutting(void)
{
	static const char in[] = "A\x0e\xe2\x82\xac\x04\xc3\xa9\x0eZ";
	char whole[64], out[64];
	bool fits = true, is_well_cut = true;

	text_escape(whole, sizeof(whole), in, sizeof(in) - 1);
	for (size_t size = 4; size < sizeof(out); size++) {
		char *room = malloc(size);
		text_escape(room, size, in, sizeof(in) - 1);
		fits = fits && strlen(room) < size;
		is_well_cut = is_well_cut && is_cut_of(room, whole);
		free(room);
	}
	ok(fits, "escaped text never needs more than its room");
	ok(is_well_cut, "escaped text is cut between characters, with dots");
	is_text(text_escape(out, 12, "abcdefghijklmnop", 16), "abcdefgh...",
	    "text that does not fit ends in dots");
	is_text(text_escape(out, sizeof(out), "abcdef", 3), "abc",
	    "no more than the given bytes are looked at");
}

static void test_sequences(void)
{
	static const struct {
		const char *what, *bytes;
		int result;
	} rows[] = {
		{ "a letter is one byte", "a", 1 },
		{ "a letter is one byte, whatever follows", "a\xff", 1 },
		{ "a control character is none", "\n", 0 },
		{ "DEL is none", "\x7f", 0 },
		{ "two bytes are one character", "\xc3\xa9z", 2 },
		{ "three bytes are one character", "\xe2\x82\xacz", 3 },
		{ "four bytes are one character", "\xf0\x9f\x98\x80z", 4 },
		{ "one byte of two is a beginning", "\xc3", -1 },
		{ "one byte of three is a beginning", "\xe2", -1 },
		{ "two bytes of three are a beginning", "\xe2\x82", -1 },
		{ "three bytes of four are a beginning", "\xf0\x9f\x98", -1 },
		{ "a broken beginning is none", "\xe2z", 0 },
		{ "a continuation is none", "\x80", 0 },
		{ "C0 begins nothing", "\xc0", 0 },
		{ "F5 begins nothing", "\xf5", 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is_int(text_sequence((const unsigned char *)rows[i].bytes,
			   strlen(rows[i].bytes)),
		    rows[i].result, "%s", rows[i].what);
}

int main(void)
{
	test_sizes();
	test_any_size();
	test_durations();
	test_precise_durations();
	test_escape();
	test_escape_of_what_is_not_utf8();
	test_escape_of_all_controls();
	test_cutting();
	test_sequences();
	return plan();
}
