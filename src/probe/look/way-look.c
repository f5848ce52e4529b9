/* SPDX-License-Identifier: MIT */
/* The way to an address, as this host knows it. */
#include "probe/look/way-look.h"

#include <errno.h>
#include <netinet/in.h>

#include "base/clock.h"
#include "sys/waiting.h"

/* How often the state of a neighbour is looked at. */
#define PAUSE_US 50000

static enum way_scope scope_of(const struct way_facts *f)
{
	enum route_kind kind = f->route.kind;

	if (address_is_loopback(&f->target))
		return WAY_LOOPBACK;
	if (kind == ROUTE_LOCAL)
		return WAY_OWN;
	if (kind == ROUTE_UNICAST)
		return f->route.gateway.len > 0 ? WAY_FAR : WAY_NEIGHBOUR;
	return WAY_UNKNOWN;
}

/* Of an address that no interface has that is up. */
static void consider_down(
    struct way_facts *f, const struct interface_address *a)
{
	struct interface owner;
	bool covers = interface_address_covers(a, &f->target);

	if (interface_find(a->interface, &owner) < 0 || owner.is_up)
		return;
	if (f->is_down_covering || (f->down.index && !covers))
		return;
	f->down = owner;
	f->is_down_covering = covers;
}

static void consider(void *context, const struct interface_address *a)
{
	struct way_facts *f = context;

	if (address_family(&a->address) != address_family(&f->target) ||
	    address_is_loopback(&a->address) || a->is_link_local)
		return;
	f->addresses++;
	consider_down(f, a);
}

/* A loopback interface that was never up has no address yet. */
static void consider_loopback(void *context, const struct interface *i)
{
	struct way_facts *f = context;

	if (!i->is_loopback || i->is_up)
		return;
	f->down = *i;
	f->is_down_covering = true;
}

const struct address *way_next(const struct way_facts *f)
{
	return f->route.gateway.len > 0 ? &f->route.gateway : &f->target;
}

static bool has_neighbour(const struct way_facts *f)
{
	return (f->scope == WAY_FAR || f->scope == WAY_NEIGHBOUR) &&
	       f->interface.is_ethernet;
}

/* A connection to an unspecified address ends at the loopback one of its
 * family, though the table of routes may have it under the default route. */
static struct address end_of(const struct address *target)
{
	struct address end = *target;

	if (!address_is_any(target))
		return end;
	if (address_family(target) == AF_INET6)
		((struct sockaddr_in6 *)&end.storage)->sin6_addr =
		    in6addr_loopback;
	else
		((struct sockaddr_in *)&end.storage)->sin_addr.s_addr =
		    htonl(INADDR_LOOPBACK);
	return end;
}

int way_look(const struct address *target, struct way_facts *out)
{
	*out = (struct way_facts){ .target = address_unmapped(target) };
	out->end = end_of(&out->target);
	if (route_find(&out->end, &out->route) < 0) {
		out->error = errno;
		return -1;
	}
	out->was_looked = true;
	out->scope = scope_of(out);
	interface_find(out->route.interface, &out->interface);
	interface_each_address(consider, out);
	if (out->scope == WAY_LOOPBACK && out->route.kind == ROUTE_NONE)
		interface_each(consider_loopback, out);
	if (has_neighbour(out))
		out->neighbour =
		    neighbour_find(out->interface.index, way_next(out));
	return 0;
}

int way_look_again(struct way_facts *f, int64_t deadline, struct error *err)
{
	struct waiting none = { 0 };
	int waited = 0;

	if (!has_neighbour(f))
		return 0;
	for (;;) {
		f->neighbour = neighbour_find(f->interface.index, way_next(f));
		if (f->neighbour != NEIGHBOUR_ASKED || clock_now() >= deadline)
			break;
		int64_t next = clock_after(PAUSE_US);
		waited = waiting_until(
		    &none, next < deadline ? next : deadline, err);
		if (waited < 0)
			break;
	}
	waiting_free(&none);
	return waited < 0 ? -1 : 0;
}
