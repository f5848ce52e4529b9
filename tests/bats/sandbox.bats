#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The sandbox: what an intruder can do in a run of each kind once bytes of a peer have
# come. The intruder is a library that is preloaded: intruder.c.
#
# shellcheck disable=SC2016 # of shells that tests run
# shellcheck disable=SC2046,SC2086 # lists of words
load helpers
load tls

setup_file() {
	export INTRUDER=$BATS_FILE_TMPDIR/intruder.so
	type "${CC:=gcc}" >/dev/null 2>&1 || return 0
	local sources=("$BATS_TEST_DIRNAME"/intruder{,-sockets,-processes}.c)
	[[ $(uname -m) != x86_64 ]] || sources+=("$BATS_TEST_DIRNAME/intruder-x86.c")
	"$CC" -shared -fPIC -O1 -o "$INTRUDER" "${sources[@]}" -ldl
}

# Where there is no sandbox, a test of it is skipped; and parts that this kernel does
# not have are not expected.
before_each() {
	local said
	said=$(genet resolve -vv 127.0.0.1 1 2>&1 >got | grep sandbox:)
	[[ $said != *none* ]] || skip "there is no sandbox: $said"
	[[ $said =~ landlock\ ([0-9]+) ]] || skip 'this kernel has no landlock'
	landlock=${BASH_REMATCH[1]}
	[[ $said == *', seccomp'* ]] || skip 'this kernel has no seccomp'
}

# intruded LAST: from now on, what is started has an intruder who does LAST last.
intruded() {
	[[ -e $INTRUDER ]] || skip 'no C compiler'
	# shellcheck disable=SC2153 # the helpers set it
	ldd "$GENET" &>/dev/null || skip 'nothing can be preloaded into genet'
	in_the_foreground
	mkdir -p there
	: >victim
	: >there/victim
	rm -f there/{made,link} stolen
	under=(env LD_PRELOAD="$INTRUDER" INTRUDER_LAST="$1"
		INTRUDER_PORT="${2-1}")
}

# What comes of each try of the intruder in a run that needs nothing else.
usual=(read=EACCES write=EACCES there-read=EACCES there-write=EACCES
	there-make=EACCES there-link=EACCES there-remove=EACCES connect=EPERM bind=EPERM fork=EPERM
	fast-open=EOPNOTSUPP unix=EPERM pair=EPERM listen=EPERM udp=EPERM mptcp=EPERM
	raw=EPERM echo-request=EPERM packet=EPERM netlink=EPERM netfilter=EPERM
	crypto=EPERM vsock=EPERM mode=EPERM truncate=EPERM time=EPERM remove=EACCES
	rename=EACCES link=EACCES symlink=EACCES directory=EACCES fifo=SIGSYS
	memory=EACCES memory-file=ENOSYS handle=SIGSYS code=EPERM limit=EPERM
	key=EPERM owner=EPERM trace=SIGSYS peer-memory=SIGSYS ring=ENOSYS
	namespace=SIGSYS set-namespace=SIGSYS thread-namespace=EPERM mount=SIGSYS
	root=SIGSYS keyring=SIGSYS bpf=SIGSYS perf=SIGSYS fault=SIGSYS
	personality=SIGSYS user=SIGSYS shared-memory=ENOSYS x32=ENOSYS
	32-bit=SIGSYS filter=EPERM route-mark=EPERM device=EPERM transparent=EPERM
	firewall=EPERM stranger=EPROTOTYPE stranger-2=EPROTOTYPE bind-udp=EPERM
	icmp=EPERM interface=EPERM job-signal=EPERM group-signal=EPERM job=SIGSYS
	thread-signal=EPERM queued-signal=EPERM fd-signal=ENOSYS fd-of-other=SIGSYS
	advice=SIGSYS timer=ENOSYS affinity=ENOSYS priority=ENOSYS dump=EPERM
	console=EPERM foreground=EPERM flags=EPERM attribute=EPERM watch=ENOSYS
	watch-all=ENOSYS code-later=EPERM code-by-key=ENOSYS open-how=EACCES
	secret-memory=ENOSYS clone3=ENOSYS io-context=ENOSYS signal=EPERM)

