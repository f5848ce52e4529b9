#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# translate: the command lines of nc, ncat and socat as those of genet. Each line of the
# table is run by its program, and as genet translates it, in the same situation; the
# same bytes must arrive.
load helpers

# SITUATION|LINE|LINE OF GENET. The port 999 stands for one of the test. With a plus,
# the test ends the program, which would not end by itself. "not run": nc loses a
# datagram that comes while it connects to the sender of the first.
table() {
	grep "^$1" <<'END'
nc client|nc 127.0.0.1 999|genet connect 127.0.0.1 999
nc client|nc -N 127.0.0.1 999|genet connect 127.0.0.1 999
nc client|nc -nv 127.0.0.1 999|genet connect -v -n 127.0.0.1 999
nc client|nc -4 -w 5 127.0.0.1 999|genet connect -w 5 --connect-timeout 5 -4 127.0.0.1 999
nc client crlf|nc -C 127.0.0.1 999|genet connect -C 127.0.0.1 999
nc client|nc -s 127.0.0.2 127.0.0.1 999|genet connect -s 127.0.0.2 127.0.0.1 999
nc client|nc -q 1 127.0.0.1 999|genet connect --linger 1 127.0.0.1 999
nc client|nc -q0 127.0.0.1 999|genet connect 127.0.0.1 999
nc client silent|nc -d 127.0.0.1 999|genet connect --recv-only 127.0.0.1 999
nc client silent|nc -dN 127.0.0.1 999|genet connect --no-stdin 127.0.0.1 999
nc client|nc -I 4096 -O 8192 127.0.0.1 999|genet connect --send-buffer 8192 --recv-buffer 4096 127.0.0.1 999
nc client|nc -T 0x10 -M 9 127.0.0.1 999|genet connect --tos 16 --ttl 9 127.0.0.1 999
nc client|nc -i 1 127.0.0.1 999|genet connect --line-interval 1 127.0.0.1 999
nc listener|nc -l 127.0.0.1 999|genet listen 127.0.0.1 999
nc listener|nc -l 999|genet listen -4 999
nc listener|nc -lvp 999|genet listen -v -4 999
nc listener|nc -l -s 127.0.0.1 -p 999|genet listen 127.0.0.1 999
nc listener|nc -Nl 127.0.0.1 999|genet listen 127.0.0.1 999
nc listener+|nc -lk 999|genet listen -k -4 999
nc udp client+|nc -u 127.0.0.1 999|genet connect udp:127.0.0.1:999
nc udp client|nc -u -w 1 127.0.0.1 999|genet connect --linger 1 udp:127.0.0.1:999
nc udp client deaf|nc -uq 1 127.0.0.1 999|genet connect --linger 1 udp:127.0.0.1:999
nc udp listener+|nc -lu 127.0.0.1 999|genet listen udp:127.0.0.1:999
nc udp receiver+|nc -luk 127.0.0.1 999|genet udp-recv 127.0.0.1 999
not run|nc -luW 2 127.0.0.1 999|genet udp-recv --count 2 127.0.0.1 999
nc unix client|nc -U ./sock|genet unix connect ./sock
nc unix client|nc -NU ./sock|genet unix connect ./sock
nc unix listener|nc -lU ./sock|genet unix listen ./sock
nc unix listener+|nc -lkU ./sock|genet unix listen -k ./sock
nc open port|nc -z 127.0.0.1 999|genet scan 127.0.0.1 999
nc open port|nc -zv -w 1 127.0.0.1 999 1|genet scan -v --connect-timeout 1 127.0.0.1 999,1
nc closed port|nc -z 127.0.0.1 999|genet scan 127.0.0.1 999
ncat client|ncat 127.0.0.1 999|genet connect 127.0.0.1 999
ncat client|ncat -4nv 127.0.0.1 999|genet connect -v -4 -n 127.0.0.1 999
ncat client crlf|ncat --crlf 127.0.0.1 999|genet connect -C 127.0.0.1 999
ncat client deaf|ncat --send-only 127.0.0.1 999|genet connect --send-only 127.0.0.1 999
ncat client silent|ncat --recv-only 127.0.0.1 999|genet connect --recv-only 127.0.0.1 999
ncat client|ncat -t 127.0.0.1 999|genet connect --telnet 127.0.0.1 999
ncat client|ncat -w 2s 127.0.0.1 999|genet connect --connect-timeout 2 127.0.0.1 999
ncat client|ncat 127.0.0.1 -s 127.0.0.2 999|genet connect -s 127.0.0.2 127.0.0.1 999
ncat listener|ncat -l 127.0.0.1 999|genet listen 127.0.0.1 999
ncat listener|ncat -l 999|genet listen 999
ncat listener|ncat -lp 999|genet listen 999
ncat listener|ncat -l --idle-timeout 60500ms 999|genet listen -w 60500ms 999
ncat listener+|ncat --listen --keep-open -m 5 999|genet listen -k --max-conns 5 999
ncat listener|ncat -l --allow 127.0.0.0/8,192.0.2.1 999|genet listen --allow 127.0.0.0/8 --allow 192.0.2.1 999
ncat server+|ncat -l -e /bin/cat 127.0.0.1 999|genet listen 127.0.0.1 999 --exec -- /bin/cat
ncat server+|ncat -lk -c 'sed -u s/q/Q/' 999|genet listen -k --sh 'sed -u s/q/Q/' '*:999'
ncat server+|ncat -lk --exec '/bin/sed -u s/\q/Q/' 999|genet listen -k '*:999' --exec -- /bin/sed -u s/q/Q/
ncat udp client deaf|ncat -u 127.0.0.1 999|genet connect --linger 0 udp:127.0.0.1:999
ncat udp listener+|ncat -lu 127.0.0.1 999|genet listen udp:127.0.0.1:999
ncat unix client|ncat -U ./sock|genet unix connect ./sock
ncat unix listener|ncat -lU ./sock|genet unix listen ./sock
ncat open port|ncat -z 127.0.0.1 999|genet scan 127.0.0.1 999
socat client|socat - TCP:127.0.0.1:999|genet connect 127.0.0.1 999
socat client|socat STDIO tcp4-connect:127.0.0.1:999|genet connect -4 127.0.0.1 999
socat client|socat TCP:127.0.0.1:999,bind=127.0.0.2,nodelay,keepalive -|genet connect -s 127.0.0.2 --keepalive 127.0.0.1 999
socat client crlf|socat - TCP:127.0.0.1:999,crnl|genet connect -C 127.0.0.1 999
socat client|socat -t 2 - TCP:127.0.0.1:999|genet connect --linger 2 127.0.0.1 999
socat client|socat -T3 - TCP:127.0.0.1:999,sndbuf=8192|genet connect -w 3 --send-buffer 8192 127.0.0.1 999
socat client deaf|socat -u - TCP:127.0.0.1:999|genet connect --send-only 127.0.0.1 999
socat client deaf|socat -u OPEN:input TCP:127.0.0.1:999|genet connect -i input --send-only 127.0.0.1 999
socat client silent|socat -u TCP:127.0.0.1:999 -|genet connect --recv-only 127.0.0.1 999
socat client silent|socat -u TCP:127.0.0.1:999 CREATE:got|genet connect -o got --recv-only 127.0.0.1 999
socat client silent|socat -u TCP:127.0.0.1:999 OPEN:got,creat,append|genet connect --recv-only 127.0.0.1 999 >> got
socat client silent|socat -U ./got TCP:127.0.0.1:999|genet connect --recv-only 127.0.0.1 999 >> ./got
socat listener|socat - TCP-LISTEN:999,reuseaddr|genet listen -4 999
socat listener|socat TCP4-LISTEN:999,bind=127.0.0.1 -|genet listen -4 127.0.0.1 999
socat listener|socat - TCP6-LISTEN:999|genet listen 999
socat server+|socat TCP-LISTEN:999,bind=127.0.0.1 EXEC:cat|genet listen 127.0.0.1 999 --exec -- cat
socat server+|socat TCP-LISTEN:999,fork,reuseaddr EXEC:'sed -u "s/q/Q/"'|genet listen -k -4 '*:999' --exec -- sed -u s/q/Q/
socat server+|socat TCP-LISTEN:999,fork SYSTEM:'sed -u s/q/Q/'|genet listen -k --sh 'sed -u s/q/Q/' -4 '*:999'
socat server+|socat TCP-LISTEN:999,fork PIPE|genet listen -k --echo -4 999
socat relay+|socat TCP-LISTEN:999,fork TCP:127.0.0.1:998|genet relay 999 127.0.0.1:998
socat relay+|socat TCP-LISTEN:999,fork UNIX-CONNECT:./sock|genet relay 999 unix:./sock
socat relay+|socat TCP:127.0.0.1:998 TCP4-LISTEN:999,bind=127.0.0.1,fork|genet relay -4 127.0.0.1:999 127.0.0.1:998
socat relay+|socat TCP-LISTEN:999,reuseaddr TCP:127.0.0.1:998,nodelay|genet relay --count-conns 1 999 127.0.0.1:998
socat udp client|socat - UDP:127.0.0.1:999|genet connect --linger 500ms udp:127.0.0.1:999
socat udp client|socat -t1 - UDP-SENDTO:127.0.0.1:999|genet connect --linger 1 udp:127.0.0.1:999
socat udp client deaf|socat -u - UDP-SENDTO:127.0.0.1:999|genet udp-send 127.0.0.1 999
socat udp listener|socat - UDP-LISTEN:999,bind=127.0.0.1|genet listen --linger 500ms udp:127.0.0.1:999
socat udp receiver+|socat -u UDP-RECV:999,bind=127.0.0.1 -|genet udp-recv 127.0.0.1 999
socat unix client|socat - UNIX-CONNECT:./sock|genet unix connect ./sock
socat unix listener|socat UNIX-LISTEN:./sock,mode=666 -|genet unix listen --mode 0666 ./sock
END
}

