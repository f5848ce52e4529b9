#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Bytes of a peer cannot control a terminal, and reach a file unchanged.
load helpers
load screen

# Sequences that set the title, clear the screen and move the cursor.
EVIL=$'\e]0;pwned\a\e[2Jevil'
SHOWN='\x1b]0;pwned\x07\x1b[2Jevil'

# on_a_terminal COMMAND...: runs it; $shown is what the terminal has got.
on_a_terminal() {
	peer-terminal start ends:0 -- "$@" >typescript || {
		cat typescript
		return 1
	}
	shown=$(<typescript)
}

# shows BYTES SHOWN [OPTION...]: when a peer sends BYTES, the terminal gets SHOWN.
shows() {
	listening_peer "send:$1" shut recv-all
	on_a_terminal genet connect --no-stdin "${@:3}" 127.0.0.1 "$port"
	is "$shown" "$2"
}

@test "a peer can neither set the title nor move the cursor, nor clear the screen" {
	listening_peer "send:one$EVIL" hold
	open_screen 60 genet connect --no-stdin 127.0.0.1 "$port"
	eventually screen_has '^one'
	eventually screen_has 'evil$'
	is "$(screen_text)" "one$SHOWN"
	is "$(on_screen display-message -p '#{cursor_y}')" 0
	[[ $(on_screen display-message -p '#{pane_title}') != *pwned* ]]
}

@test "with --raw the same bytes do all of that" {
	listening_peer "send:one$EVIL" hold
	open_screen 60 genet connect --raw --no-stdin 127.0.0.1 "$port"
	eventually screen_has evil
	run ! screen_has one
	is "$(on_screen display-message -p '#{pane_title}')" pwned
}

@test "the same bytes reach a file, a pipe, and a program unchanged" {
	listening_peer "send:$EVIL" shut recv-all
	genet connect --no-stdin 127.0.0.1 "$port" >file
	holds file "$EVIL"
	listening_peer "send:$EVIL" shut recv-all
	genet connect --no-stdin 127.0.0.1 "$port" | cat >file
	holds file "$EVIL"
	listening_peer "send:$EVIL" shut recv-all
	genet connect --no-stdin --output file 127.0.0.1 "$port"
	holds file "$EVIL"
	listening_peer "send:$EVIL" shut recv-all
	genet connect --sh 'cat >&2' 127.0.0.1 "$port" 2>file
	holds file "$EVIL"
}

@test "a terminal as --output is one" {
	listening_peer "send:$EVIL" shut recv-all
	on_a_terminal genet connect --no-stdin --output /dev/tty 127.0.0.1 "$port"
	is "$shown" "$SHOWN"
}

@test "C1 controls are escaped, as bytes and as UTF-8" {
	shows $'a\x9b2Jb\xc2\x9b2Jc\xc2\x80\xc2\x9fd' \
		'a\x9b2Jb\xc2\x9b2Jc\xc2\x80\xc2\x9fd'
}

@test "backspace, carriage return and DEL are escaped" {
	shows $'good\b\b\b\bbad\rworse\x7f' 'good\x08\x08\x08\x08bad\x0dworse\x7f'
}

@test "tabs and line ends of both kinds are not escaped" {
	shows $'a\tb\nc\r\nd' $'a\tb\nc\nd'
}

@test "marks of direction are escaped" {
	shows $'a\xe2\x80\xaeb\xe2\x80\x8fc\xe2\x81\xa6d' \
		'a\xe2\x80\xaeb\xe2\x80\x8fc\xe2\x81\xa6d'
}

@test "a sequence that comes in pieces is escaped" {
	listening_peer $'send:a\e' pause:100 'send:[2Jb' pause:100 $'send:\xc2' \
		pause:100 $'send:\x9bc' pause:100 $'send:\xe2\x80' pause:100 \
		$'send:\xaed' shut recv-all
	on_a_terminal genet connect --no-stdin 127.0.0.1 "$port"
	is "$shown" 'a\x1b[2Jb\xc2\x9bc\xe2\x80\xaed'
}

