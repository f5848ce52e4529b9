#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# How a command line is understood, and what is said when it is not.
load helpers

# usage_error ARGUMENT... -- WORDS...: the arguments are a usage error, whose first line
# has the words.
usage_error() {
	local before behind
	split_at -- "$@"
	run -2 --separate-stderr genet "${before[@]}"
	is "$output" ''
	says "${stderr_lines[0]}" genet "${behind[@]}"
	((${#stderr_lines[@]} <= 3))
}

# accepted ARGUMENT...: genet understands the arguments, and tries to connect.
accepted() {
	refusing_port 127.0.0.1
	run -4 genet connect "$@" 127.0.0.1 "$port"
}

# ---- Commands

@test "no command: the help, on standard error" {
	run -2 --separate-stderr genet
	is "$output" ''
	says "$stderr" Usage: connect listen
}

@test "a misspelled command leads to the right one" {
	usage_error conect localhost 80 -- "'conect'" "did you mean 'connect'"
}

@test "the name of a command in another program leads to the command" {
	usage_error server 80 -- "'server'" "'listen'"
}

@test "a word that is like no command gets no suggestion" {
	usage_error xyzzy -- "'xyzzy'"
	run ! grep -q 'did you mean' <<<"$stderr"
}

@test "a command is not guessed from its beginning" {
	usage_error conn localhost 80 -- "'conn'"
}

@test "there is no default command: the one to type is shown" {
	usage_error 127.0.0.1 80 -- "'127.0.0.1' is not a command"
	says "$stderr" 'genet connect 127.0.0.1 80'
}

@test "only what can be an address is shown as one to connect to" {
	usage_error '' -- "'' is not a command"
	says "$stderr" 'the commands: genet help'
	usage_error xyzzy --help -- "'xyzzy' is not a command"
	says "$stderr" 'the commands: genet help'
	usage_error 127.0.0.1 -v -- "'127.0.0.1' is not a command"
	says "$stderr" 'connect 127.0.0.1 PORT'
}

@test "'genet lessons' leads to the list of lessons" {
	usage_error lessons -- "'lessons' is not a command"
	says "$stderr" 'genet pair-demo --lesson list'
	run -0 genet -h
	grep '^  pair-demo .*--lesson list' <<<"$output"
}

# ---- Options

@test "a misspelled option leads to the right one" {
	usage_error connect --timout 3 localhost 80 -- \
		"'--timout'" "did you mean '--timeout'"
}

@test "an abbreviated option is refused" {
	usage_error connect --verb localhost 80 -- \
		"'--verb' is short for '--verbose'; write it out"
}

@test "an abbreviated option with a value is refused" {
	usage_error connect --idle=3 localhost 80 -- \
		"'--idle' is short for '--idle-timeout'"
}

@test "an abbreviated option whose value is a word of its own is refused" {
	usage_error connect --idle 3 localhost 80 -- \
		"'--idle' is short for '--idle-timeout'"
}

@test "an option without its value is refused" {
	usage_error connect localhost 80 --timeout -- "'--timeout' needs a value"
}

@test "a value for an option that takes none is refused" {
	usage_error connect --verbose=1 localhost 80 -- \
		"'--verbose' takes no value"
}

@test "an option of another command is refused" {
	usage_error listen --source 127.0.0.1 80 -- "'--source'"
}

@test "options that contradict each other are refused" {
	usage_error connect --send-only --recv-only localhost 80 -- \
		--send-only --recv-only
}

@test "two sources of input are refused" {
	usage_error connect --data x --input file localhost 80 -- --data --input
}

@test "options may stand behind the operands" {
	refusing_port 127.0.0.1
	run -4 --separate-stderr genet connect 127.0.0.1 "$port" --quiet
	is "${#stderr_lines[@]}" 1
}

@test "-- ends the options" {
	refusing_port 127.0.0.1
	run -4 genet connect --quiet -- 127.0.0.1 "$port"
}

@test "global options may stand before the command" {
	refusing_port 127.0.0.1
	run -4 --separate-stderr genet --quiet connect 127.0.0.1 "$port"
	is "${#stderr_lines[@]}" 1
}

@test "letters may stand together" {
	accepted -4nvw 5
}

# ---- The letters of netcats

@test "-q teaches --linger and --quiet" {
	usage_error connect -q 1 localhost 80 -- "'-q'" --linger --quiet
}

@test "-z teaches the way to try a port" {
	usage_error connect -z localhost 80 -- "'-z'" 'genet '
}

@test "-zv teaches as -z does" {
	usage_error connect -zv localhost 80 -- "'-zv'" 'genet '
}

@test "-l teaches listen" {
	usage_error connect -l 80 -- "'-l'" 'genet listen'
}

@test "listen -p teaches that it is not needed" {
	usage_error listen -p 80 -- "'-p' is not needed" 'genet listen'
}

@test "-d teaches --no-stdin" {
	usage_error connect -d localhost 80 -- "'-d'" --no-stdin
}

@test "letters that have several meanings in other programs are refused by name" {
	for letter in c e m t u U x; do
		usage_error connect "-$letter" localhost 80 -- "'-$letter' "
	done
}

# ---- Addresses

@test "a port is missing" {
	usage_error connect example.test -- "missing port" "'example.test'"
}

@test "HOST:PORT and [V6]:PORT" {
	refusing_port ::1
	run -4 genet connect "[::1]:$port"
	refusing_port 127.0.0.1
	run -4 genet connect "127.0.0.1:$port"
}

@test "V6:PORT shows both readings" {
	usage_error connect ::1:80 -- "'::1:80'"
	says "$stderr" '[::1]:80' '::1:80'
}

@test "ports out of range are refused" {
	for port in 65536 99999 4294967297 18446744073709551697; do
		usage_error connect localhost "$port" -- \
			"port '$port' is out of range (1-65535)"
	done
}

@test "ports with junk are refused" {
	for port in +80 ' 80' 80x 0x50 8.0 ''; do
		usage_error connect localhost "$port" -- "port '$port'"
	done
}

@test "a port with a sign is refused" {
	run -2 genet connect -- localhost -80
	says "$output" "port '-80'"
}

@test "port 0 is refused where genet does not listen" {
	usage_error connect localhost 0 -- "port '0'"
}

@test "the largest port is a port" {
	network
	run -4 "${inside[@]}" genet connect 127.0.0.1 65535
}

@test "a service that is not known is named" {
	network
	names files '127.0.0.1 localhost'
	run "${inside[@]}" genet connect localhost no-such-service
	((status == 2 || status == 3))
	says "$output" no-such-service
}

# ---- Times and sizes

@test "times have units" {
	for time in 250ms 1.5s 0.5 2m 1h 30 never; do
		accepted --timeout "$time"
	done
}

@test "times with junk are refused" {
	for time in x 1x 1s5 1.5.1 -1 +1 ' 1' '1 s' '' 1e3 inf \
		99999999999999999999; do
		usage_error connect --timeout "$time" localhost 80 -- \
			--timeout "'$time'"
	done
}

@test "a time of 0 is refused, and 'never' is named" {
	usage_error connect --timeout 0 localhost 80 -- --timeout
	says "$stderr" '--timeout never'
}

@test "sizes have units of 1024 and of 1000" {
	needs_strace
	for size in 65536=65536 64K=65536 64KiB=65536 64kB=64000 1M=1048576; do
		refusing_port 127.0.0.1
		run -4 strace -qq -o log -e trace=setsockopt genet connect \
			--send-buffer "${size%=*}" 127.0.0.1 "$port"
		says "$(<log)" "SO_SNDBUF, [${size#*=}]"
	done
}

@test "sizes with junk are refused" {
	for size in x 1x 64kb -1 +1 ' 1' '1 K' '' 99999999999999999999; do
		usage_error connect --send-buffer "$size" localhost 80 -- \
			--send-buffer "'$size'"
	done
}

@test "numbers out of their range are refused" {
	usage_error connect --ttl 256 localhost 80 -- --ttl 256
	usage_error connect --tos 256 localhost 80 -- --tos 256
}

@test "--data with an escape that is not one is refused" {
	usage_error connect --data '\q' localhost 80 -- --data
}

# ---- Socket options

# sets [OPTION...] -- WORDS: a system call of genet connect has the words.
sets() {
	local before behind
	split_at -- "$@"
	needs_strace
	refusing_port 127.0.0.1
	run -4 strace -qq -o log -e trace=socket,setsockopt genet connect \
		"${before[@]}" 127.0.0.1 "$port"
	says "$(<log)" "${behind[@]}"
}

@test "small writes are not delayed" {
	sets -- 'TCP_NODELAY, [1]'
}

@test "with --nagle the kernel may delay small writes" {
	sets --nagle -- socket
	run ! grep -q TCP_NODELAY log
}

@test "options of the socket are set" {
	sets --keepalive -- 'SO_KEEPALIVE, [1]'
	sets --congestion reno -- TCP_CONGESTION
	sets --recv-buffer 64K -- 'SO_RCVBUF, [65536]'
	sets --tos 16 -- 'IP_TOS, [16]'
	sets --ttl 3 -- 'IP_TTL, [3]'
	sets --min-ttl 2 -- 'IP_MINTTL, [2]'
	sets --interface lo -- 'SO_BINDTODEVICE, "lo'
	sets --mptcp -- IPPROTO_MPTCP
	sets --fast-open -- TCP_FASTOPEN
}

@test "--congestion that the kernel does not have is an error" {
	refusing_port 127.0.0.1
	run ! genet connect --congestion nosuch 127.0.0.1 "$port"
	says "$output" nosuch
}

@test "-h and --help before a command are about the command" {
	local word
	for word in -h --help; do
		run -0 genet "$word" listen
		is "$output" "$(genet listen "$word")"
	done
	run -0 genet -h unix
	is "$output" "$(genet unix -h)"
	run -2 genet -h nonsense
}

@test "the beginning of several options leads to them" {
	run -2 genet listen --keep 0
	is "$output" "genet listen: unknown option '--keep'; \
did you mean '--keep-open' or '--keepalive'?"
	run -2 genet --ver
	says "$output" "did you mean '--verbose' or '--version'?"
	run -2 genet listen --xyzzy
	run ! grep -q 'did you mean' <<<"$output"
}

@test "one dash instead of two, or before a command, is noticed" {
	run -2 genet resolve -connect localhost
	is "$output" "genet resolve: unknown option '-connect'; \
did you mean '--connect'?"
	run -2 genet listen -timeout=3s 0
	says "$output" "did you mean '--timeout=3s'?"
	run -2 genet -connect localhost 80
	is "$output" "genet: unknown option '-connect'; did you mean 'connect'?"
}

@test "a value that needs '=', or that an option does not take, leads to the right form" {
	run -2 genet udp-send localhost 9 --reply 3
	says "$output" "unexpected argument '3'" '--reply=3'
	run -2 genet udp-send --reply any localhost 9
	says "$output" "unexpected argument 'any'" '--reply=any'
	run -2 genet udp-send localhost 9 --reply=x
	says "$output" "'x' is not a number, or 'any'"
	run -2 genet listen --verbose=2 0
	says "$output" 'write it as -vv'
	run -2 genet listen --quiet=2 0
	run ! grep -q hint <<<"$output"
}
