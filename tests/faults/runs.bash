# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# shellcheck disable=SC2094,SC2153,SC2154 # PEER, under and limit come from "one"
#
# The kinds of run that the sweep tries: a function each, run_NAME. What the run
# gives is left in files, of which those named in "results" have to be the same
# whenever genet says nothing: out (standard output), heard (what the peer got),
# and others; and the exit status is $status.
#
# Nobody here gives genet a limit of time, which would turn a hang into a failure,
# except where it tries again for ever what has failed once.

# The names, as an array; those that are also followed into threads and children.
runs=()
followed=' '

# genet ARGUMENT...: to its end
genet() {
	"${under[@]}" "$GENET" "$@" >out 2>err || status=$?
}

# listener ARGUMENT...: in the background, until it is ready; $told is what it
# has announced then, and $port; nothing if it has failed.
listener() {
	local words=1
	[[ $1 != unix ]] || words=2
	mkfifo told
	"${under[@]}" "$GENET" "${@:1:words}" --ready-fd 3 "${@:words + 1}" \
		3>told >out 2>err </dev/null &
	listener=$!
	read -r -t "$limit" told <told || told=
	port=${told##*:}
}

listener_ends() {
	wait "$listener" || status=$?
}

# client ACTION...: a connection to the listener, if that is ready
client() {
	[[ -z $told ]] || timeout "$limit" "$PEER" connect 127.0.0.1 "$port" \
		"$@" >>heard 2>/dev/null </dev/null || :
}

unix_client() {
	[[ -z $told ]] || timeout "$limit" "$PEER" "${kind:-connect}" unix socket \
		"$@" >>heard 2>/dev/null </dev/null || :
}

# peer PROGRAM-SUFFIX ARGUMENT...: listens in the background, on $port
peer() {
	mkfifo peer-told
	timeout "$limit" "$PEER$1" "${@:2}" 3>peer-told >heard 2>/dev/null \
		</dev/null &
	peer=$!
	read -r port <peer-told
	port=${port##* }
}

# peer_ends: it has seen the end of the connection; without one it gets none.
peer_ends() {
	((status == 0)) || kill "$peer" 2>/dev/null
	wait "$peer" 2>/dev/null
}

kind_of_run() {
	runs+=("$1")
	[[ ${2-} != followed ]] || followed+="$1 "
}

# kinds_of FILE: the kinds of the events, of which the file has whole lines; in
# how many pieces the bytes come, and when, is a matter of chance. A number is
# looked up where the C library has no memory to see that it is one.
kinds_of() {
	sed -n 's/^{"v":1,"event":"\([a-z_]*\)".*}$/\1/p' "$1" |
		grep -v 'lookup\|resolved' | sort -u
}

# ---- Streams

kind_of_run connect
run_connect() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect 127.0.0.1 "$port" < <(echo from genet)
	peer_ends
}

kind_of_run connect-urgent
run_connect-urgent() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect --urgent 'ab!' 127.0.0.1 "$port" < <(echo from genet)
	peer_ends
}

kind_of_run connect-watched
run_connect-watched() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect --progress=plain --stats --rate 1M 127.0.0.1 "$port" \
		< <(echo from genet)
	peer_ends
}

kind_of_run connect-events
run_connect-events() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect --events events --events-data bytes 127.0.0.1 "$port" \
		< <(echo from genet)
	peer_ends
	kinds_of events >told-events
	results+=' told-events'
}

# What fails is told on standard error, as JSON.
kind_of_run connect-json
run_connect-json() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect --json 127.0.0.1 "$port" < <(echo from genet)
	peer_ends
}

kind_of_run connect-captured
run_connect-captured() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect --capture captured --hex=dump 127.0.0.1 "$port" \
		< <(echo from genet)
	peer_ends
	tail -n 1 dump | cut -c 8- >last
	od -An -v -t x1 captured | tr -d ' \n' | grep -o 66726f6d2067656e6574 >>last
	results+=' last'
}

kind_of_run connect-file
run_connect-file() {
	peer '' listen 127.0.0.1 0 send-pattern:300000 shut recv-all
	echo from genet >input
	genet connect -i input -o received 127.0.0.1 "$port"
	peer_ends
	results+=' received'
}

kind_of_run connect-name followed
run_connect-name() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect --crlf localhost "$port" < <(echo from genet)
	peer_ends
}

kind_of_run connect-expect
run_connect-expect() {
	peer '' listen 127.0.0.1 0 recv:4 send:hello recv-all
	genet connect --data ping --expect hello --until o 127.0.0.1 "$port" \
		</dev/null
	peer_ends
}

kind_of_run listen
run_listen() {
	echo from genet >input
	listener listen 127.0.0.1:0 -i input
	client send:hello shut recv-all
	listener_ends
}

kind_of_run listen-peek
run_listen-peek() {
	echo from genet >input
	listener listen 127.0.0.1:0 --peek 10 -i input
	client send:hello shut recv-all
	listener_ends
}

