/* SPDX-License-Identifier: MIT */
/* What a run has to receive. */
#include "relay/goal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xalloc.h"

static void text_init(struct goal_text *t, const char *text, size_t len)
{
	*t = (struct goal_text){ .text = text, .len = len };
	if (t->len == 0)
		return;
	t->fallback = xcalloc(t->len, sizeof(*t->fallback));
	for (size_t i = 1, matched = 0; i < t->len; i++) {
		while (matched > 0 && text[i] != text[matched])
			matched = t->fallback[matched - 1];
		if (text[i] == text[matched])
			matched++;
		t->fallback[i] = matched;
	}
}

/* Takes one more byte. Returns whether the text is complete with it. */
static bool text_step(const struct goal_text *t, size_t *matched, char byte)
{
	if (t->len == 0)
		return false;
	while (*matched > 0 && byte != t->text[*matched])
		*matched = t->fallback[*matched - 1];
	if (byte == t->text[*matched])
		++*matched;
	if (*matched < t->len)
		return false;
	*matched = t->fallback[t->len - 1];
	return true;
}

void goal_init(struct goal *g, const struct goal_opts *opts)
{
	*g = (struct goal){ .opts = *opts };
	text_init(&g->expect, opts->expect, opts->expect_len);
	text_init(&g->until, opts->until, opts->until_len);
}

void goal_free(struct goal *g)
{
	free(g->expect.fallback);
	free(g->until.fallback);
}

bool goal_is_set(const struct goal *g)
{
	return g->expect.len || g->until.len || g->opts.max_lines ||
	       g->opts.max_bytes || g->opts.max_reads;
}

static bool is_reached_by(struct goal *g, struct goal_progress *p, char byte)
{
	return text_step(&g->until, &p->until, byte) ||
	       (g->opts.max_bytes && g->bytes >= g->opts.max_bytes) ||
	       (g->opts.max_lines && g->lines >= g->opts.max_lines);
}

size_t goal_look(
    struct goal *g, struct goal_progress *p, const char *bytes, size_t len)
{
	bool was_reached = g->is_reached;
	size_t i = 0;

	while (i < len && !g->is_reached) {
		char byte = bytes[i++];
		if (g->bytes < sizeof(g->first))
			g->first[g->bytes] = byte;
		g->bytes++;
		g->lines += byte == '\n';
		if (text_step(&g->expect, &p->expect, byte))
			g->has_expected = true;
		g->is_reached = is_reached_by(g, p, byte);
	}
	g->reads++;
	g->is_reached |= g->opts.max_reads && g->reads >= g->opts.max_reads;
	if (g->is_reached && !was_reached && g->reached)
		g->reached(g->context);
	return i;
}

/* "nothing was received", or the number of bytes and the first of them. */
static const char *what_came(const struct goal *g, char *buf, size_t size)
{
	char bytes[TEXT_MEASURE], shown[GOAL_SHOWN + 1];
	size_t kept =
	    g->bytes < sizeof(g->first) ? (size_t)g->bytes : sizeof(g->first);

	if (g->bytes == 0)
		return "nothing was received";
	snprintf(buf, size, "received %s: '%s'", text_size(bytes, g->bytes),
	    text_escape(shown, sizeof(shown), g->first, kept));
	return buf;
}

int goal_check(const struct goal *g, struct error *err)
{
	char wanted[GOAL_SHOWN + 1], came[2 * GOAL_SHOWN];

	if (g->expect.len && !g->has_expected)
		return error_set(err, FAULT_UNMET,
		    "the expected '%s' was not received; %s",
		    text_escape(
			wanted, sizeof(wanted), g->expect.text, g->expect.len),
		    what_came(g, came, sizeof(came)));
	if (g->is_reached)
		return 0;
	if (g->until.len)
		return error_set(err, FAULT_UNMET, "'%s' was not received; %s",
		    text_escape(
			wanted, sizeof(wanted), g->until.text, g->until.len),
		    what_came(g, came, sizeof(came)));
	if (g->opts.max_bytes)
		return error_set(err, FAULT_UNMET,
		    "received %llu of %llu bytes", (unsigned long long)g->bytes,
		    (unsigned long long)g->opts.max_bytes);
	if (g->opts.max_lines)
		return error_set(err, FAULT_UNMET,
		    "received %llu of %llu lines", (unsigned long long)g->lines,
		    (unsigned long long)g->opts.max_lines);
	return 0;
}
