#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# --hex: a dump of the bytes that move.
load helpers

# lines FILE: prints the lines without their times.
lines() {
	sed -E 's/^ *[0-9]+\.[0-9]{3} ([-<>])/\1/' "$1"
}

@test "both directions are shown, with the ends of both" {
	converse 0 connect --hex --data ping -- recv:4 send:$'pong\n' shut recv-all
	run -0 lines err
	is "$output" "- connected to 127.0.0.1:$port
> 4 bytes
> 00000000  70 69 6e 67                                       |ping|
> end of stream after 4 B
< 5 bytes
< 00000000  70 6f 6e 67 0a                                    |pong.|
< end of stream after 5 B
- closed"
	holds got $'pong\n'
}

@test "offsets go on from piece to piece" {
	listening_peer send-pattern:100000 shut recv-all
	genet connect 127.0.0.1 "$port" --hex=dump >got
	peer_ends
	grep -E '^< [0-9a-f]{8,}  ' dump >rows
	has_lines rows 6250
	says "$(tail -1 rows)" '< 00018690  '
	perl -ne 's/ //g, print pack "H*", $_ for substr $_, 12, 48' rows | cmp got -
}

@test "connections are told apart" {
	receiver listen -k --count-conns 2 --discard --hex=dump
	peer connect 127.0.0.1 "$port" send:one shut recv-all
	peer connect 127.0.0.1 "$port" send:two shut recv-all
	genet_ends 0
	run -0 lines dump
	says "$output" '- connection 1: accepted from 127.0.0.1:' \
		'< connection 2: 3 bytes
#2 < 00000000  74 77 6f ' '- connection 2: closed'
}

@test "a datagram is a piece of its own, also an empty one" {
	address=127.0.0.1:0 receiver udp-recv --count 2 --hex=dump --echo
	genet udp-send 127.0.0.1 "$port" --data ''
	genet udp-send 127.0.0.1 "$port" --data hello
	genet_ends 0
	run -0 lines dump
	says "$output" '< datagram of 0 bytes from 127.0.0.1:' \
		'< datagram of 5 bytes from 127.0.0.1:' \
		'> datagram of 5 bytes to 127.0.0.1:' \
		'< 00000000  68 65 6c 6c 6f '
}

@test "why a connection was lost is the last line" {
	converse 7 connect --hex=dump -- send:x reset <<<hello
	says "$(tail -1 dump)" '- closed: reset by peer'
}

@test "a narrow terminal has eight bytes a line" {
	command -v script >/dev/null || skip 'there is no script'
	listening_peer send:0123456789 shut recv-all
	script -qec "stty cols 60; genet connect 127.0.0.1 $port --hex --no-stdin" \
		/dev/null >seen
	says "$(cat seen)" '< 00000000  30 31 32 33 34 35 36 37  |01234567|' \
		'< 00000008  38 39                    |89|'
}

@test "COLUMNS says how wide a terminal is" {
	command -v script >/dev/null || skip 'there is no script'
	listening_peer send:0123456789 shut recv-all
	script -qec "stty cols 200; COLUMNS=79 genet connect 127.0.0.1 $port \
		--hex --no-stdin" /dev/null >seen
	says "$(cat seen)" '< 00000000  30 31 32 33 34 35 36 37  |01234567|'
}

@test "control bytes of a peer do not reach the terminal" {
	converse 0 connect --hex --output /dev/null --no-stdin -- \
		send:$'\e]0;pwned\a\x9b2J' shut recv-all
	run ! grep -q '[^[:print:]]' err
	says "$(<err)" '|.]0;pwned..2J|'
}

@test "a reader of standard error that does not read is not waited for long" {
	pattern 3000000 >wanted
	receiver listen
	mkfifo messages
	exec 8<>messages
	stopwatch genet connect 127.0.0.1 "$port" --hex <wanted 2>messages 8>&-
	exec 8>&-
	genet_ends 0
	cmp wanted got
	took_at_most 8000
}

@test "a full disk ends the dump with one warning, not the conversation" {
	pattern 1000000 >wanted
	receiver listen
	# shellcheck disable=SC2016 # the shell with the limit expands it
	run -1 --separate-stderr bash -c '
		ulimit -f 100
		genet connect 127.0.0.1 "$0" --hex=dump <wanted' "$port"
	genet_ends 0
	cmp wanted got
	says "$stderr" "the dump ends: cannot write 'dump'" \
		"genet connect: the dump in 'dump' is incomplete"
	is "$(tail -c 1 dump | od -An -c | tr -d ' ')" '\n'
}

@test "--hex= without a file is a usage error" {
	run -2 genet connect 127.0.0.1 1 --hex=
	says "$output" "--hex=: there is nothing behind the '='"
}

@test "a dump that standard error cannot take is status 1" {
	listening_peer recv:1
	# shellcheck disable=SC2016 # it is for sh
	run -1 sh -c 'exec genet connect --hex --data x 127.0.0.1 "$1" \
		2>/dev/full' sh "$port"
}
