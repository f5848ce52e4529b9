/* SPDX-License-Identifier: MIT */
/* Version 2 of the PROXY protocol: binary. */
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

#include "net/proxy-header/crc32c.h"
#include "net/proxy-header/proxy-header-private.h"

/* The signature, version and command, family and transport, length. */
#define FIXED 16
#define UNIX_PATH 108

enum { LOCAL, PROXY };
enum { NO_FAMILY, IPV4, IPV6, UNIX };
enum { NO_TRANSPORT, STREAM, DATAGRAM };

/* The lengths of the addresses, by family. */
static const size_t blocks[] = { 0, 12, 36, 2 * UNIX_PATH };

#define TLV_FIXED 3
#define TLV_CRC32C 3

static unsigned number16(const unsigned char *at)
{
	return (unsigned)at[0] << 8 | at[1];
}

/* Addresses */

static struct address ip_address(
    int family, const unsigned char *ip, const unsigned char *port)
{
	struct address a = { .storage.ss_family = (sa_family_t)family };
	struct sockaddr_in *in = (struct sockaddr_in *)&a.storage;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&a.storage;

	if (family == AF_INET)
		memcpy(&in->sin_addr, ip, 4);
	else
		memcpy(&in6->sin6_addr, ip, 16);
	a.len = family == AF_INET ? sizeof(*in) : sizeof(*in6);
	address_set_port(&a, number16(port));
	return a;
}

/* Padded with NULs. An abstract name begins with a NUL; NULs at its end, which
 * are rare, are lost. */
static struct address unix_address(const unsigned char *path)
{
	struct address a = { .storage.ss_family = AF_UNIX };
	struct sockaddr_un *un = (struct sockaddr_un *)&a.storage;
	size_t len = UNIX_PATH;

	while (len > 0 && path[len - 1] == '\0')
		len--;
	memcpy(un->sun_path, path, len);
	/* The NUL after a path counts (unix(7)), if there is room. */
	if (len > 0 && len < UNIX_PATH && path[0] != '\0')
		len++;
	a.len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
	return a;
}

static void read_addresses(
    int family, const unsigned char *at, struct proxy_header *out)
{
	out->has_addresses = true;
	if (family == UNIX) {
		out->source = unix_address(at);
		out->destination = unix_address(at + UNIX_PATH);
	} else if (family == IPV4) {
		out->source = ip_address(AF_INET, at, at + 8);
		out->destination = ip_address(AF_INET, at + 4, at + 10);
	} else {
		out->source = ip_address(AF_INET6, at, at + 32);
		out->destination = ip_address(AF_INET6, at + 16, at + 34);
	}
}

/* What follows the addresses */

/* The checksum is that of the whole header, with zeros in place of its own four
 * bytes. */
static bool is_right(
    const unsigned char *header, size_t len, const unsigned char *sum)
{
	static const unsigned char zeros[4];
	size_t before = (size_t)(sum - header);
	uint32_t found = crc32c(0, header, before);

	found = crc32c(found, zeros, sizeof(zeros));
	found = crc32c(found, sum + 4, len - before - 4);
	return found == ((uint32_t)number16(sum) << 16 | number16(sum + 2));
}

/* All values but the checksum are skipped. */
static int check_rest(
    const unsigned char *header, size_t begin, size_t len, struct error *err)
{
	for (size_t at = begin; at < len;) {
		if (len - at < TLV_FIXED)
			return proxy_header_wrong(
			    err, "ends in the middle of a TLV");
		size_t value = number16(header + at + 1);
		if (value > len - at - TLV_FIXED)
			return proxy_header_wrong(
			    err, "has a TLV that is longer than itself");
		if (header[at] == TLV_CRC32C &&
		    (value != 4 || !is_right(header, len, header + at + 3)))
			return proxy_header_wrong(err, "has a wrong checksum");
		at += TLV_FIXED + value;
	}
	return 0;
}

static bool is_combination(int family, int transport)
{
	return family == NO_FAMILY
	           ? transport == NO_TRANSPORT
	           : family <= UNIX &&
	                 (transport == STREAM || transport == DATAGRAM);
}

ssize_t proxy_header_decode_v2(const unsigned char *bytes, size_t len,
    struct proxy_header *out, struct error *err)
{
	if (len < FIXED)
		return 0;
	int version = bytes[12] >> 4, command = bytes[12] & 15;
	int family = bytes[13] >> 4, transport = bytes[13] & 15;
	size_t total = FIXED + number16(bytes + 14);

	if (version != 2 || command > PROXY)
		return proxy_header_wrong(err, version != 2
						   ? "is of an unknown version"
						   : "has an unknown command");
	/* LOCAL, a health check by the proxy, may have any family. */
	if (command == PROXY && !is_combination(family, transport))
		return proxy_header_wrong(
		    err, "names an unknown family or transport");
	if (total > PROXY_HEADER_LONGEST)
		return proxy_header_wrong(err, "is longer than 16 KiB");
	if (len < total)
		return 0;
	*out = (struct proxy_header){ .version = 2 };
	if (command == LOCAL || family == NO_FAMILY)
		return (ssize_t)total;
	size_t block = blocks[family];
	if (total < FIXED + block)
		return proxy_header_wrong(
		    err, "is too short for its addresses");
	if (check_rest(bytes, FIXED + block, total, err) < 0)
		return -1;
	/* The addresses of datagrams are not those of this connection. */
	if (transport == STREAM)
		read_addresses(family, bytes + FIXED, out);
	return (ssize_t)total;
}

/* Writing */

static void add_port(struct bytes *out, const struct address *a)
{
	unsigned port = address_port(a);
	unsigned char bytes[] = { (unsigned char)(port >> 8),
		(unsigned char)port };

	bytes_add(out, bytes, sizeof(bytes));
}

static void add_path(struct bytes *out, const struct address *a)
{
	unsigned char path[UNIX_PATH] = { 0 };
	size_t len = 0;
	const char *name = address_unix_name(a, &len);

	if (name)
		memcpy(path, name, len < sizeof(path) ? len : sizeof(path));
	bytes_add(out, path, sizeof(path));
}

static void add_addresses(struct bytes *out, const struct proxy_header *h)
{
	unsigned char ip[16];

	if (proxy_header_family(h) == AF_UNIX) {
		add_path(out, &h->source);
		add_path(out, &h->destination);
		return;
	}
	bytes_add(out, ip, proxy_header_ip(&h->source, ip));
	bytes_add(out, ip, proxy_header_ip(&h->destination, ip));
	add_port(out, &h->source);
	add_port(out, &h->destination);
}

void proxy_header_encode_v2(struct bytes *out, const struct proxy_header *h)
{
	int known = proxy_header_family(h);
	int family = known == AF_INET    ? IPV4
	             : known == AF_INET6 ? IPV6
	             : known == AF_UNIX  ? UNIX
	                                 : NO_FAMILY;
	unsigned char fixed[] = {
		2 << 4 | PROXY,
		(unsigned char)(family << 4 | (family ? STREAM : NO_TRANSPORT)),
		0,
		(unsigned char)blocks[family],
	};

	bytes_add(out, PROXY_HEADER_SIGNATURE, PROXY_HEADER_SIGNATURE_LEN);
	bytes_add(out, fixed, sizeof(fixed));
	if (family != NO_FAMILY)
		add_addresses(out, h);
}
