/* SPDX-License-Identifier: MIT */
/* Errors as values: filling them, and the table of statuses. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/sysno.h"
#include "base/text.h"

/* The longest line of detail. */
#define LINE_BYTES 480

static const int statuses[] = {
	[FAULT_NONE] = 0,
	[FAULT_IO] = 1,
	[FAULT_MEMORY] = 1,
	[FAULT_INTERNAL] = 1,
	[FAULT_USAGE] = 2,
	[FAULT_RESOLVE] = 3,
	[FAULT_REFUSED] = 4,
	[FAULT_UNREACHABLE] = 5,
	[FAULT_BIND] = 6,
	[FAULT_RESET] = 7,
	[FAULT_UNMET] = 8,
	[FAULT_TLS] = 9,
	[FAULT_PROXY] = 10,
	[FAULT_UNSUPPORTED] = 11,
	[FAULT_TIMEOUT] = 124,
	[FAULT_NOT_RUNNABLE] = 126,
	[FAULT_NOT_FOUND] = 127,
	[FAULT_SIGNAL] = 1,
};

static const char *const words[] = {
	[FAULT_NONE] = "ok",
	[FAULT_IO] = "io",
	[FAULT_MEMORY] = "memory",
	[FAULT_INTERNAL] = "internal",
	[FAULT_USAGE] = "usage",
	[FAULT_RESOLVE] = "resolve",
	[FAULT_REFUSED] = "refused",
	[FAULT_UNREACHABLE] = "unreachable",
	[FAULT_BIND] = "bind",
	[FAULT_RESET] = "reset",
	[FAULT_UNMET] = "unmet",
	[FAULT_TLS] = "tls",
	[FAULT_PROXY] = "proxy",
	[FAULT_UNSUPPORTED] = "unsupported",
	[FAULT_TIMEOUT] = "timeout",
	[FAULT_NOT_RUNNABLE] = "exec",
	[FAULT_NOT_FOUND] = "exec",
	[FAULT_PROGRAM] = "program",
	[FAULT_SIGNAL] = "signal",
};

__attribute__((format(printf, 3, 0))) static void set_text(
    struct error *err, enum fault kind, const char *fmt, va_list args)
{
	*err = (struct error){ .kind = kind };
	vsnprintf(err->text, sizeof(err->text), fmt, args);
}

int error_set(struct error *err, enum fault kind, const char *fmt, ...)
{
	int saved = errno;
	va_list args;
	va_start(args, fmt);
	set_text(err, kind, fmt, args);
	va_end(args);
	errno = saved;
	return -1;
}

int error_reword(struct error *err, const char *fmt, ...)
{
	char text[sizeof(err->text)];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	size_t old = strlen(err->text), new = strlen(text);
	bool is_last = old <= new &&strcmp(text + new - old, err->text) == 0;
	if (err->tls_at)
		err->tls_at = is_last ? err->tls_at + new - old : 0;
	memcpy(err->text, text, sizeof(text));
	return -1;
}

/* A text that was cut has less. */
void error_note_tls(struct error *err, size_t len)
{
	size_t all = strlen(err->text);

	err->tls_at = len < all ? all - len : all;
}

int error_sys(struct error *err, enum fault kind, const char *fmt, ...)
{
	int saved = errno;
	va_list args;
	va_start(args, fmt);
	set_text(err, kind, fmt, args);
	va_end(args);

	size_t used = strlen(err->text);
	snprintf(err->text + used, sizeof(err->text) - used, ": %s",
	    sysno_phrase(saved));
	err->sysno = saved;
	errno = saved;
	return -1;
}

int error_signal(struct error *err, int signal)
{
	*err = (struct error){ .kind = FAULT_SIGNAL, .signal = signal };
	return -1;
}

int error_program(struct error *err, int status)
{
	*err = (struct error){ .kind = FAULT_PROGRAM, .status = status };
	return -1;
}

__attribute__((format(printf, 3, 0))) static void add_line(
    char *lines, size_t size, const char *fmt, va_list args)
{
	static const char more[] = "    ...\n"; /* lines that have no room */
	char raw[LINE_BYTES], line[LINE_BYTES];
	size_t used = strlen(lines);

	vsnprintf(raw, sizeof(raw), fmt, args);
	text_escape(line, sizeof(line), raw, strlen(raw));
	if (used + strlen(line) + 1 + sizeof(more) <= size)
		snprintf(lines + used, size - used, "%s\n", line);
	else if (used == 0)
		snprintf(lines, size, "%.*s...\n", (int)size - 5, line);
	else if (used < strlen(more) ||
		 strcmp(lines + used - strlen(more), more) != 0)
		snprintf(lines + used, size - used, "%s", more);
}

int error_suggest(struct error *err, enum hint_code code, const char *subject)
{
	err->hint = (struct hint){ .code = code };
	if (subject)
		snprintf(err->hint.subject, sizeof(err->hint.subject), "%s",
		    subject);
	return -1;
}

int error_hint(struct error *err, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	add_line(err->hint_text, sizeof(err->hint_text), fmt, args);
	va_end(args);
	return -1;
}

int error_detail(struct error *err, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	add_line(err->detail, sizeof(err->detail), fmt, args);
	va_end(args);
	return -1;
}

const char *error_word(enum fault kind)
{
	return words[kind];
}

int error_status(const struct error *err)
{
	return err->kind == FAULT_PROGRAM ? err->status : statuses[err->kind];
}
