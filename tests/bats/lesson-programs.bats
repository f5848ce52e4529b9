#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# pair-demo --write: each lesson as a program in C and in Python, which is built
# and run, and concludes what the lesson concludes.
# A test has all lessons.
export BATS_TEST_TIMEOUT=${BATS_TEST_TIMEOUT:-400}
load helpers
load lessons

# concludes LESSON FAMILY PROGRAM...: the program says at its end what the lesson
# concludes, and is happy.
concludes() {
	local wanted got
	wanted=$(genet pair-demo --lesson "$1" "$2" --quiet | tr '\n' ' ')
	shift 2
	run -0 timeout 60 "$@"
	got=$(tr '\n' ' ' <<<"$output")
	[[ -n $wanted && $got == *"$wanted" ]] || {
		printf 'wanted: %s\ngot:    %s\n' "$wanted" "$got"
		return 1
	}
	[[ $output != *'which differs'* ]]
}

# has_family LESSON FAMILY: whether the lesson is there for that option.
has_family() {
	genet pair-demo --lesson "$1" --write C "$2" >/dev/null 2>&1
}

# each_in_c FAMILY
each_in_c() {
	local lesson count=0
	type "${CC:=gcc}" >/dev/null 2>&1 || skip 'no C compiler'
	for lesson in $(names_of_lessons); do
		has_family "$lesson" "$1" || continue
		genet pair-demo --lesson "$lesson" "$1" --write C >lesson.c
		run -0 "$CC" -Wall -Wextra -Werror -o lesson lesson.c
		concludes "$lesson" "$1" ./lesson
		count=$((count + 1))
	done
	((count >= 30))
}

# each_in_python FAMILY
each_in_python() {
	local lesson count=0
	type python3 >/dev/null 2>&1 || skip 'no Python'
	for lesson in $(names_of_lessons); do
		has_family "$lesson" "$1" || continue
		genet pair-demo --lesson "$lesson" "$1" --write python >lesson.py
		concludes "$lesson" "$1" python3 lesson.py
		count=$((count + 1))
	done
	((count >= 30))
}

@test "each lesson is a program in C, without a warning" {
	each_in_c -4
}

@test "each lesson is a program in C by IPv6" {
	has_ipv6 || skip 'the host has no ::1'
	each_in_c -6
}

@test "each lesson is a program in Python" {
	each_in_python -4
}

@test "each lesson is a program in Python by IPv6" {
	has_ipv6 || skip 'the host has no ::1'
	each_in_python -6
}

@test "a program is for one lesson, in a language that is known" {
	run -2 genet pair-demo --write C
	says "$output" '--write is for one lesson' 'genet pair-demo --lesson list'
	run -2 genet pair-demo --lesson list --write C
	run -2 genet pair-demo --lesson all --write python
	run -2 genet pair-demo --lesson time-wait --write fortran
	says "$output" "--write: 'fortran' is none of C, python"
	run -2 genet pair-demo --lesson no-such --write C
	says "$output" "there is no lesson 'no-such'"
}
