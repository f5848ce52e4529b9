# SPDX-License-Identifier: MIT

# GENET_SANITIZERS
# --enable-sanitizers builds with AddressSanitizer and UndefinedBehaviorSanitizer,
# and makes the first finding fatal. Sets genet_sanitizers to yes or no.
AC_DEFUN([GENET_SANITIZERS],
[AC_ARG_ENABLE([sanitizers],
	[AS_HELP_STRING([--enable-sanitizers],
		[find memory errors and undefined behaviour at run time])],
	[], [enable_sanitizers=no])

genet_sanitizers=no
AS_VAR_IF([enable_sanitizers], [no], [],
[genet_sanitizer_flags=
GENET_APPEND_CFLAGS([genet_sanitizer_flags], [-fsanitize=address,undefined])
AS_VAR_IF([genet_sanitizer_flags], [],
	[AC_MSG_ERROR([$CC cannot link with -fsanitize=address,undefined])])
GENET_APPEND_CFLAGS([genet_sanitizer_flags],
	[-fno-sanitize-recover=all -fno-omit-frame-pointer])
AS_VAR_APPEND([GENET_CFLAGS], ["$genet_sanitizer_flags"])
genet_sanitizers=yes])
GENET_COVERAGE
AS_CASE([$genet_sanitizers$genet_coverage], [*yes*],
	[AC_DEFINE([GENET_INSTRUMENTED], [1],
		[What the compiler has added needs more than genet itself.])])
AC_SUBST([SANITIZERS], [$genet_sanitizers])])

# GENET_COVERAGE
# --enable-coverage counts how often each line runs, for `make coverage`. Sets
# genet_coverage to yes or no.
AC_DEFUN([GENET_COVERAGE],
[AC_ARG_ENABLE([coverage],
	[AS_HELP_STRING([--enable-coverage],
		[count how often each line runs, for make coverage])],
	[], [enable_coverage=no])

genet_coverage=no
AS_VAR_IF([enable_coverage], [no], [],
[GENET_APPEND_CFLAGS([GENET_CFLAGS], [--coverage -fprofile-update=atomic])
genet_coverage=yes])
AM_CONDITIONAL([WITH_COVERAGE], [test "$genet_coverage" = yes])])
