# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# The lessons of pair-demo.

# names_of_lessons: prints the name of each lesson, one a line.
names_of_lessons() {
	genet pair-demo --lesson list | sed -n 's/^  \([a-z0-9-]*\)  .*/\1/p'
}
