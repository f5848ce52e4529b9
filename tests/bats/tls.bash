# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Certificates made for a test, and servers of others that speak TLS.

has_tls() {
	command -v openssl >/dev/null && [[ $("$GENET" version) != *tls=none* ]]
}

# needs_tls: the test is skipped where it cannot be.
needs_tls() {
	has_tls || skip 'openssl is missing, or genet is built without TLS'
}

# make_key NAME
make_key() {
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
		-out "$1.key" 2>/dev/null
}

# make_ca NAME [PARENT]: an authority, NAME.pem with NAME.key, of its own or under
# another one.
make_ca() {
	make_key "$1"
	openssl req -new -key "$1.key" -subj "/CN=Authority $1" -out "$1.csr"
	printf 'basicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n' \
		>"$1.ext"
	if (($# > 1)); then
		sign "$1" "$2" 20200101000000Z 20991231235959Z
	else
		openssl req -x509 -key "$1.key" -subj "/CN=Authority $1" \
			-days 30000 -out "$1.pem"
	fi
}

# sign NAME CA BEGIN END: the request NAME.csr with NAME.ext becomes NAME.pem.
sign() {
	mkdir -p "db.$2/new"
	: >"db.$2/index"
	cat >"db.$2/conf" <<-END
		[ca]
		default_ca = it
		[it]
		database = db.$2/index
		new_certs_dir = db.$2/new
		rand_serial = yes
		unique_subject = no
		default_md = sha256
		policy = any
		[any]
		commonName = optional
	END
	openssl ca -batch -notext -config "db.$2/conf" -cert "$2.pem" \
		-keyfile "$2.key" -in "$1.csr" -out "$1.pem" -extfile "$1.ext" \
		-startdate "$3" -enddate "$4" 2>ca.err || {
		cat ca.err
		return 1
	}
}

# make_certificate NAME CA NAMES [BEGIN END]: NAME.pem with NAME.key, for NAMES as
# of subjectAltName, and both of them in NAME.both.
make_certificate() {
	[[ -e $1.key ]] || make_key "$1"
	openssl req -new -key "$1.key" -subj "/CN=common.test" -out "$1.csr"
	echo "subjectAltName=$3" >"$1.ext"
	sign "$1" "$2" "${4-20200101000000Z}" "${5-20991231235959Z}"
	cat "$1.pem" "$1.key" >"$1.both"
}

# pin_of FILE: that of the certificate in it.
pin_of() {
	local hash
	hash=$(openssl x509 -in "$1" -noout -pubkey |
		openssl pkey -pubin -outform DER |
		openssl dgst -sha256 -binary | base64)
	echo "sha256//$hash"
}

# tls_server OPTION...: openssl s_server on $port, as process $server, with its
# output in served; it ends after a client. What is written to the descriptor
# $says is what it says.
tls_server() {
	rm -f served
	[[ -p says ]] || pipe says
	start openssl s_server -accept 127.0.0.1:0 -naccept 1 "$@" \
		>served 2>&1 <says
	server=$pid
	eventually grep -q '^ACCEPT .*:[0-9]' served
	port=$(sed -n '/^ACCEPT/{ s/.*://p; q; }' served)
}

# tls_peer CERTIFICATE ACTION...: see tls-peer.py; on $port, as process $peer, with
# what it prints in heard.
tls_peer() {
	start_ready python3 -B "${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/bats/tls-peer.py" "$1" 0 "${@:2}" \
		>heard 2>peer.err </dev/null
	peer=$pid
	port=${ready#* }
}
