# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Listeners in the background, and conversations of genet with a peer.

received=() # by process: the files of those that the library has started
under=()    # the command that runs genet in a conversation, such as strace, and
            # then as a child of the test, see in_the_foreground

# receiver COMMAND [OPTION...]: starts a genet that listens at $address (by default
# 127.0.0.1:0), and waits until it is ready. $genet is its process, $port its port.
# It has the caller's input; its output is in the files got and err.
receiver() {
	local GENET_BIND=$address GENET options=()
	if [[ -n ${under[*]} ]]; then
		receiving_child "$@"
		return
	fi
	GENET=("${inside[@]}" env --default-signal genet)
	# Standard input is empty in the background, but a file is not.
	[[ $1 != *listen || /dev/stdin -ef /dev/null ]] ||
		options+=(--input /dev/stdin)
	[[ ! -p got ]] || options+=(--output got)
	"genet_${1//[ -]/_}" "${options[@]}" "${@:2}"
	[[ -p got ]] || ln -sf "$GENET_OUT" got
	ln -sf "$GENET_OUT.log" err
	# shellcheck disable=SC2153 # the library sets it
	genet=$GENET_PID port=$GENET_PORT ready=$GENET_ADDR
	[[ -n $ready ]]
	received[genet]=$GENET_OUT
}

# receiving_child COMMAND [OPTION...]: does what receiver does, without the library.
receiving_child() {
	# shellcheck disable=SC2086 # a command may be two words
	start_ready "${under[@]}" genet $1 --ready-fd 3 --quiet \
		"${address:-127.0.0.1:0}" "${@:2}" >got 2>err
	genet=$pid port=${ready##*:}
}

# in_the_foreground: from now on receiver starts genet as a child of this test, with
# the test's standard streams, for tests that are about these.
in_the_foreground() {
	under=(env)
}

# keep_open [OPTION...]: starts a receiver that serves any number of clients.
keep_open() {
	receiver listen --keep-open "$@"
}

# client ACTION...: runs a peer that connects to $port, until it has ended.
client() {
	"${inside[@]}" peer connect 127.0.0.1 "$port" "$@"
}

# ---- A conversation of genet and a peer

# listening_peer ACTION...: starts a peer that listens on $port, as process $peer,
# with its output in heard.
listening_peer() {
	start_ready peer listen 127.0.0.1 0 "$@" >heard 2>peer.err </dev/null
	peer=$pid
	port=${ready#* }
}

# begin connect|listen [OPTION...] -- ACTION...: starts genet in that role, as
# process $genet, with the caller's input and its output in got and err; and a peer
# in the other role, as process $peer, with its output in heard.
begin() {
	local before behind
	split_at -- "${@:2}"
	if [[ $1 == connect ]]; then
		listening_peer "${behind[@]}"
		start "${under[@]}" genet connect "${before[@]}" \
			127.0.0.1 "$port" >got 2>err
		genet=$pid
	else
		receiver listen "${before[@]}"
		start peer connect 127.0.0.1 "$port" "${behind[@]}" \
			>heard 2>peer.err </dev/null
		peer=$pid
	fi
}

# genet_ends STATUS: waits until $genet has ended; it must have this status.
genet_ends() {
	local status=0 file=${received[genet]-}
	if [[ -n $file ]]; then # genet_received would read all of it
		flock --shared "$file.status" true
		read -r status <"$file.status" || status=137
	else
		wait "$genet" || status=$?
	fi
	is "$status" "$1" || {
		[[ ! -f err ]] || cat err
		return 1
	}
}

# peer_ends: waits until the peer has done all its actions; it must be successful.
peer_ends() {
	wait "$peer" || {
		cat peer.err
		return 1
	}
}

# converse STATUS connect|listen [OPTION...] -- ACTION...: begins a conversation, and
# waits until genet has ended with that status, and the peer with success.
converse() {
	local status=$1
	shift
	begin "$@"
	genet_ends "$status"
	peer_ends
}

# peer_only_half_closes ROLE: genet in that role goes on sending to a peer that has
# half-closed.
peer_only_half_closes() {
	pipe in
	pipe got
	echo abc >&"$in"
	begin "$1" -- recv:4 $'send:hi\n' shut recv-all <in
	expect_line "$got" hi
	echo def >&"$in"
	close_pipe in
	genet_ends 0
	peer_ends
	holds heard $'abc\ndef\n'
}
