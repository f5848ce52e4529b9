# SPDX-License-Identifier: MIT
"""forbid-call.py CALL[=ARGUMENT] ERRNO COMMAND...

Runs the command, for which that system call fails with the error, as the rules
of a container or of a service manager have it; with an argument only where the
first one has that value. Status 77: this machine cannot do it.
"""
import ctypes
import errno
import os
import platform
import struct
import sys

NUMBERS = {
    "x86_64": {"socket": 41, "connect": 42, "bind": 49, "seccomp": 317,
               "landlock_create_ruleset": 444, "landlock_restrict_self": 446},
    "aarch64": {"socket": 198, "bind": 200, "connect": 203, "seccomp": 277,
                "landlock_create_ruleset": 444, "landlock_restrict_self": 446},
}

LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
FAIL, ALLOW = 0x50000, 0x7fff0000
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38


def main():
    call, _, argument = sys.argv[1].partition("=")
    number = NUMBERS.get(platform.machine(), {}).get(call)
    if number is None:
        sys.exit(77)
    steps = [(LOAD, 0, 0, 0), (EQUAL, 0, 3 if argument else 1, number)]
    if argument:
        steps += [(LOAD, 0, 0, 16), (EQUAL, 0, 1, int(argument))]
    steps += [(RETURN, 0, 0, FAIL | getattr(errno, sys.argv[2])),
              (RETURN, 0, 0, ALLOW)]
    code = ctypes.create_string_buffer(
        b"".join(struct.pack("HBBI", *step) for step in steps))
    program = struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(code))
    libc = ctypes.CDLL(None)
    if (libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or
            libc.prctl(PR_SET_SECCOMP, 2, program, 0, 0)):
        sys.exit(77)
    os.execvp(sys.argv[3], sys.argv[3:])


main()
