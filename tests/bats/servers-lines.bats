#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Programs for serial lines that people have, on a terminal that genet makes, and
# genet on theirs.
#
# shellcheck disable=SC2016 # for the shell of sh:

load helpers

# line_of TARGET: starts a relay from a new terminal, line.
line_of() {
	start genet relay pty:line "$1" 2>err
	genet=$pid
	eventually test -e line
}

# on_a_terminal ACTION... -- PROGRAM ARG...: runs it on a terminal, to its end; $shown is
# what the terminal has got.
on_a_terminal() {
	type -P "${program:?}" >/dev/null || skip "$program is not installed"
	peer-terminal "$@" >typescript || {
		cat typescript
		return 1
	}
	shown=$(<typescript)
}

# is_raw DEVICE: the terminal is in raw mode.
is_raw() {
	stty -F "$1" | grep -q '[-]icanon'
}

@test "picocom talks through a terminal, ends, and comes again" {
	program=picocom
	line_of 'sh:while read -r x; do echo "got $x"; done'
	for round in one two; do
		on_a_terminal start expect:'Terminal ready' \
			type:"$round"$'\n' expect:"got $round" \
			type:$'\x01\x18' ends:0 -- \
			picocom --noreset --baud 9600 --omap crlf --imap lfcrlf line
	done
	kill "$genet"
	genet_ends 143
	[[ ! -L line ]]
}

@test "picocom and genet talk to each other, each on its end of a cable" {
	program=picocom
	start genet relay pty:one pty:two 2>err
	eventually test -e two
	start genet relay tty:two,115200 'sh:read -r x; echo "heard $x"; cat'
	on_a_terminal start expect:'Terminal ready' type:$'hello\n' \
		expect:'heard hello' type:$'\x01\x11' ends:0 -- \
		picocom --baud 115200 --omap crlf one
}

@test "picocom finds a line that genet has in use" {
	program=picocom
	start genet relay pty:one pty:two 2>err
	eventually test -e two
	stty -F two sane
	start genet connect tty:two --no-stdin
	eventually is_raw two
	on_a_terminal start expect:FATAL ends:1 -- picocom two
}

@test "minicom talks through a terminal" {
	program=minicom
	line_of 'sh:while read -r x; do echo "got $x"; done'
	export HOME=$PWD TERM=vt100
	on_a_terminal columns:80 start expect:'Welcome to minicom' \
		type:$'hello\n' expect:'got hello' \
		type:$'\x01q' expect:'Leave' type:$'\n' ends:0 -- \
		minicom --device "$PWD/line" --baudrate 9600 --noinit --color=off
}

@test "stty sees and sets what genet has made" {
	line_of discard:
	run -0 stty -F line
	says "$output" '-icanon' '-echo'
	stty -F line 2400
	is "$(stty -F line speed)" 2400
}

@test "socat as the other end of a line" {
	program=socat
	type -P socat >/dev/null || skip 'socat is not installed'
	start socat pty,raw,echo=0,link=line system:'read x; echo "socat has $x"'
	eventually test -e line
	run -0 genet connect tty:line,9600 --until $'\n' <<<hello
	is "$output" 'socat has hello'
}