# What a run may do besides that looks names up, and one that asks.
by_name=(unix=ECONNREFUSED udp='done' netlink='done' code='done' code-later='done')
reading=(read='done' there-read='done' open-how='done')
asking=("${by_name[@]}" "${reading[@]}" connect=ECONNREFUSED bind='done' listen='done'
	mptcp='done' vsock='done' bind-udp='done')

# What programs do, which are in the sandbox with strict only.
programs=(fork='done' code='done' code-later='done' read='done' there-read='done'
	open-how='done' group-signal='done' job='done'
	thread-signal='done' queued-signal='done' dump='done' foreground=ENOTTY
	signal='done')
# What sockets of UDP do.
sending=(stranger='done' stranger-2='done')

# tried [NAME=RESULT...]: waits until the intruder has tried all, as told in err; these
# were the results, and those of the others are as usual.
tried() {
	local -A results
	local pair name
	for pair in "${usual[@]}" "$@"; do
		results[${pair%%=*}]=${pair#*=}
	done
	[[ $(uname -m) == x86_64 ]] || unset 'results[x32]' 'results[32-bit]'
	((landlock >= 4)) || [[ ${results[connect]} != EACCES ]] ||
		results[connect]=ECONNREFUSED
	# Sockets of ICMP are for the super-user.
	((EUID == 0)) || results[icmp]=EPERM
	eventually grep -q '^intruder: signal' err
	for name in "${!results[@]}"; do
		grep -q "^intruder: $name ${results[$name]}\$" err || {
			echo "${kind+$kind: }$name: wanted ${results[$name]}"
			cat err
			return 1
		}
	done
	[[ ! -e stolen || ${results[write]} == 'done' ]]
}

# intruded_relay ADDRESS OPTION...: starts a relay to that address, with an intruder.
intruded_relay() {
	intruded nothing "${other_port-1}"
	receiver relay "$@"
}

# ends_intruded: ends $genet.
ends_intruded() {
	kill "$genet" 2>/dev/null || : # nc may have ended
	wait "$genet" || :
}

# nc_listens ARG...: starts nc -l ARG... with an intruder, as $genet, and waits until it
# is bound. $port is its port, if it has one.
nc_listens() {
	intruded nothing
	: >err
	start "${under[@]}" genet nc -v -l "$@" >got 2>err
	genet=$pid
	eventually grep -q '^\(Listening\|Bound\) on ' err
	port=$(sed -n '1s/.* //p' err)
}

@test "connect: an intruder opens no file, connection or program" {
	intruded nothing
	converse 0 connect -- send:hello shut recv-all <<<hi
	tried
}

@test "connect --tls: the handshake can only reach the port of the server" {
	intruded nothing
	needs_tls
	make_ca ca
	make_certificate server ca DNS:localhost
	tls_server -cert server.pem -key server.key
	"${under[@]}" genet connect --tls --tls-ca ca.pem --no-stdin localhost \
		"$port" >got 2>err || :
	tried connect=EACCES "${by_name[@]}"
}

@test "listen: an intruder opens no file, connection or program" {
	intruded nothing
	converse 0 listen -- send:hello shut recv-all <<<hi
	tried
}

@test "listen -k: clients are accepted and have files, and nothing else is open" {
	intruded nothing
	receiver listen -k -o 'there/file-%{conn}'
	client send:hello shut recv-all
	client send:hello shut recv-all
	eventually test -s there/file-2
	tried there-write='done' there-make='done'
}

@test "udp-recv: an intruder opens no file, connection or program" {
	intruded nothing
	receiver udp-recv --count 1
	peer-udp connect 127.0.0.1 "$port" send:hello
	genet_ends 0
	tried fast-open=EPERM stranger=EPERM stranger-2=EPERM
}

@test "udp-recv --reply: datagrams can be sent, and nothing else" {
	intruded nothing
	receiver udp-recv --reply hello --count 1
	peer-udp connect 127.0.0.1 "$port" send:hello
	genet_ends 0
	tried "${sending[@]}"
}

@test "udp-recv --reply at all addresses asks which are of this host, by new sockets" {
	intruded nothing
	address=0.0.0.0:0 receiver udp-recv --reply hello --count 1
	peer-udp connect 127.0.0.1 "$port" send:hello
	genet_ends 0
	tried "${sending[@]}" udp='done' bind-udp='done'
}

@test "udp-send --reply: an intruder opens no file, connection or program" {
	receiver udp-recv --reply hello --count 1
	intruded nothing
	"${under[@]}" genet udp-send --reply 127.0.0.1 "$port" <<<hi \
		>got 2>err
	tried "${sending[@]}"
}

@test "unix listen: only the file of its socket can be removed" {
	intruded nothing
	start_ready "${under[@]}" genet unix listen --ready-fd 3 there/s \
		>got 2>err </dev/null
	genet=$pid
	genet unix connect there/s <<<hi
	genet_ends 0
	tried there-remove='done'
	[[ ! -e there/s ]]
}

@test "relay: only its target can be connected to" {
	keep_open --echo
	target=$port
	intruded nothing "$target"
	receiver relay "127.0.0.1:$target"
	is "$(genet connect 127.0.0.1 "$port" <<<hi)" hi
	# The intruder reads a byte of the client before the target is asked; the
	# port is that of the target.
	tried connect='done'
	kill "$genet"
}

@test "relay: another port than that of its target is out of reach" {
	keep_open --echo
	intruded nothing 1
	receiver relay "127.0.0.1:$port"
	is "$(genet connect 127.0.0.1 "$port" <<<hi)" hi
	tried connect=EACCES
	kill "$genet"
}

@test "relay: names are looked up, and nothing else" {
	keep_open --echo
	intruded nothing 1
	receiver relay "localhost:$port"
	is "$(genet connect 127.0.0.1 "$port" <<<hi)" hi
	tried connect=EACCES "${by_name[@]}"
	kill "$genet"
}

@test "relay to a Unix socket: nothing but Unix sockets can be connected to" {
	start_ready genet unix listen --ready-fd 3 -k --echo sock >echoed
	intruded nothing
	receiver relay unix:sock
	is "$(genet connect 127.0.0.1 "$port" <<<hi)" hi
	tried unix=ECONNREFUSED
	kill "$genet"
}

@test "relay to UDP: nothing but datagrams can be sent" {
	receiver udp-recv --reply hello
	intruded nothing
	receiver relay "udp:127.0.0.1:$port"
	client send:hi recv-all:5 || :
	tried udp='done' connect=EPERM
	kill "$genet"
}

@test "relay to files: only those of their directory are open, as the relay opens them" {
	local kind
	local -A may=(['file:there/file,append']='write make'
		['file:there/file,read']='read'
		['file:there/file']='read write make'
		['fifo:there/fifo']='read write')
	for kind in "${!may[@]}"; do
		rm -rf there
		mkdir there
		mkfifo there/fifo
		: >there/file
		intruded_relay "$kind"
		if [[ $kind == fifo:* ]]; then
			start cat there/fifo
		fi
		client send:hello shut recv-all || :
		# shellcheck disable=SC2086 # one word for each
		tried $(printf 'there-%s=done ' ${may[$kind]})
		ends_intruded
	done
}

@test "relay to a terminal that it makes: only its link is made and removed" {
	intruded_relay pty:there/terminal
	start peer connect 127.0.0.1 "$port" send:hello recv-all
	tried there-link='done' there-remove='done'
	ends_intruded
	[[ ! -L there/terminal ]]
}

@test "relay to a terminal: only files and devices of its directory are open" {
	start genet relay pty:line discard:
	eventually test -e line
	mkdir there
	ln -s "$(readlink line)" there/line
	intruded_relay tty:there/line
	start peer connect 127.0.0.1 "$port" send:hello recv-all
	tried there-read='done' there-write='done'
	ends_intruded
}

@test "relay to a program: there is a sandbox with strict only, where programs run" {
	intruded nothing
	start_ready "${under[@]}" genet relay -vv --ready-fd 3 127.0.0.1:0 exec:cat \
		2>err
	grep -q 'sandbox: none (programs would be in it)' err
	kill "$pid"
	intruded_relay exec:cat --sandbox=strict
	is "$(genet connect 127.0.0.1 "$port" <<<hi)" hi
	tried "${programs[@]}"
	ends_intruded
}

@test "relay --control: only the file of its socket can be removed" {
	intruded_relay discard: --control there/control
	client send:hello shut recv-all
	tried there-remove='done'
	ends_intruded
	[[ ! -e there/control ]]
}

@test "relay --proxy: only the port of the proxy, which looks names up" {
	local echo_port proxy
	keep_open --echo
	echo_port=$port
	start_ready genet relay --ready-fd 3 socks5:127.0.0.1:0 \
		127.0.0.1 2>proxy.err || start_ready genet relay --ready-fd 3 \
		socks5:127.0.0.1:0 2>proxy.err
	proxy=${ready##*:}
	other_port=$echo_port intruded_relay "localhost:$echo_port" \
		--proxy "socks5h://127.0.0.1:$proxy"
	is "$(genet connect 127.0.0.1 "$port" <<<hi)" hi
	tried connect=EACCES
	ends_intruded
	other_port=$proxy intruded_relay "localhost:$echo_port" \
		--proxy "socks5h://127.0.0.1:$proxy"
	is "$(genet connect 127.0.0.1 "$port" <<<hi)" hi
	tried connect='done'
	ends_intruded
}

@test "relay socks5: and http-proxy: no Unix sockets, and no server of its own" {
	local kind
	keep_open --echo
	target=$port
	for kind in socks5 http-proxy; do
		intruded nothing 1
		start_ready "${under[@]}" genet relay --ready-fd 3 \
			"$kind:127.0.0.1:0" >got 2>err
		genet=$pid
		is "$(genet connect --proxy "${kind%-proxy}://127.0.0.1:${ready##*:}" \
			127.0.0.1 "$target" <<<hi)" hi
		# Where clients say which port, any is open.
		tried connect=ECONNREFUSED "${by_name[@]}"
		kill "$genet"
	done
}

@test "connect --reconnect: only the port of the server" {
	intruded nothing
	begin connect --reconnect -- send:hello recv-all </dev/null
	tried connect=EACCES
}

@test "connect and listen with --record and --capture: the files are open already" {
	local kind
	for kind in --record --capture; do
		intruded nothing
		converse 0 connect "$kind" there/file -- send:hello shut recv-all <<<hi
		tried
		rm there/file
		intruded nothing
		converse 0 listen "$kind" there/file -- send:hello shut recv-all <<<hi
		tried
		test -s there/file
	done
}

@test "connect --proxy: only the port of the proxy, and nothing once it is connected" {
	local kind proxy
	keep_open --echo
	start_ready genet relay --ready-fd 3 socks5:127.0.0.1:0 2>proxy.err
	proxy=${ready##*:}
	for kind in socks5h socks5; do
		intruded nothing
		# What looks names up here is open while the proxy is asked.
		is "$("${under[@]}" genet connect --proxy "$kind://127.0.0.1:$proxy" \
			localhost "$port" <<<hi 2>err)" hi
		tried connect=EACCES $([[ $kind != socks5 ]] ||
			echo "${by_name[@]}")
	done
}

# by_address: sets may to what is open besides in a run that dials kinds of addresses.
by_address() {
	declare -gA may=([tcp]='connect=EACCES' [udp]="udp=done ${sending[*]}"
		[unix]='unix=ECONNREFUSED'
		[name]="connect=EACCES ${by_name[*]}")
}

@test "talk and ping: only what their address takes" {
	local kind command address
	by_address
	printf 'dialogue one\n> hello\n< hello\n' >dialogue
	keep_open --echo
	local -A at=([tcp]="127.0.0.1:$port" [name]="localhost:$port" [unix]=unix:echo)
	start_ready genet unix listen --ready-fd 3 -k --echo echo >echoed
	receiver udp-recv --echo
	at[udp]=udp:127.0.0.1:$port
	for kind in "${!at[@]}"; do
		intruded nothing
		"${under[@]}" genet talk "${at[$kind]}" dialogue >got 2>err
		tried ${may[$kind]}
		intruded nothing
		"${under[@]}" genet ping "${at[$kind]}" --count 1 --send hello \
			--expect hello >got 2>err
		tried ${may[$kind]}
	done
}

@test "mock: nothing is open, but that datagrams are answered and refused" {
	local kind
	local -A may=([tcp]='' [unix]=there-remove=done
		[udp]="${sending[*]} icmp=done")
	printf 'dialogue one\n> hello\n< hello\n' >dialogue
	for kind in "${!may[@]}"; do
		intruded nothing
		start_ready "${under[@]}" genet mock --ready-fd 3 "$kind:$(
			[[ $kind == unix ]] && echo there/mock || echo 127.0.0.1:0)" \
			dialogue >got 2>err
		genet=$pid
		genet talk "$kind:$ready" dialogue >talked
		tried ${may[$kind]}
		ends_intruded
	done
}

