#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# `make check-servers`: TLS and the PROXY protocol, with nginx, HAProxy and openssl.
# What is not installed is skipped.
load helpers
load servers
load servers-tls

# asks PORT [OPTION...]: genet as a client that asks for a page; the answer is in
# got. To nginx, the end of our part would be the end of all.
asks() {
	local service=$1
	shift
	printf 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' |
		"${inside[@]}" timeout 60 genet connect --tls-ca ca.pem \
			--tls-close=late "$@" tls:localhost:"$service" >got 2>err
}

# backend [OPTION...]: what HAProxy and nginx pass connections to, a genet that
# reads the header
backend() {
	address=127.0.0.1:1000 receiver listen -k --accept-proxy "$@"
}

@test "nginx: TLS 1.3, the name, ALPN" {
	nginx_server
	asks 443 --tls-min 1.3 --tls-alpn http/1.1
	is "$(tail -n 1 got)" 'TLSv1.3 localhost http/1.1'
	asks 443
	is "$(tail -n 1 got)" 'TLSv1.3 localhost '
}

@test "nginx: a certificate of the client" {
	nginx_server
	asks 444 --tls-cert client.pem --tls-key client.key
	is "$(tail -n 1 got)" 'SUCCESS CN=common.test'
	asks 444
	says "$(<got)" '400 No required SSL certificate was sent'
}

@test "nginx: an authority that is not known" {
	nginx_server
	run -9 --separate-stderr "${inside[@]}" timeout 60 \
		genet connect tls:localhost:443
	# shellcheck disable=SC2154 # run sets it
	says "$stderr" 'cannot connect to localhost:443: ' 'Authority ca'
}

@test "nginx: reads the PROXY header, in both versions" {
	nginx_server
	for version in 1 2; do
		asks 445 --send-proxy=$version --source 127.0.0.7
		[[ $(tail -n 1 got) == '127.0.0.7 '[1-9]* ]]
	done
}

@test "nginx: writes a PROXY header, which genet reads" {
	nginx_server
	backend --exec -- printenv GENET_REMOTE_IP
	pipe input
	"${inside[@]}" timeout 60 genet connect --source 127.0.0.7 \
		--end-with-peer 127.0.0.1 446 <input >got
	is "$(<got)" 127.0.0.7
}

@test "HAProxy: each version of TLS, and ALPN" {
	haproxy_server
	backend --echo
	pattern 300000 >sent
	for service in 12 13; do
		"${inside[@]}" timeout 60 genet connect -v --tls-ca ca.pem \
			--tls-alpn echo tls:localhost:$service <sent >got 2>err
		cmp sent got
		says "$(<err)" "TLSv1.${service#1}"
	done
}

@test "HAProxy: a certificate of the client" {
	haproxy_server
	backend --echo
	pattern 1000 >sent
	"${inside[@]}" timeout 60 genet connect --tls-ca ca.pem --tls-cert client.pem \
		--tls-key client.key tls:localhost:444 <sent >got
	cmp sent got
	run -9 --separate-stderr "${inside[@]}" timeout 60 genet connect \
		--tls-ca ca.pem tls:localhost:444 </dev/null
	says "$stderr" certificate
}

# A client that ends before HAProxy has connected to the backend is dropped.
@test "HAProxy: reads a PROXY header, and writes one" {
	haproxy_server
	backend --exec -- printenv GENET_REMOTE_IP
	pipe input
	for version in 1 2; do
		"${inside[@]}" timeout 60 genet connect --tls-ca ca.pem \
			--send-proxy=$version --source 127.0.0.7 \
			--end-with-peer tls:localhost:445 <input >got
		is "$(<got)" 127.0.0.7
	done
	"${inside[@]}" timeout 60 genet connect --source 127.0.0.8 \
		--end-with-peer localhost 446 <input >got
	is "$(<got)" 127.0.0.8
}

@test "HAProxy asks a genet that listens by TLS" {
	haproxy_server
	address=127.0.0.1:1001 receiver listen -k --tls --tls-cert server.pem \
		--tls-key server.key --tls-client-ca ca.pem --echo
	pattern 300000 >sent
	"${inside[@]}" timeout 60 genet connect localhost 447 <sent >got
	cmp sent got
}

@test "openssl s_client is a client of genet" {
	place
	certificates
	pattern 100000 >sent
	for version in -tls1_2 -tls1_3; do
		receiver listen --tls --tls-cert server.pem --tls-key server.key
		"${inside[@]}" timeout 60 openssl s_client -quiet -no_ign_eof \
			-verify_return_error -CAfile ca.pem $version \
			-connect "127.0.0.1:$port" <sent 2>client.err
		genet_ends 0
		cmp sent got
	done
}

@test "curl asks genet" {
	place curl
	certificates
	printf 'HTTP/1.0 200 OK\r\n\r\nhello' >page
	receiver listen --tls --tls-cert server.pem --tls-key server.key \
		--tls-alpn http/1.1 <page
	is "$("${inside[@]}" curl -sS --cacert ca.pem "https://localhost:$port/")" \
		hello
	genet_ends 0
	says "$(<got)" 'GET / HTTP/1.1'
}
