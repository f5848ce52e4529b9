/* SPDX-License-Identifier: MIT */
/* The first byte is the protocol, and whether there are users; the second the
 * pieces, the rest the client. */
#include <string.h>

#include "fuzz.h"
#include "net/proxy-server/proxy-server.h"

static struct proxy_server_request request;

static struct prelude *make(const void *context)
{
	static struct proxy_users users, nobody;
	struct error err = ERROR_NONE;
	unsigned kind = *(const uint8_t *)context;

	if (users.count == 0)
		proxy_users_add(&users, "ann:pw", &err);
	memset(&request, 0, sizeof(request));
	return proxy_server_reader(
	    kind & 1 ? PROXY_SERVER_HTTP : PROXY_SERVER_SOCKS,
	    kind & 2 ? &users : &nobody, &request);
}

/* What was taken can be dialled, whoever sent it. */
static void check_request(void)
{
	size_t len = strnlen(request.host, sizeof(request.host));

	FUZZ_MUST(len < sizeof(request.host));
	FUZZ_MUST(request.port <= 65535);
	for (size_t i = 0; i < len; i++)
		FUZZ_MUST(request.host[i] > ' ' && request.host[i] < 127);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t kind = fuzz_byte(&data, &size);
	struct fuzz_maker maker = { make, &kind };
	uint8_t number = fuzz_byte(&data, &size);

	fuzz_prelude(&maker, number, data, size);
	check_request();
	return 0;
}
