#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# genet doctor: names. Each test is a set-up, most of them broken; the conclusion must
# name the true cause, and no other one.

bats_require_minimum_version 1.5.0
load helpers
load doctor

# resolves SOURCES RESOLV_CONF [LINE...]: from now on a network of the test's own, in
# which names are looked up in SOURCES (files, dns), and the lines of RESOLV_CONF,
# separated by '|', are that file; /etc/hosts has the LINEs.
resolves() {
	network
	names "$1" "${@:3}"
	tr '|' '\n' <<<"$2" >etc/resolv.conf
}

# dns at=ADDRESS WHAT...: starts name servers there, see dns.py.
dns() {
	start_ready python3 -B "$BATS_TEST_DIRNAME/dns.py" "$@"
}

# ---- Names that nobody knows

@test "the C library asks by TCP, which the name server does not speak" {
	needs_gnu_resolver 'it has no use-vc'
	resolves 'files dns' 'nameserver 127.0.0.53|options use-vc'
	dns at=127.0.0.53 web.test=127.0.0.1
	finds name-resolver-differs web.test 80
	says "$text" 'knows the name now, but the C library does not find it'
}

@test "without descriptors nobody is asked, which is no fault of the name server" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 web.test=127.0.0.1
	forbids socket=2 EMFILE # AF_INET
	has_glibc || { # others say themselves what has failed
		run -1 "${inside[@]}" genet doctor web.test 80
		says "$output" "cannot resolve 'web.test': " 'open files'
		return
	}
	finds name-unresolved web.test 80
	says "$text" 'no name server can be asked: too many open files' 'ulimit -n'
}

@test "there is no time to look a name up" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 silent=1
	finds name-unresolved web.test 80 --timeout 1us
	says "$text" 'give the lookup more time by --timeout'
	finds name-servers-silent web.test 80 --timeout 100ms
	says "$text" 'the server had little time: give it more by --timeout'
}

@test "a name that the server does not know" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 web.test=127.0.0.1
	finds name-unknown nosuch.test 80
	says "$text" 'no host has the name nosuch.test, by name server 127.0.0.53'
}

@test "a name that is much like one of /etc/hosts" {
	resolves 'files dns' 'nameserver 127.0.0.53' '127.0.0.1 localhost' \
		'127.0.0.1 database'
	dns at=127.0.0.53
	finds name-unknown databse 80
	says "$text" "line 2 of /etc/hosts has 'database'"
}

@test "a short name without a search domain" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 web.corp.test=127.0.0.1
	finds name-unknown web 80
	says "$text" "/etc/resolv.conf has no line 'search'"
}

@test "a short name that no search domain has" {
	resolves 'files dns' 'nameserver 127.0.0.53|search a.test b.test'
	dns at=127.0.0.53 web.corp.test=127.0.0.1
	finds name-unknown web 80
}

@test "a name that exists, but has no address" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 mail.test=
	finds name-no-address mail.test 80
}

@test "a name with an address of the other family only" {
	resolves 'files dns' 'nameserver 127.0.0.53' '127.0.0.1 four'
	dns at=127.0.0.53 four.test=127.0.0.1 six.test=::1
	finds name-other-family -6 four.test 80
	finds name-other-family -4 six.test 80
	finds name-other-family -6 four 80
	finds name-other-family -6 127.0.0.1 80
	finds name-other-family -4 ::1 80
}

@test "the name of this host, in no file and unknown to DNS" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53
	finds name-own-unknown "$(uname -n)" 80
	says "$text" "add the line '127.0.1.1"
}

# ---- Name servers

@test "the only name server is silent" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 silent=1
	finds name-servers-silent --timeout 1 web.test 80
}

@test "all name servers are silent" {
	resolves 'files dns' 'nameserver 127.0.0.53|nameserver 127.0.0.54'
	dns at=127.0.0.53 silent=1 at=127.0.0.54 silent=1
	finds name-servers-silent --timeout 1 web.test 80
	says "$text" 'name servers 127.0.0.53 and 127.0.0.54'
}

@test "no name server runs where one is said to be" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	finds name-servers-unreachable web.test 80
	says "$text" 'connection refused' 'systemd-resolved'
}

@test "there is no way to the name server" {
	resolves 'files dns' 'nameserver 192.0.2.53'
	finds name-servers-unreachable web.test 80
	says "$text" 'network is unreachable' 'ip route'
}

