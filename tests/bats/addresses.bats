#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Addresses of all kinds: which command takes which, and what is said of those that it
# cannot use.
load helpers

# ---- What is taken

@test "connect unix: is unix connect" {
	start_ready peer listen unix socket send:hello shut recv-all >heard
	peer=$pid
	genet connect "unix:$PWD/socket" --data hi >got
	peer_ends
	holds got hello
	holds heard hi
}

@test "listen unix: is unix listen, with --mode" {
	address=unix:./socket receiver listen --mode 0620
	is "$(stat --format '%F %a' socket)" 'socket 620'
	peer connect unix socket send:hello
	genet_ends 0
	holds got hello
	[[ ! -e socket ]]
}

@test "a path may have colons, and an abstract name has no file" {
	address=unix:a:b receiver listen
	[[ -S a:b ]]
	genet connect --data hello unix:a:b
	genet_ends 0
	holds got hello
	address=unix:@genet-$$-name receiver listen
	genet connect --data hello "unix:@genet-$$-name"
	genet_ends 0
	holds got hello
}

@test "unix-seqpacket: keeps messages whole" {
	address=unix-seqpacket:socket receiver listen --data 'two words'
	start peer connect-seqpacket unix socket send:one send:two shut \
		recv-all >heard
	peer=$pid
	genet_ends 0
	peer_ends
	holds got onetwo
	holds heard 'two words'
	start_ready peer listen-seqpacket unix there recv-all >heard
	genet connect unix-seqpacket:there --data message
	wait "$pid"
	holds heard message
}

@test "unix-dgram: talks by datagrams, from the socket of --source if that is given" {
	address=unix-dgram:socket receiver listen --data pong --until ping
	genet connect unix-dgram:socket -s own --data ping --until pong >reply
	genet_ends 0
	holds got ping
	holds reply pong
	[[ ! -e own ]]
	address=unix-dgram:socket receiver 'unix listen' --data pong --until ping
	genet unix connect unix-dgram:socket --data ping --until pong >reply
	genet_ends 0
	holds reply pong
}

@test "connect: and listen: say what the command does in any case" {
	address=listen:tcp:127.0.0.1:0 receiver listen
	genet connect "connect:127.0.0.1:$port" --data hello
	genet_ends 0
	holds got hello
}

@test "udp: may stand before the address of udp-send and udp-recv" {
	address=udp:127.0.0.1:0 receiver udp-recv --count 2
	genet udp-send "udp:127.0.0.1:$port" --data one
	genet udp-send udp:127.0.0.1 "$port" --data two
	genet_ends 0
	holds got onetwo
}

@test "unix-dgram: may stand before the path of unix send and unix recv" {
	address=unix-dgram:socket receiver 'unix recv' --count 1
	genet unix send unix-dgram:socket --data one
	genet_ends 0
	holds got one
}

@test "wait takes the types of Unix sockets" {
	address=socket receiver 'unix recv'
	genet wait unix-dgram:socket --bound --timeout 20s
	run -124 genet wait unix-seqpacket:socket --bound --timeout 100ms
	says "$output" 'it is a datagram socket'
	run -124 genet wait unix-seqpacket:socket --timeout 100ms
	genet wait unix:socket --timeout 20s
}

@test "tls:fd:N encrypts on an inherited socket" {
	run -6 genet listen tls:fd:9 9</dev/null
	says "$output" 'descriptor 9: not a listening socket'
	run -6 genet listen fd:9 9</dev/null
}

@test "the port that the kernel chose is told, whatever the form of the address" {
	local words
	for words in 'tcp:127.0.0.1:0' '127.0.0.1 0' 'listen:127.0.0.1:0'; do
		# shellcheck disable=SC2086 # they may be two
		run -124 genet listen $words --timeout 10ms
		says "$output" 'listening on 127.0.0.1:'
	done
	run -124 genet listen unix:./0 --timeout 10ms
	is "$output" 'genet listen: no client came to ./0 within 10 ms'
}

# ---- What is refused

# refuses TEXT COMMAND...: the command line is an error with this text.
refuses() {
	run -2 genet "${@:2}"
	says "$output" "$1"
}

@test "an address that a command cannot use is refused, with those that it can" {
	refuses "'pid:1' cannot be connected to: it is a process" connect pid:1
	says "$output" 'what can: tcp:, tls:, udp:, unix:'
	refuses "'pid:1' cannot be listened on" listen pid:1
	refuses "'tls:a:1' cannot be waited for" wait tls:a:1
	says "$output" pid:
	refuses "'tcp:a:1' is a TCP port, which unix connect cannot use" \
		unix connect tcp:a:1
	says "$output" 'a file of that name is ./tcp:a:1'
	refuses "'unix-seqpacket:s' is a Unix socket for messages" \
		unix send unix-seqpacket:s
	refuses "'pid:1' cannot be connected to" udp-send pid:1
}

@test "an address of one word has no other word" {
	refuses "what is '80' for?" connect unix:./s 80
	refuses "what is '80' for?" listen unix:./s 80
	refuses "unexpected argument '80'" unix connect unix:./s 80
}

@test "a role that the command does not have is refused" {
	refuses 'genet listen 80' connect listen:80
	refuses 'genet connect a:1' listen connect:a:1
	refuses 'wait does not listen' wait listen:80
}

@test "an address without its path or name is refused" {
	refuses "missing path in 'unix:'" connect unix:
	refuses "missing name in 'unix:@'" listen unix:@
	refuses "missing path in 'unix-dgram:'" connect unix-dgram:
}

@test "an option that has no effect with the address is refused" {
	local options option address what count=0
	while IFS='|' read -r options address what; do
		count=$((count + 1))
		# shellcheck disable=SC2086 # they are words
		run -2 genet $options $address
		option=${options#* }
		is "$output" \
			"genet ${options%% *}: ${option%%=*} has no effect with $what"
	done <<-END
		connect --source=127.0.0.1|unix:./s|a Unix socket
		connect --source-port=9|unix-dgram:./s|datagrams
		connect --nagle|unix:./s|a Unix socket
		connect --congestion=reno|unix:./s|a Unix socket
		connect --ttl=9|unix-seqpacket:./s|a Unix socket for messages
		connect --interface=lo|unix:./s|a Unix socket
		connect --urgent=!|unix:./s|a Unix socket
		connect --proxy=http://127.0.0.1:1|unix:./s|a Unix socket
		connect --end-with-peer|unix-dgram:./s|datagrams
		connect -6|unix:./s|a Unix socket
		listen --mode=0600|127.0.0.1:0|a TCP port
		listen --mode=0600|udp:127.0.0.1:0|datagrams
		listen --reuse-port|unix:./s|a Unix socket
		listen --allow=::/0|unix:./s|a Unix socket
		listen --deny=::/0|unix:./s|a Unix socket
		listen --backlog=9|unix-dgram:./s|datagrams
		listen --mode=0600|fd:7|a socket that is inherited
	END
	((count == 17))
}

@test "TLS without a name to verify is refused" {
	refuses '--tls-name, --tls-pin or --insecure is needed' \
		connect --tls unix:./s
	refuses DTLS connect --tls unix-dgram:./s
}
