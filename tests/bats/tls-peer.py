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


class Peer:
    """One client; the records are carried by this class, not by ssl."""

    def __init__(self, connection, context):
        self.connection = connection
        self.incoming = ssl.MemoryBIO()
        self.outgoing = ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, True)

    def flush(self):
        if data := self.outgoing.read():
            self.connection.sendall(data)

    def feed(self):
        data = self.connection.recv(65536)
        if data:
            self.incoming.write(data)
        else:
            self.incoming.write_eof()

    def until_done(self, call, *arguments):
        while True:
            try:
                result = call(*arguments)
                self.flush()
                return result
            except ssl.SSLWantReadError:
                self.flush()
                self.feed()

    def read(self, size):
        try:
            return self.until_done(self.tls.read, size)
        except ssl.SSLZeroReturnError:
            return b""

    def receive(self, size):
        while size != 0:
            data = self.read(min(size, 65536) if size > 0 else 65536)
            if not data:
                break
            size -= len(data)
            os.write(1, data)

    def echo(self):
        while data := self.read(65536):
            self.until_done(self.tls.write, data)
        self.notify()

    def notify(self):
        try:
            self.tls.unwrap()
        except ssl.SSLWantReadError:
            pass
        self.flush()

    def do(self, action):
        word, _, text = action.partition(":")
        if word == "recv-all":
            self.receive(-1)
        elif word == "recv":
            self.receive(int(text))
        elif word == "send":
            self.until_done(self.tls.write, text.encode())
        elif word == "wait":
            with open(text, "rb") as fifo:
                fifo.read(1)
        elif word == "echo":
            self.echo()
        elif word == "notify":
            self.notify()
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
    peer.until_done(peer.tls.do_handshake)
    for action in sys.argv[3:]:
        peer.do(action)


main()
