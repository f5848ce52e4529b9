#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# `make check-servers`: connect --starttls and servers that people have. What is
# not installed is skipped.
load helpers
load servers
load servers-tls

# speaks PROTOCOL PORT [OPTION...]: genet, with our input, and the server's part
# of the conversation in got. These servers answer the end of our part of TLS by
# ending at once, and keep what they have not sent yet.
speaks() {
	local protocol=$1 service=$2
	shift 2
	"${inside[@]}" timeout 60 genet connect --starttls "$protocol" \
		--tls-ca ca.pem "$@" localhost "$service" >got 2>err || {
		echo "status $?"
		cat err server.*.log
		return 1
	}
}

@test "STARTTLS of Postfix" {
	postfix_server
	printf 'EHLO test\r\nQUIT\r\n' | speaks smtp 25
	says "$(<got)" '250-mail.test' '221 2.0.0 Bye'
	run ! grep STARTTLS got
}

@test "STARTTLS of Dovecot, for IMAP and POP3" {
	dovecot_server
	printf 'a LOGIN alice any\r\nb LOGOUT\r\n' | speaks imap 143
	says "$(<got)" 'a OK' 'b OK'
	printf 'USER alice\r\nPASS any\r\nSTAT\r\nQUIT\r\n' | speaks pop3 110
	says "$(<got)" '+OK Logged in.' '+OK 0 0'
}

# It does not say the end of TLS.
@test "AUTH TLS of vsftpd, which ends without close_notify" {
	ftp_server
	printf 'USER test\r\nQUIT\r\n' | speaks ftp 21 --tls-allow-truncation
	says "$(<got)" '530 ' '221 Goodbye.'
}

@test "SSLRequest of PostgreSQL" {
	postgres_server
	printf '\0\0\0\x29\0\3\0\0user\0postgres\0database\0postgres\0\0X\0\0\0\4' |
		speaks postgres 5432
	says "$(tr '\0' ' ' <got)" server_version
}

@test "PostgreSQL without TLS is shown with its answer" {
	postgres_server off
	run -9 --separate-stderr "${inside[@]}" timeout 60 \
		genet connect --starttls postgres localhost 5432
	# shellcheck disable=SC2154 # run sets it
	says "$stderr" "the PostgreSQL server does not offer TLS: it answered 'N'"
}

# A response with an empty password, and the end, COM_QUIT; the server's answer is
# OK, which begins with a NUL. It does not say the end of TLS.
@test "SSLRequest of MariaDB" {
	mysql_server
	{
		printf '\x26\0\0\2\x05\xaa\x00\0\0\0\0\1\x2d'
		head -c 23 /dev/zero
		printf 'root\0\0\1\0\0\0\1'
	} | speaks mysql 3306 --tls-allow-truncation
	is "$(head -c 5 got | od -An -tx1)" ' 07 00 00 03 00'
}

# A search of the root for supportedExtension
@test "StartTLS of OpenLDAP" {
	ldap_server
	printf '\x30\x39\2\1\2\x63\x34\4\0\x0a\1\0\x0a\1\0\2\1\0\2\1\0\1\1\0\x87\x0bobjectClass\x30\x14\4\x12supportedExtension' |
		speaks ldap 389 --until 1.3.6.1.4.1.1466.20037
}

@test "STARTTLS of Prosody" {
	xmpp_server
	echo "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'></stream:stream>" |
		speaks xmpp 5222
	says "$(<got)" "from='localhost'" '<mechanism>' '</stream:stream>'
	run ! grep '<starttls' got
}

@test "Prosody that does not know the domain is shown with its error" {
	xmpp_server
	run -9 --separate-stderr "${inside[@]}" timeout 60 \
		genet connect --starttls xmpp --tls-ca ca.pem 127.0.0.1 5222
	says "$stderr" "the XMPP server answered with the error 'host-unknown'"
}
