#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Small messages are sent at once. With the algorithm of Nagle a question in two pieces
# takes 44 ms, as the second piece waits for the acknowledgement of the first.
load helpers

two_hundred_questions() {
	pipe in
	pipe got
	begin "$1" -- answer:200 <in
	stopwatch peer stdio ask:200 <got >in
	took_at_most 1000
}

@test "connect: 200 questions, each in two pieces, take less than a second" {
	two_hundred_questions connect
}

@test "listen: 200 questions, each in two pieces, take less than a second" {
	two_hundred_questions listen
}

@test "connect: with --nagle the second piece of a question waits" {
	pipe in
	pipe got
	begin connect --nagle -- answer:10 <in
	stopwatch peer stdio ask:10 <got >in
	((took > 200))
}
