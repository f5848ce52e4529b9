#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# scan: which ports are open, closed or silent.
load helpers

# listener [ADDRESS [PORT]]: starts a peer that listens on $port, and never accepts.
listener() {
	start_ready peer fd3 "${1-127.0.0.1}" "${2-0}" sleep infinity
	port=${ready#* }
}

# columns: prints $output with single blanks.
columns() {
	tr -s ' ' <<<"$output"
}

@test "an open port is a line with its number and its state" {
	listener
	run -0 --separate-stderr genet scan -n 127.0.0.1 "$port"
	is "$(columns)" "$port open"
	is "$stderr" ''
}

@test "no open port is status 8" {
	refusing_port 127.0.0.1
	run -8 --separate-stderr genet scan 127.0.0.1 "$port"
	is "$output" ''
	is "$stderr" 'genet scan: no port of 127.0.0.1 is open: 1 closed'
}

# finds OPEN: of all ports exactly these are open.
finds() {
	run -0 "${inside[@]}" genet scan -n 127.0.0.1 1-65535
	is "$(columns)" "$1"
}

@test "of all ports exactly the open ones are found, each time" {
	network
	local i wanted ports=(1 65535)
	for i in {1..5}; do
		listener
		ports+=("$port")
	done
	listener 127.0.0.1 1
	listener 0.0.0.0 65535
	wanted=$(printf '%d open\n' "${ports[@]}" | sort -n)
	rounds 5 finds "$wanted"
}

@test "ports that connect to themselves are not open" {
	network
	"${inside[@]}" sh -c \
		'echo 40000 40001 >/proc/sys/net/ipv4/ip_local_port_range'
	rounds 20 run -8 "${inside[@]}" genet scan 127.0.0.1 40000-40001
}

@test "the service of a port is named, and may be given by name" {
	network
	names files
	listener
	echo "our-service $port/tcp" >etc/services
	run -0 "${inside[@]}" genet scan 127.0.0.1 our-service
	is "$(columns)" "$port open our-service"
	run -0 "${inside[@]}" genet scan -n 127.0.0.1 "$port"
	is "$(columns)" "$port open"
	run -2 "${inside[@]}" genet scan -n 127.0.0.1 our-service
	run -2 "${inside[@]}" genet scan 127.0.0.1 other-service
}

@test "ports are reported once and in order, whatever the list" {
	listener
	local first=$port
	listener
	run -0 genet scan -n 127.0.0.1 "$port,$first,$port" "$first-$first"
	is "$(columns)" "$(printf '%d open\n' "$first" "$port" | sort -n)"
}

@test "IPv6 is scanned too" {
	listener ::1
	run -0 genet scan -n ::1 "$port"
	is "$(columns)" "$port open"
	run -0 genet scan -n '[::1]' "$port"
}

@test "--all tells of closed and silent ports" {
	silent_port 127.0.0.1 0
	local silent=$port
	refusing_port 127.0.0.1
	stopwatch run -8 --separate-stderr genet scan -n --all \
		--connect-timeout 200ms 127.0.0.1 "$silent,$port"
	is "$(columns)" "$(printf '%s\n' "$silent silent" "$port closed" |
		sort -n)"
	says "$stderr" '1 closed, 1 silent'
	took_at_most 1000
}

@test "silent ports wait beside each other" {
	network
	"${inside[@]}" ip route add 192.0.2.0/24 dev lo
	"${inside[@]}" ip address add 192.0.2.9/32 dev lo
	stopwatch run -8 "${inside[@]}" genet scan -n --all \
		--connect-timeout 500ms 192.0.2.1 1-50
	is "$(grep -c '^[0-9]* *silent$' <<<"$output")" 50
	((took >= 500))
	took_at_most 3000
}

@test "hundreds of silent ports wait beside each other, and are asked again" {
	network
	"${inside[@]}" ip route add 192.0.2.0/24 dev lo
	run -8 "${inside[@]}" genet scan -n --udp --all -vvv --parallel 1000 \
		--connect-timeout 500ms 192.0.2.1 1-600
	is "$(grep -c '^[0-9]* *silent$' <<<"$output")" 600
	is "$(grep -c 'send(.*) = ' <<<"$output")" 1200
}

@test "an open port is told before a silent one behind it is known" {
	network
	silent_port 127.0.0.1 65535 # the kernel chooses none above it
	listener
	pipe out
	start genet scan -n 127.0.0.1 "$port,65535" \
		--connect-timeout 60s >"$PWD/out"
	expect_line "$out" "$(printf '%-5d  open' "$port")"
}

@test "a host that cannot be reached is status 5" {
	network
	run -5 "${inside[@]}" genet scan 192.0.2.1 1-100
	says "$output" 'cannot reach 192.0.2.1'
}

@test "an answer to a later SYN counts" {
	network
	silent_port 127.0.0.1 0
	local listener=$pid
	pipe told
	start genet scan -n -vvv --connect-timeout 1m 127.0.0.1 "$port" 2>told
	genet=$pid
	grep -qm 1 'connect.*EINPROGRESS' <&"$told"
	kill "$listener" # the next SYN is refused
	genet_ends 8
}

