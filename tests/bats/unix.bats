#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# unix connect and unix listen: addresses, the socket's file, sessions and messages.
# shellcheck disable=SC2016 # --during has variables of its own
load helpers

kind= # of socket: empty, or -seqpacket

# begin connect|listen [OPTION...] -- ACTION...: as in conversation.bash, at a file
# named socket.
begin() {
	local before behind
	split_at -- "${@:2}"
	before+=(${kind:+"-$kind"})
	if [[ $1 == connect ]]; then
		start_ready peer "listen$kind" unix socket "${behind[@]}" \
			>heard 2>peer.err </dev/null
		peer=$pid
		start genet unix connect "${before[@]}" socket >got 2>err
		genet=$pid
	else
		address=socket receiver 'unix listen' "${before[@]}"
		start peer "connect$kind" unix socket "${behind[@]}" \
			>heard 2>peer.err </dev/null
		peer=$pid
	fi
}

# listening [OPTION...] PATH: starts unix listen, as process $genet.
listening() {
	address=${*: -1} receiver 'unix listen' "${@:1:$# - 1}"
}

# left_over: leaves a socket file whose listener was killed.
left_over() {
	listening socket
	kill -KILL "$genet"
	genet_ends 137
	[[ -S socket ]]
}

# serves PATH: $genet receives a client's bytes, and ends with success.
serves() {
	peer connect unix "$1" send:hello
	genet_ends 0
	holds got hello
}

# ---- Addresses

@test "a path is a file that goes with the listener" {
	listening socket
	[[ -S socket ]]
	serves socket
	[[ ! -e socket ]]
}

@test "unix: may stand before a path" {
	listening "unix:$PWD/socket"
	peer connect unix socket send:hello
	genet_ends 0
}

@test "@NAME is abstract: there is no file" {
	listening "@genet-$$-abstract"
	[[ -z $(find . -type s) ]]
	is "$ready" "@genet-$$-abstract"
	run -0 genet unix connect --data hello "unix:@genet-$$-abstract"
	genet_ends 0
	holds got hello
}

@test "@NAME in use: who holds it" {
	listening "@genet-$$-taken"
	run -6 genet unix listen "@genet-$$-taken"
	says "$output" "cannot listen on @genet-$$-taken: address already in use" \
		"(pid $genet)"
}

@test "@NAME that nobody has: status 4" {
	run -4 genet unix connect "@genet-$$-nobody"
	says "$output" "cannot connect to @genet-$$-nobody: connection refused"
}

@test "a path of 107 bytes may name a directory" {
	path=$(printf '%0106d/' 0)
	mkdir "$path"
	run -6 genet unix listen "$path"
	says "$output" 'the file exists and is not a socket'
}

@test "a path of 107 bytes is not too long" {
	path=$(printf '%0107d' 0)
	listening "$path"
	is "$ready" "$path"
	run -0 genet unix connect --data hello "$path"
	genet_ends 0
	holds got hello
	[[ ! -e $path ]]
}

@test "a path of 108 bytes is a usage error that says the limit" {
	path=$(printf '%0108d' 0)
	run -2 genet unix listen "$path"
	says "$output" '108 bytes' 107
	run -2 genet unix connect "$path"
	says "$output" '108 bytes' 107
}

@test "a missing path is a usage error" {
	run -2 genet unix connect
	run -2 genet unix connect ''
	run -2 genet unix listen unix:
	run -2 genet unix listen @
}

@test "unix alone says which commands there are" {
	run -2 genet unix
	says "$output" connect listen
	run -2 genet unix conect path
	says "$output" "unknown command 'unix conect'" "'unix connect'?"
	run -2 genet unix xyz path
	says "$output" "unknown command 'unix xyz'" connect listen send recv
}

@test "a listening descriptor may be inherited" {
	pipe err
	start peer fd3 unix socket genet unix listen -v fd:3 \
		</dev/null >got 2>err
	genet=$pid
	expect_line "$err" 'listening on socket'
	serves socket
	[[ -S socket ]] # it is not ours to remove
}

@test "--seqpacket is refused for an inherited stream socket" {
	run -2 peer fd3 unix socket genet unix listen --seqpacket fd:3 3>&-
	says "$output" 'descriptor 3 is a stream socket, not a seqpacket one'
}

# ---- The file: left over, in use, not a socket

@test "a file left over by SIGKILL is taken over" {
	left_over
	listening socket
	serves socket
	[[ ! -e socket ]]
}

