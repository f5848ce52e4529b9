#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The lessons of pair-demo: that each works with the kernel of this host, makes the
# calls that it shows, and is shown well. A test has all lessons, and takes longer.
limit=400
[[ -z ${VALGRIND_GENET-} ]] || limit=2000 # for a hundred runs of genet
export BATS_TEST_TIMEOUT=${BATS_TEST_TIMEOUT:-$limit}
load helpers
load lessons
load screen

TOP=$(realpath -- "${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/..")

# each_lesson COMMAND...: calls it with the name of each lesson as its last argument,
# and prints for which it has failed. Within it a failing command ends nothing, but for
# the last one: others need "|| return".
each_lesson() {
	local name failed=() count=0
	for name in $(names_of_lessons); do
		count=$((count + 1))
		"$@" "$name" || failed+=("$name")
	done
	((count >= 10))
	is "${failed[*]}" ''
}

# runs OPTION... NAME: the lesson works, or says that there is none for IPv6.
runs() {
	local status=0
	"${as[@]}" "${program:-genet}" pair-demo --color never "${@:1:$#-1}" \
		--lesson "${!#}" >out 2>err || status=$?
	if [[ $1 == -6 && $(<err) == *"has no IPv6: "*"IPv6 has nothing like it"* ]]; then
		is "$status" 2
		return
	fi
	[[ $status == 0 && ! -s err ]] || {
		cat out err
		return 1
	}
	grep -q "^${!#}: " out && ! grep "differs: the lesson says" out
}

needs_ipv6() {
	has_ipv6 || skip 'the host has no ::1'
}

# as_ordinary_user: from now on lessons are run as the user nobody, who cannot enter the
# directories of the test: genet is run by a descriptor, and TMPDIR is elsewhere.
as_ordinary_user() {
	local file
	((EUID == 0)) || skip 'the other tests are those of an ordinary user'
	not_under_valgrind 'it is a file that nobody can reach'
	file=$(realpath "$(command -v genet)")
	exec {executable}<"$file"
	program=/proc/self/fd/$executable
	as=(env TMPDIR=/tmp setpriv --reuid=65534 --regid=65534 --clear-groups)
	"${as[@]}" "$program" version || skip 'nobody may not run genet'
}

# ---- What lessons teach

@test "each lesson does what it says by IPv4" {
	each_lesson runs -4
}

@test "each lesson does what it says by IPv6" {
	needs_ipv6
	each_lesson runs -6
}

@test "each lesson does what it says for an ordinary user" {
	as_ordinary_user
	each_lesson runs -4
}

@test "each lesson does what it says by IPv6 for an ordinary user" {
	needs_ipv6
	as_ordinary_user
	each_lesson runs -6
}

# tells_the_truth NAME: strace has seen each call that the lesson shows.
tells_the_truth() {
	local steps
	strace -f -o log genet pair-demo --lesson "$1" --json >out 2>events
	[[ -s events ]] || mv out events
	steps=$(grep -c '"event":"step"' events)
	((steps > 5)) && python3 "$TOP/tests/bats/check-steps.py" events log
}

@test "each call that a lesson tells of is one that strace has seen" {
	needs_strace
	each_lesson tells_the_truth
}

@test "check-steps.py notices a call that strace has not seen" {
	needs_strace
	run -0 tells_the_truth socketpair
	sed 's/"result":8/"result":9/' events >changed
	run -1 python3 "$TOP/tests/bats/check-steps.py" changed log
	says "$output" 'does not have, or not in this order' "'result': 9"
	grep -v ' close(' log >shorter
	run -1 python3 "$TOP/tests/bats/check-steps.py" events shorter
	says "$output" "'call': 'close("
}

@test "a result that differs from the lesson is shown, and is status 8" {
	needs_strace
	run -8 --separate-stderr strace -f -qq -o log \
		-e inject=getsockopt:error=ENOPROTOOPT \
		genet pair-demo --color never --lesson credentials
	says "$(tr -s '\n ' ' ' <<<"$output")" \
		'= -1 ENOPROTOOPT (not known to this kernel)' \
		'differs: the lesson says process' \
		'differs: the lesson says user' \
		'On this system that did not hold: SO_PEERCRED'
	is "$stderr" 'genet pair-demo: 5 calls did not do what the lesson says'
}

