# SPDX-License-Identifier: MIT

# GENET_OPENSSL
# TLS is by OpenSSL 3, of which only the headers are needed here: the library is
# loaded when TLS is asked for. A static program cannot load any, and for another
# C library or processor the compiler finds no headers. Sets genet_openssl to the
# version, or to no.
AC_DEFUN([GENET_OPENSSL],
[AC_ARG_WITH([openssl],
	[AS_HELP_STRING([--with-openssl=auto|yes|no],
		[TLS, by the headers of OpenSSL from 3.0 on @<:@auto@:>@])],
	[], [with_openssl=auto])

genet_openssl=no
AS_CASE([" $with_openssl $CFLAGS $LDFLAGS $GENET_LDFLAGS "],
	[" no "*|*" -static "*|*" -static-pie "*], [],
	[_GENET_OPENSSL_HEADERS])
AS_IF([test "$with_openssl" = yes && test "$genet_openssl" = no],
	[AC_MSG_ERROR([--with-openssl needs headers of OpenSSL from 3.0 on dnl
(Debian: libssl-dev), and a program that is not static])])
AM_CONDITIONAL([WITH_OPENSSL], [test "$genet_openssl" != no])
])

AC_DEFUN([_GENET_OPENSSL_HEADERS],
[AC_CACHE_CHECK([for headers of OpenSSL], [genet_cv_openssl],
[genet_cv_openssl=no
AC_COMPILE_IFELSE([AC_LANG_PROGRAM([[
#include <openssl/ssl.h>
#if OPENSSL_VERSION_MAJOR < 3
#error too old
#endif
]])], [genet_cv_openssl=yes])])
AS_VAR_COPY([genet_openssl], [genet_cv_openssl])
AS_IF([test "$genet_openssl" = yes],
	[AC_SEARCH_LIBS([dlopen], [dl], [], [genet_openssl=no])])])
