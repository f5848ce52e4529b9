/* SPDX-License-Identifier: MIT */
/* The words of a command that was written as one text. */
#include "args/command-words.h"

#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/xalloc.h"

#define BLANKS " \t\n"

/* Inside double quotes a backslash keeps its meaning only before these. */
static bool is_escaped(char c, char quote)
{
	return c && (quote != '"' || strchr("$`\"\\\n", c));
}

/* Reads a word, and moves past it. Returns false if a quote is not closed. */
static bool read_word(const char **text, struct bytes *out)
{
	const char *p = *text;
	char quote = '\0';

	for (; *p && (quote || !strchr(BLANKS, *p)); p++) {
		if (quote != '\'' && *p == '\\' && is_escaped(p[1], quote))
			bytes_add(out, ++p, 1);
		else if (quote ? *p == quote : *p == '\'' || *p == '"')
			quote = quote ? '\0' : *p;
		else
			bytes_add(out, p, 1);
	}
	*text = p;
	return !quote;
}

char **command_words(const char *text, struct error *err)
{
	const char *p = text + strspn(text, BLANKS);
	char **words = xcalloc(1, sizeof(*words));
	size_t count = 0;
	bool is_whole = true;

	for (; *p && is_whole; p += strspn(p, BLANKS)) {
		struct bytes word = { 0 };
		is_whole = read_word(&p, &word);
		words = xreallocarray(words, count + 2, sizeof(*words));
		words[count++] = xasprintf(
		    "%.*s", (int)word.len, word.len ? (char *)word.at : "");
		words[count] = NULL;
		bytes_free(&word);
	}
	if (count > 0 && is_whole)
		return words;
	error_set(err, FAULT_USAGE,
	    count > 0 ? "a quote is not closed in '%s'"
		      : "missing command in '%s'",
	    text);
	xfree_texts(words);
	return NULL;
}
