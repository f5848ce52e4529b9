/* SPDX-License-Identifier: MIT */
/* The kinds of faults and their keys, and how their values are read. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "args/fault-amounts.h"
#include "args/fault-spec-private.h"
#include "base/parse.h"
#include "base/xalloc.h"

const char *const fault_spec_forms[] = {
	[FAULT_FORM_TIME] = "a TIME, such as 100ms",
	[FAULT_FORM_SIZE] = "a SIZE, such as 64K",
	[FAULT_FORM_OFFSET] = "an OFFSET, such as 0 or 64K",
	[FAULT_FORM_CHANCE] = "a probability, such as 5%, 0.05 or 1/20",
	[FAULT_FORM_PLACES] = "1/SIZE, such as 1/1M",
	[FAULT_FORM_EITHER] = "1/SIZE, such as 1/1M, or 5% of datagrams",
	[FAULT_FORM_EXTENT] = "a SIZE or TIME, such as 64K or 2s",
	[FAULT_FORM_CONNS] = "N, N-M or N-, from 1 on",
	[FAULT_FORM_TEXT] = "a TEXT with known escapes",
};

#define AT(field) offsetof(struct impairment, field)

/* clang-format off */
const struct fault_spec_key fault_spec_keys[FAULT_KEYS] = {
	[FAULT_KEY_AFTER] = { "after", FAULT_FORM_EXTENT, AT(after) },
	[FAULT_KEY_FOR] = { "for", FAULT_FORM_EXTENT, AT(lasts) },
	[FAULT_KEY_EVERY] = { "every", FAULT_FORM_EXTENT, AT(every) },
	[FAULT_KEY_CONN] = { "conn", FAULT_FORM_CONNS, AT(first_conn) },
	[FAULT_KEY_PROBABILITY] = { "probability", FAULT_FORM_CHANCE, AT(probability) },
	[FAULT_KEY_JITTER] = { "jitter", FAULT_FORM_TIME, AT(jitter_us) },
	[FAULT_KEY_QUEUE] = { "queue", FAULT_FORM_SIZE, AT(queue) },
	[FAULT_KEY_BURST] = { "burst", FAULT_FORM_SIZE, AT(burst) },
	[FAULT_KEY_GAP] = { "gap", FAULT_FORM_TIME, AT(gap_us) },
	[FAULT_KEY_VARY] = { "vary", FAULT_FORM_SIZE, AT(vary) },
	[FAULT_KEY_AT] = { "at", FAULT_FORM_OFFSET, AT(at) },
	[FAULT_KEY_SIZE] = { "size", FAULT_FORM_SIZE, AT(length) },
	[FAULT_KEY_TEXT] = { "text", FAULT_FORM_TEXT, AT(text) },
};

#define ALWAYS (FAULT_KEY(CONN) | FAULT_KEY(PROBABILITY))
#define WINDOW (ALWAYS | FAULT_KEY(AFTER) | FAULT_KEY(FOR) | FAULT_KEY(EVERY))

const struct fault_spec_kind fault_spec_kinds[IMPAIR_KINDS] = {
	[IMPAIR_LATENCY] = { FAULT_FORM_TIME, true, AT(time_us), WINDOW | FAULT_KEY(JITTER) | FAULT_KEY(QUEUE) },
	[IMPAIR_RATE] = { FAULT_FORM_SIZE, true, AT(size), WINDOW | FAULT_KEY(BURST) },
	[IMPAIR_CHUNK] = { FAULT_FORM_SIZE, true, AT(size), WINDOW | FAULT_KEY(GAP) | FAULT_KEY(VARY) },
	[IMPAIR_STALL] = { FAULT_FORM_NONE, false, 0, WINDOW },
	[IMPAIR_SLOW_CLOSE] = { FAULT_FORM_TIME, true, AT(time_us), ALWAYS },
	[IMPAIR_BLACKHOLE] = { FAULT_FORM_NONE, false, 0, WINDOW },
	[IMPAIR_TRUNCATE] = { FAULT_FORM_OFFSET, true, AT(size), ALWAYS },
	[IMPAIR_CORRUPT] = { FAULT_FORM_PLACES, false, AT(one_in), WINDOW | FAULT_KEY(AT) },
	[IMPAIR_DUPLICATE] = { FAULT_FORM_EITHER, false, AT(one_in), WINDOW | FAULT_KEY(AT) | FAULT_KEY(SIZE) },
	[IMPAIR_INSERT] = { FAULT_FORM_PLACES, false, AT(one_in), WINDOW | FAULT_KEY(AT) | FAULT_KEY(SIZE) | FAULT_KEY(TEXT) },
	[IMPAIR_LOSS] = { FAULT_FORM_CHANCE, true, AT(chance), WINDOW },
	[IMPAIR_REORDER] = { FAULT_FORM_CHANCE, true, AT(chance), WINDOW | FAULT_KEY(GAP) },
	[IMPAIR_SIZE] = { FAULT_FORM_SIZE, true, AT(size), WINDOW },
	[IMPAIR_CUT] = { FAULT_FORM_NONE, false, 0, ALWAYS | FAULT_KEY(AFTER) },
	[IMPAIR_RESET] = { FAULT_FORM_NONE, false, 0, ALWAYS | FAULT_KEY(AFTER) },
	[IMPAIR_HALF_CLOSE] = { FAULT_FORM_NONE, false, 0, ALWAYS | FAULT_KEY(AFTER) },
	[IMPAIR_REFUSE] = { FAULT_FORM_NONE, false, 0, WINDOW },
	[IMPAIR_CLOSE_AT_ONCE] = { FAULT_FORM_NONE, false, 0, WINDOW },
	[IMPAIR_LATE_ACCEPT] = { FAULT_FORM_TIME, true, AT(time_us), WINDOW },
	[IMPAIR_NEVER_ACCEPT] = { FAULT_FORM_NONE, false, 0, WINDOW },
};
/* clang-format on */

static bool read_text(struct impairment *out, const char *text)
{
	free(out->text);
	out->text = xmalloc(strlen(text) + 1);
	return parse_escapes(text, out->text, &out->text_len) &&
	       out->text_len > 0 && out->text_len <= FAULT_LENGTH_MOST;
}

static bool read_conns(struct impairment *out, const char *text)
{
	return fault_amounts_conns(text, &out->first_conn, &out->last_conn);
}

static bool read_either(struct impairment *out, const char *text)
{
	bool is_place = fault_amounts_places(text, &out->one_in);

	return fault_amounts_chance(text, &out->chance) || is_place;
}

bool fault_spec_read(struct impairment *out, enum fault_form form,
    size_t offset, const char *text)
{
	void *field = (char *)out + offset;
	uint64_t *size = field;

	switch (form) {
	case FAULT_FORM_NONE:
		return false;
	case FAULT_FORM_TIME:
		return fault_amounts_time(text, field);
	case FAULT_FORM_SIZE:
		return parse_size(text, size) && *size > 0;
	case FAULT_FORM_OFFSET:
		return parse_size(text, size);
	case FAULT_FORM_CHANCE:
		return fault_amounts_chance(text, field);
	case FAULT_FORM_PLACES:
		return fault_amounts_places(text, size);
	case FAULT_FORM_EITHER:
		return read_either(out, text);
	case FAULT_FORM_EXTENT:
		return fault_amounts_extent(text, field);
	case FAULT_FORM_CONNS:
		return read_conns(out, text);
	case FAULT_FORM_TEXT:
		return read_text(out, text);
	}
	return false;
}
