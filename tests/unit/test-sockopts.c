/* SPDX-License-Identifier: MIT */
/* Socket options: what was asked for is what the kernel has. */
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/sockopts.h"
#include "sys/socket/address.h"
#include "tap.h"

/* How long a handshake on this host is given that must not succeed. */
#define SILENCE_MS 100

static int number_of(int fd, int level, int option)
{
	int value = -1;
	socklen_t len = sizeof(value);

	getsockopt(fd, level, option, &value, &len);
	return value;
}

static int open_with(int family, int type, enum sockopt_role role,
    const struct sockopts *opts, struct error *err)
{
	int fd = sockopts_socket(family, type, opts, NULL);

	if (sockopts_apply(fd, type, role, opts, NULL, err) == 0)
		return fd;
	close(fd);
	return -1;
}

/* Some hosts have none. */
static bool has_ipv6(void)
{
	struct sockaddr_in6 loopback = { .sin6_family = AF_INET6,
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool is_bound =
	    bind(fd, (struct sockaddr *)&loopback, sizeof(loopback)) == 0;

	close(fd);
	return is_bound;
}

static void check_min_ttl(void)
{
	struct sockopts opts = SOCKOPTS_DEFAULT;
	struct error err = ERROR_NONE;

	opts.min_ttl = 200;
	int fd = open_with(AF_INET, SOCK_STREAM, SOCKOPT_DIALER, &opts, &err);
	is_int(number_of(fd, IPPROTO_IP, IP_MINTTL), 200,
	    "the least TTL is set for IPv4");
	close(fd);
	if (!has_ipv6())
		return;
	fd = open_with(AF_INET6, SOCK_STREAM, SOCKOPT_LISTENER, &opts, &err);
	is_int(number_of(fd, IPPROTO_IPV6, IPV6_MINHOPCOUNT), 200,
	    "and the least hop limit for IPv6");
	is_int(number_of(fd, IPPROTO_IP, IP_MINTTL), 200,
	    "and there for peers with IPv4, too");
	close(fd);
}

static void check_broadcast(void)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM };
	struct sockopts opts = SOCKOPTS_DEFAULT;
	struct error err = ERROR_NONE;

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		opts.broadcast = false;
		int fd =
		    open_with(AF_INET, types[i], SOCKOPT_DIALER, &opts, &err);
		is_int(number_of(fd, SOL_SOCKET, SO_BROADCAST), 0,
		    "broadcast is off by itself (%zu)", i);
		close(fd);
		opts.broadcast = true;
		fd = open_with(AF_INET, types[i], SOCKOPT_DIALER, &opts, &err);
		is_int(number_of(fd, SOL_SOCKET, SO_BROADCAST), 1,
		    "and on for any socket that is to have it (%zu)", i);
		close(fd);
	}
}

/* Depends on who runs the test. */
static void check_debug(void)
{
	struct sockopts opts = SOCKOPTS_DEFAULT;
	struct error err = ERROR_NONE;

	opts.debug = true;
	int fd = open_with(AF_INET, SOCK_STREAM, SOCKOPT_DIALER, &opts, &err);
	if (fd >= 0) {
		is_int(number_of(fd, SOL_SOCKET, SO_DEBUG), 1,
		    "debugging is set, with the capability");
		close(fd);
		return;
	}
	ok(err.kind == FAULT_UNSUPPORTED, "debugging is not to be had here");
	has_text(err.text, "cannot set debugging without CAP_NET_ADMIN",
	    "and the error names the capability");
}

/* Signed segments */

