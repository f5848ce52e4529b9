/* SPDX-License-Identifier: MIT */
/* The first byte is the pieces, the rest is the client. What is decoded is said
 * again, and that is read as the same, unless it cannot be said: addresses of
 * two families. */
#include "fuzz.h"

#include <string.h>

#include "net/proxy-header/proxy-header-prelude.h"

static struct prelude *make(const void *context)
{
	static struct proxy_header out;

	(void)context;
	out = (struct proxy_header){ 0 };
	return proxy_header_reader(&out);
}

static void check_addresses(
    const struct proxy_header *a, const struct proxy_header *b)
{
	char one[ADDRESS_TEXT], other[ADDRESS_TEXT];

	if (!b->has_addresses)
		return;
	FUZZ_MUST(a->has_addresses);
	FUZZ_MUST(strcmp(address_text(one, &a->source),
		      address_text(other, &b->source)) == 0);
}

static void check_again(const uint8_t *data, size_t size)
{
	struct proxy_header first = { 0 }, again = { 0 };
	struct error err = ERROR_NONE;
	struct bytes said = { 0 };

	if (proxy_header_decode(data, size, &first, &err) <= 0)
		return;
	proxy_header_encode(&said, &first);
	FUZZ_MUST(proxy_header_decode(said.at, said.len, &again, &err) ==
		  (ssize_t)said.len);
	check_addresses(&first, &again);
	bytes_free(&said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_maker maker = { make, NULL };
	uint8_t number = fuzz_byte(&data, &size);

	fuzz_prelude(&maker, number, data, size);
	check_again(data, size);
	return 0;
}
