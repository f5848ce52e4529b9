#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# talk and mock: both sides of a dialogue, over each kind of address, and what becomes
# of a side that does not keep to it.
#
# shellcheck disable=SC2016 # of shells that a program of --during runs
load helpers
load tls

# dialogue FILE: writes standard input to the file; "_" at the end of a line is a blank.
dialogue() {
	sed 's/_$/\\x20/' >"$1"
}

before_each() {
	dialogue smtp <<-'END'
		dialogue greeting
		< 220 mock ready\r\n
		>begins EHLO_
		< 250-mock\r\n250 OK\r\n
		> QUIT\r\n
		< 221 bye\r\n
		< eof
	END
	dialogue redis <<-'END'
		dialogue ping
		> PING\r\n
		< +PONG\r\n

		dialogue get
		>matches GET (?<key>[a-z]+)
		< value of ${key}\r\n

		dialogue quit
		> QUIT\r\n
		< +OK\r\n
		< eof
	END
}

# mock FILE OPTION...: starts a mock at $address, or a free port of TCP, as a child of
# this test: process $mock, at $where.
mock() {
	start_ready genet mock --ready-fd 3 "${address:-127.0.0.1:0}" "$@" 2>err
	mock=$pid where=$ready
}

# mock_ends STATUS [SIGNAL]: sends the signal; the mock has that status.
mock_ends() {
	local status=0
	[[ ! ${2-} ]] || kill "-$2" "$mock"
	wait "$mock" || status=$?
	is "$status" "$1" || {
		cat err
		return 1
	}
}

