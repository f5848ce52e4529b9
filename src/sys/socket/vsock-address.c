/* SPDX-License-Identifier: MIT */
/* Addresses of sockets between a virtual machine and its host. */
#include "sys/socket/vsock-address.h"

#include <stdbool.h>

#include <linux/vm_sockets.h>

_Static_assert(VSOCK_ANY == VMADDR_CID_ANY && VSOCK_ANY == VMADDR_PORT_ANY &&
		   VSOCK_HOST == VMADDR_CID_HOST,
    "as the kernel has them");

socklen_t vsock_address_fill(
    struct sockaddr_storage *out, unsigned cid, unsigned port)
{
	struct sockaddr_vm *vm = (struct sockaddr_vm *)out;

	*vm = (struct sockaddr_vm){
		.svm_family = AF_VSOCK,
		.svm_cid = cid,
		.svm_port = port ? port : VMADDR_PORT_ANY,
	};
	return sizeof(*vm);
}

unsigned vsock_address_cid(const struct sockaddr_storage *a)
{
	const struct sockaddr_vm *vm = (const void *)a;

	return a->ss_family == AF_VSOCK ? vm->svm_cid : 0;
}

unsigned vsock_address_port(const struct sockaddr_storage *a)
{
	const struct sockaddr_vm *vm = (const void *)a;
	bool is_chosen =
	    a->ss_family == AF_VSOCK && vm->svm_port != VMADDR_PORT_ANY;

	return is_chosen ? vm->svm_port : 0;
}
