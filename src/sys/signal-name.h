/* SPDX-License-Identifier: MIT */
/* Names of signals. */
#ifndef SYS_SIGNAL_NAME_H
#define SYS_SIGNAL_NAME_H

/* Such as "SIGTERM"; "a real-time signal" for one of those, which have none. */
const char *signal_name(int signal);

#endif
