#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Terminals, and a standard error that is not read.

load helpers

# on_a_terminal ACTION... -- PROGRAM ARG...: runs it on a terminal, to its end; $shown is
# what the terminal has got.
on_a_terminal() {
	peer-terminal "$@" >typescript || {
		cat typescript
		return 1
	}
	shown=$(<typescript)
}

# unread_listener OPTION...: starts a listener whose standard error is a pipe, $err,
# that is not read.
unread_listener() {
	pipe err
	start_ready genet listen --ready-fd 3 127.0.0.1:0 "$@" 2>&"$err"
	genet=$pid port=${ready##*:}
}

# ---- A reader that does not read

@test "standard error that nobody reads does not keep clients from being served" {
	unread_listener -k --discard -v
	run -0 peer-many turns 127.0.0.1 "$port" 1500
	run -0 peer connect 127.0.0.1 "$port" send:hello shut expect-end
}

@test "the first SIGTERM is obeyed while nobody reads standard error" {
	unread_listener -k --discard -v
	run -0 peer-many turns 127.0.0.1 "$port" 1500
	kill -TERM "$genet"
	genet_ends 143
}

@test "a log that nobody reads does not keep clients from being served" {
	pipe log
	start_ready genet listen --ready-fd 3 127.0.0.1:0 -k --discard -v \
		--log log
	genet=$pid port=${ready##*:}
	run -0 peer-many turns 127.0.0.1 "$port" 1500
	kill -TERM "$genet"
	genet_ends 143
}

@test "messages for which there was no room are counted when there is room" {
	unread_listener -k --discard -v
	run -0 peer-many turns 127.0.0.1 "$port" 1500
	head -c 60000 <&"$err" >/dev/null
	run -0 peer-many turns 127.0.0.1 "$port" 1
	run -0 sed -n '/dropped/ { p; q }' <&"$err"
	[[ $output =~ ^genet:\ [0-9]+\ messages?\ dropped:\ standard\ error\ was ]]
}

@test "messages for which there was no room are counted at the end" {
	unread_listener --discard -v --count-conns 1501
	run -0 peer-many turns 127.0.0.1 "$port" 1500
	head -c 60000 <&"$err" >/dev/null
	kill -TERM "$genet"
	genet_ends 143
	run -0 sed -n '/dropped/ { p; q }' <&"$err"
}

@test "an error waits for a reader, but not for long" {
	refusing_port 127.0.0.1
	pipe err
	head -c 65536 /dev/zero >&"$err"
	stopwatch run -4 genet connect 127.0.0.1 "$port" 2>&"$err"
	took_at_most 5000
}

@test "a pipe that other processes have, too, stays blocking" {
	pipe err
	run -2 genet connect 2>&"$err"
	flags=$(grep ^flags "/proc/self/fdinfo/$err")
	(((8#${flags##*[!0-9]} & 8#4000) == 0))
}

@test "a terminal that is stopped by Ctrl-S does not delay a listener" {
	mkfifo go on
	start_ready peer-terminal start expect:listening type:$'\x13' \
		read:go type:$'\x11' write:on expect:dropped read:go \
		signal:15 dies:15 \
		-- genet listen --ready-fd 3 127.0.0.1:0 -k --discard -v \
		>typescript
	terminal=$pid port=${ready##*:}
	run -0 peer-many turns 127.0.0.1 "$port" 100
	echo >go
	read -r <on
	run -0 peer-many turns 127.0.0.1 "$port" 1
	echo >go
	wait "$terminal"
}

# ---- Lines begin at the left

@test "a message does not share its line with ^C" {
	listening_peer hold
	on_a_terminal start expect:connected type:$'\x03' dies:2 \
		-- genet connect -v 127.0.0.1 "$port"
	says "$shown" $'^C\nclosed:' $'\ngenet connect: interrupted'
}

@test "Ctrl-C needs no line of its own where the terminal does not show it" {
	listening_peer hold
	on_a_terminal noecho start expect:connected type:$'\x03' dies:2 \
		-- genet connect -v 127.0.0.1 "$port"
	run ! says "$shown" '^C' $'\n\n'
}

@test "without -v nothing is said of Ctrl-C" {
	listening_peer send:x hold
	on_a_terminal start expect:x type:$'\x03' dies:2 \
		-- genet connect 127.0.0.1 "$port"
	run ! says "$shown" interrupted
}

@test "SIGTERM is told with -v" {
	receiver listen -v
	kill -TERM "$genet"
	genet_ends 143
	says "$(<err)" 'genet listen: asked to end (SIGTERM)'
}

@test "a message does not share its line with what was received" {
	listening_peer send:hi shut recv-all
	on_a_terminal start ends:8 \
		-- genet connect --no-stdin --expect foo 127.0.0.1 "$port"
	says "$shown" $'hi\ngenet connect: '
}

@test "text that was received without its last line end gets one on a terminal" {
	listening_peer send:hi shut recv-all
	on_a_terminal start ends:0 -- genet connect --no-stdin 127.0.0.1 "$port"
	holds typescript $'hi\n'
}

@test "with --raw the terminal gets what was received, and no more" {
	listening_peer send:hi shut recv-all
	on_a_terminal start ends:0 \
		-- genet connect --raw --no-stdin 127.0.0.1 "$port"
	holds typescript hi
}

@test "a line end that was received is not doubled" {
	listening_peer $'send:hi\n' shut recv-all
	on_a_terminal start ends:8 \
		-- genet connect --no-stdin --expect foo 127.0.0.1 "$port"
	says "$shown" $'hi\ngenet connect: '
}

@test "messages do not move because of data that goes to a file" {
	listening_peer send:hi shut recv-all
	on_a_terminal start ends:8 \
		-- genet connect --no-stdin --output file --expect foo \
		127.0.0.1 "$port"
	[[ $shown == 'genet connect: '* ]]
	holds file hi
}

# ---- Marks of direction

turn=$'\xe2\x80\xae' # U+202E, right to left

@test "marks of direction are escaped on a terminal" {
	listening_peer $'send:a\xe2\x80\xaeb\xe2\x81\xa6c\xe2\x80\x8fd\xd8\x9ce\n' shut
	on_a_terminal start ends:0 -- genet connect --no-stdin 127.0.0.1 "$port"
	is "$shown" 'a\xe2\x80\xaeb\xe2\x81\xa6c\xe2\x80\x8fd\xd8\x9ce'
}

@test "other characters are shown on a terminal as they are" {
	listening_peer $'send:\xe2\x80\x8a\xe2\x80\xaf\xd8\x9d\xe2\x82\xac\n' shut
	on_a_terminal start ends:0 -- genet connect --no-stdin 127.0.0.1 "$port"
	is "$shown" $'\xe2\x80\x8a\xe2\x80\xaf\xd8\x9d\xe2\x82\xac'
}

@test "marks of direction are escaped in messages" {
	run -2 genet connect localhost "80$turn"
	says "$output" '80\xe2\x80\xae'
}

@test "marks of direction are left alone in a pipe" {
	listening_peer "send:a${turn}b" shut
	run -0 genet connect --no-stdin 127.0.0.1 "$port"
	is "$output" "a${turn}b"
}

# ---- The width of a terminal

# fits COLUMNS: no line is longer, unless it is a single word.
fits() {
	# shellcheck disable=SC2016 # it is awk's
	run -0 awk -v most="$1" 'length > most && $0 ~ /[^ ] +[^ ]/' typescript
	is "$output" ''
}

@test "messages are wrapped at the width of the terminal" {
	listening_peer $'send:hi\n' shut recv-all
	on_a_terminal columns:40 start ends:0 \
		-- genet connect -vvv --no-stdin 127.0.0.1 "$port"
	fits 40
	says "$shown" $'\n         # ' $'\n           '
}

@test "errors and hints are wrapped at the width of the terminal" {
	refusing_port 127.0.0.1
	on_a_terminal columns:40 start ends:4 -- genet connect 127.0.0.1 "$port"
	fits 40
	says "$shown" '  hint: ' $'\n        '
}

@test "messages in a pipe are not wrapped" {
	listening_peer send:hi shut recv-all
	run -0 genet connect -vvv --no-stdin 127.0.0.1 "$port"
	says "$output" 'the peer will read an end of file'
}

# ---- Background and foreground

needs_job_control() {
	not_under_valgrind 'it discards SIGTSTP, which would stop genet'
}

@test "what is typed for the shell is not read by a chat in the background" {
	needs_job_control
	listening_peer send:hello recv-all
	on_a_terminal start expect:hello type:$'\x1a' stops bg \
		type:$'for the shell\n' pause:300 shell-reads:$'for the shell\n' \
		runs fg type:$'for the peer\n' type:$'\x04' ends:0 \
		-- genet connect 127.0.0.1 "$port"
	peer_ends
	holds heard $'for the peer\n'
}

@test "a chat in the background shows what the peer says" {
	needs_job_control
	mkfifo go
	listening_peer send:hello recv:1 send:ok read:go send:again recv-all
	on_a_terminal start expect:hello type:$'\n' expect:ok type:$'\x1a' stops bg \
		type:$'x\n' write:go expect:again shell-reads:$'x\n' runs fg \
		type:$'bye\n\x04' ends:0 -- genet connect 127.0.0.1 "$port"
	peer_ends
	holds heard $'\nbye\n'
}

@test "the peer's end ends a chat that is in the background" {
	needs_job_control
	mkfifo go
	listening_peer send:hello recv:1 send:ok read:go shut expect-end
	on_a_terminal start expect:hello type:$'\n' expect:ok type:$'\x1a' stops bg \
		type:$'x\n' write:go ends:0 -- genet connect 127.0.0.1 "$port"
	peer_ends
}

@test "the peer is heard after Ctrl-Z, bg and fg, while nothing is typed" {
	needs_job_control
	mkfifo go
	for _ in 1 2 3 4 5; do
		listening_peer send:hello recv:1 send:ok read:go send:again shut recv-all
		on_a_terminal start expect:hello type:$'\n' expect:ok type:$'\x1a' \
			stops bg type:$'x\n' shell-reads:$'x\n' fg write:go \
			expect:again ends:0 -- genet connect 127.0.0.1 "$port"
		peer_ends
	done
}

@test "a chat that was stopped goes on in the foreground" {
	needs_job_control
	listening_peer send:hello recv:2 send:again recv-all
	on_a_terminal start expect:hello type:$'\x1a' stops fg-stopped \
		type:$'x\n' expect:again type:$'\x04' ends:0 \
		-- genet connect 127.0.0.1 "$port"
	peer_ends
	holds heard $'x\n'
}

@test "help is wrapped at the width of the terminal" {
	local command
	for command in connect 'unix recv'; do
		# shellcheck disable=SC2086 # two words
		on_a_terminal columns:40 start ends:0 -- genet $command --help
		says "$shown" Usage:
		fits 40
	done
	on_a_terminal columns:40 start ends:0 -- genet help
	says "$shown" Usage:
	fits 40
}

@test "on a narrow terminal the text of an option is indented below its name" {
	on_a_terminal columns:40 start ends:0 -- genet connect -h
	says "$shown" $'\n      --data TEXT' $'\n          send TEXT; '
}

@test "the story of pair-demo is wrapped at the width of the terminal" {
	on_a_terminal columns:40 start ends:0 -- genet pair-demo --count 2
	fits 40
	says "$shown" $'\n                    to each other'
}

@test "the addresses of resolve are wrapped at the width of the terminal" {
	refusing_port 127.0.0.1
	on_a_terminal columns:40 start ends:4 \
		-- genet resolve --connect 127.0.0.1 "$port"
	fits 40
	says "$shown" '  1  127.0.0.1:' $'\n     connection refused in '
}

# ---- Somebody who sits there

@test "connect: a line says when the connection is there" {
	listening_peer recv-all
	on_a_terminal start expect:'connected to' type:$'\x04' ends:0 \
		-- genet connect 127.0.0.1 "$port"
	says "$shown" "connected to 127.0.0.1:$port (Ctrl-D: end of input, "
}

@test "listen: a line says when the connection is there" {
	start_ready peer-terminal start expect:'connection from 127.0.0.1:' \
		type:$'\x04' ends:0 -- genet listen --ready-fd 3 127.0.0.1:0 \
		>typescript
	terminal=$pid
	run -0 peer connect 127.0.0.1 "${ready##*:}" shut expect-end
	wait "$terminal"
}

@test "in the background no keys are named for the connection" {
	needs_job_control
	mkfifo listens stopped ran
	start_ready peer-terminal start read:listens type:$'\x1a' stops bg \
		write:stopped expect:'connection from 127.0.0.1:' runs fg \
		type:$'\x04' write:ran ends:0 \
		-- genet listen --ready-fd 3 127.0.0.1:0 >typescript
	terminal=$pid
	echo >listens
	read -r <stopped
	exec {client}<>"/dev/tcp/127.0.0.1/${ready##*:}"
	read -r <ran
	exec {client}>&-
	wait "$terminal"
	run ! grep -q Ctrl- typescript
}

# stopped_by_tostop SHOWN OPTION...: genet in the background is stopped when it writes,
# and has shown SHOWN before.
stopped_by_tostop() {
	rm -f listens stopped
	mkfifo listens stopped
	start_ready peer-terminal tostop start read:listens type:$'\x1a' stops bg \
		write:stopped stops fg-stopped expect:"$1" expect:hello \
		type:$'bye\n\x04' ends:0 \
		-- genet listen --ready-fd 3 127.0.0.1:0 "${@:2}" >typescript
	terminal=$pid
	echo >listens
	read -r <stopped
	run -0 peer connect 127.0.0.1 "${ready##*:}" send:hello recv-all
	is "$output" bye
	wait "$terminal"
}

@test "a terminal with tostop stops genet in the background until fg" {
	needs_job_control
	stopped_by_tostop '' --quiet
	stopped_by_tostop 'connection from 127.0.0.1:'
}

@test "a terminal that cannot be opened again is read and written all the same" {
	needs_strace
	listening_peer send:hello recv-all
	# shellcheck disable=SC2016 # the inner shell's
	on_a_terminal start expect:'connected to' expect:hello type:$'bye\n\x04' \
		ends:0 -- bash -c 'exec strace -qq -o log -P /proc/self/fd/0 \
			-P /proc/self/fd/1 -P /proc/self/fd/2 -P "$(tty)" \
			-e "trace=?open,openat" \
			-e "inject=?open,openat:error=EACCES" "$@"' \
		bash genet connect 127.0.0.1 "$port"
	peer_ends
	holds heard $'bye\n'
	is "$(grep -c INJECTED log)" 3 # standard input, output and error
}

@test "with -v one line says that the connection is there" {
	listening_peer shut recv-all
	on_a_terminal start ends:0 -- genet connect -v 127.0.0.1 "$port"
	is "$(grep -c '^connected to' typescript)" 1
	run ! says "$shown" Ctrl-D
}

@test "nothing is said of the connection where nobody types" {
	listening_peer shut recv-all
	on_a_terminal start ends:0 -- genet connect --data x 127.0.0.1 "$port"
	is "$shown" ''
	peer_ends
	holds heard x
	listening_peer shut recv-all
	on_a_terminal start ends:0 -- genet connect --quiet 127.0.0.1 "$port"
	is "$shown" ''
	listening_peer shut recv-all
	run -0 genet connect 127.0.0.1 "$port"
	is "$output" ''
}
