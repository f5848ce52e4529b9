#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Many clients of a TLS listener at once, by Python's ssl. They believe any
certificate. What does not go as said ends it with status 1 and a line.

    echo PORT COUNT BYTES    COUNT connections; when all have shaken hands, each
                             sends so many bytes and expects them back
    stop PORT COUNT          COUNT that stop in the middle of the handshake,
                             until standard input ends; "stopped" is written to
                             descriptor 3 when all have
    fail PORT COUNT          COUNT, one after the other, whose handshake fails,
                             each in another way

tls-clients.py WHAT PORT..."""

import asyncio
import os
import socket
import ssl
import struct
import sys


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


def hello():
    """The first bytes of a handshake."""
    out = ssl.MemoryBIO()
    try:
        context().wrap_bio(ssl.MemoryBIO(), out).do_handshake()
    except ssl.SSLWantReadError:
        pass
    return out.read()


async def echo_one(shared, port, size, barrier):
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=shared, ssl_handshake_timeout=180
    )
    await barrier()
    sent = os.urandom(size)
    writer.write(sent)
    if await reader.readexactly(size) != sent:
        sys.exit("something else came back")
    writer.close()


async def echo(port, count, size):
    waiting = asyncio.Event()
    left = count

    async def barrier():
        nonlocal left
        left -= 1
        if left == 0:
            waiting.set()
        await waiting.wait()

    shared = context()
    await asyncio.gather(
        *(echo_one(shared, port, size, barrier) for _ in range(count))
    )


def stop(port, count):
    half = hello()[:100]
    stopped = []
    for _ in range(count):
        client = socket.create_connection(("127.0.0.1", port))
        client.sendall(half)
        stopped.append(client)
    os.write(3, b"stopped\n")
    os.close(3)
    sys.stdin.read()


def refuse(client):
    """The client believes nobody."""
    doubting = ssl.create_default_context()
    doubting.check_hostname = False
    try:
        doubting.wrap_socket(client)
    except ssl.SSLError:
        return
    sys.exit("the handshake did not fail")


def no_cipher(client):
    other = context()
    other.maximum_version = ssl.TLSVersion.TLSv1_2
    other.set_ciphers("AES128-SHA")
    try:
        other.wrap_socket(client)
    except (ssl.SSLError, ConnectionError):
        return
    sys.exit("the handshake did not fail")


def fail(port, count):
    whole = hello()
    ways = [
        lambda c: c.sendall(b"GET / HTTP/1.0\r\n\r\n"),
        lambda c: c.sendall(whole[:100]),
        lambda c: c.sendall(whole),
        lambda c: c.sendall(b"\x16\x03\x01\xff\xff" + b"\xff" * 1000),
        lambda c: c.setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
        ),
        refuse,
        no_cipher,
    ]
    for i in range(count):
        client = socket.create_connection(("127.0.0.1", port))
        ways[i % len(ways)](client)
        client.close()


def main():
    what, numbers = sys.argv[1], [int(word) for word in sys.argv[2:]]
    if what == "echo":
        asyncio.run(echo(*numbers))
    elif what == "stop":
        stop(*numbers)
    elif what == "fail":
        fail(*numbers)
    else:
        sys.exit("unknown: " + what)


main()
