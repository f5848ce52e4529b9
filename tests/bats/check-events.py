# SPDX-License-Identifier: MIT
"""check-events.py SCHEMA {STATUS FILE}...

Whether each file holds the events of one run, by the schema and what
genet-events(7) says of all runs, whose summary has the status. Prints the names
of the events.
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


def case_of(event):
    return {"if": {"properties": {"event": {"const": event}}},
            "then": {"$ref": "#/definitions/event-" + event}}


class Checker:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            schema = json.load(file)
        names = schema["properties"]["event"]["enum"]
        self.members = {
            event: set(schema["definitions"]["event-" + event]["properties"])
            for event in names}
        close(schema["definitions"])
        # The schema asks of each line which event it is, dozens of times.
        cases = schema.pop("allOf")
        if cases != [case_of(event) for event in names]:
            sys.exit(f"{path}: allOf is not a case for each event, in order")
        self.validators = {
            event: jsonschema.Draft7Validator(
                schema | {"allOf": [case_of(event)["then"]]})
            for event in names}
        self.any_event = jsonschema.Draft7Validator(schema)
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
        name = event.get("event")
        validator = self.validators.get(name, self.any_event)
        for error in validator.iter_errors(event):
            self.complain(f"{where}: {error.message}: {line[:400]}")
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
        if events[-1]["exit"] != status:
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
    for status, path in zip(words[::2], words[1::2]):
        checker.look_at_file(path, int(status))
    for text in checker.complaints:
        print(text, file=sys.stderr)
    print("\n".join(sorted(checker.seen)))
    return 1 if checker.complaints else 0


sys.exit(main(sys.argv[1:]))
