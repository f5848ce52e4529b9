#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# `make check-servers`: genet and OpenSSH. What is not installed is skipped.
load helpers
load servers

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
		2>sshd.log
	eventually "${inside[@]}" bash -c ': </dev/tcp/127.0.0.1/22'
	ln -s "$GENET" nc
	ssh=(ssh -F /dev/null -o BatchMode=yes -i "$PWD/.ssh/id_ed25519"
		-o UserKnownHostsFile="$PWD/.ssh/known_hosts")
}

# by_proxy OPTION... HOST COMMAND: ssh, with our input and output.
by_proxy() {
	"${inside[@]}" timeout 30 "${ssh[@]}" "$@"
}

# carries OPTION...: what goes by ssh is whole, and so is the status
carries() {
	pattern 300000 >sent
	by_proxy "$@" server.test 'cat; exit 7' <sent >got || status=$?
	is "$status" 7
	cmp sent got
}

@test "ssh reaches its server by way of nc" {
	ssh_server
	carries -o ProxyCommand="$PWD/nc %h %p"
}

@test "ssh takes the connection that nc -F passes" {
	ssh_server
	carries -o ProxyCommand="$PWD/nc -F %h %p" -o ProxyUseFdpass=yes
}

@test "ssh reaches its server by way of genet connect" {
	ssh_server
	carries -o ProxyCommand="$GENET connect %h %p"
}

@test "ssh reaches its server by way of genet connect --proxy" {
	type -P microsocks >/dev/null || skip 'microsocks is not installed'
	ssh_server
	serve 1080 microsocks -i 127.0.0.1 -p 1080
	carries -o ProxyCommand="$GENET connect --proxy socks5h://127.0.0.1:1080 %h %p"
}

@test "ssh reaches its server by way of genet as nc -x" {
	type -P microsocks >/dev/null || skip 'microsocks is not installed'
	ssh_server
	serve 1080 microsocks -i 127.0.0.1 -p 1080
	carries -o ProxyCommand="$PWD/nc -X 5 -x 127.0.0.1:1080 %h %p"
}

@test "ssh reaches its server by way of genet relay, and netcat" {
	local protocol
	type -P nc.openbsd >/dev/null || skip 'netcat-openbsd is not installed'
	ssh_server
	serve 1080 "$GENET" relay socks5:1080
	serve 3128 "$GENET" relay http-proxy:3128
	for protocol in 4 5 connect; do
		carries -o ProxyCommand="nc.openbsd -X $protocol -x 127.0.0.1:$(
			[[ $protocol == connect ]] && echo 3128 || echo 1080) %h %p"
	done
}

@test "ssh -D is a proxy, by versions 4, 4a and 5 of SOCKS" {
	ssh_server
	address=127.0.0.1:1000 receiver listen -k --echo
	serve 1080 "${ssh[@]}" -N -D 127.0.0.1:1080 server.test
	pattern 300000 >sent
	for scheme in socks4 socks4a socks5 socks5h; do
		"${inside[@]}" timeout 60 genet connect \
			--proxy $scheme://127.0.0.1:1080 server.test 1000 \
			<sent >got
		cmp sent got
	done
}
