/* SPDX-License-Identifier: MIT */
/* Orders that change the faults of a run. */
#include "args/fault-order.h"

#include <stdlib.h>
#include <string.h>

#include "args/fault-amounts.h"
#include "args/fault-spec.h"
#include "base/text.h"
#include "base/xalloc.h"

#define BLANKS " \t\r"

static const struct {
	const char *word;
	enum fault_order_verb verb;
	bool has_name, has_fault;
} verbs[] = {
	{ "add", FAULT_ORDER_ADD, true, true },
	{ "remove", FAULT_ORDER_REMOVE, true, false },
	{ "clear", FAULT_ORDER_CLEAR, false, false },
	{ "list", FAULT_ORDER_LIST, false, false },
	{ "stats", FAULT_ORDER_STATS, false, false },
	{ "reset-all", FAULT_ORDER_RESET_ALL, false, false },
};
#define VERBS (sizeof(verbs) / sizeof(verbs[0]))

/* Takes the first word off the text. Returns it, allocated; "" if there is
 * none. */
static char *take_word(const char **text)
{
	const char *begin = *text + strspn(*text, BLANKS);
	size_t len = strcspn(begin, BLANKS);

	*text = begin + len + strspn(begin + len, BLANKS);
	return xasprintf("%.*s", (int)len, begin);
}

/* The rest without blanks at its end; allocated. */
static char *take_rest(const char *text)
{
	size_t len = strlen(text);

	while (len > 0 && strchr(BLANKS, text[len - 1]))
		len--;
	return xasprintf("%.*s", (int)len, text);
}

static int find_verb(const char *word, size_t *out, struct error *err)
{
	for (*out = 0; *out < VERBS; ++*out)
		if (strcmp(verbs[*out].word, word) == 0)
			return 0;
	return error_set(err, FAULT_USAGE,
	    "'%s' is none of add NAME FAULT, remove NAME, clear, list, stats, "
	    "reset-all",
	    word);
}

/* Names and faults are shown as they are, by lists, say; so are words that
 * messages quote. */
static int check_text(const char *line, struct error *err)
{
	const unsigned char *at = (const unsigned char *)line;
	size_t left = strlen(line);
	char shown[64];

	while (left > 0) {
		bool is_blank = *at == '\t' || (*at == '\r' && left == 1);
		int len = is_blank ? 1 : text_sequence(at, left);
		if (len <= 0)
			return error_set(err, FAULT_USAGE,
			    "an order is printable text, which '%s' is not",
			    text_escape(
				shown, sizeof(shown), line, strlen(line)));
		at += len;
		left -= (size_t)len;
	}
	return 0;
}

static int take_name(const char **rest, char **out, struct error *err)
{
	*out = take_word(rest);
	return **out ? 0 : error_set(err, FAULT_USAGE, "a NAME is missing");
}

static int take_fault(
    const char **rest, struct fault_order *out, struct error *err)
{
	char *words = take_rest(*rest);

	*rest = "";
	if (!*words) {
		free(words);
		return error_set(err, FAULT_USAGE,
		    "a fault is missing, as in 'add slow down: latency=2s'");
	}
	if (fault_spec_parse(words, &out->what, err) < 0) {
		free(words);
		return -1;
	}
	out->words = words;
	return 0;
}

int fault_order_parse(
    const char *line, struct fault_order *out, struct error *err)
{
	const char *rest = line;
	size_t row = 0;

	*out = (struct fault_order){ 0 };
	if (check_text(line, err) < 0)
		return -1;
	char *word = take_word(&rest);
	int result = find_verb(word, &row, err);
	free(word);
	if (result < 0)
		return -1;
	out->verb = verbs[row].verb;
	if (verbs[row].has_name)
		result = take_name(&rest, &out->name, err);
	if (result == 0 && verbs[row].has_fault)
		result = take_fault(&rest, out, err);
	if (result == 0 && *rest)
		result = error_set(err, FAULT_USAGE,
		    "'%s' is too much behind %s", rest, verbs[row].word);
	if (result < 0)
		fault_order_free(out);
	return result;
}

void fault_order_free(struct fault_order *order)
{
	impairment_free(&order->what);
	free(order->name);
	free(order->words);
	*order = (struct fault_order){ 0 };
}

/* Files */

/* "at TIME ORDER" */
static int parse_moment(
    const char *line, struct fault_moment *out, struct error *err)
{
	char *at = take_word(&line), *time = take_word(&line);
	int result = 0;

	*out = (struct fault_moment){ 0 };
	if (strcmp(at, "at") != 0 || !fault_amounts_time(time, &out->at_us))
		result = error_set(err, FAULT_USAGE,
		    "a line is 'at TIME ORDER', such as 'at 5s clear'");
	free(at);
	free(time);
	return result < 0 ? -1 : fault_order_parse(line, &out->order, err);
}

/* Keeps the order of lines with the same time. */
static void insert(struct fault_schedule *s, const struct fault_moment *moment)
{
	size_t at = s->count;

	s->moments =
	    xreallocarray(s->moments, s->count + 1, sizeof(*s->moments));
	for (; at > 0 && s->moments[at - 1].at_us > moment->at_us; at--)
		s->moments[at] = s->moments[at - 1];
	s->moments[at] = *moment;
	s->count++;
}

static int add_line(struct fault_schedule *s, const char *line, unsigned number,
    struct error *err)
{
	struct fault_moment moment;

	line += strspn(line, BLANKS);
	if (*line == '\0' || *line == '#')
		return 0;
	if (parse_moment(line, &moment, err) < 0)
		return -1;
	moment.line = number;
	insert(s, &moment);
	return 0;
}

int fault_order_schedule(const char *file, const char *text,
    struct fault_schedule *out, struct error *err)
{
	char *lines = xstrdup(text), *rest = lines, *line;
	unsigned number = 0;
	int result = 0;

	*out = (struct fault_schedule){ 0 };
	while (result == 0 && (line = strsep(&rest, "\n"))) {
		number++;
		result = add_line(out, line, number, err);
	}
	if (result < 0) {
		error_reword(err, "%s:%u: %s", file, number, err->text);
		fault_order_free_schedule(out);
	}
	free(lines);
	return result;
}

void fault_order_free_schedule(struct fault_schedule *schedule)
{
	for (size_t i = 0; i < schedule->count; i++)
		fault_order_free(&schedule->moments[i].order);
	free(schedule->moments);
	*schedule = (struct fault_schedule){ 0 };
}
