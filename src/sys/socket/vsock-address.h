/* SPDX-License-Identifier: MIT */
/* Addresses of sockets between a virtual machine and its host (vsock(7)). */
#ifndef SYS_SOCKET_VSOCK_ADDRESS_H
#define SYS_SOCKET_VSOCK_ADDRESS_H

#include "sys/socket/address.h"
#include "sys/socket/vsock.h"

/* Port 0: the kernel chooses one. len is 0 where there are none. */
struct address vsock_address(unsigned cid, unsigned port);

/* The number of the machine; 0 of other addresses. */
unsigned vsock_address_cid(const struct address *a);

#endif
