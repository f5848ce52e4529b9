#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# genet doctor: who holds a port of this host. Each test is a set-up, most of them
# broken; the conclusion must name the true cause, and no other.

bats_require_minimum_version 1.5.0
load helpers
load doctor

# with_address: the network of the test has the address 10.0.0.1, too.
with_address() {
	network
	here ip address add 10.0.0.1/24 dev lo
}

# stop_it: stops the process that was started last.
stop_it() {
	kill -STOP "$pid"
	eventually is_stopped "$pid"
}

is_stopped() {
	[[ $(<"/proc/$1/stat") == *') T '* ]]
}

# ---- Nobody there

@test "nobody listens" {
	network
	finds holder-none 127.0.0.1 8080
	says "$text" 'no process of this host listens on the TCP port 8080'
	finds holder-none ::1 8080
}

@test "nobody listens, but somebody does so on a port nearby" {
	network
	serve 127.0.0.1 8081
	finds holder-none 127.0.0.1 8080
	says "$text" "near to it: genet (pid $pid) on 127.0.0.1:8081"
}

@test "nobody listens, but somebody does so on a port that ends alike" {
	network
	serve 127.0.0.1 8443
	finds holder-none 127.0.0.1 443
	says "$text" '127.0.0.1:8443'
}

@test "a socket is bound, and does not listen" {
	network
	start_ready peer bind 127.0.0.1 8080
	finds holder-none 127.0.0.1 8080
}

@test "nobody has the UDP port" {
	network
	finds holder-none udp:127.0.0.1:5353
}

@test "a UDP port that answers nothing is open, by its socket" {
	network
	hear 127.0.0.1 5353
	answers udp:127.0.0.1:5353
	says "$text" 'udp:127.0.0.1:5353 is open: a socket of this host has the port'
}

# ---- Somebody elsewhere

@test "the server has the loopback address only" {
	with_address
	serve 127.0.0.1 8080
	finds holder-other-address 10.0.0.1 8080
	says "$text" "genet (pid $pid) on 127.0.0.1:8080"
}

@test "the server has another address of this host" {
	with_address
	serve 10.0.0.1 8080
	finds holder-other-address 127.0.0.1 8080
}

@test "connections to unspecified addresses end at loopback, where no server is" {
	with_address
	here ip address add fd00::5/64 dev lo nodad
	serve 10.0.0.1 8080
	finds holder-other-address 0.0.0.0 8080
	finds holder-other-family :: 8080
	serve fd00::5 8081
	finds holder-other-address :: 8081
	answers 10.0.0.1 8080
}

@test "connections to unspecified addresses do not leave the host" {
	network
	here ip link add eth0 type veth peer name eth1 || skip 'cannot make veth'
	here ip address add fd00::5/64 dev eth0 nodad
	here ip link set eth0 up
	here ip link set eth1 up
	here ip -6 route add default via fd00::1
	finds holder-none :: 8080
	serve ::1 8080
	answers :: 8080
}

@test "the server is for IPv4 only" {
	network
	serve 127.0.0.1 8080
	finds holder-other-family ::1 8080
}

@test "the server is for IPv6 only" {
	network
	serve -6 8080
	finds holder-other-family 127.0.0.1 8080
}

@test "the server hears one interface only" {
	network
	here ip link add eth0 type veth peer name eth1 || skip 'cannot make veth'
	serve 8080 --interface eth0
	finds holder-other-interface 127.0.0.1 8080
	says "$text" 'eth0'
}

@test "the server is one of UDP" {
	network
	hear 127.0.0.1 8080
	finds holder-other-protocol 127.0.0.1 8080
	says "$text" 'only the UDP port' 'ask it by UDP: genet doctor udp:127.0.0.1:8080"'
}

@test "the server is one of TCP, and UDP was asked for" {
	network
	serve 127.0.0.1 8080
	finds holder-other-protocol udp:127.0.0.1:8080
	says "$text" 'only the TCP port' 'ask it by TCP: genet doctor tcp:127.0.0.1:8080"'
}

# ---- Somebody who does not answer