@test "a result that differs from the lesson is shown with --quiet, too" {
	needs_strace
	run -8 --separate-stderr strace -f -qq -o log \
		-e inject=getsockopt:error=ENOPROTOOPT \
		genet pair-demo --quiet --lesson credentials
	is "$(grep -c differs <<<"$output")" 5
	says "$output" 'On this system that did not hold: SO_PEERCRED'
}

# ---- Names

@test "the list has the names and questions of all lessons, part by part" {
	genet pair-demo --lesson list >questions
	local part='Streams|Connecting and listening|Datagrams|Unix sockets'
	run ! grep -vE "^$|^($part):$|^  [a-z0-9-]+ +[^ ].*[?]$" questions
	is "$(grep -E "^($part):$" questions | sort | uniq -d)" ''
	is "$(names_of_lessons | sort | uniq -d)" ''
	is "$(names_of_lessons | wc -l)" "$(grep -c '^ ' questions)"
}

@test "an unknown lesson is status 2, and the one that was meant is named" {
	run -2 --separate-stderr genet pair-demo --lesson socket-pair
	is "$output" ''
	says "$stderr" "there is no lesson 'socket-pair'" \
		"did you mean 'socketpair'?"
}

@test "an unknown lesson that is like no other points to the list" {
	run -2 --separate-stderr genet pair-demo --lesson xyzzy
	is "$output" ''
	says "$stderr" "there is no lesson 'xyzzy'" 'genet pair-demo --lesson list'
}

# is_meant TYPED LESSON: for TYPED, genet suggests the lesson.
is_meant() {
	run -2 genet pair-demo --lesson "$1"
	says "$output" "did you mean '$2'?"
}

@test "a lesson is found by what it is about" {
	is_meant 'address already in use' time-wait
	is_meant EADDRINUSE time-wait
	is_meant so_reuseaddr time-wait
	is_meant TIME_WAIT time-wait
	is_meant EPIPE gone-peer
	is_meant 'Broken pipe' gone-peer
	! has_glibc || { # the words are those of its strerror(3)
		is_meant 'Cannot assign requested address' ephemeral
		is_meant 'message too long' too-long
	}
	is_meant 'Connection refused' failures
	is_meant zombie accept-loop
	is_meant MSG_OOB urgent
	is_meant lists list
	is_meant All all
}

@test "no lesson is found by words that all of them have" {
	for words in '' a 'is' '?'; do
		run -2 genet pair-demo --lesson "$words"
		says "$output" "there is no lesson '$words'" '--lesson list'
		run ! grep 'did you mean' <<<"$output"
	done
}

@test "--json is refused where no lesson runs" {
	run -2 genet pair-demo --lesson list --json
	says "$output" '--json is for lessons that run, and --lesson list runs none'
	run -2 genet pair-demo --lesson nagle --write C --json
	says "$output" '--json is for lessons that run, and --write runs none'
}

# without_ipv6 ARG...: runs pair-demo in a network of its own that has no IPv6.
without_ipv6() {
	unshare -rn sh -c 'ip link set lo up &&
		echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6 &&
		exec genet pair-demo --color never "$@"' sh "$@"
}

@test "a host without IPv6 says so, and has the other lessons" {
	unshare -rn sh -c 'ip link set lo up &&
		echo 1 >/proc/sys/net/ipv6/conf/all/disable_ipv6' ||
		skip 'no network without IPv6 can be made'
	run -11 without_ipv6 --lesson wildcard
	says "$output" 'needs IPv6, which this host does not have'
	for name in nagle all; do
		run -11 without_ipv6 -6 --lesson "$name"
		says "$output" 'this host has no IPv6' 'leave out -6'
	done
	run -0 without_ipv6 --lesson boundaries
}

@test "the course says which lessons it leaves out" {
	needs_ipv6
	genet pair-demo -6 --lesson all --quiet >out 2>err
	says "$(<err)" "skipped: the lesson 'broadcast' has no IPv6: "
	run ! grep -i broadcast out
}

# ---- How they are shown

@test "with --quiet a lesson is its conclusion" {
	genet pair-demo --lesson boundaries >whole
	run -0 --separate-stderr genet pair-demo --lesson boundaries --quiet
	is "$stderr" ''
	is "$output" "$(sed -n '/^A stream carries/,/^$/p' whole)"
}

# show COLUMNS NAME: runs the lesson on an empty screen of so many columns.
show() {
	open_screen "$1" peer stdio hold
	on_screen resize-window -y 100
	on_screen respawn-pane -k "PATH=$(printf %q "$PATH"); \
		genet pair-demo --lesson $2; exec peer stdio hold"
	eventually screen_has '^See also:'
}

