#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# listen -k with udp:, and unix listen -k --datagram: a conversation with each sender.
# shellcheck disable=SC2016 # programs have variables of their own
load helpers

# serve [OPTION...]: starts genet listen -k udp: on $port.
serve() {
	address=${address:-udp:127.0.0.1:0} receiver listen -k "$@"
}

# ask ACTION...: runs a sender.
ask() {
	"${inside[@]}" peer-udp connect "${host:-127.0.0.1}" "$port" "$@"
}

# told N PATTERN: so many lines of err match.
told() {
	is "$(grep -c -- "$2" err)" "$1"
}

stop() {
	kill "$genet"
	genet_ends 143
}

@test "each of 100 senders gets its own answers" {
	serve --echo
	ask crowd:100,5
	stop
}

@test "a burst comes back whole and in order" {
	serve --echo
	ask burst:200
	stop
}

@test "what all senders say is written, and all are sent what is to be said" {
	serve --data welcome
	run -0 ask send:one recv:1
	says "$output" '7 welcome'
	run -0 ask send:two recv:1
	says "$output" '7 welcome'
	eventually holds got onetwo
	stop
}

@test "each sender has a program of its own" {
	serve --sh 'while read -r line; do echo "$GENET_CONN $line"; done'
	run -0 ask $'send:a\n' recv:1 $'send:b\n' recv:1
	is "$output" $'4 1 a\n\n4 1 b'
	run -0 ask $'send:c\n' recv:1
	is "$output" '4 2 c'
	stop
}

@test "a socket with all addresses answers from the one that was asked" {
	address=udp:0 serve --echo
	for host in 127.0.0.1 127.0.0.2 127.0.0.3; do ask burst:3; done
	stop
}

@test "over IPv6" {
	address='udp:[::1]:0' serve --echo
	host=::1 ask crowd:10,2
	stop
}

@test "a sender that is silent for the idle timeout is forgotten, with success" {
	serve --echo -v --idle-timeout 50ms
	run -0 ask send:x recv:1
	eventually told 1 '^connection 1 closed: 1 B in, 1 B out'
	run -0 ask send:x recv:1
	eventually told 1 '^connection 2 closed: 1 B in, 1 B out'
	told 0 'timed out'
	stop
}

@test "a new sender above --max-conns ends the idlest conversation" {
	local n
	serve --echo -v --max-conns 10
	for n in {1..15}; do ask burst:1; done
	eventually told 5 '^connection [1-5] closed: 12 B in, 12 B out'
	told 5 '^connection [0-9]* closed:'
	told 1 'more than 10 clients at once'
	stop
}

@test "--count-conns is a number of senders" {
	serve --echo --count-conns 2 --idle-timeout 100ms
	ask burst:1
	ask burst:1
	genet_ends 0
}

@test "a sender that is refused has no conversation" {
	serve --echo -v --deny 127.0.0.2
	host=127.0.0.1 ask burst:1
	genet udp-send --source 127.0.0.2 127.0.0.1 "$port" --data x
	told 1 '^rejected 127.0.0.2:'
	stop
}

@test "a sender that refuses the answer ends only its conversation" {
	mkfifo go
	serve -v --sh 'read -r line; [ "$line" = here ] || read -r _ <go
		echo "$line"; cat'
	ask $'send:gone\n'
	echo >go
	run -0 ask $'send:here\n' recv:1 send:x recv:1
	is "$output" $'5 here\n\n1 x'
	eventually told 1 '^connection 1 .*refused'
	told 0 '^connection 2 .*refused'
	stop
}

@test "the program of --during ends all conversations, and what it sent is written" {
	run -0 --separate-stderr genet listen -k udp:127.0.0.1:0 --during -- \
		sh -c 'genet udp-send --lines 127.0.0.1 "$GENET_PORT" <<-END
		one
		two
		END'
	is "$output" onetwo
}

@test "senders without a name to a Unix socket are one, which cannot be answered" {
	address=./s receiver unix-listen --datagram -k -v
	peer-udp connect unix ./s send:a
	peer-udp connect unix ./s send:b
	eventually holds got ab
	stop
	told 1 '^connection 1 .* (2 B in, '
	told 0 '^connection 2'
}

@test "senders with a name to a Unix socket are answered" {
	local text
	address=./s receiver unix-listen --datagram -k -v --echo
	for text in 1 2 3; do
		run -0 genet unix send ./s --data "$text" --reply --timeout 10s
		is "$output" "$text"
	done
	told 3 '^connection'
	stop
}
