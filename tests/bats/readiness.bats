#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Readiness: a client that starts at the announcement of a listener is accepted, for
# each way to announce.
load helpers

# gets_in: $genet serves a client that starts now.
gets_in() {
	peer connect 127.0.0.1 "$port" send:hello
	genet_ends 0
	says "$(<got)" hello
}

# ---- What is announced

@test "the announcement is the address by default" {
	start_ready genet listen --ready-fd 3 127.0.0.1:0
	[[ $ready =~ ^127\.0\.0\.1:[1-9][0-9]*$ ]]
}

@test "an IPv6 address is announced in brackets" {
	start_ready genet listen --ready-fd 3 '[::1]:0'
	[[ $ready =~ ^\[::1\]:[1-9][0-9]*$ ]]
}

@test "all addresses are announced as a star" {
	start_ready genet listen --ready-fd 3 0
	[[ $ready =~ ^\*:[1-9][0-9]*$ ]]
}

@test "--announce fills in what is asked for" {
	start_ready genet listen --ready-fd 3 \
		--announce '%{pid}|%{host}|%{port}|%{address}|%%' 127.0.0.1:0
	port=${ready%|*|%}
	port=${port##*|}
	is "$ready" "$pid|127.0.0.1|$port|127.0.0.1:$port|%"
}

@test "--announce refuses a name that it does not know" {
	run -2 --separate-stderr genet listen --announce '%{prot}' 127.0.0.1:0
	says "$stderr" "'%{prot}'"
}

# ---- Where it is announced

@test "--announce alone is a line on standard error" {
	pipe err
	start genet listen --announce '%{port}' 127.0.0.1:0 \
		</dev/null >got 2>err
	genet=$pid
	read -r -u "$err" port
	gets_in
}

@test "--announce alone takes the place of the line for people" {
	start_ready sh -c \
		"exec genet listen --announce '%{port}' 127.0.0.1:0 2>&3" \
		</dev/null >got
	port=$ready genet=$pid
	gets_in
}

@test "--ready-fd is closed once it is written" {
	mkfifo announced
	start sh -c 'exec genet listen --ready-fd 3 127.0.0.1:0 3>announced'
	says "$(<announced)" 127.0.0.1:
	kill -0 "$pid"
}

@test "--ready-fd 1 leaves standard output open" {
	pipe got
	start genet listen --ready-fd 1 127.0.0.1:0 </dev/null >got
	genet=$pid
	read -r -u "$got" address
	peer connect 127.0.0.1 "${address##*:}" $'send:hello\n'
	expect_line "$got" hello
	genet_ends 0
}

@test "--ready-fd refuses a descriptor that is not open" {
	run ! genet listen --ready-fd 99 --timeout 5s 127.0.0.1:0
	says "$output" 99
}

@test "--ready-fd does not take a descriptor that genet has opened itself" {
	# Sanitizers and valgrind have opened descriptors before.
	[[ ${SANITIZERS-} != yes && -z ${VALGRIND_GENET-} ]] ||
		skip 'the numbers are of a genet by itself'
	for fd in 3 4 5; do
		run -2 sh -c "exec genet listen --ready-fd $fd --output got \
			--timeout 2s 127.0.0.1:0 3>&- 4>&- 5>&-"
		says "$output" "descriptor $fd"
		[[ ! -e got ]]
	done
}

@test "--ready-file holds the announcement" {
	start genet listen --ready-file ready --announce '%{port}' \
		127.0.0.1:0 </dev/null >got
	genet=$pid
	eventually test -e ready
	port=$(<ready)
	gets_in
}

@test "--ready-file leaves no temporary file" {
	start_ready genet listen --ready-file ready --ready-fd 3 127.0.0.1:0
	eventually test -e ready
	run -0 find . -type f
	is "$output" ./ready
}

# looks_whole: the first content of the ready file that is not the old one is whole.
looks_whole() {
	local seen=stale
	echo stale >ready
	start genet listen --ready-file ready 127.0.0.1:0
	while [[ $seen == stale ]]; do # a pause could miss the moment
		seen=$(<ready)
		kill -0 "$pid"
	done
	[[ $seen =~ ^127\.0\.0\.1:[1-9][0-9]*$ ]]
	kill "$pid"
}

@test "--ready-file is never seen half-written" {
	rounds 50 looks_whole
}

@test "--ready-file is renamed into place, never opened" {
	needs_strace
	start_ready strace -qq -o log -e trace=%file \
		genet listen --ready-file there --ready-fd 3 127.0.0.1:0 \
		</dev/null
	peer connect 127.0.0.1 "${ready##*:}" send:hello
	wait "$pid"
	grep -q '^rename.*"there"' log
	run ! grep -E '^(open|creat).*"(\./)?there"' log
}

@test "--ready-file and --pid-file leave the temporary file of another process alone" {
	# shellcheck disable=SC2016 # the inner shell's
	run -124 sh -c 'echo $$ >id; echo hers >"ready.$$-1.new"
		echo hers >"pid.$$-1.new"
		exec genet listen 127.0.0.1:0 --ready-file ready --pid-file pid \
			--timeout 10ms'
	[[ $(<ready) == 127.0.0.1:* ]]
	id=$(<id)
	holds "ready.$id-1.new" $'hers\n'
	holds "pid.$id-1.new" $'hers\n'
	[[ ! -e ready.$id-2.new && ! -e pid.$id-2.new && ! -e pid ]]
}

@test "--ready-file that cannot be made is an error" {
	run -1 genet listen --ready-file no/such/file --timeout 5s 127.0.0.1:0
	says "$output" no/such/file
}

@test "NOTIFY_SOCKET is told READY=1" {
	pipe notified
	start_ready peer datagrams unix notify >notified
	NOTIFY_SOCKET=$PWD/notify start genet listen 127.0.0.1:0
	read -r -N 7 -u "$notified" state
	is "$state" READY=1
}

@test "NOTIFY_SOCKET is told of all addresses, and of nothing else" {
	local all state
	cat >many <<-'END'
		for fd in {4..42}; do eval "exec $fd<&3"; done
		LISTEN_PID=$$ LISTEN_FDS=40 exec genet listen --quiet
	END
	pipe notified
	start_ready peer datagrams unix notify >notified
	NOTIFY_SOCKET=$PWD/notify start_ready peer fd3 127.0.0.1 0 bash many
	all=$(printf ", 127.0.0.1:${ready#* }%.0s" {1..40})
	read -r -u "$notified" state
	is "$state" READY=1
	read -r -u "$notified" state
	is "$state" "STATUS=listening on ${all#, }"
	run ! read -r -t 0 -u "$notified" # the datagram was written as a whole
}

@test "NOTIFY_SOCKET may be an abstract name" {
	pipe notified
	start_ready peer datagrams unix "@genet-$$" >notified
	NOTIFY_SOCKET=@genet-$$ start genet listen 127.0.0.1:0
	read -r -N 7 -u "$notified" state
	is "$state" READY=1
}

# waits_and_obeys COMMAND...: the first SIGTERM ends genet while its announcement is not
# read; the file before says that genet listens.
waits_and_obeys() {
	start "$@"
	genet=$pid
	eventually test -e before
	kill -TERM "$genet"
	genet_ends 143
}

@test "--ready-fd: a pipe that is full does not keep genet from ending" {
	pipe full
	dd if=/dev/zero of=full bs=4096 oflag=nonblock 2>/dev/null || :
	waits_and_obeys bash -c 'exec genet listen --pid-file before \
		--ready-fd 3 127.0.0.1:0 3>full'
}

@test "NOTIFY_SOCKET: a queue that is full does not keep genet from ending" {
	start_ready peer-udp bind unix notify pause:20000
	run -124 genet unix send notify --data x --repeat forever --timeout 1s
	NOTIFY_SOCKET=$PWD/notify waits_and_obeys genet listen \
		--ready-file before 127.0.0.1:0
}

@test "NOTIFY_SOCKET that nobody receives on is an error" {
	NOTIFY_SOCKET=$PWD/none run -1 genet listen 127.0.0.1:0
	says "$output" "cannot notify '$PWD/none' (NOTIFY_SOCKET): " 'no such file'
}

# ---- What ready means

@test "nothing is announced when the output file cannot be made" {
	run -1 genet listen --output no/such/file --ready-file ready 127.0.0.1:0
	[[ ! -e ready ]]
}

@test "nothing is announced when the port is in use" {
	listening_peer hold
	run -6 genet listen --ready-file ready "127.0.0.1:$port"
	[[ ! -e ready ]]
}

announced_then_in() {
	start_ready genet listen --quiet --ready-fd 3 127.0.0.1:0 \
		</dev/null >got
	port=${ready##*:} genet=$pid
	gets_in
}

@test "a client that starts at the announcement gets in, each time" {
	rounds 50 announced_then_in
}

@test "a client is served that comes before its connection is accepted" {
	receiver listen
	kill -STOP "$genet"
	peer connect 127.0.0.1 "$port" send:hello
	kill -CONT "$genet"
	genet_ends 0
	holds got hello
}

# ---- The line for people

# says_ready OPTION... ADDRESS: starts a listener, and leaves its first line in $line.
says_ready() {
	pipe err
	start genet listen "$@" 2>err
	read -r -u "$err" line
}

@test "a port that the kernel chose is told on standard error" {
	says_ready 127.0.0.1:0
	[[ $line =~ ^'listening on 127.0.0.1:'[1-9][0-9]*$ ]]
}

@test "listening on all addresses is told as such" {
	says_ready 0
	[[ $line =~ ^'listening on *:'[1-9][0-9]*' (all addresses)'$ ]]
}

@test "a chosen port is told with -v" {
	network
	says_ready -v 127.0.0.1:80
	is "$line" 'listening on 127.0.0.1:80'
}

@test "a chosen port is told on a terminal" {
	network
	pipe in
	pipe shown
	start script --quiet --flush --command 'genet listen 127.0.0.1:80' \
		/dev/null <in >shown
	read -r -u "$shown" line
	says "$line" 'listening on 127.0.0.1:80'
}

@test "a chosen port is not told otherwise" {
	network
	start_ready genet listen --ready-fd 3 127.0.0.1:80 2>err
	holds err ''
}

# says_nothing_more: after a client, nothing was written to standard error.
says_nothing_more() {
	peer connect 127.0.0.1 "$port" send:hello
	wait "$pid"
	holds err ''
}

@test "the port is not told to people as well as to --ready-fd" {
	start_ready genet listen --ready-fd 3 127.0.0.1:0 </dev/null 2>err
	port=${ready##*:}
	says_nothing_more
}

@test "the port is not told to people as well as to --ready-file" {
	start genet listen --ready-file ready --announce '%{port}' \
		127.0.0.1:0 </dev/null 2>err
	eventually test -e ready
	port=$(<ready)
	says_nothing_more
}

@test "the port is not told to people as well as to NOTIFY_SOCKET" {
	pipe notified
	start_ready peer datagrams unix notify >notified
	NOTIFY_SOCKET=$PWD/notify start genet listen 127.0.0.1:0 \
		</dev/null 2>err
	read -r -u "$notified" state
	read -r -u "$notified" state
	port=${state##*:}
	says_nothing_more
}

@test "the port is not told to people as well as to the program of --during" {
	# shellcheck disable=SC2016 # the program expands it
	local address='"$GENET_ADDR"'
	run -0 genet listen 127.0.0.1:0 --during -- \
		sh -c "genet connect $address --data x"
	is "$output" x
	run -0 genet udp-recv 127.0.0.1:0 --count 1 --during -- \
		sh -c "genet udp-send $address --data x"
	is "$output" x
}

@test "-v prints the port on standard error in any case" {
	pipe err
	start_ready genet listen -v --ready-fd 3 127.0.0.1:0 2>err
	read -r -u "$err" line
	is "$line" "listening on $ready"
}

@test "--quiet does not print the port" {
	in_the_foreground
	begin listen -- send:hello </dev/null
	genet_ends 0
	holds err ''
}

@test "--ready-file and --pid-file take the place of no FIFO, device or directory" {
	mkfifo fifo
	mkdir directory
	for name in fifo directory; do
		for option in --ready-file --pid-file; do
			run -1 genet listen 127.0.0.1:0 "$option" "$name"
			says "$output" "'$name' is not a regular file"
		done
	done
	[[ -p fifo && -d directory ]]
}
