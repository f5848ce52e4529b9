# SPDX-License-Identifier: MIT

# GENET_COMPLETION_DIR(SHELL, DEFAULT)
# Where the completion of genet's command line for that shell is installed: in a
# directory of our own prefix, unless the user says otherwise or "no". To ask
# pkg-config for that of the system would leave the prefix. Sets SHELLcompdir.
AC_DEFUN([GENET_COMPLETION_DIR],
[AC_ARG_WITH([$1-completion-dir],
	[AS_HELP_STRING([--with-$1-completion-dir=DIR],
		[where $1 finds completions @<:@DATADIR/$2@:>@])],
	[], [with_$1_completion_dir=yes])
AS_CASE([$with_$1_completion_dir],
	[yes], [$1compdir='${datadir}/$2'],
	[no], [$1compdir=],
	[$1compdir=$with_$1_completion_dir])
AC_SUBST([$1compdir])
AM_CONDITIONAL([INSTALL_COMPLETION_]m4_toupper([$1]), [test -n "$$1compdir"])
])
