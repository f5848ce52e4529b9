#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# --progress: the meter on a terminal, and lines for a log.
load helpers
load screen

SIZE=' *[0-9.]+ ([KM]i)?B'
newline=$'\n'

# a_file BYTES: makes a file of that size.
a_file() {
	pattern "$1" >file
}

# Shows a slow transfer of a file on a screen of so many columns.
slow_transfer() {
	a_file 10000000
	listening_peer recv-all
	open_screen "$1" genet connect --progress --rate 500K --input file \
		127.0.0.1 "$port" "${@:2}"
}

# ---- On a terminal

@test "on 100 columns: sizes, percent, bar, rate, time and time that is left" {
	slow_transfer 100
	eventually screen_has "^$SIZE / 9.54 MiB +[0-9]+%  \[=*> *\] $SIZE/s  0:00:[0-9]+  ETA 0:00:[0-9]+$"
}

@test "on 60 columns: size, percent, bar, rate and time that is left" {
	slow_transfer 60
	eventually screen_has "^$SIZE +[0-9]+%  \[=*> *\] $SIZE/s  ETA 0:00:[0-9]+$"
}

@test "on 30 columns: size, percent and rate" {
	slow_transfer 30
	eventually screen_has "^$SIZE +[0-9]+% $SIZE/s$"
}

@test "the meter takes the place of the one before" {
	slow_transfer 100
	eventually screen_has '0:00:02'
	is "$(screen_text | grep -c %)" 1
}

@test "the meter follows when the terminal changes its width" {
	slow_transfer 100
	eventually screen_has ' / 9.54 MiB'
	screen_resize 60
	eventually screen_has "^$SIZE +[0-9]+%  \[=*> *\] $SIZE/s  ETA 0:00:[0-9]+$"
	screen_resize 30
	eventually screen_has "^$SIZE +[0-9]+% $SIZE/s$"
	screen_resize 100
	eventually screen_has ' / 9.54 MiB +[0-9]+%  \['
}

@test "without a size: bytes both ways, rate and time" {
	listening_peer send-pattern:3000000 recv-all
	open_screen 100 genet connect --progress --rate 500K --no-stdin --output got \
		127.0.0.1 "$port"
	eventually screen_has "^$SIZE in +0 B out $SIZE/s  0:00:[0-9]+$"
}

@test "--size says how much is to come" {
	listening_peer send-pattern:3000000 recv-all
	open_screen 100 genet connect --progress --rate 500K --no-stdin --output got \
		--size 3000000 127.0.0.1 "$port"
	eventually screen_has "^$SIZE / 2.86 MiB +[0-9]+%  \[=*> *\]"
}

@test "--bytes says how much is to come, too" {
	listening_peer send-pattern:3000000 recv-all
	open_screen 100 genet connect --progress --rate 500K --no-stdin --output got \
		--bytes 2MiB 127.0.0.1 "$port"
	eventually screen_has "^$SIZE / 2.00 MiB +[0-9]+%  \[=*> *\]"
}

@test "a long answer is not measured by the short question" {
	listening_peer send-pattern:3000000 recv-all
	a_file 10
	open_screen 100 genet connect --progress --rate 500K --input file \
		--output got 127.0.0.1 "$port"
	eventually screen_has "^$SIZE in +10 B out"
}

@test "a stall says that the peer does not read" {
	a_file 20000000
	listening_peer hold
	open_screen 100 genet connect --progress --input file 127.0.0.1 "$port"
	eventually screen_has ' / 19.1 MiB +[0-9]+%  \[=*> *\]  stalled [0-9]+s: peer window (0|full)$'
}

@test "a stall says that there is nothing to send" {
	pipe in
	listening_peer recv-all
	echo hello >&"$in"
	open_screen 60 genet connect --progress --input in 127.0.0.1 "$port"
	eventually screen_has ' 6 B out  stalled [0-9]+s: nothing to send$'
}

@test "a stall says that the output is not read" {
	pipe out
	listening_peer send-pattern:20000000 recv-all
	open_screen 100 genet connect --progress --no-stdin --output out \
		127.0.0.1 "$port"
	eventually screen_has ' in +0 B out  stalled [0-9]+s: output not read$'
}

