# SPDX-License-Identifier: MIT
# A program.*.in as texts: of each part the directive, the template and the text
# that follows, each with a NUL.
s/[\\"]/\\&/g
s/^@\([^ ]*\) \{0,1\}\(.*\)/"\\0" "\1\\0" "\2\\0"/
/^"\\0" "/!s/.*/"&\\n"/
