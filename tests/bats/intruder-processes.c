/* SPDX-License-Identifier: MIT */
/* What an intruder does to other processes, to files that are open, and by
 * calls that are new: see intruder.c. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

extern void intruder_reaches_others(void (*tell)(const char *, long));

/* SIGCONT changes nothing. */
static void signal_others(void (*tell)(const char *, long))
{
	pid_t other = getppid();
	struct sigevent event = { .sigev_notify = SIGEV_NONE };
	siginfo_t info = { .si_signo = SIGCONT, .si_code = SI_QUEUE };
	timer_t timer;

	tell("group-signal", kill(0, SIGCONT));
	tell("job", setpgid(0, 0));
	tell("thread-signal", syscall(SYS_tgkill, other, other, SIGCONT));
	tell("queued-signal",
	    syscall(SYS_rt_sigqueueinfo, other, SIGCONT, &info));
	int fd = (int)syscall(SYS_pidfd_open, getpid(), 0);
	tell("fd-signal", syscall(SYS_pidfd_send_signal, fd, SIGCONT, NULL, 0));
	tell("fd-of-other", syscall(SYS_pidfd_getfd, fd, 0, 0));
	tell("advice", syscall(SYS_process_madvise, fd, NULL, 0, 0, 0));
	if (fd >= 0)
		close(fd);
	tell("timer", timer_create(CLOCK_MONOTONIC, &event, &timer));
}

static void change_others(void (*tell)(const char *, long))
{
	pid_t other = getppid();
	cpu_set_t set;

	sched_getaffinity(other, sizeof(set), &set);
	tell("affinity", sched_setaffinity(other, sizeof(set), &set));
	tell("priority", setpriority(PRIO_PROCESS, (id_t)other,
			     getpriority(PRIO_PROCESS, (id_t)other)));
	tell("dump", prctl(PR_SET_DUMPABLE, 1L, 0L, 0L, 0L));
}

/* Of files and of the terminal that are open. */
static void change_open(void (*tell)(const char *, long))
{
	unsigned char task[2] = { 3 }; /* pastes what is marked */
	int flags = 0;

	tell("console", ioctl(0, TIOCLINUX, task));
	tell("foreground", ioctl(0, TIOCSPGRP, &(pid_t){ getppid() }));
	tell("flags", ioctl(2, FS_IOC_SETFLAGS, &flags));
	tell("attribute", fsetxattr(2, "user.intruder", "x", 1, 0));
	tell("watch", inotify_init1(IN_CLOEXEC));
	tell("watch-all", syscall(SYS_fanotify_init, FAN_CLOEXEC, O_RDONLY));
}

static void call_new_calls(void (*tell)(const char *, long))
{
	struct open_how how = { .flags = O_RDONLY | O_CLOEXEC };
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	tell("code-later", mprotect(page, 4096, PROT_READ | PROT_EXEC));
	tell("code-by-key",
	    syscall(SYS_pkey_mprotect, page, 4096, PROT_READ | PROT_EXEC, -1));
	munmap(page, 4096);
	tell("open-how",
	    syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", &how, sizeof(how)));
	tell("secret-memory", syscall(SYS_memfd_secret, 0));
	tell("clone3", syscall(SYS_clone3, NULL, 0));
	tell("io-context", syscall(SYS_io_setup, 0, NULL));
}

void intruder_reaches_others(void (*tell)(const char *, long))
{
	signal_others(tell);
	change_others(tell);
	change_open(tell);
	call_new_calls(tell);
}
