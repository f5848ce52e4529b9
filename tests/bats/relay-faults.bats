#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Faults that relay makes on purpose, measured from outside: genet-faults(7).
load helpers

# echo_server: starts one on $echo.
echo_server() {
	genet_listen --keep-open --echo
	echo=127.0.0.1:$GENET_PORT
}

# to_echo FAULT...: a relay to an echo on $port, with these faults and a seed.
to_echo() {
	echo_server
	genet_relay "$echo" "$@" --seed 1
	port=$GENET_PORT
}

# to_peer ACTION... -- FAULT...: a relay on $port to a peer, whose output is in heard.
to_peer() {
	local before behind
	split_at -- "$@"
	listening_peer "${before[@]}"
	genet_relay "127.0.0.1:$port" "${behind[@]}" --seed 1
	port=$GENET_PORT
}

# ask [OPTION...]: sends bytes through the relay, and leaves the status, what comes back
# and the messages in $status, got and err.
ask() {
	status=0
	genet connect 127.0.0.1 "$port" "$@" >got 2>err || status=$?
}

# took_at_least MS: $took is at least MS.
took_at_least() {
	((took >= $1)) || {
		echo "took only $took ms, not $1"
		return 1
	}
}

# differing A B: prints how many bytes of two files of the same length differ.
differing() {
	is "$(wc -c <"$1")" "$(wc -c <"$2")"
	cmp -l "$1" "$2" | wc -l
}

# ---- Delays

@test "a latency delays both ways, or one" {
	to_echo latency=200ms
	stopwatch ask --data hello
	holds got hello
	took_at_least 400
	took_at_most 700
	to_echo down:latency=200ms
	stopwatch ask --data hello
	holds got hello
	took_at_least 200
	took_at_most 400
}

@test "a latency limits the speed by its queue only" {
	to_echo up:latency=100ms,queue=4M
	pattern 4000000 >sent
	stopwatch ask --input sent
	cmp sent got
	took_at_least 100
	took_at_most 700
}

@test "jitter lies around the latency" {
	to_echo up:latency=200ms,jitter=50ms
	for i in 1 2 3 4; do
		stopwatch ask --data x
		took_at_least 150
		took_at_most 350
	done
}

@test "a rate is kept" {
	to_echo up:rate=200K
	pattern 1024000 >sent
	stopwatch ask --input sent
	cmp sent got
	took_at_least 4850
	took_at_most 5150
}

@test "a burst goes before the rate" {
	to_echo up:rate=100K,burst=100K
	pattern 153600 >sent
	stopwatch ask --input sent
	cmp sent got
	took_at_least 480
	took_at_most 800
}

@test "a chunk is a read of its own" {
	to_peer recv-all send:abcdefghij -- down:chunk=1,gap=20ms
	stopwatch client shut recv-all >heard.client
	holds heard.client abcdefghij
	took_at_least 180
	genet_stop
}

@test "a stall holds the bytes behind it, for its time" {
	to_echo down:stall,after=4,for=500ms
	stopwatch client send:abcdefgh recv:4 >heard.client
	holds heard.client abcd
	took_at_most 300
	stopwatch ask --data abcdefgh
	holds got abcdefgh
	took_at_least 500
}

@test "what a stall holds arrives after both ends have ended" {
	echo 'at 2s clear' >orders
	echo_server
	genet_relay "$echo" down:stall --faults orders
	port=$GENET_PORT
	ask --data hello
	holds got hello
}

@test "an endless stall ends with an idle timeout, as a reset" {
	echo_server
	genet_relay "$echo" down:stall --idle-timeout 300ms
	port=$GENET_PORT
	ask --data hello
	is "$status" 7
	holds got ''
}

@test "slow-close delays the end only" {
	to_peer send:hello -- down:slow-close=500ms
	stopwatch client expect-silence:1 </dev/null || :
	to_peer send:hello -- down:slow-close=500ms
	stopwatch client recv-all >heard.client
	holds heard.client hello
	took_at_least 500
}

# ---- Changes

