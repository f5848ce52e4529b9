#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The PROXY header: --accept-proxy and --send-proxy.
# shellcheck disable=SC2016 # other shells expand what is in single quotes
load helpers

# The headers of a connection from 192.0.2.1:4660 to 198.51.100.2:443, as actions of a
# peer.
text='send:PROXY TCP4 192.0.2.1 198.51.100.2 4660 443'

# sends_2 COMMAND TEXT: a client sends that with a header of version 2.
sends_2() {
	genet talk "127.0.0.1:$port" "$dialogues/proxy-header.dialogue" \
		version-2-comes --set command="$1" --set text="$2" --set header=
}

# checks VERSION HEADER: a mock checks that a client sends this header and "hello".
checks() {
	genet_mock "$dialogues/proxy-header.dialogue" "version-$1-is-sent" \
		--set header="$2" --set command= --set text=
}

# ---- Accepting

@test "--accept-proxy: the client has the address of the header" {
	converse 0 listen --accept-proxy -v -- \
		"$text"$'\r\n' send:hello shut expect-end
	holds got hello
	says "$(<err)" 'connection 1 from 192.0.2.1:4660 to 198.51.100.2:443' \
		'as the proxy 127.0.0.1:' says
}

@test "--accept-proxy: what comes with the header belongs to the conversation" {
	converse 0 listen --accept-proxy -- \
		"$text"$'\r\nhello' shut expect-end
	holds got hello
}

