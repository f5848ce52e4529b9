#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# --output with a name for each client: which client gets which file, and what an
# error of one file means for others.
load helpers

# dropped [ACTION...]: runs a client, which the listener has to drop.
dropped() {
	start peer connect 127.0.0.1 "$port" "$@" hold
	wait "$pid" || :
}

# bound_client NAME TEXT: sends TEXT to ./socket from a socket that is bound to
# NAME, whose file is then replaced by a link to ./victim.
bound_client() {
	python3 - "$@" <<-'END'
		import os, socket, sys
		s = socket.socket(socket.AF_UNIX)
		s.bind(sys.argv[1])
		os.unlink(sys.argv[1])
		os.symlink(os.path.abspath('victim'), sys.argv[1])
		s.connect('socket')
		try:
		    s.sendall(sys.argv[2].encode())
		    s.shutdown(socket.SHUT_WR)
		    s.recv(1)
		except OSError:
		    pass
	END
}

# ---- Whose file it is

@test "clients of a Unix socket do not choose the names of files" {
	for name in address host port; do
		run -2 genet unix listen -k -o "out-%{$name}" ./socket
		says "$output" "%{$name}" '%{conn} is the number'
	done
	[[ ! -e socket ]]
}

@test "clients of an inherited Unix socket do not choose the names of files" {
	python3 -c '
import os, socket
s = socket.socket(socket.AF_UNIX)
s.bind("socket")
s.listen()
os.dup2(s.fileno(), 3)
os.execvp("genet", ["genet", "listen", "fd:3", "-k", "-o", "%{host}"])
' 2>err || status=$?
	is "$status" 2
	says "$(<err)" '%{host}'
}

@test "a client of a Unix socket with a file overwrites no other file" {
	mkdir out
	echo precious >victim
	cd out
	address=../socket receiver 'unix listen' -k -o 'from-%{conn}'
	ln -s "$PWD/../socket" socket
	ln -s ../victim victim
	bound_client ../evil PWNED
	eventually holds from-1 PWNED
	holds ../victim $'precious\n'
	kill -0 "$genet"
}

@test "the file of a client that is there is not given to another one" {
	pipe go
	keep_open -o 'from-%{host}'
	start bash -c "exec cat go >/dev/tcp/127.0.0.1/$port"
	echo one >&"$go"
	eventually holds from-127.0.0.1 $'one\n'
	dropped send:two
	says "$(<err)" "dropped: 'from-127.0.0.1' is the file of another client"
	echo more >&"$go"
	eventually holds from-127.0.0.1 $'one\nmore\n'
}

@test "the file of a client that has gone is not given to another one" {
	keep_open -o 'from-%{host}' --count-conns 2
	client send:one shut expect-end
	dropped send:two
	genet_ends 1
	holds from-127.0.0.1 one
	says "$(<err)" 'connection from 127.0.0.1:' dropped \
		"'from-127.0.0.1' is the file of another client" 'add %{conn}' \
		'1 of 2 connections: the file is not complete'
}

@test "two names of one file are one file" {
	echo old >from-1
	ln from-1 from-2
	keep_open -o 'from-%{conn}'
	start peer connect 127.0.0.1 "$port" send:one hold
	eventually holds from-1 one
	dropped send:two
	client send:three shut expect-end
	holds from-1 one
	holds from-3 three
	says "$(<err)" "'from-2' is the file of another client"
}

@test "a name can be used again when the file was moved away" {
	keep_open -o 'from-%{host}'
	client send:one shut expect-end
	mv from-127.0.0.1 first
	client send:two shut expect-end
	holds first one
	holds from-127.0.0.1 two
}

@test "a file that was there before the run is emptied" {
	echo something long >from-1
	keep_open -o 'from-%{conn}'
	client send:one shut expect-end
	holds from-1 one
}

# ---- What is no file

@test "a FIFO, a link, a directory or a device is no file for a client" {
	mkfifo from-1
	echo precious >victim
	ln -s victim from-2
	mkdir from-3
	ln -s nowhere from-4
	python3 -c '
import socket
socket.socket(socket.AF_UNIX).bind("from-5")'
	keep_open -o 'from-%{conn}'
	for _ in 1 2 3 4 5; do dropped send:lost; done
	client send:six shut expect-end
	holds from-6 six
	holds victim $'precious\n'
	[[ ! -e nowhere && -p from-1 ]]
	says "$(<err)" \
		"dropped: cannot open 'from-1': it is a FIFO, not a regular file" \
		"'from-2': it is a symbolic link" "'from-3': it is a directory" \
		"'from-4': it is a symbolic link" "'from-5': it is a socket"
}

