/* SPDX-License-Identifier: MIT */
/* Names that this host knows, for the completion of command lines. What cannot
 * be read is left out. */
#ifndef SYS_LOCAL_NAMES_H
#define SYS_LOCAL_NAMES_H

/* Takes a name, and what is known of it, or NULL. Both are valid during the
 * call. */
typedef void local_names_taker(
    void *context, const char *name, const char *what);

/* Names and addresses of /etc/hosts (hosts(5)). */
void local_names_hosts(local_names_taker *take, void *context);

/* Addresses of the network interfaces, and their names. */
void local_names_addresses(local_names_taker *take, void *context);
void local_names_interfaces(local_names_taker *take, void *context);

/* Ports on which a socket of this network namespace listens, or which are bound
 * for UDP, in their order (/proc/net/tcp, tcp6, udp and udp6, proc(5)). */
void local_names_tcp_ports(local_names_taker *take, void *context);
void local_names_udp_ports(local_names_taker *take, void *context);

/* Absolute paths and @NAMEs of Unix sockets that listen, or that take datagrams
 * (/proc/net/unix, proc(5)). */
void local_names_unix_sockets(local_names_taker *take, void *context);

/* Algorithms of congestion control that are available (tcp(7)). */
void local_names_congestion(local_names_taker *take, void *context);

#endif
