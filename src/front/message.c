/* SPDX-License-Identifier: MIT */
/* Errors and hints on standard error. */
#include "front/message.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "front/wording.h"
#include "sys/output/messages.h"

/* Behind "  hint: ", and deeper than the lines of detail. */
#define HANG 8

/* Room for all texts of an error, escaped. It is not allocated, so that an
 * error can be reported without memory. */
struct block {
	char text[4 * sizeof(struct error)];
	size_t used;
};

__attribute__((format(printf, 2, 3))) static void add(
    struct block *b, const char *fmt, ...)
{
	size_t room = sizeof(b->text) - b->used;
	va_list args;

	va_start(args, fmt);
	int len = vsnprintf(b->text + b->used, room, fmt, args);
	va_end(args);
	if (len > 0)
		b->used += (size_t)len < room ? (size_t)len : room - 1;
}

/* Each line of lines, escaped, behind the prefix. */
static void add_lines(struct block *b, const char *prefix, const char *lines)
{
	char shown[1024];

	while (*lines) {
		size_t len = strcspn(lines, "\n");
		text_escape(shown, sizeof(shown), lines, len);
		add(b, "%s%s\n", prefix, shown);
		lines += len + (lines[len] == '\n');
	}
}

void message_error(
    const char *who, const struct error *err, const struct message_style *style)
{
	const struct palette *p = palette_for(style->color, STDERR_FILENO);
	struct block b = { .used = 0 };
	char shown[1024], hint[48], words[WORDING_ROOM];

	text_escape(shown, sizeof(shown), err->text, strlen(err->text));
	add(&b, "%s%s:%s %s\n", p->error, who, p->off, shown);
	snprintf(hint, sizeof(hint), "  %shint:%s ", p->hint, p->off);
	add_lines(&b, "", err->detail);
	if (!style->quiet) {
		add_lines(
		    &b, hint, wording_hint(&err->hint, words, sizeof(words)));
		add_lines(&b, hint, err->hint_text);
	}
	messages_insist(b.text, HANG);
}

/* Signals that end a session without an error message. */
static const char *describe(int signal)
{
	switch (signal) {
	case SIGINT:
		return "interrupted";
	case SIGPIPE:
		return "the reader of the output is gone (SIGPIPE)";
	case SIGTERM:
		return "asked to end (SIGTERM)";
	case SIGHUP:
		return "hung up (SIGHUP)";
	}
	return NULL;
}

void message_signal(const char *who, int signal)
{
	char line[128];
	const char *what = describe(signal);

	if (!what)
		return;
	snprintf(line, sizeof(line), "%s: %s\n", who, what);
	messages_write(line, HANG);
}
