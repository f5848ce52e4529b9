#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# genet doctor listen: whether a server can listen on an address, and what comes there.
#
# shellcheck disable=SC2016 # of shells that tests run

bats_require_minimum_version 1.5.0
load helpers
load doctor

# listens_not CAUSE WORD...: a server cannot listen, for this cause.
listens_not() {
	finds "$1" listen "${@:2}"
}

# listens ASIDES WORD...: it can, and these are the notes.
listens() {
	doctor 0 listen "${@:2}"
	is "$causes:$asides" "can-listen:$1"
}


# ---- It cannot listen

@test "another process listens on the port" {
	network
	serve 127.0.0.1 8080
	listens_not listen-held 127.0.0.1 8080
	says "$text" "genet (pid $pid) listens on 127.0.0.1:8080 already" "kill $pid"
}

@test "another process listens on one address, and all are wanted" {
	network
	serve 127.0.0.1 8080
	listens_not listen-held 8080
	says "$text" "genet (pid $pid) listens on 127.0.0.1:8080 already"
}

@test "another process listens on all addresses, and one is wanted" {
	network
	serve 8080
	listens_not listen-held ::1 8080
	says "$text" "genet (pid $pid) listens on *:8080 already"
}

@test "another socket is bound to the port, and does not listen" {
	network
	start_ready peer bind 127.0.0.1 8080
	listens_not listen-held 127.0.0.1 8080
	says "$text" 'one that is bound and does not listen' "'sport = :8080'"
}

@test "old connections keep the port" {
	network
	start_ready peer listen 127.0.0.1 0 shut recv-all
	port=${ready##* }
	here peer connect 127.0.0.1 "$port" recv-all close
	wait "$pid"
	listens_not listen-time-wait 127.0.0.1 "$port"
}

@test "the port is privileged" {
	network
	as_nobody
	listens_not listen-privileged 80
	says "$text" 'only root may listen below 1024'
	listens '' 8080
}

@test "a rule forbids to listen" {
	network
	forbids bind EACCES
	listens_not listen-forbidden 8080
	says "$text" 'a rule of this host forbids to listen on the port 8080'
}

@test "an address of a link, without the interface" {
	network
	listens_not listen-failed fe80::1 8080
}

@test "the address is that of another host" {
	network
	listens_not listen-not-own 192.0.2.1 8080
	says "$text" 'or leave out HOST, for all addresses'
	says "$text" '192.0.2.1 is the address of no interface of this host'
}

@test "the host has no IPv6" {
	network
	here ip address del ::1/128 dev lo
	listens_not listen-no-family ::1 8080
	listens '' 8080
}

@test "the name of the address is not known" {
	network
	names files
	listens_not listen-name-unknown nosuch.test 8080
}

@test "the address cannot be used yet" {
	network
	here ip link add eth0 type veth peer name eth1 || skip 'cannot make veth'
	here ip link set eth0 up
	# Without a carrier, the kernel does not find out whether another host has it.
	here ip address add fd00::1/64 dev eth0
	listens_not listen-not-usable fd00::1 8080
}

# ---- It can

@test "a port that nobody has" {
	network
	here ip address add 10.0.0.1/24 dev lo
	listens '' 8080
	says "$text" '*:8080 is for all addresses of this host: loopback, 10.0.0.1' \
		'whether a firewall lets clients in cannot be seen'
	listens '' 10.0.0.1 8080
	says "$text" 'all hosts that have a route to it can reach it'
	listens '' -4 8080
}

@test "an address that only this host can reach" {
	network
	listens listen-loopback-only 127.0.0.1 8080
	listens listen-loopback-only localhost 8080
}

@test "a port with old connections" {
	network
	start_ready python3 -c '
import os, socket
s = socket.create_server(("127.0.0.1", 8080)) # which sets SO_REUSEADDR
os.write(3, b"ready\n")
s.accept()[0].close()
'
	here peer connect 127.0.0.1 8080 recv-all close
	wait "$pid"
	listens 'listen-loopback-only listen-time-wait' 127.0.0.1 8080
}

# ---- A client

@test "no client comes" {
	network
	listens_not listen-no-client 8080 --wait 50ms
	says "$text" 'genet doctor HOST:8080;'
	says "$text" 'nothing has arrived in 50 ms'
}

@test "a client comes, and sends bytes" {
	local port=8080 # in a network that is new
	network
	start_ready bash -c 'genet doctor listen --wait "$1" 127.0.0.1 "$2" --json |
		while read -r line; do
			echo "$line"
			[[ $line != *"can be bound"* ]] || echo bound >&3
		done >printed' - "$(with_slack 20)" "$port"
	here peer connect 127.0.0.1 "$port" $'send:GET /\\r\nsecond' recv-all
	eventually grep -q concluded printed
	says "$(<printed)" 'a connection has come from 127.0.0.1' \
		'the client sends 14 bytes, and first: GET /' client-came
}

@test "a client comes, and ends without a byte" {
	local port=8080 # in a network that is new
	network
	start_ready bash -c 'genet doctor listen --wait "$1" 127.0.0.1 "$2" --json |
		while read -r line; do
			echo "$line"
			[[ $line != *"can be bound"* ]] || echo bound >&3
		done >printed' - "$(with_slack 20)" "$port"
	here peer connect 127.0.0.1 "$port" close
	eventually grep -q concluded printed
	says "$(<printed)" 'the client has ended without a byte' client-came
}

# knock_there: tries to connect, again and again.
knock_there() {
	local inside=("${there[@]}")
	start bash -c 'until : >/dev/tcp/10.0.0.1/8080; do :; done' 2>/dev/null
}

@test "the answer to a client does not reach it" {
	network
	start_ready unshare --net sh -c \
		'ip link set lo up && echo up >&3 && exec sleep infinity'
	there=("${inside[@]}" nsenter --target "$pid" --net --preserve-credentials --)
	here ip link add eth0 type veth peer name eth1 netns "$pid" ||
		skip 'cannot make veth'
	here ip address add 10.0.0.1/24 dev eth0
	here ip link set eth0 up
	"${there[@]}" ip address add 10.0.0.2/24 dev eth1
	"${there[@]}" ip link set eth1 up
	here ip neighbour add 10.0.0.2 lladdr 02:00:00:00:00:99 dev eth0 nud permanent
	knock_there
	listens_not listen-syn-only 8080 --wait "$(with_slack 2)"
	says "$text" '10.0.0.2 has begun to connect (SYN)'
}

@test "what doctor prints is as the schema has it" {
	events_are_valid
}
