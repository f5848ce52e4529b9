# SPDX-License-Identifier: MIT

# GENET_LINUX
# Which files of src/sys/ are built: those of linux/ on Linux, unless
# --disable-linux says otherwise, and else those of portable/. Sets genet_backend
# to linux or portable.
AC_DEFUN([GENET_LINUX],
[AC_ARG_ENABLE([linux],
	[AS_HELP_STRING([--disable-linux],
		[use poll and pipes, and do without what only Linux has])],
	[], [enable_linux=auto])
AC_CACHE_CHECK([whether this is for Linux], [genet_cv_linux],
[genet_cv_linux=no
AC_PREPROC_IFELSE([AC_LANG_PROGRAM([[#ifndef __linux__
#error another system
#endif]])], [genet_cv_linux=yes])])
AS_CASE([$enable_linux:$genet_cv_linux],
	[no:*|auto:no], [genet_backend=portable],
	[*:no], [AC_MSG_ERROR([--enable-linux needs a compiler for Linux])],
	[genet_backend=linux])
AS_VAR_IF([genet_backend], [linux], [GENET_KERNEL_HEADERS])
AM_CONDITIONAL([WITH_LINUX], [test "$genet_backend" = linux])])
