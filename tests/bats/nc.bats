#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# genet as nc, and Debian's nc.openbsd: both run each row of nc-rows in the same
# situation, and do the same, but for the differences in the manual page. NC names
# another program to test than GENET.
load helpers
load table

PAGE=${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/../man/genet-nc.1

# compare SECTION: compares the results of each of its rows.
compare() {
	local tested reference row=0 bad=0 compared difference other_words=''

	not_under_valgrind 'nc.openbsd would end long before genet'
	needs_strace
	# Messages have words of the C library, which for nc is glibc.
	has_glibc || other_words=yes
	reference=$(command -v nc.openbsd) || skip 'nc.openbsd is not installed'
	tested=$(realpath "${NC:-$GENET}")
	section "$TABLES/nc-rows" "$1" >rows
	[[ -s rows ]]
	run_both "$reference" rows "$tested" rows
	[[ $tested != "$(realpath "$reference")" ]] || is_itself=yes

	while IFS=$US read -r _ _ _ compared difference; do
		row=$((row + 1))
		judge "$row" "$compared" "$difference" || bad=$((bad + 1))
	done <rows
	echo "$bad of $row rows are not as they should be"
	((bad == 0))
}

# judge ROW COMPARED DIFFERENCE: the results are the same, or differ as they may.
judge() {
	local aspect differs='' aspects=(status out heard err)
	[[ -z $other_words ]] || aspects=(status out heard)
	[[ $2 != *calls* ]] || aspects+=(calls)
	[[ $2 != *time* ]] || aspects+=(took)
	for aspect in "${aspects[@]}"; do
		same "$1" "$aspect" || differs+="$aspect "
	done
	if [[ -n $3 && -z ${is_itself-} ]]; then
		judge_difference "$1" "$differs" "${3#*: }"
	elif [[ -n $differs ]]; then
		complain "$1" "not the same: $differs"
		for aspect in $differs; do show "$1" "$aspect"; done
		return 1
	fi
}

# judge_difference ROW ASPECTS WANTED: only aspects differ that may, and they are as
# WANTED says.
judge_difference() {
	local aspect word words err=${3#*err=} status=0
	declare -A wanted=()
	[[ $3 != *err=* ]] || wanted[err]=$err
	read -ra words <<<"${3%%err=*}"
	for word in "${words[@]}"; do
		printf -v "wanted[${word%%=*}]" %b "${word#*=}"
	done
	[[ -n $2$other_words ]] || complain "$1" 'the known difference is none' ||
		status=1
	[[ -z $other_words ]] || unset 'wanted[err]'
	for aspect in $2; do
		[[ -n ${wanted[$aspect]+is} ]] && continue
		complain "$1" "not the same: $aspect"
		show "$1" "$aspect"
		status=1
	done
	for aspect in "${!wanted[@]}"; do
		fits "$1" "$aspect" "${wanted[$aspect]}" && continue
		complain "$1" "$aspect is not ${wanted[$aspect]}"
		show "$1" "$aspect"
		status=1
	done
	return "$status"
}

@test "nc is as nc.openbsd: a client and its server" {
	compare "${BATS_TEST_DESCRIPTION#*: }"
}

@test "nc is as nc.openbsd: a client without an answer" {
	compare "${BATS_TEST_DESCRIPTION#*: }"
}

@test "nc is as nc.openbsd: a listener of TCP" {
	compare "${BATS_TEST_DESCRIPTION#*: }"
}

@test "nc is as nc.openbsd: ports without data" {
	compare "${BATS_TEST_DESCRIPTION#*: }"
}

@test "nc is as nc.openbsd: datagrams" {
	compare "${BATS_TEST_DESCRIPTION#*: }"
}

@test "nc is as nc.openbsd: Unix sockets" {
	compare "${BATS_TEST_DESCRIPTION#*: }"
}

@test "nc is as nc.openbsd: options of the socket" {
	compare "${BATS_TEST_DESCRIPTION#*: }"
}

@test "nc is as nc.openbsd: lines that nc refuses" {
	compare "${BATS_TEST_DESCRIPTION#*: }"
}

@test "nc is as nc.openbsd: a client and its proxy" {
	compare "${BATS_TEST_DESCRIPTION#*: }"
}

@test "nc is as nc.openbsd: what people do with nc" {
	compare "${BATS_TEST_DESCRIPTION#*: }"
}

# ---- The table itself

# known: prints the names of the differences of all rows.
known() {
	grep -v '^\(\[\|#\|$\)' "$TABLES/nc-rows" | columns |
		cut -d "$US" -f 5 | sed -n 's/:.*//p' | sort -u
}

# explained: prints the names of the differences in the manual page.
explained() {
	sed -n '/^\.Sh DIFFERENCES/,/^\.Sh/s/^\.It Em //p' "$PAGE" | sort -u
}

@test "there are at least 120 rows, and all are in a section that is compared" {
	local section n=0
	while read -r section; do
		grep -qFx "@test \"nc is as nc.openbsd: $section\" {" \
			"$BATS_TEST_FILENAME"
		n=$((n + $(section "$TABLES/nc-rows" "$section" | wc -l)))
	done < <(sed -n 's/^\[\(.*\)\]$/\1/p' "$TABLES/nc-rows")
	((n >= 120))
	is "$(grep -vc '^\(\[\|#\|$\)' "$TABLES/nc-rows")" "$n"
}

@test "the manual page explains each known difference, and no other" {
	[[ -n $(known) ]]
	run -0 diff <(known) <(explained)
}

@test "the manual page has each letter of nc, and those of OpenBSD for TLS" {
	command -v nc.openbsd >/dev/null || skip 'nc.openbsd is not installed'
	run -0 diff <({
		nc.openbsd -h 2>&1 | sed -n 's/^\t\t-\(.\).*/\1/p'
		printf '%s\n' c e H K o R
	} | sort) \
		<(grep '^\.It Fl ' "$PAGE" | grep -oE 'Fl [A-Za-z0-9]\b' |
			cut -c 4 | sort -u)
}

@test "genet nc -h has the letters of every day, on standard output" {
	run -0 --separate-stderr genet nc -h
	is "$stderr" ''
	for letter in k l N q U u v w z; do
		says "$output" "  -$letter "
	done
	run ! grep -q -- '  -S ' <<<"$output"
}
