/* SPDX-License-Identifier: MIT */
/* The kinds of failures, which decide the exit status. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

enum fault {
	FAULT_NONE,
	FAULT_IO,
	FAULT_MEMORY,
	FAULT_INTERNAL,
	FAULT_USAGE,
	FAULT_RESOLVE,
	FAULT_REFUSED,
	FAULT_UNREACHABLE,
	FAULT_BIND,
	FAULT_RESET,
	FAULT_UNMET,
	FAULT_TLS,
	FAULT_PROXY,
	FAULT_UNSUPPORTED,
	FAULT_TIMEOUT,
	FAULT_NOT_RUNNABLE, /* a program cannot be run */
	FAULT_NOT_FOUND,    /* a program is not found */
	FAULT_PROGRAM,      /* end with error.status, without a message */
	FAULT_SIGNAL,       /* end by error.signal, without a message */
};

#endif