@test "listen for datagrams: answers and refusals, and new sockets at all addresses only" {
	local kind
	local -A may=(['udp:127.0.0.1:0']="${sending[*]}"
		['udp:127.0.0.1:0 -k']="${sending[*]} icmp=done"
		['udp:0.0.0.0:0 -k']="${sending[*]} icmp=done udp=done bind-udp=done"
		['unix-dgram:there/s -k']='stranger=ECONNREFUSED stranger-2=ECONNREFUSED there-remove=done')
	for kind in "${!may[@]}"; do
		intruded nothing
		# shellcheck disable=SC2086 # address and option
		start_ready "${under[@]}" genet listen --ready-fd 3 $kind >got 2>err
		genet=$pid
		genet connect "${kind%%:*}:${ready/0.0.0.0/127.0.0.1}" --data hi \
			--send-only
		tried ${may[$kind]}
		ends_intruded
		rm -f there/s
	done
}

@test "scan: only sockets of its kind, to any port" {
	local kind
	keep_open --echo
	for kind in '' --udp; do
		intruded nothing
		# A scan reads nothing, so that the intruder comes at its end.
		INTRUDER_AT=end "${under[@]}" genet scan ${kind:+$kind} 127.0.0.1 "$port" \
			>got 2>err || :
		tried $([[ $kind ]] && echo udp=done || echo connect=ECONNREFUSED)
	done
}

