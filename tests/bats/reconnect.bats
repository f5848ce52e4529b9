#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# connect --reconnect: senders and readers that outlive their peer.
# shellcheck disable=SC2016 # programs have variables of their own
load helpers

# one_line_each: starts a listener that reads a line of each client, adds it to the
# file seen, and ends the connection.
one_line_each() {
	keep_open --quiet --sh 'read -r line && echo "$line" >&2' 2>listener.err
	ln -s "$(readlink err)" seen
}

# reconnect [OPTION...]: starts genet connect --reconnect, as process $client, with
# its output in reply and its messages in told.
reconnect() {
	start genet connect --reconnect "127.0.0.1:$port" "$@" >reply 2>told
	client=$pid
}

# breaks N: so many were told of.
breaks() {
	is "$(grep -c 'connecting again$' told)" "$1"
}

seen_thrice() {
	(($(wc -l <seen) >= 3))
}

client_ends() {
	local status=0
	wait "$client" || status=$?
	is "$status" "$1"
}

@test "a sender goes on where its peer has ended, and no byte is sent twice" {
	local n
	pipe in
	one_line_each
	reconnect <in
	for n in 1 2 3 4; do
		echo "line $n" >&"$in"
		eventually breaks "$n"
	done
	echo 'the last line' >&"$in"
	close_pipe in
	client_ends 0
	holds seen $'line 1\nline 2\nline 3\nline 4\nthe last line\n'
	breaks 4
	is "$(sort -u told)" \
		"connection to 127.0.0.1:$port was ended by the peer; connecting again"
}

@test "what waits for the next connection is sent by that" {
	network
	pipe in
	listening_peer recv:2 reset
	reconnect <in
	echo a >&"$in"
	eventually breaks 1
	seq 1000 >&"$in"
	close_pipe in
	"${inside[@]}" peer listen 127.0.0.1 "$port" recv-all >heard
	holds heard "$(seq 1000)"$'\n'
}

@test "a reader hears what each connection says" {
	keep_open --sh 'echo "$GENET_CONN"'
	reconnect --recv-only --bytes 6
	client_ends 0
	holds reply $'1\n2\n3\n'
	breaks 2
}

@test "events name each connection, by its own addresses" {
	keep_open --sh \
		'echo "$GENET_CONN $GENET_REMOTE_IP:$GENET_REMOTE_PORT"' 2>/dev/null
	reconnect --recv-only --until '3 127.0.0.1' --events events
	client_ends 0
	python3 - <<'END' >named
import json
for line in open("events"):
    e = json.loads(line)
    if e["event"] == "connected":
        print(e["conn"], "%(ip)s:%(port)d" % e["local"])
END
	head -n 2 reply >heard_from
	is "$(head -n 2 named)" "$(<heard_from)"
	is "$(wc -l <named)" 3
}

@test "events tell what each connection has carried" {
	keep_open --sh 'read -r line && echo "$line$GENET_CONN"' 2>/dev/null
	pipe in
	reconnect --events events --bytes 14 <in
	echo one >&"$in"
	eventually breaks 1
	echo three >&"$in"
	eventually breaks 2
	echo >&"$in"
	client_ends 0
	is "$(jq -r 'select(.event == "closed") | "\(.conn) \(.in) \(.out)"' events)" \
		$'1 5 4\n2 7 6\n3 2 1'
	is "$(jq -r 'select(.event == "summary") | "\(.conns) \(.in) \(.out)"' events)" \
		'3 14 11'
}

@test "bytes that were not acknowledged are told, and make the status 7" {
	network
	pattern 20000000 >file
	listening_peer recv:1 pause:300 reset
	reconnect <file
	eventually breaks 1
	"${inside[@]}" peer listen 127.0.0.1 "$port" recv-all >heard
	client_ends 7
	says "$(<told)" 'had not been acknowledged; connecting again' \
		'broke 1 time, and up to'
	tail -c "$(stat -c %s heard)" file | cmp - heard
}

@test "--greeting sends the text on each connection" {
	one_line_each
	reconnect --data 'hello\n' --greeting
	eventually seen_thrice
	is "$(sort -u seen)" hello
	kill "$client"
	client_ends 143
}

@test "without it the text is sent once" {
	one_line_each
	reconnect --data 'hello\n'
	client_ends 0
	holds seen $'hello\n'
}

@test "--retry limits the rounds of each break" {
	network
	listening_peer send:x close
	reconnect --recv-only --retry 2 --retry-delay 1ms
	client_ends 4
	says "$(<told)" "cannot be made again: cannot connect to 127.0.0.1:$port" \
		'refused'
	holds reply x
}

@test "a peer that is not there yet is waited for" {
	start_ready peer late 127.0.0.1 0 200 send:x close
	port=${ready#* }
	reconnect --recv-only --bytes 1
	client_ends 0
	holds reply x
}

@test "an input that ends without a connection ends the run" {
	network
	pipe in
	listening_peer close
	reconnect --retry-delay 10s <in
	eventually breaks 1
	close_pipe in
	client_ends 0
}

@test "a signal ends the pause, too" {
	network
	listening_peer close
	reconnect --recv-only --retry-delay 20s
	eventually breaks 1
	kill "$client"
	client_ends 143
}

@test "over Unix sockets" {
	address=./s receiver unix-listen -k --sh 'echo "$GENET_CONN"'
	run -0 --separate-stderr genet unix connect ./s --reconnect --recv-only \
		--bytes 4
	is "$output" $'1\n2'
}

@test "options that contradict each other" {
	run -2 genet connect --reconnect udp:127.0.0.1:9
	says "$output" '--reconnect has no effect with datagrams'
	run -2 genet connect --greeting --data x 127.0.0.1:9
	says "$output" '--greeting has no effect without --reconnect'
	run -2 genet connect --greeting --reconnect 127.0.0.1:9
	says "$output" '--greeting needs --data'
	run -2 genet connect --reconnect --end-with-peer 127.0.0.1:9
	says "$output" 'contradict each other'
}
