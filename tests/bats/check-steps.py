# SPDX-License-Identifier: MIT
"""check-steps.py EVENTS LOG

Whether each call that the events of a lesson tell of was made: the log of
strace -f has it for that process, in this order, on the same descriptor and
with the same result. Prints how many calls were found.
"""
import json
import re
import sys

# What the C library makes of a call.
NAMES = {
    "_exit": ["exit_group"],
    "accept": ["accept", "accept4"],
    "access": ["access", "faccessat", "faccessat2"],
    "chmod": ["chmod", "fchmodat", "fchmodat2"],
    "dup": ["dup", "fcntl"],
    "fork": ["fork", "vfork", "clone", "clone3"],
    "poll": ["poll", "ppoll"],
    "recv": ["recv", "recvfrom"],
    "send": ["send", "sendto"],
    "seteuid": ["seteuid", "setresuid"],
    "signal": ["rt_sigaction"],
    "unlink": ["unlink", "unlinkat"],
    "waitpid": ["waitpid", "wait4", "waitid"],
}

# No system call.
UNSEEN = {"getaddrinfo"}

# Their first argument is no descriptor, and not written alike.
OTHERS = {"_exit", "seteuid", "umask", "waitpid"}

BEGUN = re.compile(r"(\d+) +(\w+)\((.*)")
KILLED = re.compile(r"(\d+) +\+\+\+ killed by ")
RESUMED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>(.*)")
RESULT = re.compile(r"\) += (\?|-?\w+)(?: (E\w+))?(?: \(.*\))?$")


class Call:
    def __init__(self, name, args):
        self.name = name
        descriptor = re.match(r"(?:\[\{fd=)?(\d+)(?:[,)]| <)", args)
        self.descriptor = descriptor and descriptor[1]
        self.result = self.errno = None
        self.kills = False

    def end(self, text):
        result = RESULT.search(text)
        if not result or result[1] == "?":
            return
        digits = result[1]
        is_octal = re.fullmatch("0[0-7]+", digits)
        self.result = int(digits, 8 if is_octal else 0)
        if self.result < 0:
            self.errno = result[2]


def read_log(path):
    """The calls of each process."""
    calls = {}
    with open(path, encoding="latin-1") as log:
        for line in log:
            resumed = RESUMED.match(line)
            begun = BEGUN.match(line)
            killed = KILLED.match(line)
            if resumed:
                calls[int(resumed[1])][-1].end(resumed[3])
            elif begun:
                call = Call(begun[2], begun[3])
                call.end(line)
                calls.setdefault(int(begun[1]), []).append(call)
            elif killed:
                calls[int(killed[1])][-1].kills = True
    return calls


def is_call(call, step):
    """Whether it is a call of the step, whatever came of it."""
    told = re.match(r"(\w+)\((?:(\d+)[,)])?", step["call"])
    if call.name not in NAMES.get(told[1], [told[1]]):
        return False
    return told[1] in OTHERS or told[2] in (None, call.descriptor)


def has_result(call, step):
    if call.result is None or call.kills: # it does not return
        return True
    return call.result == step["result"] and call.errno == step.get("errno")


def find(calls, at, step):
    """The index behind the calls of the step, or None. Those of one step
    follow each other, without others of the name on the descriptor."""
    alike = [i for i in range(at, len(calls)) if is_call(calls[i], step)]
    for last in alike[step["times"] - 1:]:
        if has_result(calls[last], step):
            return last + 1
    return None


def main(events, log):
    calls = read_log(log)
    reached = {}
    found = 0
    with open(events, encoding="utf-8") as file:
        steps = [event for event in map(json.loads, file)
                 if event["event"] == "step"]
    for step in steps:
        pid = step["pid"]
        if step["call"].split("(")[0] in UNSEEN:
            continue
        end = find(calls.get(pid, []), reached.get(pid, 0), step)
        if end is None:
            sys.exit(f"{log} does not have, or not in this order: {step}")
        reached[pid] = end
        found += 1
    print(found)


main(*sys.argv[1:])
