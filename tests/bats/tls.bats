#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# connect --tls and unix connect --tls, with other servers than genet: which peers genet
# trusts, what it prints of others, and how conversations end.
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
	make_certificate early ca DNS:localhost 20880101000000Z 20990101000000Z
	make_certificate elsewhere ca 'DNS:a.test,DNS:*.b.test,IP:192.0.2.1'
	make_certificate partly ca 'DNS:local*'
	make_certificate nameless ca URI:urn:x
	make_certificate client ca email:me@test
	make_key self
	openssl req -x509 -key self.key -subj /CN=localhost -days 2 \
		-addext subjectAltName=DNS:localhost -out self.pem
	cat self.pem self.key >self.both
	cat good.pem >good.chain
}

# In the tests the files are $T/NAME.
T=$BATS_FILE_TMPDIR

# serve NAME [OPTION...]: starts an s_server with this certificate.
serve() {
	local name=$1
	shift
	tls_server -cert "$T/$name.pem" -key "$T/$name.key" "$@"
}

# fails STATUS WORDS... -- OPTION...: genet connect --tls localhost fails so, and prints
# the words.
fails() {
	local before behind
	split_at -- "${@:2}"
	run "-$1" genet connect --tls localhost "$port" "${behind[@]}"
	says "$output" "${before[@]}"
}

# talks OPTION...: genet connect --tls localhost gets its line back reversed.
talks() {
	run -0 --separate-stderr genet connect --tls localhost "$port" \
		--data 'hello\n' "$@"
	is "$output" olleh
}

# ---- Trust

@test "a certificate of a known authority is believed" {
	serve good -rev
	talks --tls-ca "$T/ca.pem"
	is "$stderr" ''
}

@test "an authority may be in a directory" {
	mkdir cas
	cp "$T/ca.pem" cas
	openssl rehash cas
	serve good -rev
	talks --tls-ca cas
}

@test "tls: before the address is --tls" {
	serve good -rev
	run -0 genet connect "tls:localhost:$port" --tls-ca "$T/ca.pem" \
		--data 'hello\n'
	is "$output" olleh
}

@test "a certificate may be for an address" {
	serve good -rev
	run -0 genet connect --tls 127.0.0.1 "$port" --tls-ca "$T/ca.pem" \
		--data 'hello\n'
	is "$output" olleh
	serve late
	run -9 genet connect --tls 127.0.0.1 "$port" --tls-ca "$T/ca.pem"
}

@test "by default, the authorities of the system are believed, and no others" {
	serve good
	fails 9 "issued by 'Authority ca', which is not trusted" --tls-ca \
		-- --no-stdin
	serve good -rev
	SSL_CERT_FILE=$T/ca.pem talks
}

@test "a certificate of another authority: its issuer is named" {
	serve good
	fails 9 "cannot connect to localhost:$port: the TLS handshake failed: " \
		"issued by 'Authority ca'" -- --tls-ca "$T/other.pem"
}

@test "a certificate that has expired: the date is told" {
	serve late
	fails 9 'the certificate expired on 2021-02-03T04:05:06Z' \
		-- --tls-ca "$T/ca.pem"
}

@test "a certificate that is not valid yet: the date is told" {
	serve early
	fails 9 'the certificate is not valid before 2088-01-01T00:00:00Z' \
		-- --tls-ca "$T/ca.pem"
}

@test "a certificate for others: their names are told" {
	serve elsewhere
	fails 9 "is for a.test, *.b.test, 192.0.2.1, not 'localhost'" \
		'--tls-name a.test' -- --tls-ca "$T/ca.pem"
	serve nameless
	fails 9 "is for no name at all, not 'localhost'" \
		-- --tls-ca "$T/ca.pem"
}

@test "an asterisk stands for one whole label" {
	local name
	for name in www.b.test x.b.test; do
		serve elsewhere -rev
		talks --tls-ca "$T/ca.pem" --tls-name "$name"
	done
	for name in b.test x.y.b.test; do
		serve elsewhere
		fails 9 "not '$name'" -- --tls-ca "$T/ca.pem" --tls-name "$name"
	done
	serve partly
	fails 9 "is for local*, not 'localhost'" -- --tls-ca "$T/ca.pem"
}

@test "the common name is no name" {
	serve good
	fails 9 "not 'common.test'" -- --tls-ca "$T/ca.pem" \
		--tls-name common.test
}

