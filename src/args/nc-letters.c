/* SPDX-License-Identifier: MIT */
/* The letters of nc. */
#include "args/nc-letters.h"

#include <limits.h>
#include <stddef.h>
#include <sys/socket.h>

#include "args/config.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define AT(field) offsetof(struct config, field)
#define BUFFER_MOST (1 << 30)
#define SECONDS_MOST (INT_MAX / 1000)

/* clang-format off */
static const struct option_spec letters[] = {
	{ '4', "", "", "use IPv4", OPTION_FAMILY, AT(family), AF_INET, 0 },
	{ '6', "", "", "use IPv6", OPTION_FAMILY, AT(family), AF_INET6, 0 },
	{ 'b', "", "", "allow broadcast addresses", OPTION_FLAG, AT(sockopts.broadcast), 0, 0 },
	{ 'C', "", "", "send each line feed as CRLF", OPTION_FLAG, AT(crlf), 0, 0 },
	{ 'c', "", "", "use TLS", OPTION_FLAG, AT(tls.is_asked), 0, 0 },
	{ 'D', "", "", "set SO_DEBUG on the socket", OPTION_FLAG, AT(sockopts.debug), 0, 0 },
	{ 'd', "", "", "do not read the input", OPTION_FLAG, AT(no_stdin), 0, 0 },
	{ 'e', "", "name", "the peer's certificate must be for this name", OPTION_TEXT, AT(tls.name), 0, 0 },
	{ 'F', "", "", "pass the socket over standard output, and end", OPTION_FLAG, AT(nc.passes_socket), 0, 0 },
	{ 'H', "", "hash", "the peer's certificate must have it: SHA256:HEX", OPTION_TEXT, AT(tls.hash), 0, 0 },
	{ 'h', "", "", "this help", OPTION_FLAG, AT(short_help), 0, 0 },
	{ 'I', "", "length", "receive buffer, in bytes", OPTION_NUMBER, AT(sockopts.recv_buffer), 1, BUFFER_MOST },
	{ 'i', "", "seconds", "pause between lines, or with -z between ports", OPTION_NUMBER, AT(nc.interval_s), 0, SECONDS_MOST },
	{ 'K', "", "file", "certificate and key, in PEM or PKCS#12", OPTION_TEXT, AT(tls.certificate), 0, 0 },
	{ 'k', "", "", "with -l: serve one client after another", OPTION_FLAG, AT(keep_open), 0, 0, .is_common = true },
	{ 'l', "", "", "listen", OPTION_FLAG, AT(nc.listens), 0, 0 },
	{ 'M', "", "ttl", "time to live (hop limit) of the packets", OPTION_NUMBER, AT(sockopts.ttl), 0, 255 },
	{ 'm', "", "minttl", "only packets that arrive with this TTL or more", OPTION_NUMBER, AT(sockopts.min_ttl), 0, 255 },
	{ 'N', "", "", "after the input, shut down the sending side", OPTION_FLAG, AT(nc.shuts), 0, 0 },
	{ 'n', "", "", "do not look up names", OPTION_FLAG, AT(numeric), 0, 0 },
	{ 'O', "", "length", "send buffer, in bytes", OPTION_NUMBER, AT(sockopts.send_buffer), 1, BUFFER_MOST },
	{ 'o', "", "file", "with -l: an OCSP response for -K, in DER", OPTION_TEXT, AT(tls.staple), 0, 0 },
	{ 'P', "", "user", "user for an HTTP proxy", OPTION_TEXT, AT(nc.proxy_user), 0, 0 },
	{ 'p', "", "port", "local port", OPTION_TEXT, AT(source_port), 0, 0 },
	{ 'q', "", "seconds", "the same as -N, and end that long after the input", OPTION_NUMBER, AT(nc.quit_s), INT_MIN, SECONDS_MOST, .is_common = true },
	{ 'R', "", "file", "trust these authorities, not the system's", OPTION_TEXT, AT(tls.ca), 0, 0 },
	{ 'r', "", "", "try ports in random order", OPTION_FLAG, AT(nc.in_random_order), 0, 0 },
	{ 'S', "", "", "sign segments by MD5 (RFC 2385); asks for the key", OPTION_FLAG, AT(nc.md5), 0, 0 },
	{ 's', "", "addr", "local address", OPTION_TEXT, AT(source), 0, 0 },
	{ 'T', "", "keyword", "type of service, or a keyword for TLS", OPTION_TEXTS, AT(nc.keywords), 0, 0 },
	{ 't', "", "", "refuse telnet options", OPTION_FLAG, AT(telnet), 0, 0 },
	{ 'U', "", "", "use a Unix socket", OPTION_FLAG, AT(nc.is_unix), 0, 0, .is_common = true },
	{ 'u', "", "", "use datagrams", OPTION_FLAG, AT(udp), 0, 0, .is_common = true },
	{ 'V', "", "table", "routing table (not on Linux)", OPTION_TEXT, AT(nc.routing), 0, 0 },
	{ 'v', "", "", "print what happens", OPTION_COUNT, AT(verbosity), 0, 0, .is_common = true },
	{ 'W', "", "count", "end when data was received count times", OPTION_NUMBER, AT(max_reads), 1, INT_MAX },
	{ 'w', "", "seconds", "limit for connecting, then for silence", OPTION_NUMBER, AT(nc.wait_s), 0, SECONDS_MOST, .is_common = true },
	{ 'X', "", "protocol", "protocol of the proxy: 4, 5 or connect", OPTION_TEXT, AT(nc.proxy_protocol), 0, 0 },
	{ 'x', "", "addr[:port]", "connect through this proxy", OPTION_TEXT, AT(nc.proxy), 0, 0 },
	{ 'Z', "", "", "use DCCP (not in this build)", OPTION_FLAG, AT(nc.dccp), 0, 0 },
	{ 'z', "", "", "only connect, to find open ports", OPTION_FLAG, AT(nc.asks), 0, 0, .is_common = true },
};
/* clang-format on */

const struct option_group nc_letters = {
	.title = "Letters",
	.specs = letters,
	.count = COUNT(letters),
};

const char *nc_letters_number(char letter)
{
	static const struct {
		char letter, name[20];
	} names[] = {
		{ 'I', "TCP receive window" },
		{ 'i', "interval" },
		{ 'M', "ttl" },
		{ 'm', "minttl" },
		{ 'O', "TCP send window" },
		{ 'q', "quit timer" },
		{ 'W', "receive limit" },
		{ 'w', "timeout" },
	};

	for (size_t i = 0; i < COUNT(names); i++)
		if (names[i].letter == letter)
			return names[i].name;
	return "number"; /* test-option-rows: each has its name */
}
