#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# --for: a connection or a listener that ends with success after a time; and
# --end-with-peer.
load helpers

# held ROLE [OPTION...]: genet ends although its input and the peer have not ended.
held() {
	local role=$1
	shift
	stopwatch converse 0 "$role" --for 300ms "$@" -- send:hello recv-all
	holds got hello
	((took >= 300))
}

@test "connect --for: success after that time, with both ends open" {
	pipe in
	held connect <in
}

@test "listen --for: success after that time, with both ends open" {
	pipe in
	held listen <in
}

@test "--for: what is sent before the time is over arrives" {
	converse 0 connect --for 300ms --data hello -- recv-all
	holds heard hello
}

@test "--for does not hold a connection that has ended" {
	stopwatch converse 0 connect --for 1h --no-stdin -- recv-all
	took_at_most 5000
}

@test "--for: a goal that is not reached by then is status 8" {
	converse 8 connect --for 200ms --until never -- send:hello recv-all
}

@test "unix connect and unix listen know --for, too" {
	address=./s receiver unix-listen --for 200ms
	run -0 genet unix connect ./s --for 1h --no-stdin
	genet_ends 0
}

@test "--keep-open --for: the listener ends with success, and its clients" {
	receiver listen --keep-open --for 3s
	run -0 peer connect 127.0.0.1 "$port" send:hello recv-all
	genet_ends 0
	holds got hello
}

@test "--for ends a program, and that is no failure" {
	receiver listen --for 300ms --exec -- peer stdio pause:60000
	run -0 peer connect 127.0.0.1 "$port" recv-all
	genet_ends 0
}

@test "--for ends a program that is watched, and that is no failure" {
	receiver listen --for 300ms --crlf --exec -- peer stdio pause:60000
	run -0 peer connect 127.0.0.1 "$port" recv-all
	genet_ends 0
}

@test "connect --for ends its program, watched or not" {
	converse 0 connect --for 300ms --sh 'exec peer stdio pause:60000' -- recv-all
	converse 0 connect --for 300ms --crlf --sh 'exec peer stdio pause:60000' -- recv-all
}

@test "--for: a program that is killed for writing then is no failure" {
	begin connect --for 300ms --pipes --sh 'exec yes' -- recv:1 hold
	stopwatch genet_ends 0
	((took >= 100))
}

@test "--for: a program that ends with a failure then is no failure" {
	begin connect --for 300ms --pipes \
		--sh 'trap "echo ran >&2; exit 3" EXIT TERM; cat >/dev/null' -- hold
	genet_ends 0
	eventually grep -x ran err
}

@test "--for does not wait for a program that does not read" {
	begin connect --for 300ms --pipes \
		--sh 'echo ran >&2; exec peer stdio pause:60000' \
		-- send-pattern:400000 hold
	stopwatch genet_ends 0
	took_at_most 10000
	holds err $'ran\n'
}

# to_nobody_who_reads COMMAND...: starts it with a pipe as output that is never read.
to_nobody_who_reads() {
	mkfifo unread
	exec {unread}<>unread
	"$@" 1>&"$unread" 2>err
}

@test "--for does not wait for an output that nobody reads, and fails" {
	listening_peer send-pattern:400000 hold
	stopwatch run -1 to_nobody_who_reads genet connect -v --for 300ms \
		--no-stdin 127.0.0.1 "$port"
	took_at_most 10000
	says "$(<err)" 'the output did not take the last' 'before the time was over'
}

@test "--keep-open --for does not wait for an output that nobody reads, and fails" {
	mkfifo got
	exec {unread}<>got
	for how in --keep-open '--count-conns 1 -v' '--count-conns 1 --tag'; do
		# shellcheck disable=SC2086 # several options
		receiver listen --for 1s $how
		start peer connect 127.0.0.1 "$port" send-pattern:400000 hold
		stopwatch genet_ends 1
		took_at_most 10000
		says "$(<err)" 'the output did not take the last' \
			'before the time was over'
	done
}

@test "--keep-open --for: genet does not wait for clients that have ended" {
	mkfifo got
	exec {unread}<>got
	receiver listen --for 1s --count-conns 1
	run -0 peer connect 127.0.0.1 "$port" send-pattern:100000 recv-all
	stopwatch genet_ends 1
	took_at_most 10000
	says "$(<err)" 'the output did not take the last'
}

@test "udp-recv --for does not wait for an output that nobody reads, and fails" {
	mkfifo got
	exec {unread}<>got
	for how in '--count 30' ''; do
		# shellcheck disable=SC2086 # perhaps none
		receiver udp-recv --for "$(with_slack 1)" $how
		genet udp-send --data "$(printf '%060000d' 0)" --repeat 30 \
			127.0.0.1 "$port"
		stopwatch genet_ends 1
		took_at_most 10000
		says "$(<err)" 'the output did not take the last' \
			'before the time was over'
	done
}

@test "connect --end-with-peer: the peer's end is the end, although our input goes on" {
	pipe in
	printf hello >&"$in"
	converse 0 connect --end-with-peer -- recv:5 shut expect-end <in
	holds heard hello
}

@test "listen --end-with-peer: the same" {
	pipe in
	printf hello >&"$in"
	converse 0 listen --end-with-peer -- recv:5 shut expect-end <in
	holds heard hello
}

@test "--keep-open --end-with-peer: the connection of a client that has ended is closed" {
	pipe in
	printf hello >&"$in"
	converse 0 listen --count-conns 1 --end-with-peer -- recv:5 shut \
		expect-end <in
	holds heard hello
}
