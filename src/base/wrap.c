/* SPDX-License-Identifier: MIT */
/* Wrapping of lines at the width of a terminal. */
#include "base/wrap.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A hang that leaves less room than this is not used. */
#define LEAST_ROOM 16

/* Each character counts as one column, and a sequence that sets a color, from
 * ESC to "m", as none. */
static int columns_of(const char *text, size_t len)
{
	bool is_sequence = false;
	int columns = 0;

	for (size_t i = 0; i < len; i++) {
		is_sequence |= text[i] == '\033';
		columns +=
		    !is_sequence && ((unsigned char)text[i] & 0xC0) != 0x80;
		is_sequence &= text[i] != 'm';
	}
	return columns;
}

static void wrap_one(
    FILE *to, const char *line, size_t len, int width, int hang)
{
	bool has_word = false;
	int column = 0;

	while (len > 0) {
		size_t gap = strspn(line, " ");
		size_t word = strcspn(line + gap, " \n");
		int wanted = (int)gap + columns_of(line + gap, word);
		if (has_word && word > 0 && column + wanted > width) {
			fprintf(to, "\n%*s", hang, "");
			column = hang;
			wanted -= (int)gap;
		} else {
			fwrite(line, 1, gap, to);
		}
		fwrite(line + gap, 1, word, to);
		column += wanted;
		has_word = true;
		line += gap + word;
		len -= gap + word;
	}
}

char *wrap_lines(const char *lines, int width, int hang)
{
	char *wrapped = NULL;
	size_t size = 0;

	if (width <= 0)
		return strdup(lines);
	FILE *to = open_memstream(&wrapped, &size);
	if (!to)
		return NULL;
	if (hang > width - LEAST_ROOM)
		hang = 2;
	while (*lines) {
		size_t len = strcspn(lines, "\n");
		wrap_one(to, lines, len, width, hang);
		lines += len;
		if (*lines) {
			fputc('\n', to);
			lines++;
		}
	}
	if (fclose(to) == 0)
		return wrapped;
	free(wrapped);
	return NULL;
}
