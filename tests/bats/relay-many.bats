#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A relay with many clients, of whom most are not well.
load helpers
load relay

# with_room N: this test needs N descriptors.
with_room() {
	(($(ulimit -Hn) >= $1)) || skip "no process may have $1 descriptors"
}

# third, thirds: the milliseconds of the well clients, alone or among others, are kept
# in $alone or $among, if they were the fewest so far.
third() {
	local ms
	ms=$(peer-many third 127.0.0.1 "${place[1]}" 1000 300000)
	((alone > 0 && alone <= ms)) || alone=$ms
}

thirds() {
	local ms
	ms=$(peer-many thirds 127.0.0.1 "${place[1]}" 1000 300000 3>&-)
	((among > 0 && among <= ms)) || among=$ms
}

both() {
	third
	thirds
}

@test "1000 clients: those that reset or do not read slow no other, and leave nothing" {
	local alone=0 among=0
	with_room 4000
	receiver listen -k --echo
	relay_to "127.0.0.1:$port"
	rounds 5 both
	echo "alone $alone ms, among others $among ms"
	! memory_counts ||
		((among <= alone * 12 / 10 + ${SLACK_MS:-0}))
	relay_ends
}

@test "clients that reset or do not read are held, and the well ones served" {
	pipe go
	receiver listen -k --echo
	relay_to "127.0.0.1:$port"
	start peer-many thirds 127.0.0.1 "${place[1]}" 90 100000 <go >took
	crowd=$pid
	eventually grep -q '[0-9]' took
	peer-many echo 127.0.0.1 "${place[1]}" 10 1000
	kill -0 "$crowd"
	close_pipe go
	wait "$crowd"
	relay_ends
}

@test "a thousand clients at once, each for one question, leave nothing behind" {
	with_room 4000
	receiver listen -k --echo
	relay_to "127.0.0.1:$port"
	peer-many echo 127.0.0.1 "${place[1]}" 1000 100
	relay_ends
}

@test "--max-conns: more clients wait, and come to their turn" {
	receiver listen -k --echo
	relay_options=(--max-conns 3)
	relay_to "127.0.0.1:$port"
	peer-many echo 127.0.0.1 "${place[1]}" 20 1000
	relay_ends
}
