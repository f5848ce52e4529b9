#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# pair-demo --write: each lesson as a program in C and in Python is built and run, and
# comes to the conclusion of the lesson. A test has all lessons, and takes longer.
limit=400
[[ -z ${VALGRIND_GENET-} ]] || limit=2000 # for a hundred runs of genet
export BATS_TEST_TIMEOUT=${BATS_TEST_TIMEOUT:-$limit}
load helpers
load lessons

# concludes LESSON FAMILY PROGRAM...: the program is successful, and ends with the
# conclusion of the lesson, which is run once for all languages.
concludes() {
	local wanted got conclusion=$BATS_FILE_TMPDIR/$1$2
	[[ -e $conclusion ]] || {
		genet pair-demo --lesson "$1" "$2" --quiet >"$conclusion.new"
		mv "$conclusion.new" "$conclusion"
	}
	wanted=$(tr '\n' ' ' <"$conclusion")
	shift 2
	run -0 timeout 60 "$@"
	got=$(tr '\n' ' ' <<<"$output")
	[[ -n $wanted && $got == *"$wanted" ]] || {
		printf 'wanted: %s\ngot:    %s\n' "$wanted" "$got"
		return 1
	}
	[[ $output != *'which differs'* ]]
}

# each_program LANGUAGE FILE FAMILY COMMAND...: writes the program of each lesson to the
# file, and calls the command with the lesson and the family behind. By IPv6 that is
# done only for lessons whose program differs from the one by IPv4.
each_program() {
	local lesson count=0
	for lesson in $(names_of_lessons); do
		genet pair-demo --lesson "$lesson" "$3" --write "$1" >"$2" 2>err ||
			continue # it is not there by that family
		count=$((count + 1))
		[[ $3 == -4 ]] || ! genet pair-demo --lesson "$lesson" -4 \
			--write "$1" | cmp -s - "$2" || continue
		"${@:4}" "$lesson" "$3"
	done
	((count >= 30))
}

in_c() {
	run -0 "$CC" -Wall -Wextra -Werror -o lesson lesson.c
	concludes "$1" "$2" ./lesson
}

each_in_c() {
	type "${CC:=gcc}" >/dev/null 2>&1 || skip 'no C compiler'
	each_program C lesson.c "$1" in_c
}

in_python() {
	concludes "$1" "$2" python3 lesson.py
}

each_in_python() {
	type python3 >/dev/null 2>&1 || skip 'no Python'
	each_program python lesson.py "$1" in_python
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
