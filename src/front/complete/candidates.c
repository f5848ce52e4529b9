/* SPDX-License-Identifier: MIT */
/* Words that could stand where the cursor is. */
#include "front/complete/candidates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

struct candidates candidates_make(const char *word)
{
	return (struct candidates){ xstrdup(""), word };
}

void candidates_free(struct candidates *c)
{
	free(c->kept);
}

void candidates_keep(struct candidates *c, int len)
{
	char *longer = xasprintf("%s%.*s", c->kept, len, c->typed);

	free(c->kept);
	c->kept = longer;
	c->typed += len;
}

void candidates_add(
    const struct candidates *c, const char *word, const char *help)
{
	char shown[256];

	if (strncmp(word, c->typed, strlen(c->typed)) != 0)
		return;
	text_escape(shown, sizeof(shown), word, strlen(word));
	if (strcmp(shown, word) != 0)
		return;
	text_escape(
	    shown, sizeof(shown), help ? help : "", help ? strlen(help) : 0);
	printf("%s%s%s%s\n", c->kept, word, help ? "\t" : "", shown);
}

void candidates_take(void *candidates, const char *word, const char *help)
{
	candidates_add(candidates, word, help);
}

void candidates_add_files(const struct candidates *c)
{
	printf(":files %zu\n", strlen(c->kept));
}