# ---- The situations. Each runs $line, and leaves what arrived in heard, at the
# other end, and in got.

# begin_line: starts $line with the port, and with input and output of the test.
begin_line() {
	local text=${line//998/TARGET} # a port may contain the other number
	text=${text//999/$port}
	printf 'hello\n' >input
	start bash -c "exec ${text//TARGET/${target-}}" <input >>got 2>err
	subject=$pid
}

# end_line: waits until the line has ended; with a plus, ends it when all has arrived.
end_line() {
	if [[ $situation == *+ ]]; then
		[[ $situation == *receiver* || $situation == *server* ||
			$situation == *relay* ]] || eventually test -s got
		kill "$subject" 2>/dev/null || :
		wait "$subject" || :
		return
	fi
	wait "$subject" || status=$?
}

# answering ACTION...: starts a peer that listens where the line connects to.
answering() {
	if [[ $situation == *unix* ]]; then
		start_ready peer listen unix ./sock "$@" >heard 2>peer.err
	else
		start_ready peer listen 127.0.0.1 0 "$@" >heard 2>peer.err
		port=${ready#* }
	fi
	peer=$pid
}

client() {
	case $situation in
	*silent*) answering send:answer close ;;
	*deaf*) answering recv-all close ;;
	*crlf*) answering recv:7 send:answer close ;;
	*) answering recv:6 send:answer close ;;
	esac
	begin_line
	peer_ends
	end_line
}

