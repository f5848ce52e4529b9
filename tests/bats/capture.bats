#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# --capture: what genet's sockets carry as a pcapng file, read by tshark.
load helpers

setup_file() {
	if command -v tshark >/dev/null; then
		export HAS_TSHARK=1
	fi
}

needs_tshark() {
	[[ -n ${HAS_TSHARK-} ]] || skip 'there is no tshark'
}

COLUMNS=(frame.comment frame.interface_name frame.packet_flags_direction ip.dst
	ip.checksum.status tcp.checksum.status udp.checksum.status tcp.dstport
	tcp.stream tcp.flags.str tcp.payload tcp.analysis.flags udp.dstport udp.srcport
	udp.length udp.payload _ws.malformed _ws.expert.severity)

# packets FILE [OPTION...]: tshark's report of the packets, with all checksums
# verified. tshark must not guess a protocol by the port, which the kernel chose.
packets() {
	tshark -n -r "$1" -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE \
		-o udp.check_checksum:TRUE -d tcp.port==1-65535,data \
		-d udp.port==1-65535,data "${@:2}" 2>tshark.err
}

# is_sound FILE: no packet is malformed, wrong, missing or duplicated. Writes a table
# of the packets to FILE.table, with these COLUMNS: a start of tshark takes longer
# than all else here, and one start has to do.
is_sound() {
	packets "$1" -T fields -E occurrence=f -E header=y "${COLUMNS[@]/#/-e}" \
		>"$1.table"
	(($(wc -l <"$1.table") > 1))
	is "$(grep -v '^Running as' tshark.err)" ''
	is "$(fields "$1" _ws.malformed tcp.analysis.flags | tr -d '\t\n')" ''
	is "$(fields "$1" tcp.checksum.status udp.checksum.status | sort -u |
		tr -d '\t')" 1
	is "$(fields "$1" ip.checksum.status | grep -xv '1\|' )" ''
	is "$(fields "$1" _ws.expert.severity | grep -x 8388608)" ''
}

# fields FILE NAME...: prints these columns of FILE.table.
fields() {
	awk -F '\t' -v OFS='\t' -v names="${*:2}" '
		BEGIN { count = split(names, wanted, " ") }
		NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		{
			line = $column[wanted[1]]
			for (i = 2; i <= count; i++)
				line = line OFS $column[wanted[i]]
			print line
		}' "$1.table"
}

# flags FILE: prints the flags of each segment, with an arrow: <S, >SA, <A, ...
flags() {
	fields "$1" frame.packet_flags_direction tcp.flags.str |
		sed 's/0x00000001/</; s/0x00000002/>/; s/[·\t]//g' | tr '\n' ' '
}

# payload FILE [NAME VALUE]: prints the bytes of all packets, or of those whose column
# NAME has that value.
payload() {
	fields "$1" "${2-ip.dst}" tcp.payload udp.payload |
		awk -F '\t' -v value="${3-}" 'value == "" || $1 == value { print $2 $3 }' |
		tr -d '\n' | perl -ne 'print pack "H*", $_'
}

# blocks FILE: prints the number of blocks; none may be cut or cross a page.
blocks() {
	perl -e '
		local $/; my ($file, $at, $count) = (<STDIN>, 0, 0);
		while ($at < length $file) {
			my ($type, $size) = unpack "LL", substr $file, $at, 8;
			die "cut at $at\n" if $at + $size > length $file;
			die "crosses a page at $at\n"
				if int($at / 4096) != int(($at + $size - 1) / 4096);
			$at += $size; $count++;
		}
		print $count' <"$1"
}

# ---- TCP

@test "a conversation begins and ends in the capture as it did" {
	needs_tshark
	converse 0 connect --capture c.pcapng --data ping -- \
		recv:4 send:pong shut recv-all
	is_sound c.pcapng
	says "$(flags c.pcapng)" '>S <AS >A >AP '
	is "$(payload c.pcapng frame.packet_flags_direction 0x00000002)" ping
	is "$(payload c.pcapng frame.packet_flags_direction 0x00000001)" pong
	is "$(flags c.pcapng | grep -o F | wc -l)" 2
	is "$(fields c.pcapng tcp.dstport | head -1)" "$port"
}

