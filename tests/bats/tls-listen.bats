#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# listen --tls: certificates, handshakes of many clients, and ends.
# shellcheck disable=SC2016 # other shells expand what is in single quotes
load helpers
load tls

before_each() {
	needs_tls
}

setup_file() {
	has_tls || return 0
	cd "$BATS_FILE_TMPDIR" || return
	make_ca ca
	make_ca other
	make_certificate server ca DNS:server.test,IP:127.0.0.1
	make_certificate client ca DNS:client.test
	make_certificate stranger other DNS:stranger.test
}

# In the tests the files are $T/NAME.
T=$BATS_FILE_TMPDIR

# secure [OPTION...]: starts a listener with TLS, $genet, on $port, with the pin $pin.
secure() {
	receiver "${command:-listen}" --tls "$@"
	pin=$GENET_TLS_PIN
}

# dial [OPTION...]: runs a client that trusts this pin.
dial() {
	genet connect --tls --tls-pin "$pin" "127.0.0.1:$port" "$@"
}

# clients WHAT...: runs many clients, see tls-clients.py.
clients() {
	python3 -B "${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/bats/tls-clients.py" \
		"$1" "$port" "${@:2}"
}

# stop_clients COUNT: starts clients that stop in the handshake, as process $stopped,
# until close_pipe go.
stop_clients() {
	pipe go
	start_ready python3 -B \
		"${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/bats/tls-clients.py" \
		stop "$port" "$1" <go
	stopped=$pid
}

# ---- One client

@test "both directions pass, and a late answer after the end of input" {
	secure --sh 'echo "$(wc -c) bytes"'
	is "$(printf hello | dial)" '5 bytes'
	genet_ends 0
}

@test "tls: before the address is --tls" {
	GENET_BIND=tls:127.0.0.1:0 address=tls:127.0.0.1:0 receiver listen
	pin=$GENET_TLS_PIN
	dial --data hello
	genet_ends 0
	holds got hello
}

@test "unix listen has --tls, too" {
	address=./socket receiver 'unix listen' --tls
	genet unix connect --tls --tls-pin "$GENET_TLS_PIN" ./socket --data hello
	genet_ends 0
	holds got hello
}

@test "20 MB each way at once arrive as they were sent" {
	head -c 20000000 /dev/urandom >one
	head -c 20000000 /dev/urandom >two
	secure --input one
	dial --input two --output got-one
	genet_ends 0
	cmp one got-one
	cmp two got
}

# ---- Certificates

