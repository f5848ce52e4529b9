#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Measures genet and its peers; "make bench" starts it. See README.md.

  bench.py list     prints the names of the rows and of the tools
  bench.py run      measures, and writes the tables if everything was measured
  bench.py quick    compares genet with the genet of another commit
"""
import argparse
import datetime
import fnmatch
import os
import signal
import sys

from rig import machine, quick, tables, tools
from rig import rows_bulk, rows_dialogue, rows_listen, rows_relay, rows_start
from rig import rows_talk, rows_udp
from rig.context import Context
from rig.measure import run_row

ROWS = (rows_bulk.ROWS + rows_relay.ROWS + rows_talk.ROWS + rows_udp.ROWS
        + rows_listen.ROWS + rows_dialogue.ROWS + rows_start.ROWS)
HERE = os.path.dirname(os.path.abspath(__file__))


def option(parser, name, default, text, kind=str):
    """An option whose default may be given by the environment: BENCH_NAME."""
    value = os.environ.get('BENCH_' + name.upper()) or default
    parser.add_argument('--' + name, default=kind(value), type=kind,
                        help=f'{text} (BENCH_{name.upper()}; {default})')


def parse():
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('what', choices=['list', 'run', 'quick'])
    parser.add_argument('--genet', default='./genet', help='what is measured')
    parser.add_argument('--before', help='the genet of another commit')
    parser.add_argument('--programs', default='bench',
                        help='where load/ and limits/ were built')
    option(parser, 'rows', '*', 'patterns of names, with commas')
    option(parser, 'tools', '*', 'the same for tools; genet is always one')
    option(parser, 'rounds', '5', 'how often each is run', int)
    option(parser, 'size', '512', 'MiB of a bulk row', int)
    option(parser, 'scale', '1', 'factor for the counts of other rows', float)
    option(parser, 'congestion', 'reno,default',
           'a table for each of these congestion controls')
    option(parser, 'pin', 'yes', 'no: let the kernel choose the CPUs')
    option(parser, 'tolerance', '0.25',
           'a run is repeated if others used more of a CPU meanwhile', float)
    option(parser, 'seconds', '45', 'of a quick comparison', float)
    option(parser, 'write', 'auto',
           'yes, no, or auto: write the tables if all rows were run')
    return parser.parse_args()


def patterns(text):
    return [each.strip() for each in text.split(',')]


def about(options, context, all_tools, missing):
    """The lines above the tables."""
    peers = {tool.name: tool.version() for tool in all_tools
             if tool.kind == 'peer'}
    peers = ', '.join(f'{name} {version}' for name, version in peers.items())
    today = datetime.date.today().isoformat()
    lines = [
        f'{today}, genet {machine.commit(HERE)}, {machine.kernel()}, '
        f'{machine.processor()}, '
        f'{context.places.text}. Medians of {options.rounds} rounds, '
        f'with the quartiles; {options.size} MiB for a bulk row'
        + (f', counts × {options.scale:g}' if options.scale != 1 else '')
        + '.',
        '',
        f'Peers: {peers or "none"}.'
    ]
    if missing:
        lines[-1] += f' Not installed: {", ".join(missing)}.'
    return lines


def measure(options, context, all_tools, rows):
    """{congestion control: {row: [Series]}}. Only the rows of TCP are measured
    again for the second one."""
    default = machine.congestion()
    results = {}
    for word in patterns(options.congestion):
        name = default if word == 'default' else word
        if name in results:
            continue
        machine.set_congestion(name)
        first = not results
        results[name] = {}
        print(f'# congestion control {name}', flush=True)
        for row in rows:
            if not first and not row.is_tcp:
                continue
            all_series = run_row(context, row, all_tools, options.rounds,
                                 options.tolerance)
            results[name][row.name] = all_series
            genet = tables.of_genet(all_series)
            for series in all_series:
                print(tables.line(row, series, genet), flush=True)
    return results


def run(options, context):
    all_tools, missing = tools.known(options.genet,
                                     os.path.join(options.programs, 'limits'))
    all_tools = tools.chosen(all_tools, patterns(options.tools))
    rows = [row for row in ROWS if any(
        fnmatch.fnmatchcase(row.name, each)
        for each in patterns(options.rows))]
    if not rows:
        raise SystemExit(f'bench: no row is called {options.rows}')
    if missing:
        print(f'# not installed: {", ".join(missing)}')
    results = measure(options, context, all_tools, rows)
    is_whole = rows == ROWS and options.tools == '*'
    if options.write == 'yes' or (options.write == 'auto' and is_whole):
        tables.write(os.path.join(HERE, 'README.md'), tables.report(
            about(options, context, all_tools, missing), results, rows))
    bad = [f'{name} ({congestion})'
           for congestion, table in results.items()
           for name, all_series in table.items()
           if (genet := tables.of_genet(all_series)) and not genet.is_right()]
    if bad:
        print('genet was wrong in: ' + ', '.join(bad))
    return 1 if bad else 0


def run_quick(options, context):
    machine.set_congestion('reno')
    pair = [tools.genet_tool('genet', 'genet', options.genet),
            tools.genet_tool('before', 'before', options.before)]
    rows = quick.chosen(ROWS, patterns(options.rows))
    return quick.compare(context, rows, pair, options.seconds)


def check_build(genet):
    """Sanitizers would be what is measured."""
    version = machine.output_of(genet, '--version')
    if not version:
        raise SystemExit(f'bench: {genet} cannot be run')
    if 'sanitizers=no' not in version:
        raise SystemExit('bench: genet is built with sanitizers')


def list_names():
    all_tools, _ = tools.known('genet', 'limits')
    print('rows: ' + ' '.join(row.name for row in ROWS))
    print('tools: ' + ', '.join(tool.name for tool in all_tools))
    return 0


def main():
    options = parse()
    if options.what == 'list':
        return list_names()
    check_build(options.genet)
    machine.enter_network()
    machine.raise_descriptors()
    # What was started and made is ended and removed then, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    is_quick = options.what == 'quick'
    size = min(options.size, 128) if is_quick else options.size
    context = Context(os.path.abspath(options.programs), size, options.scale,
                      options.pin != 'no')
    try:
        return (run_quick if is_quick else run)(options, context)
    finally:
        context.close()


if __name__ == '__main__':
    sys.exit(main())
