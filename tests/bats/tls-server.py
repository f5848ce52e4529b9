# SPDX-License-Identifier: MIT
"""tls-server.py KIND FILE

A server of TLS at 127.0.0.1, with the certificate of the file, which reads
until the client ends. KIND is "tls"; "tls-client" requires a certificate of
the client, "tls-old" speaks TLS 1.1 only, "tls-weak" takes any key, "tls-name"
knows no name. The port is written to descriptor 3.
"""
import os
import socket
import ssl
import sys
import threading


def context_of(kind, file):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if kind in ("tls-old", "tls-weak"):
        context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(file)
    if kind == "tls-client":
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(file)
    if kind == "tls-old":
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    if kind == "tls-name":
        context.sni_callback = (
            lambda *_: ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME)
    return context


def serve(client, context):
    try:
        with context.wrap_socket(client, server_side=True) as secured:
            while secured.recv(65536):
                pass
    except OSError:
        pass


def main():
    context = context_of(*sys.argv[1:])
    server = socket.create_server(("127.0.0.1", 0), backlog=20)
    os.write(3, b"%d\n" % server.getsockname()[1])
    os.close(3)
    while True:
        threading.Thread(target=serve, args=(server.accept()[0], context),
                         daemon=True).start()


main()
