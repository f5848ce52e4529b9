/* SPDX-License-Identifier: MIT */
/* Sockets between a virtual machine and its host: their addresses, dialling and
 * listening. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "args/vsock-spec.h"
#include "base/clock.h"
#include "inet-address.h"
#include "net/bind/listener.h"
#include "net/dial/plain-dial.h"
#include "sys/socket/vsock-address.h"
#include "tap.h"

static void check_spec(const char *text, bool may_bind, const char *expected)
{
	struct address a = { 0 };
	struct error err = ERROR_NONE;
	char buf[ADDRESS_TEXT];
	int result = vsock_spec_parse(text, may_bind, &a, &err);

	is_text(result < 0 ? err.text : address_text(buf, &a), expected,
	    "'%s'%s", text, may_bind ? ", to bind" : "");
	is_int(err.kind, result < 0 ? FAULT_USAGE : FAULT_NONE, "as it is");
}

static void test_specs(void)
{
	check_spec("3:1234", false, "vsock:3:1234");
	check_spec("host:1", false, "vsock:2:1");
	check_spec("local:4294967294", false, "vsock:1:4294967294");
	check_spec("1234", true, "vsock:any:1234");
	check_spec("any:0", true, "vsock:any:0");
	check_spec("5:0", true, "vsock:5:0");
	check_spec(
	    "1234", false, "vsock: '1234' is not CID:PORT, as in vsock:2:1234");
	check_spec("any:1", false,
	    "vsock: 'any' is none of a number, host, "
	    "local");
	check_spec(
	    "x:1", true, "vsock: 'x' is none of a number, host, local, any");
	check_spec("4294967295:1", false,
	    "vsock: '4294967295' is none of a number, host, local");
	check_spec("3:0", false, "vsock: '0' is not a port");
	check_spec("3:", true, "vsock: '' is not a port");
	check_spec("3:x", true, "vsock: 'x' is not a port");
	check_spec("3:4294967295", true, "vsock: '4294967295' is not a port");
	check_spec("3:4294967296", true, "vsock: '4294967296' is not a port");
	check_spec("", true, "vsock: '' is not a port");
}

static void test_addresses(void)
{
	struct address a = vsock_address(7, 99);
	char buf[ADDRESS_TEXT];

	is_int(vsock_address_cid(&a), 7, "the machine");
	is_int(address_port(&a), 99, "the port");
	is_text(address_host(buf, &a), "7", "the machine as text");
	is_int(address_family(&a), AF_VSOCK, "the family");
	a = address_of_name("x");
	is_int(vsock_address_cid(&a), 0, "another address has none");
	is_int(address_port(&a), 0, "nor a port");
}

static int dial(const struct address *a, struct error *err)
{
	const struct retry_opts retry = {
		.connect_timeout_us = CLOCK_SECOND / 10,
		.deadline = CLOCK_NEVER,
		.retry_for_us = CLOCK_NEVER,
	};
	struct connection c = { .fd = -1 };
	int result = dial_run(plain_dial(a, &retry), &c, err);

	ok((result == 0) == connection_is_open(&c), "it is open if it is");
	connection_close(&c);
	return result;
}

/* Other addresses stand in for those of vsock, which lead to another machine.
 */
static void test_dialling(void)
{
	struct address a = inet("127.0.0.1", 0);
	struct error err = ERROR_NONE;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	bind(fd, (struct sockaddr *)&a.storage, a.len);
	a = address_local(fd);
	ok(dial(&a, &err) < 0, "nothing listens");
	is_int(err.kind, FAULT_REFUSED, "that is a refusal");
	has_text(err.text, ": connection refused", "it says so");
	listen(fd, 0);
	is_int(dial(&a, &err), 0, "a socket listens");
	/* The queue is full of clients that are not accepted. */
	int tries = 0;
	while (tries < 4 && dial(&a, &err) == 0)
		tries++;
	is_int(err.kind, FAULT_TIMEOUT, "one that does not accept is silent");
	has_text(err.text, ": no answer within", "it says so");
	close(fd);
	a.storage.ss_family = AF_MAX;
	ok(dial(&a, &err) < 0, "no such sockets");
	is_int(err.kind, FAULT_UNSUPPORTED, "that is a matter of the kernel");
}

static void test_listening(void)
{
	struct address any = vsock_address(VSOCK_ANY, 0);
	struct error err = ERROR_NONE;
	struct listener *l = listener_open_vsock(&any, 8, NULL, &err);

	if (!l) {
		is_int(err.kind, FAULT_UNSUPPORTED, "a kernel without vsock");
		has_text(err.text, "cannot listen on vsock:", "it says so");
		return;
	}
	const struct address *bound = listener_addresses(l)->items;
	ok(address_port(bound) > 0, "the kernel has chosen a port");
	ok(!listener_open_vsock(bound, 8, NULL, &err),
	    "a port has one listener");
	is_int(err.kind, FAULT_BIND, "it cannot be bound again");
	has_text(err.text, "address already in use", "it says why");
	listener_close(l);
}

int main(void)
{
	if (!for_linux("vsock"))
		return plan();
	test_specs();
	test_addresses();
	test_dialling();
	test_listening();
	return plan();
}
