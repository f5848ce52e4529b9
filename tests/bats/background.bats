#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Listeners in the background, and the processes that they end with.
load helpers

setup_file() {
	# One listener for all tests; bats does not wait for it.
	port_file=$BATS_FILE_TMPDIR/port
	"${GENET:-$BATS_TEST_DIRNAME/../../genet}" listen 127.0.0.1:0 \
		--keep-open --discard --background --announce '%{port}' \
		--timeout 1h --pid-file "$BATS_FILE_TMPDIR/pid" >"$port_file"
	export SHARED_PORT
	SHARED_PORT=$(<"$port_file")
}

teardown_file() {
	kill "$(<"$BATS_FILE_TMPDIR/pid")"
}

# has_ended PID: the process has ended, or is a zombie.
has_ended() {
	local state
	state=$(sed 's/.*) \(.\).*/\1/' "/proc/$1/stat") || return 0
	is "$state" Z
}

@test "--background: run returns at once, with the announcement" {
	stopwatch run -0 genet listen 127.0.0.1:0 --background \
		--announce '%{port}' -o got --pid-file pid --timeout 20s
	took_at_most 2000
	[[ $output =~ ^[1-9][0-9]*$ ]]
	id=$(<pid)
	peer connect 127.0.0.1 "$output" send:hello
	eventually has_ended "$id"
	holds got hello
	[[ ! -e pid ]]
}

@test "--background: the address is announced by default" {
	run -0 genet listen 127.0.0.1:0 --background --timeout 1s
	[[ $output =~ ^127\.0\.0\.1:[1-9][0-9]*$ ]]
}

@test "--background: an announcement of any length is passed on" {
	long=$(printf '%03000d' 0)
	run -0 genet listen 127.0.0.1:0 --background --timeout 1s \
		--announce "$long%{port}"
	[[ $output =~ ^"$long"[1-9][0-9]*$ ]]
}

@test "--background: an announcement that cannot be written ends it" {
	run -1 sh -c 'genet listen 127.0.0.1:0 --background --pid-file pid \
		--timeout 20s >/dev/full'
	says "$output" 'cannot announce on standard output: no space left'
	eventually test ! -e pid
}

@test "--background serves the sockets of a service manager" {
	cat >manager <<-'END'
		for fd in {4..42}; do eval "exec $fd<&3"; done
		LISTEN_PID=$$ LISTEN_FDS=40 exec genet listen --background \
			--timeout 20s -o got --pid-file pid
	END
	start_ready peer fd3 127.0.0.1 0 bash manager >announced
	wait "$pid"
	is "$(<announced)" "127.0.0.1:${ready#* }"
	id=$(<pid)
	peer connect 127.0.0.1 "${ready#* }" send:hello
	eventually has_ended "$id"
	holds got hello
}

@test "--background in setup_file serves all tests" {
	peer connect 127.0.0.1 "$SHARED_PORT" send:hello shut expect-end
	peer connect 127.0.0.1 "$SHARED_PORT" send:hello shut expect-end
}

@test "--background in a command substitution returns" {
	port=$(genet listen 127.0.0.1:0 --background --announce '%{port}' \
		-o got --pid-file pid --timeout 20s)
	id=$(<pid)
	peer connect 127.0.0.1 "$port" send:hello
	eventually has_ended "$id"
	holds got hello
}

@test "--background: --input, --output and --log may name open descriptors" {
	pipe out
	pipe log
	# exec: so that no shell keeps our own output open.
	port=$(printf hello | genet listen 127.0.0.1:0 --background -v \
		--announce '%{port}' -i /dev/stdin -o >(exec cat >out) \
		--log >(exec cat >log) --timeout 20s)
	run -0 peer connect 127.0.0.1 "$port" send:world shut recv-all
	is "$output" hello
	read -r -N 5 -u "$out" line
	is "$line" world
	read -r -u "$log" line
	says "$line" 'connection 1 from 127.0.0.1'
}

@test "--background: a listener that cannot listen says why, with its exit status" {
	run -6 genet listen "127.0.0.1:$SHARED_PORT" --background
	says "$output" 'address already in use'
	run -1 genet listen 127.0.0.1:0 --background -o no/such/file
	says "$output" no/such/file
	run -2 genet listen 127.0.0.1:0 --background --announce '%{x}'
}

@test "--background fails also where SIGCHLD is ignored" {
	run -6 env --ignore-signal=CHLD genet listen --background 192.0.2.77 0
	says "$output" 192.0.2.77
}

