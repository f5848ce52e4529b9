#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Connecting: names, addresses, deadlines and retries.
load helpers

# ---- Several addresses

# dead_and_live FIRST SECOND: two.test has both addresses; a listener that sends hello
# is on $port of the second. The test has prepared the first.
dead_and_live() {
	names files "$1 two.test" "$2 two.test"
	run -0 "${inside[@]}" getent ahosts two.test
	says "${lines[0]}" "$1"
	start_ready genet listen --keep-open --send-only --data hello \
		--ready-fd 3 --quiet "$2" "$port"
}

@test "a silent first address delays the second by less than 0.4 s" {
	network
	silent_port 127.0.0.1 0
	dead_and_live 127.0.0.1 127.0.0.2
	# A busy machine gets more attempts.
	for _ in {1..10}; do
		stopwatch run -0 "${inside[@]}" genet connect two.test "$port"
		is "$output" hello
		((took > 400)) || break
	done
	took_at_most 400
}

@test "the second address is tried when the first refuses" {
	network
	refusing_port 127.0.0.1
	dead_and_live 127.0.0.1 127.0.0.2
	run -0 "${inside[@]}" genet connect two.test "$port"
	is "$output" hello
}

# localhost_on ADDRESS: localhost is ::1 and 127.0.0.1, and only ADDRESS listens.
localhost_on() {
	network
	names files '::1 localhost' '127.0.0.1 localhost'
	start_ready peer listen "$1" 0 send:hello
	run -0 "${inside[@]}" genet connect "${@:2}" localhost "${ready#* }"
	is "$output" hello
}

@test "localhost works when only IPv4 listens" {
	localhost_on 127.0.0.1
}

@test "localhost works when only IPv6 listens" {
	localhost_on ::1
}

@test "-4 tries only IPv4" {
	network
	names files '::1 localhost' '127.0.0.1 localhost'
	start_ready peer listen ::1 0
	run -4 "${inside[@]}" genet connect -4 localhost "${ready#* }"
}

@test "-6 tries only IPv6" {
	network
	names files '::1 localhost' '127.0.0.1 localhost'
	start_ready peer listen 127.0.0.1 0
	run -4 "${inside[@]}" genet connect -6 localhost "${ready#* }"
}

@test "-n does not look a name up" {
	network
	names files '127.0.0.1 two.test'
	start_ready peer listen 127.0.0.1 0 send:hello
	run -3 "${inside[@]}" genet connect -n two.test "${ready#* }"
}

@test "an address with a scope is accepted" {
	network
	"${inside[@]}" ip address add fe80::1/64 dev lo nodad
	start_ready peer listen fe80::1%lo 0 send:hello
	run -0 "${inside[@]}" genet connect fe80::1%lo "${ready##* }"
	is "$output" hello
}

# ---- Deadlines

@test "a resolver that never answers is given up after --connect-timeout" {
	network
	names dns
	start_ready peer datagrams 127.0.0.53 53
	stopwatch run -124 "${inside[@]}" genet connect --connect-timeout 1s \
		silent.test 80
	says "$output" silent.test
	((took >= 1000))
	took_at_most 3000
}

@test "a full backlog is given up after --connect-timeout" {
	silent_port 127.0.0.1 0
	stopwatch run -124 genet connect --connect-timeout 1s 127.0.0.1 "$port"
	says "$output" "127.0.0.1:$port"
	((took >= 1000))
	took_at_most 3000
}

@test "--connect-timeout ends with the connection" {
	converse 0 connect --connect-timeout 200ms -- recv-all pause:500 \
		send:late <<<hi
	holds got late
}

# ---- Our own end

@test "--source chooses the local address" {
	listening_peer who
	genet connect --source 127.0.0.5 127.0.0.1 "$port"
	peer_ends
	says "$(<heard)" '127.0.0.5 '
}

@test "--source-port chooses the local port" {
	network
	listening_peer who
	run -0 "${inside[@]}" genet connect -p 777 127.0.0.1 "$port"
	peer_ends
	holds heard $'127.0.0.1 777\n'
}

