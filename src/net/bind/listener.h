/* SPDX-License-Identifier: MIT */
/* Sockets that accept clients. With datagrams, which have no connections, the
 * sender of the first one is the client. */
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

/* Binds a vsock address and listens. Returns NULL with FAULT_BIND, or with
 * FAULT_UNSUPPORTED if the kernel has no such sockets. */
struct listener *listener_open_vsock(const struct address *address, int backlog,
    struct tap *tap, struct error *err);

/* Takes over count listening sockets of a parent process, from descriptor first
 * on. Returns NULL with FAULT_BIND if one is not listening. */
struct listener *listener_inherit(int first, int count,
    const struct sockopts *sockopts, struct tap *tap, struct error *err);

/* Accepts a client that is waiting. Returns its socket (non-blocking,
 * close-on-exec), which the caller owns, with its address in *remote; or -1
 * with errno: EAGAIN if none is waiting, or why accepting has failed. Skips
 * clients that are gone already. */
int listener_take(struct listener *l, struct address *remote);

/* Makes a stream of an accepted client, which owns the socket. */
struct stream *listener_stream(
    const struct listener *l, int client, const struct address *remote);

/* Closes the socket of an accepted client, and discards its first datagram. */
void listener_refuse(const struct listener *l, int client);

/* SOCK_DGRAM, or SOCK_STREAM for connections. */
int listener_type(const struct listener *l);

/* Whether accepting may succeed later after it has failed with this errno: the
 * host lacks a resource, or only some clients cannot be accepted. */
bool listener_may_recover(int sysno);

/* The listening sockets, one for each address. */
const int *listener_fds(const struct listener *l);

/* The addresses as bound; the first is the one to announce. */
const struct address_list *listener_addresses(const struct listener *l);

/* Whether the kernel chose the port. */
bool listener_has_free_port(const struct listener *l);

/* Whether what is sent to this address, or connects to it, by a socket of the
 * type comes to the listener. */
bool listener_is_at(
    const struct listener *l, const struct address *a, int type);

/* Closes the sockets, so that clients are refused, and removes the file of a
 * Unix socket, unless it is for datagrams. Keeps the addresses. */
void listener_stop(struct listener *l);

/* Accepts NULL. */
void listener_close(struct listener *l);

#endif
