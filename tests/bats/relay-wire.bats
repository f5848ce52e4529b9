#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A relay is as transparent as a wire: whatever two ends do, the same happens at both
# of them with a relay between them as without. The first text has the actions of the
# client, the second one those of the server; see tests/peer-wire.c.
load helpers
load relay
load tls

before_each() {
	[[ ${RELAY-genet} == genet ]] || apart
}

# ---- Ends

@test "an answer comes after the client's end" {
	same 'send:question shut recv-all' 'recv-all send:answer'
}

@test "an answer comes long after the client's end" {
	same 'send:question shut recv-all' 'recv-all pause:900 send:answer'
}

@test "an answer comes in pieces after the client's end" {
	same 'send:question shut recv-all' \
		'recv-all send:a pause:100 send:b pause:100 send:c'
}

@test "the client goes on after the server's end" {
	same 'recv-all send:late' 'send:hello shut recv-all'
	same 'recv-all pause:900 send:late' 'send:hello shut recv-all'
}

@test "the client ends at once, and the server answers" {
	same 'shut recv-all' 'recv-all send:answer'
}

@test "the server ends at once, and the client speaks" {
	same 'recv-all send:hello' 'shut recv-all'
}

@test "both end at once without a byte" {
	same 'shut recv-all' 'shut recv-all'
}

@test "the client closes at once" {
	same 'close' 'recv-all'
}

@test "the server closes at once" {
	same 'recv-all' 'close'
}

@test "both speak, end, and read to the end" {
	same 'send:one shut recv-all' 'send:two shut recv-all'
}

@test "the server speaks first" {
	same 'recv:6 send:helo recv:2 shut recv-all' \
		'send:banner recv:4 send:ok recv-all'
}

@test "an end that is silent and open stays so" {
	same 'send:a silence:300 send:b shut recv-all' 'recv:2 send:c recv-all'
	same 'recv:1 silence:300' 'send:a recv-all'
}

@test "the client closes while the server writes" {
	same 'recv:5 close' 'send:hello recv-all write-on'
}

@test "the server closes while the client writes" {
	same 'send:hello recv-all write-on' 'recv:5 close'
}

@test "the client ends, and the server closes without reading that" {
	same 'send:abc recv:2 shut recv-all' 'recv:3 send:ok pause:100 close'
}

# ---- Resets

@test "the client resets without a byte" {
	same 'recv:1 reset' 'send:a recv-all'
}

@test "the server resets at once" {
	same 'recv-all' 'reset'
}

@test "the client resets when its question has come" {
	same 'send:question recv:2 reset' 'recv:8 send:ok recv-all'
}

@test "the server resets when the question has come" {
	same 'send:question recv-all' 'recv:8 reset'
}

@test "the client resets behind its question, which arrives" {
	same 'recv:1 send:question reset' 'send:a pause:300 recv-all'
}

@test "the server resets behind its answer, which arrives" {
	same 'recv-all' 'send:answer reset'
}

@test "the client resets after its end: the silent server learns of it" {
	same 'send:question shut recv:2 reset' 'recv-all send:ok hung-up'
}

@test "the server resets after its end: the silent client learns of it" {
	same 'recv-all send:ok hung-up' 'send:hello shut recv:2 reset'
}

@test "the client resets after its end, and the server writes" {
	same 'send:question shut recv:2 reset' 'recv-all send:ok write-on'
}

@test "the server resets after its end, and the client writes" {
	same 'recv-all send:ok write-on' 'send:hello shut recv:2 reset'
}

@test "the server resets after the client's end" {
	same 'send:question shut recv-all' 'recv-all reset'
	same 'send:question shut recv-all' 'recv-all send:answer reset'
}

@test "the client resets after the server's end" {
	same 'recv-all reset' 'send:hello shut recv-all'
	same 'recv-all send:bye reset' 'send:hello shut recv-all'
}

@test "the client closes with an answer unread: the server is reset" {
	same 'send:a recv:1 pause:100 close' 'recv:1 send:bcd recv-all'
}

@test "the server closes with a question unread: the client is reset" {
	same 'recv:1 send:bcd recv-all' 'send:a recv:1 pause:100 close'
}

@test "what came before a reset arrives whole, though the reader is late" {
	same 'recv:1 send-pattern:100000 reset' \
		'send:a pause:300 recv-pattern:100000 recv-all'
	same 'pause:300 recv-pattern:100000 recv-all' 'send-pattern:100000 reset'
}

# The relay does not connect to the target any more, or resets that connection.
@test "the client resets before the target is reached: no clean end" {
	rounds 10 reset_early
}

