"""`docs/formats.md` says what the code writes: every field with its type, every kind of event with its keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from model.folder.manifest import FORMAT_VERSION, Manifest
from model.protocol.config import CONFIG_VERSION, SessionConfig
from model.protocol.events import EVENTS_VERSION, Event, Kind
from model.protocol.result import RESULT_VERSION, SessionResult
from tests.places import ROOT

FIXTURES = ROOT / "tests" / "fixtures" / "results"
_WORDS = {str: "text", Path: "text", int: "whole number", float: "number", bool: "true or false", Any: "anything"}


def type_words(kind: Any) -> str:
    """A type as the document calls it."""
    parts = get_args(kind)
    if isinstance(kind, UnionType):
        return " or ".join(["null" if part is NoneType else type_words(part) for part in parts])
    if get_origin(kind) is tuple:
        return f"list of {type_words(parts[0])}"
    if get_origin(kind) is Mapping:
        return f"object of {type_words(parts[1])}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "text"
    return _WORDS.get(kind, f"*{kind.__name__}*")


def held_by(kind: Any) -> Iterator[type]:
    """The dataclasses in a type, and those that they hold."""
    if is_dataclass(kind) and isinstance(kind, type):
        yield kind
        for inner in get_type_hints(kind).values():
            yield from held_by(inner)
    for part in get_args(kind):
        yield from held_by(part)


DOCUMENTED = tuple(dict.fromkeys([*held_by(SessionResult), *held_by(SessionConfig)]))


def documented() -> dict[str, list[list[str]]]:
    """Heading -> rows of the table under it."""
    tables: dict[str, list[list[str]]] = {}
    heading = ""
    for line in (ROOT / "docs" / "formats.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("| `"):
            tables.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return tables


@pytest.mark.parametrize("kind", [*DOCUMENTED, Manifest], ids=lambda kind: kind.__name__)
def test_every_field_stands_in_the_document_with_its_type(kind: Any) -> None:
    """In the order of the code, with whether it may be missing, and with a word on what it is."""
    types = get_type_hints(kind)
    expected = [
        [f"`{one.name}`", type_words(types[one.name]), "no" if one.default is one.default_factory is MISSING else "yes"]
        for one in fields(kind)
    ]
    rows = documented()[kind.__name__]
    assert [row[:3] for row in rows] == expected
    assert all(row[3] for row in rows)


def test_the_document_has_no_table_of_what_is_gone() -> None:
    """Each table is of a type of today, or of the events."""
    assert set(documented()) == {kind.__name__ for kind in DOCUMENTED} | {"Manifest", "events.jsonl"}


def test_versions_are_those_of_today() -> None:
    """Of all four forms."""
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert f"`version` | whole number | yes | Of this form: {RESULT_VERSION}." in text
    assert f"`v` (the version: {EVENTS_VERSION})" in text
    assert f"`format_version` | whole number | yes | Of this form: {FORMAT_VERSION}." in text
    assert f"| `version` | whole number | yes | Of this form: {CONFIG_VERSION}. |" in text


def test_every_kind_of_event_stands_in_the_document() -> None:
    """In the order of the code."""
    assert [row[0] for row in documented()["events.jsonl"]] == [f"`{kind.value}`" for kind in Kind]


def test_events_of_a_session_have_the_keys_of_the_document() -> None:
    """One of each kind that a session of 90 s on the sample said; only the score of a checkpoint may be missing."""
    keys = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[1])) for row in documented()["events.jsonl"]}
    lines = (FIXTURES / "events-version-1.jsonl").read_text(encoding="utf-8").splitlines()
    events = [event for event in map(Event.from_line, lines) if event is not None]
    assert len(events) == len(lines) == len(Kind) - 1  # nothing failed
    keys["cleaned"].remove("unlabelled")  # told since then; sessions of today: `test_pages_labels_for_none`
    for event in events:
        assert set(event.body) | ({"score"} & keys[event.kind]) == keys[event.kind], event.kind


@pytest.mark.parametrize("version", [0, 1])
def test_results_that_sessions_left_hold_what_the_document_says_and_no_more(version: int) -> None:
    """Keys of the file are fields of the type; a file of today has them all."""
    told = json.loads((FIXTURES / f"version-{version}.json").read_text(encoding="utf-8"))
    known = {one.name for one in fields(SessionResult)}
    assert set(told) == (known if version else known - {"version", "early_reason"})


def test_a_manifest_that_a_session_left_has_the_keys_of_the_document() -> None:
    """And its version."""
    told = json.loads((FIXTURES / "manifest-version-1.json").read_text(encoding="utf-8"))
    assert [f"`{name}`" for name in told] == [row[0] for row in documented()["Manifest"]]
    assert told["format_version"] == FORMAT_VERSION == 1
