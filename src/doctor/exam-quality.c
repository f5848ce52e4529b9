/* SPDX-License-Identifier: MIT */
/* The step "quality": how fast connections are made, and what is lost. */
#include <stdio.h>

#include "base/clock.h"
#include "base/text.h"
#include "doctor/exam.h"

/* A connection that takes this long is felt by people. */
#define SLOW (CLOCK_SECOND * 3 / 10)
#define TRY_LIMIT (3 * CLOCK_SECOND)
#define PATIENCE (2 * CLOCK_SECOND)

/* Less time than this is not enough for all connections. */
#define LEAST_TIME (CLOCK_SECOND / 2)

static void say(struct examination *x)
{
	const struct quality_facts *q = &x->quality;
	char least[TEXT_MEASURE], most[TEXT_MEASURE], rtt[TEXT_MEASURE];

	exam_say(x, q->retransmits ? EXAM_NOTABLE : EXAM_WELL, -1,
	    "%d connections in %s to %s, round trip %s, segments of %u B, path "
	    "MTU %u%s",
	    QUALITY_TRIES, text_duration(least, q->connect_us[0]),
	    text_duration(most, q->connect_us[QUALITY_TRIES - 1]),
	    q->rtt_us ? text_duration(rtt, q->rtt_us) : "not known",
	    q->segment_size, q->mtu,
	    q->retransmits ? ", packets were sent again" : "");
	if (q->large_was_tried)
		exam_say(x, q->large_stalls ? EXAM_WRONG : EXAM_WELL, -1,
		    "a request of %u B %s", q->large_bytes,
		    q->large_stalls ? "is not confirmed, a small one is"
				    : "passes as well as a small one");
}

static void judge(struct examination *x)
{
	const struct quality_facts *q = &x->quality;
	char took[TEXT_MEASURE];

	if (q->large_stalls) {
		findings_add(&x->findings, RANK_LIKELY, "quality-mtu",
		    "small packets pass and large ones do not: a link on the "
		    "way takes less than %u B, and the messages that would say "
		    "so are dropped",
		    q->mtu);
		findings_advise(&x->findings,
		    "have the firewalls pass ICMP (fragmentation needed, "
		    "packet too big); find the size: tracepath %s; until then, "
		    "as root: sysctl net.ipv4.tcp_mtu_probing=1",
		    x->opts->target.host);
	} else if (q->retransmits && x->holder.count > 0) {
		/* On this host no packet is lost. */
		findings_add(&x->findings, RANK_ASIDE, "quality-backlog",
		    "the backlog of the server is full at times: %u packets "
		    "had to be sent again to make %d connections",
		    q->retransmits, QUALITY_TRIES);
		findings_advise(&x->findings,
		    "have the server accept faster, or with a larger backlog");
	} else if (q->retransmits) {
		findings_add(&x->findings, RANK_ASIDE, "quality-loss",
		    "packets are lost on the way, or the backlog of the server "
		    "is full at times: %u had to be sent again to "
		    "make %d connections",
		    q->retransmits, QUALITY_TRIES);
		findings_advise(
		    &x->findings, "see where: mtr %s", x->opts->target.host);
	}
	if (q->connect_us[0] >= SLOW)
		findings_add(&x->findings, RANK_ASIDE, "quality-slow",
		    "a connection takes %s even at best",
		    text_duration(took, q->connect_us[0]));
}

static enum step_result examine_quality(
    struct examination *x, struct error *err)
{
	const struct service_facts *s = &x->service;
	int64_t left = x->opts->deadline - clock_now();
	struct quality_look_opts opts = {
		.look = { .deadline = x->opts->deadline, .tap = x->opts->tap },
		.may_ask_http = s->asked_http && !x->opts->target.wants_tls &&
		                s->answer.reply == SERVICE_SPEAKS,
		.host = x->opts->target.host,
		.try_timeout_us = clock_earlier(TRY_LIMIT, left / 6),
		.patience_us = clock_earlier(PATIENCE, left / 3),
	};

	if (!x->open || !x->answers || x->opts->target.type == SOCK_DGRAM ||
	    left < LEAST_TIME)
		return STEP_NEXT;
	if (quality_look(&x->open->target, &opts, &x->quality, err) < 0)
		return STEP_FAILED;
	if (!x->quality.was_looked) {
		exam_say(x, EXAM_NOTABLE, -1,
		    "further connections were not accepted");
		return STEP_NEXT;
	}
	say(x);
	judge(x);
	return STEP_NEXT;
}

const struct exam_step exam_quality = { "quality", examine_quality };
