#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Addresses of all kinds: which command takes which, and what is said of those that it
# cannot use.
# shellcheck disable=SC2016 # programs have variables of their own
load helpers
load tls

# ---- What is taken

# refuses TEXT COMMAND...: the command line is an error with this text.
refuses() {
	run -2 genet "${@:2}"
	says "$output" "$1"
}

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

# ---- Ends that are no sockets

@test "echo: and discard: are ends without anything behind them" {
	genet connect echo: <<<hello >got
	holds got $'hello\n'
	genet connect discard: <<<hello >got
	holds got ''
	run -3 genet connect echo:7
	says "$output" "'echo'"
}

@test "exec: is a program, with words and quotes; sh: a command line" {
	genet connect "exec:printf '%s|' 'two words' three" </dev/null >got
	holds got 'two words|three|'
	genet connect 'sh:read -r x; echo "got $x"' <<<hello >got
	holds got $'got hello\n'
}

@test "the status of the program is that of genet" {
	run -3 genet connect 'sh:cat; exit 3' <<<hello
	is "$output" hello
	# It is waited for, although it has closed its output.
	run -4 genet connect -v 'sh:exec >&-; read -r x; exit 4' <<<hello
	says "$output" 'ended with status 4'
	run -127 genet connect exec:./nowhere
	says "$output" "cannot run './nowhere'"
	run -126 genet connect exec:/
}

@test "a program of which the session has had enough is ended" {
	run -124 genet connect 'sh:echo $$ >pid; exec >/dev/null; exec tail -f /dev/null' \
		--timeout 300ms
	says "$output" 'the program had not ended within 300 ms'
	[[ ! -e /proc/$(<pid) ]]
	genet connect 'sh:echo $$ >pid; while :; do echo yes; done' --bytes 3 \
		</dev/null >got
	holds got yes
	[[ ! -e /proc/$(<pid) ]]
}

@test "TLS can go through a program" {
	needs_tls
	make_ca ca
	make_certificate good ca DNS:db.test
	receiver listen --tls --tls-cert good.pem --tls-key good.key --echo
	run -0 genet connect --tls --tls-ca ca.pem --tls-name db.test \
		"exec:genet connect 127.0.0.1 $port" <<<hello
	is "$output" hello
	genet_ends 0
	run -9 genet connect --tls --insecure 'sh:echo $$ >pid; exec cat' <<<x
	[[ ! -e /proc/$(<pid) ]]
	refuses 'a program has no name' connect --tls exec:cat
}

@test "file: is written, or what its mode says" {
	genet connect file:there <<<one
	holds there $'one\n'
	genet connect file:there,append <<<two
	holds there $'one\ntwo\n'
	genet connect file:there,read </dev/null >got
	holds got $'one\ntwo\n'
	run -1 genet connect file:no/such <<<x
	says "$output" "cannot open 'no/such'"
	refuses "missing path in 'file:'" connect file:
}

@test "fifo: is read or written" {
	mkfifo pipe
	start cat pipe >got
	reader=$pid
	genet connect fifo:pipe <<<hello
	wait "$reader"
	holds got $'hello\n'
	run -1 genet connect fifo:none
}

@test "fd: is a descriptor that was inherited" {
	echo hello >file
	genet connect fd:5 </dev/null 5<file >got
	holds got $'hello\n'
	run -2 genet connect fd:9 9<&-
	says "$output" 9
}

@test "vsock: and sctp: are sockets, where the kernel has them" {
	run genet listen --json vsock:any:0 --timeout 10ms
	((status == 124 || status == 11))
	((status == 11)) || says "$output" '"addresses":[{"port":'
	run genet connect sctp:127.0.0.1:9
	((status == 4 || status == 11))
	says "$output" 'cannot connect to sctp:127.0.0.1:9'
	refuses 'has no effect with an SCTP port' connect --nagle sctp:127.0.0.1:9
	refuses 'is none of a number, host, local' connect vsock:x:1
	refuses 'has no effect with a port of a virtual machine' \
		connect -4 vsock:2:1
}

@test "-- with --exec is not the program of exec:" {
	refuses 'only one end can be a program' connect --exec exec:cat -- cat
	refuses "'-' is standard input and output, which connect cannot use" \
		connect -
	refuses 'a quote is not closed' connect 'exec:"cat'
	refuses "missing command in 'sh:'" connect sh:
}

# ---- What is refused

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
