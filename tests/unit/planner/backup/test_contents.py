"""The list in a backup: what is written is read, what an earlier version did not write may be missing."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.backup.contents import FORMAT, NewerBackup, TableOfContents

NAMES = st.text(st.characters(exclude_characters="\\/\0")).filter(lambda name: name not in {"", ".", ".."})
HASHES = st.dictionaries(NAMES, st.text("0123456789abcdef"), max_size=5).map(lambda hashes: {**hashes, "callit.db": ""})
INSTANTS = st.none() | st.datetimes(timezones=st.just(UTC))


def told(**parts: Any) -> bytes:
    """A list that says this, and what every one does."""
    return json.dumps({"format": FORMAT, "sha256": {"callit.db": "ab"}, **parts}).encode()


@given(HASHES, INSTANTS, st.none() | st.booleans(), st.dictionaries(NAMES, st.floats(0, 1e10), max_size=5))
def test_what_is_written_is_read_the_same(
    hashes: dict[str, str], made_at: datetime | None, with_models: bool | None, changed: dict[str, float]
) -> None:
    """Names of files in any script."""
    listed = TableOfContents(
        format=FORMAT, made_at=made_at, with_models=with_models, sha256=hashes, changed_unix=changed
    )
    assert TableOfContents.parse(listed.to_json().encode()) == listed


def test_what_the_first_version_did_not_write_may_be_missing() -> None:
    """Whether models are in it is then told by their files."""
    bare = TableOfContents.parse(told())
    assert (bare.made_at, bare.with_models, bare.changed_unix, bare.has_models) == (None, None, {}, False)
    assert TableOfContents.parse(told(sha256={"callit.db": "ab", "runs/a/card.md": "cd"})).has_models


def test_a_key_that_nobody_knows_is_passed_over() -> None:
    """A later version may say more."""
    assert TableOfContents.parse(told(moon="full")) == TableOfContents.parse(told())


def test_a_newer_format_is_told_apart_from_damage() -> None:
    """Whatever else it says."""
    with pytest.raises(NewerBackup):
        TableOfContents.parse(json.dumps({"format": FORMAT + 1, "files": []}).encode())


@pytest.mark.parametrize(
    "parts",
    [{"sha256": {"notes.txt": "ab"}}, {"sha256": ["callit.db"]}, {"sha256": {"callit.db": 3}}, {"format": "1"}]
    + [{"made_at": "yesterday"}, {"changed_unix": {"callit.db": "then"}}, {"with_models": "yes"}]
    + [{"sha256": {"callit.db": "ab", name: "cd"}} for name in ("", "../evil", "/etc/passwd", "a\\b", "a/../../b")],
)
def test_what_is_no_such_list_is_refused(parts: dict[str, Any]) -> None:
    """Without a database, of another form, or with a name that leads out of the data folder."""
    with pytest.raises((ValueError, TypeError, KeyError, msgspec.ValidationError)):
        TableOfContents.parse(told(**parts))