static int listen_signed(int family, const char *key, struct address *bound)
{
	struct sockopts opts = SOCKOPTS_DEFAULT;
	struct error err = ERROR_NONE;
	struct address any = { .storage.ss_family = (sa_family_t)family,
		.len = family == AF_INET ? sizeof(struct sockaddr_in)
		                         : sizeof(struct sockaddr_in6) };

	opts.md5_key = key;
	int fd = open_with(family, SOCK_STREAM, SOCKOPT_LISTENER, &opts, &err);
	if (fd < 0) {
		ok(err.kind == FAULT_UNSUPPORTED,
		    "a key that cannot be had is an error");
		has_text(err.text, "cannot set the TCP MD5 key",
		    "that says what cannot");
		return -1;
	}
	if (bind(fd, (struct sockaddr *)&any.storage, any.len) < 0 ||
	    listen(fd, 5) < 0) {
		close(fd);
		return -1;
	}
	*bound = address_local(fd);
	return fd;
}

/* Whether a client with the key gets a connection to that port of this host. */
static bool can_connect(int family, const char *key, unsigned port)
{
	struct sockopts opts = SOCKOPTS_DEFAULT;
	struct error err = ERROR_NONE;
	struct sockaddr_in to_4 = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_in6 to_6 = { .sin6_family = AF_INET6,
		.sin6_addr = IN6ADDR_LOOPBACK_INIT };
	struct address to = { .len = family == AF_INET ? sizeof(to_4)
		                                       : sizeof(to_6) };

	memcpy(&to.storage, family == AF_INET ? (void *)&to_4 : (void *)&to_6,
	    to.len);
	address_set_port(&to, port);
	opts.md5_key = key;
	struct pollfd entry = {
		.fd =
		    open_with(family, SOCK_STREAM, SOCKOPT_DIALER, &opts, &err),
		.events = POLLOUT,
	};
	connect(entry.fd, (struct sockaddr *)&to.storage, to.len);
	poll(&entry, 1, SILENCE_MS);
	bool is_connected = address_remote(entry.fd).len > 0;
	close(entry.fd);
	return is_connected;
}

static void check_md5_key(int family)
{
	const char *name = family == AF_INET ? "IPv4" : "IPv6 and IPv4";
	struct address bound;
	int fd = listen_signed(family, "secret", &bound);

	if (fd < 0)
		return;
	unsigned port = address_port(&bound);
	ok(can_connect(AF_INET, "secret", port),
	    "who has the key of a listener on %s gets in", name);
	if (family == AF_INET6)
		ok(can_connect(AF_INET6, "secret", port), "by both families");
	ok(!can_connect(family, "sEcret", port),
	    "who has another key does not (%s)", name);
	ok(!can_connect(family, NULL, port), "nor who has none (%s)", name);
	close(fd);
}

static void check_key_length(void)
{
	struct sockopts opts = SOCKOPTS_DEFAULT;
	struct error err = ERROR_NONE;
	char key[82];

	memset(key, 'k', sizeof(key) - 1);
	key[sizeof(key) - 1] = '\0';
	opts.md5_key = key;
	is_int(open_with(AF_INET, SOCK_STREAM, SOCKOPT_DIALER, &opts, &err), -1,
	    "a key of 81 bytes is refused");
	ok(err.kind == FAULT_USAGE, "as a mistake of the caller");
	has_text(err.text, "1 to 80 bytes", "with the lengths that there are");
	key[sizeof(key) - 2] = '\0';
	err = (struct error)ERROR_NONE;
	int signing =
	    open_with(AF_INET, SOCK_STREAM, SOCKOPT_DIALER, &opts, &err);
	ok(err.kind != FAULT_USAGE, "one of 80 bytes is not");
	if (signing >= 0)
		close(signing);
	opts.md5_key = "";
	is_int(open_with(AF_INET, SOCK_STREAM, SOCKOPT_DIALER, &opts, &err), -1,
	    "a key without a byte is refused, too");
	int fd = open_with(AF_INET, SOCK_DGRAM, SOCKOPT_DIALER, &opts, &err);
	ok(fd >= 0, "a socket of datagrams has no use for a key");
	close(fd);
}

int main(void)
{
	if (for_linux("the least TTL"))
		check_min_ttl();
	check_broadcast();
	check_debug();
	check_md5_key(AF_INET);
	if (has_ipv6())
		check_md5_key(AF_INET6);
	check_key_length();
	return plan();
}
