/* SPDX-License-Identifier: MIT */
/* What the tables of calls have in common. */
#ifndef DEMO_LANGUAGE_CALLS_PRIVATE_H
#define DEMO_LANGUAGE_CALLS_PRIVATE_H

#include <sys/socket.h>

#include "demo/language/calls.h"

/* Each ends with a row without a name. */
extern const struct call calls_plain[], calls_data[], calls_options[];

/* The arguments of the call m, in the forms that system calls take. */
#define NUMBER(i) ((int)m->args[i].number)
#define BYTES(i) calls_bytes(&m->args[i])
#define LEN(i) calls_len(&m->args[i])
#define ADDRESS(i)                                                             \
	(const struct sockaddr *)&m->args[i].address.storage,                  \
	    m->args[i].address.len

/* Defines the function of a call that needs nothing but its arguments. */
#define SIMPLE(name, call)                                                     \
	static long make_##name(struct making *m)                              \
	{                                                                      \
		return call;                                                   \
	}

/* The most that a call sends or receives. */
#define CALLS_SIZE (1024 * 1024)

/* The bytes of an argument: a number stands for so many letters 'x'. */
const void *calls_bytes(const struct value *value);
size_t calls_len(const struct value *value);

/* Sets the value of the outcome if the call was successful, and returns the
 * result. */
long calls_value(struct making *m, long result, long value);

#endif
