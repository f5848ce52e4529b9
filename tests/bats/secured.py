# SPDX-License-Identifier: MIT
"""TLS over a connection that was accepted, by Python's ssl, for one thread that
reads and one that writes at the same time. unwrap() of an ssl.SSLSocket would
drop what the peer still sends."""
import socket
import ssl
import threading


class Secured:
    """Has the methods of a socket that the peers of the tests use."""

    def __init__(self, connection, context):
        self.connection = connection
        self.incoming = ssl.MemoryBIO()
        self.outgoing = ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, True)
        self.early = b""  # decrypted before it was asked for
        self.state = threading.Lock()  # all of the above
        self.order = threading.Lock()  # records leave as they were made
        self.until_done(self.tls.do_handshake)

    def send_records(self, call, *arguments):
        """Calls, and sends the records which that has made."""
        with self.order:
            with self.state:
                call(*arguments)
                records = self.outgoing.read()
            self.connection.sendall(records)

    def until_done(self, call, *arguments):
        """Calls again and again, with more bytes from the connection."""
        while True:
            is_done, result = True, None
            with self.state:
                try:
                    result = call(*arguments)
                except ssl.SSLWantReadError:
                    is_done = False
                has_records = self.outgoing.pending > 0
            if has_records:
                self.send_records(bool)
            if is_done:
                return result
            data = self.connection.recv(65536)
            with self.state:
                if data:
                    self.incoming.write(data)
                else:
                    self.incoming.write_eof()

    def take(self, size):
        if self.early:
            data, self.early = self.early[:size], self.early[size:]
            return data
        return self.tls.read(size)

    def recv(self, size):
        """Returns b"" when the peer has said close_notify."""
        try:
            return self.until_done(self.take, size)
        except ssl.SSLZeroReturnError:
            return b""

    def sendall(self, data):
        self.send_records(self.tls.write, data)

    def say_end(self):
        try:
            while data := self.tls.read(65536):  # unwrap() would discard it
                self.early += data
        except (ssl.SSLWantReadError, ssl.SSLZeroReturnError):
            pass
        try:
            self.tls.unwrap()
        except ssl.SSLWantReadError:
            pass

    def notify(self):
        """Says close_notify."""
        self.send_records(self.say_end)

    def shutdown(self, how):
        if how == socket.SHUT_WR:
            self.notify()
        self.connection.shutdown(how)

    def close(self):
        self.connection.close()
