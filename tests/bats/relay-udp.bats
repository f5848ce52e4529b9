#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# relay with datagrams: from and to UDP, Unix sockets, and connections.
# shellcheck disable=SC2016 # programs have variables of their own
load helpers

# target ACTION...: starts a peer at $target, as process $peer, with its output in
# heard.
target() {
	start_ready peer-udp bind "${address:-127.0.0.1}" 0 "$@" \
		>heard 2>peer.err </dev/null
	peer=$pid
	target=${ready/ /:}
	[[ $address != ::1 ]] || target="[::1]:${ready#* }"
}

# forward LISTEN TARGET [OPTION...]: starts genet relay, as process $genet, at $port.
forward() {
	start_ready genet relay --ready-fd 3 -v "$@" 2>err </dev/null
	genet=$pid
	port=${ready##*:}
}

# client ACTION...: runs a client of the relay.
client() {
	"${inside[@]}" peer-udp connect "${host:-127.0.0.1}" "$port" "$@"
}

# is_read: the relay has received all that was sent to it.
is_read() {
	ss -Hulnm "sport = :$port" | grep -q 'skmem:(r0,'
}

# told N PATTERN: so many lines of err match.
told() {
	is "$(grep -c -- "$2" err)" "$1"
}

stop() {
	kill "$genet"
	genet_ends 143
}

# ---- A wire

@test "each of 100 clients gets the answers to its own questions" {
	target echo:100000
	forward udp:127.0.0.1:0 "udp:$target"
	client crowd:100,5
	stop
	told 100 '^connection [0-9]* from'
}

@test "a burst passes whole and in order" {
	target echo:100000
	forward udp:127.0.0.1:0 "udp:$target"
	client burst:200
	stop
}

@test "a datagram of 60000 bytes passes as one, and so does an empty one" {
	target recv:1 answer: recv:1 answer:x
	forward udp:127.0.0.1:0 "udp:$target"
	run -0 client send-zeros:60000 recv:1 send: recv:1
	is "$output" $'0 \n1 x'
	peer_ends
	holds heard $'60000 \n0 \n'
	stop
}

@test "an empty datagram meets the same faults as others" {
	target recv:1 recv:1 recv:1 recv:1 answer: recv:1
	forward udp:127.0.0.1:0 "udp:$target" --fault latency=20ms \
		--fault up:duplicate=100%
	run -0 client send: send:x recv:1 send:y
	is "$output" '0 '
	peer_ends
	holds heard $'0 \n0 \n1 x\n1 x\n1 y\n'
	stop
}

@test "300 datagrams of any size and content come to the target as they were" {
	network
	forward udp:127.0.0.1:0 udp:127.0.0.1:7001
	run -0 "${inside[@]}" peer-udp bind 127.0.0.1 7001 "round-trip:$port,300"
	is "$output" '300 came back'
	stop
}

@test "over IPv6, and from one family to the other" {
	address=::1 target echo:100000
	forward udp:127.0.0.1:0 "udp:$target"
	client crowd:10,2
	stop
	address=127.0.0.1 target echo:100000
	forward 'udp:[::1]:0' "udp:$target"
	host=::1 client crowd:10,2
	stop
}

@test "a relay with all addresses answers from the one that was asked" {
	target echo:100000
	forward udp:0 "udp:$target"
	for host in 127.0.0.1 127.0.0.2 ::1; do client burst:3; done
	stop
	told 1 '^connection 2 from .* to 127.0.0.2:'
}

@test "what comes from another port of the target is not passed on" {
	target recv:1 answer-elsewhere:stranger answer:friend
	forward udp:127.0.0.1:0 "udp:$target"
	run -0 client send:x recv:1
	is "$output" '6 friend'
	stop
}

@test "Unix sockets and UDP in either direction" {
	target echo:100000
	forward unix-dgram:./s "udp:$target"
	run -0 genet unix send ./s --data question --reply --timeout 10s
	is "$output" question
	stop
	[[ ! -e s ]]
	start_ready peer-udp bind unix "$PWD/there" echo:100
	forward udp:127.0.0.1:0 unix-dgram:./there
	client burst:5
	stop
}

# ---- Connections on one side

@test "the answer to a client that has ended its side is not lost" {
	target recv:1 pause:50 answer:late
	forward 127.0.0.1:0 "udp:$target" --flow-timeout "$(with_slack 1)"
	run -0 genet connect 127.0.0.1 "$port" <<<question
	is "$output" late
	stop
}

@test "each client by datagrams has a connection to the target" {
	receiver listen --keep-open --echo
	forward udp:127.0.0.1:0 "127.0.0.1:$port"
	client burst:1
	client burst:1
	told 2 '^connection [0-9]* from'
	stop
}

@test "when the connection to the target ends, so does the conversation" {
	receiver listen -k --sh 'read -r line; echo "$line"'
	forward udp:127.0.0.1:0 "127.0.0.1:$port"
	run -0 client $'send:one\n' recv:1
	is "$output" '4 one'
	eventually told 1 '^connection 1 closed: 4 B in, 4 B out'
	run -0 client $'send:two\n' recv:1
	is "$output" '4 two'
	stop
}

# ---- Ends

@test "a client that is silent for the flow timeout is forgotten" {
	target echo:100000
	forward udp:127.0.0.1:0 "udp:$target" --flow-timeout "$(with_slack 1)"
	client burst:1
	eventually told 1 '^connection 1 closed: 12 B in, 12 B out'
	told 0 'timed out\|broke off'
	stop
}

@test "empty datagrams keep a conversation alive" {
	local limit pause
	limit=$(with_slack 1)
	pause=pause:$((limit * 400)) # three: 1.2 of it
	target echo:100000
	forward udp:127.0.0.1:0 "udp:$target" --flow-timeout "$limit"
	client send: recv:1 "$pause" send: recv:1 "$pause" send: recv:1 \
		"$pause" send: recv:1
	told 1 '^connection [0-9]* from'
	stop
}

@test "above --max-conns the idlest conversation ends" {
	target echo:100000
	forward udp:127.0.0.1:0 "udp:$target" --max-conns 10
	local n
	for n in {1..15}; do client burst:1; done
	eventually told 5 '^connection [1-5] closed: 12 B in, 12 B out'
	told 5 '^connection [0-9]* closed:'
	told 1 'more than 10 clients at once'
	stop
}

@test "a refusal of the target is told to people, and to the client" {
	network
	forward udp:127.0.0.1:0 udp:127.0.0.1:7001
	client send:x expect-refusal send:y expect-refusal
	eventually told 2 '^connection to 127.0.0.1:7001 refused'
	start_ready peer-udp bind 127.0.0.1 7001 echo:100
	client burst:3
	stop
}

@test "IPv6, too: a refusal comes to the client" {
	network
	forward 'udp:[::1]:0' 'udp:[::1]:7001'
	host=::1 client send:x expect-refusal
	stop
}

@test "a target whose name is unknown is a refusal to the client" {
	network
	forward udp:127.0.0.1:0 udp:nobody.invalid:7001
	client send:x expect-refusal
	eventually told 1 '^connection from 127.0.0.1:.*: .*nobody.invalid'
	stop
}

@test "a client that refuses the answer ends its conversation, and the target is refused" {
	target recv:1 aim-back recv:1 send:answer end
	forward udp:127.0.0.1:0 "udp:$target"
	client send:one send:two
	peer_ends
	eventually told 1 '^connection 1 closed: .*the client broke off, refused'
	stop
}

# ---- Traps

@test "a sender whose answers would come back is ignored" {
	network
	target echo:1000
	forward udp:127.0.0.1:0 "udp:$target"
	local from
	for from in "$port" 0 7 13 17 19; do
		client "forge:$from,$port"
	done
	client burst:1
	told 6 '^rejected 127.0.0.1:'
	stop
}

@test "a relay does not forward to itself" {
	network
	local protocol
	for protocol in udp: tcp:; do
		forward "${protocol}127.0.0.1:7000" "${protocol}127.0.0.1:7000"
		"${inside[@]}" genet connect "${protocol}127.0.0.1:7000" --data x \
			--linger 1s || true
		genet_ends 2
		told 1 '^genet relay: cannot forward to 127.0.0.1:7000'
	done
}

@test "what waits for the target is limited, and what is lost is counted" {
	refusing_port 127.0.0.1
	forward udp:127.0.0.1:0 "127.0.0.1:$port" --retry-for 30s
	local n sends=()
	for n in {1..40}; do sends+=(send-zeros:60000); done
	client "${sends[@]}"
	eventually is_read
	stop
	told 1 '^lost [0-9]* datagrams from 127.0.0.1:.* faster than'
}

# ---- Around it

@test "--allow and --deny" {
	target echo:100
	forward udp:0 "udp:$target" --deny 127.0.0.0/8
	client send:x expect-silence:50
	told 1 '^rejected 127.0.0.1:'
	stop
}

@test "--count-conns is a number of clients" {
	target echo:100
	forward udp:127.0.0.1:0 "udp:$target" --count-conns 2 \
		--flow-timeout 100ms
	client burst:1
	client burst:1
	genet_ends 0
}

@test "--during ends with its program" {
	target echo:100
	genet relay udp:127.0.0.1:0 "udp:$target" --during -- \
		sh -c 'peer-udp connect 127.0.0.1 "$GENET_PORT" burst:20'
}
