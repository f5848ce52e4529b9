/* SPDX-License-Identifier: MIT */
/* Sockets between a virtual machine and its host, as the kernel has them
 * (vsock(7)). */
#ifndef SYS_SOCKET_VSOCK_H
#define SYS_SOCKET_VSOCK_H

#include <sys/socket.h>

/* Numbers of machines that are special, and a port that the kernel chooses. */
#define VSOCK_ANY 0xffffffffU
#define VSOCK_LOCAL 1U
#define VSOCK_HOST 2U

/* Their family; -1: this system has none, and no address is one. */
extern const int vsock_family;

/* Writes an address. Returns its length; 0: this system has none. */
socklen_t vsock_write(
    struct sockaddr_storage *out, unsigned cid, unsigned port);

/* The number of the machine, and the port, of such an address. */
unsigned vsock_cid(const struct sockaddr_storage *a);
unsigned vsock_port(const struct sockaddr_storage *a);

#endif
