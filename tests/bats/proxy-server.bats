#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# relay socks5: and http-proxy:, proxy servers. The clients are those that people have,
# genet itself, and requests that are written byte by byte.
load helpers

SOCKS_OK='\x05\0\x05\0\0\x01\x7f\0\0\x01' # the address of the proxy itself
NOWHERE='\0\x01\0\0\0\0\0\0'                   # that of a refusal
SOCKS4_NO='\0\x5b\0\0\0\0\0\0'

# proxy KIND [OPTION...]: starts a proxy server, as process $proxy, at $at
# (ADDRESS:PORT), which is $socks or $http, too; KIND is socks5 or http-proxy. Its
# messages are in the file log.
proxy() {
	proxy_at "$1:0" "${@:2}"
}

# proxy_at ADDRESS [OPTION...]
proxy_at() {
	start_ready genet relay "$1" --ready-fd 3 "${@:2}" 2>>log
	proxy=$pid
	at=$ready
	[[ $1 == socks5:* ]] && socks=$at || http=$at
}

# proxies [OPTION...]: starts one of each kind.
proxies() {
	proxy socks5 "$@"
	proxy http-proxy "$@"
}

# web: starts a server of HTTP on $port, for one client.
web() {
	listening_peer send:$'HTTP/1.0 200 OK\r\n\r\nhello' shut recv-all
}

# fetch CURL-OPTION...: gets the page of such a server by a new proxy, each time.
fetch() {
	web
	run -0 --separate-stderr "${inside[@]}" curl -sS --max-time 20 "$@" \
		"http://$host:$port/"
	is "$output" hello
	peer_ends
	says "$(<heard)" 'GET / HTTP/1'
}

# plays FILE [NAME...] [OPTION...]: a client keeps to a dialogue with the proxy at $at.
plays() {
	"${inside[@]}" genet talk "$at" "$dialogues/$1.dialogue" "${@:2}" \
		--step-timeout "$(with_slack 20)"
}

# socks granted|refused REQUEST ANSWER: as what the SOCKS proxy answers the request.
socks() {
	at=$socks plays socks-server "$1" --set request="$2" --set answer="$3"
}

# refuses CODE HOST PORT: by this code the SOCKS proxy refuses a request of SOCKS 5.
refuses() {
	socks refused "$(asks_for "$2" "$3")" "\x05\0\x05\x0$1$NOWHERE"
}

# http STATUS REQUEST [WORDS]: the HTTP proxy has this status for a request, whose lines
# are joined by \r\n, and these words in the rest of the head of its answer.
http() {
	at=$http plays http-proxy-server --set request="$2" --set status="$1" \
		--set words="${3-\r\n\r\n}"
}

# tunnel STATUS HOST:PORT: the HTTP proxy has this status for a CONNECT.
tunnel() {
	http "$1" "CONNECT $2 HTTP/1.1\r\nHost: $2"
}

# asks_for HOST PORT: prints the bytes of a request of SOCKS 5, as in --data.
asks_for() {
	printf '\\x05\\x01\\0\\x05\\x01\\0\\x03\\x%02x%s%s' "${#1}" "$1" "$(number "$2")"
}

# number PORT: prints its bytes in the same form.
number() {
	printf '\\x%02x\\x%02x' $(($1 >> 8)) $(($1 & 255))
}

# logged WORDS...: the proxies write each of the WORDS, perhaps after their answers.
logged() {
	local words
	for words in "$@"; do
		eventually grep -qF -e "$words" log
	done
}

needs() {
	command -v "$1" >/dev/null || skip "$1 is not installed"
}

# ---- Clients

@test "curl, by each protocol, with names and addresses" {
	local host
	needs curl
	proxies
	for host in 127.0.0.1 localhost; do
		fetch --socks4 "$socks"
		fetch --socks4a "$socks"
		fetch --socks5 "$socks"
		fetch --socks5-hostname "$socks"
		fetch --proxytunnel --proxy "http://$http"
		fetch --proxytunnel --proxy1.0 "$http"
	done
}

