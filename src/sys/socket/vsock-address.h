/* SPDX-License-Identifier: MIT */
/* Addresses of sockets between a virtual machine and its host (vsock(7)), as
 * the kernel has them: address.h has their values. */
#ifndef SYS_SOCKET_VSOCK_ADDRESS_H
#define SYS_SOCKET_VSOCK_ADDRESS_H

#include <sys/socket.h>

/* Numbers of machines that are special. */
#define VSOCK_ANY 0xffffffffU
#define VSOCK_LOCAL 1U
#define VSOCK_HOST 2U

/* Fills the address, with the port 0 if the kernel is to choose one. Returns
 * its length. */
socklen_t vsock_address_fill(
    struct sockaddr_storage *out, unsigned cid, unsigned port);

/* The number of the machine, and the port, which is 0 if it is not chosen; 0
 * also of other addresses. */
unsigned vsock_address_cid(const struct sockaddr_storage *a);
unsigned vsock_address_port(const struct sockaddr_storage *a);

#endif
