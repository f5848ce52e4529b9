/* SPDX-License-Identifier: MIT */
/* What the protocols of the proxy server share. */
#ifndef NET_PROXY_SERVER_PROXY_SERVER_PRIVATE_H
#define NET_PROXY_SERVER_PROXY_SERVER_PRIVATE_H

#include "net/proxy-server/proxy-server.h"

/* Codes of replies. Those of SOCKS 5 are in RFC 1928, section 6. */
#define SOCKS4_GRANTED 0x5A
#define SOCKS4_REJECTED 0x5B

enum socks5_reply {
	SOCKS5_SUCCEEDED,
	SOCKS5_FAILED,
	SOCKS5_NOT_ALLOWED,
	SOCKS5_NO_NETWORK,
	SOCKS5_NO_HOST,
	SOCKS5_REFUSED,
	SOCKS5_EXPIRED,
	SOCKS5_NO_COMMAND,
	SOCKS5_NO_ADDRESS_TYPE,
};

enum socks5_address_type { SOCKS5_INET = 1, SOCKS5_NAME = 3, SOCKS5_INET6 };

/* The longest head of a request of HTTP. */
#define HTTP_HEAD_MOST 32768

/* Readers of one protocol, see proxy_server_reader(). */
struct prelude *proxy_server_socks(
    const struct proxy_users *users, struct proxy_server_request *out);
struct prelude *proxy_server_http(
    const struct proxy_users *users, struct proxy_server_request *out);

/* The operation of a reader whose client ends before its request does. */
bool proxy_server_ended(struct prelude *p, struct error *err);

/* Add a reply. bound may be NULL, or an address that SOCKS does not know. */
void proxy_server_add_socks4(
    struct bytes *out, unsigned char code, const struct address *bound);
void proxy_server_add_socks5(
    struct bytes *out, enum socks5_reply code, const struct address *bound);

/* Adds a response of HTTP that is an error. status: "403 Forbidden"; fields:
 * more lines of the head, each ended by CRLF, or ""; words: a sentence for
 * people, without a full stop. */
void proxy_server_add_http(struct bytes *out, const char *status,
    const char *fields, const char *words);

/* Takes the name or address of a host. Returns false if it is none. */
bool proxy_server_take_host(
    struct proxy_server_request *to, const void *bytes, size_t len);

/* Drops bytes that may contain a password, and overwrites them. */
void proxy_server_drop_secret(struct bytes *in, size_t len);

#endif
