/* SPDX-License-Identifier: MIT */
/* Addresses of sockets between a virtual machine and its host. */
#include "sys/socket/vsock-address.h"

struct address vsock_address(unsigned cid, unsigned port)
{
	struct address a = { 0 };

	a.len = vsock_write(&a.storage, cid, port ? port : VSOCK_ANY);
	return a;
}

unsigned vsock_address_cid(const struct address *a)
{
	return a->storage.ss_family == vsock_family ? vsock_cid(&a->storage)
	                                            : 0;
}
