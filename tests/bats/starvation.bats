#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# No client keeps others from being served, and no failing call of this host makes a
# listener spin, hang or lose a client in silence.
load helpers

# injected CALL HOW [OPTION...]: starts a listener on $port under strace, as process
# $genet; its system calls of that name fail or wait as HOW says (inject= of strace),
# and are in log. $listener is the process of genet itself, for signals.
injected() {
	local call=$1 how=$2
	shift 2
	needs_strace
	start_ready strace -qq -o log -e "trace=$call" \
		-e "inject=$call:$how" -e signal=none \
		genet listen --ready-fd 3 --pid-file pid "${@:-127.0.0.1:0}" \
		>got 2>err
	genet=$pid port=${ready##*:}
	read -r listener <pid
}

# calls COUNT: log has at least so many calls.
calls() {
	(($(wc -l <log) >= $1))
}

# ---- Accepting

@test "a listener that accepts no more does not spin while another process has its socket" {
	# shellcheck disable=SC2016 # the inner shell's
	start_ready peer fd3 127.0.0.1 0 sh -c 'genet listen fd:3 --echo \
		--pid-file pid --count-conns 1 3>&3 & wait; exec sleep infinity' \
		>got 2>err
	genet=$pid port=${ready#* }
	pipe heard
	start peer connect 127.0.0.1 "$port" send:one recv:3 hold >heard
	read -r -N 3 -t 20 -u "$heard" answer
	is "$answer" one
	start peer connect 127.0.0.1 "$port" hold # waits in the queue
	read -r listener <pid
	before=$(cpu_ms "$listener")
	peer stdio pause:500
	(($(cpu_ms "$listener") - before < 100))
}

@test "-k serves, and ends, with a listening socket as standard input" {
	start_ready peer fd3 127.0.0.1 0 sh -c \
		'exec genet listen fd:0 -k --echo 0<&3 3>&-' >got 2>err
	genet=$pid port=${ready#* }
	for _ in 1 2; do
		run -0 client send:hello shut recv-all
		is "$output" hello
	done
	kill -TERM "$genet"
	genet_ends 143
}

@test "accepting that is never permitted does not spin, nor outlast --timeout" {
	for options in --keep-open --once; do
		injected accept4 error=EPERM "$options" --timeout 500ms \
			127.0.0.1:0
		start peer connect 127.0.0.1 "$port" hold
		genet_ends 124
		is "$(grep -c 'cannot accept a client: not permitted' err)" 1
		(($(grep -c INJECTED log) < 500))
	done
}

@test "accepting that is never permitted does not outlast SIGTERM" {
	injected accept4 error=EPERM --keep-open 127.0.0.1:0
	start peer connect 127.0.0.1 "$port" hold
	eventually grep 'cannot accept a client: not permitted' err
	kill -TERM "$listener"
	genet_ends 143
}

@test "a client that cannot be accepted is passed over" {
	injected accept4 error=EPERM:when=1 --echo 127.0.0.1:0
	run -0 client send:hello shut recv-all
	is "$output" hello
	genet_ends 0
}

@test "a listening socket that fails for good is status 1" {
	injected accept4,accept error=EINVAL --keep-open 127.0.0.1:0
	start peer connect 127.0.0.1 "$port" hold
	genet_ends 1
	says "$(<err)" 'cannot accept a client: invalid argument'
}

@test "without descriptors for ever: one line, and no spinning" {
	injected accept4 error=EMFILE --keep-open 127.0.0.1:0
	start peer connect 127.0.0.1 "$port" hold
	eventually calls 5
	is "$(grep -c 'cannot accept a client: too many open files' err)" 1
	kill -TERM "$listener"
	genet_ends 143
}

@test "clients in the queue are served although descriptors ran short" {
	needs_strace
	# shellcheck disable=SC2016 # the inner shell's
	run -0 strace -qq -o log -e trace=accept4 \
		-e inject=accept4:error=EMFILE:when=1 \
		genet listen 127.0.0.1:0 -o got --during -- sh -c \
		'peer connect "$GENET_HOST" "$GENET_PORT" send:hello'
	holds got hello
}

@test "clients in the queue are served although --max-conns are there" {
	# shellcheck disable=SC2016 # the inner shell's
	run -0 genet listen -k 127.0.0.1:0 --max-conns 1 -o got --during -- \
		sh -c 'peer connect "$GENET_HOST" "$GENET_PORT" send:one, \
			pause:300 shut expect-end &
		while ! [ -s got ]; do peer stdio pause:10; done
		peer connect "$GENET_HOST" "$GENET_PORT" send:two'
	holds got one,two
}

@test "a queue that cannot be accepted is status 1, and no hang" {
	needs_strace
	# shellcheck disable=SC2016 # the inner shell's
	run -1 strace -qq -o log -e trace=accept4 \
		-e inject=accept4:error=EMFILE \
		genet listen -k 127.0.0.1:0 -o got --during -- sh -c \
		'peer connect "$GENET_HOST" "$GENET_PORT" send:hello'
	says "$output" 'genet listen: cannot accept a client: too many open'
}

@test "a flood of denied clients does not keep SIGTERM from being obeyed" {
	injected accept4 delay_enter=20000 --keep-open --deny 127.0.0.0/8 \
		127.0.0.1:0 --during -- sh -c 'while ! [ -e go ]
			do peer stdio pause:10; done; echo over >&2'
	# shellcheck disable=SC2016 # the inner shell's
	for _ in 1 2; do
		start bash -c 'while : >/dev/tcp/127.0.0.1/$0; do :; done' \
			"$port" 2>/dev/null
	done
	eventually calls 10
	: >go
	eventually grep -x over err
	kill -TERM "$listener"
	genet_ends 143
}

# ---- Being watched

@test "a listening socket that epoll does not take fails at the start" {
	needs_strace
	for options in --echo '--sh cat' '--sh cat --crlf'; do
		# shellcheck disable=SC2086 # several words
		run -1 strace -qq -o log -e trace=epoll_ctl \
			-e inject=epoll_ctl:error=ENOSPC:when=2 \
			genet listen --keep-open $options --ready-fd 1 \
			127.0.0.1:0
		is "$output" 'genet listen: cannot wait for clients: '`
			`'no space left on device'
	done
	# The first of these calls is about signals.
	run -1 strace -qq -o log -e inject=epoll_ctl:error=ENOSPC:when=1 \
		genet listen --keep-open --echo --ready-fd 1 127.0.0.1:0
	is "$output" 'genet listen: cannot make an epoll descriptor: '`
		`'no space left on device'
}

@test "a client that epoll does not take is ended with a line, and counts" {
	injected epoll_ctl error=ENOSPC:when=3 --echo --count-conns 2 \
		127.0.0.1:0
	client expect-end
	run -0 client send:hello shut recv-all
	is "$output" hello
	genet_ends 1
	says "$(<err)" 'connection from 127.0.0.1:' \
		'cannot be watched: no space left on device' \
		'genet listen: 1 of 2 connections failed on this side'
}

@test "the program of a client that epoll does not take is ended" {
	injected epoll_ctl error=ENOSPC:when=3 --count-conns 1 --crlf \
		127.0.0.1:0 --exec -- peer stdio pause:60000
	client expect-end
	stopwatch genet_ends 1
	took_at_most 20000
	says "$(<err)" 'cannot be watched: no space left on device'
}

# ---- Failures of this host under -k

# lost_here CALL ERROR REASON: a failing CALL ends one connection, and is status 7.
lost_here() {
	injected "$1" "error=$2:when=1" --echo --count-conns 2 127.0.0.1:0
	client send:one recv-all || : # what it sent may be unread
	run -0 client send:hello shut recv-all
	is "$output" hello
	genet_ends 7
	is "$(grep -c "^connection from 127.0.0.1:.* lost: $3" err)" 1
}

@test "-k: bytes that were lost by a failing call here are status 7" {
	for call in recvfrom sendto; do
		lost_here "$call" ENOMEM 'out of memory'
		lost_here "$call" EPERM 'not permitted'
	done
}

@test "-k: a connection that the network lost does not count" {
	for lost in EHOSTUNREACH ENETRESET EPROTO ECONNABORTED; do
		injected recvfrom "error=$lost:when=1" --echo --count-conns 2 \
			127.0.0.1:0
		client send:one recv-all || : # what it sent is unread
		client send:hello shut recv-all
		genet_ends 0
		run ! grep 'connection' err
	done
}

@test "the reset of a client is printed with -v only" {
	for verbose in '' -v; do
		receiver listen --keep-open --echo $verbose
		client send:one reset
		run -0 client send:hello shut recv-all
		is "$output" hello
		kill -TERM "$genet"
		genet_ends 143
		is "$(grep -c 'reset by peer' err)" $((${#verbose} / 2))
	done
}

@test "few lines about single clients are printed in a second, and the rest is counted" {
	needs_strace
	for kind in handed-over watched; do
		options=(--exec)
		[[ $kind == handed-over ]] || options=(--crlf --exec)
		injected "$FORKING_CALLS" error=EAGAIN --keep-open --count-conns 100 \
			127.0.0.1:0 "${options[@]}" -- cat
		for _ in {1..100}; do : >"/dev/tcp/127.0.0.1/$port"; done
		genet_ends 1
		told=$(grep -c "^cannot start 'cat'" err)
		left_out=$(awk '/more such lines were left out$/ { n += $1 }
			END { print n + 0 }' err)
		((told < 100))
		is $((told + left_out)) 100
		says "$(<err)" '100 of 100 connections failed on this side'
	done
}

@test "with -v, a client that is connected when the listener is stopped is printed" {
	for verbose in '' -v; do
		receiver listen --keep-open --echo $verbose
		start peer connect 127.0.0.1 "$port" send:hello recv:5 hold \
			>heard
		eventually test -s heard
		rm heard
		kill -TERM "$genet"
		genet_ends 143
		[[ -n $verbose ]] || holds err ''
	done
	says "$(<err)" \
		'connection 1 cut off: the listener was stopped (5 B in, 5 B out)'
}

# ---- Clients that hold their place

@test "--idle-timeout ends a client that never reads the end of its answer" {
	receiver listen --keep-open --echo --idle-timeout 300ms --max-conns 1 \
		--send-buffer 208K
	start peer connect 127.0.0.1 "$port" send-pattern:250000 shut hold
	run -0 client send:next shut recv-all
	is "$output" next
}

@test "--idle-timeout does not end a client that reads its answer slowly" {
	pattern 250000 >in
	for options in --keep-open --once; do
		receiver listen "$options" --idle-timeout 2s --input "$PWD/in" \
			--send-buffer 208K
		client shut pause:700 recv:100000 pause:700 recv:50000 \
			pause:700 recv-all >heard
		cmp heard in
	done
	genet_ends 0
}

# ---- What others cost who are there and say nothing

# idle COUNT: starts so many clients, which have sent half a line and wait.
idle() {
	(($1 > 0)) || return 0
	pipe "go$1"
	start_ready peer-many records 127.0.0.1 "$port" "$1" 0 <"go$1"
}

# cost COUNT ACTION...: leaves in $cost how many milliseconds of CPU time the actions
# cost the listener beside COUNT idle clients.
cost() {
	local before
	idle "$1"
	before=$(cpu_ms "$genet")
	"${@:2}"
	cost=$(($(cpu_ms "$genet") - before))
}

@test "a client of a watched program costs the same beside 200 that are idle" {
	not_under_valgrind 'too many programs for it'
	for count in 0 200; do
		receiver listen --keep-open --crlf --exec -- cat
		cost "$count" client ask:3000
		costs+=("$cost")
	done
	echo "alone ${costs[0]} ms, beside 200 ${costs[1]} ms"
	((costs[1] < 2 * costs[0] + 100))
}

@test "clients that come and go cost the same beside 1,000 that are idle" {
	not_under_valgrind 'too many for it'
	for count in 0 1000; do
		receiver listen --keep-open --format lines --max-conns=1100 \
			--idle-timeout 1h
		cost "$count" peer-many turns 127.0.0.1 "$port" 2000
		costs+=("$cost")
	done
	echo "alone ${costs[0]} ms, beside 1,000 ${costs[1]} ms"
	((costs[1] < 2 * costs[0] + 100))
}

@test "a client costs few system calls when nobody asked to be told of it" {
	needs_strace
	start_ready strace -qq -o log -e trace=fcntl,getsockname \
		genet listen --ready-fd 3 --keep-open --discard \
		--count-conns 100 127.0.0.1:0
	genet=$pid port=${ready##*:}
	before=$(wc -l <log)
	for _ in {1..100}; do : >"/dev/tcp/127.0.0.1/$port"; done
	genet_ends 0
	(($(wc -l <log) - before < 100))
}

# ---- A program beside the listener whose client never comes

@test "--during: that no client came is status 8, and said" {
	for options in --once --keep-open; do
		run -8 genet listen "$options" 127.0.0.1:0 --during -- true
		says "$output" 'genet listen: no client came'
	done
	run -8 genet unix listen ./socket --during -- true
	says "$output" 'genet unix listen: no client came'
}

@test "--during: that no datagram came is status 8, and said" {
	run -8 genet udp-recv 127.0.0.1:0 --during -- true
	says "$output" 'genet udp-recv: no datagram came'
	run -8 genet unix recv ./socket --during -- true
	says "$output" 'genet unix recv: no datagram came'
}

@test "--during: if the program fails, genet does not say that nobody came" {
	run -3 genet listen 127.0.0.1:0 --quiet --during -- sh -c 'exit 3'
	is "$output" ''
	run -3 genet udp-recv 127.0.0.1:0 --quiet --during -- sh -c 'exit 3'
	is "$output" ''
}
