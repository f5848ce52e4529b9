#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# `make check-servers`: proxies that people have. What is not installed is skipped.
load helpers
load servers
load servers-tls

# target: what is behind a proxy, on port 1000; it sends back as much
# as we send, and ends
target() {
	address=127.0.0.1:1000 receiver listen -k --exec -- head -c 300000
	pattern 300000 >sent
	echo secret >password
	pipe input
}

# by URL [OPTION...]: genet, by this proxy, with the answer in got. Our input has no
# end: to most proxies it is that of both directions.
by() {
	start cat sent >input
	"${inside[@]}" timeout 60 genet connect --end-with-peer --proxy "$@" \
		<input >got
}

# refused URL WORDS PORT [OPTION...]
refused() {
	run -10 --separate-stderr "${inside[@]}" timeout 60 genet connect \
		--proxy "$1" "${@:4}" localhost "$3" </dev/null
	# shellcheck disable=SC2154 # run sets it
	says "$stderr" "cannot connect to localhost:$3: the proxy $2"
	run ! grep secret <<<"$stderr"
}

@test "tinyproxy" {
	tinyproxy_server
	target
	by http://alice@localhost:3128 --proxy-password-file password localhost 1000
	cmp sent got
	refused http://alice@localhost:3128 \
		"http://localhost:3128 answered '403 Access violation'" 1001 \
		--proxy-password-file password
	refused http://localhost:3128 'http://localhost:3128' 1000
}

@test "Squid" {
	squid_server
	target
	by http://alice@localhost:3128 --proxy-password-file password localhost 1000
	cmp sent got
	refused http://alice@localhost:3128 \
		"http://localhost:3128 answered '403 Forbidden'" 1001 \
		--proxy-password-file password
	refused http://localhost:3128 'http://localhost:3128' 1000
}

# It knows no names by version 4; ssh does, see servers.bats.
@test "Dante, by versions 4 and 5 of SOCKS" {
	dante_server
	target
	for scheme in socks4 socks5 socks5h; do
		by $scheme://localhost:1080 localhost 1000
		cmp sent got
	done
	refused socks5h://localhost:1080 'socks5h://localhost:1080' 1001
	refused socks4://localhost:1080 'socks4://localhost:1080' 1001
}

@test "microsocks" {
	microsocks_server
	target
	by socks5h://alice@localhost:1080 --proxy-password-file password \
		localhost 1000
	cmp sent got
	refused socks5h://alice@localhost:1080 'socks5h://localhost:1080' 1001 \
		--proxy-password-file password
	refused socks5h://localhost:1080 'socks5h://localhost:1080' 1000
}

@test "two proxies in a row" {
	place microsocks
	dante_server
	serve 1081 microsocks -i 127.0.0.1 -p 1081
	target
	by socks5://localhost:1081 --proxy socks5h://localhost:1080 localhost 1000
	cmp sent got
}

@test "TLS to a proxy, by HAProxy before Squid" {
	haproxy_server
	squid_server
	target
	by https://alice@localhost:448 --proxy-password-file password \
		--tls-ca ca.pem localhost 1000
	cmp sent got
}

@test "TLS to a server behind a proxy" {
	place microsocks
	nginx_server
	serve 1080 microsocks -i 127.0.0.1 -p 1080
	printf 'GET / HTTP/1.0\r\n\r\n' >sent
	pipe input
	by socks5h://localhost:1080 --tls --tls-ca ca.pem localhost 443
	says "$(<got)" 'TLSv1.3 localhost'
}
