#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The library for tests, loaded from a checkout as its users do. What concerns the end
# of a test or of bats is tested by another bats.
# shellcheck disable=SC2016 # their variables are not for us
load helpers

LIBRARIES=$(realpath -- "${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/../lib")

setup_file() {
	export BATS_LIB_PATH=$LIBRARIES
	bats_load_library genet
	genet_listen --keep-open --format lines
	for_all=$GENET_OUT address_for_all=$GENET_ADDR
	export for_all address_for_all
}

teardown_file() {
	genet_stop
}

eval "setup_of_helpers$(declare -f setup | sed 1s/setup//)"
setup() {
	setup_of_helpers
	bats_load_library genet
}

# other_bats STATUS LINE...: runs these lines as a file of tests by another bats, which
# ends so; $output is what it prints. Its listeners leave their files in $PWD.
other_bats() {
	write_tests "${@:2}"
	run "-$1" env "${unknown[@]}" TMPDIR="$PWD" bats --tap other.bats
}

# write_tests LINE...: writes the file of tests.
write_tests() {
	printf '%s\n' "setup() { bats_load_library genet; }" "$@" >other.bats
	mapfile -t unknown < <(compgen -e | sed -n \
		'/^BATS_LIB_PATH$/d; /^\(BATS\|GENET\)_/s/^/--unset=/p')
}

# has_ended FILE: waits until that listener has ended.
has_ended() {
	flock --shared --timeout 10 "$1.status" true
}

# ---- What it does

@test "genet_listen, and what is received" {
	genet_listen
	peer connect 127.0.0.1 "$GENET_PORT" send:hello
	genet_received
	is "$output" hello
	is "$status" 0
	holds "$GENET_OUT" hello
	is "$GENET_ADDR" "127.0.0.1:$GENET_PORT"
}

@test "genet_received leaves lines, as run does" {
	genet_listen
	genet connect --data 'one\n\ntwo\n' "$GENET_ADDR"
	genet_received
	is "$output" $'one\n\ntwo'
	is "${#lines[@]}:${lines[1]}" 2:two
}

@test "genet_listen takes options, and a program behind --" {
	genet_listen --exec -- tr a-z A-Z
	run -0 genet connect --data hello "$GENET_ADDR"
	is "$output" HELLO
	genet_received
}

@test "genet_listen --echo, and another address" {
	GENET_BIND='[::1]:0' genet_listen --echo
	run -0 genet connect --data hello "$GENET_ADDR"
	is "$output" hello
	says "$GENET_ADDR" '[::1]:'
}

@test "genet_listen --send-only" {
	genet_listen --send-only --data hello
	run -0 genet connect "$GENET_ADDR"
	is "$output" hello
	genet_received
	is "$output" ''
}

@test "GENET may have words before the program" {
	local GENET=(env --chdir=/ genet)
	genet_listen --sh pwd
	run -0 genet connect "$GENET_ADDR"
	is "$output" /
	genet_received
}

@test "genet_relay and genet_fault" {
	genet_listen --keep-open --echo
	genet_relay "$GENET_ADDR" up:truncate=3 refuse,conn=1 --idle-timeout 20s
	run -7 genet connect --no-stdin "$GENET_ADDR"
	run -0 genet connect --data hello "$GENET_ADDR"
	is "$output" hel
	is "$(genet_fault list)" '2: 1 up:truncate=3; 2 refuse,conn=1'
	genet_fault clear
	run -0 genet connect --data hello "$GENET_ADDR"
	is "$output" hello
	run -1 genet_fault add slow latenc=1s
	says "$output" 'genet_fault: error the fault'
}

@test "genet_mock, genet_talk and genet_mocked" {
	printf '%s\n' 'dialogue one' '> 1' '< one' 'dialogue two' '> 2' '< two' >dlg
	genet_mock dlg
	genet_talk "$GENET_ADDR" dlg one
	run -8 genet_mocked
	says "$output" two
	genet_mock dlg two
	genet_talk "$GENET_ADDR" dlg two
	genet_mocked
	run -124 genet_talk exec:cat <(echo '< one') --timeout 0.1s
	run -2 genet_mock
	is "$output" 'genet_mock: there is no FILE'
}

@test "a mock that nobody asks makes its test fail" {
	printf '%s\n' 'dialogue one' '> 1' '< one' >dlg
	other_bats 1 "@test 'asked' { genet_mock $PWD/dlg; genet_talk \"\$GENET_ADDR\" $PWD/dlg; }" \
		"@test 'not asked' { genet_mock $PWD/dlg; }"
	says "$output" 'ok 1 asked' 'not ok 2 not asked' one
}

