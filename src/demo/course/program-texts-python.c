/* SPDX-License-Identifier: MIT */
/* What the programs in Python have in common, and functions that some need. */
#include "demo/course/program-private.h"

const char program_python_head[] = "\
import array\n\
import errno\n\
import fcntl\n\
import mmap\n\
import os\n\
import pickle\n\
import signal\n\
import struct\n\
import sys\n\
import tempfile\n\
import time\n\
from select import *\n\
from signal import SIGPIPE\n\
from socket import *\n\
\n\
errno.errorcode[errno.EOPNOTSUPP] = \"EOPNOTSUPP\"  # also ENOTSUP\n\
\n\
# Memory that the processes share: two numbers, and variables.\n\
memory = mmap.mmap(-1, 1 << 16)\n\
TURN, DIFFERENCES, VARIABLES = 0, 1, 2\n\
\n\
\n\
class Shared:\n\
    \"\"\"The variables: who has the turn sets them.\"\"\"\n\
    def get(self, name):\n\
        return pickle.loads(memory[VARIABLES:])[name]\n\
\n\
    def __getitem__(self, name):\n\
        return self.get(name)\n\
\n\
    def __setitem__(self, name, value):\n\
        data = pickle.dumps(pickle.loads(memory[VARIABLES:]) | {name: value})\n\
        memory[VARIABLES:VARIABLES + len(data)] = data\n\
\n\
\n\
memory[VARIABLES:VARIABLES + len(pickle.dumps({}))] = pickle.dumps({})\n\
shared = Shared()\n\
\n\
# As in C, and not as Python has it.\n\
signal.signal(signal.SIGPIPE, signal.SIG_DFL)\n\
\n\
\n\
def ANY(result):\n\
    return not isinstance(result, str)\n\
\n\
\n\
def expect(wanted, function, *args):\n\
    \"\"\"Makes a call, prints its result, and compares this with what is\n\
    wanted. A failure is the name of its errno. Returns the result.\"\"\"\n\
    try:\n\
        result = function(*args)\n\
        result = 0 if result is None else result\n\
    except OSError as e:\n\
        result = errno.errorcode[e.errno]\n\
    value = result\n\
    if isinstance(result, socket):\n\
        value = result.fileno()\n\
    elif isinstance(result, bytes) and not isinstance(wanted, bytes):\n\
        value = len(result)\n\
    is_wanted = wanted(value) if callable(wanted) else value == wanted\n\
    told = \", \".join(repr(arg)[:40] for arg in args)\n\
    print(f\"{function.__name__}({told}) = {str(result)[:60]}\"\n\
          + (\"\\n\" if is_wanted else \"   which differs\\n\"),\n\
          end=\"\", flush=True)\n\
    memory[DIFFERENCES] += not is_wanted\n\
    return result\n\
\n\
\n\
def wait_for_turn(step):\n\
    \"\"\"The processes take turns, step by step.\"\"\"\n\
    while memory[TURN] < step:\n\
        time.sleep(0.001)\n\
\n\
\n\
parties = []  # process ids\n\
\n\
\n\
def begin(party):\n\
    pid = os.fork()\n\
    if pid == 0:\n\
        parties.clear()\n\
        signal.alarm(20)  # in case that something hangs\n\
        party()\n\
        os._exit(0)\n\
    parties.append(pid)\n\
    return pid\n\
\n\
\n\
def await_all(deaths):\n\
    for party in parties:\n\
        deaths -= os.WIFSIGNALED(os.waitpid(party, 0)[1])\n\
    memory[DIFFERENCES] += deaths != 0\n";

