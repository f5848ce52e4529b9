#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# `make check-servers`: genet and servers that people have. What is not installed
# is skipped.
load helpers

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
}

# by_proxy OPTION... HOST COMMAND: ssh, with our input and output.
by_proxy() {
	"${inside[@]}" timeout 30 ssh -F /dev/null -o BatchMode=yes \
		-i "$PWD/.ssh/id_ed25519" \
		-o UserKnownHostsFile="$PWD/.ssh/known_hosts" "$@"
}

@test "ssh reaches its server by way of nc" {
	ssh_server
	pattern 300000 >sent
	by_proxy -o ProxyCommand="$PWD/nc %h %p" server.test \
		'cat; exit 7' <sent >got || status=$?
	is "$status" 7
	cmp sent got
}

@test "ssh takes the connection that nc -F passes" {
	ssh_server
	pattern 300000 >sent
	by_proxy -o ProxyCommand="$PWD/nc -F %h %p" -o ProxyUseFdpass=yes \
		server.test 'cat; exit 7' <sent >got || status=$?
	is "$status" 7
	cmp sent got
}

@test "ssh reaches its server by way of genet connect" {
	ssh_server
	pattern 300000 >sent
	by_proxy -o ProxyCommand="$GENET connect %h %p" server.test \
		'cat; exit 7' <sent >got || status=$?
	is "$status" 7
	cmp sent got
}
