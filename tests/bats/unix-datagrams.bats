#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# unix send and unix recv: what becomes a datagram, how it is printed, when they end,
# answers, and the socket's file. What they share with udp-send and udp-recv is tested
# there.
load helpers

# receiving [OPTION...]: starts unix recv at the file socket, or at $name.
receiving() {
	address=${name:-socket} receiver 'unix recv' "$@"
}

# receiving_peer ACTION...: starts a peer at the same file, as process $peer; heard has
# the length and the text of each datagram, a line each.
receiving_peer() {
	start_ready peer-udp bind unix socket "$@" >heard 2>peer.err </dev/null
	peer=$pid
}

# sends ACTION...: runs a peer that sends to it, and has no address of its own.
sends() {
	peer-udp connect unix socket "$@"
}

# sends_at_once ACTION...: all are sent before genet receives any of them.
sends_at_once() {
	kill -STOP "$genet"
	sends "$@"
	kill -CONT "$genet"
}

# left_over: leaves a socket file whose receiver was killed.
left_over() {
	receiving
	kill -KILL "$genet"
	genet_ends 137
	[[ -S socket ]]
}

# serves: $genet receives one datagram, and ends with success.
serves() {
	genet unix send --data hello socket
	genet_ends 0
	holds got hello
}

# ---- What is a datagram

@test "what one read gives is a datagram" {
	pipe in
	receiving_peer recv:1 recv:1
	start genet unix send socket <in
	genet=$pid
	printf 'one\n' >&"$in"
	eventually test -s heard
	printf 'two' >&"$in"
	close_pipe in
	peer_ends
	genet_ends 0
	holds heard $'4 one\n\n3 two\n'
}

@test "--lines, --block and --length-prefixed keep their boundaries" {
	receiving_peer recv:9
	printf 'a\n\nlast' | genet unix send --lines socket
	printf abcdefghij | genet unix send --block 4 socket
	printf '\0\0\0\3abc\0\0\0\0\0\0\0\1d' |
		genet unix send --length-prefixed socket
	peer_ends
	is "$(xargs <heard)" '1 a 0 4 last 4 abcd 4 efgh 2 ij 3 abc 0 1 d'
}

@test "--length-prefixed carries boundaries through a pipe" {
	receiving_peer recv:4
	pipe frames
	name=first receiving --length-prefixed --count 4 --output frames
	start genet unix send --length-prefixed socket <frames
	close_pipe frames
	peer-udp connect unix first send:a send:bcd send: send:ef
	genet_ends 0
	peer_ends
	holds heard $'1 a\n3 bcd\n0 \n2 ef\n'
}

@test "a datagram of 60000 bytes is sent whole" {
	pattern 60000 >file
	receiving_peer recv-prefixed:1
	genet unix send socket <file
	peer_ends
	tail -c +5 heard | cmp - file
}

@test "a datagram of 60000 bytes is received whole" {
	pattern 60000 >file
	receiving --count 1
	genet unix send --input file socket
	genet_ends 0
	cmp got file
}

@test "a longer read is cut into datagrams of 65507 bytes, and -v says so" {
	pattern 100000 >file
	receiving --count 2
	run -0 genet unix send -v --input file socket
	says "$output" 'datagrams of 65507 B' 'sent 2 datagrams'
	genet_ends 0
	cmp got file
}

@test "--data may be longer than that, and is one datagram" {
	receiving --count 1
	genet unix send --data "$(printf %0120000d 0)" socket
	genet_ends 0
	is "$(wc -c <got)" 120000
}

@test "10000 datagrams to a receiver that is slow all arrive, in order" {
	seq 10000 >numbers
	receiving --count 10000 --format lines
	kill -STOP "$genet"
	start genet unix send --lines -v --input numbers socket 2>sent
	sender=$pid
	eventually test -s sent
	kill -CONT "$genet"
	genet_ends 0
	wait "$sender"
	cmp got numbers
}

@test "an empty datagram does not end it" {
	receiving --count 3 --format lines
	sends send:a send: send:b
	genet_ends 0
	holds got $'a\n\nb\n'
}

@test "--end-empty ends both with an empty datagram" {
	receiving --end-empty --timeout 20s
	genet unix send --end-empty socket <<<hi
	genet_ends 0
	holds got $'hi\n'
}

