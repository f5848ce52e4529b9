#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# ping: the lines of pings, how they are counted, and how a run ends.
#
# shellcheck disable=SC2016 # of shells that tests run, and of awk
load helpers
load screen
load tls

TIME='[0-9.]+ (us|ms|s)'
PARTS=" \\(seq [0-9]+\\)"

# pings STATUS [ARG...]: runs genet ping, whose lines are then in lines, and messages in
# $stderr. There is no pause unless the arguments have one.
pings() {
	run "-$1" --separate-stderr "${inside[@]}" \
		genet ping --interval 0 "${@:2}"
}

# matches TEXT PATTERN
matches() {
	[[ $1 =~ ^$2$ ]] || {
		printf 'wanted: %s\ngot:    %s\n' "$2" "$1"
		return 1
	}
}

# start_ping [ARG...]: starts genet ping as process $genet, with its lines in out.
start_ping() {
	start genet ping "$@" >out 2>err
	genet=$pid
}

# has_pinged N: there are at least so many lines in out.
has_pinged() {
	(($(wc -l <out) >= $1))
}

# echo_server: starts a server on $port that sends back what it gets.
echo_server() {
	keep_open --echo
}

# ---- Lines and counts

@test "each ping has a line, and the totals follow" {
	keep_open --discard
	pings 0 --count 3 "127.0.0.1:$port"
	is "${#lines[@]}" 5
	for i in 1 2 3; do
		matches "${lines[i - 1]}" \
			"127.0.0.1:$port: connected in $TIME \\(seq $i\\)"
	done
	is "${lines[3]}" "127.0.0.1:$port: sent 3, answered 3, refused 0, timed out 0, failed 0"
	matches "${lines[4]}" \
		"127.0.0.1:$port: min $TIME, median $TIME, p90 $TIME, p99 $TIME, max $TIME"
	is "$stderr" ''
}

@test "--quiet: only the totals" {
	keep_open --discard
	pings 0 --quiet --count 3 "127.0.0.1:$port"
	is "${#lines[@]}" 2
	is "${lines[0]}" "127.0.0.1:$port: sent 3, answered 3, refused 0, timed out 0, failed 0"
	is "$stderr" ''
}

@test "a refusal is a round trip that counts as refused" {
	refusing_port 127.0.0.1
	pings 8 --count 2 "127.0.0.1:$port"
	matches "${lines[0]}" "127.0.0.1:$port: refused in $TIME$PARTS"
	is "${lines[2]}" "127.0.0.1:$port: sent 2, answered 0, refused 2, timed out 0, failed 0"
	matches "${lines[3]}" "127.0.0.1:$port: min .*"
	is "$stderr" "genet ping: 2 of 2 pings were not answered: 2 refused, 0 timed out, 0 failed
  hint: to see why: genet doctor 127.0.0.1:$port"
}

@test "pings as JSON end when their reader is gone" {
	refusing_port 127.0.0.1
	run -0 --separate-stderr bash -c 'set +o pipefail
		timeout 20 genet ping --json --interval 0 "$1" | head -n 1
		echo "status ${PIPESTATUS[0]}"' _ "127.0.0.1:$port"
	is "${lines[1]}" 'status 141'
}

@test "addresses take turns, and each has its totals" {
	refusing_port 127.0.0.1
	local closed=$port
	keep_open --discard
	pings 8 --count 5 127.0.0.1 "$port" "tcp:127.0.0.1:$closed"
	for i in 0 2 4; do
		says "${lines[i]}" "127.0.0.1 $port: connected in"
	done
	for i in 1 3; do
		says "${lines[i]}" "tcp:127.0.0.1:$closed: refused in"
	done
	is "${lines[5]}" "127.0.0.1 $port: sent 3, answered 3, refused 0, timed out 0, failed 0"
	is "${lines[7]}" "tcp:127.0.0.1:$closed: sent 2, answered 0, refused 2, timed out 0, failed 0"
	is "$stderr" 'genet ping: 2 of 5 pings were not answered: 2 refused, 0 timed out, 0 failed'
}

@test "an address that does not answer in time has timed out" {
	silent_port 127.0.0.1 0
	pings 8 --count 2 "127.0.0.1:$port" --connect-timeout 100ms
	is "${lines[0]}" "127.0.0.1:$port: no answer within 100 ms (seq 1)"
	is "${lines[2]}" "127.0.0.1:$port: sent 2, answered 0, refused 0, timed out 2, failed 0"
	is "${#lines[@]}" 3
}

@test "an address without a route has failed" {
	network
	pings 8 --count 1 192.0.2.1:80
	is "${lines[0]}" '192.0.2.1:80: failed: network is unreachable (seq 1)'
	is "${lines[1]}" '192.0.2.1:80: sent 1, answered 0, refused 0, timed out 0, failed 1'
}

