/* SPDX-License-Identifier: MIT */
/* The kinds of addresses. */
#include "args/spec-kind.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/xalloc.h"

#define DIGITS "0123456789"
#define LOWER "abcdefghijklmnopqrstuvwxyz"

#define D SPEC_BIT(SPEC_DIALS)
#define L SPEC_BIT(SPEC_LISTENS)
#define W SPEC_BIT(SPEC_WAITS)

/* clang-format off */
static const struct spec_trait traits[SPEC_KINDS] = {
	[SPEC_TCP] = { "tcp:", "a TCP port", SPEC_HOST, D | L | W, SOCK_STREAM },
	[SPEC_TLS] = { "tls:", "a TCP port, with TLS", SPEC_HOST, D | L, SOCK_STREAM },
	[SPEC_UDP] = { "udp:", "a UDP port", SPEC_HOST, D | L | W, SOCK_DGRAM },
	[SPEC_UNIX] = { "unix:", "a Unix socket", SPEC_SOCKET, D | L | W, SOCK_STREAM },
	[SPEC_UNIX_SEQPACKET] = { "unix-seqpacket:", "a Unix socket for messages", SPEC_SOCKET, D | L | W, SOCK_SEQPACKET },
	[SPEC_UNIX_DGRAM] = { "unix-dgram:", "a Unix socket for datagrams", SPEC_SOCKET, D | L | W, SOCK_DGRAM },
	[SPEC_FD] = { "fd:", "an inherited descriptor", SPEC_NUMBER, D | L, SOCK_STREAM },
	[SPEC_STDIO] = { "-", "standard input and output", SPEC_NOTHING, D, SOCK_STREAM },
	[SPEC_EXEC] = { "exec:", "a program", SPEC_TEXT, D, SOCK_STREAM },
	[SPEC_SH] = { "sh:", "a shell command", SPEC_TEXT, D, SOCK_STREAM },
	[SPEC_FILE] = { "file:", "a file", SPEC_TEXT, D | W, SOCK_STREAM },
	[SPEC_FIFO] = { "fifo:", "a named pipe", SPEC_TEXT, D, SOCK_STREAM },
	[SPEC_TTY] = { "tty:", "a serial line", SPEC_TEXT, D, SOCK_STREAM },
	[SPEC_PTY] = { "pty:", "a new terminal with a link to it", SPEC_TEXT, D, SOCK_STREAM },
	[SPEC_ECHO] = { "echo:", "an echo of what is sent", SPEC_NOTHING, D, SOCK_STREAM },
	[SPEC_DISCARD] = { "discard:", "an end that discards what is sent", SPEC_NOTHING, D, SOCK_STREAM },
	[SPEC_VSOCK] = { "vsock:", "a port of a virtual machine", SPEC_MACHINE, D | L, SOCK_STREAM },
	[SPEC_SCTP] = { "sctp:", "an SCTP port", SPEC_HOST, D | L, SOCK_STREAM },
	[SPEC_SOCKS] = { "socks5:", "a SOCKS proxy server", SPEC_HOST, L, SOCK_STREAM },
	[SPEC_HTTP_PROXY] = { "http-proxy:", "an HTTP proxy server", SPEC_HOST, L, SOCK_STREAM },
	[SPEC_PID] = { "pid:", "a process", SPEC_NUMBER, W, SOCK_STREAM },
};
/* clang-format on */

const struct spec_trait *spec_trait(enum spec_kind kind)
{
	return &traits[kind];
}

bool spec_is_proxy(enum spec_kind kind)
{
	return SPEC_PROXY_KINDS & SPEC_BIT(kind);
}

bool spec_find(const char *word, enum spec_kind *out)
{
	for (int i = 0; i < SPEC_KINDS; i++) {
		size_t len = strlen(traits[i].prefix);
		if (strncmp(word, traits[i].prefix, len) != 0 ||
		    (traits[i].form == SPEC_NOTHING && word[len]))
			continue;
		*out = (enum spec_kind)i;
		return traits[i].form != SPEC_HOST ||
		       strncmp(word + len, "//", 2) != 0;
	}
	return false;
}

size_t spec_find_unknown(const char *word)
{
	size_t len = strspn(word, LOWER DIGITS "-");
	bool is_hex = len <= 4 && strspn(word, DIGITS "abcdef") == len;

	return len > 0 && !strchr(DIGITS "-", word[0]) && !is_hex &&
	               word[len] == ':' && word[len + 1] != '/' &&
	               strchr(word + len + 1, ':')
	           ? len + 1
	           : 0;
}

char *spec_list(unsigned kinds, unsigned roles)
{
	char *list = xstrdup("");

	for (int i = 0; i < SPEC_KINDS; i++) {
		if (!(kinds & SPEC_BIT(i)) || !(traits[i].roles & roles))
			continue;
		char *longer = xasprintf(
		    "%s%s%s", list, *list ? ", " : "", traits[i].prefix);
		free(list);
		list = longer;
	}
	return list;
}
