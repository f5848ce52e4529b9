# SPDX-License-Identifier: MIT
"""Prints the number and the SHA-256 of the bytes of standard input. A run that
is checked has this reader in place of the quick one."""
import hashlib
import sys


def main():
    digest = hashlib.sha256()
    count = 0
    while True:
        data = sys.stdin.buffer.raw.read(1 << 20)
        if not data:
            break
        digest.update(data)
        count += len(data)
    print(f'bytes={count} sha256 {digest.hexdigest()}')


main()
