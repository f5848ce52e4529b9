/* SPDX-License-Identifier: MIT */
/* The name that seccomp(2) has for this processor. */
#ifndef SYS_LINUX_SANDBOX_ARCH_H
#define SYS_LINUX_SANDBOX_ARCH_H

#include <endian.h>
#include <linux/audit.h>

/* 0: it is not known here. */
#if defined(__x86_64__) && defined(__LP64__)
#define SANDBOX_ARCH AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define SANDBOX_ARCH AUDIT_ARCH_I386
#elif defined(__aarch64__) && __BYTE_ORDER == __LITTLE_ENDIAN
#define SANDBOX_ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define SANDBOX_ARCH AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && __BYTE_ORDER == __LITTLE_ENDIAN
#define SANDBOX_ARCH AUDIT_ARCH_PPC64LE
#elif defined(__s390x__)
#define SANDBOX_ARCH AUDIT_ARCH_S390X
#else
#define SANDBOX_ARCH 0
#endif

#endif