reset_early() {
	server recv-all
	relay_to "$target"
	client send-pattern:100000 reset-now >at.client
	relay_ends
	run ! grep -x end at.server
}

# How many bytes have come by then depends on the time.
@test "the client resets in the middle: no clean end" {
	by_relay 'recv:1 send-pattern:3000000 reset-now' \
		'send:x recv-pattern:9000000'
	tells server accepted reset
	relay_ends
}

@test "the server resets in the middle: no clean end" {
	by_relay 'send:x recv-pattern:9000000' \
		'recv:1 send-pattern:3000000 reset-now'
	tells client connected reset
	relay_ends
}

@test "a reset reaches a writer that waits for its reader" {
	same 'fill:300 hung-up' 'recv:1 pause:2000 reset-now'
	same 'recv:1 pause:2000 reset-now' 'fill:300 hung-up'
}

# ---- Many bytes

@test "10 MB go up, and down" {
	same 'send-pattern:10000000 shut recv-all' 'recv-pattern:10000000 recv-all'
	same 'recv-pattern:10000000 recv-all' 'send-pattern:10000000'
}

@test "an answer of 3 MB comes after a question of 3 MB and its end" {
	same 'send-pattern:3000000 shut recv-pattern:3000000 recv-all' \
		'recv-pattern:3000000 recv-all send-pattern:3000000'
}

@test "all bytes come to a slow reader" {
	same 'send-pattern:3000000 shut recv-all' \
		'trickle:300 recv-pattern:1771200 recv-all'
	same 'trickle:300 recv-pattern:1771200 recv-all' 'send-pattern:3000000'
}

@test "a writer waits for its reader, and goes on with it" {
	same 'fill:300 pause:100 shut recv-all' \
		'pause:2000 trickle:50 recv-pattern:500000 close'
}

@test "a byte there and a byte back, 3000 times" {
	same 'ask:3000 shut recv-all' 'answer:3000 recv-all'
}

@test "pieces of one byte come in order" {
	same 'send:a send:b send:c send:d send:e shut recv-all' 'recv:3 recv-all'
}

@test "the memory of a relay does not grow with what a slow reader has before it" {
	local size=$((${WIRE_MIB:-256} * 1048576)) peak
	server trickle:500 "recv-pattern:$((size - 500 * 4096))" recv-all
	relay_to "$target"
	client "send-pattern:$size" shut recv-all >at.client
	wait "$server"
	peak=$(memory VmHWM)
	echo "the most memory: $peak KiB"
	tells client connected end
	tells server accepted \
		"received $((size - 500 * 4096)) bytes of the pattern" end
	relay_ends
	! memory_counts || ((peak < 4096))
}

# ---- Urgent data

@test "the urgent byte comes at its place" {
	start_ready timeout 20 peer listen 127.0.0.1 0 expect-urgent:! recv-mark recv-all \
		>at.server
	server=$pid
	relay_to "127.0.0.1:${ready#* }"
	peer connect 127.0.0.1 "$port" send:abc urgent:def! send:ghi shut
	wait "$server"
	holds at.server 'abcdef|ghi'
	relay_ends
}

# ---- A target that does not answer

@test "a target that refuses: the client is reset" {
	refusing_port 127.0.0.1
	relay_to "127.0.0.1:$port"
	client recv-all >at.client
	tells client connected reset
	says "$(<err)" 'connection from 127.0.0.1:' refused
	has_lines err 1
	relay_ends
}

@test "a target that refuses: the client is reset, though it does not read" {
	refusing_port 127.0.0.1
	relay_to "127.0.0.1:$port"
	client hung-up >at.client
	tells client connected 'hung up'
	relay_ends
}

# silent_target: starts a relay to a target that does not answer, with these options.
silent_target() {
	relay_options=("$@")
	silent_port 127.0.0.1 0
	relay_to "127.0.0.1:$port"
}

@test "a target that is silent: so is the relay, until --connect-timeout" {
	silent_target --connect-timeout 600ms
	client send:hello silence:300 hung-up recv-all >at.client
	tells client connected silence 'hung up' reset
}

@test "a target that is silent holds up no other client" {
	silent_target --connect-timeout 1s
	stopwatch ten_clients_at_once
	took_at_most 3000
	lines=10 relay_ends
}

ten_clients_at_once() {
	local i clients=()
	for i in {1..10}; do
		start peer-wire connect "${place[@]}" recv-all >"at.client.$i"
		clients+=("$pid")
	done
	wait "${clients[@]}"
	for i in {1..10}; do tells "client.$i" connected reset; done
}

