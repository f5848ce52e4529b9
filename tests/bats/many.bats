#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# A listener that serves any number of clients at once.
load helpers

has_all_its_descriptors() {
	(($(descriptors) >= 60))
}

# records FROM TO: prints the records that peer-many sends.
records() {
	seq "$1" "$2" | awk '{ printf "%05d-%05d-%05d-%05d\n", $1, $1, $1, $1 }'
}

# ---- Who is served

@test "clients are served one after the other" {
	keep_open
	client send:one shut expect-end
	client send:two shut expect-end
	eventually holds got onetwo
}

@test "clients are served at once" {
	keep_open
	start peer connect 127.0.0.1 "$port" send:one, hold
	eventually holds got one,
	client send:two shut expect-end
	eventually holds got one,two
}

@test "standard input goes to all clients that are connected" {
	in_the_foreground
	pipe in
	keep_open <in
	pipe one
	pipe two
	start peer connect 127.0.0.1 "$port" send:a recv:6 >one
	start peer connect 127.0.0.1 "$port" send:b recv:6 >two
	eventually grep a got
	eventually grep b got
	echo hello >&"$in"
	expect_line "$one" hello
	expect_line "$two" hello
}

@test "standard input waits until there is a client" {
	in_the_foreground
	keep_open < <(pattern 300000)
	client expect-pattern:300000 expect-end
}

@test "--count-conns ends the run" {
	keep_open --count-conns 2
	client send:one shut expect-end
	client send:two shut expect-end
	genet_ends 0
	holds got onetwo
}

@test "--count-conns: then the port refuses, though a client is there" {
	apart
	keep_open --count-conns 1
	start peer connect 127.0.0.1 "$port" send:one hold
	eventually holds got one
	run -1 client
	says "$output" refused
}

@test "--max-conns: others wait until one has gone" {
	pipe go
	keep_open --max-conns 2 --format lines
	start_ready peer-many records 127.0.0.1 "$port" 2 0 <go
	first=$pid
	start peer-many turns 127.0.0.1 "$port" 3 </dev/null
	second=$pid
	peer stdio pause:100
	holds got ''
	close_pipe go
	wait "$first"
	wait "$second"
	eventually has_lines got 5
}

@test "--allow refuses clients of other ranges" {
	keep_open --allow 192.0.2.0/24 --allow 127.0.0.2 --format lines -v
	run -0 client expect-end
	kill -0 "$genet"
	holds got ''
}

@test "--allow accepts clients of its ranges" {
	keep_open --allow 192.0.2.0/24 --allow 127.0.0.0/8
	client send:one shut expect-end
	eventually holds got one
}

@test "--deny refuses clients of its range, although --allow has them" {
	keep_open --allow 127.0.0.0/8 --deny 127.0.0.1
	client expect-end
	kill -0 "$genet"
	holds got ''
}

@test "--deny works without --keep-open, and such a client is not the only one" {
	address='*:0' receiver listen --deny 127.0.0.1
	client expect-end
	peer connect ::1 "$port" send:hello
	genet_ends 0
	holds got hello
}

@test "an invalid range is a usage error" {
	run -2 genet listen --keep-open --allow 10.0.0.0/33 127.0.0.1:0
	says "$output" "'10.0.0.0/33'"
}

# ---- Where the bytes go

@test "--format lines keeps lines whole" {
	keep_open --format lines
	start peer connect 127.0.0.1 "$port" send:on pause:50 $'send:e\n'
	start peer connect 127.0.0.1 "$port" send:tw pause:50 $'send:o\nth'
	eventually has_lines got 3
	run -0 sort got
	is "$output" $'one\nth\ntwo'
}

@test "--tag says whose line it is" {
	keep_open --tag
	client $'send:one\ntwo' shut expect-end
	eventually has_lines got 2
	grep -P '^1 127\.0\.0\.1:\d+\tone$' got
	grep -P '^1 127\.0\.0\.1:\d+\ttwo$' got
}

@test "a line of more than 1 MiB ends its connection, with a line" {
	keep_open --format lines
	head -c 1100000 /dev/zero >long
	start bash -c "exec cat long >/dev/tcp/127.0.0.1/$port"
	eventually grep '1024 KiB' err
	says "$(<err)" 127.0.0.1: dropped
	client $'send:next\n' shut expect-end
	eventually grep -x next got
}

