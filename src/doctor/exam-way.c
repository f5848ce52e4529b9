/* SPDX-License-Identifier: MIT */
/* The step "way": which way this host would send to each address. It only says
 * what it sees: exam-way-again.c judges, once a connection was tried. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/sysno.h"
#include "base/xalloc.h"
#include "doctor/way-verdict.h"
#include "sys/net/namespace.h"

static void say_namespace(struct examination *x)
{
	struct net_namespace here;

	namespace_look(&here);
	if (here.is_other || *here.name)
		exam_say(x, EXAM_NOTABLE, -1,
		    "this is %s%s%s: only what is in it can be seen",
		    *here.name ? "the network namespace '" : "",
		    *here.name ? here.name
			       : "another network namespace than that of "
				 "process 1",
		    *here.name ? "'" : "");
}

/* ", from ADDRESS, by eth0 (MTU 1500)" */
static char *say_link(const struct way_facts *f)
{
	char source[ADDRESS_TEXT] = "";
	unsigned mtu = f->route.mtu ? f->route.mtu : f->interface.mtu;

	if (f->route.source.len > 0)
		address_host(source, &f->route.source);
	char *link = f->interface.index == 0 ? xasprintf("%s", "")
	                                     : xasprintf(", by %s (MTU %u)",
						   f->interface.name, mtu);
	char *text =
	    xasprintf("%s%s%s", *source ? ", from " : "", source, link);
	free(link);
	return text;
}

static void say_way(
    struct examination *x, const struct way_facts *f, int64_t took_us)
{
	char host[ADDRESS_TEXT], gateway[ADDRESS_TEXT] = "";
	char *link = say_link(f);

	address_host(host, &f->target);
	if (f->scope == WAY_LOOPBACK)
		exam_say(x, EXAM_WELL, took_us,
		    "%s stays on this host (loopback)%s", host, link);
	else if (f->scope == WAY_OWN)
		exam_say(
		    x, EXAM_WELL, took_us, "%s is this host%s", host, link);
	else if (f->scope == WAY_NEIGHBOUR)
		exam_say(x, EXAM_WELL, took_us, "%s is on the same link%s",
		    host, link);
	else
		exam_say(x, EXAM_WELL, took_us, "%s is behind the gateway %s%s",
		    host, address_host(gateway, &f->route.gateway), link);
	free(link);
}

static void look(
    struct examination *x, const struct address *target, struct way_facts *f)
{
	char host[ADDRESS_TEXT];
	int64_t begin = clock_now();

	if (way_look(target, f) < 0) {
		exam_say(x, EXAM_UNKNOWN, -1,
		    "the kernel does not say which way it would send to %s: "
		    "%s",
		    address_host(host, target), sysno_phrase(errno));
		return;
	}
	int64_t took = clock_now() - begin;
	struct way_verdict verdict = way_judge(f);
	if (verdict.cause)
		exam_say(x, EXAM_WRONG, took, "%s", verdict.text);
	else if (f->scope == WAY_UNKNOWN)
		exam_say(x, EXAM_UNKNOWN, took,
		    "the kernel has an unusual kind of route to %s",
		    address_host(host, target));
	else
		say_way(x, f, took);
	way_verdict_free(&verdict);
}

static enum step_result examine(struct examination *x, struct error *err)
{
	const struct address_list *targets = &x->name.addresses;
	size_t wrong = 0, without_carrier = 0;

	(void)err;
	say_namespace(x);
	x->ways = xcalloc(targets->count, sizeof(*x->ways));
	for (size_t i = 0; i < targets->count; i++) {
		look(x, &targets->items[i], &x->ways[i]);
		struct way_verdict verdict = way_judge(&x->ways[i]);
		wrong += verdict.cause != NULL;
		without_carrier +=
		    verdict.cause && strcmp(verdict.cause, WAY_NO_CARRIER) == 0;
		way_verdict_free(&verdict);
	}
	if (wrong > 0)
		way_say_container(x);
	if (targets->count == 0 || without_carrier < targets->count)
		return STEP_NEXT;
	/* A try would only be silent. */
	way_verdicts_conclude(x);
	return STEP_LAST;
}

const struct exam_step exam_way = { "way", examine };
