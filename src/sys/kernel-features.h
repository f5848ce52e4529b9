/* SPDX-License-Identifier: MIT */
/* What the kernel of this host has. */
#ifndef SYS_KERNEL_FEATURES_H
#define SYS_KERNEL_FEATURES_H

#include <stdbool.h>
#include <stddef.h>

/* Something that not each kernel has. */
struct kernel_feature {
	const char *name; /* "mptcp" */
	bool is_there;
};

/* All of them; count is how many. The row stays this function's. */
const struct kernel_feature *kernel_features(size_t *count);

#endif
