#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# genet as nc, with the letters for TLS of OpenBSD's nc: with servers and clients
# of openssl.
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
	make_certificate good ca DNS:localhost,DNS:db.test,IP:127.0.0.1
	make_certificate late ca DNS:localhost 20200101000000Z 20210203040506Z
	make_certificate client ca DNS:me.test
	make_certificate stranger other DNS:me.test
	make_staple good
}

# In the tests the files are $T/NAME.
T=$BATS_FILE_TMPDIR

# make_staple NAME: makes NAME.staple, an OCSP response: the certificate is good.
make_staple() {
	local serial
	serial=$(openssl x509 -in "$1.pem" -noout -serial)
	printf 'V\t991231235959Z\t\t%s\tunknown\t/CN=common.test\n' \
		"${serial#*=}" >valid
	openssl ocsp -index valid -CA ca.pem -rsigner ca.pem -rkey ca.key \
		-issuer ca.pem -cert "$1.pem" -ndays 2 -respout "$1.staple" \
		>/dev/null 2>ocsp.err
}

# hash_of FILE: prints the hash of the certificate in the form of -H.
hash_of() {
	local hash
	hash=$(openssl x509 -in "$1" -outform DER | sha256sum)
	echo "SHA256:${hash%% *}"
}

# serve NAME [OPTION...]: starts an s_server with this certificate.
serve() {
	local name=$1
	shift
	tls_server -cert "$T/$name.pem" -key "$T/$name.key" "$@"
}

# talks LETTER...: nc sends a line to localhost, and gets it back reversed.
talks() {
	run -0 --separate-stderr genet nc -N "$@" localhost "$port" \
		< <(echo hello)
	is "$output" olleh
}

# fails WORDS -- LETTER...: nc fails to connect to localhost, and prints the words.
fails() {
	local words=$1
	shift 2
	run -1 genet nc "$@" localhost "$port" </dev/null
	is "$output" "nc: $words"
}

# ---- A client

@test "-c checks who the server is, by -R or the authorities of the system" {
	serve good -rev
	talks -c -R "$T/ca.pem"
	is "$stderr" ''
	serve good -rev
	SSL_CERT_FILE=$T/ca.pem talks -c
	serve good
	fails "tls handshake failed (the certificate was issued by 'Authority ca', which is not trusted)" -- -c
	serve late
	fails 'tls handshake failed (the certificate expired on 2021-02-03T04:05:06Z)' \
		-- -c -R "$T/ca.pem"
}

@test "-e is the name that the certificate must be for" {
	serve good -rev
	talks -c -R "$T/ca.pem" -e db.test
	serve good
	fails "tls handshake failed (the certificate is for localhost, db.test, 127.0.0.1, not 'other.test')" \
		-- -c -R "$T/ca.pem" -e other.test
}

@test "-H is the hash of the certificate, besides all other checks" {
	local hash
	hash=$(hash_of "$T/good.pem")
	serve good -rev
	talks -c -R "$T/ca.pem" -H "$hash"
	serve good -rev
	talks -c -R "$T/ca.pem" -H "SHA256:${hash#*:}"
	serve good
	fails "tls handshake failed (the certificate was issued by 'Authority ca', which is not trusted)" \
		-- -c -H "$hash"
	serve good
	fails "tls handshake failed (peer certificate is not $(hash_of "$T/late.pem"): its hash is $hash)" \
		-- -c -R "$T/ca.pem" -H "$(hash_of "$T/late.pem")"
}

@test "-T noverify takes any authority, but not any name" {
	serve good -rev
	talks -c -T noverify
	serve good
	fails "tls handshake failed (the certificate is for localhost, db.test, 127.0.0.1, not 'other.test')" \
		-- -c -T noverify -e other.test
}

@test "-T noname takes any name, but not any authority" {
	serve good -rev
	talks -c -T noname -R "$T/ca.pem" -e other.test
	serve good
	fails "tls handshake failed (the certificate was issued by 'Authority ca', which is not trusted)" \
		-- -c -T noname
	serve late -rev
	talks -c -T noname -T noverify -e other.test
}

@test "-K is the own certificate, with its key" {
	serve good -rev -Verify 1 -CAfile "$T/ca.pem" -verify_return_error
	talks -c -R "$T/ca.pem" -K "$T/client.both"
	serve good -Verify 1 -CAfile "$T/ca.pem" -verify_return_error
	run -1 genet nc -c -R "$T/ca.pem" localhost "$port" </dev/null
	says "$output" 'nc: ' 'requires a client certificate'
	run -1 genet nc -c -R "$T/ca.pem" -K "$T/client.pem" localhost "$port"
	says "$output" "nc: '$T/client.pem' has no private key in PEM"
}

