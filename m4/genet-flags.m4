# SPDX-License-Identifier: MIT

# GENET_APPEND_CFLAGS(VARIABLE, FLAGS)
# Append to VARIABLE each of FLAGS that the compiler takes without a warning.
# clang only warns about flags it does not know, hence -Werror; and some flags
# are refused by the linker only, hence a link test.
AC_DEFUN([GENET_APPEND_CFLAGS],
[for genet_flag in $2
do
	AS_VAR_PUSHDEF([genet_cache], [genet_cv_cflag_$genet_flag])
	AC_CACHE_CHECK([whether $CC takes $genet_flag], [genet_cache],
	[genet_save_CFLAGS=$CFLAGS
	CFLAGS="$CFLAGS $genet_flag -Werror"
	AC_LINK_IFELSE([AC_LANG_PROGRAM()],
		[AS_VAR_SET([genet_cache], [yes])],
		[AS_VAR_SET([genet_cache], [no])])
	CFLAGS=$genet_save_CFLAGS])
	AS_VAR_IF([genet_cache], [yes], [AS_VAR_APPEND([$1], [" $genet_flag"])])
	AS_VAR_POPDEF([genet_cache])
done])

# GENET_APPEND_LDFLAGS(VARIABLE, FLAGS, [CFLAGS])
# The same for flags of the linker, tried together with CFLAGS.
AC_DEFUN([GENET_APPEND_LDFLAGS],
[for genet_flag in $2
do
	AS_VAR_PUSHDEF([genet_cache], [genet_cv_ldflag_$genet_flag])
	AC_CACHE_CHECK([whether the linker takes $genet_flag], [genet_cache],
	[genet_save_CFLAGS=$CFLAGS
	genet_save_LDFLAGS=$LDFLAGS
	CFLAGS="$CFLAGS $3 -Werror"
	LDFLAGS="$LDFLAGS $genet_flag"
	AC_LINK_IFELSE([AC_LANG_PROGRAM()],
		[AS_VAR_SET([genet_cache], [yes])],
		[AS_VAR_SET([genet_cache], [no])])
	CFLAGS=$genet_save_CFLAGS
	LDFLAGS=$genet_save_LDFLAGS])
	AS_VAR_IF([genet_cache], [yes], [AS_VAR_APPEND([$1], [" $genet_flag"])])
	AS_VAR_POPDEF([genet_cache])
done])

# GENET_C_DIALECT(STANDARD)
# Ask for a dialect of C, and stop if the compiler does not know it.
AC_DEFUN([GENET_C_DIALECT],
[genet_dialect=
GENET_APPEND_CFLAGS([genet_dialect], [-std=$1])
AS_VAR_IF([genet_dialect], [],
	[AC_MSG_ERROR([$CC does not know -std=$1; use a newer compiler])])
AS_VAR_APPEND([GENET_CFLAGS], ["$genet_dialect"])])
