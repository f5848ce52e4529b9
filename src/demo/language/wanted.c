/* SPDX-License-Identifier: MIT */
/* Whether a call has done what its lesson says. */
#include "demo/language/wanted.h"

#include <string.h>

#include "demo/language/names.h"

static bool has_bytes(
    const struct wanted *wanted, const char *word, const struct outcome *o)
{
	char bytes[PHRASE_WORD];
	long len = phrase_bytes(word, bytes), flag;

	names_read(wanted->flag, &flag);
	return o->has_bytes && o->result >= 0 && (long)o->len == len &&
	       memcmp(o->bytes, bytes, (size_t)len) == 0 &&
	       (o->flags & flag) == flag && (flag || !(o->flags & MSG_TRUNC));
}

static bool has_value(const struct wanted_result *result,
    const struct outcome *o, const struct variables *v)
{
	long number = o->has_value ? o->value : o->result;
	struct value value;

	if (!values_read(v, result->word, &value) ||
	    (o->result < 0 && !o->has_value))
		return false;
	if (value.kind == VALUE_ADDRESS)
		return o->has_address &&
		       address_is_same(&value.address, &o->address);
	return result->kind == WANTED_ABOVE   ? number > value.number
	       : result->kind == WANTED_BELOW ? number < value.number
	                                      : number == value.number;
}

static bool is_met(const struct wanted *wanted,
    const struct wanted_result *result, const struct outcome *o,
    const struct variables *v)
{
	if (o->killed_by)
		return result->kind == WANTED_SIGNAL &&
		       o->killed_by == result->number;
	switch (result->kind) {
	case WANTED_ANY:
		return o->result >= 0 || o->has_value;
	case WANTED_BYTES:
		return has_bytes(wanted, result->word, o);
	case WANTED_ERRNO:
		return o->has_value
		           ? o->value == result->number
		           : o->result < 0 && o->sysno == result->number;
	case WANTED_VALUE:
	case WANTED_ABOVE:
	case WANTED_BELOW:
		return has_value(result, o, v);
	case WANTED_BLOCKS:
	case WANTED_SIGNAL:
	case WANTED_KINDS:
		break;
	}
	return false;
}

bool wanted_is_met(const struct wanted *wanted, const struct outcome *o,
    const struct variables *v)
{
	bool is_slow = o->ended - o->began >= wanted->after_ms * 1000;

	if (wanted->after_ms && !is_slow)
		return false;
	return is_met(wanted, &wanted->result, o, v) ||
	       (wanted->other.kind != WANTED_ANY &&
		   is_met(wanted, &wanted->other, o, v));
}
