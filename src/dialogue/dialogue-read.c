/* SPDX-License-Identifier: MIT */
/* Reads the text form of dialogues: its lines. */
#include "dialogue/dialogue-read.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "dialogue/dialogue-read-private.h"

/* The column is counted in characters. */
int dialogue_read_error(
    const struct dialogue_reading *r, size_t at, const char *fmt, ...)
{
	char raw[512], text[sizeof(r->err->text)];
	int column = 1;
	va_list args;

	for (size_t i = 0; i < at; i++)
		column += ((unsigned char)r->line[i] & 0xC0) != 0x80;
	int used = snprintf(
	    raw, sizeof(raw), "%.200s:%d:%d: ", r->file, r->number, column);
	va_start(args, fmt);
	vsnprintf(raw + used, sizeof(raw) - (size_t)used, fmt, args);
	va_end(args);
	text_escape(text, sizeof(text), raw, strlen(raw));
	return error_set(r->err, FAULT_USAGE, "%s", text);
}

void *dialogue_read_grow(void *items, size_t count, size_t size)
{
	if (count & (count - 1))
		return items;
	return xreallocarray(items, count ? 2 * count : 1, size);
}

/* Says why a line that is no comment cannot be read, whatever it means. */
static int refuse_byte(const struct dialogue_reading *r, size_t at, size_t len)
{
	unsigned char byte = (unsigned char)r->line[at];

	if (byte == '\r' && at + 1 == len)
		return dialogue_read_error(r, at,
		    "a carriage return at the end of the line; expected a "
		    "file whose lines end in a newline alone");
	if (byte == '\t')
		return dialogue_read_error(
		    r, at, "a tab; expected \\t in a text, a blank elsewhere");
	if (byte < 0x20 || byte == 0x7F)
		return dialogue_read_error(r, at,
		    "the control byte 0x%02x; expected the escape \\x%02x",
		    byte, byte);
	if (text_utf8((const unsigned char *)r->line + at, len - at) > 0)
		return dialogue_read_error(r, at,
		    "an invisible control character; expected its bytes as "
		    "escapes, the first is \\x%02x",
		    byte);
	return dialogue_read_error(r, at,
	    "the byte 0x%02x, which is not UTF-8; expected the escape \\x%02x",
	    byte, byte);
}

static int check_bytes(const struct dialogue_reading *r, size_t len)
{
	for (size_t at = 0; at < len;) {
		int taken = text_sequence(
		    (const unsigned char *)r->line + at, len - at);
		if (taken <= 0)
			return refuse_byte(r, at, len);
		at += (size_t)taken;
	}
	if (len > 0 && r->line[len - 1] == ' ')
		return dialogue_read_error(r, len - 1,
		    "a blank at the end of the line; expected \\x20 if the "
		    "text has it, else nothing");
	return 0;
}

static void begin_dialogue(
    struct dialogue_reading *r, const char *name, size_t len)
{
	struct dialogue_file *f = r->out;

	f->dialogues =
	    dialogue_read_grow(f->dialogues, f->count, sizeof(f->dialogues[0]));
	f->dialogues[f->count++] = (struct dialogue){
		.name = xasprintf("%.*s", (int)len, name),
		.line = r->number,
	};
	variables_free(&r->named);
	memset(r->has_ended, 0, sizeof(r->has_ended));
	r->is_reset = false;
}

/* The name of the file without directory and suffix; what a name cannot have
 * becomes "_". */
static void begin_unnamed(struct dialogue_reading *r)
{
	const char *slash = strrchr(r->file, '/');
	const char *base = slash ? slash + 1 : r->file;
	const char *dot = strrchr(base, '.');
	size_t len = dot && dot > base ? (size_t)(dot - base) : strlen(base);
	char *name = len ? xasprintf("%.*s", (int)len, base) : xstrdup("_");

	for (size_t i = 0; name[i];) {
		int taken = text_sequence(
		    (const unsigned char *)name + i, strlen(name + i));
		if (taken <= 0 || name[i] == ' ')
			name[i] = '_';
		i += taken > 0 ? (size_t)taken : 1;
	}
	begin_dialogue(r, name, strlen(name));
	free(name);
}