@test "a character that comes in pieces is shown" {
	listening_peer $'send:\xe2' pause:100 $'send:\x82' pause:100 $'send:\xac!' \
		shut recv-all
	on_a_terminal genet connect --no-stdin 127.0.0.1 "$port"
	is "$shown" $'\xe2\x82\xac!'
}

@test "a carriage return and a line feed in pieces are a line end" {
	listening_peer $'send:a\r' pause:100 $'send:\nb\r' pause:100 send:c shut recv-all
	on_a_terminal genet connect --no-stdin 127.0.0.1 "$port"
	is "$shown" $'a\nb\\x0dc'
}

@test "--crlf and --telnet make no difference" {
	shows "$EVIL" "$SHOWN" --crlf
	shows $'\xff\xfb\x01'"$EVIL" '\xff\xfb\x01'"$SHOWN" --telnet
}

# several_clients OPTION...: two clients send sequences to a listener on a terminal.
several_clients() {
	start_ready peer-terminal start expect:evil expect:evil signal:15 dies:15 \
		-- genet listen -k --ready-fd 3 127.0.0.1:0 "$@" >typescript
	terminal=$pid port=${ready##*:}
	run -0 peer connect 127.0.0.1 "$port" "send:$EVIL"$'\n' shut expect-end
	run -0 peer connect 127.0.0.1 "$port" "send:$EVIL"$'\n' shut expect-end
	wait "$terminal"
	is "$(grep -cF "$SHOWN" typescript)" 2
	run ! grep -q $'[\e\a]' typescript
}

@test "listen -k: of several clients, as bytes, as lines, and with tags" {
	several_clients
	several_clients --format lines
	several_clients --tag
}

# receives COMMAND SEND...: a receiver on a terminal gets a datagram with sequences.
receives() {
	start_ready peer-terminal start ends:0 -- "${@:2}" --ready-fd 3 >typescript
	terminal=$pid
	# shellcheck disable=SC2086 # a command of several words
	genet $1 --data '\x1b]0;pwned\x07\x1b[2Jevil' ${ready/:/ }
	wait "$terminal"
	run ! grep -q $'[\e\a]' typescript
}

@test "udp-recv: in each format" {
	for format in raw lines hex json; do
		receives udp-send genet udp-recv --count 1 --format "$format" 127.0.0.1:0
		[[ $format == hex ]] || grep -q pwned typescript
	done
}

@test "unix recv" {
	receives 'unix send' genet unix recv --count 1 ./s
	grep -qF "$SHOWN" typescript
}

@test "udp-send: answers" {
	receiver udp-recv --count 1 --reply '\x1b]0;pwned\x07\x1b[2Jevil'
	on_a_terminal genet udp-send --data x --reply 127.0.0.1 "$port"
	is "$shown" "$SHOWN"
}

@test "udp: a conversation" {
	receiver udp-recv --count 1 --reply '\x1b]0;pwned\x07\x1b[2Jevil'
	on_a_terminal genet connect --data x --linger 300ms "udp:127.0.0.1:$port"
	is "$shown" "$SHOWN"
}

@test "the name of a peer's socket is escaped in messages" {
	start_ready genet unix recv -vv --count 1 --ready-fd 3 ./s 2>err
	genet=$pid
	genet unix connect --datagram --send-only --data x \
		--source $'@a\e[2Jb\xe2\x80\xae\xc2\x9b' ./s
	genet_ends 0
	says "$(<err)" '@a\x1b[2Jb'
	run ! grep -q $'[\e\x9b]' err
}

@test "what was received is escaped in errors" {
	listening_peer "send:$EVIL" shut recv-all
	run -8 --separate-stderr genet connect --no-stdin --expect other \
		127.0.0.1 "$port"
	says "$stderr" '\x1b]0;pwned'
	run ! grep -q $'[\e\a]' <<<"$stderr"
	listening_peer "send:$EVIL" hold
	run -124 --separate-stderr genet wait --expect other --timeout 500ms \
		"127.0.0.1:$port"
	run ! grep -q $'[\e\a]' <<<"$stderr$output"
}
