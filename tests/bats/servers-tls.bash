# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Servers with TLS, or that go over to it; see servers.bash.

load tls

# certificates: by the authority ca.pem, server.pem, of localhost and 127.0.0.1, and
# client.pem, each with the key in NAME.key, and both in NAME.both.
certificates() {
	needs_tls
	[[ ! -e ca.pem ]] || return 0
	make_ca ca
	make_certificate server ca DNS:localhost,IP:127.0.0.1
	make_certificate client ca DNS:client.test
	chmod 644 server.key server.both
}

# ---- TLS

# nginx_server: a web server with TLS on port 443; on port 444 one that asks for
# certificates; on 445 one that reads a PROXY header. On 446 a relay, which writes
# one, to port 1000. Each page says what it knows of the connection.
nginx_server() {
	place nginx
	certificates
	[[ -e /usr/lib/nginx/modules/ngx_stream_module.so ]] ||
		skip 'libnginx-mod-stream is not installed'
	mkdir nginx
	cat >nginx.conf <<-'END'
		load_module /usr/lib/nginx/modules/ngx_stream_module.so;
		daemon off;
		error_log stderr;
		master_process off;
		pid /mnt/nginx/pid;
		events { }
		http {
			access_log off;
			client_body_temp_path /mnt/nginx;
			proxy_temp_path /mnt/nginx;
			fastcgi_temp_path /mnt/nginx;
			uwsgi_temp_path /mnt/nginx;
			scgi_temp_path /mnt/nginx;
			ssl_certificate /mnt/server.pem;
			ssl_certificate_key /mnt/server.key;
			ssl_client_certificate /mnt/ca.pem;
			ssl_protocols TLSv1.2 TLSv1.3;
			server {
				listen 127.0.0.1:443 ssl http2;
				return 200 "$ssl_protocol $ssl_server_name $ssl_alpn_protocol\n";
			}
			server {
				listen 127.0.0.1:444 ssl;
				ssl_verify_client on;
				return 200 "$ssl_client_verify $ssl_client_s_dn\n";
			}
			server {
				listen 127.0.0.1:445 ssl proxy_protocol;
				return 200 "$proxy_protocol_addr $proxy_protocol_port\n";
			}
		}
		stream {
			server {
				listen 127.0.0.1:446;
				proxy_pass 127.0.0.1:1000;
				proxy_protocol on;
			}
		}
	END
	serve 443 nginx -p /mnt/nginx -c /mnt/nginx.conf -e stderr
}

# haproxy_server: with TLS on port 443, of one version on 12 and 13, with
# certificates of clients on 444, with a PROXY header on 445; each passes the
# connection, in the clear, with a header of version 2, to port 1000; 446 does
# that for connections without TLS, with a header of version 1, and 447 by TLS, with
# a certificate, to port 1001. With TLS on 448 it passes them to port 3128.
haproxy_server() {
	local tls='ssl crt /mnt/server.both alpn h2,echo'
	place haproxy
	certificates
	cat >haproxy.conf <<-END
		defaults
			mode tcp
			timeout connect 20s
			timeout client 60s
			timeout server 60s
		frontend tls
			bind 127.0.0.1:443 $tls
			bind 127.0.0.1:12 $tls ssl-max-ver TLSv1.2
			bind 127.0.0.1:13 $tls ssl-min-ver TLSv1.3
			bind 127.0.0.1:444 $tls verify required ca-file /mnt/ca.pem
			bind 127.0.0.1:445 $tls accept-proxy
			default_backend two
		frontend clear
			bind 127.0.0.1:446
			default_backend one
		frontend secured
			bind 127.0.0.1:447
			default_backend tls
		frontend proxy
			bind 127.0.0.1:448 ssl crt /mnt/server.both
			default_backend proxy
		backend one
			server one 127.0.0.1:1000 send-proxy
		backend two
			server two 127.0.0.1:1000 send-proxy-v2-ssl-cn
		backend tls
			server tls 127.0.0.1:1001 ssl verify required ca-file /mnt/ca.pem crt /mnt/client.both
		backend proxy
			server proxy 127.0.0.1:3128
	END
	serve 443 haproxy -db -f /mnt/haproxy.conf
}

# ---- STARTTLS

# postfix_server: an SMTP server on port 25
postfix_server() {
	local master=/usr/lib/postfix/sbin/master
	place postfix
	certificates
	mkdir conf queue data
	chown postfix data
	cat >conf/main.cf <<-'END'
		compatibility_level = 3.6
		queue_directory = /mnt/queue
		data_directory = /mnt/data
		command_directory = /usr/sbin
		daemon_directory = /usr/lib/postfix/sbin
		mail_owner = postfix
		setgid_group = postdrop
		myhostname = mail.test
		mydestination =
		inet_interfaces = 127.0.0.1
		smtpd_tls_cert_file = /mnt/server.pem
		smtpd_tls_key_file = /mnt/server.key
		smtpd_tls_security_level = may
		maillog_file = /dev/stdout
		alias_maps =
		smtpd_peername_lookup = no
		local_recipient_maps =
	END
	cat >conf/master.cf <<-'END'
		smtp inet n - n - - smtpd
		cleanup unix n - n - 0 cleanup
		rewrite unix - - n - - trivial-rewrite
		tlsmgr unix - - n 1000? 1 tlsmgr
		anvil unix - - n - 1 anvil
		postlog unix-dgram n - n - 1 postlogd
	END
	"${inside[@]}" postfix -c /mnt/conf check 2>postfix.err
	serve 25 "$master" -c /mnt/conf -d
}

