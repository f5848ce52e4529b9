/* SPDX-License-Identifier: MIT */
/* The letters of nc. */
#include "args/nc-letters.h"

#include <limits.h>
#include <stddef.h>
#include <sys/socket.h>

#include "args/config.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define AT(field) offsetof(struct config, field)
/* What messages about a number begin with. */
#define NAME(text)                                                             \
	(const char *const[])                                                  \
	{                                                                      \
		text, NULL                                                     \
	}
#define BUFFER_MOST (1 << 30)
#define SECONDS_MOST (INT_MAX / 1000)

/* clang-format off */
static const struct option_spec letters[] = {
	{ '4', NULL, NULL, "use IPv4", OPTION_FAMILY, AT(family), AF_INET, 0 },
	{ '6', NULL, NULL, "use IPv6", OPTION_FAMILY, AT(family), AF_INET6, 0 },
	{ 'b', NULL, NULL, "allow broadcast addresses", OPTION_FLAG, AT(sockopts.broadcast), 0, 0 },
	{ 'C', NULL, NULL, "send each line feed as CRLF", OPTION_FLAG, AT(crlf), 0, 0 },
	{ 'c', NULL, NULL, "use TLS", OPTION_FLAG, AT(tls.is_asked), 0, 0 },
	{ 'D', NULL, NULL, "set SO_DEBUG on the socket", OPTION_FLAG, AT(sockopts.debug), 0, 0 },
	{ 'd', NULL, NULL, "do not read the input", OPTION_FLAG, AT(no_stdin), 0, 0 },
	{ 'e', NULL, "name", "the peer's certificate must be for this name", OPTION_TEXT, AT(tls.name), 0, 0 },
	{ 'F', NULL, NULL, "pass the socket over standard output, and end", OPTION_FLAG, AT(nc.passes_socket), 0, 0 },
	{ 'H', NULL, "hash", "the peer's certificate must have it: SHA256:HEX", OPTION_TEXT, AT(tls.hash), 0, 0 },
	{ 'h', NULL, NULL, "this help", OPTION_FLAG, AT(short_help), 0, 0 },
	{ 'I', NULL, "length", "receive buffer, in bytes", OPTION_NUMBER, AT(sockopts.recv_buffer), 1, BUFFER_MOST, NAME("TCP receive window") },
	{ 'i', NULL, "seconds", "pause between lines, or with -z between ports", OPTION_NUMBER, AT(nc.interval_s), 0, SECONDS_MOST, NAME("interval") },
	{ 'K', NULL, "file", "certificate and key, in PEM or PKCS#12", OPTION_TEXT, AT(tls.certificate), 0, 0 },
	{ 'k', NULL, NULL, "with -l: serve one client after another", OPTION_FLAG, AT(keep_open), 0, 0, .is_common = true },
	{ 'l', NULL, NULL, "listen", OPTION_FLAG, AT(nc.listens), 0, 0 },
	{ 'M', NULL, "ttl", "time to live (hop limit) of the packets", OPTION_NUMBER, AT(sockopts.ttl), 0, 255, NAME("ttl") },
	{ 'm', NULL, "minttl", "only packets that arrive with this TTL or more", OPTION_NUMBER, AT(sockopts.min_ttl), 0, 255, NAME("minttl") },
	{ 'N', NULL, NULL, "after the input, shut down the sending side", OPTION_FLAG, AT(nc.shuts), 0, 0 },
	{ 'n', NULL, NULL, "do not look up names", OPTION_FLAG, AT(numeric), 0, 0 },
	{ 'O', NULL, "length", "send buffer, in bytes", OPTION_NUMBER, AT(sockopts.send_buffer), 1, BUFFER_MOST, NAME("TCP send window") },
	{ 'o', NULL, "file", "with -l: an OCSP response for -K, in DER", OPTION_TEXT, AT(tls.staple), 0, 0 },
	{ 'P', NULL, "user", "user for an HTTP proxy", OPTION_TEXT, AT(nc.proxy_user), 0, 0 },
	{ 'p', NULL, "port", "local port", OPTION_TEXT, AT(source_port), 0, 0 },
	{ 'q', NULL, "seconds", "the same as -N, and end that long after the input", OPTION_NUMBER, AT(nc.quit_s), INT_MIN, SECONDS_MOST, NAME("quit timer"), .is_common = true },
	{ 'R', NULL, "file", "trust these authorities, not the system's", OPTION_TEXT, AT(tls.ca), 0, 0 },
	{ 'r', NULL, NULL, "try ports in random order", OPTION_FLAG, AT(nc.in_random_order), 0, 0 },
	{ 'S', NULL, NULL, "sign segments by MD5 (RFC 2385); asks for the key", OPTION_FLAG, AT(nc.md5), 0, 0 },
	{ 's', NULL, "addr", "local address", OPTION_TEXT, AT(source), 0, 0 },
	{ 'T', NULL, "keyword", "type of service, or a keyword for TLS", OPTION_TEXTS, AT(nc.keywords), 0, 0 },
	{ 't', NULL, NULL, "refuse telnet options", OPTION_FLAG, AT(telnet), 0, 0 },
	{ 'U', NULL, NULL, "use a Unix socket", OPTION_FLAG, AT(nc.is_unix), 0, 0, .is_common = true },
	{ 'u', NULL, NULL, "use datagrams", OPTION_FLAG, AT(udp), 0, 0, .is_common = true },
	{ 'V', NULL, "table", "routing table (not on Linux)", OPTION_TEXT, AT(nc.routing), 0, 0 },
	{ 'v', NULL, NULL, "print what happens", OPTION_COUNT, AT(verbosity), 0, 0, .is_common = true },
	{ 'W', NULL, "count", "end when data was received count times", OPTION_NUMBER, AT(max_reads), 1, INT_MAX, NAME("receive limit") },
	{ 'w', NULL, "seconds", "limit for connecting, then for silence", OPTION_NUMBER, AT(nc.wait_s), 0, SECONDS_MOST, NAME("timeout"), .is_common = true },
	{ 'X', NULL, "protocol", "protocol of the proxy: 4, 5 or connect", OPTION_TEXT, AT(nc.proxy_protocol), 0, 0 },
	{ 'x', NULL, "addr[:port]", "connect through this proxy", OPTION_TEXT, AT(nc.proxy), 0, 0 },
	{ 'Z', NULL, NULL, "use DCCP (not in this build)", OPTION_FLAG, AT(nc.dccp), 0, 0 },
	{ 'z', NULL, NULL, "only connect, to find open ports", OPTION_FLAG, AT(nc.asks), 0, 0, .is_common = true },
};
/* clang-format on */

const struct option_group nc_letters = {
	.title = "Letters",
	.specs = letters,
	.count = COUNT(letters),
};
