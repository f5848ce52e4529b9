# SPDX-License-Identifier: MIT
"""The rig of the benchmark; bench.py uses it, README.md explains it."""
