# SPDX-License-Identifier: MIT
"""A server that does what its arguments say, in the clear and then in TLS.

    starttls-peer.py CERTIFICATE KEY ACTION...

It listens on a port of 127.0.0.1, which it writes to descriptor 3, and accepts
one client. The actions are done one after the other, with Python's escapes:

    send:TEXT     sends the text
    bytewise      from now on sends byte by byte
    expect:TEXT   waits for just this text
    tls           shakes hands
    echo          in TLS: reads to the end, and sends all of it back
"""
import socket
import ssl
import sys


class Peer:
    def __init__(self, connection, context):
        self.connection = connection
        self.context = context
        self.at_once = 1 << 30

    def send(self, data):
        for i in range(0, len(data), self.at_once):
            self.connection.sendall(data[i:i + self.at_once])

    def bytewise(self, _):
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.at_once = 1

    def expect(self, wanted):
        got = b''
        while len(got) < len(wanted):
            more = self.connection.recv(len(wanted) - len(got))
            if not more:
                break
            got += more
        if got != wanted:
            sys.exit(f'wanted: {wanted}\ngot:    {got}')

    def tls(self, _):
        self.connection = self.context.wrap_socket(self.connection,
                                                   server_side=True)

    def echo(self, _):
        data = b''
        while more := self.connection.recv(65536):
            data += more
        self.connection.sendall(data)
        self.connection.unwrap()


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    with socket.create_server(('127.0.0.1', 0)) as server:
        with open(3, 'w', encoding='ascii') as ready:
            print(server.getsockname()[1], file=ready)
        connection, _ = server.accept()
    peer = Peer(connection, context)
    for action in sys.argv[3:]:
        word, _, text = action.partition(':')
        data = text.encode('latin-1').decode('unicode_escape').encode('latin-1')
        getattr(peer, word)(data)
    peer.connection.close()


main()
