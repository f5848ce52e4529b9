# SPDX-License-Identifier: MIT
"""Processes: started on their CPUs, waited for with a limit, ended by id."""
import os
import re
import select
import signal
import subprocess
import tempfile
import time

NULL = '/dev/null'


class Broken(Exception):
    """A run whose result is wrong, or which did not end; the text says why."""


class Process:
    """A program in a session of its own.

    stdin and stdout are paths or descriptors; without stdout the output is
    captured for text(), and so are the messages for errors(). A descriptor
    stays the caller's. After wait() or kill() there are status, ended, and cpu:
    seconds, with those of the children that the program has waited for.
    """
    live = []

    def __init__(self, argv, cpus=None, stdin=NULL, stdout=None):
        self.argv = argv
        self.status = None
        self.cpu = 0.0
        self._errors = tempfile.TemporaryFile()
        self._output = tempfile.TemporaryFile() if stdout is None else None
        with _Opened(stdin, os.O_RDONLY) as source, \
                _Opened(stdout, os.O_WRONLY, self._output) as target:
            # A child inherits the CPUs, and nothing has to run between fork
            # and exec.
            own = os.sched_getaffinity(0)
            if cpus:
                os.sched_setaffinity(0, cpus)
            try:
                self.begun = time.monotonic()
                self._child = subprocess.Popen(
                    argv, stdin=source.fd, stdout=target.fd,
                    stderr=self._errors, start_new_session=True)
            except OSError as error:
                raise SystemExit(f'bench: {argv[0]}: {error.strerror}')
            finally:
                os.sched_setaffinity(0, own)
        self.pid = self._child.pid
        Process.live.append(self)

    def wait(self, limit=60):
        """Waits for the end; returns the status."""
        if self.status is None:
            handle = os.pidfd_open(self.pid)
            try:
                ready, _, _ = select.select([handle], [], [], limit)
            finally:
                os.close(handle)
            if not ready:
                self.kill()
                raise Broken(f'{self.argv[0].split("/")[-1]} ran for more '
                             f'than {limit:.0f} s')
            self._reap()
        return self.status

    def kill(self):
        """Ends the program and the processes that it has started."""
        if self.status is None:
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self._reap()

    def _reap(self):
        _, status, usage = os.wait4(self.pid, 0)
        self.ended = time.monotonic()
        self.status = os.waitstatus_to_exitcode(status)
        self._child.returncode = self.status
        self.cpu = usage.ru_utime + usage.ru_stime
        Process.live.remove(self)

    def text(self):
        """What the program has printed."""
        return _content(self._output)

    def errors(self):
        """What the program has printed to standard error."""
        return _content(self._errors)

    def values(self):
        """What it has printed in the form of name=number."""
        return numbers(self.text())


def numbers(text):
    return {name: float(value) for name, value in
            re.findall(r'(\w+)=([-\d.]+)', text)}


def kill_all():
    for process in list(Process.live):
        process.kill()


def _content(file):
    file.seek(0)
    return file.read().decode(errors='replace')


class _Opened:
    """A descriptor that is closed again if it was opened here."""

    def __init__(self, what, flags, file=None):
        self._is_own = isinstance(what, str)
        if self._is_own:
            if flags == os.O_WRONLY and what != NULL:
                flags |= os.O_CREAT | os.O_TRUNC
            self.fd = os.open(what, flags, 0o600)
        else:
            self.fd = what if file is None else file.fileno()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._is_own:
            os.close(self.fd)
