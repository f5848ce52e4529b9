# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034 # the tests use the variables
#
# Listeners, relays and mocks for bats tests, with the options of their commands:
# genet-bats(7).
# genet puts itself in the background, and ends with the process of the test. Its
# status file is locked until then, so that genet_received can wait for it.

GENET_OUTS=()  # the listeners of this process, by their files
GENET_MOCKS=() # those that are mocks

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

# genet_relay TARGET [FAULT...] [OPTION...]: starts a relay to TARGET, with these faults.
# Orders go to the socket $GENET_CONTROL.
genet_relay() {
	local target=${1-} options=()
	[[ -n $target ]] || {
		echo "genet_relay: there is no TARGET" >&2
		return 2
	}
	shift
	while (($# > 0)) && [[ $1 != -* ]]; do
		options+=(--fault "$1")
		shift
	done
	genet__start relay "${GENET_BIND:-127.0.0.1:0}" \
		"$target" "${options[@]}" "$@"
}

# genet_fault ORDER...: gives the relay whose socket is $GENET_CONTROL an order, such as
# "add slow down:latency=2s", and prints its answer. Fails unless that is "ok".
genet_fault() {
	local answer
	[[ -n ${GENET_CONTROL-} ]] || {
		echo "genet_fault: there is no relay" >&2
		return 2
	}
	answer=$("${GENET[@]:-genet}" unix connect "$GENET_CONTROL" \
		--data "$*"$'\n' --timeout 30s) || return
	[[ $answer == ok* ]] || {
		echo "genet_fault: $answer" >&2
		return 1
	}
	printf '%s\n' "${answer#ok }"
}

# genet_mock FILE [NAME...] [OPTION...]: plays the server of the dialogues of FILE. At
# the end of the test, genet_mocked follows.
genet_mock() {
	local words=()
	[[ -n ${1-} ]] || {
		echo "genet_mock: there is no FILE" >&2
		return 2
	}
	while (($# > 0)) && [[ $1 != -* ]]; do
		words+=("$1")
		shift
	done
	genet__start mock "${GENET_BIND:-127.0.0.1:0}" \
		"${words[@]}" --strict "$@" || return
	GENET_MOCKS+=("$GENET_OUT")
}

# genet_mocked: ends all mocks. Fails, and says why, unless all of their dialogues were
# asked for and each client kept to one. What it has said of a mock it does not say
# again, also after "run genet_mocked", which is a process of its own.
genet_mocked() {
	local file status failure=0
	((${#GENET_MOCKS[@]} == 0)) || genet_stop "${GENET_MOCKS[@]}"
	for file in "${GENET_MOCKS[@]}"; do
		[[ ! -e $file.mocked ]] || continue
		: >"$file.mocked"
		read -r status <"$file.status" || status=137 # it was killed
		[[ $status != 0 && $status != 143 ]] || continue
		cat "$file.log" >&2
		failure=$status
	done
	return "$failure"
}

# genet_talk ADDRESS FILE [NAME...] [OPTION...]: plays the client of the dialogues of
# FILE with the server there, and checks what it says.
genet_talk() {
	"${GENET[@]:-genet}" talk --timeout "${GENET_TIMEOUT:-30}" "$@"
}

# genet_received [FILE]: waits for the end of the listener whose $GENET_OUT is
# FILE, by default of the last one. Leaves what the listener received in $output
# and lines and its status in $status; prints its messages; returns its status.
genet_received() {
	local file=${1-${GENET_OUT-}}
	genet__is_known genet_received "$file" || return
	if ! genet__wait "$file" "${GENET_TIMEOUT:-30}"; then
		genet__tell_unended "$file" "${GENET_TIMEOUT:-30}" >&2
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
	for file; do genet__is_known genet_stop "$file" || return; done
	(($# > 0)) || set -- "${GENET_OUTS[@]}"
	for file; do genet__wait "$file" 0 || genet__kill TERM "$file"; done
	for file; do genet__wait "$file" 5 || genet__kill KILL "$file"; done
}

# genet__is_known FUNCTION FILE: whether FILE is the $GENET_OUT of a listener.
genet__is_known() {
	[[ ! -e $2.about ]] || return 0
	if [[ -n $2 ]]; then
		echo "$1: '$2' is the GENET_OUT of no listener" >&2
	else
		echo "$1: there is no listener" >&2
	fi
	return 2
}

# genet__kill SIGNAL FILE: sends SIGNAL to that listener, unless it has ended.
genet__kill() {
	local pid
	{ read -r pid <"$2.pid" && kill "-$1" "$pid"; } 2>/dev/null || :
}

# genet__wait FILE SECONDS: waits for the end of that listener.
genet__wait() {
	flock --shared --timeout "$2" "$1.status" true
}

# genet__tell_unended FILE SECONDS: prints that this listener has not ended, whether
# a client is connected, and how much was received.
genet__tell_unended() {
	local command address size
	{ read -r command && read -r address; } <"$1.about"
	size=$(wc -c <"$1")
	printf 'genet_received: genet %s on %s has not ended within %s s' \
		"$command" "$address" "$2"
	case $(genet__clients "$command" "$address" "$1") in
	0) printf ': no client is connected' ;;
	1) printf ': 1 client is connected' ;;
	[2-9]* | 1?*) printf ': clients are connected' ;;
	esac
	((size == 0)) || printf ', %s bytes received' "$size"
	echo
}

# genet__clients COMMAND ADDRESS FILE: prints how many clients the kernel knows at that
# address; nothing for datagrams. Accepted Unix sockets have the listener's path.
genet__clients() {
	local pid port
	{ read -r pid <"$3.pid"; } 2>/dev/null || return 0
	case $1 in
	listen)
		printf -v port ':%04X$' "${2##*:}"
		cat "/proc/$pid/net/tcp" "/proc/$pid/net/tcp6" 2>/dev/null |
			awk -v port="$port" '
				$2 ~ port && $4 !~ /^0[6A]$/ { n++ }
				END { print n + 0 }'
		;;
	'unix listen')
		awk -v path="$2" '$8 == path && $6 == "03" { n++ }
			END { print n + 0 }' "/proc/$pid/net/unix"
		;;
	esac
}

# A file of tests without a teardown of its own gets one that stops the listeners, and
# checks the mocks. With one of its own, they end a moment after the test unless it
# stops them.
genet__tidy() {
	local hook=teardown
	[[ -n ${BATS_TEST_NAME-} ]] || hook=teardown_file
	[[ $(declare -f "$hook") != *$'{ \n    return 0\n}' ]] ||
		eval "$hook() { genet_stop; genet_mocked; }"
}

# genet__check FUNCTION [OPTION...]: whether there is a program, and none of the
# options is one that genet__start uses itself.
genet__check() {
	local function=$1 option
	shift
	command -v "${GENET[0]:-genet}" >/dev/null || {
		echo "$function: there is no program '${GENET[0]:-genet}' in PATH;" \
			"GENET names another" >&2
		return 127
	}
	for option; do
		case ${option%%=*} in
		--) break ;;
		--announce | --background | --control | --exit-with-pid | --log | \
			--pid-file | --status-file)
			echo "$function: ${option%%=*} is used by the library itself" >&2
			return 2
			;;
		esac
	done
}

# genet__explain FUNCTION FILE: prints the error of genet, which is in FILE. For an
# unexpected operand, which is an address, it names GENET_BIND instead.
genet__explain() {
	local error
	error=$(<"$2")
	if [[ $error =~ (what is|unexpected argument)\ \'([^\']*)\' ]]; then
		echo "$1: '${BASH_REMATCH[2]}' is no option; an address is given as" \
			"in GENET_BIND=127.0.0.1:8080 $1"
	else
		printf '%s\n' "$error"
	fi
}

# genet__start COMMAND ADDRESS [OPTION...]
genet__start() {
	local command=$1 address=$2 function said dir option output failure=0
	shift 2
	function=genet_${command//[ -]/_}
	genet__check "$function" "$@" || return
	dir=${BATS_TEST_TMPDIR:-${BATS_FILE_TMPDIR:-${BATS_SUITE_TMPDIR-}}}
	dir=$(mktemp -d "${dir:-${TMPDIR:-/tmp}}/genet.XXXXXX") || return
	output=(--output "$dir/received")
	for option; do # without --output where an option says what to do with the data
		case $option in
		--) break ;;
		-o* | --output | --output=*) output=() ;;
		--echo | --discard | --send-only | --exec | --sh | --sh=*)
			[[ $command != *listen ]] || output=() ;;
		esac
	done
	[[ $command != relay ]] || output=(--control "$dir/control")
	[[ $command != mock ]] || output=()
	: >"$dir/received" && : >"$dir/received.log" || return
	# shellcheck disable=SC2086 # a command may be two words
	said=$("${GENET[@]:-genet}" $command "${output[@]}" \
		--background --announce '%{pid}|%{port}|%{tls_pin}|%{address}' \
		--log "$dir/received.log" --pid-file "$dir/received.pid" \
		--status-file "$dir/received.status" --exit-with-pid "$$" \
		"${address:-$dir/socket}" "$@" 2>"$dir/received.said") ||
		failure=$?
	((failure == 0)) || {
		genet__explain "$function" "$dir/received.said" >&2
		return "$failure"
	}
	cat "$dir/received.said" >&2
	IFS='|' read -r GENET_PID GENET_PORT GENET_TLS_PIN GENET_ADDR <<<"$said"
	GENET_OUT=$dir/received GENET_PATH='' GENET_CONTROL=''
	[[ $command != unix* ]] || GENET_PATH=$GENET_ADDR
	[[ $command != relay ]] || GENET_CONTROL=$dir/control
	export GENET_PID GENET_PORT GENET_ADDR GENET_PATH GENET_OUT GENET_TLS_PIN
	export GENET_CONTROL
	GENET_OUTS+=("$GENET_OUT")
	[[ $address != udp:* ]] || command+=' by UDP'
	printf '%s\n' "$command" "$GENET_ADDR" >"$GENET_OUT.about"
	genet__tidy
}
