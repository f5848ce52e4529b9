#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Urgent data of TCP (RFC 6093): sent by --urgent, and reported when it is received.
load helpers
load tls

# sends WANTED [OPTION...]: the peer receives that; a bar shows the urgent mark, in
# front of the urgent byte "!".
sends() {
	local wanted=$1
	shift
	converse 0 connect "$@" -- expect-urgent:! recv-mark recv-all
	holds heard "$wanted"
}

@test "the last byte of --urgent is urgent, and comes before the input" {
	sends 'ab|input' --urgent 'ab!' < <(printf input)
	sends '|input' --urgent '!' < <(printf input)
	printf file >file
	sends 'ab|file' --urgent 'ab!' --input file
	sends 'ab|file' --urgent 'ab!' --engine splice <file
}

@test "--urgent comes behind --data, or is all that is sent" {
	sends 'data|' --data data --urgent '!'
	sends 'ab|' --urgent 'ab!' </dev/null
	sends 'ab|' --urgent 'ab!' --no-stdin
}

@test "--urgent has the escapes of --data, and line ends by --crlf" {
	sends $'a\nb|input\n' --urgent 'a\nb\x21' <<<input
	sends $'a\r\nb|input\r\n' --crlf --urgent 'a\nb!' <<<input
	sends $'a\r\nb|' --crlf --data 'a\n' --urgent 'b!'
}

@test "the mark stays on the last byte where pauses and limits cut --urgent" {
	sends 'abc|input' --rate 1M --urgent 'abc!' < <(printf input)
	sends $'a\nb|input' --line-interval 1ms --urgent $'a\nb!' \
		< <(printf input)
}

@test "the part of --urgent that does not fit is sent when there is room" {
	local text
	printf -v text '%0120000d' 7
	pipe go
	begin connect --send-buffer 4K --data "$text" --urgent "$text!" -- \
		read:go recv-mark expect-urgent:! recv-all
	eventually is_stuck
	echo >&"$go"
	genet_ends 0
	peer_ends
	holds heard "$text$text|"
}

