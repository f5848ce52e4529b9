#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Signals: which of them end genet, and what the others do.
load helpers

# Only the parent learns how a process has died.
in_the_foreground

# listening: starts a listener, $genet, on $port.
listening() {
	receiver listen
}

# connected ROLE: begins a session, $genet, whose peer has said hello.
connected() {
	pipe got
	pipe in
	begin "$1" -- $'send:hello\n' hold <in
	expect_line "$got" hello
}

# dies_of SIGNAL: $genet dies of the signal, and prints nothing.
dies_of() {
	kill -s "$1" "$genet"
	genet_ends $((128 + $(kill -l "$1")))
	holds err ''
}

@test "SIGTERM, SIGINT and SIGHUP end a waiting listener" {
	local signal
	for signal in TERM INT HUP; do
		listening
		dies_of "$signal"
	done
}

@test "connect: SIGTERM ends a session" {
	connected connect
	dies_of TERM
}

@test "listen: SIGTERM ends a session" {
	connected listen
	dies_of TERM
}

@test "connect: SIGINT ends a session" {
	connected connect
	dies_of INT
}

@test "listen: SIGINT ends a session" {
	connected listen
	dies_of INT
}

@test "SIGTERM ends an attempt to connect" {
	silent_port 127.0.0.1 0
	pipe err
	start genet connect -vv 127.0.0.1 "$port" 2>err
	genet=$pid
	next_line "$err"
	says "$line" 'try 1'
	kill "$genet"
	genet_ends 143
}

@test "SIGTERM ends a lookup" {
	network
	names dns
	echo 'options timeout:30' >>etc/resolv.conf
	pipe asked
	start_ready peer datagrams 127.0.0.53 53 >asked
	start genet connect nobody.test 80 2>err
	genet=$pid
	read -r -t "$(with_slack 20)" -N 1 -u "$asked"
	dies_of TERM
}

@test "genet dies by the signal, and does not exit with its number" {
	needs_strace
	start_ready strace -o log -e trace=none \
		genet listen --ready-fd 3 127.0.0.1:0
	genet=$pid
	pkill -TERM --parent "$genet"
	genet_ends 143
	is "$(tail -n 1 log)" '+++ killed by SIGTERM +++'
}

@test "no other process of the group gets the signal" {
	start_ready setsid sh -c '
		peer stdio hold 3>&- &
		echo $! >sibling
		exec genet listen --ready-fd 3 127.0.0.1:0' </dev/null
	started+=("$(<sibling)")
	genet=$pid
	kill "$genet"
	genet_ends 143
	kill -0 "$(<sibling)"
}

@test "a signal that was ignored at the start stays ignored" {
	start_ready env --ignore-signal=HUP genet listen --ready-fd 3 \
		127.0.0.1:0 </dev/null >got
	genet=$pid
	kill -HUP "$genet"
	peer connect 127.0.0.1 "${ready##*:}" send:hello
	genet_ends 0
	holds got hello
}

@test "the end of a program is noticed where SIGCHLD was blocked at the start" {
	run -3 timeout 20 python3 -c '
import os, signal
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
os.execvp("genet", ["genet", "listen", "127.0.0.1:0", "--quiet", "--during",
    "--", "sh", "-c", "exit 3"])'
}

# storm SIGNAL...: sends the signals again and again during a transfer of 32 MiB, which
# pauses in the middle, until the peer has all of it. The input ends after that: a leak
# checker traces genet when it ends, and SIGCONT would make it wait for ever.
storm() {
	local size=33554432 part=1048576
	pipe in
	start peer stdio "send-pattern:$size" >in
	begin connect -- "recv:$part" pause:500 "recv:$((size - part))" send:whole \
		recv-all <in
	while [[ ! -s got ]] && kill -0 "$genet"; do
		for signal; do
			kill -s "$signal" "$genet" || :
		done
	done
	close_pipe in
	genet_ends 0
	peer_ends
	holds got whole
	cmp heard <(pattern "$size")
}

@test "a transfer that is stopped and continued again and again is whole" {
	storm STOP CONT
}

