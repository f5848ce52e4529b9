#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# `make check-servers`: genet and OpenSSH. What is not installed is skipped.
load helpers
load servers

# by_proxy OPTION... HOST COMMAND: ssh, with our input and output.
by_proxy() {
	"${inside[@]}" timeout 30 "${ssh[@]}" "$@"
}

# carries OPTION...: what goes by ssh is whole, and so is the status
carries() {
	pattern 300000 >sent
	by_proxy "$@" server.test 'cat; exit 7' <sent >got || status=$?
	is "$status" 7
	cmp sent got
}

@test "ssh reaches its server by way of nc" {
	ssh_server
	carries -o ProxyCommand="$PWD/nc %h %p"
}

@test "ssh takes the connection that nc -F passes" {
	ssh_server
	carries -o ProxyCommand="$PWD/nc -F %h %p" -o ProxyUseFdpass=yes
}

@test "ssh reaches its server by way of genet connect" {
	ssh_server
	carries -o ProxyCommand="$GENET connect %h %p"
}

@test "ssh reaches its server by way of genet connect --proxy" {
	type -P microsocks >/dev/null || skip 'microsocks is not installed'
	ssh_server
	serve 1080 microsocks -i 127.0.0.1 -p 1080
	carries -o ProxyCommand="$GENET connect --proxy socks5h://127.0.0.1:1080 %h %p"
}

@test "ssh reaches its server by way of genet as nc -x" {
	type -P microsocks >/dev/null || skip 'microsocks is not installed'
	ssh_server
	serve 1080 microsocks -i 127.0.0.1 -p 1080
	carries -o ProxyCommand="$PWD/nc -X 5 -x 127.0.0.1:1080 %h %p"
}

@test "ssh reaches its server by way of genet relay, and netcat" {
	local protocol
	type -P nc.openbsd >/dev/null || skip 'netcat-openbsd is not installed'
	ssh_server
	serve 1080 "$GENET" relay socks5:1080
	serve 3128 "$GENET" relay http-proxy:3128
	for protocol in 4 5 connect; do
		carries -o ProxyCommand="nc.openbsd -X $protocol -x 127.0.0.1:$(
			[[ $protocol == connect ]] && echo 3128 || echo 1080) %h %p"
	done
}

@test "ssh -D is a proxy, by versions 4, 4a and 5 of SOCKS" {
	ssh_server
	address=127.0.0.1:1000 receiver listen -k --echo
	serve 1080 "${ssh[@]}" -N -D 127.0.0.1:1080 server.test
	pattern 300000 >sent
	for scheme in socks4 socks4a socks5 socks5h; do
		"${inside[@]}" timeout 60 genet connect \
			--proxy $scheme://127.0.0.1:1080 server.test 1000 \
			<sent >got
		cmp sent got
	done
}