@test "resolve: names are looked up and files read, and ports asked with --connect only" {
	local kind
	keep_open --echo
	for kind in '' --connect; do
		intruded nothing
		INTRUDER_AT=end "${under[@]}" genet resolve ${kind:+$kind} localhost \
			"$port" >got 2>err
		tried "${by_name[@]}" "${reading[@]}" connect=$([[ $kind ]] &&
			echo ECONNREFUSED || echo EACCES)
	done
}

@test "nc, connected: nothing is open, with one port" {
	local kind
	keep_open --echo
	local -A at=([-4]="127.0.0.1 $port" [-v]="localhost $port" [-U]=echo)
	start_ready genet unix listen --ready-fd 3 -k --echo echo >echoed
	receiver udp-recv --echo
	at[-u]="127.0.0.1 $port"
	for kind in "${!at[@]}"; do
		intruded nothing
		# shellcheck disable=SC2086 # host and port
		"${under[@]}" genet nc -N -w 1 $kind ${at[$kind]} <<<hi >got 2>err
		tried $([[ $kind != -u ]] || echo "${sending[@]}")
	done
}

@test "nc with several ports: those are open, and with a name what looks it up" {
	local kind first
	keep_open --data hello
	first=$port
	keep_open --data hello
	local -A may=([127.0.0.1]='' [localhost]="${by_name[*]}")
	for kind in "${!may[@]}"; do
		intruded nothing 1
		"${under[@]}" genet nc -N "$kind" "$first" "$port" </dev/null >heard 2>err
		is "$(<heard)" hellohello
		tried connect=EACCES ${may[$kind]}
		intruded nothing "$port"
		"${under[@]}" genet nc -N "$kind" "$first" "$port" </dev/null >heard 2>err
		tried connect='done' ${may[$kind]}
	done
}

