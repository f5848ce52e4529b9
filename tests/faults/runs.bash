# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2094,SC2153,SC2154 # variables of "one" and "sweep"
#
# The kinds of run that the sweep tries: each is a function run_NAME. It leaves its
# results in files: out (standard output), heard (what the peer received), and others.
# Those that are named in $results must be the same as without a failure, unless genet
# prints an error; so must the exit status, $status.
#
# These runs give genet no limit of time, which would turn a hang into a failure,
# except where genet retries for ever what has failed once.

# The runs that are also followed into threads and children.
followed=' background connect-name resolve lesson '

# genet ARGUMENT...: runs the genet that is tested, until it has ended.
genet() {
	"${under[@]}" "$GENET" "$@" >out 2>err || status=$?
}

# listener ARGUMENT...: starts the genet that is tested, and waits until it is ready.
# $told is then its announcement, empty if it has failed, and $port its port.
listener() {
	local words=1
	[[ $1 != unix ]] || words=2
	mkfifo told
	"${under[@]}" "$GENET" "${@:1:words}" --ready-fd 3 "${@:words + 1}" \
		3>told >out 2>err </dev/null &
	listener=$!
	read -r -t "$limit" told _ <told || told=
	port=${told##*:}
}

listener_ends() {
	wait "$listener" || status=$?
}

# client ACTION...: runs a peer that connects to the listener, if that is ready.
client() {
	[[ -z $told ]] || timeout "$limit" "$PEER" connect 127.0.0.1 "$port" \
		"$@" >>heard 2>/dev/null </dev/null || :
}

unix_client() {
	[[ -z $told ]] || timeout "$limit" "$PEER" "${kind:-connect}" unix socket \
		"$@" >>heard 2>/dev/null </dev/null || :
}

# peer PROGRAM-SUFFIX ARGUMENT...: starts a peer that listens on $port.
peer() {
	mkfifo peer-told
	timeout "$limit" "$PEER$1" "${@:2}" 3>peer-told >heard 2>/dev/null \
		</dev/null &
	peer=$!
	read -r port <peer-told
	port=${port##* }
}

# peer_ends: waits for the peer, which ends with the connection; if genet has failed,
# there may have been none, and it is killed.
peer_ends() {
	((status == 0)) || kill "$peer" 2>/dev/null
	wait "$peer" 2>/dev/null
}

# kinds_of FILE: prints the kinds of the events whose lines are whole, each once: into
# how many pieces the bytes are cut differs from run to run. A lookup is left out: the
# C library makes one for a number if it has no memory to parse it.
kinds_of() {
	sed -n 's/^{"v":1,"event":"\([a-z_]*\)".*}$/\1/p' "$1" |
		grep -v 'lookup\|resolved' | sort -u
}

# report: the events on standard output are compared by their kinds; an error among
# them is what genet says.
report() {
	kinds_of out >told-events
	grep '"event":"error"' out >>err
	results='told-events'
}

# ---- Streams

# connects OPTION...: to a peer that says hello.
connects() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect "$@" 127.0.0.1 "$port" < <(echo from genet)
	peer_ends
}

# listens OPTION...: for a client that says hello.
listens() {
	echo from genet >input
	listener listen 127.0.0.1:0 -i input "$@"
	client send:hello shut recv-all
	listener_ends
}

run_connect() {
	connects
}

run_connect-urgent() {
	connects --urgent 'ab!'
}

run_connect-watched() {
	connects --progress=plain --stats --rate 1M
}

run_connect-events() {
	connects --events events --events-data bytes
	kinds_of events >told-events
	results+=' told-events'
}

# What fails is told on standard error, as JSON.
run_connect-json() {
	connects --json
}

run_connect-captured() {
	connects --capture captured --hex=dump
	tail -n 1 dump | cut -c 8- >last
	od -An -v -t x1 captured | tr -d ' \n' | grep -o 66726f6d2067656e6574 >>last
	results+=' last'
}

run_connect-file() {
	peer '' listen 127.0.0.1 0 send-pattern:300000 shut recv-all
	echo from genet >input
	genet connect -i input -o received 127.0.0.1 "$port"
	peer_ends
	results+=' received'
}

run_connect-name() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect --crlf localhost "$port" < <(echo from genet)
	peer_ends
}

