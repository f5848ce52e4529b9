/* SPDX-License-Identifier: MIT */
/* The system calls by groups: system-calls. */
#include <sys/syscall.h>

#include "sys/linux/sandbox-private.h"

const struct sandbox_call sandbox_calls[] = {
#include "sys/linux/system-calls.inc"
};
const size_t sandbox_call_count =
    sizeof(sandbox_calls) / sizeof(sandbox_calls[0]);
