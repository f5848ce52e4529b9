/* SPDX-License-Identifier: MIT */
/* Results of a test program in the Test Anything Protocol. */
#include "tap.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "sys/backend.h"

static int cases, failures;

/* Text inside a line: what would end it, or what TAP takes for a directive, is
 * made harmless. */
static void put_inline(const char *text)
{
	for (; *text; text++) {
		if (*text == '#' || *text == '\\')
			printf("\\%c", *text);
		else if ((unsigned char)*text < 0x20 || *text == 0x7F)
			printf("\\x%02x", (unsigned)(unsigned char)*text);
		else
			putchar(*text);
	}
}

static void put_value(const char *label, const char *text)
{
	printf("#   %s: ", label);
	put_inline(text ? text : "NULL");
	putchar('\n');
}

__attribute__((format(printf, 2, 0))) static bool report(
    bool passed, const char *fmt, va_list args)
{
	char name[512];

	vsnprintf(name, sizeof(name), fmt, args);
	printf("%s %d - ", passed ? "ok" : "not ok", ++cases);
	put_inline(name);
	putchar('\n');
	failures += !passed;
	return passed;
}

bool for_linux(const char *skipped)
{
	if (!backend_is_linux)
		printf("ok %d - %s # SKIP built without what only Linux has\n",
		    ++cases, skipped);
	fflush(stdout);
	return backend_is_linux;
}

bool ok(bool condition, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	report(condition, fmt, args);
	va_end(args);
	fflush(stdout);
	return condition;
}

bool is_int(long long got, long long expected, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	bool passed = report(got == expected, fmt, args);
	va_end(args);
	if (!passed)
		printf("#   expected: %lld\n#   got: %lld\n", expected, got);
	fflush(stdout);
	return passed;
}

bool is_text(const char *got, const char *expected, const char *fmt, ...)
{
	va_list args;
	bool same =
	    got && expected ? strcmp(got, expected) == 0 : got == expected;

	va_start(args, fmt);
	report(same, fmt, args);
	va_end(args);
	if (!same) {
		put_value("expected", expected);
		put_value("got", got);
	}
	fflush(stdout);
	return same;
}

bool has_text(const char *got, const char *part, const char *fmt, ...)
{
	va_list args;
	bool found = got && strstr(got, part);

	va_start(args, fmt);
	report(found, fmt, args);
	va_end(args);
	if (!found) {
		put_value("expected in it", part);
		put_value("got", got);
	}
	fflush(stdout);
	return found;
}

int plan(void)
{
	printf("1..%d\n", cases);
	fflush(stdout);
	return failures > 0 || cases == 0;
}