run_connect-expect() {
	peer '' listen 127.0.0.1 0 recv:4 send:hello recv-all
	genet connect --data ping --expect hello --until o 127.0.0.1 "$port" \
		</dev/null
	peer_ends
}

# Each option of a socket that needs no right and no second host.
run_connect-options() {
	connects --keepalive --nagle --congestion reno --tos 16 --ttl 9 --min-ttl 1 \
		--send-buffer 64K --recv-buffer 64K --interface lo --source 127.0.0.1
}

run_connect-paced() {
	connects --telnet --line-interval 1ms --linger 1m --for 1h
}

run_connect-retry() {
	peer '' bind 127.0.0.1 0
	genet connect --retry 1 --retry-delay 1ms 127.0.0.1 "$port" </dev/null
	kill "$peer"
}

run_listen() {
	listens
}

run_listen-options() {
	listens --reuse-port --backlog 9 --allow 127.0.0.0/8 --deny 192.0.2.1 \
		--fast-open --keepalive --send-buffer 64K --recv-buffer 64K
}

run_listen-peek() {
	listens --peek 10
}

run_listen-header() {
	echo from genet >input
	listener listen 127.0.0.1:0 --accept-proxy -i input
	client $'send:PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\nhello' shut recv-all
	listener_ends
}

run_connect-header() {
	peer '' listen unix socket recv:8 send:hello shut recv-all
	echo from genet >input
	genet unix connect --send-proxy -i input socket
	peer_ends
}

run_connect-splice() {
	peer '' listen 127.0.0.1 0 send-pattern:300000 shut recv-all
	echo from genet >input
	genet connect --engine splice -i input -o received 127.0.0.1 "$port"
	peer_ends
	results+=' received'
}

run_listen-splice() {
	listener listen 127.0.0.1:0 --engine splice -i <(seq 50000)
	client send:hello shut recv-all
	listener_ends
}

run_relay-faults() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	echo 'at 1h clear' >faults
	listener relay 127.0.0.1:0 "127.0.0.1:$port" --count-conns 1 --seed 1 \
		--fault latency=1ms --fault insert,at=1,text=x \
		--faults faults --control orders
	results='heard answer'
	[[ -z $told ]] || timeout "$limit" "$PEER" connect 127.0.0.1 "$port" \
		send:hello shut recv-all >answer 2>/dev/null </dev/null || :
	listener_ends
	peer_ends
}

run_unix-connect() {
	peer '' listen unix socket send:hello shut recv-all
	genet unix connect ./socket < <(echo from genet)
	peer_ends
}

run_unix-listen() {
	echo from genet >input
	listener unix listen ./socket -i input
	unix_client send:hello shut recv-all
	listener_ends
}

run_seqpacket-connect() {
	peer '' listen-seqpacket unix socket send:hello shut messages:1
	genet unix connect --seqpacket ./socket < <(echo from genet)
	peer_ends
}

run_seqpacket-listen() {
	echo from genet >input
	listener unix listen --seqpacket ./socket -i input
	kind=connect-seqpacket unix_client send:hello shut messages:1
	listener_ends
}

# ---- Datagrams

run_udp-send() {
	peer -udp bind 127.0.0.1 0 recv:2
	printf 'one\ntwo\n' >input
	genet udp-send --lines --input input 127.0.0.1 "$port"
	peer_ends
}

run_udp-ask() {
	peer -udp bind 127.0.0.1 0 recv:1 answer:pong
	genet udp-send --data ping --reply 127.0.0.1 "$port" </dev/null
	peer_ends
}

run_udp-recv() {
	listener udp-recv 127.0.0.1:0 --count 2 --format lines
	[[ -z $told ]] || "$PEER-udp" connect 127.0.0.1 "$port" send:one send:two
	listener_ends
}

