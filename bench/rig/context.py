# SPDX-License-Identifier: MIT
"""What all rows need: the rig's programs, data, ports, places."""
import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile

from rig import machine
from rig.process import Broken, Process, kill_all

HOST = '127.0.0.1'
DIGEST = os.path.join(os.path.dirname(__file__), 'digest.py')
MIB = 1 << 20


class Context:
    """size_mib is how much a bulk row moves; scale multiplies the counts of the
    other rows; seconds is the limit of one run."""

    def __init__(self, programs, size_mib=512, scale=1.0, pin=True, seconds=60):
        self.programs = programs
        self.size = size_mib * MIB
        self.check_size = min(self.size, 64 * MIB) + 12345
        self.scale = scale
        self.places = machine.Places(pin)
        self.seconds = seconds
        memory = '/dev/shm' if os.path.isdir('/dev/shm') else None
        self.directory = tempfile.mkdtemp(prefix='genet-bench.', dir=memory)
        self._port = 20000
        self._digests = {}

    def close(self):
        kill_all()
        shutil.rmtree(self.directory, ignore_errors=True)

    def count(self, number):
        """So many, or fewer in a quick run."""
        return max(1, int(number * self.scale))

    def load(self, name, *arguments):
        """The command line of one of the rig's own programs."""
        return [os.path.join(self.programs, 'load', name),
                *map(str, arguments)]

    def port(self):
        """One that no run before has used: its connections may linger."""
        self._port = 20000 + (self._port - 19999) % 9000
        return self._port

    def fields(self):
        port = self.port()
        return {'host': HOST, 'port': port, 'path': self.path(f's{port}')}

    def path(self, name):
        return os.path.join(self.directory, name)

    def certificate(self):
        """Fields for TLS: one of the rig itself, for HOST, and its key."""
        fields = {'cert': self.path('cert.pem'), 'key': self.path('key.pem')}
        if not os.path.exists(fields['cert']):
            if not shutil.which('openssl'):
                raise Broken('openssl is not installed')
            subprocess.run(
                ['openssl', 'req', '-x509', '-nodes', '-newkey', 'ec',
                 '-pkeyopt', 'ec_paramgen_curve:P-256', '-subj', '/CN=bench',
                 '-addext', f'subjectAltName=IP:{HOST}', '-days', '2',
                 '-keyout', fields['key'], '-out', fields['cert']],
                check=True, stderr=subprocess.DEVNULL)
        return fields

    def data(self, size):
        """A file of SIZE bytes of the pattern, in memory where possible."""
        path = self.path(f'data{size}')
        if not os.path.exists(path):
            Process(self.load('feed', size, MIB), stdout=path).wait()
        return path

    def digest(self, size):
        """What the SHA-256 of SIZE bytes of the pattern is."""
        if size not in self._digests:
            self._digests[size] = file_digest(self.data(size))
        return self._digests[size]

    @contextlib.contextmanager
    def source(self, kind, size, chunk=65536):
        """Yields what is to be standard input of a sender: a file or a pipe."""
        if kind == 'file':
            with open(self.data(size), 'rb') as file:
                yield file.fileno()
            return
        reader, writer = os.pipe()
        # It ends with its output or with the reader of the pipe; nobody has to
        # wait for it.
        Process(self.load('feed', size, chunk), self.places.feeder,
                stdout=writer)
        os.close(writer)
        try:
            yield reader
        finally:
            os.close(reader)

    def drain(self, *arguments, digest=False):
        """Starts a reader; returns its process and the pipe to write to, which
        the caller closes."""
        reader, writer = os.pipe()
        argv = self.load('drain', *arguments)
        if digest:
            argv = [sys.executable, DIGEST]
        drain = Process(argv, self.places.drain, stdin=reader)
        os.close(reader)
        return drain, writer


def file_digest(path):
    with open(path, 'rb') as file:
        return hashlib.file_digest(file, 'sha256').hexdigest()


def check_digest(got, wanted):
    if got != wanted:
        raise Broken('SHA-256 is wrong')


def check_drain(drain, size, wanted):
    """Looks at what a drain that makes a digest has seen."""
    came = drain.values()['bytes']
    if came != size:
        raise Broken(f'{came:.0f} of {size} bytes came')
    check_digest(drain.text().split()[-1], wanted)