@test "-T protocols= is a list of versions" {
	serve good -rev
	talks -vc -R "$T/ca.pem" -T protocols=tlsv1.2
	says "$stderr" 'TLS handshake negotiated TLSv1.2/'
	serve good -rev
	talks -vc -R "$T/ca.pem" -T 'protocols=all:!tlsv1.0,!tlsv1.1'
	says "$stderr" 'TLS handshake negotiated TLSv1.3/'
	serve good -rev
	talks -vc -R "$T/ca.pem" -T 'protocols=!tlsv1.3'
	says "$stderr" 'TLS handshake negotiated TLSv1.2/'
	serve good -tls1_2
	fails 'tls handshake failed (the peer accepts no allowed version of TLS)' \
		-- -c -R "$T/ca.pem" -T protocols=tlsv1.3
}

@test "-T ciphers= is a list of ciphers, or a word" {
	serve good -rev -tls1_2
	talks -vc -R "$T/ca.pem" -T ciphers=ECDHE-ECDSA-AES256-SHA384
	says "$stderr" TLSv1.2/ECDHE-ECDSA-AES256-SHA384
	serve good -rev -tls1_2
	talks -vc -R "$T/ca.pem" -T ciphers=secure
	says "$stderr" TLSv1.2/ECDHE-ECDSA-AES256-GCM-SHA384
	serve good -tls1_2 -cipher ECDHE-ECDSA-AES256-SHA384
	run -1 genet nc -c -R "$T/ca.pem" -T ciphers=secure localhost "$port"
	says "$output" 'nc: tls handshake failed ('
	serve good -rev -tls1_2 -cipher ECDHE-ECDSA-AES256-SHA384
	talks -c -R "$T/ca.pem" -T ciphers=compat
}

@test "-T tlsall takes what is old" {
	serve good -tls1_1 -cipher DEFAULT:@SECLEVEL=0
	run -1 genet nc -c -R "$T/ca.pem" localhost "$port" </dev/null
	serve good -rev -tls1_1 -cipher DEFAULT:@SECLEVEL=0
	talks -vc -R "$T/ca.pem" -T tlsall
	says "$stderr" TLSv1.1/
}

@test "-T muststaple wants an answer of OCSP that is good" {
	serve good -rev -status_file "$T/good.staple"
	talks -vc -R "$T/ca.pem" -T muststaple
	says "$stderr" 'OCSP Stapling: good'
	serve good
	fails 'tls handshake failed (no stapled OCSP response provided)' \
		-- -c -R "$T/ca.pem" -T muststaple
	serve client -status_file "$T/good.staple"
	fails "tls handshake failed (the stapled answer of OCSP is 'not valid')" \
		-- -c -R "$T/ca.pem" -T muststaple -e me.test
}

@test "words of both kinds go together behind -T" {
	serve good -rev
	talks -c -T noverify -T lowdelay -T noname
}

@test "-v tells of the handshake as OpenBSD's nc does" {
	serve good -rev
	talks -4vc -R "$T/ca.pem" -e db.test
	is "$stderr" "Connection to localhost (127.0.0.1) $port port [tcp/*] succeeded!
TLS handshake negotiated TLSv1.3/TLS_AES_256_GCM_SHA384 with host localhost
Peer name: db.test
Subject: /CN=common.test
Issuer: /CN=Authority ca
Valid From: $(TZ=${TZ-} date -d 2020-01-01T00:00:00Z '+%a %b %e %H:%M:%S %Y')
Valid Until: $(TZ=${TZ-} date -d 2099-12-31T23:59:59Z '+%a %b %e %H:%M:%S %Y')
Cert Hash: $(hash_of "$T/good.pem")"
}

@test "-z shakes hands, and says goodbye" {
	serve good
	run -0 genet nc -zvc -R "$T/ca.pem" localhost "$port"
	says "$output" 'TLS handshake negotiated'
	eventually grep -q '^DONE' served
	serve good
	run -1 genet nc -zc localhost "$port"
	says "$output" 'nc: tls handshake failed ('
}

@test "-w limits the handshake, too" {
	listening_peer recv-all
	run -1 genet nc -c -w 1 127.0.0.1 "$port"
	is "$output" 'nc: tls handshake failed (Connection timed out)'
}

@test "TLS goes through a proxy" {
	serve good -rev
	start_proxy socks5
	talks -c -x "$at" -R "$T/ca.pem"
}

@test "an end without close_notify is an error" {
	tls_peer "$T/good.both" send:part fin recv-fin
	run -1 --separate-stderr genet nc -c -R "$T/ca.pem" localhost "$port" </dev/null
	is "$output" part
	says "$stderr" 'nc: ' 'without close_notify'
}

# ---- A listener

# listens LETTER...: starts nc -l on $port, as process $nc, with its output in out and
# err.
listens() {
	start genet nc -l -v "$@" 127.0.0.1 0 >out 2>err </dev/null
	nc=$pid
	eventually grep -q '^Listening' err
	port=$(sed -n '/^Listening/s/.* //p' err)
}

# visits [OPTION...]: an s_client connects, says hello, and reads to the end; its output
# is in seen.
visits() {
	timeout 10 openssl s_client -connect "127.0.0.1:$port" -ign_eof \
		-CAfile "$T/ca.pem" "$@" >seen 2>&1 < <(echo hello)
}