@test "the first packet says what the connection is" {
	needs_tshark
	converse 0 listen --capture c.pcapng --no-stdin -- send:x shut recv-all
	is_sound c.pcapng
	says "$(fields c.pcapng frame.comment)" 'connection 1: TCP, accepted'
	says "$(flags c.pcapng)" '<S >AS <A <AP '
}

@test "a reset by the peer is a reset in the capture" {
	needs_tshark
	converse 7 connect --capture c.pcapng -- send:x reset <<<hello
	is_sound c.pcapng
	says "$(flags c.pcapng)" ' <AR'
}

@test "a connection that genet ends with bytes unread is a reset in the capture" {
	needs_tshark
	pipe full
	begin connect --no-stdin --capture c.pcapng --output full -- \
		fill:300 who hold
	eventually test -s heard
	kill -TERM "$genet"
	genet_ends 143
	is_sound c.pcapng
	says "$(flags c.pcapng)" ' >AR'
}

@test "three megabytes come back from the capture byte by byte" {
	needs_tshark
	pattern 3000000 >wanted
	receiver listen --capture l.pcapng
	genet connect 127.0.0.1 "$port" --capture c.pcapng <wanted
	genet_ends 0
	cmp wanted got
	for end in l c; do
		is_sound $end.pcapng
		payload $end.pcapng | cmp wanted -
	done
	packets c.pcapng -q -z follow,tcp,raw,0 | sed -n '/^[0-9a-f]*$/p' |
		tr -d '\n' | perl -ne 'print pack "H*", $_' | cmp wanted -
}

@test "two hundred connections over IPv6 are told apart in one file" {
	needs_tshark
	address='[::1]:0' receiver listen -k --count-conns 200 --discard \
		--capture l.pcapng
	# shellcheck disable=SC2016 # the shell of xargs expands it
	seq 200 | xargs -P 8 -I N sh -c 'peer connect ::1 "$1" send:"$(seq N)
" shut recv-all' sh "$port"
	genet_ends 0
	is_sound l.pcapng
	is "$(fields l.pcapng tcp.stream | sort -u | wc -l)" 200
	is "$(fields l.pcapng frame.comment | grep -c accepted)" 200
	seq 200 | xargs -n 1 seq | sort >wanted
	payload l.pcapng | tr -s '\n' | sort | cmp wanted -
}

@test "a name that was dialled is in the capture" {
	needs_tshark
	listening_peer recv-all
	genet connect localhost "$port" -4 --capture c.pcapng --data x
	is_sound c.pcapng
	says "$(fields c.pcapng frame.comment)" 'dialled as localhost'
}

@test "a program is a stream, whose first packet names it" {
	needs_tshark
	genet connect exec:cat --capture c.pcapng <<<hello >got
	is_sound c.pcapng
	says "$(fields c.pcapng frame.comment)" 'dialled at exec:cat'
	is "$(payload c.pcapng)" $'hello\nhello'
}

# ---- Datagrams and Unix sockets

@test "datagrams are packets of UDP, at the address that they came to" {
	needs_tshark
	address=0.0.0.0:0 receiver udp-recv --count 3 --capture r.pcapng
	genet udp-send 127.0.0.1 "$port" --data one --capture s.pcapng
	pattern 60000 >long
	genet udp-send 127.0.0.1 "$port" --block 60000 <long
	genet udp-send 127.0.0.1 "$port" --data ''
	genet_ends 0
	is_sound r.pcapng
	is_sound s.pcapng
	is "$(fields r.pcapng ip.dst udp.dstport | sort -u)" "127.0.0.1	$port"
	is "$(fields r.pcapng udp.length | tr '\n' ' ')" '11 60008 8 '
	payload r.pcapng udp.length 60008 | cmp long -
	is "$(payload s.pcapng)" one
}