@test "a port that connects to itself refuses" {
	network
	"${inside[@]}" sh -c \
		'echo 40000 40001 >/proc/sys/net/ipv4/ip_local_port_range'
	pings 8 --count 4 127.0.0.1:40000 127.0.0.1:40001
	says "$stderr" '4 of 4 pings were not answered: 4 refused'
}

# ---- Names

@test "a name is looked up for each ping, and its time is told apart" {
	network
	names files '127.0.0.1 moving.test'
	address='*:0' keep_open --discard
	start_ping --interval 10ms "moving.test:$port"
	eventually grep -E "^moving.test:$port \\(127.0.0.1\\): connected in $TIME \\(seq [0-9]+; lookup $TIME\\)\$" out
	echo '127.0.0.2 moving.test' >etc/hosts
	eventually grep -F "moving.test:$port (127.0.0.2): connected" out
	: >etc/hosts
	eventually grep -F "moving.test:$port: failed: cannot resolve 'moving.test'" out
	kill -INT "$genet"
	genet_ends 8
}

@test "a name that is not known at the first ping is status 3" {
	network
	names files
	pings 3 new.test:80
	is "$output" ''
	says "$stderr" "cannot resolve 'new.test'"
	pings 3 -n localhost:80
	pings 3 -6 127.0.0.1:80
}

# ---- TLS

# tls_echo: starts an echo server with TLS on $port, whose authority is ca.pem.
tls_echo() {
	needs_tls
	make_ca ca
	make_certificate server ca DNS:localhost,IP:127.0.0.1
	keep_open --echo --tls --tls-cert server.both
}

@test "TLS is timed after the connection, and the question after that" {
	tls_echo
	pings 0 --count 2 "tls:127.0.0.1:$port" --tls-ca ca.pem
	matches "${lines[1]}" "tls:127.0.0.1:$port: connected in $TIME \\(seq 2; connect $TIME, TLS $TIME\\)"
	pings 0 --count 1 "127.0.0.1:$port" --tls --tls-ca ca.pem \
		--send hello --expect lo
	matches "${lines[0]}" "127.0.0.1:$port: answered in $TIME \\(seq 1; connect $TIME, TLS $TIME, answer $TIME\\)"
}

@test "a certificate that is not trusted has failed" {
	tls_echo
	pings 8 --count 1 "tls:127.0.0.1:$port"
	says "${lines[0]}" "tls:127.0.0.1:$port: failed: " certificate '(seq 1; connect'
	says "${lines[1]}" 'refused 0, timed out 0, failed 1'
}

@test "a server that is silent in TLS has timed out after it has connected" {
	needs_tls
	keep_open --discard
	pings 8 --count 1 "tls:127.0.0.1:$port" --insecure \
		--connect-timeout 200ms
	matches "${lines[0]}" "tls:127.0.0.1:$port: no answer within 200 ms \\(seq 1; connect $TIME\\)"
}

# ---- Unix sockets

@test "Unix sockets of streams and of messages answer, and one without a listener refuses" {
	address=stream receiver 'unix listen' --keep-open --echo
	address=packets receiver 'unix listen' --keep-open --echo --seqpacket
	pings 8 --count 3 unix:stream unix-seqpacket:packets unix:none
	matches "${lines[0]}" "unix:stream: connected in $TIME$PARTS"
	matches "${lines[1]}" "unix-seqpacket:packets: connected in $TIME$PARTS"
	matches "${lines[2]}" "unix:none: refused in $TIME$PARTS"
	pings 0 --count 2 unix:stream unix-seqpacket:packets --send hello
	matches "${lines[0]}" "unix:stream: answered in $TIME \\(seq 1; connect $TIME, answer $TIME\\)"
}

@test "a Unix socket of another type has failed" {
	address=stream receiver 'unix listen' --keep-open --echo
	pings 8 --count 1 unix-seqpacket:stream
	says "${lines[0]}" 'unix-seqpacket:stream: failed: ' \
		'it is a stream socket, not a seqpacket one'
}

# ---- Datagrams

@test "a datagram that is answered is a round trip" {
	receiver udp-recv --echo
	pings 0 --count 3 "udp:127.0.0.1:$port" --send hello --expect ell
	matches "${lines[2]}" "udp:127.0.0.1:$port: answered in $TIME \\(seq 3\\)"
	is "${lines[3]}" "udp:127.0.0.1:$port: sent 3, answered 3, refused 0, timed out 0, failed 0"
}

@test "an empty datagram can be question and answer" {
	receiver udp-recv --echo
	pings 0 --count 1 "udp:127.0.0.1:$port" --send ''
}

