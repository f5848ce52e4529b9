/* SPDX-License-Identifier: MIT */
/* What the resolver of the C library does. */
#include "sys/resolver.h"

#include <stdlib.h> /* defines __GLIBC__ */

bool resolver_is_gnu(void)
{
#ifdef __GLIBC__
	return true;
#else
	return false;
#endif
}
