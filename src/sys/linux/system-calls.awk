# SPDX-License-Identifier: MIT
#
# Writes the table of system calls in C. Not every processor has each of them.

BEGIN {
	print "/* Made by system-calls.awk from system-calls. */"
}

/^#/ || /^$/ {
	next
}

{
	group = toupper($1)
	sub(/:$/, "", group)
	for (i = 2; i <= NF; i++)
		printf "#ifdef SYS_%s\n{ SYS_%s, CALLS_%s, \"%s\" },\n#endif\n",
			$i, $i, group, $i
}
