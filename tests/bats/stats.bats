#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# --stats: how fast a connection was, and what limited it.
load helpers

# stats COMMAND...: runs it; its statistics are in $stderr.
stats() {
	run -0 --separate-stderr "$@"
	[[ -n $stderr ]]
}

# told PATTERN: a line of $stderr matches, by grep -E.
told() {
	grep -Eq -- "$1" <<<"$stderr" || {
		printf 'wanted: %s\ngot: %s\n' "$1" "$stderr"
		return 1
	}
}

@test "a reader that sleeps: the receiver limited the speed" {
	pattern 20000000 >file
	listening_peer pause:1500 recv-all
	stats genet connect --stats --input file 127.0.0.1 "$port"
	told "^limit:   receiver, for [0-9]+ % of the time: the peer's window was full"
}

@test "a link of 8 Mbit/s: the network limited the speed" {
	network
	"${inside[@]}" ip link set lo mtu 1500
	"${inside[@]}" tc qdisc add dev lo root tbf rate 8mbit burst 32k latency 50ms ||
		skip 'the kernel has no tbf'
	pattern 1500000 >file
	listening_peer recv-all
	stats "${inside[@]}" genet connect --stats --input file 127.0.0.1 "$port"
	told '^limit:   network, for [0-9]+ % of the time: bytes were on their way'
	told '^speed:   in 0 B/s, out [0-9.]+ [KM]iB/s; nothing received'
}

@test "a producer that pauses: the sender limited the speed" {
	listening_peer recv-all
	peer stdio send:hello pause:1500 send:world |
		genet connect --stats 127.0.0.1 "$port" 2>err
	grep -Eq '^limit:   sender, for (9.|100) % of the time: there was nothing to send' err
}

@test "a rate that is asked for is the sender's limit" {
	pattern 600000 >file
	listening_peer recv-all
	stats genet connect --stats --rate 300K --input file 127.0.0.1 "$port"
	told '^limit:   sender, for [0-9]+ % of the time: it waited for --rate'
}

@test "a rate of what is received is the receiver's limit" {
	listening_peer send-pattern:600000 shut recv-all
	stats genet connect --stats --rate 300K --no-stdin 127.0.0.1 "$port"
	told '^limit:   receiver, for [0-9]+ % of the time: it waited for --rate'
}

@test "bytes that --line-interval copies are not said to be seen by an observer" {
	listening_peer recv-all
	stats genet connect --stats --line-interval 1ms --input /etc/passwd 127.0.0.1 "$port"
	told '^moved: .* \(an option looks at them\)$'
}

@test "what --write-out says is the last line" {
	listening_peer send:hello shut recv-all
	stats genet connect --stats --progress=plain --no-stdin \
		--write-out 'end %{exitcode}' 127.0.0.1 "$port"
	[[ ${stderr##*$'\n'} == 'end 0' ]]
}

@test "a rate that the receiver keeps to is the receiver's limit" {
	listening_peer send-pattern:300000 shut recv-all
	stats genet connect --stats --rate 200K --no-stdin --output got \
		127.0.0.1 "$port"
	told '^limit:   receiver, for [0-9]+ % of the time: it waited for --rate$'
}

@test "an output that is not read: the receiver limited what came" {
	listening_peer send-pattern:20000000 shut recv-all
	genet connect --stats --no-stdin 127.0.0.1 "$port" 2>err |
		peer stdio recv:1 pause:2000 recv-all >/dev/null
	grep -Eq '^limit:   receiver, for [0-9]+ % of the time: the output was not read' err
}

@test "a peer that pauses: the sender or the network limited what came" {
	listening_peer send:hello pause:1500 send:world shut recv-all
	stats genet connect --stats --no-stdin 127.0.0.1 "$port"
	says "$stderr" 'limit:   sender or network, for 100 % of the time: nothing had come'
}

@test "the first byte, the round trip, and what was acknowledged" {
	listening_peer recv:3 send:hello shut recv-all
	stats genet connect --stats --data abc 127.0.0.1 "$port"
	told '^speed:   in [0-9.]+ [KM]?i?B/s, out [0-9.]+ [KM]?i?B/s; first byte after [0-9.]+ ms'
	told '^network: rtt [0-9.]+ (us|ms), least [0-9.]+ (us|ms); 1 segment with data; 0 retransmits; delivery rate '
	says "$stderr" "acked:   all 3 B that were sent, by the peer's kernel"
}

# full_for_a_moment: starts a listener on $port whose backlog is full until a client
# waits, so that the first SYN of the client is lost.
full_for_a_moment() {
	command -v python3 >/dev/null || skip 'there is no python3'
	start_ready python3 -c '
import os, socket
listener = socket.create_server(("127.0.0.1", 0), backlog=0)
first = socket.create_connection(listener.getsockname())
port = listener.getsockname()[1]
os.write(3, b"%d\n" % port)
while ":%04X 02 " % port not in open("/proc/net/tcp").read():
    pass
listener.accept()
listener.accept()[0].sendall(b"hello")'
	port=$ready
}

@test "a SYN that was sent again is no segment with data" {
	full_for_a_moment
	stats genet connect --stats --no-stdin 127.0.0.1 "$port"
	told '^network: .*; 0 segments with data; [1-9] retransmits?$'
}

@test "what the peer has not acknowledged when genet leaves" {
	pattern 20000000 >file
	listening_peer hold
	run -124 --separate-stderr genet connect --stats --input file \
		--timeout "$(with_slack 1)" 127.0.0.1 "$port"
	told '^acked:   [0-9.]+ [KM]iB of the [0-9.]+ MiB that were sent, by the peer'
}

@test "a connection that is lost has statistics, too" {
	pattern 20000000 >file
	listening_peer recv:1000 reset
	run -7 --separate-stderr genet connect --stats --input file 127.0.0.1 "$port"
	says "$stderr" 'speed:   in 0 B/s, out ' 'limit:   ' 'acked:   '
}

@test "each of several clients is named" {
	receiver listen -k --stats --echo
	run -0 peer connect 127.0.0.1 "$port" send:hello recv:5 shut expect-end
	run -0 peer connect 127.0.0.1 "$port" send:hello recv:5 shut expect-end
	kill -TERM "$genet"
	genet_ends 143
	for id in 1 2; do
		says "$(<err)" "connection $id: speed:   in " \
			"connection $id: network: rtt " \
			"connection $id: limit:   " \
			"connection $id: acked:   all 5 B"
	done
}

@test "a Unix socket has a speed, and no network" {
	start_ready peer listen unix ./s recv-all
	stats genet unix connect --stats --data abc ./s
	says "$stderr" 'speed:   in 0 B/s, out '
	run ! grep -E '^(network|limit|acked):' <<<"$stderr"
}

@test "a program with the connection itself is not counted" {
	listening_peer send:hello shut recv-all
	run -0 genet connect --stats --sh 'cat >seen' 127.0.0.1 "$port"
	holds seen hello
	run ! grep -E '^(speed|limit|acked):' <<<"$output"
}
