/* SPDX-License-Identifier: MIT */
/* Which faults make no sense. */
#include "args/fault-spec.h"

#include "args/fault-spec-private.h"

static const char *name_of(const struct fault_reading *r)
{
	return impairment_kinds[r->out->kind].name;
}

/* What the parts mean together */

static int check_places(const struct fault_reading *r)
{
	struct impairment *i = r->out;
	bool has_places = fault_spec_kinds[i->kind].form == FAULT_FORM_PLACES ||
	                  i->kind == IMPAIR_DUPLICATE;

	if (!has_places)
		return 0;
	if (r->has_value == i->has_at)
		return fault_spec_refuse(
		    r, "%s needs either a value or at=OFFSET", name_of(r));
	if (i->length > FAULT_LENGTH_MOST ||
	    (i->one_in && i->length > i->one_in))
		return fault_spec_refuse(r, "size= is too large");
	if (i->text && (r->given & FAULT_KEY(SIZE)))
		return fault_spec_refuse(
		    r, "size= and text= exclude each other");
	return 0;
}

static int check_extents(const struct fault_reading *r)
{
	const struct impairment *i = r->out;
	const struct impair_extent *all[] = { &i->after, &i->lasts, &i->every };

	for (int k = 0; k < 3; k++)
		if (impairment_kinds[i->kind].is_at_door &&
		    all[k]->unit == IMPAIR_BYTES)
			return fault_spec_refuse(r,
			    "%s takes no SIZE, but a TIME since "
			    "it was added",
			    name_of(r));
	if (i->kind == IMPAIR_STALL && i->lasts.unit == IMPAIR_BYTES)
		return fault_spec_refuse(r, "for= of a stall needs a TIME");
	if (i->every.unit && !i->lasts.unit)
		return fault_spec_refuse(r,
		    "every= needs for=, since the fault is in "
		    "force all the time otherwise");
	if (i->every.unit && i->every.amount == 0)
		return fault_spec_refuse(r, "every= cannot be 0");
	if (i->every.unit == i->lasts.unit && i->every.unit &&
	    i->every.amount <= i->lasts.amount)
		return fault_spec_refuse(
		    r, "every= has to be longer than for=");
	return 0;
}

int fault_spec_check(const struct fault_reading *r)
{
	struct impairment *i = r->out;

	if (fault_spec_kinds[i->kind].is_needed && !r->has_value)
		return fault_spec_refuse(r, "%s needs %s", name_of(r),
		    fault_spec_forms[fault_spec_kinds[i->kind].form]);
	if (impairment_kinds[i->kind].is_at_door && r->has_direction)
		return fault_spec_refuse(r,
		    "%s concerns connections, and has no "
		    "direction",
		    name_of(r));
	if (i->jitter_us > i->time_us)
		return fault_spec_refuse(
		    r, "jitter= is longer than the latency");
	if (i->vary >= i->size && i->vary > 0)
		return fault_spec_refuse(
		    r, "vary= has to be smaller than the chunk");
	if (i->kind == IMPAIR_TRUNCATE)
		i->after = (struct impair_extent){ IMPAIR_BYTES, i->size };
	return check_places(r) < 0 ? -1 : check_extents(r);
}

int fault_spec_fits(const struct impairment *i, const char *words,
    enum impair_carrier carrier, struct error *err)
{
	const struct impair_kind_row *row = &impairment_kinds[i->kind];
	bool is_stream = carrier == IMPAIR_STREAM;

	if (!(row->fits & carrier))
		return error_set(err, FAULT_USAGE,
		    "the fault '%s': %s is for %s only", words, row->name,
		    is_stream                    ? "datagrams and messages"
		    : row->fits == IMPAIR_STREAM ? "streams of bytes"
						 : "connections");
	if (i->kind == IMPAIR_DUPLICATE && is_stream && !i->one_in &&
	    !i->has_at)
		return error_set(err, FAULT_USAGE,
		    "the fault '%s': of a stream, bytes are duplicated: "
		    "duplicate=1/SIZE",
		    words);
	if (i->kind == IMPAIR_DUPLICATE && !is_stream &&
	    (i->one_in || i->has_at))
		return error_set(err, FAULT_USAGE,
		    "the fault '%s': datagrams are duplicated by chance: "
		    "duplicate=1%%",
		    words);
	return 0;
}
