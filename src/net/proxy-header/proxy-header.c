/* SPDX-License-Identifier: MIT */
/* The header in which a proxy sends the addresses of its client. */
#include "net/proxy-header/proxy-header.h"

#include <netinet/in.h>
#include <string.h>

#include "base/text.h"
#include "net/proxy-header/proxy-header-private.h"

#define WORD "PROXY "
#define WORD_LEN 6

/* How many bytes are shown if there is no header. */
#define SHOWN 32

/* Whether the bytes may be the beginning of a header that begins so. */
static bool may_begin(const unsigned char *bytes, size_t len,
    const char *beginning, size_t beginning_len)
{
	return memcmp(bytes, beginning,
		   len < beginning_len ? len : beginning_len) == 0;
}

static int fail(const unsigned char *bytes, size_t len, struct error *err)
{
	char shown[4 * SHOWN + 4];
	size_t most = len < SHOWN ? len : SHOWN;

	return error_set(err, FAULT_PROXY, "sent no PROXY header, but '%s'%s",
	    text_escape(shown, sizeof(shown), (const char *)bytes, most),
	    len > most ? " ..." : "");
}

int proxy_header_wrong(struct error *err, const char *what)
{
	return error_set(err, FAULT_PROXY, "sent a PROXY header that %s", what);
}

ssize_t proxy_header_decode(const unsigned char *bytes, size_t len,
    struct proxy_header *out, struct error *err)
{
	if (len == 0)
		return 0;
	if (may_begin(bytes, len, WORD, WORD_LEN))
		return len < WORD_LEN
		           ? 0
		           : proxy_header_decode_v1(bytes, len, out, err);
	if (may_begin(
		bytes, len, PROXY_HEADER_SIGNATURE, PROXY_HEADER_SIGNATURE_LEN))
		return len < PROXY_HEADER_SIGNATURE_LEN
		           ? 0
		           : proxy_header_decode_v2(bytes, len, out, err);
	return fail(bytes, len, err);
}

void proxy_header_encode(struct bytes *out, const struct proxy_header *h)
{
	if (h->version == 1)
		proxy_header_encode_v1(out, h);
	else
		proxy_header_encode_v2(out, h);
}

int proxy_header_family(const struct proxy_header *h)
{
	int family = address_family(&h->source);

	return h->has_addresses && family == address_family(&h->destination)
	           ? family
	           : AF_UNSPEC;
}

size_t proxy_header_ip(const struct address *a, unsigned char out[16])
{
	const struct sockaddr_in6 *in6 =
	    (const struct sockaddr_in6 *)&a->storage;
	const struct sockaddr_in *in = (const struct sockaddr_in *)&a->storage;

	if (a->storage.ss_family == AF_INET) {
		memcpy(out, &in->sin_addr, 4);
		return 4;
	}
	if (address_family(a) == AF_INET) {
		memcpy(out, in6->sin6_addr.s6_addr + 12, 4);
		return 4;
	}
	memcpy(out, &in6->sin6_addr, 16);
	return 16;
}
