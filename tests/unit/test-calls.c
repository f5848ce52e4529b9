/* SPDX-License-Identifier: MIT */
/* What an observer is told of calls: the call as C code, and its reason. */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "net/bind/listener.h"
#include "net/datagram/multicast.h"
#include "net/socket.h"
#include "net/sockopts.h"
#include "sys/socket/system-option.h"
#include "tap.h"
#include "tap/tap.h"

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

/* Writes a line for each call: "CALL = RESULT (REASON)", without the numbers of
 * descriptors. */
struct recorder {
	struct tap tap;
	char told[4000];
};

static bool wants_calls(const struct tap *tap, enum tap_kind kind)
{
	(void)tap;
	return kind == TAP_CALL;
}

static void record(struct tap *tap, const struct tap_event *e)
{
	struct recorder *r = (struct recorder *)tap;
	size_t len = strlen(r->told);
	const char *paren = strchr(e->call.text, '(');
	const char *arguments = paren + 1 + strspn(paren + 1, "0123456789");

	snprintf(r->told + len, sizeof(r->told) - len, "%.*s%s (%s)\n",
	    (int)(paren + 1 - e->call.text), e->call.text, arguments,
	    e->call.why ? e->call.why : "");
}

static const struct tap_ops recorder_ops = {
	.wants = wants_calls,
	.event = record,
};

static struct recorder begin(void)
{
	return (struct recorder){ .tap.ops = &recorder_ops };
}

static void test_socket(void)
{
	struct recorder r = begin();

	close(socket_open(AF_INET, SOCK_STREAM, 0, &r.tap));
	is_text(r.told, "socket(AF_INET, SOCK_STREAM, 0) ()\n", "of socket(2)");
	if (!for_linux("for several paths"))
		return;
	r = begin();
	int fd =
	    socket_open(AF_INET6, SOCK_STREAM, system_option_mptcp, &r.tap);
	is_text(r.told, "socket(AF_INET6, SOCK_STREAM, IPPROTO_MPTCP) ()\n",
	    "for several paths");
	if (fd >= 0)
		close(fd);
}

static struct listener *open_listener(struct recorder *r, int type)
{
	struct error err = ERROR_NONE;
	struct binding_opts opts = {
		.host = "127.0.0.1",
		.port = "0",
		.type = type,
		.numeric = true,
		.shared = true,
		.backlog = 1,
		.sockopts = &no_options,
		.deadline = clock_after(10 * CLOCK_SECOND),
		.tap = &r->tap,
	};

	return listener_open(&opts, &err);
}

static void test_listener(void)
{
	struct recorder r = begin();
	struct listener *l = open_listener(&r, SOCK_STREAM);
	const struct address *bound = listener_addresses(l)->items;
	struct address local, remote;
	char wanted[ADDRESS_TEXT + 60], text[ADDRESS_TEXT];

	has_text(r.told,
	    "SO_REUSEADDR, 1) (old connections of the port may still be in "
	    "TIME_WAIT)\n",
	    "of the option of a listener");
	r = begin();
	is_int(listener_take(l, &remote), -1, "nobody comes");
	is_text(r.told, "accept4(, NULL) ()\n", "so that there is no address");
	r = begin();
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socket_connect(fd, bound, "a reason", &r.tap);
	snprintf(wanted, sizeof(wanted), "connect(, %s) (a reason)\n",
	    address_text(text, bound));
	is_text(r.told, wanted, "of connect(2)");
	local = address_local(fd);
	r = begin();
	int client = listener_take(l, &remote);
	snprintf(wanted, sizeof(wanted),
	    "accept4(, %s) (the client's own socket)\n",
	    address_text(text, &local));
	is_text(r.told, wanted, "of accept4(2)");
	close(client);
	close(fd);
	listener_close(l);

	r = begin();
	l = open_listener(&r, SOCK_DGRAM);
	has_text(r.told,
	    "SO_REUSEADDR, 1) (other receivers of the group may share the "
	    "port)\n",
	    "of the option of a receiver");
	listener_close(l);
}

static void test_group(int family, const char *group, const char *level)
{
	struct recorder r = begin();
	struct error err = ERROR_NONE;
	int fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	char wanted[100];

	multicast_join(fd, group, &r.tap, &err);
	snprintf(wanted, sizeof(wanted),
	    "setsockopt(, %s, MCAST_JOIN_GROUP, %s)", level, group);
	has_text(r.told, wanted, "of a group that is joined");
	if (fd >= 0)
		close(fd);
}

static void test_key(int family, const char *peers)
{
	struct recorder r = begin();
	struct error err = ERROR_NONE;
	struct sockopts opts = SOCKOPTS_DEFAULT;
	int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	char wanted[100];

	opts.md5_key = "secret";
	sockopts_apply(fd, SOCK_STREAM, SOCKOPT_LISTENER, &opts, &r.tap, &err);
	snprintf(wanted, sizeof(wanted), "TCP_MD5SIG_EXT, %s, a key)", peers);
	has_text(r.told, wanted, "of a key, and not the key");
	ok(!strstr(r.told, "secret"), "the key is not told");
	if (fd >= 0)
		close(fd);
}

int main(void)
{
	test_socket();
	test_listener();
	test_group(AF_INET, "239.1.2.3%lo", "IPPROTO_IP");
	test_group(AF_INET6, "ff02::5%lo", "IPPROTO_IPV6");
	test_key(AF_INET, "0.0.0.0/0");
	return plan();
}
