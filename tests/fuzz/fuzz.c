/* SPDX-License-Identifier: MIT */
/* What the harnesses have in common. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/parse.h"
#include "base/text.h"
#include "base/xalloc.h"

/* No prelude says more than this. */
#define MOST_SAID 8192

struct outcome {
	enum prelude_state state;
	struct bytes said;
	size_t taken;
	struct error err;
};

void fuzz_broken(const char *file, int line, const char *condition)
{
	fprintf(stderr, "%s:%d: not so: %s\n", file, line, condition);
	abort();
}

uint8_t fuzz_byte(const uint8_t **data, size_t *size)
{
	if (*size == 0)
		return 0;
	--*size;
	return *(*data)++;
}

unsigned fuzz_number(const uint8_t **data, size_t *size)
{
	unsigned high = fuzz_byte(data, size);

	return high << 8 | fuzz_byte(data, size);
}

char *fuzz_text(const uint8_t **data, size_t *size, char end)
{
	const uint8_t *found = *size ? memchr(*data, end, *size) : NULL;
	size_t len = found ? (size_t)(found - *data) : *size;
	char *text = xcalloc(len + 1, 1), *fit;

	if (len > 0)
		memcpy(text, *data, len);
	*data += len + (found ? 1 : 0);
	*size -= len + (found ? 1 : 0);
	/* Of just this length, so that a look behind its end is seen. */
	fit = xstrdup(text);
	free(text);
	return fit;
}

int fuzz_words(const uint8_t *data, size_t size, int most, char ***words)
{
	int count = 0;

	*words = xcalloc((size_t)most + 1, sizeof(**words));
	while (size > 0 && count < most)
		(*words)[count++] = fuzz_text(&data, &size, '\n');
	return count;
}

/* The next byte within $'...'. */
static char escaped_byte(const char **at)
{
	const char *in = *at;

	if (in[0] != '\\') {
		*at = in + 1;
		return *in;
	}
	if (in[1] != 'x') {
		*at = in + 2;
		return in[1];
	}
	*at = in + 4;
	return (char)(16 * parse_hex_digit(in[2]) + parse_hex_digit(in[3]));
}

char *fuzz_unquote(const char **line)
{
	char *word = xcalloc(strlen(*line) + 1, 1), *to = word;
	const char *at = *line;
	bool has_escapes = *at == '$' && at[1] == '\'';
	bool is_quoted = has_escapes || *at == '\'';

	at += is_quoted + has_escapes;
	while (*at && (is_quoted || *at != ' ')) {
		if (is_quoted && *at == '\'' && !has_escapes &&
		    strncmp(at, "'\\''", 4) == 0) {
			*to++ = '\'';
			at += 4;
		} else if (is_quoted && *at == '\'')
			break;
		else
			*to++ = has_escapes ? escaped_byte(&at) : *at++;
	}
	FUZZ_MUST(!is_quoted || *at == '\'');
	at += is_quoted;
	FUZZ_MUST(!*at || *at == ' ');
	*line = at + (*at == ' ');
	return word;
}

void fuzz_check_refusal(const struct error *err)
{
	size_t len = strnlen(err->text, sizeof(err->text));

	FUZZ_MUST(err->kind != FAULT_NONE);
	FUZZ_MUST(len > 0 && len < sizeof(err->text));
}

void fuzz_check_error(const struct error *err)
{
	const unsigned char *text = (const unsigned char *)err->text;
	size_t len = strnlen(err->text, sizeof(err->text));

	FUZZ_MUST(err->kind != FAULT_NONE);
	FUZZ_MUST(len > 0 && len < sizeof(err->text));
	for (size_t i = 0; i < len;) {
		int taken = text_sequence(text + i, len - i);
		FUZZ_MUST(taken > 0 || len == sizeof(err->text) - 1);
		i += taken > 0 ? (size_t)taken : len;
	}
}

/* Shows the bytes up to come, as far as they were not taken. They have memory
 * of their own: a look behind their end is seen. */
static void show(
    struct prelude *p, struct outcome *o, const uint8_t *data, size_t come)
{
	size_t len = come - o->taken;
	uint8_t *memory = xmalloc(len > 0 ? len : 1);
	struct bytes piece = { .at = memory, .len = len, .memory = memory };

	if (len > 0)
		memcpy(memory, data + o->taken, len);
	o->state = prelude_step(p, &piece, &o->said, &o->err);
	FUZZ_MUST(piece.len <= len);
	FUZZ_MUST(o->said.len <= MOST_SAID);
	o->taken = come - piece.len;
	bytes_free(&piece);
}

/* 0: all at once; 1: byte by byte; others: some of both. */
static size_t piece_length(uint8_t number, uint32_t *chance, size_t left)
{
	if (number == 0)
		return left;
	*chance = *chance * 1103515245 + 12345;
	size_t len = number == 1 ? 1 : 1 + (*chance >> 16) % number;
	return len < left ? len : left;
}

static struct outcome meet(const struct fuzz_maker *maker, uint8_t number,
    const uint8_t *data, size_t size)
{
	struct prelude *p = maker->make(maker->context);
	struct outcome o = { .err = ERROR_NONE };
	uint32_t chance = number;
	size_t come = 0;

	if (size > p->ops->most)
		size = p->ops->most;
	show(p, &o, data, 0);
	while (o.state == PRELUDE_GOES_ON && come < size) {
		come += piece_length(number, &chance, size - come);
		show(p, &o, data, come);
	}
	if (o.state == PRELUDE_FAILED)
		fuzz_check_error(&o.err);
	prelude_free(p);
	return o;
}

/* Only bytes behind the end may make a difference: a prelude may refuse them,
 * if it sees them. */
void fuzz_prelude(const struct fuzz_maker *maker, uint8_t number,
    const uint8_t *data, size_t size)
{
	struct outcome whole = meet(maker, 0, data, size);
	struct outcome cut = meet(maker, number, data, size);

	FUZZ_MUST(
	    (whole.state == PRELUDE_GOES_ON) == (cut.state == PRELUDE_GOES_ON));
	if (whole.state == PRELUDE_DONE)
		FUZZ_MUST(cut.state == PRELUDE_DONE);
	if (cut.state == PRELUDE_DONE && cut.taken == size)
		FUZZ_MUST(whole.state == PRELUDE_DONE);
	if (whole.state == PRELUDE_DONE && cut.state == PRELUDE_DONE) {
		FUZZ_MUST(whole.taken == cut.taken);
		FUZZ_MUST(whole.said.len == cut.said.len);
		FUZZ_MUST(
		    whole.said.len == 0 ||
		    memcmp(whole.said.at, cut.said.at, cut.said.len) == 0);
	}
	bytes_free(&whole.said);
	bytes_free(&cut.said);
}
