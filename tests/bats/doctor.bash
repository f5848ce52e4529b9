# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Broken set-ups, and what doctor says of them.

needs_jq() {
	command -v jq >/dev/null || skip 'jq is missing'
}

# events_are_valid: what the runs of all tests of the file have printed is as the schema
# has it. For the last test, since the check itself takes its time.
events_are_valid() {
	local runs=() file
	local top=${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/..
	python3 -c 'import jsonschema' 2>/dev/null || skip 'jsonschema is missing'
	[[ -d $BATS_FILE_TMPDIR/runs ]] || skip 'no test of this file has run'
	for file in "$BATS_FILE_TMPDIR"/runs/*; do
		runs+=("${file##*.}" "$file")
	done
	python3 "$top/tests/bats/check-events.py" \
		"$top/lib/genet/events.schema.json" "${runs[@]}"
}

# keep_run STATUS: keeps $text for events_are_valid.
keep_run() {
	local n=1 to=$BATS_FILE_TMPDIR/runs
	[[ -d $to ]] || mkdir -p "$to"
	to+=/$BATS_TEST_NUMBER
	while [[ -e $to-$n.$1 ]]; do
		((n += 1))
	done
	printf '%s\n' "$text" >"$to-$n.$1"
}

# doctor STATUS ADDRESS [OPTION...]: runs genet doctor in the network of the test, which
# must end with that status. Sets $causes to those of the conclusion, and $asides to
# those of notes, both sorted, and $text to what was printed, as JSON.
doctor() {
	local wanted=$1 got=0 answers
	shift
	needs_jq
	"${inside[@]}" genet doctor "$@" --json >doctor.json 2>doctor.err || got=$?
	is "$got $(<doctor.err)" "$wanted "
	text=$(<doctor.json)
	keep_run "$wanted"
	{
		read -r causes
		read -r asides
		read -r answers
	} < <(jq -rs 'def words(f): map(f) | sort | join(" ");
		map(select(.event == "concluded")) |
		words(select(.aside | not).cause), words(select(.aside).cause),
		(map(.answers) | unique | join(" "))' doctor.json)
	((wanted == 0)) || {
		is "$answers" false
		return
	}
	is "$answers" true
}

# diagnoses STATUS CAUSES ASIDES ADDRESS [OPTION...]: doctor ends so, and concludes
# with exactly these causes (several are alternatives) and these asides.
diagnoses() {
	local status=$1 wanted
	sort_words "$2"
	wanted="$sorted; aside: "
	sort_words "$3"
	wanted+=$sorted
	shift 3
	doctor "$status" "$@"
	is "$causes; aside: $asides" "$wanted" || {
		cat doctor.json
		return 1
	}
}

# sort_words WORDS: sets $sorted to them, sorted; without a process, for each row.
sort_words() {
	local word words=() i
	for word in $1; do
		for ((i = ${#words[@]}; i > 0; i--)); do
			[[ ${words[i - 1]} > $word ]] || break
			words[i]=${words[i - 1]}
		done
		words[i]=$word
	done
	sorted=${words[*]}
}

# answers ADDRESS [OPTION...]: doctor says that it answers, and suspects nothing.
answers() {
	diagnoses 0 answers '' "$@"
}

# notes ASIDES ADDRESS [OPTION...]: doctor says that it answers, with these asides.
notes() {
	diagnoses 0 answers "$1" "${@:2}"
}

# misses CAUSES ADDRESS [OPTION...]: doctor says that it does not answer, and why.
misses() {
	diagnoses 8 "$1" '' "${@:2}"
}

# finds CAUSES ADDRESS [OPTION...]: the same, whatever the asides.
finds() {
	doctor 8 "${@:2}"
	sort_words "$1"
	is "$causes" "$sorted" || {
		cat doctor.json
		return 1
	}
}

# ---- This host

# here COMMAND...: runs it in the network of the test.
here() { "${inside[@]}" "$@"; }

# serve ADDRESS PORT [OPTION...]: a server for any number of clients.
serve() {
	start_ready genet listen -k --echo "$@" --ready-fd 3
}

# hear ADDRESS PORT: a UDP socket.
hear() {
	start_ready genet udp-recv "$@" --ready-fd 3
}

# as_nobody: from now on genet runs as an ordinary user in the network of the test, who
# has this directory as /mnt; $as_root runs other commands there.
as_nobody() {
	((EUID == 0)) || skip 'changing the user needs root'
	[[ -n ${inside[*]} ]] || network # mounts must not be those of this host
	cp "$GENET" genet
	chmod 755 . genet
	here mount --bind "$PWD" /mnt
	as_root=("${inside[@]}")
	inside+=(setpriv --reuid 65534 --regid 65534 --clear-groups
		env "PATH=/mnt:$PATH")
	here genet version >/dev/null || skip 'nobody cannot run genet'
}

# ---- Networks

far=() # the command that runs another one in the far network

# far_network: makes another network next to ours, in which over_there runs programs.
far_network() {
	start_ready unshare --net sh -c \
		'ip link set lo up && echo up >&3 && exec sleep infinity'
	far_process=$pid
	far=(nsenter --target "$pid" --net --preserve-credentials --wd="$PWD" --)
}

# over_there COMMAND...: runs it in the far network.
over_there() {
	local inside=("${far[@]}")
	"$@"
}

# serves ADDRESS DIALOGUE [TEXT]: a server in the far network, if there is one, else in
# ours, plays a dialogue of services.dialogue with that text for any number of clients;
# $port is the port.
serves() {
	((${#far[@]} == 0)) || local inside=("${far[@]}")
	start_ready genet mock "$1" "$dialogues/services.dialogue" "$2" \
		--set text="${3-}" --step-timeout never --ready-fd 3 2>mock.err
	port=${ready##*:}
}

# link_to PROCESS DEVICE NET...: ends a link of ours in the network of the process; the
# device has this name on both sides. X in the nets, such as 10.0.0.X/24, is 1 for us,
# and 2 there. One ip on each side does all of it.
link_to() {
	local device=$2 net dad here there=
	here="link add $device type veth peer name $device netns $1"
	for net in "${@:3}"; do
		[[ $net == *:* ]] && dad=nodad || dad=
		here+=$'\n'"address add ${net/X/1} dev $device $dad"
		there+="address add ${net/X/2} dev $device $dad"$'\n'
	done
	"${inside[@]}" ip -batch - <<<"$here"$'\n'"link set $device up"
	nsenter --target "$1" --net -- ip -batch - <<<"${there}link set $device up"
}

# neighbours: our network has 10.9.0.1 and fd09::1, and a link to the far network,
# which has 10.9.0.2 and fd09::2.
neighbours() {
	network
	((EUID == 0)) || skip 'links between networks need root'
	far_network
	link_to "$far_process" wire 10.9.0.X/24 fd09::X/64
}

# routed: between our network, which has 10.9.0.1 and fd09::1, and the far one, which
# has 10.8.0.2 and fd08::2, there is a router with 10.9.0.2, 10.8.0.1, fd09::2 and
# fd08::1; by_router runs programs there.
routed() {
	neighbours
	local router=$far_process
	by_router=(nsenter --target "$router" --net --)
	far_network
	(
		inside=("${by_router[@]}")
		link_to "$far_process" line 10.8.0.X/24 fd08::X/64
	)
	"${by_router[@]}" sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
		echo 1 >/proc/sys/net/ipv6/conf/all/forwarding'
	"${inside[@]}" ip route add default via 10.9.0.2
	"${inside[@]}" ip route add default via fd09::2
	"${far[@]}" ip route add default via 10.8.0.1
	"${far[@]}" ip route add default via fd08::1
}

# bad_wire FAULT: our network has 10.9.0.1, the far one 10.9.0.2, and between them is a
# wire with that fault, see bad-wire.py.
bad_wire() {
	network
	((EUID == 0)) || skip 'links between networks need root'
	far_network
	local middle=$far_process wire=("${far[@]}")
	far_network
	end_link "$middle" near 10.9.0.1/24 "${inside[@]}"
	end_link "$middle" away 10.9.0.2/24 "${far[@]}"
	local inside=("${wire[@]}")
	start_ready python3 -B "$BATS_TEST_DIRNAME/bad-wire.py" near away "$1"
}

# end_link PROCESS DEVICE NET COMMAND...: makes a link from the network in which the
# command runs others, where it is called wire, to the device in the network of the
# process, which has no address.
end_link() {
	"${@:4}" ip -batch - <<-END
		link add wire type veth peer name $2 netns $1
		address add $3 dev wire
		link set wire up
	END
	nsenter --target "$1" --net -- ip link set "$2" up
}

# forbids CALL ERRNO: from now on that system call of genet fails, see forbid-call.py.
forbids() {
	inside+=(python3 -B "$BATS_TEST_DIRNAME/forbid-call.py" "$@")
	"${inside[@]}" true || skip 'calls cannot be forbidden here'
}
