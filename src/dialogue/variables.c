/* SPDX-License-Identifier: MIT */
/* Names and their values. */
#include "dialogue/variables.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool variables_is_name(const char *name, size_t len)
{
	if (len == 0 || !is_letter(name[0]))
		return false;
	for (size_t i = 1; i < len; i++)
		if (!is_letter(name[i]) && !(name[i] >= '0' && name[i] <= '9'))
			return false;
	return true;
}

static struct variable *find(const struct variables *v, const char *name)
{
	for (size_t i = 0; i < v->count; i++)
		if (strcmp(v->items[i].name, name) == 0)
			return &v->items[i];
	return NULL;
}

const struct variable *variables_find(
    const struct variables *v, const char *name)
{
	return find(v, name);
}

void variables_set(
    struct variables *v, const char *name, const void *bytes, size_t len)
{
	struct variable *item = find(v, name);

	if (!item) {
		v->items =
		    xreallocarray(v->items, v->count + 1, sizeof(v->items[0]));
		item = &v->items[v->count++];
		*item = (struct variable){ .name = xstrdup(name) };
	}
	/* The bytes may be those of the old value. */
	struct bytes old = item->value;
	item->value = (struct bytes){ 0 };
	bytes_add(&item->value, bytes, len);
	bytes_free(&old);
}

bool variables_is_special(char c)
{
	return c && strchr("^.[$()|*+?{\\", c);
}

/* Adds a value of which an expression matches nothing else. */
static void add_quoted(struct bytes *out, const struct bytes *value)
{
	for (size_t i = 0; i < value->len; i++) {
		char c = (char)value->at[i];
		if (variables_is_special(c))
			bytes_add(out, "\\", 1);
		bytes_add(out, &c, 1);
	}
}

static void expand(const struct variables *v, const struct dialogue_text *text,
    bool is_expression, struct bytes *out)
{
	for (size_t i = 0; i < text->count; i++) {
		const struct dialogue_part *part = &text->parts[i];
		const struct variable *known =
		    part->is_variable ? find(v, part->bytes) : NULL;
		if (!part->is_variable)
			bytes_add(out, part->bytes, part->len);
		else if (known && is_expression)
			add_quoted(out, &known->value);
		else if (known)
			bytes_add(out, known->value.at, known->value.len);
	}
}

void variables_expand(const struct variables *v,
    const struct dialogue_text *text, struct bytes *out)
{
	expand(v, text, false, out);
}

void variables_expand_expression(const struct variables *v,
    const struct dialogue_text *text, struct bytes *out)
{
	expand(v, text, true, out);
}

void variables_copy(struct variables *to, const struct variables *from)
{
	for (size_t i = 0; i < from->count; i++)
		variables_set(to, from->items[i].name, from->items[i].value.at,
		    from->items[i].value.len);
}

void variables_free(struct variables *v)
{
	for (size_t i = 0; i < v->count; i++) {
		free(v->items[i].name);
		bytes_free(&v->items[i].value);
	}
	free(v->items);
	*v = (struct variables){ 0 };
}
