/* SPDX-License-Identifier: MIT */
/* A call of a lesson, taken apart. */
#include "demo/course/phrase.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Copies what stands between the two, without spaces around it. */
static void copy_word(char to[PHRASE_WORD], const char *from, const char *end)
{
	while (from < end && *from == ' ')
		from++;
	while (end > from && end[-1] == ' ')
		end--;
	snprintf(to, PHRASE_WORD, "%.*s", (int)(end - from), from);
}

/* The first of the bytes that does not stand in quotes; NULL: there is none. */
static const char *find_unquoted(const char *text, const char *bytes)
{
	char quote = 0;

	for (; *text; text++) {
		if (quote && *text == '\\' && text[1])
			text++;
		else if (*text == '\'')
			quote = !quote;
		else if (!quote && strchr(bytes, *text))
			return text;
	}
	return NULL;
}

/* "a, b": up to end. Returns how many words there are, at most max. */
static int split(
    const char *text, const char *end, char words[][PHRASE_WORD], int max)
{
	int count = 0;

	while (text < end && count < max) {
		const char *comma = find_unquoted(text, ",");
		if (!comma || comma > end)
			comma = end;
		copy_word(words[count++], text, comma);
		text = comma + 1;
	}
	return count;
}

int phrase_parse(const char *text, struct phrase *phrase, struct error *err)
{
	const char *open = find_unquoted(text, "(");
	const char *arrow = find_unquoted(text, ">"); /* "->" */
	const char *equals = find_unquoted(text, "=");

	memset(phrase, 0, sizeof(*phrase));
	if (arrow)
		copy_word(phrase->wanted, arrow + 1, strchr(text, '\0'));
	if (strncmp(text, "returns", 7) == 0) {
		copy_word(phrase->name, text, text + 7);
		return 0;
	}
	const char *close = open ? find_unquoted(open, ")") : NULL;
	if (!close)
		return error_set(err, FAULT_USAGE, "'%s' is no call", text);
	if (equals && equals < open)
		split(text, equals, phrase->results, PHRASE_RESULTS);
	else
		equals = text - 1;
	copy_word(phrase->name, equals + 1, open);
	phrase->arg_count = split(open + 1, close, phrase->args, PHRASE_ARGS);
	return 0;
}

long phrase_bytes(const char *word, char bytes[PHRASE_WORD])
{
	static const char escapes[] = "n\nr\rt\t0\0\\\\''";
	long len = 0;

	if (*word != '\'')
		return -1;
	for (word++; *word && *word != '\''; word++) {
		if (*word == '\\' && word[1]) {
			const char *escape =
			    memchr(escapes, *++word, sizeof(escapes) - 1);
			bytes[len++] = escape ? escape[1] : *word;
		} else {
			bytes[len++] = *word;
		}
	}
	bytes[len] = '\0';
	return len;
}

void phrase_choose(char word[PHRASE_WORD], bool is_first)
{
	char *slash = strchr(word, '/');

	if (!slash || strchr("'.@", *word))
		return;
	*slash = '\0';
	if (!is_first)
		memmove(word, slash + 1, strlen(slash + 1) + 1);
}

void phrase_write(
    struct bytes *out, const char *template, const struct writing *w)
{
	for (; *template; template ++) {
		char letter = 0;
		if (*template != '$') {
			bytes_add(out, template, 1);
			continue;
		}
		template ++;
		if (*template == 'r' || *template == 's') {
			w->arg(
			    w, out, w->phrase->results[*template == 's'], 'r');
			continue;
		}
		if (!isdigit((unsigned char)*template))
			letter = *template ++;
		w->arg(w, out, w->phrase->args[*template - '1'], letter);
	}
}
