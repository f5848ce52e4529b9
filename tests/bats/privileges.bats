#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# --user and --chroot: what is left of the super-user's rights.
load helpers

needs_root() {
	((EUID == 0)) || skip 'needs root'
	in_the_foreground # the library has a pid file
}

# is_nobody: all ids of $genet are those of nobody, and its groups, too.
is_nobody() {
	local user group
	user=$(id -u nobody) group=$(id -g nobody)
	grep -qP "^Uid:\t$user\t$user\t$user\t$user\$" "/proc/$genet/status"
	grep -qP "^Gid:\t$group\t$group\t$group\t$group\$" "/proc/$genet/status"
	grep -qP "^Groups:\t$(id -G nobody) *\$" "/proc/$genet/status"
	grep -qP '^CapEff:\t0+$' "/proc/$genet/status"
}

@test "--user: a listener has the ids and groups of that user, and no others" {
	needs_root
	receiver listen -k --echo --user nobody
	is_nobody
	is "$(genet connect 127.0.0.1 "$port" <<<hi)" hi
}

@test "--user: a port below 1024 is bound before" {
	needs_root
	network
	address=127.0.0.1:80 receiver listen -k --echo --user nobody
	is_nobody
}

@test "--user: datagrams, relays and mocks have it, too" {
	needs_root
	receiver udp-recv --user nobody
	is_nobody
	receiver relay 127.0.0.1:1 --user nobody
	is_nobody
	printf 'dialogue d\n< hi\n' >d
	start_ready genet mock 127.0.0.1:0 d --ready-fd 3 --user nobody
	genet=$pid
	is_nobody
}

@test "--user: programs run as that user" {
	needs_root
	receiver listen --user nobody --sh 'id -un; id -Gn'
	is "$(client shut recv-all | cat)" "$(id -un nobody)
$(id -Gn nobody)"
}

# notes COUNT OPTION...: a listener with a program has noted the super-user so often.
notes() {
	local count=$1
	shift
	start_ready genet listen --ready-fd 3 127.0.0.1:0 -k -v "$@" --exec -- cat \
		>got 2>err </dev/null
	for i in 1 2; do
		is "$(genet connect "$ready" <<<hi)" hi
	done
	is "$(grep -c 'programs for peers run as the super-user' err || :)" "$count"
}

@test "programs that run as the super-user are told once, under -v" {
	needs_root
	notes 1
	notes 0 --user nobody
}

@test "--user takes a number, also one without a name" {
	needs_root
	receiver listen --user=54321 -k --echo
	grep -qP '^Uid:\t54321\t54321\t54321\t54321$' "/proc/$genet/status"
	grep -qP '^Groups:\t54321 *$' "/proc/$genet/status"
}

@test "--user: nobody who is not there, and nothing that cannot hold" {
	run -2 genet listen 127.0.0.1:0 --user no-such-user
	is "$output" "genet listen: there is no user 'no-such-user' on this host"
	needs_root
	chmod 755 . "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR"
	# shellcheck disable=SC2153 # the helpers set it
	cp "$GENET" g
	run -1 setpriv --reuid=nobody --clear-groups ./g \
		listen 127.0.0.1:0 --user daemon
	says "$output" "cannot become user 'daemon': " 'start genet as root'
}

@test "--user: a number that is too large is no other one" {
	local user
	for user in 4294967295 4294967297 18446744073709551617; do
		run -2 genet listen 127.0.0.1:0 --user "$user"
		is "$output" \
			"genet listen: there is no user '$user' on this host"
	done
}

@test "--user: a list of users that cannot be read is an error" {
	needs_strace
	network
	names files '127.0.0.1 localhost'
	run -1 "${inside[@]}" strace -qq -o log -e 'trace=?open,openat' \
		-P /etc/passwd -e 'inject=?open,openat:error=EIO' "$GENET" listen 127.0.0.1:0 \
		--user no-such-user
	says "$output" "cannot look up user 'no-such-user': "
}

@test "--user: capabilities by which all is possible again are an error" {
	needs_root
	chmod 755 . "$BATS_RUN_TMPDIR" "$BATS_FILE_TMPDIR"
	cp "$GENET" g
	run -1 setpriv --reuid=nobody --clear-groups --inh-caps=+setuid \
		--ambient-caps=+setuid ./g listen 127.0.0.1:0 --user nobody
	says "$output" "cannot become user 'nobody' for good: "
}

