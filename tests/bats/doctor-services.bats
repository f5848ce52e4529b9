#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# doctor: servers that accept connections, and what is wrong with what they say.
load helpers
load doctor
load tls

# Certificates are made once.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	has_tls || return 0
	make_ca ca
	make_ca strange
	make_certificate good ca DNS:server.test
	make_certificate late ca DNS:server.test 20200101000000Z 20200201000000Z
	make_certificate early ca DNS:server.test 20800101000000Z 20991231000000Z
	make_certificate other ca DNS:other.test
	make_certificate untrusted strange DNS:server.test
	openssl req -x509 -key good.key -subj /CN=server.test -days 30000 \
		-addext subjectAltName=DNS:server.test -out self.pem
	cat self.pem good.key >self.both
	openssl req -x509 -newkey rsa:1024 -noenc -keyout weak.key \
		-subj /CN=server.test -addext subjectAltName=DNS:server.test \
		-days 30000 -out weak.pem 2>/dev/null
	cat weak.pem weak.key >weak.both
}

# named: a network of the test in which server.test is this host.
named() {
	network
	names files '127.0.0.1 localhost server.test'
}

# secured KIND CERTIFICATE: a server with TLS, which then waits; $name is its address.
secured() {
	needs_tls
	named
	start_ready python3 -B "$BATS_TEST_DIRNAME/tls-server.py" "$1" \
		"$BATS_FILE_TMPDIR/$2.both"
	port=$ready name=tls:server.test:$ready
	ca=(--tls-ca "$BATS_FILE_TMPDIR/ca.pem" --timeout 8s)
}

# ---- What is well

@test "a server with a certificate that is trusted answers" {
	secured tls good
	answers "$name" "${ca[@]}"
}

@test "a server whose certificate has the name that was given answers" {
	secured tls other
	answers "$name" "${ca[@]}" --tls-name other.test
}

@test "a server of HTTP answers" {
	named
	serves 127.0.0.1:80 answers 'HTTP/1.1 404 Not Found\r\n\r\n'
	answers server.test:80
}

@test "a server that ends at an empty line answers" {
	named
	serves 127.0.0.1:0 ends-at-a-line
	answers "server.test:$port" --timeout 3s
}

@test "a server that refuses a line in its own words answers" {
	named
	serves 127.0.0.1:0 answers 'ERR unknown command\r\n'
	answers "server.test:$port"
}

# ---- What the server says

@test "a greeting that says that the service is not available" {
	named
	serves 127.0.0.1:25 says '421 too many connections\r\n'
	misses service-error server.test:25
}

@test "a greeting that refuses to serve" {
	named
	serves 127.0.0.1:0 waits '554 no SMTP service here\r\n'
	misses service-error "server.test:$port"
}

@test "a greeting of POP3 that is an error" {
	named
	serves 127.0.0.1:110 says '-ERR [SYS/TEMP] try later\r\n'
	misses service-error server.test:110
}

@test "a binary greeting that looks a little like an error of MySQL is none" {
	named
	serves 127.0.0.1:0 waits '\x01\x02\x03\x00\xffhello world'
	answers "server.test:$port"
}

@test "a greeting of MySQL that refuses the host" {
	named
	serves 127.0.0.1:3306 says \
		'\x21\x00\x00\x00\xff\x6a\x04Host is not allowed to connect'
	misses service-error server.test:3306
	says "$(jq -r 'select(.event == "concluded") | .text' doctor.json)" \
		"'Host is not allowed to connect'"
}

@test "a server that has to greet and says nothing" {
	named
	serves 127.0.0.1:22 waits
	misses service-silent server.test:22 --timeout 2s
}

@test "silence is no sign where no time is left to wait" {
	named
	serves 127.0.0.1:22 waits
	answers server.test:22 --timeout 450ms
	says "$text" 'no time is left to ask the server'
}

@test "a server of HTTP that says nothing" {
	named
	serves 127.0.0.1:8080 waits
	misses service-silent server.test:8080 --timeout 3s
}

@test "a server that wants a PROXY header: two causes are possible" {
	named
	start_ready genet listen --ready-fd 3 --keep-open --accept-proxy \
		127.0.0.1:8080 --quiet
	misses 'service-ends service-wants-proxy-header' server.test:8080 --timeout 3s
}

