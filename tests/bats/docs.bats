#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The help and the manual know the same options as the program.
load helpers

MAN=${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/../man

# The commands are what "genet help" lists as such.
commands() {
	genet help | sed -n '/^Commands/,/^$/s/^  \([a-z-]*\) .*/\1/p'
}

# options_in_help COMMAND: each by its long name, or its letter if it has
# none.
options_in_help() {
	genet "$1" --help | sed -nE '
		s/^ +(-[A-Za-z0-9], +)?--([a-z0-9-]+).*/\2/p
		s/^ +-([A-Za-z0-9])  .*/\1/p' | sort
}

options_in_manual() {
	sed -nE '
		s/^\.It Fl ([A-Za-z0-9] , Fl )?-([a-z0-9-]+).*/\2/p
		s/^\.It Fl ([A-Za-z0-9])( Ar .*)?$/\1/p' "$MAN/genet-$1.1" | sort
}

same_options() {
	run -0 diff <(options_in_help "$1") <(options_in_manual "$1")
	[[ -n $(options_in_help "$1") ]]
}

@test "connect: the help and the manual have the same options" {
	same_options connect
}

@test "listen: the help and the manual have the same options" {
	same_options listen
}

@test "resolve: the help and the manual have the same options" {
	same_options resolve
}

@test "every option in a help is one" {
	for command in $(commands); do
		for option in $(options_in_help "$command"); do
			run --separate-stderr genet "$command" "--$option"
			run ! grep 'unknown option' <<<"$stderr"
		done
	done
}

@test "every command has a manual page of its own or is in genet(1)" {
	for command in $(commands); do
		[[ -e $MAN/genet-$command.1 ]] ||
			grep -q "^\.It.* $command\b" "$MAN/genet.1"
	done
}

@test "every command is in the list of genet(1)" {
	for command in $(commands); do
		grep -Eq "(Cm|Nm genet|Xr genet-)[- ]?$command\b" "$MAN/genet.1"
	done
}

@test "genet(1) has the exit statuses" {
	for status in 0 1 2 3 4 5 6 7 124; do
		grep -Eq "^\.It (Li |Er |Cm |Sy )?$status\b" "$MAN/genet.1"
	done
}

@test "each example in a help is a command line that is understood" {
	for command in $(commands); do
		while read -r example; do
			run bash -n <<<"$example"
			is "$status" 0
		done < <(genet "$command" --help | grep '^  genet ')
	done
}

@test "the help of all fits on a screen" {
	run -0 genet -h
	((${#lines[@]} <= 24))
}

@test "-h of a command fits on a screen" {
	for command in $(commands); do
		run -0 genet "$command" -h
		((${#lines[@]} <= 24))
	done
}

@test "no help is wider than 80 columns" {
	for command in $(commands); do
		run -0 genet "$command" --help
		run ! grep -E '.{81}' <<<"$output"
	done
}

@test "the help goes to standard output" {
	run -0 --separate-stderr genet connect --help
	says "$output" Usage: --linger
	is "$stderr" ''
}

@test "help COMMAND is COMMAND --help" {
	for command in $(commands); do
		is "$(genet help "$command")" "$(genet "$command" --help)"
	done
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
