/* SPDX-License-Identifier: MIT */
/* Accepting connections: bind, listen, and which addresses came of it.
 * Datagrams have none: there the sender of the first one is the client. */
#ifndef NET_BIND_LISTENER_H
#define NET_BIND_LISTENER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "net/bind/binding.h"
#include "net/bind/unix-binding.h"
#include "stream/stream.h"

struct listener;

/* Binds all addresses of the host to one port, the kernel's choice if it is 0,
 * and listens, for SOCK_DGRAM without listen(2). Returns NULL with err filled:
 * FAULT_BIND, or as the lookup. */
struct listener *listener_open(
    const struct binding_opts *opts, struct error *err);

/* Binds a Unix socket and listens. Closing the listener removes its file.
 * Returns NULL with err filled: FAULT_BIND, or FAULT_SIGNAL. */
struct listener *listener_open_unix(
    const struct unix_binding_opts *opts, struct error *err);

/* Takes over count listening sockets, from descriptor first on, that somebody
 * else has opened. Returns NULL with FAULT_BIND if one is not listening. */
struct listener *listener_inherit(int first, int count,
    const struct sockopts *sockopts, struct tap *tap, struct error *err);

/* Takes a client that waits already. Returns its socket (non-blocking,
 * close-on-exec), which is the caller's, with its address in *remote; or -1
 * with errno: EAGAIN if there is none, or what is in the way of accepting.
 * Clients that are gone already are passed over. */
int listener_take(struct listener *l, struct address *remote);

/* Makes a stream of a client that was taken, which owns the socket. */
struct stream *listener_stream(
    const struct listener *l, int client, const struct address *remote);

/* Turns a client away that was taken, with the datagram that it has sent. */
void listener_refuse(const struct listener *l, int client);

/* SOCK_DGRAM, or SOCK_STREAM for connections. */
int listener_type(const struct listener *l);

/* Whether accepting may succeed again after it has failed with this errno: the
 * host is short of something, or some clients cannot be accepted. */
bool listener_may_recover(int sysno);

/* The listening sockets, one for each address. */
const int *listener_fds(const struct listener *l);

/* The addresses as bound; the first is the one to announce. */
const struct address_list *listener_addresses(const struct listener *l);

/* Closes the sockets, and removes the file of a Unix socket, unless that is for
 * datagrams: clients are refused from then on. The addresses stay known. */
void listener_stop(struct listener *l);

/* Accepts NULL. */
void listener_close(struct listener *l);

#endif