@test "--output gives each client a file" {
	in_the_foreground
	keep_open -o 'from-%{conn}-%{host}'
	client send:one shut expect-end
	client send:two shut expect-end
	holds from-1-127.0.0.1 one
	holds from-2-127.0.0.1 two
	holds got ''
}

@test "--output with a name for each client works for a single one, too" {
	receiver listen -o 'from-%{conn}'
	client send:one
	genet_ends 0
	holds from-1 one
}

@test "--output refuses a name that it does not know" {
	run -2 genet listen -k -o 'from-%{who}' 127.0.0.1:0
	says "$output" "'%{who}'"
}

@test "--echo sends everything back" {
	keep_open --echo
	run -0 peer-many echo 127.0.0.1 "$port" 50 200000
}

@test "--echo does not read for a client that does not" {
	keep_open --echo
	# The buffers of both kernels and of genet are full; then all is read.
	start peer connect 127.0.0.1 "$port" fill:200 shut recv-all >back
	slow=$pid
	run -0 peer-many echo 127.0.0.1 "$port" 5 200000
	wait "$slow"
	size=$(stat -c %s back)
	((size > 1000000))
	run ! grep dropped err
}

@test "--discard takes everything" {
	in_the_foreground
	keep_open --discard
	client send-pattern:5000000 shut expect-end
	holds got ''
}

@test "only one option can say what becomes of the bytes" {
	run -2 genet listen -k --echo --discard 127.0.0.1:0
	run -2 genet listen -k --echo -o file 127.0.0.1:0
	run -2 genet listen -k --discard --sh true 127.0.0.1:0
}

# is_refused TEXT OPTION...: these options are a usage error for listen and unix listen.
is_refused() {
	run -2 genet listen "${@:2}" 127.0.0.1:0
	says "$output" "$1"
	run -2 genet unix listen "${@:2}" ./socket
	says "$output" "$1"
	[[ ! -e socket ]]
}

@test "an option without any effect is refused: shapes of an output" {
	is_refused '--tag has no effect with --echo' --tag --echo
	is_refused '--tag has no effect with --discard' -k --tag --discard
	is_refused '--tag has no effect with --sh' -k --tag --sh true
	is_refused '--tag has no effect with a file for each' --tag -o '%{conn}'
	is_refused '--format lines has no effect with --send-only' \
		-k --format lines --send-only
	is_refused '--raw has no effect with --echo' --raw --echo
}

@test "an option without any effect is refused: what is sent" {
	is_refused '--crlf has no effect with --echo' -k --crlf --echo
	is_refused '--crlf has no effect with --recv-only' --crlf --recv-only
	is_refused '--crlf has no effect with --no-stdin' --crlf --no-stdin
	run -2 genet listen 127.0.0.1:0 --crlf --during -- true
	says "$output" '--crlf has no effect with --during'
	is_refused '--echo and --recv-only contradict' --echo --recv-only
	is_refused '--echo and --send-only contradict' --echo --send-only
}

@test "an option without any effect is refused: how many clients" {
	is_refused '--once and --keep-open contradict each other' -1 -k
	is_refused '--once and --count-conns contradict' -1 --count-conns 2
	is_refused '--max-conns has no effect without --keep-open' --max-conns 5
	is_refused '--max-memory has no effect without' --max-memory 64M
}

@test "options that have an effect together are not refused" {
	for options in '--echo --crlf --data x' '--discard --crlf --data x' \
		'-k --max-conns 5 --max-memory 64M --tag --raw' \
		'--count-conns 2 --max-conns 1' '--echo --max-memory 64M' \
		'--crlf --sh cat --no-stdin' '--echo --no-stdin'; do
		# shellcheck disable=SC2086 # several words
		run -124 genet listen --timeout 1ms $options 127.0.0.1:0
	done
}

@test "--send-only throws away what clients send" {
	in_the_foreground
	keep_open --send-only < <(pattern 100000)
	client send-pattern:100000 expect-pattern:100000 shut expect-end
	kill -0 "$genet"
	holds got ''
}

# ---- What does not end it

@test "a reset ends the connection of that client only" {
	keep_open
	client send:one reset
	client send:two shut expect-end
	eventually holds got onetwo
	kill -0 "$genet"
}

@test "a reset of the only client is status 7" {
	receiver listen --echo
	client send:one recv:3 reset >/dev/null
	genet_ends 7
	says "$(<err)" 'reset by peer' '3 B received'
}