@test "a listener in use is not replaced: status 6 and who it is" {
	listening socket
	run -6 --separate-stderr genet unix listen socket
	is "${stderr_lines[0]}" \
		'genet unix listen: cannot listen on socket: address already in use'
	says "${stderr_lines[1]}" '  hint: held by ' "(pid $genet)"
	[[ -S socket ]]
}

@test "a listener is not disturbed by another one for the same path" {
	listening socket
	for _ in {1..5}; do
		run -6 genet unix listen socket
	done
	serves socket
}

@test "a socket that is bound but does not listen is in use" {
	start_ready peer bind unix socket
	run -6 genet unix listen socket
	says "$output" "held by peer (pid $pid)"
	[[ -S socket ]]
}

@test "a socket of another type is in use" {
	start_ready peer datagrams unix socket
	run -6 genet unix listen socket
	says "$output" "held by peer (pid $pid)"
	[[ -S socket ]]
}

@test "a listener in another network namespace is in use" {
	network
	start_ready peer listen unix socket
	inside=()
	run -6 genet unix listen socket
	says "$output" 'address already in use'
	[[ -S socket ]]
}

@test "a file is left over although a connection of its listener lives on" {
	pipe reply
	start_ready peer listen unix socket $'send:hi\n' hold
	start genet unix connect --no-stdin socket >reply
	expect_line "$reply" hi
	listening socket
	serves socket
}

not_a_socket() {
	run -6 genet unix listen there
	is "$output" "genet unix listen: cannot listen on there: \
the file exists and is not a socket"
}

@test "a regular file is left alone" {
	echo precious >there
	not_a_socket
	is "$(<there)" precious
}

@test "a directory is left alone" {
	mkdir there
	not_a_socket
	[[ -d there ]]
}

@test "a symbolic link is left alone, also one to a socket left over" {
	left_over
	ln -s socket there
	not_a_socket
	[[ -L there && -S socket ]]
	rm socket
	not_a_socket
}

@test "a path that cannot be made: the cause" {
	run -6 genet unix listen no/such/socket
	says "$output" 'cannot listen on no/such/socket: no such file or directory'
}

@test "of four that want a file left over one gets it" {
	pipe ends
	for _ in {1..8}; do
		left_over
		for _ in {1..4}; do
			start sh -c 'genet unix listen --quiet socket 2>&1
				echo $? >ends' </dev/null >>got
		done
		for _ in {1..3}; do
			expect_line "$ends" 6
		done
		peer connect unix socket
		expect_line "$ends" 0
		[[ ! -e socket ]]
	done
}

@test "SIGTERM, SIGINT and SIGHUP remove the file" {
	local signal
	for signal in TERM INT HUP; do
		listening socket
		kill "-$signal" "$genet"
		genet_ends $((128 + $(kill -l "$signal")))
		[[ ! -e socket ]]
	done
}

@test "a timeout removes the file" {
	run -124 genet unix listen --timeout 100ms socket
	says "$output" 'no client came to socket within 100 ms'
	[[ ! -e socket ]]
}

@test "an announcement that fails removes the file" {
	run -1 genet unix listen --ready-file no/such/file socket
	[[ ! -e socket ]]
}

@test "a newer file of another process is not removed" {
	listening socket
	rm socket
	start_ready peer listen unix socket recv-all >heard
	peer=$pid
	kill -TERM "$genet"
	genet_ends 143
	run -0 genet unix connect --data hello socket
	peer_ends
	holds heard hello
}

# ---- The mode

has_mode() {
	is "$(stat --format %a socket)" "$1"
}

@test "nobody else may connect by default, whatever the umask" {
	umask 0
	listening socket
	has_mode 600
}

@test "--mode is the mode, whatever the umask" {
	umask 077
	listening --mode 0666 socket
	has_mode 666
}

@test "--mode is there before a client can be" {
	needs_strace
	start_ready strace -qq -o log -e \
		trace=umask,bind,listen,chmod,fchmod,fchmodat \
		genet unix listen --mode 0660 --ready-fd 3 socket </dev/null
	peer connect unix socket
	wait "$pid"
	is "$(grep -oE '^(umask\([0-7]+|[a-z]+)' log | tr '\n' ' ')" \
		"umask(0117 bind umask($(umask | sed 's/^0*/0/') listen "
}

@test "--mode refuses what is no mode" {
	for mode in 0888 rw 7777 66 0x180 -1 ''; do
		run -2 genet unix listen --mode "$mode" socket
		says "$output" "'$mode'"
	done
}