# Behind the result of a call that took 20 ms or more, as any may on a busy host.
after='(, after .*)?'

@test "a wide terminal has a column for each party" {
	local child sent received
	show 130 socketpair
	child=$(screen_text | sed -n 's/^\( \{12\}parent *\)child$/\1/p')
	((${#child} > 60))
	sent=$(screen_text |
		sed -En "s/send\(a, \"question\", 8, 0\) = 8$after\$//p")
	received=$(screen_text |
		sed -En "s/recv\(b, buf, 100, 0\) = 8 \"question\"$after\$//p")
	is "${#sent}" 12
	is "${#received}" "${#child}"
}

@test "on a terminal of 80 columns all parties share one" {
	show 80 socketpair
	screen_has '^ +[0-9.]+  parent  send\(a, "question", 8, 0\) = 8'"$after$"
	screen_has '^ +[0-9.]+  child   recv\(b, buf, 100, 0\) = 8 "question"'"$after$"
	run ! screen_has '.{80}'
}

@test "a descriptor is named when its call has returned, also after a wait" {
	genet pair-demo --lesson accept-loop >out
	grep -E 'server  accept\(listener, NULL, NULL\) = [0-9]+ \(c\)'"$after$" out
	grep -E 'server  \.\.\. accept\(listener, NULL, NULL\) = [0-9]+ \(d\)'"$after$" out
}

@test "the times of a lesson ascend, also where several calls wait at once" {
	rounds 10 has_times_in_order prefork
}

has_times_in_order() {
	genet pair-demo --lesson "$1" | times_ascend
}

@test "of calls in a row the sum is told only where it is another number" {
	genet pair-demo --lesson overflow >out
	grep -E 'send\(s, buf, 4000, 0\) = 10 calls'"$after$" out
	genet pair-demo --lesson full-datagrams | tr -s '\n ' ' ' >out
	grep -E 'send\(s, buf, 1, MSG_DONTWAIT\) = [0-9]+ calls, the last -1 EAGAIN; [0-9]+ in all ' out
	grep -E 'send\(t, buf, 1, MSG_DONTWAIT\) = -1 EAGAIN \(resource temporarily unavailable\)(, after [^ ]* [^ ]*)? another' out
}

@test "the byte that goes with a descriptor is the one that the lesson shows" {
	needs_strace
	# Fresh memory does not hold 0.
	GLIBC_TUNABLES=glibc.malloc.perturb=90 strace -f -e trace=sendmsg -o log \
		genet pair-demo --lesson pass-descriptor >out
	grep -F 'sendmsg(a, {"\0", 1, SCM_RIGHTS c}, 0) = 1' out
	grep -E 'sendmsg\(.*iov_base="\\0", iov_len=1\}.*SCM_RIGHTS' log
}

@test "-vvv has the party before each call" {
	run -0 --separate-stderr genet pair-demo --lesson full-datagrams -vvv
	grep -E '^ *[0-9.]+ +sender  send\([0-9]+, "late", 4, 0\) = 4' <<<"$stderr"
	grep -E '^ *[0-9.]+ +reader  close\([0-9]+\) = 0' <<<"$stderr"
}

# ---- The course

@test "the course has all lessons, one after the other" {
	local name
	genet pair-demo --lesson all --events events >out
	is "$(sed -n 's/.*"event":"lesson".*"lesson":"\([^"]*\)".*/\1/p' events)" \
		"$(names_of_lessons)"
	for name in $(names_of_lessons); do
		grep "^$name: " out
	done
}

@test "the course with --quiet is all conclusions" {
	genet pair-demo --lesson all --quiet >out 2>err
	holds err ''
	run ! grep -E '^See also|^ +[0-9.]+ |[?]$' out
	says "$(<out)" 'A stream carries bytes' 'SO_PEERCRED says'
}

@test "a blank between lessons that cannot be written is an error" {
	local -i writes
	needs_strace
	# Writes also tell the parties to go on, and their number can differ.
	for try in {1..8}; do
		strace -o log -e trace=write -e signal=none genet pair-demo \
			--lesson "$(names_of_lessons | head -n 1)" >/dev/null
		writes=$(grep -c '^write(' log)+1
		run -1 --separate-stderr strace -o log -e trace=write \
			-e "inject=write:error=ENOSPC:when=$writes" \
			genet pair-demo --lesson all
		! grep -q 'write(1, "\\n\\n", 2) *= -1 ENOSPC' log || break
	done
	says "$stderr" 'cannot write to standard output: no space left'
	grep 'write(1, "\\n\\n", 2) *= -1 ENOSPC' log
}

@test "the course ends when nobody reads its --json" {
	# shellcheck disable=SC2016 # for another shell
	run -0 env --default-signal bash -c 'genet pair-demo --lesson all --json 2>err |
		head -n 1 >first; echo "${PIPESTATUS[0]}"'
	is "$output" 141
	says "$(<first)" '"event":"start"'
	run ! grep '"event":"lesson","[^}]*"lesson":"full-buffer"' err
	says "$(tail -n 1 err)" '"event":"summary"' '"signal":"SIGPIPE"'
}

@test "on a terminal the course waits for Enter, and Ctrl-D ends it" {
	local names
	mapfile -t names < <(names_of_lessons)
	open_screen 80 genet pair-demo --lesson all
	on_screen resize-window -y 100
	eventually screen_has '^Enter: the next lesson, Ctrl-D: the end'
	on_screen send-keys Enter
	eventually screen_has "^${names[1]}: "
	eventually has_asked 2
	on_screen send-keys C-d
	eventually has_ended_with 0
	run ! screen_has "^${names[2]}: "
}

# has_ended_with STATUS: the command on the screen has ended with that status.
has_ended_with() {
	is "$(on_screen display-message -p '#{pane_dead_status}')" "$1" || {
		on_screen display-message -p '#{pane_dead} #{pane_pid} #{pane_current_command}'
		screen_text
		return 1
	}
}

# has_asked N: the screen shows the request for Enter N times.
has_asked() {
	is "$(screen_text | grep -c '^Enter: the next lesson')" "$1"
}

# full_pipe NAME: makes a FIFO that is full, held open as descriptor $NAME.
full_pipe() {
	pipe "$1"
	python3 -c '
import os, sys
fd = os.open(sys.argv[1], os.O_WRONLY | os.O_NONBLOCK)
try:
    while True:
        os.write(fd, b"x")
except BlockingIOError:
    pass
' "$1"
}

has_parties() {
	pgrep --parent "$pid" >parties
	has_lines parties "$1"
}

# is_cleared_by SIGNAL STATUS NAME: the lesson, whose output is not read, leaves no
# process and no directory behind after the signal.
is_cleared_by() {
	local party
	mkdir places
	full_pipe out
	TMPDIR=$PWD/places start genet pair-demo --lesson "$3" >out 2>err
	genet=$pid
	eventually has_parties 2
	eventually test -d places/genet-*
	kill "-$1" "$pid"
	genet_ends "$2"
	while read -r party; do
		run ! kill -0 "$party"
	done <parties
	rmdir places
}

@test "a lesson that is interrupted leaves no process and no directory behind" {
	is_cleared_by INT 130 socket-file
}

@test "a lesson that is terminated leaves no process and no directory behind" {
	is_cleared_by TERM 143 permissions
}

# adopts COMMAND...: runs it, and prints how many processes it has left behind.
adopts() {
	python3 -c '
import ctypes, os, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
count = 0
try:
    while os.waitpid(-1, 0):
        count += 1
except ChildProcessError:
    print(count)
' "$@"
}

@test "a party that another one has begun is waited for" {
	run -0 adopts genet pair-demo --lesson prefork
	is "$output" 0
	run -0 adopts genet pair-demo --lesson credentials
	is "$output" 0
	run -0 adopts genet pair-demo --lesson pass-descriptor
	is "$output" 0
}

# gone PID: the process does not exist, or is a zombie.
gone() {
	local state
	state=$(awk '$1 == "State:" { print $2 }' "/proc/$1/status" 2>/dev/null)
	[[ -z $state || $state == Z ]]
}

# Parties that are stopped do not notice the end of their pipes.
@test "a lesson that is killed leaves no process behind" {
	local party
	full_pipe out
	start genet pair-demo --lesson full-buffer >out 2>err
	genet=$pid
	eventually has_parties 2
	while read -r party; do
		kill -STOP "$party"
	done <parties
	kill -KILL "$pid"
	genet_ends 137
	while read -r party; do
		eventually gone "$party"
	done <parties
}

@test "lessons show SIGPIPE also where it is ignored or blocked" {
	run -0 python3 -c '
import os, signal
signal.signal(signal.SIGPIPE, signal.SIG_IGN)
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPIPE, signal.SIGCHLD])
os.execvp("genet", ["genet", "pair-demo", "--quiet", "--lesson", "gone-peer"])
'
}

# needs_unshare OPTION: skips the test where such a namespace cannot be made.
needs_unshare() {
	unshare -r "$1" true 2>/dev/null || skip 'no namespaces'
}

# unshared OPTION SCRIPT: runs the script in such a namespace.
unshared() {
	unshare -r "$1" sh -c "$2"
}

@test "lessons run without /proc" {
	needs_no_proc
	needs_unshare -m
	run -0 unshared -m 'mount -t tmpfs none /proc &&
		genet pair-demo --quiet --lesson boundaries'
}

@test "without a loopback interface a lesson says so, and the course leaves it out" {
	needs_unshare -n
	run -11 unshared -n 'genet pair-demo --lesson reset'
	is "$output" "genet pair-demo: the lesson 'reset' needs IPv4 on the loopback\
 interface, which this host does not have; if the interface is down: ip link set lo up"
	run -0 unshared -n 'genet pair-demo --lesson reset --write python'
	# Its status is not 0: in the namespace lessons of users find no other user.
	unshared -n 'genet pair-demo --lesson all --quiet' >out 2>&1 || :
	says "$(<out)" "skipped: the lesson 'reset' needs IPv4" \
		'The file of a Unix socket is only a name.'
}

@test "a directory that a lesson has locked is removed" {
	mkdir places
	TMPDIR=$PWD/places run -0 genet pair-demo --lesson permissions
	rmdir places
}

# ---- The manual

# without_numbers: prints standard input a word a line, without what differs from run to
# run: numbers, and how long and how often a call has waited.
without_numbers() {
	tr '\n' ' ' | sed -E 's/ +/ /g
		s/, after [0-9.]+ m?s//g
		s/ \(the last of [0-9]+ calls\)//g
		s/[0-9]+/N/g' | tr ' ' '\n'
}

# printed NAME: leaves the output of the lesson in $output, which runs once for all
# tests of this file.
printed() {
	local file=$BATS_FILE_TMPDIR/printed.$1
	if [[ ! -e $file ]]; then
		genet pair-demo --color never --lesson "$1" >"$file.new" || return
		mv "$file.new" "$file"
	fi
	output=$(<"$file")
}

page_has() {
	local page
	printed "$1" || return
	page=$(awk -v name="$1" '/^\.Ss / { is_it = $2 == name; next }
		/^\.S[sh] / { is_it = 0 }
		is_it && !/^\.(\\"|Bd|Ed|Pp)/' "$TOP/man/genet-lessons.7" |
		sed -e 's/\\(aq/'\''/g' -e 's/\\e/\\/g' -e 's/\\-/-/g' -e 's/\\&//g')
	diff <(without_numbers <<<"${output#*: }") <(without_numbers <<<"$page")
}

@test "genet-lessons(7) has what the lessons print" {
	((EUID == 0)) || skip 'it shows what lessons print for the superuser'
	each_lesson page_has
}

# names_what_there_is NAME: each command and option that the lesson points to exists.
# After a comma in its last lines stands a command line, options of the command
# before, or the end of a sentence.
names_what_there_is() {
	local line part option parts command=()
	printed "$1" || return
	line=$(awk -v RS= '/^See also: / { gsub(/\n/, " "); sub(/^See also: /, ""); print }' \
		<<<"$output")
	[[ $line == 'genet '* ]] || return
	IFS=, read -ra parts <<<"$line"
	for part in "${parts[@]}"; do
		if [[ $part =~ genet\ ((unix\ )?[a-z-]+) ]]; then
			read -ra command <<<"${BASH_REMATCH[1]}"
			genet "${command[@]}" --help >help
		fi
		[[ ${command[*]} != nc ]] || continue # its page has the options
		for option in $(options_in <<<"${part%% -- *}"); do
			grep -qE -- "(^| )$option\b" help || {
				echo "$1: genet ${command[*]} has no $option"
				return 1
			}
		done
	done
}

# options_in: prints the options in standard input, one a line.
options_in() {
	grep -oE -- '(^| )-(-[a-z-]+|[A-Za-z0-9])\b' | tr -d ' ' || :
}

@test "the commands and options that a lesson points to exist" {
	each_lesson names_what_there_is
}
