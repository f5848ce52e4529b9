/* SPDX-License-Identifier: MIT */
/* The ways of other programs into the kernel of x86-64: see intruder.c. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#define X32 0x40000000   /* a bit of the number of the call */
#define GETPID_32_BIT 20 /* in 32-bit programs */

extern void intruder_calls_by_x86(void (*tell)(const char *, long));

void intruder_calls_by_x86(void (*tell)(const char *, long))
{
	tell("x32", syscall(X32 | SYS_getpid));
	long result = GETPID_32_BIT;
	__asm__ volatile("int $0x80" : "+a"(result) : : "memory");
	errno = (int)-result;
	tell("32-bit", result > -4096 && result < 0 ? -1 : result);
}
