#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# genet doctor: the way to an address, as far as this host knows it. Each test is a
# set-up, most of them broken; the conclusion must name the true cause, and no other.

bats_require_minimum_version 1.5.0
load helpers
load doctor

# there COMMAND...: runs it in the other network.
there() { "${other[@]}" "$@"; }

# linked: from now on, the network of the test has eth0 with the addresses 10.0.0.1/24
# and fd00::1/64, joined to eth1 of another network with 10.0.0.2 and fd00::2. Silence
# of neighbours is noticed early.
linked() {
	network
	start_ready unshare --net sh -c \
		'ip link set lo up && echo up >&3 && exec sleep infinity'
	other=("${inside[@]}" nsenter --target "$pid" --net --preserve-credentials --)
	here ip link add eth0 type veth peer name eth1 netns "$pid" ||
		skip 'cannot make veth'
	join here eth0 1
	join there eth1 2
	eventually has_carrier
}

# join WHERE INTERFACE N
join() {
	"$1" ip -batch - <<-END
		address add 10.0.0.$3/24 dev $2
		address add fd00::$3/64 dev $2 nodad
		link set $2 up
		ntable change name arp_cache dev $2 retrans 100
		ntable change name ndisc_cache dev $2 retrans 100
	END
}

has_carrier() {
	[[ $(here ip link show eth0) == *LOWER_UP* ]]
}

# serve_there ADDRESS PORT
serve_there() {
	local inside=("${other[@]}")
	serve "$1" "$2"
}

# ---- Routes

@test "no route: for IPv4" {
	linked
	finds way-no-route 192.0.2.1 80
	says "$text" 'this host has no route to 192.0.2.1' 'ip route'
}

@test "no route: for IPv6" {
	linked
	finds way-no-route 2001:db8::1 80
	says "$text" 'ip -6 route'
}

@test "no address beyond loopback" {
	network
	finds way-no-family 192.0.2.1 80
}

@test "no IPv6 address" {
	linked
	here ip address del fd00::1/64 dev eth0
	finds way-no-family 2001:db8::1 80
}

@test "no IPv4 address" {
	linked
	here ip address del 10.0.0.1/24 dev eth0
	finds way-no-family 192.0.2.1 80
}

@test "routes of the kind unreachable" {
	linked
	here ip route add unreachable 192.0.2.0/24
	here ip route add unreachable 2001:db8::/32
	finds way-unreachable 192.0.2.1 80
	finds way-unreachable 2001:db8::1 80
}

@test "routes of the kind prohibit" {
	linked
	here ip route add prohibit 192.0.2.0/24
	here ip route add prohibit 2001:db8::/32
	finds way-prohibited 192.0.2.1 80
	finds way-prohibited 2001:db8::1 80
}

@test "routes of the kind blackhole" {
	linked
	here ip route add blackhole 192.0.2.0/24
	here ip route add blackhole 2001:db8::/32
	finds way-blackhole 192.0.2.1 80
	finds way-blackhole 2001:db8::1 80
}

@test "a route that ends in another table has none" {
	linked
	here ip route add throw 192.0.2.0/24
	finds way-no-route 192.0.2.1 80
}

@test "a rule that prohibits" {
	linked
	here ip rule add to 192.0.2.0/24 prohibit || skip 'the kernel has no rules'
	here ip route add default via 10.0.0.2
	finds way-prohibited 192.0.2.1 80
	says "$text" 'ip rule'
}

@test "an address of many hosts" {
	linked
	finds way-not-one-host 10.0.0.255 80
	says "$text" broadcast
}

# ---- Interfaces

@test "an interface is down, and the target is in its network" {
	linked
	here ip link set eth0 down
	finds way-interface-down 10.0.0.2 80
	says "$text" 'the interface eth0, which leads to 10.0.0.2, is down' \
		'ip link set eth0 up'
}

@test "an interface is down, and its routes are gone: both are said" {
	linked
	here ip route add default via 10.0.0.2
	here ip link set eth0 down
	finds 'way-interface-down way-no-route' 192.0.2.1 80
}

@test "an address of this host whose interface is down" {
	linked
	here ip link add eth2 type veth peer name eth3
	here ip address add 10.0.2.1/24 dev eth2
	finds way-interface-down 10.0.2.9 80
}

@test "the loopback interface is down" {
	network
	here ip link set lo down
	finds way-interface-down 127.0.0.1 80 --timeout 2s
}

@test "the loopback interface was never up; a container is told once" {
	network
	inside+=(unshare --net --)
	finds way-interface-down ::1 80 --timeout 2s
	finds way-interface-down 127.0.0.1 80 --timeout 2s
	says "$text" 'ip link set lo up'
	(($(grep -c 'runs in a container' <<<"$text" || :) <= 1))
}

@test "the link has no carrier" {
	linked
	there ip link set eth1 down
	eventually has_no_carrier
	finds way-no-carrier 10.0.0.2 80
	here ip route add default via 10.0.0.2
	finds way-no-carrier 192.0.2.1 80
}

has_no_carrier() {
	! has_carrier
}

# ---- Neighbours

@test "no host on the link has the address: for IPv4" {
	linked
	finds way-neighbour-silent 10.0.0.9 80
	says "$text" 'no host on the link of eth0 answers for the address 10.0.0.9'
}

