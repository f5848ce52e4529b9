/* SPDX-License-Identifier: MIT */
/* The first byte is the protocol, and whether there is a user; the second the
 * pieces, the rest the proxy. */
#include <netinet/in.h>

#include "fuzz.h"
#include "net/proxy/proxy.h"

static struct prelude *make(const void *context)
{
	static struct prelude *(*const protocols[])(struct proxy_request *) = {
		proxy_http,
		proxy_socks4,
		proxy_socks5,
	};
	static struct address address = { .storage.ss_family = AF_INET };
	static struct proxy_request request;
	unsigned kind = *(const uint8_t *)context;

	request = (struct proxy_request){
		.host = "h.test",
		.port = 443,
		.address = kind & 64 ? &address : NULL,
		.user = kind & 128 ? "user" : NULL,
		.password = kind & 128 ? "password" : NULL,
	};
	return protocols[kind % 32 % 3](&request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t kind = fuzz_byte(&data, &size);
	struct fuzz_maker maker = { make, &kind };
	uint8_t number = fuzz_byte(&data, &size);

	fuzz_prelude(&maker, number, data, size);
	return 0;
}