@test "the server is told the name, without its last dot, but no address" {
	local options=(-rev -servername x.test -cert2 "$T/good.pem"
		-key2 "$T/good.key")
	serve good "${options[@]}"
	talks --tls-ca "$T/ca.pem" --tls-name db.test.
	eventually grep -q 'Hostname in TLS extension: "db.test"' served
	serve good "${options[@]}"
	run -0 genet connect --tls 127.0.0.1 "$port" --tls-ca "$T/ca.pem" \
		--data 'hello\n'
	is "$output" olleh
	wait "$server"
	run ! grep 'Hostname in TLS' served
}

@test "a self-signed certificate: its pin is printed, and can be used" {
	local pin
	pin=$(pin_of "$T/self.pem")
	serve self
	fails 9 'self-signed' "its pin is $pin" "--tls-pin $pin" --
	serve self -rev
	talks --tls-pin "$pin"
}

@test "one of several pins is enough, and another key is refused" {
	local pin other
	pin=$(pin_of "$T/self.pem") other=$(pin_of "$T/good.pem")
	serve self -rev
	talks --tls-pin "$other;$pin"
	serve self -rev
	talks --tls-pin "$other" --tls-pin "$pin"
	serve self
	fails 9 'none of the given pins' "its pin is $pin" -- --tls-pin "$other"
}

@test "with --tls-pin and --tls-ca, both must be right" {
	serve late
	fails 9 expired -- --tls-ca "$T/ca.pem" \
		--tls-pin "$(pin_of "$T/late.pem")"
	serve good
	fails 9 'none of the given pins' -- --tls-ca "$T/ca.pem" \
		--tls-pin "$(pin_of "$T/late.pem")"
	serve good -rev
	talks --tls-ca "$T/ca.pem" --tls-pin "$(pin_of "$T/good.pem")"
}

@test "an invalid pin is a usage error" {
	local pin
	for pin in x sha256// "sha256//$(printf 'A%.0s' {1..44})" \
		"$(pin_of "$T/self.pem")x" "$(pin_of "$T/self.pem");" \
		"sha1//$(printf 'A%.0s' {1..43})="; do
		run -2 genet connect --tls localhost 1 --tls-pin "$pin"
		says "$output" 'is not a pin'
	done
}

@test "--tls-known notes a key, believes it again, and no other" {
	serve self -rev
	talks --tls-known known
	is "$(<known)" "localhost:$port $(pin_of "$T/self.pem")"
	is "$(stat -c %a known)" 600
	serve self -rev
	sed -i "s/:[0-9]* /:$port /" known
	talks --tls-known known
	has_lines known 1
	serve self
	echo "LOCALHOST:$port $(pin_of "$T/good.pem")" >known
	cp known before
	fails 9 "the key of localhost:$port has changed" \
		"$(pin_of "$T/good.pem")" "$(pin_of "$T/self.pem")" \
		'delete its line in known' -- --tls-known known
	cmp known before
}

@test "a key is noted in a line of its own" {
	serve self -rev
	printf '# other.test is\nother.test:1 sha256//x' >known
	talks --tls-known known
	is "$(<known)" "$(printf '# other.test is\nother.test:1 sha256//x\n%s' \
		"localhost:$port $(pin_of "$T/self.pem")")"
}

@test "a file of known keys that cannot be read or written is an error" {
	serve self
	fails 1 "cannot open '/proc/none'" -- --tls-known /proc/none
	serve self
	fails 1 "cannot read '/proc/self/mem'" -- --tls-known /proc/self/mem
}

@test "a FIFO, a device and a directory keep no known keys" {
	local file
	mkfifo fifo
	mkdir directory
	for file in fifo directory /dev/zero; do
		serve self
		fails 1 "cannot keep a key in '$file': it is not a regular file" \
			-- --tls-known "$file"
	done
}

@test "a file of known keys that somebody holds is waited for a second" {
	serve self
	: >known
	exec {held}<known
	flock "$held"
	fails 1 "cannot lock 'known': another process holds it" -- \
		--tls-known known
	exec {held}<&-
}

