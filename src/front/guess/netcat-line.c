/* SPDX-License-Identifier: MIT */
/* Translates netcat's options that were typed after a command of genet. */
#include "front/guess/netcat-line.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "front/translate/translate.h"

/* The letters of netcat that a command of genet stands for. */
static const struct row {
	const char *command, *letters; /* NULL: none */
} rows[] = {
	{ "connect", NULL },
	{ "listen", "-l" },
	{ "udp-recv", "-luk" },
	{ "unix connect", "-U" },
	{ "unix listen", "-lU" },
	{ "unix recv", "-luUk" },
};

static const struct row *find_row(const char *command)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].command, command) == 0)
			return &rows[i];
	return NULL;
}

/* Whether there are letters of ncat for a program, which nc does not have. */
static bool runs_program(const char *const *words)
{
	for (; *words; words++)
		if (**words == '-' && strpbrk(*words, "ce"))
			return true;
	return false;
}

/* Allocated, or NULL. */
static char *translate(const char *letters, const char *const *words)
{
	struct error ignored = ERROR_NONE;
	size_t count = 0, used = 1;

	/* This is for genet, also behind a letter that takes a value. */
	for (; words[count]; count++)
		if (strcmp(words[count], "--help") == 0)
			return NULL;
	const char **list = xcalloc(count + 3, sizeof(*list));
	list[0] = runs_program(words) ? "ncat" : "nc";
	if (letters)
		list[used++] = letters;
	memcpy(list + used, words, count * sizeof(*list));
	char *line = translate_line(list, NULL, &ignored);
	free(list);
	return line;
}

/* Whether the line begins with "genet COMMAND". */
static bool is_of(const char *line, const char *command)
{
	size_t len = strlen(command);

	line += strlen("genet ");
	return strncmp(line, command, len) == 0 && line[len] == ' ';
}

char *netcat_line(
    const char *command, const char *const *words, bool *is_another)
{
	const struct row *row = command ? find_row(command) : NULL;

	if (command && !row)
		return NULL;
	char *line = translate(row ? row->letters : NULL, words);
	*is_another = line && !(command && is_of(line, command));
	return line;
}
