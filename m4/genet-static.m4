# SPDX-License-Identifier: MIT

# GENET_STATIC_CFLAGS, before AC_PROG_CC
# A static program is optimized for size, unless the user says otherwise by CFLAGS.
AC_DEFUN([GENET_STATIC_CFLAGS],
[AS_IF([test "${enable_static_binary:-no}" != no], [: ${CFLAGS='-g -Os'}])])

# GENET_STATIC
# --enable-static-binary links a program that needs no file of the system: with
# -static-pie if what comes out of that has no interpreter, else with -static.
# Sets genet_static to the flag or to no, and genet_static_lacks to what such a
# program cannot do.
AC_DEFUN([GENET_STATIC],
[AC_ARG_ENABLE([static-binary],
	[AS_HELP_STRING([--enable-static-binary],
		[link a small program that needs no file of the system, and has
		no TLS])],
	[], [enable_static_binary=no])
AC_CHECK_TOOL([READELF], [readelf])

genet_static=no
genet_static_lacks=
AS_VAR_IF([enable_static_binary], [no], [],
[AC_CACHE_CHECK([how to link a static program], [genet_cv_static],
	[_GENET_STATIC_FLAG])
AS_VAR_IF([genet_cv_static], [no],
	[AC_MSG_ERROR([--enable-static-binary: $CC links no static program; dnl
install the static C library (Debian: libc6-dev, or musl-tools and CC=musl-gcc)])])
genet_static=$genet_cv_static
AS_VAR_APPEND([GENET_LDFLAGS], [" $genet_static"])
AS_VAR_IF([genet_static], [-static-pie], [AS_VAR_APPEND([GENET_CFLAGS], [" -fPIE"])])
GENET_APPEND_CFLAGS([GENET_CFLAGS], [-fno-asynchronous-unwind-tables dnl
	-fno-unwind-tables -ffunction-sections -fdata-sections])
GENET_APPEND_LDFLAGS([GENET_LDFLAGS], [-Wl,--gc-sections])
_GENET_STATIC_LACKS])])

# Some compilers take -static-pie and link with shared libraries all the same.
AC_DEFUN([_GENET_STATIC_FLAG],
[genet_cv_static=no
genet_save_CFLAGS=$CFLAGS
genet_save_LDFLAGS=$LDFLAGS
for genet_flag in -static-pie -static
do
	AS_VAR_IF([genet_cv_static], [no], [], [break])
	CFLAGS=$genet_save_CFLAGS
	AS_VAR_IF([genet_flag], [-static-pie], [CFLAGS="$CFLAGS -fPIE"])
	LDFLAGS="$genet_save_LDFLAGS $genet_flag"
	AC_LINK_IFELSE([AC_LANG_PROGRAM([[#include <stdio.h>]], [[puts("");]])],
	[AS_CASE([$genet_flag:`${READELF:-false} -l conftest$EXEEXT 2>&1 || echo INTERP`],
		[-static-pie:*INTERP*], [],
		[genet_cv_static=$genet_flag])])
done
CFLAGS=$genet_save_CFLAGS
LDFLAGS=$genet_save_LDFLAGS])

# The resolver of glibc loads its parts when a name is looked up.
AC_DEFUN([_GENET_STATIC_LACKS],
[AC_PREPROC_IFELSE([AC_LANG_PROGRAM([[#include <features.h>
#ifndef __GLIBC__
#error another library
#endif]])],
	[genet_static_lacks='no TLS; names need the shared libraries of this glibc'],
	[genet_static_lacks='no TLS'])])

# GENET_KERNEL_HEADERS
# The compiler of another C library may not know where the headers of the kernel
# are, which are of no library: it then gets a directory with links to them.
AC_DEFUN([GENET_KERNEL_HEADERS],
[AC_CACHE_CHECK([for the headers of the kernel], [genet_cv_kernel_headers],
[genet_cv_kernel_headers=no
AC_PREPROC_IFELSE([AC_LANG_PROGRAM([[#include <linux/fs.h>]])],
	[genet_cv_kernel_headers=known],
	[_GENET_LINK_KERNEL_HEADERS])])
AS_CASE([$genet_cv_kernel_headers],
	[no], [AC_MSG_ERROR([genet needs the headers of Linux dnl
(Debian: linux-libc-dev)])],
	[linked], [AS_VAR_APPEND([GENET_CFLAGS], [" -idirafter kernel-headers"])])])

AC_DEFUN([_GENET_LINK_KERNEL_HEADERS],
[genet_asm=/usr/include/`$CC -print-multiarch 2>/dev/null`/asm
test -d "$genet_asm" || genet_asm=/usr/include/asm
AS_MKDIR_P([kernel-headers])
rm -f kernel-headers/*
ln -s /usr/include/linux /usr/include/asm-generic "$genet_asm" kernel-headers
genet_save_CPPFLAGS=$CPPFLAGS
CPPFLAGS="$CPPFLAGS -idirafter kernel-headers"
AC_PREPROC_IFELSE([AC_LANG_PROGRAM([[#include <linux/fs.h>]])],
	[genet_cv_kernel_headers=linked])
CPPFLAGS=$genet_save_CPPFLAGS])