@test "files of certificates that are pipes are read, or waited for in time" {
	local option
	serve good -rev
	talks --tls-ca <(cat "$T/ca.pem")
	mkfifo silent
	for option in --tls-ca --tls-cert \
		"--tls-cert=$T/client.pem --tls-key" \
		"--tls-cert=$T/client.both --tls-password-file"; do
		# shellcheck disable=SC2086 # it is options
		run -124 genet connect --tls localhost 1 --timeout 100ms \
			$option silent
		says "$output" 'in time'
	done
}

@test "a broken certificate among those of authorities is told" {
	{ cat "$T/ca.pem"; sed 5d "$T/other.pem"; } >broken
	run -2 genet connect --tls localhost 1 --tls-ca broken
	says "$output" "'broken' has no certificate in PEM"
}

@test "--insecure believes everything, and says so" {
	serve late -rev
	talks --insecure
	is "$(wc -l <<<"$stderr")" 1
	says "$stderr" 'the peer is not verified'
}

# ---- Versions, ciphers, protocols

@test "a server of old versions is refused, unless they are allowed" {
	serve good -rev -tls1_1 -cipher ALL:@SECLEVEL=0
	fails 9 'no allowed version of TLS' '--tls-min 1.0' \
		-- --tls-ca "$T/ca.pem"
	serve good -rev -tls1_1 -cipher ALL:@SECLEVEL=0
	talks --tls-ca "$T/ca.pem" --tls-min 1.0 -v
	says "$stderr" 'secured: TLSv1.1'
}

@test "--tls-min asks for more" {
	serve good -rev -tls1_2
	fails 9 'version' -- --tls-ca "$T/ca.pem" --tls-min 1.3
}

@test "a list of ciphers has those of both versions, or of one" {
	serve good -rev
	talks --tls-ca "$T/ca.pem" -v --tls-ciphers TLS_CHACHA20_POLY1305_SHA256
	says "$stderr" 'TLSv1.3, TLS_CHACHA20_POLY1305_SHA256'
	serve good -rev
	talks --tls-ca "$T/ca.pem" -v \
		--tls-ciphers ECDHE-ECDSA-AES128-GCM-SHA256
	says "$stderr" 'TLSv1.2, ECDHE-ECDSA-AES128-GCM-SHA256'
	serve good -rev
	talks --tls-ca "$T/ca.pem" -v --tls-ciphers HIGH
	says "$stderr" TLSv1.3
}

@test "an invalid list of ciphers is a usage error" {
	local list
	for list in '' : none-such TLS_NONE; do
		run -2 genet connect --tls localhost 1 --tls-ciphers "$list"
		says "$output" 'is not a list of ciphers'
	done
}

@test "a server without a certificate is refused, whatever ciphers are allowed" {
	local pin options
	pin=sha256//$(printf 'A%.0s' {1..43})=
	for options in "--tls-ca $T/ca.pem" "--tls-pin $pin" '--tls-known known'; do
		tls_server -nocert -tls1_2 -cipher aNULL:@SECLEVEL=0
		# shellcheck disable=SC2086 # a list of words
		fails 9 'no certificate' 'anonymous' -- --tls-ciphers ALL:@SECLEVEL=0 \
			$options
	done
	[[ ! -e known ]]
	tls_server -nocert -tls1_2 -cipher aNULL:@SECLEVEL=0 -rev
	talks --insecure --tls-ciphers ALL:@SECLEVEL=0
}

@test "without a cipher in common the handshake fails" {
	serve good -tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384
	fails 9 'handshake failure' -- --tls-ca "$T/ca.pem" \
		--tls-ciphers ECDHE-ECDSA-AES128-GCM-SHA256
}

@test "a protocol of the application is agreed on, or refused" {
	serve good -rev -alpn two,three
	talks --tls-ca "$T/ca.pem" --tls-alpn one,two -vv
	says "$stderr" 'ALPN two'
	serve good -alpn two
	fails 9 'none of the protocols' -- --tls-ca "$T/ca.pem" --tls-alpn one
	run -2 genet connect --tls localhost 1 --tls-alpn a,,b
	says "$output" "'a,,b' is not a list of protocols"
}

@test "a renegotiation is refused, after what has come" {
	serve good -tls1_2 -msg
	pipe input
	start genet connect --tls localhost "$port" --tls-ca "$T/ca.pem" -v \
		<input >got 2>err
	genet=$pid
	eventually grep -q secured err
	printf 'it goes on\n' >&"$says"
	eventually grep -q 'it goes on' got
	printf 'R\n' >&"$says"
	genet_ends 9
	says "$(<err)" 'wanted a renegotiation, which is refused here'
	wait "$server" || :
	grep -q 'Alert.*no_renegotiation' served
}

