"""`docs/formats.md` says what the code writes: every format with its version, every field with its type."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, asdict, fields, is_dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from model.protocol.config import CONFIG_VERSION, SessionConfig
from model.protocol.events import EVENT_TYPES, EVENTS_VERSION, CurveDrawn, Event, EventBody, Kind
from model.protocol.label_answers import LABEL_ANSWERS_VERSION, LabelAnswers
from model.protocol.manifest import FORMAT_VERSION, Manifest
from model.protocol.result import RESULT_VERSION, Curve, SessionResult
from planner.backup.contents import FORMAT, TableOfContents
from tests.places import ROOT

FIXTURES = ROOT / "tests" / "fixtures" / "results"
_WORDS = {
    str: "text",
    Path: "text",
    datetime: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
}


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


def formats() -> list[type]:
    """Every type that the document has a table of: those of the files, and those that they hold."""
    files = (
        SessionResult,
        *(body for body in get_args(EventBody) if body is not CurveDrawn),
        Manifest,
        TableOfContents,
        SessionConfig,
        LabelAnswers,
    )
    return list(dict.fromkeys(kind for file in files for kind in held_by(file)))


@pytest.mark.parametrize("kind", formats(), ids=lambda kind: kind.__name__)
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
    """Each table is of a type of today, or the one of the kinds of event; and they stand in the order of the code."""
    tables = list(documented())
    tables.remove("events.jsonl")
    assert tables == [kind.__name__ for kind in formats()]


def test_versions_are_those_of_today() -> None:
    """Of all six forms."""
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert f"`version` | whole number | yes | Of this form: {RESULT_VERSION}." in text
    assert f"`v` (the version: {EVENTS_VERSION})" in text
    assert f"`format_version` | whole number | yes | Of this form: {FORMAT_VERSION}." in text
    assert f"| `version` | whole number | yes | Of this form: {CONFIG_VERSION}. |" in text
    assert f"| `version` | whole number | yes | Of this form, that of answers: {LABEL_ANSWERS_VERSION}. |" in text
    assert f"`format` | whole number | no | Of this form: {FORMAT}." in text


def test_every_kind_of_event_stands_in_the_document() -> None:
    """In the order of the code, each with its type; that of the curve is the one of `result.json`."""
    rows = documented()["events.jsonl"]
    assert [row[0] for row in rows] == [f"`{kind.value}`" for kind in Kind]
    assert [row[1] for row in rows] == [f"*{told.__name__}*" for told in EVENT_TYPES.values()]
    assert [one.name for one in fields(CurveDrawn)] == [one.name for one in fields(Curve)]


def test_events_of_a_session_have_the_keys_of_the_document() -> None:
    """One of each kind that a session of 90 s on the sample said, by itself; a checkpoint's score may be missing."""
    lines = (FIXTURES / "events-version-1.jsonl").read_text(encoding="utf-8").splitlines()
    events = [event for event in map(Event.from_line, lines) if event is not None]
    elsewhere = {Kind.HAND_READY, Kind.HAND_BEGUN, Kind.HAND_DONE, Kind.HAND_LOST}
    assert {event.kind for event in events} == set(Kind) - elsewhere - {Kind.FAILED}
    assert len(events) == len(lines) == len(Kind) - len(elsewhere) - 1
    for event, line in zip(events, lines, strict=True):
        told = json.loads(line)
        since_then = {"unlabelled", "numbers", "further_text_columns", "further_label_columns", "tag_separator", "node"}
        known = {one.name for one in fields(event.body)} - since_then
        assert set(told) - {"v", "kind", "unix_s"} | ({"score"} & known) == known, event.kind
        assert all(asdict(event.body)[name] == _as_python(told[name]) for name in known if name in told), event.kind


def _as_python(told: Any) -> Any:
    """What JSON tells, with lists as the types have them."""
    if isinstance(told, list):
        return tuple(map(_as_python, told))
    return {name: _as_python(part) for name, part in told.items()} if isinstance(told, dict) else told


_SINCE_THEN = {
    "several_labels", "thresholds", "taken_for", "networks", "further_trainings", "word_vectors", "texts_read",
    "hands",
}  # fmt: skip


@pytest.mark.parametrize("version", [0, 1])
def test_results_that_sessions_left_hold_what_the_document_says_and_no_more(version: int) -> None:
    """Keys of the file are fields of the type; a file of today has them all."""
    told = json.loads((FIXTURES / f"version-{version}.json").read_text(encoding="utf-8"))
    known = {one.name for one in fields(SessionResult)} - _SINCE_THEN
    assert set(told) == (known if version else known - {"version", "early_reason"})


def test_a_manifest_that_a_session_left_has_the_keys_of_the_document() -> None:
    """And its version."""
    told = json.loads((FIXTURES / "manifest-version-1.json").read_text(encoding="utf-8"))
    assert [f"`{name}`" for name in told] == [row[0] for row in documented()["Manifest"]]
    assert told["format_version"] == FORMAT_VERSION == 1
