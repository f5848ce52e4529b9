/* SPDX-License-Identifier: MIT */
/* Binding to all addresses of a host: which of them may be left out. */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "fake-resolver.h"
#include "net/bind/binding.h"
#include "net/bind/listener.h"
#include "tap.h"

static const struct sockopts no_options = SOCKOPTS_DEFAULT;

static int bind_with(struct binding *b, const char *host, const char *port,
    bool shared, struct error *err)
{
	struct binding_opts opts = {
		.host = host,
		.port = port,
		.type = SOCK_STREAM,
		.family = AF_UNSPEC,
		.shared = shared,
		.backlog = 1,
		.sockopts = &no_options,
		.deadline = clock_after(10 * CLOCK_SECOND),
	};

	*b = (struct binding){ 0 };
	*err = (struct error)ERROR_NONE;
	return binding_open(b, &opts, err);
}

static int bind_to(
    struct binding *b, const char *host, const char *port, struct error *err)
{
	return bind_with(b, host, port, true, err);
}

static void is_bound_to(
    const struct binding *b, size_t i, const char *host, const char *name)
{
	char text[ADDRESS_TEXT] = "no address";

	if (i < b->addresses.count)
		address_host(text, &b->addresses.items[i]);
	is_text(text, host, "%s", name);
}

static void test_several(void)
{
	struct binding b;
	struct error err;

	is_int(bind_to(&b, "two.test", "0", &err), 0, "two addresses");
	is_int((int)b.addresses.count, 2, "both are bound");
	is_bound_to(&b, 0, "127.0.0.1", "the first");
	is_bound_to(&b, 1, "127.0.0.2", "the second");
	is_int(address_port(&b.addresses.items[1]),
	    address_port(&b.addresses.items[0]), "to one port");
	binding_close(&b);
}

static void test_not_of_this_host(void)
{
	struct binding b;
	struct error err;

	is_int(bind_to(&b, "half.test", "0", &err), 0,
	    "an address of another host is left out if there are others");
	is_int((int)b.addresses.count, 1, "one is bound");
	is_bound_to(&b, 0, "127.0.0.1", "that of this host");
	binding_close(&b);
	is_int(bind_to(&b, "other.test", "0", &err), -1,
	    "it is an error if none is of this host");
	is_int(err.kind, FAULT_BIND, "of binding");
	is_int(bind_to(&b, "198.51.100.1", "0", &err), -1,
	    "and if there is no other one");
}

/* Clients of the one address would reach another program. */
static void test_in_use(void)
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(0x7F000002) };
	int other = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof(sin);
	struct binding b;
	struct error err;
	char port[8];

	if (bind(other, (struct sockaddr *)&sin, len) < 0 ||
	    listen(other, 1) < 0 ||
	    getsockname(other, (struct sockaddr *)&sin, &len) < 0)
		return;
	snprintf(port, sizeof(port), "%d", ntohs(sin.sin_port));
	is_int(bind_to(&b, "two.test", port, &err), -1,
	    "no address is left out because its port is in use");
	is_int(err.kind, FAULT_BIND, "that is an error of binding");
	has_text(err.text, "127.0.0.2", "which names the address");
	is_int((int)b.addresses.count, 0, "then none is bound");
	close(other);
}

static int reuses_address(bool shared)
{
	struct binding b;
	struct error err;
	int value = -1;
	socklen_t len = sizeof(value);

	if (bind_with(&b, "127.0.0.1", "0", shared, &err) == 0)
		getsockopt(b.fds[0], SOL_SOCKET, SO_REUSEADDR, &value, &len);
	binding_close(&b);
	return value;
}

/* Or a listener could not begin again while old connections are in TIME_WAIT.
 */
static void test_shared(void)
{
	is_int(reuses_address(true), 1, "a port can be shared");
	is_int(reuses_address(false), 0, "or not");
}

static void test_may_recover(void)
{
	ok(listener_may_recover(EMFILE), "a lack of descriptors may end");
	ok(listener_may_recover(ENOBUFS), "so may one of memory");
	ok(listener_may_recover(ECONNABORTED), "a client may go away");
	ok(!listener_may_recover(EINVAL), "a socket that is shut stays so");
}

int main(void)
{
	fake_resolver_use();
	test_several();
	test_not_of_this_host();
	test_in_use();
	test_shared();
	test_may_recover();
	return plan();
}