@test "--repeat and --interval" {
	receiving_peer recv:3
	stopwatch genet unix send --data x --repeat 3 --interval 100ms socket
	peer_ends
	((took >= 200))
	holds heard $'1 x\n1 x\n1 x\n'
}

# ---- Nothing is cut silently

@test "a datagram that the socket does not take whole is an error" {
	needs_strace
	receiving_peer recv:1
	run -1 --separate-stderr strace -qq -o log \
		-e inject=sendmmsg,sendmsg:error=EMSGSIZE genet unix send \
		--data "$(printf %01000d 0)" socket
	is "${stderr_lines[0]}" "genet unix send: cannot send datagram 1 of \
1000 B to socket: it is too long"
	says "${stderr_lines[1]}" 'nothing was cut'
	genet unix send --data x socket
	peer_ends
	holds heard $'1 x\n'
}

@test "a datagram that is longer than genet's buffer is status 1 and a line" {
	receiving --count 2
	sends send-zeros:300000 send:x
	genet_ends 1
	is "$(<err)" 'genet unix recv: 1 datagram was cut: longer than 262144 B'
}

# ---- Whom it hears, and what is written

@test "three senders that send in turn are all heard" {
	receiving --count 6
	for text in a b c; do
		start peer-udp connect unix socket \
			"send:$text" pause:100 "send:$text"
	done
	genet_ends 0
	is "$(fold -w 1 got | sort | xargs)" 'a a b b c c'
}

@test "--format raw, lines and length-prefixed" {
	receiving --count 2
	sends send:ab send:cd
	genet_ends 0
	holds got abcd
	receiving --count 2 --format lines
	sends send:ab send:cd
	genet_ends 0
	holds got $'ab\ncd\n'
	receiving --count 2 --format length-prefixed
	sends send:abc send:
	genet_ends 0
	cmp got <(printf '\0\0\0\3abc\0\0\0\0')
}

@test "--format hex is a heading with the sender's name, and a dump" {
	receiving --count 1 --format hex
	genet unix send --data 'hello\n' socket
	genet_ends 0
	is "$(sed 's/@[0-9a-f]\{5\}$/@NAME/' got)" "6 B from @NAME
00000000  68 65 6c 6c 6f 0a                                 |hello.|"
}

@test "--format json: a sender's own name is abstract" {
	receiving --count 1 --format json
	genet unix send --data '\xff\xfe' socket
	genet_ends 0
	grep -Eq '^\{"v":1,"event":"datagram","ts":"20.*Z","t":[0-9.]+,' got
	grep -Eq '"remote":\{"abstract":"[0-9a-f]{5}"\},' got
	says "$(<got)" '"len":2,"b64":"//4="}'
}

@test "--format json: a path that is not UTF-8 is valid JSON, too" {
	receiving --count 1 --format json
	peer-udp bind unix $'bad\xff\xfe' aim:socket send:x 3>&-
	genet_ends 0
	says "$(<got)" '"remote":{"path_b64":"YmFk//4="},'
}

@test "--format hex: a path cannot forge a heading" {
	receiving --count 1 --format hex
	peer-udp bind unix $'a\n9 B from b' aim:socket send: 3>&-
	genet_ends 0
	holds got $'0 B from a\\n9 B from b\n'
}

@test "--format json: an answer comes from the path" {
	receiving --count 1 --reply pong
	run -0 genet unix send --data ping --reply --timeout 5s --format json \
		socket
	says "$output" '"remote":{"path":"socket"},"len":4,"text":"pong"}'
}

@test "--format json: a sender without an address has no remote" {
	receiving --count 1 --format json
	sends send:x
	genet_ends 0
	says "$(<got)" '"len":1,"text":"x"}'
	run ! grep remote got
}

