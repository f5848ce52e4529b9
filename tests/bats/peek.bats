#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# --peek: the first bytes are printed, and stay in the kernel.
# shellcheck disable=SC2016 # programs have variables of their own
load helpers

# peeked: prints what was seen of each client, and why no more, a line each.
peeked() {
	jq -r 'select(.event == "peeked") | "\(.text) \(.reason)"' err
}

@test "--peek tells the first bytes, which are received all the same" {
	converse 0 listen --json --peek 5 -- send:abcdefgh shut recv-all <<<hi
	is "$(peeked)" 'abcde enough'
	holds got abcdefgh
	holds heard $'hi\n'
	converse 0 listen -v --peek 3 -- $'send:a\n\e[m' shut recv-all </dev/null
	says "$(<err)" 'peeked:  3 of 3 B: a\n\x1b'
}

@test "--peek waits for bytes that come in pieces" {
	pipe go
	begin listen --json --peek 5 -- send:ab read:go send:cde read:go shut
	eventually grep -q accepted err
	echo >&"$go"
	eventually grep -q '"peeked"' err
	is "$(peeked)" 'abcde enough'
	echo >&"$go"
	genet_ends 0
	holds got abcde
}

@test "the program of --exec reads what --peek has seen" {
	converse 0 listen --json --peek 5 --sh 'cat >&2; echo "to $GENET_CONN"' -- \
		send:abcdefgh shut recv-all
	holds heard $'to 1\n'
	is "$(grep -o abcdefgh err)" abcdefgh
	converse 0 listen --peek 5 --pipes --sh cat -- send:abcdefgh shut recv-all
	holds heard abcdefgh
}

@test "a client that ends early is served with what there is" {
	converse 0 listen --json --peek 5 -- send:ab shut recv-all <<<hi
	is "$(peeked)" 'ab end'
	holds got ab
	holds heard $'hi\n'
	converse 0 listen --json --peek 5 -- shut recv-all </dev/null
	is "$(peeked)" ' end'
}

@test "a client that resets while it is peeked at is lost" {
	converse 7 listen --json --peek 5 -- send:ab reset
	says "$(<err)" '"kind":"reset"' 'reset by peer'
	converse 7 listen --json --peek 5 -- reset
	says "$(<err)" '"kind":"reset"'
}

@test "when the time is over, the conversation begins with what has come" {
	converse 0 listen --json --peek 5 --handshake-timeout 100ms -- \
		send:ab recv:3 shut <<<hi
	is "$(peeked)" 'ab time'
	holds got ab
}

@test "an urgent byte hides what stands behind it from --peek" {
	converse 0 listen --json --peek 5 -- send:ab 'urgent:!' send:cdefgh \
		shut recv-all </dev/null
	is "$(peeked)" 'ab urgent'
	holds got abcdefgh
}

@test "with -k, a client that sends too little delays no other" {
	local slow
	pipe go
	receiver listen --json --peek 3 --count-conns 2
	start peer connect 127.0.0.1 "$port" send:a read:go send:bc shut recv-all
	slow=$pid
	eventually grep -q accepted err
	peer connect 127.0.0.1 "$port" send:xyz shut recv-all
	is "$(peeked)" 'xyz enough'
	holds got xyz
	echo >&"$go"
	wait "$slow"
	genet_ends 0
	holds got xyzabc
}

@test "genet sleeps while a client sends too little" {
	needs_strace
	in_the_foreground
	local before
	pipe go
	under=(strace -f -o calls)
	begin listen --json --peek 5 -- send:ab read:go send:cde shut recv-all
	eventually grep -q 'recvfrom.*"ab", 5, MSG_PEEK' calls
	before=$(grep -c epoll_pwait calls)
	peer stdio pause:300
	(($(grep -c epoll_pwait calls) - before < 5))
	echo >&"$go"
	genet_ends 0
	is "$(peeked)" 'abcde enough'
}

@test "--peek sees as much as 64 KiB" {
	converse 0 listen --json --peek 64K -- send-pattern:200000 shut recv-all \
		</dev/null
	is "$(jq -c 'select(.event == "peeked") | [.len, .reason]' err)" \
		'[65536,"enough"]'
	cmp got <(pattern 200000)
	cmp <(jq -r 'select(.event == "peeked").b64' err | base64 -d) \
		<(pattern 65536)
}