@test "a client that resets before its target answers leaves nothing behind" {
	silent_target --connect-timeout 60s
	client send:hello reset >at.client
	relay_ends
}

@test "a client waits for a target that comes up, and is served" {
	relay_options=(--retry-for 20s --retry-delay 20ms)
	start_ready peer late 127.0.0.1 0 400 recv-all send:answer >at.server
	server=$pid
	relay_to "127.0.0.1:${ready#* }"
	client send:question shut recv-all >at.client
	wait "$server"
	tells client connected 'received answer' end
	holds at.server question
	relay_ends
}

@test "a Unix socket that is not there: the client is reset" {
	relay_to unix:./missing
	client recv-all >at.client
	tells client connected reset
	says "$(<err)" missing
	has_lines err 1
	relay_ends
}

# ---- Other kinds of ends

# ends_and_bytes: what holds for each kind of stream.
ends_and_bytes() {
	same 'send:question shut recv-all' 'recv-all pause:300 send:answer'
	same 'recv-all pause:300 send:late' 'send:hello shut recv-all'
	same 'shut recv-all' 'shut recv-all'
	same 'send-pattern:3000000 shut recv-all' \
		'trickle:100 recv-pattern:2590400 recv-all'
	same 'trickle:100 recv-pattern:2590400 recv-all' 'send-pattern:3000000'
	same 'ask:300 shut recv-all' 'answer:300 recv-all'
	same 'fill:300 hung-up' 'recv:1 pause:2000 close'
}

# client_is_reset, server_is_reset: the other end closes with bytes unread.
client_is_reset() {
	same 'recv:1 send:bcd recv-all' 'send:a recv:1 pause:100 close'
}

server_is_reset() {
	same 'send:a recv:1 pause:100 close' 'recv:1 send:bcd recv-all'
}

@test "TCP to a Unix socket" {
	server_by=unix
	ends_and_bytes
	client_is_reset
}

@test "a Unix socket to TCP" {
	client_by=unix
	ends_and_bytes
	server_is_reset
}

# Linux has no call for that: a Unix socket is reset only by unread bytes.
@test "a reset is an end for a Unix socket" {
	server_by=unix
	by_relay 'send:abc recv:1 reset' 'recv:3 send:x recv-all'
	tells server accepted 'received abc' end
	relay_ends
}

@test "a Unix socket to a Unix socket" {
	client_by=unix server_by=unix
	ends_and_bytes
}

@test "IPv6 to IPv4, and IPv4 to IPv6" {
	has_ipv6 || skip 'there is no IPv6'
	client_by=tcp6
	ends_and_bytes
	client_is_reset
	server_is_reset
	client_by=tcp server_by=tcp6
	ends_and_bytes
	client_is_reset
	server_is_reset
}

@test "messages stay what they are" {
	client_by=seqpacket server_by=seqpacket
	same 'send:one send:three send:seventeen messages:2' \
		'messages:3 send:a send:bcd'
}

# ---- What the relay does not know

@test "TLS goes through: the certificate, the bytes and both ends are the server's" {
	needs_tls
	make_ca ca
	make_certificate server ca IP:127.0.0.1
	pattern 300000 >sent
	for way in wire relay; do
		tls_peer "$PWD/server.both" echo
		[[ $way == wire ]] || relay_to "127.0.0.1:$port"
		"${inside[@]}" genet connect --tls --tls-ca ca.pem -v \
			127.0.0.1 "$port" <sent >got 2>tls.err
		peer_ends
		cmp sent got
		grep -q 'TLSv1.3' tls.err
	done
	relay_ends
}

# ---- Many clients

@test "100 clients at once, each with its own answer" {
	receiver listen -k --echo
	relay_to "127.0.0.1:$port"
	"${inside[@]}" peer-many echo 127.0.0.1 "${place[1]}" 100 100000
	relay_ends
}

@test "1000 clients one after the other" {
	keep_open --format lines
	relay_to "127.0.0.1:$port"
	"${inside[@]}" peer-many turns 127.0.0.1 "${place[1]}" 1000
	eventually has_lines got 1000
	relay_ends
}

@test "UDP: 100 clients ask at once, and each gets its own answer" {
	local i clients=()
	receiver udp-recv --echo
	at=udp:127.0.0.1:0 relay_to "udp:127.0.0.1:$port"
	for i in {1..100}; do
		start peer-udp connect 127.0.0.1 "$port" "send:$i" recv:1 \
			"send:$i again" recv:1 >"at.client.$i"
		clients+=("$pid")
	done
	wait "${clients[@]}"
	for i in {1..100}; do
		tells "client.$i" "${#i} $i" "$((${#i} + 6)) $i again"
	done
}
