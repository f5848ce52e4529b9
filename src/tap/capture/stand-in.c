/* SPDX-License-Identifier: MIT */
/* Addresses of the loopback network for Unix sockets. */
#include "tap/capture/stand-in.h"

#include <netinet/in.h>
#include <stdint.h>

#define FIRST_PORT 1024
#define PORTS (65536 - FIRST_PORT)
#define LISTENER 0x7f000002 /* 127.0.0.2 */
#define LISTENER_PORT 1
#define CLIENTS 0x7f000001
#define NAMED 0x7f800000

static struct address make(uint32_t host, unsigned port)
{
	struct address a = { .len = sizeof(struct sockaddr_in) };
	struct sockaddr_in *in = (void *)&a.storage;

	in->sin_family = AF_INET;
	in->sin_port = htons((uint16_t)port);
	in->sin_addr.s_addr = htonl(host);
	return a;
}

struct address stand_in_listener(void)
{
	return make(LISTENER, LISTENER_PORT);
}

/* Without the second address, which is that of the listener. */
struct address stand_in_client(unsigned number)
{
	unsigned host = number / PORTS;

	return make(CLIENTS + host + (host > 0), FIRST_PORT + number % PORTS);
}

/* FNV-1a. */
static uint32_t hash(const char *name, size_t len)
{
	uint32_t value = 2166136261U;

	for (size_t i = 0; i < len; i++)
		value = (value ^ (unsigned char)name[i]) * 16777619U;
	return value;
}

struct address stand_in_named(const struct address *unix_address)
{
	size_t len = 0;
	const char *name =
	    unix_address ? address_unix_name(unix_address, &len) : NULL;

	if (!name || len == 0)
		return stand_in_client(0);
	uint32_t value = hash(name, len);
	return make(
	    NAMED | (value & 0x7fffff), FIRST_PORT + (value >> 9) % PORTS);
}
