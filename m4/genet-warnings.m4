# SPDX-License-Identifier: MIT

# GENET_WARNINGS
# Add to GENET_CFLAGS the warnings that the code is kept clean of, under gcc and
# clang alike; --enable-werror turns them into errors. It is off by default: a
# newer compiler with a new warning must not break anybody's build.
AC_DEFUN([GENET_WARNINGS],
[AC_ARG_ENABLE([werror],
	[AS_HELP_STRING([--enable-werror], [treat warnings as errors])],
	[], [enable_werror=no])

# A row of a table names the fields that it sets, and a function in one takes
# what all of its kind take: fields and parameters may be left out.
GENET_APPEND_CFLAGS([GENET_CFLAGS], [ dnl
	-Wall dnl
	-Wextra dnl
	-Wno-missing-field-initializers dnl
	-Wno-unused-parameter dnl
	-Walloca dnl
	-Wdate-time dnl
	-Wduplicated-cond dnl
	-Wformat=2 dnl
	-Wimplicit-fallthrough dnl
	-Wmissing-declarations dnl
	-Wmissing-prototypes dnl
	-Wnested-externs dnl
	-Wold-style-definition dnl
	-Wpointer-arith dnl
	-Wredundant-decls dnl
	-Wshadow dnl
	-Wstrict-prototypes dnl
	-Wundef dnl
	-Wvla dnl
	-Wwrite-strings dnl
])

genet_warnings='on'
AS_VAR_IF([enable_werror], [yes],
	[AS_VAR_APPEND([GENET_CFLAGS], [" -Werror"])
	genet_warnings='on, as errors'])])
