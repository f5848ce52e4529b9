#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# `make check-servers`: doctor and servers that are well: each answers, and nothing is
# suspected. What is not installed is skipped.
load helpers
load doctor
load servers
load servers-tls

# well ADDRESS...: doctor says that each answers, and nothing else.
well() {
	local address
	for address; do
		answers "$address" --timeout 10s --tls-ca ca.pem
	done
}

# needs_ca: for servers without TLS, the file that well names.
needs_ca() {
	certificates
}

@test "OpenSSH is well" {
	ssh_server
	needs_ca
	well 127.0.0.1:22
}

@test "nginx is well by TLS, also where it wants certificates" {
	nginx_server
	well tls:localhost:443 tls:127.0.0.1:444
}

@test "nginx is well without TLS" {
	place nginx
	needs_ca
	cat >nginx.conf <<-'END'
		daemon off;
		master_process off;
		error_log stderr;
		pid /mnt/pid;
		events { }
		http {
			access_log off;
			client_body_temp_path /mnt;
			proxy_temp_path /mnt;
			fastcgi_temp_path /mnt;
			uwsgi_temp_path /mnt;
			scgi_temp_path /mnt;
			server {
				listen 127.0.0.1:80;
				return 200 "well\n";
			}
		}
	END
	serve 80 nginx -p /mnt -c /mnt/nginx.conf -e stderr
	well localhost:80
}

@test "HAProxy with a server behind it is well" {
	haproxy_server
	address=127.0.0.1:1000 receiver listen -k --accept-proxy --echo
	well tls:localhost:443 tls:127.0.0.1:13
}

@test "Redis is well" {
	place redis-server
	needs_ca
	serve 6379 redis-server --bind 127.0.0.1 --port 6379 --save '' \
		--unixsocket "$PWD/socket" --dir /mnt
	eventually test -S socket
	well 127.0.0.1:6379 unix:socket
}

@test "PostgreSQL is well" {
	postgres_server
	well 127.0.0.1:5432
}

@test "MariaDB is well" {
	mysql_server
	well 127.0.0.1:3306
}

@test "Postfix is well" {
	postfix_server
	well 127.0.0.1:25
}

@test "Dovecot is well by IMAP and POP3" {
	dovecot_server
	well 127.0.0.1:143 127.0.0.1:110
}

@test "vsftpd is well" {
	ftp_server
	well 127.0.0.1:21
}

@test "OpenLDAP is well" {
	ldap_server
	well 127.0.0.1:389
}

@test "Prosody is well" {
	xmpp_server
	well 127.0.0.1:5222
}

@test "Squid is well" {
	squid_server
	needs_ca
	well 127.0.0.1:3128
}

@test "Tinyproxy is well" {
	tinyproxy_server
	needs_ca
	well 127.0.0.1:3128
}

@test "Dante is well" {
	dante_server
	needs_ca
	well 127.0.0.1:1080
}

@test "microsocks is well" {
	microsocks_server
	needs_ca
	well 127.0.0.1:1080
}

@test "dnsmasq is well by TCP and UDP" {
	place dnsmasq
	needs_ca
	serve 53 dnsmasq --keep-in-foreground --conf-file=/dev/null --no-resolv \
		--no-hosts --user=root --pid-file= --bind-interfaces \
		--listen-address=127.0.0.1
	well 127.0.0.1:53 udp:127.0.0.1:53
}

@test "an echo of socat is well, by TCP and UDP" {
	place socat
	needs_ca
	serve 1000 socat TCP-LISTEN:1000,bind=127.0.0.1,fork,reuseaddr EXEC:cat
	start socat UDP-RECVFROM:1000,bind=127.0.0.1,fork EXEC:cat
	well 127.0.0.1:1000 udp:127.0.0.1:1000
}

@test "ncat and netcat-openbsd are well" {
	place ncat nc.openbsd
	needs_ca
	serve 1000 ncat -l -k --exec /bin/cat 127.0.0.1 1000
	serve 1001 nc.openbsd -l -k 127.0.0.1 1001
	well 127.0.0.1:1000 127.0.0.1:1001
}

@test "the web server of Python is well" {
	place python3
	needs_ca
	serve 8000 python3 -m http.server --bind 127.0.0.1 8000
	well localhost:8000
}

@test "servers of genet are well" {
	place socat
	needs_ca
	address=127.0.0.1:1000 receiver listen -k --echo
	serve 1001 "$GENET" relay socks5:1001
	address=127.0.0.1:1002 receiver listen -k --tls --tls-cert server.both --echo
	well 127.0.0.1:1000 127.0.0.1:1001 tls:127.0.0.1:1002
}