@test "--mode is refused where there is no file" {
	run -2 genet unix listen --mode 0600 "@genet-$$"
	says "$output" '--mode has no effect'
	run -2 genet unix listen --mode 0600 fd:7
	says "$output" '--mode has no effect'
	run -2 genet unix recv --mode 0600 "@genet-$$"
	says "$output" '--mode has no effect'
}

@test "--backlog is refused for an inherited socket" {
	run -2 genet unix listen --backlog 7 fd:7
	says "$output" '--backlog has no effect'
}

@test "no right to connect: status 5 and the mode" {
	local unprivileged=()
	((EUID != 0)) || unprivileged=(
		setpriv --bounding-set=-all --inh-caps=-all)
	listening --mode 000 socket
	run -5 "${unprivileged[@]}" genet unix connect socket
	says "$output" 'cannot connect to socket: permission denied' 'mode 0000'
}

# ---- Nobody to connect to

@test "no file: status 4" {
	run -4 --separate-stderr genet unix connect socket
	is "${stderr_lines[0]}" \
		'genet unix connect: cannot connect to socket: no such file or directory'
	says "${stderr_lines[1]}" --retry-for
}

@test "a file left over: status 4, and that it is" {
	left_over
	run -4 --separate-stderr genet unix connect socket
	is "${stderr_lines[0]}" \
		'genet unix connect: cannot connect to socket: connection refused'
	says "${stderr_lines[1]}" 'left over'
}

@test "not a socket: status 4, and that it is none" {
	echo >there
	run -4 genet unix connect there
	is "$output" 'genet unix connect: cannot connect to there: not a socket'
}

@test "a socket of another type: which, and what to type" {
	start_ready peer datagrams unix datagrams
	run -1 genet unix connect datagrams
	says "$output" 'a datagram socket, not a stream one' 'unix send datagrams'
	start_ready peer listen-seqpacket unix packets
	run -1 genet unix connect packets
	says "$output" 'a seqpacket socket' 'unix connect --seqpacket packets'
	start_ready peer listen unix stream
	run -1 genet unix connect --seqpacket stream
	says "$output" 'a stream socket, not a seqpacket one'
}

@test "a socket of another type: none is named if another network has the socket" {
	start_ready peer-udp bind unix socket recv:1
	network
	address=./other receiver unix-listen
	run -1 "${inside[@]}" genet unix connect socket
	says "$output" 'it is a different socket, not a stream one'
}

@test "--retry waits for the file" {
	pipe err
	start genet unix connect -v --retry forever --data hello socket \
		2>err </dev/null
	genet=$pid
	read -r -u "$err" line
	says "$line" 'no such file or directory; trying again'
	start peer listen unix socket recv-all >heard
	peer=$pid
	genet_ends 0
	peer_ends
	holds heard hello
}

@test "--retry-for waits for the listener of a file left over" {
	pipe said
	left_over
	start genet unix connect -v --retry-for 20s --data hello socket \
		2>said </dev/null
	read -r -u "$said" line
	says "$line" 'connection refused; trying again'
	client=$pid
	listening socket
	genet_ends 0
	wait "$client"
	holds got hello
}

@test "--retry has an end: status 4" {
	run -4 genet unix connect --retry 3 --retry-delay 1ms socket
}

@test "--connect-timeout bounds the wait for a full queue" {
	pipe err
	start_ready peer full unix socket
	start genet unix connect -v socket 2>err
	read -r -u "$err" line
	says "$line" 'connected to socket'
	run -124 genet unix connect --connect-timeout 300ms socket
	says "$output" 'cannot connect to socket: ' 'full for '
}

@test "a full queue is waited for" {
	listening --backlog 0 socket
	kill -STOP "$genet"
	start peer connect unix socket send:first
	first=$pid
	wait "$first"
	start genet unix connect --no-stdin -vvv socket 2>err
	client=$pid
	eventually grep EAGAIN err
	kill -CONT "$genet"
	genet_ends 0
	wait "$client" || : # nobody accepts it any more
	holds got first
}

# ---- Who is there

@test "-v: a listener says which process connected" {
	pipe err
	start_ready genet unix listen -v --ready-fd 3 socket 2>err </dev/null
	genet=$pid
	expect_line "$err" 'listening on socket'
	start peer connect unix socket send:hello
	expect_line "$err" \
		"connection 1 from pid $pid uid $(id -u) gid $(id -g) to socket"
}

@test "-v: a client says which process listens" {
	start_ready peer listen unix socket
	run -0 genet unix connect -v --no-stdin socket
	says "$output" \
		"connected to socket (pid $pid uid $(id -u) gid $(id -g)) in "
}

# ---- Readiness

