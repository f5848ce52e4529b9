/* SPDX-License-Identifier: MIT */
/* Errors as values, and the table of their kinds. */
#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/sysno.h"
#include "base/text.h"

/* The longest line of detail. */
#define LINE_BYTES 480

/* Of each kind: the exit status, and a word for programs. */
static const struct {
	int status;
	const char *word;
} kinds[] = {
	[FAULT_NONE] = { 0, "ok" },
	[FAULT_IO] = { 1, "io" },
	[FAULT_MEMORY] = { 1, "memory" },
	[FAULT_INTERNAL] = { 1, "internal" },
	[FAULT_USAGE] = { 2, "usage" },
	[FAULT_RESOLVE] = { 3, "resolve" },
	[FAULT_REFUSED] = { 4, "refused" },
	[FAULT_UNREACHABLE] = { 5, "unreachable" },
	[FAULT_BIND] = { 6, "bind" },
	[FAULT_RESET] = { 7, "reset" },
	[FAULT_UNMET] = { 8, "unmet" },
	[FAULT_TLS] = { 9, "tls" },
	[FAULT_PROXY] = { 10, "proxy" },
	[FAULT_UNSUPPORTED] = { 11, "unsupported" },
	[FAULT_TIMEOUT] = { 124, "timeout" },
	[FAULT_NOT_RUNNABLE] = { 126, "exec" },
	[FAULT_NOT_FOUND] = { 127, "exec" },
	[FAULT_PROGRAM] = { 0, "program" }, /* status: in the error */
	[FAULT_SIGNAL] = { 1, "signal" },
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

/* A text that was cut is shorter. */
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

int error_peer(struct error *err, int sysno)
{
	error_set(err, sysno_fault(sysno), "%s", sysno_phrase(sysno));
	err->sysno = sysno;
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
	static const char more[] = "    ...\n"; /* for lines without room */
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
	return kinds[kind].word;
}

int error_status(const struct error *err)
{
	return err->kind == FAULT_PROGRAM ? err->status
	                                  : kinds[err->kind].status;
}
