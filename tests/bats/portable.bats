# SPDX-License-Identifier: MIT
# shellcheck disable=SC2154 # output and lines are from bats
#
# A genet that is built by --disable-linux: what it does without Linux, and what it
# says of the rest. Other builds skip all of it.

load helpers

before_each() {
	[[ -e $BATS_FILE_TMPDIR/bin/needs-linux ]] ||
		skip 'genet is built for Linux'
}

@test "the program calls nothing that only Linux has" {
	run -0 nm -D --undefined-only "$GENET"
	run -1 grep -E ' (epoll_|eventfd|timerfd_|signalfd|inotify_|splice|tee$|vmsplice|syscall|prctl|recvmmsg|sendmmsg|getrandom|unshare|setns|memfd_|pidfd_|process_vm)' \
		<<<"$output"
}

@test "version tells the backend" {
	run -0 genet version
	says "$output" ' backend=portable '
}

@test "what needs the kernel's table of sockets has status 11" {
	run -11 genet wait --bound 127.0.0.1 80
	says "$output" 'cannot ask the kernel for its sockets'
}

@test "a process cannot be watched: status 11" {
	run -11 genet wait pid:$$
	says "$output" "cannot watch pid:$$"
}

@test "abstract names and vsock have status 11, and say why" {
	run -11 genet unix connect @name
	says "$output" 'built without what only Linux has'
	run -11 genet relay listen:127.0.0.1:0 unix:@name
	says "$output" 'built without what only Linux has'
	run -11 genet relay listen:127.0.0.1:0 vsock:2:1234
	says "$output" 'vsock: this genet is built without what only Linux has'
}

@test "socket options of Linux have status 11" {
	local option
	for option in --congestion=reno --interface=lo --fast-open --mptcp \
		--min-ttl=255
	do
		run -11 genet connect "$option" 127.0.0.1 1
	done
}

@test "a strict sandbox is refused, and another one is not missed" {
	run -11 genet listen --sandbox=strict --timeout 0.1 127.0.0.1 0
	says "$output" 'there is no sandbox: this genet is built without'
	run -124 genet listen -vv --timeout 100ms 127.0.0.1 0
	says "$output" 'sandbox: none (this genet is built without'
}

@test "lessons have status 11, and their list has not" {
	run -11 genet pair-demo --lesson shutdown
	says "$output" 'lessons show what Linux does'
	run -0 genet pair-demo --lesson list
	run -0 genet pair-demo --kind udp
}

@test "datagrams: what is not known, or cannot be answered, has status 11" {
	run -11 genet udp-recv --strict --timeout 100ms 127.0.0.1 0
	says "$output" 'drops of the kernel are not counted'
	run -11 genet unix send --reply --data x --timeout 100ms nobody
	says "$output" '--reply to a socket without a file'
	run -11 genet unix connect --datagram --data x --until y nobody
	says "$output" 'an answer to a socket without a file'
}
