#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The tables of the manual page genet-netcat(7): the commands on the left and on
# the right do the same, in the situations of netcat-rows.
load helpers
load table
load tls

PAGE=${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/../man/genet-netcat.7

setup_file() {
	export TLS_FILE=$BATS_FILE_TMPDIR/peer
	command -v openssl >/dev/null || return 0
	make_key "$TLS_FILE"
	openssl req -x509 -key "$TLS_FILE.key" -subj /CN=peer -days 2 \
		-addext subjectAltName=IP:127.0.0.1 -out "$TLS_FILE.pem"
	cat "$TLS_FILE.pem" "$TLS_FILE.key" >"$TLS_FILE"
}

# pairs: prints the rows of the tables of the page, in two columns.
pairs() {
	sed -n "/^\.It .* Ta /{s/^\.It //;s/\\\\-/-/g;s/ Ta /$US/;p}" "$PAGE"
}

# try PROGRAM: runs all rows of the page whose left command begins with the program, or
# has it after a pipe.
try() {
	local left right situation input ignored row=0 bad=0

	not_under_valgrind 'the other program would end long before genet'
	[[ $1 == nc ]] || command -v "$1" >/dev/null || skip "$1 is not installed"
	command -v nc.openbsd >/dev/null || [[ $1 != nc ]] ||
		skip 'nc.openbsd is not installed'
	grep -v '^\(#\|$\)' "$TABLES/netcat-rows" | columns >situations
	while IFS=$US read -r left right; do
		[[ $left =~ (^|\| )$1\  ]] || continue
		IFS=$US read -r situation _ input ignored < <(awk -F "$US" \
			-v left="$left" '$2 == left' situations)
		[[ -n $situation ]] || complain_of_pair "no situation" || return
		[[ $situation != *tls* ]] || has_tls || continue
		command_row "$left" >>rows
		command_row "$right" >>rows.genet
	done < <(pairs)
	run_both "$(command -v nc.openbsd || type -P true)" rows "$GENET" rows.genet

	while IFS=$US read -r _ left _ ignored; do
		row=$((row + 1))
		judge_pair "$row" "$ignored" || bad=$((bad + 1))
	done <rows
	echo "$bad of $row rows differ"
	((row > 0 && bad == 0))
}

complain_of_pair() {
	echo "$1: $left"
	return 1
}

# command_row COMMAND: prints the row of this command in the situation.
command_row() {
	local command=$1
	command=${command//HOST/127.0.0.1}
	command=${command//PORT/\$p}
	command=${command//PATH/\$s}
	command=${command//20-30/\$p-\$((p + 10))}
	command=${command//FILE/file}
	command=${command//CERT/$TLS_FILE.pem}
	command=${command//PROGRAM/\/bin\/cat}
	command=${command//COMMAND/cat}
	[[ $1 != *FILE* ]] ||
		command+="; status=\$?; cat file; exit \$status"
	printf '%s\n' "file file + $situation$US$command$US$input$US$ignored"
}

# judge_pair ROW IGNORED: the results are the same, but for the ignored aspects.
judge_pair() {
	local aspect differs=''
	! is_not_here "$1" || return 0
	for aspect in out heard; do
		[[ $2 == *$aspect* ]] || same "$1" "$aspect" || differs+="$aspect "
	done
	[[ $2 == *status* ||
		$(<"one/$1/status"):$(<"other/$1/status") =~ ^(0:0|[1-9].*:[1-9].*)$ ]] ||
		differs+=status
	[[ -n $differs ]] || return 0
	complain "$1" "not the same: $differs"
	for aspect in status out heard err; do show "$1" "$aspect"; done
	return 1
}

@test "the right columns do what the left ones do: nc" {
	try nc
}

@test "the right columns do what the left ones do: nc.traditional" {
	try nc.traditional
}

@test "the right columns do what the left ones do: ncat" {
	try ncat
}

@test "the right columns do what the left ones do: socat" {
	try socat
}

@test "the right columns do what the left ones do: telnet" {
	try telnet
}

@test "there is a situation for each row of the page, and for no other" {
	run -0 diff <(pairs | cut -d "$US" -f 1 | sort) \
		<(grep -v '^\(#\|$\)' "$TABLES/netcat-rows" | columns |
			cut -d "$US" -f 2 | sort)
}
