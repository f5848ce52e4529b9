#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Each cause has its own exit status: the table in genet(1). Death by a signal
# is in signals.bats, the standard streams are in stdio.bats.
load helpers

@test "0: connect, a clean exchange" {
	converse 0 connect -- recv-all send:hello <<<hi
}

@test "0: listen, a clean exchange" {
	converse 0 listen -- send:hi shut recv-all <<<hello
}

@test "1: connect, the output file cannot be made" {
	listening_peer hold
	run -1 genet connect --output no/such/file 127.0.0.1 "$port"
}

@test "1: listen, the output file cannot be made" {
	run -1 genet listen --output no/such/file 127.0.0.1:0
}

@test "1: connect, the input file is not there" {
	listening_peer hold
	run -1 genet connect --input no/such/file 127.0.0.1 "$port"
}

@test "2: no command" {
	run -2 genet
}

@test "2: a command without operands" {
	run -2 genet connect
}

@test "2: an operand too many" {
	run -2 genet connect localhost 80 81
}

@test "2: an option that does not exist" {
	run -2 genet connect --no-such-option localhost 80
}

@test "2: a port out of range" {
	run -2 genet connect localhost 99999
}

@test "3: the name is not known" {
	network
	names files
	run -3 "${inside[@]}" genet connect no-such.test 80
}

@test "3: the name server refuses" {
	network
	names dns
	run -3 "${inside[@]}" genet connect no-such.test 80
}

@test "4: the port refuses, IPv4" {
	refusing_port 127.0.0.1
	run -4 genet connect 127.0.0.1 "$port"
}

@test "4: the port refuses, IPv6" {
	refusing_port ::1
	run -4 genet connect ::1 "$port"
}

@test "5: there is no route, IPv4" {
	network
	run -5 "${inside[@]}" genet connect 192.0.2.1 80
}

@test "5: there is no route, IPv6" {
	network
	run -5 "${inside[@]}" genet connect 2001:db8::1 80
}

routed() {
	network
	"${inside[@]}" ip route add "$1" 192.0.2.0/24
}

@test "5: the host is unreachable" {
	routed unreachable
	run -5 "${inside[@]}" genet connect 192.0.2.1 80
}

@test "5: the way is prohibited" {
	routed prohibit
	run -5 "${inside[@]}" genet connect 192.0.2.1 80
}

@test "6: the port is in use" {
	listening_peer hold
	run -6 genet listen "127.0.0.1:$port"
}

@test "6: the address is not one of ours" {
	network
	run -6 "${inside[@]}" genet listen 192.0.2.1:0
}

@test "6: an ordinary user asks for a port below 1024" {
	network
	run -6 "${inside[@]}" setpriv --bounding-set=-all --inh-caps=-all \
		genet listen 127.0.0.1:1
}

resets_while_we_read() {
	begin "$1" -- send-pattern:100000 reset </dev/null
	genet_ends 7
	cmp got <(pattern 100000)
}

@test "7: connect and listen, the peer resets, and what came before is kept" {
	resets_while_we_read connect
	resets_while_we_read listen
}

@test "7: connect, the peer sends and resets before genet has looked" {
	needs_strace
	under=(strace -qq -o log -e trace=connect
		-e inject=connect:delay_exit=500000)
	begin connect --no-stdin -- send:hello reset </dev/null
	genet_ends 7
	holds got hello
	says "$(<err)" 'reset by peer after 5 B received'
}

@test "7: connect, the peer sends, ends and resets before genet has looked" {
	needs_strace
	under=(strace -qq -o log -e trace=connect
		-e inject=connect:delay_exit=500000)
	begin connect --no-stdin -- send:hello shut reset </dev/null
	genet_ends 7
	holds got hello
	says "$(<err)" 'reset by peer after 5 B received'
}

@test "7: a call to send that fails is the end, although the peer waits" {
	needs_strace
	under=(strace -qq -o log -e trace=sendto
		-e inject=sendto:error=ENOMEM:when=1)
	converse 7 connect --data hello -- recv-all
	says "$(<err)" 'lost: '
	start_ready peer listen unix ./socket recv-all
	run -7 "${under[@]}" genet unix connect ./socket --data hello
	says "$output" 'lost: '
}

resets_while_we_send() {
	begin "$1" -- expect-pattern:1000000 reset < <(pattern 50000000)
	genet_ends 7
}

@test "7: connect and listen, the peer resets during an upload" {
	resets_while_we_send connect
	resets_while_we_send listen
}

closes_while_we_send() {
	begin "$1" -- expect-pattern:1000000 close < <(pattern 50000000)
	genet_ends 7
}

@test "7: connect and listen, the peer closes during an upload" {
	closes_while_we_send connect
	closes_while_we_send listen
}

closes_unread() {
	begin "$1" -- pause:300 close <<<unread
	genet_ends 7
}

@test "7: connect and listen, the peer closes with all of our bytes unread" {
	closes_unread connect
	closes_unread listen
}

@test "124: --connect-timeout, nobody answers" {
	silent_port 127.0.0.1 0
	run -124 genet connect --connect-timeout 200ms 127.0.0.1 "$port"
}

@test "124: --timeout, nobody answers" {
	silent_port 127.0.0.1 0
	run -124 genet connect --timeout 200ms 127.0.0.1 "$port"
}

@test "124: --timeout, the session is not over" {
	begin connect --timeout 300ms -- send:hi hold </dev/null
	genet_ends 124
}

@test "124: --idle-timeout, no byte moves" {
	begin connect --idle-timeout 300ms -- send:hi hold </dev/null
	genet_ends 124
}

@test "124: --idle-timeout of a listener, no byte moves" {
	begin listen --idle-timeout 300ms -- send:hi hold </dev/null
	genet_ends 124
}

@test "124: --timeout of a listener, nobody connects" {
	run -124 genet listen --timeout 200ms 127.0.0.1:0
}

@test "124: --idle-timeout of a listener, nobody connects" {
	run -124 genet listen --idle-timeout 200ms 127.0.0.1:0
}

@test "124: --linger, the peer does not end" {
	begin connect --linger 200ms -- recv-all hold <<<hi
	genet_ends 124
}

@test "0: --idle-timeout, a byte moves in time again and again" {
	converse 0 connect --idle-timeout 2s -- send:a pause:800 send:b \
		pause:800 send:c pause:800 send:d </dev/null
	holds got abcd
}

@test "0: --timeout, the session is over in time" {
	converse 0 connect --timeout 20s -- recv-all send:hello <<<hi
}
