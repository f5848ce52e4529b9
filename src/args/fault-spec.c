/* SPDX-License-Identifier: MIT */
/* How people write a fault: a table of its kinds, and one of its keys. */
#include "args/fault-spec.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args/fault-spec-private.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/suggest.h"
#include "base/xalloc.h"

/* How long a datagram waits for the one that overtakes it. */
#define GAP_USUAL (CLOCK_SECOND / 10)

int fault_spec_refuse(const struct fault_reading *r, const char *fmt, ...)
{
	char why[256];
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, sizeof(why), fmt, args);
	va_end(args);
	return error_set(
	    r->err, FAULT_USAGE, "the fault '%s': %s", r->whole, why);
}

static const char *name_of(const struct fault_reading *r)
{
	return impairment_kinds[r->out->kind].name;
}

/* Words */

/* "A, B, C" of the names that are allowed. */
static void list_keys(unsigned allowed, struct bytes *out)
{
	for (int i = 0; i < FAULT_KEYS; i++)
		if (allowed & (1U << i))
			bytes_print(out, "%s%s", out->len > 0 ? ", " : "",
			    fault_spec_keys[i].name);
	bytes_add(out, "", 1);
}

static int refuse_key(const struct fault_reading *r, const char *name)
{
	struct bytes list = { 0 };

	list_keys(fault_spec_kinds[r->out->kind].keys, &list);
	fault_spec_refuse(r, "'%s' is none of the keys of %s: %s", name,
	    name_of(r), (const char *)list.at);
	bytes_free(&list);
	return -1;
}

static int read_key(struct fault_reading *r, char *word)
{
	char *value = strchr(word, '=');
	unsigned key = 0;

	if (value)
		*value++ = '\0';
	while (key < FAULT_KEYS && strcmp(fault_spec_keys[key].name, word) != 0)
		key++;
	if (key == FAULT_KEYS ||
	    !(fault_spec_kinds[r->out->kind].keys & (1U << key)))
		return refuse_key(r, word);
	if (r->given & (1U << key))
		return fault_spec_refuse(r, "%s= is given twice", word);
	r->given |= 1U << key;
	r->out->has_at |= key == FAULT_KEY_AT;
	if (!value || !fault_spec_read(r->out, fault_spec_keys[key].form,
			  fault_spec_keys[key].offset, value))
		return fault_spec_refuse(r, "%s= needs %s%s%s%s", word,
		    fault_spec_forms[fault_spec_keys[key].form],
		    value ? ", not '" : "", value ? value : "",
		    value ? "'" : "");
	return 0;
}

static int refuse_kind(const struct fault_reading *r, const char *word)
{
	struct bytes list = { 0 };
	struct suggestion near = suggest_begin(word);

	for (int i = 0; i < IMPAIR_KINDS; i++) {
		suggest_consider(&near, impairment_kinds[i].name);
		bytes_print(
		    &list, "%s%s", i > 0 ? ", " : "", impairment_kinds[i].name);
	}
	bytes_add(&list, "", 1);
	if (near.best)
		fault_spec_refuse(
		    r, "there is no '%s'; did you mean '%s'?", word, near.best);
	else
		error_set(r->err, FAULT_USAGE,
		    "the fault '%s': '%s' is none of %s", r->whole, word,
		    (const char *)list.at);
	bytes_free(&list);
	return -1;
}

static int read_kind(struct fault_reading *r, char *word)
{
	char *value = strchr(word, '=');
	int kind = 0;

	if (value)
		*value++ = '\0';
	while (kind < IMPAIR_KINDS &&
	       strcmp(impairment_kinds[kind].name, word) != 0)
		kind++;
	if (kind == IMPAIR_KINDS)
		return refuse_kind(r, word);
	r->out->kind = (enum impair_kind)kind;
	r->has_value = value != NULL;
	if (!value)
		return 0;
	if (fault_spec_kinds[kind].form == FAULT_FORM_NONE)
		return fault_spec_refuse(r, "%s has no value", word);
	if (!fault_spec_read(r->out, fault_spec_kinds[kind].form,
		fault_spec_kinds[kind].offset, value))
		return fault_spec_refuse(r, "%s= needs %s, not '%s'", word,
		    fault_spec_forms[fault_spec_kinds[kind].form], value);
	return 0;
}

/* Takes "up:" and the like off. */
static const char *read_direction(struct fault_reading *r, const char *text)
{
	static const struct {
		const char *word;
		bool is_up, is_down;
	} directions[] = {
		{ "up:", true, false },
		{ "down:", false, true },
		{ "both:", true, true },
	};

	for (size_t i = 0; i < 3; i++) {
		size_t len = strlen(directions[i].word);
		if (strncmp(text, directions[i].word, len) != 0)
			continue;
		r->has_direction = true;
		r->out->is_up = directions[i].is_up;
		r->out->is_down = directions[i].is_down;
		return text + len + strspn(text + len, " ");
	}
	return text;
}

static int read_words(struct fault_reading *r, char *rest)
{
	char *word = strsep(&rest, ",");

	if (read_kind(r, word) < 0)
		return -1;
	while ((word = strsep(&rest, ",")))
		if (read_key(r, word) < 0)
			return -1;
	return fault_spec_check(r);
}

int fault_spec_parse(
    const char *text, struct impairment *out, struct error *err)
{
	struct fault_reading r = { .whole = text, .out = out, .err = err };

	*out = (struct impairment){
		.is_up = true,
		.is_down = true,
		.first_conn = 1,
		.length = 1,
		.probability = IMPAIR_CERTAIN,
	};
	char *words = xstrdup(read_direction(&r, text));
	int result = read_words(&r, words);
	free(words);
	if (result == 0 && out->kind == IMPAIR_REORDER && !out->gap_us)
		out->gap_us = GAP_USUAL;
	if (result < 0)
		impairment_free(out);
	return result;
}

void fault_spec_list(
    void (*take)(void *context, const char *word, const char *help),
    void *context)
{
	for (int i = 0; i < IMPAIR_KINDS; i++)
		take(context, impairment_kinds[i].name, NULL);
}