@test "--background is in a session of its own, with three descriptors" {
	not_under_valgrind 'it has some of its own'
	run -0 genet listen 127.0.0.1:0 --background --pid-file pid \
		--timeout 20s
	id=$(<pid)
	read -ra stat <"/proc/$id/stat"
	is "${stat[5]}" "$id"
	for fd in 0 1 2; do
		is "$(readlink "/proc/$id/fd/$fd")" /dev/null
	done
	# shellcheck disable=SC2012 # no odd names there
	run -0 bash -c "ls -l /proc/$id/fd | grep -c pipe:"' || :'
	is "$output" 0
	kill "$id"
	eventually has_ended "$id"
}

@test "--log gets what happens in the background" {
	run -0 genet listen 127.0.0.1:0 --background --announce '%{port}' -v \
		--log log --pid-file pid -o got --timeout 20s
	id=$(<pid)
	peer connect 127.0.0.1 "$output" send:hello
	eventually has_ended "$id"
	says "$(<log)" 'connection 1 from 127.0.0.1'
}

@test "--log gets the error of a run in the background" {
	run -0 genet listen 127.0.0.1:0 --background --log log --pid-file pid \
		--timeout 100ms
	eventually test ! -e pid
	eventually grep 'no client came' log
}

@test "--log appends to the file" {
	echo before >log
	run -124 genet listen 127.0.0.1:0 --log log --timeout 10ms
	is "$output" ''
	is "$(head -n 1 log)" before
	says "$(<log)" 'no client came'
}

@test "--log that cannot be opened is status 1" {
	run -1 genet listen 127.0.0.1:0 --log no/such/file
	says "$output" no/such/file
	run -1 genet listen 127.0.0.1:0 --log no/such/file --background
	says "$output" no/such/file
}