@test "a datagram to a port that nobody holds is refused" {
	network
	pings 8 --count 2 udp:127.0.0.1:9 --send hello
	matches "${lines[0]}" "udp:127.0.0.1:9: refused in $TIME$PARTS"
	is "${lines[2]}" 'udp:127.0.0.1:9: sent 2, answered 0, refused 2, timed out 0, failed 0'
}

@test "a datagram without an answer, or without the expected one, has timed out" {
	start_ready peer datagrams 127.0.0.1 0 >heard
	pings 8 --count 1 "udp:127.0.0.1:${ready#* }" --send hello \
		--connect-timeout 100ms
	says "${lines[0]}" 'no answer within 100 ms (seq 1)'
	receiver udp-recv --echo
	pings 8 --count 1 "udp:127.0.0.1:$port" --send hello --expect other \
		--connect-timeout 100ms
	says "${lines[0]}" 'no answer within 100 ms (seq 1)'
}

@test "datagrams need a question" {
	pings 2 udp:127.0.0.1:9
	says "$stderr" "missing --send for 'udp:127.0.0.1:9'" \
		'genet ping udp:127.0.0.1:9 --send TEXT'
}

# ---- Question and answer

@test "the answer to a question is timed, from its first byte or its text" {
	echo_server
	pings 0 --count 1 "127.0.0.1:$port" --send hello
	matches "${lines[0]}" "127.0.0.1:$port: answered in $TIME \\(seq 1; connect $TIME, answer $TIME\\)"
	pings 0 --count 1 "127.0.0.1:$port" --send 'ruok\n' --expect 'ok\n'
	pings 8 --count 1 "127.0.0.1:$port" --send hello --expect other \
		--connect-timeout 100ms
	matches "${lines[0]}" "127.0.0.1:$port: no answer within 100 ms \\(seq 1; connect $TIME\\)"
}

@test "a greeting is what the server says first" {
	keep_open --sh 'echo welcome'
	pings 0 --count 2 "127.0.0.1:$port" --greeting
	matches "${lines[1]}" "127.0.0.1:$port: answered in $TIME \\(seq 2; connect $TIME, answer $TIME\\)"
	pings 0 --count 1 "127.0.0.1:$port" --expect come
	pings 2 --count 1 "127.0.0.1:$port" --greeting --send hello
}

@test "a server that ends before it has answered has failed" {
	keep_open --sh 'echo no'
	pings 8 --count 1 "127.0.0.1:$port" --expect yes
	says "${lines[0]}" "127.0.0.1:$port: failed: connected, received 'no" \
		'then the end'
}

# ---- The end

@test "--timeout is the end of a run without --count, and the failure of one with it" {
	keep_open --discard
	run -0 --separate-stderr genet ping --interval 20ms \
		"127.0.0.1:$port" --timeout "$(with_slack 1)"
	says "$output" "answered " 'refused 0, timed out 0, failed 0'
	run -124 --separate-stderr genet ping --interval 1h --count 2 \
		"127.0.0.1:$port" --timeout "$(with_slack 1)"
	says "$output" 'sent 1, answered 1,'
	says "$stderr" 'only 1 of 2 pings were answered within'
}

@test "a ping that is under way at the end of the run is not counted" {
	silent_port 127.0.0.1 0
	pings 124 "127.0.0.1:$port" --timeout 200ms
	is "$output" "127.0.0.1:$port: sent 1, answered 0, refused 0, timed out 0, failed 0, 1 under way"
	says "$stderr" 'no answer within 200 ms'
}

@test "Ctrl-C is the usual end: status 0 if all pings were answered" {
	keep_open --discard
	start_ping --interval 10ms "127.0.0.1:$port"
	eventually has_pinged 3
	kill -INT "$genet"
	genet_ends 0
	tail -n 2 out | grep -q "^127.0.0.1:$port: sent [0-9]*, answered "
	holds err ''
}

@test "Ctrl-C before an answer is status 8" {
	silent_port 127.0.0.1 0
	start_ping --connect-timeout 1h "127.0.0.1:$port"
	eventually is_connecting "$port"
	kill -INT "$genet"
	genet_ends 8
	grep -q ', 1 under way$' out
	is "$(<err)" 'genet ping: no ping was answered'
}

@test "SIGTERM kills, after the totals" {
	keep_open --discard
	start_ping --interval 10ms "127.0.0.1:$port"
	eventually has_pinged 3
	kill -TERM "$genet"
	genet_ends 143
	tail -n 2 out | grep -q "^127.0.0.1:$port: sent [0-9]*, answered "
}

