#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# The sandbox of runs that look names up: the resolver's files may be replaced
# meanwhile, and what its thread may not do is told.
load helpers

before_each() {
	local said
	said=$(genet resolve -vv 127.0.0.1 1 2>&1 >got | grep sandbox:)
	[[ $said == *'landlock '*', seccomp'* ]] ||
		skip "there is no whole sandbox: $said"
	in_the_foreground
}

@test "a look-up that makes a forbidden call ends the run, with a message" {
	type "${CC:=gcc}" &>/dev/null || skip 'no C compiler'
	# shellcheck disable=SC2153 # the helpers set it
	ldd "$GENET" &>/dev/null || skip 'nothing can be preloaded into genet'
	cat >bad.c <<-'END'
		#define _GNU_SOURCE
		#include <dlfcn.h>
		#include <netdb.h>
		#include <sched.h>
		#include <unistd.h>

		int getaddrinfo(const char *host, const char *port,
		    const struct addrinfo *hints, struct addrinfo **found)
		{
			int (*real)(const char *, const char *,
			    const struct addrinfo *, struct addrinfo **) =
			    dlsym(RTLD_NEXT, "getaddrinfo");
			if (gettid() != getpid())
				unshare(0);
			return real(host, port, hints, found);
		}
	END
	"$CC" -shared -fPIC -o bad.so bad.c
	start_ready env LD_PRELOAD="$PWD/bad.so" \
		genet relay --ready-fd 3 127.0.0.1:0 server.test:1 2>err
	genet=$pid port=${ready##*:}
	client recv-all
	genet_ends 159
	grep -qx 'genet: the sandbox has stopped a forbidden system call: unshare' err
}

# relay_by_name [OPTION...]: relays to server.test, which echoes.
relay_by_name() {
	start_ready "${inside[@]}" genet listen --ready-fd 3 -k --echo 127.0.0.1:0
	start_ready "${inside[@]}" genet relay --ready-fd 3 "$@" 127.0.0.1:0 \
		"server.test:${ready##*:}" 2>err
	port=${ready##*:}
	is_relayed
}

is_relayed() {
	is "$("${inside[@]}" genet connect 127.0.0.1 "$port" <<<hi)" hi
}

# replace_names FILE: another file gets the name of this one.
replace_names() {
	echo '127.0.0.1 localhost server.test again.test' >"$1.new"
	mv "$1.new" "$1"
}

@test "a relay finds names in a file of /run that has been replaced" {
	network
	mkdir run run/names
	"${inside[@]}" mount --bind run /run
	names files 'localhost is elsewhere'
	rm etc/hosts
	replace_names run/names/hosts
	ln -s /run/names/hosts etc/hosts
	relay_by_name
	replace_names run/names/hosts
	is_relayed
}

@test "a relay of a user finds names in a file of /etc that has been replaced" {
	((EUID == 0)) || skip 'needs root'
	network
	names files '127.0.0.1 localhost server.test'
	echo 'nobody:x:65534:65534::/:/bin/false' >etc/passwd
	relay_by_name --user nobody
	replace_names etc/hosts
	is_relayed
}
