#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# connect --starttls: a dialogue in the clear, and then TLS. The server is
# starttls-peer.py, which follows a script; servers-starttls.bats has real ones.
load helpers
load tls

# dialogue PROTOCOL: prints the actions of a server before TLS, one a line.
dialogue() {
	sed -n "s/^$1 //p" <<-'END'
		smtp send:220-mail.test\r\n220 ESMTP\r\n
		smtp expect:EHLO [127.0.0.1]\r\n
		smtp send:250-mail.test\r\n250-STARTTLS\r\n250 SIZE 10\r\n
		smtp expect:STARTTLS\r\n
		smtp send:220 go\r\n
		imap send:* OK hello\r\n
		imap expect:a1 STARTTLS\r\n
		imap send:* X\r\na1 OK go\r\n
		pop3 send:+OK hello\r\n
		pop3 expect:STLS\r\n
		pop3 send:+OK go\r\n
		ftp send:220-ftp\r\n we have rules\r\n220 hello\r\n
		ftp expect:AUTH TLS\r\n
		ftp send:234 go\r\n
		postgres expect:\0\0\0\x08\x04\xd2\x16\x2f
		postgres send:S
		mysql send:\x1b\0\0\0\x0a8.0.1\0\x01\0\0\0saltsalt\0\xff\xff\x2d\x02\0\xff\xc1
		mysql expect:\x20\0\0\x01\x05\xaa\x08\0\0\0\0\x01\x2d\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0
		ldap expect:\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037
		ldap send:\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\0\x04\0\x04\0
		xmpp expect:<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xml:lang='en' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>
		xmpp send:<?xml version='1.0'?><stream:stream id='1'>
		xmpp send:<stream:features><starttls/></stream:features>
		xmpp expect:<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
		xmpp send:<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>
	END
}

PROTOCOLS='smtp imap pop3 ftp postgres mysql ldap xmpp'

setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	type -P openssl >/dev/null || return 0
	make_ca ca
	make_certificate server ca DNS:localhost
}

# peer_does ACTION...: starts the server, as process $peer, on $port.
peer_does() {
	needs_tls
	type -P python3 >/dev/null || skip 'python3 is not installed'
	start_ready python3 "$BATS_TEST_DIRNAME/starttls-peer.py" \
		"$BATS_FILE_TMPDIR/server.pem" "$BATS_FILE_TMPDIR/server.key" "$@" \
		2>peer.err
	peer=$pid port=$ready
}

# speaks PROTOCOL [OPTION...]: runs genet as a client of the server.
speaks() {
	local protocol=$1
	shift
	timeout 60 genet connect --starttls "$protocol" \
		--tls-ca "$BATS_FILE_TMPDIR/ca.pem" "$@" localhost "$port"
}

# carries PROTOCOL [ACTION...]: the conversation after STARTTLS is whole.
carries() {
	local protocol=$1 actions
	shift
	mapfile -t actions < <(dialogue "$protocol")
	peer_does "$@" "${actions[@]}" tls echo
	speaks "$protocol" --tls-close early <sent >got
	peer_ends
	cmp sent got
}

@test "each protocol goes over to TLS, and the conversation is whole" {
	pattern 300000 >sent
	for protocol in $PROTOCOLS; do
		carries "$protocol"
	done
}

@test "answers may come byte by byte" {
	pattern 1000 >sent
	for protocol in $PROTOCOLS; do
		carries "$protocol" bytewise
	done
}

# refused PROTOCOL WORDS TEXT: of a server that says this text, genet says these words,
# and prints no data.
refused() {
	needs_tls
	genet_mock "$dialogues/services.dialogue" says --set text="$3"
	port=$GENET_PORT run -9 --separate-stderr speaks "$1" </dev/null
	is "$output" ''
	# shellcheck disable=SC2154 # run sets it
	says "$stderr" "cannot connect to localhost:$GENET_PORT: " "$2"
}