@test "no host on the link has the address: for IPv6" {
	linked
	finds way-neighbour-silent fd00::9 80
}

@test "a network that is too wide makes far hosts neighbours" {
	linked
	here ip address add 10.1.0.1/16 dev eth0
	here ip route add default via 10.0.0.2
	finds way-neighbour-silent 10.1.5.9 80
}

@test "the gateway is silent: for IPv4" {
	linked
	here ip route add default via 10.0.0.9
	finds way-gateway-silent 192.0.2.1 80
	says "$text" 'the gateway 10.0.0.9, which leads to 192.0.2.1, does not answer'
}

@test "the gateway is silent: for IPv6" {
	linked
	here ip route add default via fd00::9
	finds way-gateway-silent 2001:db8::1 80
}

@test "the gateway is silent: one of IPv6, for IPv4" {
	linked
	here ip -4 route add default via inet6 fd00::9 dev eth0 || skip 'no such gateways'
	finds way-gateway-silent 192.0.2.1 80
}

@test "a neighbour is there and silent: the way is not blamed" {
	linked
	there ip route add blackhole 10.0.0.1
	there ip route del 10.0.0.0/24
	doctor 8 10.0.0.2 80 --timeout 2s
	says "$causes" port-
	[[ $causes != *way-* ]]
}

# ---- One family of two

@test "IPv6 is broken, and IPv4 well" {
	linked
	names files '10.0.0.2 web.test' '2001:db8::1 web.test'
	serve_there 10.0.0.2 8080
	notes 'port-some-addresses way-family-broken' web.test 8080
	says "$text" 'IPv6 is broken here, only IPv4 works'
}

@test "IPv4 is broken, and IPv6 well" {
	linked
	names files '192.0.2.1 web.test' 'fd00::2 web.test'
	here ip route add blackhole 192.0.2.0/24
	serve_there fd00::2 8080
	# A new link takes a moment until neighbours of IPv6 are found.
	eventually here genet wait fd00::2 8080 --timeout 1s
	notes 'port-some-addresses way-family-broken' web.test 8080
}

@test "a host without IPv6, and a name that has both" {
	linked
	here ip address del fd00::1/64 dev eth0
	names files '10.0.0.2 web.test' '2001:db8::1 web.test'
	serve_there 10.0.0.2 8080
	notes 'port-some-addresses way-no-family' web.test 8080
}

@test "IPv4 is refused, and IPv6 has no route: the refusal is the cause" {
	linked
	names files '10.0.0.2 web.test' '2001:db8::1 web.test'
	doctor 8 web.test 8080
	is "$causes" port-refused
	is "$asides" way-no-route
}

@test "neither family has a route: that is said once" {
	linked
	here ip address del fd00::1/64 dev eth0
	names files '192.0.2.1 web.test' '2001:db8::1 web.test'
	finds way-no-route web.test 8080
}

# ---- All is well

@test "a neighbour that answers" {
	linked
	serve_there '*' 8080
	answers 10.0.0.2 8080
	says "$text" '10.0.0.2 is on the same link, from 10.0.0.1, by eth0 (MTU 1500)'
	answers fd00::2 8080
}

@test "a host behind a gateway that answers" {
	linked
	there ip address add 192.0.2.1/32 dev lo
	here ip route add default via 10.0.0.2
	serve_there 192.0.2.1 8080
	answers 192.0.2.1 8080
	says "$text" '192.0.2.1 is behind the gateway 10.0.0.2'
}

@test "hosts with one family only" {
	linked
	serve_there '*' 8080
	here ip address del fd00::1/64 dev eth0
	answers 10.0.0.2 8080
	here ip address add fd00::1/64 dev eth0 nodad
	here ip address del 10.0.0.1/24 dev eth0
	answers fd00::2 8080
}

@test "a route with a small MTU is said" {
	linked
	serve_there 10.0.0.2 8080
	here ip route add 10.0.0.2/32 dev eth0 mtu 1300
	doctor 0 10.0.0.2 8080
	says "$text" 'MTU 1300'
}

@test "without /sys and /proc, the way is found all the same" {
	needs_no_proc
	linked
	serve_there 10.0.0.2 8080
	here mount -t tmpfs none /sys
	here mount -t tmpfs none /proc
	answers 10.0.0.2 8080
	finds way-no-route 192.0.2.1 80
	finds way-neighbour-silent 10.0.0.9 80
}

@test "a namespace that has a name is said" {
	network
	here mount -t tmpfs none /run
	here ip netns attach blue "$pid"
	doctor 8 127.0.0.1 8080
	says "$text" "this is the network namespace 'blue'"
}

@test "that genet runs in a container is said where that matters" {
	linked
	here mount -t tmpfs none /run
	here touch /run/.containerenv
	serve_there '*' 8080
	answers 10.0.0.2 8080
	[[ $text != *container* ]]
	finds way-no-route 192.0.2.1 80
	says "$text" 'genet runs in a container'
	finds holder-none 127.0.0.1 80
	says "$text" 'genet runs in a container'
}

@test "what doctor prints is as the schema has it" {
	events_are_valid
}