# ---- Certificates of this side

# asked OPTION...: starts a server that wants a certificate.
asked() {
	serve good -rev -Verify 2 -CAfile "$T/ca.pem" -verify_return_error "$@"
}

@test "a server that wants a certificate says so, in both versions" {
	asked -tls1_3
	fails 9 'the peer requires a client certificate' --tls-cert \
		-- --tls-ca "$T/ca.pem" --data x
	asked -tls1_2
	fails 9 'handshake failure' --tls-cert -- --tls-ca "$T/ca.pem"
}

@test "a certificate and its key are in one file or two" {
	asked
	talks --tls-ca "$T/ca.pem" --tls-cert "$T/client.both"
	asked
	talks --tls-ca "$T/ca.pem" --tls-cert "$T/client.pem" \
		--tls-key "$T/client.key"
	asked
	talks --tls-ca "$T/ca.pem" --tls-cert <(cat "$T/client.pem") \
		--tls-key <(cat "$T/client.key")
}

@test "a certificate that the server does not believe is refused" {
	asked
	fails 9 'the peer does not know who issued the certificate from here' \
		-- --tls-ca "$T/ca.pem" --tls-cert "$T/self.both" --data x
}

@test "PKCS#12, and a key with a password" {
	echo secret >word
	openssl pkcs12 -export -in "$T/client.pem" -inkey "$T/client.key" \
		-out c.p12 -passout file:word
	openssl pkey -in "$T/client.key" -aes256 -passout file:word -out enc.key
	asked
	talks --tls-ca "$T/ca.pem" --tls-cert c.p12 --tls-password-file word
	asked
	talks --tls-ca "$T/ca.pem" --tls-cert "$T/client.pem" \
		--tls-key enc.key --tls-password-file word
	echo wrong >word
	local options=(--tls localhost 1 --tls-cert)
	run -2 genet connect "${options[@]}" c.p12 --tls-password-file word
	says "$output" 'not a PKCS#12 file with that password'
	run -2 genet connect "${options[@]}" c.p12
	says "$output" 'not a PKCS#12 file without a password' --tls-password-file
	run -2 genet connect "${options[@]}" "$T/client.pem" \
		--tls-key enc.key --tls-password-file word
	says "$output" 'the password is not that of'
	run -2 genet connect "${options[@]}" "$T/client.pem" --tls-key enc.key
	says "$output" 'is encrypted, and there is no password' \
		--tls-password-file
}

@test "files that are not what they should be are named" {
	: >empty
	local file
	for file in empty "$T/good.csr"; do
		run -2 genet connect --tls localhost 1 --tls-cert "$file"
		says "$output" "'$file' has no certificate"
		run -2 genet connect --tls localhost 1 --tls-ca "$file"
		says "$output" "'$file' has no certificate"
	done
	mkdir names
	run -2 genet connect --tls localhost 1 --tls-ca names
	says "$output" "'names' has no certificates by the hashes" 'openssl rehash'
	run -2 genet connect --tls localhost 1 --tls-cert "$T/client.pem"
	says "$output" 'has no private key' 'if the key is in a file of its own: --tls-key FILE'
	run -2 genet connect --tls localhost 1 --tls-cert "$T/client.pem" \
		--tls-key "$T/good.key"
	says "$output" 'is not that of the certificate'
	{
		cat "$T/client.pem"
		printf -- '-----BEGIN CERTIFICATE-----\nAAAA\n'
		printf -- '-----END CERTIFICATE-----\n'
		cat "$T/client.key"
	} >broken
	run -2 genet connect --tls localhost 1 --tls-cert broken
	says "$output" "'broken' has a certificate behind the first"
	run -1 genet connect --tls localhost 1 --tls-ca none-such
	says "$output" "cannot open 'none-such'"
	run -1 genet connect --tls localhost 1 --tls-cert none-such
	says "$output" "cannot open 'none-such'"
}

# ---- What is not TLS

