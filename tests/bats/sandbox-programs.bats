#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
#
# Programs in the sandbox (--sandbox=strict).
load helpers

@test "--sandbox=strict: programs have children and threads, but no namespaces" {
	local said
	said=$(genet resolve -vv 127.0.0.1 1 2>&1 >got | grep sandbox:)
	[[ $said == *'landlock '*', seccomp'* ]] ||
		skip "there is no whole sandbox: $said"
	in_the_foreground
	cat >program.py <<-'END'
		import ctypes, errno, os, platform, signal, threading

		clone = {"x86_64": 56, "aarch64": 220, "riscv64": 220}
		libc = ctypes.CDLL(None, use_errno=True)

		def attempt(name, *arguments):
		    result = libc.syscall(*map(ctypes.c_long, arguments))
		    if result == 0:
		        os._exit(0)
		    number = ctypes.get_errno()
		    print(name, errno.errorcode[number] if result < 0 else "done")

		new_user = 0x10000000
		attempt("clone", clone[platform.machine()], new_user | signal.SIGCHLD, 0, 0, 0, 0)
		attempt("clone3", 435, 0, 0)
		thread = threading.Thread(target=lambda: print("thread done"))
		thread.start()
		thread.join()
		print("child", os.waitstatus_to_exitcode(os.system("exit 3")), flush=True)
	END
	[[ $(uname -m) =~ ^(x86_64|aarch64|riscv64)$ ]] || skip 'another processor'
	receiver listen --sandbox=strict --sh 'python3 -B program.py 2>&1'
	client shut recv-all >heard
	is "$(<heard)" 'clone EPERM
clone3 ENOSYS
thread done
child 3'
}
