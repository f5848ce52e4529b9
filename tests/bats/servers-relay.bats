#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# `make check-servers`: programs that people have talk by genet relay as they do
# without. What is not installed is skipped. SERVERS_MIB is the size of a file.
load helpers
load servers
load servers-tls

# relay PORT TARGET [OPTION...]: from that port of loopback, with the prefix $kind.
relay() {
	start_ready genet relay --ready-fd 3 "${kind-}127.0.0.1:$1" "${@:2}" \
		2>"relay.$1"
	relays+=("$1")
}

# both COMMAND... PORT: runs the command for the server on port PORT, and by the relay
# on port PORT + 1000; it says the same.
both() {
	local command=("${@:1:$#-1}") direct
	direct=$("${inside[@]}" "${command[@]}" "${@: -1}")
	is "$("${inside[@]}" "${command[@]}" "$((${@: -1} + 1000))")" "$direct"
	[[ -n $direct ]]
}

# no_relay_complains: each has served without a word.
no_relay_complains() {
	local port
	for port in "${relays[@]}"; do
		holds "relay.$port" ''
	done
}

# ---- OpenSSH

@test "ssh, and its status" {
	ssh_server
	relay 1022 127.0.0.1:22
	pattern 300000 >sent
	run -7 "${inside[@]}" timeout 60 "${ssh[@]}" -p 1022 server.test \
		'cat >got; echo there; exit 7' <sent
	is "$output" there
	cmp sent got
	no_relay_complains
}

@test "scp copies a large file there and back" {
	local mib=${SERVERS_MIB:-256} command
	command -v scp >/dev/null || skip 'scp is not installed'
	ssh_server
	relay 1022 127.0.0.1:22
	pattern $((mib * 1048576)) >sent
	command=(scp -q -P 1022 "${ssh[@]:1}")
	"${inside[@]}" "${command[@]}" sent server.test:there
	cmp sent there
	"${inside[@]}" "${command[@]}" server.test:there back
	cmp sent back
	no_relay_complains
}

@test "ssh that is killed leaves no connection behind" {
	ssh_server
	relay 1022 127.0.0.1:22
	genet=$pid
	start "${ssh[@]}" -p 1022 server.test 'echo there; sleep infinity' >got
	eventually holds got $'there\n'
	kill -KILL "$pid"
	eventually has_sockets 1
}

# has_sockets N: $genet has so many.
has_sockets() {
	is "$(readlink "/proc/$genet/fd/"* | grep -c ^socket)" "$1"
}

# ---- Databases

redis_server() {
	place redis-server redis-benchmark redis-cli
	serve 6379 redis-server --bind 127.0.0.1 --port 6379 --save '' \
		--dir /mnt --daemonize no
}

redis() {
	"${inside[@]}" redis-cli -p 7379 "$@"
}

@test "redis-benchmark: each command counts once" {
	redis_server
	relay 7379 127.0.0.1:6379
	"${inside[@]}" redis-benchmark -p 7379 -c 50 -n 20000 -q incr one >said
	is "$(redis get one)" 20000
	"${inside[@]}" redis-benchmark -p 7379 -c 50 -n 20000 -P 32 -q incr many >said
	is "$(redis get many)" 20000
	"${inside[@]}" redis-benchmark -p 7379 -c 20 -n 2000 -d 100000 -q -t set,get
	is "$(redis strlen key:__rand_int__)" 100000
	no_relay_complains
}

# bench PORT [OPTION...]: pgbench
bench() {
	"${inside[@]}" env PGSSLMODE="${sslmode:-prefer}" pgbench -h 127.0.0.1 \
		-p "$1" -U postgres "${@:2}" postgres 2>&1
}

@test "pgbench: all transactions are processed, in the clear and in TLS" {
	place pgbench
	postgres_server
	relay 6432 127.0.0.1:5432
	bench 6432 -i -q >init
	for sslmode in disable require; do
		run -0 bench 6432 -c 10 -j 2 -t 50
		says "$output" 'transactions actually processed: 500/500' \
			'failed transactions: 0'
	done
	no_relay_complains
}

# ---- The web

# get PORT: prints a page, by HTTP/2 in TLS.
get() {
	curl -sS --max-time 30 --http2 --cacert ca.pem "https://localhost:$1/"
}

@test "curl by HTTP/2 in TLS" {
	place curl
	nginx_server
	relay 1443 127.0.0.1:443
	export -f get
	# shellcheck disable=SC2016 # the inner shell's
	both bash -c 'get "$1"' get 443
	is "$("${inside[@]}" bash -c 'get 1443')" 'TLSv1.3 localhost h2'
	"${inside[@]}" curl -sS --max-time 60 --parallel --parallel-max 30 \
		--http1.1 --cacert ca.pem 'https://localhost:1443/[1-200]' >pages
	is "$(sort pages | uniq -c)" '    200 TLSv1.3 localhost http/1.1'
	no_relay_complains
}

@test "a relay with TLS before a server without" {
	place curl nginx
	certificates
	printf '%s\n' 'daemon off; master_process off;' 'error_log stderr;' \
		'pid /mnt/nginx.pid;' \
		'events { }' 'http { access_log off; root /mnt/www;' \
		'server { listen 127.0.0.1:80; } }' >nginx.conf
	mkdir www
	pattern 5000000 >www/file
	chmod -R a+rX www
	serve 80 nginx -p /mnt -c /mnt/nginx.conf -e stderr
	kind=tls: relay 1443 127.0.0.1:80 --tls-cert server.pem --tls-key server.key
	"${inside[@]}" curl -sS --max-time 60 --cacert ca.pem \
		https://localhost:1443/file >got
	cmp www/file got
	no_relay_complains
}

# ---- Mail and names

@test "a mail by SMTP" {
	local queued
	place curl
	postfix_server
	relay 1025 127.0.0.1:25
	printf 'Subject: hello\r\n\r\nby a relay\r\n' >mail
	"${inside[@]}" curl -sS -v --max-time 60 smtp://127.0.0.1:1025/here.test \
		--mail-from a@mail.test --mail-rcpt b@mail.test \
		--upload-file mail 2>said
	queued=$(sed -n 's/.* Ok: queued as \([0-9A-F]*\).*/\1/p' said)
	[[ -n $queued ]]
	grep -aq 'by a relay' "$(find queue -name "$queued")"
	no_relay_complains
}

@test "dig by UDP and by TCP" {
	place dig dnsmasq
	start dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv \
		--no-hosts --listen-address=127.0.0.1 --bind-interfaces --port=53 \
		--user=root --pid-file= --address=/relay.test/192.0.2.7 \
		--txt-record=long.test,"$(printf '%0250d' 7)" >dnsmasq.log 2>&1
	eventually "${inside[@]}" dig @127.0.0.1 +short +timeout=1 a.relay.test
	relay 1053 127.0.0.1:53
	kind=udp: relay 1053 udp:127.0.0.1:53
	for name in a.relay.test b.relay.test; do
		both dig @127.0.0.1 +short +timeout=5 "$name" -p 53
		both dig @127.0.0.1 +short +timeout=5 +tcp "$name" -p 53
		is "$("${inside[@]}" dig @127.0.0.1 +short "$name" -p 1053)" 192.0.2.7
	done
	both dig @127.0.0.1 +short +timeout=5 long.test TXT -p 53
	no_relay_complains
}
