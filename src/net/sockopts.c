/* SPDX-License-Identifier: MIT */
/* The socket options that a user can ask for, one row each. */
#include "net/sockopts.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include "net/socket.h"
#include "sys/socket/system-option.h"

/* Connections that may be waiting with data in their first packet. */
#define FAST_OPEN_QUEUE 128

enum value_kind { BOOL, INVERTED_BOOL, LONG, TEXT };

static const struct row {
	const char *what;
	size_t offset; /* in struct sockopts */
	enum value_kind kind;
	const struct socket_option *name, *name6; /* NULL: as IPv4 */
	const char *why;
	const char *capability; /* that the option needs, or NULL */
} rows[] = {
	{ "Nagle's algorithm", offsetof(struct sockopts, nagle), INVERTED_BOOL,
	    SOCKOPT(IPPROTO_TCP, TCP_NODELAY), NULL,
	    "small writes leave at once instead of waiting for an ACK" },
	{ "keepalive", offsetof(struct sockopts, keepalive), BOOL,
	    SOCKOPT(SOL_SOCKET, SO_KEEPALIVE), NULL,
	    "a silent connection is probed now and then" },
	{ "port sharing", offsetof(struct sockopts, reuse_port), BOOL,
	    SOCKOPT(SOL_SOCKET, SO_REUSEPORT), NULL,
	    "several listeners may share the port" },
	{ "the send buffer", offsetof(struct sockopts, send_buffer), LONG,
	    SOCKOPT(SOL_SOCKET, SO_SNDBUF), NULL, NULL },
	{ "the receive buffer", offsetof(struct sockopts, recv_buffer), LONG,
	    SOCKOPT(SOL_SOCKET, SO_RCVBUF), NULL, NULL },
	{ "the type of service", offsetof(struct sockopts, tos), LONG,
	    SOCKOPT(IPPROTO_IP, IP_TOS), SOCKOPT(IPPROTO_IPV6, IPV6_TCLASS),
	    NULL },
	{ "the TTL", offsetof(struct sockopts, ttl), LONG,
	    SOCKOPT(IPPROTO_IP, IP_TTL),
	    SOCKOPT(IPPROTO_IPV6, IPV6_UNICAST_HOPS), NULL },
	{ "the least TTL", offsetof(struct sockopts, min_ttl), LONG,
	    &system_option_min_ttl, &system_option_min_hops,
	    "packets from farther away are thrown away" },
	{ "broadcast", offsetof(struct sockopts, broadcast), BOOL,
	    SOCKOPT(SOL_SOCKET, SO_BROADCAST), NULL, NULL },
	{ "debugging", offsetof(struct sockopts, debug), BOOL,
	    SOCKOPT(SOL_SOCKET, SO_DEBUG), NULL, NULL, "CAP_NET_ADMIN" },
	{ "the congestion control", offsetof(struct sockopts, congestion), TEXT,
	    &system_option_congestion, NULL, NULL },
	{ "the interface", offsetof(struct sockopts, interface), TEXT,
	    &system_option_interface, NULL,
	    "packets go and come by this interface only" },
};

int sockopts_set_number(int fd, const struct socket_option *name, int value,
    const char *why, struct tap *tap)
{
	int result = socket_option_set(fd, name, value);

	tap_call(tap, result, why, "setsockopt(%d, %s, %s, %d)", fd,
	    name->level_text, name->option_text, value);
	return result;
}

static int set_text(int fd, const struct socket_option *name, const char *value,
    const char *why, struct tap *tap)
{
	int result = socket_option_set_text(fd, name, value);

	tap_call(tap, result, why, "setsockopt(%d, %s, %s, \"%s\")", fd,
	    name->level_text, name->option_text, value);
	return result;
}

static bool is_wanted(const struct row *row, const void *field)
{
	switch (row->kind) {
	case BOOL:
		return *(const bool *)field;
	case INVERTED_BOOL:
		return !*(const bool *)field;
	case LONG:
		return *(const long *)field != SOCKOPT_UNSET;
	case TEXT:
		return *(const char *const *)field;
	}
	return false;
}

/* Returns 0 also if the option is not wanted. */
static int apply_row(
    int fd, const struct row *row, const struct sockopts *opts, struct tap *tap)
{
	const void *field = (const char *)opts + row->offset;

	if (!is_wanted(row, field))
		return 0;
	bool is_6 = row->name6 &&
	            socket_option_get(fd, SOL_SOCKET, SO_DOMAIN) == AF_INET6;
	const struct socket_option *name = is_6 ? row->name6 : row->name;
	if (row->kind == TEXT)
		return set_text(
		    fd, name, *(const char *const *)field, row->why, tap);
	int number = row->kind == LONG ? (int)*(const long *)field : 1;
	if (row->kind == LONG && is_6) /* IPv4 may come by the same socket */
		sockopts_set_number(fd, row->name, number, row->why, tap);
	return sockopts_set_number(fd, name, number, row->why, tap);
}