# Descriptor 9 is a socket of datagrams that has received one.
run_udp-peek() {
	under=(python3 -c '
import os, socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
s.sendto(b"hello", s.getsockname())
os.dup2(s.fileno(), 9)
os.execvp(sys.argv[1], sys.argv[1:])' "${under[@]}")
	genet udp-recv --peek fd:9
}

run_udp-watched() {
	listener udp-recv 127.0.0.1:0 --count 2 --strict --events events \
		--capture captured --hex=dump
	[[ -z $told ]] || "$PEER-udp" connect 127.0.0.1 "$port" send:one send:two
	listener_ends
	kinds_of events >told-events
	tail -n 1 dump | cut -c 8- >last
	results+=' told-events last'
}

run_udp-options() {
	peer -udp bind 127.0.0.1 0 recv:2
	genet udp-send --data x --repeat 2 --interval 1ms --broadcast --ttl 9 \
		--tos 16 --send-buffer 64K --source 127.0.0.1 --error-wait 1ms \
		127.0.0.1 "$port" </dev/null
	peer_ends
}

run_udp-echo() {
	listener udp-recv 127.0.0.1:0 --count 1 --echo
	[[ -z $told ]] || timeout "$limit" "$PEER-udp" connect 127.0.0.1 "$port" \
		send:one recv:1 >heard 2>/dev/null
	listener_ends
}

run_udp-connect() {
	peer -udp bind 127.0.0.1 0 recv:1 answer:pong
	genet connect "udp:127.0.0.1:$port" --data ping --until pong </dev/null
	peer_ends
}

run_udp-listen() {
	listener listen udp:127.0.0.1:0 --until end
	[[ -z $told ]] || "$PEER-udp" connect 127.0.0.1 "$port" send:one send:end
	listener_ends
}

run_unix-datagram-connect() {
	peer -udp bind unix socket recv:1 answer:pong
	genet unix connect --datagram ./socket --data ping --until pong \
		</dev/null
	peer_ends
}

run_unix-datagram-listen() {
	listener unix listen --datagram ./socket --until end
	[[ -z $told ]] || "$PEER-udp" connect unix socket send:one send:end
	listener_ends
}

run_unix-send() {
	peer -udp bind unix socket recv:1
	genet unix send ./socket --data one </dev/null
	peer_ends
}

run_unix-recv() {
	listener unix recv ./socket --count 1
	[[ -z $told ]] || "$PEER-udp" connect unix socket send:one
	listener_ends
}

# ---- TLS and proxies: genet without failures is the other end of TLS, with the
# certificate that the sweep has made.

# secured_peer OPTION...: listens on $port; process $peer. It ends only when a line has
# come, or the end: a client whose peer has ended reads no more input.
secured_peer() {
	mkfifo peer-told
	# shellcheck disable=SC2016 # the program's
	timeout "$limit" "$GENET" listen --ready-fd 3 127.0.0.1:0 \
		--sh 'IFS= read -r line; echo "$line" >heard; printf hello' \
		--tls --tls-cert "$plan/certificate" "$@" 3>peer-told \
		2>/dev/null </dev/null &
	peer=$!
	read -r port _ <peer-told
	port=${port##*:}
}

# secured OPTION...: a conversation with it
secured() {
	secured_peer
	genet connect --tls "$@" 127.0.0.1 "$port" < <(echo from genet)
	peer_ends
}

run_connect-tls() {
	secured --tls-ca "$plan/certificate" --tls-name 127.0.0.1 --tls-close late \
		--tls-ciphers HIGH --tls-min 1.3 --tls-allow-truncation
}

run_connect-tls-known() {
	secured --tls-known known
	sed 's/.* //' known >key
	results+=' key'
}

run_connect-tls-certificate() {
	secured_peer --tls-client-ca "$plan/certificate" --tls-alpn one
	genet connect --tls --tls-ca "$plan/certificate" --tls-alpn one \
		--tls-cert "$plan/certificate" --tls-key "$plan/certificate" \
		127.0.0.1 "$port" < <(echo from genet)
	peer_ends
}

run_connect-tls-starttls() {
	python_peer starttls-peer.py "$plan/certificate" "$plan/certificate" \
		'send:220 x\r\n' 'expect:EHLO [127.0.0.1]\r\n' \
		'send:250-x\r\n250 STARTTLS\r\n' 'expect:STARTTLS\r\n' 'send:220 go\r\n' \
		tls echo
	genet connect --starttls smtp --tls-close early --tls-ca "$plan/certificate" \
		127.0.0.1 "$port" < <(echo from genet)
	peer_ends
}

# secured_client OPTION...: to the listener, if that is ready
secured_client() {
	[[ -z $told ]] || timeout "$limit" "$GENET" connect --tls --insecure \
		--data hello "$@" 127.0.0.1 "$port" >>heard 2>/dev/null || :
}

run_listen-tls() {
	echo from genet >input
	listener listen 127.0.0.1:0 --tls -i input
	secured_client
	listener_ends
}

run_listen-tls-many() {
	listener listen 127.0.0.1:0 --tls --tls-cert "$plan/certificate" --echo \
		--tls-client-ca "$plan/certificate" --handshake-timeout 1m \
		-k --count-conns 2
	secured_client --tls-cert "$plan/certificate"
	secured_client --tls-cert "$plan/certificate"
	listener_ends
}

run_nc-tls() {
	secured_peer
	genet nc -cvnN -R "$plan/certificate" 127.0.0.1 "$port" < <(echo from genet)
	peer_ends
}

# python_peer FILE ARGUMENT...: that of tests/bats, on $port, as process $peer
python_peer() {
	mkfifo peer-told
	timeout "$limit" python3 -B "$here/../bats/$1" "${@:2}" 3>peer-told \
		>asked 2>/dev/null </dev/null &
	peer=$!
	read -r port <peer-told
	port=${port##* }
}

# proxied PROTOCOL: a conversation by proxy.py, which the peer hears.
proxied() {
	local target target_peer proxy
	peer '' listen 127.0.0.1 0 recv:11 send:hello shut recv-all
	target=$port target_peer=$peer
	rm peer-told
	python_peer proxy.py "$1" user=me password=secret knows=target.test=127.0.0.1
	echo secret >password
	genet connect --proxy "${1/%5/5h}://me@127.0.0.1:$port" \
		--proxy-password-file password target.test "$target" \
		< <(echo from genet)
	proxy=$peer peer=$target_peer
	peer_ends
	kill "$proxy"
	sed -i 's/[0-9]//g' asked
	results+=' asked'
}

run_connect-proxy-http() {
	proxied http
}

run_connect-proxy-socks() {
	proxied socks5
}

run_nc-proxy() {
	peer '' listen 127.0.0.1 0 send:$'HTTP/1.1 200 OK\r\n\r\nhello' shut recv-all
	genet nc -vnN -X connect -x "127.0.0.1:$port" 127.0.0.1 80 \
		< <(echo from genet)
	peer_ends
}

# proxies KIND SCHEME: a proxy server, whose only client talks to a peer by it.
proxies() {
	local target
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	target=$port
	echo me:secret >user
	echo secret >password
	listener relay "$1:0" --count-conns 1 --proxy-auth-file user \
		--allow-target "127.0.0.0/8:$target" --deny-target other.test
	[[ -z $told ]] || timeout "$limit" "$GENET" connect \
		--proxy "$2://me@127.0.0.1:$port" --proxy-password-file password \
		localhost "$target" >got 2>/dev/null < <(echo from client) || :
	listener_ends
	peer_ends
	results+=' got'
}

run_relay-socks() {
	proxies socks5 socks5h
}

run_relay-http-proxy() {
	proxies http-proxy http
}

# ---- Many clients

many() {
	listener listen 127.0.0.1:0 -k --count-conns 2 "$@"
	client send:hello shut recv-all
	client send:again shut recv-all
	listener_ends
}

run_many-raw() {
	many --data welcome
}

run_many-watched() {
	many --echo --events events --capture captured --hex=dump
	kinds_of events >told-events
	tail -n 1 dump | cut -c 8- >last
	results+=' told-events last'
}

run_many-lines() {
	many --format lines
}

run_many-limited() {
	many --tag --max-conns 1 --max-memory 8M --linger 1m --idle-timeout 1m
	sed -i 's/:[0-9]*\t/\t/' out
}

run_many-echo() {
	many --echo
}

run_many-files() {
	many -o 'file-%{conn}'
	results+=' file-1 file-2'
}

run_many-unix() {
	listener unix listen ./socket -k --count-conns 1 --echo
	unix_client send:hello shut recv-all
	listener_ends
}

# ---- Dialogues

run_talk() {
	printf '> question\n< hello\n< eof\n' >dialogue
	peer '' listen 127.0.0.1 0 recv:8 send:hello shut recv-all
	genet talk "127.0.0.1:$port" dialogue --set name=value --format tap
	peer_ends
}

run_mock() {
	# shellcheck disable=SC2016 # a name of the dialogue
	printf '>matches (?<word>[a-z]+)\n< ${word} hello\n< eof\n' >dialogue
	listener mock 127.0.0.1:0 dialogue --once --count-conns 1
	client $'send:question\n' shut recv-all
	listener_ends
}

# ---- A relay

# relayed OPTION...: one client's conversation with the peer that listens on $port, or
# at $target, by a relay. What the client hears is in answer.
relayed() {
	target=${target:-127.0.0.1:$port}
	listener relay --count-conns 1 "${at:-127.0.0.1:0}" "$target" "$@"
	mv heard peer-heard
	if [[ -n ${at-} ]]; then
		unix_client send:question shut recv-all
	else
		client send:question shut recv-all
	fi
	mv heard answer
	listener_ends
	peer_ends
	mv peer-heard heard
	results+=' answer'
}

run_relay() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	relayed
}

run_relay-splice() {
	peer '' listen 127.0.0.1 0 send-pattern:300000 shut recv-all
	relayed --engine splice
}

run_relay-unix() {
	peer '' listen unix target send:hello shut recv-all
	target=unix:./target at=unix:./socket relayed
}

run_relay-watched() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	relayed --events events --capture captured --hex=dump --stats
	kinds_of events >told-events
	results+=' told-events'
}

run_relay-options() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	relayed --idle-timeout 1m --linger 1m --drain 1s --connect-timeout 1m \
		--allow 127.0.0.0/8 --keepalive --source 127.0.0.1 --rate 1M
}

