# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Tables of rows, which two programs run in the same situations; see nc-rows.

TABLES=${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/bats
US=$'\x1f'

# columns: prints the rows of standard input with the character $US between columns.
columns() {
	sed -E "s/ :: / $US /g; s/ :: / $US /g; s/ ::\$/ $US/; s/ *$US */$US/g"
}

# section FILE NAME: prints the rows of that section.
section() {
	awk -v name="[$2]" '
		/^\[/ { wanted = $0 == name }
		wanted && !/^(\[|#|$)/' "$1" | columns
}

# two_networks: makes two networks, in which both.test has an address of each family,
# and two.test has two of IPv4.
two_networks() {
	cat >hosts <<-'END'
		127.0.0.1 localhost both.test two.test
		127.0.0.2 two.test
		::1 both.test
	END
	echo 'hosts: files' >nsswitch.conf
	named_network
	one=("${inside[@]}")
	named_network
	other=("${inside[@]}")
}

# named_network: makes a network with the files hosts and nsswitch.conf. The rest of
# /etc stays, since the rows run programs that need it.
named_network() {
	local file

	network
	for file in hosts nsswitch.conf; do
		"${inside[@]}" mount --bind "$file" "/etc/$file"
	done
}

# run_both PROGRAM ROWS OTHER ROWS: runs both programs as nc, each in its rows, at the
# same time; the results are in the directories one and other.
run_both() {
	local first second
	local run=(bash "$TABLES/run-rows.bash")

	two_networks
	inside=("${one[@]}")
	start "${run[@]}" "$1" "$2" one 2>one.log
	first=$pid
	inside=("${other[@]}")
	start "${run[@]}" "$3" "$4" other 2>other.log
	second=$pid
	if ! wait "$first" || ! wait "$second"; then
		cat one.log other.log
		return 1
	fi
}

# is_not_here ROW: the other program is a genet without what only Linux has, and says
# that the row needs that.
is_not_here() {
	[[ -e $BATS_FILE_TMPDIR/bin/needs-linux && $(<"other/$1/status") == 11 ]]
}

# same ROW ASPECT: both programs did the same.
same() {
	case $2 in
	took) is_near "$(<"one/$1/took")" "$(<"other/$1/took")" ;;
	*) cmp -s "one/$1/$2" "other/$1/$2" ;;
	esac
}

# is_near MS MS: the two differ by less than 0.9 s.
is_near() {
	local apart=$(($1 > $2 ? $1 - $2 : $2 - $1))
	((apart < 900 + ${SLACK_MS:-0}))
}

# fits ROW ASPECT PATTERN: the result of the other program matches.
fits() {
	local text
	text=$(tr -d '\0' <"other/$1/$2")
	# shellcheck disable=SC2053 # it is a pattern
	[[ $text == $3 ]]
}

# show ROW ASPECT: prints what both programs did.
show() {
	local side
	for side in one other; do
		printf '    %s, %s:\n' "$side" "$2"
		head -c 600 "$side/$1/$2" | cat -v | sed 's/^/        /'
	done
}

# complain ROW TEXT...: prints the text, and the row with its command.
complain() {
	printf '%s\n    row %s: %s\n' "${*:2}" "$1" "$(sed -n "$1p" rows |
		cut -d "$US" -f 1-3 | tr "$US" '|')"
}
