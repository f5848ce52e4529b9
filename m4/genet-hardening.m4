# SPDX-License-Identifier: MIT

# GENET_HARDENING
# Add to GENET_CFLAGS and GENET_LDFLAGS what makes a memory error hard to exploit,
# unless --disable-hardening says otherwise. Off with sanitizers too: they find
# the same errors sooner, and the fortified functions of libc hide calls from them.
# Sets genet_hardening to yes or no.
AC_DEFUN([GENET_HARDENING],
[AC_REQUIRE([GENET_SANITIZERS])
AC_ARG_ENABLE([hardening],
	[AS_HELP_STRING([--disable-hardening],
		[do without stack protection, fortified libc functions, PIE and
		read-only relocations])],
	[], [enable_hardening=yes])
AS_CASE([$genet_sanitizers$genet_coverage], [*yes*], [enable_hardening=no])

genet_hardening=no
AS_VAR_IF([enable_hardening], [no], [],
[GENET_APPEND_CFLAGS([GENET_CFLAGS],
	[-fstack-protector-strong -fstack-clash-protection -fcf-protection])
GENET_APPEND_LDFLAGS([GENET_LDFLAGS], [-Wl,-z,relro -Wl,-z,now])
_GENET_PIE
_GENET_FORTIFY
genet_hardening=yes])])

# A position-independent executable, unless the program is static: GENET_STATIC
# or the user then says whether it is one.
AC_DEFUN([_GENET_PIE],
[AS_CASE([" $CFLAGS $LDFLAGS $GENET_LDFLAGS "],
[*" -static"*], [],
[genet_pie=
GENET_APPEND_LDFLAGS([genet_pie], [-pie], [-fPIE])
AS_VAR_IF([genet_pie], [], [],
	[AS_VAR_APPEND([GENET_CFLAGS], [" -fPIE"])
	AS_VAR_APPEND([GENET_LDFLAGS], [" -pie"])])])])

# The level goes into config.h and not onto the command line, because it is the
# compiler run that knows whether it optimises (libc warns if it does not) and
# whether somebody else has set a level.
AC_DEFUN([_GENET_FORTIFY],
[AC_CACHE_CHECK([for the highest level of _FORTIFY_SOURCE], [genet_cv_fortify],
[genet_save_CFLAGS=$CFLAGS
genet_cv_fortify=0
for genet_level in 3 2
do
	CFLAGS="$CFLAGS -O2 -Werror -U_FORTIFY_SOURCE"
	CFLAGS="$CFLAGS -D_FORTIFY_SOURCE=$genet_level"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <stdio.h>]])],
		[genet_cv_fortify=$genet_level])
	CFLAGS=$genet_save_CFLAGS
	AS_VAR_IF([genet_cv_fortify], [0], [], [break])
done])
AS_VAR_IF([genet_cv_fortify], [0], [],
	[AC_DEFINE_UNQUOTED([GENET_FORTIFY_LEVEL], [$genet_cv_fortify],
		[The highest level of _FORTIFY_SOURCE that is known here.])])
AH_BOTTOM([#if defined GENET_FORTIFY_LEVEL && defined __OPTIMIZE__ \
    && !defined _FORTIFY_SOURCE
#define _FORTIFY_SOURCE GENET_FORTIFY_LEVEL
#endif])])
