# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# Certificates for tests, and servers with TLS that are not genet.

has_tls() {
	command -v openssl >/dev/null && [[ $("$GENET" version) != *tls=none* ]]
}

# needs_tls: skips the test where there is no TLS.
needs_tls() {
	has_tls || skip 'openssl is missing, or genet is built without TLS'
}

# make_key NAME: makes NAME.key.
make_key() {
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
		-out "$1.key" 2>/dev/null
}

# make_ca NAME [PARENT]: makes an authority, NAME.pem with NAME.key, which signs itself
# or is signed by the PARENT.
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

# sign NAME CA BEGIN END: makes NAME.pem from the request NAME.csr with NAME.ext.
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

# make_certificate NAME CA NAMES [BEGIN END]: makes NAME.pem with NAME.key, for NAMES
# as in subjectAltName; NAME.both has both.
make_certificate() {
	[[ -e $1.key ]] || make_key "$1"
	openssl req -new -key "$1.key" -subj "/CN=common.test" -out "$1.csr"
	echo "subjectAltName=$3" >"$1.ext"
	sign "$1" "$2" "${4-20200101000000Z}" "${5-20991231235959Z}"
	cat "$1.pem" "$1.key" >"$1.both"
}

# pin_of FILE: prints the pin of the certificate in the file.
pin_of() {
	local hash
	hash=$(openssl x509 -in "$1" -noout -pubkey |
		openssl pkey -pubin -outform DER |
		openssl dgst -sha256 -binary | base64)
	echo "sha256//$hash"
}

# tls_server OPTION...: starts openssl s_server on $port, as process $server, with its
# output in served; it ends after one client. It sends what is written to the
# descriptor $says.
tls_server() {
	rm -f served
	[[ -p says ]] || pipe says
	start openssl s_server -accept 127.0.0.1:0 -naccept 1 "$@" \
		>served 2>&1 <says
	server=$pid
	eventually grep -q '^ACCEPT .*:[0-9]' served
	port=$(sed -n '/^ACCEPT/{ s/.*://p; q; }' served)
}

# tls_peer CERTIFICATE ACTION...: starts tls-peer.py on $port, as process $peer, with
# its output in heard.
tls_peer() {
	start_ready python3 -B "${TESTS_SRCDIR:-$BATS_TEST_DIRNAME/..}/bats/tls-peer.py" "$1" 0 "${@:2}" \
		>heard 2>peer.err </dev/null
	peer=$pid
	port=${ready#* }
}
