/* SPDX-License-Identifier: MIT */
/* Questions to name servers, and their answers. */
#include "net/address/dns-message.h"

#include <arpa/nameser.h>
#include <ctype.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

/* Of a message: its head; of the head: the id, flags, and counts. */
#define HEAD 12
#define QUESTIONS 4
#define ANSWERS 6
#define IS_REPLY 0x80
#define OPCODE 0x78
#define IS_TRUNCATED 0x02
#define IS_AUTHORITATIVE 0x04
#define IS_RECURSIVE 0x80
#define CODE 0x0f

/* Of a record, behind its name: the class, the length, and all of it. */
#define RECORD_CLASS 2
#define RECORD_LEN 8
#define RECORD 10

static unsigned number(const unsigned char *at)
{
	return (unsigned)at[0] << 8 | at[1];
}

static unsigned record_type(int family)
{
	return family == AF_INET ? ns_t_a : ns_t_aaaa;
}

int dns_question_make(const char *name, int family, struct dns_question *out)
{
	int len =
	    res_mkquery(ns_o_query, name, ns_c_in, (int)record_type(family),
		NULL, 0, NULL, out->bytes, (int)sizeof(out->bytes));

	if (len < HEAD)
		return -1;
	out->family = family;
	out->len = (size_t)len;
	return 0;
}

void dns_question_renew(struct dns_question *q)
{
	q->bytes[0] ^= 1;
}

/* Letters are the same in both cases. The lengths of labels are below those of
 * letters. */
static bool is_same(const unsigned char *a, const unsigned char *b, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (tolower(a[i]) != tolower(b[i]))
			return false;
	return true;
}

/* Whether it is an answer to the question. Some servers that refuse do not
 * repeat the question. */
static bool is_answer(
    const unsigned char *bytes, size_t len, const struct dns_question *q)
{
	if (len < HEAD || number(bytes) != number(q->bytes) ||
	    !(bytes[2] & IS_REPLY) || bytes[2] & OPCODE)
		return false;
	if (number(bytes + QUESTIONS) == 0)
		return (bytes[3] & CODE) != DNS_CODE_NONE;
	return number(bytes + QUESTIONS) == 1 && len >= q->len &&
	       is_same(bytes + HEAD, q->bytes + HEAD, q->len - HEAD);
}

static void add_address(
    int family, const unsigned char *data, struct address_list *list)
{
	struct address a = { .storage.ss_family = (sa_family_t)family };

	if (family == AF_INET) {
		a.len = sizeof(struct sockaddr_in);
		memcpy(&((struct sockaddr_in *)(void *)&a.storage)->sin_addr,
		    data, NS_INADDRSZ);
	} else {
		a.len = sizeof(struct sockaddr_in6);
		memcpy(&((struct sockaddr_in6 *)(void *)&a.storage)->sin6_addr,
		    data, NS_IN6ADDRSZ);
	}
	if (!address_list_has(list, &a))
		address_list_add(list, &a);
}

/* Reads the record at *at, and moves *at behind it. Returns 0, or -1. */
static int read_record(const unsigned char **at, const unsigned char *end,
    int family, struct address_list *list)
{
	size_t size = family == AF_INET ? NS_INADDRSZ : NS_IN6ADDRSZ;
	int name = dn_skipname(*at, end);

	if (name < 0 || end - *at - name < RECORD)
		return -1;
	const unsigned char *record = *at + name;
	size_t len = number(record + RECORD_LEN);
	*at = record + RECORD;
	if ((size_t)(end - *at) < len)
		return -1;
	if (number(record) == record_type(family) &&
	    number(record + RECORD_CLASS) == ns_c_in) {
		if (len != size)
			return -1;
		add_address(family, *at, list);
	}
	*at += len;
	return 0;
}

enum dns_match dns_reply_read(const unsigned char *bytes, size_t len,
    const struct dns_question *q, struct dns_reply *out)
{
	const unsigned char *end = bytes + len;

	*out = (struct dns_reply){ 0 };
	if (!is_answer(bytes, len, q))
		return DNS_OTHER;
	out->code = bytes[3] & CODE;
	out->is_truncated = bytes[2] & IS_TRUNCATED;
	out->is_final = bytes[2] & IS_AUTHORITATIVE || bytes[3] & IS_RECURSIVE;
	bool repeats = number(bytes + QUESTIONS) > 0;
	const unsigned char *at = bytes + (repeats ? q->len : HEAD);
	for (unsigned i = number(bytes + ANSWERS); i > 0; i--) {
		if (read_record(&at, end, q->family, &out->found) == 0)
			continue;
		if (out->is_truncated)
			break;
		address_list_free(&out->found);
		*out = (struct dns_reply){ 0 };
		return DNS_BROKEN;
	}
	return DNS_MATCHES;
}