# dovecot_server: IMAP on port 143, POP3 on port 110, with any password
dovecot_server() {
	place dovecot
	certificates
	mkdir mail
	chown nobody mail
	cat >dovecot.conf <<-'END'
		base_dir = /mnt/dovecot
		state_dir = /mnt/dovecot/state
		log_path = /dev/stderr
		protocols = imap pop3
		listen = 127.0.0.1
		ssl = yes
		ssl_cert = </mnt/server.pem
		ssl_key = </mnt/server.key
		mail_location = maildir:/mnt/mail
		first_valid_uid = 1
		passdb {
			driver = static
			args = nopassword=y
		}
		userdb {
			driver = static
			args = uid=nobody gid=nogroup home=/mnt/mail
		}
		service imap-login {
			inet_listener imaps {
				port = 0
			}
		}
		service pop3-login {
			inet_listener pop3s {
				port = 0
			}
		}
	END
	serve 143 dovecot -F -c /mnt/dovecot.conf
	eventually "${inside[@]}" bash -c ': </dev/tcp/127.0.0.1/110'
}

# ftp_server: FTP on port 21
ftp_server() {
	place vsftpd
	certificates
	mkdir empty
	cat >vsftpd.conf <<-'END'
		listen=YES
		listen_address=127.0.0.1
		background=NO
		secure_chroot_dir=/mnt/empty
		seccomp_sandbox=NO
		ssl_enable=YES
		rsa_cert_file=/mnt/server.pem
		rsa_private_key_file=/mnt/server.key
		ssl_ciphers=HIGH
		xferlog_enable=NO
	END
	serve 21 vsftpd /mnt/vsftpd.conf
}

# postgres_server [off]: PostgreSQL on port 5432, perhaps without TLS
postgres_server() {
	local bin
	bin=$(printf '%s\n' /usr/lib/postgresql/*/bin | tail -n 1)
	[[ -x $bin/postgres ]] || skip 'postgresql is not installed'
	place
	certificates
	mkdir db
	cp server.key db.key
	chown postgres db db.key
	chmod 600 db.key
	"${inside[@]}" env -C /mnt runuser -u postgres -- \
		"$bin/initdb" -D /mnt/db -A trust \
		-U postgres --no-sync --no-locale >initdb.log 2>&1 || {
		cat initdb.log
		return 1
	}
	serve 5432 env -C /mnt runuser -u postgres -- "$bin/postgres" -D /mnt/db -k /mnt/db \
		-h 127.0.0.1 -F -c ssl="${1:-on}" -c ssl_cert_file=/mnt/server.pem \
		-c ssl_key_file=/mnt/db.key
}

# mysql_server: MariaDB on port 3306, for anybody
mysql_server() {
	place mariadbd
	certificates
	mkdir db
	chown mysql db
	serve 3306 mariadbd --no-defaults --user=mysql --datadir=/mnt/db \
		--socket=/mnt/db/socket --bind-address=127.0.0.1 --port=3306 \
		--skip-grant-tables --skip-innodb --skip-networking=0 \
		--default-storage-engine=Aria --skip-log-bin \
		--ssl-cert=/mnt/server.pem --ssl-key=/mnt/server.key \
		--ssl-ca=/mnt/ca.pem
}

# ldap_server: OpenLDAP on port 389
ldap_server() {
	place slapd
	certificates
	cat >slapd.conf <<-'END'
		TLSCertificateFile /mnt/server.pem
		TLSCertificateKeyFile /mnt/server.key
		TLSCACertificateFile /mnt/ca.pem
		pidfile /mnt/slapd.pid
		argsfile /mnt/slapd.args
		database monitor
	END
	serve 389 slapd -h ldap://127.0.0.1:389/ -f /mnt/slapd.conf -d 0
}

# xmpp_server: Prosody on port 5222, for localhost
xmpp_server() {
	place prosody
	certificates
	mkdir prosody
	cat >prosody.cfg.lua <<-'END'
		run_as_root = true
		pidfile = "/mnt/prosody/pid"
		data_path = "/mnt/prosody"
		interfaces = { "127.0.0.1" }
		modules_enabled = { "tls", "saslauth" }
		modules_disabled = { "s2s" }
		c2s_require_encryption = true
		authentication = "internal_hashed"
		log = { info = "*console" }
		VirtualHost "localhost"
			ssl = {
				certificate = "/mnt/server.pem";
				key = "/mnt/server.key";
			}
	END
	serve 5222 prosody --config /mnt/prosody.cfg.lua -F
}
