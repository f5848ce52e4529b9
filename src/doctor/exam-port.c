/* SPDX-License-Identifier: MIT */
/* The step "port": whether each address accepts connections. */
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "doctor/exam-datagram.h"
#include "doctor/port-verdict.h"

/* The most that one try may take, and the least that it has; how long a
 * connection is watched. */
#define TRY_LIMIT (3 * CLOCK_SECOND)
#define LEAST_LIMIT (CLOCK_SECOND / 1000)
#define SETTLE (CLOCK_SECOND / 25)

/* A refusal after this time answers a SYN that was sent again: that of the
 * kernel follows after 1 s. */
#define LATE (CLOCK_SECOND * 9 / 10)

enum verdict {
	ACCEPTS,
	FLAKY, /* one try was accepted, and another was not */
	ENDS,
	RESETS,
	REJECTED, /* by a message of ICMP */
	REFUSES_LATE,
	REFUSES,
	UNREACHABLE,
	UNTRIED, /* a call on this host has failed */
	SILENT,
};

static const struct {
	const char *cause, *what, *advice;
} words[] = {
	[ACCEPTS] = { NULL, "accepts connections", NULL },
	[FLAKY] = { "port-flaky", "accepts one connection and not another",
	    "is it one of several servers behind one address, or a server "
	    "that takes one client and ends? ask again, and look at its log" },
	[ENDS] = { "port-ends-at-once",
	    "accepts connections and ends each at once, without a byte",
	    "see the log of the server: an access list, a limit of clients, a "
	    "target of it that is down, or a PROXY header that it wants" },
	[RESETS] = { "port-resets-at-once",
	    "accepts connections and resets each at once",
	    "see the log of the server, and of what stands before it: an "
	    "access list, a limit of clients, or a proxy without a target" },
	[REFUSES_LATE] = { "port-refused-late",
	    "refuses connections, but only when asked again after a second",
	    "a firewall or a proxy may drop the first packet; see its rules, "
	    "and on the host itself: ss -ltnp" },
	[SILENT] = { "port-silent",
	    "does not answer at all: no such host, one that is down, or a "
	    "firewall that drops what comes",
	    NULL },
};

/* How often a result occurs. */
static int count_tries(const struct port_facts *p, enum port_result result)
{
	int n = 0;

	for (int i = 0; i < PORT_TRIES; i++)
		n += p->tries[i].result == result;
	return n;
}

/* The try that has failed as the verdict says; NULL: that is of another kind.
 * The tries before it may have ended otherwise. */
static const struct port_try *find_failure(
    const struct port_facts *p, enum verdict v)
{
	if (v == REFUSES)
		return port_find(p, PORT_REFUSED);
	if (v == UNREACHABLE)
		return port_find(p, PORT_UNREACHABLE);
	if (v == UNTRIED)
		return port_find(p, PORT_IMPOSSIBLE);
	for (int i = 0; v == REJECTED && i < PORT_TRIES; i++)
		if (p->tries[i].complaint.from.len > 0)
			return &p->tries[i];
	return NULL;
}

/* What the verdict says of an address, behind it. */
static const char *words_of(const struct port_facts *p, enum verdict v)
{
	const struct port_try *t = find_failure(p, v);

	return v == REJECTED ? "is rejected"
	       : t           ? port_verdict_words(t->result, SOCK_STREAM)
	                     : words[v].what;
}

/* A first packet may also wait for an address to be found on the link: only the
 * second try tells. */
static bool is_late(const struct port_facts *p)
{
	const struct port_try *last = &p->tries[PORT_TRIES - 1];

	return last->result == PORT_REFUSED && last->took_us >= LATE;
}

static enum verdict judge(const struct port_facts *p)
{
	int accepted = count_tries(p, PORT_OPEN);
	const struct port_try *refusal = port_find(p, PORT_REFUSED);

	if (accepted > 0 &&
	    accepted + count_tries(p, PORT_NOT_TRIED) < PORT_TRIES)
		return FLAKY;
	if (accepted > 0)
		return p->was_reset_at_once ? RESETS
		       : p->ended_at_once   ? ENDS
		                            : ACCEPTS;
	if (find_failure(p, REJECTED))
		return REJECTED;
	if (refusal)
		return is_late(p) ? REFUSES_LATE : REFUSES;
	if (port_find(p, PORT_UNREACHABLE))
		return UNREACHABLE;
	if (port_find(p, PORT_IMPOSSIBLE))
		return UNTRIED;
	return SILENT;
}

static void say(
    struct examination *x, const struct port_facts *p, enum verdict v)
{
	char to[ADDRESS_TEXT], limit[TEXT_MEASURE];
	enum exam_mark mark = v == ACCEPTS ? EXAM_WELL
	                      : v == FLAKY ? EXAM_NOTABLE
	                                   : EXAM_WRONG;