/* clang-format off */
const struct program_helper program_helpers_python[] = {
	{ "above", "\n\
def above(number):\n\
    return lambda result: not isinstance(result, str) and result > number\n" },
	{ "below", "\n\
def below(number):\n\
    return lambda result: not isinstance(result, str) and result < number\n" },
	{ "either", "\n\
def either(one, other):\n\
    return lambda result: result in (one, other)\n" },
	{ "eventually", "\n\
def eventually(wanted, function, *args):\n\
    \"\"\"Makes a call again, for 5 seconds, until the result is as wanted.\"\"\"\n\
    for _ in range(5000):\n\
        result = function(*args)\n\
        if wanted(result) if callable(wanted) else result == wanted:\n\
            break\n\
        time.sleep(0.001)\n\
    return expect(wanted, function, *args)\n" },
	{ "accept", "\n\
def accept(listener):\n\
    return listener.accept()[0]\n" },
	{ "is_same", "\n\
def is_same(address, other):\n\
    \"\"\"Addresses of IPv6 have two more parts.\"\"\"\n\
    return address[:2] == other[:2]\n" },
	{ "connect_times", "\n\
new_sockets = []\n\
\n\
\n\
def connect_times(address, times):\n\
    for _ in range(times):\n\
        new_sockets.append(create_connection(address[:2]))\n\
    return times\n" },
	{ "look_up", "\n\
def look_up(host, port, flags, first, second):\n\
    \"\"\"The first two addresses of a host; returns how many there are.\"\"\"\n\
    found = getaddrinfo(host, port, type=SOCK_STREAM, flags=flags)\n\
    for name, answer in zip((first, second), found):\n\
        shared[name] = answer[4]\n\
    return len(found)\n" },
	{ "receive_from", "\n\
def receive_from(s, size, flags, name):\n\
    received, shared[name] = s.recvfrom(size, flags)\n\
    return received\n" },
	{ "receive_message", "\n\
def receive_message(s, size, flags):\n\
    received, _, message_flags, _ = s.recvmsg(size, 0, flags)\n\
    shared[\"message_flags\"] = message_flags & MSG_TRUNC\n\
    return received\n" },
	{ "send_descriptor", "\n\
def send_descriptor(s, passed):\n\
    return s.sendmsg([b\"\\0\"], [(SOL_SOCKET, SCM_RIGHTS,\n\
                                array.array(\"i\", [passed.fileno()]))])\n" },
	{ "receive_descriptor", "\n\
def receive_descriptor(s):\n\
    ancillary = s.recvmsg(1, CMSG_SPACE(4))[1]\n\
    return socket(fileno=struct.unpack(\"i\", ancillary[0][2])[0])\n" },
	{ "fill", "\n\
def fill(s, size):\n\
    \"\"\"Sends until there is no more room; returns how many bytes.\"\"\"\n\
    total = 0\n\
    try:\n\
        while True:\n\
            total += s.send(b\"x\" * size, MSG_DONTWAIT)\n\
    except BlockingIOError:\n\
        return total\n" },
	{ "send_times", "\n\
def send_times(s, data, times):\n\
    for _ in range(times):\n\
        s.send(data)\n\
    return times\n" },
	{ "count_datagrams", "\n\
def count_datagrams(s, size):\n\
    count = 0\n\
    try:\n\
        while True:\n\
            s.recv(size, MSG_DONTWAIT)\n\
            count += 1\n\
    except BlockingIOError:\n\
        return count\n" },
	{ "join_group", "\n\
def join_group(s, group):\n\
    s.setsockopt(IPPROTO_IP, IP_ADD_MEMBERSHIP,\n\
                 inet_aton(group) + inet_aton(\"127.0.0.1\"))\n" },
	{ "send_via_loopback", "\n\
def send_via_loopback(s):\n\
    s.setsockopt(IPPROTO_IP, IP_MULTICAST_IF, inet_aton(\"127.0.0.1\"))\n" },
	{ "poll_one", "\n\
def poll_one(s, events, ms):\n\
    poller = poll()\n\
    poller.register(s, events)\n\
    ready = poller.poll(ms)\n\
    return ready[0][1] if ready else 0\n" },
	{ "ask", "\n\
def ask(s, request):\n\
    return struct.unpack(\"i\", fcntl.ioctl(s, request, bytes(4)))[0]\n" },
	{ "peer_process", "\n\
def peer_process(s):\n\
    return struct.unpack(\"3i\", s.getsockopt(SOL_SOCKET, SO_PEERCRED, 12))[0]\n" },
	{ "peer_user", "\n\
def peer_user(s):\n\
    return struct.unpack(\"iII\", s.getsockopt(SOL_SOCKET, SO_PEERCRED, 12))[1]\n" },
	{ "dropped", "\n\
SO_MEMINFO = 55  # socket(7)\n\
\n\
\n\
def dropped(s, expected):\n\
    \"\"\"How many datagrams were dropped. Waits for as many as are expected,\n\
    2 seconds at most.\"\"\"\n\
    drops = 0\n\
    deadline = time.monotonic() + 2\n\
    while drops < expected and time.monotonic() < deadline:\n\
        drops = struct.unpack(\n\
            \"9I\", s.getsockopt(SOL_SOCKET, SO_MEMINFO, 36))[8]\n\
    return drops\n" },
	{ "receive_drops", "\n\
def receive_drops(s, size):\n\
    \"\"\"How many drops there were before the datagram that is received.\"\"\"\n\
    ancillary = s.recvmsg(size, CMSG_SPACE(4))[1]\n\
    return struct.unpack(\"I\", ancillary[0][2])[0] if ancillary else 0\n" },
	{ "get_tcp_info", "\n\
def get_tcp_info(s, field):\n\
    \"\"\"struct tcp_info of linux/tcp.h: 8 bytes, then numbers.\"\"\"\n\
    info = s.getsockopt(IPPROTO_TCP, TCP_INFO, 104)\n\
    if field == \"tcpi_state\":\n\
        return info[0]\n\
    if field == \"tcpi_backoff\":\n\
        return info[4]\n\
    places = {\"unacked\": 4, \"sacked\": 5, \"total_retrans\": 23}\n\
    return struct.unpack_from(\n\
        \"I\", info, 8 + 4 * places[field.removeprefix(\"tcpi_\")])[0]\n" },
	{ "ignore_signal", "\n\
def ignore_signal(number):\n\
    signal.signal(number, signal.SIG_IGN)\n" },
	{ "await_end", "\n\
def await_end(child):\n\
    \"\"\"The status of a child, or 128 and the signal that has ended it.\"\"\"\n\
    status = os.waitpid(child, 0)[1]\n\
    if os.WIFSIGNALED(status):\n\
        return 128 + os.WTERMSIG(status)\n\
    return os.WEXITSTATUS(status)\n" },
	{ 0 },
};
/* clang-format on */
