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
AC_SUBST([SANITIZERS], [$genet_sanitizers])])
