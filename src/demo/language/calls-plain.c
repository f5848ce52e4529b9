/* SPDX-License-Identifier: MIT */
/* Calls that make, connect and close sockets, and those of files and
 * processes. */
#include <fcntl.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "demo/language/calls-private.h"

/* The path of a Unix address. */
#define PATH(i) address_unix_name(&m->args[i].address, &(size_t){ 0 })

SIMPLE(socket, socket(NUMBER(0), NUMBER(1), 0))
SIMPLE(bind, bind(NUMBER(0), ADDRESS(1)))
SIMPLE(connect, connect(NUMBER(0), ADDRESS(1)))
SIMPLE(listen, listen(NUMBER(0), NUMBER(1)))
SIMPLE(accept, accept(NUMBER(0), NULL, NULL))
SIMPLE(shutdown, shutdown(NUMBER(0), NUMBER(1)))
SIMPLE(close, close(NUMBER(0)))
SIMPLE(dup, dup(NUMBER(0)))
SIMPLE(nonblock, fcntl(NUMBER(0), F_SETFL, O_NONBLOCK))
SIMPLE(unlink, unlink(PATH(0)))
SIMPLE(access, access(PATH(0), F_OK))
SIMPLE(chmod, chmod(PATH(0), (mode_t)NUMBER(1)))
SIMPLE(seteuid, seteuid((uid_t)NUMBER(0)))
SIMPLE(umask, (long)umask((mode_t)NUMBER(0)))
SIMPLE(getpid, getpid())
SIMPLE(geteuid, (long)geteuid())
SIMPLE(fork, fork())

/* party.c ends the process, after it has reported the outcome. */
static long make_exit(struct making *m)
{
	(void)m;
	return 0;
}

static long make_socketpair(struct making *m)
{
	int fds[2] = { -1, -1 };
	int result = socketpair(AF_UNIX, NUMBER(0), 0, fds);

	for (int i = 0; i < 2; i++)
		values_set_number(m->variables, m->phrase->results[i],
		    VALUE_DESCRIPTOR, fds[i]);
	return result;
}

/* Connects this number of new sockets, at most 64, and leaves them open. */
static long make_connect_times(struct making *m)
{
	enum { MOST = 64 };
	unsigned count =
	    (unsigned)NUMBER(1) < MOST ? (unsigned)NUMBER(1) : MOST;
	int fds[MOST] = { -1 }, family = address_family(&m->args[0].address);
	long result;

	for (unsigned i = 0; i < count; i++)
		fds[i] = socket(family, SOCK_STREAM, 0);
	while (
	    (result = connect(fds[m->outcome->times - 1], ADDRESS(0))) == 0 &&
	    m->outcome->times < count)
		m->outcome->times++;
	return calls_value(m, result, m->outcome->times);
}

/* An address of length 0 means that the call has failed. */
static long keep_address(struct making *m, struct address address)
{
	m->outcome->address = address;
	m->outcome->has_address = address.len > 0;
	return address.len > 0 ? 0 : -1;
}

SIMPLE(getsockname, keep_address(m, address_local(NUMBER(0))))
SIMPLE(getpeername, keep_address(m, address_remote(NUMBER(0))))

static long make_ignore(struct making *m)
{
	struct sigaction action = { .sa_handler = SIG_IGN };

	return sigaction(NUMBER(0), &action, NULL);
}

static long make_waitpid(struct making *m)
{
	int status = 0;
	pid_t pid = waitpid((pid_t)m->args[0].number, &status, 0);

	return calls_value(m, pid,
	    WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
}

/* getaddrinfo(HOST, PORT, FLAGS): HOST is bytes or NULL, PORT a number or an
 * address with that port. The variables take the first addresses. */
static long make_getaddrinfo(struct making *m)
{
	const struct value *host = &m->args[0], *port = &m->args[1];
	struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = NUMBER(2) | AI_NUMERICSERV,
	};
	struct address *const to[PHRASE_RESULTS] = { &m->outcome->address,
		&m->outcome->second };
	struct addrinfo *list = NULL;
	char service[16];
	int count = 0;

	snprintf(service, sizeof(service), "%ld",
	    port->kind == VALUE_ADDRESS ? (long)address_port(&port->address)
					: port->number);
	int result = getaddrinfo(host->kind == VALUE_BYTES ? host->bytes : NULL,
	    service, &hints, &list);
	for (struct addrinfo *i = list; i && count < PHRASE_RESULTS;
	     i = i->ai_next, count++) {
		to[count]->len = i->ai_addrlen;
		memcpy(&to[count]->storage, i->ai_addr, i->ai_addrlen);
		values_set_address(
		    m->variables, m->phrase->results[count], to[count]);
	}
	if (list)
		freeaddrinfo(list);
	m->outcome->has_address = count > 0;
	return result ? -1 : 0;
}