@test "the last line is the total" {
	a_file 300000
	listening_peer recv-all
	open_screen 100 genet connect --progress --rate 400K --input file \
		127.0.0.1 "$port"
	eventually screen_has '^total: +0 B in, 293 KiB out, .*, [0-9.]+ KiB/s$'
	is "$(screen_text | grep -c %)" 0
}

@test "other lines stand above the meter, which stays" {
	slow_transfer 100 -v
	eventually screen_has ' / 9.54 MiB'
	pkill -USR1 --full "genet connect .*--progress .* $port"
	eventually screen_has '^progress: 0 B in, [0-9]'
	eventually screen_has ' / 9.54 MiB'
	[[ $(screen_text) =~ ^connected\ to\ .*"$newline"progress:\ .*"$newline"\ *[0-9.]+\ .iB\ / ]]
	is "$(screen_text | grep -c %)" 1
}

@test "received lines stand above the meter, which stays" {
	listening_peer $'send:one\n' pause:1200 $'send:two\n' pause:1200 \
		$'send:three\n' hold
	open_screen 60 genet connect --progress --no-stdin 127.0.0.1 "$port"
	eventually screen_has ^three
	eventually screen_has ' in +0 B out'
	[[ $(screen_text) =~ ^one"$newline"two"$newline"three"$newline"\ +14\ B\ in ]]
}

@test "a meter does not overwrite a received line that has no end" {
	listening_peer send:prompt pause:1000 send:! hold
	open_screen 60 genet connect --progress --no-stdin 127.0.0.1 "$port"
	eventually screen_has !
	is "$(screen_text)" 'prompt!'
	pkill -USR1 --full "genet connect .*--progress .* $port"
	eventually screen_has ^progress:
	screen_has '^prompt!$'
}

@test "listen -k: the number of clients, and what all of them move" {
	open_screen 100 genet listen -k --progress --discard --ready-file address \
		127.0.0.1:0
	eventually test -s address
	for _ in 1 2 3; do
		start peer connect 127.0.0.1 "$(sed 's/.*://' address)" \
			send-pattern:1000 hold
	done
	eventually screen_has '^ +3 clients +2.93 KiB in +0 B out'
	kill -TERM "$pid"
	eventually screen_has '^ +2 clients +2.93 KiB in +0 B out'
}

@test "Ctrl-C removes the meter, with what the terminal shows of the key" {
	slow_transfer 100
	eventually screen_has ' / 9.54 MiB'
	on_screen send-keys C-c
	eventually screen_has '^total: +0 B in, '
	run ! screen_has '%|\^'
}

@test "a connection that fails leaves its error, and no meter" {
	refusing_port 127.0.0.1
	open_screen 100 genet connect --progress --retry-for 1s 127.0.0.1 "$port"
	eventually screen_has '^genet connect: cannot connect to 127.0.0.1'
	[[ $(screen_text) == genet\ connect:* ]]
	run ! screen_has total
}

@test "a peer that is lost: the total, and the error behind it" {
	a_file 10000000
	listening_peer recv:100000 reset
	open_screen 100 genet connect --progress --input file 127.0.0.1 "$port"
	eventually screen_has '^genet connect: connection to .* reset by peer'
	[[ $(screen_text) =~ ^total:.*"$newline"genet\ connect: ]]
}

@test "a terminal that is stopped by Ctrl-S does not hold the transfer up" {
	a_file 1000000
	listening_peer recv-all
	mkfifo go
	start env TERM=xterm peer-terminal columns:100 start expect:% \
		type:$'\x13' read:go type:$'\x11' ends:0 \
		-- genet connect --progress --rate 600K --input file \
		127.0.0.1 "$port"
	peer_ends
	cmp heard file
	echo >go
	wait "$pid"
}

# ---- Elsewhere

@test "nothing is shown if standard error is no terminal" {
	converse 0 connect --progress -- pause:700 recv-all send:hello <<<hi
	holds err ''
	converse 0 connect --progress=auto -- pause:700 recv-all send:hello <<<hi
	holds err ''
}

@test "with --json, nothing stands between the objects on a terminal" {
	a_file 200000
	listening_peer recv-all
	run -0 env TERM=xterm peer-terminal start expect:'"event":"summary"' ends:0 -- \
		genet connect --json --progress --rate 200K --input file \
		127.0.0.1 "$port"
	run ! grep -q $'\x1b' <<<"$output"
}