run_relay-header() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	relayed --send-proxy
	sed -i 's/[0-9]//g' heard
}

run_relay-refused() {
	peer '' bind 127.0.0.1 0
	listener relay --count-conns 1 127.0.0.1:0 "127.0.0.1:$port"
	client recv-all
	listener_ends
	kill "$peer"
}

# The first target refuses.
run_relay-second() {
	local first
	peer '' bind 127.0.0.1 0
	first=127.0.0.1:$port
	rm peer-told
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	target=$first relayed "127.0.0.1:$port" --retry 1 --retry-delay 1ms
}

# For two clients, by a genet without failures.
run_relay-many() {
	mkfifo peer-told
	timeout "$limit" "$GENET" listen -k --echo --count-conns 2 --ready-fd 3 \
		127.0.0.1:0 3>peer-told >/dev/null 2>&1 </dev/null &
	peer=$!
	read -r port <peer-told
	listener relay --count-conns 2 127.0.0.1:0 "$port"
	client send:hello shut recv-all
	client send:again shut recv-all
	listener_ends
	kill "$peer" 2>/dev/null
}

# A flow that is idle has ended well.
run_relay-udp() {
	peer -udp bind 127.0.0.1 0 recv:1 answer:pong
	listener relay --count-conns 1 --flow-timeout 200ms udp:127.0.0.1:0 \
		"udp:127.0.0.1:$port"
	[[ -z $told ]] || timeout "$limit" "$PEER-udp" connect 127.0.0.1 "$port" \
		send:ping recv:1 >answer 2>/dev/null
	listener_ends
	peer_ends
	results+=' answer'
}

