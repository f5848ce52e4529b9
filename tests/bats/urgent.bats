#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Urgent data of TCP (RFC 6093): sent by --urgent.
load helpers

# sends WANTED [OPTION...]: the peer gets that, with a bar where the mark of the
# urgent byte is, which is a "!".
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

@test "what does not fit of --urgent is sent when there is room" {
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

@test "what has no urgent data contradicts --urgent" {
	local options
	while read -r options; do
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
