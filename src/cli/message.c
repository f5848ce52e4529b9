/* SPDX-License-Identifier: MIT */
/* Errors and hints on stderr. */
#include "cli/message.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

/* Each line of lines, escaped, behind the prefix. */
static void print_lines(FILE *to, const char *prefix, const char *lines)
{
	char shown[1024];

	while (*lines) {
		size_t len = strcspn(lines, "\n");
		text_escape(shown, sizeof(shown), lines, len);
		fprintf(to, "%s%s\n", prefix, shown);
		lines += len + (lines[len] == '\n');
	}
}

void message_error(const char *command, const struct error *err, bool quiet)
{
	char *block = NULL, shown[1024];
	size_t size = 0;
	FILE *to = open_memstream(&block, &size);

	if (!to)
		return;
	text_escape(shown, sizeof(shown), err->text, strlen(err->text));
	fprintf(to, "genet%s%s: %s\n", command ? " " : "",
	    command ? command : "", shown);
	print_lines(to, "", err->detail);
	if (!quiet)
		print_lines(to, "  hint: ", err->hint);
	if (fclose(to) == 0)
		text_write(STDERR_FILENO, block);
	free(block);
}
