#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# doctor: ports that do not accept connections, each broken in another way.
load helpers
load doctor

# ---- What answers

@test "a server that waits for its clients to speak answers" {
	neighbours
	serves 10.9.0.2:0 waits
	answers "10.9.0.2:$port" --timeout 2s
	is "$(marks service)" 'ok ok note'
	says "$text" 'that the server accepts connections was seen, and not that it says'
}

# marks STEP: how the lines of the step are marked, without those of what this genet
# cannot look at.
marks() {
	jq -rs "[.[] | select(.step == \"$1\") | .mark | select(. != \"?\")] |
		join(\" \")" doctor.json
}

@test "a server that resets each connection at the first byte is noted" {
	neighbours
	serves 10.9.0.2:0 resets-at-a-byte
	answers "10.9.0.2:$port" --timeout 2s
	is "$(marks service)" 'ok note note'
	says "$text" 'to an empty line, the server resets the connection' \
		'that the server accepts connections was seen, and not that it says'
}

@test "a server that speaks first answers" {
	neighbours
	serves 10.9.0.2:0 waits '220 ready\r\n'
	answers "10.9.0.2:$port"
	[[ $text != *'was seen, and not'* ]]
}

@test "a server that speaks and ends answers" {
	neighbours
	serves 10.9.0.2:0 says 'Mon Jan  1 00:00:00\r\n'
	answers "10.9.0.2:$port"
}

@test "a URL leads to its host and port" {
	neighbours
	serves 10.9.0.2:0 waits '220 ready\r\n'
	answers "smtp://user@10.9.0.2:$port/path?query"
	misses port-refused http://10.9.0.2/
	says "$text" '10.9.0.2:80 '
	misses port-refused 'https://[fd09::2]#part'
	says "$text" '[fd09::2]:443 '
	misses port-refused udp://10.9.0.2:7
	run -2 genet doctor other://10.9.0.2
	says "$output" 'names no port, and its scheme is not known'
	run -2 genet doctor http:///path
	says "$output" 'names no host'
}

@test "of many addresses the first are looked at" {
	network
	names files '127.0.0.1 many.test' '127.0.0.2 many.test' \
		'127.0.0.3 many.test' '127.0.0.4 many.test' \
		'127.0.0.5 many.test' '127.0.0.6 many.test' \
		'127.0.0.7 many.test' '127.0.0.8 many.test' '127.0.0.9 many.test'
	misses holder-none many.test:8080
	says "$(<doctor.json)" 'of the 9 addresses, the first 8 are looked at'
}

@test "a server of IPv6 answers" {
	neighbours
	serves '[fd09::2]:0' waits '220 ready\r\n'
	answers "[fd09::2]:$port"
}

@test "a server behind a router answers" {
	routed
	serves 10.8.0.2:0 waits '220 ready\r\n'
	answers "10.8.0.2:$port"
}

@test "a port of UDP that answers" {
	neighbours
	over_there start_ready peer-udp bind 10.9.0.2 0 echo:10
	answers "udp:10.9.0.2:${ready#* }"
}

# ---- What does not

@test "a port of a neighbour on which nobody listens" {
	neighbours
	misses port-refused 10.9.0.2:7
}

@test "a port of IPv6 on which nobody listens" {
	neighbours
	misses port-refused '[fd09::2]:7'
}

@test "a port of a host that drops what comes" {
	neighbours
	serves 10.9.0.2:0 waits
	"${far[@]}" ip route add blackhole 10.9.0.1/32
	misses port-silent "10.9.0.2:$port" --timeout 4s
	says "$text" "tcpdump -n tcp port $port\""
	misses port-silent "10.9.0.2:$port" --timeout 1us
	says "$text" 'no answer within 1' \
		'a try had too little time to tell: give it more by --timeout'
}

@test "a port that was late only once refuses" {
	neighbours
	"${far[@]}" ip route add blackhole 10.9.0.1/32
	open_the_way() {
		eventually "${inside[@]}" grep -q '^ *[0-9]*: .* 0200090A:0007 02 ' \
			/proc/net/tcp
		"${far[@]}" ip route del blackhole 10.9.0.1/32
	}
	open_the_way &
	misses port-refused 10.9.0.2:7
	wait $!
}

@test "a port that refuses only what is sent again" {
	bad_wire lose=1
	misses port-refused-late 10.9.0.2:7
}

@test "a router that has no route" {
	routed
	"${by_router[@]}" ip route del 10.8.0.0/24 dev line
	misses port-rejected 10.8.0.2:7
}

@test "a router that says that the host is unreachable" {
	routed
	"${by_router[@]}" ip route add unreachable 10.8.0.2/32
	misses port-rejected 10.8.0.2:7
	says "$(jq -r 'select(.event == "examined") | .text' doctor.json)" \
		'10.9.0.2 says by ICMP that the host is unreachable'
}

@test "a router that prohibits" {
	routed
	"${by_router[@]}" ip route add prohibit 10.8.0.2/32
	misses port-rejected 10.8.0.2:7
}

@test "a router of IPv6 that prohibits" {
	routed
	"${by_router[@]}" ip route add prohibit fd08::2/128
	misses port-rejected '[fd08::2]:7'
}

@test "a router that prohibits datagrams" {
	routed
	"${by_router[@]}" ip route add prohibit 10.8.0.2/32
	misses port-rejected udp:10.8.0.2:7
}

@test "a server that ends each connection at once" {
	neighbours
	serves 10.9.0.2:0 says
	misses port-ends-at-once "10.9.0.2:$port"
}

@test "a server that resets each connection at once" {
	neighbours
	serves 10.9.0.2:0 resets
	misses port-resets-at-once "10.9.0.2:$port"
}

@test "a server that ends each connection after a while" {
	neighbours
	serves 10.9.0.2:0 ends-soon
	misses port-ends-at-once "10.9.0.2:$port"
}

@test "a server that takes one client" {
	neighbours
	over_there start_ready peer listen 10.9.0.2 0 recv-all
	diagnoses 0 'answers port-flaky' '' "10.9.0.2:${ready#* }" --timeout 2s
}

@test "a server that listens on one of two addresses of its name" {
	neighbours
	names files '10.9.0.2 two.test' 'fd09::2 two.test'
	serves 10.9.0.2:0 waits '220 ready\r\n'
	diagnoses 0 answers port-some-addresses "two.test:$port"
	says "$text" 'until then: -4'
}

@test "of two addresses of one family, the other family is not advised" {
	network
	names files '127.0.0.1 two.test' '127.0.0.2 two.test'
	serves 127.0.0.2:0 waits '220 ready\r\n'
	diagnoses 0 answers port-some-addresses "two.test:$port"
	[[ $text != *'until then'* ]]
}

@test "a process without descriptors cannot try, which is no fault of the server" {
	network
	needs_jq
	without_leak_checker
	# shellcheck disable=SC2016 # the inner shell's
	run "${inside[@]}" bash -c 'for fd in {3..255}; do eval "exec $fd>&-"; done
		ulimit -n 4; exec genet doctor 127.0.0.1 8080 --json'
	is "$status" 8
	says "$output" port-untried 'cannot be tried: too many open files'
}

@test "a name of two addresses that both refuse" {
	neighbours
	names files '10.9.0.2 two.test' 'fd09::2 two.test'
	misses port-refused two.test:7
}

@test "a port of UDP that no socket has" {
	neighbours
	misses port-refused udp:10.9.0.2:7
}

@test "a port of UDP that says nothing" {
	neighbours
	over_there start_ready genet udp-recv 10.9.0.2 8080 --ready-fd 3
	misses port-unanswered udp:10.9.0.2:8080 --timeout 1s
}

@test "a port of UDP that is silent at first, and then refuses" {
	neighbours
	# An empty datagram ends this peer.
	over_there start_ready peer datagrams 10.9.0.2 0
	misses port-refused "udp:10.9.0.2:${ready#* }" --timeout 1s
}

@test "where the kernel is not asked for the way, what connect says is said" {
	neighbours
	"${inside[@]}" ip route add unreachable 192.0.2.0/24
	# As of a service with RestrictAddressFamilies=AF_INET; 16 is AF_NETLINK.
	forbids socket=16 EAFNOSUPPORT
	misses port-unreachable 192.0.2.1:7
	says "$text" '192.0.2.1:7: host is unreachable' \
		'ip route get 192.0.2.1; ip neigh'
	misses port-unreachable udp:192.0.2.1:7
}

# ---- Quality

# web PORT: a server of HTTP in the far network.
web() {
	serves "$1:80" answers 'HTTP/1.1 200 OK\r\n\r\n'
}

@test "a way with large and small packets is well" {
	routed
	web 10.8.0.2
	answers 10.8.0.2:80
}

@test "a way that drops large packets, and the messages about them" {
	routed
	web 10.8.0.2
	"${by_router[@]}" ip link set line mtu 1300
	# What the router itself sends, as its messages, does not reach us.
	"${by_router[@]}" ip rule add pref 100 iif lo to 10.9.0.1 blackhole
	diagnoses 0 'answers quality-mtu' '' 10.8.0.2:80 --timeout 6s
}

@test "a way that loses packets" {
	bad_wire lose=3
	serves 10.9.0.2:0 waits '220 ready\r\n'
	notes quality-loss "10.9.0.2:$port"
}

@test "a way that is slow" {
	bad_wire delay=0.16
	serves 10.9.0.2:0 waits '220 ready\r\n'
	notes quality-slow "10.9.0.2:$port"
}

@test "what all these runs print is as the schema has it" {
	events_are_valid
}