@test "--source that is no address of this host is named" {
	network
	run -6 "${inside[@]}" genet connect -s 192.0.2.7 127.0.0.1 80
	says "$output" 192.0.2.7
}

@test "a source port that cannot be had is status 6" {
	network
	start_ready peer listen 127.0.0.1 0 recv:1 hold >heard
	port=${ready#* }
	"${inside[@]}" sh -c \
		'echo 20000 20000 >/proc/sys/net/ipv4/ip_local_port_range'
	start peer connect 127.0.0.1 "$port" send:x hold # has that port
	eventually test -s heard
	run -6 --separate-stderr "${inside[@]}" genet connect 127.0.0.1 "$port"
	says "$stderr" 'no local port is free'
}

# ---- Trying again

@test "--retry reaches a port that refuses at first" {
	start_ready peer late 127.0.0.1 0 200 send:hello
	run -0 genet connect --retry 20 127.0.0.1 "${ready#* }"
	is "$output" hello
}

@test "--retry forever reaches a port that refuses at first" {
	start_ready peer late 127.0.0.1 0 200 send:hello
	run -0 genet connect --retry forever 127.0.0.1 "${ready#* }"
	is "$output" hello
}

@test "--retry-for reaches a port that refuses at first" {
	start_ready peer late 127.0.0.1 0 200 send:hello
	run -0 genet connect --retry-for 20s 127.0.0.1 "${ready#* }"
	is "$output" hello
}

# attempts STATUS OPTION...: leave in $attempts how often genet connected to
# $port, each time in vain.
attempts() {
	needs_strace
	run "-$1" strace -qq -o log -e trace=connect genet connect "${@:2}" \
		127.0.0.1 "$port"
	attempts=$(grep -c '^connect(' log)
}

@test "without --retry there is one attempt" {
	refusing_port 127.0.0.1
	attempts 4
	is "$attempts" 1
}

@test "--retry 3 makes three more attempts, and then tells the cause" {
	refusing_port 127.0.0.1
	attempts 4 --retry 3 --retry-delay 10ms
	is "$attempts" 4
	says "$output" 'connection refused'
}

@test "--retry counts attempts that were not answered" {
	silent_port 127.0.0.1 0
	attempts 124 --retry 1 --retry-delay 10ms --connect-timeout 100ms
	is "$attempts" 2
}

@test "--retry does not try an unknown name again" {
	network
	names files
	run -3 --separate-stderr "${inside[@]}" genet connect --retry 3 -v \
		no-such.test 80
	is "$(grep -c 'name not known' <<<"$stderr")" 1
}

@test "--retry asks again where the name server does not answer" {
	network
	names dns
	run -3 --separate-stderr "${inside[@]}" genet connect --retry 2 -v \
		--retry-delay 1ms later.test 80
	is "$(grep -c '^retry' <<<"$stderr")" 2
	says "$stderr" 'the name server does not answer'
}

@test "--retry-for bounds the attempts" {
	refusing_port 127.0.0.1
	stopwatch attempts 4 --retry-for 300ms --retry-delay 10ms
	((attempts > 1))
	took_at_most 1000
}

@test "--retry-delay is doubled" {
	refusing_port 127.0.0.1
	stopwatch attempts 4 --retry 3 --retry-delay 40ms
	((took >= 40 + 80 + 160))
}

@test "--timeout bounds the attempts" {
	refusing_port 127.0.0.1
	stopwatch run genet connect --retry forever --timeout 300ms 127.0.0.1 \
		"$port"
	((status == 4 || status == 124))
	took_at_most 1000
}

# ---- resolve

@test "resolve lists the addresses in the order of trying" {
	network
	names files '127.0.0.1 two.test' '127.0.0.2 two.test'
	run -0 --separate-stderr "${inside[@]}" genet resolve two.test
	says "$output" two.test '2 addresses'
	[[ $output =~ 127\.0\.0\.1.*IPv4.*127\.0\.0\.2.*IPv4 ]]
}

@test "resolve tells the families apart" {
	network
	names files '::1 localhost' '127.0.0.1 localhost'
	run -0 "${inside[@]}" genet resolve localhost
	[[ $output =~ '::1 '.*IPv6 ]]
	[[ $output =~ '127.0.0.1 '.*IPv4 ]]
}

@test "resolve tells the canonical name" {
	network
	names files '127.0.0.1 canonical.test alias.test'
	run -0 "${inside[@]}" genet resolve alias.test
	says "$output" canonical.test
}

@test "resolve -6 lists only IPv6" {
	network
	names files '::1 localhost' '127.0.0.1 localhost'
	run -0 "${inside[@]}" genet resolve -6 localhost
	says "$output" '::1'
	run ! grep -F 127.0.0.1 <<<"$output"
}

@test "resolve of an unknown name is status 3" {
	network
	names files
	run -3 "${inside[@]}" genet resolve no-such.test
	says "$output" "cannot resolve 'no-such.test': name not known"
}

@test "resolve --connect tells of each address what happened" {
	network
	names files '::1 two.test' '127.0.0.1 two.test'
	start_ready peer listen 127.0.0.1 0
	run -0 "${inside[@]}" genet resolve --connect two.test "${ready#* }"
	[[ $output =~ ::1.*'connection refused' ]]
	[[ $output =~ 127\.0\.0\.1.*connected ]]
}

@test "resolve --connect has the status of the cause when nothing answers" {
	refusing_port 127.0.0.1
	run -4 genet resolve --connect 127.0.0.1 "$port"
	says "$output" 'connection refused'
}

# ---- Link-local addresses

# on_a_link: makes a network in which the device v0 has the address fe80::1.
on_a_link() {
	network
	"${inside[@]}" ip link add v0 type veth peer name v1
	"${inside[@]}" ip link set v0 up
	"${inside[@]}" ip link set v1 up
	"${inside[@]}" ip address add fe80::1/64 dev v0 nodad
}

# needs_interface STATUS COMMAND...: genet says that the address needs an interface.
needs_interface() {
	run "-$1" --separate-stderr "${inside[@]}" genet "${@:2}"
	says "$stderr" 'fe80::1' 'a link-local address needs its interface' \
		'fe80::1%eth0'
}

@test "a link-local address without its interface is an error that says so" {
	on_a_link
	needs_interface 5 connect fe80::1 7779
	needs_interface 6 listen fe80::1 0
	needs_interface 6 listen -k fe80::1 0
	needs_interface 5 udp-send fe80::1 7779 --data x
	needs_interface 6 udp-recv fe80::1 0
	needs_interface 5 scan fe80::1 22
	needs_interface 5 scan --udp fe80::1 22-23
	needs_interface 124 wait '[fe80::1]:22' --timeout 100ms
	needs_interface 124 wait 'udp:[fe80::1]:22' --send x --timeout 100ms
}

@test "a link-local address with its interface is dialled and listened on" {
	on_a_link
	run -4 "${inside[@]}" genet connect fe80::1%v0 7779
	says "$output" 'genet wait' 'fe80::1%v0'
	run -124 "${inside[@]}" genet listen fe80::1%v0 0 --timeout 100ms
	run -4 "${inside[@]}" genet udp-send fe80::1%v0 7779 --data x
	says "$output" 'fe80::1%v0' 'connection refused'
}

@test "the hint of a refusal does not leave --interface out" {
	on_a_link
	run -4 "${inside[@]}" genet connect fe80::1 7779 --interface v0
	says "$output" 'connection refused' 'nothing listens on port 7779'
	run ! grep 'genet wait' <<<"$output"
}

@test "an interface that does not exist is named" {
	run -5 genet connect fe80::1%nosuch 7779
	says "$output" "no interface 'nosuch'"
	run -5 genet udp-send fe80::1%nosuch 7779 --data x
	says "$output" "no interface 'nosuch'"
	run -5 genet resolve fe80::1%nosuch
	says "$output" "no interface 'nosuch'"
	run -6 genet listen fe80::1%nosuch 0
	says "$output" "no interface 'nosuch'"
}
