#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Programs for connections (--exec, --sh), and beside the listener (--during).
load helpers

# programs OPTION...: starts a listener, $genet, on $port, with its messages in err.
programs() {
	receiver listen "$@"
}

# ---- For a client

@test "a client talks to a program" {
	programs --exec -- tr a-z A-Z
	run -0 client send:hello shut recv-all
	is "$output" HELLO
	genet_ends 0
}

@test "a client talks to a shell command" {
	# shellcheck disable=SC2016 # the inner shell's
	programs --sh 'read -r line; echo "<$line>"'
	run -0 client $'send:hello\n' recv-all
	is "$output" '<hello>'
	genet_ends 0
}

@test "the answer is whole when 50 clients at once end first" {
	programs --count-conns 50 --exec -- cat
	run -0 peer-many echo 127.0.0.1 "$port" 50 200000
	genet_ends 0
	holds err ''
}

@test "the answer of a program that reads late is whole" {
	programs --exec -- sh -c 'peer stdio pause:200; cat'
	run -0 peer-many echo 127.0.0.1 "$port" 1 1000000
	genet_ends 0
}

@test "the status of the only program is ours" {
	programs --exec -- sh -c 'exit 7'
	client expect-end
	genet_ends 7
}

@test "128+N is the status of a program that died of signal N" {
	# shellcheck disable=SC2016 # the inner shell's
	programs --sh 'kill -KILL $$'
	client expect-end
	genet_ends 137
}

@test "with --keep-open a program that fails ends its own connection only" {
	programs --keep-open --sh 'exit 7'
	client expect-end
	client expect-end
	kill -0 "$genet"
	kill -TERM "$genet"
	genet_ends 143
}

@test "a program that is not found is status 127, before a client comes" {
	run -127 genet listen 127.0.0.1:0 --exec -- no-such-program
	is "$output" \
		"genet listen: cannot run 'no-such-program': not found"
	run -127 genet listen 127.0.0.1:0 --exec -- ./no/such/program
	run -127 genet listen 127.0.0.1:0 --exec -- ''
	run -127 genet connect 127.0.0.1:1 --exec -- no-such-program
}

@test "a program that cannot be run is status 126, before a client comes" {
	echo data >no-program
	run -126 genet listen 127.0.0.1:0 --exec -- ./no-program
	is "$output" \
		"genet listen: cannot run './no-program': permission denied"
	run -126 genet listen 127.0.0.1:0 --exec -- /
	PATH=$PWD:$PATH run -126 genet listen 127.0.0.1:0 --exec -- no-program
}

@test "a file in PATH that may not be run is passed over" {
	mkdir one two
	echo data >one/tool
	# shellcheck disable=SC2016 # the inner shell's
	printf '#!/bin/sh\necho "$0"\n' >two/tool
	chmod +x two/tool
	PATH=$PWD/one:$PWD/two:$PATH programs --exec -- tool
	run -0 client recv-all
	is "$output" "$PWD/two/tool"
}

@test "a program that cannot be run when a client comes ends the listener" {
	not_under_valgrind 'which forks and hides why there is no program'
	echo '#!/no/such/interpreter' >script
	chmod +x script
	programs --keep-open --exec -- ./script
	client || :
	genet_ends 127
	says "$(<err)" "'./script'" 'not found'
}