@test "the name server fails" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 code=2
	finds name-servers-fail web.test 80
	says "$text" SERVFAIL
}

@test "the name server refuses" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 code=5
	finds name-servers-fail web.test 80
	says "$text" REFUSED
}

@test "the name server knows only its own names, and does not ask others" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 refers=1
	finds name-servers-fail web.test 80
	says "$text" 'no recursion'
}

@test "the name server does not answer questions for IPv6 addresses" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 ipv4only=1 web.test=127.0.0.1
	finds name-servers-half --timeout 4 web.test 80
	says "$text" '127.0.0.53 answers questions for IPv4 addresses' -4
	finds holder-none --timeout 4 -4 web.test 80
}

@test "the name server sends rubbish" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 rubbish=1
	finds name-servers-fail --timeout 1 web.test 80
	says "$text" 'no answer'
}

@test "the answers of the name server break off" {
	needs_gnu_resolver 'it takes what is left of an answer'
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 broken=1 web.test=127.0.0.1 web.test=::1
	finds name-servers-fail --timeout 1 web.test 80
}

@test "answers are truncated, and there is no way by TCP" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 truncated=1 web.test=127.0.0.1
	finds name-servers-truncate web.test 80
}

@test "one name server is silent, the other one is not there" {
	resolves 'files dns' 'nameserver 127.0.0.53|nameserver 127.0.0.54'
	dns at=127.0.0.53 silent=1
	finds 'name-servers-silent name-servers-unreachable' --timeout 1 web.test 80
}

@test "the first name server does not know the name, the second one does" {
	resolves 'files dns' 'nameserver 127.0.0.53|nameserver 127.0.0.54'
	dns at=127.0.0.53 at=127.0.0.54 web.test=127.0.0.1
	finds name-servers-differ web.test 80
}

@test "a signal ends the wait for a name server" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 silent=1
	start genet doctor --json web.test 80 >log
	genet=$pid
	eventually grep -q '"lookup"' log
	kill -INT "$genet"
	genet_ends 130
}

# ---- The files of this host

@test "no resolv.conf, and no server here" {
	resolves 'files dns' ''
	rm etc/resolv.conf
	finds name-no-servers web.test 80
	says "$text" 'no such file'
}

@test "resolv.conf without a name server" {
	resolves 'files dns' 'search corp.test'
	finds name-no-servers web.test 80
}

@test "resolv.conf leads nowhere" {
	resolves 'files dns' ''
	ln -sf ../run/none/stub-resolv.conf etc/resolv.conf
	finds name-no-servers web.test 80
}

@test "resolv.conf has a name instead of an address" {
	resolves 'files dns' '# ours|nameserver ns.corp.test'
	finds name-no-servers web.test 80
	says "$text" 'line 2 of /etc/resolv.conf'
}

@test "nsswitch.conf does not ask DNS" {
	needs_gnu_resolver 'it has no nsswitch.conf'
	resolves files 'nameserver 127.0.0.53'
	dns at=127.0.0.53 web.test=127.0.0.1
	finds name-dns-not-asked web.test 80
	says "$text" "has 'hosts: files'" 'name server 127.0.0.53 knows'
}

@test "nsswitch.conf does not ask DNS, which would not answer" {
	needs_gnu_resolver 'it has no nsswitch.conf'
	resolves files ''
	finds name-dns-not-asked web.test 80
}

@test "nsswitch.conf does not ask /etc/hosts" {
	needs_gnu_resolver 'it has no nsswitch.conf'
	resolves dns 'nameserver 127.0.0.53' '127.0.0.1 web.test'
	dns at=127.0.0.53
	finds name-hosts-not-asked web.test 80
}

@test "a line of /etc/hosts has no address" {
	resolves files '' '127.0.0.1 localhost' '127.0.0.300 web.test'
	finds name-hosts-broken web.test 80
	says "$text" 'line 2'
}

@test "a name of /etc/hosts with a dot at its end" {
	resolves 'files dns' 'nameserver 127.0.0.53' '127.0.0.1 web.test'
	dns at=127.0.0.53
	finds name-trailing-dot web.test. 80
}

# ---- What is no name

@test "words that can be no name" {
	local long=label
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53
	printf -v long '%070d.test' 0
	for word in 10.0.0.256 1.2.3.4.5 'web .test' web..test \
		bücher.test "$long" 'web!.test'; do
		finds name-malformed "$word" 80
	done
	says "$text" 'no name has such a character'
	finds name-malformed web..test 80
	is "${text/not asked/}" "$text"
	finds name-malformed bücher.test 80
	says "$text" 'idn2'
}