@test "unix listen has --peek as well" {
	address=socket
	receiver 'unix listen' --json --peek 5
	peer connect unix socket send:ab pause:20 send:cdefgh shut recv-all
	genet_ends 0
	is "$(peeked)" 'abcde enough'
	holds got abcdefgh
	rm -f socket
	receiver 'unix listen' --json --peek 5
	peer connect unix socket send:ab shut recv-all
	genet_ends 0
	is "$(peeked)" 'ab end'
}

@test "--peek is refused where it cannot work" {
	local options
	while read -r options; do
		# shellcheck disable=SC2086 # they are words
		run -2 --separate-stderr genet $options
		says "$stderr" --peek
	done <<-END
		listen --peek 5 --tls 127.0.0.1:0
		listen --peek 5 tls:127.0.0.1:0
		listen --peek 5 udp:127.0.0.1:0
		listen --peek 5 --accept-proxy 127.0.0.1:0
		listen --peek 5K --recv-buffer 4K 127.0.0.1:0
		listen --peek 0 127.0.0.1:0
		listen --peek 65K 127.0.0.1:0
		unix listen --peek 5 --seqpacket socket
		unix listen --peek 5 --datagram socket
		unix listen --peek 5 --tls socket
		connect --peek 5 127.0.0.1:9
	END
}

# with_socket COMMAND...: runs it with a UDP socket as descriptor 3, which has received
# "first", "second" and an empty datagram.
with_socket() {
	python3 -c '
import os, socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
o = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for text in b"first", b"second", b"":
    o.sendto(text, s.getsockname())
os.dup2(s.fileno(), 3)
os.execvp(sys.argv[1], sys.argv[1:])
' "$@"
}

@test "udp-recv --peek prints the first datagram, and leaves it to the next process" {
	run -0 --separate-stderr with_socket bash -c '
		genet udp-recv --peek fd:3
		genet udp-recv --peek --format lines --count 1 fd:3
		genet udp-recv --count 2 --format lines fd:3'
	is "$output" $'firstfirst\nfirst\nsecond'
	is "$stderr" ''
}

@test "udp-recv --peek waits, and has limits and expectations" {
	run -124 with_socket bash -c '
		genet udp-recv --count 3 --format lines fd:3
		genet udp-recv --peek --timeout 50ms fd:3'
	run -0 with_socket genet udp-recv --peek --expect irs fd:3
	run -8 with_socket genet udp-recv --peek --expect second fd:3
	run -8 with_socket bash -c 'genet udp-recv --count 3 fd:3 >/dev/null
		genet udp-recv --peek --for 50ms fd:3'
}

@test "udp-recv --peek leaves the options of the socket alone" {
	needs_strace
	with_socket strace -e trace=setsockopt -o calls \
		genet udp-recv --peek --format json fd:3 >got
	says "$(<got)" '"text":"first"'
	run ! grep '(3,' calls
}

@test "udp-recv receives by an inherited socket" {
	run -0 with_socket genet udp-recv --end-empty --format lines fd:3
	is "$output" $'first\nsecond'
	run -6 genet udp-recv fd:9 9>&-
	says "$output" 'descriptor 9: not an open descriptor'
	run -6 genet udp-recv fd:9 9</dev/null
	says "$output" 'descriptor 9: not a UDP socket'
}

@test "udp-recv --peek refuses what it cannot do" {
	local option
	for option in '--count 2' '--bytes 5' '--until x' --end-empty \
		'--from 127.0.0.1' --strict '--reply x' --echo '--join 239.1.2.3'; do
		# shellcheck disable=SC2086 # they are words
		run -2 genet udp-recv --peek $option fd:3
		says "$output" "--peek and ${option%% *}"
	done
	run -2 genet udp-recv --peek --during fd:3 -- true
	run -2 genet udp-recv --peek 127.0.0.1:0
	says "$output" 'inherited' 'fd:3'
	run -2 genet unix recv --peek socket
}