@test "a FIFO that somebody reads is not touched" {
	mkfifo from-1
	exec {reader}<>from-1
	keep_open -o 'from-%{conn}'
	dropped send:lost
	client send:two shut expect-end
	holds from-2 two
	run ! read -r -t 0 -u "$reader"
}

# ---- Trouble of one

@test "a file that cannot be opened ends the connection of that client only" {
	mkdir out
	keep_open -o 'out/from-%{conn}' --count-conns 3
	client send:one shut expect-end
	mv out away
	dropped send:two
	mv away out
	client send:three shut expect-end
	genet_ends 1
	holds out/from-1 one
	holds out/from-3 three
	says "$(<err)" "cannot open 'out/from-2': no such file or directory" \
		'1 of 3 connections: the file is not complete'
}

@test "the directory of the files is there at the start, and stays the same one" {
	run -1 genet listen -k 127.0.0.1:0 -o 'day/%{conn}'
	says "$output" "cannot make or remove files in 'day': "
	mkdir day
	receiver listen -k -o 'day/%{conn}'
	client send:one shut recv-all
	eventually test -s day/1
	mv day yesterday
	mkdir day
	client send:two shut recv-all || :
	if genet resolve -vv 127.0.0.1 1 2>&1 | grep -q 'sandbox: .*landlock [0-9]'; then
		eventually grep -q "cannot open 'day/2': the sandbox knows no dir" err
	else
		eventually test -s day/2
	fi
}

@test "a file that may not be written ends the connection of that client only" {
	needs_strace
	in_the_foreground
	under=(strace -f -qq -o log -e 'trace=?open,openat'
		-e 'inject=?open,openat:error=EACCES:when=1' -P "$PWD/from-1")
	keep_open -o "$PWD/from-%{conn}"
	dropped send:one
	client send:two shut expect-end
	holds from-2 two
}

@test "a client whose file fails twice is counted once" {
	needs_strace
	in_the_foreground
	under=(strace -f -qq -o log -e 'trace=write,close'
		-e inject=write:error=ENOSPC -e inject=close:error=EIO
		-P "$PWD/from-1")
	keep_open -o "$PWD/from-%{conn}" --count-conns 2
	client send:one expect-end
	client send:two shut expect-end
	genet_ends 1
	says "$(<err)" '1 of 2 connections: the file is not complete'
}

@test "a file that may not grow ends the connection of that client, and is status 1" {
	in_the_foreground
	under=(prlimit --fsize=4096)
	receiver listen -o 'from-%{conn}' --count-conns 2
	head -c 10000 /dev/zero >long
	client send:hello pause:10 shut expect-end
	start bash -c "exec cat long >/dev/tcp/127.0.0.1/$port"
	genet_ends 1
	holds from-1 hello
	[[ $(stat -c %s from-2) == 4096 ]]
}

@test "a disk that becomes full ends the connection of that client only" {
	needs_strace
	in_the_foreground
	under=(strace -qq -o log -e trace=write
		-e inject=write:error=ENOSPC:when=2 -P "$PWD/from-1")
	receiver listen -o "$PWD/from-%{conn}" --count-conns 2
	pipe go
	start bash -c "exec cat go >/dev/tcp/127.0.0.1/$port"
	echo one >&"$go"
	eventually holds from-1 $'one\n'
	client send:two shut expect-end
	echo lost >&"$go"
	genet_ends 1
	holds from-1 $'one\n'
	holds from-2 two
}

@test "a file of the only client that cannot be written is status 1" {
	mkdir from-1
	receiver listen -o 'from-%{conn}'
	dropped send:one
	genet_ends 1
	says "$(<err)" 'genet listen: connection from 127.0.0.1:' \
		"dropped: cannot open 'from-1': it is a directory"
}

@test "an error of close(2) is an error of the client's file" {
	needs_strace
	in_the_foreground
	under=(strace -qq -o log -e trace=close -e inject=close:error=EIO
		-P "$PWD/from-1")
	receiver listen -o "$PWD/from-%{conn}" --count-conns 2
	client send:one shut expect-end
	client send:two shut expect-end
	genet_ends 1
}

@test "a program of a client has the usual signals" {
	receiver listen -k --sh 'sed -n "s/^SigIgn:.//p" /proc/self/status'
	run -0 peer connect 127.0.0.1 "$port" recv-all
	is "$((16#$output & (1 << 12 | 1 << 24)))" 0 # SIGPIPE, SIGXFSZ
}

@test "a file of a client that connects has its name as it is written" {
	converse 0 connect --no-stdin -o 'from-%{conn}' -- send:reply shut
	is "$(<'from-%{conn}')" reply
}
