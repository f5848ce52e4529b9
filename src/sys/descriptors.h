/* SPDX-License-Identifier: MIT */
/* How many descriptors this process may have. */
#ifndef SYS_DESCRIPTORS_H
#define SYS_DESCRIPTORS_H

#include <stddef.h>

/* Sees to it that so many more can be opened, as far as the hard limit allows
 * (getrlimit(2)). Returns how many that are, wanted at most. */
size_t descriptors_allow(size_t wanted);

/* As many as the hard limit allows. */
void descriptors_raise(void);

/* How many there may be in all; SIZE_MAX: nobody knows. */
size_t descriptors_limit(void);

/* Why no file can be opened now: EMFILE, ENFILE or ENOMEM; 0 if one can. */
int descriptors_shortage(void);

#endif
