/* SPDX-License-Identifier: MIT */
/* The first byte is the protocol, the second the pieces, the rest the server.
 */
#include "fuzz.h"
#include "net/starttls/starttls.h"

static struct prelude *make(const void *context)
{
	return starttls_prelude(
	    *(const enum starttls_protocol *)context, "h.test");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum starttls_protocol protocol =
	    1 + fuzz_byte(&data, &size) % (STARTTLS_PROTOCOLS - 1);
	struct fuzz_maker maker = { make, &protocol };
	uint8_t number = fuzz_byte(&data, &size);

	fuzz_prelude(&maker, number, data, size);
	return 0;
}