	address_text(to, &p->target);
	if (find_failure(p, v))
		port_verdict_say(x, &p->target, find_failure(p, v));
	else if (v == REFUSES_LATE)
		port_verdict_say(x, &p->target, port_find(p, PORT_REFUSED));
	else if (v == SILENT)
		exam_say(x, mark, -1, "%s: no answer within %s", to,
		    text_duration(limit, p->limit_us));
	else
		exam_say(x, mark, port_find(p, PORT_OPEN)->took_us, "%s %s", to,
		    words[v].what);
}

/* To the finding about addresses of which this is the last one. */
static void advise(
    struct examination *x, enum verdict v, const struct port_facts *last)
{
	if (v == SILENT && last->limit_us < LATE)
		findings_advise(&x->findings,
		    "a try had too little time to tell: give it more by "
		    "--timeout, or leave that out");
	else if (v == SILENT)
		findings_advise(&x->findings,
		    "see on that host, as root, whether the packets come: "
		    "tcpdump -n tcp port %u",
		    address_port(&last->target));
	else if (words[v].advice)
		findings_advise(&x->findings, "%s", words[v].advice);
}

/* Adds the finding about the addresses with this verdict, if there are any. */
static void find_with(
    struct examination *x, enum verdict v, const enum verdict *verdicts)
{
	char name[ADDRESS_TEXT];
	char *names = xstrdup("");
	const struct port_facts *last = NULL;

	for (size_t i = 0; i < x->name.addresses.count; i++) {
		if (verdicts[i] != v)
			continue;
		char *more = xasprintf("%s%s%s", names, last ? ", " : "",
		    address_text(name, &x->ports[i].target));
		free(names);
		names = more;
		last = &x->ports[i];
	}
	if (last && find_failure(last, v)) {
		port_verdict_add(
		    x, names, &last->target, find_failure(last, v));
	} else if (last) {
		findings_add(&x->findings, RANK_SYMPTOM, words[v].cause,
		    "%s %s", names, words[v].what);
		advise(x, v, last);
	}
	free(names);
}

/* If an address accepts, what is wrong with others only delays clients. */
static void conclude_some(struct examination *x, const enum verdict *verdicts)
{
	char name[ADDRESS_TEXT], well[ADDRESS_TEXT];
	size_t i = 0;

	while (verdicts[i] == ACCEPTS || verdicts[i] == FLAKY)
		i++;
	findings_add(&x->findings, RANK_ASIDE, "port-some-addresses",
	    "of the addresses of %s, %s %s, while %s accepts connections",
	    x->opts->target.host, address_text(name, &x->ports[i].target),
	    words_of(&x->ports[i], verdicts[i]),
	    address_text(well, &x->open->target));
	int family = address_family(&x->open->target);
	bool helps = address_family(&x->ports[i].target) != family;
	findings_advise(&x->findings,
	    "have the server listen on all addresses of the name, or take the "
	    "others out of it%s",
	    !helps               ? ""
	    : family == AF_INET6 ? "; until then: -6"
				 : "; until then: -4");
}

static void conclude(struct examination *x, const enum verdict *verdicts)
{
	size_t well = 0;

	for (size_t i = x->name.addresses.count; i-- > 0;)
		if (verdicts[i] == ACCEPTS || verdicts[i] == FLAKY) {
			x->open = &x->ports[i];
			well++;
		}
	if (well > 0 && well < x->name.addresses.count)
		conclude_some(x, verdicts);
	if (well > 0)
		find_with(x, FLAKY, verdicts);
	for (int v = ENDS; well == 0 && v <= SILENT; v++)
		find_with(x, (enum verdict)v, verdicts);
}

int64_t exam_port_limit(const struct examination *x)
{
	int64_t left = x->opts->deadline - clock_now();
	int64_t share =
	    left / 10 * 6 / PORT_TRIES / (int64_t)x->name.addresses.count;

	return share > TRY_LIMIT     ? TRY_LIMIT
	       : share < LEAST_LIMIT ? LEAST_LIMIT
	                             : share;
}

static enum step_result examine_port(struct examination *x, struct error *err)
{
	size_t count = x->name.addresses.count;
	int result = 0;

	if (count == 0)
		return STEP_NEXT;
	x->ports = xcalloc(count, sizeof(*x->ports));
	if (x->opts->target.type == SOCK_DGRAM)
		return exam_datagram_ask(x, err);
	struct port_look_opts opts = {
		.look = { .tap = x->opts->tap },
		.try_timeout_us = exam_port_limit(x),
		.settle_us = SETTLE,
		.type = SOCK_STREAM,
	};
	enum verdict *verdicts = xcalloc(count, sizeof(*verdicts));
	for (size_t i = 0; i < count && result == 0; i++) {
		opts.look.deadline = exam_deadline(
		    x, PORT_TRIES * (opts.try_timeout_us + SETTLE));
		result = port_look(
		    &x->name.addresses.items[i], &opts, &x->ports[i], err);
		if (result < 0)
			break;
		verdicts[i] = judge(&x->ports[i]);
		say(x, &x->ports[i], verdicts[i]);
	}
	if (result == 0)
		conclude(x, verdicts);
	free(verdicts);
	return result < 0 ? STEP_FAILED : STEP_NEXT;
}

const struct exam_step exam_port = { "port", examine_port };
