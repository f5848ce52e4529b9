/* SPDX-License-Identifier: MIT */
/* What the kernel and the C library of this host have. */
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

/* "Linux 6.1.0 x86_64", and "glibc 2.36". Allocated. */
char *kernel_name(void);
char *kernel_library_name(void);

#endif
