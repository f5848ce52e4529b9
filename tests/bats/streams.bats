#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Bytes arrive as they were sent, however many. The pattern of the peer shows when one
# is missing, doubled or in the wrong place.
load helpers

SIZES=(0 1 4096 4097 65536 65537)

sends_each_size() {
	local role=$1 size
	shift
	for size; do
		converse 0 "$role" -- "expect-pattern:$size" expect-end \
			< <(pattern "$size")
	done
}

@test "connect: a pipe of any size is sent whole" {
	sends_each_size connect "${SIZES[@]}"
}

@test "listen: a pipe of any size but 0 is sent whole" {
	sends_each_size listen "${SIZES[@]:1}"
}

receives_each_size() {
	local size
	for size in "${SIZES[@]}"; do
		converse 0 "$1" -- "send-pattern:$size" </dev/null
		cmp got <(pattern "$size")
	done
}

@test "connect and listen: a stream of any size is received whole" {
	receives_each_size connect
	receives_each_size listen
}

@test "connect: 256 MiB from a pipe is sent whole" {
	converse 0 connect -- expect-pattern:268435456 expect-end \
		< <(pattern 268435456)
}

@test "urgent data is left out, and what follows is received" {
	local role
	for role in connect listen; do
		converse 0 "$role" -- send-pattern:4194304 'urgent:!' \
			send-pattern:4194304 </dev/null
		cmp got <(pattern 4194304 && pattern 4194304)
	done
}

is_received() {
	[ "$(stat -c %s got)" -eq "$1" ]
}

@test "bytes that follow bulk data are not held back" {
	pipe in
	begin connect -- send-pattern:16777216 send:end expect-end <in
	eventually is_received 16777219
	cmp got <(pattern 16777216 && printf end)
	close_pipe in
	genet_ends 0
}

@test "listen: 256 MiB is received whole into a pipe" {
	pipe got
	start peer stdio expect-pattern:268435456 expect-end send:whole \
		<got >seen
	reader=$pid
	receiver listen
	close_pipe got
	peer connect 127.0.0.1 "$port" send-pattern:268435456
	genet_ends 0
	wait "$reader"
	holds seen whole
}

through_an_echo() {
	converse 0 "$1" -- echo < <(pattern 20000000)
	cmp got <(pattern 20000000)
}

@test "connect and listen: 20 MB both ways at once come back equal" {
	through_an_echo connect
	through_an_echo listen
}

@test "20 MB from a file to a file, genet at both ends" {
	pattern 20000000 >sent
	receiver listen
	run -0 genet connect -i sent "$GENET_ADDR"
	genet_ends 0
	cmp sent got
}

@test "a file is appended to where the shell says so" {
	echo before >got
	listening_peer send:after
	genet connect 127.0.0.1 "$port" </dev/null >>got
	holds got $'before\nafter'
}

@test "--line-interval: lines go one at a time, and all arrive" {
	for role in connect listen; do
		stopwatch converse 0 "$role" --line-interval 100ms \
			--data 'one\ntwo\n\nfour' -- recv-all
		holds heard $'one\ntwo\n\nfour'
		((took >= 300))
	done
}

@test "--line-interval: what is received does not wait" {
	begin connect --line-interval 1h --data 'one\ntwo\n' --until 'done' -- \
		recv:4 send:done recv-all
	genet_ends 0
	peer_ends
	holds got 'done'
	holds heard $'one\n'
}

@test "--line-interval: the clients of a listener all get a line at a time" {
	receiver listen --count-conns 2 --line-interval 100ms --data 'one\ntwo\n'
	run -0 peer connect 127.0.0.1 "$port" recv-all
	is "$output" $'one\ntwo'
	run -0 peer connect 127.0.0.1 "$port" recv-all
	genet_ends 0
}

@test "--line-interval: each line is a datagram" {
	receiver udp-recv --format lines --count 3
	run -0 genet connect --line-interval 10ms --data 'one\ntwo\nthree\n' \
		--send-only "udp:127.0.0.1:$port"
	genet_ends 0
	has_lines got 3
}

@test "--telnet: options are declined, and what is received stays as it is" {
	local role
	pipe in
	for role in connect listen; do
		converse 0 "$role" --telnet --end-with-peer -- \
			$'send:\xff\xfd\x18login: ' $'send:\xff\xfb\x01' \
			recv:6 shut expect-end <in
		holds got $'\xff\xfd\x18login: \xff\xfb\x01'
		is "$(od -An -tx1 heard)" ' ff fc 18 ff fe 01'
	done
}

@test "bytes that come one by one go on one by one" {
	pipe in
	pipe got
	begin connect -- echo <in
	for word in one two three; do
		echo "$word" >&"$in"
		expect_line "$got" "$word"
	done
	close_pipe in
	genet_ends 0
}
