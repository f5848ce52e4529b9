# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What the tests share. GENET and PEER say which programs are tested; left
# alone, they are those of a build in place, so that `bats tests/bats` works.
#
# A test never sleeps and knows no port: the library starts listeners, peers and
# others are waited for until they say on their descriptor 3 that they listen,
# and delays are among the peer's actions.
# Each test runs in an empty directory of its own.

bats_require_minimum_version 1.5.0

export LC_ALL=C
if [[ -n ${VALGRIND_GENET-} ]]; then # everything takes its time
	: "${BATS_TEST_TIMEOUT:=300}"
	SLACK_MS=20000
fi
export BATS_TEST_TIMEOUT=${BATS_TEST_TIMEOUT:-30}
GENET=$(realpath -- "${GENET:-$BATS_TEST_DIRNAME/../../genet}")
PEER=$(realpath -- "${PEER:-$BATS_TEST_DIRNAME/../peer}")

setup() {
	[[ -x $GENET && -x $PEER ]] || {
		echo "cannot run $GENET and $PEER"
		return 1
	}
	mkdir -p "$BATS_FILE_TMPDIR/bin"
	ln -sf "$GENET" "$BATS_FILE_TMPDIR/bin/genet"
	ln -sf "$PEER" "$BATS_FILE_TMPDIR/bin/peer"
	ln -sf "$PEER-many" "$BATS_FILE_TMPDIR/bin/peer-many"
	ln -sf "$PEER-udp" "$BATS_FILE_TMPDIR/bin/peer-udp"
	PATH=$BATS_FILE_TMPDIR/bin:$PATH
	exec </dev/null
	cd "$BATS_TEST_TMPDIR" || return
}

# The processes of the test, and under strace and script their children.
teardown() {
	local pid parents
	genet_stop
	((${#started[@]} > 0)) || return 0
	parents=$(IFS=,; echo "${started[*]}")
	pkill -KILL --parent "$parents" || :
	for pid in "${started[@]}"; do
		kill -KILL "$pid" || continue
		wait "$pid" || :
	done 2>/dev/null
}

# shellcheck source=../../lib/genet.bash
source "${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/../lib/genet.bash"

# ---- Programs in the background

started=() # the processes of this test
received=() # by process: the files of those that the library has started
inside=()  # the command that runs another one in our namespaces, see network
under=()   # the command that runs genet in a conversation, such as strace, and
           # then as a child of the test, see in_the_foreground

# close_descriptors_from N: bats waits for whoever keeps one of its own open.
close_descriptors_from() {
	local fd
	trap - DEBUG # bats has one for each step
	for ((fd = $1; fd < 256; fd++)); do
		exec {fd}>&-
	done
}

# start COMMAND...: in the background, with default signals, as process $pid.
start() {
	(
		close_descriptors_from 3
		exec "${inside[@]}" env --default-signal "$@"
	) <&0 &
	pid=$!
	started+=("$pid")
}

# start_ready COMMAND...: the same, and wait until it has written a line to
# its descriptor 3, which is left in $ready.
start_ready() {
	local told=ready.${#started[@]}
	mkfifo "$told"
	(
		exec 3>"$told"
		close_descriptors_from 4
		exec "${inside[@]}" env --default-signal "$@"
	) <&0 &
	pid=$!
	started+=("$pid")
	read -r ready <"$told" || {
		echo "not ready: $*"
		return 1
	}
}

# pipe NAME: a FIFO of that name that this test holds open as $NAME, so that
# nobody waits for its other end, and it does not end before close_pipe.
pipe() {
	mkfifo "$1"
	eval "exec {$1}<>$1"
}

close_pipe() {
	eval "exec {$1}>&-"
}

# expect_line PIPE LINE: wait for one, which must be this one.
expect_line() {
	local line
	read -r -t 20 -u "$1" line
	is "$line" "$2"
}

# refusing_port ADDRESS: one that is bound, $port, but refuses.
refusing_port() {
	start_ready peer bind "$1" 0
	port=${ready#* }
}

# silent_port ADDRESS PORT: one whose backlog is full, so that it does not
# answer; $port.
silent_port() {
	start_ready peer full "$1" "$2"
	port=${ready#* }
	"${inside[@]}" bash -c ": >/dev/tcp/$1/$port"
}

# ---- A listener in the background

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

# ---- Checks

# is ACTUAL WANTED
is() {
	[[ $1 == "$2" ]] || {
		printf 'wanted: %s\ngot:    %s\n' "$2" "$1"
		return 1
	}
}

# says TEXT WORDS...: all of the words are somewhere in the text.
says() {
	local text=$1 words
	shift
	for words in "$@"; do
		[[ $text == *"$words"* ]] || {
			printf 'wanted: %s\ngot:    %s\n' "$words" "$text"
			return 1
		}
	done
}

# holds FILE TEXT: nothing less and nothing more.
holds() {
	printf %s "$2" | cmp - "$1"
}

# pattern N: as many bytes as the peer's send-pattern:N sends.
pattern() {
	peer stdio "send-pattern:$1"
}

# stopwatch COMMAND...: leave in $took how many milliseconds it took.
stopwatch() {
	local begin=${EPOCHREALTIME/./}
	"$@"
	took=$(((${EPOCHREALTIME/./} - begin) / 1000))
}

# took_at_most MS: or SLACK_MS more, where that is set.
took_at_most() {
	((took <= $1 + ${SLACK_MS:-0})) || {
		echo "took $took ms, not $1"
		return 1
	}
}

# ---- What is not there everywhere

# network: from now on, genet and peers run in a network of their own, which
# has only a loopback device, and may have an /etc of their own, see names.
network() {
	apart
	[[ -n ${inside[*]} ]] || skip 'cannot make namespaces'
}

# apart: the same, if it can be made, for a port that somebody else could have
# when nobody has it, such as a test that runs at the same time.
apart() {
	local kinds=(--net --mount) user=()
	if ! unshare "${kinds[@]}" true 2>/dev/null; then
		user=(--map-root-user)
		unshare "${user[@]}" "${kinds[@]}" true 2>/dev/null || return 0
	fi
	start_ready unshare "${user[@]}" "${kinds[@]}" sh -c \
		'ip link set lo up && echo up >&3 && exec sleep infinity'
	inside=(nsenter --target "$pid" "${kinds[@]}"
		"${user[@]:+--user}" --preserve-credentials --wd="$PWD" --)
}

# names SOURCES [LINE...]: where names are looked up (files, dns), and what
# the file of hosts says. The only name server is 127.0.0.53.
names() {
	mkdir etc
	echo "multi on" >etc/host.conf
	echo "hosts: $1" >etc/nsswitch.conf
	shift
	printf '%s\n' "$@" >etc/hosts
	echo 'nameserver 127.0.0.53' >etc/resolv.conf
	"${inside[@]}" mount --bind etc /etc
}

needs_strace() {
	strace -o /dev/null true 2>/dev/null || skip 'strace cannot trace'
	not_under_valgrind 'strace would trace valgrind'
	export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
}

# not_under_valgrind WHY
not_under_valgrind() {
	[[ -z ${VALGRIND_GENET-} ]] || skip "$1"
}
