# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034 # variables are for those who load this
#
# Listeners for tests that are written for bats; genet-bats(7) explains it.
#
# A listener goes to the background by itself and holds no descriptor of bats.
# It watches the process of the test, and ends with it, however that ends. And
# it locks its status file until it has ended: so even those who are not its
# parent can wait for it, and learn how it went, without asking again and again.

GENET_OUTS=() # what identifies the listeners of this process: their files

# genet_listen [OPTION...]: accepts a TCP connection, as genet-listen(1) does.
genet_listen() {
	genet__start listen "${GENET_BIND:-127.0.0.1:0}" "$@"
}

# genet_udp_recv [OPTION...]: takes datagrams, as genet-udp-recv(1) does.
genet_udp_recv() {
	genet__start udp-recv "${GENET_BIND:-127.0.0.1:0}" "$@"
}

# genet_unix_listen, genet_unix_recv [OPTION...]: the same at a Unix socket.
genet_unix_listen() {
	genet__start 'unix listen' "${GENET_BIND:-socket}" "$@"
}

genet_unix_recv() {
	genet__start 'unix recv' "${GENET_BIND:-socket}" "$@"
}

# genet_received [FILE]: waits for the end of the listener whose $GENET_OUT this
# was, or of the last one. What it has received is in $output and lines, its
# status in $status, which is also ours. Prints what the listener had to say.
genet_received() {
	local file=${1:-${GENET_OUT:?there is no listener}}
	if ! genet__wait "$file" "${GENET_TIMEOUT:-30}"; then
		echo "genet_received: the listener is still there" >&2
		status=124
	else
		status=$(<"$file.status")
		status=${status:-137} # killed, it could not write one
	fi
	cat "$file.log" >&2
	output=$(tr -d '\0' <"$file")
	IFS=$'\n' read -rd '' -a lines <<<"$output" || :
	return "$status"
}

# genet_stop [FILE...]: ends these listeners, or all that this process started.
genet_stop() {
	local file
	(($# > 0)) || set -- "${GENET_OUTS[@]}"
	for file; do
		genet__wait "$file" 0 || kill "$(<"$file.pid")" || :
	done 2>/dev/null
	for file; do
		genet__wait "$file" 5 || kill -KILL "$(<"$file.pid")"
	done
}

# genet__wait FILE SECONDS: for the end of that listener. 
genet__wait() {
	flock --shared --timeout "$2" "$1.status" true
}

# genet__start COMMAND ADDRESS [OPTION...]
genet__start() {
	local command=$1 address=$2 said dir option output=(--output)
	shift 2
	dir=${BATS_TEST_TMPDIR:-${BATS_FILE_TMPDIR:-${BATS_SUITE_TMPDIR-}}}
	dir=$(mktemp -d "${dir:-${TMPDIR:-/tmp}}/genet.XXXXXX") || return
	[[ $address != socket ]] || address=$dir/socket
	for option; do # these say themselves what becomes of the bytes
		case $command/$option in
		*/--) break ;;
		*/-o* | */--output*) output=() ;;
		*listen/--echo | *listen/--discard) output=() ;;
		*listen/--exec | *listen/--sh | *listen/--sh=*) output=() ;;
		esac
	done
	GENET_OUT=$dir/received
	: >"$GENET_OUT" && : >"$GENET_OUT.log" || return
	# shellcheck disable=SC2086 # a command may be two words
	said=$("${GENET:-genet}" $command "${output[@]/%/=$GENET_OUT}" \
		--background --announce '%{pid}/%{port}/%{address}' \
		--log "$GENET_OUT.log" --status-file "$GENET_OUT.status" \
		--pid-file "$GENET_OUT.pid" --exit-with-pid "$$" \
		"$address" "$@") || return
	IFS=/ read -r GENET_PID GENET_PORT GENET_ADDR <<<"$said"
	GENET_PATH=${GENET_ADDR}
	GENET_OUTS+=("$GENET_OUT")
	export GENET_PID GENET_PORT GENET_ADDR GENET_PATH GENET_OUT
}
