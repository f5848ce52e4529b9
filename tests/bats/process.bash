# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Programs in the background, and ways to wait for them.

# The system calls by which a C library makes a process.
export FORKING_CALLS='?clone3,clone,?fork,?vfork'

started=() # the processes of this test
inside=()  # the command that runs another one in our namespaces, see network

# close_descriptors_from N: closes these. bats waits for each process that has one of
# its own descriptors.
close_descriptors_from() {
	local fd
	trap - DEBUG # bats has one for each step
	for fd in "/proc/$BASHPID/fd"/*; do
		fd=${fd##*/}
		((fd < $1)) || exec {fd}>&-
	done
}

# start COMMAND...: runs it in the background with default signals, as process $pid.
start() {
	(
		close_descriptors_from 3
		exec "${inside[@]}" env --default-signal "$@"
	) <&0 &
	pid=$!
	started+=("$pid")
}

# start_ready COMMAND...: starts it, and waits until it has written a line to its
# descriptor 3, which is then in $ready.
start_ready() {
	local told=ready.${#started[@]}
	mkfifo "$told"
	(
		exec 3>"$told"
		close_descriptors_from 4
		exec "${inside[@]}" env --default-signal "$@"
	) <&0 &
	pid=$!
	started+=("$pid")
	read -r ready <"$told" || {
		echo "not ready: $*"
		return 1
	}
}

# split_at WORD ARG...: what stands before the word is left in $before, and what
# stands after the word in $behind.
split_at() {
	local word=$1
	shift
	before=()
	while [[ $1 != "$word" ]]; do
		before+=("$1")
		shift
	done
	behind=("${@:2}")
}

# pipe NAME: makes a FIFO of that name, which this test holds open as descriptor
# $NAME: opening it never blocks, and it does not end before close_pipe.
pipe() {
	mkfifo "$1"
	eval "exec {$1}<>$1"
}

close_pipe() {
	eval "exec {$1}>&-"
}

# with_slack SECONDS: prints them as whole seconds, with SLACK_MS added.
with_slack() {
	echo $(($1 + (${SLACK_MS:-0} + 999) / 1000))
}

# next_line PIPE: waits for a line, and leaves it in $line.
next_line() {
	read -r -t "$(with_slack 20)" -u "$1" line || {
		echo 'no line came'
		return 1
	}
}

# expect_line PIPE LINE: waits for a line, which must be LINE.
expect_line() {
	local line
	next_line "$1"
	is "$line" "$2"
}

# has_client PORT: a client is in the backlog of the listener on that port.
has_client() {
	local row='^ *[0-9]*: [0-9A-F]*:%04X 0*:0000 0A 0*:0*1 '
	# shellcheck disable=SC2059 # it is a format
	"${inside[@]}" grep -q "$(printf "$row" "$1")" /proc/net/tcp /proc/net/tcp6
}

# is_connecting PORT: a connection to that port is under way, and not answered.
is_connecting() {
	local row='^ *[0-9]*: [0-9A-F]*:[0-9A-F]* [0-9A-F]*:%04X 02 '
	# shellcheck disable=SC2059 # it is a format
	"${inside[@]}" grep -q "$(printf "$row" "$1")" /proc/net/tcp /proc/net/tcp6
}

# rounds N COMMAND...: runs the command N times, or as often as it can in a tenth of
# the time that a test may take.
rounds() {
	local round limit=$((SECONDS + BATS_TEST_TIMEOUT / 10))
	for ((round = 0; round < $1; round++)); do
		((round == 0 || SECONDS < limit)) || break
		"${@:2}"
	done
}

# eventually COMMAND...: waits until the command succeeds. Its output is shown only
# if it never does.
eventually() {
	local limit=$((SECONDS + $(with_slack 20)))
	until "$@" &>/dev/null; do # lint: this is the loop that waits
		((SECONDS < limit)) || {
			printf 'never true:%s\n' "$(printf ' %q' "$@")"
			"$@"
			return
		}
		sleep 0.01 # lint: without a pause it takes what is tested its core
	done
}

# cpu_ms PID: prints the CPU time of that process in milliseconds.
cpu_ms() {
	local fields
	read -ra fields <"/proc/$1/stat"
	echo $(((fields[13] + fields[14]) * 1000 / $(getconf CLK_TCK)))
}

# descriptors: prints how many descriptors $genet has.
descriptors() {
	local all=("/proc/$genet/fd"/*)
	echo "${#all[@]}"
}

# has_descriptors N: $genet has so many.
has_descriptors() {
	is "$(descriptors)" "$1"
}

# has KIND: prints how many descriptors of that kind $genet has: socket, pipe.
has() {
	readlink "/proc/$genet/fd/"* | grep -c "^$1:" || :
}

# has_only_its_door: $genet has one socket, and no pipes but some for later.
has_only_its_door() {
	is "$(has socket)" 1
	(($(has pipe) <= 16))
}
