#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Programs with pipes instead of the socket, because an option needs to see the bytes.
# shellcheck disable=SC2016 # variables are those of the programs
load helpers

address=127.0.0.1:0

# serving OPTION...: starts a listener, $genet, on $port.
serving() {
	receiver listen --quiet "$@"
}

# connecting STATUS OPTION... --- ACTION...: genet connects to a peer with these actions,
# and ends so.
connecting() {
	local before behind
	split_at --- "${@:2}"
	listening_peer "${behind[@]}"
	run "-$1" genet connect 127.0.0.1 "$port" "${before[@]}"
	peer_ends
}

# ---- What passes

@test "the answer is whole when 50 clients at once end first" {
	serving --count-conns 50 --idle-timeout 30s --exec -- cat
	run -0 peer-many echo 127.0.0.1 "$port" 50 200000
	genet_ends 0
	holds err ''
}

@test "a program that answers after the end of all it is told is heard" {
	serving --idle-timeout 30s --exec -- wc -c
	run -0 client send:hello shut recv-all
	is "$output" 5
	genet_ends 0
}

@test "a program that says nothing is the end of the connection" {
	serving --idle-timeout 30s --exec -- true
	client expect-end
	genet_ends 0
}

@test "a program that reads no more may go on writing" {
	serving --idle-timeout 30s --sh 'exec <&-; peer stdio pause:100; echo hi'
	run -0 client send:hello recv-all
	is "$output" hi
	genet_ends 0
}

@test "a program that has not read all ends the connection when it ends" {
	serving --idle-timeout 30s --exec -- head -c 5
	run -0 client send:hello recv-all
	is "$output" hello
	genet_ends 0
}

@test "a program that reads slowly gets everything" {
	serving --idle-timeout 30s --sh 'peer stdio pause:200; cat' 
	run -0 peer-many echo 127.0.0.1 "$port" 1 1000000
	genet_ends 0
}

@test "--crlf: the LF of a program is sent as CRLF" {
	connecting 0 --crlf --exec -- printf 'one\ntwo\r\n' --- recv-all
	is "$(od -An -c heard | tr -d ' ')" 'one\r\ntwo\r\n'
}

@test "--crlf with --keep-open" {
	serving --keep-open --crlf --exec -- echo hi
	run -0 client recv-all
	is "$output" $'hi\r'
}

@test "a program knows the connection" {
	serving --keep-open --idle-timeout 30s \
		--sh 'echo "$GENET_PROTO $GENET_CONN $GENET_LOCAL_PORT"'
	run -0 client recv-all
	is "$output" "tcp 1 $port"
	run -0 client recv-all
	is "$output" "tcp 2 $port"
}

@test "a program has descriptors 0 to 2 only" {
	not_under_valgrind 'it has some of its own'
	serving --keep-open --idle-timeout 30s --sh 'for fd in /proc/self/fd/*
		do [ ! -e "$fd" ] || echo "${fd##*/}"; done'
	start peer connect 127.0.0.1 "$port" recv-all
	run -0 client recv-all
	is "$output" $'0\n1\n2'
}

@test "messages of a seqpacket socket reach a program as bytes" {
	address=./socket
	receiver 'unix listen' --seqpacket --idle-timeout 30s --exec -- cat
	run -0 peer connect-seqpacket unix ./socket send:one send:two shut \
		recv-all
	is "$output" onetwo
	genet_ends 0
}

# is_over FILE: the process whose number is the first line has ended.
is_over() {
	local program
	read -r program < <(cat "$1")
	((program > 0))
	run ! kill -0 "$program"
}

# ---- What is looked at

@test "--idle-timeout ends a program that does not move" {
	serving --idle-timeout 2s --sh 'echo $$ >&2; exec sleep infinity'
	stopwatch client expect-end
	genet_ends 124
	took_at_most 4000
	says "$(<err)" 'nothing moved for 2 s'
	is_over err
}

@test "--idle-timeout ends a program that ignores SIGTERM" {
	serving --idle-timeout 2s --sh 'trap "" TERM; echo $$ >&2
		exec sleep infinity'
	stopwatch client expect-end
	genet_ends 124
	took_at_most 6000
	is_over err
}

@test "--idle-timeout of one client is not that of another" {
	local limit pause
	limit=$(with_slack 1)
	pause=pause:$((limit * 400)) # three: 1.2 of it
	serving --keep-open --idle-timeout "$limit" --exec -- cat
	start peer connect 127.0.0.1 "$port" expect-end
	idle=$pid
	run -0 client send:a recv:1 "$pause" send:b recv:1 "$pause" \
		send:c recv:1 "$pause" send:d recv:1 shut recv-all
	is "$output" abcd
	wait "$idle"
	kill -0 "$genet"
}