@test "--accept-proxy: a header may come a byte at a time" {
	receiver listen --accept-proxy -v
	local i parts=() all=$'PROXY TCP4 192.0.2.1 198.51.100.2 4660 443\r\nhello'
	for ((i = 0; i < ${#all}; i++)); do
		parts+=("send:${all:i:1}")
	done
	client "${parts[@]}" shut expect-end
	genet_ends 0
	holds got hello
	says "$(<err)" 192.0.2.1:4660
}

@test "--accept-proxy: version 2 is told by its signature" {
	receiver listen --accept-proxy -v
	sends_2 '\x21' hello
	genet_ends 0
	holds got hello
	says "$(<err)" 'from 192.0.2.1:4660 to 198.51.100.2:443'
}

@test "--accept-proxy: a proxy may come on its own behalf" {
	receiver listen --accept-proxy -k -v
	sends_2 '\x20' one
	eventually holds got one
	client $'send:PROXY UNKNOWN\r\n' send:two shut expect-end
	eventually holds got onetwo
	kill "$genet"
	is "$(grep -c '^connection [12] from 127.0.0.1:' err)" 2
	run ! grep 'as the proxy' err
}

@test "--accept-proxy: a connection without a header is closed, and told" {
	converse 10 listen --accept-proxy -- send:GET expect-end
	holds got ''
	says "$(<err)" 'connection from 127.0.0.1:' \
		"the client sent no PROXY header, but 'GET'"
}

@test "--accept-proxy: the end of a header is told if it is not there" {
	converse 10 listen --accept-proxy -- send:PROXY shut expect-end
	says "$(<err)" 'the client ended the connection before the end of a PROXY'
}

@test "--accept-proxy: what the peer has said cannot write to the terminal" {
	converse 10 listen --accept-proxy -- $'send:\e[2J' expect-end
	says "$(<err)" '\x1b[2J'
	run ! grep $'\e' err
}

@test "--accept-proxy -k: a connection without a header ends only itself" {
	receiver listen --accept-proxy -k -v
	client send:GET expect-end
	client "$text"$'\r\n' send:hello shut expect-end
	eventually holds got hello
	eventually grep "connection 1 closed.*but 'GET'" err
	says "$(<err)" 'connection 2 from 192.0.2.1:4660'
}

@test "--accept-proxy: a client that sends nothing is given up after --handshake-timeout" {
	converse 124 listen --accept-proxy --handshake-timeout 100ms -- expect-end
	says "$(<err)" 'timed out after 100 ms' \
		'the client had not sent a PROXY header'
}

@test "--accept-proxy -k: a client that sends nothing delays no other" {
	receiver listen --accept-proxy -k
	for _ in {1..5}; do
		start peer connect 127.0.0.1 "$port" "send:PROXY " hold
	done
	client "$text"$'\r\n' send:hello shut expect-end
	eventually holds got hello
}

@test "--accept-proxy --deny: the address of the header counts" {
	receiver listen --accept-proxy --deny 192.0.2.0/24 -v
	client "$text"$'\r\n' send:evil expect-end
	client $'send:PROXY TCP4 203.0.113.1 198.51.100.2 1 2\r\n' send:good \
		shut expect-end
	genet_ends 0
	holds got good
	says "$(<err)" 'rejected 192.0.2.1:4660: its address is denied'
}

@test "--accept-proxy --allow: the address of the proxy does not count" {
	receiver listen --accept-proxy --allow 192.0.2.1 -v -k
	client $'send:PROXY UNKNOWN\r\n' expect-end
	client "$text"$'\r\n' send:good shut expect-end
	eventually holds got good
	says "$(<err)" 'rejected 127.0.0.1:' 'its address is not allowed'
}

@test "--accept-proxy --count-conns: clients that are denied do not count" {
	receiver listen --accept-proxy --count-conns 2 --deny 192.0.2.1
	client "$text"$'\r\n' expect-end
	client $'send:PROXY UNKNOWN\r\n' send:a shut expect-end
	client "$text"$'\r\n' expect-end
	client $'send:PROXY UNKNOWN\r\n' send:b shut expect-end
	genet_ends 0
	holds got ab
}

@test "--accept-proxy --output: a file has the name of the client" {
	receiver listen --accept-proxy -k --output 'from-%{host}-%{port}'
	client "$text"$'\r\n' send:hello shut expect-end
	eventually holds from-192.0.2.1-4660 hello
}

@test "--accept-proxy --tag: the tag has the address of the header" {
	receiver listen --accept-proxy -k --tag
	client "$text"$'\r\n' $'send:hello\n' shut expect-end
	eventually grep '192.0.2.1:4660.*hello' got
}

@test "--accept-proxy --exec: a program knows the client, and has pipes" {
	receiver listen --accept-proxy -k --sh 'read -r line
		echo "$line $GENET_PROTO $GENET_REMOTE_IP $GENET_REMOTE_PORT $GENET_LOCAL_IP $GENET_LOCAL_PORT"'
	client "$text"$'\r\nhello\n' shut recv-all >heard
	holds heard $'hello tcp 192.0.2.1 4660 198.51.100.2 443\n'
}

@test "--accept-proxy: the events have both addresses" {
	receiver listen --accept-proxy --events events
	client "$text"$'\r\n' send:hello shut expect-end
	genet_ends 0
	is "$(jq -c 'select(.event == "accepted") |
		[.remote, .local.ip, .proxy.ip]' events)" \
		'[{"ip":"192.0.2.1","port":4660},"198.51.100.2","127.0.0.1"]'
}

@test "--accept-proxy: the events tell of a connection that has no header" {
	receiver listen --accept-proxy -k --events events
	client send:GET expect-end
	eventually grep closed events
	is "$(jq -r 'select(.conn == 1) | .event' events | tr '\n' ' ')" \
		'accepted closed '
	is "$(jq -r 'select(.event == "closed") | .outcome' events)" failed
}

@test "--accept-proxy: a Unix socket has clients with addresses, too" {
	address=./socket receiver 'unix listen' --accept-proxy -k -v \
		--output '%{host}-%{port}'
	peer connect unix ./socket "$text"$'\r\n' send:hello shut expect-end
	eventually holds 192.0.2.1-4660 hello
	says "$(<err)" 'from 192.0.2.1:4660 to 198.51.100.2:443'
	run ! grep uid err
}

@test "--accept-proxy needs connections that carry bytes" {
	run -2 genet listen udp:127.0.0.1:0 --accept-proxy
	says "$output" '--accept-proxy needs connections that carry bytes'
	run -2 genet unix listen --seqpacket ./socket --accept-proxy
	says "$output" '--accept-proxy needs connections that carry bytes'
}

@test "--handshake-timeout needs something that it limits" {
	run -2 genet listen 127.0.0.1:0 --handshake-timeout 1s
	says "$output" 'no effect without --tls, --accept-proxy or --peek'
}

# ---- Sending

@test "--send-proxy: a header comes first, with both addresses" {
	converse 0 connect --send-proxy --data hello -- recv-all
	read -r word protocol from to from_port to_port <heard
	is "$word $protocol $from $to" 'PROXY TCP4 127.0.0.1 127.0.0.1'
	is "$to_port" "$port"$'\r'
	((from_port > 0))
	is "$(tail -n 1 heard)" hello
}

@test "--send-proxy=2: the header is binary, with both addresses" {
	checks 2 '\x21\x11\0\x0c\x7f\0\0\x01\x7f\0\0\x01'
	genet connect --send-proxy=2 --data hello "$GENET_ADDR"
}

@test "--send-proxy: IPv6 is TCP6" {
	GENET_BIND='[::1]:0' checks 1 'PROXY TCP6 ::1 ::1\x20'
	genet connect --send-proxy "$GENET_ADDR" --data hello
}

@test "--send-proxy: a Unix socket has no address that version 1 can say" {
	GENET_BIND=unix:./socket checks 1 'PROXY UNKNOWN\r\n'
	genet unix connect --send-proxy ./socket --data hello
}

@test "--send-proxy=2: a Unix socket has an address in version 2" {
	GENET_BIND=unix:./socket checks 2 \
		"\x21\x31\0\xd8$(printf '\\0%.0s' {1..108})./socket$(printf '\\0%.0s' {1..96})"
	genet unix connect --send-proxy=2 ./socket --data hello
}

@test "--send-proxy: the header leaves in one piece" {
	converse 0 connect --send-proxy -vvv --data hello -- recv-all
	is "$(grep -c 'send(' err)" 2 # and hello
}

@test "--send-proxy and --accept-proxy understand each other" {
	local version
	for version in 1 2; do
		receiver listen --accept-proxy -v
		run -0 genet connect --send-proxy="$version" "127.0.0.1:$port" \
			--data hello
		genet_ends 0
		holds got hello
		says "$(<err)" 'as the proxy 127.0.0.1:' says
	done
}

@test "--send-proxy: a program gets the connection behind the header" {
	start_ready peer listen 127.0.0.1 0 recv-all >heard
	run -0 genet connect --send-proxy "127.0.0.1:${ready#* }" --exec -- \
		echo hello
	wait "$pid"
	is "$(tail -n 1 heard)" hello
}

@test "--send-proxy: by a proxy, the addresses are not known" {
	start_proxy http
	checks 1 'PROXY UNKNOWN\r\n'
	genet connect --proxy "http://$at" --send-proxy "$GENET_ADDR" --data hello
}

@test "--send-proxy is 1 or 2" {
	run -2 genet connect --send-proxy=3 127.0.0.1:1
	says "$output" "'3' is none of none, 1, 2"
	run -2 genet connect --send-proxy udp:127.0.0.1:1
	says "$output" '--send-proxy needs a connection that carries bytes'
}
