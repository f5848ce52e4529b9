/* SPDX-License-Identifier: MIT */
/* How many descriptors this process may have. */
#ifndef SYS_PROCESS_DESCRIPTORS_H
#define SYS_PROCESS_DESCRIPTORS_H

#include <stddef.h>

/* Raises the limit to the hard one (getrlimit(2)). */
void descriptors_raise(void);

/* The same. Returns how many more can be opened, wanted at most. */
size_t descriptors_allow(size_t wanted);

/* How many there may be in all; SIZE_MAX: not known. */
size_t descriptors_limit(void);

/* Why no file can be opened now: EMFILE, ENFILE or ENOMEM; 0 if one can. */
int descriptors_shortage(void);

#endif
