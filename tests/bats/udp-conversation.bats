#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# connect and listen with udp:, and unix connect and unix listen with --datagram: a
# conversation by datagrams with one peer.
load helpers

# bound_peer ACTION...: starts a peer on $port of $address, as process $peer, with its
# output in heard.
bound_peer() {
	start_ready peer-udp bind "${address:-127.0.0.1}" "${port:-0}" "$@" \
		>heard 2>peer.err </dev/null
	peer=$pid
	port=${ready#* }
}

# udp_listener [OPTION...]: starts genet listen udp: on $port.
udp_listener() {
	address=${address:-udp:127.0.0.1:0} receiver listen "$@"
}

# says_to_it ACTION...: runs a sender, with its output in heard.
says_to_it() {
	peer-udp connect "${host:-127.0.0.1}" "$port" "$@" >heard
}

# closed_port [ADDRESS]: sets $port to one that is not bound.
closed_port() {
	apart
	address=${1:-127.0.0.1} bound_peer
	peer_ends
}

here() {
	"${inside[@]}" genet "$@"
}

# ---- A question and an answer

@test "connect asks, and prints the answer" {
	bound_peer recv:1 answer:pong
	genet connect "udp:127.0.0.1:$port" --data ping --until pong >got
	peer_ends
	holds heard $'4 ping\n'
	holds got pong
}

@test "connect over IPv6, with the host in brackets" {
	address=::1 bound_peer recv:1 answer:pong
	genet connect "udp:[::1]:$port" --data ping --until pong >got
	peer_ends
	holds got pong
}

@test "connect with host and port as two words" {
	bound_peer recv:1 answer:pong
	genet connect udp:127.0.0.1 "$port" --data ping --until pong >got
	peer_ends
	holds got pong
}

@test "listen answers its first sender" {
	udp_listener --data pong --until ping
	says_to_it send:ping recv:1
	genet_ends 0
	holds got ping
	holds heard $'4 pong\n'
}

@test "listen over IPv6" {
	address='udp:[::1]:0' udp_listener --data pong --until ping
	host=::1 says_to_it send:ping recv:1
	genet_ends 0
	holds heard $'4 pong\n'
}

@test "two of genet talk to each other" {
	udp_listener --data 'the listener' --until connector
	genet connect "udp:127.0.0.1:$port" --data 'the connector' \
		--until listener >reply
	genet_ends 0
	holds got 'the connector'
	holds reply 'the listener'
}

@test "listen on all addresses, in each form of that" {
	local form
	for form in udp:0 udp::0 'udp:*:0' udp:0.0.0.0:0; do
		address=$form udp_listener --data pong --until ping
		says_to_it send:ping recv:1
		genet_ends 0
		holds heard $'4 pong\n'
	done
}

@test "listen on all addresses answers from the one that was asked" {
	address=udp:0 udp_listener --data pong --until end
	host=127.0.0.2 says_to_it send:ping recv:1 send:end
	genet_ends 0
	holds heard $'4 pong\n'
	holds got pingend
}

@test "listen on all addresses hears a sender to all hosts, each time" {
	address=udp:0.0.0.0:0 udp_listener --until three
	genet udp-send --broadcast --lines 127.255.255.255 "$port" \
		<<<$'one\ntwo\nthree'
	genet_ends 0
	holds got onetwothree
}

@test "a datagram sent at the announcement is received, each time" {
	once() {
		udp_listener --until x
		says_to_it send:x
		genet_ends 0
	}
	rounds 20 once
}

@test "listen says where, and takes options of readiness" {
	start_ready genet listen udp:127.0.0.1:0 --ready-fd 3 --announce \
		'%{host} %{port}' --until x >got 2>err
	genet=$pid
	is "${ready% *}" 127.0.0.1
	port=${ready#* }
	says_to_it send:x
	genet_ends 0
	holds err ''
}

# ---- Boundaries

@test "what one read gives is a datagram" {
	pipe in
	bound_peer recv:2
	start genet connect --send-only "udp:127.0.0.1:$port" <in
	genet=$pid
	printf one >&"$in"
	eventually grep -qx '3 one' heard
	printf three >&"$in"
	close_pipe in
	genet_ends 0
	peer_ends
	holds heard $'3 one\n5 three\n'
}

@test "60000 bytes are one datagram, as they were" {
	pattern 60000 >file
	bound_peer recv-prefixed:1
	genet connect --send-only -i file "udp:127.0.0.1:$port"
	peer_ends
	tail -c +5 heard | cmp - file
}

@test "the longest datagram is received whole" {
	udp_listener --bytes 65507
	says_to_it send-zeros:65507
	genet_ends 0
	is "$(wc -c <got)" 65507
}

@test "a long input becomes several datagrams, and nothing is lost" {
	pattern 300000 >file
	udp_listener --bytes 300000
	genet connect --send-only -i file "udp:127.0.0.1:$port"
	genet_ends 0
	cmp got file
}

@test "a text that no datagram can carry is an error, and is not cut" {
	bound_peer expect-silence:100
	run -1 --separate-stderr genet connect "udp:127.0.0.1:$port" \
		--data "$(printf '%065508d' 0)"
	is "${stderr_lines[0]}" \
		'genet connect: cannot send 65508 bytes as one datagram: too long'
	says "${stderr_lines[1]}" '65507 B'
	peer_ends
}

@test "a device that is out of buffers is waited for" {
	needs_strace
	bound_peer recv:1 answer:pong
	strace -qq -o log -e trace=sendmsg,timerfd_settime \
		-e inject=sendmsg:error=ENOBUFS:when=1..2 \
		genet connect "udp:127.0.0.1:$port" --data ping --until pong >got
	peer_ends
	holds got pong
	is "$(grep -c ^timerfd_settime log)" 2
}

@test "a device that never has room is an error" {
	needs_strace
	bound_peer expect-silence:100
	run -1 strace -qq -o log -e trace=sendmsg \
		-e inject=sendmsg:error=ENOBUFS \
		genet connect "udp:127.0.0.1:$port" --data ping
	is "$output" "genet connect: cannot send 4 bytes as one datagram: the \
network device has had no room for 5 s"
}

@test "what the kernel dropped is told" {
	local many=()
	while ((${#many[@]} < 200)); do many+=(send:0123456789); done
	udp_listener --recv-buffer 4096 --for 200ms
	kill -STOP "$genet"
	says_to_it "${many[@]}"
	kill -CONT "$genet"
	genet_ends 0
	says "$(<err)" 'the kernel dropped ' \
		' datagrams that came faster than they were read'
	(($(wc -c <got) < 2000))
}

@test "an empty datagram is no end" {
	udp_listener --until end
	says_to_it send: send:one send: send:end
	genet_ends 0
	holds got oneend
}

@test "an empty datagram begins a conversation" {
	udp_listener --data welcome --until x
	says_to_it send: recv:1 send:x
	genet_ends 0
	holds heard $'7 welcome\n'
}

@test "--crlf and escapes work as with a connection" {
	bound_peer recv-prefixed:1
	genet connect --send-only --crlf --data 'a\nb\0' "udp:127.0.0.1:$port"
	peer_ends
	cmp heard <(printf '\0\0\0\5a\r\nb\0')
}

# ---- Only one peer

@test "another sender is refused, and its datagrams are not printed" {
	pipe in
	udp_listener --until end <in
	start peer-udp connect 127.0.0.1 "$port" send:one recv:1 send:end \
		>heard 2>peer.err
	peer=$pid
	eventually test -s got
	run ! peer-udp connect 127.0.0.1 "$port" send:stranger send:again
	says "$output" 'Connection refused'
	printf go >&"$in"
	peer_ends
	genet_ends 0
	holds got oneend
	holds heard $'2 go\n'
	close_pipe in
}

@test "what another sender sent before the conversation is told with -v" {
	udp_listener -v --for 200ms
	kill -STOP "$genet"
	says_to_it send:one
	says_to_it send:stranger
	kill -CONT "$genet"
	genet_ends 0
	holds got one
	says "$(<err)" 'datagrams of other senders were thrown away: 1'
}

@test "--deny: a denied sender is ignored, and the next one is answered" {
	udp_listener -v --deny 127.0.0.2 --until x
	genet udp-send --source 127.0.0.2 --data denied 127.0.0.1 "$port"
	genet udp-send --source 127.0.0.2 --data denied 127.0.0.1 "$port"
	says_to_it send:x
	genet_ends 0
	holds got x
	is "$(grep -c '^rejected 127.0.0.2:.*: its address is denied$' err)" 2
}

@test "--allow: senders of other ranges are ignored" {
	udp_listener --allow 127.0.0.3 --until x
	says_to_it send:other
	genet udp-send --source 127.0.0.3 --data x 127.0.0.1 "$port"
	genet_ends 0
	holds got x
}

@test "a forged sender that would answer by itself is not talked to" {
	network
	local where from
	for where in udp:127.0.0.1:0 udp:0.0.0.0:0 'udp:*:0'; do
		address=$where udp_listener -v --echo --until x
		for from in "$port" 0 7 13 17 19; do forges "$from"; done
		"${inside[@]}" peer-udp connect 127.0.0.1 "$port" send:x recv:1 \
			>heard
		genet_ends 0
		holds heard $'1 x\n'
		is "$(grep -c "^rejected 127.0.0.1:.* genet's own, or" err)" 6
	done
}

@test "--during is refused, and udp-recv named" {
	run -2 genet listen udp:127.0.0.1:0 --during -- true
	says "$output" 'contradict each other' '--keep-open' 'genet udp-recv'
}

@test "options of TCP are refused" {
	local option
	for option in --nagle --keepalive --mptcp --fast-open \
		--congestion=reno --min-ttl=9 --end-with-peer; do
		run -2 genet connect "$option" udp:127.0.0.1:9
		is "$output" "genet connect: ${option%=*} has no effect with \
datagrams"
	done
	run -2 genet listen --backlog 5 udp:127.0.0.1:0
	says "$output" '--backlog has no effect with datagrams'
}

# ---- What comes back

@test "a refusal is status 4, and a line" {
	closed_port
	run -4 --separate-stderr here connect "udp:127.0.0.1:$port" --data abc
	is "${stderr_lines[0]}" "genet connect: connection to \
127.0.0.1:$port refused after 0 B received, 3 B sent"
	is "${stderr_lines[1]}" '  hint: nothing receives on that port'
}

@test "a refusal over IPv6 is the same" {
	closed_port ::1
	run -4 here connect "udp:[::1]:$port" --data abc
	says "$output" "connection to [::1]:$port refused"
}

@test "--send-only and --linger 0 do not wait, and see a refusal" {
	closed_port
	run -4 here connect --send-only "udp:127.0.0.1:$port" --data abc
	says "$output" 'refused after 0 B received, 3 B sent'
	run -4 here connect --linger 0 "udp:127.0.0.1:$port" --data abc
	says "$output" 'refused after 0 B received, 3 B sent'
}

@test "a refusal by a peer that has gone ends the conversation, and what came is kept" {
	pipe in
	bound_peer recv:1 answer:pong
	start genet connect "udp:127.0.0.1:$port" <in >got 2>err
	genet=$pid
	printf ping >&"$in"
	peer_ends
	eventually test -s got
	printf more >&"$in"
	genet_ends 4
	holds got pong
	says "$(<err)" 'refused after 4 B received, 8 B sent'
	close_pipe in
}

@test "an answer that is refused is the failure of a listener, too" {
	pipe in
	udp_listener <in
	says_to_it send:ping
	eventually test -s got
	printf pong >&"$in"
	genet_ends 4
	holds got ping
	says "$(<err)" 'connection from 127.0.0.1:' 'refused after 4 B received'
	close_pipe in
}

@test "a host without a route is status 5" {
	network
	run -5 here connect udp:192.0.2.1:9 --data x
	is "$output" "genet connect: cannot send to 192.0.2.1:9: \
network is unreachable"
}

@test "a name that is not known is status 3" {
	network
	names files
	run -3 here connect udp:nowhere.test:9 --data x
	says "$output" "cannot resolve 'nowhere.test'"
}

@test "a port that is taken is status 6" {
	bound_peer pause:20000
	run -6 genet listen "udp:127.0.0.1:$port"
	says "$output" "cannot listen on 127.0.0.1:$port: address already in use"
}

@test "the source of a conversation can be chosen" {
	bound_peer recv:1 answer:pong
	genet connect -v -s 127.0.0.5 "udp:127.0.0.1:$port" --data ping \
		--until pong >got 2>err
	says "$(<err)" "connected to 127.0.0.1:$port from 127.0.0.5:"
}

@test "a source that is the port itself is a refusal, and no conversation" {
	closed_port
	run -4 here connect -s 127.0.0.1 --source-port "$port" \
		"udp:127.0.0.1:$port" --data x
	says "$output" "cannot send to 127.0.0.1:$port: connection refused"
}

@test "a multicast group cannot be the peer" {
	run -2 genet connect udp:239.1.2.3:9 --data x
	says "$output" 'cannot talk to the group 239.1.2.3:9' 'genet udp-send'
}

# ---- The end

@test "--linger counts from the end of the input, and is a good end" {
	bound_peer recv:1 pause:50 answer:late
	stopwatch genet connect "udp:127.0.0.1:$port" --data ping \
		--linger 400ms >got
	holds got late
	((took >= 400))
	took_at_most 3000
}

@test "--linger counts for a listener without an input" {
	udp_listener --linger 200ms
	says_to_it send:one send:two
	genet_ends 0
	holds got onetwo
}

@test "what has come when --linger is over is still read" {
	udp_listener --linger 0
	kill -STOP "$genet"
	says_to_it send:one send:two send:three
	kill -CONT "$genet"
	genet_ends 0
	holds got onetwothree
}

@test "--linger without the expected answer is status 8" {
	bound_peer recv:1 answer:other
	run -8 genet connect "udp:127.0.0.1:$port" --data ping \
		--linger 100ms --expect pong
	says "$output" "the expected 'pong' was not received"
}

@test "--for ends with success" {
	bound_peer recv:1 answer:pong
	genet connect "udp:127.0.0.1:$port" --data ping --for 200ms >got
	holds got pong
}

@test "--idle-timeout is status 124" {
	bound_peer recv:1 answer:pong
	run -124 genet connect "udp:127.0.0.1:$port" --data ping -w 200ms
	says "$output" 'timed out: nothing moved for 200 ms'
}

@test "no sender in time is status 124" {
	run -124 genet listen --timeout 100ms udp:127.0.0.1:0
	says "$output" 'no client came to 127.0.0.1:' 'within 100 ms'
}

@test "--count and --bytes end it, and the rest is not written" {
	udp_listener --count 2
	says_to_it send:$'one\ntwo\nthree\n'
	genet_ends 0
	holds got $'one\ntwo\n'
	udp_listener --bytes 4
	says_to_it send:onetwo
	genet_ends 0
	holds got onet
}

@test "without any of these it goes on until a signal" {
	udp_listener
	says_to_it send:x
	eventually test -s got
	kill -TERM "$genet"
	genet_ends 143
}

# ---- Other ends

@test "--echo gives each datagram back as one" {
	udp_listener --echo
	says_to_it send:one send:three recv:2
	holds heard $'3 one\n5 three\n'
	kill -TERM "$genet"
	genet_ends 143
}

@test "a program has pipes, and its answer is a datagram" {
	# shellcheck disable=SC2016 # the inner shell's
	udp_listener --sh 'read -r line; echo "$GENET_PROTO $line"'
	says_to_it send:$'hello\n' recv-prefixed:1
	genet_ends 0
	tail -c +5 heard | cmp - <(echo udp hello)
}

@test "a program knows both ends, also on a socket of all addresses" {
	local host
	for host in 127.0.0.1 127.0.0.2; do
		# shellcheck disable=SC2016 # the inner shell's
		address='udp:*:0' udp_listener --sh 'read -r _
			echo "$GENET_REMOTE_IP $GENET_LOCAL_IP $GENET_LOCAL_PORT"'
		says_to_it send:$'x\n' recv-prefixed:1
		genet_ends 0
		tail -c +5 heard | cmp - <(echo "127.0.0.1 $host $port")
	done
}

@test "a program that reads little at once loses nothing of a datagram" {
	udp_listener --sh 'dd bs=100 count=600 2>/dev/null | wc -c'
	says_to_it send-zeros:60000 recv:1
	genet_ends 0
	holds heard $'6 60000\n\n'
}

@test "a program answers what is dialled" {
	bound_peer recv:1 answer:$'question\n' recv:1
	# shellcheck disable=SC2016 # the inner shell's
	genet connect "udp:127.0.0.1:$port" --sh 'echo hi; read -r q; echo "$q!"'
	peer_ends
	holds heard $'3 hi\n\n10 question!\n\n'
}

# ---- What is said

@test "-vv prints each step, and no end of stream" {
	bound_peer recv:1 answer:pong
	run -0 genet connect -vv "udp:127.0.0.1:$port" --data ping --until pong
	says "$output" "connected to 127.0.0.1:$port from 127.0.0.1:" \
		'4 B, end of input; still receiving' 'closed:  4 B in, 4 B out'
}

@test "-vvv shows the socket calls" {
	address=udp:127.0.0.1:0 receiver listen -vvv --data pong --until ping
	says_to_it send:ping recv:1
	genet_ends 0
	says "$(<err)" ', MSG_PEEK) = 0' '# who has sent the first datagram' \
		'# from now on the kernel refuses other senders' \
		'recv(' 'send('
}

@test "what is wrong with an address is said with its kind" {
	run -2 genet connect udp:53
	says "$output" "missing host before '53'" 'genet connect udp:localhost:53'
	run -2 genet connect udp:localhost
	says "$output" "missing port after 'udp:localhost'"
	run -2 genet connect udp:53 localhost
	says "$output" 'genet connect udp:localhost 53'
	run -2 genet connect udp:::1:80
	says "$output" 'for port 80: udp:[::1]:80' 'udp:[::1:80]:PORT'
	run -2 genet connect udp:localhost 20-30
	says "$output" 'genet scan --udp localhost 20-30'
	run -2 genet listen udp:fd:3
	says "$output" 'a socket of datagrams cannot be inherited'
}

@test "tcp: is what is meant without it" {
	listening_peer recv-all
	genet connect "tcp:127.0.0.1:$port" --data hello
	peer_ends
	holds heard hello
	address=tcp:127.0.0.1:0 receiver listen
	genet connect --data hello 127.0.0.1 "$port"
	genet_ends 0
	holds got hello
}

# ---- Unix sockets

# unix_listener [OPTION...]: starts genet unix listen --datagram ./socket.
unix_listener() {
	address=./socket receiver 'unix listen' --datagram "$@"
}

@test "unix connect --datagram asks, and prints the answer" {
	address=unix port=there bound_peer recv:1 answer:pong
	genet unix connect --datagram ./there --data ping --until pong >got
	peer_ends
	holds heard $'4 ping\n'
	holds got pong
}

@test "unix listen --datagram answers its first sender" {
	unix_listener --data pong --until ping
	peer-udp bind unix own aim:socket send:ping recv:1 >heard
	genet_ends 0
	holds heard $'4 pong\n'
	holds got ping
}

@test "two of genet talk to each other over a Unix socket" {
	unix_listener --data 'the listener' --until connector
	genet unix connect --datagram ./socket --data 'the connector' \
		--until listener >reply
	genet_ends 0
	holds got 'the connector'
	holds reply 'the listener'
}

@test "the file stays while the peer needs it, and is gone at the end" {
	pipe in
	unix_listener --until end <in
	start peer-udp bind unix own aim:socket send:one recv:1 aim:socket \
		send:end >heard 2>peer.err
	peer=$pid
	eventually test -s got
	[[ -S socket ]]
	printf go >&"$in"
	peer_ends
	genet_ends 0
	[[ ! -e socket ]]
	close_pipe in
}

@test "SIGTERM removes the file" {
	unix_listener
	[[ -S socket ]]
	peer-udp bind unix own aim:socket send:x
	eventually test -s got
	kill -TERM "$genet"
	genet_ends 143
	[[ ! -e socket ]]
}

@test "unix connect --datagram leaves no file, also after SIGTERM" {
	address=unix port=there bound_peer recv:1 answer:pong pause:20000
	start genet unix connect --datagram ./there --data ping >got 2>err
	genet=$pid
	eventually test -s got
	kill -TERM "$genet"
	genet_ends 143
	is "$(find . -type s)" ./there
}

@test "--source names the socket for the answer, and its file is removed" {
	address=unix port=there bound_peer recv:1 aim:own send:pong
	genet unix connect --datagram --source own --mode 0620 ./there \
		--data ping --until pong >got
	peer_ends
	holds got pong
	[[ ! -e own ]]
}

@test "SIGTERM removes the file of --source" {
	address=unix port=there bound_peer recv:1 pause:20000
	start genet unix connect --datagram -s own ./there --data ping >got
	genet=$pid
	eventually test -s heard
	is "$(stat --format '%F %a' own)" 'socket 600'
	kill -TERM "$genet"
	genet_ends 143
	[[ ! -e own ]]
}

@test "--source takes no file that is in use, or that is no socket" {
	address=unix port=there bound_peer pause:20000
	run -6 genet unix connect --datagram -s there ./there --data x
	says "$output" 'there: address already in use'
	echo precious >file
	run -6 genet unix connect --datagram -s file ./there --data x
	is "$(<file)" precious
	run -2 genet unix connect -s own ./there --data x
	says "$output" '--source has no effect without --datagram'
	run -2 genet unix connect --datagram --mode 0666 ./there --data x
	says "$output" '--mode has no effect without --source'
}

@test "--source is not the peer" {
	run -4 genet unix connect --datagram -s own ./own --data x
	says "$output" "cannot connect to ./own: it is genet's own socket"
	[[ ! -e own ]]
}

@test "the datagram of a sender that has gone is received" {
	unix_listener --until x
	kill -STOP "$genet"
	genet unix send --data x ./socket
	kill -CONT "$genet"
	genet_ends 0
	holds got x
}

@test "the datagram of a sender without a name is received, and cannot be answered" {
	pipe in
	unix_listener <in
	peer-udp connect unix socket send:hello
	eventually test -s got
	printf answer >&"$in"
	genet_ends 5
	holds got hello
	says "$(<err)" 'connection from an unnamed Unix socket cannot be answered'
	close_pipe in
}

@test "a datagram of 60000 bytes goes over a Unix socket whole" {
	pattern 60000 >file
	unix_listener --bytes 60000
	genet unix connect --datagram --send-only -i file ./socket
	genet_ends 0
	cmp got file
}

@test "nobody at the path is status 4" {
	run -4 genet unix connect --datagram ./nothing --data x
	says "$output" 'cannot connect to ./nothing: no such file or directory'
}

@test "a receiver that has gone is status 4, and a line" {
	pipe in
	address=unix port=there bound_peer recv:1
	start genet unix connect --datagram ./there <in >got 2>err
	genet=$pid
	printf one >&"$in"
	peer_ends
	printf two >&"$in"
	genet_ends 4
	says "$(<err)" 'connection to ./there refused' \
		'nothing receives on that socket'
	close_pipe in
}

@test "what --datagram does not go with is a usage error" {
	run -2 genet unix listen --datagram --seqpacket ./socket
	says "$output" '--seqpacket and --datagram contradict each other'
	run -2 genet unix connect --datagram --seqpacket ./socket
	run -2 genet unix listen --datagram ./socket --during -- true
	says "$output" 'genet unix recv'
	run -2 genet unix listen --datagram fd:3
	says "$output" 'a socket of datagrams cannot be inherited'
	[[ ! -e socket ]]
}
