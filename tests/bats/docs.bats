#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The help and the manual know the same options as the program.
load helpers

MAN=${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/../man

# The commands are what "genet help" lists as such, one a line; those that it
# writes as "unix connect|listen" are two.
commands() {
	genet help | sed -n '/^Commands/,/^$/s/^  \([a-z]\)/\1/p' |
		sed 's/   *[A-Z].*//; s/ [A-Z].*//' |
		while read -r first rest; do
			if [[ -z $rest ]]; then
				echo "$first"
			else
				tr '|' '\n' <<<"$rest" | sed "s/^/$first /"
			fi
		done
}

# each_command FUNCTION: runs FUNCTION COMMAND, of one word or two.
each_command() {
	local words

	while read -ra words <&7; do
		"$1" "${words[@]}" 7<&-
	done 7< <(commands)
}

# options_of COMMAND: each by its long name, or its letter if it has none.
options_of() {
	genet "$@" --help | sed -nE '
		s/^ +(-[A-Za-z0-9], +)?--([a-z0-9-]+).*/\2/p
		s/^ +-([A-Za-z0-9])  .*/\1/p'
}

# page_of COMMAND: the manual page that its help names.
page_of() {
	genet "$@" --help | sed -n 's/^Manual: man //p'
}

options_in_page() {
	sed -nE '
		s/^\.It Fl ([A-Za-z0-9] , Fl )?-([a-z0-9-]+).*/\2/p
		s/^\.It Fl ([A-Za-z0-9])( Ar .*)?$/\1/p' "$MAN/$1.1"
}

with_page() {
	local page=$1
	shift
	[[ $(page_of "$@") != "$page" ]] || options_of "$@"
}

# Several commands may share a page, which has the options of all of them.
options_of_page() {
	local page=$1
	options_of_one() { with_page "$page" "$@"; }
	each_command options_of_one
}

@test "there are commands, and options" {
	[[ $(commands) == *connect* && $(commands) == *listen* ]]
	[[ $(options_of connect) == *linger* ]]
	[[ $(options_of_page genet-connect) == *linger* ]]
}

@test "each manual page has the options of the helps that name it" {
	for page in "$MAN"/genet-*.1; do
		page=$(basename "$page" .1)
		run -0 diff <(options_of_page "$page" | sort -u) \
			<(options_in_page "$page" | sort -u)
	done
}

every_option_is_known() {
	for option in $(options_of "$@"); do
		run --separate-stderr genet "$@" "--$option"
		run ! grep 'unknown option' <<<"$stderr"
	done
}

@test "every option in a help is one" {
	each_command every_option_is_known
}

page_exists() {
	[[ -e $MAN/$(page_of "$@").1 ]]
}

@test "every command has a manual page" {
	each_command page_exists
}

is_listed() {
	local page
	page=$(page_of "$@")
	[[ $page == genet ]] || grep -q "^\.[IX].*${page/-/.*}\b" "$MAN/genet.1"
}

@test "every command is in genet(1)" {
	each_command is_listed
}

@test "genet(1) has the exit statuses" {
	for status in 0 1 2 3 4 5 6 7 124; do
		grep -Eq "^\.It (Li |Er |Cm |Sy )?$status\b" "$MAN/genet.1"
	done
}

statuses_of() {
	genet "$@" --help | sed -n '/^Exit status:/,/^Manual:/p' |
		sed '$d; s/128+N//' | grep -oE '\b[0-9]+\b'
}

statuses_of_page() {
	local page=$1
	statuses_of_one() {
		[[ $(page_of "$@") != "$page" ]] || statuses_of "$@"
	}
	each_command statuses_of_one
}

statuses_in_page() {
	sed -n '/^\.Sh EXIT STATUS/,/^\.Sh [^E]/s/^\.It \([0-9].*\)/\1/p' \
		"$MAN/$1.1" | sed '/128+/d' | grep -oE '[0-9]+'
}

@test "each manual page has the exit statuses of the helps that name it" {
	for page in "$MAN"/genet-*.1; do
		page=$(basename "$page" .1)
		run -0 diff <(statuses_of_page "$page" | sort -u) \
			<(statuses_in_page "$page" | sort -u)
	done
}

examples_parse() {
	while read -r example; do
		run -0 bash -n <<<"$example"
	done < <(genet "$@" --help | grep '^  genet ')
}

@test "each example in a help is a command line that is understood" {
	each_command examples_parse
}

@test "the help of all fits on a screen" {
	run -0 genet -h
	((${#lines[@]} <= 24))
}

short_help_fits() {
	run -0 genet "$@" -h
	((${#lines[@]} <= 24))
}

@test "-h of a command fits on a screen" {
	each_command short_help_fits
}

help_is_narrow() {
	run -0 genet "$@" --help
	run ! grep -E '.{81}' <<<"$output"
}

@test "no help is wider than 80 columns" {
	each_command help_is_narrow
}

@test "the help goes to standard output" {
	run -0 --separate-stderr genet connect --help
	says "$output" Usage: --linger
	is "$stderr" ''
}

is_same_help() {
	is "$(genet help "$@")" "$(genet "$@" --help)"
}

@test "help COMMAND is COMMAND --help" {
	each_command is_same_help
}

@test "the first word of commands of two has a help that lists them" {
	run -0 --separate-stderr genet unix --help
	for name in connect listen send recv; do
		says "$output" "unix $name"
	done
	is "$stderr" ''
	is "$(genet unix -h)" "$output"
	is "$(genet help unix)" "$output"
}

@test "help of something that is no command is a usage error" {
	run -2 genet help no-such-command
}

@test "--help does what it says even among errors to come" {
	run -0 genet connect --help 1 2 3
}

@test "--version tells the name, the version and the features" {
	run -0 genet --version
	[[ ${lines[0]} =~ ^genet' ('.*') '[0-9]+\.[0-9] ]]
	[[ ${lines[1]} == features:* ]]
}

@test "-V and version are --version" {
	is "$(genet -V)" "$(genet --version)"
	is "$(genet version)" "$(genet --version)"
}

@test "a help that cannot be written is an error" {
	run -1 sh -c 'genet --help >/dev/full'
}
