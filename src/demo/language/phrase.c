/* SPDX-License-Identifier: MIT */
/* A call of a lesson, taken apart. */
#include "demo/language/phrase.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "demo/language/names.h"

/* Copies the text from 'from' to 'end', without spaces around it. */
static void copy_word(char to[PHRASE_WORD], const char *from, const char *end)
{
	while (from < end && *from == ' ')
		from++;
	while (end > from && end[-1] == ' ')
		end--;
	snprintf(to, PHRASE_WORD, "%.*s", (int)(end - from), from);
}

/* Finds the first of these bytes outside of quotes. Returns NULL if there is
 * none. */
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
static int split(const char *text, const char *end, const char *separator,
    char words[][PHRASE_WORD], int max)
{
	int count = 0;

	while (text < end && count < max) {
		const char *cut = find_unquoted(text, separator);
		if (!cut || cut > end)
			cut = end;
		copy_word(words[count++], text, cut);
		text = cut + 1;
	}
	return count;
}

/* Replaces A/B. Addresses of Unix sockets stay. */
static void choose(char word[PHRASE_WORD], int family)
{
	char *slash = (char *)find_unquoted(word, "/");

	if (!slash || strchr(".@", *word))
		return;
	*slash = '\0';
	if (family == AF_INET6)
		memmove(word, slash + 1, strlen(slash + 1) + 1);
}

/* What is wanted */

static struct wanted_result read_result(const char *word)
{
	struct wanted_result r = { .kind = WANTED_VALUE };

	if (*word == '>' || *word == '<')
		r.kind = *word++ == '>' ? WANTED_ABOVE : WANTED_BELOW;
	else if (*word == '\'')
		r.kind = WANTED_BYTES;
	else if (strcmp(word, "blocks") == 0)
		r.kind = WANTED_BLOCKS;
	else if (names_is_errno(word, &r.number))
		r.kind = WANTED_ERRNO;
	else if (names_is_signal(word, &r.number))
		r.kind = WANTED_SIGNAL;
	snprintf(r.word, sizeof(r.word), "%s", word);
	return r;
}

/* RESULT [FLAG] [or RESULT] [after MS] [eventually] */
static int parse_wanted(struct wanted *wanted, struct error *err)
{
	enum { WORDS = 8 };
	char words[WORDS + 1][PHRASE_WORD] = { 0 };
	const char *end = strchr(wanted->text, '\0');
	int count = split(wanted->text, end, " ", words, WORDS);
	long number;

	if (count > 0)
		wanted->result = read_result(words[0]);
	for (int i = 1; i < count; i++) {
		const char *next = words[i + 1];
		if (strcmp(words[i], "or") == 0 && *next)
			wanted->other = read_result(words[++i]);
		else if (strcmp(words[i], "after") == 0 &&
			 names_read(next, &wanted->after_ms))
			i++;
		else if (strcmp(words[i], "eventually") == 0)
			wanted->is_eventual = true;
		else if (names_read(words[i], &number))
			memcpy(wanted->flag, words[i], PHRASE_WORD);
		else
			return error_set(err, FAULT_USAGE,
			    "'%s' is no result of a call", wanted->text);
	}
	return 0;
}

int phrase_parse(
    const char *text, int family, struct phrase *phrase, struct error *err)
{
	const char *open = find_unquoted(text, "(");
	const char *arrow = find_unquoted(text, ">"); /* "->" */
	const char *equals = find_unquoted(text, "=");

	memset(phrase, 0, sizeof(*phrase));
	if (arrow)
		copy_word(phrase->wanted.text, arrow + 1, strchr(text, '\0'));
	choose(phrase->wanted.text, family);
	if (parse_wanted(&phrase->wanted, err) < 0)
		return -1;
	if (strncmp(text, "returns", 7) == 0) {
		copy_word(phrase->name, text, text + 7);
		return 0;
	}
	const char *close = open ? find_unquoted(open, ")") : NULL;
	if (!close)
		return error_set(err, FAULT_USAGE, "'%s' is no call", text);
	if (equals && equals < open)
		split(text, equals, ",", phrase->results, PHRASE_RESULTS);
	else
		equals = text - 1;
	copy_word(phrase->name, equals + 1, open);
	split(open + 1, close, ",", phrase->args, PHRASE_ARGS);
	for (int i = 0; i < PHRASE_ARGS; i++)
		choose(phrase->args[i], family);
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
