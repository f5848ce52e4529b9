# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034 # variables are for those who load this
#
# Listeners for bats tests, with the options of their commands: genet-bats(7).
# They go to the background by themselves, and end with the process of the test,
# however that ends; their status file is locked until then, for those who wait.

GENET_OUTS=() # the listeners of this process, by their files

genet_listen() {
	genet__start listen "${GENET_BIND:-127.0.0.1:0}" "$@"
}

genet_udp_recv() {
	genet__start udp-recv "${GENET_BIND:-127.0.0.1:0}" "$@"
}

genet_unix_listen() {
	genet__start 'unix listen' "${GENET_BIND-}" "$@"
}

genet_unix_recv() {
	genet__start 'unix recv' "${GENET_BIND-}" "$@"
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
		read -r status <"$file.status" || status=137 # it was killed
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
	for file; do genet__wait "$file" 0 || genet__kill TERM "$file"; done
	for file; do genet__wait "$file" 5 || genet__kill KILL "$file"; done
}

# genet__kill SIGNAL FILE: that listener, unless it is ending by itself.
genet__kill() {
	local pid
	{ read -r pid <"$2.pid" && kill "-$1" "$pid"; } 2>/dev/null || :
}

# genet__wait FILE SECONDS: for the end of that listener.
genet__wait() {
	flock --shared --timeout "$2" "$1.status" true
}

# Where nobody has written a teardown, it is ours, and waits for the end. Where
# somebody has, listeners end a moment after the test, or when he stops them.
genet__tidy() {
	local hook=teardown
	[[ -n ${BATS_TEST_NAME-} ]] || hook=teardown_file
	[[ $(declare -f "$hook") != *$'{ \n    return 0\n}' ]] ||
		eval "$hook() { genet_stop; }"
}

# genet__start COMMAND ADDRESS [OPTION...]
genet__start() {
	local command=$1 address=$2 said dir option output
	shift 2
	dir=${BATS_TEST_TMPDIR:-${BATS_FILE_TMPDIR:-${BATS_SUITE_TMPDIR-}}}
	dir=$(mktemp -d "${dir:-${TMPDIR:-/tmp}}/genet.XXXXXX") || return
	output=(--output "$dir/received")
	for option; do # some say themselves what becomes of the bytes
		case $option in
		--) break ;;
		-o* | --output | --output=*) output=() ;;
		--echo | --discard | --send-only | --exec | --sh | --sh=*)
			[[ $command != *listen ]] || output=() ;;
		esac
	done
	: >"$dir/received" && : >"$dir/received.log" || return
	# shellcheck disable=SC2086 # a command may be two words
	said=$("${GENET[@]:-genet}" $command "${output[@]}" \
		--background --announce '%{pid}/%{port}/%{address}' \
		--log "$dir/received.log" --pid-file "$dir/received.pid" \
		--status-file "$dir/received.status" --exit-with-pid "$$" \
		"${address:-$dir/socket}" "$@") || return
	IFS=/ read -r GENET_PID GENET_PORT GENET_ADDR <<<"$said"
	GENET_OUT=$dir/received GENET_PATH=
	[[ $command != unix* ]] || GENET_PATH=$GENET_ADDR
	export GENET_PID GENET_PORT GENET_ADDR GENET_PATH GENET_OUT
	GENET_OUTS+=("$GENET_OUT")
	genet__tidy
}
