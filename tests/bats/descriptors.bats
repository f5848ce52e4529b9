#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Flags of descriptors, descriptors in children, and sessions that have nothing to do
# and therefore make no system calls.
load helpers

NONBLOCK=04000 CLOEXEC=02000000

# session connect|listen: begins a session, $genet, with pipes as standard input and
# output; its peer has said hello.
session() {
	pipe in
	pipe got
	begin "$1" -- $'send:hello\n' hold <in
	expect_line "$got" hello
}

# flags FD: prints the flags of that descriptor of $genet.
flags() {
	awk '/^flags:/ { print $2 }' "/proc/$genet/fdinfo/$1"
}

blocking_standard_streams() {
	in_the_foreground
	session "$1"
	for fd in 0 1 2; do
		is $(($(flags $fd) & NONBLOCK)) 0
	done
}

@test "connect: the standard streams are left blocking" {
	blocking_standard_streams connect
}

@test "listen: the standard streams are left blocking" {
	blocking_standard_streams listen
}

FLAG_CALLS=fcntl,ioctl

never_touches_the_flags() {
	needs_strace
	under=(strace -qq -o log -e "trace=$FLAG_CALLS")
	converse 0 "$1" -- echo < <(pattern 1000000)
	run ! grep -E '^(fcntl\([012], F_SETFL|ioctl\([012], FIONBIO)' log
}

@test "connect and listen: the flags of the standard streams are never changed" {
	never_touches_the_flags connect
	never_touches_the_flags listen
}

# for_no_child: all descriptors above 2 of $genet are close-on-exec.
for_no_child() {
	local fd has
	not_under_valgrind 'it has some of its own'
	for fd in "/proc/$genet/fd"/*; do
		fd=${fd##*/}
		# It may have been closed meanwhile.
		has=$(flags "$fd" 2>/dev/null) || continue
		((fd <= 2 || has & CLOEXEC)) || {
			echo "descriptor $fd"
			return 1
		}
	done
}

@test "the number of a standard stream is never free for another thread" {
	needs_strace
	under=(strace -f -qq -o log -e "trace=close,dup2,dup3")
	converse 0 connect -- send:hello
	holds got hello
	grep -q 'dup[23](.*, 1' log
	run ! grep 'close(1)' log
}

@test "connect: nothing above 2 would leak into a child" {
	session connect
	for_no_child
}

@test "listen: nothing above 2 would leak into a child" {
	session listen
	for_no_child
}

@test "listen: nothing above 2 would leak into a child before it accepts" {
	mkfifo announced
	start sh -c 'exec genet listen --ready-fd 3 0 3>announced'
	genet=$pid
	says "$(<announced)" : # at its end, 3 is closed
	for_no_child
}

@test "listen: an inherited socket does not leak into a child" {
	pipe err
	start_ready peer fd3 127.0.0.1 0 genet listen -v fd:3 2>err
	genet=$pid
	read -r -u "$err"
	for_no_child
}

OPENING_CALLS=open,openat,creat,socket,accept,accept4,pipe,pipe2,eventfd2

@test "descriptors are closed for children from their birth" {
	needs_strace
	under=(strace -f -qq -o log -e "trace=$OPENING_CALLS")
	converse 0 connect --output got2 -- send:hi </dev/null
	grep -q 'socket(.*SOCK_CLOEXEC' log
	run ! grep -vE 'CLOEXEC|= -1 |"/proc/self/' log
}

# quiet_for_a_second: in a second, $genet makes no system call but the one in which it
# waits. It gets three attempts, as something may just be under way.
quiet_for_a_second() {
	local attempt
	for attempt in 1 2 3; do
		run timeout 1 strace -f -qq -o log -p "$genet"
		[[ $output != *'not permitted'* ]] || skip 'strace cannot attach'
		is "$status" 124
		(($(wc -l <log) > 1)) || return 0
	done
	head -n 20 log
	return 1
}

@test "a listener that waits makes no system calls" {
	needs_strace
	address=0 receiver listen
	quiet_for_a_second
}

@test "connect: an idle session makes no system calls" {
	needs_strace
	session connect
	quiet_for_a_second
}

@test "listen: an idle session makes no system calls" {
	needs_strace
	session listen
	quiet_for_a_second
}

@test "a session that waits for the peer's end makes no system calls" {
	needs_strace
	pipe got
	begin connect -- recv-all $'send:hello\n' hold <<<hi
	expect_line "$got" hello
	quiet_for_a_second
}

@test "a session whose peer has half-closed makes no system calls" {
	needs_strace
	pipe in
	pipe got
	echo hi >&"$in"
	begin connect -- recv:3 $'send:hello\n' shut hold <in
	expect_line "$got" hello
	quiet_for_a_second
}

@test "a session whose peer does not read a file makes no system calls" {
	needs_strace
	pattern 50000000 >file
	begin connect -- hold <file
	quiet_for_a_second
}

@test "a session whose peer does not read a pipe that has ended makes no system calls" {
	needs_strace
	pipe in
	start peer stdio fill:300 >in
	filler=$pid
	begin connect -- hold <in
	wait "$filler"
	close_pipe in
	quiet_for_a_second
}

@test "a session whose output nobody reads makes no system calls" {
	needs_strace
	pipe got
	begin connect -- send-pattern:300000 close </dev/null
	peer_ends
	quiet_for_a_second
}