@test "a service that has no port" {
	resolves files '' '127.0.0.1 web.test'
	finds name-service-unknown web.test htpp
	finds name-service-unknown 127.0.0.1 htpp
}

@test "a name where only addresses are wanted" {
	resolves files '' '127.0.0.1 web.test'
	finds name-numeric -n web.test 80
}

@test "an interface that does not exist" {
	resolves files ''
	finds name-no-interface fe80::1%nosuch 80
}

# ---- Names that are known, and lead to where nothing is

# greets [ADDRESS]: starts a server at $port there that speaks first.
greets() {
	address=${1:-127.0.0.1}
	[[ $address != *:* ]] || address="[$address]"
	address+=:0 receiver listen -k --exec -- echo hello
}

# a_link: there is a link on which all are silent but 192.0.2.1, which is this host.
a_link() {
	"${inside[@]}" sh -c '{ ip link add d0 type dummy || ip link add d0 type ifb; } 2>/dev/null &&
		ip addr add 192.0.2.1/24 dev d0 && ip link set d0 up' ||
		skip 'there is no interface for it'
}

@test "/etc/hosts overrides DNS with an address where nobody answers" {
	resolves 'files dns' 'nameserver 127.0.0.53' '192.0.2.9 web.test'
	a_link
	greets
	dns at=127.0.0.53 web.test=127.0.0.1
	finds name-hosts-override --timeout 3 web.test "$port"
	says "$text" 'line 1 of /etc/hosts has 192.0.2.9' \
		"127.0.0.1:$port accepts connections"
}

@test "/etc/hosts overrides DNS, and nobody answers anywhere" {
	resolves 'files dns' 'nameserver 127.0.0.53' '192.0.2.9 web.test'
	a_link
	dns at=127.0.0.53 web.test=192.0.2.8
	finds port-silent --timeout 3 web.test 80
	is "$asides" name-hosts-override
}

@test "the first name server has an address where nobody answers" {
	resolves 'files dns' 'nameserver 127.0.0.53|nameserver 127.0.0.54'
	a_link
	greets
	dns at=127.0.0.53 web.test=192.0.2.9 at=127.0.0.54 web.test=127.0.0.1
	finds name-servers-differ --timeout 3 web.test "$port"
}

@test "a name server blocks a name by an address of no host" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 www.shop.com=0.0.0.0
	finds name-sinkhole www.shop.com 80
}

@test "a line of /etc/hosts blocks a name" {
	resolves 'files dns' 'nameserver 127.0.0.53' '0.0.0.0 www.shop.com'
	dns at=127.0.0.53 www.shop.com=192.0.2.9
	finds name-sinkhole www.shop.com 80
	says "$text" 'remove line 1 of /etc/hosts'
}

@test "a name server leads a public name to this host, where nobody listens" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	dns at=127.0.0.53 www.shop.com=127.0.0.1
	finds 'holder-none name-sinkhole' www.shop.com 80
}

@test "/etc/hosts leads a name to this host, where nobody listens" {
	resolves 'files dns' 'nameserver 127.0.0.53' '127.0.0.2 web.test'
	greets
	dns at=127.0.0.53 web.test=127.0.0.1
	finds 'holder-other-address name-hosts-override' web.test "$port"
}

@test "an address with an octal number" {
	resolves files ''
	a_link
	"${inside[@]}" ip route add blackhole 192.0.2.9/32
	finds 'name-disguised way-blackhole' 192.0.02.011 80
	says "$text" "'192.0.02.011' is read as 192.0.2.9"
}

# ---- Names that are known, and more is to be said

@test "the first name server is silent, the second one knows the name" {
	needs_gnu_resolver 'it asks all servers at once'
	resolves 'files dns' 'nameserver 127.0.0.53|nameserver 127.0.0.54|options timeout:1'
	greets
	dns at=127.0.0.53 silent=1 at=127.0.0.54 web.test=127.0.0.1
	notes name-slow web.test "$port"
	says "$text" 'name server 127.0.0.53 does not answer'
}

@test "the first name server is silent, and the time is over before the second one" {
	needs_gnu_resolver 'it asks all servers at once'
	resolves 'files dns' 'nameserver 127.0.0.53|nameserver 127.0.0.54'
	dns at=127.0.0.53 silent=1 at=127.0.0.54 web.test=127.0.0.1
	finds name-slow --timeout 1 web.test 80
}

