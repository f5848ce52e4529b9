# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What all tests share. GENET and PEER are the programs to test, by default those of
# a build in the source tree, so that `bats tests/bats` works.
#
# A test does not sleep, and uses no fixed port: the library starts listeners; peers
# say on descriptor 3 when they listen; `eventually` waits for what becomes true a
# moment later; and delays are actions of the peer. Each test runs in an empty
# directory of its own.

bats_require_minimum_version 1.5.0

export LC_ALL=C

# Tests of colors set these variables themselves.
export TERM=dumb
unset NO_COLOR FORCE_COLOR CLICOLOR_FORCE
if [[ -n ${VALGRIND_GENET-} ]]; then # everything takes its time
	: "${BATS_TEST_TIMEOUT:=600}"
	SLACK_MS=20000
fi
export BATS_TEST_TIMEOUT=${BATS_TEST_TIMEOUT:-100}
[[ -n ${SLACK_MS-} ]] || {
	# With more than two jobs for each processor, all have to wait.
	read -r load _ </proc/loadavg
	busy=$((${load%.*} / $(nproc) - 1))
	SLACK_MS=$((busy <= 0 ? 0 : busy < 10 ? busy * 500 : 5000))
}
: "${GENET:=$BATS_TEST_DIRNAME/../../genet}" "${PEER:=$BATS_TEST_DIRNAME/../peer}"
[[ $GENET == /* ]] || GENET=$(realpath -- "$GENET")
[[ $PEER == /* ]] || PEER=$(realpath -- "$PEER")
dialogues=$(realpath -- "${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/dialogues")

setup() {
	[[ -x $GENET && -x $PEER ]] || {
		echo "cannot run $GENET and $PEER"
		return 1
	}
	[[ -d $BATS_FILE_TMPDIR/bin ]] || make_path "$BATS_FILE_TMPDIR/bin"
	PATH=$BATS_FILE_TMPDIR/bin:$PATH
	[[ ! -e $BATS_FILE_TMPDIR/bin/needs-linux ]] || skip_if_of_linux
	[[ ${GENET##*/} != strict-genet ]] || skip_if_not_in_strict
	exec </dev/null
	cd "$BATS_TEST_TMPDIR" || return
	! declare -F before_each >/dev/null || before_each # of a file of tests
}

# make_path DIRECTORY: makes it, with links to the programs that tests run. Another test
# may do the same at the same time.
make_path() {
	local program new=$1.$BASHPID
	mkdir -p "$new"
	ln -sf "$GENET" "$new/genet"
	for program in "$PEER" "$PEER"-{many,terminal,udp,wire}; do
		ln -sf "$program" "$new/${program##*/}"
	done
	! "$GENET" version | grep -q ' backend=portable' ||
		ln -s "$(realpath "$BATS_TEST_DIRNAME/needs-linux")" \
			"$new/needs-linux"
	mv -T "$new" "$1" 2>/dev/null || rm -r "$new"
}

# skip_if_of_linux: skips a test that needs what only Linux has, which this genet is
# built without.
skip_if_of_linux() {
	local file=${BATS_TEST_FILENAME##*/}
	file=${file%.bats}
	! grep -qxF -e "$file" -e "$file: $BATS_TEST_DESCRIPTION" \
		"$BATS_FILE_TMPDIR/bin/needs-linux" ||
		skip 'genet is built without what only Linux has'
}

# skip_if_not_in_strict: skips a test that passes in no strict sandbox. The comment above
# its row says why.
skip_if_not_in_strict() {
	local row why file=${BATS_TEST_FILENAME##*/}
	file=${file%.bats}
	while IFS= read -r row; do
		case $row in
		'# '*) why=${row#'# '} ;;
		"$file" | "$file: $BATS_TEST_DESCRIPTION")
			skip "not in a strict sandbox: $why"
			;;
		esac
	done <"$BATS_TEST_DIRNAME/not-in-strict"
}

teardown() {
	genet_stop
	((${#started[@]} == 0)) || kill_started
	! declare -F after_each >/dev/null || after_each
	genet_mocked
}

# kill_started: kills the processes of the test, and their children, which under
# strace and script are what was to be started.
kill_started() {
	local pid parents
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

# has_glibc: the C library of genet, which has words for errors and looks names up, is
# that of GNU.
has_glibc() {
	[[ $("$GENET" version -v) == *'C library: glibc'* ]]
}

needs_strace() {
	strace -o /dev/null true 2>/dev/null || skip 'strace cannot trace'
	not_under_valgrind 'strace would trace valgrind'
	without_leak_checker
}

# without_leak_checker: that of the sanitizers traces the process, and needs
# descriptors.
without_leak_checker() {
	export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
}

# needs_no_proc: skips the test where genet needs /proc: under valgrind, with sanitizers.
needs_no_proc() {
	[[ ${SANITIZERS-} != yes ]] || skip 'sanitizers need /proc'
	not_under_valgrind 'it needs /proc'
}

# not_under_valgrind WHY: skips the test under valgrind.
not_under_valgrind() {
	[[ -z ${VALGRIND_GENET-} ]] || skip "$1"
}