@test "--progress=never shows nothing on a terminal" {
	listening_peer pause:700 send:hi shut recv-all
	open_screen 60 genet connect --progress=never --no-stdin 127.0.0.1 "$port"
	eventually screen_has '^hi$'
	is "$(screen_text)" hi
}

@test "--progress=plain writes lines to a log, and the total" {
	a_file 500000
	converse 0 connect --progress=plain --rate 200K --input file -- recv-all
	grep -Eq '^progress: 0 B in, [0-9.]+ KiB out, 1.* s, [0-9.]+ KiB/s, [0-9]+ % of 488 KiB, [0-9]+ s left$' err
	[[ $(tail -n1 err) =~ ^total:\ +0\ B\ in,\ 488\ KiB\ out,\ 2 ]]
	run ! grep -q $'[\r\x1b]' err
}

@test "on a terminal that cannot move its cursor, lines" {
	a_file 500000
	listening_peer recv-all
	run -0 env TERM=dumb peer-terminal start expect:progress: expect:total: \
		ends:0 -- genet connect --progress --rate 200K --input file \
		127.0.0.1 "$port"
	run ! grep -q $'\x1b' <<<"$output"
}

@test "udp-send: datagrams, bytes and percent" {
	a_file 5000
	start_ready peer datagrams 127.0.0.1 0
	run -0 --separate-stderr genet udp-send --progress=plain --rate 2000 \
		--block 500 --input file 127.0.0.1 "${ready#* }"
	[[ $stderr =~ progress:\ [0-9]\ datagrams,\ 0\ B\ in,\ .*\ %\ of\ 4.88\ KiB ]]
	[[ $stderr =~ total:\ +10\ datagrams,\ 0\ B\ in,\ 4.88\ KiB\ out ]]
}

@test "udp-send: no size where the input has more bytes than the datagrams" {
	printf '%s\n' one two three four >file
	start_ready peer datagrams 127.0.0.1 0
	run -0 --separate-stderr genet udp-send --progress=plain --lines \
		--interval 400ms --input file 127.0.0.1 "${ready#* }"
	[[ $stderr =~ progress:\ [0-9]\ datagrams,\ 0\ B\ in,\ .*/s ]]
	run ! grep % <<<"$stderr"
}

@test "udp-send: an answer that does not come is nothing received" {
	start_ready peer datagrams 127.0.0.1 0
	run -124 --separate-stderr genet udp-send --progress=plain --data abc \
		--reply --timeout 2500ms 127.0.0.1 "${ready#* }"
	says "$stderr" 'stalled for 2' ': nothing received'
}

@test "udp-recv: datagrams and bytes" {
	receiver udp-recv --progress=plain --count 2
	genet udp-send --data abc 127.0.0.1 "$port"
	genet udp-send --data de 127.0.0.1 "$port"
	genet_ends 0
	[[ $(<err) =~ total:\ +2\ datagrams,\ 5\ B\ in,\ 0\ B\ out ]]
}

@test "unix connect: bytes" {
	start_ready peer listen unix ./s recv-all
	run -0 --separate-stderr genet unix connect --progress=plain --data abc ./s
	says "$stderr" '0 B in, 3 B out'
}

@test "with a program, genet sees what passes" {
	listening_peer send:abc shut recv-all
	run -0 --separate-stderr genet connect --progress=plain --sh 'cat; echo yes' \
		127.0.0.1 "$port"
	says "$stderr" '3 B in, '
}

@test "bytes are spliced although a meter shows them" {
	a_file 10000000
	listening_peer recv-all
	run -0 genet connect --progress=plain --stats --input file --engine splice \
		127.0.0.1 "$port"
	says "$output" 'out 9.54 MiB spliced, 0 B copied'
}

@test "a log that takes nothing does not change the outcome" {
	a_file 500000
	listening_peer recv-all
	run -0 sh -c "genet connect --progress=plain --rate 400K --input file \
		127.0.0.1 $port 2>/dev/full"
	peer_ends
	cmp heard file
}

@test "a word that --progress does not know" {
	run -2 genet connect --progress=often 127.0.0.1 9
	says "$output" "--progress: 'often' is none of never, auto, plain"
}