@test "10,000 clients at once, 1,000 of them killed in mid-record" {
	not_under_valgrind 'too many for it'
	count=10000
	(($(ulimit -Hn) >= 10100)) || count=$(($(ulimit -Hn) - 100))
	killed=$((count / 10))
	pipe go
	keep_open --max-conns 20000 --format lines
	start_ready peer-many records 127.0.0.1 "$port" "$count" "$killed" <go
	many=$pid
	close_pipe go
	wait "$many"
	kill -TERM "$genet"
	genet_ends 143
	run -0 diff <(grep -E '^.{23}$' got | sort) \
		<(records "$killed" $((count - 1)))
	run -0 diff <(grep -vE '^.{23}$' got | sort) \
		<(records 0 $((killed - 1)) | cut -c 1-12)
}

@test "clients that come one after the other are served in that order" {
	for format in raw lines; do
		options=()
		[[ $format = raw ]] || options=(--format lines)
		keep_open "${options[@]}"
		run -0 peer-many turns 127.0.0.1 "$port" 300
		eventually has_lines got 300
		run -0 diff got <(records 0 299)
	done
}

@test "--echo: a client that is lost and does not read is given up" {
	receiver listen --echo
	client fill:300
	genet_ends 7
	says "$(<err)" 'connection from 127.0.0.1:'
}

@test "--echo: a goal ends silent clients, too" {
	keep_open --echo --until enough
	start peer connect 127.0.0.1 "$port" hold
	client send:enough recv:6 >/dev/null
	genet_ends 0
}

@test "1,000 clients come and go while 1,000 stay" {
	not_under_valgrind 'too many for it'
	(($(ulimit -Hn) >= 2100)) || skip 'not enough descriptors'
	pipe go
	keep_open --max-conns 1500 --format lines
	start_ready peer-many records 127.0.0.1 "$port" 1000 0 <go
	staying=$pid
	run -0 peer-many turns 127.0.0.1 "$port" 1000
	eventually has_lines got 1000
	close_pipe go
	wait "$staying"
	eventually has_lines got 2000
	run -0 diff <(sort got) <({
		records 0 999
		records 0 999
	} | sort)
}

@test "without descriptors clients are served in turn, and it does not spin" {
	not_under_valgrind 'it needs descriptors itself'
	pipe go
	under=(prlimit --nofile=64:64)
	keep_open --format lines
	start_ready peer-many records 127.0.0.1 "$port" 200 0 <go
	many=$pid
	eventually has_all_its_descriptors
	before=$(cpu_ms "$genet")
	peer stdio pause:1000
	(($(cpu_ms "$genet") - before < 100))
	close_pipe go
	wait "$many"
	eventually has_lines got 200
	run -0 diff <(sort got) <(records 0 199)
}

@test "without descriptors for their files clients wait as well" {
	not_under_valgrind 'it needs descriptors itself'
	under=(prlimit --nofile=64:64)
	keep_open -o 'from-%{conn}'
	run -0 peer-many records 127.0.0.1 "$port" 200 0 </dev/null 3>/dev/null
	run -0 diff <(cat from-* | sort) <(records 0 199)
}

@test "errors of accept do not end it" {
	needs_strace
	for error in ECONNABORTED EMFILE ENFILE ENOBUFS ENOMEM; do
		under=(strace -qq -o log -e trace=accept4 -e signal=none
			-e "inject=accept4:error=$error:when=1+2")
		keep_open --format lines
		run -0 peer-many turns 127.0.0.1 "$port" 5
		run -0 diff got <(records 0 4)
		grep -q "$error.*INJECTED" log
	done
}

@test "300 clients leave nothing behind" {
	keep_open --format lines
	before=$(descriptors)
	run -0 peer-many turns 127.0.0.1 "$port" 300
	eventually has_descriptors "$before"
}

@test "a client that does not read delays no other, and is dropped" {
	pipe in
	keep_open <in
	start peer connect 127.0.0.1 "$port" send:slow hold
	eventually holds got slow
	start peer connect 127.0.0.1 "$port" send:, expect-pattern:30000000
	fast=$pid
	eventually holds got slow,
	pattern 30000000 >&"$in"
	wait "$fast"
	says "$(<err)" 127.0.0.1: 'dropped: it does not read' '1024 KiB'
	rss=$(memory VmHWM)
	[[ -n ${VALGRIND_GENET-} || ${SANITIZERS-} == yes ]] || ((rss < 20000))
}

# ---- Ends

