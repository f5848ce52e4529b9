#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# How much memory a listener uses for its clients.
load helpers

# peak: prints the most memory that $genet has had, in KiB.
peak() {
	memory VmHWM
}

# until_says WORDS: waits until genet prints them.
until_says() {
	eventually grep "$1" err
}

# has_got N: got has N bytes.
has_got() {
	is "$(stat -c %s -L got)" "$1"
}

# has_programs N: $genet has N children.
has_programs() {
	is "$(pgrep -c -P "$genet")" "$1"
}


# ---- Lines that clients have begun

@test "begun lines stay below --max-memory, and other clients are served" {
	pipe go
	head -c 1000000 /dev/zero | tr '\0' x >long
	keep_open --format lines --max-memory 8M
	for _ in {1..12}; do
		start bash -c "exec cat long go >/dev/tcp/127.0.0.1/$port"
	done
	until_says 'dropped: more than 8.00 MiB is kept for clients'
	peer connect 127.0.0.1 "$port" $'send:hello\n' shut expect-end
	eventually grep -x hello got
	says "$(<err)" 'connection from 127.0.0.1:' dropped
	before=$(peak)
	! memory_counts || ((before < 20000))
}

@test "a line of a client that is dropped is written as far as it came" {
	pipe go
	head -c 1000000 /dev/zero | tr '\0' x >long
	keep_open --format lines --max-memory 8M --count-conns 12 -v
	for _ in {1..12}; do
		start bash -c "exec cat long go >/dev/tcp/127.0.0.1/$port"
	done
	until_says '^connection 12 from'
	until_says 'more than .* is kept for clients'
	kill "${started[@]}"
	genet_ends 0
	is "$(grep -cv '^x*$' got)" 0
	is "$(grep -c '^x' got)" 12
}

@test "without --max-memory the same clients are all served" {
	head -c 1000000 /dev/zero | tr '\0' x >long
	keep_open --format lines --count-conns 12
	for _ in {1..12}; do
		start bash -c "exec cat long >/dev/tcp/127.0.0.1/$port"
	done
	genet_ends 0
	is "$(wc -c <got)" 12000012
	run ! grep dropped err
}

@test "the echo of clients that do not read stays below --max-memory" {
	keep_open --echo --max-memory 8M --send-buffer 4K
	for _ in {1..160}; do
		start peer connect 127.0.0.1 "$port" fill:200 hold
	done
	until_says 'more than .* is kept for clients'
	run -0 peer-many echo 127.0.0.1 "$port" 1 100000
	before=$(peak)
	! memory_counts || ((before < 20000))
}

# ---- What all are sent

@test "what all clients are sent is kept once" {
	pipe in
	keep_open --send-buffer 4K <in
	for _ in {1..40}; do
		start peer connect 127.0.0.1 "$port" send:x hold
	done
	eventually has_got 40
	start peer connect 127.0.0.1 "$port" send:x expect-pattern:900000
	fast=$pid
	eventually has_got 41
	pattern 900000 >&"$in"
	wait "$fast"
	run ! grep dropped err
	before=$(peak)
	! memory_counts || ((before < 12000))
}

@test "a slow client gets all that is sent, and so does one that comes later" {
	in_the_foreground
	pipe in
	pipe slow
	keep_open --send-buffer 4K <in
	start bash -c "exec 4<>/dev/tcp/127.0.0.1/$port; printf x >&4
		cat slow; exec cat <&4 >all"
	all=$pid
	eventually has_got 1
	start peer connect 127.0.0.1 "$port" send:x expect-pattern:900000
	fast=$pid
	eventually has_got 2
	pattern 900000 >&"$in"
	wait "$fast"
	start peer connect 127.0.0.1 "$port" send:x recv:4
	eventually has_got 3
	close_pipe slow
	echo end >&"$in"
	close_pipe in
	wait "$all"
	run -0 cmp all <(pattern 900000; echo end)
}

@test "one slow client alone is not too slow for a long input" {
	pattern 3000000 >in
	keep_open --send-buffer 4K --input "$PWD/in"
	run -0 peer connect 127.0.0.1 "$port" pause:100 expect-pattern:3000000 \
		shut expect-end
	run ! grep dropped err
}

@test "what all clients are sent comes in order with the echo" {
	pipe in
	keep_open --echo --input "$PWD/in"
	start bash -c "exec 4<>/dev/tcp/127.0.0.1/$port; echo first >&4
		read -r line <&4; echo \"\$line\" >one; exec cat <&4 >rest"
	eventually holds one $'first\n'
	echo second >&"$in"
	eventually holds rest $'second\n'
}

@test "with --seqpacket a long input is cut into messages of 64 KiB" {
	pattern 600000 >in
	address=./socket receiver 'unix listen' -k --seqpacket --input "$PWD/in"
	run -0 peer connect-seqpacket unix ./socket pause:100 messages:10
	is "$output" "$(printf '65536\n%.0s' {1..9})"$'\n10176'
}

# ---- The option

@test "--max-memory is at least 8 MiB" {
	run -2 genet listen -k --max-memory 1M 127.0.0.1:0
	says "$output" '--max-memory must be at least 8MiB'
}

@test "watched programs are as many as their buffers have room" {
	keep_open --max-memory 8M -w 100s --sh 'echo hello; exec cat'
	for _ in {1..16}; do
		start peer connect 127.0.0.1 "$port" recv:6 hold >/dev/null
	done
	eventually has_programs 16
	peer connect 127.0.0.1 "$port" expect-silence:200
	has_programs 16
}
