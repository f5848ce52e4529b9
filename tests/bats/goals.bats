#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Goals: --expect, --until, --bytes and --count.
load helpers

# wanting STATUS OPTION... -- ACTION...: a listener ends so after one client.
wanting() {
	local status=$1
	shift
	begin listen "$@" </dev/null
	genet_ends "$status"
	peer_ends
}

@test "--expect: received" {
	wanting 0 --expect hello -- send:xhelloy
	holds got xhelloy
}

@test "--expect: received in pieces" {
	wanting 0 --expect hello -- send:xhe pause:50 send:llo pause:50 send:y
	holds got xhelloy
}

@test "--expect: not received is status 8" {
	wanting 8 --expect hello -- send:hellish
	holds got hellish
	says "$(<err)" "'hello'" 'not received' "received 7 B: 'hellish'"
}

@test "what was received instead is shown, escaped and not at length" {
	wanting 8 --expect GET -- $'send:POST\n\e[2J'
	says "$(<err)" "received 9 B: 'POST\\n\\x1b[2J'"
	wanting 8 --until GET -- send-pattern:100000
	says "$(<err)" "'GET' was not received" "received 97.7 KiB: '" "...'"
	(($(wc -c <err) < 250))
	wanting 8 --expect GET -- shut
	says "$(<err)" "'GET' was not received; nothing was received"
}

@test "listen: a run that has reached its goal does not reset the peer" {
	for goal in --bytes=5 --until=o --count=1 --bytes=5\ --keep-open; do
		# shellcheck disable=SC2086 # several options
		wanting 0 $goal -- $'send:hello\n' send-pattern:100000 recv-all
		peer_ends
	done
	wanting 0 --count-conns 3 --echo --bytes 5 -- send:hello recv:5 \
		pause:100 send-pattern:100000 recv-all
	peer_ends
}

@test "connect: a run that has reached its goal does not reset the peer" {
	converse 0 connect --data question --until hello -- send:hello \
		send-pattern:100000 recv-all
	holds heard question
}

@test "a peer that stays does not delay a run that has reached its goal" {
	begin listen --bytes 5 -- send:hello hold
	stopwatch genet_ends 0
	took_at_most 4000
}

@test "--expect with --keep-open: from one client, not two together" {
	receiver listen --count-conns 2 --expect hello
	peer connect 127.0.0.1 "$port" send:hel shut expect-end
	peer connect 127.0.0.1 "$port" send:lo shut expect-end
	genet_ends 8
}

@test "--until ends the run with the text as the last" {
	wanting 0 --until END -- 'send:one END two' expect-end
	holds got 'one END'
}

@test "--until: not received is status 8" {
	wanting 8 --until END -- send:one
	says "$(<err)" "'END'"
}

@test "--until knows the escapes of --data" {
	wanting 0 --until '\x01\n' -- $'send:a\n\\x01\x01\nb' expect-end
	holds got $'a\n\\x01\x01\n'
}

@test "a text that is empty cannot be waited for" {
	for words in 'connect --expect' 'connect --until' 'listen --expect' \
		'listen --until' 'udp-recv --until' 'unix connect --until' \
		'unix recv --until' 'wait --expect'; do
		read -ra command <<<"$words"
		run -2 genet "${command[@]}" '' 127.0.0.1:1
		says "$output" "${command[-1]}: the text is empty"
	done
}

@test "--bytes ends the run after so many" {
	wanting 0 --bytes 5 -- send:123 pause:50 send:4567 expect-end
	holds got 12345
}

@test "--bytes: fewer are status 8" {
	wanting 8 --bytes 5 -- send:123
	says "$(<err)" '3 of 5 bytes'
}

@test "--count ends the run after so many lines" {
	wanting 0 --count 2 -- $'send:one\ntwo\nthree\n' expect-end
	holds got $'one\ntwo\n'
}

@test "--count: fewer are status 8" {
	wanting 8 --count 2 -- $'send:one\ntwo'
	says "$(<err)" '1 of 2 lines'
}

@test "--count: the lines of all clients count" {
	receiver listen -k --count 3 --format lines
	run -0 peer-many turns 127.0.0.1 "$port" 3
	genet_ends 0
	is "$(wc -l <got)" 3
}

@test "a goal that is reached counts although the client is reset" {
	wanting 0 --bytes 3 -- send:one reset
	holds got one
}

@test "a client that is reset before the goal is status 7" {
	wanting 7 --bytes 5 -- send:one pause:50 reset
	holds got one
}

@test "a deadline before the goal is status 124" {
	wanting 124 --until END --timeout 3s -- send:one expect-end
	holds got one
}

@test "--expect looks at what is discarded and at what is echoed" {
	wanting 0 --discard --expect hello -- send:hello
	wanting 0 --echo --expect hello -- send:hello shut recv-all
	holds heard hello
}

@test "unix listen has --expect, too" {
	address=./socket receiver 'unix listen' --expect nope
	peer connect unix ./socket send:hello
	genet_ends 8
	holds got hello
}

@test "goals are found in messages, too, by both ends" {
	address=./socket receiver 'unix listen' --seqpacket --bytes 4
	start peer connect-seqpacket unix ./socket send:one send:two hold
	genet_ends 0
	holds got onet
	start_ready peer listen-seqpacket unix ./other send:one send:two hold
	run -0 genet unix connect --seqpacket --until tw --no-stdin ./other
	is "$output" onetw
	address=./third receiver 'unix listen' --seqpacket --expect nope
	peer connect-seqpacket unix ./third send:no send:pe
	genet_ends 0
}