@test "SIGQUIT and SIGUSR1 print the totals, and the run goes on" {
	keep_open --discard
	start_ping --interval 1h "127.0.0.1:$port"
	eventually has_pinged 1
	kill -QUIT "$genet"
	eventually has_pinged 3
	kill -USR1 "$genet"
	eventually has_pinged 5
	kill -INT "$genet"
	genet_ends 0
	is "$(grep -c 'sent 1, answered 1, ' out)" 3
}

@test "SIGQUIT prints the totals also while a ping is under way" {
	silent_port 127.0.0.1 0
	start_ping --connect-timeout 1h "127.0.0.1:$port"
	sent='sent 1, answered 0, refused 0, timed out 0, failed 0, 1 under way'
	quit_is_heard() {
		kill -QUIT "$genet"
		grep -q "$sent" out
	}
	# Before the handler is there, the signal would kill.
	eventually grep -q '^SigCgt:.*[4567cdef]$' "/proc/$genet/status"
	eventually is_connecting "$port"
	eventually quit_is_heard
	kill -INT "$genet"
	genet_ends 8
}

@test "ping ends with the reader of its output" {
	keep_open --discard
	run -0 bash -c 'genet ping --interval 10ms "127.0.0.1:$1" 2>err |
		head -n 1; echo "${PIPESTATUS[0]}"' _ "$port"
	is "${lines[1]}" 141
	holds err ''
}

@test "an output that cannot be written is status 1" {
	keep_open --discard
	run -1 bash -c 'exec genet ping --count 3 "127.0.0.1:$1" >/dev/full' \
		_ "$port"
	says "$output" 'cannot write'
}

# ---- Percentiles

@test "percentiles are those of the times that the lines have" {
	echo_server
	genet_relay "127.0.0.1:$port" up:latency=60ms,jitter=50ms
	pings 0 --json --count 25 "$GENET_ADDR" --send hello
	jq -s '
		[.[] | select(.event == "ping") | .took] | sort as $t |
		{ min: $t[0], median: $t[12], p90: $t[22], p99: $t[24], max: $t[24] }
	' <<<"$output" >wanted
	jq -e -s --slurpfile wanted wanted '
		(.[] | select(.event == "pinged")) as $p |
		[$wanted[0] | to_entries[] |
			(.value - $p[.key] | fabs) <= .value / 1000 + 0.000001] |
		length == 5 and all' <<<"$output"
	# A delay of 10 to 110 ms, on a machine that may have other work.
	jq -e '.min >= 0.010 and .median >= 0.020 and .max > .median' wanted
}

@test "a delay of the relay is the least time of an answer" {
	echo_server
	genet_relay "127.0.0.1:$port" latency=50ms
	pings 0 --json --count 5 "$GENET_ADDR" --send hello
	jq -e -s '.[] | select(.event == "pinged") |
		.min >= 0.1 and .median < 10' <<<"$output"
}

# ---- Nothing is left

@test "pings leave no descriptors, no memory and no sockets behind" {
	not_under_valgrind 'valgrind has descriptors of its own'
	network
	keep_open --discard
	local server=$genet before after
	start_ping --interval 0 "127.0.0.1:$port"
	eventually has_pinged 500
	before=$(memory VmRSS)
	eventually has_pinged 3000
	after=$(memory VmRSS)
	kill -STOP "$genet"
	(($(descriptors) <= 6))
	kill -CONT "$genet"
	kill -INT "$genet"
	genet_ends 0
	! memory_counts || ((after <= before + 200))
	# 06 is TIME_WAIT.
	run -0 "${inside[@]}" awk '$4 == "06"' /proc/net/tcp
	is "$output" ''
	[[ -d /proc/$server ]]
}

@test "1000 pings need no pause, and all are answered" {
	keep_open --discard
	pings 0 --count 1000 "127.0.0.1:$port"
	is "${lines[1000]}" "127.0.0.1:$port: sent 1000, answered 1000, refused 0, timed out 0, failed 0"
}

# ---- For people

@test "-v adds what the kernel has measured, and no bars without a terminal" {
	keep_open --discard
	pings 0 -v --count 2 "127.0.0.1:$port"
	is "${#lines[@]}" 5
	matches "${lines[4]}" "127.0.0.1:$port: rtt of the kernel: min $TIME, median $TIME, .*"
}

@test "-v on a terminal shows the times as bars" {
	keep_open --discard
	open_screen 100 genet ping -v --interval 0 --count 3 "127.0.0.1:$port"
	eventually screen_has "^ +$TIME to $TIME +[0-9]+ +#+$"
}

@test "control characters of a name are escaped" {
	pings 8 --count 1 $'unix:./\e[31m'
	says "${lines[0]}" 'unix:./\x1b[31m: refused'
}

@test "an option without an effect is a usage error" {
	pings 2 unix:socket -4
	says "$stderr" '-4 has no effect'
	pings 2 127.0.0.1:80 --tls-ca file
}
