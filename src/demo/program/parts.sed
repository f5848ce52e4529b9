# SPDX-License-Identifier: MIT
# A program.*.in as rows of struct program_part.
s/[\\"]/\\&/g
s/^@\([^ ]*\) \{0,1\}\(.*\)/}, { "\1", "\2", ""/
/^}, { "/!s/.*/"&\\n"/