static int fail(
    const struct row *row, const struct sockopts *opts, struct error *err)
{
	const char *const *value =
	    (const void *)((const char *)opts + row->offset);

	if (row->kind ==
	    INVERTED_BOOL) /* by default, so the user has no name */
		return error_sys(err, FAULT_UNSUPPORTED, "cannot set %s",
		    row->name->option_text);
	if (row->capability && (errno == EACCES || errno == EPERM))
		return error_sys(err, FAULT_UNSUPPORTED,
		    "cannot set %s without %s", row->what, row->capability);
	if (row->kind != TEXT)
		return error_sys(
		    err, FAULT_UNSUPPORTED, "cannot set %s", row->what);
	if (errno == ENOENT) /* from TCP_CONGESTION */
		errno = ENOPROTOOPT;
	return error_sys(
	    err, FAULT_UNSUPPORTED, "cannot set %s '%s'", row->what, *value);
}

static int apply_fast_open(int fd, enum sockopt_role role, struct tap *tap)
{
	if (role == SOCKOPT_LISTENER)
		return sockopts_set_number(
		    fd, &system_option_fast_open, FAST_OPEN_QUEUE, NULL, tap);
	return sockopts_set_number(fd, &system_option_fast_open_connect, 1,
	    "the first bytes may travel with the SYN", tap);
}

/* Sets the key for all peers of a family. Returns as setsockopt(2). */
static int set_md5_key(int fd, const struct sockaddr_storage *peers,
    const char *key, struct tap *tap)
{
	int result = system_option_set_key(fd, peers, key);

	tap_call(tap, result, "segments without the right signature are lost",
	    "setsockopt(%d, IPPROTO_TCP, TCP_MD5SIG_EXT, %s, a key)", fd,
	    peers->ss_family == AF_INET ? "0.0.0.0/0" : "::/0");
	return result;
}

static int apply_md5_key(
    int fd, const char *key, struct tap *tap, struct error *err)
{
	struct sockaddr_storage all = { .ss_family =
					    (sa_family_t)socket_option_get(
						fd, SOL_SOCKET, SO_DOMAIN) };
	struct sockaddr_in6 all_4 = { .sin6_family = AF_INET6,
		.sin6_addr.s6_addr = { [10] = 0xff, [11] = 0xff } };
	size_t len = strlen(key);

	if (len == 0 || len > SYSTEM_OPTION_KEY_LONGEST)
		return error_set(err, FAULT_USAGE,
		    "a TCP MD5 key has 1 to %d bytes, not %zu",
		    SYSTEM_OPTION_KEY_LONGEST, len);
	int result = set_md5_key(fd, &all, key, tap);
	if (result == 0 && all.ss_family == AF_INET6) {
		memcpy(&all, &all_4, sizeof(all_4));
		result = set_md5_key(fd, &all, key, tap);
	}
	return result < 0 ? error_sys(err, FAULT_UNSUPPORTED,
				"cannot set the TCP MD5 key")
	                  : 0;
}

/* What this system does not have fails for any socket. */
static bool is_of_tcp(const struct row *row)
{
	return row->name->level == IPPROTO_TCP ||
	       row->name == &system_option_congestion;
}

int sockopts_apply(int fd, int type, enum sockopt_role role,
    const struct sockopts *opts, struct tap *tap, struct error *err)
{
	bool is_tcp = type == SOCK_STREAM && !opts->sctp;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if ((is_tcp || !is_of_tcp(&rows[i])) &&
		    apply_row(fd, &rows[i], opts, tap) < 0)
			return fail(&rows[i], opts, err);
	if (is_tcp && opts->fast_open && apply_fast_open(fd, role, tap) < 0)
		return error_sys(
		    err, FAULT_UNSUPPORTED, "cannot set TCP fast open");
	return is_tcp && opts->md5_key
	           ? apply_md5_key(fd, opts->md5_key, tap, err)
	           : 0;
}

int sockopts_socket(
    int family, int type, const struct sockopts *opts, struct tap *tap)
{
	int protocol = type != SOCK_STREAM ? 0
	               : opts->sctp        ? IPPROTO_SCTP
	               : opts->mptcp       ? system_option_mptcp
	                                   : 0;

	if (protocol < 0) {
		errno = EPROTONOSUPPORT;
		return -1;
	}
	return socket_open(family, type, protocol, tap);
}