@test "SIGTERM ends it at once" {
	apart
	keep_open
	start peer connect 127.0.0.1 "$port" send:one expect-end
	client=$pid
	eventually holds got one
	kill -TERM "$genet"
	genet_ends 143
	run -1 client
}

refuses() {
	run ! peer connect 127.0.0.1 "$port"
}

@test "SIGTERM with --linger lets the clients finish" {
	keep_open --linger 20s
	mkfifo go
	start peer connect 127.0.0.1 "$port" send:one, read:go send:two \
		shut expect-end
	peer=$pid
	eventually holds got one,
	kill -TERM "$genet"
	eventually refuses
	echo >go
	genet_ends 143
	peer_ends
	holds got one,two
}

@test "SIGTERM with --linger does not wait for ever" {
	keep_open --linger 200ms
	start peer connect 127.0.0.1 "$port" send:one hold
	eventually holds got one
	kill -TERM "$genet"
	stopwatch genet_ends 143
	took_at_most 2000
}

@test "a second SIGTERM ends the lingering" {
	in_the_foreground # it is too sudden for the status file
	keep_open --linger 20s
	start peer connect 127.0.0.1 "$port" send:one hold
	eventually holds got one
	kill -TERM "$genet"
	eventually refuses
	kill -TERM "$genet"
	genet_ends 143
}

@test "-v counts no bytes of a program that has the socket itself" {
	receiver listen --count-conns 1 -v --exec -- cat
	run -0 client send:hello shut recv-all
	genet_ends 0
	grep 'closed: ' err
	run ! grep 'closed: .* B in' err
}

@test "--timeout ends it with status 124" {
	run -124 genet listen -k --timeout 200ms 127.0.0.1:0
}

@test "--timeout ends it when no client is left, but the output is not read" {
	mkfifo got
	exec {unread}<>got
	limit="$(with_slack 2) s"
	keep_open --count-conns 1 --timeout "${limit/ /}"
	client send-pattern:150000 shut expect-end
	genet_ends 124
	says "$(<err)" "not done within $limit"
}

@test "--idle-timeout is for each client" {
	keep_open --idle-timeout 200ms
	client send:one expect-end
	client send:two expect-end
	kill -0 "$genet"
	holds got onetwo
}

@test "--idle-timeout of the only client is status 124" {
	receiver listen --echo -w 3s
	client expect-end
	genet_ends 124
}

@test "--idle-timeout without the only client is status 124" {
	run -124 genet listen --echo -w 200ms 127.0.0.1:0
}

