# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Programs in the background, and waiting for them.

started=() # the processes of this test
inside=()  # the command that runs another one in our namespaces, see network

# close_descriptors_from N: bats waits for whoever keeps one of its own open.
close_descriptors_from() {
	local fd
	trap - DEBUG # bats has one for each step
	for fd in "/proc/$BASHPID/fd"/*; do
		fd=${fd##*/}
		((fd < $1)) || exec {fd}>&-
	done
}

# start COMMAND...: in the background, with default signals, as process $pid.
start() {
	(
		close_descriptors_from 3
		exec "${inside[@]}" env --default-signal "$@"
	) <&0 &
	pid=$!
	started+=("$pid")
}

# start_ready COMMAND...: the same, and wait until it has written a line to
# its descriptor 3, which is left in $ready.
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

# pipe NAME: a FIFO of that name that this test holds open as $NAME, so that
# nobody waits for its other end, and it does not end before close_pipe.
pipe() {
	mkfifo "$1"
	eval "exec {$1}<>$1"
}

close_pipe() {
	eval "exec {$1}>&-"
}

# with_slack SECONDS: as whole seconds, with SLACK_MS on top.
with_slack() {
	echo $(($1 + (${SLACK_MS:-0} + 999) / 1000))
}

# next_line PIPE: wait for one, $line.
next_line() {
	read -r -t "$(with_slack 20)" -u "$1" line || {
		echo 'no line came'
		return 1
	}
}

# expect_line PIPE LINE: wait for one, which must be this one.
expect_line() {
	local line
	next_line "$1"
	is "$line" "$2"
}

# has_client PORT: the listener there has one in its queue, which a client does not
# wait for.
has_client() {
	local row='^ *[0-9]*: [0-9A-F]*:%04X 0*:0000 0A 0*:0*1 '
	# shellcheck disable=SC2059 # it is a format
	"${inside[@]}" grep -q "$(printf "$row" "$1")" /proc/net/tcp /proc/net/tcp6
}

# rounds N COMMAND...: so often, or as often as a tenth of the time of a test allows.
rounds() {
	local round limit=$((SECONDS + BATS_TEST_TIMEOUT / 10))
	for ((round = 0; round < $1; round++)); do
		((round == 0 || SECONDS < limit)) || break
		"${@:2}"
	done
}

# eventually COMMAND...: wait until it succeeds. What it prints is shown only if
# it never does.
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