@test "a gateway without a server behind it answers, which is said" {
	named
	serves 127.0.0.1:80 answers 'HTTP/1.1 502 Bad Gateway\r\n\r\n'
	diagnoses 0 answers service-error server.test:80
}

# ---- TLS

@test "TLS that was asked for, where a server of SMTP speaks first" {
	needs_tls
	named
	serves 127.0.0.1:0 waits '220 mail.test ESMTP\r\n'
	misses service-plain-on-tls "tls:server.test:$port"
	says "$(jq -r 'select(.event == "concluded") | .advice' doctor.json)" \
		'--starttls smtp'
}

@test "TLS that was asked for, where HTTP is spoken" {
	needs_tls
	named
	serves 127.0.0.1:0 answers 'HTTP/1.1 400 Bad Request\r\n\r\n'
	misses service-plain-on-tls "tls:server.test:$port"
}

@test "TLS that was asked for, where the server ends: two causes are possible" {
	needs_tls
	named
	start_ready genet listen --ready-fd 3 --keep-open --accept-proxy \
		127.0.0.1:0 --quiet
	misses 'service-plain-on-tls service-wants-proxy-header' \
		"tls:server.test:${ready##*:}" --timeout 3s
}

@test "TLS that was asked for, where nothing is said: two causes are possible" {
	needs_tls
	named
	serves 127.0.0.1:0 waits
	misses 'service-plain-on-tls service-silent' "tls:server.test:$port" \
		--timeout 3s
}

@test "a certificate that has expired" {
	secured tls late
	misses tls-expired "$name" "${ca[@]}"
}

@test "a certificate that is not valid yet" {
	secured tls early
	misses tls-not-yet-valid "$name" "${ca[@]}"
}

@test "a certificate with a key that is too short" {
	secured tls-weak weak
	misses tls-weak "$name" --tls-ca "$BATS_FILE_TMPDIR/weak.pem" --timeout 8s
}

@test "a certificate for another name" {
	secured tls other
	misses tls-wrong-name "$name" "${ca[@]}"
}

@test "a certificate of an authority that is not trusted" {
	secured tls untrusted
	misses tls-untrusted "$name" "${ca[@]}"
}

@test "a certificate that is signed by itself" {
	secured tls self
	misses tls-self-signed "$name" --timeout 8s
	says "$text" 'genet connect --tls --tls-pin sha256//' " server.test:$port\""
}

@test "a file of authorities that cannot be read is a failure of this host" {
	secured tls good
	run -1 "${inside[@]}" genet doctor "$name" --tls-ca nothing.pem
	says "$output" "genet doctor: cannot open 'nothing.pem'"
	is "${output/conclusion/}" "$output"
}

@test "a server that requires a client certificate" {
	secured tls-client good
	misses tls-refused "$name" "${ca[@]}"
	says "$text" '"the TLS connection failed: the peer requires a client certificate"'
}

@test "a server that speaks old versions of TLS only" {
	secured tls-old good
	misses tls-refused "$name" "${ca[@]}"
}

@test "a server that does not know the name" {
	secured tls-name good
	misses tls-refused "$name" "${ca[@]}"
}

@test "a server with TLS that was asked without TLS answers, and the note says so" {
	secured tls good
	diagnoses 0 answers service-tls-on-plain "${name#tls:}"
}

# The conclusion is what clients are to do, not what the server did.
@test "a server with TLS on a port of HTTP: that it speaks TLS is the conclusion" {
	needs_tls
	named
	start_ready genet listen --ready-fd 3 --keep-open --tls --discard \
		127.0.0.1:8080 --quiet
	misses service-tls-on-plain server.test:8080 --timeout 8s
	says "$(jq -r 'select(.event == "concluded") | .advice' doctor.json)" \
		'genet doctor tls:server.test:8080'
}

@test "a server that answers a request of HTTP with an alert of TLS" {
	named
	serves 127.0.0.1:8080 answers '\x15\x03\x03\x00\x02\x02\x28'
	misses service-tls-on-plain server.test:8080 --timeout 8s
}

@test "what all these runs print is as the schema has it" {
	events_are_valid
}