@test "genet_relay needs a target, and genet_fault a relay" {
	run -2 genet_relay
	is "$output" 'genet_relay: there is no TARGET'
	run -2 genet_fault list
	is "$output" 'genet_fault: there is no relay'
	genet_listen
	run -2 genet_fault list
	is "$output" 'genet_fault: there is no relay'
}

@test "genet_udp_recv" {
	genet_udp_recv --count 2 --format lines
	genet udp-send "$GENET_ADDR" --data one
	genet udp-send "$GENET_ADDR" --data two
	genet_received
	is "$output" $'one\ntwo'
}

@test "genet_unix_listen" {
	genet_unix_listen
	[[ -S $GENET_PATH ]]
	peer connect unix "$GENET_PATH" send:hello
	genet_received
	is "$output" hello
	[[ ! -e $GENET_PATH ]]
}

@test "genet_unix_recv" {
	genet_unix_recv --count 1
	genet unix send "$GENET_PATH" --data hello
	genet_received
	is "$output" hello
}

@test "two listeners at once" {
	genet_listen
	first=$GENET_OUT first_address=$GENET_ADDR
	genet_listen
	genet connect --data second "$GENET_ADDR"
	genet connect --data first "$first_address"
	genet_received
	is "$output" second
	genet_received "$first"
	is "$output" first
}

@test "a listener of setup_file serves the tests" {
	genet connect --data 'hello\n' "$address_for_all"
	kill -0 "$(<"$for_all.pid")"
}

@test "a listener of setup_file outlives a test" {
	genet connect --data 'hello\n' "$address_for_all"
	genet_stop # which it does not know
	kill -0 "$(<"$for_all.pid")"
}

@test "genet_stop ends a listener, and what it had is there" {
	genet_listen --keep-open
	genet connect --data hello "$GENET_ADDR"
	genet_stop
	flock --shared --nonblock "$GENET_OUT.status" true
	run -4 genet connect "$GENET_ADDR"
	run -143 genet_received
	holds "$GENET_OUT" hello
}

@test "genet_stop of a listener that is ending by itself" {
	genet_listen
	rm "$GENET_OUT.pid" # as it does itself, a moment before the end
	start peer connect 127.0.0.1 "$GENET_PORT" pause:200
	genet_stop
	is "$(<"$GENET_OUT.status")" 0
}

# ---- Failures

@test "a listener that cannot begin fails, and says why" {
	run -2 genet_listen --no-such-option
	says "$output" '--no-such-option'
}

@test "an option that the library uses itself is refused" {
	local option
	for option in --announce=x --background --exit-with-pid=1 --log=x \
		--pid-file=x --status-file=x; do
		run -2 genet_listen "$option"
		is "$output" \
			"genet_listen: ${option%=*} is used by the library itself"
	done
	run -2 genet_unix_recv --log log
	says "$output" 'genet_unix_recv: --log is'
	genet_listen --exec -- echo --log
	run -0 genet connect "$GENET_ADDR"
	is "$output" --log
}

@test "an address that is no option leads to GENET_BIND" {
	run -2 genet_listen 0
	is "$output" "genet_listen: '0' is no option; an address is given as \
in GENET_BIND=127.0.0.1:8080 genet_listen"
	run -2 genet_unix_listen --seqpacket path
	says "$output" "genet_unix_listen: 'path' is no option" GENET_BIND
}

@test "a listener that is not known is an error" {
	run -2 genet_received nobody
	is "$output" "genet_received: 'nobody' is the GENET_OUT of no listener"
	run -2 genet_stop nobody
	is "$output" "genet_stop: 'nobody' is the GENET_OUT of no listener"
	[[ ! -e nobody.status ]]
	unset GENET_OUT
	run -2 genet_received
	is "$output" 'genet_received: there is no listener'
}

@test "a program that is not there is named, and GENET" {
	local GENET=(no-such-genet)
	run -127 genet_listen
	is "$output" "genet_listen: there is no program 'no-such-genet' in PATH; \
GENET names another"
}

@test "what a listener says before it is in the background is shown" {
	run -0 genet_listen -v
	run -11 genet_listen --congestion no-such
	says "$output" no-such
}

@test "genet_received fails when the listener has, and says why" {
	genet_listen --expect nope
	genet connect --data hello "$GENET_ADDR"
	run -8 genet_received
	says "$output" nope
}

