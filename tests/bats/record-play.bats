#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A conversation is recorded, a mock and talk play both sides of the record, and each of
# them records: all three records say the same, but for the times, which are comments.
# shellcheck disable=SC2016 # other shells expand what is in single quotes
load helpers
load tls

# says_again [ADDRESS [PREFIX]]: plays the record dlg at the address, by default a free
# port of TCP; talk finds the mock at the announced address behind the prefix.
says_again() {
	grep -q '^[<>]' dlg
	start_ready genet mock --ready-fd 3 "${1-127.0.0.1:0}" dlg --strict \
		--count 1 --record mocked "${mocking[@]}" 2>mock.err
	mock=$pid
	genet talk "${2-}${ready%% *}" dlg --record talked "${talking[@]}"
	wait "$mock"
	[[ $(<mock.err) != *'not played'* ]]
	diff -u <(steps dlg) <(steps mocked)
	diff -u <(steps dlg) <(steps talked)
}

# steps FILE: prints the lines of a record without the comments.
steps() {
	sed '/^#/d' "$1"
}

# has LINE...: the record has each of these lines.
has() {
	local line
	for line; do
		grep -qxF -e "$line" dlg
	done
}

mocking=() # options of the mock
talking=() # and of talk

# ---- Recorded by connect

# connect_records [OPTION...] -- ACTION...: genet connect records a conversation with a
# peer that does these actions.
connect_records() {
	converse 0 connect --record dlg "$@"
}

@test "connect: a question, an answer, and the end of both" {
	connect_records --data 'ping\n' -- recv:5 send:$'pong\n' expect-end shut
	has '> ping\n' '< pong\n' '> eof' '< eof'
	says_again
}

@test "connect: a server that begins" {
	pipe in
	pipe got
	begin connect --record dlg -- send:$'220 ready\r\n' recv:6 \
		send:$'221 bye\r\n' shut recv-all <in
	expect_line "$got" $'220 ready\r'
	echo QUIT$'\r' >&"$in"
	expect_line "$got" $'221 bye\r'
	close_pipe in
	genet_ends 0
	peer_ends
	is "$(steps dlg | sed -n 2p)" '< 220 ready\r\n'
	says_again
}

@test "connect: ten exchanges over one connection" {
	local i
	pipe in
	pipe got
	begin connect --record dlg -- echo <in
	for i in {1..10}; do
		echo "line $i" >&"$in"
		expect_line "$got" "line $i"
	done
	close_pipe in
	genet_ends 0
	is "$(grep -c '^< line' dlg)" 10
	says_again
}

@test "connect: not a byte, and two ends" {
	connect_records --no-stdin -- expect-end shut
	is "$(steps dlg)" $'dialogue connection-1\n> eof\n< eof'
	says_again
}

@test "connect: only the server speaks, after the end of the client" {
	connect_records --no-stdin -- expect-end send:$'one\ntwo' shut
	has '> eof' '< one\n' '< two'
	says_again
}

@test "connect: the client goes on after the end of the server" {
	pipe in
	pipe got
	echo 'I begin' >&"$in"
	begin connect --record dlg -- recv:8 send:$'all I say\n' shut recv-all <in
	expect_line "$got" 'all I say'
	eventually grep -qx '< eof' dlg
	echo 'I go on' >&"$in"
	close_pipe in
	genet_ends 0
	peer_ends
	is "$(steps dlg | tail -n 2)" $'> I go on\\n\n> eof'
	says_again
}

@test "connect: every byte there is, both ways" {
	printf %b "$(printf '\\x%02x' {0..255} {255..0})" >bytes
	connect_records -- recv:512 send:$'\1\xff\xfe\r\n\xc3\xa4 \t\\x' \
		expect-end shut <bytes
	says_again
}

@test "connect: texts that look like other steps, and UTF-8" {
	connect_records --data 'eof\n# no\n${id}\n \\n \nreset' -- \
		recv:28 send:$'\xc3\xa4\xe2\x82\xac\nuntil \nreset' expect-end shut
	has '> eof\n' '> # no\n'
	says_again
}

@test "connect: 300,000 bytes, and as many back" {
	pattern 300000 >bytes
	connect_records -- expect-pattern:300000 expect-end \
		send-pattern:300000 shut <bytes
	says_again
}

