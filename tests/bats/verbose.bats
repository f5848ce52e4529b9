#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# What is told of a session that goes well.
load helpers

@test "connect -v: to whom, and how much" {
	converse 0 connect -v -- recv-all send:hello <<<hi
	says "$(<err)" "connected to 127.0.0.1:$port from 127.0.0.1:" \
		'5 B in, 3 B out'
}

@test "listen -v: where, from whom, and how much" {
	pipe err
	start genet listen -v 127.0.0.1:0 <<<hi 2>err
	genet=$pid
	read -r -u "$err" line
	port=${line##*:}
	peer connect 127.0.0.1 "$port" send:hello shut recv-all
	read -r -u "$err" line
	says "$line" 'connection 1 from 127.0.0.1:'
	read -r -u "$err" line
	says "$line" '5 B in, 3 B out'
	genet_ends 0
}

@test "-vv: each step in its order, with the time" {
	network
	names files '127.0.0.1 two.test'
	start_ready peer listen 127.0.0.1 0 recv-all send:hello
	run -0 --separate-stderr "${inside[@]}" genet connect -vv two.test \
		"${ready#* }" <<<hi
	local rest=$stderr
	for step in resolve: 127.0.0.1 try connected sent: first: peer: closed:; do
		says "$rest" "$step"
		rest=${rest#*"$step"}
	done
	run ! grep -vE '^ *[0-9]+\.[0-9]{3} ' <<<"$stderr"
}

# narrated CALL...: -vvv told each of these calls as often as strace saw it.
narrated() {
	local call
	for call; do
		is "$call: $(grep -c " $call(" err)" \
			"$call: $(grep -c "^$call(" log)"
	done
}

CALLS=socket,setsockopt,bind,listen,accept4,connect,shutdown

@test "connect -vvv: every call that makes or ends a connection" {
	needs_strace
	under=(strace -qq -o log -e trace="$CALLS")
	converse 0 connect -vvv -s 127.0.0.1 -- recv-all send:hello <<<hi
	narrated socket setsockopt bind connect shutdown
	says "$(<err)" 'close(' 'getsockname('
}

@test "listen -vvv: every call that makes or ends a connection" {
	needs_strace
	start_ready strace -qq -o log -e trace="$CALLS" genet listen -vvv \
		--ready-fd 3 127.0.0.1:0 2>err <<<hi
	genet=$pid
	peer connect 127.0.0.1 "${ready##*:}" shut recv-all
	genet_ends 0
	narrated socket setsockopt bind listen accept4 shutdown
	says "$(<err)" 'close(' 'getsockname('
}

@test "-vvv tells why" {
	converse 0 connect -vvv -- recv-all send:hello <<<hi
	grep -Eq 'shutdown\([0-9]+, SHUT_WR\) = 0 +# [a-z]' err
}

@test "what is told goes to standard error" {
	converse 0 connect -vvv -- recv-all send:hello <<<hi
	holds got hello
	holds heard $'hi\n'
}

@test "--quiet wins over -v" {
	converse 0 connect -vv --quiet -- recv-all send:hello <<<hi
	holds err ''
}

@test "-vvv: the calls that carry data are told" {
	listening_peer send:hello recv:3 shut recv-all
	run -0 genet connect -vvv --data abc 127.0.0.1 "$port"
	says "$output" 'send(' ', buffer, 3) = 3' 'recv(' '= 5' \
		'= 0   # no more can come'
	run ! says "$output" times
}

@test "-vvv: of many calls the first are told, and the sum of all" {
	listening_peer send-pattern:10000000 shut recv-all
	run -0 genet connect -vvv --engine copy --no-stdin --output got \
		127.0.0.1 "$port"
	is "$(grep -c ' recv([0-9]*, buffer, [0-9]*) = [1-9]' <<<"$output")" 3
	[[ $output =~ recv\([0-9]+,\ buffer,\ ...\),\ [0-9]+\ times\ =\ 10000000\  ]]
}

@test "-vv: a listener that is silent says when it will signal its end" {
	converse 0 listen -vv -- send:x shut expect-end </dev/null
	says "$(<err)" \
		'end of input; genet will signal its end when the peer has ended'
}

# moved ENGINE: what -vv says of ten megabytes that come.
moved() {
	listening_peer send-pattern:10000000 shut recv-all
	run -0 genet connect -vv --engine "$1" --no-stdin --output got \
		127.0.0.1 "$port"
	grep moved: <<<"$output"
}

@test "-vv: which way the bytes went, and why" {
	says "$(moved copy)" \
		'in 0 B spliced, 9.54 MiB copied (as asked for); out nothing'
	[[ $(moved auto) =~ in\ [1-9].*\ MiB\ spliced,\ .*\ copied\; ]]
	says "$(moved splice)" 'in 9.54 MiB spliced, 0 B copied; out nothing'
}

@test "--stats: what was moved, and how, also with --quiet" {
	listening_peer send:hello shut recv-all
	run -0 --separate-stderr genet connect --stats --quiet --data abc \
		127.0.0.1 "$port"
	is "$output" hello
	says "$stderr" 'closed:  5 B in, 3 B out' \
		'moved:   in 0 B spliced, 5 B copied (small pieces); out '
}