@test "a peer that speaks something else is shown, and how to begin there" {
	local row said
	for row in '220 mail.test ESMTP=--starttls smtp' \
		'220 FTP server=--starttls ftp' '+OK ready=--starttls pop3' \
		'* OK IMAP=--starttls imap' 'SSH-2.0-x=leave --tls out' \
		'HTTP/1.1 400 No=leave --tls out'; do
		said=${row%%=*}
		listening_peer "send:$said"$'\r\n' recv-all
		fails 9 "does not speak TLS: it answered '$said'" "${row#*=}" --
	done
}

@test "control bytes of a peer are escaped in errors" {
	listening_peer $'send:\e]0;title\a\x9b31m\r\n' recv-all
	fails 9 "it answered '\\x1b]0;title\\x07\\x9b31m'" --
}

@test "a peer that ends the connection in the handshake" {
	listening_peer recv:1 shut recv-all
	fails 9 'the TLS handshake failed: the peer ended the connection' --
}

@test "a silent peer is named as such, within the limit for connecting" {
	listening_peer recv-all
	fails 124 'timed out after 1 s: the peer was silent in the TLS handshake' \
		'hint: is it a port that speaks TLS?' -- --connect-timeout 1s
}

# ---- The end

@test "an answer that comes long after the end of the input is whole" {
	mkfifo go
	tls_peer "$T/good.both" recv-all wait:go send:late notify
	start genet connect --tls localhost "$port" --tls-ca "$T/ca.pem" \
		--data question >got 2>err
	genet=$pid
	eventually holds heard question
	is "$(<got)" ''
	echo >go
	genet_ends 0
	is "$(<got)" late
}

@test "with --tls-close late the peer is not told before it has ended" {
	tls_peer "$T/good.both" recv:8 send:answer notify recv-all
	run -0 genet connect --tls localhost "$port" --tls-ca "$T/ca.pem" \
		--tls-close late --data question
	is "$output" answer
	peer_ends
	holds heard question
}

@test "an end without close_notify is an error, after what has come" {
	tls_peer "$T/good.both" recv:1 send:some fin recv-fin
	run -7 --separate-stderr genet connect --tls localhost "$port" \
		--tls-ca "$T/ca.pem" --data x
	is "$output" some
	says "$stderr" 'ended without close_notify after 4 B received'
	says "$stderr" '--tls-close=late tells of it later'

	tls_peer "$T/good.both" recv:1 send:some fin recv-fin
	run -7 --separate-stderr genet connect --tls localhost "$port" \
		--tls-ca "$T/ca.pem" --data x --tls-close=late
	says "$stderr" 'hint: if nothing is missing: --tls-allow-truncation'
}

@test "with --tls-allow-truncation an end without close_notify is no error, and -v prints it" {
	local option
	for option in '' -v; do
		tls_peer "$T/good.both" recv:1 send:some fin recv-fin
		# shellcheck disable=SC2086 # none, or one
		run -0 --separate-stderr genet connect --tls localhost "$port" \
			--tls-ca "$T/ca.pem" --data x --tls-allow-truncation $option
		is "$output" some
		[[ -n $option ]] || is "$stderr" ''
	done
	says "$stderr" 'without close_notify'
}

@test "after a truncated end that is allowed the rest is still sent" {
	tls_peer "$T/self.both" recv:7 send:hi fin recv:6
	pipe said
	start genet connect --tls localhost "$port" --insecure \
		--tls-allow-truncation -v <said >got 2>err
	genet=$pid
	echo before >&"$said"
	eventually grep -q 'without close_notify' err
	echo after >&"$said"
	close_pipe said
	genet_ends 0
	peer_ends
	holds heard $'before\nafter\n'
}

@test "a peer that has ended without close_notify may be gone" {
	local moment
	for moment in early late; do
		tls_peer "$T/good.both" recv:1 send:some
		run -0 --separate-stderr genet connect --tls localhost "$port" \
			--tls-ca "$T/ca.pem" --data x --tls-allow-truncation \
			--tls-close "$moment"
		is "$output" some
	done
}

@test "a reset is a reset, in the handshake as well" {
	tls_peer "$T/good.both" recv:1 send:some recv:1 reset
	pipe input
	start genet connect --tls localhost "$port" --tls-ca "$T/ca.pem" \
		>got 2>err <input
	genet=$pid
	printf x >&"$input"
	eventually holds got some
	printf y >&"$input"
	genet_ends 7
	is "$(<got)" some
	says "$(<err)" 'reset by peer'
	listening_peer recv:1 reset
	fails 7 'the TLS handshake failed: reset by peer' --
}

