/* SPDX-License-Identifier: MIT */
/*
 * MySQL and MariaDB. The server sends a packet that says whether it can do TLS;
 * the client sends a request, to which there is no answer, and then TLS (MySQL,
 * "Connection Phase", Protocol::HandshakeV10 and Protocol::SSLRequest).
 */
#include <string.h>

#include "net/starttls/starttls-private.h"

/* A length of 3 bytes, least significant first, and a number. */
#define HEADER_BYTES 4
#define BEHIND_VERSION 13 /* connection, part of a nonce, NUL follow it */

#define VERSION_10 10
#define IS_ERROR 0xff
#define CLIENT_SSL 0x0800

/* Protocol 4.1, TLS, transactions, named methods of authentication; packets of
 * 16 MiB; utf8mb4. The login inside of TLS may have other values. */
static const unsigned char request[HEADER_BYTES + 32] = { 32, 0, 0,
	1, /* header */
	0x05, 0xaa, 0x08, 0x00, 0, 0, 0, 1, 45 };

static unsigned number(const unsigned char *at)
{
	return at[0] | (unsigned)at[1] << 8;
}

/* An error packet has a number, perhaps "#" and a state of five letters, and a
 * text. */
static enum prelude_state fail(
    const unsigned char *packet, size_t len, struct error *err)
{
	char shown[STARTTLS_SHOWN];
	size_t text = 3;

	if (len >= text + 6 && packet[text] == '#')
		text += 6;
	return error_set(err, FAULT_TLS, "greeted with error %u: '%s'",
	    number(packet + 1),
	    starttls_shown(shown, packet + text, len - text));
}

static enum prelude_state read_greeting(
    const struct starttls *s, struct bytes *in, size_t len, struct error *err)
{
	const unsigned char *packet = in->at + HEADER_BYTES;
	char shown[STARTTLS_SHOWN];

	if (packet[0] == IS_ERROR && len >= 3)
		return fail(packet, len, err);
	const unsigned char *end = memchr(packet + 1, 0, len - 1);
	size_t version_len = end ? (size_t)(end - packet - 1) : 0;
	if (packet[0] != VERSION_10 || !end ||
	    len < 1 + version_len + 1 + BEHIND_VERSION + 2)
		return starttls_strange(s, in, err);
	if (!(number(end + 1 + BEHIND_VERSION) & CLIENT_SSL))
		return error_set(err, FAULT_TLS,
		    "does not offer TLS; its version is '%s'",
		    starttls_shown(shown, packet + 1, version_len));
	bytes_drop(in, HEADER_BYTES + len);
	return PRELUDE_DONE;
}

static enum prelude_state part(
    struct starttls *s, struct bytes *in, struct bytes *out, struct error *err)
{
	if (in->len < HEADER_BYTES)
		return PRELUDE_GOES_ON;
	size_t len = number(in->at) | (size_t)in->at[2] << 16;
	if (len == 0 || len > STARTTLS_PART_BYTES - HEADER_BYTES ||
	    in->at[3] != 0)
		return starttls_strange(s, in, err);
	if (in->len < HEADER_BYTES + len)
		return PRELUDE_GOES_ON;
	enum prelude_state state = read_greeting(s, in, len, err);
	if (state == PRELUDE_DONE)
		bytes_add(out, request, sizeof(request));
	return state;
}

const struct starttls_kind starttls_mysql = {
	.name = "MySQL",
	.server = "the MySQL server",
	.part = part,
};