# visits_in_vain [LETTER...]: runs a genet nc that the listener refuses. Its status does
# not say so: by TLS 1.3 the handshake has ended for the client before.
visits_in_vain() {
	genet nc -cN -T noverify "$@" 127.0.0.1 "$port" </dev/null || :
}

# ends STATUS TEXT [WORDS]: nc ends so, with this output, and the words as errors.
ends() {
	local status=0
	wait "$nc" || status=$?
	is "$status" "$1"
	is "$(<out)" "$2"
	says "$(<err)" "${@:3}"
}

@test "-l -c -K takes the certificate from a file" {
	listens -c -K "$T/good.both"
	run -0 genet nc -cN -R "$T/ca.pem" 127.0.0.1 "$port" < <(echo hello)
	ends 0 hello 'Connection received on'
	listens -c -K "$T/good.both"
	visits -verify_return_error -no_ign_eof
	says "$(<seen)" 'Verify return code: 0'
	eventually holds out $'hello\n'
}

@test "without -K a certificate is made, which -v tells of" {
	local pin
	listens -c
	pin=$(sed -n 's/^Certificate made for this run: //p' err)
	run -0 genet connect --tls --tls-pin "$pin" 127.0.0.1 "$port" \
		--data hello
	ends 0 hello 'Certificate made for this run: sha256//'
}

@test "no client is asked for a certificate without -R, -T clientcert, -e or -H" {
	listens -c -K "$T/good.both"
	run -0 genet nc -cN -T noverify -K "$T/stranger.both" 127.0.0.1 "$port" \
		< <(echo hello)
	ends 0 hello
	run -1 grep Subject err
}

@test "with -R a client may have a certificate, and then it must be right" {
	listens -c -K "$T/good.both" -R "$T/ca.pem"
	run -0 genet nc -cN -T noverify 127.0.0.1 "$port" < <(echo hello)
	ends 0 hello
	listens -c -K "$T/good.both" -R "$T/ca.pem"
	run -0 genet nc -cN -T noverify -K "$T/client.both" 127.0.0.1 "$port" \
		< <(echo hello)
	ends 0 hello 'with host 127.0.0.1' 'Subject: /CN=common.test' \
		"Cert Hash: $(hash_of "$T/client.pem")"
	listens -c -K "$T/good.both" -R "$T/ca.pem"
	visits_in_vain -K "$T/stranger.both"
	ends 1 '' "nc: tls handshake failed (the certificate was issued by 'Authority other'"
}

@test "with -T clientcert, -e or -H a client must have a certificate" {
	local hash letters
	hash=$(hash_of "$T/client.pem")
	for letters in '-T clientcert' '-e me.test' "-H $hash"; do
		# shellcheck disable=SC2086 # several words
		listens -c -K "$T/good.both" -R "$T/ca.pem" $letters
		visits_in_vain
		ends 1 '' 'nc: tls handshake failed (the peer has no certificate'
		# shellcheck disable=SC2086 # several words
		listens -c -K "$T/good.both" -R "$T/ca.pem" $letters
		run -0 genet nc -cN -T noverify -K "$T/client.both" \
			127.0.0.1 "$port" < <(echo hello)
		ends 0 hello
	done
	listens -c -K "$T/good.both" -R "$T/ca.pem" -e you.test
	visits_in_vain -K "$T/client.both"
	ends 1 '' "(the certificate is for me.test, not 'you.test')"
	listens -c -K "$T/good.both" -R "$T/ca.pem" -H "$(hash_of "$T/ca.pem")"
	visits_in_vain -K "$T/client.both"
	ends 1 '' 'peer certificate is not SHA256:'
}

@test "-o staples an answer of OCSP for clients that ask for one" {
	listens -c -K "$T/good.both" -o "$T/good.staple"
	run -0 genet nc -cvN -T muststaple -R "$T/ca.pem" 127.0.0.1 "$port" \
		</dev/null
	says "$output" 'OCSP Stapling: good'
	ends 0 ''
	run -1 genet nc -lc -K "$T/good.both" -o "$T/good.pem" 127.0.0.1 0
	is "$output" "nc: '$T/good.pem' has no answer of OCSP in DER"
}

@test "with -k a handshake that fails is told of, and the next client is served" {
	listens -ck -K "$T/good.both"
	run -1 genet nc -c 127.0.0.1 "$port" </dev/null
	eventually grep -q '^nc: tls handshake failed (' err
	run -0 genet nc -cN -R "$T/ca.pem" 127.0.0.1 "$port" < <(echo hello)
	eventually holds out $'hello\n'
	kill "$nc"
}

@test "-w limits the handshake of a client" {
	listens -c -w 1 -K "$T/good.both"
	start genet nc -d 127.0.0.1 "$port" </dev/null
	ends 1 '' 'nc: tls handshake failed (Connection timed out)'
}
