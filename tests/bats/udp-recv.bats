#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# udp-recv: which senders it hears, what it prints, and when it ends. With udp-send:
# nothing is lost silently, or changes its order.
# shellcheck disable=SC2016 # --during has variables of its own
load helpers

# receiving [OPTION...]: starts it on $port, see receiver.
receiving() {
	receiver udp-recv "$@"
}

# sends ACTION...: runs a peer that sends to it.
sends() {
	"${inside[@]}" peer-udp connect "${to:-127.0.0.1}" "$port" "$@"
}

# ---- Whom it hears

@test "three senders that send in turn are all heard" {
	receiving --count 6
	start peer-udp connect 127.0.0.1 "$port" send:a pause:100 send:a
	start peer-udp connect 127.0.0.1 "$port" send:b pause:100 send:b
	start peer-udp connect 127.0.0.1 "$port" send:c pause:100 send:c
	genet_ends 0
	is "$(fold -w 1 got | sort | xargs)" 'a a b b c c'
}

@test "PORT hears IPv4 and IPv6" {
	address=0 receiving --count 2 --format lines
	sends send:four
	to=::1 sends send:six
	genet_ends 0
	holds got $'four\nsix\n'
}

@test "an IPv4 sender is shown as IPv4, also by a socket for both families" {
	address=0 receiving --count 1 --format hex
	sends send:x
	genet_ends 0
	says "$(<got)" '1 B from 127.0.0.1:'
}

@test "-4 hears no IPv6" {
	apart
	address=0 receiving -4
	run -0 "${inside[@]}" peer-udp connect ::1 "$port" end
	is "$output" 1
}

@test "-6 hears no IPv4" {
	apart
	address=0 receiving -6
	run -0 "${inside[@]}" peer-udp connect 127.0.0.1 "$port" end
	is "$output" 1
}

@test "an address hears nothing for others" {
	apart
	address=127.0.0.2:0 receiving --count 1
	run -0 "${inside[@]}" peer-udp connect 127.0.0.1 "$port" end
	is "$output" 1
}

@test "--from takes one sender only" {
	address=0 receiving --from 127.0.0.1 --count 1
	to=::1 sends send:six
	sends send:four
	genet_ends 0
	holds got four
}