/* clang-format off */
const struct call calls_plain[] = {
	{ "socket", make_socket, "socket($1, $2, 0)", NULL, "socket, $1, $2", CALL_DESCRIPTOR },
	{ "socketpair", make_socketpair, "socketpair(AF_UNIX, $1, 0, [$r, $s])", "make_pair($1, &$r, &$s)", "socketpair, AF_UNIX, $1", CALL_PAIR },
	{ "bind", make_bind, "bind($1, $2)", NULL, "$1.bind, $2", CALL_NUMBER },
	{ "connect", make_connect, "connect($1, $2)", NULL, "$1.connect, $2", CALL_NUMBER },
	{ "connect_times", make_connect_times, "connect(new, $1)", "connect_times($1, $2)", "connect_times, $1, $2", CALL_NUMBER },
	{ "listen", make_listen, "listen($1, $2)", NULL, "$1.listen, $2", CALL_NUMBER },
	{ "accept", make_accept, "accept($1, NULL, NULL)", NULL, "accept, $1", CALL_DESCRIPTOR },
	{ "getsockname", make_getsockname, "getsockname($1, &$r)", "own_address($1, &shared->$r)", "$1.getsockname", CALL_ADDRESS },
	{ "getpeername", make_getpeername, "getpeername($1, &$r)", "peer_address($1, &shared->$r)", "$1.getpeername", CALL_ADDRESS },
	{ "getaddrinfo", make_getaddrinfo, "getaddrinfo($1, $p2, {$3})", "look_up($1, $p2, $3, &shared->$r, &shared->$s)", "look_up, $1, $p2, $3, \"$r\", \"$s\"", CALL_ADDRESSES },
	{ "shutdown", make_shutdown, "shutdown($1, $2)", NULL, "$1.shutdown, $2", CALL_NUMBER },
	{ "close", make_close, "close($1)", NULL, "$1.close", CALL_NUMBER },
	{ "dup", make_dup, "dup($1)", NULL, "$1.dup", CALL_DESCRIPTOR },
	{ "nonblock", make_nonblock, "fcntl($1, F_SETFL, O_NONBLOCK)", NULL, "$1.setblocking, False", CALL_NUMBER },
	{ "unlink", make_unlink, "unlink($f1)", NULL, "os.unlink, $f1", CALL_NUMBER },
	{ "access", make_access, "access($f1, F_OK)", NULL, "os.stat, $f1", CALL_NUMBER },
	{ "chmod", make_chmod, "chmod($f1, $2)", NULL, "os.chmod, $f1, $2", CALL_NUMBER },
	{ "seteuid", make_seteuid, "seteuid($1)", NULL, "os.seteuid, $1", CALL_NUMBER },
	{ "umask", make_umask, "umask($1)", NULL, "os.umask, $1", CALL_MODE },
	{ "geteuid", make_geteuid, "geteuid()", NULL, "os.geteuid", CALL_NUMBER },
	{ "getpid", make_getpid, "getpid()", NULL, "os.getpid", CALL_NUMBER },
	{ "ignore", make_ignore, "signal($1, SIG_IGN)", "ignore_signal($1)", "ignore_signal, $1", CALL_NUMBER },
	{ "fork", make_fork, "fork()", "begin(run_$r)", "begin, run_$r", CALL_NUMBER },
	{ "exit", make_exit, "_exit($1)", "(_exit($1), 0)", "os._exit, $1", CALL_NUMBER },
	{ "waitpid", make_waitpid, "waitpid($1, &status, 0)", "await_end($1)", "await_end, $1", CALL_NUMBER },
	{ 0 },
};
/* clang-format on */
