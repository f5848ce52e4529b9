# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Checks: each compares a result with the expected one, and shows both if they differ.

# is ACTUAL WANTED
is() {
	[[ $1 == "$2" ]] || {
		printf 'wanted: %s\ngot:    %s\n' "$2" "$1"
		return 1
	}
}

# says TEXT WORDS...: the text contains each of the WORDS.
says() {
	local text=$1 words
	shift
	for words in "$@"; do
		[[ $text == *"$words"* ]] || {
			printf 'wanted: %s\ngot:    %s\n' "$words" "$text"
			return 1
		}
	done
}

# holds FILE TEXT: the file has exactly this content.
holds() {
	printf %s "$2" | cmp - "$1"
}

# has_lines FILE N: the file has N lines.
has_lines() {
	is "$(wc -l <"$1")" "$2"
}

# pattern N: prints the N bytes that the peer's action send-pattern:N sends.
pattern() {
	peer stdio "send-pattern:$1"
}

# stopwatch COMMAND...: runs the command; $took is how many milliseconds it took.
stopwatch() {
	local begin=${EPOCHREALTIME/./}
	"$@"
	took=$(((${EPOCHREALTIME/./} - begin) / 1000))
}

# took_at_most MS: $took is at most MS, or SLACK_MS more if that is set.
took_at_most() {
	((took <= $1 + ${SLACK_MS:-0})) || {
		echo "took $took ms, not $1"
		return 1
	}
}

# memory_counts: the memory is that of genet alone, without valgrind or sanitizers.
memory_counts() {
	[[ -z ${VALGRIND_GENET-} && ${SANITIZERS-} != yes ]]
}

# memory FIELD: prints that line of the status of $genet, VmHWM or VmRSS say, in KiB.
memory() {
	awk -v name="$1:" '$1 == name { print $2; found = 1 } END { exit !found }' \
		"/proc/$genet/status"
}

# commands_in_help: prints the commands that "genet help" lists, one a line, also of
# those that are written as "unix connect|listen", and the one that stands in the help
# of doctor.
commands_in_help() {
	local first rest
	"$GENET" help | sed -n '/^Commands/,/^$/s/^  \([a-z]\)/\1/p' |
		sed 's/   *[A-Z].*//; s/ [A-Z].*//' |
		while read -r first rest; do
			if [[ -z $rest ]]; then
				echo "$first"
				[[ $first != doctor ]] || echo 'doctor listen'
			else
				tr '|' '\n' <<<"$rest" | sed "s/^/$first /"
			fi
		done
}