run_relay-tls() {
	secured_peer
	listener relay --count-conns 1 127.0.0.1:0 "tls:127.0.0.1:$port" \
		--tls-ca "$plan/certificate"
	mv heard peer-heard
	client send:question shut recv-all
	mv heard answer
	listener_ends
	peer_ends
	mv peer-heard heard
	results+=' answer'
}

# ---- Programs

run_exec() {
	listener listen 127.0.0.1:0 --exec -- cat
	client send:hello shut recv-all
	listener_ends
}

run_exec-pipes() {
	listener listen 127.0.0.1:0 -w 60s --exec -- cat
	client send:hello shut recv-all
	listener_ends
}

run_exec-many() {
	many --exec -- cat
}

run_exec-many-pipes() {
	many -w 60s --exec -- cat
}

run_exec-with-pid() {
	listener listen 127.0.0.1:0 --pipes --exit-with-pid $$ --exec -- cat
	client send:hello shut recv-all
	listener_ends
}

run_sh() {
	listener listen 127.0.0.1:0 --sh 'cat; echo done'
	client send:hello shut recv-all
	listener_ends
}

run_connect-exec() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect 127.0.0.1 "$port" --exec -- cat </dev/null
	peer_ends
}

run_connect-to-program() {
	# shellcheck disable=SC2016 # the program's
	genet connect 'sh:read -r line; echo "got $line"' < <(echo from genet)
}