static int read_heading(struct dialogue_reading *r, bool *is_named)
{
	const char *name = r->line + strlen("dialogue ");
	size_t at = strlen("dialogue");

	if (!r->line[at])
		return dialogue_read_error(r, at,
		    "a dialogue without a name; expected 'dialogue NAME'");
	if (strchr(name, ' '))
		return dialogue_read_error(r,
		    (size_t)(strchr(name, ' ') - r->line),
		    "a blank in the name of a dialogue; expected a name "
		    "without blanks, such as log-in");
	if (r->out->count > 0 && !*is_named)
		return dialogue_read_error(r, 0,
		    "a dialogue below steps that belong to none; expected "
		    "'dialogue NAME' also above the first step");
	*is_named = true;
	begin_dialogue(r, name, strlen(name));
	return 0;
}

/* The line is none of those that can be read. */
static int refuse_line(const struct dialogue_reading *r)
{
	size_t len = strcspn(r->line, " ");
	char *word = xasprintf("%.*s", (int)(len < 60 ? len : 60), r->line);
	struct suggestion s = suggest_begin(word);
	int result;

	suggest_consider(&s, "dialogue");
	suggest_consider(&s, "pause");
	if (len == 0)
		result = dialogue_read_error(r, 0,
		    "a blank at the beginning of the line; expected the step "
		    "in the first column");
	else if (s.best)
		result = dialogue_read_error(
		    r, 0, "'%s' begins no step; is '%s' meant?", word, s.best);
	else
		result = dialogue_read_error(r, 0,
		    "'%s' begins no step; expected '> ' before what the "
		    "client says, '< ' before what the server says, 'pause', "
		    "'dialogue' or, before a comment, '#'",
		    word);
	free(word);
	return result;
}

static bool has_word(const char *line, const char *word)
{
	size_t len = strlen(word);

	return strncmp(line, word, len) == 0 &&
	       (line[len] == ' ' || !line[len]);
}

static int read_line(struct dialogue_reading *r, size_t len, bool *is_named)
{
	if (r->line[0] == '#' || strspn(r->line, " \t") == len)
		return 0;
	if (check_bytes(r, len) < 0)
		return -1;
	if (has_word(r->line, "dialogue"))
		return read_heading(r, is_named);
	if (r->line[0] != '>' && r->line[0] != '<' &&
	    !has_word(r->line, "pause"))
		return refuse_line(r);
	if (r->out->count == 0)
		begin_unnamed(r);
	return dialogue_read_step(r);
}

static int read_lines(struct dialogue_reading *r, const char *text, size_t len)
{
	bool is_named = false;
	size_t line_len;

	for (size_t at = 0; at < len; at += line_len + 1) {
		const char *stop = memchr(text + at, '\n', len - at);
		line_len = stop ? (size_t)(stop - text) - at : len - at;
		free(r->line);
		r->line = xmalloc(line_len + 1);
		memcpy(r->line, text + at, line_len);
		r->line[line_len] = '\0';
		r->number++;
		if (read_line(r, line_len, &is_named) < 0)
			return -1;
	}
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	const struct dialogue *const *one = a, *const *other = b;
	int order = strcmp((*one)->name, (*other)->name);

	return order ? order : (*one)->line - (*other)->line;
}

static int check_names(struct dialogue_reading *r)
{
	size_t count = r->out->count;
	const struct dialogue **sorted = xcalloc(count, sizeof(sorted[0]));
	const struct dialogue *twice = NULL, *before = NULL;

	for (size_t i = 0; i < count; i++)
		sorted[i] = &r->out->dialogues[i];
	qsort(sorted, count, sizeof(sorted[0]), compare_names);
	for (size_t i = 1; i < count; i++)
		if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0 &&
		    (!twice || sorted[i]->line < twice->line)) {
			before = sorted[i - 1];
			twice = sorted[i];
		}
	free(sorted);
	if (!twice)
		return 0;
	r->number = twice->line;
	return dialogue_read_error(r, 0,
	    "the dialogue '%s' is there already, in line %d; expected another "
	    "name",
	    twice->name, before->line);
}

int dialogue_read(const char *file, const char *text, size_t len,
    const struct variables *known, struct dialogue_file *out, struct error *err)
{
	struct dialogue_reading r = {
		.file = file, .out = out, .known = known, .err = err
	};

	*out = (struct dialogue_file){ .name = xstrdup(file) };
	if (len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3; /* the mark that some editors put there */
		len -= 3;
	}
	int result = read_lines(&r, text, len);
	if (result == 0 && out->count == 0) {
		r.number = 1;
		result = dialogue_read_error(&r, 0,
		    "the file has no step; expected 'dialogue NAME', or a "
		    "line that begins with '> ' or '< '");
	}
	if (result == 0)
		result = check_names(&r);
	if (result < 0)
		dialogue_file_free(out);
	variables_free(&r.named);
	free(r.line);
	return result;
}
