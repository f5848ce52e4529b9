/* SPDX-License-Identifier: MIT */
/* Addresses of sockets between a virtual machine and its host (vsock(7)). */
#ifndef SYS_SOCKET_VSOCK_ADDRESS_H
#define SYS_SOCKET_VSOCK_ADDRESS_H

#include <stdbool.h>

#include "sys/socket/address.h"

/* Numbers of machines that are special, and a port that the kernel chooses. */
#define VSOCK_ANY 0xffffffffU
#define VSOCK_LOCAL 1U
#define VSOCK_HOST 2U

struct address vsock_address(unsigned cid, unsigned port);

/* The number of the machine; 0 of other addresses. */
unsigned vsock_address_cid(const struct address *a);

#endif
