#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# -v, -vv and -vvv: what genet prints of sessions.
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

# narrated CALL...: -vvv printed each of these calls as often as strace has seen it.
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

@test "-vvv prints why a call is made" {
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
	run ! grep 'the last of' <<<"$output"
}

# told_bytes CALL FILE: prints how many bytes CALL has carried by the lines of -vvv.
told_bytes() {
	sed -nE "s/.* $1\(.*\) = [1-9].*# the last of [0-9]+ more, ([0-9]+) b.*/\1/p
		t
		s/.* $1\(.*\) = ([1-9][0-9]*)\$/\1/p" "$2" | awk '{ n += $1 } END { print n + 0 }'
}

# told_calls CALL FILE: prints how many such calls there were by the lines of -vvv.
told_calls() {
	sed -nE "s/.* $1\(.*\) = [1-9].*# the last of ([0-9]+) more, .*/\1/p
		t
		s/.* $1\(.*\) = [1-9][0-9]*\$/1/p" "$2" | awk '{ n += $1 } END { print n + 0 }'
}

@test "-vvv: calls that are like the last are printed as one, none is left out" {
	needs_strace
	listening_peer send-pattern:10000000 shut recv-all
	run -0 strace -qq -o log -e trace=recvfrom genet connect -vvv \
		--engine copy --no-stdin --output got 127.0.0.1 "$port"
	echo "$output" >told
	is "$(told_bytes recv told)" 10000000
	is "$(told_calls recv told)" "$(grep -c '= [1-9][0-9]*$' log)"
	grep -Eq '# the last of [0-9]+ more, [0-9]+ bytes$' told
}

@test "-vvv: what was counted stands before what happens next" {
	listening_peer recv:3 send-pattern:3000000 shut recv-all
	run -0 genet connect -vvv --engine copy --data abc --output got \
		127.0.0.1 "$port"
	local rest=$output
	for step in 'send(' 'shutdown(' ' recv(' 'the last of' \
		'# no more can come' peer: closed: 'close('; do
		says "$rest" "$step"
		rest=${rest#*"$step"}
	done
}

@test "-vvv: a splice is told, too" {
	listening_peer send-pattern:10000000 shut recv-all
	run -0 genet connect -vvv --engine splice --no-stdin --output got \
		127.0.0.1 "$port"
	echo "$output" >told
	is "$(told_bytes splice told)" 10000000
}

@test "-vvv: the calls of datagrams are told" {
	start_ready genet udp-recv -vvv --ready-fd 3 --count 3 --reply ok \
		127.0.0.1:0 2>err
	genet=$pid
	run -0 --separate-stderr genet udp-send -vvv --lines --reply=3 \
		--for 10s 127.0.0.1 "${ready##*:}" <<<$'a\nb\nc'
	genet_ends 0
	echo "$stderr" >told
	is "$(told_bytes sendmsg err)" 6
	grep -Eq ' recvmmsg\([0-9]+, messages, [0-9]+\) = [1-3]' err
	grep -Eq ' sendmmsg\([0-9]+, messages, [1-3]\) = [1-3]' told
	grep -Eq ' recvmmsg\([0-9]+, messages, [0-9]+\) = [1-3]' told
}

@test "-vvv: hundreds of clients, and still no call is left out" {
	receiver listen -vvv -k --count-conns 100 --echo
	run -0 peer-many echo 127.0.0.1 "$port" 100 5
	genet_ends 0
	is "$(told_bytes recv err)" 500
	is "$(told_bytes send err)" 500
}

@test "--quiet wins over -vvv" {
	converse 0 connect -vvv --quiet -- recv-all send:hello <<<hi
	holds err ''
}

@test "-vv: a listener that is silent says when it will signal its end" {
	converse 0 listen -vv -- send:x shut expect-end </dev/null
	says "$(<err)" \
		'end of input; genet will signal its end when the peer has ended'
}

# moved ENGINE: prints the line of -vv about ten megabytes that were received.
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
		'moved:   in 0 B spliced, 5 B copied (not in bulk); ' \
		'out 0 B spliced, 3 B copied (cannot be spliced)'
}

@test "-vv: a program that outlives its conversation is no crash when genet is ended" {
	receiver listen -vv --pipes \
		--sh 'exec <&- >&-; exec peer stdio pause:60000'
	peer connect 127.0.0.1 "$port" send:x
	eventually grep moved: err
	kill "$genet"
	genet_ends 143
	is "$(grep -c moved: err)" 1
}