# ---- A rate

@test "--rate: no faster, and nothing is lost" {
	pattern 30000 >wanted
	listening_peer recv-all
	stopwatch run -0 genet connect --input wanted --rate 20000 \
		127.0.0.1 "$port"
	((took >= 1400))
	peer_ends
	cmp heard wanted
}

@test "--rate: what the peer sends is taken no faster" {
	listening_peer send-pattern:30000 shut recv-all
	stopwatch genet connect --rate 20000 --no-stdin 127.0.0.1 "$port" >got
	((took >= 1400))
	cmp got <(pattern 30000)
}

@test "--rate: what is shown is what has moved, not what was read" {
	listening_peer send-pattern:100000 shut recv-all
	run -0 --separate-stderr genet connect --rate 35000 --no-stdin -o got \
		--progress=plain --stats 127.0.0.1 "$port"
	says "$stderr" 'receiver, for' 'it waited for --rate'
	[[ $stderr != *stalled* ]]
	[[ $stderr == *' KiB in, 0 B out'*' KiB in, 0 B out'*'total: '* ]]
	cmp got <(pattern 100000)
}

@test "--rate: the limit is that of each connection" {
	receiver listen -k --rate 20K --echo
	run -0 peer connect 127.0.0.1 "$port" send-pattern:5000 shut expect-pattern:5000
	run -0 peer connect 127.0.0.1 "$port" send-pattern:5000 shut expect-pattern:5000
}

@test "--rate: bulk is spliced all the same" {
	pattern 3000000 >wanted
	listening_peer recv-all
	run -0 genet connect --rate 8M --engine splice --stats --input wanted \
		127.0.0.1 "$port"
	says "$output" 'out 2.86 MiB spliced, 0 B copied'
	peer_ends
	cmp heard wanted
}

@test "--rate: a pause for the rate is no silence" {
	listening_peer recv-all
	run -0 genet connect --rate 2 --idle-timeout 300ms --data abc \
		127.0.0.1 "$port"
	peer_ends
	holds heard abc
}

@test "--rate: a pause for the rate of what is received is no silence" {
	listening_peer send:abc shut recv-all
	run -0 genet connect --rate 2 --idle-timeout 300ms --no-stdin 127.0.0.1 "$port"
	is "$output" abc
}

@test "--rate: messages are not cut" {
	start_ready peer listen-seqpacket unix ./s messages:2 >heard
	peer=$pid
	run -0 genet unix connect --seqpacket --rate 2000 --data 'one message' ./s
	peer_ends
	holds heard $'11\n0\n'
}

@test "--rate: a line at a time, at a rate" {
	listening_peer recv-all
	run -0 genet connect --rate 100 --line-interval 10ms --data 'a\nb\n' \
		127.0.0.1 "$port"
	peer_ends
	holds heard $'a\nb\n'
}

@test "--rate: datagrams" {
	receiver udp-recv --count 6
	stopwatch run -0 genet udp-send --rate 1000 --data hello-hello-hello-hello-hello \
		--repeat 6 127.0.0.1 "$port"
	((took >= 100))
	genet_ends 0
}

@test "--rate: 0 is not a rate" {
	run -2 genet connect --rate 0 127.0.0.1 9
	says "$output" '--rate: 0 is out of range'
}

@test "--rate: the peer's end ends it in time" {
	pattern 100000 >file
	listening_peer recv:100 reset
	run -7 genet connect --rate 1000 --input file 127.0.0.1 "$port"
}

@test "in the background the line of the shell is left alone" {
	local shell
	listening_peer recv:1 hold
	open_screen 80 env PS1='$ ' bash --norc --noprofile -i
	on_screen send-keys "genet connect --progress --data x 127.0.0.1 $port" \
		Enter
	eventually screen_has '1 B / 1 B'
	on_screen send-keys C-z
	eventually screen_has Stopped
	on_screen send-keys bg Enter
	eventually screen_has 'connect .*&$'
	on_screen send-keys 'echo typed'
	eventually screen_has 'echo typed'
	shell=$(on_screen display-message -p '#{pane_pid}')
	pkill -USR1 -P "$shell"
	eventually screen_has 'progress: 0 B in, 1 B out'
	screen_has 'echo typed'
}