@test "corrupt flips as many bits as it says" {
	to_echo up:corrupt=1/10K
	pattern 1024000 >sent
	ask --input sent
	is "$status" 0
	is "$(differing sent got)" 100
}

@test "corrupt flips one bit at its place" {
	to_echo up:corrupt,at=3
	ask --data abcdef
	printf abcdef >sent
	is "$(differing sent got)" 1
	is "$(cmp -l sent got | tr -s ' ' | sed 's/^ //; s/ .*//')" 4
}

@test "the same seed has the same result, another one has not" {
	pattern 500000 >sent
	echo_server
	for seed in 7 7 8; do
		genet_relay "$echo" corrupt=1/5K insert=1/7K down:duplicate=1/9K,size=5 \
			--seed "$seed"
		port=$GENET_PORT
		ask --input sent
		is "$status" 0
		mv got "got.$((++round)).$seed"
	done
	cmp got.1.7 got.2.7
	run -1 cmp got.1.7 got.3.8
}

@test "each connection has its own result, by its number" {
	to_echo corrupt=1/1K
	pattern 20000 >sent
	ask --input sent
	mv got first
	ask --input sent
	run -1 cmp first got
	is "$(differing sent got)" "$(differing sent first)"
}

@test "insert and duplicate change the length" {
	to_echo 'up:insert,at=2,text=-\x2c-' down:duplicate,at=0
	ask --data abcd
	holds got aab-,-cd
}

@test "truncate passes the beginning, and the end" {
	to_echo down:truncate=5
	ask --data abcdefgh
	is "$status" 0
	holds got abcde
}

@test "a blackhole swallows bytes and end, and the connection stays" {
	to_echo up:blackhole
	ask --data hello --idle-timeout 300ms
	is "$status" 124
	holds got ''
}

# ---- Ends

@test "cut is a clean end for both" {
	to_peer expect-end -- down:cut
	ask --no-stdin
	is "$status" 0
	peer_ends
	to_peer send:abcdef recv-all -- down:cut,after=3
	ask --no-stdin
	is "$status" 0
	holds got abc
	peer_ends
}

@test "what both still send after a cut makes no reset of it" {
	to_peer send-pattern:300000 recv-all -- down:cut,after=1000
	pattern 300000 >sent
	ask --input sent
	is "$status" 0
	cmp got <(pattern 1000)
}

@test "an end that is lost after a cut resets nobody" {
	mkfifo go
	to_peer send:abcdef recv-all reset -- down:cut,after=3 --events events
	start peer connect 127.0.0.1 "$port" recv-all read:go >heard.client
	one=$pid
	peer_ends
	echo >go
	wait "$one"
	holds heard.client abc
	eventually grep -q '"event":"closed".*"outcome":"ended"' events
}

@test "reset is a reset for both" {
	pipe in
	to_peer send:abcdef recv-all -- down:reset,after=3
	ask <in
	is "$status" 7
	status=0
	wait "$peer" || status=$?
	is "$status" 1
	says "$(<peer.err)" 'cannot read: Connection reset by peer'
}

@test "a reset comes after a time, too, without a byte" {
	pipe in
	to_echo reset,after=300ms
	stopwatch ask <in
	is "$status" 7
	took_at_least 300
}

@test "half-close ends one direction" {
	to_peer send:abcdef recv:5 -- down:half-close,after=3
	client recv-all send:hello >heard.client
	peer_ends
	holds heard hello
	holds heard.client abc
}

@test "after half-close the sender may go on when its receiver is gone" {
	mkfifo go
	to_peer recv-all send:hello -- up:half-close,after=3 --events events
	start peer connect 127.0.0.1 "$port" send:abcdef recv-all read:go \
		send-pattern:300000 shut >heard.client
	one=$pid
	peer_ends
	echo >go
	wait "$one"
	holds heard abc
	holds heard.client hello
	eventually grep -q '"event":"closed".*"outcome":"ended","in":300006,' \
		events
}

# ---- The door

@test "the first two are refused, then it works" {
	to_echo refuse,conn=1-2
	ask --data hello
	is "$status" 7
	ask --data hello
	is "$status" 7
	ask --data hello
	is "$status" 0
	holds got hello
}

