/* SPDX-License-Identifier: MIT */
/* A bound socket of datagrams, whose client is the sender of the first one. */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/bind/listener.h"
#include "tap.h"

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

static struct listener *open_listener(const char *host)
{
	struct error err = ERROR_NONE;
	struct binding_opts opts = {
		.host = host,
		.port = "0",
		.type = SOCK_DGRAM,
		.numeric = true,
		.sockopts = &no_options,
		.deadline = INT64_MAX,
	};
	struct listener *l = listener_open(&opts, &err);

	is_text(err.text, "", "datagrams are awaited");
	return l;
}

/* A socket that sends to the port of the listener, at that address. */
static int open_peer(const struct listener *l, in_addr_t to)
{
	unsigned port = address_port(listener_addresses(l)->items);
	struct sockaddr_in there = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(to) };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	if (connect(fd, (struct sockaddr *)&there, sizeof(there)) < 0)
		abort();
	return fd;
}

static void say(int fd, const char *text)
{
	if (send(fd, text, strlen(text), 0) < 0)
		abort();
}

static bool is_of(const struct address *remote, int peer)
{
	struct address own = address_local(peer);

	return address_is_same_host(remote, &own) &&
	       address_port(remote) == address_port(&own);
}

static void hears(struct stream *s, const char *text)
{
	struct error err = ERROR_NONE;
	char bytes[100] = "";
	ssize_t n = STREAM_AGAIN;

	/* One of a stranger may be thrown away before. */
	for (int i = 0; i < 3 && n == STREAM_AGAIN; i++)
		n = stream_read(s, bytes, sizeof(bytes) - 1, &err);
	bytes[n > 0 ? n : 0] = '\0';
	is_text(bytes, text, "'%s' is heard", text);
}

static void test_first(const char *host)
{
	struct listener *l = open_listener(host);
	int first = open_peer(l, INADDR_LOOPBACK);
	int second = open_peer(l, INADDR_LOOPBACK);
	struct error err = ERROR_NONE;
	struct address remote;
	char byte;

	is_int(listener_type(l), SOCK_DGRAM, "it is for datagrams");
	is_int(listener_take(l, &remote), -1, "nobody has sent anything");
	is_int(errno, EAGAIN, "so that it is to be waited for");
	say(first, "one");
	say(second, "other");
	say(first, "two");
	int client = listener_take(l, &remote);
	ok(client >= 0 && is_of(&remote, first), "the first sender is known");
	struct stream *s = listener_stream(l, client, &remote);
	listener_stop(l);
	hears(s, "one");
	hears(s, "two");
	is_int(stream_write(s, "x", 1, &err), 1, "the sender is answered");
	is_int(recv(first, &byte, 1, 0), 1, "and hears it");
	say(second, "late");
	is_int(recv(second, &byte, 1, 0), -1, "another sender");
	is_int(errno, ECONNREFUSED, "is refused from now on");
	stream_close(s);
	listener_close(l);
	close(first);
	close(second);
}

static void test_refused(void)
{
	struct listener *l = open_listener("127.0.0.1");
	int first = open_peer(l, INADDR_LOOPBACK);
	int second = open_peer(l, INADDR_LOOPBACK);
	struct address remote;

	say(first, "unwanted");
	say(second, "wanted");
	int client = listener_take(l, &remote);
	ok(client >= 0 && is_of(&remote, first), "one sender is first");
	listener_refuse(l, client);
	client = listener_take(l, &remote);
	ok(client >= 0 && is_of(&remote, second),
	    "when that is refused, the next one is");
	struct stream *s = listener_stream(l, client, &remote);
	hears(s, "wanted");
	stream_close(s);
	listener_close(l);
	close(first);
	close(second);
}

/* The socket has all addresses, and the peer sends to one that is not the
 * nearest: answers have to come from there. */
static void test_address(const char *host)
{
	struct listener *l = open_listener(host);
	int peer = open_peer(l, INADDR_LOOPBACK + 1);
	struct error err = ERROR_NONE;
	struct address remote;
	char byte;

	say(peer, "one");
	int client = listener_take(l, &remote);
	struct stream *s = listener_stream(l, client, &remote);
	listener_stop(l);
	hears(s, "one");
	is_int(stream_write(s, "x", 1, &err), 1, "it can be answered");
	is_int(recv(peer, &byte, 1, 0), 1, "from the address that was asked");
	say(peer, "two");
	hears(s, "two");
	stream_close(s);
	listener_close(l);
	close(peer);
}

/* A sender to a group or to all hosts goes on to send there, which a socket
 * with an address of its own does not hear. */
static void test_broadcast(void)
{
	struct listener *l = open_listener("0.0.0.0");
	struct sockaddr_in there = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(0x7FFFFFFF) };
	int peer = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0), yes = 1;
	const struct sockaddr *to = (const struct sockaddr *)&there;
	struct error err = ERROR_NONE;
	struct address remote;
	char byte;

	there.sin_port =
	    htons((uint16_t)address_port(listener_addresses(l)->items));
	setsockopt(peer, SOL_SOCKET, SO_BROADCAST, &yes, sizeof(yes));
	sendto(peer, "one", 3, 0, to, sizeof(there));
	int client = listener_take(l, &remote);
	struct stream *s = listener_stream(l, client, &remote);
	listener_stop(l);
	sendto(peer, "two", 3, 0, to, sizeof(there));
	hears(s, "one");
	hears(s, "two");
	is_int(stream_write(s, "x", 1, &err), 1, "a sender to all is answered");
	is_int(recv(peer, &byte, 1, 0), 1, "and hears it");
	stream_close(s);
	listener_close(l);
	close(peer);
}

int main(void)
{
	test_first("127.0.0.1");
	/* Without the address that was asked it stays unconnected. */
	if (for_linux("the first sender of a socket of all addresses"))
		test_first("0.0.0.0");
	test_refused();
	if (for_linux("the address that was asked")) {
		test_address("0.0.0.0");
		test_address(NULL);
		test_broadcast();
	}
	return plan();
}
