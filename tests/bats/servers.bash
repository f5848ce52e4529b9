# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Servers that people have, each with a configuration of its own, in a network of
# the test's own: what is not installed is skipped. They see the directory of the
# test as /mnt, which their accounts may enter.

PATH=$PATH:/usr/sbin:/sbin

# place COMMAND...: a network for servers, which these programs are needed for.
place() {
	local command
	for command; do
		type -P "$command" >/dev/null || skip "$command is not installed"
	done
	((EUID == 0)) || skip 'servers need root to change to their accounts'
	((${#inside[@]} == 0)) || return 0
	network
	chmod 755 .
	"${inside[@]}" mount --bind "$PWD" /mnt
}

# serve PORT COMMAND...: in the background, until it listens there.
serve() {
	local service=$1
	shift
	start "$@" >"server.$service.log" 2>&1
	eventually "${inside[@]}" bash -c ": </dev/tcp/127.0.0.1/$service" || {
		cat "server.$service.log"
		return 1
	}
}

# ---- OpenSSH

# ssh_server: OpenSSH's, on port 22 of a network of its own, with an account that
# exists only there. SSHD names another one than that of the system.
ssh_server() {
	local sshd=${SSHD:-/usr/sbin/sshd}

	[[ -x $sshd ]] || skip 'sshd is not installed: openssh-server'
	command -v ssh ssh-keygen >/dev/null || skip 'ssh is not installed'
	((EUID == 0)) || skip 'sshd needs root to change to an account'
	network
	names files '127.0.0.1 server.test'
	echo "root:x:0:0::$PWD:/bin/sh" >etc/passwd
	echo "sshd:x:101:65534::/run/sshd:/bin/false" >>etc/passwd
	echo root:x:0: >etc/group
	"${inside[@]}" mount -t tmpfs run /run
	"${inside[@]}" mkdir /run/sshd

	mkdir .ssh
	ssh-keygen -q -t ed25519 -N '' -f .ssh/id_ed25519
	ssh-keygen -q -t ed25519 -N '' -f host
	cp .ssh/id_ed25519.pub .ssh/authorized_keys
	echo "server.test $(<host.pub)" >.ssh/known_hosts
	start "$sshd" -D -e -f /dev/null -h "$PWD/host" -p 22 \
		-o ListenAddress=127.0.0.1 -o StrictModes=no -o UsePAM=no \
		-o 'Subsystem=sftp internal-sftp' \
		2>sshd.log
	eventually "${inside[@]}" bash -c ': </dev/tcp/127.0.0.1/22'
	ln -s "$GENET" nc
	ssh=(ssh -F /dev/null -o BatchMode=yes -i "$PWD/.ssh/id_ed25519"
		-o UserKnownHostsFile="$PWD/.ssh/known_hosts")
}

# ---- Proxies

# tinyproxy_server: HTTP on port 3128, to port 1000 only
tinyproxy_server() {
	place tinyproxy
	cat >tinyproxy.conf <<-'END'
		Port 3128
		Listen 127.0.0.1
		Timeout 60
		MaxClients 20
		ConnectPort 1000
		LogLevel Info
		BasicAuth alice secret
	END
	serve 3128 tinyproxy -d -c /mnt/tinyproxy.conf
}

# squid_server: HTTP on port 3128, to port 1000 only, for alice
squid_server() {
	local auth=/usr/lib/squid/basic_ncsa_auth
	place squid
	[[ -x $auth ]] || skip "$auth is not there"
	mkdir squid
	chown proxy squid
	# shellcheck disable=SC2016 # it is the hash of a password
	echo "alice:$(openssl passwd -apr1 secret)" >users
	cat >squid.conf <<-END
		pid_filename /mnt/squid/pid
		access_log stdio:/mnt/squid/access
		cache_log /mnt/squid/log
		coredump_dir /mnt/squid
		netdb_filename none
		pinger_enable off
		cache deny all
		shutdown_lifetime 0 seconds
		http_port 127.0.0.1:3128
		auth_param basic program $auth /mnt/users
		acl known proxy_auth REQUIRED
		acl allowed port 1000
		acl CONNECT method CONNECT
		http_access deny !allowed
		http_access deny !CONNECT
		http_access allow known
		http_access deny all
	END
	serve 3128 squid -N -f /mnt/squid.conf
}

# dante_server: SOCKS4, 4a and 5 on port 1080, to port 1000 only
dante_server() {
	place danted
	cat >danted.conf <<-'END'
		logoutput: stderr
		internal: 127.0.0.1 port = 1080
		external: 127.0.0.1
		clientmethod: none
		socksmethod: none
		user.privileged: root
		user.unprivileged: nobody
		client pass {
			from: 0.0.0.0/0 to: 0.0.0.0/0
		}
		socks pass {
			from: 0.0.0.0/0 to: 0.0.0.0/0 port = 1000
		}
	END
	serve 1080 danted -f /mnt/danted.conf
}

# microsocks_server: SOCKS5 on port 1080, for alice
microsocks_server() {
	place microsocks
	serve 1080 microsocks -i 127.0.0.1 -p 1080 -u alice -P secret
}