unused_port() {
	start_ready peer bind 127.0.0.1 0
	port=${ready#* }
	kill "$pid"
	wait "$pid" || :
}

# asking KIND ACTION...: runs a peer that connects to the line when that listens.
asking() {
	local kind=$1 address=("127.0.0.1" "$port")
	shift
	"${inside[@]}" genet wait --bound --timeout 20s \
		"$kind:127.0.0.1:$port" 2>>err
	case $kind in
	tcp) start peer connect "${address[@]}" "$@" >>heard 2>peer.err ;;
	udp) start peer-udp connect "${address[@]}" "$@" >>heard 2>peer.err ;;
	esac
	peer=$pid
	peer_ends
}

listener() {
	unused_port
	begin_line
	asking tcp send:question recv:6 close
	end_line
}

# The program of the line answers a line with a line.
server() {
	unused_port
	begin_line
	asking tcp $'send:question\n' recv:9 close
	end_line
}

relay() {
	local clients=$situation
	if [[ $line == *./sock* ]]; then
		situation=unix answering recv:6 send:answer close
	else
		situation=tcp answering recv:6 send:answer close
		target=$port
	fi
	situation=$clients
	local first=$peer
	unused_port
	begin_line
	asking tcp $'send:hello\n' recv:6 close
	peer=$first
	peer_ends
	end_line
}

