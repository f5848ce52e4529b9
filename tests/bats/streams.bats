#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Bytes arrive as they were sent, however many there are. The pattern of the
# peer tells when one is missing, doubled or in the wrong place.
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

@test "listen: a pipe of any size but none is sent whole" {
	sends_each_size listen "${SIZES[@]:1}"
}

receives_each_size() {
	local size
	for size in "${SIZES[@]}"; do
		converse 0 "$1" -- "send-pattern:$size" </dev/null
		cmp got <(pattern "$size")
	done
}

@test "connect: a stream of any size is received whole" {
	receives_each_size connect
}

@test "listen: a stream of any size is received whole" {
	receives_each_size listen
}

@test "connect: 1 GiB from a pipe is sent whole" {
	converse 0 connect -- expect-pattern:1073741824 expect-end \
		< <(pattern 1073741824)
}

@test "listen: 1 GiB is received whole into a pipe" {
	pipe got
	start peer stdio expect-pattern:1073741824 expect-end send:whole \
		<got >seen
	reader=$pid
	receiver listen
	close_pipe got
	peer connect 127.0.0.1 "$port" send-pattern:1073741824
	genet_ends 0
	wait "$reader"
	holds seen whole
}

through_an_echo() {
	converse 0 "$1" -- echo < <(pattern 20000000)
	cmp got <(pattern 20000000)
}

@test "connect: 20 MB both ways at once come back equal" {
	through_an_echo connect
}

@test "listen: 20 MB both ways at once come back equal" {
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