@test "the backlog is full" {
	network
	silent_port 127.0.0.1 8080
	finds holder-backlog-full 127.0.0.1 8080 --timeout 2s
	says "$text" '1 wait, and no more may (the backlog is 0)'
}

@test "the server is stopped" {
	network
	serve 127.0.0.1 8080
	stop_it
	finds holder-stopped 127.0.0.1 8080
	says "$text" "genet (pid $pid)" "kill -CONT $pid"
}

@test "the server is stopped, and its backlog is full" {
	network
	silent_port 127.0.0.1 8080
	stop_it
	finds holder-stopped 127.0.0.1 8080 --timeout 2s
}

@test "the server of UDP is stopped" {
	network
	hear 127.0.0.1 5353
	stop_it
	finds holder-stopped udp:127.0.0.1:5353 --timeout 2s
}

# A filter of the socket itself is as invisible as a firewall.
@test "what comes to the server is dropped on this host" {
	network
	start_ready python3 -c '
import ctypes, os, signal, socket, struct
s = socket.create_server(("127.0.0.1", 8080))
drop = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))
s.setsockopt(socket.SOL_SOCKET, 26,  # SO_ATTACH_FILTER
             struct.pack("HL", 1, ctypes.addressof(drop)))
os.write(3, b"ready\n")
signal.pause()
'
	finds way-firewall 127.0.0.1 8080 --timeout 2s
	says "$text" "python3 (pid $pid) listens" 'get no answer'
}

@test "the server closes no connections" {
	network
	start_ready python3 -c '
import os, socket
s = socket.create_server(("127.0.0.1", 8080))
for i in range(12):
    socket.create_connection(("127.0.0.1", 8080)).close()
held = [s.accept() for i in range(12)]
os.write(3, b"ready\n")
while True:
    s.accept()[0].close()
'
	doctor 8 127.0.0.1 8080
	is "$asides" holder-close-wait
	says "$text" '12 connections'
}

# ---- All is well

@test "a server on loopback, and one on all addresses" {
	with_address
	serve 8080
	answers 127.0.0.1 8080
	answers ::1 8080
	answers 10.0.0.1 8080
	says "$text" "genet (pid $pid) listens on TCP *:8080"
}

@test "a server on a host of IPv4 only" {
	network
	here ip address del ::1/128 dev lo
	serve -4 8080
	answers 127.0.0.1 8080
}

@test "a server on a host of IPv6 only" {
	network
	here ip address del 127.0.0.1/8 dev lo
	serve ::1 8080
	answers ::1 8080
}

@test "an ordinary user sees who holds the own port" {
	network
	as_nobody
	serve 127.0.0.1 8080
	answers 127.0.0.1 8080
	says "$text" "genet (pid $pid) listens on TCP 127.0.0.1:8080"
}

@test "an ordinary user does not see who holds a port of root, and that is said" {
	network
	serve 127.0.0.1 8080
	as_nobody
	answers 127.0.0.1 8080
	says "$text" 'a process of the user 0 that genet may not see' 'root would see'
	finds holder-none 127.0.0.1 8082
	says "$text" 'near to it'
}

@test "where a process is hidden, that it is stopped is not claimed" {
	network
	serve 127.0.0.1 8080
	stop_it
	as_nobody
	doctor 8 127.0.0.1 8080 --timeout 2s
	[[ $causes != *stopped* ]]
}

@test "with hidepid, there is no crash, and what is hidden is said" {
	network
	serve 127.0.0.1 8080
	as_nobody
	"${as_root[@]}" \
		mount -t proc -o hidepid=2 none /proc || skip 'cannot mount /proc'
	answers 127.0.0.1 8080
	says "$text" 'that genet may not see'
}

@test "without /proc and /sys, the holder is found, and its process is not" {
	needs_no_proc
	network
	serve 127.0.0.1 8080
	here mount -t tmpfs none /proc
	here mount -t tmpfs none /sys
	answers 127.0.0.1 8080
	says "$text" 'there is no /proc here'
	finds holder-none 127.0.0.1 8082
}

@test "what doctor prints is as the schema has it" {
	events_are_valid
}
