/* SPDX-License-Identifier: MIT */
/* UDP sockets for sending. */
#ifndef NET_DATAGRAM_UDP_H
#define NET_DATAGRAM_UDP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "net/sockopts.h"
#include "sys/socket/address.h"

/* The payload of an Ethernet frame of 1500 B. */
#define UDP_PAYLOAD_IPV4 1472
#define UDP_PAYLOAD_IPV6 1452

struct udp_opts {
	const char *host, *port; /* the host may also be GROUP%INTERFACE */
	const char *source, *source_port; /* the local end, or NULL */
	int family;
	bool numeric;
	bool wants_reply;   /* other addresses than the target may answer */
	bool hears_itself;  /* multicast also reaches this host */
	unsigned interface; /* for a group; 0: as routed */
	const struct sockopts *sockopts;
	int64_t deadline; /* for the lookup */
	struct tap *tap;
};

struct udp_socket {
	int fd;
	struct address remote;
	bool is_connected; /* or each datagram needs an address */
};

/* Opens a socket to the first address of the host that can be reached.
 * Returns 0 with out filled, its fd the caller's; or -1 with err filled. */
int udp_open(
    const struct udp_opts *opts, struct udp_socket *out, struct error *err);

/* The same with addresses that were looked up, in their order; sources may be
 * empty. */
int udp_open_first(const struct udp_opts *opts,
    const struct address_list *targets, const struct address_list *sources,
    struct udp_socket *out, struct error *err);

/* Enlarges the receive buffer so that it keeps up with a sender on the same
 * host, as far as the system allows, unless the user has chosen a size. */
void udp_enlarge_buffer(int fd, const struct sockopts *opts, struct tap *tap);

#endif
