/* SPDX-License-Identifier: MIT */
/* Words to values: what is taken, and above all what is not. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/parse.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_numbers(void)
{
	static const struct {
		const char *text;
		uint64_t value;
	} rows[] = {
		{ "0", 0 },
		{ "7", 7 },
		{ "007", 7 },
		{ "65536", 65536 },
		{ "18446744073709551614", UINT64_MAX - 1 },
		{ "18446744073709551615", UINT64_MAX },
	};
	static const char *const refused[] = { "", " 1", "1 ", "+1", "-1", "-0",
		"1.0", "1x", "x1", "0x10", "1e3", "1,000", "\t1", "1\n",
		"18446744073709551616", "18446744073709551620",
		"99999999999999999999", "184467440737095516150" };

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint64_t value = 42;
		ok(parse_number(rows[i].text, &value) && value == rows[i].value,
		    "'%s' is the number %" PRIu64, rows[i].text, rows[i].value);
	}
	for (size_t i = 0; i < COUNT(refused); i++) {
		uint64_t value;
		ok(!parse_number(refused[i], &value), "'%s' is no number",
		    refused[i]);
	}
}

static void test_times(void)
{
	static const struct {
		const char *text;
		int64_t value_us;
	} rows[] = {
		{ "0", 0 },
		{ "0s", 0 },
		{ "1", 1000000 },
		{ "30", 30000000 },
		{ "0.5", 500000 },
		{ "1.5s", 1500000 },
		{ "250ms", 250000 },
		{ "0.25ms", 250 },
		{ "10us", 10 },
		{ "2m", 120000000 },
		{ "1.5m", 90000000 },
		{ "1h", 3600000000 },
		{ "1.25h", 4500000000 },
		{ "0.000001", 1 },
		{ "1.0000009", 1000000 },
		{ "0.12345678901234567890", 123456 },
		{ "never", CLOCK_NEVER },
		{ "9223372036853s", 9223372036853000000 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t value = -1;
		bool is_time = parse_time(rows[i].text, &value);
		is_int(is_time ? value : -1, rows[i].value_us,
		    "the time '%s' is %" PRId64 " microseconds", rows[i].text,
		    rows[i].value_us);
	}
}

static void test_refused_times(void)
{
	static const char *const refused[] = { "", " ", "s", "ms", ".", ".s",
		".5", ".5s", "1.", "1.s", "1..5s", "1.5.5s", "-1", "-1s", "+1s",
		" 1s", "1s ", "1 s", "1sec", "1S", "1M", "1d", "1mss", "1ms1",
		"1h30m", "1e3", "0x1s", "inf", "nan", "Never", "never ",
		"nevers", "none", "1,5s", "9223372036854775807h",
		"9223372036855s", "18446744073709551616us",
		"99999999999999999999999ms" };

	for (size_t i = 0; i < COUNT(refused); i++) {
		int64_t value;
		ok(!parse_time(refused[i], &value), "'%s' is no time",
		    refused[i]);
	}
}

/* No time that is not "never" may become CLOCK_NEVER, or wrap around. */
static void test_long_times(void)
{
	static const char *const units[] = { "us", "ms", "s", "m", "h", "" };
	char text[64];

	for (size_t i = 0; i < COUNT(units); i++) {
		bool is_sane = true;
		for (uint64_t n = UINT64_MAX; n > 0; n = n / 10 * 9) {
			int64_t value;
			snprintf(text, sizeof(text), "%" PRIu64 ".999999999%s",
			    n, units[i]);
			if (!parse_time(text, &value))
				continue;
			is_sane = is_sane && value != CLOCK_NEVER &&
			          value >= 0 && (uint64_t)value >= n;
		}
		ok(is_sane, "long times in '%s' are refused or right",
		    units[i]);
	}
}

static void test_sizes(void)
{
	static const struct {
		const char *text;
		long long bytes;
	} rows[] = {
		{ "0", 0 },
		{ "1472", 1472 },
		{ "12B", 12 },
		{ "64K", 65536 },
		{ "64KiB", 65536 },
		{ "64kB", 64000 },
		{ "1M", 1048576 },
		{ "1MiB", 1048576 },
		{ "1MB", 1000000 },
		{ "3G", 3221225472 },
		{ "3GiB", 3221225472 },
		{ "3GB", 3000000000 },
		{ "2T", 2199023255552 },
		{ "2TiB", 2199023255552 },
		{ "2TB", 2000000000000 },
		{ "1.5kB", 1500 },
		{ "1.5K", 1536 },
		{ "0.5M", 524288 },
		{ "1.25GiB", 1342177280 },
		{ "0.75T", 824633720832 },
		{ "4611686018427387904", 4611686018427387904 },
	};
	static const char *const refused[] = { "", " ", "K", "B", "-1", "+1",
		" 1K", "1K ", "1 K", "1k", "1KB", "1kiB", "1Kib", "1b", "1mb",
		"1m", "1P", "1KK", "1K1", ".5K", "1.K", "1..5K", "0x10", "1e3",
		"18446744073709551616", "18446744073709551615T",
		"9007199254740992K", "99999999999999999999999G" };

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint64_t bytes = 42;
		bool is_size = parse_size(rows[i].text, &bytes);
		is_int(is_size ? (long long)bytes : -1, rows[i].bytes,
		    "the size '%s' is %lld bytes", rows[i].text, rows[i].bytes);
	}
	for (size_t i = 0; i < COUNT(refused); i++) {
		uint64_t bytes;
		ok(!parse_size(refused[i], &bytes), "'%s' is no size",
		    refused[i]);
	}
}

