/* SPDX-License-Identifier: MIT */
/* Carries out orders about the faults of a run. */
#include "work/faults/fault-orders.h"

#include "args/fault-spec.h"
#include "tap/tap.h"

/* Tells the seed, once, as soon as it matters. */
static void tell_seed(struct fault_orders *f)
{
	if (f->knows_seed || !impair_set_draws(&f->set))
		return;
	f->knows_seed = true;
	tap_tell(f->tap,
	    &(struct tap_event){ .kind = TAP_SEED, .count = f->set.seed });
}

int fault_orders_add(struct fault_orders *f, const char *name,
    const char *words, struct impairment *what, struct error *err)
{
	int result = fault_spec_fits(what, words, f->carrier, err);

	if (result == 0 && !impair_set_add(&f->set, name, words, what))
		result = error_set(
		    err, FAULT_USAGE, "there is a fault '%s' already", name);
	if (result == 0)
		tell_seed(f);
	else
		impairment_free(what);
	return result;
}

static int add(struct fault_orders *f, struct fault_order *order,
    struct bytes *answer, struct error *err)
{
	int result =
	    fault_orders_add(f, order->name, order->words, &order->what, err);

	order->what.text = NULL; /* it was taken over */
	if (result == 0)
		bytes_print(answer, "added %s", order->name);
	return result;
}

static int take_away(struct fault_orders *f, const char *name,
    struct bytes *answer, struct error *err)
{
	if (!impair_set_remove(&f->set, name))
		return error_set(
		    err, FAULT_USAGE, "there is no fault '%s'", name);
	bytes_print(answer, "removed %s", name);
	return 0;
}

static void list(const struct fault_orders *f, struct bytes *answer)
{
	const char *before = ": ";

	bytes_print(answer, "%zu", f->set.count);
	for (const struct impair_entry *e = f->set.first; e; e = e->next) {
		bytes_print(answer, "%s%s %s", before, e->name, e->words);
		before = "; ";
	}
}

static void add_stats(const struct fault_orders *f, struct bytes *answer)
{
	const char *before = ": ";

	bytes_print(answer, "%zu", f->set.count);
	for (const struct impair_entry *e = f->set.first; e; e = e->next) {
		bytes_print(answer, "%s%s times=%llu", before, e->name,
		    (unsigned long long)e->times);
		before = "; ";
	}
}

int fault_orders_do(struct fault_orders *f, struct fault_order *order,
    struct bytes *answer, struct error *err)
{
	switch (order->verb) {
	case FAULT_ORDER_ADD:
		return add(f, order, answer, err);
	case FAULT_ORDER_REMOVE:
		return take_away(f, order->name, answer, err);
	case FAULT_ORDER_CLEAR:
		bytes_print(answer, "removed %zu", f->set.count);
		impair_set_clear(&f->set);
		return 0;
	case FAULT_ORDER_LIST:
		list(f, answer);
		return 0;
	case FAULT_ORDER_STATS:
		add_stats(f, answer);
		return 0;
	case FAULT_ORDER_RESET_ALL:
		bytes_print(answer, "reset %zu", f->reset_all(f->context));
		return 0;
	}
	return 0;
}
