/* SPDX-License-Identifier: MIT */
/* A filter of seccomp(2) under construction: a program in classic BPF. */
#ifndef SYS_LINUX_SANDBOX_FILTER_H
#define SYS_LINUX_SANDBOX_FILTER_H

#include <linux/filter.h>
#include <linux/seccomp.h>

#include "sys/linux/sandbox-private.h"

struct filter {
	struct sock_filter at[2048];
	unsigned short len;
};

/* The result for a call that is denied with an errno. */
#define FILTER_DENY(sysno) (SECCOMP_RET_ERRNO | (uint32_t)(sysno))

/* Adds an instruction. Conditional jumps go on with the next one in both cases
 * unless their jt or jf is changed. */
void sandbox_filter_add(struct filter *f, unsigned code, uint32_t k);

/* Loads a part of struct seccomp_data, or the lower half of an argument. */
void sandbox_filter_load(struct filter *f, size_t offset);
void sandbox_filter_load_argument(struct filter *f, unsigned argument);

/* Ends with this result; or does so if what is loaded is k. */
void sandbox_filter_end(struct filter *f, uint32_t result);
void sandbox_filter_end_if(struct filter *f, uint32_t k, uint32_t result);

/* Ends with this result if the argument has any of the bits, or allows the
 * call. */
void sandbox_filter_judge_bits(
    struct filter *f, unsigned argument, uint32_t bits, uint32_t if_any);

/* Judges a call of a group that is limited by an argument, for a run with these
 * needs. */
void sandbox_judge_arguments(
    struct filter *f, enum calls_group group, unsigned needs);
void sandbox_judge_socket(
    struct filter *f, enum calls_group group, unsigned needs);

#endif
