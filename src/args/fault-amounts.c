/* SPDX-License-Identifier: MIT */
/* The values in faults. */
#include "args/fault-amounts.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/parse.h"

#define YEAR (365LL * 24 * 3600 * CLOCK_SECOND)

/* Room for a number in a text. */
#define NUMBER_ROOM 32

bool fault_amounts_time(const char *text, int64_t *out_us)
{
	return parse_time(text, out_us) && *out_us <= YEAR;
}

bool fault_amounts_extent(const char *text, struct impair_extent *out)
{
	size_t len = strlen(text);
	int64_t time;

	if (len == 0)
		return false;
	if (!strchr("smh", text[len - 1])) {
		out->unit = IMPAIR_BYTES;
		return parse_size(text, &out->amount);
	}
	if (!fault_amounts_time(text, &time))
		return false;
	out->unit = IMPAIR_TIME;
	out->amount = (uint64_t)time;
	return true;
}

/* Digits with at most so many decimals, as a number of these decimals. */
static bool parse_decimal(const char *text, size_t decimals, uint64_t *out)
{
	char digits[NUMBER_ROOM];
	const char *point = strchr(text, '.');
	size_t whole = point ? (size_t)(point - text) : strlen(text);
	size_t part = point ? strlen(point + 1) : 0;

	if (whole == 0 || (point && part == 0) || part > decimals ||
	    whole + decimals >= sizeof(digits))
		return false;
	memcpy(digits, text, whole);
	memset(digits + whole, '0', decimals);
	if (point)
		memcpy(digits + whole, point + 1, part);
	digits[whole + decimals] = '\0';
	return parse_number(digits, out);
}

bool fault_amounts_chance(const char *text, unsigned *out)
{
	char number[NUMBER_ROOM];
	size_t len = strlen(text);
	uint64_t value;

	if (len == 0 || len >= sizeof(number))
		return false;
	if (strncmp(text, "1/", 2) == 0) {
		if (!parse_number(text + 2, &value) || value == 0)
			return false;
		*out = (unsigned)(IMPAIR_CERTAIN / value);
		return *out > 0;
	}
	bool is_percentage = text[len - 1] == '%';
	snprintf(
	    number, sizeof(number), "%.*s", (int)(len - is_percentage), text);
	if (!parse_decimal(number, is_percentage ? 7 : 9, &value) ||
	    value > IMPAIR_CERTAIN)
		return false;
	*out = (unsigned)value;
	return true;
}

bool fault_amounts_places(const char *text, uint64_t *out_one_in)
{
	return strncmp(text, "1/", 2) == 0 &&
	       parse_size(text + 2, out_one_in) && *out_one_in > 0;
}

bool fault_amounts_conns(const char *text, uint64_t *first, uint64_t *last)
{
	char number[NUMBER_ROOM];
	size_t len = strcspn(text, "-");

	if (len >= sizeof(number))
		return false;
	snprintf(number, sizeof(number), "%.*s", (int)len, text);
	if (!parse_number(number, first) || *first == 0)
		return false;
	*last = *first;
	if (text[len] == '\0')
		return true;
	*last = 0;
	return text[len + 1] == '\0' ||
	       (parse_number(text + len + 1, last) && *last >= *first);
}
