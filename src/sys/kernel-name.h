/* SPDX-License-Identifier: MIT */
/* Which kernel and C library this host has. */
#ifndef SYS_KERNEL_NAME_H
#define SYS_KERNEL_NAME_H

/* "Linux 6.1.0 x86_64", and "glibc 2.36". Allocated. */
char *kernel_name(void);
char *kernel_library_name(void);

#endif
