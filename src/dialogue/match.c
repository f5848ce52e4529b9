/* SPDX-License-Identifier: MIT */
/* One step, compared with what is said. */
#include "dialogue/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "dialogue/expression.h"
#include "dialogue/match-line.h"

static void find_borders(struct match *m)
{
	const unsigned char *text = m->expected.at;
	size_t held = 0;

	m->borders = xcalloc(m->expected.len + 1, sizeof(m->borders[0]));
	for (size_t i = 1; i < m->expected.len; i++) {
		while (held > 0 && text[i] != text[held])
			held = m->borders[held - 1];
		held += text[i] == text[held];
		m->borders[i] = held;
	}
}

void match_begin(struct match *m, const struct dialogue_step *step,
    const struct variables *known)
{
	*m = (struct match){ .step = step };
	if (step->kind == DIALOGUE_MATCHES)
		variables_expand_expression(known, &step->text, &m->expected);
	else
		variables_expand(known, &step->text, &m->expected);
	if (step->kind == DIALOGUE_UNTIL)
		find_borders(m);
}

void match_free(struct match *m)
{
	bytes_free(&m->expected);
	free(m->borders);
	*m = (struct match){ 0 };
}

static enum match_result fail(
    struct match *m, enum mismatch_kind why, size_t differs_at)
{
	m->why = why;
	m->differs_at = differs_at;
	return MATCH_FAILS;
}

static enum match_result pass(struct match *m, size_t taken)
{
	m->taken = taken;
	return MATCH_PASSES;
}

/* Sets all names of a step whose names stand for the same bytes. */
static void name(struct match *m, const unsigned char *bytes, size_t len,
    struct variables *variables)
{
	for (size_t i = 0; i < m->step->name_count; i++)
		variables_set(variables, m->step->names[i].name, bytes, len);
}

/* Whether what was heard differs from the beginning of the text; then at
 * looked, which otherwise becomes the length of the shorter one. */
static bool differs(struct match *m, const struct heard *heard)
{
	size_t len =
	    heard->len < m->expected.len ? heard->len : m->expected.len;

	if (m->looked >= len)
		return false;
	if (memcmp(m->expected.at + m->looked, heard->at + m->looked,
		len - m->looked) == 0) {
		m->looked = len;
		return false;
	}
	while (m->expected.at[m->looked] == heard->at[m->looked])
		m->looked++;
	return true;
}

static enum match_result look_for_text(
    struct match *m, const struct heard *heard)
{
	if (differs(m, heard))
		return fail(m, MISMATCH_BYTES, m->looked);
	if (heard->is_message && heard->len != m->expected.len)
		return fail(m, MISMATCH_LENGTH, m->looked);
	return heard->len < m->expected.len ? MATCH_WAITS
	                                    : pass(m, m->expected.len);
}

/* Finds the length of the line, with its end. */
static enum match_result look_for_line(
    struct match *m, const struct heard *heard, size_t max_step)
{
	const unsigned char *end;

	if (heard->is_message)
		return pass(m, heard->len);
	end = heard->len > m->looked
	          ? memchr(heard->at + m->looked, '\n', heard->len - m->looked)
	          : NULL;
	m->looked = end ? (size_t)(end - heard->at) + 1 : heard->len;
	if (m->looked > max_step)
		return fail(m, MISMATCH_TOO_LONG, max_step);
	return end ? pass(m, m->looked) : MATCH_WAITS;
}

/* A text may have the end of the line itself, and lines before. */
static enum match_result look_for_beginning(struct match *m,
    const struct heard *heard, size_t max_step, struct variables *variables)
{
	size_t text_len = m->expected.len;

	if (differs(m, heard))
		return fail(m, MISMATCH_BYTES, m->looked);
	if (heard->len < text_len)
		return heard->is_message ? fail(m, MISMATCH_LENGTH, m->looked)
		                         : MATCH_WAITS;
	if (m->looked == text_len && text_len > 0)
		m->looked--;
	enum match_result result = look_for_line(m, heard, max_step);
	if (result != MATCH_PASSES)
		return result;
	size_t line_len = match_line_length(heard->at, m->taken);
	name(m, heard->at + text_len,
	    line_len > text_len ? line_len - text_len : 0, variables);
	return result;
}

