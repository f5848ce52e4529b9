#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The addresses and inherited sockets of a listener.
load helpers

# listening ADDRESS [OPTION...]: starts a listener, $genet, on $port; $ready is its
# announcement.
listening() {
	address=$1 receiver listen "${@:2}"
	[[ $port == [1-9]* ]]
}

# serves ADDRESS: $genet serves a client that connects to this address.
serves() {
	"${inside[@]}" peer connect "$1" "$port" send:hello
	genet_ends 0
	holds got hello
}

refuses() {
	run -1 "${inside[@]}" peer connect "$1" "$port"
	says "$output" refused
}

@test "HOST PORT" {
	listening 127.0.0.1 0
	serves 127.0.0.1
}

@test "HOST:PORT" {
	listening 127.0.0.1:0
	serves 127.0.0.1
}

@test "[V6]:PORT" {
	listening '[::1]:0'
	serves ::1
}

@test "PORT listens on all addresses: IPv4" {
	listening 0
	serves 127.0.0.1
}

@test "PORT listens on all addresses: IPv6" {
	listening 0
	serves ::1
}

@test ":PORT listens on all addresses" {
	listening :0
	serves ::1
}

@test "*:PORT listens on all addresses" {
	listening '*:0'
	serves 127.0.0.1
}

@test "an address listens on no other" {
	apart
	listening 127.0.0.2:0
	refuses 127.0.0.1
}

@test "-4 listens on IPv4 only" {
	apart
	listening 0 -4
	refuses ::1
	serves 127.0.0.1
}

@test "-6 listens on IPv6 only" {
	apart
	listening 0 -6
	refuses 127.0.0.1
	serves ::1
}

@test "a name listens on all of its addresses" {
	network
	names files '::1 both.test' '127.0.0.1 both.test'
	listening both.test 0
	serves 127.0.0.1
}

@test "a port may be named" {
	network
	names files
	echo 'finger 79/tcp' >etc/services
	listening 127.0.0.1:finger
	is "$port" 79
	serves 127.0.0.1
}

@test "one connection is accepted, and then the port refuses" {
	apart
	pipe in
	pipe got
	begin listen --input in -- $'send:hello\n' hold
	expect_line "$got" hello
	refuses 127.0.0.1
}

@test "--once changes nothing: it is the default" {
	listening 127.0.0.1:0 --once
	serves 127.0.0.1
}

@test "a port that was just used can be listened on again" {
	listening 127.0.0.1:0
	serves 127.0.0.1
	listening "127.0.0.1:$port"
	serves 127.0.0.1
}

@test "--reuse-port shares a port" {
	listening 127.0.0.1:0 --reuse-port
	first=$port
	listening "127.0.0.1:$port" --reuse-port
	is "$port" "$first"
}

@test "without --reuse-port a port is not shared" {
	listening 127.0.0.1:0
	run -6 genet listen --reuse-port "127.0.0.1:$port"
}

@test "the holder of a port is named even if it listens on all addresses" {
	listening 0
	run -6 genet listen "127.0.0.1:$port"
	says "$output" "(pid $genet)"
}

@test "--backlog is how many clients may wait" {
	listening 127.0.0.1:0 --backlog 7
	run -0 ss --no-header --listening --tcp --numeric "sport = :$port"
	read -r _ _ backlog _ <<<"$output"
	is "$backlog" 7
}

@test "nobody connects within --timeout" {
	stopwatch run -124 genet listen --timeout 300ms 127.0.0.1:0
	((took >= 300))
	took_at_most 1000
}

# ---- A socket that somebody else has opened

# handed_over [NAME=VALUE...] GENET...: starts it with a listening socket as descriptor
# 3, on $port.
handed_over() {
	start_ready peer fd3 127.0.0.1 0 "$@" </dev/null >got 2>err
	genet=$pid
	port=${ready#* }
}

@test "fd:3 accepts on an inherited socket" {
	handed_over genet listen fd:3
	serves 127.0.0.1
}

@test "LISTEN_FDS hands a socket over" {
	handed_over sh -c 'LISTEN_FDS=1 LISTEN_PID=$$ exec genet listen'
	serves 127.0.0.1
}

@test "LISTEN_FDS is ignored if it is for another process" {
	handed_over env LISTEN_FDS=1 LISTEN_PID=1 genet listen
	genet_ends 2
	LISTEN_FDS=1 LISTEN_PID=1 run -2 genet listen
	says "$output" 'hint: the sockets of LISTEN_FDS are not taken'
	run -2 genet listen
	is "${output/LISTEN_FDS/}" "$output"
}

@test "an inherited socket: options of binding are refused" {
	for option in --backlog=7 --reuse-port --mptcp; do
		run -2 genet listen "$option" fd:7
		says "$output" "${option%=*} has no effect"
		# shellcheck disable=SC2016
		handed_over sh -c 'LISTEN_FDS=1 LISTEN_PID=$$ exec genet listen \
			"$1"' sh "$option"
		genet_ends 2
		says "$(<err)" "${option%=*} has no effect"
	done
	handed_over genet listen --ttl 64 fd:3
	serves 127.0.0.1
}

@test "fd:N that is not open is an error" {
	run -6 sh -c 'exec genet listen fd:7 7>&-'
	says "$output" 'descriptor 7'
}

@test "fd:N that does not listen is an error" {
	run -6 sh -c 'exec genet listen fd:7 7</dev/null'
	says "$output" 'descriptor 7'
}

@test "a number that was read as the address of a host is told" {
	run -6 genet listen 8080:80
	says "$output" 'hint: the number 8080 was read as the address 0.0.31.144'
}
