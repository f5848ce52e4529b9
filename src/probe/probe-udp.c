/* SPDX-License-Identifier: MIT */
/* A probe that asks by datagrams, every address of a name at once. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/xalloc.h"
#include "net/address/address-error.h"
#include "net/address/lookup.h"
#include "net/datagram/question.h"
#include "net/sockopts.h"
#include "probe/probe-causes.h"
#include "probe/probe-private.h"

/* Datagrams get lost: the question is sent again after this time. */
#define ASK_AGAIN CLOCK_SECOND
/* An address that refuses within this time can be asked often. */
#define NEAR (CLOCK_SECOND / 500)
/* What UDP can carry, and what is shown of it. */
#define LONGEST 65535
#define SHOWN_MOST 80

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

/* One address that is asked. */
struct respondent {
	const struct address *address;
	int fd; /* connected; -1: the address cannot be asked */
	size_t slot;
	bool has_refused;   /* the latest question */
	struct error cause; /* what is known of it; FAULT_NONE: nothing */
};

struct asking {
	struct lookup *lookup; /* NULL: none is under way */
	struct lookup_result targets;
	struct respondent *respondents; /* NULL: nothing is asked yet */
	int64_t asked, ask_again;
	unsigned rounds; /* how many times the question was sent */
	char received[LONGEST];
};

static size_t count(const struct asking *a)
{
	return a->respondents ? a->targets.addresses.count : 0;
}

static unsigned number_of(const struct asking *a, const struct respondent *r)
{
	return (unsigned)(r - a->respondents) + 1;
}

static void refuse(struct asking *a, struct respondent *r, struct probe *p)
{
	int64_t took = clock_now() - a->asked;

	error_set(&r->cause, FAULT_REFUSED, "%s",
	    address_error_phrase(r->address, errno));
	r->has_refused = true;
	if (errno == ECONNREFUSED && took < NEAR)
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

/* Returns the descriptor, or -1 with errno. */
static int open_socket(const struct address *a, struct tap *tap)
{
	char text[ADDRESS_TEXT];
	int fd =
	    sockopts_socket(a->storage.ss_family, SOCK_DGRAM, &no_options, tap);

	if (fd < 0)
		return -1;
	int result = connect(fd, (const struct sockaddr *)&a->storage, a->len);
	tap_call(tap, result,
	    "nothing is sent: the kernel only notes the address",
	    "connect(%d, %s)", fd, address_text(text, a));
	if (result == 0)
		return fd;
	int saved = errno;
	close(fd);
	errno = saved;
	return -1;
}

/* A socket whose port is the one that is asked would answer itself; while it
 * is open, the next one gets another port. */
static int open_other(const struct address *a, struct tap *tap)
{
	int fd = open_socket(a, tap);
	struct address local = { 0 };

	if (fd >= 0)
		local = address_local(fd);
	if (fd < 0 || !address_is_same(&local, a))
		return fd;
	int own = fd;
	fd = open_socket(a, tap);
	int saved = errno;
	close(own);
	errno = saved;
	return fd;
}

/* Whether the datagram is the answer. Any is, unless a text is expected. */
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

/* Takes one datagram, or what ICMP says. Returns whether it is the answer. */
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

/* What an address of this host says is there at once. Returns whether it is the
 * answer. */
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
		r->fd = open_other(r->address, p->opts.tap);
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
	for (size_t i = 0; i < count(a); i++)
		if (!a->respondents[i].has_refused)
			return PROBE_GOES_ON;
	return PROBE_ABSENT;
}

static enum probe_finding ask_all(struct asking *a, struct probe *p)
{
	a->rounds++;
	a->ask_again = clock_after(ASK_AGAIN);
	for (size_t i = 0; i < count(a); i++)
		if (ask_one(a, &a->respondents[i], p))
			return PROBE_THERE;
	return judge(a);
}

static enum probe_finding begin_asking(struct asking *a, struct probe *p)
{
	const struct address_list *addresses = &a->targets.addresses;

	a->respondents = xcalloc(addresses->count, sizeof(*a->respondents));
	for (size_t i = 0; i < addresses->count; i++)
		a->respondents[i] = (struct respondent){
			.address = &addresses->items[i],
			.fd = -1,
		};
	return ask_all(a, p);
}

static enum probe_finding look_up(struct asking *a, struct probe *p)
{
	if (!lookup_is_done(a->lookup))
		return PROBE_GOES_ON;
	bool is_certain = lookup_is_certain(a->lookup);
	int result = lookup_end(a->lookup, &a->targets, &p->cause);
	a->lookup = NULL;
	if (result < 0)
		return is_certain ? PROBE_HOPELESS : PROBE_UNCLEAR;
	return begin_asking(a, p);
}

static enum probe_finding begin(struct probe *p)
{
	struct asking *a = p->state;
	struct lookup_opts opts = probe_lookup_opts(p, SOCK_DGRAM);

	a->rounds = 0;
	a->lookup = lookup_begin(&opts, &p->cause);
	return a->lookup ? look_up(a, p) : PROBE_UNCLEAR;
}

static int64_t prepare(struct probe *p, struct waiting *w)
{
	struct asking *a = p->state;

	if (a->lookup) {
		waiting_add(w, lookup_fd(a->lookup), POLLIN);
		return CLOCK_NEVER;
	}
	for (size_t i = 0; i < count(a); i++)
		a->respondents[i].slot =
		    waiting_add(w, a->respondents[i].fd, POLLIN);
	return a->ask_again;
}

static enum probe_finding service(struct probe *p, const struct waiting *w)
{
	struct asking *a = p->state;

	if (a->lookup)
		return look_up(a, p);
	for (size_t i = 0; i < count(a); i++) {
		struct respondent *r = &a->respondents[i];
		if (waiting_result(w, r->slot) && take(a, r, p))
			return PROBE_THERE;
	}
	return clock_now() < a->ask_again ? judge(a) : ask_all(a, p);
}

static void explain(const struct asking *a, struct probe *p)
{
	struct probe_cause *causes = xcalloc(count(a), sizeof(*causes));

	for (size_t i = 0; i < count(a); i++) {
		const struct respondent *r = &a->respondents[i];
		causes[i] = (struct probe_cause){
			.address = r->address,
			.text = r->cause.kind == FAULT_NONE ? "no answer"
			                                    : r->cause.text,
		};
	}
	probe_explain(p, FAULT_TIMEOUT, causes, count(a));
	free(causes);
}

/* Whether more is known than that the first answer is not there yet. */
static bool is_worth_telling(const struct asking *a, const struct probe *p)
{
	for (size_t i = 0; i < count(a); i++)
		if (a->respondents[i].cause.kind != FAULT_NONE)
			return true;
	return count(a) > 0 && (a->rounds > 1 || clock_now() >= p->deadline ||
				   p->cause.kind == FAULT_NONE);
}

static void end(struct probe *p)
{
	struct asking *a = p->state;

	if (a->lookup)
		probe_end_lookup(p, a->lookup);
	a->lookup = NULL;
	if (is_worth_telling(a, p))
		explain(a, p);
	for (size_t i = 0; i < count(a); i++)
		if (a->respondents[i].fd >= 0)
			close(a->respondents[i].fd);
	free(a->respondents);
	a->respondents = NULL;
	lookup_free(&a->targets);
}

const struct probe_ops probe_udp_ops = {
	.begin = begin,
	.prepare = prepare,
	.service = service,
	.end = end,
	.state_size = sizeof(struct asking),
	.words = &probe_address_words,
};
