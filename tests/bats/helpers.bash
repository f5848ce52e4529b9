# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What the tests share. GENET and PEER say which programs are tested; left
# alone, they are those of a build in place, so that `bats tests/bats` works.
#
# A test never sleeps and knows no port: the library starts listeners, peers and
# others are waited for until they say on their descriptor 3 that they listen,
# what becomes true a moment later is waited for by eventually, and delays are
# among the peer's actions.
# Each test runs in an empty directory of its own.

bats_require_minimum_version 1.5.0

export LC_ALL=C

# Tests that are about colors set these themselves.
export TERM=dumb
unset NO_COLOR FORCE_COLOR CLICOLOR_FORCE
if [[ -n ${VALGRIND_GENET-} ]]; then # everything takes its time
	: "${BATS_TEST_TIMEOUT:=300}"
	SLACK_MS=20000
fi
export BATS_TEST_TIMEOUT=${BATS_TEST_TIMEOUT:-100}
[[ -n ${SLACK_MS-} ]] || {
	# With more than two jobs for each processor, all have to wait.
	read -r load _ </proc/loadavg
	read -r processors </sys/devices/system/cpu/online
	busy=$((${load%.*} / (${processors##*[-,]} + 1) - 1))
	SLACK_MS=$((busy <= 0 ? 0 : busy < 10 ? busy * 500 : 5000))
}
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
	ln -sf "$PEER-terminal" "$BATS_FILE_TMPDIR/bin/peer-terminal"
	ln -sf "$PEER-udp" "$BATS_FILE_TMPDIR/bin/peer-udp"
	PATH=$BATS_FILE_TMPDIR/bin:$PATH
	exec </dev/null
	cd "$BATS_TEST_TMPDIR" || return
	! declare -F before_each >/dev/null || before_each # of a file of tests
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

load process
load conversation
load network
load check

# shellcheck source=../../lib/genet/load.bash
source "${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/../lib/genet/load.bash"

needs_strace() {
	strace -o /dev/null true 2>/dev/null || skip 'strace cannot trace'
	not_under_valgrind 'strace would trace valgrind'
	export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
}

# not_under_valgrind WHY
not_under_valgrind() {
	[[ -z ${VALGRIND_GENET-} ]] || skip "$1"
}
