/* SPDX-License-Identifier: MIT */
/* Names of signals. */
#ifndef SYS_PROCESS_SIGNAL_NAME_H
#define SYS_PROCESS_SIGNAL_NAME_H

/* "SIGTERM", for instance; "a real-time signal" for all of these. */
const char *signal_name(int signal);

#endif
