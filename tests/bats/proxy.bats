#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# --proxy: the proxy is proxy.py, which shares no code with genet.
# shellcheck disable=SC2016 # programs have variables of their own
load helpers
load tls

SCHEMES=(http socks4 socks4a socks5 socks5h)

# protocol_of SCHEME: prints the protocol of proxy.py for it.
protocol_of() {
	local protocol=${1%[ah]}
	echo "${protocol/https/http}"
}

# by URL [OPTION...] HOST: runs genet connect by this proxy to $port of the host.
by() {
	"${inside[@]}" genet connect --proxy "$1" "${@:2}" "$port"
}

# refused DIALOGUE ANSWER WORDS...: a mock at $at plays this dialogue of a proxy, once,
# with that answer; no connection comes about, and the message has the WORDS.
refused() {
	genet_mock "$dialogues/http-proxy.dialogue" "$1" --set answer="$2" --once
	at=$GENET_ADDR port=9
	run -10 by "http://$at" db.test
	says "$output" "${@:3}"
}

# asked_for LINES: the proxy was asked for just these, but for the methods of SOCKS.
asked_for() {
	is "$(grep -v ^methods asked)" "$1"
}

# ---- Each kind

# The server answers after the end of what it has received.
@test "each kind of proxy carries a conversation both ways to its ends" {
	local scheme
	for scheme in "${SCHEMES[@]}"; do
		start_proxy "$(protocol_of "$scheme")"
		listening_peer expect-pattern:1000000 expect-end pause:50 \
			send-pattern:1000000
		pattern 1000000 >wanted
		by "$scheme://$at" 127.0.0.1 <wanted >got
		cmp wanted got
		peer_ends
	done
}

@test "what a server says first is not lost, in the segment of the answer" {
	local scheme
	for scheme in "${SCHEMES[@]}"; do
		start_proxy "$(protocol_of "$scheme")" early='220 hello\r\n\r\n'
		listening_peer send:more recv-all
		run -0 by "$scheme://$at" 127.0.0.1
		is "$output" $'220 hello\r\n\r\nmore'
	done
}

@test "an answer may come byte by byte" {
	local scheme
	for scheme in "${SCHEMES[@]}"; do
		start_proxy "$(protocol_of "$scheme")" pieces=1 early=first
		listening_peer send:more recv-all
		run -0 by "$scheme://$at" 127.0.0.1
		is "$output" firstmore
	done
}

@test "the address in an answer of SOCKS 5 may be of any kind" {
	local bound
	for bound in inet inet6 name; do
		start_proxy socks5 bound=$bound early=first
		listening_peer send:more recv-all
		run -0 by "socks5://$at" 127.0.0.1
		is "$output" firstmore
	done
}

@test "SOCKS 5 refuses with an address that is a name" {
	start_proxy socks5 bound=name unreachable=127.0.0.1
	port=9
	run -10 by "socks5://$at" 127.0.0.1
	is "$output" "genet connect: cannot connect to 127.0.0.1:9: the proxy socks5://$at says that the host is unreachable"
}

# certificates: makes p.both, a certificate of 127.0.0.1 with its key, by ca.pem.
certificates() {
	needs_tls
	make_ca ca
	make_certificate p ca IP:127.0.0.1
}

@test "a proxy that does not speak TLS is perhaps one of http" {
	needs_tls
	listening_peer recv-all
	run -124 by "https://127.0.0.1:$port" --connect-timeout 200ms 127.0.0.1
	says "$output" "the peer was silent in the TLS handshake with the proxy https://127.0.0.1:$port" \
		'hint: it may speak HTTP without TLS: --proxy http://'
}

@test "an https proxy is one over TLS, whose certificate is verified" {
	certificates
	start_proxy http tls=p.both early=first
	listening_peer send:more recv-all
	run -0 by "https://$at" --tls-ca ca.pem 127.0.0.1
	is "$output" firstmore
	run -9 by "https://$at" 127.0.0.1
	says "$output" "cannot connect to 127.0.0.1:$port: the TLS handshake with the proxy https://$at "
	run -9 by "https://localhost:${at#*:}" --tls-ca ca.pem 127.0.0.1
	says "$output" "the TLS handshake with the proxy https://localhost:"
	run ! grep -e --tls-name <<<"$output"
}

