#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# run-rows.bash PROGRAM ROWS DIRECTORY: runs PROGRAM as nc in each row of the file
# ROWS, in columns as section() makes them, several rows at a time; nc-rows explains
# the columns. What row N did is then in the directory DIRECTORY/N: status, out, err,
# heard (what the peers printed and how they ended), calls, and took, in
# milliseconds.
#
# Each row has ports of its own, the same ones whichever the program, as each program
# is tested in a network of its own.
set -u

AT_ONCE=${AT_ONCE:-12}
LIMIT=15

# shellcheck source=process.bash
source "${BASH_SOURCE%/*}/process.bash"

# The peers, without their port or path. Passive ones are killed at the end of the
# row; those whose name begins with to- connect to nc.
declare -A peers=(
	[tcp]='peer listen 127.0.0.1' [tcp6]='peer listen ::1'
	[udp]='peer-udp bind 127.0.0.1' [udp6]='peer-udp bind ::1'
	[unix]='peer listen unix' [abstract]='peer listen unix'
	[dgram]='peer-udp bind unix'
	[proxy]="python3 -B $(realpath "${BASH_SOURCE%/*}")/proxy.py"
	[tls]="python3 -B $(realpath "${BASH_SOURCE%/*}")/tls-peer.py ${TLS_FILE-}"
	[open]='peer full 127.0.0.1' [open6]='peer full ::1'
	[open-unix]='peer full unix' [open-udp]='peer datagrams 127.0.0.1'
	[bound]='peer bind 127.0.0.1' [silent]='peer full 127.0.0.1'
	[to-tcp]='peer connect 127.0.0.1' [to-tcp6]='peer connect ::1'
	[to-udp]='peer-udp connect 127.0.0.1' [to-udp6]='peer-udp connect ::1'
	[to-unix]='peer connect unix' [to-abstract]='peer connect unix'
	[to-dgram]='peer-udp connect unix')

# part KIND[@N] [ACTION...]: does this part of the situation; @N is added to the
# port, @=N replaces it.
part() {
	local kind=${1%@*} port=$p place
	case $1 in
	*@=*) port=${1#*@=} ;;
	*@*) port=$((p + ${1#*@})) ;;
	esac
	case $kind in
	*abstract*) place=@$s ;;
	*unix* | *dgram*) place=$s ;;
	*) place=$port ;;
	esac
	parts=$((parts + 1))
	shift
	case $kind in
	nobody) ;;
	file) echo 'a regular file' >"$1" ;;
	stop) kill "$nc" ;;
	stop-at) eventually has_come "$1" && kill "$nc" ;;
	then) come "$kind" bash -c "$1" ;;
	to-dgram-named)
		come "$kind" peer-udp bind unix "other$s" "aim:$place" "$@"
		;;
	to-*)
		# shellcheck disable=SC2086 # words
		come "$kind" ${peers[$kind]} "$place" "$@"
		;;
	proxy)
		# shellcheck disable=SC2086 # words
		serve "$kind" ${peers[$kind]} "$@" "port=$place"
		;;
	*)
		# shellcheck disable=SC2086 # words
		serve "$kind" ${peers[$kind]} "$place" "$@"
		;;
	esac
}

# has_come N: nc has written N bytes, or has ended.
has_come() {
	(($(wc -c <out) >= $1)) || has_ended
}

has_ended() {
	! kill -0 "$nc"
}

# is_awaited KIND: by the kernel's lists of sockets nc waits for such a peer, or it
# has ended.
is_awaited() {
	local hex
	printf -v hex %04X "$port"
	case $1 in
	to-udp*) grep -Eq ":$hex 0+:0000 07" /proc/net/udp /proc/net/udp6 ;;
	to-unix | to-abstract) grep -Eq " 00010000 .* $place\$" /proc/net/unix ;;
	to-dgram*) grep -q " $place\$" /proc/net/unix ;;
	*) grep -Eq ":$hex 0+:0000 0A" /proc/net/tcp /proc/net/tcp6 ;;
	esac || has_ended
}

# hear COMMAND...: runs it, and keeps its output and status.
hear() {
	timeout "$LIMIT" "$@" >"heard.$parts" 2>&1
	echo "status $?" >>"heard.$parts"
}

# come KIND COMMAND...: runs a peer that connects to nc, once nc waits for it.
come() {
	eventually is_awaited "$1"
	hear "${@:2}"
}

# serve KIND COMMAND...: starts a peer that waits for nc.
serve() {
	local ready
	mkfifo "ready.$parts"
	case $1 in
	open* | bound | silent | proxy)
		"${@:2}" 3>"ready.$parts" >/dev/null 2>&1 &
		stopped+=($!)
		;;
	*)
		hear "${@:2}" 3>"ready.$parts" &
		served+=($!)
		;;
	esac
	read -r ready <"ready.$parts"
	[[ $1 != silent ]] || {
		{ : >"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null
		eventually has_client "$port"
	}
}

# give INPUT: opens the input of the row as descriptor $given.
give() {
	local actions
	case $1 in
	open:*)
		mkfifo in
		exec {holder}<>in
		exec {given}<in
		printf %b "${1#open:}" >&"$holder"
		;;
	by:*)
		eval "actions=(${1#by:})"
		exec {given}< <(exec peer stdio "${actions[@]}" </dev/null)
		;;
	*)
		printf %b "$1" >in
		exec {given}<in
		;;
	esac
}

# row N SITUATION COMMAND INPUT COMPARED: runs one row.
row() {
	local p=$((3000 + $1 * 100)) s="s$1" holder given nc parts=0 begin
	local one all words served=() stopped=() after=() trace=()
	mkdir "$1" && cd "$1" || return
	export p s
	: >out
	: >err
	[[ $5 != *calls* ]] || trace=(strace -f -qq -o trace
		-e 'trace=setsockopt,shutdown' -e signal=none)

	IFS=+ read -ra all <<<"$2"
	for one in "${all[@]}"; do
		eval "words=($one)"
		if [[ ${words[0]} =~ ^(to-|then|stop) ]]; then
			after+=("$one")
		else
			part "${words[@]}"
		fi
	done

	give "$4"
	begin=${EPOCHREALTIME/./}
	timeout --kill-after=5 "$LIMIT" "${trace[@]}" bash -c "$3" \
		<&"$given" >out 2>err {given}<&- &
	nc=$!
	for one in "${after[@]}"; do
		eval "words=($one)"
		part "${words[@]}"
	done
	wait "$nc"
	echo $? >status
	echo $(((${EPOCHREALTIME/./} - begin) / 1000)) >took

	((${#stopped[@]} == 0)) || kill "${stopped[@]}"
	((${#served[@]} == 0)) || wait "${served[@]}"
	tidy
}

# tidy: takes out what is different in each run: ports that the kernel chose,
# temporary names, and descriptors. Of the calls, those stay that nc's letters cause.
tidy() {
	local port='s/\b(3[2-9]|[45][0-9]|6[0-5])[0-9]{3}\b/PORT/g'
	local name='s/nc-[[:alnum:]]{6}/nc-NAME/'
	cat heard.* >heard 2>/dev/null
	sed -Ei "$port; $name" err heard
	[[ ! -f trace ]] || sed -nE 's/^[0-9]+ +//; s/\([0-9]+,/(N,/
		/SO_(BROADCAST|DEBUG|RCVBUF|SNDBUF)|SHUT_WR/p
		/IP_(MINTTL|TOS|TTL)|IPV6_(MINHOP|TCLASS|UNICAST)|MD5SIG/p' \
		trace | sort -u >calls
}

# rows: runs each row of standard input in a shell of its own.
rows() {
	local number=0 situation command input compared rest
	while IFS=$'\x1f' read -r situation command input compared rest; do
		number=$((number + 1))
		((number <= AT_ONCE)) || wait -n
		row "$number" "$situation" "$command" "$input" "$compared" \
			</dev/null &
	done
	wait
}

file=$(realpath "$2")
mkdir -p "$3/bin" && cd "$3" || exit
ln -sf "$1" bin/nc
PATH=$PWD/bin:$PATH
rows <"$file"