@test "netcat-openbsd, by each protocol" {
	local protocol
	needs nc.openbsd
	proxies
	for protocol in 4 5 connect; do
		at=$socks
		[[ $protocol != connect ]] || at=$http
		listening_peer recv:5 send:hello shut recv-all
		run -0 timeout 20 nc.openbsd -N -X "$protocol" -x "$at" \
			localhost "$port" <<<"ping"
		is "$output" hello
		peer_ends
	done
}

@test "ncat, by each protocol" {
	local type
	needs ncat
	proxies
	for type in socks4 socks5 http; do
		at=$socks
		[[ $type != http ]] || at=$http
		listening_peer recv:5 send:hello shut recv-all
		run -0 timeout 20 ncat --proxy "$at" --proxy-type "$type" \
			localhost "$port" <<<"ping"
		is "$output" hello
		peer_ends
	done
}

@test "ssh, with netcat or genet as its ProxyCommand" {
	local command
	needs ssh
	proxies
	for command in "genet connect --proxy socks5h://$socks %h %p" \
		"genet connect --proxy http://$http %h %p"; do
		listening_peer send:$'SSH-2.0-peer\r\n' recv:8
		run -255 timeout 20 ssh -F none -o ProxyCommand="$command" \
			-o BatchMode=yes -p "$port" user@localhost </dev/null
		peer_ends
		holds heard SSH-2.0-
	done
}

@test "genet: both directions to their ends, by each protocol" {
	local scheme
	proxies
	for scheme in socks4 socks4a socks5 socks5h http; do
		at=$socks
		[[ $scheme != http ]] || at=$http
		listening_peer expect-pattern:1000000 expect-end pause:50 \
			send-pattern:1000000
		pattern 1000000 >wanted
		genet connect --proxy "$scheme://$at" localhost "$port" \
			<wanted >got
		cmp wanted got
		peer_ends
	done
}

@test "genet: two of them in a row, of which one needs a password" {
	printf 'ann:open:sesame\n' >users
	printf 'open:sesame\n' >password
	proxies --proxy-auth-file users
	listening_peer recv:4 send:hello
	run -0 genet connect --proxy "http://ann@$http" --proxy "socks5h://ann@$socks" \
		--proxy-password-file password --proxy-password-file password \
		--data ping localhost "$port"
	is "$output" hello
	peer_ends
}

# The peer is told of the reset, too.
@test "a reset is passed on, both ways" {
	proxy socks5
	listening_peer recv:4 reset
	run -7 genet connect --proxy "socks5://$at" --data ping 127.0.0.1 "$port"
	says "$output" reset
	peer_ends
}

# ---- The bytes

@test "bytes behind a request, in the same segment, are for the target" {
	local protocol request
	proxy socks5
	for protocol in 5 4 4a; do
		listening_peer recv:5 send:hello shut recv-all
		case $protocol in
		5) request=$(asks_for localhost "$port") ;;
		4) request="\x04\x01$(number "$port")\x7f\0\0\x01\0" ;;
		4a) request="\x04\x01$(number "$port")\0\0\0\x01me\0localhost\0" ;;
		esac
		socks granted "${request}early" ''
		peer_ends
		holds heard early
	done
	proxy http-proxy
	listening_peer recv:5 send:ok shut recv-all
	run -0 genet connect --timeout 20s "$at" \
		--data "CONNECT localhost:$port HTTP/1.0\r\n\r\nearly"
	is "$output" $'HTTP/1.1 200 Connection established\r\n\r\nok'
	peer_ends
	holds heard early
}

@test "bulk behind a request is spliced, after what came with the request" {
	local engine
	for engine in auto splice; do
		proxy http-proxy -vv --engine "$engine"
		listening_peer recv:5 expect-pattern:30000000 shut
		run -0 peer connect 127.0.0.1 "${at##*:}" send:"$(printf \
			'CONNECT localhost:%d HTTP/1.0\r\n\r\nearly' "$port")" \
			send-pattern:30000000 recv-all
		says "$output" '200 Connection established'
		peer_ends
		holds heard early
		eventually grep -q 'moved: ' log
		says "$(grep 'moved: ' log)" 'MiB spliced'
		rm log
	done
}

