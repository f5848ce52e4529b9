#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# udp-send: what becomes a datagram, where it is sent, and what errors mean.
load helpers

# receiving_peer ACTION...: starts a peer on $port, as process $peer; heard has the
# length and the text of each datagram, a line each.
receiving_peer() {
	start_ready peer-udp bind "${address:-127.0.0.1}" 0 "$@" \
		>heard 2>peer.err </dev/null
	peer=$pid
	port=${ready#* }
}

# sends N OPTION...: the caller's input arrives as N datagrams, which are in heard.
sends() {
	local count=$1
	shift
	receiving_peer "recv:$count" recv:1
	genet udp-send "$@" "${address:-127.0.0.1}" "$port"
	has_sent_no_more
}

# has_sent_no_more: the next datagram that the peer receives is one of the test, which
# is taken out of heard.
has_sent_no_more() {
	peer-udp connect "${address:-127.0.0.1}" "$port" send:no-more
	peer_ends
	is "$(tail -n 1 heard)" '7 no-more'
	sed -i '$d' heard
}

# closed_port [ADDRESS]: sets $port to one that is not bound.
closed_port() {
	apart
	address=${1:-127.0.0.1} receiving_peer
	peer_ends
}

# ---- What is a datagram

@test "what one read gives is a datagram" {
	pipe in
	receiving_peer recv:1 recv:1
	start genet udp-send 127.0.0.1 "$port" <in
	genet=$pid
	printf 'one\n' >&"$in"
	eventually test -s heard
	printf 'two' >&"$in"
	close_pipe in
	peer_ends
	genet_ends 0
	holds heard $'4 one\n\n3 two\n'
}

@test "what one read gives is cut at what fits an Ethernet frame: IPv4" {
	pattern 3000 >file
	sends 3 <file
	holds heard $'1472 \n1472 \n56 \n'
}

@test "what one read gives is cut at what fits an Ethernet frame: IPv6" {
	pattern 3000 >file
	address=::1 sends 3 <file
	holds heard $'1452 \n1452 \n96 \n'
}

@test "-v states the cut, once" {
	pattern 600000 >file
	receiving_peer pause:20000
	run -0 genet udp-send -v --input file 127.0.0.1 "$port"
	is "$(grep -c 'datagrams of 1472 B$' <<<"$output")" 1
}

@test "-v says nothing of a cut where there is none" {
	receiving_peer recv:1
	run -0 genet udp-send -v 127.0.0.1 "$port" <<<short
	[[ $output != *--size* ]]
	says "$output" 'sent 1 datagram, 6 B'
}

@test "--size 60000 makes one datagram of 60000 bytes" {
	pattern 60000 >file
	sends 1 --size 60000 <file
	says "$(<heard)" '60000 '
}

@test "a datagram of 60000 bytes arrives as it was sent" {
	pattern 60000 >file
	receiving_peer recv-prefixed:1
	genet udp-send --size 60000 --input file 127.0.0.1 "$port"
	peer_ends
	tail -c +5 heard | cmp - file
}

@test "--size 65507, the most that fits, makes one datagram" {
	pattern 65507 >file
	sends 1 --size 65507 <file
	says "$(<heard)" '65507 '
}

@test "--lines makes a datagram of each line, without its end" {
	printf 'a\nb\nc\n' | sends 3 --lines
	holds heard $'1 a\n1 b\n1 c\n'
}

@test "--lines sends empty lines, and a last line without an end" {
	printf 'a\n\nlast' | sends 3 --lines
	holds heard $'1 a\n0 \n4 last\n'
}

@test "--lines puts a line together that comes in pieces" {
	sends 1 --lines < <(peer stdio send:hel pause:50 send:lo)
	holds heard $'5 hello\n'
}

@test "--block makes datagrams of that size, whatever the reads give" {
	sends 3 --block 4 < <(peer stdio send:abcdef pause:50 send:ghij)
	holds heard $'4 abcd\n4 efgh\n2 ij\n'
}

@test "--length-prefixed makes datagrams of the lengths that are given" {
	printf '\0\0\0\3abc\0\0\0\0\0\0\0\1d' | sends 3 --length-prefixed
	holds heard $'3 abc\n0 \n1 d\n'
}

@test "--length-prefixed that ends within a datagram is an error" {
	receiving_peer recv:1
	run -1 genet udp-send --length-prefixed 127.0.0.1 "$port" \
		< <(printf '\0\0\0\1a\0\0\0\2b')
	says "$output" 'the input ends within a datagram'
	peer_ends
	holds heard $'1 a\n'
}

@test "--length-prefixed refuses a length that UDP cannot carry" {
	receiving_peer
	run -1 genet udp-send --length-prefixed 127.0.0.1 "$port" \
		< <(printf '\0\1\0\0')
	says "$output" '65536 B' '65507 B'
}

@test "--data makes one datagram, and standard input is not read" {
	sends 1 --data 'a\tb\x00c' <<<unsaid
	is "$(tr '\0' 0 <heard)" $'5 a\tb0c'
}

@test "--data '' makes an empty datagram" {
	sends 1 --data ''
	holds heard $'0 \n'
}

@test "--data longer than --size would be is not cut" {
	sends 1 --data "$(printf %03000d 0)"
	holds heard $'3000 \n'
}

@test "an empty input makes no datagram" {
	receiving_peer recv:1
	genet udp-send 127.0.0.1 "$port" </dev/null
	has_sent_no_more
	holds heard ''
}

@test "--end-empty sends an empty datagram last" {
	sends 2 --end-empty <<<hi
	holds heard $'3 hi\n\n0 \n'
}

@test "--crlf sends LF as CRLF, and leaves a CRLF alone" {
	sends 1 --crlf --data 'M-SEARCH\nMAN\r\n\n'
	holds heard $'17 M-SEARCH\r\nMAN\r\n\r\n\n'
	printf 'a\nb\r\n' >file
	sends 1 -C <file
	holds heard $'6 a\r\nb\r\n\n'
	run -2 genet udp-send --crlf --lines 127.0.0.1 9
	run -2 genet udp-send --crlf --length-prefixed 127.0.0.1 9
}

@test "-v says how many datagrams of which sizes were sent" {
	receiving_peer recv:5
	run -0 genet udp-send -v --data abc 127.0.0.1 "$port"
	[[ $output =~ ^'sent 1 datagram, 3 B, in '[^,]*$ ]]
	run -0 genet udp-send -v --lines 127.0.0.1 "$port" <<<$'\nfour'
	[[ $output =~ ^'sent 2 datagrams, 4 B, in '.*', each of 0 B to 4 B'$ ]]
	run -0 genet udp-send -v --data ab --repeat 2 127.0.0.1 "$port"
	[[ $output =~ ^'sent 2 datagrams, 4 B, in '.*', each of 2 B'$ ]]
}

@test "--input reads a file" {
	printf 'from a file' >file
	sends 1 --input file <<<unsaid
	holds heard $'11 from a file\n'
}

@test "--repeat sends the data so many times" {
	sends 5 --data again --repeat 5
	is "$(sort heard | uniq -c | xargs)" '5 5 again'
}

@test "--repeat and --end-empty end with an empty datagram" {
	sends 4 --data again --repeat 3 --end-empty
	is "$(tail -n 1 heard)" '0 '
}

@test "--interval is between two datagrams" {
	receiving_peer recv:4
	stopwatch genet udp-send --data x --repeat 4 --interval 100ms \
		127.0.0.1 "$port"
	peer_ends
	((took >= 300))
}

@test "--interval is between the lines of the input, too" {
	receiving_peer recv:3
	stopwatch genet udp-send --lines --interval 100ms 127.0.0.1 "$port" \
		< <(printf 'a\nb\nc\n')
	peer_ends
	((took >= 200))
	holds heard $'1 a\n1 b\n1 c\n'
}

@test "--repeat forever goes on until a signal" {
	receiving_peer recv:100 pause:20000
	start genet udp-send --data x --repeat forever 127.0.0.1 "$port" 2>err
	genet=$pid
	eventually has_lines heard 100
	kill "$genet"
	genet_ends $((128 + 15))
}

@test "--repeat forever ends with --timeout" {
	receiving_peer pause:20000
	stopwatch run -124 genet udp-send --data x --repeat forever \
		--timeout 200ms 127.0.0.1 "$port"
	took_at_most 1000
}

# ---- Errors

@test "a datagram that is too long for UDP is an error, never a cut" {
	printf %070000d 0 >data
	receiving_peer recv:1
	run -1 --separate-stderr genet udp-send --data "$(<data)" \
		127.0.0.1 "$port"
	says "${stderr_lines[0]}" "genet udp-send: cannot send" '70000 B' \
		"127.0.0.1:$port" 'too long'
	says "${stderr_lines[1]}" '65507 B'
	has_sent_no_more
	holds heard ''
}

@test "a line that is too long is an error; those before it are sent" {
	receiving_peer recv:1 recv:1
	run -1 genet udp-send --lines 127.0.0.1 "$port" \
		< <(printf 'short\n%070000d\n' 0)
	says "$output" 'a line of the input is longer'
	has_sent_no_more
	holds heard $'5 short\n'
}

@test "a closed port is status 4, at once: IPv4" {
	closed_port
	stopwatch run -4 "${inside[@]}" genet udp-send 127.0.0.1 "$port" <<<hi
	took_at_most 1000
	says "$output" "127.0.0.1:$port" 'connection refused'
}

@test "a closed port is status 4, at once: IPv6" {
	closed_port ::1
	run -4 "${inside[@]}" genet udp-send --data hi ::1 "$port"
	says "$output" "[::1]:$port" 'connection refused'
}

@test "a refusal that comes with a later datagram is status 4" {
	pipe in
	receiving_peer recv:1
	start genet udp-send --lines 127.0.0.1 "$port" <in >got 2>err
	genet=$pid
	echo one >&"$in"
	peer_ends
	echo two >&"$in"
	genet_ends 4
	says "$(<err)" refused
}

@test "a refusal ends the sending, although there is more to send" {
	closed_port
	run -4 "${inside[@]}" genet udp-send --data x --repeat forever \
		127.0.0.1 "$port"
}

@test "a port that is closed while nothing is sent is not noticed" {
	receiving_peer recv:1
	genet udp-send 127.0.0.1 "$port" <<<hi
	peer_ends
}

@test "--error-wait waits, and that is all when nothing comes back" {
	receiving_peer recv:1
	stopwatch genet udp-send --error-wait 300ms --data x 127.0.0.1 "$port"
	((took >= 300))
}

@test "a name that does not exist is status 3" {
	run -3 genet udp-send --data x nobody.invalid 9
	says "$output" nobody.invalid
}

@test "no route is status 5" {
	network
	run -5 "${inside[@]}" genet udp-send --data x 192.0.2.1 9
	says "$output" 192.0.2.1:9 'network is unreachable'
}

@test "an input file that is missing is status 1" {
	run -1 genet udp-send --input no-such-file 127.0.0.1 9
	says "$output" no-such-file
}

@test "two options that say what a datagram is are a usage error" {
	local first second
	for first in --lines --length-prefixed '--block 9'; do
		for second in '--size 9' '--data x'; do
			# shellcheck disable=SC2086
			run -2 genet udp-send $first $second 127.0.0.1 9
			says "$output" 'only one of'
		done
	done
}

@test "--repeat without --data is a usage error" {
	run -2 genet udp-send --repeat 3 127.0.0.1 9
	says "$output" --data
}

@test "usage errors are status 2" {
	run -2 genet udp-send
	run -2 genet udp-send 127.0.0.1
	run -2 genet udp-send 127.0.0.1 99999
	run -2 genet udp-send 127.0.0.1 0
	run -2 genet udp-send --size 0 127.0.0.1 9
	run -2 genet udp-send --size 65508 127.0.0.1 9
	run -2 genet udp-send --block 0 127.0.0.1 9
	run -2 genet udp-send --data x --repeat 0 127.0.0.1 9
	run -2 genet udp-send --reply=0 127.0.0.1 9
	run -2 genet udp-send --timeout 0 127.0.0.1 9
	run -2 genet udp-send --format xml 127.0.0.1 9
}

# ---- Answers

@test "--reply prints the answer" {
	receiving_peer recv:1 answer:pong
	run -0 genet udp-send --data ping --reply 127.0.0.1 "$port"
	is "$output" pong
	holds heard $'4 ping\n'
}

@test "--reply waits for an answer that comes late" {
	receiving_peer recv:1 pause:800 answer:pong
	run -0 genet udp-send --reply --timeout 5s 127.0.0.1 "$port" <<<ping
	is "$output" pong
}

@test "--reply to a silent port is status 124 when the time is over" {
	receiving_peer recv:1 expect-silence:2000
	stopwatch run -124 genet udp-send --reply --timeout 1s \
		127.0.0.1 "$port" <<<ping
	((took >= 1000))
	took_at_most 1500
	says "$output" 'received no answers within 1 s'
}

@test "--reply from a closed port is status 4, at once" {
	closed_port
	stopwatch run -4 "${inside[@]}" genet udp-send --reply --timeout 20s \
		--data hi 127.0.0.1 "$port"
	took_at_most 1000
}

@test "--reply=3 waits for three answers" {
	receiving_peer recv:1 answer:a pause:50 answer:b answer:c answer:d
	run -0 genet udp-send --data ping --reply=3 --format lines \
		--timeout 5s 127.0.0.1 "$port"
	is "$output" $'a\nb\nc'
}

@test "--reply=3 says how many have come when it is not answered so often" {
	local limit
	limit=$(with_slack 1)
	receiving_peer recv:1 answer:a expect-silence:500
	run -124 --separate-stderr genet udp-send --data ping --reply=3 \
		--timeout "$limit" 127.0.0.1 "$port"
	is "$output" a
	says "$stderr" "received 1 of 3 answers within $limit s"
}

@test "--reply=any --for takes all answers that come in that time" {
	receiving_peer recv:1 answer:a answer:b pause:100 answer:c
	stopwatch run -0 genet udp-send --data ping --reply=any --for 2s \
		--format lines 127.0.0.1 "$port"
	is "$output" $'a\nb\nc'
	((took >= 2000))
}

@test "--reply=any --for is status 8 if no answer came" {
	receiving_peer recv:1 expect-silence:2000
	run -8 genet udp-send --data ping --reply=any --for 300ms \
		127.0.0.1 "$port"
	says "$output" 'received no answers within 300 ms'
}

@test "--reply=2 --for is status 8 if one answer came, and 0 at once if two" {
	receiving_peer recv:1 answer:a recv:1 answer:b answer:c
	run -8 --separate-stderr genet udp-send --data ping --reply=2 --for 1s \
		127.0.0.1 "$port"
	is "$output" a
	says "$stderr" 'received 1 of 2 answers within 1 s'
	run -0 genet udp-send --data ping --reply=2 --for 1m 127.0.0.1 "$port"
	is "$output" bc
}

@test "the time of --for begins when everything is sent" {
	receiving_peer recv:3 answer:late
	run -0 genet udp-send --data ping --repeat 3 --interval 400ms \
		--reply --for 600ms 127.0.0.1 "$port"
	is "$output" late
}

@test "--expect is met by an answer that holds the text" {
	receiving_peer recv:1 answer:no 'answer:I am ok, thanks'
	run -0 genet udp-send --data ping --reply=2 --timeout 20s \
		--expect 'am\x20ok' --format lines 127.0.0.1 "$port"
	is "$output" $'no\nI am ok, thanks'
}

@test "--expect is status 8 if no answer holds the text, and shows the last" {
	receiving_peer recv:1 answer:a answer:m
	run -8 --separate-stderr genet udp-send --data ping --reply=2 \
		--timeout 20s --expect am 127.0.0.1 "$port"
	is "$output" am
	is "$stderr" "genet udp-send: the expected 'am' was not received; \
received 2 of 2 answers, the last: 'm' (1 B)"
}

@test "what contradicts itself about answers is a usage error" {
	run -2 genet udp-send --data x --reply=any 127.0.0.1 9
	says "$output" 'needs --for'
	run -2 genet udp-send --data x --for 1s 127.0.0.1 9
	says "$output" 'needs --reply'
	run -2 genet udp-send --data x --expect y 127.0.0.1 9
	says "$output" 'needs --reply'
	run -2 genet udp-send --data x --reply --expect '' 127.0.0.1 9
	run -2 genet udp-send --data x --reply=some 127.0.0.1 9
}

@test "an empty answer is an answer" {
	receiving_peer recv:1 answer:
	run -0 genet udp-send --data ping --reply --timeout 5s 127.0.0.1 "$port"
	is "$output" ''
	peer_ends
	holds heard $'4 ping\n'
}

@test "--output takes the answer, --format says how it is written" {
	receiving_peer recv:1 answer:pong
	genet udp-send --data ping --reply --output file \
		--format length-prefixed 127.0.0.1 "$port" >got
	holds got ''
	cmp file <(printf '\0\0\0\4pong')
}

@test "somebody else's datagram is no answer" {
	closed_port
	source=$port
	receiving_peer recv:1 expect-silence:300 answer:pong
	start genet udp-send --data ping --reply --timeout 5s \
		--source 127.0.0.1 --source-port "$source" 127.0.0.1 "$port" \
		>got 2>err
	genet=$pid
	eventually test -s heard
	"${inside[@]}" peer-udp connect 127.0.0.1 "$source" send:intruder
	genet_ends 0
	holds got pong
}

# ---- Where it goes

@test "HOST:PORT and [V6]:PORT" {
	receiving_peer recv:1
	genet udp-send --data x "127.0.0.1:$port"
	peer_ends
	address=::1 receiving_peer recv:1
	genet udp-send --data x "[::1]:$port"
	peer_ends
}

@test "an IPv4-mapped address is IPv4" {
	receiving_peer recv:1 answer:pong
	run -0 genet udp-send --data ping --reply --format json \
		::ffff:127.0.0.1 "$port"
	says "$output" '"remote":{"ip":"127.0.0.1",'
}

@test "--source and --source-port are what the receiver sees" {
	closed_port 127.0.0.3
	source=$port
	receiver udp-recv --count 1 --format hex
	"${inside[@]}" genet udp-send --data x --source 127.0.0.3 \
		--source-port "$source" "$GENET_ADDR"
	genet_ends 0
	says "$(<got)" "1 B from 127.0.0.3:$source"
}

@test "--source of the other family is status 6" {
	run -6 genet udp-send --data x --source ::1 127.0.0.1 9
	says "$output" family
}

@test "--broadcast is needed for a broadcast address, and a hint says so" {
	network
	run -5 "${inside[@]}" genet udp-send --data x 127.255.255.255 9
	says "$output" 127.255.255.255:9 'hint: ' --broadcast
}

@test "--broadcast reaches a receiver" {
	network
	address=0.0.0.0 receiving_peer recv:1
	"${inside[@]}" genet udp-send --broadcast --data all \
		127.255.255.255 "$port"
	peer_ends
	holds heard $'3 all\n'
}

@test "--broadcast and --reply hear whoever answers" {
	network
	address=0.0.0.0 receiving_peer recv:1 answer:here
	run -0 "${inside[@]}" genet udp-send --broadcast --data all --reply \
		--timeout 5s --format hex 127.255.255.255 "$port"
	says "$output" "4 B from 127.0.0.1:$port"
}

@test "-vvv shows the socket calls" {
	receiving_peer recv:1
	run -0 genet udp-send -vvv --data x 127.0.0.1 "$port"
	says "$output" 'socket(' "connect(" "127.0.0.1:$port"
}

@test "a device that never has room is an error" {
	needs_strace
	run -1 strace -qq -o log -e trace=sendmmsg,sendmsg \
		-e inject=sendmmsg,sendmsg:error=ENOBUFS \
		genet udp-send --data ping 127.0.0.1 9
	is "$output" "genet udp-send: cannot send to 127.0.0.1:9: the network \
device has had no room for 5 s"
}
