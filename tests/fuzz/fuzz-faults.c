/* SPDX-License-Identifier: MIT */
/* The input is the text of --faults, whose lines are also read as orders, and
 * as faults. What is understood makes sense, and means the same again. */
#include <stdlib.h>
#include <string.h>

#include "args/fault-amounts.h"
#include "args/fault-order.h"
#include "args/fault-spec.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "fuzz.h"

#define YEAR (365LL * 24 * 3600 * CLOCK_SECOND)

static void check_extent(const struct impair_extent *e)
{
	FUZZ_MUST(
	    e->unit == IMPAIR_UNSET ? e->amount == 0 : e->unit <= IMPAIR_TIME);
	FUZZ_MUST(e->unit != IMPAIR_TIME || e->amount <= (uint64_t)YEAR);
}

static void check_fault(const struct impairment *i)
{
	FUZZ_MUST(i->kind >= 0 && i->kind < IMPAIR_KINDS);
	FUZZ_MUST(i->is_up || i->is_down);
	FUZZ_MUST(i->first_conn >= 1);
	FUZZ_MUST(i->last_conn == 0 || i->last_conn >= i->first_conn);
	FUZZ_MUST(i->probability <= IMPAIR_CERTAIN);
	FUZZ_MUST(i->chance <= IMPAIR_CERTAIN);
	FUZZ_MUST(i->time_us >= 0 && i->time_us <= YEAR);
	FUZZ_MUST(i->jitter_us >= 0 && i->jitter_us <= YEAR);
	FUZZ_MUST(i->gap_us >= 0 && i->gap_us <= YEAR);
	FUZZ_MUST(!i->text == (i->text_len == 0));
	check_extent(&i->after);
	check_extent(&i->lasts);
	check_extent(&i->every);
	impairment_draws(i);
}

static void check_same(const struct impairment *a, const struct impairment *b)
{
	struct impairment one = *a, other = *b;

	FUZZ_MUST(one.text_len == other.text_len);
	if (one.text_len > 0)
		FUZZ_MUST(memcmp(one.text, other.text, one.text_len) == 0);
	FUZZ_MUST(one.kind == other.kind && one.is_up == other.is_up &&
		  one.is_down == other.is_down);
	FUZZ_MUST(one.time_us == other.time_us && one.size == other.size &&
		  one.one_in == other.one_in && one.at == other.at &&
		  one.length == other.length && one.chance == other.chance);
	FUZZ_MUST(one.first_conn == other.first_conn &&
		  one.last_conn == other.last_conn &&
		  one.probability == other.probability);
}

/* Each conversation either can have the fault, or it is said why not. */
static void check_carriers(const struct impairment *i, const char *words)
{
	struct error err = ERROR_NONE;
	unsigned fits = 0;

	for (unsigned c = IMPAIR_STREAM; c <= IMPAIR_DATAGRAMS; c *= 2)
		if (fault_spec_fits(i, words, (enum impair_carrier)c, &err) ==
		    0)
			fits |= c;
		else
			fuzz_check_refusal(&err);
	/* "duplicate=0%" is no fault of datagrams. */
	FUZZ_MUST(fits || (i->kind == IMPAIR_DUPLICATE && !i->chance));
}

/* Without a direction it is that of both. */
static void check_spec(const char *text)
{
	struct impairment i, again;
	struct error err = ERROR_NONE;

	if (fault_spec_parse(text, &i, &err) < 0) {
		fuzz_check_refusal(&err);
		return;
	}
	check_fault(&i);
	check_carriers(&i, text);
	const char *rest = text;
	if (strncmp(text, "up:", 3) == 0 || strncmp(text, "down:", 5) == 0 ||
	    strncmp(text, "both:", 5) == 0)
		rest = strchr(text, ':') + 1;
	char *said = xasprintf("%s%s",
	    !i.is_down ? "up:"
	    : !i.is_up ? "down:"
		       : "",
	    rest);
	if (*rest != ' ') {
		FUZZ_MUST(fault_spec_parse(said, &again, &err) == 0);
		check_same(&i, &again);
		impairment_free(&again);
	}
	free(said);
	impairment_free(&i);
}

static void check_order_parts(const struct fault_order *o)
{
	bool has_name =
	    o->verb == FAULT_ORDER_ADD || o->verb == FAULT_ORDER_REMOVE;

	FUZZ_MUST(o->verb <= FAULT_ORDER_RESET_ALL);
	FUZZ_MUST(!o->name == !has_name);
	FUZZ_MUST(!o->words == (o->verb != FAULT_ORDER_ADD));
	if (o->name)
		FUZZ_MUST(*o->name && !strpbrk(o->name, " \t\r\n"));
	if (o->words)
		check_fault(&o->what);
}

static void check_order(const char *line)
{
	struct fault_order order, again;
	struct error err = ERROR_NONE;

	if (fault_order_parse(line, &order, &err) < 0) {
		fuzz_check_refusal(&err);
		FUZZ_MUST(!order.name && !order.words);
		return;
	}
	check_order_parts(&order);
	if (order.words) {
		char *said = xasprintf("add %s %s", order.name, order.words);
		FUZZ_MUST(fault_order_parse(said, &again, &err) == 0);
		FUZZ_MUST(strcmp(order.name, again.name) == 0);
		FUZZ_MUST(strcmp(order.words, again.words) == 0);
		check_same(&order.what, &again.what);
		fault_order_free(&again);
		free(said);
	}
	fault_order_free(&order);
}

static unsigned count_lines(const char *text)
{
	unsigned count = 1;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static void check_schedule(const char *text)
{
	struct fault_schedule s;
	struct error err = ERROR_NONE;

	if (fault_order_schedule("fuzz", text, &s, &err) < 0) {
		fuzz_check_refusal(&err);
		FUZZ_MUST(strncmp(err.text, "fuzz:", 5) == 0);
		FUZZ_MUST(s.count == 0 && !s.moments);
		return;
	}
	for (size_t i = 0; i < s.count; i++) {
		const struct fault_moment *m = &s.moments[i];
		FUZZ_MUST(m->at_us >= 0 && m->at_us <= YEAR);
		FUZZ_MUST(m->line >= 1 && m->line <= count_lines(text));
		check_order_parts(&m->order);
		if (i == 0)
			continue;
		FUZZ_MUST(m[-1].at_us <= m->at_us);
		FUZZ_MUST(m[-1].at_us < m->at_us || m[-1].line < m->line);
	}
	fault_order_free_schedule(&s);
}

static void check_amounts(const char *text)
{
	struct impair_extent extent = { IMPAIR_UNSET, 0 };
	uint64_t first = 0, last = 0, one_in = 0;
	unsigned chance = 0;
	int64_t time_us = -1;

	if (fault_amounts_time(text, &time_us))
		FUZZ_MUST(time_us >= 0 && time_us <= YEAR);
	if (fault_amounts_extent(text, &extent))
		check_extent(&extent);
	if (fault_amounts_chance(text, &chance))
		FUZZ_MUST(chance <= IMPAIR_CERTAIN);
	if (fault_amounts_places(text, &one_in))
		FUZZ_MUST(one_in > 0);
	if (fault_amounts_conns(text, &first, &last))
		FUZZ_MUST(first >= 1 && (last == 0 || last >= first));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(&data, &size, '\0'), *rest = text, *line;

	check_schedule(text);
	while ((line = strsep(&rest, "\n"))) {
		check_order(line);
		check_spec(line);
		check_amounts(line);
	}
	free(text);
	return 0;
}
