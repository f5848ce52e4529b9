#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The help texts and the manual have the options that the program has.
load helpers

MAN=${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/../man

# Each help text is printed once, as many tests read it.
setup_file() {
	HELPS=$BATS_FILE_TMPDIR/helps
	mkdir "$HELPS"
	export HELPS
	commands_in_help >"$BATS_FILE_TMPDIR/commands"
	each_command keep_help
}

keep_help() {
	"$GENET" "$@" --help >"$HELPS/$*"
}

# each_command FUNCTION: runs FUNCTION COMMAND, of one word or two.
each_command() {
	local words

	while read -ra words <&7; do
		"$1" "${words[@]}" 7<&-
	done 7<"$BATS_FILE_TMPDIR/commands"
}

# helps_of PAGE: leaves in $helps the files with help texts that name this page.
helps_of() {
	mapfile -t helps < <(grep -lx "Manual: man $1" "$HELPS"/*)
	((${#helps[@]} > 0))
}

# options_in HELP...: prints the long name of each option, or the letter of one without.
options_in() {
	sed -nE '
		s/^ +(-[A-Za-z0-9], +)?--([a-z0-9-]+).*/\2/p
		s/^ +-([A-Za-z0-9]) [ a-z].*/\1/p' "$@" | sort -u
}

# page_of COMMAND: prints the manual page that its help names.
page_of() {
	sed -n 's/^Manual: man //p' "$HELPS/$*"
}

options_in_page() {
	sed -nE '
		s/^\.It Fl ([A-Za-z0-9] , Fl )?-([a-z0-9-]+).*/\2/p
		s/^\.It Fl ([A-Za-z0-9])( Ar .*)?$/\1/p' "$MAN/$1.1" | sort -u
}

@test "the tests of this file find commands and options" {
	[[ $(commands_in_help) == *connect*listen* ]]
	[[ $(options_in "$HELPS/connect") == *linger* ]]
	[[ $(options_in_page genet-connect) == *linger* ]]
}

@test "each manual page has the options of the helps that name it" {
	for page in "$MAN"/genet-*.1; do
		page=$(basename "$page" .1)
		helps_of "$page"
		run -0 diff <(options_in "${helps[@]}") \
			<(options_in_page "$page")
	done
}

# value_for ARG: sets $value to a valid value for options with such an argument.
value_for() {
	case $1 in
	'1|2') value=2 ;;
	'C|python') value=C ;;
	'text|tap|junit') value=tap ;;
	CIDR) value=192.0.2.0/24 ;;
	ENGINE) value=copy ;;
	FORMAT) value=lines ;;
	GROUP*) value=224.0.0.1 ;;
	KIND) value=tcp ;;
	MODE) value=600 ;;
	MOMENT) value=late ;;
	PROTOCOL) value=smtp ;;
	N* | PID | PORT | SIZE) value=3 ;;
	TIME) value=1s ;;
	HOW) value=strict ;;
	TYPE) value=stream ;;
	WHAT) value=none ;;
	WHEN) value=never ;;
	*) value=text ;;
	esac
}

# words_of COMMAND: prints its options as they are typed, but not --help and --version.
words_of() {
	local word arg value
	sed -nE '
		/^ +(-[A-Za-z], +)?--(help|version) /d
		s/^ +(-[A-Za-z0-9], +)?(--[a-z0-9-]+)\[=([^]]+)\].*/\2 \3/p
		t
		s/^ +(-[A-Za-z0-9], +)?(--[a-z0-9-]+) ([^ ]+).*/\2 \3/p
		t
		s/^ +(-[A-Za-z0-9], +)?(--[a-z0-9-]+) .*/\2/p' "$HELPS/$*" |
		while read -r word arg; do
			value_for "$arg"
			echo "$word${arg:+=$value}"
		done
}