@test "--announce knows address and path; port and host are empty" {
	start_ready genet unix listen --ready-fd 3 --announce \
		'%{address}|%{path}|%{port}|%{host}|%{pid}' "$PWD/socket"
	is "$ready" "$PWD/socket|$PWD/socket|||$pid"
}

@test "%{path} is empty where there is none" {
	start_ready genet listen --announce '%{path}|%{host}' --ready-fd 3 \
		127.0.0.1:0
	is "$ready" '|127.0.0.1'
}

announced_then_in() {
	listening --quiet socket
	serves socket
}

@test "a client that starts at the announcement gets in, each time" {
	rounds 20 announced_then_in
}

# ---- How a session ends

late_answer() {
	converse 0 "$1" -- recv-all pause:300 send-pattern:300000 <<<question
	is "$(<heard)" question
	cmp got <(pattern 300000)
}

@test "connect and listen: the end of input is signalled, and an answer after it arrives" {
	late_answer connect
	late_answer listen
}

@test "connect: genet goes on sending to a peer that only half-closes" {
	peer_only_half_closes connect
}

@test "listen: genet goes on sending to a peer that only half-closes" {
	peer_only_half_closes listen
}

@test "a peer that is gone ends the session at once" {
	pipe in
	echo abc >&"$in"
	stopwatch converse 0 connect -- recv:4 send:hi shut close <in
	took_at_most 2000
	holds got hi
}

@test "a peer that leaves bytes unread: status 7" {
	begin connect -- pause:100 close < <(pattern 100000)
	genet_ends 7
	says "$(<err)" 'connection to socket reset by peer'
}

@test "a client that leaves bytes unread: status 7, and its process" {
	begin listen -- pause:100 close < <(pattern 100000)
	genet_ends 7
	says "$(<err)" "connection from pid $peer " 'reset by peer'
}

both_ways() {
	pattern 20000000 >sent
	converse 0 "$1" -- echo <sent
	cmp got sent
}

@test "connect and listen: 20 MB go both ways at once" {
	both_ways connect
	both_ways listen
}

# ---- Messages

one_read_is_one_message() {
	kind=-seqpacket
	pipe heard
	pipe in
	begin "$1" -- messages:3 <in
	echo one >&"$in"
	expect_line "$heard" 4
	printf 'number two' >&"$in"
	expect_line "$heard" 10
	close_pipe in
	expect_line "$heard" 0
	genet_ends 0
}

@test "connect --seqpacket: what one read returned is one message" {
	one_read_is_one_message connect
}

@test "listen --seqpacket: what one read returned is one message" {
	one_read_is_one_message listen
}

@test "--seqpacket: a file goes in messages of 64 KiB, also to a slow peer" {
	kind=-seqpacket
	pattern 1000000 >file
	converse 0 connect -- pause:300 messages:17 <file
	is "$(sort heard | uniq -c | xargs)" '1 0 1 16960 15 65536'
}

@test "--seqpacket: --data is one message, however long" {
	kind=-seqpacket
	converse 0 connect --data "$(printf '%0100000d' 0)" -- messages:2
	holds heard $'100000\n0\n'
}

@test "--seqpacket: a message longer than 64 KiB arrives whole" {
	kind=-seqpacket
	address=socket receiver 'unix listen' --seqpacket
	run -0 genet unix connect --seqpacket --data "$(printf '%0120000d' 0)" \
		socket
	genet_ends 0
	is "$(wc -c <got)" 120000
}

empty_message() {
	kind=-seqpacket
	converse 0 "$1" -- send:a send: send: pause:100 send:b \
		send: pause:100 send:c shut expect-end </dev/null
	holds got abc
}

@test "connect --seqpacket: an empty message does not end the session" {
	empty_message connect
}

@test "listen --seqpacket: an empty message does not end the session" {
	empty_message listen
}

@test "--seqpacket: an empty message before the end does no harm" {
	kind=-seqpacket
	converse 0 listen -- send:a send: send:b send: </dev/null
	holds got ab
}

@test "--seqpacket: 20 MB go both ways at once" {
	kind=-seqpacket
	both_ways connect
}

@test "--seqpacket: genet goes on sending to a peer that only half-closes" {
	kind=-seqpacket
	peer_only_half_closes connect
}

# ---- Beside a program

@test "recv --during ends with its program, and takes what is queued" {
	run -0 genet unix recv --quiet --format lines -o got socket --during -- \
		sh -c 'for i in 1 2 3; do genet unix send "$GENET_ADDR" --data $i; done'
	holds got $'1\n2\n3\n'
}