@test "a reset after close_notify is a good end" {
	end() {
		tls_peer "$T/good.both" recv:4 send:x notify fin
		start genet connect --tls localhost "$port" \
			--tls-ca "$T/ca.pem" --tls-close late --data 1234 \
			>got 2>err
		genet=$pid
		genet_ends 0
		holds got x
	}
	rounds 20 end
}

@test "a client that only sends is done when all is delivered" {
	end() {
		tls_peer "$T/good.both" recv-all notify
		pattern 300000 >sent
		start genet connect --tls localhost "$port" --send-only \
			--tls-ca "$T/ca.pem" <sent >got 2>err
		genet=$pid
		genet_ends 0
		peer_ends
		cmp sent heard
	}
	rounds 10 end
}

@test "20 MB arrive whole, both ways at once" {
	pattern 20000000 >sent
	mkfifo go
	tls_peer "$T/good.both" echo
	start genet connect --tls localhost "$port" --tls-ca "$T/ca.pem" \
		<sent >got 2>err
	genet=$pid
	genet_ends 0
	cmp sent got
}

@test "what comes unasked when a client has sent all does not reset the peer" {
	end() {
		tls_peer "$T/good.both" recv-all send:unasked notify recv-fin
		start genet connect --tls localhost "$port" --send-only \
			--tls-ca "$T/ca.pem" --data x >got 2>err
		genet=$pid
		genet_ends 0
		peer_ends
	}
	rounds 10 end
}

# ---- Options

@test "an option of TLS without TLS is a usage error" {
	local options=(--tls-cert=x --tls-key=x --tls-password-file=x
		--tls-alpn=x --tls-min=1.2 --tls-ciphers=x --tls-close=late
		--tls-allow-truncation --tls-ca=x --tls-name=x --tls-pin=x
		--tls-known=x --insecure)
	for option in "${options[@]}"; do
		run -2 genet connect "$option" localhost 1
		says "$output" "${option%=*} has no effect without --tls"
		run -2 genet unix connect "$option" ./socket
		says "$output" "${option%=*} has no effect without --tls"
	done
}

@test "options of TLS that contradict each other or say nothing" {
	refuses() {
		local text=$1
		shift
		run -2 genet "$@"
		says "$output" "$text"
	}
	refuses --insecure connect --tls --insecure --tls-ca x localhost 1
	refuses --tls-known connect --tls --insecure --tls-known x localhost 1
	refuses '--tls-key has no effect without --tls-cert' \
		connect --tls --tls-key x localhost 1
	refuses 'is not a version of TLS' \
		connect --tls --tls-min 2 localhost 1
	refuses DTLS connect --tls udp:localhost:1
	refuses --telnet connect --tls --telnet localhost 1
	refuses 'a Unix socket has no name' unix connect --tls ./socket
	refuses DTLS unix connect --tls --insecure --datagram ./socket
}

@test "over a Unix socket" {
	tls_server -cert "$T/good.pem" -key "$T/good.key" -rev
	address=./socket receiver 'unix listen' --sh "genet connect localhost $port"
	run -0 genet unix connect --tls ./socket --tls-ca "$T/ca.pem" \
		--tls-name db.test --data 'hello\n'
	is "$output" olleh
}

@test "a program talks over TLS by pipes" {
	tls_peer "$T/good.both" recv-all send:answer notify
	run -0 genet connect --tls localhost "$port" --tls-ca "$T/ca.pem" \
		--sh 'echo question; exec >&-; cat >got'
	peer_ends
	is "$(<heard)" question
	is "$(<got)" answer
}

# ---- What is told

@test "-v prints what was negotiated, -vv also the chain" {
	serve good -rev
	talks --tls-ca "$T/ca.pem" -v
	says "$stderr" 'secured: TLSv1.3, TLS_' \
		"; 'localhost' by 'Authority ca', expires in" '; trusted'
	run ! grep -q chain <<<"$stderr"
	serve good -rev
	talks --tls-ca "$T/ca.pem" -vv
	says "$stderr" 'full handshake in ' 'ALPN none' \
		"pin $(pin_of "$T/good.pem")" \
		"chain 'common.test' < 'Authority ca'"
}

