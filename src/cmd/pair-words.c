/* SPDX-License-Identifier: MIT */
/* Small words of pair-demo, and how its lines are written. */
#include "cmd/pair-words.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/wrap.h"
#include "cli/usage.h"
#include "sys/messages.h"
#include "sys/waiting.h"

/* Fits into 80 columns also where a manual page shows it. */
#define PAGE_WIDTH 74

/* Behind the time and the name of the process. */
#define LINE_HANG 20

const char *pair_words_name(const struct pair_story *story, int who)
{
	if (who == PAIR_WORDS_GENET)
		return "genet";
	if (story->both_ways)
		return who ? "B" : "A";
	return who ? "reader" : "writer";
}

const char *pair_words_subject(const struct pair_story *story, int who)
{
	if (story->both_ways)
		return who ? "B" : "A";
	return who ? "the reader" : "the writer";
}

const char *pair_words_begin(const struct pair_story *story, int who)
{
	if (story->both_ways)
		return who ? "B" : "A";
	return who ? "The reader" : "The writer";
}

char *pair_words_quantity(
    char buf[TEXT_MEASURE], uint64_t number, const char *unit)
{
	snprintf(buf, TEXT_MEASURE, "%llu %s%s", (unsigned long long)number,
	    unit, number == 1 ? "" : "s");
	return buf;
}

char *pair_words_duration(char buf[TEXT_MEASURE], int64_t duration_us)
{
	if (duration_us >= CLOCK_SECOND / 1000)
		return text_duration(buf, duration_us);
	snprintf(buf, TEXT_MEASURE, "%lld us", (long long)duration_us);
	return buf;
}

/* Writes all of the text to standard output, in one write where the system
 * lets it be one. */
static int put(const char *text, struct error *err)
{
	size_t left = strlen(text);

	while (left > 0) {
		ssize_t n = write(STDOUT_FILENO, text, left);
		if (n >= 0) {
			text += n;
			left -= (size_t)n;
			continue;
		}
		if (errno == EPIPE)
			return error_signal(err, SIGPIPE);
		if (!sysno_is_passing(errno))
			return error_sys(
			    err, FAULT_IO, "cannot write to standard output");
		if (waiting_for(STDOUT_FILENO, POLLOUT, CLOCK_NEVER, err) < 0)
			return -1;
	}
	return 0;
}

int pair_words_line(const char *line, struct error *err)
{
	char *wrapped =
	    wrap_lines(line, messages_width_of(STDOUT_FILENO), LINE_HANG);
	int result = put(wrapped ? wrapped : line, err);

	free(wrapped);
	return result;
}

static int paragraph_width(void)
{
	int columns = messages_width_of(STDOUT_FILENO);

	return columns > 0 && columns < PAGE_WIDTH ? columns : PAGE_WIDTH;
}

int pair_words_paragraph(
    const char *before, const char *text, const char *after, struct error *err)
{
	char *block = NULL;
	size_t size = 0;
	FILE *to = open_memstream(&block, &size);
	int result = -1;

	if (!to)
		return error_sys(err, FAULT_MEMORY, "cannot compose a text");
	fputs(before, to);
	usage_print_wrapped(to, text, 0, 0, paragraph_width());
	fputs(after, to);
	if (fclose(to) == 0 && block) /* it may be lost without an error */
		result = put(block, err);
	else
		error_sys(err, FAULT_MEMORY, "cannot compose a text");
	free(block);
	return result;
}