# client_of ACTION...: a peer talks to the mock.
client_of() {
	port=${where##*:}
	client "$@"
}

# both_keep_to FILE...: a mock at $address plays each file with talk.
both_keep_to() {
	local kind=''
	[[ ${address-} != [a-z]*:* ]] || kind=${address%%:*}:
	for file; do
		mock "$file" --once --strict
		run --separate-stderr genet talk "$kind$where" "$file"
		is "$file: $stderr" "$file: "
		is "$status" 0
		mock_ends 0
		is "$file: $(<err)" "$file: "
	done
}

# ---- The two together

@test "talk and mock play both sides of a dialogue, over each kind of connection" {
	dialogue file <<-'END'
		> hello\r\n
		< how are\r\n
		< you?\r\n
		> fine,\r\n
		>+ thanks\x00\xff
		> eof
		pause 50ms
		< bye
		< eof
	END
	for address in 127.0.0.1:0 unix:socket; do
		both_keep_to file
	done
}

@test "each step is a datagram, also an empty one" {
	dialogue file <<-'END'
		> question
		< answer
		<
		>
		< end
	END
	address=udp:127.0.0.1:0 both_keep_to file
	dialogue cut <<-'END'
		> question
		< answ
		< er
	END
	address=udp:127.0.0.1:0 mock file
	run -8 genet talk "udp:$where" cut
	says "$output" 'cut:2: ' 'has 6 bytes instead of 4'
	dialogue cut <<<'> eof'
	run -2 genet talk udp:127.0.0.1:9 cut
	says "$output" 'datagrams have no end'
}

@test "messages of a seqpacket socket are steps" {
	dialogue file <<-'END'
		> a
		> b
		< c
		< d
		< eof
	END
	address=unix-seqpacket:socket both_keep_to file
	dialogue file <<<'>'
	run -2 genet talk unix-seqpacket:socket file
	says "$output" 'an empty text can only be a datagram'
}

@test "a step of more than 64 KiB is one message of a seqpacket socket" {
	printf '> %0100000d\n< %0100000d\n' 1 2 >file
	address=unix-seqpacket:socket both_keep_to file
}

@test "a side that has ended its stream can still reset the connection" {
	printf '%s\n' '> a' '< eof' '> b' '< reset' >server-resets
	printf '%s\n' '> a' '> eof' '< b' '> reset' >client-resets
	both_keep_to server-resets client-resets
}

@test "a reset is said and heard, from either side, and after all bytes" {
	dialogue server <<-'END'
		> a
		< 64K of bytes
		< reset
	END
	dialogue client <<-'END'
		> a
		< b
		> c
		> reset
	END
	both_keep_to server client
	mock server
	run -0 client_of send:a recv:12 expect-reset
	is "$output" '64K of bytes'
	run -2 genet mock unix:socket server
	says "$output" 'server:3: ' 'a Unix socket cannot be reset'
}

# resets_early FILE ACTION...: the server does all of that, and resets the connection,
# before talk has looked at it.
resets_early() {
	listening_peer "${@:2}" reset
	run -0 strace -qq -o log -e trace=connect \
		-e inject=connect:delay_exit=500000 \
		genet talk "127.0.0.1:$port" "$1" --timeout 30s
}

@test "a reset that comes before talk has looked is heard" {
	needs_strace
	printf '%s\n' '< hello' '< reset' >reset
	resets_early reset send:hello
	resets_early reset send:hello shut
	printf '%s\n' '< hello' '< eof' 'pause 1s' '< reset' >paused
	mock paused --once --strict
	run -0 strace -qq -o log -e trace=connect \
		-e inject=connect:delay_exit=100000 genet talk "$where" paused
	mock_ends 0
}

@test "a dialogue may have nothing but ends, and nothing at all" {
	local steps='> eof:< eof:< eof,> eof:> reset:> eof,> reset'
	steps+=':pause 1s,< reset:pause 1s,< eof,< reset'

	# A client has time to connect before a reset.
	for n in {1..7}; do
		cut -d : -f "$n" <<<"$steps" | tr , '\n' >"file$n"
	done
	both_keep_to file{1..7}
	echo 'dialogue nothing' >file
	run -0 timeout 20 genet talk exec:cat file
}

@test "a connection of TLS ends in order behind the last step, on both sides" {
	printf '%s\n' '> a' '< b' >server
	printf '%s\n' '> a' '< b' '> eof' '< eof' >client
	printf '%s\n' '> a' '>+ b\x00\xff' '> eof' 'pause 50ms' '< c' '< eof' >both
	needs_tls
	for said in server client both; do
		heard=$said
		[[ $said = both ]] ||
			heard=$([[ $said = server ]] && echo client || echo server)
		run -0 --separate-stderr genet mock tls:127.0.0.1:0 "$said" \
			--strict --during -- sh -c \
			'genet talk tls:"$GENET_ADDR" "$1" --tls-pin "$GENET_TLS_PIN"' \
			sh "$heard"
		is "$stderr" ''
	done
}

@test "clients that say nothing play no dialogue in which one says something" {
	dialogue file <<-'END'
		dialogue other
		> hi
		< there

		dialogue silent
		> eof
		< bye
		< eof
	END
	mock file
	run -0 client_of shut recv-all
	is "$output" bye
	mock_ends $((128 + 15)) TERM
	is "$(<err)" "1 of 2 dialogues was not played: 'other'"
}

@test "a program can be the server of talk" {
	dialogue file <<-'END'
		> hello\n
		< hello\n
		> eof
		< eof
	END
	run -0 genet talk exec:cat file
	is "$output" ''
}

# ---- talk

@test "talk plays the named dialogues in the order of the names" {
	mock redis
	run -0 genet talk "$where" redis quit ping
	is "$output" $'passed quit\npassed ping'
	run -0 genet talk "$where" redis ping
	is "$output" ''
	run -2 genet talk "$where" redis pong
	says "$output" "'redis' has no dialogue 'pong'"
	mock_ends $((128 + 15)) TERM
}

@test "talk says what a server has said instead, and where that differs" {
	mock redis
	dialogue bad <<-'END'
		dialogue ping
		> PING\r\n
		< +PENG\r\n
	END
	run -8 genet talk "$where" bad
	is "${lines[0]}" "genet talk: bad:3: dialogue 'ping', step 2: the server says something else than expected: byte 3 differs"
	is "${lines[1]}" '    expected: +PENG\r\n'
	is "${lines[2]}" '    came:     +PONG\r\n'
	is "${lines[3]}" '                ^'
}

@test "several dialogues are played though one fails" {
	mock redis
	dialogue bad <<-'END'
		dialogue first
		> PING\r\n
		< +PENG\r\n
		dialogue <second> & "third"
	END
	dialogue bad <<-'END'
		dialogue one&<two>
		> PING\r\n
		< +PENG\r\n
		dialogue three#todo
		> PING\r\n
		< +PONG\r\n
	END
	run -8 --separate-stderr genet talk "$where" bad --jobs 2
	is "${lines[0]}" 'FAILED one&<two>'
	is "${lines[-1]}" 'passed three#todo'
	is "$stderr" "genet talk: 1 of 2 dialogues failed; the first: 'one&<two>'"
	run -8 --separate-stderr genet talk "$where" bad --format tap
	is "${lines[0]}" 1..2
	is "${lines[1]}" 'not ok 1 - one&<two>'
	says "${lines[2]}" '# bad:3: '
	is "${lines[-1]}" 'ok 2 - three\#todo'
	run -8 --separate-stderr genet talk "$where" bad --format junit
	echo "$output" >junit
	run -0 python3 - <<-'END'
		import xml.etree.ElementTree as tree
		suite = tree.parse("junit").getroot()
		print(suite.get("tests"), suite.get("failures"), suite.get("errors"))
		for case in suite:
		    print(case.get("name"), [part.tag for part in case])
	END
	is "$output" $'2 1 0\none&<two> [\'failure\']\nthree#todo []'
}

# broken_off FORMAT: talk prints its results in that format after SIGTERM.
broken_off() {
	local status=0
	printf '%s\n' 'dialogue one' '> a' '< a' 'dialogue two' '> b' '< b' \
		'< never' 'dialogue three' '> c' >broken
	: >err
	start genet talk exec:cat broken -v --step-timeout never \
		--format "$1" >results 2>err
	eventually grep "two, line 6: " err
	kill "$pid"
	wait "$pid" || status=$?
	is "$status" 143
}

@test "after a signal the results of all that was played are printed" {
	broken_off tap
	run -0 grep -v '^#' results
	is "$output" $'1..3\nok 1 - one\nnot ok 2 - two\nnot ok 3 - three'
	says "$(<results)" '# broken off by SIGTERM' '# not begun before SIGTERM'
	broken_off junit
	run -0 python3 - <<-'END'
		import xml.etree.ElementTree as tree
		suite = tree.parse("results").getroot()
		print(*[len(case) for case in suite], suite.get("errors"))
	END
	is "$output" '0 1 1 2'
}

@test "JUnit is XML, whatever the bytes of the name of the file" {
	local name=$'x\xff\x01\xef\xbf\xbf\xc3\xa4'
	printf '> a\n< a\n' >"$name"
	run -0 --separate-stderr genet talk exec:cat "$name" --format junit
	echo "$output" >junit
	run -0 python3 - <<-'END'
		import xml.etree.ElementTree as tree
		print(ascii(tree.parse("junit").getroot().get("name")))
	END
	is "$output" "'x\\\\xff\\\\x01\\\\xef\\\\xbf\\\\xbf\\xe4'"
}

@test "many jobs in one process: results are in order" {
	mock redis
	for i in {1..300}; do
		printf 'dialogue d%d\n>' "$i"
		printf ' PING\\r\\n\n< +PONG\\r\\n\n'
	done >many
	run -0 genet talk "$where" many --jobs 50
	is "$output" "$(printf 'passed d%d\n' {1..300})"
	run -0 sh -c 'ulimit -n 40; genet talk "$1" many --jobs 200' sh "$where"
	is "$output" "$(printf 'passed d%d\n' {1..300})"
}

@test "a server that cannot be reached fails each dialogue" {
	refusing_port 127.0.0.1
	run -4 --separate-stderr genet talk "127.0.0.1:$port" redis ping quit \
		--format tap
	is "$(grep -c '^not ok' <<<"$output")" 2
	says "$stderr" "2 of 2 dialogues failed; the first: 'ping'"
	run -4 genet talk "127.0.0.1:$port" redis ping
	says "$output" refused
}

@test "a variable of --set is in the texts" {
	mock redis
	dialogue file <<-'END'
		> GET ${key}\r\n
		< value of ${key}\r\n
	END
	run -0 genet talk "$where" file --set key=abc
	run -2 genet talk "$where" file
	says "$output" 'file:1:7: ${key}'
	run -2 genet talk "$where" file --set key
	says "$output" "'key' is not NAME=VALUE"
	run -2 genet talk "$where" file --set 1a=b
	says "$output" "'1a' is not a name"
	run -2 genet talk "$where" file --set "$(printf 'a%063d' 0)=b"
	says "$output" 'has 64 characters; the most are 63'
	run -2 genet talk "$where" file --set 'key=\q'
	says "$output" "unknown escape in 'key=\q'"
	printf '> ${crlf}\n< \\r\\n\n' >file
	run -0 genet talk exec:cat file --set 'crlf=\r\n'
}

@test "a value that bytes give to a name has at most --max-step" {
	dialogue file <<-'END'
		> a
		<bytes(all) 100
	END
	run -2 genet talk 127.0.0.1:9 file --max-step 99
	says "$output" 'file:2: a value of 100 B' 'limit of a step, 99 B' \
		"leave out the name 'all'"
	listening_peer recv:1 send-pattern:100 recv-all
	run -0 genet talk "127.0.0.1:$port" file --max-step 100
	sed -i 's/(all)//' file
	listening_peer recv:1 send-pattern:100 recv-all
	run -0 genet talk "127.0.0.1:$port" file --max-step 99
}

@test "a side that is played can only have texts" {
	dialogue file <<-'END'
		>matches [a-z]+
		< x
	END
	run -2 genet talk 127.0.0.1:9 file
	says "$output" 'file:1: the client cannot say a pattern'
	run -2 genet mock 127.0.0.1:0 smtp --set a=b nobody
	says "$output" "'smtp' has no dialogue 'nobody'"
	dialogue file <<<'<until x'
	run -2 genet mock 127.0.0.1:0 file
	says "$output" 'file:1: the server cannot say a pattern'
}

@test "a mistake in a file has its line and column, and no file is a failure" {
	dialogue file <<-'END'
		> a\q
	END
	run -2 genet talk 127.0.0.1:9 file
	says "$output" 'genet talk: file:1:4: '
	run -1 genet talk 127.0.0.1:9 nothing
	says "$output" "cannot open 'nothing': no such file"
}

@test "a peer that reads nothing of what is said has --step-timeout" {
	printf '> %010000000d\n< a\n' 1 >file
	listening_peer hold
	run -8 genet talk "127.0.0.1:$port" file --step-timeout 200ms
	says "$output" "file:1: dialogue 'file', step 1: the server has read" \
		'nothing of what the client says for 200 ms'
}

@test "a silent server has --step-timeout for each step, and all of them --timeout" {
	listening_peer recv-all
	run -8 genet talk "127.0.0.1:$port" redis ping --step-timeout 100ms
	says "$output" 'genet talk: redis:3: ' ' within 100 ms'
	listening_peer recv-all
	run -124 genet talk "127.0.0.1:$port" redis ping quit --timeout 100ms
	says "$output" '2 of 2 dialogues failed'
}

@test "what comes after the last step is not looked at, but an end that is asked for" {
	listening_peer recv:6 $'send:+PONG\r\nmore' expect-end
	run -0 genet talk "127.0.0.1:$port" redis ping
	peer_ends
	dialogue file <<-'END'
		> PING\r\n
		< +PONG\r\n
		< eof
	END
	listening_peer recv:6 $'send:+PONG\r\nmore' expect-end
	run -8 genet talk "127.0.0.1:$port" file
	says "$output" 'file:3: '
}

# ---- mock

@test "a client may go from one dialogue to another over its connection" {
	mock redis
	run -0 client_of $'send:PING\r\nGET abc\r\nPING\r\n' recv:28 \
		$'send:QUIT\r\n' recv-all
	is "$output" $'+PONG\r\nvalue of abc\r\n+PONG\r\n+OK\r'
	run -0 client_of $'send:PING\r\n' recv:7 shut recv-all
	mock_ends $((128 + 15)) TERM
	is "$(<err)" ''
}

@test "dialogues that the server begins are said at once, and end the connection" {
	mock smtp
	run -0 client_of recv:16 $'send:EHLO me\r\n' recv:18 $'send:QUIT\r\n' recv-all
	says "$output" '221 bye'
	mock_ends $((128 + 15)) TERM
}

@test "a client that does not keep to the dialogues ends alone, and the status is 8" {
	mock redis
	start peer connect 127.0.0.1 "${where##*:}" recv-all >heard
	run -0 client_of $'send:PING\r\nPUT x\r\n' recv-all
	eventually grep -q "redis: none of 3 dialogues goes on as the client does" err
	eventually grep -qF 'PUT x\r\n' err
	run -0 client_of $'send:PING\r\n' recv:7
	mock_ends 8 TERM
	says "$(tail -1 err)" '1 client did not keep to the dialogues; the first: redis: '
}

@test "a client that is silent or slow holds up nobody" {
	mock redis --step-timeout never
	for i in {1..20}; do
		start peer connect 127.0.0.1 "${where##*:}" send:P recv-all >/dev/null
	done
	run -0 genet talk "$where" redis ping quit
	mock_ends $((128 + 15)) TERM
}

@test "--once plays each dialogue once, in their order, and ends" {
	mock redis --once
	run -0 client_of $'send:PING\r\nGET abc\r\n' recv:21 $'send:QUIT\r\n' recv-all
	mock_ends 0
	mock redis --once
	run -0 client_of $'send:QUIT\r\n' recv-all
	is "$output" ''
	run -0 client_of $'send:PING\r\n' recv:7
	mock_ends 8 TERM
	grep -q "redis:2: dialogue 'ping', step 1" err
}

@test "--any-order plays each once as clients ask, and ends those that wait" {
	mock redis --any-order
	start peer connect 127.0.0.1 "${where##*:}" $'send:GET abc\r\n' recv-all >heard
	waiting=$pid
	eventually grep -q abc heard
	run -0 client_of $'send:QUIT\r\n' recv-all
	run -0 client_of $'send:PING\r\n' recv-all
	mock_ends 0
	wait "$waiting"
	is "$(<err)" ''
}

@test "--count ends after so many dialogues" {
	mock redis --count 3
	run -0 client_of $'send:PING\r\nPING\r\nPING\r\nPING\r\n' recv-all
	is "$(grep -c PONG <<<"$output")" 3
	mock_ends 8
}

@test "of many dialogues that were not played the first ones are named" {
	printf 'dialogue d%d\n> x\n' {1..7} >file
	run -8 genet mock 127.0.0.1:0 file --strict --for 1ms
	says "$output" "7 of 7 dialogues were not played:" \
		"'d4', 'd5' and 2 others"
	printf 'dialogue d%d\n> x\n' {1..6} >file
	run -8 genet mock 127.0.0.1:0 file --strict --for 1ms
	says "$output" "'d5', 'd6'"
}

@test "a client that did not keep to the dialogues is status 8, also at --timeout" {
	mock redis --timeout "$(with_slack 2)"
	client_of $'send:NOPE\r\n' recv-all
	mock_ends 8
	says "$(<err)" "1 client did not keep to the dialogues"
	run -124 genet mock 127.0.0.1:0 redis --strict --timeout 1ms
}

@test "--strict fails if a dialogue was not played; otherwise a warning says so" {
	run -0 --separate-stderr genet mock 127.0.0.1:0 redis --during -- \
		sh -c 'genet talk "$GENET_ADDR" redis ping'
	says "$stderr" "2 of 3 dialogues were not played: 'get', 'quit'"
	run -8 --separate-stderr genet mock 127.0.0.1:0 redis --strict --during -- \
		sh -c 'genet talk "$GENET_ADDR" redis ping'
	is "$stderr" "genet mock: 2 of 3 dialogues were not played: 'get', 'quit'"
	mock redis quit --strict
	mock_ends 8 TERM
	mock redis quit --strict
	run -0 genet talk "$where" redis quit
	mock_ends $((128 + 15)) TERM
}

@test "--during has the status of its program, but 8 if a client did otherwise" {
	run -3 genet mock 127.0.0.1:0 redis ping --during -- sh -c \
		'genet talk "$GENET_ADDR" redis ping; exit 3'
	run -8 genet mock 127.0.0.1:0 redis ping --during -- sh -c \
		'genet connect "$GENET_ADDR" --data abc'
	says "$output" 'redis:2: '
}

@test "clients that go away in the middle are told, those between dialogues are not" {
	mock redis
	run -0 client_of $'send:PING\r\n' recv:7
	run -0 client_of send:GET
	eventually grep -q 'redis' err
	mock_ends 8 TERM
	is "$(grep -c '^redis' err)" 1
}

@test "a mock in the background is ready, and has a status file" {
	run -0 genet mock 127.0.0.1:0 redis --background --pid-file id \
		--status-file status
	where=$output
	run -0 genet talk "$where" redis ping
	kill "$(<id)"
	flock -s status true
	is "$(<status)" 143
}

@test "a PROXY header comes before the dialogue" {
	mock redis --accept-proxy -v
	run -0 client_of $'send:PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nPING\r\n' recv:7
	grep -q 'from 192.0.2.1:1' err
}

# ---- Observers

@test "-v tells each step as it passes" {
	mock redis -v
	run -0 --separate-stderr genet talk "$where" redis ping -v
	grep -qF "step:    ping, line 2: the client said 'PING\r\n'" <<<"$stderr"
	grep -qF "step:    ping, line 3: the server said '+PONG\r\n'" <<<"$stderr"
	grep -qF "connection 1: step:    ping, line 3: the server" err
}

@test "a capture has the packets of all dialogues" {
	mock redis
	run -0 genet talk "$where" redis ping quit --capture file.pcapng
	for text in PING +PONG QUIT +OK; do
		grep -aqF $text file.pcapng
	done
}

@test "a thousand clients at once are served by one mock" {
	dialogue file <<-'END'
		>matches ([0-9]+-)+[0-9]+
		> eof
		< eof
	END
	mock file --count 1000
	run -0 peer-many records 127.0.0.1 "${where##*:}" 1000 0 </dev/null \
		3>open
	mock_ends 0
}
