# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Ports that refuse or are silent, networks of a test's own, and proxies.

# refusing_port ADDRESS: sets $port to a port that is bound, and refuses connections.
refusing_port() {
	start_ready peer bind "$1" 0
	port=${ready#* }
}

# silent_port ADDRESS PORT: sets $port to a port whose backlog is full, so that it
# does not answer.
silent_port() {
	start_ready peer full "$1" "$2"
	port=${ready#* }
	"${inside[@]}" bash -c ": >/dev/tcp/$1/$port"
	eventually has_client "$port"
}

# forges FROM: sends a datagram to $port that seems to come from that port of
# 127.0.0.1.
forges() {
	"${inside[@]}" peer-udp connect 127.0.0.1 "$port" "forge:$1,$port"
}

# network: from now on, genet and peers run in a network namespace of the test's own,
# which has only a loopback device; see names for /etc. Where it cannot be made, the
# test is skipped.
network() {
	apart
	[[ -n ${inside[*]} ]] || skip 'cannot make namespaces'
}

# apart: does what network does, or nothing where that is impossible. It is for
# tests of an unused port, which another test could bind meanwhile.
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

# needs_gnu_resolver WHY: skips the test where another C library than glibc looks names
# up.
needs_gnu_resolver() {
	has_glibc || skip "the resolver of this genet is not that of glibc: $1"
}

# names SOURCES [LINE...]: in that network, names are looked up in SOURCES (files,
# dns); /etc/hosts has these lines. The only name server is 127.0.0.53: a resolver that
# asks it for what is not in the files finds one there that knows nothing.
names() {
	local pid ready
	[[ $1 != files ]] || has_glibc || start_ready python3 -B \
		"$BATS_TEST_DIRNAME/dns.py" at=127.0.0.53
	mkdir etc
	echo "multi on" >etc/host.conf
	echo "hosts: $1" >etc/nsswitch.conf
	shift
	printf '%s\n' "$@" >etc/hosts
	echo 'nameserver 127.0.0.53' >etc/resolv.conf
	"${inside[@]}" mount --bind etc /etc
}

# start_proxy PROTOCOL [OPTION...]: starts a proxy.py at $at (ADDRESS:PORT), which
# writes what it is asked for to the file asked.
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