# genet acts on --help when it comes to it, so that all options before it exist and
# have a valid value.
every_option_is_known() {
	local words
	[[ $* != nc ]] || return 0 # has letters only, which are netcat's
	mapfile -t words < <(words_of "$@")
	((${#words[@]} > 0))
	run -0 genet "$@" "${words[@]}" --help
}

@test "every option in a help exists" {
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

@test "genet-addresses(7) has a row for each kind of address, and no others" {
	local kinds
	kinds=$(for command in connect listen wait relay 'relay 80'; do
		# shellcheck disable=SC2086 # it may be two words
		genet complete genet $command ''
	done | cut -f 1 | grep -E '^([a-z0-9-]+:|-)$' | sort -u)
	(($(wc -l <<<"$kinds") > 15))
	is "$(sed -nE 's/^\.It Li (\\-|[a-z0-9-]+:) Ta.*/\1/p' \
		"$MAN/genet-addresses.7" | sed 's/^.-$/-/' | sort)" "$kinds"
}

# statuses_in HELP...: prints the exit statuses in these help texts.
statuses_in() {
	sed -n '/^Exit status:/,/^Manual:/{ /^Manual:/d; s/128+N//; p; }' "$@" |
		grep -oE '\b[0-9]+\b' | sort -u
}

statuses_in_page() {
	sed -n '/^\.Sh EXIT STATUS/,/^\.Sh [^E]/s/^\.It \([0-9].*\)/\1/p' \
		"$MAN/$1.1" | sed '/128+/d' | grep -oE '[0-9]+' | sort -u
}

@test "each manual page has the exit statuses of the helps that name it" {
	for page in "$MAN"/genet-*.1; do
		page=$(basename "$page" .1)
		helps_of "$page"
		run -0 diff <(statuses_in "${helps[@]}") \
			<(statuses_in_page "$page")
	done
}

# Examples of nc and translate have options of other programs.
examples_parse() {
	local line words
	while read -r line; do
		run -0 bash -n <<<"$line"
		[[ $line != genet\ @(nc|translate)\ * ]] || continue
		line=${line%% -- *}
		eval "words=(${line%% [<>] *})"
		run -0 "${words[@]}" --help
	done < <(sed -n 's/^  \(genet .*\)/\1/p' "$HELPS/$*" | sed 's/  .*//')
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

# options_named_in: prints the options in standard input, one a line.
options_named_in() {
	grep -oE -- '(^| )-(-[a-z-]+|[A-Za-z0-9])\b' | tr -d ' ' | sort -u
}

# Words after "--" belong to another program.
short_help_has_the_examples() {
	run -0 genet "$@" -h
	options=$(sed -n '/^Examples/,/^$/p' <<<"$output" |
		sed -n "s/^  genet $*\( .*\)/\1/p" | sed 's/ -- .*//' | options_named_in)
	for option in $options; do
		sed '1,/^Options/d' <<<"$output" |
			grep -qE -- "^ .*$option\b" || {
			echo "genet $* -h does not explain $option"
			return 1
		}
	done
}

@test "-h of a command explains the options of its examples" {
	each_command short_help_has_the_examples
}

short_help_is_short() {
	run -0 genet "$@" -h
	rows=$(sed '1,/^Options/d; /^$/,$d' <<<"$output" |
		grep -c '^ \{2,6\}-' || :)
	((rows <= 13)) || {
		echo "genet $* -h has $rows options"
		return 1
	}
}

@test "-h of a command has a dozen options" {
	each_command short_help_is_short
}

help_is_narrow() {
	run ! grep -E '.{81}' "$HELPS/$*"
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
	is "$(genet help "$@")" "$(<"$HELPS/$*")"
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
	says "$output" 'Unix sockets.' Examples 'genet unix listen'
	is "$(genet unix -h)" "$output"
	is "$(genet help unix)" "$output"
}

@test "help of something that is no command is a usage error" {
	run -2 genet help no-such-command
}

@test "--help does what it says even among errors to come" {
	run -0 genet connect --help 1 2 3
	says "$output" 'Usage: genet connect'
}

@test "--version tells the name, the version and the features" {
	run -0 genet --version
	[[ ${lines[0]} =~ ^genet' ('.*') '[0-9]+\.[0-9] ]]
	[[ ${lines[1]} == features:* ]]
}

@test "-V and version are --version" {
	[[ -n $(genet -V) ]]
	is "$(genet -V)" "$(genet --version)"
	is "$(genet version)" "$(genet --version)"
}

@test "version -v tells what a report of a mistake should have" {
	run -0 genet version -v
	says "$output" "kernel: $(uname -s) $(uname -r) $(uname -m)" 'C library: ' \
		'sandbox: '
	# Each feature is in one of two lines.
	is "$(grep -E '^kernel (has|lacks):' <<<"$output" | cut -d: -f2 | wc -w)" 9
	! grep -q '^MPTCP ' /proc/net/protocols ||
		grep -q '^kernel has:.* mptcp' <<<"$output"
}

@test "a help that cannot be written is an error" {
	run -1 sh -c 'genet --help >/dev/full'
}