# has_few_descriptors: $genet has not many more descriptors than it needs.
has_few_descriptors() {
	local all=("/proc/$genet/fd/"*)
	((${#all[@]} < 20))
}

@test "descriptors that come with a datagram are not kept" {
	receiving --count 4
	sends send-descriptors:25 send-descriptors:25 send:x
	eventually holds got xxx
	has_few_descriptors
	sends send:x
	genet_ends 0
}

@test "descriptors that come with an answer are not kept" {
	receiving_peer recv:1 send-descriptors:25 pause:2000 answer:x
	start genet unix send --data hello --reply=2 socket >got
	genet=$pid
	eventually test -s got
	has_few_descriptors
	genet_ends 0
	holds got xx
}

# ---- When it ends

@test "--count ends it" {
	receiving --count 3 --timeout 20s
	sends_at_once send:a send:b send:c send:d
	genet_ends 0
	holds got abc
}

@test "--count that does not come within --timeout is status 124" {
	receiving --count 3 --timeout 1s
	sends send:a
	genet_ends 124
	holds got a
	says "$(<err)" 'received 1 of 3 datagrams within 1 s'
	[[ ! -e socket ]]
}

@test "--for, --expect and --crlf are known here, too" {
	receiving --for "$(with_slack 1)" --expect $'a\r\n'
	genet unix send --crlf --data 'a\n' socket
	genet_ends 0
	holds got $'a\r\n'
	receiving --count 1 --expect b --reply pong
	run -8 genet unix send --data a --reply=any --for "$(with_slack 1)" \
		--expect x socket
	says "$output" "the expected 'x' was not received; received 1 answer, \
the last: 'pong' (4 B)"
	genet_ends 8
}

# ---- Answers

@test "--reply answers each sender" {
	receiving --reply 'po\x6eg\n' --count 2
	for text in a b; do
		run -0 genet unix send --reply --timeout 5s --data $text socket
		is "$output" pong
	done
	genet_ends 0
	holds got ab
}

@test "--echo sends each back as it is" {
	pattern 60000 >file
	receiving --echo --count 2
	genet unix send --reply --timeout 5s --input file socket >back
	cmp back file
	genet unix send --reply --timeout 5s --data '' --format length-prefixed \
		socket >back
	cmp back <(printf '\0\0\0\0')
	genet_ends 0
}

@test "a sender that has the receiver's own name is not answered" {
	receiving --echo --count 2 --format lines
	mv socket moved
	start peer-udp bind unix socket aim:moved send:forged
	wait "$pid"
	rm socket
	mv moved socket
	genet unix send --data x socket
	genet_ends 0
	holds got $'forged\nx\n'
	says "$(<err)" '1 datagram was not answered: ' "genet's own"
}

@test "--reply=3 waits for three answers" {
	receiving_peer recv:1 answer:a pause:50 answer:b answer:c answer:d
	run -0 genet unix send --data ping --reply=3 --format lines \
		--timeout 5s socket
	is "$output" $'a\nb\nc'
	holds heard $'4 ping\n'
}

@test "--reply that nobody answers is status 124" {
	receiving_peer recv:1 expect-silence:2000
	stopwatch run -124 genet unix send --data ping --reply --timeout 300ms \
		socket
	((took >= 300))
	took_at_most 1000
	says "$output" 'received no answers within 300 ms'
}

@test "the address for the answer leaves no file, and ends with the sender" {
	receiving --count 2 --format hex
	genet unix send --data x socket
	is "$(find . -type s)" ./socket
	eventually test -s got
	name=$(sed -n 's/.* from //p' got)
	[[ $name == @* ]]
	run -4 genet unix send --data x "$name"
}

@test "a sender without an address cannot be answered: a warning" {
	receiving --echo --count 2
	sends send:x
	run -0 genet unix send --reply --timeout 5s --data y socket
	is "$output" y
	genet_ends 0
	holds got xy
	is "$(<err)" \
		'1 datagram was not answered: there was no way back to the sender'
}

# ---- Nobody to send to

@test "no file: status 4" {
	run -4 --separate-stderr genet unix send --data x socket
	is "${stderr_lines[0]}" \
		'genet unix send: cannot connect to socket: no such file or directory'
	says "${stderr_lines[1]}" 'genet unix recv socket'
}

@test "a file left over: status 4, and that it is" {
	left_over
	run -4 --separate-stderr genet unix send --data x socket
	is "${stderr_lines[0]}" \
		'genet unix send: cannot connect to socket: connection refused'
	says "${stderr_lines[1]}" 'left over'
}

@test "not a socket: status 4, and that it is none" {
	echo >there
	run -4 genet unix send --data x there
	is "$output" 'genet unix send: cannot connect to there: not a socket'
}

@test "@NAME that nobody has: status 4" {
	run -4 genet unix send --data x "@genet-$$-nobody"
	says "$output" "@genet-$$-nobody: connection refused"
}

@test "a receiver that goes is status 4 at the next datagram" {
	pipe in
	receiving_peer recv:1
	start genet unix send --lines socket <in 2>err
	genet=$pid
	echo one >&"$in"
	peer_ends
	echo two >&"$in"
	genet_ends 4
	is "$(head -n 1 err)" \
		'genet unix send: cannot send to socket: connection refused'
}

@test "a receiver that goes while its queue is full is status 4" {
	pipe told
	receiving
	kill -STOP "$genet"
	start genet unix send -v --data x --repeat forever socket \
		2>told
	sender=$pid
	read -r -u "$told" line
	is "${line% in *}" 'connected to socket'
	kill -KILL "$genet"
	genet_ends 137
	genet=$sender
	genet_ends 4
}

@test "a socket of another type: which, and what to type" {
	start_ready peer listen unix stream
	run -1 genet unix send --data x stream
	says "$output" 'a stream socket, not a datagram one' \
		'genet unix connect stream'
}

@test "no right to send: status 5 and the mode" {
	local unprivileged=()
	((EUID != 0)) || unprivileged=(
		setpriv --bounding-set=-all --inh-caps=-all)
	receiving --mode 000
	run -5 "${unprivileged[@]}" genet unix send --data x socket
	says "$output" 'cannot connect to socket: permission denied' 'mode 0000'
}

# ---- The file

@test "the file goes with the receiver" {
	receiving --count 1
	[[ -S socket ]]
	serves
	[[ ! -e socket ]]
}

@test "a file left over by SIGKILL is taken over" {
	left_over
	receiving --count 1
	serves
	[[ ! -e socket ]]
}

@test "a live receiver is not disturbed: status 6 and who it is" {
	receiving --count 1
	for _ in {1..5}; do
		run -6 --separate-stderr genet unix recv socket
		is "${stderr_lines[0]}" "genet unix recv: cannot listen on \
socket: address already in use"
		says "${stderr_lines[1]}" '  hint: held by ' "(pid $genet)"
	done
	serves
}

@test "a stream listener is not disturbed either" {
	address=socket receiver 'unix listen'
	run -6 genet unix recv socket
	says "$output" "(pid $genet)"
	genet unix connect --data hello socket
	genet_ends 0
	holds got hello
}

@test "a receiver in another network namespace is in use" {
	network
	receiving --count 1
	inside=()
	run -6 genet unix recv socket
	says "$output" 'address already in use'
	[[ -S socket ]]
	serves
}

@test "a file that is not a socket is left alone" {
	echo precious >there
	run -6 genet unix recv there
	is "$output" "genet unix recv: cannot listen on there: \
the file exists and is not a socket"
	is "$(<there)" precious
	ln -s there link
	run -6 genet unix recv link
	[[ -L link ]]
}

@test "SIGTERM, SIGINT and SIGHUP remove the file" {
	local signal
	for signal in TERM INT HUP; do
		receiving
		kill "-$signal" "$genet"
		genet_ends $((128 + $(kill -l "$signal")))
		[[ ! -e socket ]]
	done
}

@test "a failure after the file was made removes it" {
	run -1 genet unix recv --ready-file no/such/file socket
	[[ ! -e socket ]]
	run -1 genet unix recv --output no/such/file socket
	[[ ! -e socket ]]
}

@test "a newer file of another process is not removed" {
	receiving
	rm socket
	receiving_peer recv:1
	kill -TERM "$genet"
	genet_ends 143
	genet unix send --data hello socket
	peer_ends
	holds heard $'5 hello\n'
}

@test "nobody else may send by default, whatever the umask" {
	umask 0
	receiving
	is "$(stat --format %a socket)" 600
}

@test "--mode is the mode, whatever the umask" {
	umask 077
	receiving --mode 0666
	is "$(stat --format %a socket)" 666
}

@test "--mode is there before a sender can be" {
	needs_strace
	start_ready strace -qq -o log -e \
		trace=umask,bind,chmod,fchmod,fchmodat \
		genet unix recv --mode 0660 --ready-fd 3 --count 1 socket
	genet unix send --data x socket
	wait "$pid"
	is "$(grep -oE '^(umask\([0-7]+|[a-z]+)' log | tr '\n' ' ')" \
		"umask(0117 bind umask($(umask | sed 's/^0*/0/') "
}

@test "@NAME is abstract: there is no file" {
	name=@genet-$$-abstract receiving --count 1
	[[ -z $(find . -type s) ]]
	is "$ready" "@genet-$$-abstract"
	run -6 genet unix recv "@genet-$$-abstract"
	says "$output" "(pid $genet)"
	genet unix send --data hello "unix:@genet-$$-abstract"
	genet_ends 0
	holds got hello
}

@test "a path of 108 bytes is a usage error that says the limit" {
	path=$(printf '%0108d' 0)
	run -2 genet unix recv "$path"
	says "$output" '108 bytes' 107
	run -2 genet unix send --data x "$path"
	says "$output" '108 bytes' 107
}

@test "a descriptor cannot be inherited, and makes no file" {
	run -2 --separate-stderr genet unix recv fd:3
	says "${stderr_lines[0]}" "'fd:3' is an inherited descriptor"
	says "${stderr_lines[1]}" ./fd:3
	[[ ! -e fd:3 ]]
}

# ---- Ready means ready

announced_then_received() {
	receiving --count 1 --quiet
	serves
}

@test "a datagram sent at the announcement is received, each time" {
	rounds 20 announced_then_received
}

@test "--announce knows address and path; port and host are empty" {
	start_ready genet unix recv --ready-fd 3 --announce \
		'%{address}|%{path}|%{port}|%{host}|%{pid}' socket
	is "$ready" "socket|socket|||$pid"
}

@test "--ready-file holds the announcement" {
	start genet unix recv --ready-file ready --count 1 "$PWD/socket" >got
	genet=$pid
	eventually test -e ready
	is "$(<ready)" "$PWD/socket"
	serves
}

# ---- What is said, and what is wrong

@test "without -v nothing is said when all goes well" {
	start_ready genet unix recv --ready-fd 3 --count 1 socket 2>err
	genet=$pid
	run -0 genet unix send --data x socket
	is "$output" ''
	genet_ends 0
	holds err ''
}

@test "-v says where, how many and how much" {
	pipe err
	start genet unix recv -v --count 2 socket 2>err
	genet=$pid
	expect_line "$err" 'listening on socket'
	run -0 genet unix send -v --data abc --end-empty socket
	says "${lines[0]}" 'connected to socket in '
	says "${lines[1]}" 'sent 2 datagrams, 3 B, in '
	genet_ends 0
	expect_line "$err" 'received 2 datagrams, 3 B; the kernel dropped 0'
}

@test "-vv says each datagram, and from whom" {
	receiving -vv --count 1
	genet unix send --data abc socket
	genet_ends 0
	grep -Eq '^ [0-9.]+ datagram: 3 B from @[0-9a-f]{5}$' err
}

@test "-vvv shows the socket calls" {
	start_ready genet unix recv -vvv --ready-fd 3 --count 1 socket 2>err
	genet=$pid
	run -0 genet unix send -vvv --data abc socket
	says "$output" 'socket(AF_UNIX, SOCK_DGRAM, 0)' \
		'# a free name, so that the peer can answer' ', socket) = 0'
	genet_ends 0
	says "$(<err)" 'socket(AF_UNIX, SOCK_DGRAM, 0)' ', socket) = 0' \
		'unlink("socket") = 0'
}

@test "usage errors are status 2" {
	run -2 genet unix send
	run -2 genet unix recv
	run -2 genet unix send ''
	run -2 genet unix recv @
	run -2 genet unix send --lines --data x socket
	says "$output" 'only one of'
	run -2 genet unix send --repeat 3 socket
	run -2 genet unix send --size 65508 socket
	run -2 genet unix recv --count 0 socket
	run -2 genet unix recv --echo --reply x socket
	run -2 genet unix recv --length-prefixed --format hex socket
	run -2 genet unix recv --mode 888 socket
	[[ ! -e socket ]]
}

@test "an abstract name of another type of socket is an error that says so" {
	address=@genet-$$ receiver 'unix listen'
	run -1 genet unix send "@genet-$$" --data x
	is "${lines[0]}" "genet unix send: cannot connect to @genet-$$: \
it is a stream socket, not a datagram one"
	says "$output" "genet unix connect @genet-$$"
	run -1 genet unix connect --seqpacket "@genet-$$" --data x
	says "$output" 'it is a stream socket'
	run -4 genet unix send "@genet-none-$$" --data x
	says "$output" 'nothing receives there'
}
