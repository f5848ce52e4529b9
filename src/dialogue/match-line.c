/* SPDX-License-Identifier: MIT */
/* An expression and a line. */
#include "dialogue/match-line.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "dialogue/expression.h"

size_t match_line_length(const unsigned char *line, size_t len)
{
	if (len > 0 && line[len - 1] == '\n')
		len -= len > 1 && line[len - 2] == '\r' ? 2 : 1;
	return len;
}

static size_t groups_of(const struct dialogue_step *step)
{
	size_t last = 0;

	for (size_t i = 0; i < step->name_count; i++)
		if ((size_t)step->names[i].group > last)
			last = (size_t)step->names[i].group;
	return last;
}

/* A group that takes no part is empty. */
static void set_names(const struct dialogue_step *step,
    const unsigned char *line, const struct expression_span *spans,
    struct variables *variables)
{
	for (size_t i = 0; i < step->name_count; i++) {
		const struct expression_span *span =
		    &spans[step->names[i].group - 1];
		bool is_there = span->begin != SIZE_MAX;
		variables_set(variables, step->names[i].name,
		    is_there ? line + span->begin : line,
		    is_there ? span->end - span->begin : 0);
	}
}

bool match_line_fits(const struct bytes *expression,
    const struct dialogue_step *step, const unsigned char *line, size_t len,
    struct variables *variables)
{
	size_t group_count = groups_of(step);
	const char *why;
	struct expression *e =
	    expression_new((const char *)expression->at, expression->len, &why);

	if (!e)
		return false;
	struct expression_span *spans =
	    xcalloc(group_count + 1, sizeof(spans[0]));
	bool fits = expression_matches(e, line, len, spans, group_count);
	if (fits)
		set_names(step, line, spans, variables);
	free(spans);
	expression_free(e);
	return fits;
}
