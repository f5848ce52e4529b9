/* SPDX-License-Identifier: MIT */
/* Reads the text form of dialogues: one step. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/parse.h"
#include "base/suggest.h"
#include "base/xalloc.h"
#include "dialogue/dialogue-read-private.h"

/* What may stand behind '>' and '<'. */
static const struct keyword {
	const char *word;
	enum dialogue_kind kind;
	bool has_name;        /* as in "until(NAME)" */
	const char *expected; /* behind the blank; NULL: may be missing */
} keywords[] = {
	{ "", DIALOGUE_TEXT, false, NULL },
	{ "+", DIALOGUE_TEXT, false, NULL },
	{ "begins", DIALOGUE_BEGINS, true, NULL },
	{ "matches", DIALOGUE_MATCHES, false, "a regular expression" },
	{ "until", DIALOGUE_UNTIL, true, "the text that ends the step" },
	{ "bytes", DIALOGUE_BYTES, true, "a number of bytes" },
};

/* A longer pause is a mistake, and no sum of pauses may overflow. */
#define LONGEST_PAUSE (365 * 24 * 3600 * CLOCK_SECOND)

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct dialogue *current(struct dialogue_reading *r)
{
	return &r->out->dialogues[r->out->count - 1];
}

/* The step belongs to the dialogue at once, which frees it after an error. */
static struct dialogue_step *add_step(
    struct dialogue_reading *r, enum dialogue_kind kind)
{
	struct dialogue *d = current(r);

	d->steps = dialogue_read_grow(d->steps, d->count, sizeof(d->steps[0]));
	struct dialogue_step *step = &d->steps[d->count++];
	*step = (struct dialogue_step){
		.kind = kind,
		.side = r->line[0] == '<' ? DIALOGUE_SERVER : DIALOGUE_CLIENT,
		.line = r->number,
	};
	return step;
}

void dialogue_read_name(
    struct dialogue_step *step, const char *name, size_t len, int group)
{
	step->names = dialogue_read_grow(
	    step->names, step->name_count, sizeof(step->names[0]));
	step->names[step->name_count++] = (struct dialogue_name){
		.name = xasprintf("%.*s", (int)len, name),
		.group = group,
	};
}

static int read_pause(struct dialogue_reading *r)
{
	size_t at = strlen("pause ");
	int64_t pause_us;

	if (!r->line[at - 1])
		return dialogue_read_error(r, at - 1,
		    "a pause without a time; expected one such as 250ms or "
		    "1.5s");
	if (!parse_time(r->line + at, &pause_us) || pause_us > LONGEST_PAUSE)
		return dialogue_read_error(r, at,
		    "'%.40s' is no time to wait; expected one such as 250ms "
		    "or 1.5s",
		    r->line + at);
	add_step(r, DIALOGUE_PAUSE)->pause_us = pause_us;
	return 0;
}

/* What stands directly behind '>' or '<' is no keyword. */
static int refuse_word(const struct dialogue_reading *r, size_t len)
{
	char *word = xasprintf("%.*s", (int)(len < 60 ? len : 60), r->line + 1);
	bool is_end = strcmp(word, "eof") == 0 || strcmp(word, "reset") == 0;
	struct suggestion s = suggest_begin(word);
	char side = r->line[0];

	for (size_t i = 2; i < COUNT(keywords); i++)
		suggest_consider(&s, keywords[i].word);
	if (is_end)
		dialogue_read_error(r, 1,
		    "'%c%s' is no step; is '%c %s' meant?", side, word, side,
		    word);
	else if (s.best)
		dialogue_read_error(r, 1, "'%c%s' is no step; is '%c%s' meant?",
		    side, word, side, s.best);
	else
		dialogue_read_error(r, 1,
		    "'%c%s' is no step; expected a blank between '%c' and a "
		    "text, or one of %cbegins, %cmatches, %cuntil, %cbytes "
		    "and %c+",
		    side, word, side, side, side, side, side, side);
	free(word);
	return -1;
}

/* Reads "(NAME)" from *at on, if it is there. *name is NULL if not. */
static int read_name(const struct dialogue_reading *r,
    const struct keyword *keyword, size_t *at, const char **name, size_t *len)
{
	const char *from = r->line + *at;

	*name = NULL;
	if (from[0] != '(')
		return 0;
	*len = strcspn(from + 1, ")");
	if (!keyword->has_name && keyword->kind == DIALOGUE_MATCHES)
		return dialogue_read_error(r, *at,
		    "a name before an expression; expected it inside, as in "
		    "(?<name>[0-9]+)");
	if (!keyword->has_name)
		return dialogue_read_error(
		    r, *at, "a name for an exact text; expected a blank");
	if (from[1 + *len] != ')' || !variables_is_name(from + 1, *len))
		return dialogue_read_error(r, *at + 1,
		    "expected a name of letters, digits and underscores, and "
		    "a closing parenthesis, as in %c%s(name)",
		    r->line[0], keyword->word);
	*name = from + 1;
	*at += *len + 2;
	return 0;
}