run_connect-to-file() {
	genet connect file:received < <(echo from genet)
	results+=' received'
}

run_connect-to-echo() {
	genet connect echo: < <(echo from genet)
}

run_during() {
	# shellcheck disable=SC2016 # the inner shell's
	genet listen 127.0.0.1:0 -o received --during -- sh -c \
		'"$PEER" connect "$GENET_HOST" "$GENET_PORT" send:hello shut recv-all'
	results+=' received'
}

# ---- Beside the run

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

run_notify() {
	peer -udp bind unix manager recv:1
	NOTIFY_SOCKET=$PWD/manager listener listen 127.0.0.1:0
	client send:hello shut
	listener_ends
	peer_ends
	[[ ! -s heard ]] || echo told >heard
}

# ---- Ends that are no sockets

run_file-program() {
	echo from genet >source
	genet relay file:source 'sh:cat >received'
	results+=' received'
}

run_terminal() {
	echo from genet >source
	timeout "$limit" "$GENET" connect tty:line --retry-for 3s --bytes 11 \
		--no-stdin >received 2>/dev/null </dev/null &
	peer=$!
	genet relay file:source pty:line
	wait "$peer" || :
	results+=' received'
}

run_line() {
	timeout "$limit" "$GENET" relay pty:line,once file:received \
		>/dev/null 2>&1 </dev/null &
	peer=$!
	genet connect tty:line --retry-for 3s --send-only < <(echo from genet)
	wait "$peer" || :
	results+=' received'
}

# ---- nc

run_nc() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet nc -vnN 127.0.0.1 "$port" < <(echo from genet)
	peer_ends
}

run_nc-name() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet nc -N localhost 1 "$port" < <(echo from genet)
	peer_ends
}

run_nc-listen() {
	"${under[@]}" "$GENET" nc -NlU ./socket >out 2>err < <(echo from genet) &
	listener=$!
	"$GENET" wait --any --bound unix:./socket "pid:$listener"
	told=there
	unix_client send:hello shut recv-all
	listener_ends
}

run_nc-udp() {
	peer -udp bind 127.0.0.1 0 recv:1 answer:pong
	genet nc -uvn -W 1 127.0.0.1 "$port" < <(echo from genet)
	peer_ends
}

run_nc-ports() {
	peer '' listen 127.0.0.1 0 recv-all
	genet nc -zvn 127.0.0.1 "$port"
	peer_ends
}

# ---- The other commands

run_wait-tcp() {
	peer '' listen 127.0.0.1 0 send:hello recv-all
	genet wait "127.0.0.1:$port" --expect hello --timeout 3s
	peer_ends
}

