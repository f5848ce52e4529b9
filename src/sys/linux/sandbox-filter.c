/* SPDX-License-Identifier: MIT */
/* A filter of seccomp(2) under construction. */
#include "sys/linux/sandbox-filter.h"

#include <assert.h>
#include <endian.h>

void sandbox_filter_add(struct filter *f, unsigned code, uint32_t k)
{
	assert(f->len < sizeof(f->at) / sizeof(f->at[0]));
	f->at[f->len++] = (struct sock_filter)BPF_STMT((uint16_t)code, k);
}

void sandbox_filter_load(struct filter *f, size_t offset)
{
	sandbox_filter_add(f, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset);
}

void sandbox_filter_load_argument(struct filter *f, unsigned argument)
{
	size_t low = __BYTE_ORDER == __LITTLE_ENDIAN ? 0 : sizeof(uint32_t);

	sandbox_filter_load(f, offsetof(struct seccomp_data, args) +
				   argument * sizeof(uint64_t) + low);
}

void sandbox_filter_end(struct filter *f, uint32_t result)
{
	sandbox_filter_add(f, BPF_RET | BPF_K, result);
}

void sandbox_filter_judge_bits(
    struct filter *f, unsigned argument, uint32_t bits, uint32_t if_any)
{
	sandbox_filter_load_argument(f, argument);
	sandbox_filter_add(f, BPF_JMP | BPF_JSET | BPF_K, bits);
	f->at[f->len - 1].jf = 1;
	sandbox_filter_end(f, if_any);
	sandbox_filter_end(f, SECCOMP_RET_ALLOW);
}

void sandbox_filter_end_if(struct filter *f, uint32_t k, uint32_t result)
{
	sandbox_filter_add(f, BPF_JMP | BPF_JEQ | BPF_K, k);
	f->at[f->len - 1].jf = 1;
	sandbox_filter_end(f, result);
}