@test "it is loaded from a checkout, and from where it is installed" {
	# shellcheck disable=SC2031 # this test's own
	[[ $BATS_LIB_PATH/genet/load.bash -ef $LIBRARIES/genet/load.bash ]]
	genet_listen
	mkdir -p lib/bats/genet
	cp "$LIBRARIES/genet/load.bash" lib/bats/genet
	BATS_LIB_PATH=$PWD/lib/bats other_bats 0 '@test "it" { genet_listen; }'
}

@test "genet_received gives up after GENET_TIMEOUT, and says that nobody came" {
	genet_listen
	GENET_TIMEOUT=0.1 run -124 genet_received
	is "$output" "genet_received: genet listen on $GENET_ADDR has not ended \
within 0.1 s: no client is connected"
	genet_unix_listen
	GENET_TIMEOUT=0.1 run -124 genet_received
	says "$output" "genet unix listen on $GENET_ADDR has not ended" \
		'no client is connected'
}

@test "genet_received that gives up says that there is a client, what has come" {
	genet_listen
	start peer connect 127.0.0.1 "$GENET_PORT" send:hello hold
	eventually test -s "$GENET_OUT"
	GENET_TIMEOUT=0.1 run -124 genet_received
	says "$output" "listen on $GENET_ADDR has not ended" \
		'1 client is connected, 5 bytes received'
	genet_unix_listen
	start peer connect unix "$GENET_PATH" send:hello hold
	eventually test -s "$GENET_OUT"
	GENET_TIMEOUT=0.1 run -124 genet_received
	says "$output" '1 client is connected, 5 bytes received'
}

@test "genet_received of datagrams that gives up says what has come" {
	genet_udp_recv --count 2
	genet udp-send "$GENET_ADDR" --data hello
	eventually test -s "$GENET_OUT"
	GENET_TIMEOUT=0.1 run -124 genet_received
	says "$output" "udp-recv on $GENET_ADDR has not ended within 0.1 s"
}

@test "genet_received fails when the listener was killed" {
	genet_listen
	kill -KILL "$GENET_PID"
	run -137 genet_received
}

@test "a failed listener fails a test that does not ask for its status" {
	other_bats 1 '@test "it" { genet_listen --timeout 10ms; genet_received; }'
	says "$output" 'not ok 1 it' '# genet listen: ' 'within 10 ms'
}

# ---- What is left

@test "run genet listen --background returns at once, and so does bats" {
	local line='run genet listen 127.0.0.1:0 --background --exit-with-pid $$
		((status == 0))'
	stopwatch other_bats 0 "setup_file() { $line; }" "@test 'it' { $line; }"
	took_at_most 10000
}

@test "nothing is left of a test without a teardown" {
	other_bats 0 '@test "it" {
		genet_listen
		cp -l "$GENET_OUT.status" '"$PWD/it.status"'
	}' '@test "next" { flock -s -n '"$PWD/it.status"' true; }'
}

@test "nothing is left of a file whose setup_file listens" {
	other_bats 0 'setup_file() {
		bats_load_library genet
		genet_listen
		cp -l "$GENET_OUT.status" '"$PWD/it.status"'
	}' '@test "it" { genet connect --data x "$GENET_ADDR"; }' \
		'@test "that" { genet_received; [[ $output == x ]]; }'
	flock --shared --nonblock it.status true
}

@test "a teardown of the file's own is run, and nothing is left either" {
	other_bats 0 'teardown() { touch '"$PWD/torn"'; }' '@test "it" {
		genet_listen
		cp -l "$GENET_OUT.status" '"$PWD/it.status"'
	}'
	[[ -e torn ]]
	has_ended it
}

@test "nothing is left of a test that fails" {
	other_bats 1 '@test "it" {
		genet_listen
		cp -l "$GENET_OUT.status" '"$PWD/it.status"'
		false
	}'
	has_ended it
}

@test "nothing is left when bats is killed" {
	GENET_BIND=$PWD/told genet_unix_listen
	write_tests '@test "it" {
		genet_listen
		ln "$GENET_OUT.status" '"$PWD/it.status"'
		genet unix connect --data ready '"$PWD/told"'
		genet_received
	}'
	start setsid env "${unknown[@]}" TMPDIR="$PWD" bats other.bats
	genet_received
	run -1 flock --shared --nonblock it.status true
	kill -KILL -- "-$pid" # its group: all of bats, and no listener
	has_ended it
	is "$(<it.status)" 143
}
