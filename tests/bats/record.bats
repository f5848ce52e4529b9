#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# --record: each connection as a dialogue, as genet-dialogue(5) describes it.
load helpers
load tls

# dialogues FILE: prints the lines without the times, which are comments.
dialogues() {
	sed '/^#/d' "$1"
}

# holds_dialogues FILE: the file holds the text of standard input and times.
holds_dialogues() {
	diff -u - <(dialogues "$1")
}

@test "what both sides say, line by line, with their ends" {
	converse 0 connect --record dlg --data $'EHLO me\r\nQUIT\r\n' -- \
		recv:15 send:$'250 ok\r\n221 bye\r\n' shut recv-all
	holds_dialogues dlg <<-'END'
		dialogue connection-1
		> EHLO me\r\n
		> QUIT\r\n
		> eof
		< 250 ok\r\n
		< 221 bye\r\n
		< eof
	END
}

@test "a listener records its client as the client" {
	receiver listen --record dlg --data hello
	peer connect 127.0.0.1 "$port" recv:5 send:thanks shut recv-all
	genet_ends 0
	dialogues dlg >lines
	says "$(<lines)" '< hello' '> thanks' '> eof'
}

@test "pieces of one line are one step, wherever they were cut" {
	converse 0 connect --record dlg --no-stdin -- \
		send:one pause:100 send:two pause:100 send:$'\nthree' shut
	holds_dialogues dlg <<-'END'
		dialogue connection-1
		> eof
		< onetwo\n
		< three
		< eof
	END
}

@test "bytes that are no text are escaped, and nothing is lost" {
	head -c 70000 /dev/urandom >bytes
	listening_peer recv-all shut
	genet connect 127.0.0.1 "$port" --record dlg <bytes
	peer_ends
	python3 - dlg >back <<-'END'
		import re, sys
		out = sys.stdout.buffer
		value = {b'r': b'\r', b'n': b'\n', b't': b'\t', b'0': b'\0',
		         b'\\': b'\\'}
		for line in open(sys.argv[1], 'rb'):
		    if line.startswith((b'> ', b'>+ ')) and line != b'> eof\n':
		        text = line[:-1].split(b' ', 1)[1]
		        out.write(re.sub(rb'\\(x([0-9a-f]{2})|[rnt0\\])',
		            lambda m: bytes([int(m[2], 16)]) if m[2] else value[m[1]],
		            text))
	END
	cmp bytes back
	LC_ALL=C run -1 grep -nP '[\x01-\x1f\x7f]' dlg
}

@test "a conversation without a byte has its ends" {
	converse 0 connect --record dlg --no-stdin -- shut recv-all
	run -0 dialogues dlg
	says "$output" 'dialogue connection-1' '> eof' '< eof'
}

@test "the side that resets the connection is named" {
	converse 7 connect --record dlg --no-stdin -- send:$'half\n' reset
	run -0 dialogues dlg
	says "$output" '< half\n' '< reset'
}

@test "clients at the same time have dialogues of their own, each in one piece" {
	receiver listen -k --count-conns 20 --echo --record dlg
	local i clients=()
	for i in {1..20}; do
		peer connect 127.0.0.1 "$port" send:"client $i"$'\n' pause:50 \
			send:"again $i"$'\n' shut recv-all >"got$i" &
		clients+=($!)
	done
	wait "${clients[@]}"
	genet_ends 0
	for i in {1..20}; do
		is "$(sed -n "/^dialogue connection-$i\$/,/^dialogue/{s/^> [a-z]* \(.*\)\\\\n\$/\1/p}" dlg |
			uniq -c | awk '{ print $1 }')" 2
	done
	is "$(grep -c '^dialogue ' dlg)" 20
}

@test "each datagram is a step, and has no end" {
	address=udp:127.0.0.1:0 receiver listen --echo
	genet connect "udp:127.0.0.1:$port" --data one --bytes 3 --record dlg
	holds_dialogues dlg <<-'END'
		dialogue connection-1
		> one
		< one
	END
}

@test "a relay records what its client saw" {
	listening_peer recv:4 send:$'pong\n' recv-all shut
	start_ready genet relay --ready-fd 3 127.0.0.1:0 "127.0.0.1:$port" \
		--count-conns 1 --record dlg 2>err
	genet=$pid
	peer connect 127.0.0.1 "${ready##*:}" send:ping recv:5 shut recv-all
	genet_ends 0
	peer_ends
	holds_dialogues dlg <<-'END'
		dialogue connection-1
		> ping
		< pong\n
		> eof
		< eof
	END
}

@test "--record-times: silences become pauses" {
	# The peer is silent once genet has taken the first line.
	converse 0 listen --echo --record dlg --record-times -- \
		send:$'one\n' recv:4 pause:300 send:$'two\n' shut recv-all
	run -0 grep -A2 '^< one' dlg
	[[ $(sed -n 2p <<<"$output") =~ ^pause\ [0-9]+ms$ ]]
	is "$(sed -n 3p <<<"$output")" '> two\n'
	run -1 grep '^#.* s$' dlg
}

@test "a full disk ends the record with one warning, not the conversation" {
	converse 1 connect --record /dev/full --data hello -- \
		recv:5 send:thanks shut recv-all
	holds got thanks
	is "$(grep -c 'the record ends: cannot write' err)" 1
	says "$(<err)" "the record in '/dev/full' is incomplete"
}

@test "a file that another genet writes is left to it" {
	local option
	for option in record capture hex; do
		begin connect --no-stdin "--$option=$option" -- recv:1 hold
		eventually test -s "$option"
		cp "$option" before
		run -1 genet listen 127.0.0.1:0 "--$option=$option"
		is "${lines[0]}" "genet listen: cannot write '$option': it is in use by another process"
		cmp -n "$(stat -c %s before)" before "$option"
	done
}

@test "one file is not for two observers, and --record-times needs --record" {
	run -2 --separate-stderr genet connect localhost 1 --record f --hex=f
	says "$stderr" 'cannot be the same file'
	run -2 --separate-stderr genet connect localhost 1 --record-times
	says "$stderr" 'only with --record FILE'
	run -2 --separate-stderr genet connect localhost 1 --record ''
	says "$stderr" "a file must have a name"
}
