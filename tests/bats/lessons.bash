# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What the tests of pair-demo and of its lessons share.

# names_of_lessons: prints the name of each lesson, one a line.
names_of_lessons() {
	genet pair-demo --lesson list | sed -n 's/^  \([a-z0-9-]*\)  .*/\1/p'
}

# times_ascend: of the lines on standard input that begin with a time, each is not
# earlier than the line before.
times_ascend() {
	awk '$1 ~ /^[0-9]+\.[0-9]{6}$/ { if ($1 < last) exit 1; last = $1 }'
}
