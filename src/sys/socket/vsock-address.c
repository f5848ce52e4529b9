/* SPDX-License-Identifier: MIT */
/* Addresses of sockets between a virtual machine and its host. */
#include "sys/socket/vsock-address.h"

#include <sys/socket.h>

#include <linux/vm_sockets.h> /* needs <sys/socket.h> */

_Static_assert(VSOCK_ANY == VMADDR_CID_ANY && VSOCK_ANY == VMADDR_PORT_ANY &&
		   VSOCK_HOST == VMADDR_CID_HOST,
    "as the kernel has them");

struct address vsock_address(unsigned cid, unsigned port)
{
	struct address a = { .len = sizeof(struct sockaddr_vm) };
	struct sockaddr_vm *vm = (struct sockaddr_vm *)&a.storage;

	vm->svm_family = AF_VSOCK;
	vm->svm_cid = cid;
	vm->svm_port = port ? port : VMADDR_PORT_ANY;
	return a;
}

unsigned vsock_address_cid(const struct address *a)
{
	const struct sockaddr_vm *vm = (const void *)&a->storage;

	return a->storage.ss_family == AF_VSOCK ? vm->svm_cid : 0;
}
