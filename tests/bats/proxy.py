# SPDX-License-Identifier: MIT
"""proxy.py PROTOCOL [NAME=VALUE...]

A proxy that speaks http, socks4 or socks5 with any number of clients, until it
is killed. Tells its port on descriptor 3, and on standard output what it was
asked for, a line each. It has no code in common with genet.

    listen=ADDRESS   on which it listens (127.0.0.1)
    knows=NAME=ADDRESS   a name, may be repeated; others it does not look up
    user=U password=P   what it demands
    unreachable=ADDRESS  for which it says so
    port=N           the same, instead of one that is free
    code=N           of SOCKS: that of an answer that is a refusal
    status=TEXT      of HTTP: the status of an answer that is a refusal
    bound=TYPE       of the address in an answer of SOCKS 5: inet, inet6 or name
    early=TEXT       sent in the same segment as the answer
    pieces=1         answers are sent byte by byte
    endless=1        heads of HTTP have no end
    who=1            tells who the client is, too
    once=1           it is gone when the first client has come
    tls=FILE         it speaks TLS, with the certificate and key in the file
"""
import base64
import os
import socket
import ssl
import struct
import sys
import threading

from secured import Secured

OPTIONS = {"listen": "127.0.0.1", "bound": "inet"}
KNOWN = {}


class Refused(Exception):
    """With the code of SOCKS 5, or of HTTP."""


def option(name):
    return OPTIONS.get(name)


def say(*words):
    print(*words, flush=True)


def receive(client, length):
    got = b""
    while len(got) < length:
        more = client.recv(length - len(got))
        if not more:
            raise ConnectionError("the client has ended")
        got += more
    return got


def receive_until(client, end):
    got = b""
    while not got.endswith(end):
        got += receive(client, 1)
    return got[:-len(end)]


def never_end(client):
    client.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        client.sendall(b"Field: value\r\n" * 100)


def answer(client, data):
    data += (option("early") or "").encode()
    step = 1 if option("pieces") else len(data)
    for at in range(0, len(data), step):
        client.sendall(data[at:at + step])


def dial(host, port):
    if option("code"):
        raise Refused(int(option("code")))
    if host == option("unreachable"):
        raise Refused(4)
    try:
        return socket.create_connection((KNOWN.get(host, host), port))
    except ConnectionRefusedError as error:
        raise Refused(5) from error
    except OSError as error:
        raise Refused(4) from error


def http(client):
    lines = receive_until(client, b"\r\n\r\n").decode().split("\r\n")
    method, target, version = lines[0].split(" ")
    fields = {name.lower(): value for name, value in
              (line.split(": ", 1) for line in lines[1:])}
    say("http", method, target, version, fields.get("host"))
    if option("endless"):
        never_end(client)
    try:
        if option("status"):
            raise Refused(option("status"))
        if option("user"):
            login = f"{option('user')}:{option('password')}".encode()
            wanted = "Basic " + base64.b64encode(login).decode()
            if fields.get("proxy-authorization") != wanted:
                raise Refused("407 Proxy Authentication Required")
        host, port = target.rsplit(":", 1)
        if ":" in host and not host.startswith("["):
            raise Refused("400 Bad Request")
        server = dial(host.strip("[]"), int(port))
    except Refused as refusal:
        reason = refusal.args[0]
        if isinstance(reason, int):
            reason = "502 Bad Gateway"
        answer(client, f"HTTP/1.1 {reason}\r\n\r\n".encode())
        raise
    # Neither field counts with a 2xx.
    answer(client, b"HTTP/1.1 200 Connection established\r\n"
           b"Content-Length: 100\r\nTransfer-Encoding: chunked\r\n\r\n")
    return server


def socks4(client):
    version, command, port = struct.unpack("!BBH", receive(client, 4))
    address = receive(client, 4)
    user = receive_until(client, b"\0").decode()
    host = socket.inet_ntoa(address)
    kind = "inet"
    if address[:3] == b"\0\0\0":
        host = receive_until(client, b"\0").decode()
        kind = "name"
    say("socks4", version, command, kind, f"{host}:{port}", f"user={user}")
    try:
        if option("user") and user != option("user"):
            raise Refused(1)
        server = dial(host, port)
    except Refused:
        answer(client, bytes([0, int(option("code") or 91)]) + bytes(6))
        raise
    answer(client, b"\0\x5a" + bytes(6))
    return server


def log_in(client):
    version, length = receive(client, 2)
    user = receive(client, length).decode()
    password = receive(client, receive(client, 1)[0]).decode()
    is_right = user == option("user") and password == option("password")
    say("login", version, user)
    client.sendall(b"\1\0" if is_right else b"\1\1")
    if not is_right:
        raise Refused(1)


def reply(code):
    bound = {"inet": b"\1" + bytes(4), "inet6": b"\4" + bytes(16),
             "name": b"\3\xff" + b"n" * 255}[option("bound")]
    return bytes([5, code, 0]) + bound + b"\0\0"


def socks5(client):
    version, count = receive(client, 2)
    methods = list(receive(client, count))
    method = 2 if option("user") else 0
    say("methods", version, methods)
    if method not in methods:
        client.sendall(b"\5\xff")
        raise Refused(1)
    client.sendall(bytes([5, method]))
    if method == 2:
        log_in(client)
    version, command, _, kind = receive(client, 4)
    if kind == 3:
        host = receive(client, receive(client, 1)[0]).decode()
    else:
        family, length = {1: (socket.AF_INET, 4),
                          4: (socket.AF_INET6, 16)}[kind]
        host = socket.inet_ntop(family, receive(client, length))
    port, = struct.unpack("!H", receive(client, 2))
    words = {1: "inet", 3: "name", 4: "inet6"}
    say("socks5", version, command, words[kind], f"{host} {port}")
    try:
        server = dial(host, port)
    except Refused as refusal:
        answer(client, reply(refusal.args[0]))
        raise
    answer(client, reply(0))
    return server


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client, speak, context):
    try:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context:
            client = Secured(client, context)
        server = speak(client)
    except Refused:
        # What the client may still send must not make its end a reset.
        try:
            client.shutdown(socket.SHUT_WR)
            client.recv(1)
        except OSError:
            pass
        client.close()
        return
    except (OSError, ValueError) as error:
        say("error", error)
        client.close()
        return
    other = threading.Thread(target=pump, args=(server, client))
    other.start()
    pump(client, server)
    other.join()
    client.close()
    server.close()


def main(words):
    speak = {"http": http, "socks4": socks4, "socks5": socks5}[words[0]]
    for word in words[1:]:
        name, value = word.split("=", 1)
        if name == "knows":
            host, address = value.split("=")
            KNOWN[host] = address
        else:
            OPTIONS[name] = value.encode().decode("unicode_escape")
    context = None
    if option("tls"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(option("tls"))
    family = socket.AF_INET6 if ":" in option("listen") else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((option("listen"), int(option("port") or 0)))
    listener.listen(50)
    os.write(3, b"ready %d\n" % listener.getsockname()[1])
    os.close(3)
    while True:
        client, address = listener.accept()
        if option("who"):
            say("client", address[0])
        if option("once"):
            listener.close()
            serve(client, speak, context)
            return
        threading.Thread(target=serve, daemon=True,
                         args=(client, speak, context)).start()


main(sys.argv[1:])
