# SPDX-License-Identifier: MIT
"""bad-wire.py DEVICE DEVICE FAULT

Carries the frames of each device to the other one, as a wire would that has a
fault: "delay=SECONDS" for each frame; "lose=N": of each Nth connection that is
begun, the first packet is lost. Says on descriptor 3 when it is there.
"""
import collections
import os
import select
import socket
import sys
import time

SOL_PACKET, PACKET_VNET_HDR = 263, 15
ALL_PROTOCOLS = 3
OFFLOAD = 10  # bytes before the frame: what of its checksum is still to be made


def open_device(name):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW,
                      socket.htons(ALL_PROTOCOLS))
    s.setsockopt(SOL_PACKET, PACKET_VNET_HDR, 1)
    s.bind((name, 0))
    return s


def beginning_of(message):
    """The connection that a frame begins, by a SYN over IPv4; else None."""
    frame = message[OFFLOAD:]
    if frame[12:14] != b"\x08\x00" or frame[23] != socket.IPPROTO_TCP:
        return None
    tcp = frame[14 + 4 * (frame[14] & 15):]
    return frame[26:34] + tcp[:8] if tcp[13] & 0x12 == 0x02 else None


def main():
    devices = [open_device(name) for name in sys.argv[1:3]]
    fault, value = sys.argv[3].split("=")
    delay = float(value) if fault == "delay" else 0
    begun, waiting = set(), collections.deque()
    os.write(3, b"ready\n")
    os.close(3)
    while True:
        left = max(waiting[0][0] - time.monotonic(), 0) if waiting else None
        for device in select.select(devices, [], [], left)[0]:
            message, source = device.recvfrom(70000)
            if source[2] == socket.PACKET_OUTGOING:
                continue
            key = beginning_of(message) if fault == "lose" else None
            if key and key not in begun:
                begun.add(key)
                if len(begun) % int(value) == 0:
                    continue
            waiting.append((time.monotonic() + delay, message,
                            devices[device is devices[0]]))
        while waiting and waiting[0][0] <= time.monotonic():
            _, message, other = waiting.popleft()
            other.send(message)


main()
