# SPDX-License-Identifier: MIT
"""check-events.py SCHEMA [--exit N] FILE...

Whether each file holds the events of one run, by the schema and what
genet-events(7) says of all runs; with --exit, whether the summary has that
status. Prints the names of the events.
"""
import json
import sys

import jsonschema

COMMON = {"v", "event", "ts", "t"}


def close(schema, name=""):
    """Forbids, in the schema, members of objects that it does not name."""
    if isinstance(schema, dict):
        if "properties" in schema and not name.startswith("event-"):
            schema["additionalProperties"] = False
        for key, part in schema.items():
            close(part, key)
    elif isinstance(schema, list):
        for part in schema:
            close(part)


class Checker:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            schema = json.load(file)
        jsonschema.Draft7Validator.check_schema(schema)
        self.members = {
            event: set(schema["definitions"]["event-" + event]["properties"])
            for event in schema["properties"]["event"]["enum"]}
        close(schema["definitions"])
        self.validator = jsonschema.Draft7Validator(schema)
        self.seen = set()
        self.complaints = []

    def complain(self, text):
        self.complaints.append(text)

    def look_at_line(self, where, line):
        try:
            event = json.loads(line)
        except ValueError as error:
            self.complain(f"{where}: {error}: {line[:200]}")
            return None
        for error in self.validator.iter_errors(event):
            self.complain(f"{where}: {error.message}: {line[:400]}")
        name = event.get("event")
        unknown = set(event) - COMMON - self.members.get(name, set())
        if unknown:
            self.complain(f"{where}: {name} has unknown {sorted(unknown)}")
        self.seen.add(name)
        return event

    def look_at_file(self, path, status):
        with open(path, "rb") as file:
            lines = file.read().split(b"\n")
        if lines.pop() != b"":
            self.complain(f"{path}: the last line has no end")
        events = [self.look_at_line(f"{path}:{number}", line.decode())
                  for number, line in enumerate(lines, 1)]
        if None in events:
            return
        names = [event["event"] for event in events]
        if names.count("summary") != 1 or names[-1] != "summary":
            self.complain(f"{path}: the summary is not the last: {names}")
            return
        if names[0] != "start" or names.count("start") != 1:
            self.complain(f"{path}: the first is not the only start")
        self.look_at_connections(path, events)
        if status is not None and events[-1]["exit"] != status:
            self.complain(f"{path}: exit is {events[-1]['exit']}, not {status}")

    def look_at_connections(self, path, events):
        begun = [event["conn"] for event in events
                 if event["event"] in ("accepted", "connected")]
        ended = [event["conn"] for event in events
                 if event["event"] == "closed"]
        if sorted(begun) != sorted(ended):
            self.complain(f"{path}: begun {begun}, ended {ended}")
        if events[-1]["conns"] != len(begun):
            self.complain(f"{path}: conns is not {len(begun)}")
        others = {event["conn"] for event in events
                  if "conn" in event} - set(begun)
        if others:
            self.complain(f"{path}: events of no connection: {others}")


def main(words):
    checker = Checker(words.pop(0))
    status = None
    if words[0] == "--exit":
        status = int(words[1])
        del words[:2]
    for path in words:
        checker.look_at_file(path, status)
    for text in checker.complaints:
        print(text, file=sys.stderr)
    print("\n".join(sorted(checker.seen)))
    return 1 if checker.complaints else 0


sys.exit(main(sys.argv[1:]))
