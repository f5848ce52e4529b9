#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# doctor: Unix sockets, each broken in another way.
load helpers
load doctor

# outside COMMAND...: runs it in the network of this host.
outside() {
	local inside=()
	"$@"
}

@test "a listener of streams answers" {
	serves unix:socket waits
	answers unix:socket --timeout 3s
	says "$text" ") has the socket, a stream socket"
}

@test "a listener of messages answers" {
	start_ready peer listen-seqpacket unix socket recv-all
	answers unix-seqpacket:socket
}

@test "a receiver of datagrams answers" {
	start_ready peer datagrams unix socket
	answers unix:socket
}

@test "an abstract socket answers" {
	serves unix:@doctor waits
	answers unix:@doctor --timeout 3s
}

@test "a link to a socket answers" {
	serves unix:socket waits
	ln -s socket link
	answers unix:link --timeout 3s
}

@test "a rule forbids to connect" {
	network
	serves unix:socket waits
	forbids connect EPERM
	misses socket-fails unix:socket
	says "$text" 'cannot be connected to: not permitted' ') has the socket, a stream'
}

@test "no file" {
	misses socket-missing unix:nothing
	says "$text" 'there is no file nothing'
}

@test "no directory" {
	misses socket-missing unix:no/such/socket
	says "$(jq -r 'select(.event == "concluded") | .text' doctor.json)" \
		'there is no directory no, a part of no/such/socket'
}

@test "a file in place of a directory" {
	: >file
	misses socket-missing unix:file/socket
}

@test "a file that is no socket" {
	: >file
	misses socket-not-a-socket unix:file
}

@test "a link to nothing" {
	ln -s nothing link
	misses socket-link-dangling unix:link
}

@test "a directory that is a link to nothing" {
	ln -s nothing link
	misses socket-link-dangling unix:link/socket
}

@test "links in a circle" {
	ln -s one other
	ln -s other one
	misses socket-link-dangling unix:one
}

@test "the file of a listener that is gone" {
	serves unix:socket waits
	kill -KILL "$pid"
	eventually run -8 genet doctor unix:socket
	misses socket-stale unix:socket
}

@test "a socket that is bound and does not listen" {
	start_ready peer bind unix socket
	misses socket-not-listening unix:socket
}

@test "a socket of another type" {
	start_ready peer datagrams unix socket
	misses socket-other-type unix-seqpacket:socket
}

@test "a listener whose queue is full" {
	start_ready peer full unix socket
	: | genet unix connect socket --timeout 1s || true
	misses socket-backlog-full unix:socket
}

@test "a listener that is stopped" {
	serves unix:socket waits
	kill -STOP "$pid"
	misses socket-stopped unix:socket
	says "$text" '), which is stopped, has the socket'
	kill -CONT "$pid"
}

@test "a listener answers although one of its two processes is stopped" {
	start_ready python3 -c '
import ctypes, os, signal, socket
s = socket.socket(socket.AF_UNIX)
s.bind("socket")
s.listen()
if os.fork() > 0:
    signal.pause()
ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # when the parent ends
os.write(3, b"ready\n")
while True:
    s.accept()[0].recv(1024)
'
	kill -STOP "$pid"
	eventually grep -q 'stopped' "/proc/$pid/status"
	answers unix:socket --timeout 3s
	kill -CONT "$pid"
}

@test "an abstract name that no socket has" {
	apart
	misses socket-missing unix:@nothing
}

@test "an abstract name in another network" {
	network
	((EUID == 0)) || skip 'seeing other networks needs root'
	outside serves unix:@elsewhere.$$ waits
	misses socket-other-namespace "unix:@elsewhere.$$"
}

@test "a socket that this user may not write" {
	serves unix:socket waits
	chmod 600 socket
	network
	as_nobody
	misses socket-permission unix:/mnt/socket
	is "${text/join the group/}" "$text"
	says "$text" '"have the server make it with another mode: ls -l /mnt/socket'
}

@test "a socket that only another group may write" {
	serves unix:socket waits
	chmod 660 socket
	as_nobody
	misses socket-permission unix:/mnt/socket
	says "$text" '"join the group of the socket, or have the server'
}

@test "a directory that this user may not enter" {
	mkdir -m 700 closed
	serves unix:closed/socket waits
	network
	as_nobody
	misses socket-permission unix:/mnt/closed/socket
}

@test "what all these runs print is as the schema has it" {
	events_are_valid
}