# without_processes OPTION: starts a listener that cannot start its first program.
without_processes() {
	needs_strace
	start_ready strace -qq -f -o log -e "trace=$FORKING_CALLS" \
		-e "inject=$FORKING_CALLS:error=EAGAIN:when=1" genet listen "$1" \
		--ready-fd 3 127.0.0.1:0 --exec -- echo hi 2>err
	genet=$pid port=${ready##*:}
	run -0 client recv-all
	is "$output" ''
	grep -q 'EAGAIN.*INJECTED' log
}

@test "a shortage of processes ends the connection of one client only" {
	without_processes --keep-open
	run -0 client recv-all
	is "$output" hi
	says "$(<err)" "cannot start 'echo'"
}

@test "a shortage of processes is status 1 if there is only one client" {
	without_processes --once
	genet_ends 1
	says "$(<err)" "genet listen: cannot start 'echo': "
}

@test "a program knows the connection" {
	# shellcheck disable=SC2016 # the inner shell's
	programs --keep-open --sh 'echo "$GENET_PROTO $GENET_CONN" \
		"$GENET_LOCAL_IP $GENET_LOCAL_PORT" \
		"$GENET_REMOTE_IP $GENET_REMOTE_PORT"'
	run -0 client recv-all
	says "$output" "tcp 1 127.0.0.1 $port 127.0.0.1 "
	run -0 client recv-all
	says "$output" "tcp 2 127.0.0.1 $port 127.0.0.1 "
	[[ ${output##* } =~ ^[1-9][0-9]+$ ]]
}

@test "a program has descriptors 0 to 2 only" {
	not_under_valgrind 'it has some of its own'
	# shellcheck disable=SC2016 # the inner shell's
	programs --keep-open --sh 'for fd in /proc/self/fd/*; do
		[ ! -e "$fd" ] || echo "${fd##*/}"; done'
	start peer connect 127.0.0.1 "$port" recv-all
	run -0 client recv-all
	is "$output" $'0\n1\n2'
}

@test "the socket of a program waits, as programs expect" {
	programs --exec -- sh -c 'peer stdio send-pattern:3000000'
	client pause:200 expect-pattern:3000000 expect-end
	genet_ends 0
}

@test "a program is killed by SIGPIPE, which genet ignores" {
	programs --exec -- sed -n 's/^SigIgn:\t//p; s/^SigBlk:\t//p' \
		/proc/self/status
	run -0 client recv-all
	is "${lines[0]}" 0000000000000000
	is $((16#${lines[1]} & 1 << 12)) 0
}

has_children() {
	is "$(<"/proc/$genet/task/$genet/children")" "$1"
}

@test "300 programs leave no zombie and no descriptor" {
	programs --keep-open --exec -- cat
	before=("/proc/$genet/fd"/*)
	for _ in {1..6}; do
		run -0 peer-many echo 127.0.0.1 "$port" 50 100
	done
	eventually has_children ''
	eventually has_descriptors "${#before[@]}"
}

@test "programs end with the listener, also those that ignore SIGTERM" {
	# shellcheck disable=SC2016 # the inner shell's
	programs --keep-open --sh 'trap "" TERM; echo $$; exec sleep infinity'
	pipe ids
	for _ in 1 2 3 4 5; do
		start peer connect 127.0.0.1 "$port" recv-all >ids
	done
	for i in 0 1 2 3 4; do
		read -r -u "$ids" "children[i]"
	done
	kill -TERM "$genet"
	stopwatch genet_ends 143
	took_at_most 4000
	for child in "${children[@]}"; do
		run ! kill -0 "$child"
	done
}

@test "only programs of its own are signalled" {
	# The sleep is in the process group of the listener, but not its child.
	start_ready sh -c 'trap "" HUP; sleep infinity & echo $! >other
		exec genet listen -k --ready-fd 3 127.0.0.1:0 --exec -- cat' \
		</dev/null 2>err
	genet=$pid port=${ready##*:}
	client send:x recv:1
	kill -TERM "$genet"
	genet_ends 143
	kill -0 "$(<other)"
	kill -KILL "$(<other)"
}

@test "a bare port means loopback with a program" {
	address=0 programs --exec -- cat
	says "$ready" 127.0.0.1:
}

@test "*:PORT means all addresses, also with a program" {
	address='*:0' programs --exec -- cat
	says "$ready" '*:'
}

@test "unix listen runs programs, too" {
	address=./socket receiver 'unix listen' -k --exec -- cat
	run -0 peer connect unix ./socket send:hello shut recv-all
	is "$output" hello
}

@test "options about programs that contradict are usage errors" {
	run -2 genet listen 127.0.0.1:0 --exec
	run -2 genet listen 127.0.0.1:0 --during
	run -2 genet listen 127.0.0.1:0 -- cat
	run -2 genet listen 127.0.0.1:0 --exec --during -- cat
	run -2 genet listen 127.0.0.1:0 --exec --sh true -- cat
	run -2 genet listen 127.0.0.1:0 --exec --data x -- cat
	says "$output" '--data and --exec contradict each other'
	run -2 genet connect 127.0.0.1:1 --exec --end-with-peer -- cat
	says "$output" '--end-with-peer and --exec contradict each other'
	run -2 genet listen 127.0.0.1:0 --background --during -- true
	says "$output" '--background and --during contradict each other'
}

# ---- Beside the listener

@test "--during: what the program sends is received, and its status is ours" {
	# shellcheck disable=SC2016 # the inner shell's
	run -0 genet listen 127.0.0.1:0 -o got --quiet --during -- \
		sh -c 'echo hello | genet connect "$GENET_ADDR"'
	holds got $'hello\n'
}

@test "--during: the program knows host and port" {
	# shellcheck disable=SC2016 # the inner shell's
	run -0 genet listen 127.0.0.1:0 -o got --quiet --during -- \
		sh -c 'peer connect "$GENET_HOST" "$GENET_PORT" send:hello'
	holds got hello
}

@test "--during: the program knows how to reach all addresses" {
	# shellcheck disable=SC2016 # the inner shell's
	run -0 genet listen 0 -o got --quiet --during -- \
		sh -c 'peer connect "$GENET_HOST" "$GENET_PORT" send:hello'
	holds got hello
}

@test "--during: an IPv6 address is one that can be connected to" {
	# shellcheck disable=SC2016 # the inner shell's
	run -0 genet listen '[::1]:0' -o got --quiet --during -- \
		sh -c 'echo hello | genet connect "$GENET_ADDR"'
	holds got $'hello\n'
}

@test "--during: arguments are the program's as they are" {
	run -8 --separate-stderr genet listen 127.0.0.1:0 --quiet --no-stdin \
		--during -- printf '<%s>' 'a b' '' '*' --timeout
	is "$output" '<a b><><*><--timeout>'
}

@test "--during: standard input is the program's" {
	# shellcheck disable=SC2016 # the inner shell's
	run -0 genet listen -k 127.0.0.1:0 --quiet --during -- sh -c \
		'peer connect "$GENET_HOST" "$GENET_PORT" shut recv-all; cat' \
		<<<hello
	is "$output" hello
}

@test "--during: --input is sent to the connections of the program" {
	echo hello >in
	# shellcheck disable=SC2016 # the inner shell's
	run -0 genet listen 127.0.0.1:0 --quiet -i in --during -- sh -c \
		'peer connect "$GENET_HOST" "$GENET_PORT" shut recv-all'
	is "$output" hello
}

@test "--during: the status of the program is ours" {
	run -3 genet listen 127.0.0.1:0 --quiet --during -- sh -c 'exit 3'
	run -137 genet listen 127.0.0.1:0 --quiet --during -- \
		sh -c 'kill -KILL $$'
	run -127 genet listen 127.0.0.1:0 --quiet --during -- no-such-program
	echo data >file
	run -126 genet listen 127.0.0.1:0 --quiet --during -- ./file
}

@test "--during: what was expected and not received is status 8" {
	# shellcheck disable=SC2016 # the inner shell's
	run -8 genet listen 127.0.0.1:0 -o got --quiet --expect nope --during \
		-- sh -c 'echo hello | genet connect "$GENET_ADDR"'
	says "$output" "'nope'"
}

@test "--during with --keep-open serves any number" {
	# shellcheck disable=SC2016 # the inner shell's
	run -0 genet listen -k 127.0.0.1:0 -o got --quiet --during -- sh -c \
		'peer-many turns "$GENET_HOST" "$GENET_PORT" 20'
	is "$(wc -l <got)" 20
}

@test "--during waits for the connections of the program" {
	# shellcheck disable=SC2016 # the inner shell's
	run -0 genet listen -k 127.0.0.1:0 -o got --quiet --during -- sh -c '
		peer connect "$GENET_HOST" "$GENET_PORT" send:one, pause:200 \
			send:two </dev/null >/dev/null 2>&1 3>&- 4>&- &
		genet wait file:got'
	holds got one,two
}

@test "--during: --linger limits the wait for connections" {
	# shellcheck disable=SC2016 # the inner shell's
	run -124 genet listen -k 127.0.0.1:0 -o got --linger 200ms --during -- \
		sh -c 'timeout 5 peer connect "$GENET_HOST" "$GENET_PORT" \
			send:one hold </dev/null >/dev/null 2>&1 3>&- 4>&- &
			genet wait file:got'
}

@test "--during: --timeout ends the program, too" {
	# shellcheck disable=SC2016 # the inner shell's
	stopwatch run -124 genet listen 127.0.0.1:0 --timeout 300ms --during \
		-- sh -c 'echo $$ >id; exec sleep infinity'
	took_at_most 2000
	run ! kill -0 "$(<id)"
}

@test "--during: --timeout is over although all clients have gone" {
	local limit
	limit=$(with_slack 1)
	# shellcheck disable=SC2016 # the inner shell's
	stopwatch run -124 genet listen 127.0.0.1:0 --quiet --timeout "$limit" \
		-o got --during -- sh -c 'genet connect "$GENET_HOST" \
			"$GENET_PORT" --data x; exec sleep infinity'
	took_at_most $((limit * 1000 + 20000))
	says "$output" "the program had not ended within $limit s"
}

@test "--during: SIGTERM ends the program, too" {
	# shellcheck disable=SC2016 # the inner shell's
	start genet listen 127.0.0.1:0 --quiet --during -- \
		sh -c 'echo $$ >id.new; mv id.new id; exec sleep infinity'
	genet=$pid
	eventually test -e id
	kill -TERM "$genet"
	genet_ends 143
	run ! kill -0 "$(<id)"
}

@test "--during: an output that fails ends the program, too" {
	[[ -w /dev/full ]] || skip 'there is no /dev/full'
	# shellcheck disable=SC2016 # the inner shell's
	stopwatch run -1 genet listen 127.0.0.1:0 --quiet -o /dev/full \
		--during -- sh -c 'peer connect "$GENET_HOST" "$GENET_PORT" \
			send:one; exec sleep infinity'
	took_at_most 5000
	says "$output" 'no space left'
}

@test "--during with unix listen: the address is the path" {
	# shellcheck disable=SC2016 # the inner shell's
	run -0 genet unix listen ./socket -o got --during -- \
		sh -c 'echo hello | genet unix connect "$GENET_ADDR"'
	holds got $'hello\n'
	[[ ! -e socket ]]
}

# ---- A program that ends with input that nobody has read

# answering ACTION...: a client that sends more than the program reads gets the whole
# answer and a clean end.
answering() {
	run -0 client "$@" recv-all
	is "$output" hello
}

@test "a program that never reads: the answer is whole, and the end clean" {
	for way in --count-conns=2 --once '--count-conns=2 --pipes' \
		'--once --pipes'; do
		# shellcheck disable=SC2086 # several options
		programs $way --sh 'echo hello'
		answering send:question
		[[ $way == --once* ]] || answering send:question
		genet_ends 0
	done
}

@test "a program that never reads, and what the client sends comes later" {
	for pipes in '' --pipes; do
		# shellcheck disable=SC2086 # perhaps none
		programs --count-conns 2 $pipes --exec -- echo hello
		answering pause:100 send:question
		answering pause:100 send-pattern:100000
		genet_ends 0
	done
}

@test "connect: a program that never reads is heard, and its peer is not reset" {
	for pipes in '' --pipes; do
		listening_peer send:question pause:100 send:more recv-all
		# shellcheck disable=SC2086 # perhaps none
		run -0 genet connect "127.0.0.1:$port" $pipes --sh 'echo hello'
		peer_ends
		holds heard $'hello\n'
	done
}

@test "unix listen: a program that never reads is heard, also by messages" {
	for kind in '' --seqpacket; do
		# shellcheck disable=SC2086 # perhaps none
		address=./socket receiver 'unix listen' $kind --count-conns 1 \
			--sh 'echo hello'
		run -0 peer "connect${kind/--/-}" unix ./socket send:question \
			recv-all
		is "$output" hello
		genet_ends 0
	done
}

@test "a client that stays after the end of its program delays nothing" {
	programs --count-conns 2 --max-conns 1 --exec -- echo hello
	start peer connect 127.0.0.1 "$port" send:question recv-all hold
	answering send:question
	genet_ends 0
}

# What a process does that outlives the shell of a connection.
late='peer stdio pause:300 recv:1; echo late'

@test "a program's child that still has the connection goes on alone" {
	programs --keep-open --sh "exec 3<&0; { $late; } <&3 3<&- &"
	run -0 client send:x recv-all
	is "$output" xlate
}

@test "a program's child in a session of its own goes on alone, too" {
	programs --keep-open --sh "exec 3<&0; setsid sh -c '$late' <&3 3<&- &"
	run -0 client send:x recv-all
	is "$output" xlate
	listening_peer send:x recv-all
	run -0 genet connect "127.0.0.1:$port" \
		--sh "exec 3<&0; setsid sh -c '$late' <&3 3<&- &"
	peer_ends
	holds heard $'xlate\n'
}

@test "a grandchild that alone still has the connection goes on alone" {
	programs --keep-open --sh "exec 3<&0
		(
			{ $late; } <&3 3<&- &
			exec 3<&- >/dev/null
			wait
		) &"
	run -0 client send:x recv-all
	is "$output" xlate
}

@test "connect: a program's child that still has the connection goes on alone" {
	listening_peer send:x recv-all
	run -0 genet connect "127.0.0.1:$port" \
		--sh "exec 3<&0; { $late; } <&3 3<&- &"
	peer_ends
	holds heard $'xlate\n'
}

has_no_children() {
	[[ -z $(</proc/"$genet"/task/"$genet"/children) ]]
}

@test "a program's child without the connection keeps no client from its answer" {
	not_under_valgrind 'the children of genet are those of valgrind'
	mkfifo up over
	exec {over}<>over
	programs --keep-open --sh 'setsid sh -c "echo >up; exec cat over" \
			</dev/null >/dev/null 2>&1 &
		read -r _ <up
		echo hello'
	for _ in 1 2 3; do
		answering send:question
	done
	run ! has_no_children
	exec {over}>&-
	eventually has_no_children
}

@test "at the end of a program genet does not read all of /proc" {
	needs_strace
	under=(strace -qq -o log -e 'trace=open,openat,readlinkat')
	programs --count-conns 2 --sh 'echo hello'
	answering send:question
	answering send:question
	genet_ends 0
	grep -q children log
	run ! grep '/fd"\|readlink' log
}

@test "30 questions, one after the other, get an answer and an end" {
	programs --count-conns 30 --sh 'echo hello'
	for _ in {1..30}; do
		answering send:question
	done
	genet_ends 0
}

@test "--pipes: a program can open /dev/stdin and /dev/stdout" {
	programs --pipes --sh 'cat /dev/stdin >/dev/stdout'
	run -0 client send:hello shut recv-all
	is "$output" hello
	genet_ends 0
}

@test "--pipes without a program is a usage error" {
	run -2 genet listen 127.0.0.1:0 --pipes
	says "$output" --pipes --exec --sh
}

# ---- How programs are ended

# A program that starts two others; the FIFO ends when all three have ended.
with_children='exec 4>alive; echo up; sleep infinity | sleep infinity'

# begin_with_children OPTION...: starts a listener with that program, and a reader of
# the FIFO, $reader.
begin_with_children() {
	[[ -p alive ]] || mkfifo alive
	start cat alive
	reader=$pid
	programs "$@" --sh "$with_children"
}

@test "SIGTERM of the listener ends programs with all that they have started" {
	for pipes in '' --pipes; do
		# shellcheck disable=SC2086 # perhaps none
		begin_with_children --keep-open $pipes
		run -0 client recv:3
		kill -TERM "$genet"
		genet_ends 143
		wait "$reader"
	done
}

@test "connect: --timeout ends the program with all that it has started" {
	for pipes in '' --pipes; do
		mkfifo alive
		start cat alive
		reader=$pid
		listening_peer recv-all
		# shellcheck disable=SC2086 # perhaps none
		run -124 genet connect "127.0.0.1:$port" --timeout 1s $pipes \
			--sh "$with_children"
		wait "$reader"
		rm alive
	done
}

@test "the program of a client that has reset the connection is ended" {
	local pipes readers=() listeners=()
	# The program has 5 s to end by itself: both cases wait at the same time.
	for pipes in '' --pipes; do
		mkdir "at$pipes"
		cd "at$pipes"
		# shellcheck disable=SC2086 # perhaps none
		begin_with_children --keep-open $pipes
		run -0 client recv:3 reset
		readers+=("$reader") listeners+=("$genet")
		cd "$BATS_TEST_TMPDIR"
	done
	wait "${readers[0]}"
	wait "${readers[1]}"
	for genet in "${listeners[@]}"; do
		kill -TERM "$genet"
		genet_ends 143
	done
}

@test "the only client is gone before its program: status 7" {
	begin_with_children --once
	run -0 client recv:3 reset
	genet_ends 7
	wait "$reader"
	says "$(<err)" 'ended before its program'
}

@test "connect: a peer that is gone ends the program, and the status is 7" {
	local pipes both=()
	for pipes in '' --pipes; do
		listening_peer recv:3 reset
		# shellcheck disable=SC2086 # perhaps none
		start genet connect "127.0.0.1:$port" $pipes \
			--sh 'echo up; exec sleep infinity' 2>"err$pipes"
		both+=("$pid")
		peer_ends
	done
	for genet in "${both[@]}"; do
		genet_ends 7
	done
	says "$(<err)" 'ended before its program'
	says "$(<err--pipes)" 'reset by peer'
}

@test "a client that has half-closed is answered" {
	programs --once --sh 'cat; peer stdio pause:1500; echo late'
	run -0 client send:early shut recv-all
	is "$output" earlylate
	genet_ends 0
}