@test "nc converses with more ports than the kernel takes limits of a process" {
	local ports=() i
	for ((i = 0; i < 17; i++)); do
		keep_open --data x
		ports+=("$port")
	done
	run -0 genet nc -N 127.0.0.1 "${ports[@]}" </dev/null
	is "$output" xxxxxxxxxxxxxxxxx
}

@test "nc with TLS or a proxy: the handshake can only reach that port" {
	needs_tls
	keep_open --echo
	local echo_port=$port
	start_ready genet relay --ready-fd 3 socks5:127.0.0.1:0 2>proxy.err
	intruded nothing
	is "$("${under[@]}" genet nc -N -x "$ready" localhost "$echo_port" <<<hi 2>err)" hi
	kind=-x tried connect=EACCES
	make_ca ca
	make_certificate server ca DNS:localhost
	tls_server -cert server.pem -key server.key
	intruded nothing
	"${under[@]}" genet nc -N -w 1 -c -R ca.pem localhost "$port" </dev/null \
		>heard 2>err || :
	kind=-c tried connect=EACCES "${by_name[@]}"
}

@test "nc -l: nothing is open, but what its own options take" {
	local kind
	local -A may=(['-n 127.0.0.1 0']='' ['-n -k 127.0.0.1 0']=''
		['127.0.0.1 0']="connect=EACCES ${by_name[*]}"
		['-n -u 127.0.0.1 0']="${sending[*]}"
		['-n -u -k 127.0.0.1 0']='fast-open=EPERM stranger=EPERM stranger-2=EPERM'
		['-U there/s']=there-remove=done)
	for kind in "${!may[@]}"; do
		# shellcheck disable=SC2086 # options and address
		nc_listens $kind
		case $kind in
		*-U*) genet unix connect there/s <<<hi ;;
		*-u*) genet udp-send 127.0.0.1 "$port" <<<hi ;;
		*) genet connect 127.0.0.1 "$port" --send-only <<<hi ;;
		esac
		tried ${may[$kind]}
		ends_intruded
	done
}