@test "a refused client sees a reset, in whichever call" {
	to_echo refuse
	for i in {1..20}; do
		ask --data hello
		is "$status" 7
		says "$(<err)" 'reset by peer'
	done
}

@test "close-at-once is a clean end" {
	to_echo close-at-once,conn=1
	ask --no-stdin
	is "$status" 0
	holds got ''
	ask --data hello
	is "$status" 0
	holds got hello
}

@test "late-accept lets each wait, all at the same time" {
	to_echo late-accept=400ms
	stopwatch ask_three_times
	took_at_least 400
	took_at_most 900
}

ask_three_times() {
	local i
	for i in 1 2 3; do
		start genet connect 127.0.0.1 "$port" --data hello
		all[i]=$pid
	done >got
	wait "${all[@]}"
	holds got hellohellohello
}

@test "clients that a fault holds at the door go on when it is removed" {
	to_echo
	genet_fault add slow late-accept=1h
	genet_fault add slower late-accept=2h,conn=2
	for i in 1 2 3; do
		start genet connect 127.0.0.1 "$port" --data "hello$i" --timeout 1m >"got.$i"
		all[i]=$pid
		eventually slow_has_met "$i"
	done
	is "$(genet_fault add other latency=1ms)" 'added other'
	genet_fault remove slow
	wait "${all[1]}" "${all[3]}"
	holds got.1 hello1
	holds got.3 hello3
	holds got.2 ''
	genet_fault clear
	wait "${all[2]}"
	holds got.2 hello2
}

# slow_has_met COUNT: so many clients are held by the fault of that name.
slow_has_met() {
	says "$(genet_fault stats)" "slow times=$1"
}

@test "clients in the backlog are accepted when never-accept is removed" {
	to_echo
	genet_fault add gone never-accept
	for i in 1 2; do
		start genet connect 127.0.0.1 "$port" --data "hello$i" --timeout 1m >"got.$i"
		all[i]=$pid
	done
	eventually genet_fault_is '1: gone times=1'
	eventually has_backlog 2
	genet_fault remove gone
	wait "${all[@]}"
	holds got.1 hello1
	holds got.2 hello2
}

# has_backlog COUNT: so many clients are connected to $port and not accepted.
has_backlog() {
	is "$(ss -Htln "sport = :$port" | awk '{ print $2 }')" "$1"
}

@test "never-accept leaves clients in the backlog, until it ends" {
	to_echo never-accept,for=2s
	stopwatch ask --data hello
	holds got hello
	took_at_least 300
	genet_relay "$echo" never-accept,conn=2-
	port=$GENET_PORT
	ask --data hello
	holds got hello
	ask --data hello --idle-timeout 200ms
	is "$status" 124
	genet_fault clear
	ask --data hello
	holds got hello
}

@test "probability= chooses the connections by the seed" {
	echo_server
	for round in 1 2; do
		genet_relay "$echo" refuse,probability=50% --seed 3
		port=$GENET_PORT outcome=''
		for i in 1 2 3 4 5 6 7 8 9 10; do
			ask --data x
			outcome+=$status
		done
		outcomes[round]=$outcome
	done
	is "${outcomes[1]}" "${outcomes[2]}"
	says "${outcomes[1]}" 0 7
}

# ---- While it runs

@test "genet_fault adds, lists, counts and removes" {
	to_echo
	is "$(genet_fault list)" 0
	is "$(genet_fault add cut down:truncate=2)" 'added cut'
	ask --data hello
	holds got he
	is "$(genet_fault list)" '1: cut down:truncate=2'
	is "$(genet_fault stats)" '1: cut times=1'
	is "$(genet_fault remove cut)" 'removed cut'
	ask --data hello
	holds got hello
	genet_fault add a latency=1s
	genet_fault add b stall
	is "$(genet_fault clear)" 'removed 2'
	run -1 genet_fault add x lateny=1s
	says "$output" "did you mean 'latency'?"
	run -1 genet_fault remove x
	says "$output" "there is no fault 'x'"
	run -1 genet_fault dance
	says "$output" "'dance' is none of add NAME FAULT"
}

