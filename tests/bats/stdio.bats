#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Standard streams in each state that a shell may leave them in.
load helpers

# with REDIRECTIONS STATUS connect|listen ACTION...: a session with these redirections
# by a shell ends so. Other standard streams are as in begin.
with() {
	local redirections=$1 status=$2 role=$3
	shift 3
	[[ $redirections != *'<&-'* ]] ||
		not_under_valgrind 'it opens something there'
	if [[ $role == connect ]]; then
		listening_peer "$@"
		start sh -c "exec genet connect -v 127.0.0.1 $port $redirections" \
			>got 2>err
		genet=$pid
	else
		start_ready sh -c "exec genet listen -v --ready-fd 3 127.0.0.1:0 \
			$redirections" >got 2>err
		genet=$pid
		start peer connect 127.0.0.1 "${ready##*:}" "$@" \
			>heard 2>peer.err </dev/null
		peer=$pid
	fi
	genet_ends "$status"
	peer_ends
}

# ---- Closed at the start: no byte goes to the wrong place

@test "connect: a closed standard input is empty" {
	with '<&-' 0 connect expect-end send:hi
	holds got hi
}

@test "listen: a closed standard input is empty" {
	with '<&-' 0 listen expect-silence:200 send:hi shut expect-end
	holds got hi
}

@test "connect: with a closed standard output the bytes are discarded" {
	with '>&-' 0 connect send:hi recv-all <<<ours
	holds heard $'ours\n'
}

@test "listen: with a closed standard output the bytes are discarded" {
	with '>&-' 0 listen send:hi shut recv-all <<<ours
	holds heard $'ours\n'
}

@test "connect: a closed standard error leaves the streams alone" {
	with '2>&-' 0 connect send:hi recv-all <<<ours
	holds heard $'ours\n'
	holds got hi
}

@test "listen: a closed standard error leaves the streams alone" {
	with '2>&-' 0 listen send:hi shut recv-all <<<ours
	holds heard $'ours\n'
	holds got hi
}

@test "connect: with all three closed the peer receives nothing" {
	with '<&- >&- 2>&-' 0 connect send:hi recv-all
	holds heard ''
}

@test "listen: with all three closed the client receives nothing" {
	with '<&- >&- 2>&-' 0 listen send:hi shut recv-all
	holds heard ''
}

@test "connect: --input and --output need no standard streams" {
	pattern 100000 >sent
	with '-i sent -o received <&- >&-' 0 connect \
		expect-pattern:100000 expect-end send-pattern:100000
	cmp sent received
}

# ---- Full, or closed on the way

@test "connect: a full disk is an error" {
	with '>/dev/full' 1 connect send:hi </dev/null
	says "$(<err)" 'no space left on device'
}

@test "listen: a full disk is an error" {
	with '>/dev/full' 1 listen send:hi </dev/null
	says "$(<err)" 'no space left on device'
}

@test "connect: a full disk is an error for --output as well" {
	with '--output /dev/full' 1 connect send:hi </dev/null
	says "$(<err)" /dev/full 'no space left on device'
}

@test "connect: | head -c1 ends it by SIGPIPE, quietly" {
	listening_peer send-pattern:8000000
	{ env --default-signal genet connect 127.0.0.1 "$port" 2>err \
		</dev/null || echo $? >status; } | head -c 1 >got
	is "$(<status)" 141
	holds err ''
}

@test "where SIGPIPE is ignored, a reader that is gone is an error" {
	listening_peer send-pattern:8000000
	{ env --ignore-signal=PIPE genet connect 127.0.0.1 "$port" 2>err \
		</dev/null || echo $? >status; } | head -c 1 >got
	is "$(<status)" 1
	says "$(<err)" 'cannot write the output: its reader has closed it'
	pipe gone
	exec {end}>gone
	close_pipe gone
	run -141 env --default-signal bash -c "genet help >&$end"
	run -1 env --ignore-signal=PIPE bash -c "genet help >&$end"
	says "$output" 'its reader has closed it'
}

@test "where SIGPIPE is ignored, help and version without a reader say so" {
	local words
	pipe gone
	exec {end}>gone
	close_pipe gone
	for words in --help -h --version 'listen --help' 'listen -h' 'unix -h' \
		'listen --version'; do
		run -1 env --ignore-signal=PIPE bash -c "genet $words >&$end"
		says "$output" 'its reader has closed it'
		run -141 env --default-signal bash -c "genet $words >&$end"
		is "$output" ''
	done
}

@test "listen: | head -c1 ends it by SIGPIPE, quietly" {
	in_the_foreground
	mkfifo got
	start head -c 1 got >first
	receiver listen
	start peer connect 127.0.0.1 "$port" send-pattern:8000000
	genet_ends 141
	holds err ''
}

reader_leaves_an_idle_session() {
	in_the_foreground
	mkfifo got
	pipe in
	start head -n 1 got >first
	begin "$1" -- $'send:hello\n' hold <in
	genet_ends 141
	holds first $'hello\n'
}