kind_of_run listen-header
run_listen-header() {
	echo from genet >input
	listener listen 127.0.0.1:0 --accept-proxy -i input
	client $'send:PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nhello' shut recv-all
	listener_ends
}

kind_of_run connect-header
run_connect-header() {
	peer '' listen unix socket recv:8 send:hello shut recv-all
	echo from genet >input
	genet unix connect --send-proxy -i input socket
	peer_ends
}

kind_of_run connect-splice
run_connect-splice() {
	peer '' listen 127.0.0.1 0 send-pattern:300000 shut recv-all
	echo from genet >input
	genet connect --engine splice -i input -o received 127.0.0.1 "$port"
	peer_ends
	results+=' received'
}

kind_of_run listen-splice
run_listen-splice() {
	listener listen 127.0.0.1:0 --engine splice -i <(seq 50000)
	client send:hello shut recv-all
	listener_ends
}

kind_of_run unix-connect
run_unix-connect() {
	peer '' listen unix socket send:hello shut recv-all
	genet unix connect ./socket < <(echo from genet)
	peer_ends
}

kind_of_run unix-listen
run_unix-listen() {
	echo from genet >input
	listener unix listen ./socket -i input
	unix_client send:hello shut recv-all
	listener_ends
}

kind_of_run seqpacket-connect
run_seqpacket-connect() {
	peer '' listen-seqpacket unix socket send:hello shut messages:1
	genet unix connect --seqpacket ./socket < <(echo from genet)
	peer_ends
}

kind_of_run seqpacket-listen
run_seqpacket-listen() {
	echo from genet >input
	listener unix listen --seqpacket ./socket -i input
	kind=connect-seqpacket unix_client send:hello shut messages:1
	listener_ends
}

# ---- Datagrams

kind_of_run udp-send
run_udp-send() {
	peer -udp bind 127.0.0.1 0 recv:2
	printf 'one\ntwo\n' >input
	genet udp-send --lines --input input 127.0.0.1 "$port"
	peer_ends
}

kind_of_run udp-ask
run_udp-ask() {
	peer -udp bind 127.0.0.1 0 recv:1 answer:pong
	genet udp-send --data ping --reply 127.0.0.1 "$port" </dev/null
	peer_ends
}

kind_of_run udp-recv
run_udp-recv() {
	listener udp-recv 127.0.0.1:0 --count 2 --format lines
	[[ -z $told ]] || "$PEER-udp" connect 127.0.0.1 "$port" send:one send:two
	listener_ends
}

kind_of_run udp-echo
run_udp-echo() {
	listener udp-recv 127.0.0.1:0 --count 1 --echo
	[[ -z $told ]] || timeout "$limit" "$PEER-udp" connect 127.0.0.1 "$port" \
		send:one recv:1 >heard 2>/dev/null
	listener_ends
}

kind_of_run udp-connect
run_udp-connect() {
	peer -udp bind 127.0.0.1 0 recv:1 answer:pong
	genet connect "udp:127.0.0.1:$port" --data ping --until pong </dev/null
	peer_ends
}

kind_of_run udp-listen
run_udp-listen() {
	listener listen udp:127.0.0.1:0 --until end
	[[ -z $told ]] || "$PEER-udp" connect 127.0.0.1 "$port" send:one send:end
	listener_ends
}

kind_of_run unix-datagram-connect
run_unix-datagram-connect() {
	peer -udp bind unix socket recv:1 answer:pong
	genet unix connect --datagram ./socket --data ping --until pong \
		</dev/null
	peer_ends
}

kind_of_run unix-datagram-listen
run_unix-datagram-listen() {
	listener unix listen --datagram ./socket --until end
	[[ -z $told ]] || "$PEER-udp" connect unix socket send:one send:end
	listener_ends
}

kind_of_run unix-send
run_unix-send() {
	peer -udp bind unix socket recv:1
	genet unix send ./socket --data one </dev/null
	peer_ends
}

kind_of_run unix-recv
run_unix-recv() {
	listener unix recv ./socket --count 1
	[[ -z $told ]] || "$PEER-udp" connect unix socket send:one
	listener_ends
}

# ---- Many clients

many() {
	listener listen 127.0.0.1:0 -k --count-conns 2 "$@"
	client send:hello shut recv-all
	client send:again shut recv-all
	listener_ends
}

kind_of_run many-raw
run_many-raw() {
	many --data welcome
}

kind_of_run many-watched
run_many-watched() {
	many --echo --events events --capture captured --hex=dump
	kinds_of events >told-events
	tail -n 1 dump | cut -c 8- >last
	results+=' told-events last'
}

kind_of_run many-lines
run_many-lines() {
	many --format lines
}

kind_of_run many-echo
run_many-echo() {
	many --echo
}

kind_of_run many-files
run_many-files() {
	many -o 'file-%{conn}'
	results+=' file-1 file-2'
}

kind_of_run many-unix
run_many-unix() {
	listener unix listen ./socket -k --count-conns 1 --echo
	unix_client send:hello shut recv-all
	listener_ends
}