@test "without landlock files are not named, or only read, and no signal is sent" {
	intruded nothing
	forbidden=(python3 "$BATS_TEST_DIRNAME/forbid-call.py"
		landlock_create_ruleset ENOSYS)
	"${forbidden[@]}" true || skip 'no filter of system calls here'
	under=("${forbidden[@]}" "${under[@]}")
	converse 0 listen -- send:hello shut recv-all <<<hi
	tried
	start_ready peer listen 127.0.0.1 0 send:hello recv-all
	"${under[@]}" genet wait "127.0.0.1:${ready#* }" --expect hello >got 2>err
	tried "${reading[@]}" connect=ECONNREFUSED open-how=EACCES
}

@test "relay to TLS: the certificates of SSL_CERT_DIR are found" {
	needs_tls
	make_ca ca
	make_certificate server ca DNS:localhost
	tls_server -cert server.pem -key server.key
	mkdir trusted
	cp ca.pem "trusted/$(openssl x509 -noout -hash -in ca.pem).0"
	start_ready env SSL_CERT_DIR="nothing:$PWD/trusted" genet relay --ready-fd 3 \
		127.0.0.1:0 "tls:localhost:$port" 2>err
	genet connect --send-only "$ready" <<<hello
	eventually grep -q '^hello' served
}

@test "what a container forbids is not in the sandbox, and an error with strict" {
	local call sysno has
	in_the_foreground
	for call in landlock_restrict_self seccomp; do
		for sysno in EPERM ENOSYS E2BIG; do
			[[ $call != seccomp || $sysno != E2BIG ]] || continue
			under=(python3 "$BATS_TEST_DIRNAME/forbid-call.py" "$call" "$sysno")
			"${under[@]}" true || skip 'no filter of system calls here'
			has=$([[ $call == seccomp ]] && echo '; landlock [0-9]*, no seccomp' ||
				echo '; no landlock, seccomp')
			converse 0 connect -vv -- send:hello shut recv-all <<<hi
			grep -q "sandbox: .*$has\$" err
			run -11 "${under[@]}" genet listen --sandbox=strict 127.0.0.1:0
		done
	done
}