@test "--send-proxy tells the target which client asked" {
	local kind
	for kind in socks5 http-proxy; do
		proxy "$kind" --send-proxy=1 -v
		listening_peer recv-all send:hello shut
		run -0 genet connect --timeout 20s --proxy \
			"${kind/http-proxy/http}://$at" 127.0.0.1 "$port" --data hi
		is "$output" hello
		peer_ends
		[[ $(tr -d '\r\n' <heard) =~ ^PROXY\ TCP4\ 127.0.0.1\ 127.0.0.1\ ([0-9]+)\ ([0-9]+)hi$ ]]
		is "${BASH_REMATCH[2]}" "${at##*:}"
		eventually grep -q "from 127.0.0.1:${BASH_REMATCH[1]} to $at" log
	done
}

@test "the answer has the address from which the target is reached" {
	proxy socks5
	listening_peer who shut recv-all
	genet connect --timeout 20s --data "$(asks_for localhost "$port")" "$at" >got
	peer_ends
	read -r _ from <heard
	cmp got <(printf %b "$SOCKS_OK$(number "$from")")
}

@test "IPv6: the proxy, the target and the address in the answer" {
	network
	has_ipv6 || "${inside[@]}" grep -q ' lo$' /proc/net/if_inet6 || skip 'no IPv6'
	proxy_at 'socks5:[::1]:0'
	start_ready peer listen ::1 0 send:hello shut recv-all
	local ip='\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01'
	socks granted "\x05\x01\0\x05\x01\0$ip$(number "${ready##* }")" \
		"\x05\0\x05\0\0$ip"
}

# ---- What fails

@test "each reason of a failed connection has its code, and its status" {
	local limit
	limit=$(with_slack 1)
	network
	names files '127.0.0.1 localhost'
	proxies --connect-timeout "$limit"
	"${inside[@]}" ip route add unreachable 198.51.100.0/24
	refusing_port 127.0.0.1
	refuses 5 127.0.0.1 "$port"
	refuses 4 no.test 9
	refuses 4 198.51.100.1 9
	refuses 3 192.0.2.1 9
	tunnel '502 Bad Gateway' "127.0.0.1:$port"
	tunnel '502 Bad Gateway' no.test:9
	tunnel '502 Bad Gateway' 192.0.2.1:9
	silent_port 127.0.0.1 0
	tunnel '504 Gateway Timeout' "127.0.0.1:$port"
	refuses 6 127.0.0.1 "$port"
	socks refused "\x04\x01$(number "$port")\x7f\0\0\x01\0" "$SOCKS4_NO"
	logged "cannot connect to 127.0.0.1:$port: no answer within $limit s" \
		"cannot resolve 'no.test'"
}

@test "curl and genet show the reason" {
	needs curl
	proxies
	refusing_port 127.0.0.1
	run -97 curl -sS --max-time 20 --socks5-hostname "$socks" \
		"http://localhost:$port/"
	says "$output" '(5)'
	run -56 curl -sS --max-time 20 --proxytunnel --proxy "http://$http" \
		"http://localhost:$port/"
	says "$output" 502
	run -10 genet connect --proxy "socks5h://$socks" localhost "$port"
	says "$output" 'says that the connection was refused'
}

@test "a target that does not answer holds up no other client" {
	network
	proxy socks5 --connect-timeout 60s
	silent_port 127.0.0.1 0
	start genet connect --proxy "socks5://$at" 127.0.0.1 "$port"
	listening_peer send:hello
	run -0 "${inside[@]}" genet connect --timeout 20s --proxy "socks5://$at" \
		127.0.0.1 "$port"
	is "$output" hello
}

@test "the target may not be up yet: --retry-for" {
	network
	proxy http-proxy --retry-for 20s
	refusing_port 127.0.0.1
	start genet connect --proxy "http://$at" 127.0.0.1 "$port" >got
	client=$pid
	kill "${started[-2]}"
	wait "${started[-2]}" || true
	start_ready peer listen 127.0.0.1 "$port" send:hello
	wait "$client"
	holds got hello
}

# ---- Bad clients

@test "requests that the server does not serve are answered, and it goes on" {
	proxies -v
	socks refused '\x05\x01\x01' '\x05\xff'
	socks refused '\x05\x01\0\x05\x02\0\x01\x7f\0\0\x01\0\x09' "\x05\0\x05\x07$NOWHERE"
	socks refused '\x05\x01\0\x05\x03\0\x01\0\0\0\0\0\0' "\x05\0\x05\x07$NOWHERE"
	socks refused '\x05\x01\0\x05\x01\0\x09\0' "\x05\0\x05\x08$NOWHERE"
	socks refused '\x04\x02\0\x09\x7f\0\0\x01\0' "$SOCKS4_NO"
	socks refused x ''
	tunnel '400 Bad Request' 127.0.0.1
	http '405 Method Not Allowed' 'GET http://a/ HTTP/1.1' 'Allow: CONNECT\r\n'
	socks=$http socks refused '\x05\x01\0' '\x05\xff'
	http=$socks http '400 Bad Request' 'GET / HTTP/1.1' 'a proxy for SOCKS, not for HTTP'
	logged 'the client speaks HTTP, not SOCKS' \
		'the client asks by the method GET' \
		'the client insists on authentication' \
		'the client asks for another command of SOCKS than CONNECT'
	listening_peer send:hello
	run -0 genet connect --proxy "http://$http" localhost "$port"
	is "$output" hello
}

@test "a client that says nothing, or not all, has the time of --handshake-timeout" {
	proxy socks5 -v
	genet connect --timeout 20s --data '\x05\x01' "$at" >got
	holds got ''
	genet connect --timeout 20s --data '\x05\x01\0\x05\x01\0\x03\x05a' "$at" >got
	cmp got <(printf '\5\0')
	proxy socks5 --handshake-timeout 100ms -v
	port=${at##*:}
	client expect-end
	logged 'timed out after 100 ms: the client had not sent its request' \
		'ended the connection before the end of its request'
}

@test "a head without an end is answered when it is too long" {
	proxy http-proxy
	run -0 genet connect --timeout 20s --data "CONNECT a:1 HTTP/1.1\r\n$(
		printf 'A%.0s' {1..40000})" "$at"
	says "$output" 'HTTP/1.1 431 Request Header Fields Too Large'
}

# ---- Who may use it

@test "a port alone is of this host, and * of all" {
	proxy socks5
	is "${at%:*}" 127.0.0.1
	proxy_at 'http-proxy:*:0'
	says "$at" '*:'
}

@test "only those who know a password may use it" {
	local scheme
	printf 'ann:open:sesame\n' >ann
	printf 'bob:\n' >bob
	printf 'open:sesame\n' >password
	proxies --proxy-auth-file ann --proxy-auth-file bob
	for scheme in socks5h http; do
		at=$socks
		[[ $scheme != http ]] || at=$http
		listening_peer send:hello
		run -0 genet connect --proxy "$scheme://ann@$at" \
			--proxy-password-file password localhost "$port"
		is "$output" hello
		run -10 genet connect --proxy "$scheme://bob@$at" \
			--proxy-password-file password localhost 9
		says "$output" "the user is 'bob'"
		run -10 genet connect --proxy "$scheme://$at" localhost 9
		says "$output" 'name a user'
	done
	socks refused '\x04\x01\0\x09\x7f\0\0\x01ann\0' "$SOCKS4_NO"
	http '407 Proxy Authentication Required' 'CONNECT a:1 HTTP/1.0' \
		'Proxy-Authenticate: Basic realm="genet"'
}

@test "curl gives a password, by each protocol" {
	local host=localhost
	needs curl
	printf 'ann:open:sesame\n' >users
	proxies --proxy-auth-file users
	fetch --socks5-hostname "$socks" --proxy-user ann:open:sesame
	fetch --proxytunnel --proxy "http://$http" --proxy-user ann:open:sesame
	fetch --proxytunnel --proxy "http://$http" --proxy-user ann:open:sesame \
		--proxy-anyauth
}

@test "no password of a client is in a message, event, trace or capture" {
	local word
	printf 'ann:open-sesame\n' >users
	printf 'open-sesame\n' >password
	printf 'closed-sesame\n' >wrong
	for at in socks5 http-proxy; do
		proxy "$at" --proxy-auth-file users -vvv --events "events-$at" \
			--events-data bytes --hex="hex-$at" --capture "$at.pcapng"
	done
	for at in "socks5://ann@$socks" "http://ann@$http"; do
		listening_peer send:hello recv-all
		run -0 genet connect --proxy "$at" --proxy-password-file password \
			localhost "$port"
		is "$output" hello
		run -10 genet connect --proxy "$at" --proxy-password-file wrong \
			localhost "$port"
	done
	for word in open-sesame closed-sesame "$(printf ann:open-sesame | base64)" \
		"$(printf ann:closed-sesame | base64)"; do
		run ! grep -lF -e "$word" log events-* hex-* ./*.pcapng
	done
	logged 'gives a wrong name or password'
}

# ---- Which targets

@test "rules allow and deny targets, by name, address and port" {
	network
	names files '127.0.0.1 localhost a.test b.test' '127.0.0.2 c.test'
	proxies --allow-target '*.test:1-65535' --allow-target 127.0.0.1 \
		--deny-target b.test --deny-target 127.0.0.2 -v
	listening_peer send:hello recv-all
	socks granted "$(asks_for a.test "$port")" "$SOCKS_OK"
	for host in b.test B.Test. c.test 127.0.0.2 192.0.2.1; do
		refuses 2 "$host" "$port"
	done
	tunnel '403 Forbidden' "b.test:$port"
	tunnel '403 Forbidden' "127.0.0.2:$port"
	logged "cannot connect to b.test:$port: the rules deny this target" \
		"cannot connect to c.test:$port (127.0.0.2): the rules deny this target" \
		"cannot connect to 192.0.2.1:$port: no rule allows this target"
}

# elsewhere COMMAND...: runs it in the test's network as a client from another host.
elsewhere() {
	"${inside[@]}" ip address add 10.0.0.1/8 dev lo
	"${inside[@]}" ip address add 10.0.0.2/8 dev lo
	names files '127.0.0.1 localhost rebound.test' '10.0.0.1 here.test'
}

# from ADDRESS SCHEME HOST: genet connect from there by the proxy to $port.
from() {
	"${inside[@]}" genet connect --timeout 20s --source "$1" \
		--proxy "$2://$at" "$3" "$port"
}

@test "the loopback of this host is closed to other hosts, also by a name" {
	local host
	network
	elsewhere
	proxy_at http-proxy:10.0.0.1:0
	http=$at
	proxy_at socks5:10.0.0.1:0
	socks=$at
	listening_peer send:hello recv-all
	for host in 127.0.0.1 localhost rebound.test 0.0.0.0 127.1 2130706433 \
		::1 :: ::ffff:127.0.0.1 169.254.169.254; do
		at=$socks
		run -10 from 10.0.0.2 socks5h "$host"
		says "$output" 'does not allow the connection by its rules'
		at=$http
		run -10 from 10.0.0.2 http "$host"
		says "$output" '403 Forbidden'
	done
	logged "cannot connect to rebound.test:$port (127.0.0.1): only clients on this host may connect to its own addresses"
	run -0 from 10.0.0.1 http rebound.test # the client is on this host
	is "$output" hello
	start_ready peer listen 10.0.0.1 0 send:hello recv-all
	port=${ready##* }
	run -0 from 10.0.0.2 http here.test # as anybody could without the proxy
	is "$output" hello
}

@test "only a range of such addresses opens them to other hosts" {
	network
	elsewhere
	proxy_at socks5:10.0.0.1:0 --allow-target '*' --allow-target 0.0.0.0/0
	listening_peer send:hello recv-all
	run -10 from 10.0.0.2 socks5h localhost
	proxy_at socks5:10.0.0.1:0 --allow-target "127.0.0.1:$port"
	run -0 from 10.0.0.2 socks5h localhost
	is "$output" hello
}

@test "a PROXY header makes no client one of this host" {
	local v1
	network
	elsewhere
	proxy_at socks5:10.0.0.1:0 --accept-proxy
	listening_peer send:hello recv-all
	v1='PROXY TCP4 127.0.0.1 127.0.0.1 1 1\r\n'
	run -0 "${inside[@]}" bash -c "genet connect --source 10.0.0.2 \
		--data '$v1$(asks_for 127.0.0.1 "$port")' $at | od -An -tx1"
	says "$output" '05 00 05 02'
	v1='PROXY TCP4 10.0.0.2 127.0.0.1 1 1\r\n'
	socks refused "$v1$(asks_for 127.0.0.1 "$port")" "\x05\0\x05\x02$NOWHERE"
	v1='PROXY TCP4 127.0.0.1 127.0.0.1 1 1\r\n'
	socks granted "$v1$(asks_for 127.0.0.1 "$port")" "$SOCKS_OK"
}

# ---- What is told

@test "-v tells what a client has asked for" {
	network
	proxy socks5 -v
	listening_peer send:hello
	run -0 "${inside[@]}" genet connect --proxy "socks4a://$at" localhost "$port"
	run -10 "${inside[@]}" genet connect --proxy "socks5://$at" ::1 9
	logged "client:  asks for localhost:$port by SOCKS4a" \
		'client:  asks for [::1]:9 by SOCKS5' \
		'cannot connect to [::1]:9: connection refused'
}

# ---- The command line

@test "a proxy server has no target, and anything else has one" {
	run -2 genet relay socks5:0 localhost:80
	says "$output" "'socks5:0' is a SOCKS proxy server, whose clients say where to"
	run -2 genet relay 127.0.0.1:0
	says "$output" "missing target behind '127.0.0.1:0'" 'usage: genet relay'
}

@test "a proxy server is listened on by relay only" {
	run -2 genet connect socks5:localhost:1080
	says "$output" 'cannot be connected to: it is a SOCKS proxy server'
	run -2 genet listen http-proxy:0
	says "$output" 'is an HTTP proxy server, which listen cannot use'
	run -2 genet relay 0 socks5:localhost:1080
	says "$output" 'cannot be connected to: it is a SOCKS proxy server'
	run -2 genet wait socks5:localhost:1080
	says "$output" 'cannot be waited for: it is a SOCKS proxy server'
}

@test "options that make no sense are refused" {
	local option
	for option in --allow-target=a.test --deny-target=a.test --proxy-auth-file=x; do
		run -2 genet relay 127.0.0.1:0 localhost:80 "$option"
		says "$output" "${option%=*} has no effect without socks5: or http-proxy:"
	done
	for option in --proxy=http://a:1 --starttls=smtp; do
		run -2 genet relay socks5:0 "$option"
		says "$output" "${option%=*} has no effect with a SOCKS proxy server"
	done
	run -2 genet relay socks5:0 --allow-target 10.*
	says "$output" "--allow-target: '10.*' is no target; write HOST:PORT"
	run -2 genet relay socks5:0 --deny-target a:b:c
	says "$output" "--deny-target: 'a:b:c' is no target"
	run -2 genet relay socks5:0 --deny-target a:99999
	says "$output" "--deny-target: port '99999' is out of range"
	echo ann >users
	run -2 genet relay socks5:0 --proxy-auth-file users
	says "$output" "the first line of 'users' is not of the form NAME:PASSWORD"
	run -1 genet relay socks5:0 --proxy-auth-file ./none
	says "$output" "cannot open './none'"
}
