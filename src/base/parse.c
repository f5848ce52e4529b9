/* SPDX-License-Identifier: MIT */
/* Words to values. */
#include "base/parse.h"

#include <string.h>

#include "base/clock.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Reads digits and moves past them. */
static bool read_digits(const char **text, uint64_t *out)
{
	const char *p = *text;
	uint64_t value = 0;

	if (!is_digit(*p))
		return false;
	for (; is_digit(*p); p++) {
		uint64_t digit = (uint64_t)(*p - '0');
		if (value > (UINT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*text = p;
	*out = value;
	return true;
}

bool parse_number(const char *text, uint64_t *out)
{
	uint64_t value;

	if (!read_digits(&text, &value) || *text)
		return false;
	*out = value;
	return true;
}

bool parse_mode(const char *text, long *out)
{
	size_t len = strspn(text, "01234567");
	long value = 0;

	if (text[len] || len < 3 || len > 4 || (len == 4 && text[0] != '0'))
		return false;
	for (; *text; text++)
		value = value * 8 + (*text - '0');
	*out = value;
	return true;
}

/* Reads what may follow a number: ".25" of a unit that can be divided. Nine
 * digits count, the rest is passed over. */
static bool read_fraction(const char **text, uint64_t unit, uint64_t *out)
{
	const char *p = *text;

	uint64_t digits = 0, scale = 1;

	*out = 0;
	if (*p != '.')
		return true;
	if (unit == 1 || !is_digit(*++p))
		return false;
	for (; is_digit(*p); p++) {
		if (scale == 1000000000)
			continue;
		digits = digits * 10 + (uint64_t)(*p - '0');
		scale *= 10;
	}
	/* unit * digits / scale, of which the product may be too large */
	*out = unit / scale * digits + unit % scale * digits / scale;
	*text = p;
	return true;
}

struct unit {
	const char *suffix;
	uint64_t worth;
};

/* NUMBER[.FRACTION]UNIT, all of it. The unit decides what the fraction means,
 * so it is looked for first. */
static bool parse_measure(
    const char *text, const struct unit *units, size_t count, uint64_t *out)
{
	const char *suffix = text + strspn(text, "0123456789.");
	uint64_t whole, fraction;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(suffix, units[i].suffix) != 0)
			continue;
		uint64_t worth = units[i].worth;
		if (!read_digits(&text, &whole) ||
		    !read_fraction(&text, worth, &fraction) || text != suffix ||
		    whole > INT64_MAX / worth - 1)
			return false;
		*out = whole * worth + fraction;
		return true;
	}
	return false;
}

bool parse_time(const char *text, int64_t *out_us)
{
	static const struct unit units[] = {
		{ "", CLOCK_SECOND },
		{ "us", 1 },
		{ "ms", CLOCK_SECOND / 1000 },
		{ "s", CLOCK_SECOND },
		{ "m", 60 * CLOCK_SECOND },
		{ "h", 3600 * CLOCK_SECOND },
	};
	uint64_t value;

	if (strcmp(text, "never") == 0) {
		*out_us = CLOCK_NEVER;
		return true;
	}
	if (!parse_measure(
		text, units, sizeof(units) / sizeof(units[0]), &value))
		return false;
	*out_us = (int64_t)value;
	return true;
}

bool parse_size(const char *text, uint64_t *out)
{
	static const struct unit units[] = {
		{ "", 1 },
		{ "B", 1 },
		{ "K", 1024 },
		{ "KiB", 1024 },
		{ "kB", 1000 },
		{ "M", 1024 * 1024 },
		{ "MiB", 1024 * 1024 },
		{ "MB", 1000 * 1000 },
		{ "G", 1024 * 1024 * 1024 },
		{ "GiB", 1024 * 1024 * 1024 },
		{ "GB", 1000 * 1000 * 1000 },
		{ "T", 1024ULL * 1024 * 1024 * 1024 },
		{ "TiB", 1024ULL * 1024 * 1024 * 1024 },
		{ "TB", 1000ULL * 1000 * 1000 * 1000 },
	};

	return parse_measure(
	    text, units, sizeof(units) / sizeof(units[0]), out);
}

int parse_hex_digit(char c)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	const char *found = c ? strchr(digits, c) : NULL;

	if (!found)
		return -1;
	int at = (int)(found - digits);
	return at < 16 ? at : at - 6;
}

bool parse_escapes(const char *text, char *out, size_t *out_len)
{
	static const char letters[] = "rnt0\\", meanings[] = "\r\n\t\0\\";
	size_t used = 0;

	for (; *text; text++) {
		if (*text != '\\') {
			out[used++] = *text;
			continue;
		}
		text++;
		const char *letter = *text ? strchr(letters, *text) : NULL;
		if (letter) {
			out[used++] = meanings[letter - letters];
			continue;
		}
		if (*text != 'x' || parse_hex_digit(text[1]) < 0 ||
		    parse_hex_digit(text[2]) < 0)
			return false;
		out[used++] = (char)(parse_hex_digit(text[1]) * 16 +
				     parse_hex_digit(text[2]));
		text += 2;
	}
	*out_len = used;
	return true;
}

/* A name has a letter and begins with it, which keeps typing errors such as
 * "80x" apart (RFC 6335, section 5.1, would let names begin with a digit). */
enum port_word parse_port(const char *text)
{
	uint64_t number;

	if (is_digit(text[0]) && text[strspn(text, "0123456789")] == '\0')
		return parse_number(text, &number) && number <= 65535
		           ? PORT_NUMBER
		           : PORT_TOO_LARGE;
	size_t named =
	    strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			 "0123456789-_");
	if (text[0] && !text[named] && !strchr("0123456789-_", text[0]))
		return PORT_NAME;
	return PORT_NONSENSE;
}