@test "--log on a full disk: the lines are on standard error, and status 1" {
	[[ -w /dev/full ]] || skip 'there is no /dev/full'
	start_ready genet listen 127.0.0.1:0 -v --log /dev/full -o got \
		--ready-fd 3 --status-file state 2>err
	genet=$pid port=${ready##*:}
	peer connect 127.0.0.1 "$port" send:hello
	genet_ends 1
	holds got hello
	is "$(<state)" 1
	says "$(<err)" 'connection 1 from 127.0.0.1' \
		"genet listen: cannot write to '/dev/full': no space left on device"
	is "$(grep -c 'connection 1 from' err)" 1
	run -124 genet listen 127.0.0.1:0 --log /dev/full --timeout 10ms
	says "$output" 'no client came' "cannot write to '/dev/full'"
}

@test "--log on a full disk in the background is status 1" {
	[[ -w /dev/full ]] || skip 'there is no /dev/full'
	run -0 genet listen 127.0.0.1:0 --background -v --log /dev/full \
		-o got --status-file state --announce '%{port}'
	peer connect 127.0.0.1 "$output" send:hello
	eventually test -s state
	is "$(<state)" 1
	holds got hello
}

@test "--pid-file is there when it is ready, and not at the end" {
	start_ready genet listen 127.0.0.1:0 --ready-fd 3 --pid-file pid
	is "$(<pid)" "$pid"
	kill -TERM "$pid"
	wait "$pid" || :
	[[ ! -e pid ]]
}

@test "--pid-file that cannot be examined at the end is named" {
	needs_strace
	run -124 strace -qq -o log -e trace=newfstatat,fstat -P "$PWD/pid" \
		-e inject=newfstatat,fstat:error=EIO \
		genet listen 127.0.0.1:0 --pid-file "$PWD/pid" \
		--timeout 10ms
	says "$output" "cannot remove '$PWD/pid': input/output error"
}

@test "--pid-file that cannot be written is named, and nothing is announced" {
	mkdir dir
	run -1 --separate-stderr genet listen 127.0.0.1:0 --pid-file dir
	is "$stderr" "genet listen: 'dir' is not a regular file"
}

@test "--pid-file: a file that another process has written is left" {
	start_ready genet listen 127.0.0.1:0 --ready-fd 3 --pid-file pid
	echo 1 >pid
	kill -TERM "$pid"
	wait "$pid" || :
	is "$(<pid)" 1
}

@test "--pid-file that cannot be removed is reported, and is a failure" {
	needs_strace
	in_the_foreground
	under=(strace -qq -o log -e trace=unlink -e inject=unlink:error=EPERM)
	begin listen --pid-file pid -- send:hello
	genet_ends 1
	says "$(<err)" "cannot remove 'pid': not permitted"
	holds got hello
	: >err
	begin listen --pid-file pid --until x -- send:hello
	genet_ends 8
	says "$(<err)" "cannot remove 'pid': not permitted" "'x'"
}

@test "--pid-file that has become a FIFO is left, and delays nothing" {
	start_ready genet listen 127.0.0.1:0 --ready-fd 3 --pid-file pid
	genet=$pid
	rm pid
	mkfifo pid
	kill -TERM "$genet"
	genet_ends 143
	[[ -p pid ]]
}

@test "--status-file that cannot be written is reported, and is a failure" {
	needs_strace
	in_the_foreground
	under=(strace -qq -o log -P "$PWD/status" -e trace=write
		-e inject=write:error=ENOSPC)
	converse 1 listen --status-file "$PWD/status" -- send:hello
	says "$(<err)" "cannot write '$PWD/status': no space left on device"
	holds got hello
}

@test "--status-file has to be a regular file" {
	mkfifo fifo
	for file in fifo /dev/null .; do
		run -1 genet listen 127.0.0.1:0 --status-file "$file"
		says "$output" "'$file'"
	done
}

@test "FIFOs without a reader are waited for, but not after --timeout" {
	mkfifo fifo
	for option in --log --output; do
		run -124 genet listen 127.0.0.1:0 "$option" fifo --timeout 50ms
		says "$output" 'no process has opened this FIFO for reading'
	done
	run -124 genet listen 127.0.0.1:0 --input fifo --timeout 50ms
	start genet listen 127.0.0.1:0 --output fifo
	genet=$pid
	kill -TERM "$genet"
	genet_ends 143
}

@test "a FIFO to write to may get its reader later" {
	mkfifo fifo
	start genet listen 127.0.0.1:0 --output fifo --announce '%{port}' \
		--ready-file port --timeout 20s
	genet=$pid
	start cat fifo >seen
	reader=$pid
	eventually test -e port
	peer connect 127.0.0.1 "$(<port)" send:hello
	genet_ends 0
	wait "$reader"
	holds seen hello
}

@test "--exit-with-pid: genet ends within a second after that process is killed" {
	start sleep infinity
	owner=$pid
	run -0 genet listen 127.0.0.1:0 --background -k --pid-file pid \
		--exit-with-pid "$owner" --timeout 20s
	id=$(<pid)
	kill -KILL "$owner"
	stopwatch eventually has_ended "$id"
	took_at_most 1000
	[[ ! -e pid ]]
}

@test "--exit-with-pid: the program of a client ends, too" {
	start sleep infinity
	owner=$pid
	# shellcheck disable=SC2016 # the inner shell's
	run -0 genet listen 127.0.0.1:0 --background -k --announce '%{port}' \
		--exit-with-pid "$owner" --timeout 20s \
		--sh 'echo $$; exec sleep infinity'
	port=$output
	pipe told
	start peer connect 127.0.0.1 "$port" recv-all >told
	read -r -u "$told" child
	kill -KILL "$owner"
	stopwatch eventually has_ended "$child"
	took_at_most 1000
}

@test "--exit-with-pid: genet dies as by SIGTERM" {
	start sleep infinity
	owner=$pid
	start_ready genet listen 127.0.0.1:0 --ready-fd 3 \
		--exit-with-pid "$owner"
	genet=$pid
	kill -KILL "$owner"
	genet_ends 143
}

@test "--exit-with-pid: a parent that has ended is gone, waited for or not" {
	mkfifo go
	# What the shell becomes never waits for the children of the shell.
	# shellcheck disable=SC2016 # the inner shell's
	start bash -c 'bash -c "$1" & exec sleep infinity' bash \
		'genet listen 127.0.0.1:0 --pid-file pid --exit-with-pid $$ \
			--timeout 20s & read -r _ <go'
	eventually test -s pid
	id=$(<pid)
	echo >go
	stopwatch eventually has_ended "$id"
	took_at_most 1000
}

@test "--exit-with-pid of no process is an error" {
	run -2 genet listen 127.0.0.1:0 --exit-with-pid 4194999
	says "$output" 4194999
}

@test "unix listen goes to the background, and removes its file" {
	run -0 genet unix listen ./socket --background -o got --pid-file pid \
		--timeout 20s
	is "$output" ./socket
	id=$(<pid)
	peer connect unix ./socket send:hello
	eventually has_ended "$id"
	holds got hello
	[[ ! -e socket ]]
}

@test "--status-file that cannot be emptied is an error that names it" {
	needs_strace
	run -1 strace -qq -o calls -e inject=ftruncate:error=EIO \
		genet listen --status-file status 127.0.0.1:0
	says "$output" "cannot empty 'status'"
}
