#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# What genet says when something fails: one line, then at most two hints.
load helpers

# fails STATUS COMMAND...: the command fails so; $message is the first line of $stderr.
fails() {
	run --separate-stderr "-$1" "${inside[@]}" "${@:2}"
	is "$output" ''
	message=${stderr_lines[0]}
}

@test "refused: the address, the port and the cause" {
	refusing_port 127.0.0.1
	fails 4 genet connect 127.0.0.1 "$port"
	is "$message" \
		"genet connect: cannot connect to 127.0.0.1:$port: connection refused"
}

@test "refused: an IPv6 address stands in brackets" {
	refusing_port ::1
	fails 4 genet connect ::1 "$port"
	is "$message" \
		"genet connect: cannot connect to [::1]:$port: connection refused"
}

@test "refused: a name with one address is followed by the address" {
	network
	names files '127.0.0.1 db.test'
	refusing_port 127.0.0.1
	fails 4 genet connect db.test "$port"
	is "$message" "genet connect: cannot connect to db.test:$port \
(127.0.0.1): connection refused"
}

@test "several addresses: each is listed with its own cause" {
	network
	names files '127.0.0.1 db.test' '2001:db8::10 db.test'
	refusing_port 127.0.0.1
	fails 4 genet connect db.test "$port"
	is "$message" "genet connect: cannot connect to db.test:$port: \
every address failed"
	says "$stderr" $'\n    127.0.0.1 ' ' connection refused' \
		2001:db8::10 ' network is unreachable'
}

@test "no descriptor left for the lookup of a name" {
	needs_strace
	fails 1 strace -f -qq -o log -e trace=eventfd2,pipe2 \
		-e inject=eventfd2,pipe2:error=EMFILE:when=2 \
		genet connect localhost 9
	is "$message" "genet connect: cannot resolve 'localhost': \
too many open files in this process"
}