@test "a transfer during a storm of SIGWINCH is whole" {
	storm WINCH
}

@test "SIGUSR1 prints a line of progress, and the session goes on" {
	pipe in
	pipe got
	pipe err
	begin connect -- $'send:hello\n' recv-all send:bye <in
	expect_line "$got" hello
	kill -USR1 "$genet"
	next_line "$err"
	says "$line" '6 B'
	close_pipe in
	genet_ends 0
}

# progress TEXT...: after SIGUSR1 a line on $err has the text.
progress() {
	kill -USR1 "$genet"
	next_line "$err"
	says "$line" "$@"
}

@test "SIGUSR1 prints what datagrams have come, and the run goes on" {
	pipe err
	pipe got
	in_the_foreground
	receiver udp-recv --count 2 --format lines
	progress 'progress: no datagrams, 0 B received'
	genet udp-send --data hello 127.0.0.1 "$port"
	expect_line "$got" hello
	progress 'progress: 1 of 2 datagrams, 5 B received'
	genet udp-send --data hello 127.0.0.1 "$port"
	genet_ends 0
}

@test "SIGUSR1 prints what datagrams were sent, and the run goes on" {
	pipe in
	pipe err
	start_ready peer-udp bind 127.0.0.1 0 recv:1 >heard
	peer=$pid
	start genet udp-send --lines 127.0.0.1 "${ready##* }" <in 2>err
	genet=$pid
	echo hello >&"$in"
	peer_ends
	progress 'progress: 1 datagram, 5 B sent'
	close_pipe in
	genet_ends 0
}

@test "SIGUSR1 prints where a listener waits for a client, and the wait goes on" {
	pipe err
	in_the_foreground
	receiver listen
	progress "waiting for a client at 127.0.0.1:$port"
	peer connect 127.0.0.1 "$port" send:hello
	genet_ends 0
	receiver listen --count-conns 2
	progress 'progress: 0 connections now, 0 in all'
	peer connect 127.0.0.1 "$port" send:hello
	peer connect 127.0.0.1 "$port" send:hello
	genet_ends 0
}

@test "SIGUSR1 prints how far connecting has come, and that goes on" {
	silent_port 127.0.0.1 0
	pipe err
	start genet connect -vv 127.0.0.1 "$port" 2>err
	genet=$pid
	next_line "$err"
	says "$line" 'try 1'
	progress "connecting to 127.0.0.1:$port: try 1, address 127.0.0.1:$port"
	kill "$genet"
	genet_ends 143
}

@test "SIGUSR1 between two tries prints why the first has failed" {
	refusing_port 127.0.0.1
	pipe err
	start genet connect -v --retry 1 --retry-delay 1h 127.0.0.1 "$port" 2>err
	genet=$pid
	next_line "$err"
	says "$line" 'trying again in 1 h'
	progress 'connection refused; try 2 in '
	kill "$genet"
	genet_ends 143
}

@test "SIGUSR1 prints what wait still waits for, and why" {
	refusing_port 127.0.0.1
	pipe err
	start genet wait -v "127.0.0.1:$port" file:missing 2>err
	genet=$pid
	next_line "$err"
	next_line "$err"
	progress "waiting for 2 of 2: 127.0.0.1:$port (connection refused)," \
		'file:missing (no such file or directory)'
	kill "$genet"
	genet_ends 143
}

@test "SIGUSR1 prints how many ports a scan knows" {
	silent_port 127.0.0.1 0
	local silent=$port
	refusing_port 127.0.0.1
	start genet scan -vvv --connect-timeout 1h 127.0.0.1 \
		"$silent,$port" 2>trace
	genet=$pid
	eventually grep -q ECONNREFUSED trace
	kill -USR1 "$genet"
	eventually grep -q 'progress: 1 of 2 ports of 127.0.0.1 are known' trace
	kill "$genet"
	genet_ends 143
}

@test "SIGUSR1 to a waiting listener does not end it" {
	listening
	kill -USR1 "$genet"
	peer connect 127.0.0.1 "$port" send:hello
	genet_ends 0
	holds got hello
}