@test "a conversation by datagrams is in the capture, both ways" {
	needs_tshark
	address=udp:127.0.0.1:0 receiver listen --data pong --until ping \
		--capture l.pcapng
	genet connect "udp:127.0.0.1:$port" --data ping --until pong \
		--capture c.pcapng
	genet_ends 0
	for end in l c; do
		is_sound $end.pcapng
		is "$(payload $end.pcapng udp.dstport "$port")" ping
		is "$(payload $end.pcapng udp.srcport "$port")" pong
	done
}

@test "a Unix stream is a connection on an interface of its own" {
	needs_tshark
	address=$PWD/s receiver unix-listen --capture l.pcapng
	pattern 300000 >wanted
	genet unix connect "$PWD/s" --capture c.pcapng <wanted
	genet_ends 0
	for end in l c; do
		is_sound $end.pcapng
		is "$(fields $end.pcapng frame.interface_name | sort -u)" unix
		payload $end.pcapng | cmp wanted -
		says "$(fields $end.pcapng frame.comment)" "at $PWD/s"
	done
}

@test "datagrams of Unix sockets are captured with the path" {
	needs_tshark
	address=$PWD/s receiver unix-recv --count 2 --capture l.pcapng
	genet unix send "$PWD/s" --data one
	genet unix send "$PWD/s" --data two
	genet_ends 0
	is_sound l.pcapng
	is "$(payload l.pcapng)" onetwo
	says "$(fields l.pcapng frame.comment)" " to $PWD/s"
}

# ---- Programs

@test "what a program of --exec says is in the capture" {
	needs_tshark
	receiver listen --capture c.pcapng --sh 'tr a-z A-Z'
	peer connect 127.0.0.1 "$port" send:hello shut recv-all >heard
	genet_ends 0
	holds heard HELLO
	is_sound c.pcapng
	is "$(payload c.pcapng)" helloHELLO
}

# ---- The file

has_begun() {
	(($(stat -c %s "$1") > 1000000))
}

@test "the file has whole blocks at any time, also after SIGKILL" {
	in_the_foreground
	receiver listen --discard --capture c.pcapng --rate 10M
	start peer connect 127.0.0.1 "$port" send-pattern:50000000 recv-all
	eventually has_begun c.pcapng
	cat c.pcapng >early
	kill -KILL "$genet"
	wait "$genet" || :
	(($(blocks early) > 100 && $(blocks c.pcapng) > 100))
	[[ -z ${HAS_TSHARK-} ]] || is_sound early
}

@test "the file is emptied at the start" {
	pattern 100000 >c.pcapng
	refusing_port 127.0.0.1
	run -4 genet connect 127.0.0.1 "$port" --capture c.pcapng
	(($(blocks c.pcapng) >= 2))
}

@test "a full disk ends the capture with one warning, not the conversation" {
	pattern 5000000 >wanted
	receiver listen
	# shellcheck disable=SC2016 # the shell with the limit expands it
	run -1 --separate-stderr bash -c '
		ulimit -f 1000
		genet connect 127.0.0.1 "$0" --capture c.pcapng <wanted' "$port"
	genet_ends 0
	cmp wanted got
	is "$(grep -c 'the capture ends' <<<"$stderr")" 1
	says "$stderr" "the capture ends: cannot write 'c.pcapng'" \
		"genet connect: the capture in 'c.pcapng' is incomplete"
	(($(blocks c.pcapng) > 100))
}

@test "a file that cannot be written at all is an error at the start" {
	refusing_port 127.0.0.1
	run -1 genet connect 127.0.0.1 "$port" --capture /dev/full
	says "$output" "cannot write '/dev/full': no space left on device"
	run -1 genet connect 127.0.0.1 "$port" --capture no/file
	says "$output" "cannot open 'no/file': no such file or directory"
}

