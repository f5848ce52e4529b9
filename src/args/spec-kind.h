/* SPDX-License-Identifier: MIT */
/* The kinds of addresses: one table for all commands. */
#ifndef ARGS_SPEC_KIND_H
#define ARGS_SPEC_KIND_H

#include <stdbool.h>
#include <stddef.h>

/* In the order in which they are listed for people. */
enum spec_kind {
	SPEC_TCP,
	SPEC_TLS,
	SPEC_UDP,
	SPEC_UNIX, /* a stream, unless options of the command say otherwise */
	SPEC_UNIX_SEQPACKET,
	SPEC_UNIX_DGRAM,
	SPEC_FD,
	SPEC_STDIO,
	SPEC_EXEC,
	SPEC_SH,
	SPEC_FILE,
	SPEC_FIFO,
	SPEC_TTY,
	SPEC_PTY,
	SPEC_ECHO,
	SPEC_DISCARD,
	SPEC_VSOCK,
	SPEC_SCTP,
	SPEC_PID,
	SPEC_SOCKS, /* clients there say where to connect to */
	SPEC_HTTP_PROXY,
	SPEC_KINDS /* how many there are */
};

/* What can be done with an address. */
enum spec_role {
	SPEC_DIALS,   /* connect to it, or open it */
	SPEC_LISTENS, /* be there for clients */
	SPEC_WAITS,   /* look whether it answers */
};

/* What stands behind the prefix. */
enum spec_form {
	SPEC_HOST,    /* HOST:PORT */
	SPEC_SOCKET,  /* a path or @NAME */
	SPEC_MACHINE, /* CID:PORT */
	SPEC_TEXT,    /* for the module of the kind */
	SPEC_NUMBER,
	SPEC_NOTHING,
};

struct spec_trait {
	const char *prefix; /* "tcp:" */
	const char *what;   /* for people: "a TCP port" */
	enum spec_form form;
	unsigned roles; /* bits of SPEC_BIT() */
	int type;       /* SOCK_STREAM if it carries a stream of bytes,
	                   SOCK_SEQPACKET: messages, SOCK_DGRAM: datagrams */
};

#define SPEC_BIT(n) (1U << (n))
#define SPEC_ALL_KINDS (SPEC_BIT(SPEC_KINDS) - 1)
#define SPEC_PROXY_KINDS (SPEC_BIT(SPEC_SOCKS) | SPEC_BIT(SPEC_HTTP_PROXY))
#define SPEC_UNIX_KINDS                                                        \
	(SPEC_BIT(SPEC_UNIX) | SPEC_BIT(SPEC_UNIX_SEQPACKET) |                 \
	    SPEC_BIT(SPEC_UNIX_DGRAM))

/* The row of a kind; whether it is one of SPEC_PROXY_KINDS. */
const struct spec_trait *spec_trait(enum spec_kind kind);
bool spec_is_proxy(enum spec_kind kind);
/* Finds the kind whose prefix the word begins with. A URL, such as
 * "udp://host", has none; "echo:7" is a host. Returns whether there is one. */
bool spec_find(const char *word, enum spec_kind *out);
/* The length of "foo:" in "foo:1:2", which has no kind; 0: it is none. */
size_t spec_find_unknown(const char *word);
/* "tcp:, udp:, unix:": the prefixes of those of the kinds that can have one of
 * the roles; both are bits of SPEC_BIT(). Allocated. */
char *spec_list(unsigned kinds, unsigned roles);

#endif