@test "a server that refuses is shown with its own words" {
	refused smtp "the SMTP server answered '454 not now' to STARTTLS" \
		'220 m\r\n250-m\r\n250 STARTTLS\r\n454 not now\r\n'
	refused imap "the IMAP server answered 'a1 BAD what?' to a1 STARTTLS" \
		'* OK m\r\na1 BAD what?\r\n'
	refused pop3 "the POP3 server answered '-ERR no' to STLS" \
		'+OK m\r\n-ERR no\r\n'
	refused ftp "the FTP server answered '530 login' to AUTH TLS" \
		'220 m\r\n530 login\r\n'
	refused postgres "the PostgreSQL server does not offer TLS: it answered 'N'" \
		'N'
	refused mysql "the MySQL server greeted with error 1130: 'Host x'" \
		'\x09\0\0\0\xff\x6a\x04Host x'
	refused ldap "the LDAP server answered protocolError to StartTLS: 'no'" \
		'\x30\x0e\x02\x01\x01\x78\x09\x0a\x01\x02\x04\0\x04\x02no'
	refused xmpp "the XMPP server answered with the error 'host-unknown'" \
		'<stream:stream><stream:error><host-unknown/>'
}

@test "a server that does not offer STARTTLS is shown with what it offers" {
	refused smtp "the SMTP server does not offer STARTTLS, but '250-m 250 SIZE'" \
		'220 m\r\n250-m\r\n250 SIZE\r\n'
	refused xmpp 'the XMPP server does not offer STARTTLS' \
		'<stream:stream><stream:features/>'
}

@test "the words of a server do nothing to the terminal" {
	refused smtp "the SMTP server greeted with '554 \\x1b[2J\\x07'" \
		'554 \x1b[2J\x07\r\n'
}

@test "another protocol is told from the right one" {
	refused smtp "the SMTP server answered 'SSH-2.0-x', which is not SMTP" \
		'SSH-2.0-x\r\n'
	refused ldap "the LDAP server answered '220 mail', which is not LDAP" \
		'220 mail\r\n'
}

@test "what is put between the last answer and TLS is an error, never input" {
	refused smtp "the SMTP server sent 10 B in the clear between its answer and TLS: '250 evil'" \
		'220 m\r\n250-m\r\n250 STARTTLS\r\n220 go\r\n250 evil\r\n'
	refused postgres "the PostgreSQL server sent 4 B in the clear between its answer and TLS: 'evil'" \
		'Sevil'
	for protocol in imap pop3 ftp ldap xmpp; do
		refused "$protocol" "server sent 4 B in the clear" \
			"$(dialogue "$protocol" | sed -n 's/^send://p' | tr -d '\n')evil"
	done
}

@test "what is put before TLS a moment later is an error, never input" {
	needs_tls
	listening_peer send:S pause:20 "send:evil$(printf '%0100d' 0)" recv-all
	run -9 --separate-stderr speaks postgres </dev/null
	is "$output" ''
}

@test "a silent server is named when time is over" {
	local limit
	limit=$(with_slack 1)
	needs_tls
	listening_peer recv-all
	run -124 --separate-stderr speaks smtp --connect-timeout "$limit"
	says "$stderr" "cannot connect to localhost:$port: timed out after $limit s: the SMTP server was silent"
	says "$stderr" 'hint: it may begin with TLS: --tls, without --starttls'
	peer_ends
}

@test "a server that ends instead of answering is named" {
	peer_does 'send:220 m\r\n'
	run -9 --separate-stderr speaks smtp
	# Bytes of genet may meet the end of the server, or cross with it.
	[[ $stderr == *'the SMTP server '@(ended|reset)' the connection'* ]]
	peer_does
	run -9 --separate-stderr speaks pop3
	says "$stderr" "the POP3 server ended the connection without an answer"
}

@test "a server whose answer has no end is given up" {
	needs_tls
	listening_peer "send:220 $(printf '%09000d' 0)" recv-all
	run -9 --separate-stderr speaks smtp
	says "$stderr" "the SMTP server answered '220 000"
	peer_ends
}

@test "STARTTLS works over a Unix socket" {
	pattern 1000 >sent
	mapfile -t actions < <(dialogue imap)
	peer_does "${actions[@]}" tls echo
	start_ready genet unix listen socket --ready-fd 3 --exec -- \
		genet connect localhost "$port"
	timeout 60 genet unix connect --starttls imap --tls-close early \
		--tls-name localhost \
		--tls-ca "$BATS_FILE_TMPDIR/ca.pem" socket <sent >got
	peer_ends
	cmp sent got
}

@test "a protocol that is not known is an error that lists those that are" {
	run -2 genet connect --starttls gopher localhost 1
	says "$output" gopher smtp imap pop3 ftp postgres mysql ldap xmpp
}
