/* SPDX-License-Identifier: MIT */
/*
 * System calls that are limited by their arguments. Of each argument the lower
 * half is tested, in which all is that the kernel looks at.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sys/linux/sandbox-filter.h"
#include "sys/linux/tty-requests.h"

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* sockios.h of the kernel collides with sys/ioctl.h; these do not differ among
 * processors. */
#define SOCKET_QUEUE 0x894b /* SIOCOUTQNSD */

#if defined(__s390__)
#define CLONE_FLAGS_ARGUMENT 1
#else
#define CLONE_FLAGS_ARGUMENT 0
#endif

#define NEW_NAMESPACES                                                         \
	(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |         \
	    CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

/* Requests of ioctl(2), the frequent ones first: none types into a terminal
 * (TIOCSTI), and none changes a network interface. */
static const unsigned requests[] = { FIONREAD, TIOCOUTQ, SOCKET_QUEUE, TCGETS,
	TIOCGWINSZ, TIOCGPGRP, TIOCGSID, FIONBIO, FIOCLEX, FIONCLEX, TCSETS,
	TCSETSW, TCSETSF, TCFLSH, TCSBRK, TCSBRKP, TCXONC, TIOCSBRK, TIOCCBRK,
	TIOCEXCL, TIOCNXCL, TIOCMGET, TIOCMSET, TIOCMBIS, TIOCMBIC, TIOCSWINSZ,
	TIOCGDEV, TIOCGPTN, TIOCSPTLCK, TIOCGPTPEER, SIOCATMARK, SIOCGIFNAME,
	SIOCGIFINDEX, TCGETS2, TCSETS2, TCSETSW2, TCSETSF2 };

/* What programs need not ask for either: to type, to send what comes by a line
 * through the kernel, to change attributes of files; and what concerns the
 * network, but for the above. */
#define NETWORK 0x8900
static const unsigned of_intruders[] = { TIOCSTI, TIOCLINUX, TIOCSETD,
	FS_IOC_SETFLAGS, FS_IOC_FSSETXATTR };

/* Threads, and the processes of programs; none in namespaces of its own, where
 * it would be the super-user. */
static void judge_clone(struct filter *f, unsigned needs)
{
	sandbox_filter_load_argument(f, CLONE_FLAGS_ARGUMENT);
	sandbox_filter_add(
	    f, BPF_ALU | BPF_AND | BPF_K, CLONE_THREAD | NEW_NAMESPACES);
	sandbox_filter_end_if(f, CLONE_THREAD, SECCOMP_RET_ALLOW);
	if (needs & SANDBOX_PROGRAMS)
		sandbox_filter_end_if(f, 0, SECCOMP_RET_ALLOW);
	sandbox_filter_end(f, FILTER_DENY(EPERM));
}

static void judge_code(struct filter *f, unsigned needs)
{
	sandbox_filter_judge_bits(f, 2, PROT_EXEC, FILTER_DENY(EPERM));
}

/* Arguments of mmap(2) that are in memory cannot be judged. */
static void judge_map(struct filter *f, unsigned needs)
{
#if defined(__s390__)
	sandbox_filter_end(f, SECCOMP_RET_ALLOW);
#elif defined(__i386__)
	/* The C library calls mmap2. */
	sandbox_filter_end(f, FILTER_DENY(ENOSYS));
#else
	judge_code(f, needs);
#endif
}

/* The process whose limits are set: 0 is this one. */
static void judge_limits(struct filter *f, unsigned needs)
{
	sandbox_filter_load_argument(f, 0);
	sandbox_filter_end_if(f, 0, SECCOMP_RET_ALLOW);
	sandbox_filter_end(f, FILTER_DENY(EPERM));
}

static void judge_request(struct filter *f, unsigned needs)
{
	sandbox_filter_load_argument(f, 1);
	for (size_t i = 0; i < COUNT(requests); i++)
		sandbox_filter_end_if(f, requests[i], SECCOMP_RET_ALLOW);
	if (needs & SANDBOX_PROGRAMS) {
		for (size_t i = 0; i < COUNT(of_intruders); i++)
			sandbox_filter_end_if(
			    f, of_intruders[i], FILTER_DENY(EPERM));
		sandbox_filter_add(
		    f, BPF_ALU | BPF_AND | BPF_K, ~(uint32_t)0xff);
		sandbox_filter_end_if(f, NETWORK, FILTER_DENY(EPERM));
		sandbox_filter_end(f, SECCOMP_RET_ALLOW);
	}
	sandbox_filter_end(f, FILTER_DENY(EPERM));
}

/* None sends signals when bytes have come: of a terminal, they would go to the
 * job in the foreground. */
static void judge_control(struct filter *f, unsigned needs)
{
	sandbox_filter_load_argument(f, 1);
	sandbox_filter_end_if(f, F_SETOWN, FILTER_DENY(EPERM));
	sandbox_filter_end_if(f, F_SETOWN_EX, FILTER_DENY(EPERM));
	sandbox_filter_end_if(f, F_SETSIG, FILTER_DENY(EPERM));
	sandbox_filter_add(f, BPF_JMP | BPF_JEQ | BPF_K, F_SETFL);
	f->at[f->len - 1].jt = 1;
	sandbox_filter_end(f, SECCOMP_RET_ALLOW);
	sandbox_filter_judge_bits(f, 2, O_ASYNC, FILTER_DENY(EPERM));
}

/* Signals are for this process: its number is that of its first thread. */
static void judge_signal(struct filter *f, unsigned needs)
{
	sandbox_filter_load_argument(f, 0);
	sandbox_filter_end_if(f, (uint32_t)getpid(), SECCOMP_RET_ALLOW);
	sandbox_filter_end(f, FILTER_DENY(EPERM));
}

/* The names of threads and of memory are set by the C library. The sandbox may
 * be entered once more. */
static void judge_process(struct filter *f, unsigned needs)
{
	sandbox_filter_load_argument(f, 0);
	sandbox_filter_end_if(f, PR_SET_NAME, SECCOMP_RET_ALLOW);
	sandbox_filter_end_if(f, PR_SET_VMA, SECCOMP_RET_ALLOW);
	sandbox_filter_end_if(f, PR_SET_NO_NEW_PRIVS, SECCOMP_RET_ALLOW);
	sandbox_filter_end(f, FILTER_DENY(EPERM));
}

/* Signal 0 asks whether a process exists. */
static void judge_kill(struct filter *f, unsigned needs)
{
	sandbox_filter_load_argument(f, 1);
	sandbox_filter_end_if(f, 0, SECCOMP_RET_ALLOW);
	judge_signal(f, needs);
}

/* For runs that only read, where landlock does not judge. */
static void judge_flags(struct filter *f, unsigned argument)
{
	sandbox_filter_judge_bits(f, argument,
	    O_WRONLY | O_RDWR | O_CREAT | O_TRUNC, FILTER_DENY(EACCES));
}

static void judge_open(struct filter *f, unsigned needs)
{
	judge_flags(f, 1);
}

static void judge_openat(struct filter *f, unsigned needs)
{
	judge_flags(f, 2);
}

void sandbox_judge_arguments(
    struct filter *f, enum calls_group group, unsigned needs)
{
	static void (*const judges[])(struct filter *, unsigned) = {
		[CALLS_CODE] = judge_code,
		[CALLS_MAP] = judge_map,
		[CALLS_THREAD] = judge_clone,
		[CALLS_ITSELF] = judge_limits,
		[CALLS_PROCESS] = judge_process,
		[CALLS_DEVICE] = judge_request,
		[CALLS_CONTROL] = judge_control,
		[CALLS_KILL] = judge_kill,
		[CALLS_SIGNAL] = judge_signal,
		[CALLS_OPEN] = judge_open,
		[CALLS_OPENAT] = judge_openat,
	};

	if (group < COUNT(judges) && judges[group])
		judges[group](f, needs);
	else
		sandbox_judge_socket(f, group, needs);
}
