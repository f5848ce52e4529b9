#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The recipes of genet-faults(7): each does what the page says.
load helpers

PAGE=${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/../man/genet-faults.7

# recipe N [TARGET]: starts a relay on $port with the options of the Nth recipe, to
# TARGET, by default an echo. Times in minutes are seconds here.
recipe() {
	local words target=${2-}
	read -ra words < <(sed -n '/^\.Ss Recipes/,/^\.Ss Networks/p' "$PAGE" |
		grep '^\\-\\-fault' | sed -n "$1"'{s/\\-/-/g; s/60s/1s/; p}')
	((${#words[@]} > 0))
	[[ -n $target ]] || {
		genet_listen --keep-open --echo
		target=127.0.0.1:$GENET_PORT
	}
	genet_relay "$target" "${words[@]}" --seed 1
	port=$GENET_PORT
}

# ask [OPTION...]: sends bytes through the relay, and leaves the status and what comes
# back in $status and got.
ask() {
	status=0
	genet connect 127.0.0.1 "$port" "$@" >got 2>err || status=$?
}

@test "the page has ten recipes" {
	is "$(sed -n '/^\.Ss Recipes/,/^\.Ss Networks/p' "$PAGE" |
		grep -c '^\\-\\-fault')" 10
}

@test "recipe 1: a client that tries three times gets through" {
	recipe 1
	for attempt in 1 2 3; do
		ask --data hello
		statuses+=$status
	done
	is "$statuses" 770
	holds got hello
}

@test "recipe 2: the answer is reset in its middle" {
	recipe 2
	pattern 5000 >sent
	ask --input sent
	is "$status" 7
	(($(wc -c <got) <= 1000))
}

@test "recipe 3: a read returns one byte" {
	recipe 3
	pattern 500 >sent
	status=0
	genet connect 127.0.0.1 "$port" --input sent --json --output got \
		2>events || status=$?
	is "$status" 0
	cmp got sent
	(($(grep -c '"data".*"in"' events) > 1))
}

@test "recipe 4: a connection that is too old is silent" {
	recipe 4
	ask --line-interval 400ms --idle-timeout 1s < <(seq 8)
	is "$status" 124
	is "$(head -n 1 got)" 1
	run -1 grep -x 8 got
}

@test "recipe 5: only a limit of time ends the wait" {
	recipe 5
	ask --data hello --idle-timeout 300ms
	is "$status" 124
	holds got ''
}

@test "recipe 6: the end of a part looks like the end" {
	recipe 6
	pattern 300000 >sent
	ask --input sent
	is "$status" 0
	cmp got <(pattern 102400)
}

@test "recipe 7: one bit differs" {
	recipe 7
	pattern 5000 >sent
	ask --input sent
	is "$status" 0
	is "$(cmp -l sent got | wc -l)" 1
	is "$(cmp -l sent got | sed 's/^ *//; s/ .*//')" 1001
}

@test "recipe 8: an outage loses nothing" {
	recipe 8
	stopwatch ask --line-interval 300ms < <(seq 8)
	is "$status" 0
	is "$(<got)" "$(seq 8)"
	((took >= 2900))
}

@test "recipe 9: a round trip takes at least its latencies" {
	recipe 9
	stopwatch ask --data hello
	holds got hello
	((took >= 260))
}

@test "recipe 10: some datagrams are lost, the others answered" {
	genet_udp_recv --echo
	GENET_BIND=udp:127.0.0.1:0 recipe 10 "udp:$GENET_ADDR"
	seq 200 | genet udp-send 127.0.0.1 "$port" --lines --interval 1ms \
		--reply=any --for 2s --format lines >got
	(($(wc -l <got) > 100 && $(sort -u got | wc -l) < 195))
	(($(sort got | uniq -d | wc -l) > 0))
}
