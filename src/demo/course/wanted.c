/* SPDX-License-Identifier: MIT */
/* Whether a call has done what its lesson says. */
#include "demo/course/wanted.h"

#include <stdio.h>
#include <string.h>

#include "demo/course/names.h"

enum wanted_bound wanted_bound(const char *wanted, const char **word)
{
	*word = wanted + (*wanted == '>' || *wanted == '<');
	return *wanted == '>'   ? WANTED_ABOVE
	       : *wanted == '<' ? WANTED_BELOW
	                        : WANTED_IS;
}

/* 'bytes', or 'bytes' MSG_TRUNC */
static bool has_bytes(const char *wanted, const struct outcome *o)
{
	char bytes[PHRASE_WORD];
	long len = phrase_bytes(wanted, bytes);
	const char *flags = strrchr(wanted, '\'') + 1;
	long wanted_flags = 0;

	if (*flags == ' ')
		names_read(flags + 1, &wanted_flags);
	return o->has_bytes && o->result >= 0 && (long)o->len == len &&
	       memcmp(o->bytes, bytes, (size_t)len) == 0 &&
	       (o->flags & wanted_flags) == wanted_flags &&
	       (wanted_flags || !(o->flags & MSG_TRUNC));
}

static bool is_number(
    const char *wanted, const struct outcome *o, const struct variables *v)
{
	const char *word;
	enum wanted_bound bound = wanted_bound(wanted, &word);
	long number = o->has_value ? o->value : o->result;
	struct value value;

	if (!values_read(v, word, &value) || (o->result < 0 && !o->has_value))
		return false;
	if (value.kind == VALUE_ADDRESS)
		return o->has_address &&
		       address_is_same(&value.address, &o->address);
	return bound == WANTED_IS      ? number == value.number
	       : bound == WANTED_ABOVE ? number > value.number
	                               : number < value.number;
}

static bool is_met(
    const char *wanted, const struct outcome *o, const struct variables *v)
{
	int sysno, signal;

	if (o->killed_by || names_is_signal(wanted, &signal))
		return names_is_signal(wanted, &signal) &&
		       o->killed_by == signal;
	if (!*wanted)
		return o->result >= 0 || o->has_value;
	if (*wanted == '\'')
		return has_bytes(wanted, o);
	if (names_is_errno(wanted, &sysno))
		return o->has_value ? o->value == sysno
		                    : o->result < 0 && o->sysno == sysno;
	return is_number(wanted, o, v);
}

bool wanted_is_eventual(const char *wanted)
{
	return strstr(wanted, " eventually");
}

bool wanted_is_met(
    const char *wanted, const struct outcome *o, const struct variables *v)
{
	const char * or = strstr(wanted, " or ");
	const char *after = strstr(wanted, " after ");
	const char *cut = or      ? or
	                  : after ? after
	                          : strstr(wanted, " eventually");
	char first[PHRASE_WORD];
	long duration = 0;

	if (!cut)
		return is_met(wanted, o, v);
	snprintf(first, sizeof(first), "%.*s", (int)(cut - wanted), wanted);
	if (or)
		return is_met(first, o, v) || wanted_is_met(or +4, o, v);
	if (!after)
		return is_met(first, o, v);
	names_read(after + 7, &duration);
	return is_met(first, o, v) && o->ended - o->began >= duration * 1000;
}