@test "connect: a server that speaks byte by byte" {
	connect_records --no-stdin -- expect-end send:o pause:2 send:n pause:2 \
		send:e pause:2 send:$'\n' pause:2 send:t pause:2 send:w shut
	has '< one\n' '< tw'
	says_again
}

@test "connect: a reset by the server, after bytes" {
	converse 7 connect --record dlg --data 'a\n' -- recv:2 send:$'half\n' \
		expect-end reset
	has '< reset'
	says_again
}

@test "connect: a name of a host" {
	connect_records -4 --data hello -- recv:5 send:thanks expect-end shut
	says_again localhost:0
}

@test "connect: datagrams" {
	address=udp:127.0.0.1:0 receiver listen --echo
	genet connect "udp:127.0.0.1:$port" --data 'one\ntwo\n' --line-interval 20ms \
		--bytes 8 --record dlg
	has '> one\n' '< two\n'
	says_again udp:127.0.0.1:0 udp:
}

# ---- Recorded by listen

@test "listen: the peer is the client" {
	receiver listen --record dlg --data 'hello\n'
	client recv:6 send:$'thanks\n' shut recv-all
	genet_ends 0
	has '< hello\n' '> thanks\n'
	says_again
}

@test "listen: a client that speaks byte by byte" {
	receiver listen --record dlg --echo
	client send:a recv:1 send:b recv:1 send:$'\n' recv:1 send:c recv:1 shut \
		recv-all
	genet_ends 0
	says_again
}

@test "listen: a client that resets" {
	receiver listen --record dlg --no-stdin
	client send:$'no more\n' pause:50 reset
	genet_ends 7
	has '> reset'
	says_again
}

@test "listen: a Unix socket" {
	address=./socket receiver 'unix listen' --record dlg --echo
	peer connect unix ./socket send:$'hello\n' recv:6 shut recv-all
	genet_ends 0
	says_again unix:./played unix:
}

@test "listen: messages of a seqpacket socket" {
	address=./socket receiver 'unix listen' --seqpacket --record dlg --echo
	genet connect unix-seqpacket:./socket --data 'one\ntwo\n' --line-interval 20ms
	genet_ends 0
	has '> one\n' '> two\n'
	says_again unix-seqpacket:./played unix-seqpacket:
}

@test "listen: the plain text of TLS" {
	needs_tls
	receiver listen --tls --record dlg --echo
	genet connect --tls --insecure 127.0.0.1 "$port" --data 'secret\n'
	genet_ends 0
	has '> secret\n' '< secret\n'
	talking=(--insecure)
	says_again tls:127.0.0.1:0 tls:
}

# ---- Recorded by relay

# relay_records ACTION...: a relay records a client that does these actions, and the
# peer that listens on $port.
relay_records() {
	start_ready genet relay --ready-fd 3 127.0.0.1:0 "127.0.0.1:$port" \
		--count-conns 1 --record dlg 2>err
	genet=$pid
	peer connect 127.0.0.1 "${ready##*:}" "$@"
	genet_ends 0
	peer_ends
}

@test "relay: a line each way, twice" {
	listening_peer send:$'220\r\n' recv:5 send:$'250\r\n' recv:5 \
		send:$'221\r\n' expect-end shut
	relay_records recv:5 send:$'EHLO\n' recv:5 send:$'QUIT\n' recv:5 shut \
		recv-all
	is "$(grep -c '^[<>] [2EQ]' dlg)" 5
	says_again
}

@test "relay: 300,000 bytes from the server, after a question" {
	listening_peer recv:4 send-pattern:300000 shut expect-end
	relay_records send:$'GET\n' expect-pattern:300000 expect-end shut
	has '> GET\n'
	says_again
}

@test "relay: an empty conversation that the server ends" {
	listening_peer shut expect-end
	relay_records expect-end shut
	is "$(steps dlg)" $'dialogue connection-1\n< eof\n> eof'
	says_again
}

@test "relay: several clients, each a dialogue" {
	local i
	receiver listen -k --echo
	start_ready genet relay --ready-fd 3 127.0.0.1:0 "127.0.0.1:$port" \
		--count-conns 3 --record dlg 2>err
	for i in 1 2 3; do
		peer connect 127.0.0.1 "${ready##*:}" send:"client $i" recv:8 shut \
			recv-all
	done
	genet=$pid
	wait "$genet"
	mocking=(--count 3)
	says_again
}