@test "--from HOST:PORT takes one port only" {
	apart
	start_ready peer-udp bind 127.0.0.1 0
	source=${ready#* }
	receiving --from "127.0.0.1:$source" --count 1
	sends send:no
	"${inside[@]}" genet udp-send --source 127.0.0.1 \
		--source-port "$source" --data yes 127.0.0.1 "$port"
	genet_ends 0
	holds got yes
}

@test "--from a host that does not exist is status 3" {
	run -3 genet udp-recv --from nobody.invalid 127.0.0.1:0
	says "$output" nobody.invalid
}

# ---- What is a datagram, and what is written of it

@test "a datagram of 60000 bytes is received whole" {
	pattern 60000 >file
	receiving --count 1
	genet udp-send --size 60000 --input file 127.0.0.1 "$port"
	genet_ends 0
	cmp got file
}

@test "a datagram of 65507 bytes, the longest there is, is received whole" {
	pattern 65507 >file
	receiving --count 1
	genet udp-send --size 65507 --input file 127.0.0.1 "$port"
	genet_ends 0
	cmp got file
}

@test "an empty datagram does not end it" {
	receiving --count 3 --format lines
	sends send:a send: send:b
	genet_ends 0
	holds got $'a\n\nb\n'
}

@test "--format raw is the bytes, one datagram behind the other" {
	receiving --count 2 --format raw
	sends send:ab send:cd
	genet_ends 0
	holds got abcd
}

@test "--format lines: what ends with a line feed gets no second one" {
	receiving --count 3 --format lines
	sends $'send:one\n' send:two $'send:\n'
	genet_ends 0
	holds got $'one\ntwo\n\n'
}

@test "--format length-prefixed tells where each begins" {
	receiving --count 3 --format length-prefixed
	sends send:abc send: send:d
	genet_ends 0
	cmp got <(printf '\0\0\0\3abc\0\0\0\0\0\0\0\1d')
}

@test "--length-prefixed is the same" {
	receiving --count 1 --length-prefixed
	sends send:abc
	genet_ends 0
	cmp got <(printf '\0\0\0\3abc')
}

@test "--format hex is a heading and a dump" {
	receiving --count 1 --format hex
	sends $'send:0123456789abcdef\t!'
	genet_ends 0
	is "$(sed 's/:[0-9]*$//' got)" "18 B from 127.0.0.1
00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|
00000010  09 21                                             |.!|"
}

@test "--format json is an object a line" {
	receiving --count 2 --format json
	sends $'send:say "hi"\\\n' $'send:\xff\xfe'
	genet_ends 0
	grep -q '"v":1,"event":"datagram","ts":"20..-..-..T.*Z","t":[0-9]' got
	grep -q '"remote":{"ip":"127.0.0.1","port":[1-9][0-9]*}' got
	grep -q '"local":{"ip":"127.0.0.1"' got
	grep -q '"ttl":[1-9]' got
	grep -qF '"len":10,"text":"say \"hi\"\\\n"}' got
	grep -qF '"len":2,"b64":"//4="}' got
}

@test "--format json can be read by jq" {
	command -v jq >/dev/null || skip 'jq is missing'
	receiving --count 3 --format json
	sends 'send:a"b' send: $'send:\x01\xff'
	genet_ends 0
	is "$(jq -r '[.event, .len, .text // .b64] | join(" ")' got)" \
		$'datagram 3 a"b\ndatagram 0 \ndatagram 2 Af8='
}

@test "--output writes to a file" {
	in_the_foreground
	receiving --count 1 --output file
	sends send:kept
	genet_ends 0
	holds got ''
	holds file kept
}

@test "--output that cannot be made is status 1, and nothing is announced" {
	run -1 genet udp-recv --ready-file ready --output no/such 127.0.0.1:0
	says "$output" no/such
	[[ ! -e ready ]]
}

@test "a full disk is status 1" {
	receiving --count 2 --output /dev/full
	sends send:x
	genet_ends 1
	says "$(<err)" 'no space left on device'
}

@test "the end of the reader of the output ends udp-recv" {
	start_ready genet udp-recv --ready-fd 3 127.0.0.1:0 \
		> >(read -r -N 1) 2>err
	genet=$pid port=${ready##*:}
	sends send:xy
	genet_ends $((128 + 13))
}

# ---- When it ends

@test "--count ends it" {
	receiving --count 3 --timeout 20s
	sends send:a send:b send:c send:d
	genet_ends 0
	holds got abc
}

@test "--count that does not come within --timeout is status 124" {
	receiving --count 3 --timeout 1s
	sends send:a
	genet_ends 124
	holds got a
	says "$(<err)" 'received 1 of 3 datagrams within 1 s'
}

@test "--timeout alone is status 124, and what came is written" {
	receiving --timeout 1s
	sends send:a
	genet_ends 124
	holds got a
}

# without_reader COUNT: genet gets COUNT datagrams, and ends by its limit of time, as
# its output is a FIFO that is not read.
without_reader() {
	local unread
	mkfifo got
	exec {unread}<>got
	receiving --count "$1" --timeout "$(with_slack 2)"
	genet udp-send --data "$(printf '%040000d' 0)" --repeat "$1" \
		--interval 10ms 127.0.0.1 "$port"
	genet_ends 124
	exec {unread}<&-
	rm got
}

@test "--timeout ends it when enough has come, but the output is not read" {
	local words most
	without_reader 40
	# There was too little room in the FIFO for the last of these datagrams.
	words=$(<err)
	[[ $words =~ received\ ([0-9]+)\ of\ 40 ]]
	most=${BASH_REMATCH[1]}
	without_reader "$most"
	says "$(<err)" "received $most of $most datagrams, but the output did" \
		"within $(with_slack 2) s"
}

@test "--bytes ends it" {
	receiving --bytes 5 --timeout 20s
	sends send:abc send:def send:ghi
	genet_ends 0
	holds got abcdef
}

@test "--until ends it after a datagram that holds the text" {
	receiving --until LastHello --timeout 20s
	sends send:FirstHello 'send:and LastHello, bye' send:more
	genet_ends 0
	holds got 'FirstHelloand LastHello, bye'
}

@test "--until knows the escapes of --data" {
	receiving --until '\x01\n' --timeout 20s --format lines
	sends 'send:\x01\n' $'send:\x01\n' send:last
	genet_ends 0
	holds got $'\\x01\\n\n\x01\n'
}

@test "--until does not look across datagrams" {
	receiving --until ab --timeout 20s --format lines
	sends send:a send:b send:ab
	genet_ends 0
	holds got $'a\nb\nab\n'
}

@test "--end-empty ends it after an empty datagram" {
	receiving --end-empty --timeout 20s
	genet udp-send --end-empty 127.0.0.1 "$port" <<<hi
	genet_ends 0
	holds got $'hi\n'
}

@test "--idle-timeout ends it, with status 124, when nothing more comes" {
	receiving --idle-timeout 1s
	sends send:a pause:600 send:b
	genet_ends 124
	holds got ab
}

@test "--for ends it, with success, and what came is written" {
	receiving --for 1s
	sends send:a send:b
	genet_ends 0
	holds got ab
	stopwatch run -0 genet udp-recv --for 300ms 127.0.0.1:0
	((took >= 300))
}

@test "--for is status 8 if another option asks for more" {
	receiving --for 1s --count 2
	sends send:a
	genet_ends 8
	says "$(<err)" 'received 1 of 2 datagrams within 1 s'
	run -8 genet udp-recv --for 100ms --until x 127.0.0.1:0
	says "$output" 'received no datagrams within 100 ms'
}

@test "--expect is status 8 unless a datagram holds the text" {
	receiving --count 2 --expect 'b\x00c'
	sends send:abc $'send:x'
	genet_ends 8
	is "$(<err)" "genet udp-recv: the expected 'b\\x00c' was not received; \
received 2 of 2 datagrams, the last: 'x' (1 B)"
	receiving --count 2 --expect bc
	sends send:abcd send:x
	genet_ends 0
	run -8 genet udp-recv --for 100ms --expect x 127.0.0.1:0
	says "$output" "the expected 'x' was not received: nothing came"
}

@test "a limit of time says what came, and does not read like success" {
	receiving --timeout 1s
	sends send:a
	genet_ends 124
	is "$(<err)" \
		'genet udp-recv: the time of 1 s is up; received 1 datagram'
	run -124 genet udp-recv --idle-timeout 100ms 127.0.0.1:0
	is "${lines[-1]}" 'genet udp-recv: no datagram came for 100 ms'
}

@test "without any of these it runs until a signal" {
	receiving
	sends send:x
	eventually test -s got
	kill "$genet"
	genet_ends $((128 + 15))
	holds got x
}

@test "SIGTERM does not keep it from saying what was received" {
	receiving -v
	sends send:ab send:
	eventually test -s got
	kill "$genet"
	genet_ends $((128 + 15))
	says "$(<err)" 'datagrams, 2 B; the kernel dropped 0'
}

# ---- Answers

@test "--reply answers each sender" {
	receiving --reply 'po\x6eg\n' --count 2
	run -0 genet udp-send --reply --timeout 5s --data a 127.0.0.1 "$port"
	is "$output" pong
	run -0 genet udp-send --reply --timeout 5s --data b 127.0.0.1 "$port"
	is "$output" pong
	genet_ends 0
	holds got ab
}

@test "--echo sends each back as it is" {
	receiving --echo --count 2
	pattern 60000 >file
	genet udp-send --size 60000 --reply --timeout 5s --input file \
		127.0.0.1 "$port" >back
	cmp back file
	run -0 genet udp-send --data '' --reply --format lines --timeout 5s \
		127.0.0.1 "$port"
	is "$output" ''
	genet_ends 0
}

@test "an answer comes from the address that was asked: IPv4" {
	address=0 receiving --echo --count 1
	run -0 genet udp-send --data hi --reply --timeout 5s 127.0.0.2 "$port"
	is "$output" hi
	genet_ends 0
}

@test "an answer comes from the address that was asked: IPv4 only" {
	address=0.0.0.0:0 receiving --reply hi --count 1
	run -0 genet udp-send --data ho --reply --timeout 5s 127.0.0.2 "$port"
	is "$output" hi
}

@test "an answer comes from the address that was asked: IPv6" {
	network
	"${inside[@]}" ip -6 address add fd00::1/128 dev lo nodad
	"${inside[@]}" ip -6 address add fd00::2/128 dev lo nodad
	address='[::]:0' receiving --reply hi --count 2
	run -0 "${inside[@]}" genet udp-send --data x --reply --timeout 5s \
		fd00::1 "$port"
	run -0 "${inside[@]}" genet udp-send --data x --reply --timeout 5s \
		fd00::2 "$port"
	is "$output" hi
}

@test "a sender that does not wait for its answer does not disturb" {
	receiving --echo --count 20 --format lines
	for i in {1..20}; do sends "send:$i"; done
	genet_ends 0
	is "$(wc -l <got)" 20
}

@test "a forged datagram from the own address makes no loop" {
	network
	for where in 127.0.0.1:0 0.0.0.0:0 0; do
		address=$where receiving --echo --count 2 --format lines
		forges "$port"
		sends send:x
		genet_ends 0
		holds got $'forged\nx\n'
		says "$(<err)" '1 datagram was not answered: ' "genet's own"
	done
}

@test "port 0 and ports that answer by themselves are not answered" {
	network
	receiving --reply no --count 6 --format lines
	start "${inside[@]}" peer-udp bind 127.0.0.1 7 expect-silence:500
	for from in 0 7 13 17 19; do forges "$from"; done
	run -0 "${inside[@]}" genet udp-send --reply --timeout 5s --data x \
		127.0.0.1 "$port"
	is "$output" no
	genet_ends 0
	says "$(<err)" '5 datagrams were not answered: '
	wait "$pid"
}

# ---- Nothing is lost silently

@test "10000 datagrams of any size keep their order and their content" {
	pipe frames
	receiving --length-prefixed --output frames
	start_ready peer-udp bind 127.0.0.1 0 \
		"round-trip:$port,10000" >heard 2>peer.err
	peer=$pid
	start genet udp-send --length-prefixed 127.0.0.1 "${ready#* }" <frames
	peer_ends
	holds heard $'10000 came back\n'
}

@test "datagrams of equal length that come together are taken apart" {
	has_all() { (($(stat -Lc %s got) == 100 * (4 + 640))); }
	receiving --length-prefixed
	truncate --size 64000 zeros
	genet udp-send --block 640 --input zeros 127.0.0.1 "$port"
	eventually has_all
	kill "$genet"
	genet_ends 143
	od -An -v -tx1 -w644 got | sort -u >datagrams
	is "$(cut -c 1-12 datagrams)" ' 00 00 02 80'
}

@test "datagrams longer than a packet of the route arrive whole" {
	has_all() { (($(stat -Lc %s got) == 10 * (4 + 8192))); }
	network
	"${inside[@]}" ip link set lo mtu 1500
	receiving --length-prefixed
	truncate --size 81920 zeros
	"${inside[@]}" genet udp-send --block 8192 --input zeros \
		127.0.0.1 "$port"
	eventually has_all
	kill "$genet"
	genet_ends 143
	od -An -v -tx1 -w8196 got | sort -u >datagrams
	is "$(cut -c 1-12 datagrams)" ' 00 00 20 00'
}

@test "the number of drops is a minimum if some datagrams may have been joined" {
	receiving -v --recv-buffer 4K --idle-timeout 1s
	truncate --size 3200000 zeros
	kill -STOP "$genet"
	genet udp-send --block 64 --input zeros 127.0.0.1 "$port"
	kill -CONT "$genet"
	genet_ends 124
	grep -E '^received .*; the kernel dropped [0-9]+ or more$' err
	grep -E 'the kernel dropped [0-9]+ or more datagrams: ' err
}

# end_of_stream: sends empty datagrams until one has found room in the buffer of $genet;
# $ends is how many.
end_of_stream() {
	ends=$(peer-udp connect 127.0.0.1 "$port" end)
}

# accounts_for N: the datagrams received and dropped are the N that were sent, and the
# empty ones, but for those that came too late.
accounts_for() {
	local line
	line=$(grep '^received' err)
	[[ $line =~ received\ ([0-9]+)\ .*dropped\ ([0-9]+)$ ]]
	echo "$line, ends $ends"
	received=${BASH_REMATCH[1]} dropped=${BASH_REMATCH[2]}
	((received + dropped > $1 && received + dropped <= $1 + ends))
}

@test "200000 datagrams at full speed are received or said to be dropped" {
	receiving -v --end-empty --timeout 25s
	truncate --size 12800000 zeros
	genet udp-send --block 64 --input zeros 127.0.0.1 "$port"
	end_of_stream
	genet_ends 0
	accounts_for 200000
	is "$(stat -Lc %s got)" $(((received - 1) * 64))
}

@test "what did not fit into a small buffer is said to be dropped" {
	receiving -v --end-empty --recv-buffer 4K --timeout 25s
	truncate --size 3200000 zeros
	kill -STOP "$genet"
	genet udp-send --block 64 --input zeros 127.0.0.1 "$port"
	kill -CONT "$genet"
	end_of_stream
	genet_ends 0
	accounts_for 50000
	((dropped > 40000))
	says "$(<err)" "the kernel dropped $dropped datagrams: "
}

@test "drops are a warning without -v, too" {
	receiving --end-empty --recv-buffer 4K
	kill -STOP "$genet"
	genet udp-send --data "$(printf %01000d 0)" --repeat 100 \
		127.0.0.1 "$port"
	kill -CONT "$genet"
	end_of_stream
	genet_ends 0
	says "$(<err)" 'the kernel dropped '
}

@test "--strict makes drops status 8" {
	receiving --end-empty --recv-buffer 4K --strict
	kill -STOP "$genet"
	genet udp-send --data "$(printf %01000d 0)" --repeat 100 \
		127.0.0.1 "$port"
	kill -CONT "$genet"
	end_of_stream
	genet_ends 8
	says "$(<err)" 'genet udp-recv: ' 'the kernel dropped '
}

@test "--strict without drops is status 0" {
	receiving --strict --count 1
	sends send:x
	genet_ends 0
}

# ---- Groups

# group_network: makes a network in which groups are reached by the loopback device.
group_network() {
	network
	"${inside[@]}" ip link set lo multicast on
	"${inside[@]}" ip route add 224.0.0.0/4 dev lo
	"${inside[@]}" ip -6 route add local ff00::/8 dev lo
}

# two_devices: makes a network with two devices; groups are reached by veth0.
two_devices() {
	network
	for i in 0 1; do
		"${inside[@]}" ip link add "veth$i" type veth peer name "end$i" ||
			skip 'cannot make veth devices'
		"${inside[@]}" ip address add "192.0.2.$i/32" dev "veth$i"
		"${inside[@]}" ip address add "fd00::$i/128" dev "veth$i" nodad
		"${inside[@]}" ip link set "end$i" up
		"${inside[@]}" ip link set "veth$i" up
	done
	"${inside[@]}" ip route add 224.0.0.0/4 dev veth0
}

@test "--join hears an IPv4 group" {
	group_network
	address=0 receiving --join 239.1.2.3%lo --count 1 --format json
	"${inside[@]}" genet udp-send --data x 239.1.2.3 "$port"
	genet_ends 0
	says "$(<got)" '"local":{"ip":"239.1.2.3"'
}

@test "--join hears an IPv6 group" {
	group_network
	address=0 receiving --join ff15::1234%lo --count 1 --format json
	"${inside[@]}" genet udp-send --data x ff15::1234%lo "$port"
	genet_ends 0
	says "$(<got)" '"local":{"ip":"ff15::1234"'
}

@test "--join without an interface takes that of the route" {
	group_network
	address=0 receiving --join 239.1.2.3 --count 1
	"${inside[@]}" genet udp-send --data x 239.1.2.3 "$port"
	genet_ends 0
}

@test "--join may be repeated" {
	group_network
	address=0 receiving --join 239.1.2.3%lo --join 239.1.2.4%lo --count 2 \
		--format lines
	"${inside[@]}" genet udp-send --data three 239.1.2.3 "$port"
	"${inside[@]}" genet udp-send --data four 239.1.2.4 "$port"
	genet_ends 0
	holds got $'three\nfour\n'
}

@test "several receivers of a group on one host all hear it" {
	group_network
	address=0 receiving --join 239.1.2.3%lo --count 1
	first=$genet
	mv got got1
	address=$port receiving --join 239.1.2.3%lo --count 1
	"${inside[@]}" genet udp-send --data x 239.1.2.3 "$port"
	genet_ends 0
	genet=$first
	genet_ends 0
	is "$(<got1)$(<got)" xx
}

@test "a member of a group answers whoever sent to it" {
	group_network
	address=0 receiving --join 239.1.2.3%lo --count 1 --reply here
	run -0 "${inside[@]}" genet udp-send --data x --reply --timeout 5s \
		239.1.2.3 "$port"
	is "$output" here
	genet_ends 0
}

@test "--no-loop is not heard on this host" {
	two_devices
	address=0 receiving --join 239.1.2.3 --count 1
	"${inside[@]}" genet udp-send --no-loop --data no 239.1.2.3 "$port"
	"${inside[@]}" genet udp-send --data yes 239.1.2.3 "$port"
	genet_ends 0
	holds got yes
}

@test "GROUP%IF sends by that interface, not by that of the route: IPv4" {
	two_devices
	address=0 receiving --join 239.1.2.3%veth1 --count 1 --format hex
	"${inside[@]}" genet udp-send --data no 239.1.2.3 "$port"
	"${inside[@]}" genet udp-send --data yes 239.1.2.3%veth1 "$port"
	genet_ends 0
	says "$(<got)" '3 B from 192.0.2.1:'
}

@test "GROUP%IF sends by that interface: IPv6" {
	two_devices
	address=0 receiving --join ff15::1%veth1 --count 1 --format hex
	"${inside[@]}" genet udp-send --data no ff15::1%veth0 "$port"
	"${inside[@]}" genet udp-send --data yes ff15::1%veth1 "$port"
	genet_ends 0
	says "$(<got)" '3 B from [fd00::1]:'
}

@test "GROUP%IF with an interface that does not exist is status 5" {
	run -5 genet udp-send --data x 239.1.2.3%nowhere0 9
	says "$output" "no interface 'nowhere0'"
}

@test "--ttl is that of the datagrams to a group" {
	group_network
	address=0 receiving --join 239.1.2.3%lo --count 1 --format json
	"${inside[@]}" genet udp-send --ttl 7 --data x 239.1.2.3 "$port"
	genet_ends 0
	says "$(<got)" '"ttl":7,'
}

@test "--join refuses what is no group" {
	run -2 genet udp-recv --join 192.0.2.1 0
	says "$output" "'192.0.2.1' is not a multicast group"
}

@test "--join refuses an interface that does not exist" {
	run -6 genet udp-recv --join 239.1.2.3%nowhere0 0
	says "$output" "no interface 'nowhere0'"
}

# ---- Ready means ready

announced_then_received() {
	receiving --count 1 --quiet
	sends send:x
	genet_ends 0
	holds got x
}

@test "a datagram sent at the announcement is received, each time" {
	rounds 40 announced_then_received
}

@test "--announce fills in what is asked for" {
	start_ready genet udp-recv --ready-fd 3 \
		--announce '%{pid}|%{host}|%{port}|%{address}' 127.0.0.1:0
	port=${ready##*:}
	is "$ready" "$pid|127.0.0.1|$port|127.0.0.1:$port"
}

@test "--ready-file holds the announcement" {
	start genet udp-recv --ready-file ready --count 1 127.0.0.1:0 >got
	genet=$pid
	eventually test -e ready
	genet udp-send --data x "$(<ready)"
	genet_ends 0
	holds got x
}

@test "a port that the kernel chose is told on standard error" {
	pipe err
	start genet udp-recv --count 1 127.0.0.1:0 2>err
	genet=$pid
	read -r -u "$err" line
	[[ $line =~ ^'listening on 127.0.0.1:'([1-9][0-9]*)$ ]]
	port=${BASH_REMATCH[1]}
	sends send:x
	genet_ends 0
}

# ---- Beside a program

# during STATUS COMMAND [OPTION...]: udp-recv --during with the shell command ends so.
during() {
	run "-$1" genet udp-recv --quiet --format lines -o got "${@:3}" \
		127.0.0.1:0 --during -- sh -c "$2"
}

@test "--during ends with its program, and takes what is queued" {
	during 0 'for i in 1 2 3; do genet udp-send "$GENET_ADDR" --data $i; done'
	holds got $'1\n2\n3\n'
}

@test "--during has the status of its program" {
	during 3 'genet udp-send "$GENET_HOST" "$GENET_PORT" --data x; exit 3'
	holds got $'x\n'
}

@test "--during: status 8 if that was not enough" {
	during 8 'genet udp-send "$GENET_ADDR" --data x' --count 2
	says "$output" 'received 1 of 2 datagrams before the program ended'
	during 8 'genet udp-send "$GENET_ADDR" --data x' --until y
	during 0 'genet udp-send "$GENET_ADDR" --data x' --until x
}

@test "--during: the program is not left behind when time is up" {
	stopwatch during 124 'exec sleep infinity' --timeout 100ms
	took_at_most 2000
}

@test "--during: a program that is not there is status 127" {
	run -127 genet udp-recv 127.0.0.1:0 --during -- ./no-such-program
}

@test "a program without --during is a usage error" {
	run -2 genet udp-recv 127.0.0.1:0 -- true
	says "$output" "what is 'true' for?"
}

@test "--background returns when it is ready" {
	run -0 genet udp-recv 127.0.0.1:0 --background --count 1 -o got \
		--announce '%{port}' --exit-with-pid $$ --status-file status
	genet udp-send --data x 127.0.0.1 "$output"
	is "$(flock --shared status cat status)" 0
	holds got x
}

@test "--status-file has the signal as 128 and its number" {
	run -0 genet udp-recv 127.0.0.1:0 --background --announce '%{pid}' \
		--exit-with-pid $$ --status-file status
	kill -TERM "$output"
	is "$(flock --shared status cat status)" 143
}

@test "--status-file of another that is still running is status 1" {
	run -0 genet udp-recv 127.0.0.1:0 --background --exit-with-pid $$ \
		--status-file status
	run -1 genet udp-recv 127.0.0.1:0 --status-file status
	says "$output" "'status' is in use"
}

# ---- Errors

@test "a port in use is status 6, and the hint names who holds it" {
	receiving
	run -6 --separate-stderr genet udp-recv "127.0.0.1:$port"
	says "${stderr_lines[0]}" "127.0.0.1:$port" 'address already in use'
	says "${stderr_lines[1]}" 'hint: held by ' "(pid $genet)"
}

@test "--reuse-port shares the port" {
	receiving --reuse-port
	address=127.0.0.1:$port receiving --reuse-port
}

@test "an address that is not ours is status 6" {
	run -6 genet udp-recv 192.0.2.1:0
	says "$output" 192.0.2.1
}

@test "usage errors are status 2" {
	run -2 genet udp-recv
	run -2 genet udp-recv 127.0.0.1 99999
	run -2 genet udp-recv --count 0 0
	run -2 genet udp-recv --bytes 0 0
	run -2 genet udp-recv --format xml 0
	run -2 genet udp-recv --echo --reply x 0
	run -2 genet udp-recv --timeout -1 0
	run -2 genet udp-recv --lines 0
	run -2 genet udp-recv --expect '' 0
	run -2 genet udp-recv --until '' 0
}

@test "a group that was not joined is a warning" {
	run -124 genet udp-recv 239.1.1.1 0 --timeout 50ms
	says "$output" '239.1.1.1 is a group that was not joined' \
		'--join 239.1.1.1'
	run -124 genet udp-recv 127.0.0.1 0 --timeout 50ms
	is "${output/joined/}" "$output"
}
