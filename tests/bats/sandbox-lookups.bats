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
