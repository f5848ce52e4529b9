/* SPDX-License-Identifier: MIT */
/* Names and their values, which are bytes. */
#ifndef DIALOGUE_VARIABLES_H
#define DIALOGUE_VARIABLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bytes.h"
#include "dialogue/dialogue.h"

struct variable {
	char *name;
	struct bytes value;
};

/* Begin with all zeros. */
struct variables {
	struct variable *items;
	size_t count;
};

/* Whether a name consists of letters, digits and underscores, and does not
 * begin with a digit. */
bool variables_is_name(const char *name, size_t len);

/* Sets a variable, which may be there already. Copies the bytes. */
void variables_set(
    struct variables *v, const char *name, const void *bytes, size_t len);

/* Returns NULL if there is none. */
const struct variable *variables_find(
    const struct variables *v, const char *name);

/* Adds the text with the values in place of names, all of which are known. */
void variables_expand(const struct variables *v,
    const struct dialogue_text *text, struct bytes *out);

/* The same for the text of DIALOGUE_MATCHES: a value matches only itself. */
void variables_expand_expression(const struct variables *v,
    const struct dialogue_text *text, struct bytes *out);

/* Whether a byte has a meaning in expressions, outside of brackets. */
bool variables_is_special(char c);

/* Sets in one all variables of the other. */
void variables_copy(struct variables *to, const struct variables *from);
void variables_free(struct variables *v);

#endif
