/* SPDX-License-Identifier: MIT */
/* Options of sockets that not every system has. Where there is no such thing,
 * calls fail with ENOPROTOOPT. */
#ifndef SYS_SOCKET_SYSTEM_OPTION_H
#define SYS_SOCKET_SYSTEM_OPTION_H

#include <stdbool.h>
#include <sys/socket.h>

#include "sys/socket/socket-option.h"

/* ip(7), ipv6(7) */
extern const struct socket_option system_option_min_ttl;
extern const struct socket_option system_option_min_hops; /* of IPv6 */
extern const struct socket_option system_option_receive_ttl;
/* Errors about sent datagrams are kept: socket_queue_take_error_of(). */
extern const struct socket_option system_option_errors;
extern const struct socket_option system_option_errors_6;
/* The address that a datagram came to: packet_info_read(). */
extern const struct socket_option system_option_details;

/* tcp(7) */
extern const struct socket_option system_option_congestion;
extern const struct socket_option system_option_fast_open;
extern const struct socket_option system_option_fast_open_connect;

/* socket(7), udp(7) */
extern const struct socket_option system_option_interface;
extern const struct socket_option system_option_force_buffer;
extern const struct socket_option system_option_joined;

/* The protocol MPTCP, for socket(2); -1: there is none. */
extern const int system_option_mptcp;

/* Signs and checks the segments of all peers of a family by a key (RFC 2385),
 * of SYSTEM_OPTION_KEY_LONGEST bytes at most. Returns as setsockopt(2). */
#define SYSTEM_OPTION_KEY_LONGEST 80
int system_option_set_key(
    int fd, const struct sockaddr_storage *peers, const char *key);

/* Binds a socket to the interface to which another one is bound, if any. */
void system_option_share_interface(int fd, int other);

/* Sends to groups of IPv4 by the interface of this index. Returns as
 * setsockopt(2). */
int system_option_set_multicast_interface(int fd, unsigned interface);

/* Whether one message can be several datagrams: packet_info_set_segment(). */
bool system_option_has_segments(int fd);

/* The longest packet on the way of a connection; -1: not known. */
int system_option_mtu(int fd);

#endif