@test "the end of its reader ends the capture, not the conversation" {
	pattern 5000000 >wanted
	receiver listen
	mkfifo capture
	start sh -c 'head -c 100 <capture >start'
	run -1 --separate-stderr \
		genet connect 127.0.0.1 "$port" --capture capture <wanted
	genet_ends 0
	cmp wanted got
	says "$stderr" "the capture ends: the reader of 'capture' has closed it"
	is "$(stat -c %s start)" 100
}

@test "a reader that does not read delays genet, but not beyond --timeout" {
	pattern 5000000 >wanted
	receiver listen
	mkfifo capture
	exec 8<>capture
	run -124 --separate-stderr genet connect 127.0.0.1 "$port" \
		--capture capture --timeout "$(with_slack 1)" <wanted 8>&-
	exec 8>&-
	says "$stderr" "the capture ends: the reader of 'capture' does not read"
}

@test "a FIFO that nobody opens is waited for until --timeout" {
	mkfifo capture
	run -124 genet connect 127.0.0.1 1 --capture capture --timeout 0.2
	says "$output" "no process has opened this FIFO"
}

@test "--capture - writes to standard output, for a reader in a pipe" {
	needs_tshark
	listening_peer send:pong shut recv-all
	genet connect 127.0.0.1 "$port" --data ping --output got --capture - |
		tshark -r - -T fields -e tcp.payload 2>/dev/null >seen
	peer_ends
	is "$(cat got)" pong
	says "$(cat seen)" 70696e67 706f6e67
}

@test "--capture - is refused where it would mix with what is received" {
	run -2 --separate-stderr genet connect 127.0.0.1 1 --capture -
	is "$output" ''
	says "$stderr" 'what is received goes to standard output, too' \
		'hint: give it a file: --output FILE'
	run -2 genet listen 127.0.0.1:0 --background --capture -
	says "$output" '--capture - and --background contradict each other'
	run -2 genet connect 127.0.0.1 1 --capture x --hex=x
	says "$output" '--capture and --hex cannot be the same file'
	run ! test -e x
	run -2 genet connect 127.0.0.1 1 --capture ''
	says "$output" 'a file must have a name'
	run -2 genet connect 127.0.0.1 1 --capture - --hex=/dev/stdout -o x
	says "$output" 'only one of'
	run -2 genet connect 127.0.0.1 1 --capture - --write-out '%{stdout}.' -o x
	says "$output" 'of --write-out cannot share standard output'
}

# connects_in_vain TITLE TITLE OPTION...: genet refuses the same file for both, and
# leaves the file as it is.
connects_in_vain() {
	echo precious >file
	run -2 timeout 10 genet connect 127.0.0.1 1 "${@:3}"
	says "$output" "$1 and $2 cannot be the same file"
	holds file $'precious\n'
}

@test "observers write neither over each other, nor over input and output" {
	ln -s file link
	connects_in_vain --capture --hex --capture file --hex=./file
	connects_in_vain --capture --events --capture file --events link
	connects_in_vain --hex --output --hex=file --output "$PWD/file"
	connects_in_vain --events --output --events file --output link
	connects_in_vain --capture --input --capture file --input link
	run -2 sh -c 'exec genet connect 127.0.0.1 1 --capture file <file'
	says "$output" '--capture and standard input cannot be the same file'
	run -2 sh -c 'exec genet connect 127.0.0.1 1 --events file >>file'
	says "$output" '--events and standard output cannot be the same file'
	run -2 timeout 10 genet connect 127.0.0.1 1 --capture new --hex=./new
	says "$output" 'cannot be the same file'
	holds file $'precious\n'
}

@test "--background: a capture can go to an inherited descriptor" {
	exec 7>c.pcapng
	genet listen 127.0.0.1:0 --background --pid-file pid --once \
		--capture /dev/fd/7 -o got >ready 7>&7
	exec 7>&-
	peer connect 127.0.0.1 "$(sed 's/.*://' ready)" send:hello shut recv-all
	eventually test ! -e pid
	(($(blocks c.pcapng) > 6))
	holds got hello
}