@test "of several addresses the first is scanned, and the others are hinted at" {
	network
	names files '127.0.0.1 two.test' '127.0.0.2 two.test'
	listener 127.0.0.2
	run -8 "${inside[@]}" genet scan two.test "$port"
	says "$output" 'no port of 127.0.0.1 is open' \
		'two.test has other addresses, such as 127.0.0.2'
}

# both_families: makes a network in which localhost has an address of each family.
both_families() {
	network
	names files '::1 localhost' '127.0.0.1 localhost'
}

# at ADDRESS...: starts a listener at each address, all on the same $port.
at() {
	port=0
	while (($# > 0)); do
		listener "$1" "$port"
		shift
	done
}

@test "localhost: a port that is open at both addresses is the usual line" {
	both_families
	at 127.0.0.1 ::1
	run -0 --separate-stderr "${inside[@]}" genet scan localhost "$port"
	is "$output" "$(printf '%-5d  open' "$port")"
	is "$stderr" ''
	run -0 "${inside[@]}" genet scan --all localhost "$port"
	is "$output" "$(printf '%-5d  open' "$port")"
}

@test "localhost: a port that is open at one address has it as the fourth column" {
	both_families
	local address
	for address in 127.0.0.1 ::1; do
		at "$address"
		run -0 --separate-stderr "${inside[@]}" \
			genet scan localhost "$port"
		is "$output" "$(printf '%-5d  open  -  %s' "$port" "$address")"
		is "$stderr" ''
		echo "our-service $port/tcp" >etc/services
		run -0 "${inside[@]}" genet scan localhost "$port"
		is "$(columns)" "$port open our-service $address"
	done
}

@test "localhost: with --all each address has its line where they differ" {
	both_families
	at 127.0.0.1
	run -0 "${inside[@]}" genet scan --all localhost "$port"
	is "$(columns | sort)" "$(printf '%s\n' "$port closed - ::1" \
		"$port open - 127.0.0.1")"
}

@test "localhost: no port is open at either address" {
	both_families
	run -8 --separate-stderr "${inside[@]}" genet scan localhost 1-3
	is "$output" ''
	is "${#stderr_lines[@]}" 1
	says "$stderr" 'no port of localhost is open (' '::1: 3 closed' \
		'127.0.0.1: 3 closed'
	run -8 "${inside[@]}" genet scan --all localhost 1-3
	is "$(columns | head -n 3)" "$(printf '%d closed\n' 1 2 3)"
}

@test "localhost: all open ports are found, in order, whatever the address" {
	both_families
	local i address wanted=() near=1-1000
	for address in 127.0.0.1 ::1 127.0.0.1 ::1; do
		at "$address"
		wanted+=("$port open - $address")
		near+=,$((port - 9))-$port
	done
	at 127.0.0.1 ::1
	wanted+=("$port open")
	near+=,$port
	for i in "1 $near" "3 $near" '1000 1-65535'; do
		run -0 "${inside[@]}" genet scan --parallel "${i% *}" localhost \
			"${i#* }"
		is "$(columns)" "$(printf '%s\n' "${wanted[@]}" | sort -n)"
	done
}

@test "localhost: -4, -6 and a literal address scan one, as of one" {
	both_families
	at 127.0.0.1
	run -0 "${inside[@]}" genet scan -4 localhost "$port"
	is "$(columns)" "$port open"
	run -0 "${inside[@]}" genet scan 127.0.0.1 "$port"
	is "$(columns)" "$port open"
	run -8 --separate-stderr "${inside[@]}" genet scan -6 localhost "$port"
	is "$stderr" 'genet scan: no port of ::1 is open: 1 closed'
}

@test "localhost: where IPv6 is switched off, it has one address" {
	both_families
	at 127.0.0.1
	"${inside[@]}" sh -c \
		'echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6'
	run -0 --separate-stderr "${inside[@]}" genet scan --all localhost \
		"$port"
	is "$(columns)" "$port open"
	is "$stderr" ''
	run -8 --separate-stderr "${inside[@]}" genet scan -v localhost 1
	is "${stderr_lines[0]}" \
		'::1 is not scanned: not an address of this host'
	says "${stderr_lines[1]}" 'scanned 127.0.0.1: 1 closed, in '
	is "${stderr_lines[2]}" \
		'genet scan: no port of 127.0.0.1 is open: 1 closed'
	run -5 --separate-stderr "${inside[@]}" genet scan ::1 1
	says "$stderr" 'cannot reach ::1'
}

@test "localhost: --udp, too" {
	both_families
	silent_udp
	run -8 --separate-stderr "${inside[@]}" genet scan --udp --all \
		--connect-timeout 100ms localhost "$port,1"
	is "$(columns | sort)" "$(printf '%s\n' "1 closed" \
		"$port closed - ::1" "$port silent - 127.0.0.1" | sort)"
}

@test "-v counts the ports of each address, and only states that occur" {
	both_families
	at ::1
	run -0 --separate-stderr "${inside[@]}" genet scan -v localhost \
		"$port,1-4"
	is "${#stderr_lines[@]}" 2
	says "$stderr" 'scanned ::1: 1 open, 4 closed, in ' \
		'scanned 127.0.0.1: 5 closed, in '
}

@test "-v: ports that are not known at the end are unknown" {
	silent_port 127.0.0.1 0
	run -124 --separate-stderr genet scan -v --connect-timeout 1m \
		--timeout 200ms 127.0.0.1 "$port"
	says "${stderr_lines[0]}" 'scanned 127.0.0.1: 1 unknown, in '
}

# silent_udp: starts a receiver on $port that never answers.
silent_udp() {
	receiver udp-recv
}

@test "--udp tells open, closed and silent ports apart" {
	apart
	receiver udp-recv --echo
	local open=$port
	silent_udp
	local silent=$port closed
	closed=$(refusing_udp)
	run -0 "${inside[@]}" genet scan -n --udp --all \
		--connect-timeout 300ms 127.0.0.1 "$open,$silent,$closed"
	is "$(columns)" "$(printf '%s\n' "$open open" "$silent silent" \
		"$closed closed" | sort -n)"
	run -0 "${inside[@]}" genet scan -n --udp --connect-timeout 300ms \
		127.0.0.1 "$open,$silent,$closed"
	is "$(columns)" "$(printf '%s\n' "$open open" "$silent silent" |
		sort -n)"
}

# refusing_udp: prints a port that was bound a moment ago, and is not any more.
refusing_udp() {
	start_ready peer datagrams 127.0.0.1 0
	kill -KILL "$pid"
	wait "$pid" || :
	echo "${ready#* }"
}

@test "--udp: of all ports exactly those that are bound are not closed" {
	network
	silent_udp
	run -8 "${inside[@]}" genet scan -n --udp --connect-timeout 100ms \
		127.0.0.1 1-65535
	is "$(tr -s ' ' <<<"${lines[0]}")" "$port silent"
	says "${lines[1]}" '65534 closed, 1 silent'
}

@test "more ports at once than the soft limit of descriptors allows" {
	listener
	run -0 bash -c "ulimit -Sn 32
		exec genet scan -n --parallel 1000 127.0.0.1 $port,1-2000"
	says "$output" "$port"
}

@test "more ports at once than the hard limit of descriptors allows" {
	not_under_valgrind 'it needs descriptors itself'
	silent_port 127.0.0.1 0
	run -8 bash -c "ulimit -n 20
		exec genet scan -n --parallel 1000 --connect-timeout 100ms \
			127.0.0.1 $port,1-2000"
	says "$output" '1 silent'
}

@test "--timeout ends the scan, and what is known has been told" {
	listener
	local open=$port
	silent_port 127.0.0.1 0
	run -124 --separate-stderr genet scan -n --connect-timeout 1m \
		--timeout 200ms 127.0.0.1 "$open,$port"
	is "$(columns)" "$open open"
	says "$stderr" '1 of 2 ports of 127.0.0.1 are not known'
}

@test "an interrupted scan dies of the signal" {
	silent_port 127.0.0.1 0
	pipe told
	start genet scan -vvv --connect-timeout 1m 127.0.0.1 "$port" 2>told
	genet=$pid
	grep -qm 1 connect <&"$told"
	kill -INT "$genet"
	genet_ends 130
}

@test "the scan ends quietly when its reader has ended" {
	run bash -o pipefail -c 'genet scan --all 127.0.0.1 1-65535 | head -n 1'
	is "$status" 141
	is "${#lines[@]}" 1
}

@test "lists that make no sense are usage errors" {
	for list in '' ',' 80- -80 80-70 0 65536 1-2-3 80x '80 '; do
		run -2 genet scan 127.0.0.1 -- "$list"
	done
	run -2 genet scan 127.0.0.1
	run -2 genet scan --parallel 0 127.0.0.1 80
}

@test "an empty host is a usage error" {
	run -2 --separate-stderr genet scan '' 80
	is "$stderr" "genet scan: missing host in ''"
}

@test "netcat's -z says what to type" {
	run -2 genet connect -z localhost 80
	says "$output" 'genet wait HOST PORT' 'genet scan localhost 80'
	run -2 genet scan -z localhost 80
}

@test "-vvv: each connect is told with its address" {
	refusing_port 127.0.0.1
	run -8 genet scan -vvv 127.0.0.1 "$port"
	says "$output" ", 127.0.0.1:$port) = -1 ECONNREFUSED"
}

@test "-vvv: each socket is told from its making to its end" {
	listener
	local open=$port
	refusing_port 127.0.0.1
	run -0 genet scan -n -vvv 127.0.0.1 "$open,$port"
	local made closed
	made=$(grep -o 'socket(AF_INET, SOCK_STREAM, 0) = [0-9]*' \
		<<<"$output" | sed 's/.* //' | sort)
	closed=$(grep -o 'close([0-9]*) = 0' <<<"$output" | tr -dc '0-9\n' |
		sed 's/0$//' | sort)
	[[ -n $made ]]
	is "$closed" "$made"
}
