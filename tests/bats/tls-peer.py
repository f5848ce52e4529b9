#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The other end of a TLS connection, by Python's ssl: it listens on a port of
the kernel's choice, says which on descriptor 3, takes one client, and does what
its arguments say, one after the other:

    recv-all     read until the client says close_notify; print what came
    recv:N       read N bytes, and print them
    send:TEXT    send it
    echo         send back all that comes until the client says close_notify,
                 and then the same
    wait:FIFO    wait until somebody writes to the FIFO
    notify       say close_notify
    fin          end the connection's direction, without a word
    reset        reset the connection
    recv-fin     read until the client ends the connection itself

tls-peer.py CERTIFICATE PORT ACTION..., where port 0 is the kernel's choice"""

import os
import socket
import ssl
import struct
import sys

from secured import Secured


class Peer:
    """One client."""

    def __init__(self, connection, context):
        self.connection = connection
        self.tls = Secured(connection, context)

    def receive(self, size):
        while size != 0:
            data = self.tls.recv(min(size, 65536) if size > 0 else 65536)
            if not data:
                break
            size -= len(data)
            os.write(1, data)

    def echo(self):
        while data := self.tls.recv(65536):
            self.tls.sendall(data)
        self.tls.notify()

    def do(self, action):
        word, _, text = action.partition(":")
        if word == "recv-all":
            self.receive(-1)
        elif word == "recv":
            self.receive(int(text))
        elif word == "send":
            self.tls.sendall(text.encode())
        elif word == "wait":
            with open(text, "rb") as fifo:
                fifo.read(1)
        elif word == "echo":
            self.echo()
        elif word == "notify":
            self.tls.notify()
        elif word == "fin":
            self.connection.shutdown(socket.SHUT_WR)
        elif word == "reset":
            self.connection.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )
            self.connection.close()
        elif word == "recv-fin":
            while self.connection.recv(65536):
                pass
        else:
            sys.exit("unknown action: " + action)


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1])
    listener = socket.create_server(("127.0.0.1", int(sys.argv[2])))
    os.write(3, b"127.0.0.1 %d\n" % listener.getsockname()[1])
    os.close(3)
    peer = Peer(listener.accept()[0], context)
    for action in sys.argv[3:]:
        peer.do(action)


main()