udp_client() {
	local actions=(recv:1 answer:answer)
	[[ $situation != *deaf* ]] || actions=(recv:1)
	start_ready peer-udp bind 127.0.0.1 0 "${actions[@]}" \
		>heard 2>peer.err
	port=${ready#* } peer=$pid
	begin_line
	peer_ends
	end_line
}

udp_listener() {
	unused_port
	begin_line
	asking udp send:question recv:1
	end_line
}

udp_receiver() {
	unused_port
	begin_line
	asking udp send:one send:two
	eventually grep -q onetwo got
	end_line
}

unix_client() {
	client
}

unix_listener() {
	begin_line
	eventually test -S sock
	"${inside[@]}" genet wait --bound --timeout 20s unix:./sock
	start peer connect unix ./sock send:question recv:6 close \
		>heard 2>peer.err
	peer=$pid
	peer_ends
	end_line
}

open_port() {
	start_ready peer full 127.0.0.1 0
	port=${ready#* }
	begin_line
	end_line
	: >got
}

closed_port() {
	unused_port
	begin_line
	end_line
	: >got
}

# outcome LINE: runs the line; $arrived is what arrives in the situation.
outcome() {
	local line=$1 status=0 function=${situation#* }
	rm -rf got heard sock err input
	: >got
	: >heard
	function=${function%+}
	function=${function% deaf}
	function=${function% silent}
	function=${function% crlf}
	"${function// /_}"
	arrived="heard $(<heard), got $(<got), failed $((status != 0))"
}

# both_arrive WORDS: the same arrives by both lines of each row that begins with WORDS.
both_arrive() {
	local situation foreign ours program theirs mine count=0
	network
	while IFS='|' read -r situation foreign ours <&8; do
		program=${foreign%% *}
		[[ $program != nc ]] || program=nc.openbsd
		command -v "$program" >/dev/null ||
			skip "$program is not installed"
		outcome "$program ${foreign#* }"
		theirs=$arrived
		outcome "$ours"
		mine=$arrived
		is "$foreign: $mine" "$foreign: $theirs"
		count=$((count + 1))
	done 8< <(table "$1")
	((count > 0))
}

# ---- The table

@test "each line of the table is translated as it says" {
	local situation foreign ours count=0 words
	while IFS='|' read -r situation foreign ours; do
		eval "words=($foreign)"
		run -0 --separate-stderr genet translate "${words[@]}"
		is "${lines[0]}" "$ours"
		is "$stderr" ''
		printf '%s\n' "${lines[@]:1}" >>differences
		count=$((count + 1))
	done < <(table '')
	((count >= 60))
	# Comments, so that a shell takes the output.
	grep -q '^# ' differences
	run ! grep -v '^# \|^$' differences
}

@test "nc: clients" {
	both_arrive 'nc client'
}

@test "nc: listeners" {
	both_arrive 'nc listener'
}

@test "nc: datagrams" {
	both_arrive 'nc udp'
}

@test "nc: Unix sockets" {
	both_arrive 'nc unix'
}

@test "nc: ports that are open or closed" {
	both_arrive 'nc open'
	both_arrive 'nc closed'
}

@test "ncat: clients" {
	both_arrive 'ncat client'
}

@test "ncat: listeners" {
	both_arrive 'ncat listener'
}

@test "ncat: programs" {
	both_arrive 'ncat server'
}

@test "ncat: datagrams, Unix sockets, ports" {
	both_arrive 'ncat u'
	both_arrive 'ncat open'
}

@test "socat: clients" {
	both_arrive 'socat client'
}

@test "socat: listeners" {
	both_arrive 'socat listener'
}

@test "socat: programs" {
	both_arrive 'socat server'
}

@test "socat: relays" {
	both_arrive 'socat relay'
}

@test "socat: datagrams and Unix sockets" {
	both_arrive 'socat u'
}

@test "ncat: a hex dump" {
	run -0 genet translate ncat -x dump localhost 80
	says "$output" 'genet connect --hex=dump localhost 80'
}

# ---- What has no counterpart

# lacks PART WORDS...: genet cannot translate the words, because of this part.
lacks() {
	local part=$1
	shift
	run -11 genet translate "$@"
	says "$output" "genet translate: genet has nothing for '$part': "
}

@test "nc: -e is TLS there, and a program in other netcats" {
	run -2 genet translate nc -e /bin/sh -lp 4444
	says "$output" 'to run a program: genet listen *:PORT --exec -- PROGRAM'
	becomes 'genet connect -v -v -v localhost 80' nc -vvvvvvv localhost 80
}

@test "a part that genet has nothing for is named, with status 11" {
	lacks -F nc -F localhost 80
	lacks -x nc -zx proxy.test localhost 80
	lacks -W nc -W 1 localhost 80
	lacks 81 nc localhost 80 81
	lacks 20-30 nc localhost 20-30
	lacks --ssl ncat -u --ssl localhost 443
	lacks --ssl ncat -z --ssl localhost 443
	lacks -H nc -cNH "SHA256:$(printf '%064d' 0)" localhost 443
	lacks '-T noname' nc -cNT noname localhost 443
	lacks '-T protocols' nc -cNT protocols=tlsv1.2 localhost 443
	lacks -o nc -lcN -K file -o file 443
	lacks verify socat OPENSSL-LISTEN:443,cert=file -
	lacks snihost socat - OPENSSL:localhost:443,snihost=a.test
	lacks 'proxyauth=a:b' socat - PROXY:p.test:h:80,proxyauth=a:b
	lacks --broker ncat --broker -l 80
	lacks -o ncat -o dump localhost 80
	lacks --proxy-auth ncat --proxy localhost:3128 --proxy-auth a:b localhost 80
	lacks 10.1-9.0.1 ncat -l --allow 192.0.2.1,10.1-9.0.1 80
	lacks OPENSSL-DTLS:localhost:443 socat - OPENSSL-DTLS:localhost:443
	says "$output" 'no kind of address that genet has'
	lacks raw socat -,raw TCP:localhost:80
	lacks PTY socat PTY TCP:localhost:80
	lacks -u socat -u /dev/ttyS0,b9600 TCP:localhost:80
	lacks UNIX-RECV:/tmp/s socat PTY,link=/tmp/a UNIX-RECV:/tmp/s
	lacks b9600 socat TCP-LISTEN:80,b9600 TCP:localhost:81
	lacks OPENSSL:b:2,cert=y socat OPENSSL-LISTEN:1,cert=x,verify=0 OPENSSL:b:2,cert=y
	lacks TCP6:b:2 socat TCP4-LISTEN:1 TCP6:b:2
	lacks pty socat TCP-LISTEN:80 EXEC:sh,pty
	lacks -v socat -v - TCP:localhost:80
	lacks fork socat UDP-LISTEN:53,fork -
	lacks UDP-RECV:53 socat -u - UDP-RECV:53
	says "$output" 'it stands on the other side'
	lacks EXEC:date socat -u EXEC:date UDP-SENDTO:localhost:53
	lacks OPEN:data socat OPEN:data TCP:localhost:80
	lacks - socat - EXEC:cat
}

@test "all such parts are named" {
	run -11 genet translate ncat -o x --proxy-auth a:b --chat h 80
	says "$output" "'-o'" "'--proxy-auth'" "'--chat'"
}

# proxied URL COMMAND...: the command becomes a line with that proxy.
proxied() {
	run -0 genet translate "${@:2}"
	says "${lines[0]}" "genet connect --proxy $1"
}

@test "proxies become URLs, with what the other program takes for granted" {
	proxied socks5h://p.test:1080 nc -Nx p.test h 80
	proxied socks5h://p.test:99 nc -NX 5 -x p.test:99 h 80
	proxied socks4://p.test:1080 nc -NX 4 -x p.test h 80
	proxied http://p.test:3128 nc -NX connect -x p.test h 80
	proxied http://ann@p.test:99 nc -NX connect -P ann -x p.test:99 h 80
	proxied "'socks5h://[::1]:1080'" nc -Nx '[::1]' h 80
	proxied http://p.test:3128 ncat --proxy p.test h 80
	proxied socks4a://p.test:1080 ncat --proxy p.test --proxy-type socks4 h 80
	proxied socks5h://p.test:99 ncat --proxy p.test:99 --proxy-type socks5 h 80
	proxied socks5://p.test:1080 ncat --proxy p.test --proxy-type socks5 \
		--proxy-dns local h 80
}

@test "what a URL cannot have in a user is an escape" {
	proxied http://a%3Ab%40c@p.test:99 nc -NX connect -P a:b@c -x p.test:99 h 80
	proxied socks4://a%2Fb%20%25@p.test:1080 \
		socat - 'SOCKS4:p.test:h:80,socksuser=a/b %'
}

# becomes LINE COMMAND...: the command becomes this line.
becomes() {
	run -0 --separate-stderr genet translate "${@:2}"
	is "${lines[0]}" "$1"
}

@test "proxies of socat have their ports from options, or from the address" {
	becomes 'genet connect --proxy http://p.test:8080 h 80' \
		socat - PROXY:p.test:h:80
	becomes 'genet connect --proxy http://p.test:99 h 80' \
		socat - PROXY:p.test:h:80,proxyport=99
	becomes 'genet connect --proxy socks4://p.test:1080 h 80' \
		socat - SOCKS4:p.test:h:80
	becomes 'genet connect --proxy socks4a://ann@p.test:99 h 80' \
		socat - SOCKS4A:p.test:h:80,socksport=99,socksuser=ann
	becomes 'genet connect --proxy socks5h://p.test:1080 h 80' \
		socat - SOCKS5:p.test:1080:h:80
}

@test "nc: TLS" {
	becomes 'genet connect --tls h 443' nc -cN h 443
	becomes 'genet connect --tls --tls-cert me --tls-ca ca --tls-name n.test h 443' \
		nc -cN -R ca -K me -e n.test h 443
	becomes 'genet connect --tls --insecure h 443' \
		nc -cN -T noverify -T noname h 443
	becomes 'genet listen -4 --tls --tls-cert me --tls-client-ca ca 443' \
		nc -lcN -R ca -K me -T clientcert 443
}

@test "ncat: TLS without a check is --insecure" {
	becomes 'genet connect --tls --insecure h 443' ncat --ssl h 443
	says "$stderr$output" 'ncat does not check who the peer is'
	becomes 'genet connect --tls h 443' ncat --ssl-verify h 443
	becomes 'genet connect --tls --tls-alpn h2 --tls-ca ca --tls-name n h 443' \
		ncat --ssl-trustfile ca --ssl-alpn h2 --ssl-servername n h 443
	becomes 'genet listen --tls 443' ncat -l --ssl 443
	becomes 'genet listen --tls --tls-cert c --tls-key k 443' \
		ncat -l --ssl-cert c --ssl-key k --ssl-verify 443
	run -2 genet translate ncat --ssl-cert c h 443
}

@test "socat: TLS" {
	becomes 'genet connect --tls h 443' socat - OPENSSL:h:443
	becomes 'genet connect --tls --insecure h 443' socat - SSL:h:443,verify=0
	becomes 'genet connect --tls --tls-cert c --tls-key k --tls-min 1.3 --tls-ca ca --tls-name n h 443' \
		socat - OPENSSL:h:443,cafile=ca,cert=c,key=k,commonname=n,snihost=n,min-proto-version=TLS1.3
	becomes 'genet listen -4 --tls --tls-cert c 443' \
		socat OPENSSL-LISTEN:443,cert=c,verify=0 -
	becomes 'genet listen -k -4 --tls --tls-cert c --tls-client-ca ca 443' \
		socat OPENSSL-LISTEN:443,fork,reuseaddr,cert=c,cafile=ca -
}

@test "socat: two ends of any kind are a relay" {
	becomes 'genet relay 80 b.test:81' socat TCP-LISTEN:80,fork,reuseaddr TCP:b.test:81
	becomes 'genet relay -w 60 --linger 2 80 b.test:81' \
		socat -T 60 -t 2 TCP-LISTEN:80,fork TCP:b.test:81
	becomes 'genet relay --max-conns 9 --allow 10.0.0.0/8 80 b.test:81' \
		socat TCP-LISTEN:80,fork,max-children=9,range=10.0.0.0/8 TCP:b.test:81
	becomes 'genet relay connect:a.test:1 b.test:2' socat TCP:a.test:1 TCP:b.test:2
	becomes 'genet relay 1 listen:2' socat TCP-LISTEN:1,fork TCP-LISTEN:2
	becomes 'genet relay unix:/run/s 127.0.0.1:81' \
		socat UNIX-LISTEN:/run/s,fork TCP:127.0.0.1:81
	becomes 'genet relay 80 unix:@name' socat TCP-L:80,fork ABSTRACT-CONNECT:name
	becomes "genet relay '[::1]:80' '[::1]:81'" \
		socat 'TCP-LISTEN:80,fork,bind=[::1]' 'TCP:[::1]:81'
	becomes 'genet relay --proxy socks4a://p.test:1080 80 b.test:81' \
		socat TCP-LISTEN:80,fork SOCKS4A:p.test:b.test:81
	becomes 'genet relay --tls-cert c tls:443 localhost:80' \
		socat OPENSSL-LISTEN:443,fork,cert=c,verify=0 TCP:localhost:80
	becomes 'genet relay --tls-ca ca 80 tls:b.test:443' \
		socat TCP-LISTEN:80,fork OPENSSL:b.test:443,cafile=ca
}

@test "socat: the rights of the super-user are given up" {
	becomes "genet listen -k -4 --user nobody '*:80' --exec -- cat" \
		socat TCP-LISTEN:80,fork,su=nobody EXEC:cat
	becomes 'genet relay -4 --user nobody --chroot /srv 80 b.test:81' \
		socat TCP4-LISTEN:80,fork,chroot=/srv,su-d=nobody TCP4:b.test:81
	lacks chroot socat TCP-LISTEN:80,fork,chroot=/srv EXEC:cat
	lacks su=nobody socat TCP:a.test:80,su=nobody -
}

@test "socat: a relay that also listens by IPv6 is told" {
	becomes 'genet relay 80 b.test:81' socat TCP-LISTEN:80,fork TCP:b.test:81
	says "$stderr$output" 'genet listens by IPv6 as well'
	becomes 'genet relay 127.0.0.1:80 b.test:81' \
		socat TCP-LISTEN:80,fork,bind=127.0.0.1 TCP:b.test:81
	[[ $stderr$output != *IPv6* ]]
}

@test "socat: datagrams of many senders are a relay" {
	becomes 'genet relay udp:53 udp:b.test:53' \
		socat -t 2 UDP-LISTEN:53,fork UDP:b.test:53
	says "$stderr$output" 'forgotten (--flow-timeout)'
	becomes 'genet relay -4 udp:53 udp:b.test:53' \
		socat UDP4-RECVFROM:53,fork UDP4-SENDTO:b.test:53
	says "$stderr$output" 'each sender has one conversation'
	becomes "genet relay udp:53 'exec:sed -u s/a/b/'" \
		socat UDP-LISTEN:53,fork 'EXEC:sed -u s/a/b/'
	becomes "genet relay udp:53 'sh:date; cat'" \
		socat UDP-RECVFROM:53,fork 'SYSTEM:date; cat'
}

@test "socat: serial lines and terminals are ends of a relay" {
	becomes 'genet relay pty:/tmp/tty0 tty:/dev/ttyS0,115200' \
		socat PTY,link=/tmp/tty0,raw,echo=0 FILE:/dev/ttyS0,b115200,raw,echo=0
	becomes 'genet relay - tty:/dev/ttyUSB0,9600,7e2,rtscts' \
		socat - /dev/ttyUSB0,b9600,cs7,parenb,parodd=0,cstopb,crtscts,rawer
	becomes 'genet relay 4000 tty:/dev/ttyS1,19200' \
		socat /dev/ttyS1,ispeed=19200,ospeed=19200,raw TCP-LISTEN:4000,fork
	becomes 'genet relay pty:/tmp/a pty:/tmp/b' \
		socat PTY,link=/tmp/a,rawer PTY,link=/tmp/b,rawer
	becomes 'genet relay pty:/tmp/a exec:cat' socat PTY,link=/tmp/a,raw EXEC:cat
	becomes 'genet relay - tty:/dev/ttyS0' socat - OPEN:/dev/ttyS0
	says "$stderr$output" 'genet makes the line raw'
}

@test "ncat: a proxy server is a relay" {
	becomes 'genet relay http-proxy:3128' ncat -l --proxy-type http
	says "$stderr$output" 'clients on this host only'
	becomes 'genet relay http-proxy:8888' ncat -lk --proxy-type http 8888
	becomes 'genet relay http-proxy:localhost:8888' \
		ncat -l --proxy-type http localhost 8888
	becomes "genet relay --allow 10.0.0.0/8 'http-proxy:[::1]:88'" \
		ncat -l --proxy-type http --allow 10.0.0.0/8 ::1 88
	run -2 genet translate ncat -l --proxy-type socks5 80
	says "$output" 'a proxy server (-l) has --proxy-type http'
	lacks --sh-exec ncat -l --proxy-type http --sh-exec cat 80
}

@test "neither help nor usage of the other program is printed" {
	run -11 genet translate nc -h
	is "$output" "genet translate: genet has nothing for '-h': it asks about nc"
	run -2 genet translate nc -l a b c
	is "$output" 'genet translate: nc: the operands are not right'
}

@test "a line that its program refuses has status 2" {
	run -2 genet translate nc -z -l 80
	says "$output" 'genet translate: nc: cannot use -z and -l'
	run -2 genet translate ncat --nonsense
	says "$output" "genet translate: ncat: there is no option '--nonsense'"
	run -2 genet translate ncat -e cat -c cat -l 80
	run -2 genet translate ncat -luk 80
	run -2 genet translate ncat
	run -2 genet translate socat -
	says "$output" 'genet translate: socat: two addresses are needed'
	run -2 genet translate socat - TCP:localhost
	run -2 genet translate telnet localhost 80
	says "$output" "'telnet' is none of the programs" 'nc, ncat and socat'
	run -2 genet translate 'nc -l 80'
	says "$output" 'one by one, not in quotes'
	run -2 genet translate
}

@test "what would differ is printed as a comment" {
	run -0 genet translate nc localhost 80
	says "$output" '# the peer is told of the end of the input'
	run -0 genet translate nc -N localhost 80
	is "$output" 'genet connect localhost 80'
	run -0 genet translate nc -w 5 -N localhost 80
	says "$output" '# silence ends it with status 124'
	run -0 genet translate socat - TCP:localhost:80
	says "$output" 'socat waits 0.5 s'
	run -0 genet translate socat -u - UDP-SENDTO:localhost:999
	says "$output" '# a read of more than 1472 bytes is split'
	run -0 genet translate socat -u - UNIX-SENDTO:./log
	says "$output" '# a read of more than 8192 bytes is not split'
}

@test "names with a path are those of the programs" {
	run -0 genet translate /usr/bin/ncat localhost 80
	is "$output" 'genet connect localhost 80'
	run -0 genet translate /bin/nc.openbsd -N localhost 80
	is "$output" 'genet connect localhost 80'
}

@test "a port that ncat has by default is named" {
	run -0 genet translate ncat localhost
	is "$output" 'genet connect localhost 31337'
	run -0 genet translate ncat -l localhost
	is "$output" 'genet listen localhost 31337'
}

@test "an address of IPv6 keeps its brackets where it needs them" {
	run -0 genet translate socat - 'TCP6:[::1]:80'
	is "${lines[0]}" 'genet connect -6 ::1 80'
	run -0 genet translate ncat -u ::1 53
	is "${lines[0]}" "genet connect --linger 0 'udp:[::1]:53'"
}

@test "a path that begins like an option is none" {
	becomes 'genet unix listen -- --mode=600' socat UNIX-LISTEN:--mode=600 -
	becomes 'genet unix connect -- -s' nc -U -- -s
	run -11 --separate-stderr "$GENET" translate socat UNIX-LISTEN:-s EXEC:cat
	says "$stderr" "genet unix listen takes '-s' for an option"
}

@test "words that a shell would change are between quotes" {
	run -0 genet translate ncat -l 80 -c "echo it's; read x"
	is "${lines[0]}" "genet listen --sh 'echo it'\\''s; read x' '*:80'"
	run -0 genet translate socat TCP-L:80 "EXEC:grep 'a b'"
	is "${lines[0]}" "genet listen -4 '*:80' --exec -- grep 'a b'"
}

@test "options of genet come before the line, and its own are not read" {
	run -11 genet translate --quiet ncat -h
	says "$output" "'-h'"
	run -0 genet translate -- ncat -v localhost 80
	is "$output" 'genet connect -v localhost 80'
	run -0 genet translate --help
	says "$output" 'Usage: genet translate'
}

@test "nothing is run and nothing is opened" {
	needs_strace
	run -0 strace -f -o trace -e trace=socket,execve \
		genet translate socat TCP-LISTEN:80,fork EXEC:true
	says "$output" 'genet listen'
	is "$(grep -c . trace)" 2
	says "$(<trace)" execve 'exited with 0'
}
