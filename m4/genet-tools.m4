# SPDX-License-Identifier: MIT

# GENET_TOOLS(NAMES)
# Look for programs that are not needed to build, only to test and to develop.
# The goals of make that need one say so if it is missing, whenever it was
# installed; this is for the summary. Sets genet_missing to those not found.
AC_DEFUN([GENET_TOOLS],
[genet_missing=
for genet_tool in $1
do
	AS_VAR_PUSHDEF([genet_cache], [genet_cv_tool_$genet_tool])
	AC_CACHE_CHECK([for $genet_tool], [genet_cache],
	[AS_IF([command -v $genet_tool >/dev/null],
		[AS_VAR_SET([genet_cache], [yes])],
		[AS_VAR_SET([genet_cache], [no])])])
	AS_VAR_IF([genet_cache], [no],
		[AS_VAR_APPEND([genet_missing], [" $genet_tool"])])
	AS_VAR_POPDEF([genet_cache])
done])
