# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Ports of a certain kind, networks that the tests have to themselves, and proxies.

# refusing_port ADDRESS: one that is bound, $port, but refuses.
refusing_port() {
	start_ready peer bind "$1" 0
	port=${ready#* }
}

# silent_port ADDRESS PORT: one whose backlog is full, so that it does not
# answer; $port.
silent_port() {
	start_ready peer full "$1" "$2"
	port=${ready#* }
	"${inside[@]}" bash -c ": >/dev/tcp/$1/$port"
	eventually has_client "$port"
}

# network: from now on, genet and peers run in a network of their own, which
# has only a loopback device, and may have an /etc of their own, see names.
network() {
	apart
	[[ -n ${inside[*]} ]] || skip 'cannot make namespaces'
}

# apart: the same, if it can be made, for a port that somebody else could have
# when nobody has it, such as a test that runs at the same time.
apart() {
	local kinds=(--net --mount) user=()
	if ! unshare "${kinds[@]}" true 2>/dev/null; then
		user=(--map-root-user)
		unshare "${user[@]}" "${kinds[@]}" true 2>/dev/null || return 0
	fi
	start_ready unshare "${user[@]}" "${kinds[@]}" sh -c \
		'ip link set lo up && echo up >&3 && exec sleep infinity'
	inside=(nsenter --target "$pid" "${kinds[@]}"
		"${user[@]:+--user}" --preserve-credentials --wd="$PWD" --)
}

# names SOURCES [LINE...]: where names are looked up (files, dns), and what
# the file of hosts says. The only name server is 127.0.0.53.
names() {
	mkdir etc
	echo "multi on" >etc/host.conf
	echo "hosts: $1" >etc/nsswitch.conf
	shift
	printf '%s\n' "$@" >etc/hosts
	echo 'nameserver 127.0.0.53' >etc/resolv.conf
	"${inside[@]}" mount --bind etc /etc
}

# start_proxy PROTOCOL [OPTION...]: a proxy.py on $at, ADDRESS:PORT; what it was asked
# for in asked.
start_proxy() {
	local address=127.0.0.1 option
	for option; do
		[[ $option != listen=* ]] || address="[${option#*=}]"
	done
	start_ready python3 -B "$BATS_TEST_DIRNAME/proxy.py" "$@" \
		>>asked 2>proxy.err
	at=$address:${ready#* }
}

# has_ipv6: whether the loopback interface has ::1.
has_ipv6() {
	grep -qs '^0*1 .* lo$' /proc/net/if_inet6
}
