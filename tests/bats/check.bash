# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What is compared with what is wanted.

# is ACTUAL WANTED
is() {
	[[ $1 == "$2" ]] || {
		printf 'wanted: %s\ngot:    %s\n' "$2" "$1"
		return 1
	}
}

# says TEXT WORDS...: all of the words are somewhere in the text.
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

# holds FILE TEXT: nothing less and nothing more.
holds() {
	printf %s "$2" | cmp - "$1"
}

# has_lines FILE N: so many.
has_lines() {
	is "$(wc -l <"$1")" "$2"
}

# pattern N: as many bytes as the peer's send-pattern:N sends.
pattern() {
	peer stdio "send-pattern:$1"
}

# stopwatch COMMAND...: leave in $took how many milliseconds it took.
stopwatch() {
	local begin=${EPOCHREALTIME/./}
	"$@"
	took=$(((${EPOCHREALTIME/./} - begin) / 1000))
}

# took_at_most MS: or SLACK_MS more, where that is set.
took_at_most() {
	((took <= $1 + ${SLACK_MS:-0})) || {
		echo "took $took ms, not $1"
		return 1
	}
}