@test "no descriptor left for the files of the resolver" {
	not_under_valgrind 'it has descriptors of its own'
	for service in 9 http; do
		# shellcheck disable=SC2016 # the inner shell's
		fails 1 bash -c 'for fd in /proc/$$/fd/*; do
				fd=${fd##*/}
				((fd < 3)) || eval "exec $fd>&-"
			done
			ulimit -n 5
			exec genet connect localhost "$1"' bash "$service"
		is "$message" "genet connect: cannot resolve 'localhost': \
too many open files in this process"
	done
}

@test "no descriptor left for signals" {
	needs_strace
	fails 1 strace -qq -o log -e trace=eventfd2,pipe2 \
		-e inject=eventfd2,pipe2:error=EMFILE:when=1 \
		genet version --help
	says "$message" 'too many open files in this process'
}

@test "an option that was not given is not named" {
	needs_strace
	refusing_port 127.0.0.1
	fails 11 strace -qq -o log -e trace=setsockopt \
		-e inject=setsockopt:error=EPERM:when=1 \
		genet connect 127.0.0.1 "$port"
	says "$message" 'cannot set TCP_NODELAY: not permitted'
}

@test "several addresses with one cause: one line with all of them" {
	network
	names files '127.0.0.1 db.test' '127.0.0.2 db.test'
	fails 4 genet connect db.test 80
	is "$message" "genet connect: cannot connect to db.test:80: \
connection refused (127.0.0.1, 127.0.0.2)"
	is "${#stderr_lines[@]}" 2
}

@test "no route: the address and the cause" {
	network
	fails 5 genet connect 192.0.2.1 80
	is "$message" "genet connect: cannot connect to 192.0.2.1:80: \
network is unreachable"
}

@test "no answer: the address and how long that was" {
	silent_port 127.0.0.1 0
	fails 124 genet connect --connect-timeout 200ms 127.0.0.1 "$port"
	says "$message" \
		"genet connect: cannot connect to 127.0.0.1:$port: no answer within "
}

@test "unknown name: the name and the cause" {
	network
	names files
	fails 3 genet connect x.test 80
	is "$message" "genet connect: cannot resolve 'x.test': name not known"
	says "$stderr" 'genet resolve x.test'
	fails 3 genet connect 'local host' 80
	says "$stderr" "genet resolve 'local host'"
}

@test "port in use: the address, who holds it, and what to do" {
	listening_peer hold
	fails 6 genet listen "127.0.0.1:$port"
	is "$message" "genet listen: cannot listen on 127.0.0.1:$port: \
address already in use"
	says "${stderr_lines[1]}" '  hint: held by peer' "(pid $peer)" 'port 0'
}

@test "port in use on all addresses: it is named as the listener names it" {
	start_ready peer listen :: 0 hold >heard
	port=${ready#* }
	fails 6 genet listen "*:$port"
	is "$message" "genet listen: cannot listen on *:$port: \
address already in use"
}

@test "not our address: the address and the cause" {
	network
	fails 6 genet listen 192.0.2.1:0
	says "$message" 'genet listen: cannot listen on 192.0.2.1' ': '
}

@test "reset: connect says who and counts both ways" {
	pipe in
	printf abc >&"$in"
	begin connect -- recv:3 send-pattern:100000 reset <in
	genet_ends 7
	is "$(<err)" "genet connect: connection to 127.0.0.1:$port reset by peer \
after 97.7 KiB received, 3 B sent"
}

@test "reset: listen says who and counts both ways" {
	pipe in
	printf abc >&"$in"
	begin listen -- recv:3 send-pattern:100000 reset <in
	genet_ends 7
	says "$(<err)" 'genet listen: connection ' " 127.0.0.1:" ' reset by peer ' \
		'after 97.7 KiB received, 3 B sent'
}

@test "a full disk: which file, and the cause" {
	listening_peer send:hello
	fails 1 sh -c "genet connect 127.0.0.1 $port >/dev/full"
	is "$message" "genet connect: cannot write to standard output: \
no space left on device"
}

@test "an output file that cannot be made: its name and the cause" {
	fails 1 genet listen --output no/such/file 127.0.0.1:0
	says "$message" 'genet listen: ' no/such/file ': no such file or directory'
}

@test "an input file that is not there: its name and the cause" {
	listening_peer hold
	fails 1 genet connect --input no/such/file 127.0.0.1 "$port"
	says "$message" 'genet connect: ' no/such/file ': no such file or directory'
}

@test "an idle session: the address, what ran out, and the counts" {
	begin connect --idle-timeout 200ms -- send:hello hold </dev/null
	genet_ends 124
	says "$(<err)" "127.0.0.1:$port" "200 ms" '5 B received' '0 B sent'
}

@test "a session over its time: the address, what ran out, and the counts" {
	local limit
	limit=$(with_slack 1)
	begin connect --timeout "$limit" -- send:hello hold </dev/null
	genet_ends 124
	says "$(<err)" "127.0.0.1:$port" "$limit s" '5 B received' '0 B sent'
}

@test "a peer that does not end: the address, what ran out, and the counts" {
	begin connect --linger 200ms -- recv-all hold <<<hello
	genet_ends 124
	says "$(<err)" "127.0.0.1:$port" "200 ms" '0 B received' '6 B sent'
}

@test "nobody connects: the address and what ran out" {
	fails 124 genet listen --quiet --timeout 200ms 127.0.0.1:0
	says "$message" 'genet listen: ' 127.0.0.1: "200 ms"
}

@test "a usage error is one line and at most two hints" {
	fails 2 genet connect 127.0.0.1 99999
	is "$message" "genet connect: port '99999' is out of range (1-65535)"
	((${#stderr_lines[@]} <= 3))
}

@test "--quiet keeps the error line" {
	refusing_port 127.0.0.1
	fails 4 genet connect --quiet 127.0.0.1 "$port"
	says "$message" 'connection refused'
}

@test "--quiet drops the hints" {
	listening_peer hold
	fails 6 genet listen --quiet "127.0.0.1:$port"
	is "${#stderr_lines[@]}" 1
}

@test "a success says nothing" {
	converse 0 connect -- recv-all send:hello <<<hi
	holds err ''
}

@test "control bytes of an operand are escaped" {
	fails 2 genet connect 127.0.0.1 $'8\e[31m0'
	run ! grep -q $'\e' <<<"$stderr"
}

@test "an error line is written in one piece" {
	needs_strace
	refusing_port 127.0.0.1
	run -4 strace -qq -o log -e trace=write,writev \
		genet connect --quiet 127.0.0.1 "$port"
	is "$(grep -c '^write.*"genet connect: ' log)" 1
}

@test "messages do not depend on the locale" {
	refusing_port 127.0.0.1
	LC_ALL=de_DE.UTF-8 LANGUAGE=de fails 4 genet connect 127.0.0.1 "$port"
	says "$message" ': connection refused'
}

@test "control bytes of a name are shown as escapes, also in hints and lists" {
	run -3 --separate-stderr genet connect $'a\e[31m\nb' 1
	says "$stderr" "cannot resolve 'a\\x1b[31m\\nb'" \
		"genet resolve \$'a\\x1b[31m\\x0ab'"
	run -124 --separate-stderr genet wait 127.0.0.1:1 file:$'no\e\nx' \
		--timeout 100ms
	says "$stderr" 'file:no\x1b\nx '
	run -4 --separate-stderr genet unix connect -vvv $'so\e\nx'
	says "$stderr" 'so\x1b\nx'
	run ! grep -q $'\e' <<<"$stderr"
}
