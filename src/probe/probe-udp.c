/* SPDX-License-Identifier: MIT */
/* A probe that asks all addresses of a name by datagrams. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "net/address/address-error.h"
#include "net/datagram/question.h"
#include "probe/probe-private.h"

/* Datagrams get lost: the question is sent again after this time. */
#define ASK_AGAIN CLOCK_SECOND
/* An address that refuses within this time can be asked often. */
#define NEAR (CLOCK_SECOND / 500)
/* The longest datagram, and how much of it is shown. */
#define LONGEST 65535
#define SHOWN_MOST 80

/* One address that is asked. */
struct respondent {
	const struct address *address;
	int fd; /* connected; -1: the address cannot be asked */
	size_t slot;
	bool has_refused;   /* the latest question */
	struct error cause; /* why there is no answer; or FAULT_NONE */
};

struct asking {
	struct respondent *respondents;
	size_t count; /* of these */
	int64_t asked, ask_again;
	unsigned rounds; /* how many times the question was sent */
	char received[LONGEST];
};

static unsigned number_of(const struct asking *a, const struct respondent *r)
{
	return (unsigned)(r - a->respondents) + 1;
}

static void refuse(struct asking *a, struct respondent *r, struct probe *p)
{
	int64_t took = clock_now() - a->asked;

	address_error_set(&r->cause, r->address, errno);
	r->has_refused = true;
	if (r->cause.kind == FAULT_REFUSED && took < NEAR)
		p->is_cheap = true;
	tap_tell(p->opts.tap, &(struct tap_event){
				  .kind = TAP_ATTEMPT_FAILED,
				  .attempt = {
				      .number = number_of(a, r),
				      .remote = r->address,
				      .cause = &r->cause,
				      .took_us = took,
				  },
			      });
}

/* Whether the datagram is the answer: any is, unless a text is expected. */
static bool is_answer(const struct asking *a, struct respondent *r, size_t len,
    const struct exchange_opts *opts)
{
	char shown[SHOWN_MOST], size[TEXT_MEASURE];

	if (!opts->expect ||
	    memmem(a->received, len, opts->expect, opts->expect_len))
		return true;
	error_set(&r->cause, FAULT_RESET, "received '%s' (%s)",
	    text_escape(shown, sizeof(shown), a->received, len),
	    text_size(size, len));
	return false;
}

/* Receives one datagram, or an error by ICMP. Returns whether it is the answer.
 */
static bool take(struct asking *a, struct respondent *r, struct probe *p)
{
	ssize_t n =
	    question_hear(r->fd, a->received, sizeof(a->received), p->opts.tap);

	if (n >= 0)
		return is_answer(a, r, (size_t)n, p->opts.exchange);
	if (n == QUESTION_REFUSED)
		refuse(a, r, p);
	return false;
}

/* Asks, and takes the answer of an address of this host, which is there at
 * once. Returns whether it is the answer. */
static bool ask_one(struct asking *a, struct respondent *r, struct probe *p)
{
	const struct exchange_opts *opts = p->opts.exchange;

	a->asked = clock_now();
	tap_tell(p->opts.tap, &(struct tap_event){
				  .kind = TAP_ATTEMPT,
				  .attempt = {
				      .number = number_of(a, r),
				      .remote = r->address,
				  },
			      });
	if (r->fd < 0)
		r->fd = question_open(r->address, p->opts.tap);
	if (r->fd < 0) {
		refuse(a, r, p);
		return false;
	}
	r->has_refused = false;
	if (question_ask(r->fd, opts->send, opts->send_len, p->opts.tap) < 0) {
		refuse(a, r, p);
		return false;
	}
	return take(a, r, p);
}

/* An attempt goes on as long as one of the addresses may still answer. */
static enum probe_finding judge(const struct asking *a)
{
	for (size_t i = 0; i < a->count; i++)
		if (!a->respondents[i].has_refused)
			return PROBE_GOES_ON;
	return PROBE_ABSENT;
}

static enum probe_finding ask_all(struct asking *a, struct probe *p)
{
	a->rounds++;
	a->ask_again = clock_after(ASK_AGAIN);
	for (size_t i = 0; i < a->count; i++)
		if (ask_one(a, &a->respondents[i], p))
			return PROBE_THERE;
	return judge(a);
}

static enum probe_finding begin(struct probe *p)
{
	struct asking *a = p->state;
	const struct address_list *addresses = &p->targets.addresses;

	a->rounds = 0;
	a->count = addresses->count;
	a->respondents = xcalloc(a->count, sizeof(*a->respondents));
	for (size_t i = 0; i < a->count; i++)
		a->respondents[i] = (struct respondent){
			.address = &addresses->items[i],
			.fd = -1,
		};
	return ask_all(a, p);
}

static int64_t prepare(struct probe *p, struct waiting *w)
{
	struct asking *a = p->state;

	for (size_t i = 0; i < a->count; i++)
		a->respondents[i].slot =
		    waiting_add(w, a->respondents[i].fd, POLLIN);
	return a->ask_again;
}

static enum probe_finding service(struct probe *p, const struct waiting *w)
{
	struct asking *a = p->state;

	for (size_t i = 0; i < a->count; i++) {
		struct respondent *r = &a->respondents[i];
		if (waiting_result(w, r->slot) && take(a, r, p))
			return PROBE_THERE;
	}
	return clock_now() < a->ask_again ? judge(a) : ask_all(a, p);
}

static const char *why(const struct probe *p, size_t address)
{
	const struct asking *a = p->state;
	const struct respondent *r = &a->respondents[address];

	return r->cause.kind == FAULT_NONE ? "no answer" : r->cause.text;
}

/* Whether there is more to tell than that the first answer has not come yet. */
static bool is_worth_telling(const struct asking *a, const struct probe *p)
{
	for (size_t i = 0; i < a->count; i++)
		if (a->respondents[i].cause.kind != FAULT_NONE)
			return true;
	return a->count > 0 && (a->rounds > 1 || clock_now() >= p->deadline ||
				   p->cause.kind == FAULT_NONE);
}

static void end(struct probe *p)
{
	struct asking *a = p->state;

	if (is_worth_telling(a, p))
		probe_explain(p, FAULT_TIMEOUT, why);
	for (size_t i = 0; i < a->count; i++)
		if (a->respondents[i].fd >= 0)
			close(a->respondents[i].fd);
	free(a->respondents);
	a->respondents = NULL;
	a->count = 0;
}

const struct probe_ops probe_udp_ops = {
	.begin = begin,
	.prepare = prepare,
	.service = service,
	.end = end,
	.state_size = sizeof(struct asking),
	.words = &probe_address_words,
};
