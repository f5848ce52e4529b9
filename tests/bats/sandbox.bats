#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The sandbox: what an intruder can do in a run of each kind once bytes of a peer have
# come. The intruder is a library that is preloaded: intruder.c.
#
# shellcheck disable=SC2016 # of shells that tests run
load helpers
load tls

setup_file() {
	export INTRUDER=$BATS_FILE_TMPDIR/intruder.so
	type "${CC:=gcc}" >/dev/null 2>&1 || return 0
	"$CC" -shared -fPIC -O1 -o "$INTRUDER" "$BATS_TEST_DIRNAME/intruder.c" -ldl
}

# Where there is no sandbox, a test of it is skipped; and parts that this kernel does
# not have are not expected.
before_each() {
	local said
	said=$(genet resolve -vv 127.0.0.1 1 2>&1 >got | grep sandbox:)
	[[ $said != *none* ]] || skip "there is no sandbox: $said"
	[[ $said =~ landlock\ ([0-9]+) ]] || skip 'this kernel has no landlock'
	landlock=${BASH_REMATCH[1]}
	[[ $said == *', seccomp'* ]] || skip 'this kernel has no seccomp'
}

# intruded LAST: from now on, what is started has an intruder who does LAST last.
intruded() {
	[[ -e $INTRUDER ]] || skip 'no C compiler'
	# shellcheck disable=SC2153 # the helpers set it
	ldd "$GENET" &>/dev/null || skip 'nothing can be preloaded into genet'
	in_the_foreground
	under=(env LD_PRELOAD="$INTRUDER" INTRUDER_LAST="$1"
		INTRUDER_PORT="${2-1}")
}

# tried [NAME=RESULT...]: waits until the intruder has tried all, as told in err; these
# were the results, and those of the others are what a listener has.
tried() {
	local -A results=([read]=EACCES [write]=EACCES [connect]=EPERM
		[bind]=EPERM [fork]=EPERM [signal]=EPERM)
	local pair name
	for pair; do
		results[${pair%%=*}]=${pair#*=}
	done
	((landlock >= 6)) || results[signal]='done' # it has no scopes
	((landlock >= 4)) || [[ ${results[connect]} != EACCES ]] ||
		results[connect]=ECONNREFUSED
	eventually grep -q '^intruder: signal' err
	for name in "${!results[@]}"; do
		grep -q "^intruder: $name ${results[$name]}\$" err || {
			echo "$name: wanted ${results[$name]}"
			cat err
			return 1
		}
	done
	[[ ! -e stolen || ${results[write]} == 'done' ]]
}

@test "connect: an intruder opens no file, connection or program" {
	intruded nothing
	converse 0 connect -- send:hello shut recv-all <<<hi
	tried
}

@test "connect --tls: the handshake can only reach the port of the server" {
	intruded nothing
	needs_tls
	make_ca ca
	make_certificate server ca DNS:localhost
	tls_server -cert server.pem -key server.key
	"${under[@]}" genet connect --tls --tls-ca ca.pem --no-stdin localhost \
		"$port" >got 2>err || :
	tried connect=EACCES bind=EACCES
}

@test "listen: an intruder opens no file, connection or program" {
	intruded nothing
	converse 0 listen -- send:hello shut recv-all <<<hi
	tried
}

@test "listen -k: clients are accepted and have files, and nothing else is open" {
	intruded nothing
	receiver listen -k -o 'file-%{conn}'
	client send:hello shut recv-all
	client send:hello shut recv-all
	eventually test -s file-2
	# Files can be made in the directory of those of clients.
	tried 'write=done'
}

@test "udp-recv: an intruder opens no file, connection or program" {
	intruded nothing
	receiver udp-recv --count 1
	peer-udp connect 127.0.0.1 "$port" send:hello
	genet_ends 0
	tried
}

@test "udp-send --reply: an intruder opens no file, connection or program" {
	receiver udp-recv --reply hello --count 1
	intruded nothing
	"${under[@]}" genet udp-send --reply 127.0.0.1 "$port" <<<hi \
		>got 2>err
	tried
}

@test "unix listen: only the file of its socket can be removed" {
	intruded nothing
	mkdir sockets
	start_ready "${under[@]}" genet unix listen --ready-fd 3 sockets/s \
		>got 2>err </dev/null
	genet=$pid
	genet unix connect sockets/s <<<hi
	genet_ends 0
	tried
	[[ ! -e sockets/s ]]
}

@test "relay: only its target can be connected to" {
	keep_open --echo
	target=$port
	intruded nothing "$target"
	receiver relay "127.0.0.1:$target"
	is "$(genet connect 127.0.0.1 "$port" <<<hi)" hi
	# The intruder reads a byte of the client before the target is asked; the
	# port is that of the target.
	tried 'connect=done' bind=EACCES
	kill "$genet"
}

@test "relay: another port than that of its target is out of reach" {
	keep_open --echo
	intruded nothing 1
	receiver relay "127.0.0.1:$port"
	is "$(genet connect 127.0.0.1 "$port" <<<hi)" hi
	tried connect=EACCES bind=EACCES
	kill "$genet"
}

@test "wait --expect: files can be read, and nothing else" {
	intruded nothing
	start_ready peer listen 127.0.0.1 0 send:hello recv-all
	"${under[@]}" genet wait "127.0.0.1:${ready#* }" --expect hello >got 2>err
	tried 'read=done' connect=ECONNREFUSED 'bind=done'
}

@test "a program that is started ends the run, with a message" {
	intruded exec
	begin listen -- send:hello shut recv-all
	genet_ends 159
	tried
	grep -qx 'genet: the sandbox has stopped a forbidden system call: execve' err
}

@test "a process that is traced ends the run, with a message" {
	intruded ptrace
	begin connect -- send:hello shut recv-all
	genet_ends 159
	grep -qx 'genet: the sandbox has stopped a forbidden system call: ptrace' err
}

@test "--sandbox=off: an intruder can do all" {
	intruded nothing
	converse 0 listen --sandbox=off -- send:hello shut recv-all <<<hi
	tried 'read=done' 'write=done' connect=ECONNREFUSED 'bind=done' \
		'fork=done' 'signal=done'
}

@test "with a program there is no sandbox" {
	start_ready genet listen --ready-fd 3 -vv --sh 'cat /etc/passwd' \
		127.0.0.1:0 >got 2>err
	port=${ready##*:}
	client shut recv-all >heard
	cmp heard /etc/passwd
	grep -q 'sandbox: none (programs would be in it)' err
}

@test "--sandbox=strict: programs read files, and neither write nor connect" {
	keep_open --echo
	receiver listen --sandbox=strict --sh "cat /etc/passwd
		echo x >stolen || echo no file
		exec 3<>/dev/tcp/127.0.0.1/$port || echo no connection"
	client shut recv-all >heard
	grep -q '^root:' heard
	grep -qx 'no file' heard
	[[ ! -e stolen ]]
}

@test "the sandbox adds nothing to status and output" {
	converse 0 connect --sandbox=strict -- send:hello shut recv-all <<<hi
	is "$(<got)" hello
	holds err ''
	run -2 genet connect --sandbox=perhaps 127.0.0.1 1
	says "$output" "--sandbox"
}

@test "no core dump holds the keys of TLS" {
	needs_tls
	receiver listen -k --tls --echo
	grep -q '^Max core file size  *0  *0 ' "/proc/$genet/limits"
}

@test "a run gains no privileges, and has one filter of system calls" {
	keep_open --echo
	grep -qx $'NoNewPrivs:\t1' "/proc/$genet/status"
	grep -qx $'Seccomp_filters:\t1' "/proc/$genet/status"
}