@test "--user: the super-user is none whose rights are gone" {
	local user
	for user in root 0 00; do
		run -2 genet listen 127.0.0.1:0 --user "$user"
		is "$output" "genet listen: user '$user' is the super-user, whose \
rights are to be given up"
		run -2 genet listen 127.0.0.1:0 --user "$user" --chroot /
	done
}

@test "--chroot: files of clients are in the directory" {
	needs_root
	mkdir -m 777 jail
	receiver listen -k --user nobody --chroot jail -o '/%{conn}'
	is "$(readlink "/proc/$genet/root")" "$PWD/jail"
	is "$(readlink "/proc/$genet/cwd")" "$PWD/jail"
	client send:hello shut recv-all
	eventually test -s jail/1
	is "$(<jail/1)" hello
}

@test "--chroot: a program is one of the directory" {
	needs_root
	needs_no_proc
	mkdir -m 755 jail
	run -127 genet listen 127.0.0.1:0 --user nobody --chroot jail --exec -- cat
	says "$output" "cannot run 'cat'"
	run -127 genet listen 127.0.0.1:0 --user nobody --chroot jail --sh date
	says "$output" "cannot run 'sh'"
	# shellcheck disable=SC2046 # these are words
	cp --parents -L $(command -v cat) $(ldd "$(command -v cat)" | grep -o '/[^ ]*') \
		jail
	receiver listen --user nobody --chroot jail --exec -- cat
	client send:hello shut recv-all >heard
	is "$(<heard)" hello
	genet_ends 0
	mv "jail$(command -v cat)" jail/only-here
	receiver listen --user nobody --chroot jail --exec -- /only-here
	client send:hello shut recv-all >heard
	is "$(<heard)" hello
	genet_ends 0
}

@test "--chroot: the program of an address is one of the directory" {
	needs_root
	needs_no_proc
	mkdir -m 755 jail
	run -127 genet relay 127.0.0.1:0 exec:cat --user nobody --chroot jail
	says "$output" "cannot run 'cat'"
	run -127 genet relay 127.0.0.1:0 sh:date --user nobody --chroot jail
	says "$output" "cannot run 'sh'"
	# shellcheck disable=SC2046 # these are words
	cp --parents -L $(command -v cat) $(ldd "$(command -v cat)" | grep -o '/[^ ]*') \
		jail
	mv "jail$(command -v cat)" jail/only-here
	start_ready genet relay --ready-fd 3 127.0.0.1:0 exec:/only-here --user nobody \
		--chroot jail >got 2>err
	is "$(genet connect "$ready" <<<hello)" hello
}

@test "--user: a directory in which files cannot be made or removed is an error" {
	needs_root
	mkdir roots
	run -1 genet listen unix:roots/socket --user nobody
	is "$output" "genet listen: cannot make or remove files in 'roots': permission denied"
	run -1 genet listen -k 127.0.0.1:0 -o 'roots/%{conn}' --user nobody
	is "$output" "genet listen: cannot make or remove files in 'roots': permission denied"
}

@test "--chroot: a socket with an abstract name is no file" {
	needs_root
	needs_no_proc
	mkdir -m 777 jail
	address=@genet-$$-$RANDOM
	receiver 'unix listen' --user nobody --chroot jail
	is "$(readlink "/proc/$genet/root")" "$PWD/jail"
	genet unix connect "$address" <<<hello
	genet_ends 0
	is "$(<got)" hello
}

@test "--chroot: what cannot hold is refused" {
	mkdir jail
	run -2 genet listen 127.0.0.1:0 --chroot jail
	says "$output" '--chroot needs --user: the super-user can leave the directory'
	run -2 genet listen 127.0.0.1:0 --chroot jail --user nobody --pid-file pid
	says "$output" "--chroot and --pid-file contradict each other"
	run -2 genet unix listen socket --chroot jail --user nobody
	says "$output" "--chroot and the path of a Unix socket contradict each other"
	needs_root
	run -1 genet listen 127.0.0.1:0 --chroot missing --user nobody
	says "$output" "cannot make 'missing' the root of files: "
}
