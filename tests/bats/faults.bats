#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# System calls that fail with EINTR or EAGAIN do not harm a session: strace makes some
# of them fail, and what was sent comes back whole.
load helpers

# The calls that fail, by their purpose.
WAITING=poll,ppoll,select,pselect6,epoll_wait,epoll_pwait
READING=read,readv,recvfrom,recvmsg
WRITING=write,writev,sendto,sendmsg

# whole_despite ERROR CALLS connect|listen [FIRST]: the FIRST of these calls and every
# third one after it fail, and all bytes come back.
whole_despite() {
	local error=$1 calls=$2 role=$3 first=${4:-2}
	needs_strace
	[[ $calls != *read* ]] || first=$((first + $(reads_of_the_loader)))
	under=(strace -o log -e "trace=$calls"
		-e "inject=$calls:error=$error:when=$first+3")
	converse 0 "$role" -- echo < <(pattern 1000000)
	cmp got <(pattern 1000000)
	grep -q INJECTED log
}

# reads_of_the_loader: prints how often the dynamic loader reads, which must not fail.
# "genet version" makes no other reads.
reads_of_the_loader() {
	strace -e trace=read genet version 2>&1 | grep -c '^read(' || :
}

@test "connect and listen: EINTR while it waits" {
	whole_despite EINTR "$WAITING" connect
	whole_despite EINTR "$WAITING" listen
}

@test "connect and listen: EINTR when it reads" {
	whole_despite EINTR "$READING" connect
	whole_despite EINTR "$READING" listen
}

@test "connect and listen: EAGAIN when it reads" {
	whole_despite EAGAIN "$READING" connect
	whole_despite EAGAIN "$READING" listen
}

@test "connect and listen: EINTR when it writes" {
	whole_despite EINTR "$WRITING" connect
	whole_despite EINTR "$WRITING" listen
}

@test "connect and listen: EAGAIN when it writes" {
	whole_despite EAGAIN "$WRITING" connect
	whole_despite EAGAIN "$WRITING" listen
}

@test "connect: EINTR when it connects" {
	whole_despite EINTR connect connect 1
}

@test "listen: EINTR when it accepts" {
	whole_despite EINTR accept,accept4 listen 1
}

@test "listen: EAGAIN when it accepts" {
	whole_despite EAGAIN accept,accept4 listen 1
}

@test "make check-faults: a kind of run that there is not is said" {
	RUNS='connect nonesuch' run -1 \
		"${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/faults/sweep"
	is "${#lines[@]}" 1
	says "$output" "no kind of run 'nonesuch'"
}
