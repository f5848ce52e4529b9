#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# pair-demo: its story, for every kind of socket; and two programs that are joined by a
# pair.
#
# Texts in single quotes are for another shell.
# shellcheck disable=SC2016
load helpers
load lessons

# ---- Checks

# tells OPTION...: leaves the output of pair-demo in $story, and in $lesson as one line,
# since paragraphs break anywhere. pair-demo must succeed, and its times ascend.
tells() {
	run -0 --separate-stderr genet pair-demo "$@"
	story=$output
	lesson=${story//$'\n'/ }
	is "$stderr" ''
	times_ascend <<<"$story"
}

# matches TEXT REGEX...: each REGEX matches somewhere in the text.
matches() {
	local text=$1 regex
	shift
	for regex; do
		[[ $text =~ $regex ]] || {
			printf 'wanted: %s\ngot:    %s\n' "$regex" "$text"
			return 1
		}
	done
}

# keeps_boundaries KIND TYPE: there are as many reads as messages.
keeps_boundaries() {
	tells --kind "$1" --type "$2" --count 200 --size 10
	matches "$story" \
		'writer  has sent 200 messages, 2000 bytes in all, in ' \
		'reader  has read 2000 bytes, in 200 reads' \
		'reader  notices the end, ' 'writer  notices the end, '
	says "$lesson" 'What the writer sent has all been read: 2000 bytes.' \
		'Each read returned one whole message'
}

# carries_bytes KIND TYPE: there is any number of reads, and an end of stream each way.
carries_bytes() {
	tells --kind "$1" --type "$2" --count 200 --size 10
	matches "$story" \
		'writer  has sent 200 messages, 2000 bytes in all, in ' \
		'reader  has read 2000 bytes, in [0-9]+ reads?' \
		"reader  notices the end, [0-9.]+ [mu]s after the writer's shutdown" \
		"writer  notices the end, [0-9.]+ [mu]s after the reader's close"
}

# begin_story OPTION...: starts pair-demo as process $genet, with its output in story,
# and waits until its processes, $reader and $writer, talk.
begin_story() {
	start genet pair-demo "$@" >story 2>err
	genet=$pid
	eventually grep 'reader  reads' story
	reader=$(awk '/reader  begins/ { print $6 + 0 }' story)
	writer=$(awk '/writer  begins/ { print $6 + 0 }' story)
}

is_gone() {
	run ! kill -0 "$1"
}

# ---- The story

@test "the default is 1000 messages of one byte over a socket pair" {
	tells
	matches "$story" 'a socket pair \(SOCK_STREAM\)' \
		'writer  has sent 1000 messages, 1000 bytes in all' \
		'reader  has read 1000 bytes, in [0-9]+ reads?' \
		'reader  notices the end' 'writer  notices the end'
}

@test "the text fits into 80 columns" {
	tells --both-ways
	says "$lesson" 'has read'
	run -0 awk 'length > 79' <<<"$story"
	is "$output" ''
}

@test "each process is named once, and is gone in the end" {
	local process count=0
	tells
	while read -r process; do
		is "$(grep -c "process $process" <<<"$story")" 1
		is_gone "$process"
		count=$((count + 1))
	done < <(grep -oP 'process \K[0-9]+' <<<"$story")
	is "$count" 2
}

@test "pair, stream" {
	carries_bytes pair stream
}

@test "pair, dgram" {
	keeps_boundaries pair dgram
	says "$story" "after the writer's empty datagram"
}

@test "pair, seqpacket" {
	keeps_boundaries pair seqpacket
	says "$story" "after the writer's shutdown"
}

@test "unix, stream" {
	carries_bytes unix stream
}

@test "unix, dgram" {
	keeps_boundaries unix dgram
	says "$story" "after the writer's empty datagram"
}

@test "unix, seqpacket" {
	keeps_boundaries unix seqpacket
	says "$story" "after the writer's shutdown"
}

@test "tcp" {
	carries_bytes tcp stream
	matches "$story" 'has connected 127\.0\.0\.1:[0-9]+ to 127\.0\.0\.1:'
}

@test "udp" {
	keeps_boundaries udp dgram
	matches "$story" 'has connected 127\.0\.0\.1:[0-9]+ and 127\.0\.0\.1:'
	says "$story" "after the writer's empty datagram"
}

@test "udp has datagrams without being told" {
	tells --kind udp --count 10
	says "$story" 'an empty datagram'
}

@test "one message is a story, too" {
	tells --count 1
	says "$lesson" '1 message of 1 byte, and' 'sends its only message' \
		'has sent 1 message, 1 byte in all' 'has read 1 byte, in 1 read'
}

@test "the pace is kept" {
	local sent
	tells --count 11 --interval 20ms
	sent=$(grep -oP 'bytes in all, in \K[0-9]+(?= ms)' <<<"$story")
	((sent >= 200 && sent <= 1000 + ${SLACK_MS:-0}))
}

@test "--both-ways: each sends, reads, and notices the end of the other" {
	tells --both-ways --count 300
	matches "$story" 'A       has read 300 bytes' \
		'B       has read 300 bytes' \
		"A       notices the end, [0-9.]+ [mu]s after B's shutdown" \
		"B       notices the end, [0-9.]+ [mu]s after A's shutdown"
}

@test "--both-ways: neither stops reading while it sends" {
	tells --both-ways --count 64 --size 1M --interval 0
	says "$story" 'A       has read 67108864 bytes' \
		'B       has read 67108864 bytes'
}

@test "--both-ways: datagrams" {
	tells --kind udp --both-ways --count 100
	says "$story" 'A       has read 100 bytes, in 100 reads' \
		'B       has read 100 bytes, in 100 reads'
}

@test "--both-ways: neither waits for room without reading" {
	tells --type dgram --both-ways --count 20000 --size 1000 --interval 0
	says "$story" 'A       has read 20000000 bytes' \
		'B       has read 20000000 bytes'
}

# ended_after KIND: prints how many milliseconds the end in no-shutdown-KIND came after
# the last message.
ended_after() {
	awk '/has sent/ { sent = $1 } / (notices|gives) / { end = $1 }
		END { printf "%d\n", (end - sent) * 1000 }' "no-shutdown-$1"
}

@test "--no-shutdown: the end is noticed by the close 3 s later, or not at all" {
	local kind late lesson
	for kind in pair unix tcp udp; do
		start genet pair-demo --kind "$kind" --no-shutdown \
			--count 200 >"no-shutdown-$kind"
	done
	for pid in "${started[@]}"; do
		wait "$pid"
	done
	for kind in pair unix tcp; do
		late=$(ended_after "$kind")
		((late >= 3000 && late < 4000 + ${SLACK_MS:-0}))
		lesson=$(tr '\n' ' ' <"no-shutdown-$kind")
		matches "$lesson" \
			'writer  keeps its socket open for 3 s' \
			"notices the end, [0-9.]+ [mu]s after the writer's close" \
			'noticed the end only 3[0-9.]* s after the last byte' \
			'A shutdown would have announced the end'
	done
	late=$(ended_after udp)
	((late >= 3900 && late < 5000 + ${SLACK_MS:-0}))
	lesson=$(tr '\n' ' ' <no-shutdown-udp)
	matches "$lesson" 'gives up, after 4[0-9.]* s of silence' \
		'never learned of the end'
}

@test "--no-shutdown --both-ways: the one notices that the other has closed" {
	tells --no-shutdown --both-ways --type seqpacket --count 100
	says "$story" 'B       keeps its socket open, too' \
		'B       has read 100 bytes, in 100 reads' "after A's close"
}

@test "of a Unix socket nothing is left in the file system" {
	local type
	mkdir sockets
	export TMPDIR=$PWD/sockets
	for type in stream dgram; do
		tells --kind unix --type "$type" --count 3
		says "$story" "$TMPDIR/genet-"
		is "$(ls sockets)" ''
	done
}

@test "a path that is too long for a socket is an error" {
	TMPDIR=$PWD/$(printf '%0100d' 0)
	mkdir "$TMPDIR"
	export TMPDIR
	run -1 genet pair-demo --kind unix
	says "$output" 'at most 107 bytes'
}

# ---- Socket calls

@test "-vvv tells each process's calls with their results, and why" {
	run -0 --separate-stderr genet pair-demo -vvv
	story=$stderr
	matches "$story" \
		'genet +socketpair\(AF_UNIX, SOCK_STREAM, 0, \[[0-9]+, [0-9]+]\) = 0[[:space:]]+# ' \
		'writer +send\([0-9]+, message, 1\) = 1[[:space:]]+# ' \
		'reader +recv\([0-9]+, buffer, [0-9]+\) = [1-9][0-9]*[[:space:]]+# ' \
		'writer +shutdown\([0-9]+, SHUT_WR\) = 0[[:space:]]+# ' \
		'reader +recv\([0-9]+, buffer, [0-9]+\) = 0[[:space:]]+# ' \
		'reader +close\([0-9]+\) = 0[[:space:]]+# '
	times_ascend <<<"$story"
	((${#stderr_lines[@]} < 40))
	says "$output" 'has read 1000 bytes'
}

@test "-vvv tells how a TCP connection comes to be" {
	run -0 --separate-stderr genet pair-demo -vvv --kind tcp --count 1
	matches "$stderr" 'bind\([0-9]+, 127\.0\.0\.1:0\) = 0' \
		'listen\([0-9]+, 1\) = 0' \
		'connect\([0-9]+, 127\.0\.0\.1:[0-9]+\) = 0' \
		'accept\([0-9]+, NULL, NULL\) = [0-9]+'
}

@test "-vvv tells only the first of the many calls that a large message takes" {
	run -0 --separate-stderr genet pair-demo -vvv --size 1M --count 3
	(($(grep -c 'writer *send(' <<<"$stderr") <= 4))
	is "$(grep -c 'reader *recv(' <<<"$stderr")" 4
	matches "$stderr" \
		'send\([0-9]+, message, ([0-9]+)\) = [0-9]+[[:space:]]+# the last message'
	says "$output" 'has read 3145728 bytes'
}

# ---- What goes wrong

@test "a reader that is killed is a lost connection" {
	begin_story --count 1000000 --interval 1ms
	kill -KILL "$reader"
	genet_ends 7
	says "$(<err)" 'the reader was killed by SIGKILL'
}

@test "a writer that is killed is a lost connection, although its socket ends in good order" {
	begin_story --count 1000000 --interval 1ms
	kill -KILL "$writer"
	genet_ends 7
	says "$(<err)" 'the writer was killed by SIGKILL'
	says "$(<story)" 'reader  notices the end'
}

# udp_drops: a UDP socket of the network has dropped a datagram.
udp_drops() {
	"${inside[@]}" awk 'FNR > 1 { drops += $NF } END { exit !drops }' \
		/proc/net/udp
}

@test "datagrams that find no room are counted as lost" {
	network
	begin_story --kind udp --count 1500 --size 60000 --interval 1ms
	kill -STOP "$reader"
	eventually udp_drops
	kill -CONT "$reader"
	genet_ends 7
	matches "$(<err)" '[0-9]+ of [0-9]+ datagrams were lost: the reader has read only [0-9]+ of 90000000 bytes' \
		'hint: a datagram is dropped'
}

@test "a message that is too long for a datagram is an error" {
	run -1 --separate-stderr genet pair-demo --type dgram --size 1M
	says "$stderr" 'the writer' '1048576 bytes is too long'
}

@test "a signal ends genet and both processes" {
	local signal
	for signal in INT TERM; do
		begin_story --count 1000000 --interval 1ms
		kill "-$signal" "$genet"
		genet_ends "$((128 + $(kill -l "$signal")))"
		is_gone "$reader"
		is_gone "$writer"
	done
}

@test "pair-demo ends by SIGPIPE when nobody reads its output" {
	run -0 env --default-signal \
		bash -c 'genet pair-demo | true; echo "${PIPESTATUS[0]}"'
	is "$output" 141
}

@test "when nobody reads the --json of a story, it ends by SIGPIPE" {
	run -0 env --default-signal bash -c 'genet pair-demo --json --count 1000000 \
		--interval 1s 2>err | head -n 1 >first; echo "${PIPESTATUS[0]}"'
	is "$output" 141
	says "$(tail -n 1 err)" '"event":"summary"' '"signal":"SIGPIPE"'
}

@test "a story that cannot be written is an error" {
	run -1 bash -c 'genet pair-demo >/dev/full'
	says "$output" 'no space left on device'
}

# refuses SAYS OPTION...: the options are a usage error with that text.
refuses() {
	local words=$1
	shift
	run -2 --separate-stderr genet pair-demo "$@"
	is "$output" ''
	says "$stderr" "$words"
}

@test "what does not exist is a usage error that names the choices" {
	refuses "--kind: 'x' is none of pair, unix, tcp, udp" --kind x
	refuses "--type: 'x' is none of stream, dgram, seqpacket" --type x
	refuses '--kind tcp is always --type stream' --kind tcp --type dgram
	refuses '--kind tcp is always --type stream' \
		--kind tcp --type seqpacket
	refuses '--kind udp is always --type dgram' --kind udp --type stream
	refuses 'at most 65507 bytes' --kind udp --size 65508
	refuses 'a second message would never come' --interval never
	refuses 'out of range' --count 0
	refuses 'out of range' --size 0
	refuses "unexpected argument 'cat'" cat
	refuses 'hint: for lessons: genet pair-demo --lesson nagle' nagle
	refuses 'hint: for lessons: genet pair-demo --lesson all' all
}

# ---- Programs

@test "two programs are joined by a two-way pipe" {
	run -0 --separate-stderr genet pair-demo -- cat -- \
		sh -c 'echo hi; read x; echo "got $x" >&2'
	is "$stderr" 'got hi'
	is "$output" ''
}

@test "two programs are joined by other kinds, too" {
	local kind
	for kind in unix tcp; do
		run -0 genet pair-demo --kind "$kind" -- cat -- \
			sh -c 'echo hi; read x; echo "got $x" >&2'
		is "$output" 'got hi'
	done
}

@test "each program sees when the other has ended" {
	run -0 genet pair-demo -- sh -c 'cat >&2' -- printf all
	is "$output" all
}

@test "each program sees the end where the kernel has no close_range" {
	needs_strace
	run -0 timeout 20 strace -qq -o log -e trace=close_range \
		-e inject=close_range:error=ENOSYS \
		genet pair-demo -- sh -c 'cat >&2' -- printf all
	is "$output" all
	grep -q INJECTED log
}

@test "the words behind the second -- are all the second program's" {
	run -0 genet pair-demo -- sh -c 'cat >&2' -- printf '%s,' -- -v
	is "$output" '--,-v,'
}

@test "the status is the first one that is not 0" {
	run -3 genet pair-demo -- sh -c 'exit 3' -- sh -c 'exit 4'
	run -4 genet pair-demo -- true -- sh -c 'exit 4'
	run -137 genet pair-demo -- true -- sh -c 'kill -KILL $$'
	is "$output" ''
}

@test "a program that is not found is status 127" {
	run -127 genet pair-demo -- no-such-program -- cat
	says "$output" "cannot run 'no-such-program': not found"
	run -127 genet pair-demo -- cat -- ./no-such-program
}

@test "a program that cannot be run is status 126" {
	echo true >script
	run -126 genet pair-demo -- cat -- ./script
	says "$output" "cannot run './script': permission denied"
}

@test "the first program is not started if there is no second" {
	run -127 genet pair-demo -v -- sleep infinity -- no-such-program
	run ! grep started <<<"$output"
}

@test "the first program is ended if the second proves to be none" {
	not_under_valgrind 'which forks and hides why there is no program'
	echo '#!/no/such/interpreter' >script
	chmod +x script
	run -127 genet pair-demo -v -- sleep infinity -- ./script
	[[ $output =~ 'started sleep, process '([0-9]+) ]]
	is_gone "${BASH_REMATCH[1]}"
}

@test "a missing program is a usage error" {
	refuses 'missing the second program' -- cat
	refuses 'missing the second program' -- cat --
	refuses 'missing the first program' -- -- cat
}

@test "no descriptor above 2 gets to a program" {
	not_under_valgrind 'it has some of its own'
	exec 7<>/dev/null
	run -0 genet pair-demo -- true -- sh -c 'ls /proc/self/fd >&2' 7<&7
	exec 7>&-
	# 3 is the directory, which ls has open.
	is "${output//$'\n'/ }" '0 1 2 3'
}

@test "programs have default signals" {
	run -0 env --default-signal genet pair-demo -- true -- \
		sh -c 'sed -nE "s/^Sig(Ign|Blk):.//p" /proc/self/status >&2'
	is "${#lines[@]}" 2
	is "$((16#${lines[0]} & 0x7fffffff))" 0 # those above 31 are of the C library
	is "$((16#${lines[1]} & 0x7fffffff))" 0
}

@test "-v tells which programs were started, and how they ended" {
	run -3 genet pair-demo -v -- true -- sh -c 'exit 3'
	matches "$output" 'started true, process [0-9]+, on one end' \
		'started sh, process [0-9]+, on the other end' \
		'true has ended with status 0' 'sh has ended with status 3'
}

@test "a signal ends both programs, which may clean up" {
	pipe err
	start genet pair-demo -- sleep infinity -- sh -c \
		'trap "echo cleaned up >&2; exit" TERM; echo ready >&2
		while :; do read x; done' 2>err
	genet=$pid
	expect_line "$err" ready
	sleeper=$(pgrep --parent "$genet" sleep)
	kill "$genet"
	expect_line "$err" 'cleaned up'
	genet_ends 143
	is_gone "$sleeper"
}

@test "a program that does not end when asked is killed" {
	pipe err
	start genet pair-demo -- cat -- env --ignore-signal=TERM sh -c \
		'echo "$$" >&2; read x' 2>err
	genet=$pid
	read -r -u "$err" stubborn
	kill "$genet"
	genet_ends 143
	is_gone "$stubborn"
}
