/* SPDX-License-Identifier: MIT */
/* Which kernel and C library this host has. */
#include "sys/kernel-name.h"

#include <sys/utsname.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif

#include "base/xalloc.h"

char *kernel_name(void)
{
	struct utsname names;

	if (uname(&names) < 0)
		return xstrdup("unknown");
	return xasprintf(
	    "%s %s %s", names.sysname, names.release, names.machine);
}

char *kernel_library_name(void)
{
#ifdef __GLIBC__
	return xasprintf("glibc %s", gnu_get_libc_version());
#else
	return xstrdup("another than glibc");
#endif
}
