/* SPDX-License-Identifier: MIT */
/* What each name server says of a name. */
#include "probe/look/name-servers.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/address/dns-message.h"
#include "net/datagram/question.h"
#include "sys/waiting.h"

/* A server may answer by as much, although it was not invited to. */
#define MESSAGE_MOST 4096

/* One name, asked of one server for both families. */
struct inquiry {
	int fd;
	struct tap *tap;
	struct dns_question questions[2]; /* IPv4, IPv6 */
	enum dns_answer answers[2];       /* DNS_NOT_ASKED: not yet */
	struct address_list found;
	bool is_truncated, has_rubbish;
	int error;
};

enum dns_answer name_server_said(const struct name_server *s, int family)
{
	return family == AF_INET    ? s->ipv4
	       : family == AF_INET6 ? s->ipv6
	       : s->ipv4 > s->ipv6  ? s->ipv4
	                            : s->ipv6;
}

static bool is_open(const struct inquiry *q)
{
	return q->answers[0] == DNS_NOT_ASKED || q->answers[1] == DNS_NOT_ASKED;
}

/* What has no answer yet gets this one. */
static void settle(struct inquiry *q, enum dns_answer answer)
{
	for (size_t i = 0; i < 2; i++)
		if (q->answers[i] == DNS_NOT_ASKED)
			q->answers[i] = answer;
}

static enum dns_answer judge(const struct dns_reply *r)
{
	switch (r->code) {
	case DNS_CODE_NONE:
		return r->found.count > 0 || r->is_truncated ? DNS_ADDRESSES
		       : r->is_final                         ? DNS_NO_ADDRESS
		                                             : DNS_REFERS;
	case DNS_CODE_NXDOMAIN:
		return DNS_UNKNOWN;
	case DNS_CODE_REFUSED:
		return DNS_REFUSES;
	default:
		return DNS_FAILS;
	}
}

static void take_reply(struct inquiry *q, size_t i, struct dns_reply *r)
{
	q->answers[i] = judge(r);
	q->is_truncated |= r->is_truncated;
	for (size_t k = 0; k < r->found.count; k++)
		address_list_add(&q->found, &r->found.items[k]);
	address_list_free(&r->found);
}

static void take_message(
    struct inquiry *q, const unsigned char *bytes, size_t len)
{
	enum dns_match match = DNS_OTHER;
	struct dns_reply reply;

	for (size_t i = 0; i < 2 && match == DNS_OTHER; i++) {
		match = dns_reply_read(bytes, len, &q->questions[i], &reply);
		bool is_first = q->answers[i] == DNS_NOT_ASKED;
		if (match == DNS_BROKEN && is_first)
			q->answers[i] = DNS_RUBBISH;
		else if (match == DNS_MATCHES && is_first)
			take_reply(q, i, &reply);
		else if (match == DNS_MATCHES)
			address_list_free(&reply.found);
	}
	q->has_rubbish |= match == DNS_OTHER;
}

static void hear(struct inquiry *q)
{
	unsigned char bytes[MESSAGE_MOST];
	ssize_t n = question_hear(q->fd, bytes, sizeof(bytes), q->tap);

	if (n == QUESTION_REFUSED) {
		q->error = errno;
		settle(q, DNS_UNREACHABLE);
	} else if (n >= 0)
		take_message(q, bytes, (size_t)n);
}

/* Sends what has no answer yet. */
static void ask(struct inquiry *q)
{
	for (size_t i = 0; i < 2; i++) {
		const struct dns_question *one = &q->questions[i];
		if (q->answers[i] != DNS_NOT_ASKED ||
		    question_ask(q->fd, one->bytes, one->len, q->tap) == 0)
			continue;
		q->error = errno;
		settle(q, DNS_UNREACHABLE);
	}
}

/* Asks again after half of the time, since a datagram may be lost. Returns 0,
 * or -1 with FAULT_SIGNAL. */
static int run_inquiry(struct inquiry *q, int64_t deadline, struct error *err)
{
	int64_t now = clock_now();
	int64_t ends[] = { now + (deadline - now) / 2, deadline };

	for (size_t i = 0; i < 2; i++) {
		ask(q);
		int ready = 1;
		while (is_open(q) && ready > 0) {
			ready = waiting_for(q->fd, POLLIN, ends[i], err);
			if (ready < 0)
				return -1;
			if (ready > 0)
				hear(q);
		}
	}
	settle(q, q->has_rubbish ? DNS_RUBBISH : DNS_SILENT);
	return 0;
}

/* Whether the next name is tried as well. */
static bool goes_on(const struct name_server *s)
{
	return name_server_said(s, AF_UNSPEC) >= DNS_UNKNOWN &&
	       name_server_said(s, AF_UNSPEC) != DNS_ADDRESSES;
}

/* Keeps what is better than what other names had. Takes what was found. */
static void keep(
    struct name_server *s, const char *name, struct inquiry *q, int64_t took_us)
{
	enum dns_answer before = name_server_said(s, AF_UNSPEC);
	struct name_server now = { .ipv4 = q->answers[0],
		.ipv6 = q->answers[1] };

	s->error = q->error;
	if (name_server_said(&now, AF_UNSPEC) < before && goes_on(&now)) {
		address_list_free(&q->found);
		return;
	}
	address_list_free(&s->found);
	s->found = q->found;
	s->ipv4 = now.ipv4;
	s->ipv6 = now.ipv6;
	s->is_truncated = q->is_truncated;
	s->took_us = took_us;
	memcpy(s->asked, name, strlen(name) + 1);
}

/* Asks for one name. Returns 0, or -1 with FAULT_SIGNAL. */
static int ask_name(struct name_server *s, const char *name, int64_t deadline,
    struct tap *tap, struct error *err)
{
	struct inquiry q = { .tap = tap };
	int64_t started = clock_now();

	if (clock_now() >= deadline ||
	    dns_question_make(name, AF_INET, &q.questions[0]) < 0 ||
	    dns_question_make(name, AF_INET6, &q.questions[1]) < 0)
		return 0;
	if (memcmp(q.questions[0].bytes, q.questions[1].bytes, 2) == 0)
		dns_question_renew(&q.questions[1]);
	q.fd = question_open(&s->address, tap);
	if (q.fd < 0) {
		q.error = errno;
		settle(&q, DNS_UNREACHABLE);
	}
	int result = q.fd < 0 ? 0 : run_inquiry(&q, deadline, err);
	if (q.fd >= 0)
		close(q.fd);
	if (result < 0)
		address_list_free(&q.found);
	else
		keep(s, name, &q, clock_now() - started);
	return result;
}

int name_server_ask(struct name_server *s, const struct resolv_conf *conf,
    const char *host, const struct look_opts *look, struct error *err)
{
	char names[CANDIDATES_MOST][NAME_ROOM];
	unsigned count = resolv_conf_candidates(conf, host, names);

	for (unsigned i = 0; i < count; i++) {
		if (ask_name(s, names[i], look->deadline, look->tap, err) < 0)
			return -1;
		if (!goes_on(s))
			return 0;
	}
	return 0;
}

void name_servers_free(struct name_servers *s)
{
	for (unsigned i = 0; i < s->count; i++)
		address_list_free(&s->items[i].found);
	*s = (struct name_servers){ 0 };
}
