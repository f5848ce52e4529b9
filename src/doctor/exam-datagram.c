/* SPDX-License-Identifier: MIT */
/* A port of UDP: what the steps "port" and "service" do with it. */
#include "doctor/exam-datagram.h"

#include "base/clock.h"
#include "base/text.h"
#include "doctor/holder-verdict.h"
#include "doctor/port-verdict.h"

/* RFC 1035: the name servers of the root, which all name servers can answer. */
static const unsigned char dns[] = { 0x67, 0x6e, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0,
	0, 0, 2, 0, 1 };

/* RFC 5905: version 4, a client. */
static const unsigned char ntp[48] = { 0x23 };

static const struct question {
	unsigned port;
	const void *bytes;
	size_t len;
	const char *what;
} questions[] = {
	{ 53, dns, sizeof(dns), "a question to a name server" },
	{ 123, ntp, sizeof(ntp), "a question for the time" },
	{ 0, "", 0, "an empty datagram" },
};

static const struct question *question_for(unsigned port)
{
	const struct question *q = questions;

	while (q->port && q->port != port)
		q++;
	return q;
}

/* The first try that was refused, or has ended by an error; NULL: there is
 * none. A message about the try before it may have been lost. */
static const struct port_try *find_failure(const struct port_facts *p)
{
	for (int i = 0; i < PORT_TRIES; i++)
		if (p->tries[i].result == PORT_REFUSED ||
		    p->tries[i].result > PORT_SILENT)
			return &p->tries[i];
	return NULL;
}

static void say(struct examination *x, const struct port_facts *p)
{
	const char *what = question_for(address_port(&p->target))->what;
	const struct port_try *answer = port_find(p, PORT_OPEN);
	char to[ADDRESS_TEXT], limit[TEXT_MEASURE];

	address_text(to, &p->target);
	if (answer)
		exam_say(
		    x, EXAM_WELL, answer->took_us, "%s answers %s", to, what);
	else if (find_failure(p))
		port_verdict_say(x, &p->target, find_failure(p));
	else
		exam_say(x, EXAM_NOTABLE, -1,
		    "%s: no answer to %s within %s, and no refusal", to, what,
		    text_duration(limit, p->limit_us));
}

enum step_result exam_datagram_ask(struct examination *x, struct error *err)
{
	struct port_look_opts opts = {
		.look = { .tap = x->opts->tap },
		.try_timeout_us = exam_port_limit(x),
		.type = SOCK_DGRAM,
	};

	/* Most servers do not answer what they do not know. */
	if (opts.try_timeout_us > CLOCK_SECOND)
		opts.try_timeout_us = CLOCK_SECOND;
	for (size_t i = 0; i < x->name.addresses.count; i++) {
		const struct address *a = &x->name.addresses.items[i];
		const struct question *q = question_for(address_port(a));
		opts.question = q->bytes;
		opts.question_len = q->len;
		opts.look.deadline =
		    exam_deadline(x, PORT_TRIES * opts.try_timeout_us);
		if (port_look(a, &opts, &x->ports[i], err) < 0)
			return STEP_FAILED;
		say(x, &x->ports[i]);
		if (port_find(&x->ports[i], PORT_OPEN) && !x->open)
			x->open = &x->ports[i];
	}
	return STEP_NEXT;
}

/* A port that has a socket, whether it answers or not. */
static const struct exam_words open_words = {
	.cause = "answers",
	.good = "is open: a socket of this host has the port",
	.bad = "does not answer",
};

enum step_result exam_datagram_conclude(struct examination *x)
{
	const struct port_facts *p =
	    x->ports; /* the first is what clients use */
	const struct port_try *t = find_failure(p);
	char to[ADDRESS_TEXT];

	address_text(to, &p->target);
	if (x->open) {
		x->answers = true;
	} else if (t) {
		port_verdict_add(x, to, &p->target, t);
	} else if (holder_has_type(&x->holder, SOCK_DGRAM)) {
		exam_say(x, EXAM_WELL, -1,
		    "a socket of this host has the port; a server need not "
		    "answer what it does not know");
		x->words = &open_words;
		x->answers = true;
	} else {
		findings_add(&x->findings, RANK_SYMPTOM, "port-unanswered",
		    "%s neither answers nor refuses %s: a server there may not "
		    "know the question, or a firewall drops what comes",
		    to, question_for(address_port(&p->target))->what);
		findings_advise(&x->findings,
		    "ask what its clients ask: genet wait udp:%s --send TEXT",
		    to);
	}
	return STEP_NEXT;
}