@test "orders are printable text" {
	to_echo
	printf 'add a\e[31m latency=1s\nlist\n' |
		genet unix connect "$GENET_CONTROL" >answers
	is "$(<answers)" "error an order is printable text, which 'add a\\x1b[31m latency=1s' is not
ok 0"
}

@test "what a fault holds passes when it is removed" {
	to_echo stall
	start genet connect 127.0.0.1 "$port" --data hello >got
	eventually genet_fault_is '1: 1 times=1'
	genet_fault clear
	wait "$pid"
	holds got hello
}

# genet_fault_is TEXT: the answer to "stats" is that.
genet_fault_is() {
	is "$(genet_fault stats)" "$1"
}

@test "reset-all resets the connections there are" {
	to_echo stall
	start genet connect 127.0.0.1 "$port" --data hello
	eventually genet_fault_is '1: 1 times=1'
	is "$(genet_fault reset-all)" 'reset 1'
	status=0
	wait "$pid" || status=$?
	is "$status" 7
	is "$(genet_fault reset-all)" 'reset 0'
}

@test "the socket for orders is private, and goes with the relay" {
	to_echo
	is "$(stat -c %a "$GENET_CONTROL")" 600
	genet_stop "$GENET_OUT"
	[[ ! -e $GENET_CONTROL ]]
}

@test "several orders in one connection are answered line by line" {
	to_echo
	printf 'list\nadd a stall\nlist' |
		genet unix connect "$GENET_CONTROL" >answers
	is "$(<answers)" $'ok 0\nok added a\nok 1: a stall'
}

@test "what is too long for an order, or has a NUL, is answered, and the last one" {
	to_echo
	{
		echo list
		head -c 100000 /dev/zero | tr '\0' n
		printf '\nlist\n'
	} >long
	status=0
	genet unix connect "$GENET_CONTROL" --input long --timeout 20s >answers ||
		status=$?
	is "$status" 0
	is "$(<answers)" $'ok 0\nerror an order is too long: 4096 bytes are the most'
	printf 'list\nlist\0\nlist\n' |
		genet unix connect "$GENET_CONTROL" --timeout 20s >answers
	is "$(<answers)" $'ok 0\nerror an order has a NUL'
	# A client that does not end is closed, too.
	pipe in
	printf 'list\0\n' >in
	genet unix connect "$GENET_CONTROL" --timeout 20s <in >answers
	is "$(<answers)" 'error an order has a NUL'
	is "$(genet_fault list)" 0
}

@test "a file of faults is followed" {
	cat >faults <<-END
		# a short outage
		at 0 add down refuse
		at $(with_slack 1)s remove down
	END
	echo_server
	genet_relay "$echo" --faults faults
	port=$GENET_PORT
	ask --data hello
	is "$status" 7
	stopwatch eventually answers_hello
}

@test "an order of a file that fails is told with its line, and passed over" {
	cat >faults <<-'END'
		at 0 add a latency=1ms
		# the next ones are mistakes
		at 0 add a stall
		at 10ms remove b
		at 20ms add c latency=2ms
	END
	echo_server
	genet_relay "$echo" --faults faults 2>said
	says "$(<said)" "faults:3: there is a fault 'a' already"
	eventually genet_fault_list_is '2: a latency=1ms; c latency=2ms'
	says "$(<"$GENET_OUT.log")" "faults:4: there is no fault 'b'"
	printf '#\nat 1s add x loss=5%%\n' >faults
	run -2 genet relay 127.0.0.1:0 127.0.0.1:1 --faults faults
	says "$output" "faults:2: the fault 'loss=5%': loss is for datagrams"
}

genet_fault_list_is() {
	is "$(genet_fault list)" "$1"
}

answers_hello() {
	ask --data hello
	holds got hello
}

@test "a run ends although orders are still to come" {
	echo 'at 1h clear' >faults
	echo_server
	# shellcheck disable=SC2016 # the variable of the program
	run -0 timeout 20 genet relay 127.0.0.1:0 "$echo" --faults faults \
		--control unix:orders --during -- \
		sh -c 'genet connect "$GENET_ADDR" --data hello'
	is "$output" hello
	[[ ! -e orders ]]
}

