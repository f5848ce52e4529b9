# SPDX-License-Identifier: MIT

# GENET_RESOLVER
# Finds the functions of the C library that write and read questions to name
# servers: some C libraries have them in a library of their own.
AC_DEFUN([GENET_RESOLVER],
[AC_CACHE_CHECK([for the library with res_mkquery], [genet_cv_lib_resolver],
[genet_cv_lib_resolver=no
genet_saved_LIBS=$LIBS
for genet_library in '' -lresolv
do
	LIBS="$genet_library $genet_saved_LIBS"
	AC_LINK_IFELSE([AC_LANG_PROGRAM(
		[[#include <arpa/nameser.h>
		#include <netinet/in.h>
		#include <resolv.h>]],
		[[unsigned char bytes[512];
		int len = res_mkquery(ns_o_query, "a.test", ns_c_in, ns_t_a,
			0, 0, 0, bytes, sizeof(bytes));
		return dn_skipname(bytes + 12, bytes + len);]])],
		[genet_cv_lib_resolver=${genet_library:-none}
		break])
done
LIBS=$genet_saved_LIBS])
AS_CASE([$genet_cv_lib_resolver],
	[no], [AC_MSG_ERROR([genet needs res_mkquery, and no library has it])],
	[none], [],
	[LIBS="$genet_cv_lib_resolver $LIBS"])
])