# ---- Programs

kind_of_run exec
run_exec() {
	listener listen 127.0.0.1:0 --exec -- cat
	client send:hello shut recv-all
	listener_ends
}

kind_of_run exec-pipes
run_exec-pipes() {
	listener listen 127.0.0.1:0 -w 60s --exec -- cat
	client send:hello shut recv-all
	listener_ends
}

kind_of_run exec-many
run_exec-many() {
	many --exec -- cat
}

kind_of_run exec-many-pipes
run_exec-many-pipes() {
	many -w 60s --exec -- cat
}

kind_of_run sh
run_sh() {
	listener listen 127.0.0.1:0 --sh 'cat; echo done'
	client send:hello shut recv-all
	listener_ends
}

kind_of_run connect-exec
run_connect-exec() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect 127.0.0.1 "$port" --exec -- cat </dev/null
	peer_ends
}

kind_of_run during
run_during() {
	# shellcheck disable=SC2016 # the inner shell's
	genet listen 127.0.0.1:0 -o received --during -- sh -c \
		'"$PEER" connect "$GENET_HOST" "$GENET_PORT" send:hello shut recv-all'
	results+=' received'
}

# ---- Beside the run

kind_of_run background followed
run_background() {
	mkfifo told
	"${under[@]}" "$GENET" listen 127.0.0.1:0 --background -o received \
		--log log-file --pid-file pid --status-file state \
		>told 2>err </dev/null &
	listener=$!
	read -r -t "$limit" told <told || told=
	port=${told##*:}
	client send:hello shut
	listener_ends # strace waits for the child as well
	if [[ -n $told ]]; then
		flock --timeout "$limit" --shared state true || status=137
	fi
	results+=' received state'
	cat log-file >>err 2>/dev/null
}

kind_of_run beside
run_beside() {
	listener listen 127.0.0.1:0 --log log-file --pid-file pid \
		--ready-file ready --status-file state -o received
	client send:hello shut
	listener_ends
	[[ ! -e pid ]] || echo left >pid-left
	sed -i 's/[0-9]//g' ready
	cat log-file >>err
	results+=' received state ready pid-left'
}

kind_of_run notify
run_notify() {
	peer -udp bind unix manager recv:1
	NOTIFY_SOCKET=$PWD/manager listener listen 127.0.0.1:0
	client send:hello shut
	listener_ends
	peer_ends
	[[ ! -s heard ]] || echo told >heard
}

# ---- nc

kind_of_run nc
run_nc() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet nc -N 127.0.0.1 "$port" < <(echo from genet)
	peer_ends
}

kind_of_run nc-name
run_nc-name() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet nc -N localhost 1 "$port" < <(echo from genet)
	peer_ends
}

# ---- The other commands

kind_of_run wait-tcp
run_wait-tcp() {
	peer '' listen 127.0.0.1 0 send:hello recv-all
	genet wait "127.0.0.1:$port" --expect hello --timeout 3s
	peer_ends
}

kind_of_run write-out
run_write-out() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect --no-stdin 127.0.0.1 "$port" \
		--write-out '%{size_download}%{stdout} %{exitcode}'
	peer_ends
}

# Not with names of this host: those that cannot be found out are not offered.
kind_of_run complete
run_complete() {
	genet complete genet connect --en
	genet complete genet help unix ''
}

kind_of_run wait-all
run_wait-all() {
	peer '' listen unix socket recv-all
	echo something >there
	genet wait --timeout 3s unix:./socket file:there "pid:$(sh -c 'echo $$')"
	peer_ends
}

kind_of_run wait-nothing
run_wait-nothing() {
	genet wait --timeout 120ms file:not-there
}

kind_of_run scan
run_scan() {
	peer '' listen 127.0.0.1 0 hold
	genet scan -n 127.0.0.1 "1,2,$port"
	kill "$peer"
	sed -i 's/^[0-9]* *//' out
}

kind_of_run scan-name
run_scan-name() {
	peer '' listen 127.0.0.1 0 hold
	genet scan localhost "1,2,$port"
	kill "$peer"
	sed -i 's/^[0-9]* *//' out
}

kind_of_run scan-udp
run_scan-udp() {
	peer -udp bind 127.0.0.1 0 recv:99
	genet scan -n --udp --all --connect-timeout 100ms 127.0.0.1 "1,2,$port"
	kill "$peer"
	sed -i 's/^[0-9]* *//' out
}

kind_of_run resolve followed
run_resolve() {
	genet resolve -4 localhost
	sed -i 's/ in .*//' out
}

kind_of_run pair-demo
run_pair-demo() {
	genet pair-demo --count 2 --interval 0
	grep -c 'has all been read' out >heard
	results=heard
}

kind_of_run translate
run_translate() {
	genet translate socat TCP-LISTEN:80,fork EXEC:'tr a-z A-Z'
}

kind_of_run help
run_help() {
	genet listen --help
}
