#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# --write-out: a line about the run at its end.
load helpers

# value NAME: prints the value of NAME in the JSON object in $stderr.
value() {
	sed -nE "s/.*\"$1\":(\"([^\"]*)\"|([^,}]*)).*/\2\3/p" <<<"$stderr"
}

# is_time TEXT: the text is a time in seconds, with six digits, below a minute.
is_time() {
	[[ $1 =~ ^[0-9]{1,2}\.[0-9]{6}$ ]]
}

@test "the names of a connection have the values of the connection" {
	listening_peer send:hello shut recv-all
	run -0 --separate-stderr genet connect --data abc 127.0.0.1 "$port" \
		--write-out '%{json}'
	is "$output" hello
	is "$(value exitcode)" 0
	is "$(value errormsg)" null
	is "$(value error_kind)" ok
	is "$(value proto)" tcp
	is "$(value remote)" "127.0.0.1:$port"
	is "$(value remote_ip)" 127.0.0.1
	is "$(value remote_port)" "$port"
	is "$(value local_ip)" 127.0.0.1
	is "$(value local)" "127.0.0.1:$(value local_port)"
	is "$(value num_connects)" 1
	is "$(value size_download)" 5
	is "$(value size_upload)" 3
	is "$(value retransmits)" 0
	is_time "$(value rtt)"
	local last=0.000000 time
	for time in connect starttransfer total; do
		time=$(value "time_$time")
		is_time "$time"
		[[ $time > $last ]]
		last=$time
	done
	is "$(value time_namelookup)" 0.000000
}

