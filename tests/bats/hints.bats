#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Hints: each command line that genet suggests is run.
load helpers

TABLES=${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/../src/front/guess/netcat.c
COMMANDS='connect|listen|udp-send|udp-recv|unix|pair-demo|resolve|wait|scan|doctor|ping|help'

# in_a_network: makes a network without listeners and name servers, if possible.
in_a_network() {
	[[ -n ${inside[*]} ]] || apart
}

# told TEXT: prints each command line in the text, one a line. "--" joins two of them.
told() {
	sed -E 's/^genet( [a-z]+(-[a-z]+)?){0,2}: //; s/-- genet/-- GENET/g' \
		<<<"$1" |
		sed -E "s/\\bgenet ($COMMANDS)\\b/\\n&/g" |
		grep -E "^genet ($COMMANDS)\\b" |
		sed -E 's/(, |; | \(|\)|,$).*//; s/GENET/genet/g'
}

# filled: copies lines with values for their placeholders: for connections a port that
# has no listener, for listeners port 0.
filled() {
	sed -E 's/\[-- [^]]*\]//; s/\[[A-Z]+\] ?//g; s/\.\.\.//g
		s/\bHOST\b/127.0.0.1/g; s/\bPORTS\b/1/
		/^genet (listen|udp-recv)/s/\bPORT\b/0/
		s/\bPORT\b/1/g; s/ ARG\b//
		s/\bPATH\b/path/; s/\b(PROGRAM|COMMAND)\b/true/
		s/\bADDRESS\b/127.0.0.1:1/'
}

# follow TEXT...: runs each command line in the text for a moment; none may be a usage
# error. $followed is how many there were.
follow() {
	local line words name status
	followed=0
	while read -r line <&7; do
		eval "words=($line)"
		name=("${words[@]:1:1}")
		[[ ${name[0]} != unix ]] || name=("${words[@]:1:2}")
		words=("${words[@]:1+${#name[@]}}")
		[[ ${name[0]} == @(resolve|help|pair-demo) ]] ||
			words=(--timeout 1ms "${words[@]}")
		status=0
		"${inside[@]}" genet "${name[@]}" "${words[@]}" \
			>said 2>&1 7<&- || status=$?
		((status != 2)) || {
			echo "told to type: $line"
			cat said
			return 1
		}
		((++followed))
	done 7< <(told "$*" | filled | sort -u)
}

# names_options TEXT COMMAND...: options that the text names outside of command lines
# are options of the command.
names_options() {
	local text=$1 option help
	shift
	help=$(genet "$@" --help)
	text=$(sed -E "s/^genet[^:]*: '[^']*'//; s/\"[^\"]*\"//g
		s/\(in netcat: [^)]*\)//
		s/genet ($COMMANDS)[^;(]*//g; s/ -- PROGRAM.*//; /hint: socat/d
		/hint: openssl/d" <<<"$text")
	while read -r option; do
		[[ $help =~ [[:space:]]$option($|[^a-z-]) ]] || {
			echo "genet $* has no $option: $text"
			return 1
		}
	done < <(grep -oE -- '(^| )-(-[a-z-]+|[A-Za-z])\b' <<<"$text" |
		sort -u)
}

# lead OPTION... -- [COMMAND...]: what genet suggests instead of these options can be
# typed.
lead() {
	local before behind option texts
	split_at -- "$@"
	texts=$(for option in "${before[@]}"; do
		genet "${behind[@]}" "$option" --help 2>&1 >/dev/null || :
	done)
	in_a_network
	follow "$texts"
	((${#behind[@]} == 0)) || names_options "$texts" "${behind[@]}"
}

letters_lead() {
	lead -{a..z} -{A..Z} -4 -6 -- "$@"
	[[ $1 == resolve ]] || ((followed > 2))
}

# ---- Options

@test "what fails to connect, and what waits in vain, is to be examined" {
	in_a_network
	run -4 "${inside[@]}" genet connect 127.0.0.1 1
	says "$output" 'genet doctor 127.0.0.1:1'
	follow "$output"
	run -124 "${inside[@]}" genet wait 127.0.0.1:1 --timeout 50ms
	says "$output" 'hint: to see more: genet doctor 127.0.0.1:1'
	follow "$output"
	run -124 "${inside[@]}" genet wait --quiet 127.0.0.1:1 --timeout 50ms
	is "${output/doctor/}" "$output"
	run -124 "${inside[@]}" genet wait 127.0.0.1 1 --timeout 50ms
	says "$output" 'hint: to see more: genet doctor 127.0.0.1:1'
	run -8 "${inside[@]}" genet ping --count 1 ::1 1
	says "$output" "hint: to see why: genet doctor '[::1]:1'"
	follow "$output"
	run -8 "${inside[@]}" genet ping --count 1 --quiet 127.0.0.1 1
	is "${output/doctor/}" "$output"
}

@test "ping: the letters of ping(8) lead somewhere" {
	lead -c -i -W -w -t -I -- ping
	run -2 genet ping -c 3 localhost 80
	is "$output" "genet ping: '-c' is spelled --count N"
}

@test "doctor: options for TLS lead to the form of the address" {
	run -2 genet doctor --tls localhost:443
	says "$output" 'genet doctor tls:HOST:PORT'
	lead --tls --ssl --cacert --insecure -- doctor
}

@test "connect: the letters of netcats lead somewhere" {
	letters_lead connect
}

@test "listen: the letters of netcats lead somewhere" {
	letters_lead listen
}

@test "udp-send: the letters of netcats lead somewhere" {
	letters_lead udp-send
}

@test "udp-recv: the letters of netcats lead somewhere" {
	letters_lead udp-recv
}

@test "unix connect: the letters of netcats lead somewhere" {
	letters_lead unix connect
}

@test "unix listen: the letters of netcats lead somewhere" {
	letters_lead unix listen
}

@test "unix send: the letters of netcats lead somewhere" {
	letters_lead unix send
}

@test "unix recv: the letters of netcats lead somewhere" {
	letters_lead unix recv
}

@test "wait: the letters of netcats lead somewhere" {
	letters_lead wait
}

@test "ping: the letters of netcats lead somewhere" {
	letters_lead ping
}

@test "scan: the letters of netcats lead somewhere" {
	letters_lead scan
}

@test "resolve: the letters of netcats lead somewhere" {
	letters_lead resolve
}

@test "no command: the letters of netcats lead somewhere" {
	letters_lead
}

# words_lead COMMAND: the same for the long options of others.
words_lead() {
	local words
	not_under_valgrind 'hundreds of runs of genet'
	words=$(grep -oE '^	ROW\("[a-z-]{2,}", .*, "(is|has) ' "$TABLES" |
		cut -d\" -f2 | sort -u | sed 's/^/--/')
	[[ $words == *--tls* && $words == *--udp* ]]
	# shellcheck disable=SC2086 # they are many words
	lead $words -- "$1"
	((followed > 0))
}

@test "connect: the long options of others lead somewhere" {
	words_lead connect
}

@test "listen: the long options of others lead somewhere" {
	words_lead listen
}

@test "udp-send: the long options of others lead somewhere" {
	words_lead udp-send
}

@test "udp-recv: the long options of others lead somewhere" {
	words_lead udp-recv
}

@test "wait: the long options of others lead somewhere" {
	words_lead wait
}

@test "scan: the long options of others lead somewhere" {
	words_lead scan
}

@test "letters for datagrams name options that are there" {
	run -2 genet udp-send -q 1 127.0.0.1 9
	run ! grep -q linger <<<"$output"
	run -2 genet udp-send -b 127.0.0.1 9
	says "$output" --broadcast
	run -2 genet udp-send -w1 127.0.0.1 9
	says "$output" --timeout --reply=any --for
	run -2 genet unix send -w1 path
	says "$output" --timeout --reply=any --for
}

@test "options of others for TLS lead to those of genet" {
	run -2 genet connect --ssl localhost 443
	says "$output" "'--ssl' is spelled --tls"
	run -2 genet listen --tls-ca ca.pem 0
	says "$output" "'--tls-ca' is for clients; whom to believe of these: --tls-client-ca FILE"
	run -2 genet unix connect --accept-proxy socket
	says "$output" "'--accept-proxy' is for listeners"
	run -2 genet connect --cacert file localhost 443
	says "$output" "'--cacert' is spelled --tls-ca"
	for option in --tls --ssl --insecure; do
		run -2 genet udp-send "$option" localhost 443
		says "$output" "'$option' is for connections" 'connect --tls'
	done
}

# ---- Lines of netcat

# becomes LINE ARGUMENT...: genet with these arguments suggests the line.
becomes() {
	local line=$1
	shift
	run -2 genet "$@"
	is "$(told "$output" | head -n 1)" "$line"
	in_a_network
	follow "$output"
}

@test "a cluster of letters is read whole" {
	becomes 'genet listen -v udp:127.0.0.1:812' -lvu 127.0.0.1 812
	becomes 'genet unix listen ./s' -lU ./s
	becomes 'genet listen -k 808' -lk 808
	becomes 'genet scan -v 127.0.0.1 80' -vz 127.0.0.1 80
	becomes 'genet scan --udp 127.0.0.1 80' -zu 127.0.0.1 80
	becomes 'genet unix connect --datagram ./s' -uU ./s
	becomes 'genet unix listen --datagram ./s' -luU ./s
	becomes 'genet udp-recv 812' -luk 812
	becomes 'genet connect udp:127.0.0.1:80' -u 127.0.0.1 80
	becomes 'genet connect -w 3 --connect-timeout 3 127.0.0.1 80' \
		-w3 127.0.0.1 80
}

@test "a cluster is read whole after a command, too" {
	becomes 'genet listen -v udp:812' connect -lvu 812
	becomes 'genet scan -v 127.0.0.1 80' connect -vz 127.0.0.1 80
	becomes 'genet unix listen --datagram ./s' unix connect -lu ./s
	becomes 'genet unix listen ./s' unix -l ./s
	becomes 'genet udp-recv 812' listen -ku 812
}

@test "connect and listen talk by datagrams, too" {
	becomes 'genet connect udp:127.0.0.1:80' connect -u 127.0.0.1 80
	becomes 'genet listen udp:812' listen -u 812
	becomes 'genet listen udp:127.0.0.1:812' listen -u -s 127.0.0.1 -p 812
	becomes 'genet unix connect --datagram ./s' unix connect -u ./s
	becomes 'genet unix listen --datagram ./s' unix listen -u ./s
	is "$output" "genet unix listen: '-u' is spelled --datagram: genet unix listen --datagram ./s"
	becomes 'genet udp-send --broadcast 127.0.0.1 80' connect -ub 127.0.0.1 80
}

@test "letters that the command does not need lead to the line without them" {
	becomes 'genet listen -v -n 808' listen -lvnp 808
	becomes 'genet listen -v -n 808' -lvnp 808
	run -2 genet -lvnp 808
	run ! grep -q 'command of its own' <<<"$output"
	becomes 'genet listen 808' listen -p 808
	becomes 'genet listen 808' listen -l 808
	becomes "genet connect --sh 'echo hi' localhost 80" \
		connect -c 'echo hi' localhost 80
	becomes 'genet connect -C udp:localhost:53' -uC localhost 53
	becomes 'genet connect --linger 1 localhost 80' \
		connect -q 1 localhost 80
	says "$(genet connect -q 1 localhost 80 2>&1)" 'has several meanings'
}

@test "values and operands go along" {
	becomes 'genet listen -w 5 127.0.0.1 808' -l -s 127.0.0.1 -p 808 -w 5
	becomes "genet listen '*:808' --exec -- /bin/cat" -lp 808 -e /bin/cat
	becomes "genet listen --sh 'echo \"hi\"' '*:808'" -l -c 'echo "hi"' 808
	becomes 'genet connect --linger 1 127.0.0.1 80' netcat -N -q 1 127.0.0.1 80
	becomes 'genet udp-send --broadcast 127.255.255.255 9' \
		netcat -ub 127.255.255.255 9
}

@test "what netcat can do and genet cannot is named" {
	run -2 genet -x proxy:1080 127.0.0.1 80
	says "$output" "'-x'" proxy
	run -2 genet -lx proxy:1080 80
	run ! grep -q 'genet listen 80' <<<"$output"
}

@test "options of curl, ncat, rsync and tcpdump for progress and rates lead somewhere" {
	says "$(genet connect --limit-rate 1M localhost 80 2>&1)" 'is spelled --rate SIZE'
	says "$(genet connect --bwlimit=1M localhost 80 2>&1)" 'is spelled --rate SIZE'
	says "$(genet udp-recv --hex-dump f 80 2>&1)" 'is spelled --hex=FILE'
	says "$(genet unix connect --pcap f p 2>&1)" 'is spelled --capture FILE'
	says "$(genet connect -x localhost 80 2>&1)" 'a hex dump is --hex'
	says "$(genet connect -w '%{time_total}' localhost 80 2>&1)" 'hint: for a format: --write-out'
}

@test "a value that must follow an equals sign leads to that form" {
	run -2 genet listen 127.0.0.1:80 --hex dump
	says "$output" 'hint: to give --hex a value: --hex=dump'
	run -2 genet listen 80 --progress plain
	says "$output" 'hint: to give --progress a value: --progress=plain'
	run -2 genet connect --hex dump localhost 80
	says "$output" 'hint: to give --hex a value: --hex=dump'
	run -2 genet connect --hex localhost 80 more
	run ! grep -q -- '--hex=' <<<"$output"
}

@test "a name that is not known, and that could be the value of the option before it" {
	network
	names files
	run -3 "${inside[@]}" "$(type -P genet)" listen --progress plain 0
	says "$output" 'hint: to give --progress a value: --progress=plain'
	run ! grep -q 'genet resolve' <<<"$output"
}

# ---- Commands

@test "nc, ncat and netcat as the first word are left out" {
	becomes 'genet connect localhost 80' ncat localhost 80
	becomes 'genet listen 808' netcat -l 808
	becomes 'genet listen 808' ncat -l -p 808
}

@test "names that other programs have for commands lead to those of genet" {
	local words hints=
	in_a_network
	words=$(sed -n '/ commands\[\]/,/;$/s/^\tROW("\([a-z-]*\)".*/\1/p' "$TABLES")
	[[ $words == *server* && $words == *tunnel* ]]
	for word in $words; do
		run -2 genet "$word"
		if [[ $output =~ here\ it\ is\ \'([a-z-]+)\' ]]; then
			genet "${BASH_REMATCH[1]}" --help >/dev/null
		else
			says "$output" 'hint: '
			hints+=$output$'\n'
		fi
	done
	follow "$hints"
	((followed >= 5))
	becomes 'genet udp-recv 80' udp-listen 80
	becomes 'genet resolve localhost' nslookup localhost
	becomes 'genet connect localhost 80' telnet localhost 80
}

@test "a word that is near to a command, or its beginning, is suggested" {
	for words in 'conect=connect' 'c=connect' 'conn=connect' 'l=listen' \
		'unix lisen=unix listen' 'unix client=unix connect' \
		'unix-recv=unix recv'; do
		# shellcheck disable=SC2086 # it may be two words
		run -2 genet ${words%=*} x y
		says "$output" "did you mean '${words#*=}'?"
		# shellcheck disable=SC2086
		run -0 genet ${words#*=} --help
	done
}

@test "a port alone is one to listen on" {
	becomes 'genet listen 808' 808
	becomes 'genet listen :808' :808
}

@test "only a host and a port are shown as a connection" {
	becomes 'genet connect db.test 5432' db.test 5432
	becomes 'genet connect 127.0.0.1:80' 127.0.0.1:80
	becomes 'genet help' xyzzy localhost 80
}

@test "unix alone asks for the second word" {
	run -2 genet unix
	is "$output" "genet: missing command after 'unix' \
(one of connect, listen, send, recv)"
}

# ---- Operands

@test "what is missing is named" {
	local line
	while IFS='|' read -r words line <&7; do
		# shellcheck disable=SC2086
		run -2 genet $words 7<&-
		says "${lines[0]}" "$line"
		in_a_network
		follow "$output"
	done 7<<-'END'
		wait localhost|missing port after 'localhost'
		wait 80|missing host in '80'
		listen localhost|missing port after 'localhost'
		connect localhost|missing port after 'localhost'
		connect 80|missing host before '80'
		udp-send 8125|missing host before '8125'
		scan localhost|missing PORTS after 'localhost'
		scan localhost:80|missing PORTS after 'localhost:80'
		scan|missing HOST PORTS
		wait|missing ADDRESS
		resolve|missing HOST
		udp-recv|missing PORT
		unix send|missing PATH
		connect a b c|unexpected argument 'c'
	END
}

@test "scan with an IPv6 address and a port in one word leads to two words" {
	becomes "genet scan '[::1]' 80" scan '[::1]:80'
	becomes "genet scan '[::1]' 22,80,8000-9000" scan '[::1]'
	becomes 'genet scan 127.0.0.1 80-81' scan 127.0.0.1:80-81
}

@test "a path leads to the same command for Unix sockets" {
	becomes 'genet unix connect ./s' connect ./s
	becomes "genet unix connect './a b'" connect './a b' 80
	becomes 'genet unix listen /tmp/x' listen /tmp/x
	becomes 'genet unix send @log' udp-send @log
	becomes 'genet unix recv ./s' udp-recv ./s
	becomes 'genet wait unix:/tmp/none' wait /tmp/none
	says "$(genet wait /tmp/none 2>&1)" 'genet wait file:/tmp/none'
	becomes 'genet wait unix:./s' scan ./s 80
	becomes 'genet unix connect ./s' ./s
	becomes 'genet ping unix:./s' ping ./s
	becomes 'genet doctor unix:./s' doctor ./s
}

@test "a URL leads to its host and port" {
	becomes 'genet connect localhost 8080' connect http://localhost:8080/x
	becomes 'genet connect localhost 80' connect http://user@localhost
	says "$(genet connect udp: 2>&1)" "missing port after 'udp:'"
	becomes 'genet connect --tls ::1 443' connect 'https://[::1]/'
	becomes 'genet connect localhost 6379' connect redis://localhost
	becomes 'genet connect localhost PORT' connect other://localhost
	becomes 'genet wait localhost 80' wait http://localhost/
	becomes 'genet scan localhost 80' scan http://localhost/
	becomes 'genet ping localhost 80' ping http://localhost/
	becomes 'genet ping tls:localhost:443' ping https://localhost/
	becomes 'genet listen 127.0.0.1 0' listen tcp://127.0.0.1:0
	becomes 'genet connect localhost 80' http://localhost/
}

@test "an address of another kind leads to its command" {
	becomes 'genet udp-send 127.0.0.1:80' udp-send tcp:127.0.0.1:80
	says "$(genet udp-send tcp:127.0.0.1:80 2>&1)" "leave out 'tcp:'"
	becomes 'genet unix send /tmp/x.sock' udp-send unix:/tmp/x.sock
	run -2 genet scan udp:127.0.0.1 53
	says "$output" "leave out 'udp:'" 'genet scan --udp 127.0.0.1 53'
	becomes 'genet listen 8080' listen 8080/tcp
	becomes 'genet listen udp:8125' listen 8125/udp
	becomes 'genet connect udp:127.0.0.1:80' connect udp://127.0.0.1:80
	becomes 'genet connect udp:[::1]:80' connect 'udp://[::1]:80'
	becomes 'genet listen udp:localhost:0' listen udp://localhost:0
	says "$(genet wait udp://127.0.0.1:80 2>&1)" \
		'genet wait udp:127.0.0.1:80'
	becomes 'genet udp-send 127.0.0.1 80' udp-send udp://127.0.0.1:80
	becomes 'genet scan --udp 127.0.0.1 80' scan udp://127.0.0.1:80
}

@test "an address of socat leads to its command" {
	becomes 'genet unix connect /tmp/sock' connect UNIX-CONNECT:/tmp/sock
	becomes 'genet connect localhost 80' TCP:localhost:80
	becomes 'genet connect localhost 80' connect - TCP:localhost:80
	becomes 'genet connect localhost 80' - TCP:localhost:80
	becomes "genet connect -6 ::1 80" connect 'TCP6:[::1]:80'
	becomes 'genet connect udp:localhost:53' UDP:localhost:53
	becomes 'genet listen udp:0' UDP-LISTEN:0
	becomes 'genet listen -4 udp:127.0.0.1:0' \
		UDP4-LISTEN:0,bind=127.0.0.1
	becomes 'genet listen -k 0' TCP-LISTEN:0,fork -
	becomes 'genet listen -4 127.0.0.1 0' \
		listen TCP4-LISTEN:0,reuseaddr,bind=127.0.0.1
	becomes 'genet unix send @log' udp-send ABSTRACT-SENDTO:log
	becomes 'genet wait localhost 80' wait TCP:localhost:80
	becomes 'genet connect -C localhost 80' connect TCP:localhost:80,crnl
	run -2 genet connect TCP:localhost:80,setsid
	is "$output" \
		"genet connect: 'TCP:localhost:80,setsid' is an address of socat"
}

@test "a word that is no address of relay leads to one" {
	local words line
	while IFS='|' read -r words line <&7; do
		# shellcheck disable=SC2086
		run -2 genet relay $words 7<&-
		says "$output" "$line"
	done 7<<-'END'
		8080 /tmp/s|hint: for a Unix socket: unix:/tmp/s
		8080 /tmp/s|hint: for a file: file:/tmp/s
		@s localhost:80|hint: for a Unix socket: unix:@s
		/dev/ttyS0,b9600,raw localhost:80|line: tty:/dev/ttyS0
		8080 localhost/80|hint: for a port: localhost:80
		8080 http://localhost/x|hint: its host and port: tcp:localhost:80
		8080 https://[::1]/|hint: its host and port: tls:[::1]:443
		8080 udp://[::1]:53|hint: its host and port: udp:[::1]:53
		53/udp localhost:53|hint: udp:53
		8080 user@localhost:80|hint: localhost:80
		8080 80|hint: on this host: localhost:80
		8080 tls:443|hint: on this host: tls:localhost:443
		8080 UNIX-CONNECT:/s localhost:80|'UNIX-CONNECT:/s' is an address of socat
	END
}

@test "a kind that only socat has leads to that of genet" {
	local words hint
	while IFS='|' read -r words hint <&7; do
		# shellcheck disable=SC2086
		run -2 genet $words 7<&-
		says "$output" "there is no kind '" "in genet: $hint"
	done 7<<-'END'
		connect tcp4:localhost:1|tcp:localhost:1, with the option -4
		connect tcp4:localhost 1|tcp:localhost, with the option -4
		connect ssl:h:1|tls:h:1
		connect openssl:h:1,verify=0|tls:h:1
		connect udp4:1.2.3.4:5|udp:1.2.3.4:5, with the option -4
		connect connect:udp6:[::1]:5|'udp:[::1]:5', with the option -6
		listen tcp6:80|tcp:80, with the option -6
		listen ssl:8443|tls:8443
		relay tcp4:80 localhost:81|tcp:80, with the option -4
		relay 80 ssl:localhost:81|tls:localhost:81
		wait localhost:1 tcp4:localhost:2|tcp:localhost:2, with the option -4
		scan tcp4:localhost 80|localhost, with the option -4
	END
	becomes 'genet connect --proxy http://p:8080 h 1' connect proxy:p:h:1
	run -2 genet connect foo:1:2
	is "${lines[0]}" "genet connect: there is no kind 'foo:' of an address"
}

@test "a host may have the name of a proxy of socat, or of any kind behind tcp:" {
	in_a_network
	local word
	for word in proxy:1 socks:1 socks5:1 tcp:ssl:1 tcp:tcp4:1; do
		run "${inside[@]}" genet connect "$word" --timeout 10ms
		is "${output/kind/}" "$output"
		[[ $status != 2 || $word == socks5:1 ]]
	done
	run "${inside[@]}" genet connect ssl 1 --timeout 10ms
	((status != 2))
}

@test "addresses of socat lead a relay to their translation" {
	local translate
	run -2 genet relay TCP-LISTEN:0,fork TCP:localhost:80
	says "$output" "'TCP-LISTEN:0,fork' is an address of socat"
	translate=${output##*what genet has: }
	run -0 bash -c "$translate"
	says "$output" localhost
	run -2 genet relay 8080 TCP:localhost:80
	says "$output" "'TCP:localhost:80' is an address of socat"
}

@test "an address of socat that is no socket leads a relay to that of genet" {
	run -2 genet relay 8080 EXEC:cat
	says "$output" "'EXEC:cat' is an address of socat" 'in genet: exec:cat'
	run -2 genet relay 8080 'SYSTEM:cat -n,pty'
	says "$output" "in genet: 'sh:cat -n'"
	run -2 genet relay 8080 FILE:out,create
	says "$output" 'in genet: file:out'
}

@test "an address alone leads to the command for it" {
	becomes 'genet connect tcp:localhost:80' tcp:localhost:80
	becomes 'genet connect udp:localhost 53' udp:localhost 53
	becomes 'genet connect unix:/run/s' unix:/run/s
	becomes "genet connect 'sh:echo hi'" 'sh:echo hi'
	becomes 'genet listen listen:tcp:80' listen:tcp:80
	becomes 'genet wait pid:1' pid:1
}

@test "a descriptor alone leads to listen" {
	run -2 genet fd:3
	says "$output" 'genet listen fd:3'
}

@test "a host and a port that are written for others lead to two words" {
	becomes 'genet connect localhost 80' connect localhost/80
	says "$output" 'genet unix connect localhost/80'
	becomes 'genet scan 127.0.0.1 80' scan 127.0.0.1/80
	becomes 'genet connect localhost 80' connect user@localhost 80
	becomes 'genet connect localhost:80' user@localhost:80
	becomes 'genet scan localhost PORTS' scan user@localhost
	becomes 'genet connect localhost 80' connect 80 localhost
	becomes 'genet listen localhost 0' listen 0 localhost
}

@test "a range of ports leads to scan" {
	becomes 'genet scan localhost 80-90' connect localhost 80-90
	becomes 'genet scan --udp localhost 80-90' udp-send localhost:80-90
	run -2 genet listen localhost 80-90
	run ! grep -q 'genet scan' <<<"$output"
}

@test "a port alone leads to this host" {
	becomes 'genet wait localhost:80' wait 80
	becomes 'genet connect localhost:80' connect 80
}

@test "a program without its option leads to the option" {
	local words
	for words in 'listen 0' 'connect localhost 1' 'unix connect ./s'; do
		# shellcheck disable=SC2086
		run -2 genet $words -- cat
		says "$output" "unexpected argument 'cat'" '--exec -- cat'
	done
	refusing_port 127.0.0.1
	run -4 genet connect 127.0.0.1 -- "$port"
	run -2 genet wait localhost:80 make
	says "$output" '-- make'
	run -3 genet wait localhost:80 make all
	says "$output" '-- make'
	run -2 genet wait make
	run ! grep -q -e '-- make' <<<"$output"
}

@test "a range of addresses is no path" {
	run -2 genet scan 192.0.2.0/24 80
	is "$output" "genet scan: '192.0.2.0/24' is a range of addresses, \
not a host"
}

@test "a number where an input file is wanted was meant otherwise" {
	refusing_port 127.0.0.1
	run -1 genet connect -i 1 127.0.0.1 "$port"
	says "$output" "cannot open '1'" '--input FILE'
}

# ---- Failures

@test "hints of failures can be followed" {
	network
	names files '127.0.0.1 localhost'
	listening_peer hold
	for words in 'connect 127.0.0.1 1' 'connect localhost 1' \
		'unix connect ./none' 'unix send ./none --data x' \
		"listen 127.0.0.1 $port" 'connect nosuch.test 80' \
		'wait udp:127.0.0.1:80' 'unix recv fd:3' \
		'resolve --connect localhost' 'connect ::1:80' \
		'listen --timeout 0 80' 'scan localhost 80-'; do
		# shellcheck disable=SC2086 # they are many words
		run "${inside[@]}" genet $words
		((status != 0))
		says "$output" 'hint: '
		follow "$output"
	done
}

@test "a command line that is shown quotes what a shell would change" {
	run -2 genet ncat 'a b' "it's"
	says "$output" "genet connect 'a b' 'it'\\''s'"
}