@test "the first name server fails, the second one knows the name" {
	resolves 'files dns' 'nameserver 127.0.0.53|nameserver 127.0.0.54'
	greets
	dns at=127.0.0.53 code=2 at=127.0.0.54 web.test=127.0.0.1
	notes name-servers-fail web.test "$port"
}

@test "the first name server is not there, the second one knows the name" {
	resolves 'files dns' 'nameserver 127.0.0.53|nameserver 127.0.0.54'
	greets
	dns at=127.0.0.54 web.test=127.0.0.1
	notes name-servers-unreachable web.test "$port"
}

@test "the name server is slow" {
	resolves 'files dns' 'nameserver 127.0.0.53'
	greets
	dns at=127.0.0.53 late=1.1 web.test=127.0.0.1
	notes name-slow web.test "$port"
}

@test "name servers differ, and the address that is used answers" {
	resolves 'files dns' 'nameserver 127.0.0.53|nameserver 127.0.0.54'
	greets
	dns at=127.0.0.53 web.test=127.0.0.1 at=127.0.0.54
	notes name-servers-differ web.test "$port"
}

@test "/etc/hosts overrides DNS, and answers" {
	resolves 'files dns' 'nameserver 127.0.0.53' '127.0.0.1 web.test'
	greets
	dns at=127.0.0.53 web.test=192.0.2.9
	notes name-hosts-override web.test "$port"
}

@test "a name with a dot that is found only with a search domain" {
	needs_gnu_resolver 'it adds no domain to such a name'
	resolves 'files dns' 'nameserver 127.0.0.53|search corp.test'
	greets
	dns at=127.0.0.53 web.floor.corp.test=127.0.0.1
	notes name-by-search web.floor "$port"
	says "$text" 'web.floor.corp.test'
}

@test "an address with a hexadecimal number, or with fewer numbers, that answers" {
	resolves files ''
	greets
	notes name-disguised 0x7f.1 "$port"
	notes name-disguised 127.1 "$port"
}

# ---- Nothing is wrong

@test "a name of /etc/hosts is well, without a resolv.conf" {
	resolves files '' '127.0.0.1 localhost' '127.0.0.1 web.test web'
	rm etc/resolv.conf
	greets
	answers web.test "$port"
	says "$text" "web.test is 127.0.0.1, by /etc/hosts, line 2"
	! has_glibc || answers WEB "$port" # others do not ignore case
	answers localhost "$port"
	answers 127.0.0.1 "$port"
}

@test "a name of /etc/hosts is well, with a name server that is silent or not there" {
	resolves 'files dns' 'nameserver 127.0.0.53' '127.0.0.1 web.test'
	greets
	answers web.test "$port"
	dns at=127.0.0.53 silent=1
	answers web.test "$port"
}

@test "a name of DNS is well" {
	resolves 'files dns' 'nameserver 127.0.0.53|nameserver 127.0.0.54'
	greets
	dns at=127.0.0.53 web.test=127.0.0.1 at=127.0.0.54 WEB.test=127.0.0.1
	answers web.test "$port"
	says "$text" 'web.test is 127.0.0.1, by name server 127.0.0.53'
	answers web.test. "$port"
}

@test "a short name is well with a search domain" {
	resolves 'files dns' 'nameserver 127.0.0.53|search a.test corp.test'
	greets
	dns at=127.0.0.53 web.corp.test=127.0.0.1
	answers web "$port"
	says "$text" 'web is 127.0.0.1, by name server 127.0.0.53, which has it as web.corp.test'
}

@test "hosts with one family only are well" {
	has_ipv6 || skip 'there is no IPv6'
	resolves 'files dns' 'nameserver ::1' '::1 localhost'
	greets ::1
	dns at=::1 six.test=::1
	answers six.test "$port"
	answers localhost "$port"
	answers -6 six.test "$port"
	answers ::1 "$port"
}

@test "without nsswitch.conf, the files and DNS are asked" {
	resolves 'files dns' 'nameserver 127.0.0.53' '127.0.0.1 local.test'
	rm etc/nsswitch.conf
	greets
	dns at=127.0.0.53 web.test=127.0.0.1
	answers web.test "$port"
	answers local.test "$port"
	finds name-unknown nosuch.test 80
}

@test "what all these runs print is as the schema has it" {
	events_are_valid
}