@test "--expect is about what the peer has sent" {
	serving --expect world --exec -- cat
	client send:hello, send:world shut recv-all >/dev/null
	genet_ends 0
	connecting 8 --expect nope --exec -- cat --- send:hello shut recv-all
	says "$output" "'nope'"
}

@test "--until ends the program with the text" {
	serving --until end --sh 'cat >&2'
	client send:x-end-y expect-end
	genet_ends 0
	holds err x-end
}

@test "--bytes is enough, also for a program that would write more" {
	serving --bytes 5 --sh 'yes & cat >&2; kill $! 2>&-; wait'
	client send:hello-world recv-all >/dev/null || :
	genet_ends 0
	holds err hello
}

@test "a program that has heard enough may end by SIGPIPE, and fail in no other way" {
	serving --bytes 5 --sh 'cat >&2; kill -PIPE $$'
	client send:hello-world recv-all >/dev/null || :
	genet_ends 0
	serving --bytes 5 --sh 'cat >&2; exit 3'
	client send:hello-world recv-all >/dev/null || :
	genet_ends 3
	serving --idle-timeout 30s --sh 'cat >&2; kill -PIPE $$'
	client send:hello-world shut recv-all >/dev/null || :
	genet_ends 141
}

@test "--count with --keep-open counts the lines of all clients" {
	serving --keep-open --count 3 --exec -- cat
	start peer connect 127.0.0.1 "$port" $'send:one\n' expect-end
	client $'send:two\nthree\n' recv-all >/dev/null || :
	genet_ends 0
}

# ---- How it ends

@test "the status of the program is ours" {
	serving --idle-timeout 30s --sh 'cat; exit 7'
	client send:x shut recv-all
	genet_ends 7
	connecting 7 --idle-timeout 30s --sh 'exit 7' --- recv-all
}

@test "with --keep-open a program that fails ends its own connection only" {
	serving --keep-open --idle-timeout 30s --sh 'exit 7'
	client expect-end
	client expect-end
	kill -0 "$genet"
}

@test "a program that cannot be run when a client comes ends the listener" {
	not_under_valgrind 'which forks and hides why there is no program'
	echo '#!/no/such/interpreter' >script
	chmod +x script
	serving --idle-timeout 30s --exec -- ./script
	client || :
	genet_ends 127
	connecting 127 --idle-timeout 30s --exec -- ./script --- recv-all
}

@test "a script that names no interpreter is run by the shell" {
	not_under_valgrind 'which forks and hides why there is no program'
	echo 'echo "$0 $1"' >script
	chmod +x script
	connecting 0 --exec -- ./script 'a b' --- recv-all
	holds heard $'./script a b\n'
	connecting 0 --idle-timeout 30s --exec -- ./script 'a b' --- recv-all
	holds heard $'./script a b\n'
}

@test "what came before a reset reaches the program, and the status is 7" {
	serving --idle-timeout 30s --sh 'cat >got.program; echo done >ended'
	client send:hello reset
	genet_ends 7
	holds got.program hello
	holds ended $'done\n'
	connecting 7 --idle-timeout 30s --sh 'echo go; cat >got.program' \
		--- recv:3 send:hallo reset
	holds got.program hallo
}

@test "SIGTERM ends the programs" {
	serving --keep-open --idle-timeout 30s --sh 'echo $$ >&2
		exec sleep infinity'
	start peer connect 127.0.0.1 "$port" expect-end
	eventually test -s err
	kill -TERM "$genet"
	genet_ends 143
	is_over err
}

@test "connect: --timeout ends the program" {
	stopwatch connecting 124 --timeout 300ms --idle-timeout 30s \
		--sh 'echo $$ >&2; exec sleep infinity' --- recv-all
	took_at_most 3000
	is_over - <<<"$output"
}

# are_gone N: N clients have ended.
are_gone() {
	is "$(grep -c ' closed: ' err)" "$1"
}

@test "300 programs leave no zombie and no descriptor" {
	receiver listen -v --keep-open --idle-timeout 30s --exec -- cat
	run -0 peer-many turns 127.0.0.1 "$port" 1 || :
	eventually are_gone 1
	before=("/proc/$genet/fd"/*)
	for _ in {1..6}; do
		run -0 peer-many echo 127.0.0.1 "$port" 50 100
	done
	eventually are_gone 301
	after=("/proc/$genet/fd"/*)
	is "${#after[@]}" "${#before[@]}"
	is "$(<"/proc/$genet/task/$genet/children")" ''
}
