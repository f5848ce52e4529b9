/* SPDX-License-Identifier: MIT */
/* Questions to name servers, and their answers. */
#include "net/address/dns-message.h"

#include <netinet/in.h>
#include <string.h>

#include "tap.h"

#define MESSAGE_MOST 512

/* A message under construction. */
struct message {
	unsigned char at[MESSAGE_MOST];
	size_t len;
};

static void add(struct message *m, const void *bytes, size_t len)
{
	memcpy(m->at + m->len, bytes, len);
	m->len += len;
}

/* Begins an answer to the question, with the code in the flags. */
static struct message begin(
    const struct dns_question *q, unsigned flags, unsigned answers)
{
	struct message m = { 0 };

	add(&m, q->bytes, q->len);
	m.at[2] = (unsigned char)(0x80 | flags >> 8);
	m.at[3] = (unsigned char)(flags & 0xff);
	m.at[7] = (unsigned char)answers;
	return m;
}

/* Adds a record of the name of the question, whose length says claimed. */
static void add_record(struct message *m, unsigned type, unsigned claimed,
    const void *data, size_t len)
{
	unsigned char head[] = { 0xc0, 12, 0, (unsigned char)type, 0, 1, 0, 0,
		0, 60, 0, (unsigned char)claimed };

	add(m, head, sizeof(head));
	add(m, data, len);
}

static const unsigned char ipv4[] = { 192, 0, 2, 1 };
static const unsigned char other[] = { 192, 0, 2, 2 };
static const unsigned char ipv6[] = { 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0,
	0, 0, 0, 0, 1 };

static struct dns_question ask(int family)
{
	struct dns_question q;

	ok(dns_question_make("web.test", family, &q) == 0, "a name is asked");
	return q;
}

static enum dns_match read_reply(const struct message *m,
    const struct dns_question *q, struct dns_reply *out)
{
	return dns_reply_read(m->at, m->len, q, out);
}

static void test_questions(void)
{
	struct dns_question q = ask(AF_INET);
	char label[80] = "";

	ok(memcmp(q.bytes + 12, "\3web\4test\0\0\1\0\1", 14) == 0,
	    "the question is the name, A and IN");
	q = ask(AF_INET6);
	ok(memcmp(q.bytes + 22, "\0\34\0\1", 4) == 0, "or AAAA");
	unsigned char before = q.bytes[0];
	dns_question_renew(&q);
	ok(q.bytes[0] != before, "its id can be made another one");
	memset(label, 'a', 64);
	ok(dns_question_make(label, AF_INET, &q) < 0,
	    "a name with a label of 64 letters cannot be asked");
}

static void test_recursion(void)
{
	struct dns_question q = ask(AF_INET);
	struct message own = begin(&q, 0x0400, 0), asked = begin(&q, 0x80, 0),
		       another = begin(&q, 0x0100, 0);
	struct dns_reply r;

	ok(read_reply(&own, &q, &r) == DNS_MATCHES && r.is_final,
	    "an answer about a name of the server is final");
	ok(read_reply(&asked, &q, &r) == DNS_MATCHES && r.is_final,
	    "an answer of a server that asks others is final");
	ok(read_reply(&another, &q, &r) == DNS_MATCHES && !r.is_final,
	    "an answer of a server that does neither is not");
}

static void test_addresses(void)
{
	struct dns_question q = ask(AF_INET), q6 = ask(AF_INET6);
	struct message m = begin(&q, 0, 4);
	struct dns_reply r;
	char text[ADDRESS_TEXT];

	add_record(&m, 5, 2, "\xc0\x0c", 2);
	add_record(&m, 1, 4, ipv4, 4);
	add_record(&m, 1, 4, ipv4, 4);
	add_record(&m, 1, 4, other, 4);
	m.at[13] = 'W';
	ok(read_reply(&m, &q, &r) == DNS_MATCHES && r.found.count == 2,
	    "addresses are found, each once, behind an alias");
	is_text(address_host(text, &r.found.items[0]), "192.0.2.1",
	    "the first is the first");
	address_list_free(&r.found);
	ok(read_reply(&m, &q6, &r) == DNS_OTHER,
	    "an answer to another question is none");
	m = begin(&q6, 0, 1);
	add_record(&m, 28, 16, ipv6, 16);
	ok(read_reply(&m, &q6, &r) == DNS_MATCHES && r.found.count == 1,
	    "an IPv6 address is found");
	is_text(address_host(text, &r.found.items[0]), "2001:db8::1",
	    "and is right");
	address_list_free(&r.found);
}

static void test_codes(void)
{
	struct dns_question q = ask(AF_INET);
	struct message m = begin(&q, DNS_CODE_NXDOMAIN, 0);
	struct dns_reply r;

	ok(read_reply(&m, &q, &r) == DNS_MATCHES && r.code == DNS_CODE_NXDOMAIN,
	    "no such name");
	m = begin(&q, 0, 0);
	ok(read_reply(&m, &q, &r) == DNS_MATCHES && r.code == 0 &&
		r.found.count == 0,
	    "no address");
	m = begin(&q, 0x200, 1);
	ok(read_reply(&m, &q, &r) == DNS_MATCHES && r.is_truncated,
	    "a truncated answer may lack records");
	m = begin(&q, DNS_CODE_REFUSED, 0);
	m.at[5] = 0;
	m.len = 12;
	ok(read_reply(&m, &q, &r) == DNS_MATCHES && r.code == DNS_CODE_REFUSED,
	    "a server that refuses need not repeat the question");
	m.at[3] = 0;
	ok(read_reply(&m, &q, &r) == DNS_OTHER, "one that answers has to");
}

static void test_others(void)
{
	struct dns_question q = ask(AF_INET);
	struct message m = begin(&q, 0, 1);
	struct dns_reply r;

	add_record(&m, 1, 4, ipv4, 4);
	m.at[1] ^= 1;
	ok(read_reply(&m, &q, &r) == DNS_OTHER, "another id");
	m.at[1] ^= 1;
	m.at[2] &= 0x7f;
	ok(read_reply(&m, &q, &r) == DNS_OTHER, "a question");
	m.at[2] |= 0x80;
	m.at[14] ^= 1;
	ok(read_reply(&m, &q, &r) == DNS_OTHER, "another name");
	ok(dns_reply_read(m.at, 11, &q, &r) == DNS_OTHER, "less than a head");
	ok(dns_reply_read(m.at, 0, &q, &r) == DNS_OTHER, "nothing");
}

static void test_broken(void)
{
	struct dns_question q = ask(AF_INET);
	struct message m = begin(&q, 0, 1);
	struct dns_reply r;
	unsigned wrong = 0;

	add_record(&m, 1, 4, ipv4, 4);
	for (size_t len = q.len; len < m.len; len++)
		wrong += dns_reply_read(m.at, len, &q, &r) != DNS_BROKEN;
	ok(wrong == 0, "a record that breaks off, at any place");
	m = begin(&q, 0, 1);
	add_record(&m, 1, 200, ipv4, 4);
	ok(read_reply(&m, &q, &r) == DNS_BROKEN, "a record that is too long");
	m = begin(&q, 0, 1);
	add_record(&m, 1, 3, ipv4, 3);
	ok(read_reply(&m, &q, &r) == DNS_BROKEN, "an address of three bytes");
	m = begin(&q, 0, 1);
	ok(read_reply(&m, &q, &r) == DNS_BROKEN, "fewer records than said");
}

int main(void)
{
	test_questions();
	test_recursion();
	test_addresses();
	test_codes();
	test_others();
	test_broken();
	return plan();
}