static void test_escapes(void)
{
	static const struct {
		const char *text, *bytes;
		size_t len;
	} rows[] = {
		{ "", "", 0 },
		{ "plain text", "plain text", 10 },
		{ "a\\r\\n", "a\r\n", 3 },
		{ "\\t\\\\", "\t\\", 2 },
		{ "\\0", "\0", 1 },
		{ "\\012",
		    "\0"
		    "12",
		    3 },
		{ "a\\0b", "a\0b", 3 },
		{ "\\x41\\x6a\\x6A", "Ajj", 3 },
		{ "\\x00\\xff\\xFF", "\0\xff\xff", 3 },
		{ "\\xaF\\xFa", "\xaf\xfa", 2 },
		{ "\\x414", "A4", 2 },
		{ "\\\\n", "\\n", 2 },
		{ "100%", "100%", 4 },
		{ "\xc3\xa9\x80", "\xc3\xa9\x80", 3 },
	};
	static const char *const refused[] = { "\\", "text\\", "\\q", "\\x",
		"\\x4", "\\xg0", "\\x0g", "\\x 1", "\\X41", "\\N", "\\1",
		"\\\\\\", "a\\ b", "\\x4\\n" };
	char out[64];
	size_t len;

	for (size_t i = 0; i < COUNT(rows); i++) {
		len = 99;
		memset(out, '#', sizeof(out));
		ok(parse_escapes(rows[i].text, out, &len) &&
			len == rows[i].len &&
			memcmp(out, rows[i].bytes, len) == 0,
		    "'%s' becomes %zu bytes", rows[i].text, rows[i].len);
	}
	for (size_t i = 0; i < COUNT(refused); i++)
		ok(!parse_escapes(refused[i], out, &len),
		    "'%s' has an unknown escape", refused[i]);
}

/* The sanitizer would see a byte too many. */
static void test_room_of_escapes(void)
{
	char *out = malloc(6);
	size_t len;

	ok(parse_escapes("abc\\n\\n", out, &len) && len == 5,
	    "escapes need no more room than the text");
	ok(!parse_escapes("abcdef\\x", out, &len),
	    "an escape that is cut ends the text");
	free(out);
}

static void test_ports(void)
{
	static const struct {
		const char *text, *meaning;
		enum port_word word;
	} rows[] = {
		{ "0", "a number", PORT_NUMBER },
		{ "1", "a number", PORT_NUMBER },
		{ "080", "a number", PORT_NUMBER },
		{ "65535", "a number", PORT_NUMBER },
		{ "65536", "too large", PORT_TOO_LARGE },
		{ "70000", "too large", PORT_TOO_LARGE },
		{ "4294967376", "too large", PORT_TOO_LARGE },
		{ "18446744073709551696", "too large", PORT_TOO_LARGE },
		{ "http", "a name", PORT_NAME },
		{ "http-alt", "a name", PORT_NAME },
		{ "iso_tsap", "a name", PORT_NAME },
		{ "X11", "a name", PORT_NAME },
		{ "", "nonsense", PORT_NONSENSE },
		{ " 80", "nonsense", PORT_NONSENSE },
		{ "80 ", "nonsense", PORT_NONSENSE },
		{ "+80", "nonsense", PORT_NONSENSE },
		{ "-80", "nonsense", PORT_NONSENSE },
		{ "-http", "nonsense", PORT_NONSENSE },
		{ "80x", "nonsense", PORT_NONSENSE },
		{ "0x50", "nonsense", PORT_NONSENSE },
		{ "8.0", "nonsense", PORT_NONSENSE },
		{ "80,81", "nonsense", PORT_NONSENSE },
		{ "80-90", "nonsense", PORT_NONSENSE },
		{ "ht tp", "nonsense", PORT_NONSENSE },
		{ "http:", "nonsense", PORT_NONSENSE },
		{ "caf\xc3\xa9", "nonsense", PORT_NONSENSE },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		is_int(parse_port(rows[i].text), rows[i].word,
		    "as a port, '%s' is %s", rows[i].text, rows[i].meaning);
}

static void test_modes(void)
{
	static const struct {
		const char *text;
		long mode;
	} rows[] = {
		{ "0600", 0600 },
		{ "600", 0600 },
		{ "0777", 0777 },
		{ "000", 0 },
	};
	static const char *const refused[] = { "", "0", "66", "66000", "1777",
		"0888", "0x180", "-600", " 600", "rw-" };
	long mode = -1;

	for (size_t i = 0; i < COUNT(rows); i++) {
		ok(parse_mode(rows[i].text, &mode), "'%s' is a mode",
		    rows[i].text);
		is_int(mode, rows[i].mode, "and which one");
	}
	for (size_t i = 0; i < COUNT(refused); i++)
		ok(!parse_mode(refused[i], &mode), "'%s' is no mode",
		    refused[i]);
}

int main(void)
{
	test_numbers();
	test_times();
	test_refused_times();
	test_long_times();
	test_sizes();
	test_escapes();
	test_room_of_escapes();
	test_ports();
	test_modes();
	return plan();
}
