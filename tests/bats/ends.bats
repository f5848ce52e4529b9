#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Ends that are no connections: files, standard streams, programs and terminals, in
# relays and in conversations.
#
# shellcheck disable=SC2016 # for the shell of sh:

load helpers

# relay_clients TARGET [OPTION...]: starts a relay from a free port, which is $port.
relay_clients() {
	start_ready "${under[@]}" genet relay --ready-fd 3 127.0.0.1:0 "$@" \
		</dev/null 2>err
	genet=$pid port=${ready##*:}
}

# join LINK OTHER: starts a relay that joins two new terminals, as a cable.
join() {
	start genet relay "pty:$1" "pty:$2" 2>err
	genet=$pid
	eventually test -e "$1" -a -e "$2"
}

# ends_by SIGNAL: the relay ends by it.
ends_by() {
	kill "-$1" "$genet"
	genet_ends $((128 + $(kill -l "$1")))
}

# has_no_door: the relay listens no more.
has_no_door() {
	! grep -q "$(printf '^ *[0-9]*: [0-9A-F]*:%04X 0*:0000 0A ' "$port")" \
		/proc/net/tcp
}

# differs DEVICE SETTINGS: the terminal has other settings than these.
differs() {
	[[ $(stty -g -F "$1") != "$2" ]]
}

# is_raw DEVICE: the terminal is in raw mode.
is_raw() {
	stty -F "$1" | grep -q '[-]icanon'
}

# all_bytes: each byte there is, once.
all_bytes() {
	# shellcheck disable=SC2059 # it is a format
	printf "$(printf '\\x%02x' {0..255})"
}

# ---- Files

@test "a file on the left is sent" {
	listening_peer recv-all
	pattern 300000 >file
	run -0 genet relay file:file "127.0.0.1:$port"
	peer_ends
	cmp file heard
}

@test "an answer to a file is an error in the end, unless it was to be read only" {
	listening_peer recv:4 send:answer recv-all
	echo abc >file
	run -1 genet relay file:file "127.0.0.1:$port"
	is "$output" "genet relay: 6 B came for 'file', which is only read"
	peer_ends
	listening_peer recv:4 send:answer recv-all
	run -0 genet relay file:file,read "127.0.0.1:$port"
	is "$output" ''
	peer_ends
	holds file $'abc\n'
}

@test "a file on the right has what all clients send, and was empty before" {
	echo old >file
	relay_clients file:file --count-conns 2
	client send:one shut expect-end
	client send:two shut expect-end
	genet_ends 0
	holds file onetwo
}

@test "clients that send at once do not overwrite each other in a file" {
	relay_clients file:file --count-conns 2
	start peer connect 127.0.0.1 "$port" send-pattern:500000 shut expect-end
	one=$pid
	client send-pattern:500000 shut expect-end
	wait "$one"
	genet_ends 0
	is "$(stat -c %s file)" 1000000
}

@test "a client does not wait for the end of a file that is only written" {
	relay_clients file:file,append --count-conns 1
	client send:x shut expect-end
	genet_ends 0
	holds file x
}

@test "each client gets a file that is read, from its beginning" {
	echo page >file
	relay_clients file:file,read --count-conns 2
	run -0 client shut recv-all
	is "$output" page
	run -0 client shut recv-all
	is "$output" page
	genet_ends 0
}

@test "a file that cannot be written is a failure of the relay" {
	[[ -c /dev/full ]] || skip 'there is no /dev/full'
	relay_clients file:/dev/full --count-conns 2
	client send:x shut recv-all || :
	client send:x shut recv-all || :
	genet_ends 1
	says "$(<err)" 'cannot write to /dev/full: no space left on device' \
		'2 of 2 connections failed on this side'
}

@test "a missing file resets the client, and a line says why" {
	relay_clients file:none,read
	client expect-reset
	eventually grep -q "cannot open 'none': no such file or directory" err
	echo there >none
	run -0 client shut recv-all
	is "$output" there
	ends_by TERM
}

@test "a FIFO that is relayed to ends with its reader's end, and waits for the first" {
	mkfifo pipe
	relay_clients fifo:pipe --count-conns 1
	start peer connect 127.0.0.1 "$port" send:hello shut expect-end
	client=$pid
	run -0 cat pipe
	is "$output" hello
	wait "$client"
	genet_ends 0
}

# ---- Standard streams

@test "a relay from the standard streams is a conversation, with both ends" {
	listening_peer recv-all $'send:answer\n' shut
	run -0 genet relay - "127.0.0.1:$port" <<<question
	is "$output" answer
	peer_ends
	holds heard $'question\n'
}

@test "a relay to the standard streams serves one client" {
	echo question >in
	start_ready genet relay --ready-fd 3 127.0.0.1:0 - <in >got 2>err
	genet=$pid port=${ready##*:}
	run -0 client recv:9 $'send:answer\n' shut expect-end
	is "$output" question
	client expect-reset
	eventually grep -q 'cannot be opened again' err
	ends_by TERM
	holds got $'answer\n'
}

@test "a relay to a pipe whose reader is gone has failed" {
	mkfifo pipe
	relay_clients fifo:pipe --count-conns 1
	start peer connect 127.0.0.1 "$port" send:x hold
	run -0 head -c 1 pipe
	is "$output" x
	genet_ends 1
	says "$(<err)" 'no process reads from the target any more'
}

# ---- Programs

@test "each client of a relay has a program of its own" {
	relay_clients 'sh:read -r x; echo "$x $$"' --count-conns 2
	run -0 client $'send:a\n' shut recv-all
	one=$output
	run -0 client $'send:a\n' shut recv-all
	[[ $one == a\ * && $output == a\ * && $one != "$output" ]]
	genet_ends 0
}

@test "two programs talk to each other, and the status of one is that of the relay" {
	run -0 --separate-stderr genet relay 'sh:echo question; cat >&2' \
		'sh:read -r x; echo "answer to $x"'
	is "$stderr" 'answer to question'
	run -3 genet relay 'sh:exit 3' discard:
	run -4 genet relay exec:true 'sh:exit 4'
}

@test "a program is not left behind when its relay is ended" {
	local program
	relay_clients 'sh:echo $$ >&2; exec cat'
	start peer connect 127.0.0.1 "$port" send:x recv:1 hold
	eventually test -s err
	read -r program <err
	ends_by TERM
	[[ ! -e /proc/$program ]]
	start genet relay 'sh:echo $$ >&2; exec cat' discard: 2>left
	genet=$pid
	eventually test -s left
	read -r program <left
	ends_by TERM
	[[ ! -e /proc/$program ]]
}

@test "events tell of ends without sockets by their names" {
	genet relay --events log exec:true discard:
	run -0 jq -c 'select(.event == "connected") | [.transport, .remote]' log
	is "$output" '["local",{"name":"exec:true"}]'
	run -0 jq -c 'select(.event == "closed") | [.outcome, .first, .how]' log
	is "$output" '["ended","client","end"]'
	run -0 genet connect exec:true --write-out '%{proto} %{remote} %{remote_port}' </dev/null
	is "$output" 'local exec:true '
}

# ---- Terminals

@test "a terminal is a line for all bytes, both ways" {
	join one two
	all_bytes >bytes
	start genet connect tty:one --no-stdin --bytes 256 -o got
	reader=$pid
	genet connect tty:two --send-only <bytes
	wait "$reader"
	cmp bytes got
	start genet connect tty:two --no-stdin --bytes 256 -o back
	reader=$pid
	genet connect tty:one --send-only <bytes
	wait "$reader"
	cmp bytes back
	ends_by TERM
	[[ ! -L one && ! -L two ]]
}

@test "a line has no room for all that a file has, and loses none of it" {
	join one two
	pattern 300000 >file
	start genet relay tty:one file:got
	reader=$pid
	run -0 genet relay file:file tty:two
	eventually cmp file got
	kill "$reader"
}

@test "a file for a terminal ends when a program has read it" {
	pattern 30000 >file
	start genet relay file:file pty:line
	genet=$pid
	eventually test -e line
	head -c 30000 line >got
	genet_ends 0
	cmp file got
	[[ ! -L line ]]
}

@test "programs can open and close a terminal as they like" {
	relay_clients pty:line --count-conns 1
	pipe heard
	start peer connect 127.0.0.1 "$port" $'send:first\n' recv:4 recv:4 \
		$'send:second\n' shut recv-all >heard
	eventually test -e line
	run -0 head -n 1 line
	is "$output" first
	printf 'one\n' >line
	expect_line "$heard" one
	printf 'two\n' >line
	expect_line "$heard" two
	run -0 head -n 1 line
	is "$output" second
	ends_by TERM
}

@test "a terminal for one program begins and ends with it" {
	listening_peer recv-all send:bye shut
	start genet relay pty:line,once "127.0.0.1:$port"
	genet=$pid
	eventually test -e line
	printf 'hello' >line
	genet_ends 0
	peer_ends
	holds heard hello
}

@test "a terminal for one program that does not come times out" {
	run -124 genet relay pty:line,once discard: --connect-timeout 100ms
	is "$output" "genet relay: no program has opened the terminal 'line' in time"
	[[ ! -L line ]]
}

@test "a link to a terminal does not replace what is there" {
	touch line
	run -6 genet relay pty:line discard:
	is "$output" "genet relay: cannot make the link 'line': there is such a file already"
	[[ -f line && ! -L line ]]
}

@test "the settings of a line are as before in the end, also after a signal" {
	join one two
	cable=$genet
	stty -F two sane 2400 cstopb
	before=$(stty -g -F two)
	genet connect tty:two,9600,8n1,xonxoff --send-only <<<x
	is "$(stty -g -F two)" "$before"
	for signal in TERM INT HUP; do
		start genet connect tty:two,9600 --no-stdin
		genet=$pid
		eventually differs two "$before"
		ends_by "$signal"
		is "$(stty -g -F two)" "$before"
	done
	kill "$cable"
}

@test "the settings of a line are as before also after a second signal" {
	join one two
	cable=$genet
	stty -F two sane 2400 cstopb
	before=$(stty -g -F two)
	relay_clients tty:two,9600 --drain 100s -v
	start peer connect 127.0.0.1 "$port" hold
	eventually differs two "$before"
	kill -TERM "$genet"
	eventually has_no_door
	ends_by INT
	is "$(stty -g -F two)" "$before"
	kill "$cable"
}

@test "a line has one conversation at a time" {
	join one two
	relay_one=$genet
	relay_clients tty:two
	start peer connect 127.0.0.1 "$port" send:x hold
	run -0 head -c 1 one
	client expect-reset
	eventually grep -q \
		"cannot open 'two': in use by another connection of this relay" err
	run -1 genet connect tty:two
	says "$output" 'in use by another program'
	ends_by TERM
	kill "$relay_one"
}

@test "a line that is not there yet is waited for with --retry-for" {
	start genet connect tty:two --retry-for 20s --send-only <<<hello
	client=$pid
	join one two
	run -0 head -n 1 one
	is "$output" hello
	wait "$client"
}

@test "what a line cannot have is refused, and what is none" {
	join one two
	run -11 genet connect tty:two,7e1
	says "$output" "'two' cannot have these data bits, parity and stop bits"
	run -1 genet connect tty:/dev/null
	says "$output" "cannot use '/dev/null' as a line: not a terminal"
	run -1 genet connect tty:none
	says "$output" "cannot open 'none': no such file or directory"
	run -2 genet connect tty:two,9600baud
	says "$output" "tty: '9600baud' is none of"
	run -2 genet connect pty:two,twice
	says "$output" "pty: 'twice' is none of once"
}

@test "a terminal that is hung up by its other end has ended" {
	join one two
	stty -F two sane
	start genet connect tty:two --no-stdin
	client=$pid
	eventually is_raw two
	kill "$genet"
	wait "$client"
}

# ---- Standard streams

@test "a closed standard output of relay is told when bytes come for it" {
	listening_peer send:hello recv-all
	run -1 sh -c "exec genet relay - 127.0.0.1:$port >&-" </dev/null
	is "$output" \
		'genet relay: 5 B came for standard output, which is closed'
	listening_peer recv-all
	sh -c "exec genet relay - 127.0.0.1:$port >&-" <<<hello
	peer_ends
	holds heard $'hello\n'
}

# ---- Programs that break off

@test "a program that is killed resets its client, who has all that came before" {
	relay_clients 'sh:echo hi; kill -9 $$'
	run -0 client recv:3 expect-reset
	is "$output" hi
	ends_by TERM
	relay_clients 'sh:echo hi; kill -9 $$' --count-conns 1 -v
	run -0 client recv:3 expect-reset
	genet_ends 137
	says "$(<err)" 'its program ended with status 137'
}

@test "a program that fails resets its client if it has left bytes unread" {
	relay_clients 'sh:read x; echo "$x"; exit 3'
	run -0 client send:$'one\ntwo\n' recv:4 expect-reset
	is "$output" one
	run -0 client send:$'one\n' recv:4 expect-end
	is "$output" one
}

@test "a status above those of signals is that of a program that fails" {
	relay_clients 'sh:read x; echo "$x"; exit 255'
	run -0 client send:$'one\n' recv:4 expect-end
	is "$output" one
}

@test "a program that ends its output and goes on is a clean end at once" {
	relay_clients 'sh:exec >&-; read x; echo "$x" >&2'
	run -0 client expect-end send:$'hello\n' shut
	eventually holds err $'hello\n'
}

@test "a program on the left that is killed resets the target" {
	listening_peer recv:3 expect-reset
	run -137 genet relay 'sh:echo hi; kill -9 $$' "127.0.0.1:$port"
	peer_ends
	holds heard $'hi\n'
}

# ---- Kernels

@test "vsock: is a socket where the kernel has them" {
	run genet listen vsock:any:0 --timeout 10ms
	((status == 124 || status == 11))
	run -2 genet connect vsock:x:1
	says "$output" "vsock: 'x' is none of a number, host, local"
	run -2 genet connect vsock:1
	says "$output" "is not CID:PORT"
}

@test "sctp: is a socket where the kernel has them" {
	run genet listen sctp:127.0.0.1:0 --timeout 10ms
	((status == 124 || status == 11))
	((status == 124)) || says "$output" 'protocol not supported here'
}
