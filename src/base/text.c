/* SPDX-License-Identifier: MIT */
/* Text for people: measures and escaping. */
#include "base/text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"

char *text_size(char buf[TEXT_MEASURE], uint64_t bytes)
{
	static const char units[] = "KMGTPE";
	double value = (double)bytes / 1024;
	size_t unit = 0;

	if (bytes < 1024) {
		snprintf(buf, TEXT_MEASURE, "%u B", (unsigned)bytes);
		return buf;
	}
	while (value >= 1023.5 && units[unit + 1]) {
		value /= 1024;
		unit++;
	}
	/* Three digits of the rounded value. */
	int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
	snprintf(buf, TEXT_MEASURE, "%.*f %ciB", decimals, value, units[unit]);
	return buf;
}

char *text_duration(char buf[TEXT_MEASURE], int64_t duration_us)
{
	double ms = (double)duration_us / 1000;
	long long seconds = (long long)(duration_us / CLOCK_SECOND);

	if (ms < 9.95)
		snprintf(buf, TEXT_MEASURE, "%.1f ms", ms);
	else if (ms < 999.5)
		snprintf(buf, TEXT_MEASURE, "%.0f ms", ms);
	else if (seconds < 60)
		snprintf(buf, TEXT_MEASURE, "%.3g s", ms / 1000);
	else if (seconds < 3600)
		snprintf(buf, TEXT_MEASURE, "%lld m %lld s", seconds / 60,
		    seconds % 60);
	else
		snprintf(buf, TEXT_MEASURE, "%lld h %lld m", seconds / 3600,
		    seconds / 60 % 60);
	return buf;
}

char *text_precise(char buf[TEXT_MEASURE], int64_t duration_us)
{
	double ms = (double)duration_us / 1000;

	if (duration_us < 1000)
		snprintf(buf, TEXT_MEASURE, "%lld us", (long long)duration_us);
	else if (ms < 999.5)
		snprintf(buf, TEXT_MEASURE, "%.3g ms", ms);
	else
		text_duration(buf, duration_us);
	return buf;
}

char *text_count(
    char buf[TEXT_COUNT], uint64_t count, uint64_t wanted, const char *noun)
{
	char of[32] = "", number[24] = "no";

	if (count)
		snprintf(
		    number, sizeof(number), "%llu", (unsigned long long)count);
	if (wanted && count)
		snprintf(
		    of, sizeof(of), " of %llu", (unsigned long long)wanted);
	snprintf(buf, TEXT_COUNT, "%s%s %s%s", number, of, noun,
	    wanted || count != 1 ? "s" : "");
	return buf;
}

static bool continues(unsigned char byte)
{
	return (byte & 0xC0) == 0x80;
}

int text_utf8(const unsigned char *bytes, size_t len)
{
	unsigned char first = bytes[0];

	if (first < 0x80)
		return 1;
	int want = first >= 0xC2 && first <= 0xDF   ? 2
	           : first >= 0xE0 && first <= 0xEF ? 3
	           : first >= 0xF0 && first <= 0xF4 ? 4
	                                            : 0;
	for (int i = 1; i < want; i++) {
		if ((size_t)i >= len)
			return -1;
		if (!continues(bytes[i]))
			return 0;
	}
	if (want < 2)
		return 0;
	unsigned char second = bytes[1];
	bool overlong = (first == 0xE0 && second < 0xA0) ||
	                (first == 0xF0 && second < 0x90);
	bool surrogate = first == 0xED && second >= 0xA0;
	bool beyond = first == 0xF4 && second >= 0x90;
	return overlong || surrogate || beyond ? 0 : want;
}

/* Marks that change the direction of writing, so that a text is shown in
 * another order than it has: U+061C, U+200E, U+200F, U+202A to U+202E, U+2066
 * to U+2069. */
static bool turns_direction(const unsigned char *bytes, int whole)
{
	if (whole == 2)
		return bytes[0] == 0xD8 && bytes[1] == 0x9C;
	if (whole != 3 || bytes[0] != 0xE2)
		return false;
	unsigned char last = bytes[2];
	return (bytes[1] == 0x80 && (last == 0x8E || last == 0x8F ||
					(last >= 0xAA && last <= 0xAE))) ||
	       (bytes[1] == 0x81 && last >= 0xA6 && last <= 0xA9);
}

int text_sequence(const unsigned char *bytes, size_t len)
{
	int whole = text_utf8(bytes, len);
	bool c0 = bytes[0] < 0x20 || bytes[0] == 0x7F;
	bool c1 = whole == 2 && bytes[0] == 0xC2 && bytes[1] < 0xA0;

	return c0 || c1 || turns_direction(bytes, whole) ? 0 : whole;
}

/* Writes one character as it is to be shown. Returns how many bytes it had. */
static size_t escape_one(char shown[8], const unsigned char *bytes, size_t len)
{
	int whole = text_sequence(bytes, len);

	if (whole > 0) {
		memcpy(shown, bytes, (size_t)whole);
		shown[whole] = '\0';
		return (size_t)whole;
	}
	if (bytes[0] == '\n')
		strncpy(shown, "\\n", 8);
	else if (bytes[0] == '\t')
		strncpy(shown, "\\t", 8);
	else
		snprintf(shown, 8, "\\x%02x", bytes[0]);
	return 1;
}

char *text_escape(char *out, size_t size, const void *bytes, size_t len)
{
	const unsigned char *in = bytes;
	size_t used = 0;

	out[0] = '\0';
	while (len > 0) {
		char shown[8];
		size_t taken = escape_one(shown, in, len);
		size_t need = strlen(shown);
		size_t rest = len > taken ? sizeof("...") : 1;
		if (used + need + rest > size) {
			snprintf(out + used, size - used, "...");
			break;
		}
		memcpy(out + used, shown, need + 1);
		used += need;
		in += taken;
		len -= taken;
	}
	return out;
}