@test "each name that the manual has is one, and the other way round" {
	run -0 --separate-stderr genet wait file:/etc/passwd --write-out '%{json}'
	is "$(grep -oE '"[a-z_]+":' <<<"$stderr" | tr -d '":' | sort)" \
		"$(sed -n '/^\.Sh WRITING OUT/,/^\.Sh JOBS/s/^\.It Cm //p' \
			"${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/../man/genet.1" |
			sed 's/ , /\n/g' | grep -vx json | sort)"
	run -2 genet wait file:/etc/passwd --write-out '%{xyzzy}'
	read -ra names < <(sed -n 's/.*known names: //p' <<<"$output")
	((${#names[@]} > 20))
	for name in "${names[@]}"; do
		run -0 genet wait file:/etc/passwd --write-out "<$name>"
	done
}

@test "the object is JSON" {
	command -v python3 >/dev/null || skip 'there is no python3'
	refusing_port 127.0.0.1
	run -4 --separate-stderr genet connect 127.0.0.1 "$port" --quiet \
		--write-out '%{json}'
	run -0 python3 -c 'import json, sys
object = json.loads(sys.argv[1])
print(object["exitcode"], object["remote"], object["errormsg"])' \
		"${stderr_lines[0]}"
	is "$output" \
		"4 None cannot connect to 127.0.0.1:$port: connection refused"
}

@test "a run that fails has values, too" {
	refusing_port 127.0.0.1
	run -4 --separate-stderr genet connect 127.0.0.1 "$port" --quiet \
		--write-out '%{exitcode} %{error_kind}: %{errormsg}'
	is "${stderr_lines[0]}" \
		"4 refused: cannot connect to 127.0.0.1:$port: connection refused"
}

@test "the time of a lookup, and the tries, are counted" {
	network
	names files '127.0.0.1 one.test'
	run -4 --separate-stderr "${inside[@]}" genet connect one.test 1 --retry 2 \
		--retry-delay 1ms --quiet \
		--write-out '%{num_retries} %{num_connects} %{time_namelookup}'
	[[ ${stderr_lines[0]} =~ ^2\ 0\ 0\.[0-9]{6}$ ]]
	[[ ${stderr_lines[0]} != *' 0.000000' ]]
}

@test "a listener sums up its clients" {
	receiver listen -k --count-conns 3 --echo \
		--write-out '%{num_connects} %{size_download} %{size_upload}'
	run -0 peer-many echo 127.0.0.1 "$port" 3 5
	genet_ends 0
	is "$(<err)" '3 15 15'
}

@test "the first byte is that of the first client" {
	receiver listen -k --count-conns 2 --discard \
		--write-out '%{time_starttransfer} %{time_total}'
	run -0 peer connect 127.0.0.1 "$port" send:a shut
	run -0 peer connect 127.0.0.1 "$port" pause:300 send:b shut
	genet_ends 0
	awk '{ exit !($1 > 0 && $1 < $2 - 0.25) }' err
}

@test "Unix sockets have addresses, and no ports" {
	start_ready genet unix listen socket --ready-fd 3 \
		--write-out '%{proto} %{local} <%{local_port}>' 2>err
	genet=$pid
	run -0 --separate-stderr genet unix connect socket --no-stdin \
		--write-out '%{proto} %{remote} <%{remote_ip}> <%{rtt}>'
	is "$stderr" 'unix socket <> <>'
	genet_ends 0
	is "$(<err)" 'unix socket <>'
}

@test "datagrams are counted" {
	start_ready genet udp-recv --ready-fd 3 --count 3 127.0.0.1:0 \
		--write-out '%{datagrams_in} %{size_download} %{dropped}' 2>err
	genet=$pid
	run -0 --separate-stderr genet udp-send 127.0.0.1 "${ready##*:}" --lines \
		--write-out '%{datagrams_out} %{size_upload}' <<<$'a\nbc\nd'
	is "$stderr" '3 4'
	genet_ends 0
	is "$(<err)" '3 4 0'
}

@test "datagrams over Unix sockets are counted" {
	start_ready genet unix recv --ready-fd 3 --count 1 socket \
		--write-out '%{datagrams_in}' 2>err
	genet=$pid
	run -0 --separate-stderr genet unix send --data abc socket \
		--write-out '%{datagrams_out} %{proto} %{remote}'
	is "$stderr" '1 unix-dgram socket'
	genet_ends 0
	is "$(<err)" 1
}

@test "wait and scan tell how they ended" {
	refusing_port 127.0.0.1
	run -8 --separate-stderr genet scan 127.0.0.1 "$port" --quiet \
		--write-out '%{exitcode} %{error_kind}'
	is "${stderr_lines[0]}" '8 unmet'
	run -124 --separate-stderr genet wait "127.0.0.1:$port" --timeout 10ms \
		--quiet --write-out '%{exitcode} %{error_kind}'
	is "${stderr_lines[0]}" '124 timeout'
}

@test "what genet has not seen is empty, not 0" {
	receiver listen --sh 'cat >/dev/null' \
		--write-out '<%{size_download}> %{num_connects}'
	peer connect 127.0.0.1 "$port" send:hello shut expect-end
	genet_ends 0
	is "$(<err)" '<> 1'
}

@test "a signal has values" {
	listening_peer pause:60000
	start genet connect --no-stdin 127.0.0.1 "$port" -v \
		--write-out '%{exitcode} %{error_kind} %{errormsg}' 2>err
	genet=$pid
	eventually grep -q connected err
	kill -TERM "$genet"
	genet_ends 143
	grep -qx '143 signal ended by SIGTERM' err
}

@test "%{stdout} after a signal waits for room on standard output, asleep" {
	local pipe filled line
	listening_peer pause:60000
	mkfifo full
	exec {pipe}<>full
	filled=$(python3 -c 'import os, sys
os.set_blocking(int(sys.argv[1]), False)
filled = 0
try:
    while True:
        filled += os.write(int(sys.argv[1]), b"x")
except BlockingIOError:
    print(filled)' "$pipe")
	start genet connect --no-stdin 127.0.0.1 "$port" -v \
		--write-out '%{stderr}now%{stdout}%{exitcode}' 2>err 1>&"$pipe"
	genet=$pid
	eventually grep -q connected err
	kill -TERM "$genet"
	eventually grep -qx now err
	eventually grep -q '^State:.S' "/proc/$genet/status"
	head -c "$filled" <&"$pipe" >/dev/null
	genet_ends 143
	read -r line <&"$pipe"
	is "$line" 143
}

@test "%{stdout} and %{stderr} say where to, standard error first" {
	listening_peer send:hello shut recv-all
	run -0 --separate-stderr genet connect --no-stdin 127.0.0.1 "$port" \
		--write-out 'a%{stdout}%{size_download}\n%{stderr}b%{stdout}c'
	is "$stderr" ab
	is "$output" $'hello5\nc'
}

@test "standard output that was closed for its reader is still there" {
	listening_peer send:hello shut recv-all
	run -0 --separate-stderr genet connect --no-stdin 127.0.0.1 "$port" \
		--write-out '%{stdout}end'
	is "$output" helloend
}

@test "a line end is added only where there is none" {
	run -0 --separate-stderr genet wait file:/etc/passwd \
		--write-out 'one\n%{stdout}two\n'
	printf 'one\n' >expected
	cmp expected <(genet wait file:/etc/passwd --write-out 'one' 2>&1 >/dev/null)
	cmp expected <(genet wait file:/etc/passwd --write-out 'one\n' \
		2>&1 >/dev/null)
}

@test "nothing is written for an empty text" {
	run -0 --separate-stderr genet connect --help --write-out ''
	run -0 --separate-stderr genet wait file:/etc/passwd --quiet --write-out ''
	is "$stderr" ''
}

@test "an unknown name is a usage error, and the nearest one is suggested" {
	run -2 genet connect localhost 80 --write-out '%{time_totl}'
	says "$output" "'%{time_totl}'" "did you mean '%{time_total}'?"
	run -2 genet connect localhost 80 --write-out '%{http_code}'
	says "$output" 'known names:' exitcode time_total json
	run -2 genet connect localhost 80 --write-out '%{exitcode'
	run -2 genet listen 0 --announce '%{exitcode}'
	says "$output" 'known names: %{address} %{host} %{port} %{path} %{pid}'
}

@test "a standard output that is full is an error" {
	run -1 --separate-stderr sh -c 'genet wait file:/etc/passwd -n --quiet \
		--write-out "%{stdout}x" >/dev/full'
	says "$stderr" 'cannot write'
}

@test "bytes from elsewhere in an error are escaped" {
	run -4 --separate-stderr genet unix connect $'so\e]0;x\a' --quiet \
		--write-out '%{errormsg}'
	[[ $stderr == *'so\x1b]0;x\x07'* && $stderr != *$'\e'* ]]
}

@test "--quiet does not suppress it, and -v does not change it" {
	run -0 --separate-stderr genet wait file:/etc/passwd --quiet \
		--write-out '%{exitcode}'
	is "$stderr" 0
}

@test "with --json, nothing that was asked for is dropped in silence" {
	run -2 genet connect --json --write-out x 127.0.0.1 1
	says "$output" '--write-out and --json cannot share standard error' '%{stdout}'
	run -2 genet connect --json --write-out '%{stdout}a%{stderr}b' 127.0.0.1 1
	run -2 genet connect --json --stats 127.0.0.1 1
	says "$output" '--stats and --json cannot share standard error'
	run -4 --separate-stderr genet connect --json \
		--write-out '%{stdout}%{error_kind}' 127.0.0.1 1
	[[ $output == refused ]]
}

@test "a line that standard error cannot take is status 1" {
	listening_peer recv:1
	# shellcheck disable=SC2016 # it is for sh
	run -1 sh -c 'exec genet connect --write-out x --data x 127.0.0.1 "$1" \
		2>/dev/full' sh "$port"
}
