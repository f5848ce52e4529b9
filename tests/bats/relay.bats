#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# relay: who is served, what is dialled, when it ends, and what people are told.
load helpers
load tls

# to_target ACTION...: starts a peer as the target, which listens at $target.
to_target() {
	listening_peer "$@"
	target=127.0.0.1:$port
}

# relay_from WORD...: starts a relay as a child of this test, with these words after
# the options for readiness. Its first address is $from, by default a free port.
relay_from() {
	start_ready "${under[@]}" genet relay --ready-fd 3 \
		"${from:-127.0.0.1:0}" "$@" 2>err
	genet=$pid port=${ready##*:}
}

# ends_by SIGNAL: the relay ends by it.
ends_by() {
	kill "-$1" "$genet"
	genet_ends $((128 + $(kill -l "$1")))
}

# ---- One conversation

@test "a client talks to the target, and both ends are passed on" {
	to_target recv:6 $'send:hi\n' shut expect-end
	relay_from "$target"
	run -0 client $'send:hello\n' recv-all shut
	is "$output" hi
	peer_ends
	is "$(<heard)" hello
	ends_by TERM
}

@test "a target that refuses resets the client, and a line says why" {
	refusing_port 127.0.0.1
	relay_from "127.0.0.1:$port"
	run -0 client expect-reset
	eventually grep -q "cannot connect to 127.0.0.1:.*: connection refused" \
		err
	says "$(<err)" 'connection from 127.0.0.1:'
	ends_by TERM
}

@test "a client whose target is still dialled at the end is reset" {
	apart
	silent_port 127.0.0.1 0
	relay_from "127.0.0.1:$port" --connect-timeout 100s -v
	start peer connect 127.0.0.1 "$port" expect-reset
	waiting=$pid
	eventually grep -q 'connection 1 from' err
	ends_by TERM
	wait "$waiting"
}

@test "a silent target is given up after --connect-timeout" {
	apart
	silent_port 127.0.0.1 0
	relay_from "127.0.0.1:$port" --connect-timeout 100ms
	run -0 client expect-reset
	eventually grep -q 'no answer within 100 ms' err
}

@test "with several targets the next one is tried" {
	refusing_port 127.0.0.1
	refuses=127.0.0.1:$port
	to_target recv:2 send:ok
	relay_from "$refuses" "$target"
	run -0 client send:hi recv-all
	is "$output" ok
	is "$(<err)" "listening on 127.0.0.1:$port" || is "$(<err)" ''
}

@test "if none of several targets can be reached, each has its cause" {
	refusing_port 127.0.0.1
	one=$port
	refusing_port 127.0.0.1
	relay_from "127.0.0.1:$one" "127.0.0.1:$port"
	run -0 client expect-reset
	eventually grep -q "127.0.0.1:$one: .*refused; .*: connection refused" err
}

@test "with --retry-for the client waits for a target that is not there yet" {
	start_ready peer late 127.0.0.1 0 300 recv:2 send:ok
	target=127.0.0.1:${ready#* }
	relay_from "$target" --retry-for 20s
	run -0 client send:hi recv-all
	is "$output" ok
}

@test "a client that is reset while its target is dialled ends the dial" {
	apart
	silent_port 127.0.0.1 0
	relay_from "127.0.0.1:$port" -v --connect-timeout 100s
	client reset
	eventually grep 'closed:.* reset by peer' err
	eventually has_only_its_door
}

# ---- Ends of other kinds

@test "a Unix socket and a port are joined, either way" {
	start_ready peer listen unix ./back recv:2 send:ok
	relay_from unix:./back
	run -0 client send:hi recv-all
	is "$output" ok
	to_target recv:2 send:ok
	from=unix:./front
	relay_from "$target"
	run -0 peer connect unix ./front send:hi recv-all
	is "$output" ok
	ends_by TERM
	[[ ! -e front ]]
}

@test "connect: has the first address dialled, once" {
	to_target recv:3 send:def
	one=$target
	start_ready peer listen 127.0.0.1 0 send:abc recv-all >got </dev/null
	run -0 timeout 60 genet relay "connect:127.0.0.1:${ready#* }" "$one"
	peer_ends
	is "$(<heard)" abc
	is "$(<got)" def
}

@test "listen: has the target wait for a client, too" {
	from=unix:./left
	relay_from listen:unix:./right
	start peer connect unix ./left send:one recv-all >got.1
	one=$pid
	start peer connect unix ./left send:two recv-all >got.2
	two=$pid
	run -0 peer connect unix ./right recv:3 send:x
	run -0 peer connect unix ./right recv:3 send:x
	wait "$one"
	wait "$two"
	is "$(cat got.1 got.2)" xx
	ends_by TERM
	[[ ! -e right ]]
}

# has_places N: genet has said of so many addresses that it listens there.
has_places() {
	is "$(grep -c '^listening on 127.0.0.1:' err)" "$1"
}

@test "a target that waits says where, and has no TLS" {
	relay_from listen:127.0.0.1:0 -v
	eventually has_places 2
	has_tls || return 0
	run -2 genet relay 127.0.0.1:0 listen:tls:127.0.0.1:0
	says "$output" 'neither TLS nor datagrams'
}

# waits_at: has a relay from a free port wait for targets, too; the port is $right.
waits_at() {
	local ports
	relay_from listen:127.0.0.1:0 -v
	eventually has_places 2
	mapfile -t ports < <(sed -n 's/^listening on 127.0.0.1:\([0-9]*\).*/\1/p' err)
	right=${ports[0]}
	[[ $right != "$port" ]] || right=${ports[1]}
}

@test "clients that wait for a target are joined first come, first served" {
	waits_at
	for n in 1 2 3 4 5; do
		[[ $n != [13] ]] || {
			client reset
			eventually grep -q "connection $n closed:.* reset by" err
			continue
		}
		start peer connect 127.0.0.1 "$port" "send:$n" recv-all
		eventually grep -q "connection $n from" err
	done
	for n in 2 4 5; do
		run -0 peer connect 127.0.0.1 "$right" recv:1
		is "$output" "$n"
	done
	ends_by TERM
}

@test "targets that are there first are joined in their order" {
	waits_at
	for n in 1 2 3; do
		start peer connect 127.0.0.1 "$right" "send:$n" recv-all
		eventually is_connected "$n"
	done
	for n in 1 2 3; do
		run -0 client recv:1
		is "$output" "$n"
	done
}

# is_connected N: so many targets have a connection to $right.
is_connected() {
	is "$(ss -Htn state established "sport = :$right" | wc -l)" "$1"
}

@test "a target that is reset while it waits is passed over" {
	waits_at
	for ((i = 0; i < 20; i++)); do
		peer connect 127.0.0.1 "$right" send:x reset
	done
	start peer connect 127.0.0.1 "$right" recv:2 send:ok
	run -0 client send:hi recv-all
	is "$output" ok
	ends_by TERM
	run ! grep 'reset by peer' err
}

@test "a first address that refuses is the failure of the run" {
	refusing_port 127.0.0.1
	run -4 genet relay "connect:127.0.0.1:$port" "127.0.0.1:$port"
	says "$output" 'connection refused'
}

@test "tls: before an address has TLS there, and nowhere else" {
	needs_tls
	to_target recv:2 send:ok
	from=tls:127.0.0.1:0
	relay_from "$target"
	pin=${ready#* } port=${ready%% *}
	run -0 genet connect --tls --tls-pin "$pin" "$port" --data hi
	is "$output" ok
	receiver listen --tls --data ok
	from=
	relay_from "tls:127.0.0.1:$port" --insecure --quiet
	run -0 client send:hi shut recv-all
	is "$output" ok
}

@test "--send-proxy tells the target who the client is" {
	to_target recv-all
	relay_from "$target" --send-proxy
	client send:hi
	peer_ends
	says "$(<heard)" 'PROXY TCP4 127.0.0.1 127.0.0.1 ' "$port"
	says "$(<heard)" $'\r\nhi'
}

@test "a PROXY header that is accepted is sent on" {
	to_target recv-all
	relay_from "$target" --accept-proxy --send-proxy=2
	client $'send:PROXY TCP4 192.0.2.1 192.0.2.2 5 6\r\nhi'
	peer_ends
	run -0 od -An -tx1 heard
	says "$output" 'c0 00 02 01 c0 00 02 02' '68 69'
}

@test "an urgent byte is passed on in its place, either way" {
	to_target recv-mark 'expect-urgent:!' recv:2 send:xyz 'urgent:?' send:w \
		shut recv-all
	relay_from "$target"
	run -0 client send:ab 'urgent:!' send:cd recv-mark 'expect-urgent:?' \
		recv-all
	is "$output" 'xyz|w'
	peer_ends
	is "$(<heard)" 'ab|cd'
}

@test "an urgent byte between bulk is passed on" {
	to_target recv-mark 'expect-urgent:!' recv-all
	relay_from "$target" -v --engine splice
	client send-pattern:3000000 'urgent:!' send-pattern:3000000 shut expect-end
	peer_ends
	is "$(wc -c <heard)" 6000001 # with the "|" of recv-mark
}

# ---- Many clients

@test "clients are served at once, --max-conns of them" {
	receiver listen -k --echo
	relay_from "127.0.0.1:$port" --max-conns 2
	run -0 peer-many echo 127.0.0.1 "$port" 20 1000
}

@test "--count-conns ends the relay" {
	to_target echo
	relay_from "$target" --count-conns 1
	client send:hi shut expect-pattern:0 recv-all >got
	genet_ends 0
}

@test "with one client its failure is that of the run" {
	refusing_port 127.0.0.1
	relay_from "127.0.0.1:$port" --count-conns 1
	client expect-reset
	genet_ends 4
	to_target reset
	relay_from "$target" --count-conns 1
	client expect-reset
	genet_ends 7
	says "$(<err)" "connection to 127.0.0.1:" 'reset by peer'
}

@test "--allow and --deny choose the clients" {
	to_target echo
	relay_from "$target" --deny 127.0.0.1 -v
	run ! client send:hi expect-pattern:1
	eventually grep -q 'its address is denied' err
}

# ---- Time

@test "--idle-timeout resets both ends" {
	to_target recv:2 expect-reset
	relay_from "$target" --idle-timeout 200ms -v
	client send:hi expect-reset
	peer_ends
	eventually grep 'nothing moved for 200 ms' err
}

@test "--linger limits what goes on after an end" {
	to_target recv:2 expect-end hold
	relay_from "$target" --linger 200ms -v
	client send:hi shut expect-reset
	peer_ends
	eventually grep 'the target had not ended 200 ms after the client' err
}

@test "--for ends the relay with success, and closes what is there" {
	to_target recv:2 expect-end shut
	relay_from "$target" --for 300ms
	client send:hi expect-end
	peer_ends
	genet_ends 0
}

@test "--for begins with the only connection" {
	to_target recv:2 expect-end shut
	relay_from "$target" --for 300ms --count-conns 1 -v
	client send:hi expect-end
	peer_ends
	genet_ends 0
	grep -q 'closed: .*2 B in, 0 B out' err
}

@test "SIGTERM resets those who are there" {
	to_target recv:2 expect-reset
	relay_from "$target" -v
	start peer connect 127.0.0.1 "$port" send:hi expect-reset
	client=$pid
	eventually grep hi heard
	ends_by TERM
	wait "$client"
	peer_ends
	says "$(<err)" 'connection 1 cut off: the relay was stopped (2 B in'
}

@test "with --drain they may finish, and no other client comes" {
	pipe go
	to_target recv:2 read:go send:ok
	relay_from "$target" --drain 20s -v
	start peer connect 127.0.0.1 "$port" send:hi recv-all >got
	client=$pid
	eventually grep hi heard
	kill "$genet"
	eventually refuses "$port"
	echo >&"$go"
	wait "$client"
	is "$(<got)" ok
	genet_ends 143
}

# refuses PORT: nothing listens there.
refuses() {
	run ! peer connect 127.0.0.1 "$1"
}

@test "after the time of --drain they are reset" {
	to_target recv:2 expect-reset
	relay_from "$target" --drain 200ms
	start peer connect 127.0.0.1 "$port" send:hi expect-reset
	client=$pid
	eventually grep hi heard
	ends_by TERM
	wait "$client"
	peer_ends
}

# shellcheck disable=SC2016 # the program has these variables
@test "--during ends the relay with its program" {
	receiver listen -k --echo
	run -0 genet relay 127.0.0.1:0 "127.0.0.1:$port" --during -- \
		bash -c 'peer connect "$GENET_HOST" "$GENET_PORT" send:hi recv:2'
	is "$output" hi
	run -8 genet relay 127.0.0.1:0 "127.0.0.1:$port" --during -- true
	run -3 genet relay 127.0.0.1:0 "127.0.0.1:$port" --during -- bash -c '
		exec 5<>"/dev/tcp/$GENET_HOST/$GENET_PORT"; exit 3'
}

# ---- What is told

@test "-v has a line for each stage, with both addresses" {
	to_target recv:5 send:ok shut expect-end
	relay_from "$target" -v
	run -0 client send:hello recv-all
	peer_ends
	eventually grep -q 'connection 1 closed' err
	mapfile -t lines <err
	[[ ${lines[*]} == *"connection 1 from 127.0.0.1:"*" to 127.0.0.1:$port"* ]]
	[[ ${lines[*]} == *"connection 1: relaying 127.0.0.1:"*" to $target from "* ]]
	[[ ${lines[*]} == *'closed: 5 B in, 2 B out,'*', the target ended first,'* ]]
}

@test "without -v nothing is said of clients that are reset" {
	to_target recv:2 reset
	relay_from "$target" --quiet
	client send:hi expect-reset
	ends_by TERM
	holds err ''
}

@test "a mistake in an address says what can be there" {
	run -2 genet relay 127.0.0.1:0 pid:1
	says "$output" "'pid:1' cannot be connected to" 'what can: tcp:'
	run -2 genet relay listen:pid:1 127.0.0.1:1
	says "$output" "cannot be listened on"
	run -2 genet relay 127.0.0.1:0
	says "$output" 'missing'
	run -2 genet relay unix:./a unix:./b --mptcp
	says "$output" '--mptcp has no effect with these addresses'
	run -2 genet relay 127.0.0.1:0 127.0.0.1:1 --flow-timeout 1s
	says "$output" '--flow-timeout has no effect with these addresses'
	run -2 genet relay udp:127.0.0.1:0 udp:127.0.0.1:1 --linger 1s
	says "$output" '--linger has no effect with these addresses'
}

# ---- Bytes

@test "bulk is spliced, both ways" {
	to_target expect-pattern:30000000 send-pattern:30000000 shut expect-end
	relay_from "$target" -vv
	client send-pattern:30000000 expect-pattern:30000000 expect-end
	peer_ends
	eventually grep -q 'moved: ' err
	says "$(<err)" 'MiB spliced'
}

@test "an idle connection holds no pipe" {
	receiver listen -k --echo
	relay_from "127.0.0.1:$port" -v
	run -0 client send:hi recv:2
	eventually grep -q 'connection 1 closed' err
	before=$(descriptors)
	start peer connect 127.0.0.1 "$port" send:hi recv:2 hold >got
	eventually grep hi got
	eventually has_descriptors $((before + 2))
}
