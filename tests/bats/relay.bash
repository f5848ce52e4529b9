# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Two ends that are joined by a wire or by a relay, and what happens at each of them.
#
# RELAY=socat, haproxy or proxyd starts that one instead of genet, to see which of the
# tests it passes; RELAY=wire starts none, so that all comparisons must succeed.

client_by=tcp server_by=tcp # or tcp6, unix, seqpacket: the kinds of the two ends
relay_options=()            # of genet relay

# place KIND NAME [PORT]: leaves the words for a peer in $place, and the address for
# genet in $spec.
place() {
	case $1 in
	tcp) place=(127.0.0.1 "${3:-0}") spec=127.0.0.1:${3:-0} ;;
	tcp6) place=(::1 "${3:-0}") spec="[::1]:${3:-0}" ;;
	unix) place=(unix "./$2") spec=unix:./$2 ;;
	seqpacket) place=(unix "./$2") spec=unix-seqpacket:./$2 ;;
	esac
}

# mode KIND connect|listen: prints that mode of peer-wire.
mode() {
	[[ $1 == seqpacket ]] && echo "$2-seqpacket" || echo "$2"
}

# server ACTION...: starts the server's end as process $server, which then is $target.
server() {
	rm -f back
	place "$server_by" back
	start_ready peer-wire "$(mode "$server_by" listen)" "${place[@]}" "$@" \
		>at.server 2>server.err
	server=$pid
	place "$server_by" back "${ready#* }"
	target=$spec
}

# relay_to TARGET: starts a relay to it as process $genet, at the place that $place is
# then. It listens at $at, if that is set.
relay_to() {
	place "$client_by" front
	[[ -z ${at-} ]] || spec=$at
	if [[ ${RELAY-genet} != genet ]]; then
		other_relay "$1"
		return
	fi
	start_ready "${under[@]}" genet relay --ready-fd 3 "$spec" "$1" \
		"${relay_options[@]}" 2>err
	genet=$pid port=${ready##*:}
	place "$client_by" front "$port"
}

# other_relay TARGET: starts the one that RELAY names, from port 1000 to that port.
other_relay() {
	local kind=$server_by
	[[ $RELAY != wire ]] || {
		place "$kind" back "${1##*:}"
		return
	}
	[[ $client_by$kind == tcptcp ]] || skip "$RELAY is tested by TCP only"
	port=$((1000 + ${#started[@]}))
	place tcp front "$port"
	case $RELAY in
	socat)
		start socat "TCP-LISTEN:$port,bind=127.0.0.1,fork,reuseaddr" \
			"TCP:$1" 2>err
		;;
	haproxy)
		printf '%s\n' defaults 'mode tcp' 'timeout connect 5s' \
			'option splice-request' \
			'option splice-response' 'listen relay' \
			"bind 127.0.0.1:$port" "server target $1" >haproxy.conf
		start haproxy -db -f haproxy.conf >err 2>&1
		;;
	proxyd)
		start systemd-socket-activate -l "127.0.0.1:$port" \
			/lib/systemd/systemd-socket-proxyd "$1" 2>err
		;;
	esac
	genet=$pid
	eventually listens "$port"
}

# listens PORT: a socket listens on that port.
listens() {
	"${inside[@]}" grep -q "$(printf '^ *[0-9]*: [0-9A-F]*:%04X 0*:0000 0A ' "$1")" \
		/proc/net/tcp
}

# client ACTION...: runs the client's end, at $place.
client() {
	"${inside[@]}" peer-wire "$(mode "$client_by" connect)" "${place[@]}" "$@"
}

# relay_ends: the relay has no connection left, and has written $lines lines at most,
# by default one; SIGTERM ends it.
relay_ends() {
	[[ ${RELAY-genet} == genet ]] || return 0
	eventually has_only_its_door
	kill -TERM "$genet"
	genet_ends 143
	(($(wc -l <err) <= ${lines:-1})) || {
		cat err
		return 1
	}
}

# by_wire CLIENT SERVER, by_relay CLIENT SERVER: runs the two ends, whose actions are
# the words of a text. What happens is in at.client and at.server.
by_wire() {
	local words actions server_place
	read -ra words <<<"$2"
	server "${words[@]}"
	read -ra actions <<<"$1"
	client_by=$server_by client "${actions[@]}" >at.client
	wait "$server"
}

by_relay() {
	local words actions
	read -ra words <<<"$2"
	server "${words[@]}"
	relay_to "$target"
	read -ra actions <<<"$1"
	client "${actions[@]}" >at.client
	wait "$server"
}

# same CLIENT SERVER: the same happens at both ends with and without the relay.
same() {
	by_wire "$@"
	mv at.client wire.client
	mv at.server wire.server
	by_relay "$@"
	is "$(<at.client)" "$(<wire.client)"
	is "$(<at.server)" "$(<wire.server)"
	relay_ends
}

# tells client|server LINE...: these things have happened at that end.
tells() {
	is "$(<"at.$1")" "$(printf '%s\n' "${@:2}")"
}