# Prints what -vv says of the sandbox of a relay.
said_of_relay() {
	run -124 "${under[@]}" genet relay -vv --timeout 0.2 127.0.0.1:0 "$@"
	sed -n 's/.*sandbox: //p' <<<"$output"
}

@test "-vv claims nothing for what this kernel lacks" {
	local lacks=(python3 "$BATS_TEST_DIRNAME/forbid-call.py")
	local no_files=("${lacks[@]}" landlock_create_ruleset ENOSYS)
	local no_calls=("${lacks[@]}" seccomp ENOSYS)
	"${no_files[@]}" true || skip 'no filter of system calls here'
	under=()
	local has
	has=$(said_of_relay unix:socket)
	has=${has#*; }
	is "$(said_of_relay unix:socket)" \
		"no other files, new connections, no programs; $has"
	is "$(said_of_relay localhost:1)" \
		"files of some directories, new connections, no programs; $has"
	under=("${no_files[@]}")
	is "$(said_of_relay localhost:1)" \
		'files only to read, new connections, no programs; no landlock, seccomp'
	is "$(said_of_relay file:got)" \
		'any files, no new connections, no programs; no landlock, seccomp'
	under=("${no_calls[@]}")
	is "$(said_of_relay file:got)" \
		"files of some directories, new connections, no programs; ${has%,*}, no seccomp"
	under=("${no_files[@]}" "${no_calls[@]}")
	is "$(said_of_relay file:got)" 'none (no landlock, no seccomp)'
}

@test "version -v knows a kernel that takes no filter" {
	local lacks=(python3 "$BATS_TEST_DIRNAME/forbid-call.py" seccomp EINVAL)
	"${lacks[@]}" true || skip 'no filter of system calls here'
	run -0 genet version -v
	grep -q '^kernel has:.* seccomp' <<<"$output"
	grep -q "^sandbox: landlock $landlock\$" <<<"$output"
	run -0 "${lacks[@]}" genet version -v
	grep -q '^kernel lacks:.* seccomp' <<<"$output"
}

@test "--sandbox=strict: doctor has the limits of system calls, which are all of its" {
	run -8 genet doctor --sandbox=strict 127.0.0.1:1
	says "$output" 'connection refused'
}

@test "wait --expect: files can be read, and only the port of the server is open" {
	intruded nothing
	start_ready peer listen 127.0.0.1 0 send:hello recv-all
	"${under[@]}" genet wait "127.0.0.1:${ready#* }" --expect hello >got 2>err
	tried connect=EACCES "${reading[@]}"
}

@test "doctor, which sees processes: files can be read, and nothing else" {
	intruded nothing
	start_ready peer listen 127.0.0.1 0 send:hello recv-all
	"${under[@]}" genet doctor "127.0.0.1:${ready#* }" >got 2>err || :
	# The file rules of the kernel do not hold there, and those of calls do.
	tried "${asking[@]}" open-how=EACCES
}

@test "doctor --sandbox=strict is no error: it needs no limits of files" {
	in_the_foreground
	start_ready peer listen 127.0.0.1 0 recv-all
	run genet doctor --sandbox=strict "127.0.0.1:${ready#* }"
	[[ $output != *"this kernel has no"* ]]
	is "$status" 0
}

@test "a program that is started ends the run, with a message" {
	intruded exec
	begin listen -- send:hello shut recv-all
	genet_ends 159
	tried
	grep -qx 'genet: the sandbox has stopped a forbidden system call: execve' err
}

@test "a process that is traced ends the run, with a message" {
	intruded ptrace
	begin connect -- send:hello shut recv-all
	genet_ends 159
	grep -qx 'genet: the sandbox has stopped a forbidden system call: ptrace' err
}

@test "a call by the way of 32-bit programs ends the run, with a message" {
	[[ $(uname -m) == x86_64 ]] || skip 'there is no such way'
	intruded 32-bit
	begin connect -- send:hello shut recv-all
	genet_ends 159
	# Number 20 is getpid there, and writev here.
	grep -qx 'genet: the sandbox has stopped a forbidden system call: number 20 of another architecture' \
		err
}

@test "--sandbox=off: an intruder can do all" {
	intruded nothing
	converse 0 listen --sandbox=off -- send:hello shut recv-all <<<hi
	usual=()
	tried read='done' write='done' connect=ECONNREFUSED bind='done' fork='done' \
		fast-open=ECONNREFUSED unix=ECONNREFUSED pair=ECONNREFUSED \
		listen='done' mode='done' time='done' remove='done' limit='done' \
		owner='done' code='done' signal='done'
}

@test "with a program there is no sandbox" {
	start_ready genet listen --ready-fd 3 -vv --sh 'cat /etc/passwd' \
		127.0.0.1:0 >got 2>err
	port=${ready##*:}
	client shut recv-all >heard
	cmp heard /etc/passwd
	grep -q 'sandbox: none (programs would be in it)' err
}

@test "--sandbox=strict: programs read files, and neither write nor connect" {
	keep_open --echo
	receiver listen --sandbox=strict --sh "cat /etc/passwd
		echo x >stolen || echo no file
		exec 3<>/dev/tcp/127.0.0.1/$port || echo no connection"
	client shut recv-all >heard
	grep -q '^root:' heard
	grep -qx 'no file' heard
	[[ ! -e stolen ]]
}

@test "interfaces have names in the sandbox, too" {
	in_the_foreground
	network
	"${inside[@]}" ip -6 address add fe80::1/64 dev lo nodad || skip 'no IPv6'
	start_ready genet listen --ready-fd 3 -v --echo '[::]:0' 2>err
	"${inside[@]}" genet connect -v 'fe80::1%lo' "${ready##*:}" <<<hi 2>connect.err
	grep -q '^connection .*from \[fe80::1%lo\]' err
	grep -q '^connected to \[fe80::1%lo\]' connect.err
	grep -q '^closed: ' connect.err
}

@test "the sandbox adds nothing to status and output" {
	converse 0 connect --sandbox=strict -- send:hello shut recv-all <<<hi
	is "$(<got)" hello
	holds err ''
	run -2 genet connect --sandbox=perhaps 127.0.0.1 1
	says "$output" "--sandbox"
}

@test "no core dump holds the keys of TLS" {
	needs_tls
	local no_core='^Max core file size  *0  *0 '
	receiver listen -k --tls --echo
	grep -q "$no_core" "/proc/$genet/limits"
	receiver relay "tls:127.0.0.1:$port"
	grep -q "$no_core" "/proc/$genet/limits"
	address=tls:127.0.0.1:0 receiver relay 127.0.0.1:1
	grep -q "$no_core" "/proc/$genet/limits"
	receiver relay 127.0.0.1:1
	run ! grep -q "$no_core" "/proc/$genet/limits"
}

@test "a look-up that is still under way is in the sandbox, too" {
	in_the_foreground
	network
	names dns
	start_ready "${inside[@]}" python3 -B "$BATS_TEST_DIRNAME/dns.py" \
		at=127.0.0.53 server.test=127.0.0.1 at=127.0.0.54 silent=1
	receiver listen --keep-open --echo
	echo 'nameserver 127.0.0.54' >etc/resolv.conf
	mkfifo input
	exec {input}<>input
	start genet connect -v4 --connect-timeout "$(with_slack 1)" --retry 99 \
		server.test "$port" 2>err <&"$input"
	eventually grep -q 'no answer from the resolver' err
	echo 'nameserver 127.0.0.53' >etc/resolv.conf
	eventually grep -q 'connected to' err
	cat /proc/"$pid"/task/*/status >threads
	(($(grep -c '^Seccomp:' threads) > 1)) # the thread of the first attempt
	run ! grep '^Seccomp:.*[01]$' threads
	exec {input}>&-
}

@test "a run gains no privileges, and has one filter of system calls" {
	keep_open --echo
	grep -qx $'NoNewPrivs:\t1' "/proc/$genet/status"
	grep -qx $'Seccomp_filters:\t1' "/proc/$genet/status"
}