@test "the reader of standard output is gone" {
	# shellcheck disable=SC2016 # the inner shell's
	start_ready bash -c 'genet listen -k --quiet --ready-fd 3 127.0.0.1:0 |
		head -c 1; exit "${PIPESTATUS[0]}"' </dev/null
	genet=$pid port=${ready##*:}
	client send:one shut || :
	genet_ends 141
}

@test "a disk that is full is status 1" {
	[[ -w /dev/full ]] || skip 'there is no /dev/full'
	in_the_foreground
	ln -s /dev/full got
	keep_open
	client send:one shut
	genet_ends 1
	says "$(<err)" 'no space left'
}

# ---- Unix sockets

@test "unix listen -k serves many, and SIGTERM removes the file" {
	address=./socket receiver 'unix listen' -k --format lines
	for line in one two three; do
		peer connect unix ./socket "send:$line" shut expect-end
	done
	eventually holds got $'one\ntwo\nthree\n'
	kill -TERM "$genet"
	genet_ends 143
	[[ ! -e socket ]]
}

@test "unix listen -k --seqpacket echoes messages" {
	address=./socket receiver 'unix listen' -k --echo --seqpacket
	run -0 peer connect-seqpacket unix ./socket send:one messages:1 \
		send:four messages:1
	is "$output" $'3\n4'
}

# send_long SIZE: sends one message to ./socket; skips the test where that is not
# allowed.
send_long() {
	python3 - "$1" <<-'END' || skip 'long messages cannot be sent here'
		import socket, sys
		SO_SNDBUFFORCE = 32
		s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
		s.connect('socket')
		try:
		    s.setsockopt(socket.SOL_SOCKET, SO_SNDBUFFORCE, 1 << 22)
		    s.send(b'x' * int(sys.argv[1]))
		except OSError:
		    sys.exit(1)
		s.recv(1)
	END
}

@test "unix listen -k: a message that is too long is no failure of this host" {
	for options in --discard --echo; do
		rm -f socket
		address=./socket receiver 'unix listen' --count-conns 2 \
			--seqpacket $options
		send_long 1100000
		peer connect-seqpacket unix ./socket send:x shut
		genet_ends 0
	done
	rm -f socket
	address=./socket receiver 'unix listen' --count-conns 2 --seqpacket \
		--echo
	send_long 800000
	peer connect-seqpacket unix ./socket send:x shut
	genet_ends 0
}

# ---- What each client is told

@test "--data greets each client, whenever it comes" {
	receiver listen --keep-open --data 'hello\n' --crlf
	for _ in 1 2 3; do
		run -0 peer connect 127.0.0.1 "$port" recv-all
		is "$output" $'hello\r'
	done
}

@test "--data does not end what a client sends" {
	receiver listen --keep-open --data hello --count-conns 1
	peer connect 127.0.0.1 "$port" recv:5 expect-end send:late >/dev/null
	genet_ends 0
	holds got late
}

@test "--data comes before the echo" {
	receiver listen --keep-open --echo --data '>'
	run -0 peer connect 127.0.0.1 "$port" recv:1 send:a recv:1 send:b shut \
		recv-all
	is "$output" '>ab'
}

@test "the end of the input does not end the echo" {
	printf '>' >in
	receiver listen --keep-open --echo --input "$PWD/in"
	run -0 peer connect 127.0.0.1 "$port" recv:1 send:a recv:1 send:b shut \
		recv-all
	is "$output" '>ab'
}

@test "--recv-only answers nobody, and --echo is not asked for input" {
	receiver listen --keep-open --recv-only --discard
	peer connect 127.0.0.1 "$port" send:x shut expect-end
}

@test "messages stay what they are in the queue of a slow client" {
	address=./socket
	receiver 'unix listen' --keep-open --echo --seqpacket
	printf -v long '%01000d' 0
	sends=()
	for _ in {1..150}; do sends+=("send:$long"); done
	run -0 peer connect-seqpacket unix ./socket "${sends[@]}" messages:150
	is "$output" "$(yes 1000 | head -n 150)"
}

# ---- How the connection of one client ends

@test "a client that only listens need not keep its own side open" {
	pipe in
	receiver listen --keep-open --input "$PWD/in"
	start peer connect 127.0.0.1 "$port" shut recv:5 expect-end >heard
	peer=$pid
	peer connect 127.0.0.1 "$port" expect-silence:200
	echo -n hello >&"$in"
	close_pipe in
	peer_ends
	holds heard hello
}

@test "--linger ends the connection of a client that does not end" {
	receiver listen --keep-open --data hello --linger 200ms -v
	start peer connect 127.0.0.1 "$port" recv:5 expect-end hold >/dev/null
	eventually grep '^connection 1 closed' err
	says "$(<err)" 'timed out: the peer had not ended 200 ms after the end'
	run -0 peer connect 127.0.0.1 "$port" recv:5
	is "$output" hello
}

@test "--linger of the only client is status 124" {
	receiver listen --allow 127.0.0.0/8 --data hello --linger 200ms
	start peer connect 127.0.0.1 "$port" recv:5 expect-end hold >/dev/null
	genet_ends 124
	says "$(<err)" 'connection from 127.0.0.1:' 'had not ended 200 ms after'
}

@test "the only client leaves bytes unread: status 7" {
	receiver listen --allow 127.0.0.0/8 --data unread
	peer connect 127.0.0.1 "$port" pause:100 close
	genet_ends 7
}

@test "the only client has ended, but does not take all: status 7" {
	pattern 250000 >in
	receiver listen --allow 127.0.0.0/8 --send-buffer 208K --input "$PWD/in"
	peer connect 127.0.0.1 "$port" shut pause:200 close
	genet_ends 7
}

@test "a client that is gone by the time it is accepted has an address" {
	receiver listen --expect nope
	kill -STOP "$genet"
	peer connect 127.0.0.1 "$port" send:one reset
	kill -CONT "$genet"
	genet_ends 7
	says "$(<err)" 'connection from 127.0.0.1:'
}

@test "--echo --bytes: the answer arrives whole, although enough was received" {
	receiver listen --keep-open --echo --bytes 1000000 --send-buffer 8K
	pattern 1000000 | genet connect 127.0.0.1 "$port" --recv-buffer 4K \
		>heard
	pattern 1000000 | cmp heard -
	genet_ends 0
}