@test "without --tls-cert there is one for the address, with its pin announced" {
	start_ready genet listen --tls --ready-fd 3 127.0.0.1:0 -v 2>err >got
	genet=$pid
	read -r address pin <<<"$ready"
	[[ $pin == sha256//* ]]
	genet connect --tls --tls-pin "$pin" "$address" --data hello
	wait "$genet"
	holds got hello
	says "$(<err)" "listening on $address, TLS with $pin"
}

@test "the pin is in --announce, the environment and the events" {
	run -0 genet listen --tls 127.0.0.1:0 --announce 'pin=%{tls_pin}' \
		--events events --during -- sh -c 'echo "$GENET_TLS_PIN" >pin
		genet connect --tls --tls-pin "$GENET_TLS_PIN" "$GENET_ADDR" -o it' \
		<<<hello
	says "$output" "pin=$(<pin)"
	is "$(jq -r 'select(.event == "listening").tls_pin' events)" "$(<pin)"
}

@test "without TLS there is no pin" {
	run -0 genet listen 127.0.0.1:0 --announce 'pin=%{tls_pin}.' --events events \
		--during -- sh -c 'genet connect "$GENET_ADDR" --data "${GENET_TLS_PIN-none}"'
	says "$output" 'pin=.' none
	run -1 grep tls_pin events
}

@test "--tls-cert and --tls-key: a client can check the name" {
	secure --tls-cert "$T/server.pem" --tls-key "$T/server.key" -k --echo
	is "$(genet connect --tls --tls-ca "$T/ca.pem" "127.0.0.1:$port" --data hi)" hi
	is "$(genet connect --tls --tls-ca "$T/ca.pem" --tls-name server.test \
		"127.0.0.1:$port" --data hi)" hi
	is "$pin" "$(pin_of "$T/server.pem")"
	run -9 genet connect --tls --tls-ca "$T/other.pem" "127.0.0.1:$port"
}

@test "a certificate that cannot be loaded is told before anything is announced" {
	local file
	echo nothing >empty
	for file in missing.pem empty; do
		run ! genet listen --tls --tls-cert "$file" 127.0.0.1:0 \
			--ready-file ready -v
		says "$output" "$file"
		run ! grep 'listening on' <<<"$output"
		[[ ! -e ready ]]
	done
	run ! genet listen --tls --tls-cert "$T/server.pem" --tls-key "$T/client.key" \
		127.0.0.1:0 --ready-file ready
	[[ ! -e ready ]]
}

@test "--tls-client-ca: a client needs a certificate, whose name is shown" {
	secure --tls-client-ca "$T/ca.pem" -v --events events
	dial --tls-cert "$T/client.both" --data hello
	genet_ends 0
	holds got hello
	says "$(<err)" client.test 'Authority ca'
	is "$(jq -r 'select(.event == "secured").name' events)" client.test
}

@test "--tls-client-ca: without one, or with another one, there is no conversation" {
	secure --tls-client-ca "$T/ca.pem" -k -v
	run ! dial --data secret
	run ! dial --data secret --tls-cert "$T/stranger.both"
	dial --tls-cert "$T/client.both" --data hello
	eventually holds got hello
	eventually grep 'connection 3 closed' err
	says "$(<err)" 'connection 1 closed' 'the TLS handshake failed' \
		'connection 2 closed'
}

# ---- Handshakes that fail

@test "a client that does not speak TLS is printed, and ends a listener for one" {
	secure
	peer connect 127.0.0.1 "$port" $'send:GET /\n' expect-end
	genet_ends 9
	says "$(<err)" 'connection from 127.0.0.1:' 'the TLS handshake failed' \
		'GET /'
	holds got ''
}

@test "a client that offers only other protocols is refused" {
	secure --tls-alpn h2
	run -9 dial --tls-alpn other
	says "$output" 'the peer speaks none of the protocols that are offered (ALPN)'
	genet_ends 9
	says "$(<err)" 'the peer offers none of the protocols of this side (ALPN)'
}

@test "with -k a client that does not speak TLS ends its own connection only" {
	secure -k -v
	peer connect 127.0.0.1 "$port" $'send:GET /\n' expect-end
	dial --data hello
	eventually holds got hello
	says "$(<err)" 'connection 1 closed' 'the TLS handshake failed'
}

@test "a client that is refused gets an alert that says why, and no reset" {
	secure --tls-min 1.3
	run -1 openssl s_client -connect "127.0.0.1:$port" -tls1_2 </dev/null
	says "$output" 'alert protocol version'
	genet_ends 9
	secure -k
	# The listener does not read what follows the first bytes.
	printf '\x16\x03\x01\0\x05\x01\0\0\x01\0%0100000d' 0 >garbage
	peer connect 127.0.0.1 "$port" "send:$(tr -d '\0' <garbage)" shut recv-all \
		>heard
	is "$(head -c 2 heard | od -An -tx1)" ' 15 03'
}

@test "a client that refuses the certificate is told of" {
	secure -v
	run -9 genet connect --tls "127.0.0.1:$port"
	genet_ends 9
	says "$(<err)" 'the TLS handshake failed'
}

@test "a silent handshake ends by --handshake-timeout" {
	secure --handshake-timeout 100ms
	start peer connect 127.0.0.1 "$port" expect-end
	genet_ends 124
	says "$(<err)" 'timed out after 100 ms' 'the TLS handshake had not ended'
}

@test "with -k silent handshakes end by --handshake-timeout, and the listener goes on" {
	local limit
	limit=$(with_slack 1)
	secure -k -v --handshake-timeout "$limit"
	for _ in {1..3}; do
		start peer connect 127.0.0.1 "$port" expect-end
	done
	wait "${started[@]}"
	dial --data hello
	eventually holds got hello
	is "$(grep -c "timed out after $limit s" err)" 3
}

@test "--timeout holds during the handshake" {
	secure --timeout 100ms
	start peer connect 127.0.0.1 "$port" expect-end
	genet_ends 124
}

@test "-k --for ends during a handshake, with success" {
	secure -k --for 200ms
	start peer connect 127.0.0.1 "$port" expect-end
	genet_ends 0
}

@test "a client that stops in the handshake counts for --max-conns" {
	secure -k --max-conns 1 --handshake-timeout "$(with_slack 1)" -v
	start peer connect 127.0.0.1 "$port" hold
	eventually grep '^connection 1 from' err
	dial --data hello
	eventually holds got hello
	is "$(grep -om 2 '^connection [12] [cf][a-z]*' err | tail -n 1)" \
		'connection 1 closed'
}

@test "300 failed handshakes leave descriptors and memory as they were" {
	not_under_valgrind 'memory is counted'
	secure -k
	clients fail 100
	before=$(descriptors) used=$(memory VmRSS)
	clients fail 300
	eventually has_descriptors "$before"
	[[ ${SANITIZERS-} == yes ]] || (($(memory VmRSS) - used < 500))
}

# ---- Many clients

@test "of 500 clients 50 stop in the handshake: the others need as long as alone" {
	not_under_valgrind 'it would take minutes'
	secure -k --echo --handshake-timeout never
	stopwatch clients echo 450 1000
	local alone=$took
	stop_clients 50
	stopwatch clients echo 450 1000
	((took < 2 * alone + 500 + SLACK_MS))
	kill -0 "$stopped"
	close_pipe go
}

@test "1,000 clients are served at once" {
	not_under_valgrind 'it would take minutes'
	secure -k --echo --handshake-timeout 3m
	clients echo 1000 100
}

@test "-k writes to files, discards, and answers by programs" {
	secure -k -o 'from-%{conn}'
	dial --data one
	dial --data two
	eventually holds from-1 one
	eventually holds from-2 two
	genet_stop
	secure -k --discard
	is "$(dial --data hello)" ''
	genet_stop
	secure -k --exec -- sh -c 'read -r line; echo "$GENET_CONN $line"'
	is "$(dial <<<hello)" '1 hello'
	is "$(dial <<<hello)" '2 hello'
	genet_stop
	secure -k --data greeting
	is "$(dial --no-stdin)" greeting
}

@test "the PROXY header comes before the handshake" {
	secure --accept-proxy -v
	genet connect --tls --tls-pin "$pin" --send-proxy "127.0.0.1:$port" \
		--data hello
	genet_ends 0
	holds got hello
	says "$(<err)" 'as the proxy 127.0.0.1:' says
}

@test "a client that its PROXY header denies does not get to the handshake" {
	secure -k --accept-proxy --deny 192.0.2.1 -v
	peer connect 127.0.0.1 "$port" \
		$'send:PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n' expect-end
	eventually grep 'rejected 192.0.2.1:1' err
	run ! grep -i tls.handshake err
}

@test "a capture has the plain text, and that is told" {
	run -0 genet listen --tls 127.0.0.1:0 --capture it.pcapng --during -- sh -c \
		'genet connect --tls --tls-pin "$GENET_TLS_PIN" "$GENET_ADDR" --data hello'
	says "$output" 'the capture has the plain text'
	grep -q hello it.pcapng
}

# ---- What does not go together

@test "TLS needs connections that carry bytes" {
	run -2 genet listen --tls udp:127.0.0.1:0
	says "$output" 'TLS needs a connection that carries bytes'
	run -2 genet unix listen --tls --seqpacket ./socket
	says "$output" 'TLS needs a connection that carries bytes'
}

@test "options of TLS need --tls" {
	run -2 genet listen 127.0.0.1:0 --tls-client-ca "$T/ca.pem"
	says "$output" '--tls-client-ca has no effect without --tls'
	run -2 genet listen 127.0.0.1:0 --tls-cert "$T/server.pem"
	says "$output" '--tls-cert has no effect without --tls'
}
