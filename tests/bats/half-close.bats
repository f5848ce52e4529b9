#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# How a session ends: each row of the table in genet(1), in both roles.
load helpers

# ---- Our input ends

late_answer() {
	converse 0 "$1" -- recv-all pause:600 send-pattern:300000 <<<question
	is "$(<heard)" question
	cmp got <(pattern 300000)
}

@test "connect and listen: the end of input is signalled, and an answer after it arrives whole" {
	late_answer connect
	late_answer listen
}

@test "connect: an answer five seconds after the end of input arrives whole" {
	converse 0 connect -- recv-all pause:5000 send-pattern:300000 <<<hi
	cmp got <(pattern 300000)
}

trickling_answer() {
	converse 0 "$1" -- recv-all \
		send:a pause:300 send:b pause:300 send:c pause:600 send:d <<<hi
	holds got abcd
}

@test "connect and listen: an answer in pieces after the end of input arrives whole" {
	trickling_answer connect
	trickling_answer listen
}

linger_runs_out() {
	begin "$1" --linger 200ms -- recv-all hold <<<hi
	genet_ends 124
}

@test "connect and listen: --linger bounds the wait for the peer's end" {
	linger_runs_out connect
	linger_runs_out listen
}

linger_suffices() {
	converse 0 "$1" --linger 20s -- recv-all pause:300 send:late <<<hi
	holds got late
}

@test "connect and listen: --linger does not cut an answer that comes in time" {
	linger_suffices connect
	linger_suffices listen
}

@test "connect: --linger does not begin before the end of input" {
	pipe in
	converse 0 connect --linger 100ms -- pause:500 send:late <in
	holds got late
}

# ---- Our input is empty

@test "connect: the end of an empty input is signalled at once" {
	converse 0 connect -- expect-end send:bye </dev/null
	holds got bye
}

@test "connect: --no-stdin is an empty input" {
	converse 0 connect --no-stdin -- expect-end send:bye <<<unsaid
	holds got bye
}

quiet_until_the_client_has_ended() {
	in_the_foreground # it is about standard input
	converse 0 listen "$@" -- expect-silence:400 send:hello \
		expect-silence:100 shut expect-end
	holds got hello
}

@test "listen: the end of an empty input is not signalled before the client ends" {
	quiet_until_the_client_has_ended </dev/null
}

@test "listen: --no-stdin says nothing before the client ends" {
	quiet_until_the_client_has_ended --no-stdin <<<unsaid
}

@test "listen: --recv-only says nothing before the client ends" {
	quiet_until_the_client_has_ended --recv-only <<<unsaid
}

@test "listen: a client that sends for three seconds is not cut off" {
	converse 0 listen -- expect-silence:1000 send:one \
		expect-silence:1000 send:two expect-silence:1000 send:three \
		shut expect-end </dev/null
	holds got onetwothree
}

@test "listen: a file from standard input is followed by the end" {
	in_the_foreground
	pattern 100000 >file
	converse 0 listen -- expect-pattern:100000 expect-end <file
}

# ---- The peer ends

nothing_more_to_say() {
	pipe in
	converse 0 "$1" -- send:hi shut expect-end <in
	holds got hi
}

@test "connect: the peer's end is the end while the input has been silent" {
	nothing_more_to_say connect
}

@test "listen: the peer's end is the end while the input has been silent" {
	nothing_more_to_say listen
}

@test "connect: the peer's end is the end when the input is a terminal" {
	listening_peer recv:4 'send:hello' shut expect-end
	pipe in
	echo abc >&"$in"
	start script --quiet --return --command \
		"genet connect 127.0.0.1 $port" typescript <in >/dev/null
	genet=$pid
	genet_ends 0
	says "$(<typescript)" hello
}

@test "listen: the peer's end is the end when the input is a terminal" {
	pipe in
	echo abc >&"$in"
	mkfifo ready
	start script --quiet --return --command \
		'genet listen --ready-fd 3 127.0.0.1:0 3>ready' typescript \
		<in >/dev/null
	genet=$pid
	read -r address <ready
	run -0 peer connect 127.0.0.1 "${address##*:}" recv:4 send:hello shut \
		expect-end
	genet_ends 0
	says "$(<typescript)" hello
}

@test "connect: genet goes on sending to a peer that only half-closes" {
	peer_only_half_closes connect
}

@test "listen: genet goes on sending to a peer that only half-closes" {
	peer_only_half_closes listen
}

peer_never_says_anything() {
	converse 0 "$1" -- shut recv-all < <(peer stdio pause:300 send:later)
	holds heard later
}

@test "connect and listen: genet goes on sending to a peer that ends before it sends anything" {
	peer_never_says_anything connect
	peer_never_says_anything listen
}

@test "connect: a half-closed peer that answers probes stays connected" {
	converse 0 connect -- recv:3 send:hi shut recv-all \
		< <(peer stdio send:abc pause:3500 send:def)
	holds heard abcdef
}

peer_is_gone() {
	network
	"${inside[@]}" sh -c 'echo 1 >/proc/sys/net/ipv4/tcp_fin_timeout'
	pipe in
	echo abc >&"$in"
	converse 0 "$1" --input in -- recv:4 send:hi close
	holds got hi
}

@test "connect: a peer that is found gone ends the session" {
	peer_is_gone connect
}

@test "listen: a peer that is found gone ends the session" {
	peer_is_gone listen
}

peer_is_gone_with_bytes_to_come() {
	pipe in
	pipe got
	echo abc >&"$in"
	begin "$1" -- recv:4 $'send:hi\n' close <in
	expect_line "$got" hi
	peer_ends
	echo def >&"$in"
	genet_ends 7
}

@test "connect: bytes that find the peer gone are not lost silently" {
	peer_is_gone_with_bytes_to_come connect
}

@test "listen: bytes that find the peer gone are not lost silently" {
	peer_is_gone_with_bytes_to_come listen
}

# ---- One direction

@test "connect: --send-only ends once all has arrived, whatever the peer does" {
	begin connect --send-only -- recv-all hold <<<hi
	genet_ends 0
	holds heard $'hi\n'
}

@test "listen: --send-only ends once all has arrived, whatever the peer does" {
	begin listen --send-only -- recv-all hold <<<hi
	genet_ends 0
	holds heard $'hi\n'
}

@test "connect: --send-only discards what arrives" {
	converse 0 connect --send-only -- send-pattern:300000 recv-all \
		< <(peer stdio pause:300 send:hi)
	holds heard hi
	holds got ''
}

@test "connect: --send-only waits while the peer has not taken all" {
	begin connect --send-only --timeout 500ms -- hold < <(pattern 67108864)
	genet_ends 124
}

@test "connect: --recv-only sends nothing, and ends when the peer has ended" {
	converse 0 connect --recv-only -- expect-silence:300 send:hello shut \
		expect-end <<<unsaid
	holds got hello
}
