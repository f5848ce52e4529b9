/* SPDX-License-Identifier: MIT */
/* Version 1 of the PROXY protocol: a line of text. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "net/proxy-header/proxy-header-private.h"

/* "PROXY TCP6 " with two addresses and two ports, CRLF. */
#define LINE_LONGEST 107

/* Takes a word off the line. It ends at one space, or with the line. Returns
 * false if there is none. */
static bool take_word(char **rest, char **word)
{
	*word = *rest;
	if (!*rest || !**rest || **rest == ' ')
		return false;
	char *space = strchr(*rest, ' ');
	if (space)
		*space = '\0';
	*rest = space ? space + 1 : NULL;
	return true;
}

/* A decimal number without leading zeros. */
static bool parse_port(const char *word, unsigned *out)
{
	unsigned port = 0;
	size_t len = strlen(word);

	if (len == 0 || len > 5 || (word[0] == '0' && len > 1))
		return false;
	for (const char *c = word; *c; c++) {
		if (*c < '0' || *c > '9')
			return false;
		port = port * 10 + (unsigned)(*c - '0');
	}
	*out = port;
	return port <= 65535;
}

static bool parse_host(int family, const char *word, struct address *out)
{
	struct sockaddr_in *in = (struct sockaddr_in *)&out->storage;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&out->storage;

	*out = (struct address){ .storage.ss_family = (sa_family_t)family };
	out->len = family == AF_INET ? sizeof(*in) : sizeof(*in6);
	return inet_pton(family, word,
		   family == AF_INET ? (void *)&in->sin_addr
				     : (void *)&in6->sin6_addr) == 1;
}

static int parse_addresses(
    int family, char *rest, struct proxy_header *out, struct error *err)
{
	char *source, *destination, *from, *to;
	unsigned source_port, destination_port;

	if (!take_word(&rest, &source) || !take_word(&rest, &destination) ||
	    !take_word(&rest, &from) || !take_word(&rest, &to) || rest)
		return proxy_header_wrong(
		    err, "has not two addresses and two ports");
	if (!parse_host(family, source, &out->source) ||
	    !parse_host(family, destination, &out->destination))
		return proxy_header_wrong(
		    err, family == AF_INET
			     ? "has an address that is not one of IPv4"
			     : "has an address that is not one of IPv6");
	if (!parse_port(from, &source_port) ||
	    !parse_port(to, &destination_port))
		return proxy_header_wrong(err, "has a port that is not one");
	address_set_port(&out->source, source_port);
	address_set_port(&out->destination, destination_port);
	out->has_addresses = true;
	return 0;
}

/* The line without its end. */
static int parse_line(char *line, struct proxy_header *out, struct error *err)
{
	char *rest = line, *word;

	*out = (struct proxy_header){ .version = 1 };
	take_word(&rest, &word); /* PROXY */
	if (!take_word(&rest, &word))
		return proxy_header_wrong(err, "names no protocol");
	if (strcmp(word, "UNKNOWN") == 0)
		return 0; /* whatever follows */
	if (strcmp(word, "TCP4") == 0)
		return parse_addresses(AF_INET, rest, out, err);
	if (strcmp(word, "TCP6") == 0)
		return parse_addresses(AF_INET6, rest, out, err);
	return proxy_header_wrong(
	    err, "names a protocol other than TCP4, TCP6 and UNKNOWN");
}

ssize_t proxy_header_decode_v1(const unsigned char *bytes, size_t len,
    struct proxy_header *out, struct error *err)
{
	char line[LINE_LONGEST + 1];
	size_t most = len < LINE_LONGEST ? len : LINE_LONGEST, end = 0;

	while (end < most && bytes[end] != '\r' && bytes[end] != '\n')
		end++;
	if (end < most && bytes[end] == '\n')
		return proxy_header_wrong(
		    err, "has a line feed without a carriage return");
	if (end + 1 < most && bytes[end + 1] != '\n')
		return proxy_header_wrong(
		    err, "has a carriage return without a line feed");
	if (end + 1 >= LINE_LONGEST)
		return proxy_header_wrong(err, "is longer than 107 bytes");
	if (end + 1 >= most)
		return 0;
	if (memchr(bytes, '\0', end))
		return proxy_header_wrong(err, "has a NUL");
	memcpy(line, bytes, end);
	line[end] = '\0';
	return parse_line(line, out, err) < 0 ? -1 : (ssize_t)end + 2;
}

void proxy_header_encode_v1(struct bytes *out, const struct proxy_header *h)
{
	unsigned char source[16], destination[16];
	char from[INET6_ADDRSTRLEN], to[INET6_ADDRSTRLEN];
	int family = proxy_header_family(h);

	if (family != AF_INET && family != AF_INET6) {
		bytes_add_text(out, "PROXY UNKNOWN\r\n");
		return;
	}
	proxy_header_ip(&h->source, source);
	proxy_header_ip(&h->destination, destination);
	bytes_print(out, "PROXY TCP%d %s %s %u %u\r\n",
	    family == AF_INET ? 4 : 6,
	    inet_ntop(family, source, from, sizeof(from)),
	    inet_ntop(family, destination, to, sizeof(to)),
	    address_port(&h->source), address_port(&h->destination));
}