static enum match_result look_for_expression(struct match *m,
    const struct heard *heard, size_t max_step, struct variables *variables)
{
	size_t most = max_step < EXPRESSION_BYTES ? max_step : EXPRESSION_BYTES;
	enum match_result result = look_for_line(m, heard, most);

	if (result != MATCH_PASSES)
		return result;
	if (!match_line_fits(&m->expected, m->step, heard->at,
		match_line_length(heard->at, m->taken), variables))
		return fail(m, MISMATCH_LINE, 0);
	return result;
}

static enum match_result look_for_ending(struct match *m,
    const struct heard *heard, size_t max_step, struct variables *variables)
{
	size_t text_len = m->expected.len;
	const unsigned char *text = m->expected.at;

	if (heard->is_message) {
		if (heard->len < text_len ||
		    (text_len > 0 && memcmp(heard->at + heard->len - text_len,
					 text, text_len) != 0))
			return fail(m, MISMATCH_LINE, 0);
		m->looked = heard->len;
		m->held = text_len;
	}
	for (; m->held < text_len && m->looked < heard->len; m->looked++) {
		unsigned char byte = heard->at[m->looked];
		while (m->held > 0 && text[m->held] != byte)
			m->held = m->borders[m->held - 1];
		m->held += text[m->held] == byte;
	}
	if (!heard->is_message && m->looked > max_step)
		return fail(m, MISMATCH_TOO_LONG, max_step);
	if (m->held < text_len)
		return MATCH_WAITS;
	name(m, heard->at, m->looked - text_len, variables);
	return pass(m, m->looked);
}

/* Bytes that have no name need not be kept until all have come. */
static enum match_result look_for_bytes(
    struct match *m, const struct heard *heard, struct variables *variables)
{
	uint64_t wanted = m->step->count - m->counted;

	if (heard->is_message && heard->len != wanted)
		return fail(m, MISMATCH_LENGTH,
		    heard->len < wanted ? heard->len : (size_t)wanted);
	if (heard->len >= wanted) {
		name(m, heard->at, (size_t)wanted, variables);
		return pass(m, (size_t)wanted);
	}
	if (m->step->name_count == 0) {
		m->taken = heard->len;
		m->counted += heard->len;
	}
	return MATCH_WAITS;
}

/* The end of a stream, or of the connection. */
static enum match_result look_for_end(
    struct match *m, const struct heard *heard)
{
	if (m->step->kind == DIALOGUE_END) {
		if (heard->is_there)
			return fail(m, MISMATCH_NO_END, 0);
		if (heard->has_ended)
			return pass(m, 0);
		return heard->is_reset ? fail(m, MISMATCH_RESET, 0)
		                       : MATCH_WAITS;
	}
	if (heard->is_there)
		return fail(m, MISMATCH_NO_RESET, 0);
	if (heard->is_reset)
		return pass(m, 0);
	return heard->has_ended ? fail(m, MISMATCH_NO_RESET, 0) : MATCH_WAITS;
}

static enum match_result look(struct match *m, const struct heard *heard,
    size_t max_step, struct variables *variables)
{
	switch (m->step->kind) {
	case DIALOGUE_TEXT:
		return look_for_text(m, heard);
	case DIALOGUE_BEGINS:
		return look_for_beginning(m, heard, max_step, variables);
	case DIALOGUE_MATCHES:
		return look_for_expression(m, heard, max_step, variables);
	case DIALOGUE_UNTIL:
		return look_for_ending(m, heard, max_step, variables);
	case DIALOGUE_BYTES:
		return look_for_bytes(m, heard, variables);
	case DIALOGUE_END:
	case DIALOGUE_RESET:
		return look_for_end(m, heard);
	case DIALOGUE_PAUSE:
		break;
	}
	return pass(m, 0);
}

enum match_result match_look(struct match *m, const struct heard *heard,
    size_t max_step, struct variables *variables)
{
	m->taken = 0;
	enum match_result result = heard->is_message && !heard->is_there &&
	                                   m->step->kind != DIALOGUE_END &&
	                                   m->step->kind != DIALOGUE_RESET
	                               ? MATCH_WAITS
	                               : look(m, heard, max_step, variables);

	if (result != MATCH_WAITS)
		return result;
	if (heard->is_reset)
		return fail(m, MISMATCH_RESET, m->looked);
	return heard->has_ended ? fail(m, MISMATCH_END, m->looked) : result;
}
