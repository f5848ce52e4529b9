/* SPDX-License-Identifier: MIT */
/* Questions to name servers, and their answers, in memory (RFC 1035). */
#ifndef NET_ADDRESS_DNS_MESSAGE_H
#define NET_ADDRESS_DNS_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "sys/socket/address.h"

/* Room for any question. */
#define DNS_QUESTION_MOST 288

/* The port of name servers. */
#define DNS_PORT 53

struct dns_question {
	int family; /* of the addresses that are asked for */
	unsigned char bytes[DNS_QUESTION_MOST];
	size_t len;
};

/* Codes of an answer; there are more. */
enum dns_code {
	DNS_CODE_NONE = 0, /* the name exists */
	DNS_CODE_SERVFAIL = 2,
	DNS_CODE_NXDOMAIN = 3, /* it does not */
	DNS_CODE_REFUSED = 5,
};

struct dns_reply {
	unsigned code;
	bool is_truncated;         /* the whole is to be had by TCP */
	bool is_final;             /* the name is the server's own, or it asks
	                              other servers: it points to no other */
	struct address_list found; /* without ports; to be freed by the owner */
};

enum dns_match {
	DNS_MATCHES,
	DNS_BROKEN, /* an answer to the question, but not a valid message */
	DNS_OTHER,  /* no answer to that question */
};

/* Fills out with the question for the addresses of the full name, of a family,
 * with an id that chance makes. Returns 0; or -1 if no name is like that. */
int dns_question_make(const char *name, int family, struct dns_question *out);

/* Gives the question another id. */
void dns_question_renew(struct dns_question *q);

/* Reads what has come from a server. out is filled if the message matches, and
 * has nothing to free else. */
enum dns_match dns_reply_read(const unsigned char *bytes, size_t len,
    const struct dns_question *q, struct dns_reply *out);

#endif