@test "with faults urgent data is ordinary data" {
	to_peer recv-all -- chunk=1
	client send:ab 'urgent:!' pause:100 send:cd shut
	peer_ends
	holds heard ab!cd
}

# ---- Many

@test "of 200 clients the faults meet those that they are for, and nothing is left" {
	not_under_valgrind 'too many programs for it'
	local before i all=() reset=0 cut=0 whole=0
	echo_server
	genet_relay "$echo" down:reset,after=3,conn=1-50 down:truncate=3,conn=51-100 \
		chunk=2,conn=101-150 --json
	port=$GENET_PORT genet=$GENET_PID
	before=$(descriptors)
	for ((i = 0; i < 200; i++)); do
		start genet connect 127.0.0.1 "$port" --data hello >"got-$i"
		all+=("$pid")
	done 2>err
	for pid in "${all[@]}"; do
		wait "$pid" || ((++reset))
	done
	is "$reset" 50
	eventually has_descriptors "$before"
	is "$(grep -l hello got-* | wc -l)" 100
	log=$GENET_OUT.log
	is "$(grep -c '"fault":"reset"' "$log")" 50
	is "$(grep -c '"fault":"truncate"' "$log")" 50
	is "$(grep -c '"event":"closed"' "$log")" 200
}

# ---- Datagrams

@test "datagrams are lost, doubled and overtaken, the same with the same seed" {
	genet_udp_recv --echo
	local round target=udp:$GENET_ADDR
	for round in 1 2; do
		GENET_BIND=udp:127.0.0.1:0 genet_relay "$target" up:loss=10% \
			up:duplicate=5% up:reorder=5% --seed 11
		seq 500 | genet udp-send 127.0.0.1 "$GENET_PORT" --lines \
			--interval 1ms --reply=any --for 2s --format lines >"got.$round"
	done
	cmp got.1 got.2
	lost=$((500 - $(sort -u got.1 | wc -l)))
	((lost > 25 && lost < 80))
	(($(sort got.1 | uniq -d | wc -l) > 10))
	run -1 sort --check --numeric-sort got.1
}

@test "datagrams that are too long are lost" {
	genet_udp_recv --echo
	GENET_BIND=udp:127.0.0.1:0 genet_relay "udp:$GENET_ADDR" size=4
	printf '%s\n' abcd abcde ab | genet udp-send 127.0.0.1 "$GENET_PORT" \
		--lines --reply=any --for 1s --format lines >got
	is "$(<got)" $'abcd\nab'
}

# ---- Mistakes

@test "faults that are none are mistakes" {
	run -2 genet relay 127.0.0.1:0 127.0.0.1:1 --fault snow
	says "$output" "the fault 'snow': 'snow' is none of latency, rate"
	run -2 genet relay 127.0.0.1:0 127.0.0.1:1 --fault loss=5%
	says "$output" "the fault 'loss=5%': loss is for datagrams"
	echo 'at 1s dance' >faults
	run -2 genet relay 127.0.0.1:0 127.0.0.1:1 --faults faults
	says "$output" "faults:1: 'dance' is none of add NAME FAULT"
	run -1 genet relay 127.0.0.1:0 127.0.0.1:1 --faults nothing
	says "$output" "cannot open 'nothing'"
	run -2 genet relay 127.0.0.1:0 127.0.0.1:1 --seed 1
	says "$output" '--seed is for faults'
	run -2 genet relay 127.0.0.1:0 127.0.0.1:1 --control tcp:5
	run -6 genet relay 127.0.0.1:0 127.0.0.1:1 --control nowhere/orders
}

@test "a seed that was chosen is told, if it matters" {
	echo_server
	genet_relay "$echo" corrupt=1/1M 2>said
	says "$(<said)" 'seed of the faults: '
	genet_relay "$echo" latency=1ms 2>said
	is "$(<said)" ''
	genet_relay "$echo" corrupt=1/1M --seed 3 2>said
	is "$(<said)" ''
}
