/* SPDX-License-Identifier: MIT */
/* The first byte is the family, the rest the answer of a name server, whose id
 * is made that of the question. */
#include "fuzz.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "net/address/dns-message.h"

static void check(const struct dns_reply *r, int family)
{
	char text[ADDRESS_TEXT];

	FUZZ_MUST(r->code < 16);
	for (size_t i = 0; i < r->found.count; i++) {
		FUZZ_MUST(address_family(&r->found.items[i]) == family ||
			  family == AF_INET6);
		FUZZ_MUST(strlen(address_host(text, &r->found.items[i])) > 1);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct dns_question q;
	struct dns_reply reply;
	int family = fuzz_byte(&data, &size) & 1 ? AF_INET6 : AF_INET;

	FUZZ_MUST(dns_question_make("w.test", family, &q) == 0);
	unsigned char *message = malloc(size + 1); /* so that its end is seen */
	memcpy(message, data, size);
	if (size >= 2)
		memcpy(message, q.bytes, 2);
	enum dns_match match = dns_reply_read(message, size, &q, &reply);
	if (match == DNS_MATCHES)
		check(&reply, family);
	else
		FUZZ_MUST(reply.found.count == 0);
	address_list_free(&reply.found);
	free(message);
	return 0;
}