/* Behind a reset is nothing; an ended stream can only be reset. */
static int check_side(const struct dialogue_reading *r)
{
	bool is_server = r->line[0] == '<';
	const char *side = is_server ? "server" : "client";
	bool is_reset = strcmp(r->line + 1, " reset") == 0;

	if (r->is_reset)
		return dialogue_read_error(r, 0,
		    "the connection was reset in an earlier step; expected no "
		    "step behind that");
	if (r->has_ended[is_server] && !is_reset)
		return dialogue_read_error(r, 0,
		    "the %s has ended its stream in an earlier step; expected "
		    "none of its steps behind that, but for '%c reset'",
		    side, r->line[0]);
	return 0;
}

static int read_end(struct dialogue_reading *r, bool is_reset)
{
	struct dialogue_step *step =
	    add_step(r, is_reset ? DIALOGUE_RESET : DIALOGUE_END);

	if (is_reset)
		r->is_reset = true;
	else
		r->has_ended[step->side] = true;
	return 0;
}

static int go_on(struct dialogue_reading *r, size_t at)
{
	struct dialogue *d = current(r);
	struct dialogue_step *last = d->count ? &d->steps[d->count - 1] : NULL;
	enum dialogue_side side =
	    r->line[0] == '<' ? DIALOGUE_SERVER : DIALOGUE_CLIENT;

	if (last && last->kind == DIALOGUE_MATCHES && last->side == side)
		return dialogue_read_error(r, 0,
		    "'%c+' behind an expression; expected the expression on "
		    "one line",
		    r->line[0]);
	if (!last || last->side != side ||
	    (last->kind != DIALOGUE_TEXT && last->kind != DIALOGUE_BEGINS &&
		last->kind != DIALOGUE_UNTIL))
		return dialogue_read_error(r, 0,
		    "'%c+' goes on with the step before, which is no text of "
		    "the %s; expected '%c '",
		    r->line[0], side == DIALOGUE_SERVER ? "server" : "client",
		    r->line[0]);
	return dialogue_read_text(r, at, &last->text);
}

static int read_count(struct dialogue_reading *r, size_t at, uint64_t *count)
{
	if (parse_size(r->line + at, count) && *count > 0)
		return 0;
	return dialogue_read_error(r, at,
	    "'%.40s' is no number of bytes; expected one above 0, such as 16 "
	    "or 64K",
	    r->line + at);
}

static int read_pattern(struct dialogue_reading *r, size_t at,
    const struct keyword *keyword, const char *name, size_t name_len)
{
	struct dialogue_step *step = add_step(r, keyword->kind);
	int result;

	if (keyword->kind == DIALOGUE_MATCHES)
		result = dialogue_read_expression(r, at, step);
	else if (keyword->kind == DIALOGUE_BYTES)
		result = read_count(r, at, &step->count);
	else
		result = dialogue_read_text(r, at, &step->text);
	if (name)
		dialogue_read_name(step, name, name_len, 0);
	for (size_t i = 0; result == 0 && i < step->name_count; i++)
		variables_set(&r->named, step->names[i].name, "", 0);
	return result;
}

int dialogue_read_step(struct dialogue_reading *r)
{
	const char *word = r->line + 1, *name;
	size_t len =
	    *word == '+' ? 1 : strspn(word, "abcdefghijklmnopqrstuvwxyz");
	size_t name_len = 0, at = 1 + len;
	const struct keyword *keyword = NULL;

	if (r->line[0] == 'p')
		return read_pause(r);
	for (size_t i = 0; i < COUNT(keywords); i++)
		if (strlen(keywords[i].word) == len &&
		    strncmp(keywords[i].word, word, len) == 0)
			keyword = &keywords[i];
	if (!keyword)
		return refuse_word(r, len);
	if (read_name(r, keyword, &at, &name, &name_len) < 0)
		return -1;
	if (r->line[at] && r->line[at] != ' ')
		return len ? dialogue_read_error(r, at,
				 "expected a blank behind '%.*s'", (int)at,
				 r->line)
		           : refuse_word(r, strcspn(word, " "));
	if (r->line[at])
		at++;
	else if (keyword->expected)
		return dialogue_read_error(r, at,
		    "'%.60s' alone; expected a blank and %s behind it", r->line,
		    keyword->expected);
	if (check_side(r) < 0)
		return -1;
	if (len == 1)
		return go_on(r, at);
	if (len == 0 && strcmp(word, " eof") == 0)
		return read_end(r, false);
	if (len == 0 && strcmp(word, " reset") == 0)
		return read_end(r, true);
	return read_pattern(r, at, keyword, name, name_len);
}