@test "connect: a reader that leaves while nothing moves ends the session" {
	reader_leaves_an_idle_session connect
}

@test "listen: a reader that leaves while nothing moves ends the session" {
	reader_leaves_an_idle_session listen
}

# ---- Of another kind

@test "connect: a directory as standard input is a clear error" {
	listening_peer hold
	run -1 genet connect 127.0.0.1 "$port" </
	says "$output" 'is a directory'
}

@test "connect: a directory as --input is a clear error" {
	listening_peer hold
	run -1 genet connect --input / 127.0.0.1 "$port"
	says "$output" 'is a directory'
}

@test "listen: a directory as --input is an error before there is a client" {
	run -1 --separate-stderr genet listen --input / --timeout 10s 127.0.0.1:0
	is "$stderr" "genet listen: cannot open '/': is a directory"
}

@test "connect: a standard output that is open for reading only is an error" {
	echo untouched >file
	with '>&0' 1 connect send:hi recv-all <file
	says "$(<err)" 'standard output'
}

@test "connect: a standard input that is open for writing only is an error" {
	listening_peer hold
	start sh -c "exec genet connect 127.0.0.1 $port 0>file" 2>err
	genet=$pid
	genet_ends 1
	says "$(<err)" 'standard input'
}

# Another process, here dd, may have left a pipe non-blocking.

@test "connect: a slow reader of a non-blocking standard output gets all" {
	listening_peer send-pattern:5000000
	{
		dd count=0 oflag=nonblock status=none </dev/null
		genet connect 127.0.0.1 "$port" </dev/null
	} | peer stdio pause:500 expect-pattern:5000000 expect-end send:whole >got
	holds got whole
}

@test "connect: genet does not spin at a non-blocking standard output with a slow reader" {
	needs_strace
	listening_peer send-pattern:5000000
	{
		dd count=0 oflag=nonblock status=none </dev/null
		strace -qq -o log genet connect 127.0.0.1 "$port" </dev/null
	} | peer stdio pause:500 expect-pattern:5000000
	(($(grep -c EAGAIN log) < 1000))
	(($(wc -l <log) < 10000))
}

@test "connect: a slow writer of a non-blocking standard input is read to its end" {
	listening_peer recv-all
	peer stdio pause:200 send:one pause:200 send:two | {
		dd count=0 iflag=nonblock status=none >/dev/null
		genet connect 127.0.0.1 "$port"
	}
	peer_ends
	holds heard onetwo
}

@test "connect: a slow reader gets all of it" {
	listening_peer send-pattern:20000000
	genet connect 127.0.0.1 "$port" </dev/null |
		peer stdio pause:500 expect-pattern:20000000 expect-end send:whole >got
	holds got whole
}

# ---- Files and terminals

@test "--input and --output take - for the standard streams" {
	converse 0 connect --input - --output - -- recv-all send:hello <<<hi
	holds heard $'hi\n'
	holds got hello
}

@test "--output empties a file that exists" {
	echo 'something that is longer than what comes' >file
	converse 0 connect --output file -- send:hello </dev/null
	holds file hello
}

@test "--data is sent instead of standard input" {
	converse 0 connect --data "a\r\n\t\0\x7e\\\\" -- recv-all <<<unsaid
	is "$(od -An -tx1 heard)" ' 61 0d 0a 09 00 7e 5c'
}

@test "--crlf sends LF as CRLF, and leaves CRLF alone" {
	printf 'one\ntwo\r\n\nthree' >file
	converse 0 connect --crlf -- recv-all <file
	holds heard $'one\r\ntwo\r\n\r\nthree'
}

@test "--crlf does not take a CRLF for LF where a read ends between them" {
	converse 0 connect --crlf -- recv-all \
		< <(peer stdio $'send:one\r' pause:200 $'send:\ntwo\n')
	holds heard $'one\r\ntwo\r\n'
}

@test "--crlf does not change what arrives" {
	converse 0 connect --crlf -- $'send:one\ntwo\n' </dev/null
	holds got $'one\ntwo\n'
}

# shown_on_a_terminal ARGUMENT...: runs genet connect; $shown is what the terminal has
# got.
shown_on_a_terminal() {
	pipe in
	start script --quiet --return --command "genet connect $*" typescript \
		<in >/dev/null
	genet=$pid
	genet_ends 0
	shown=$(<typescript)
}

@test "control bytes are escaped for a terminal" {
	listening_peer $'send:\e[31mred'
	shown_on_a_terminal "127.0.0.1 $port"
	says "$shown" '[31mred'
	run ! grep -q $'\e' typescript
}

@test "--raw leaves control bytes as they are on a terminal" {
	listening_peer $'send:\e[31mred'
	shown_on_a_terminal "--raw 127.0.0.1 $port"
	says "$shown" $'\e[31mred'
}