# genet waits for room: its socket has bytes that the peer's window has no room for.
is_stuck() {
	local queues
	queues=$(awk -v port="$(printf ':%04X$' "$port")" \
		'$3 ~ port && $4 == "01" { print $5 }' /proc/net/tcp)
	((16#${queues%%:*} > 4096))
}

@test "--urgent counts as sent, and -vvv shows its call" {
	converse 0 connect --urgent 'ab!' --json -- recv-all </dev/null
	is "$(jq -r 'select(.event == "closed").out' err)" 3
	converse 0 connect --urgent 'ab!' -vvv -- recv-all </dev/null
	says "$(<err)" 'byte, 1, MSG_OOB) = 1'
}

@test "--urgent goes through --telnet, and comes behind a PROXY header" {
	sends 'ab|input' --telnet --urgent 'ab!' < <(printf input)
	converse 0 connect --send-proxy --urgent 'ab!' -- \
		expect-urgent:! recv-mark recv-all < <(printf input)
	[[ $(<heard) == 'PROXY TCP4 '*$'\nab|input' ]]
}

@test "--urgent is refused where there is no urgent data" {
	local options
	while read -r options; do
		[[ $options != *tls* && $options != *https* ]] || has_tls || continue
		# shellcheck disable=SC2086 # they are words
		run -2 --separate-stderr genet connect --urgent '!' $options
		says "$stderr" --urgent
	done <<-END
		udp:127.0.0.1:9
		--tls 127.0.0.1:9
		tls:127.0.0.1:9
		--starttls smtp 127.0.0.1:9
		--proxy https://127.0.0.1:9 192.0.2.1:9
		--recv-only 127.0.0.1:9
		--fast-open 127.0.0.1:9
		--mptcp 127.0.0.1:9
		--sh true 127.0.0.1:9
	END
	run -2 genet connect --urgent '' 127.0.0.1:9
	run -2 genet listen --urgent '!' 127.0.0.1:0
}

# urgent_of FILE: prints the urgent bytes with their positions, a line each.
urgent_of() {
	jq -r 'select(.event == "urgent") | "\(.byte) \(.offset)"' "$1"
}

@test "an urgent byte is told with its place, and is left out of the output" {
	local role
	for role in connect listen; do
		converse 0 "$role" --json -- send:abc urgent:de send:fg shut \
			recv-all </dev/null
		is "$(urgent_of err)" '101 4'
		holds got abcdfg
		converse 0 "$role" -v -- 'urgent:!' shut recv-all </dev/null
		says "$(<err)" "urgent:  '!' (0x21) after 0 B"
		holds got ''
	done
}

@test "the place of an urgent byte is told behind a PROXY header, too" {
	pipe go
	begin listen --accept-proxy --json -- $'send:PROXY UNKNOWN\r\n' \
		read:go send:abc 'urgent:!' shut recv-all </dev/null
	eventually grep -q '"accepted"' err
	eventually grep -q '"eof"' err # the conversation has begun
	echo >&"$go"
	genet_ends 0
	is "$(urgent_of err)" '33 3'
	holds got abc
}

@test "each client's urgent byte is told with -k, and nothing without an observer" {
	local -i i
	receiver listen -v --count-conns 2
	for i in 1 2; do
		peer connect 127.0.0.1 "$port" "urgent:$i" shut recv-all
	done
	genet_ends 0
	says "$(<err)" "connection 1: urgent:  '1' (0x31)" \
		"connection 2: urgent:  '2' (0x32)"
	converse 0 listen -- 'urgent:!' shut recv-all </dev/null
	holds err ''
}

@test "an urgent byte that comes behind bulk is told with its place" {
	local engine
	for engine in copy splice; do
		converse 0 listen --engine "$engine" --json -- \
			send-pattern:4194304 'urgent:!' send-pattern:4194304 \
			shut recv-all </dev/null
		is "$(urgent_of err)" '33 4194304'
		cmp got <(pattern 4194304 && pattern 4194304)
	done
}

@test "a peer that sends nothing but urgent bytes, thousands, ends in good order" {
	converse 0 listen --json -- urgent-bytes:3000 shut recv-all </dev/null
	(($(urgent_of err | wc -l) > 0))
	is "$(jq -r 'select(.event == "summary").exit' err)" 0
}

@test "genet waits without spinning after an urgent byte" {
	needs_strace
	in_the_foreground
	under=(strace -f -o calls)
	pipe go
	begin listen --json -- send:a 'urgent:!' read:go shut recv-all
	eventually grep -q '"urgent"' err
	eventually grep -q 'recvfrom.*"a"' calls
	before=$(grep -cE 'epoll_pwait|ppoll' calls)
	peer stdio pause:300
	after=$(grep -cE 'epoll_pwait|ppoll' calls)
	((after - before < 5))
	echo >&"$go"
	genet_ends 0
}

# inline_listener ACTION...: genet inherits a listening socket with SO_OOBINLINE, and a
# peer connects to it.
inline_listener() {
	start_ready python3 -c '
import os, socket, sys
l = socket.socket()
l.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
l.bind(("127.0.0.1", 0))
l.listen()
os.write(3, b"%d\n" % l.getsockname()[1])
os.dup2(l.fileno(), 3)
os.execvp("genet", ["genet", "listen", "--json", "fd:3"])
' >got 2>err
	genet=$pid
	peer connect 127.0.0.1 "$ready" "$@"
	genet_ends 0
}

@test "with SO_OOBINLINE an urgent byte is received as all others" {
	inline_listener send:ab 'urgent:!' send:cd 'urgent:?' shut recv-all
	holds got 'ab!cd?'
	is "$(urgent_of err)" ''
}

@test "a call for an urgent byte that fails is told as a read that fails" {
	needs_strace
	in_the_foreground
	# The first recv of one byte is that with MSG_OOB.
	under=(strace -qq -o calls -e inject=recvfrom:error=ENOMEM:when=1)
	begin listen --json -- 'urgent:!' shut recv-all </dev/null
	genet_ends 7
	grep -q 'MSG_OOB.*INJECTED' calls
	says "$(<err)" 'lost: '
}
