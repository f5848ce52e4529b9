# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# A listener in the background; a conversation of genet and a peer.

received=() # by process: the files of those that the library has started
under=()    # the command that runs genet in a conversation, such as strace, and
            # then as a child of the test, see in_the_foreground

# receiver COMMAND [OPTION...]: a genet that listens, as process $genet, on $port
# if that is 0 of $address or of 127.0.0.1, or on a socket file, until it is
# ready; with the caller's input, and its output in got and err.
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
	received[genet]=$GENET_OUT
}

# receiving_child COMMAND [OPTION...]: the same without the library.
receiving_child() {
	# shellcheck disable=SC2086 # a command may be two words
	start_ready "${under[@]}" genet $1 --ready-fd 3 --quiet \
		"${address:-127.0.0.1:0}" "${@:2}" >got 2>err
	genet=$pid port=${ready##*:}
}

# in_the_foreground: from now on such a listener is a child of this test, and
# our standard streams are its own: where that is what matters.
in_the_foreground() {
	under=(env)
}

# ---- A conversation of genet and a peer

# listening_peer ACTION...: on $port, as process $peer; prints to heard.
listening_peer() {
	start_ready peer listen 127.0.0.1 0 "$@" >heard 2>peer.err </dev/null
	peer=$pid
	port=${ready#* }
}

# begin connect|listen [OPTION...] -- ACTION...: genet, as process $genet, in
# that role with these options, the caller's input, and its output in got and
# err; in the other role a peer, as process $peer, with its output in heard.
begin() {
	local role=$1 options=()
	shift
	while [[ $1 != -- ]]; do
		options+=("$1")
		shift
	done
	shift
	if [[ $role == connect ]]; then
		listening_peer "$@"
		start "${under[@]}" genet connect "${options[@]}" \
			127.0.0.1 "$port" >got 2>err
		genet=$pid
	else
		receiver listen "${options[@]}"
		start peer connect 127.0.0.1 "$port" "$@" \
			>heard 2>peer.err </dev/null
		peer=$pid
	fi
}

# genet_ends STATUS: wait until it has ended, and check how.
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

# peer_ends: wait until it has done all its actions.
peer_ends() {
	wait "$peer" || {
		cat peer.err
		return 1
	}
}

# converse STATUS connect|listen [OPTION...] -- ACTION...: from begin to end.
converse() {
	local status=$1
	shift
	begin "$@"
	genet_ends "$status"
	peer_ends
}