run_write-out() {
	peer '' listen 127.0.0.1 0 send:hello shut recv-all
	genet connect --no-stdin 127.0.0.1 "$port" \
		--write-out '%{size_download}%{stdout} %{exitcode}'
	peer_ends
}

# Not with names of this host: those that cannot be found out are not offered.
run_complete() {
	genet complete genet connect --en
	genet complete genet help unix ''
}

run_wait-all() {
	peer '' listen unix socket recv-all
	echo something >there
	genet wait --timeout 3s unix:./socket file:there "pid:$(sh -c 'echo $$')"
	peer_ends
}

run_wait-nothing() {
	genet wait --timeout 120ms file:not-there
}

run_scan() {
	peer '' listen 127.0.0.1 0 hold
	genet scan -n 127.0.0.1 "1,2,$port"
	kill "$peer"
	sed -i 's/^[0-9]* *//' out
}

run_scan-name() {
	peer '' listen 127.0.0.1 0 hold
	genet scan localhost "1,2,$port"
	kill "$peer"
	sed -i 's/^[0-9]* *//' out
}

run_scan-udp() {
	peer -udp bind 127.0.0.1 0 recv:99
	genet scan -n --udp --all --connect-timeout 100ms 127.0.0.1 "1,2,$port"
	kill "$peer"
	sed -i 's/^[0-9]* *//' out
}

run_resolve() {
	genet resolve -4 localhost
	sed -i 's/ in .*//' out
}

run_scan-json() {
	peer '' listen 127.0.0.1 0 hold
	genet scan --json -n 127.0.0.1 "1,2,$port"
	kill "$peer"
	report
}

run_ping() {
	peer '' listen 127.0.0.1 0 hold
	genet ping "127.0.0.1:$port" --count 2 --interval 10ms --timeout 3s
	kill "$peer"
	rm -f out # it has times
}

run_doctor() {
	peer '' listen 127.0.0.1 0 hold
	genet doctor -n "127.0.0.1:$port" --timeout 1s
	kill "$peer"
	rm -f out # it has times, and what was not found out is said there
}

run_doctor-listen() {
	genet doctor listen 127.0.0.1 0
	rm -f out
}

run_doctor-unix() {
	peer '' listen unix socket hold
	genet doctor unix:socket
	kill "$peer"
	rm -f out
}

run_wait-bound() {
	peer '' listen 127.0.0.1 0 hold
	genet wait --bound --any "tcp:127.0.0.1:$port" file:none
	kill "$peer"
}

run_wait-gone() {
	genet wait --gone --timeout 3s --json file:none unix:./none
	report
}

run_resolve-connect() {
	peer '' listen 127.0.0.1 0 recv-all
	genet resolve --connect --json 127.0.0.1 "$port"
	peer_ends
	report
}

# words: of the output these are compared. How long things take differs, and where
# lines are broken: without memory they are not.
words() {
	sed -i 's/\\n"$//; s/^[\t ]*"//' out
	tr -cs A-Za-z ' ' <out | sed 's/ after ms / /g' >words
	results='words'
}

run_lesson() {
	genet pair-demo --lesson socketpair
	words
}

run_lesson-json() {
	genet pair-demo --lesson boundaries --json
	report
}

run_lesson-program() {
	genet pair-demo --lesson socketpair --write C
	words
}

run_pair-tcp() {
	genet pair-demo --kind tcp --both-ways --count 2 --interval 0
	grep -c 'has all been read' out >heard
	results=heard
}

run_pair-programs() {
	# shellcheck disable=SC2016 # the inner shell's
	genet pair-demo -- cat -- sh -c 'echo hello; read -r line; echo "$line" >heard'
}

run_pair-demo() {
	genet pair-demo --count 2 --interval 0
	grep -c 'has all been read' out >heard
	results=heard
}

run_translate() {
	genet translate socat TCP-LISTEN:80,fork EXEC:'tr a-z A-Z'
}

run_version() {
	genet version
}

run_help() {
	genet listen --help
}
