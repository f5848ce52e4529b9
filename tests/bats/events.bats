#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# --json and --events: what genet tells programs, against the schema of events
# and genet-events(7). The last tests look at all that was seen.
# shellcheck disable=SC2016 # programs have variables of their own
load helpers
load tls

TOP=$(realpath -- "${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/..")
SCHEMA=$TOP/lib/genet/events.schema.json

setup_file() {
	: >"$BATS_FILE_TMPDIR/seen"
	: >"$BATS_FILE_TMPDIR/tests"
	export MISSING=
	python3 -c 'import jsonschema' 2>/dev/null || MISSING=jsonschema
	command -v jq >/dev/null || MISSING=jq
}

needs_tools() {
	[[ -z $MISSING ]] || skip "$MISSING is missing"
	echo "$BATS_TEST_NUMBER" >>"$BATS_FILE_TMPDIR/tests"
}

# are_events STATUS [FILE...]: each file (by default err) has the events of a whole run
# with that status. One Python checks all files when the test is over.
are_events() {
	local file
	(($# > 1)) || set -- "$1" err
	for file in "${@:2}"; do
		cp "$file" "run.${#runs[@]}"
		runs+=("$1" "run.${#runs[@]}")
	done
}

runs=() # of are_events: statuses and files

after_each() {
	((${#runs[@]} > 0)) || return 0
	python3 "$TOP/tests/bats/check-events.py" "$SCHEMA" "${runs[@]}" \
		>>"$BATS_FILE_TMPDIR/seen"
}

# of EVENT FILTER [FILE]: prints the result of jq's filter for each event of that kind.
of() {
	jq -r "select(.event == \"$1\") | $2" "${3:-err}"
}

# tells STATUS COMMAND [ARG...]: genet --json ends so; its events are in err, those of
# reports in got.
tells() {
	local status=$1 got=0
	shift
	"${inside[@]}" genet --json "$@" >got 2>err || got=$?
	is "$got" "$status"
}

# ---- Connections

@test "connect and listen tell a conversation from its start to its summary" {
	needs_tools
	in_the_foreground
	receiver listen --events theirs
	echo hello | tells 0 connect 127.0.0.1 "$port"
	genet_ends 0
	are_events 0 err theirs
	is "$(of data '[.direction, .offset, .len] | @csv')" '"out",0,6'
	is "$(of summary '[.kind, .conns, .in, .out] | @csv')" '"ok",1,0,6'
	is "$(of summary '[.kind, .conns, .in, .out] | @csv' theirs)" \
		'"ok",1,6,0'
}

@test "a listener tells where it is, what it announces, and who comes" {
	needs_tools
	in_the_foreground
	converse 0 listen --json --announce 'it is:%{port}' -- \
		send:hello shut recv-all <<<bye
	are_events 0
	is "$(of listening '.addresses[0].port')" "$port"
	is "$(of ready .announcement)" "it is:$port"
	is "$(of accepted '.remote.ip, .transport')" $'127.0.0.1\ntcp'
	is "$(of eof '"\(.side) \(.bytes)"' | sort -u)" $'local 4\nremote 5'
	is "$(of closed '[.outcome, .in, .out] | @csv')" '"ended",5,4'
	is "$(of first_byte .conn)" 1
}

@test "a relay tells both ends of a connection, and which one ended first" {
	needs_tools
	listening_peer recv:5 send:ok recv-all
	target=$port
	start_ready genet relay --json --ready-fd 3 127.0.0.1:0 \
		"127.0.0.1:$target" --count-conns 1 2>err
	genet=$pid port=${ready##*:}
	client send:hello recv:2 shut expect-end
	genet_ends 0
	are_events 0
	is "$(of joined '[.conn, .remote.ip, .target.remote.port] | @csv')" \
		"1,\"127.0.0.1\",$target"
	is "$(of closed '[.outcome, .in, .out, .first, .how] | @csv')" \
		'"ended",5,2,"client","end"'
	is "$(of closed .target.remote.port)" "$target"
	is "$(of eof '"\(.side) \(.bytes)"' | sort -u)" $'client 5\ntarget 2'
}

@test "a relay tells a reset, and a target that cannot be reached" {
	needs_tools
	listening_peer recv:2 reset
	start_ready genet relay --json --ready-fd 3 127.0.0.1:0 \
		"127.0.0.1:$port" --count-conns 1 2>err
	genet=$pid port=${ready##*:}
	client send:hi expect-reset
	genet_ends 7
	are_events 7
	is "$(of closed '[.outcome, .first, .how, .kind] | @csv')" \
		'"failed","target","reset","reset"'
	refusing_port 127.0.0.1
	start_ready genet relay --json --ready-fd 3 127.0.0.1:0 \
		"127.0.0.1:$port" --count-conns 1 2>err
	genet=$pid port=${ready##*:}
	client expect-reset
	genet_ends 4
	are_events 4
	is "$(of closed '[.outcome, .kind] | @csv')" '"unreached","refused"'
}

@test "an end that is no socket has the name that was written" {
	genet connect --json exec:cat <<<hello >got 2>err
	are_events 0 err
	is "$(of connected '[.transport, .remote] | tojson')" \
		'["local",{"name":"exec:cat"}]'
	is "$(of exec_exit '"\(.program) \(.status)"')" 'exec:cat 0'
}

@test "--events goes to a file, and messages for people go on" {
	needs_tools
	echo old >events
	converse 0 connect -v --events events -- send:hello shut recv-all <<<hi
	are_events 0 events
	says "$(<err)" 'connected to' 'closed:'
}

@test "both --json and --events tell all" {
	needs_tools
	converse 0 connect --json --events events -- recv-all <<<hi
	are_events 0 err events
	is "$(jq -c .event err)" "$(jq -c .event events)"
}

@test "bytes are told on request: as text, or in base64" {
	needs_tools
	converse 0 connect --json --events-data bytes -- \
		$'send:\xff\xfe' shut recv-all <<<grüß
	are_events 0
	is "$(of data '.text // .b64')" "$(printf 'grüß\n\n//4=')"
	jq -r 'select(.event == "data") | "\(.direction) \(.len)"' err >lens
	holds lens $'out 7\nin 2\n'
}

@test "a file that is sent comes out of the events whole" {
	needs_tools
	pattern 3000000 >sent
	in_the_foreground
	receiver listen --output received --events events --events-data bytes
	genet connect 127.0.0.1 "$port" <sent
	genet_ends 0
	are_events 0 events
	of data '.b64 // (.text | @base64)' events | while read -r part; do
		base64 -d <<<"$part"
	done | cmp - sent
}

@test "--events-data none leaves data out, and lets genet splice" {
	needs_tools
	pattern 10000000 >sent
	in_the_foreground
	receiver listen --events events --events-data none --engine splice
	genet connect 127.0.0.1 "$port" <sent
	genet_ends 0
	are_events 0 events
	is "$(of data .len events)" ''
	is "$(of moved '.in.way, .in.spliced > 0' events)" $'spliced\ntrue'
}

@test "the end of a TCP connection says what the kernel has measured" {
	needs_tools
	in_the_foreground
	receiver listen --discard
	run -0 genet connect --events events --data hello 127.0.0.1 "$port"
	genet_ends 0
	are_events 0 events
	is "$(of closed '.unconfirmed, .window_full, .buffer_full' events)" \
		$'0\n0\n0'
	is "$(of closed '.rtt >= .rtt_min and .rtt_min > 0' events)" true
	is "$(of closed 'has("busy") and has("delivery_rate")' events)" true
}

@test "300 clients are told one by one, each with its end" {
	needs_tools
	in_the_foreground
	receiver listen --echo --events events --count-conns 300
	run -0 peer-many echo 127.0.0.1 "$port" 300 1000
	genet_ends 0
	are_events 0 events
	is "$(of summary '.conns, .in' events)" $'300\n300000'
	is "$(of closed '.in, .out' events | sort -u)" 1000
}

@test "clients that are turned away are told" {
	needs_tools
	in_the_foreground
	receiver listen --json --deny 127.0.0.0/8
	start peer connect 127.0.0.1 "$port" hold
	eventually grep -q '"rejected"' err
	kill -TERM "$genet"
	genet_ends 143
	is "$(of rejected .reason)" denied
	are_events 143
}

@test "a name is told with its addresses, attempts and pauses" {
	needs_tools
	refusing_port 127.0.0.1
	tells 4 connect --retry 1 --retry-delay 1ms localhost "$port"
	are_events 4
	is "$(of lookup .name | sort -u)" localhost
	is "$(of retry .errno)" ECONNREFUSED
	is "$(of attempt .remote.port | sort -u)" "$port"
	is "$(of attempt_failed .kind | sort -u)" refused
}

@test "proxies are told, and so is each connection to them" {
	needs_tools
	network
	names files '::1 two.test' '127.0.0.1 two.test'
	start_proxy socks5 unreachable=::1
	listening_peer send:hello recv-all
	tells 0 connect --proxy "socks5://$at" two.test "$port"
	are_events 0
	is "$(of proxy_asked '.proxy, .target' | sort -u)" \
		"socks5://$at"$'\n'"two.test:$port"
	is "$(of proxied '[.proxy, .target] | @csv')" \
		"\"socks5://$at\",\"two.test:$port\""
	is "$(of connected '"\(.conn) \(.remote.port)"')" \
		"1 ${at#*:}"$'\n'"2 ${at#*:}"
	is "$(of closed '"\(.conn) \(.outcome)"')" $'1 cut-off\n2 ended'
	tells 10 connect --proxy "socks5h://$at" nowhere.invalid "$port"
	are_events 10
	is "$(of summary '[.kind, .conns] | @csv')" '"proxy",1'
}

@test "what the client of a proxy server requests is told" {
	needs_tools
	start_ready genet relay http-proxy:0 --count-conns 1 --json --ready-fd 3 2>err
	genet=$pid
	at=$ready
	listening_peer send:hello
	run -0 genet connect --proxy "http://$at" localhost "$port"
	genet_ends 0
	are_events 0
	is "$(of requested '[.conn, .protocol, .host, .port] | @csv')" \
		"1,\"HTTP\",\"localhost\",$port"
}

@test "-vvv adds each call" {
	needs_tools
	converse 0 connect --json -vvv -- recv-all <<<hi
	are_events 0
	says "$(of call .call)" 'socket(AF_INET' 'shutdown('
}

@test "SIGUSR1 is progress" {
	needs_tools
	in_the_foreground
	receiver listen --events events -k
	kill -USR1 "$genet"
	eventually grep -q '"progress".*"open":0' events
	kill -TERM "$genet"
	genet_ends 143
	are_events 143 events
	receiver listen --events events
	start peer connect 127.0.0.1 "$port" send:hello hold
	eventually grep -q '"first_byte"' events
	kill -USR1 "$genet"
	eventually grep -q '"progress".*"in":5' events
	kill -TERM "$genet"
	genet_ends 143
	are_events 143 events
	is "$(of closed '.outcome, .in' events)" $'cut-off\n5'
}

# ---- Unix sockets, and names of any bytes

@test "Unix sockets are told with path, peer and transport" {
	needs_tools
	in_the_foreground
	address=$PWD/socket
	receiver 'unix listen' --json
	genet unix connect socket --events events <<<hello
	genet_ends 0
	are_events 0 err events
	is "$(of listening '.addresses[0].path')" "$PWD/socket"
	is "$(of accepted '.transport, .peer.uid')" $'unix\n'"$(id -u)"
}

@test "each of many senders of datagrams is told of" {
	needs_tools
	address=udp:127.0.0.1:0 receiver listen --echo --count-conns 3 \
		--idle-timeout $((100 + SLACK_MS))ms --events events
	peer-udp connect 127.0.0.1 "$port" crowd:3,2
	genet_ends 0
	are_events 0 events
	is "$(of accepted '.transport, .conn' events)" $'udp\n1\nudp\n2\nudp\n3'
	is "$(of closed .outcome events)" $'ended\nended\nended'
}

@test "a name that is not UTF-8 is in base64" {
	needs_tools
	tells 4 unix connect $'no\xff\xfe.s'
	are_events 4
	says "$(of error .text)" 'no\xff\xfe.s'
	in_the_foreground
	address=$PWD/$'bad\xff.s'
	receiver 'unix listen' --events events
	genet unix connect "$address" </dev/null
	genet_ends 0
	are_events 0 events
	is "$(of listening '.addresses[0].path_b64' events)" \
		"$(printf %s "$address" | base64 -w0)"
}

@test "an announcement that is not UTF-8 is in base64" {
	needs_tools
	in_the_foreground
	receiver listen --events events --announce $'\xff%{port}'
	genet connect "127.0.0.1:${port#?}" </dev/null
	genet_ends 0
	are_events 0 events
	is "$(of ready .announcement_b64 events | base64 -d)" $'\xff'"${port#?}"
}

# ---- Datagrams

@test "datagrams are told with their senders, answers too" {
	needs_tools
	in_the_foreground
	receiver udp-recv --events events --count 2 --echo
	tells 0 udp-send --reply --data hello --events-data bytes \
		127.0.0.1 "$port"
	genet udp-send --data '' 127.0.0.1 "$port"
	genet_ends 0
	are_events 0 err events
	is "$(of datagram '"\(.direction) \(.len)"' events)" \
		$'in 5\nout 5\nin 0\nout 0'
	is "$(of datagram .remote.ip events | sort -u)" 127.0.0.1
	is "$(of datagram .text)" $'hello\nhello'
	is "$(of summary '.in, .out' events)" $'5\n5'
	is "$(of datagrams .count events)" 2
}

@test "--events-data none leaves the bytes of datagrams out, not their lengths" {
	needs_tools
	in_the_foreground
	receiver udp-recv --events events --count 1 --echo --events-data none
	tells 0 udp-send --reply --data hello --events-data none \
		127.0.0.1 "$port"
	genet_ends 0
	are_events 0 err events
	is "$(of datagram '"\(.direction) \(.len)"')" $'out 5\nin 5'
	is "$(of datagram '"\(.direction) \(.len)"' events)" $'in 5\nout 5'
	is "$(of summary '.in, .out')" $'5\n5'
	is "$(of summary '.in, .out' events)" $'5\n5'
}

@test "a datagram of 60 kB is told whole" {
	needs_tools
	pattern 60000 >sent
	in_the_foreground
	receiver udp-recv --events events --events-data bytes --count 1
	genet udp-send --block 60000 127.0.0.1 "$port" <sent
	genet_ends 0
	are_events 0 events
	of datagram '.b64 // (.text | @base64)' events | base64 -d | cmp - sent
}

@test "datagrams of Unix sockets have a sender, where it has a name" {
	needs_tools
	in_the_foreground
	address=$PWD/socket
	receiver 'unix recv' --json --count 1
	genet unix send "$address" --data hello --events events
	genet_ends 0
	are_events 0 err events
	is "$(of datagram .len)" 5
	is "$(of datagram .len events)" 5
	is "$(of data .len events)" ''
	is "$(of closed '.outcome, .out' events)" $'ended\n5'
}

@test "datagrams that were not answered are told" {
	needs_tools
	network
	in_the_foreground
	receiver udp-recv --json --echo --count 1
	"${inside[@]}" peer-udp connect 127.0.0.1 "$port" "forge:7,$port"
	genet_ends 0
	are_events 0
	is "$(of unanswered '.reason, .count')" $'would-loop\n1'
}

@test "the lines of udp-recv --format json are events" {
	needs_tools
	receiver udp-recv --count 1 --format json
	genet udp-send --data hello 127.0.0.1 "$port"
	genet_ends 0
	{
		echo '{"v":1,"event":"start","ts":"2026-01-01T00:00:00.000000Z",
			"t":0,"version":"0","pid":1}' | tr -d '\n\t'
		echo
		cat got
		echo '{"v":1,"event":"summary","ts":"2026-01-01T00:00:00.000000Z",
			"t":0,"exit":0,"kind":"ok","conns":0,"in":0,"out":0,
			"dur":0}' | tr -d '\n\t'
		echo
	} >events
	are_events 0 events
}

# ---- Programs

@test "programs for peers are told with their connection and status" {
	needs_tools
	in_the_foreground
	converse 3 listen --json --sh 'read line; echo "$line"; exit 3' -- \
		$'send:hello\n' recv:6 expect-end
	are_events 3
	is "$(of exec '.conn, .role')" $'1\npeer'
	is "$(of exec_exit '.conn, .status')" $'1\n3'
	is "$(of exec .pid)" "$(of exec_exit .pid)"
	is "$(of closed '.outcome, .status')" $'program-failed\n3'
	is "$(of summary .kind)" program
}

@test "with --events-data bytes genet sees what a program says" {
	needs_tools
	listening_peer recv-all
	genet connect 127.0.0.1 "$port" --json --events-data bytes \
		--exec -- echo hello 2>err
	are_events 0
	is "$(of data .text)" hello
}

@test "the program of --during is told" {
	needs_tools
	tells 0 listen 127.0.0.1:0 --during -- \
		sh -c 'genet connect "$GENET_ADDR" </dev/null'
	are_events 0
	is "$(of exec '.role')" during
	is "$(of exec_exit '.status')" 0
}

@test "a program that genet ends has its status told" {
	needs_tools
	in_the_foreground
	receiver listen --json -k --exec -- cat
	start peer connect 127.0.0.1 "$port" hold
	eventually grep -q '"exec"' err
	kill -TERM "$genet"
	genet_ends 143
	are_events 143
	is "$(of exec_exit .status)" 143
}

@test "programs do not get the descriptor of the events" {
	needs_tools
	run -0 sh -c 'genet listen 127.0.0.1:0 --events fd:9 --during -- \
		sh -c "ls /proc/self/fd; genet connect \$GENET_ADDR" 9>events'
	run ! grep -x 9 <<<"$output"
	are_events 0 events
}

# ---- Reports

@test "wait tells its probes on standard output" {
	needs_tools
	refusing_port 127.0.0.1
	tells 124 wait --timeout 50ms "127.0.0.1:$port"
	holds err ''
	are_events 124 got
	is "$(of probe .done got)" false
	tells 0 wait file:got
	are_events 0 got
	is "$(of probe '.done, .target' got)" $'true\nfile:got'
}

@test "wait writes its summary before it becomes the program" {
	needs_tools
	echo x >there
	run -3 --separate-stderr genet wait --json file:there -- \
		sh -c 'echo program; exit 3'
	is "${lines[-1]}" program
	is "$stderr" ''
	printf '%s\n' "${lines[@]:0:${#lines[@]}-1}" >events
	are_events 0 events
}

@test "wait tells that its program is not there" {
	needs_tools
	echo x >there
	run -127 --separate-stderr genet wait --json file:there -- no-such-program
	printf '%s\n' "${lines[@]}" >events
	are_events 127 events
	is "$(of summary .kind events)" exec
}

@test "resolve tells its rows on standard output" {
	needs_tools
	refusing_port 127.0.0.1
	tells 4 resolve --connect 127.0.0.1 "$port"
	holds err ''
	are_events 4 got
	is "$(of address '.tried, .connected, .kind' got)" $'true\nfalse\nrefused'
	tells 0 resolve 127.0.0.1
	are_events 0 got
	is "$(of address '.number, .tried, .remote.ip' got)" \
		$'1\nfalse\n127.0.0.1'
	tells 0 resolve localhost
	are_events 0 got
	is "$(of resolved '.name' got)" localhost
}

@test "scan tells ports and sums on standard output" {
	needs_tools
	listening_peer hold
	refused=$port
	tells 0 scan 127.0.0.1 "$refused"
	holds err ''
	are_events 0 got
	is "$(of port '.port, .state' got)" "$refused"$'\nopen'
	is "$(of scanned .open got)" 1
	refusing_port 127.0.0.1
	tells 8 scan 127.0.0.1 "$port"
	are_events 8 got
	is "$(of summary .kind got)" unmet
}

@test "scan of a name notes an address without a route" {
	needs_tools
	network
	names files '127.0.0.1 several' '2001:db8::1 several'
	tells 8 scan several 1
	are_events 8 got
	says "$(of note .text got)" '2001:db8::1 is not scanned'
}

@test "ping tells each ping and the totals on standard output" {
	needs_tools
	refusing_port 127.0.0.1
	local closed=$port
	keep_open --echo
	tells 8 ping --count 4 --interval 0 "127.0.0.1:$port" \
		"127.0.0.1:$closed" --send hello
	holds err ''
	are_events 8 got
	is "$(of ping '[.seq, .outcome, .remote.port, .kind] | @csv' got)" \
		"1,\"answered\",$port,
2,\"refused\",$closed,\"refused\"
3,\"answered\",$port,
4,\"refused\",$closed,\"refused\""
	is "$(of ping 'has("connect"), has("answer"), has("rtt"), has("lookup")' got |
		head -n 4 | tr '\n' ' ')" 'true true true false '
	is "$(of ping 'if .answer then (.took - .connect - .answer | fabs) < 0.000002
		else true end' got | sort -u)" true
	is "$(of pinged '[.sent, .answered, .refused, .timed_out, .failed] | @csv' got)" \
		$'2,2,0,0,0\n2,0,2,0,0'
	is "$(of pinged '.min <= .median and .median <= .max' got | sort -u)" true
	is "$(of summary .kind got)" unmet
}

@test "doctor tells what it sees and what it concludes" {
	needs_tools
	: >file
	tells 8 doctor unix:file
	holds err ''
	are_events 8 got
	is "$(of examined '.step, .mark' got)" $'socket\nfail'
	is "$(of concluded '.answers, .cause, .aside' got)" \
		$'false\nsocket-not-a-socket\nfalse'
}

@test "a lesson tells its calls and what it concludes" {
	needs_tools
	tells 0 pair-demo --lesson time-wait
	holds err ''
	are_events 0 got
	says "$(of step '.party + " " + .call' got)" 'server listen(' \
		'client connect('
	is "$(of step 'select(.errno) | .errno' got | sort -u)" EADDRINUSE
	is "$(of lesson '.lesson, .deviations' got)" $'time-wait\n0'
}

@test "pair-demo tells its story on standard output" {
	needs_tools
	tells 0 pair-demo --count 10
	holds err ''
	are_events 0 got
	says "$(of story .text got)" 'sends the first message' 'notices the end'
	is "$(of process '.sent, .in' got)" $'10\n0\n0\n10'
	tells 0 pair-demo --count 10 -vvv --kind tcp
	holds err ''
	are_events 0 got
	says "$(of call .call got)" 'shutdown('
	genet pair-demo --count 10 -vvv --kind tcp --events events >got 2>err
	are_events 0 events
	says "$(of call .call events)" 'shutdown('
	is "$(grep -c 'listen(' err)" 1
	run -3 genet pair-demo --events events -- true -- sh -c 'exit 3'
	are_events 3 events
	is "$(of exec_exit .role events | sort)" $'one-end\nother-end'
}

@test "help, version and translate tell how they end" {
	needs_tools
	for command in help version 'translate nc -l 80'; do
		run -0 sh -c "genet --json $command 2>err"
		are_events 0
	done
}

@test "a report whose reader is gone ends as filters do, and says so" {
	needs_tools
	for command in 'wait file:/' pair-demo 'resolve 127.0.0.1'; do
		run -0 bash -c "genet $command --json 2>err | :
			echo \"\${PIPESTATUS[0]}\""
		[[ $output == 141 || $output == 0 ]] # it may have been faster
		[[ $output != 141 ]] || is "$(tail -n1 err | jq .exit)" 141
		run -1 sh -c "genet $command --json >/dev/full 2>err"
		is "$(tail -n1 err | jq '.event, .exit' -r)" $'summary\n1'
		says "$(of error .text)" 'cannot write to standard output'
	done
}

# without_reader COMMAND...: runs it with a pipe as standard output that nobody reads.
without_reader() {
	local both to
	rm -f pipe
	mkfifo pipe
	exec {both}<>pipe # so that the next line does not wait
	exec {to}>pipe
	exec {both}>&-
	env --default-signal "$@" >&"$to" {to}>&-
}

@test "a report without a reader ends at once, and its events are written nowhere else" {
	needs_tools
	apart
	for command in 'doctor 127.0.0.1:1' 'doctor listen 0 --wait 1h' \
		'scan 127.0.0.1 1-100 --all' 'resolve 127.0.0.1' \
		'wait 127.0.0.1:1' 'wait file:/ file:none' \
		'ping --interval 1h 127.0.0.1:1'; do
		# shellcheck disable=SC2086 # these are words
		run -141 without_reader "${inside[@]}" timeout 20 genet $command --json \
			--events events
		is "$(jq -r '"\(.event) \(.signal)"' <<<"$output" | xargs)" \
			'start null summary SIGPIPE'
		is "$(jq -r .event events | sed -n '1p;$p' | xargs)" 'start summary'
	done
	run -141 without_reader genet wait file:/ --json -- touch ran
	[[ ! -e ran ]]
}

# ---- How it ends

@test "exit is the status: refused, timeout, reset, unmet, output" {
	needs_tools
	refusing_port 127.0.0.1
	tells 4 connect 127.0.0.1 "$port"
	are_events 4
	listening_peer hold
	tells 124 connect --timeout 50ms 127.0.0.1 "$port"
	are_events 124
	is "$(of summary .kind)" timeout
	begin connect --json -- send:hello reset </dev/null
	genet_ends 7
	are_events 7
	is "$(of closed .kind)" reset
	begin connect --json --expect bye -- send:hello shut </dev/null
	genet_ends 8
	are_events 8
	listening_peer hold
	tells 1 connect --output no/such/file 127.0.0.1 "$port"
	are_events 1
	is "$(of error .errno)" ENOENT
	begin connect --json --output /dev/full -- send:hello shut </dev/null
	genet_ends 1
	are_events 1
}

@test "exit is the status: names, routes, binding, programs" {
	needs_tools
	network
	names files
	tells 3 connect no-such.test 80
	are_events 3
	tells 5 connect 192.0.2.1 80
	are_events 5
	tells 6 listen 192.0.2.1:0
	are_events 6
	is "$(of error .errno)" EADDRNOTAVAIL
	tells 126 connect 127.0.0.1 80 --exec -- /etc
	are_events 126
	tells 127 connect 127.0.0.1 80 --exec -- no-such-program
	are_events 127
	tells 11 connect 127.0.0.1 80 --congestion no-such
	are_events 11
}

@test "errors of the command line are told where --json stands anywhere" {
	needs_tools
	for line in '--json' '--json connect' 'connect --json' \
		'connect 127.0.0.1 99999 --json' '--json frob' 'frob --json' \
		'connect --frob --json' '--frob connect --json' \
		'connect --timeout x --json' 'connect a b c --json' \
		'unix --json' 'connect --json 127.0.0.1 80 --linger' \
		'listen --ready-fd 77 --json' 'listen --events fd:77 --json' \
		'listen --events fd:x 0 --json' \
		'connect --events-data some 127.0.0.1 1 --json'; do
		run -2 --separate-stderr sh -c "genet $line"
		is "$output" ''
		printf '%s\n' "$stderr" >err
		are_events 2
		is "$(of summary .kind)" usage
	done
	run -2 --separate-stderr genet scan --json 127.0.0.1
	is "$stderr" ''
	printf '%s\n' "$output" >err
	are_events 2
}

@test "errors are told to people where --json is a value, or the program's" {
	for line in 'connect --data --json' 'connect --frob -- --json' \
		'listen 127.0.0.1:0 --frob --exec -- cat --json'; do
		run -2 --separate-stderr sh -c "genet $line"
		says "$stderr" 'genet connect: ' || says "$stderr" 'genet listen: '
	done
}

@test "events do not mix with what is received" {
	local to
	for to in - fd:1; do
		run -2 --separate-stderr genet connect 127.0.0.1 1 --events $to
		says "$stderr" '--events -: what is received goes to standard' \
			'hint: give it a file: --output FILE'
	done
	in_the_foreground
	receiver listen --events - -o file
	echo hello | genet connect 127.0.0.1 "$port"
	genet_ends 0
	is "$(of summary .in got)" 6
}

@test "--events-data without events is an error, and so is --json of nc" {
	run -2 genet connect --events-data bytes 127.0.0.1 1
	says "$output" '--json, or --events'
	run -2 genet --json nc 127.0.0.1 1
	says "$output" "no options of 'nc'"
	run -2 genet --events file nc 127.0.0.1 1
}

@test "what fails before the command begins is told" {
	needs_tools
	tells 1 listen --log no/such/file 127.0.0.1:0
	are_events 1
	tells 1 listen --status-file no/such/file 127.0.0.1:0 --events events
	are_events 1 err events
	tells 1 listen --events no/such/file 127.0.0.1:0
	are_events 1
	mkfifo fifo
	tells 124 listen --events fifo --timeout 50ms 127.0.0.1:0
	are_events 124
}

@test "a script without its interpreter is one error and one summary" {
	needs_tools
	printf '#! /no/such/interpreter -x\n' >script
	printf '#!%s/script\n' "$PWD" >nested
	chmod +x script nested
	for f in ./script ./nested; do
		run -127 --separate-stderr genet wait --json file:script -- "$f"
		says "$output" "cannot run '$f': not found"
		printf '%s\n' "$output" >events
		are_events 127 events
	done
	printf '#!/bin/sh\necho program\n' >script
	run -0 genet wait file:script -- ./nested
	is "$output" program
}

@test "a signal ends with a summary that names it" {
	needs_tools
	in_the_foreground
	for signal in INT TERM HUP; do
		receiver listen -k --json
		start peer connect 127.0.0.1 "$port" send:x hold
		eventually grep -q '"first_byte"' err
		kill "-$signal" "$genet"
		genet_ends $((128 + $(kill -l "$signal")))
		are_events $((128 + $(kill -l "$signal")))
		is "$(of summary .signal)" "SIG$signal"
	done
}

@test "a signal while the connection is tried" {
	needs_tools
	silent_port 127.0.0.1 0
	start genet connect --json 127.0.0.1 "$port" 2>err
	genet=$pid
	eventually grep -q '"attempt"' err
	kill -TERM "$genet"
	genet_ends 143
	are_events 143
}

@test "the reader of standard output is gone" {
	needs_tools
	listening_peer send-pattern:1000000
	run -0 bash -c "genet connect --json 127.0.0.1 $port 2>err </dev/null | :
		echo \"\${PIPESTATUS[0]}\""
	is "$output" 141
	are_events 141
	is "$(of summary .signal)" SIGPIPE
}

# ---- The background

@test "in the background events go to a file, or to the log" {
	needs_tools
	genet listen --background --events events --log log --json \
		--pid-file pid 127.0.0.1:0 >address 2>err
	are_events 0 err
	peer connect "$(sed 's/:.*//' address)" "$(sed 's/.*://' address)" \
		send:hello
	eventually jq -e 'select(.event == "summary")' events
	eventually jq -e 'select(.event == "summary")' log
	are_events 0 events
	is "$(of closed .in log)" 5
}

@test "standard output does not mix events with what is received" {
	run -2 timeout 10 genet listen --background --events - 127.0.0.1:0
	says "$output" '--events - and --background contradict each other'
	run -4 --separate-stderr genet connect 127.0.0.1 1 --events - -o out
	jq -e .event <<<"$output"
}

@test "what a terminal could take for a command is escaped" {
	genet wait --json unix:./$'\xc2\x9b2J\xe2\x80\xaegnp.exe' --timeout 1ms \
		>events || :
	run ! env LC_ALL=C grep -q $'\x9b\|\x80' events
	is "$(of error .kind events)" timeout
}

@test "in the background a descriptor is kept" {
	needs_tools
	genet listen --background --events fd:7 127.0.0.1:0 >address 7>events
	peer connect "$(sed 's/:.*//' address)" "$(sed 's/.*://' address)" \
		send:hello
	eventually jq -e 'select(.event == "summary")' events
	are_events 0 events
	is "$(of closed .in events)" 5
}

@test "what fails in the background is told once" {
	needs_tools
	listening_peer hold
	tells 6 listen --background --events events "127.0.0.1:$port"
	are_events 6 err events
}

# ---- Readers that are slow or gone

@test "a full disk ends the file with one warning, and the run goes on" {
	converse 1 connect --events /dev/full -- send:hello shut recv-all <<<hi
	is "$(grep -c 'cannot write all events' err)" 2 # and at the end
	says "$(<err)" '/dev/full' 'the run goes on'
	holds got hello
	is "$(<heard)" hi
}

@test "a standard error on a full disk is an error with --json" {
	listening_peer recv-all
	run -1 sh -c 'exec genet connect --json 127.0.0.1 "$1" 2>/dev/full </dev/null' \
		sh "$port"
}

@test "with --json the full disk is a warning and an error" {
	needs_tools
	converse 1 connect --json --events /dev/full -- recv-all <<<hi
	are_events 1
	is "$(of warning .errno)" ENOSPC
	is "$(of error .errno)" ENOSPC
}

@test "a file on a full disk ends with a whole line" {
	needs_tools
	network
	mkdir small
	small=$PWD/small # in the namespace, the directory that we are in is not
	"${inside[@]}" mount -t tmpfs -o size=64k none "$small" ||
		skip 'cannot mount'
	listening_peer send-pattern:1000000
	run -1 "${inside[@]}" genet connect 127.0.0.1 "$port" \
		--output got --events "$small/events" --events-data bytes
	says "$output" 'no space left on device; the run goes on'
	"${inside[@]}" cat "$small/events" >copy
	jq .event copy >events
	(($(wc -l <events) > 1))
	cmp got <(pattern 1000000)
}

@test "the reader of a descriptor is gone: a warning, and the run goes on" {
	mkfifo fifo
	listening_peer send:hello shut recv-all
	run -1 --separate-stderr bash -c "exec 5> >(:); wait \$!
		genet connect 127.0.0.1 $port --events fd:5 <<<hi"
	is "$output" hello
	says "$stderr" 'cannot write all events' 'the run goes on'
	peer_ends
}

@test "a reader that does not read holds nothing up" {
	pipe full
	listening_peer send-pattern:10000000 shut recv-all
	run -1 genet connect --events fd:8 --events-data bytes --output got \
		127.0.0.1 "$port" <<<hi 8>full
	says "$output" 'were not read in time'
	cmp got <(pattern 10000000)
}

@test "lines that a slow reader has no room for are counted" {
	needs_tools
	mkfifo events
	exec 5<>events
	in_the_foreground
	receiver listen -k --events events --events-data bytes
	start peer connect 127.0.0.1 "$port" send-pattern:20000000 hold
	eventually has_size got 20000000
	start cat <&5 >heard
	eventually grep -q '"dropped"' heard
	kill -TERM "$genet"
	genet_ends 143
	exec 5>&-
	eventually grep -q '"summary"' heard
	are_events 143 heard
	(($(of dropped .count heard) > 0))
}

has_size() {
	is "$(stat -c %s "$1")" "$2"
}

@test "a standard error that is not read holds nothing up with --json" {
	pipe full
	converse_with_full() {
		listening_peer send-pattern:1000000 shut recv-all
		genet connect --json -vvv 127.0.0.1 "$port" <<<hi >got 2>full
	}
	converse_with_full
	cmp got <(pattern 1000000)
}

@test "a signal ends a report whose reader does not read" {
	pipe full
	start genet scan --json --all 127.0.0.1 1-5000 --events events >full
	genet=$pid
	eventually grep -q '"port":300,' events
	kill -TERM "$genet"
	genet_ends 143
}

@test "closed standard streams are no trouble" {
	needs_tools
	converse 0 connect --events events -- recv-all <<<hi
	are_events 0 events
	listening_peer send:hello shut recv-all
	genet connect --json 127.0.0.1 "$port" --events events <&- >&- 2>&- || :
	are_events "$(of summary .exit events)" events
}

@test "the warnings that many clients cause are counted" {
	needs_tools
	in_the_foreground
	mkdir there
	receiver listen -k --json --output 'there/%{conn}'
	rmdir there
	for _ in {1..50}; do : >"/dev/tcp/127.0.0.1/$port"; done
	eventually grep -q '"conn":50.*"closed"\|"closed".*"conn":50' err
	kill -TERM "$genet"
	genet_ends 143
	are_events 143
	is "$(jq -s 'map(if .event == "warning" then 1
		elif .event == "left_out" then .count else 0 end) | add' err)" 50
}

# ---- All events

@test "the code, the schema and the manual page have the same events" {
	grep -ohE '(struct kind kind_[a-z_]+ = \{|begin\(e,|_begin\(&line,) "[a-z_]+"' \
		"$TOP"/src/tap/event*.c "$TOP"/src/tap/kinds/kind-*.c | sed 's/.*"\(.*\)"/\1/' | sort -u >code
	grep -oE '"event-[a-z_]+"' "$SCHEMA" | sed 's/"event-\(.*\)"/\1/' |
		sort -u >schema
	diff code schema
	sed -n '/^\.Sh EVENTS/,/^\.Ss Kinds/s/^\.It Sy //p' \
		"$TOP/man/genet-events.7" | sed 's/ , /\n/g' | sort -u >page
	diff code page
}

@test "the code, the schema and the manual page have the same members" {
	{
		cat "$TOP"/src/tap/event*.c "$TOP"/src/tap/kinds/*.c "$TOP/src/relay/record.c" |
			tr -s '\n\t ' ' ' |
			grep -oE 'json_(open|number|seconds|flag|word|text|bytes|name)\([^"]*"[a-z0-9_]+"|event_parts_address\([^"]*"[a-z_]+"|add_lines\(out, "[a-z]+"' |
			sed 's/.*"\(.*\)"/\1/'
		# By base/json.c, and of a table.
		printf '%s\n' len text b64 path abstract addresses in out
	} | sort -u >code
	python3 - "$SCHEMA" >schema <<-'END'
		import json, sys
		def names(part):
		    if isinstance(part, dict):
		        yield from part.get("properties", {})
		        for inner in part.values():
		            yield from names(inner)
		print("\n".join(names(json.load(open(sys.argv[1])))))
	END
	sort -u schema | grep -v '_b64$' | diff code -
	while read -r member; do
		grep -qE "^\.(It )?Sy (.* )?$member( |$)" \
			"$TOP/man/genet-events.7" || {
			echo "genet-events(7) does not have $member"
			return 1
		}
	done <code
}

@test "the handshake of TLS is told, with what the peer is" {
	needs_tools
	needs_tls
	make_ca ca
	make_certificate its ca DNS:localhost
	tls_peer its.both recv-all notify
	tells 0 connect --tls localhost "$port" --tls-ca ca.pem --data x
	are_events 0
	is "$(of secured '[.conn, .version, .resumed, .name, .issuer, .expires,
		.trust, .pin, .chain[1]] | join(" ")')" \
		"1 TLSv1.3 false localhost Authority ca 2099-12-31T23:59:59Z ca $(pin_of its.pem) Authority ca"
	peer_ends
	tls_peer its.both recv-all notify
	tells 0 connect --tls localhost "$port" --tls-known known --data x
	is "$(of secured .trust)" new
	tls_peer its.both recv-all
	tells 9 connect --tls localhost "$port" --data x
	are_events 9
	is "$(of error .kind)" tls
}

@test "an urgent byte is told with its place" {
	needs_tools
	in_the_foreground
	converse 0 listen --json -- send:ab 'urgent:!' shut recv-all </dev/null
	are_events 0
	is "$(of urgent '[.conn, .byte, .offset] | @csv')" 1,33,2
}

@test "what --peek has seen is told" {
	needs_tools
	in_the_foreground
	converse 0 listen --json --peek 3 -- send:abcd shut recv-all </dev/null
	are_events 0
	is "$(of peeked '[.conn, .len, .text, .reason] | @csv')" \
		'1,3,"abc","enough"'
	converse 0 listen --json --peek 3 --events-data none -- $'send:a\xff' \
		shut recv-all </dev/null
	are_events 0
	is "$(of peeked '[.len, .text, .b64, .reason] | @csv')" '2,,,"end"'
}

@test "faults are told, with the seed by which chance decides" {
	needs_tools
	genet_listen --echo
	tells 0 relay 127.0.0.1:0 "$GENET_ADDR" --fault refuse,conn=1 \
		--fault up:corrupt,at=1 --seed 1 --during -- sh -c \
		'genet connect "$GENET_ADDR" 2>err.1
		genet connect --data abc "$GENET_ADDR"'
	are_events 0
	is "$(of fault '[.conn, .client, .fault, .name, .way, .offset] | @csv')" \
		$',1,"refuse","1","door",\n2,2,"corrupt","2","up",1'
	tells 2 relay 127.0.0.1:0 "$GENET_ADDR" --fault corrupt=1/1M --fault x
	are_events 2
	(($(of seed .seed) >= 0))
}

@test "the steps of dialogues are told, and what is not as expected" {
	needs_tools
	printf '> a\\xff\\n\n<begins x\n' >file
	printf '> a\\xff\\n\n< y\\n\n' >other
	tells 0 mock 127.0.0.1:0 other --during -- sh -c \
		'genet talk --json "$GENET_ADDR" file >theirs; test $? = 8'
	are_events 0
	are_events 8 theirs
	is "$(of dialogue_step '[.conn, .line, .side, .step, .text, .text_b64] | @csv')" \
		$'1,1,"client","text",,"Yf8K"\n1,2,"server","text","y\n",'
	is "$(of mismatch '[.dialogue, .line, .number, .side, .step, .reason,
		.expected, .came, .offset] | @csv' theirs)" \
		$'"file",2,2,"server","begins","bytes","x","y\n",0'
}

@test "every event of the schema was seen in a real run" {
	needs_tools
	[[ -s $BATS_FILE_TMPDIR/seen ]] || skip 'no other test ran'
	(($(wc -l <"$BATS_FILE_TMPDIR/tests") > 30)) || skip 'others did not run'
	network # without namespaces some tests skip themselves
	jq -r '.properties.event.enum[]' "$SCHEMA" | sort >wanted
	has_tls || sed -i /secured/d wanted
	sort -u "$BATS_FILE_TMPDIR/seen" | diff wanted -
	python3 -c 'import json, jsonschema, sys
jsonschema.Draft7Validator.check_schema(json.load(open(sys.argv[1])))' "$SCHEMA"
}

@test "--json shares standard error with nothing" {
	local option
	for option in --stats --hex --write-out=x; do
		run -2 genet connect --json "$option" 127.0.0.1 9
		says "$(jq -r 'select(.event == "error").text' <<<"$output")" \
			"${option%=*} and --json cannot share standard error"
	done
	run -2 genet wait --json --write-out '%{stdout}x' 127.0.0.1:9
	says "$output" 'cannot share standard output'
	refusing_port 127.0.0.1
	run -4 --separate-stderr genet connect --json --write-out '%{stdout}x' \
		127.0.0.1 "$port"
	is "$output" x
}
