/* SPDX-License-Identifier: MIT */
/* Sockets between a virtual machine and its host. */
#include "sys/socket/vsock.h"

#include <linux/vm_sockets.h> /* needs <sys/socket.h> */

_Static_assert(VSOCK_ANY == VMADDR_CID_ANY && VSOCK_ANY == VMADDR_PORT_ANY &&
		   VSOCK_HOST == VMADDR_CID_HOST,
    "as the kernel has them");

const int vsock_family = AF_VSOCK;

socklen_t vsock_write(struct sockaddr_storage *out, unsigned cid, unsigned port)
{
	struct sockaddr_vm *vm = (struct sockaddr_vm *)out;

	vm->svm_family = AF_VSOCK;
	vm->svm_cid = cid;
	vm->svm_port = port;
	return sizeof(*vm);
}

unsigned vsock_cid(const struct sockaddr_storage *a)
{
	return ((const struct sockaddr_vm *)a)->svm_cid;
}

unsigned vsock_port(const struct sockaddr_storage *a)
{
	return ((const struct sockaddr_vm *)a)->svm_port;
}
