/* SPDX-License-Identifier: MIT */
/* Kinds of what can go wrong, which decide the exit status. */
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
	FAULT_NOT_RUNNABLE, /* a program that cannot be run */
	FAULT_NOT_FOUND,    /* a program that is not there */
	FAULT_PROGRAM,      /* end with error.status, and say nothing */
	FAULT_SIGNAL,       /* end by error.signal, and say nothing */
};

#endif
