#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Colors and bold type: when they are used, and for what.
load helpers

ESC=$'\e'

export TERM=xterm

# colored ARGUMENT...: genet uses color in a pipe for this invalid command line.
colored() {
	run -2 genet "$@" no-such-command
	[[ $output == *"${ESC}["* ]]
}

# plain ARGUMENT...: genet uses no color for this invalid command line.
plain() {
	run -2 genet "$@" no-such-command
	says "$output" no-such-command
	[[ $output != *"$ESC"* ]]
}

# on_a_terminal ARGUMENT...: runs genet, which fails with status 2; $shown is what the
# terminal has got.
on_a_terminal() {
	peer-terminal start ends:2 -- genet "$@" >typescript || {
		cat typescript
		return 1
	}
	shown=$(<typescript)
}

without_marks() {
	sed "s/${ESC}\[[0-9;]*m//g"
}

# ---- Whether

@test "there is no color without a terminal" {
	plain
	plain --color auto
}

@test "color on a terminal" {
	on_a_terminal no-such-command
	says "$shown" "${ESC}[1;31mgenet:${ESC}[0m "
}

@test "no color on a terminal that is dumb, or of which nothing is known" {
	TERM=dumb on_a_terminal no-such-command
	[[ $shown != *"$ESC"* ]]
	TERM='' on_a_terminal no-such-command
	[[ $shown != *"$ESC"* ]]
}

@test "--color wins over all variables and terminals" {
	NO_COLOR=1 colored --color always
	TERM=dumb colored --color=always
	FORCE_COLOR=1 CLICOLOR_FORCE=1 plain --color never
	on_a_terminal --color never no-such-command
	[[ $shown != *"$ESC"* ]]
}

@test "NO_COLOR wins over FORCE_COLOR and the terminal" {
	NO_COLOR=1 FORCE_COLOR=1 CLICOLOR_FORCE=1 plain
	NO_COLOR=0 on_a_terminal no-such-command
	[[ $shown != *"$ESC"* ]]
}

@test "FORCE_COLOR and CLICOLOR_FORCE win over the lack of a terminal" {
	FORCE_COLOR=1 colored
	CLICOLOR_FORCE=1 TERM=dumb colored
}

@test "an empty variable has no effect, nor has CLICOLOR_FORCE=0" {
	FORCE_COLOR='' CLICOLOR_FORCE='' plain
	CLICOLOR_FORCE=0 plain
	NO_COLOR='' FORCE_COLOR=1 colored
}

@test "--color takes one of three words, also behind the command" {
	run -2 genet --color=sometimes version
	says "$output" "--color: 'sometimes' is none of auto, always, never"
	run -2 genet connect --color=always
	[[ $output == *"${ESC}["* ]]
	run -2 genet --color
}

@test "color is decided for each stream separately" {
	run -0 --separate-stderr peer-terminal start ends:2 -- \
		sh -c 'genet connect -h; genet no-such-command 2>err; exit 2'
	says "$output" "${ESC}[1mUsage:${ESC}[0m"
	[[ $(<err) != *"$ESC"* ]]
}

# ---- Where

@test "help: the headings are bold, and the rest is the same" {
	for words in -h --help 'connect -h' 'listen --help' 'unix -h' 'help scan'; do
		read -ra words <<<"$words"
		run -0 genet --color always "${words[@]}"
		says "$output" "${ESC}[1mUsage:${ESC}[0m"
		is "$(without_marks <<<"$output")" \
			"$(genet --color never "${words[@]}")"
	done
	run -0 genet connect --help --color always
	says "$output" "${ESC}[1mExamples${ESC}[0m" "${ESC}[1mEnding${ESC}[0m" \
		"${ESC}[1mExit status:${ESC}[0m" "${ESC}[1mManual:${ESC}[0m"
}

@test "an error: the program and the hints are marked, not the text" {
	refusing_port 127.0.0.1
	run -4 genet connect --color always 127.0.0.1 "$port"
	says "${lines[0]}" \
		"${ESC}[1;31mgenet connect:${ESC}[0m cannot connect to 127.0.0.1:$port"
	says "${lines[1]}" "  ${ESC}[1mhint:${ESC}[0m the host is up"
}

@test "-v and -vvv: what lines are about is marked, times and reasons are faint" {
	listening_peer send:hello shut recv-all
	run -0 --separate-stderr genet connect --color always -v 127.0.0.1 \
		"$port" </dev/null
	says "$stderr" "${ESC}[36mconnected${ESC}[0m to 127.0.0.1:$port" \
		"${ESC}[36mclosed:${ESC}[0m "
	is "$output" hello
	listening_peer send:hello shut recv-all
	run -0 --separate-stderr genet connect --color always -vvv 127.0.0.1 \
		"$port" </dev/null
	grep -Eq "${ESC}\[2m +[0-9.]+${ESC}\[0m ${ESC}\[36mfirst:${ESC}\[0m " <<<"$stderr"
	grep -Eq "${ESC}\[2m# no more can come${ESC}\[0m\$" <<<"$stderr"
}

@test "color sequences do not count when lines are wrapped" {
	run -0 peer-terminal columns:40 start ends:0 -- genet -h
	says "$output" "$ESC" connect
	is "$(without_marks <<<"$output")" \
		"$(COLUMNS=40 genet -h --color never)"
}

@test "text of a peer or a user cannot set a color" {
	run -2 genet --color always $'\e[31mred'
	says "$output" "'\\x1b[31mred'"
	[[ $output != *"${ESC}[31m"* ]]
}

@test "genet nc prints no color" {
	FORCE_COLOR=1 run -1 genet nc -l -p 1 -s 300.1.1.1
	[[ $output != *"$ESC"* ]]
}
