# SPDX-License-Identifier: MIT
"""dns.py at=ADDRESS WHAT... [at=ADDRESS WHAT...]...

Name servers, each at port 53 of an address, until killed. Says on descriptor 3
when all are there. Has no code in common with genet. WHAT is any of

    NAME=ADDRESS  a name with an address, may be repeated; NAME=: one without.
                  Others do not exist.
    silent=1      it does not answer
    code=N        it answers with that code, such as 2 (SERVFAIL) or 5 (REFUSED)
    refers=1      it does not ask other servers, and points to them
    ipv4only=1    it does not answer questions for IPv6 addresses
    rubbish=1     it answers by what is no message
    broken=1      its answers end in the middle of a record
    foreign=1     its answers have another id
    truncated=1   its answers are truncated, and TCP is refused
    late=SECONDS  it answers that much later
"""
import os
import select
import socket
import struct
import sys
import time


def read_servers(words):
    servers = []
    for word in words:
        name, value = word.split("=", 1)
        if name == "at":
            servers.append({"at": value, "names": {}})
        elif name in ("silent", "refers", "ipv4only", "code", "rubbish",
                      "broken", "foreign", "truncated", "late"):
            servers[-1][name] = value
        else:
            addresses = servers[-1]["names"].setdefault(name.lower(), [])
            if value:
                addresses.append(value)
    return servers


def read_question(message):
    """Returns the name, the type, and the bytes of the question."""
    labels, at = [], 12
    while message[at]:
        labels.append(message[at + 1:at + 1 + message[at]])
        at += 1 + message[at]
    kind = struct.unpack("!H", message[at + 1:at + 3])[0]
    name = b".".join(labels).decode("latin-1").lower()
    return name, kind, message[12:at + 5]


def records(addresses, kind):
    for address in addresses:
        is_ipv6 = ":" in address
        if kind != (28 if is_ipv6 else 1):
            continue
        data = socket.inet_pton(
            socket.AF_INET6 if is_ipv6 else socket.AF_INET, address)
        yield struct.pack("!HHHIH", 0xC00C, kind, 1, 60, len(data)) + data


def answer(server, message):
    name, kind, question = read_question(message)
    number = struct.unpack("!H", message[:2])[0]
    found = list(records(server["names"].get(name, []), kind))
    code = int(server.get("code", 0 if name in server["names"] else 3))
    flags = 0x8180 | code
    if "refers" in server:
        flags = 0x8100
    if "truncated" in server:
        flags, found = flags | 0x0200, []
    if "foreign" in server:
        number ^= 0x5555
    if "rubbish" in server:
        return b"no message"
    head = struct.pack("!6H", number, flags, 1, len(found), 0, 0)
    whole = head + question + b"".join(found)
    return whole[:-2] if "broken" in server and found else whole


def main():
    servers = {}
    for server in read_servers(sys.argv[1:]):
        at = server["at"]
        family = socket.AF_INET6 if ":" in at else socket.AF_INET
        udp = socket.socket(family, socket.SOCK_DGRAM)
        udp.bind((at, 53))
        servers[udp] = server
    os.write(3, b"ready\n")
    os.close(3)
    while True:
        for udp in select.select(list(servers), [], [])[0]:
            server = servers[udp]
            try:
                message, sender = udp.recvfrom(4096)
                if "late" in server:
                    time.sleep(float(server["late"]))
                is_silent = "silent" in server or (
                    "ipv4only" in server and read_question(message)[1] == 28)
                if not is_silent:
                    udp.sendto(answer(server, message), sender)
            except OSError:
                pass


main()
