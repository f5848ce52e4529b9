/* SPDX-License-Identifier: MIT */
/* Requests of ioctl_tty(2) for speeds of any number, which the headers of musl
 * do not have. */
#ifndef SYS_LINUX_TTY_REQUESTS_H
#define SYS_LINUX_TTY_REQUESTS_H

#include <asm/termbits.h>
#include <sys/ioctl.h>

#ifndef TCGETS2
#define TCGETS2 _IOR('T', 0x2A, struct termios2)
#define TCSETS2 _IOW('T', 0x2B, struct termios2)
#define TCSETSW2 _IOW('T', 0x2C, struct termios2)
#define TCSETSF2 _IOW('T', 0x2D, struct termios2)
#endif

#endif