@test "an https proxy carries both directions at once" {
	certificates
	start_proxy http tls=p.both
	listening_peer echo
	pattern 5000000 >wanted
	by "https://$at" --tls-ca ca.pem 127.0.0.1 <wanted >got
	cmp wanted got
	listening_peer send:hello shut expect-pattern:5000000 expect-end
	by "https://$at" --tls-ca ca.pem 127.0.0.1 <wanted >got
	peer_ends
	holds got hello
}

@test "TLS through proxies, of which one speaks TLS itself, is TLS to the end" {
	local first
	certificates
	start_proxy socks5
	first=$at
	start_proxy http tls=p.both
	tls_server -cert p.pem -key p.key -rev
	run -0 by "socks5://$first" --proxy "https://$at" --tls --tls-ca ca.pem \
		--data 'hello\n' 127.0.0.1
	is "$output" olleh
	grep -q "^http CONNECT 127.0.0.1:$port " asked
}

# ---- IPv6

@test "IPv6: a proxy, and a target, by each protocol that has it" {
	local scheme
	network
	for scheme in http socks5 socks5h; do
		start_proxy "$(protocol_of "$scheme")" listen=::1
		start_ready peer listen ::1 0 send:hello recv-all
		port=${ready#* }
		run -0 by "$scheme://$at" ::1
		is "$output" hello
	done
	grep -q '^http CONNECT \[::1\]:[0-9]* HTTP/1.1 \[::1\]:' asked
	grep -q '^socks5 5 1 inet6 ::1 ' asked
}

@test "SOCKS 4 has no IPv6, which is found before anything is sent" {
	port=9
	for scheme in socks4 socks4a; do
		run -2 by "$scheme://127.0.0.1:1" ::1
		says "$output" 'SOCKS4 has no IPv6' 'hint: socks5:// and socks5h://'
	done
	run -2 by socks4://127.0.0.1:1 -6 db.test
	says "$output" 'SOCKS4 has no IPv6'
}

# ---- Names

@test "names go to the proxy for http, socks4a and socks5h, and nowhere else" {
	local scheme
	network
	names files '127.0.0.1 localhost'
	for scheme in http socks4a socks5h; do
		start_proxy "$(protocol_of "$scheme")" knows=db.test=127.0.0.1
		listening_peer send:hello recv-all
		run -0 by "$scheme://$at" -vv db.test
		says "$output" hello "proxied to db.test:$port by $scheme://$at"
		run ! grep -q resolve: <<<"$output"
	done
	grep -q '^http CONNECT db.test:' asked
	grep -q '^socks4 4 1 name db.test:' asked
	grep -q '^socks5 5 1 name db.test ' asked
}

@test "names are looked up here for socks4 and socks5, and never by the proxy" {
	local scheme
	network
	names files '127.0.0.1 db.test'
	for scheme in socks4 socks5; do
		start_proxy "$scheme"
		listening_peer send:hello recv-all
		run -0 by "$scheme://$at" -vv db.test
		says "$output" hello 'resolve: db.test'
		run -3 by "$scheme://$at" other.test
		says "$output" "cannot resolve 'other.test'"
		run -3 by "$scheme://$at" -n db.test
		says "$output" 'names are not looked up'
	done
	run ! grep -q name asked
	grep -q '^socks4 4 1 inet 127.0.0.1:' asked
	grep -q '^socks5 5 1 inet 127.0.0.1 ' asked
}

@test "an address that the proxy cannot reach is followed by the next" {
	network
	names files '::1 two.test' '127.0.0.1 two.test'
	start_proxy socks5 unreachable=::1
	listening_peer send:hello recv-all
	run -0 by "socks5://$at" two.test
	is "$output" hello
	asked_for "socks5 5 1 inet6 ::1 $port
socks5 5 1 inet 127.0.0.1 $port"
}

@test "-4 leaves addresses of the target out" {
	network
	names files '::1 two.test' '127.0.0.1 two.test'
	start_proxy socks5
	listening_peer send:hello recv-all
	run -0 by "socks5://$at" -4 two.test
	asked_for "socks5 5 1 inet 127.0.0.1 $port"
}

@test "of addresses that the proxy cannot reach each has its reason" {
	network
	names files '::1 two.test' '127.0.0.1 two.test'
	start_proxy socks5 unreachable=::1
	port=9
	run -10 by "socks5://$at" two.test
	is "$output" "genet connect: cannot connect to two.test:9: the proxy socks5://$at reaches no address of two.test
    ::1              says that the host is unreachable
    127.0.0.1        says that the connection was refused"
}

# The refusal of the first address is none of the second.
@test "a proxy that goes away between two addresses is named" {
	network
	names files '::1 two.test' '127.0.0.1 two.test'
	start_proxy socks5 unreachable=::1 once=1
	port=9
	run -4 by "socks5://$at" two.test
	is "${lines[0]}" "genet connect: cannot connect to two.test:9 by the proxy socks5://$at: connection refused"
}

@test "the port may be the name of a service, of this host" {
	start_proxy http
	port='echo'
	run -10 by "http://$at" 127.0.0.1
	asked_for 'http CONNECT 127.0.0.1:7 HTTP/1.1 127.0.0.1:7'
	port=no-such-service
	run -3 by "http://$at" 127.0.0.1
	says "$output" "cannot resolve service 'no-such-service': not known"
}

@test "a name that could do harm in a request is refused" {
	port=80
	run -2 by http://127.0.0.1:1 $'a\r\nX'
	says "$output" 'no proxy can be asked for the name' 'a\x0d\nX'
	run -2 by http://127.0.0.1:1 'fe80::1%lo'
	says "$output" 'the interface is one of this host'
	run -2 by socks5h://127.0.0.1:1 "$(printf %0300d 0)"
	says "$output" 'the name of the target has 300 bytes, and SOCKS carries 255'
}

# ---- Several

@test "several proxies are used in their order" {
	local first
	network
	names files '127.0.0.1 localhost'
	start_proxy http knows=second.test=127.0.0.1
	first=$at
	start_proxy socks5 knows=db.test=127.0.0.1
	listening_peer send:hello recv-all
	run -0 by "http://$first" -v --proxy "socks5h://second.test:${at#*:}" db.test
	says "$output" hello "proxied to second.test:${at#*:} by http://$first in" \
		"proxied to db.test:$port by socks5h://second.test:${at#*:} in"
	asked_for "http CONNECT second.test:${at#*:} HTTP/1.1 second.test:${at#*:}
socks5 5 1 name db.test $port"
}

@test "of several proxies the one that refuses is named" {
	local first
	start_proxy socks4
	first=$at
	start_proxy http status='403 No'
	port=9
	run -10 by "socks4a://$first" --proxy "http://$at" db.test
	is "$output" "genet connect: cannot connect to db.test:9: the proxy http://$at answered '403 No'"
}

# ---- Users

@test "the password of a user comes from a file" {
	local scheme
	printf 'open: sesame\nmore' >password
	for scheme in http socks5; do
		start_proxy "$scheme" user='ann@home' password='open: sesame'
		listening_peer send:hello recv-all
		run -0 by "$scheme://ann%40home@$at" \
			--proxy-password-file password 127.0.0.1
		is "$output" hello
		listening_peer send:hello recv-all
		run -0 by "$scheme://ann%40home@$at" \
			--proxy-password-file <(cat password) 127.0.0.1
		is "$output" hello
	done
	grep -q '^login 1 ann@home' asked
}

@test "SOCKS 4 has a user without a password" {
	start_proxy socks4 user=ann
	listening_peer send:hello recv-all
	run -0 by "socks4://ann@$at" 127.0.0.1
	is "$output" hello
	run -10 by "socks4://bob@$at" 127.0.0.1
	says "$output" 'refused, or could not connect'
}

@test "a user or a password that is wrong, and none at all" {
	local scheme
	echo wrong >password
	port=9
	for scheme in http socks5; do
		start_proxy "$scheme" user=ann password=right
		run -10 by "$scheme://ann@$at" --proxy-password-file password \
			127.0.0.1
		says "$output" "hint: the user is 'ann'"
		run -10 by "$scheme://$at" 127.0.0.1
		says "$output" 'hint: name a user' --proxy-password-file
	done
	start_proxy http status='401 Unauthorized'
	run -10 by "http://ann@$at" --proxy-password-file password 127.0.0.1
	says "$output" "answered '401 Unauthorized'" "hint: the user is 'ann'"
	refused answers 'HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Digest realm="x"\r\n\r\n' \
		"answered '407 Who are you': it wants authentication by Digest"
}

@test "without a file the password is asked for at the terminal, unseen" {
	local scheme
	for scheme in http socks5; do
		start_proxy "$scheme" user=ann password=sesame
		listening_peer send:hello
		peer-terminal start expect:"Password of ann for the proxy $scheme://$at: " \
			type:$'sesame\n' expect:hello type:$'\x04' ends:0 \
			-- genet connect --proxy "$scheme://ann@$at" 127.0.0.1 "$port" \
			>typescript
		run ! grep -q sesame typescript
	done
}

@test "Ctrl-C ends the question for a password, and the terminal shows again" {
	peer-terminal start expect:'for the proxy' type:$'\x03' dies:2 \
		-- genet connect --proxy http://ann@127.0.0.1:1 127.0.0.1 9
	peer-terminal start expect:'for the proxy' type:$'\x03' expect:echo ends:0 \
		-- sh -c 'trap : INT
			genet connect --proxy http://ann@127.0.0.1:1 127.0.0.1 9
			stty -a' >typescript
	run ! grep -q -e ' -echo ' typescript
}

@test "without a terminal and a file a user is an error" {
	port=9
	run -2 setsid -w genet connect --proxy http://ann@127.0.0.1:1 127.0.0.1 9
	says "$output" "no password for the user 'ann' of the proxy http://127.0.0.1:1" \
		--proxy-password-file
	run -2 by http://127.0.0.1:1 --proxy-password-file /dev/null 127.0.0.1
	says "$output" "--proxy-password-file '/dev/null' is for no proxy"
	run -2 genet connect --proxy-password-file /dev/null 127.0.0.1 9
	says "$output" 'there is none'
	run -1 by http://a@127.0.0.1:1 --proxy-password-file ./none 127.0.0.1
	says "$output" "cannot open './none'"
	printf '\0secret\n' >binary
	run -1 by http://a@127.0.0.1:1 --proxy-password-file binary 127.0.0.1
	says "$output" "the password in 'binary' has a NUL"
}

@test "each of several users has a password" {
	local first
	echo one >first
	echo two >second
	start_proxy http user=ann password=one
	first=$at
	start_proxy socks5 user=bob password=two
	listening_peer send:hello recv-all
	run -0 by "http://ann@$first" --proxy "socks5://bob@$at" \
		--proxy-password-file first --proxy-password-file second 127.0.0.1
	is "$output" hello
}

@test "no password is on a command line, in a message, event or capture" {
	local scheme word
	echo open-sesame >password
	for scheme in http socks5; do
		start_proxy "$scheme" user=ann password=open-sesame
		listening_peer send:hello recv-all
		run -2 by "$scheme://ann:open-sesame@$at" 127.0.0.1
		says "$output" 'has a password' '--proxy-password-file FILE'
		echo "$output" >0.txt
		"${inside[@]}" genet connect -vvv --proxy "$scheme://ann@$at" \
			--proxy-password-file password --capture 1.txt --hex=2.txt \
			--events 3.txt --events-data bytes 127.0.0.1 "$port" \
			>4.txt 2>5.txt
		says "$(<4.txt)" hello
		run -10 by "$scheme://bob@$at" -vvv --proxy-password-file password \
			--events 6.txt 127.0.0.1
		echo "$output" >7.txt
		for word in open-sesame "$(printf ann:open-sesame | base64)" \
			"$(printf bob:open-sesame | base64)"; do
			run ! grep -lF -e "$word" {0..7}.txt
		done
	done
}

# ---- What goes wrong

@test "a refusal has the words of the proxy, without what could harm" {
	refused answers 'HTTP/1.1 403 Not \x1b[31mhere\r\n\r\n<html>never shown'
	is "$output" "genet connect: cannot connect to db.test:9: the proxy http://$at answered '403 Not \\x1b[31mhere'"
}

@test "a refusal is not tried again, a proxy that refuses to connect is" {
	start_proxy http status='503 Later'
	port=9
	run -10 by "http://$at" --retry 3 --retry-delay 1ms db.test
	has_lines asked 1
	network
	refusing_port 127.0.0.1
	start genet connect -v --proxy "http://127.0.0.1:$port" --retry forever \
		db.test 9 >got 2>err
	genet=$pid
	eventually grep -q "^retry:   cannot connect to db.test:9 by the proxy http://127.0.0.1:$port: connection refused" err
	kill "${started[-2]}"
	start_ready peer listen 127.0.0.1 "$port" \
		send:$'HTTP/1.1 200 OK\r\n\r\nhello' recv-all
	genet_ends 0
	is "$(<got)" hello
}

@test "a proxy that cannot be reached is named with the target" {
	refusing_port 127.0.0.1
	run -4 genet connect --proxy "socks5h://127.0.0.1:$port" db.test 80
	says "$output" "cannot connect to db.test:80 by the proxy socks5h://127.0.0.1:$port: connection refused" \
		"genet wait 127.0.0.1:$port"
}

@test "a silent proxy ends at --connect-timeout, with 124 and its name" {
	local scheme limit=1
	[[ -z ${VALGRIND_GENET-} ]] || limit=5
	for scheme in "${SCHEMES[@]}"; do
		listening_peer recv-all
		stopwatch run -124 genet connect --connect-timeout "$limit" \
			--proxy "$scheme://127.0.0.1:$port" 127.0.0.1 9
		took_at_most $((1000 * limit + 1000))
		is "$output" "genet connect: cannot connect to 127.0.0.1:9: timed out after $limit s: the proxy $scheme://127.0.0.1:$port was silent"
	done
}

@test "of several proxies the silent one is named" {
	start_proxy http
	listening_peer recv-all
	run -124 genet connect --connect-timeout 3s --proxy "http://$at" \
		--proxy "socks4://127.0.0.1:$port" 127.0.0.1 9
	says "$output" "the proxy socks4://127.0.0.1:$port was silent"
}

@test "an answer without an end is refused" {
	start_proxy http endless=1
	port=9
	run -10 by "http://$at" db.test
	says "$output" "the proxy http://$at says more than 64.0 KiB before the conversation"
}

@test "what is no proxy of the kind is told from one that refuses" {
	local said
	for said in SSH-2.0-x 'HTTP/1.1 200poo' 'HTTP/2 200 OK' '<html>'; do
		refused answers "$said\r\n" 'does not answer as an HTTP proxy does'
	done
	listening_peer send:$'HTTP/1.1 400 Bad\r\n\r\n' recv-all
	run -10 genet connect --proxy "socks5h://127.0.0.1:$port" db.test 9
	says "$output" 'does not answer as a SOCKS5 proxy does' --proxy http://
	listening_peer send:$'\x05\xff' recv-all
	run -10 genet connect --proxy "http://127.0.0.1:$port" db.test 9
	says "$output" 'as an HTTP proxy does' --proxy socks5h://
}

@test "a proxy that ends or resets is told, and no session" {
	refused answers '' 'ended the connection without an answer'
	refused answers 'HTTP/1.1 2' 'ended the connection in the middle of its answer'
	refused resets '' 'reset the connection without an answer'
}

@test "an error of the conversation names the target" {
	genet_mock "$dialogues/http-proxy.dialogue" resets-later --set answer= --once
	port=9 run -7 --separate-stderr by "http://$GENET_ADDR" --data x db.test
	says "$stderr" 'connection to db.test:9 reset by peer'
}

# ---- The command line

@test "datagrams and Unix sockets go by no proxy" {
	run -2 genet connect --proxy http://127.0.0.1:1 udp:127.0.0.1:9
	says "$output" '--proxy is for TCP'
	run -2 genet unix connect --proxy http://127.0.0.1:1 ./socket
	says "$output" "'--proxy'"
	run -2 genet listen --proxy http://127.0.0.1:1 0
	says "$output" "'--proxy'"
}

@test "an invalid URL leads to the form of one" {
	run -2 genet connect --proxy 127.0.0.1:1080 127.0.0.1 9
	says "$output" "the proxy '127.0.0.1:1080' has no scheme" 'SCHEME://'
}

@test "no environment variable names a proxy" {
	listening_peer send:hello
	for name in {http,https,all,HTTP,HTTPS,ALL}_proxy ALL_PROXY HTTPS_PROXY; do
		export "$name=http://127.0.0.1:1"
	done
	run -0 genet connect 127.0.0.1 "$port"
	is "$output" hello
}

@test "--source is where the first proxy is connected from" {
	start_proxy http who=1
	listening_peer send:hello recv-all
	run -0 by "http://$at" --source 127.0.0.3 127.0.0.1
	is "$output" hello
	grep -qx 'client 127.0.0.3' asked
}

@test "-vv tells each step" {
	start_proxy http
	listening_peer send:hello recv-all
	run -0 by "http://$at" -vv 127.0.0.1
	says "$output" "try 1:   $at" "connected to $at" \
		"proxy:   asking http://$at for 127.0.0.1:$port" \
		"proxied to 127.0.0.1:$port by http://$at in"
	listening_peer send:hello recv-all
	run -0 by "http://$at" -v 127.0.0.1
	run ! grep -q asking <<<"$output"
}

@test "many clients of a relay can be on the way through one proxy" {
	start_proxy socks5 pieces=1
	receiver listen -k --echo
	start_ready genet relay --proxy "socks5://$at" --ready-fd 3 127.0.0.1:0 \
		"127.0.0.1:$port"
	seq 24 | xargs -P 12 -I N sh -c 'echo N | genet connect "$0"' "$ready" |
		sort -n >got
	seq 24 | cmp got -
	is "$(grep -o socks5 asked | wc -l)" 24 # lines of threads can mix
}

@test "a program can have the connection of a proxy" {
	start_proxy socks5
	listening_peer send:$'hello\n' recv-all
	run -0 by "socks5://$at" 127.0.0.1 --sh 'read -r line; echo "$line" >&2'
	is "$output" hello
	start_proxy socks5 early='hello\n'
	listening_peer recv-all
	run -0 by "socks5://$at" 127.0.0.1 --sh 'read -r line; echo "$line" >&2'
	is "$output" hello
}

# ---- nc

@test "nc -P: the password is asked for when the proxy wants one, three times" {
	start_proxy http user=ann password=sesame
	listening_peer send:hello
	peer-terminal start expect:"Proxy password for ann@127.0.0.1: " \
		type:$'wrong\n' expect:'Proxy authentication failed' \
		expect:'Proxy password' type:$'sesame\n' expect:hello \
		type:$'\x04' ends:0 -- genet nc -P ann -X connect \
		-x "$at" 127.0.0.1 "$port" >typescript
	run ! grep -q sesame typescript
	peer-terminal start expect:'Proxy password' type:$'1\n' \
		expect:'Proxy password' type:$'2\n' expect:'Proxy password' \
		type:$'3\n' expect:'nc: Too many authentication failures' ends:1 \
		-- genet nc -P ann -X connect -x "$at" 127.0.0.1 "$port"
}

@test "nc -P: nothing is asked for where the proxy wants no password" {
	start_proxy http
	listening_peer send:hello recv-all
	run -0 setsid -w genet nc -P ann -NX connect -x "$at" 127.0.0.1 "$port"
	is "$output" hello
}

@test "nc -x: a call that fails while the proxy is asked is an error with a line" {
	local call
	needs_strace
	for call in sendto recvfrom; do
		listening_peer send:$'HTTP/1.1 200 OK\r\n\r\n' recv-all
		run -1 strace -qq -o log -e "trace=$call" \
			-e "inject=$call:error=EIO:when=1" \
			genet nc -X connect -x "127.0.0.1:$port" db.test 9
		is "$output" "nc: cannot connect to db.test:9: the proxy http://127.0.0.1:$port lost: input/output error"
	done
}

# passes [OPTION...]: runs genet nc -F to $port, and reads the socket that it passes.
passes() {
	python3 -B -c '
import array, socket, subprocess, sys
ours, theirs = socket.socketpair()
nc = subprocess.Popen(sys.argv[1:], stdout=theirs)
theirs.close()
fds = array.array("i", [0])
_, more, _, _ = ours.recvmsg(1, socket.CMSG_SPACE(fds.itemsize))
status = nc.wait()
for _, _, data in more:
    fds = array.array("i", data)
    with socket.socket(fileno=fds[0]) as passed:
        passed.setblocking(True)
        print(passed.recv(100).decode(), end="")
sys.exit(status)' genet nc -F "$@" 127.0.0.1 "$port"
}

@test "nc -F -x passes the socket behind the proxy" {
	local protocol
	for protocol in 4 5 connect; do
		start_proxy "$(sed 's/connect/http/; s/^[45]/socks&/' <<<"$protocol")"
		listening_peer pause:100 send:hello recv-all
		run -0 passes -X "$protocol" -x "$at"
		is "$output" hello
	done
}

@test "nc -F -x says that bytes have come that the socket does not have" {
	start_proxy http early=first
	listening_peer recv-all
	run -1 passes -X connect -x "$at"
	says "$output" 'nc: cannot pass the socket on'
}
