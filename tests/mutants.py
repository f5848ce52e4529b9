# SPDX-License-Identifier: MIT
"""The mutants of tests/mutate: what mistakes look like in a source, and which
tests are about it."""
import pathlib
import re

TOP = pathlib.Path(__file__).resolve().parent.parent

# The bats files that come first for a source, as far as they execute the
# place; the first pattern that matches counts.
BATS = [
    ("relay/(server|client|handshake|mixer|broadcast)",
     "many client-files tls-listen proxy-header readiness"),
    ("relay/(inbox|outbox|record|framing|answerer|expectation|datagram)",
     "udp-recv udp-send unix-datagrams udp-conversation"),
    ("relay/(mover|pool|leftover)", "streams stdio half-close progress"),
    ("relay/(goal)", "goals"),
    ("relay/(loop-child|peer-program)", "programs watched-programs"),
    ("relay/", "exit-status half-close streams stdio duration goals"),
    ("net/proxy-header/", "proxy-header"),
    ("net/proxy-server/", "proxy-server"),
    ("net/proxy/", "proxy"),
    ("net/starttls/", "starttls"),
    ("net/datagram/", "udp-recv udp-send unix-datagrams"),
    ("net/bind/", "listen unix descriptors many unix-datagrams udp-recv"),
    ("net/dial/", "dial errors unix wait proxy"),
    ("net/address/", "dial errors options listen udp-recv"),
    ("net/", "options unix listen"),
    ("stream/(tls|over|prelude|layering)", "tls tls-listen starttls"),
    ("stream/(telnet|crlf)", "options verbose terminal"),
    ("stream/(datagram)", "udp-conversation"),
    ("stream/(program)", "programs"),
    ("stream/", "exit-status half-close streams stdio"),
    ("front/nc", "nc nc-tls"),
    ("front/complete/", "completions"),
    ("front/translate/", "translate netcat-page"),
    ("front/", "options errors hints docs"),
]

# Each a pattern and what it becomes.
CHANGES = [
    (r"\bif \((.*)\)$", r"if (!(\1))"),
    (r"\bwhile \((.*)\)$", r"while (!(\1))"),
    (r" < 0\b", " < -9"),
    (r" <= ", " < "),
    (r" >= ", " > "),
    (r" < (?!-|0\b)", " <= "),
    (r" > (?!=)", " >= "),
    (r" == ", " != "),
    (r" != ", " == "),
    (r" && ", " || "),
    (r" \|\| ", " && "),
    (r" \+ 1\b", ""),
    (r" - 1\b", ""),
    (r"\+= ", "-= "),
    (r"\breturn -1;", "return 0;"),
    (r"\breturn 0;", "return -1;"),
    (r"\breturn true;", "return false;"),
    (r"\breturn false;", "return true;"),
    (r" = true;", " = false;"),
    (r" = false;", " = true;"),
    (r"^(\t+)[a-z_]+\([^;]*\);$", r"\1;"),
]


def code_lines(text):
    """The numbers of the lines that are statements: no comments, no tables."""
    is_comment = False
    depth = 0
    for number, line in enumerate(text.split("\n")):
        stripped = line.strip()
        if stripped.startswith("/*"):
            is_comment = True
        if not is_comment and not stripped.startswith(("#", "static const")):
            if depth and line.startswith("\t"):
                yield number
        if "*/" in stripped:
            is_comment = False
        if line.startswith("{"):
            depth = 1
        elif line.startswith("}"):
            depth = 0


def sources_of(paths):
    """The C files among the paths, and in those that are folders."""
    for path in map(pathlib.Path, paths):
        files = sorted((TOP / path).rglob("*.c")) if (TOP / path).is_dir() \
            else [TOP / path]
        yield from (str(file.relative_to(TOP)) for file in files)


def place_of(pattern, line):
    """Where the pattern matches the line outside of strings, or nothing."""
    outside = re.sub(r'"(\\.|[^"])*"',
                     lambda m: '"' + "_" * (len(m[0]) - 2) + '"', line)
    if found := re.search(pattern, outside):
        return re.compile(pattern).match(line, found.start())
    return None


def mutants_of(source):
    """All changes of a source: (source, line, pattern)."""
    text = (TOP / source).read_text()
    lines = text.split("\n")
    for number in code_lines(text):
        for pattern, _ in CHANGES:
            if place_of(pattern, lines[number]):
                yield source, number, pattern


def changed(mutant, text):
    """The text of the source with the change, and how a result names it."""
    source, number, pattern = mutant
    lines = text.split("\n")
    line = lines[number]
    place = place_of(pattern, line)
    lines[number] = line[:place.start()] + \
        place.expand(dict(CHANGES)[pattern]) + line[place.end():]
    what = f"{source}:{number + 1}: {line.strip()}  =>  {lines[number].strip()}"
    return "\n".join(lines), what


def that_lived(mutants, results):
    """Those of the mutants that no test has killed in another run."""
    lived = {re.sub(r"  \(\d+ tests\)$", "", line).split(maxsplit=1)[1]
             for line in pathlib.Path(results).read_text().splitlines()
             if line.startswith(("survived", "unseen"))}
    return [mutant for mutant in mutants
            if changed(mutant, (TOP / mutant[0]).read_text())[1] in lived]


def topics_of(source):
    path = source.removeprefix("src/")
    for pattern, names in BATS:
        if re.match(pattern, path):
            return [f"tests/bats/{name}.bats" for name in names.split()]
    return []


def test_files():
    """The unit tests, without .c, and the files of bats."""
    units = [path.with_suffix("") for path in
             sorted((TOP / "tests/unit").glob("test-*.c"))]
    bats = [path for path in sorted((TOP / "tests/bats").glob("*.bats"))
            if not path.name.startswith("servers")]
    return [str(path.relative_to(TOP)) for path in units + bats]