@test "control bytes in names of certificates are escaped" {
	printf 'subjectAltName=DNS:localhost\n' >evil.ext
	make_key evil
	openssl req -new -key evil.key -utf8 -out evil.csr \
		-subj "/CN=$(printf 'a\033[31mb')"
	cp "$T"/ca.* .
	sign evil ca 20200101000000Z 20991231235959Z
	tls_server -cert evil.pem -key evil.key -rev
	talks --tls-ca ca.pem -vv
	says "$stderr" "chain 'a\\x1b[31mb'"
}

@test "a stapled answer is shown, and one that says revoked is obeyed" {
	cp "$T"/ca.* "$T"/good.* .
	make_ca responder ca
	local serial
	serial=$(openssl x509 -in good.pem -noout -serial)
	serial=${serial#*=}
	answer() { # STATE
		openssl ocsp -index "$1" -CA ca.pem -rsigner ca.pem -rkey ca.key \
			-issuer ca.pem -cert good.pem -ndays 2 -respout "$1.der" \
			>/dev/null 2>ocsp.err
	}
	printf 'V\t991231235959Z\t\t%s\tunknown\t/CN=common.test\n' "$serial" >valid
	printf 'R\t991231235959Z\t210101000000Z\t%s\tunknown\t/CN=common.test\n' \
		"$serial" >revoked
	answer valid
	answer revoked
	tls_server -cert good.pem -key good.key -rev -status_file valid.der
	talks --tls-ca ca.pem -vv
	says "$stderr" 'OCSP staple good'
	tls_server -cert good.pem -key good.key -status_file revoked.der
	fails 9 'the certificate was revoked on 2021-01-01' -- --tls-ca ca.pem
	tls_server -cert good.pem -key good.key -status_file revoked.der
	fails 9 'the certificate was revoked on 2021-01-01' -- --tls-ca ca.pem \
		--tls-pin "$(pin_of good.pem)"
}

@test "keys of sessions are logged for those who ask for it" {
	serve good -rev
	SSLKEYLOGFILE=keys talks --tls-ca "$T/ca.pem" -v
	grep -q '^CLIENT_TRAFFIC_SECRET_0 ' keys
	is "$(stat -c %a keys)" 600
	says "$stderr" SSLKEYLOGFILE
	serve good -rev
	SSLKEYLOGFILE=/proc/none talks --tls-ca "$T/ca.pem"
	says "$stderr" "cannot open '/proc/none'"
	mkfifo silent
	serve good -rev
	SSLKEYLOGFILE=silent talks --tls-ca "$T/ca.pem"
	says "$stderr" "cannot open 'silent'"
}

@test "a capture has the plain text, and that is told" {
	serve good -rev
	talks --tls-ca "$T/ca.pem" --capture packets
	says "$stderr" 'the capture has the plain text'
	grep -q olleh packets
}

@test "neither password nor key are shown anywhere" {
	local secret=pass-1234-word line
	echo "$secret" >word
	openssl pkey -in "$T/client.key" -aes256 -passout file:word -out enc.key
	asked
	pipe input
	start genet connect --tls localhost "$port" --tls-ca "$T/ca.pem" \
		--tls-cert "$T/client.pem" --tls-key enc.key \
		--tls-password-file word --capture packets --hex=dump \
		--events events --events-data bytes -vvv <input >got 2>err
	genet=$pid
	echo hello >&"$input"
	eventually grep -q olleh got
	tr '\0' '\n' <"/proc/$genet/cmdline" >argv
	tr '\0' '\n' <"/proc/$genet/environ" >>argv
	close_pipe input
	genet_ends 0
	line=$(sed -n 2p "$T/client.key")
	for file in argv packets dump events err; do
		[[ -s $file ]]
		run ! grep -a -F -e "$secret" -e "$line" "$file"
	done
}

# ---- Cost

@test "without --tls nothing of OpenSSL is loaded" {
	pipe input
	listening_peer recv-all
	start genet connect 127.0.0.1 "$port" <input >got 2>err
	genet=$pid
	eventually grep -q genet "/proc/$genet/maps"
	eventually test -e "/proc/$genet/fd/3"
	run ! grep -E 'libssl|libcrypto' "/proc/$genet/maps"
	serve good
	start genet connect --tls localhost "$port" --insecure <input >got 2>err
	genet=$pid
	eventually grep -q libssl "/proc/$genet/maps"
}
