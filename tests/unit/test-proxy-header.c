/* SPDX-License-Identifier: MIT */
/* The header of the PROXY protocol: what is read from bytes, and written. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "chance.h"
#include "net/proxy-header/crc32c.h"
#include "net/proxy-header/proxy-header-prelude.h"
#include "tap.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MOST 600

/* Of version 2, with its length, but not that of a text. */
#define SIGNATURE "\r\n\r\n\0\r\nQUIT\n"
#define BYTES(text) text, sizeof(text) - 1

/* 192.0.2.1:4660 to 198.51.100.2:443 */
#define FOUR "\xc0\0\2\1\xc6\x33\x64\2\x12\x34\1\xbb"
#define SIX                                                                    \
	"\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"                               \
	"\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\2"                               \
	"\x12\x34\1\xbb"

struct row {
	const char *name;
	const char *bytes;
	size_t len;
	const char *source, *destination; /* NULL: not said */
	const char *failure;              /* a part of it; NULL: none */
};

/* clang-format off */
static const struct row rows[] = {
	/* Version 1 */
	{ "IPv4", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 4660 443\r\n"), "192.0.2.1:4660", "198.51.100.2:443", NULL },
	{ "IPv6", BYTES("PROXY TCP6 2001:db8::1 2001:db8::2 0 65535\r\n"), "[2001:db8::1]:0", "[2001:db8::2]:65535", NULL },
	{ "the longest of IPv6", BYTES("PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n"),
	    "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535", "[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535", NULL },
	{ "unknown", BYTES("PROXY UNKNOWN\r\n"), NULL, NULL, NULL },
	{ "unknown with more behind it", BYTES("PROXY UNKNOWN ffff::1  what ever\r\n"), NULL, NULL, NULL },
	{ "a line feed alone", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 1 2\n"), NULL, NULL, "line feed without" },
	{ "a carriage return alone", BYTES("PROXY UNKNOWN \rx\r\n"), NULL, NULL, "carriage return without" },
	{ "two spaces", BYTES("PROXY TCP4 192.0.2.1  198.51.100.2 1 2\r\n"), NULL, NULL, "two addresses and two ports" },
	{ "a space at the end", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 1 2 \r\n"), NULL, NULL, "two addresses and two ports" },
	{ "a word too many", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 1 2 3\r\n"), NULL, NULL, "two addresses and two ports" },
	{ "a port too few", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 1\r\n"), NULL, NULL, "two addresses and two ports" },
	{ "a tabulator", BYTES("PROXY TCP4\t192.0.2.1 198.51.100.2 1 2\r\n"), NULL, NULL, "names a protocol other" },
	{ "zeros before a port", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 01 2\r\n"), NULL, NULL, "a port that is not one" },
	{ "a port with a sign", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 +1 2\r\n"), NULL, NULL, "a port that is not one" },
	{ "a port that is too large", BYTES("PROXY TCP4 192.0.2.1 198.51.100.2 1 65536\r\n"), NULL, NULL, "a port that is not one" },
	{ "zeros before a part of an address", BYTES("PROXY TCP4 192.0.02.1 198.51.100.2 1 2\r\n"), NULL, NULL, "not one of IPv4" },
	{ "a short address", BYTES("PROXY TCP4 192.1 198.51.100.2 1 2\r\n"), NULL, NULL, "not one of IPv4" },
	{ "IPv6 as IPv4", BYTES("PROXY TCP4 ::1 198.51.100.2 1 2\r\n"), NULL, NULL, "not one of IPv4" },
	{ "IPv4 as IPv6", BYTES("PROXY TCP6 192.0.2.1 198.51.100.2 1 2\r\n"), NULL, NULL, "not one of IPv6" },
	{ "a scope", BYTES("PROXY TCP6 fe80::1%lo fe80::2 1 2\r\n"), NULL, NULL, "not one of IPv6" },
	{ "UDP", BYTES("PROXY UDP4 192.0.2.1 198.51.100.2 1 2\r\n"), NULL, NULL, "names a protocol other" },
	{ "small letters", BYTES("PROXY tcp4 192.0.2.1 198.51.100.2 1 2\r\n"), NULL, NULL, "names a protocol other" },
	{ "no protocol", BYTES("PROXY \r\n"), NULL, NULL, "names no protocol" },
	{ "a NUL", BYTES("PROXY UNKNOWN\0\r\n"), NULL, NULL, "has a NUL" },
	{ "107 bytes", BYTES("PROXY UNKNOWN 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890\r\n"), NULL, NULL, NULL },
	{ "108 bytes", BYTES("PROXY UNKNOWN 01234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901\r\n"), NULL, NULL, "longer than 107 bytes" },

	/* Version 2 */
	{ "IPv4, binary", BYTES(SIGNATURE "\x21\x11\0\x0c" FOUR), "192.0.2.1:4660", "198.51.100.2:443", NULL },
	{ "IPv6, binary", BYTES(SIGNATURE "\x21\x21\0\x24" SIX), "[2001:db8::1]:4660", "[2001:db8::2]:443", NULL },
	{ "local", BYTES(SIGNATURE "\x20\0\0\0"), NULL, NULL, NULL },
	{ "local, with addresses that are skipped", BYTES(SIGNATURE "\x20\x11\0\x0c" FOUR), NULL, NULL, NULL },
	{ "local, of any family", BYTES(SIGNATURE "\x20\xff\0\1x"), NULL, NULL, NULL },
	{ "not specified", BYTES(SIGNATURE "\x21\0\0\2xx"), NULL, NULL, NULL },
	{ "datagrams were passed on", BYTES(SIGNATURE "\x21\x12\0\x0c" FOUR), NULL, NULL, NULL },
	{ "a TLV that says nothing", BYTES(SIGNATURE "\x21\x11\0\x11" FOUR "\4\0\2ab"), "192.0.2.1:4660", "198.51.100.2:443", NULL },
	{ "two TLVs, one unknown", BYTES(SIGNATURE "\x21\x11\0\x13" FOUR "\xea\0\1x\4\0\0"), "192.0.2.1:4660", "198.51.100.2:443", NULL },
	{ "a TLV that is cut off", BYTES(SIGNATURE "\x21\x11\0\x0e" FOUR "\4\0"), NULL, NULL, "middle of a TLV" },
	{ "a TLV that says it is longer", BYTES(SIGNATURE "\x21\x11\0\x10" FOUR "\4\0\2a"), NULL, NULL, "longer than itself" },
	{ "a checksum", BYTES(SIGNATURE "\x21\x11\0\x13" FOUR "\3\0\4\xf6\x03\xd2\x3a"), "192.0.2.1:4660", "198.51.100.2:443", NULL },
	{ "a wrong checksum", BYTES(SIGNATURE "\x21\x11\0\x13" FOUR "\3\0\4\xf6\x03\xd2\x3b"), NULL, NULL, "a wrong checksum" },
	{ "a checksum of another length", BYTES(SIGNATURE "\x21\x11\0\x11" FOUR "\3\0\2\xf6\x03"), NULL, NULL, "a wrong checksum" },
	{ "too short for IPv4", BYTES(SIGNATURE "\x21\x11\0\x0b" FOUR), NULL, NULL, "too short for its addresses" },
	{ "too short for IPv6", BYTES(SIGNATURE "\x21\x21\0\x0c" FOUR), NULL, NULL, "too short for its addresses" },
	{ "version 1, binary", BYTES(SIGNATURE "\x11\x11\0\x0c" FOUR), NULL, NULL, "an unknown version" },
	{ "an unknown command", BYTES(SIGNATURE "\x22\x11\0\x0c" FOUR), NULL, NULL, "an unknown command" },
	{ "an unknown family", BYTES(SIGNATURE "\x21\x41\0\x0c" FOUR), NULL, NULL, "an unknown family" },
	{ "an unknown transport", BYTES(SIGNATURE "\x21\x13\0\x0c" FOUR), NULL, NULL, "an unknown family" },
	{ "a family without a transport", BYTES(SIGNATURE "\x21\x10\0\x0c" FOUR), NULL, NULL, "an unknown family" },
	{ "a transport without a family", BYTES(SIGNATURE "\x21\1\0\0"), NULL, NULL, "an unknown family" },
	{ "longer than is accepted", BYTES(SIGNATURE "\x21\x11\xff\xff"), NULL, NULL, "longer than 16 KiB" },

	/* Neither */
	{ "something else", BYTES("GET /\r\n"), NULL, NULL, "sent no PROXY header, but 'GET /" },
	{ "something else of one byte", BYTES("x"), NULL, NULL, "sent no PROXY header, but 'x'" },
	{ "a word that only begins so", BYTES("PROXYING"), NULL, NULL, "sent no PROXY header" },
	{ "a signature without its NUL", BYTES("\r\n\r\n\1"), NULL, NULL, "sent no PROXY header" },
};
/* clang-format on */

/* Behind guard pages would be better: here the sanitizers look. */
static ssize_t decode(
    const char *bytes, size_t len, struct proxy_header *out, struct error *err)
{
	unsigned char *copy = malloc(len ? len : 1);

	memcpy(copy, bytes, len);
	ssize_t n = proxy_header_decode(copy, len, out, err);
	free(copy);
	return n;
}

static void check_address(
    const struct address *a, const char *wanted, const char *name)
{
	char text[ADDRESS_TEXT];

	is_text(address_text(text, a), wanted, "  its %s", name);
}

static void test_row(const struct row *row)
{
	struct error err = ERROR_NONE;
	struct proxy_header h = { 0 };
	ssize_t n = decode(row->bytes, row->len, &h, &err);

	if (row->failure) {
		is_int(n, -1, "%s", row->name);
		is_int(err.kind, FAULT_PROXY, "  is refused");
		has_text(err.text, row->failure, "  in words");
		return;
	}
	is_int(n, (long long)row->len, "%s", row->name);
	is_int(
	    h.has_addresses, row->source != NULL, "  with addresses, or not");
	if (!row->source)
		return;
	check_address(&h.source, row->source, "source");
	check_address(&h.destination, row->destination, "destination");
}

/* Cut anywhere, more is waited for, or the rest cannot mend it. */
static void test_cuts(const struct row *row)
{
	struct error err = ERROR_NONE;
	struct proxy_header h;
	size_t wrong = 0;

	for (size_t len = 0; len < row->len; len++) {
		ssize_t n = decode(row->bytes, len, &h, &err);
		wrong += row->failure ? n > 0 : n != 0;
	}
	is_int((long long)wrong, 0, "%s: cut at each byte", row->name);
}

/* What follows belongs to the conversation, whatever it is. */
static void test_what_follows(const struct row *row)
{
	struct error err = ERROR_NONE;
	struct proxy_header h;
	char bytes[MOST];

	memcpy(bytes, row->bytes, row->len);
	memset(bytes + row->len, '\n', sizeof(bytes) - row->len);
	is_int(decode(bytes, sizeof(bytes), &h, &err), (long long)row->len,
	    "%s: what follows is left", row->name);
}

/* The rest of a header is waited for if the whole is not too long. */
static void test_longest(void)
{
	struct error err = ERROR_NONE;
	struct proxy_header h;

	is_int(decode(BYTES(SIGNATURE "\x20\0\x3f\xf0"), &h, &err), 0,
	    "a header of 16 KiB is waited for");
	is_int(decode(BYTES(SIGNATURE "\x20\0\x3f\xf1"), &h, &err), -1,
	    "one of a byte more is not");
	has_text(err.text, "longer than 16 KiB", "  and says why");
}

static void test_unix(void)
{
	static const char path[] = "/run/a.socket";
	char bytes[16 + 216] = SIGNATURE "\x21\x31\0\xd8", text[ADDRESS_TEXT];
	struct error err = ERROR_NONE;
	struct proxy_header h;

	memcpy(bytes + 16, path, sizeof(path));
	memcpy(bytes + 16 + 108, "\0name", 5);
	is_int(decode(bytes, sizeof(bytes), &h, &err), sizeof(bytes), "Unix");
	is_text(address_host(text, &h.source), path, "  with a path");
	is_text(address_host(text, &h.destination), "@name",
	    "  and an abstract name");
	memset(bytes + 16, 'x', 108);
	is_int(decode(bytes, sizeof(bytes), &h, &err), sizeof(bytes),
	    "a path that has no end");
	is_int(h.source.len, sizeof(struct sockaddr_un), "  is not longer");
	memset(bytes + 16, 0, 216);
	is_int(decode(bytes, sizeof(bytes), &h, &err), sizeof(bytes),
	    "a client without a name");
	is_int(address_family(&h.source), AF_UNIX, "  is one all the same");
}

static struct address make(const char *host, unsigned port)
{
	struct address a = { 0 };
	struct sockaddr_in *in = (struct sockaddr_in *)&a.storage;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&a.storage;

	if (inet_pton(AF_INET, host, &in->sin_addr) == 1) {
		a.storage.ss_family = AF_INET;
		a.len = sizeof(*in);
	} else {
		a.storage.ss_family = AF_INET6;
		a.len = sizeof(*in6);
		inet_pton(AF_INET6, host, &in6->sin6_addr);
		in6->sin6_scope_id = 1; /* it is not passed on */
	}
	address_set_port(&a, port);
	return a;
}

static void check_text(const char *source, const char *destination,
    const char *wanted, const char *name)
{
	const struct proxy_header h = {
		.version = 1,
		.has_addresses = true,
		.source = make(source, 4660),
		.destination = make(destination, 443),
	};
	struct bytes out = { 0 };

	proxy_header_encode(&out, &h);
	bytes_add(&out, "", 1);
	is_text((const char *)out.at, wanted, "%s", name);
	bytes_free(&out);
}

static void test_text(void)
{
	const struct proxy_header unknown = { .version = 1 };
	struct bytes out = { 0 };

	check_text("192.0.2.1", "198.51.100.2",
	    "PROXY TCP4 192.0.2.1 198.51.100.2 4660 443\r\n", "IPv4 as text");
	check_text("2001:db8::1", "2001:db8::2",
	    "PROXY TCP6 2001:db8::1 2001:db8::2 4660 443\r\n", "IPv6 as text");
	check_text("::ffff:192.0.2.1", "::ffff:198.51.100.2",
	    "PROXY TCP4 192.0.2.1 198.51.100.2 4660 443\r\n",
	    "IPv4 that is mapped into IPv6");
	check_text("::ffff:192.0.2.1", "2001:db8::2", "PROXY UNKNOWN\r\n",
	    "two families");
	proxy_header_encode(&out, &unknown);
	bytes_add(&out, "", 1);
	is_text((const char *)out.at, "PROXY UNKNOWN\r\n", "no addresses");
	bytes_free(&out);
}

static void check_binary(
    const struct proxy_header *h, const char *wanted, size_t len)
{
	struct bytes out = { 0 };

	proxy_header_encode(&out, h);
	ok(out.len == len && memcmp(out.at, wanted, len) == 0,
	    "as the specification has it");
	bytes_free(&out);
}

static void test_binary(void)
{
	struct proxy_header h = {
		.version = 2,
		.has_addresses = true,
		.source = make("192.0.2.1", 4660),
		.destination = make("198.51.100.2", 443),
	};

	check_binary(&h, BYTES(SIGNATURE "\x21\x11\0\x0c" FOUR));
	h.source = make("2001:db8::1", 4660);
	h.destination = make("2001:db8::2", 443);
	check_binary(&h, BYTES(SIGNATURE "\x21\x21\0\x24" SIX));
	h.has_addresses = false;
	check_binary(&h, BYTES(SIGNATURE "\x21\0\0\0"));
}

/* What is written is what was read. */
static void test_back(const struct row *row)
{
	struct error err = ERROR_NONE;
	struct proxy_header h, again;
	struct bytes out = { 0 };

	decode(row->bytes, row->len, &h, &err);
	proxy_header_encode(&out, &h);
	is_int(proxy_header_decode(out.at, out.len, &again, &err),
	    (long long)out.len, "%s: written, and read again", row->name);
	is_int(again.has_addresses, h.has_addresses, "  it says as much");
	if (h.has_addresses) {
		check_address(&again.source, row->source, "source");
		check_address(
		    &again.destination, row->destination, "destination");
	}
	bytes_free(&out);
}

/* Bytes by chance, most of them in a header that is nearly right. */
static void test_hostile(void)
{
	struct chance chance = { 13 };
	size_t taken = 0;

	for (int i = 0; i < 20000; i++) {
		const struct row *row =
		    &rows[chance_below(&chance, COUNT(rows))];
		char bytes[MOST];
		struct error err = ERROR_NONE;
		struct proxy_header h;

		memcpy(bytes, row->bytes, row->len);
		for (size_t n = 1 + chance_below(&chance, 3); n > 0; n--)
			bytes[chance_below(&chance, row->len)] =
			    (char)chance_below(&chance, 256);
		ssize_t n = decode(bytes, row->len, &h, &err);
		taken += n > (ssize_t)row->len;
	}
	is_int((long long)taken, 0, "never is more taken than there is");
}

static void test_checksum(void)
{
	is_int(crc32c(0, "123456789", 9), 0xe3069283, "the usual check");
	is_int(crc32c(crc32c(0, "1234", 4), "56789", 5), 0xe3069283,
	    "in two parts");
}

int main(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		test_row(&rows[i]);
		test_cuts(&rows[i]);
		if (rows[i].failure)
			continue;
		test_what_follows(&rows[i]);
		test_back(&rows[i]);
	}
	test_longest();
	test_unix();
	test_text();
	test_binary();
	test_hostile();
	test_checksum();
	return plan();
}
