"""Tables that only the nodes see: read where they are, and where they are not, what to do is said in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyarrow import fs

from planner.cluster.table_there import TableNotThere, seen_here


def test_a_file_in_a_bucket_is_copied_under_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands behind it in its address, for servers of one's own, is no part of the name."""
    asked: list[tuple[str, str]] = []

    def copied(source: str, target: str) -> None:
        asked.append((source, target))
        Path(target).write_text("text,label\n")

    monkeypatch.setattr(fs, "copy_files", copied)
    address = "s3://texts/2026/tweets.csv?endpoint_override=minio:9000&scheme=http"
    found = seen_here(address, tmp_path / "run")
    assert (found.name, found.read_text()) == ("tweets.csv", "text,label\n")
    assert asked == [(address, str(found))]


def test_an_address_of_a_disk_works_as_a_bucket_does(tmp_path: Path) -> None:
    (tmp_path / "tweets.csv").write_text("text,label\na,b\n")
    found = seen_here((tmp_path / "tweets.csv").as_uri(), tmp_path / "run")
    assert found.read_text() == "text,label\na,b\n"
    assert found != tmp_path / "tweets.csv"


@pytest.mark.parametrize(
    ("there", "words"),
    [
        ("/nowhere/tweets.csv", "The node cannot read /nowhere/tweets.csv (there is no such file). "),
        ("file:///nowhere/tweets.csv", "The node cannot read file:///nowhere/tweets.csv (there is no such file). "),
        ("moon://texts/tweets.csv", "The node cannot read moon://texts/tweets.csv (Unrecognized filesystem type"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_to_do(tmp_path: Path, there: str, words: str) -> None:
    with pytest.raises(TableNotThere) as refused:
        seen_here(there, tmp_path / "run")
    assert str(refused.value).startswith(words)
    assert "Name the table as the nodes see it" in str(refused.value)


def test_a_key_in_an_address_is_not_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, target: str) -> None:
        raise OSError("AWS Error ACCESS_DENIED during GetObject operation")

    monkeypatch.setattr(fs, "copy_files", refuse)
    with pytest.raises(TableNotThere, match=r"cannot read s3://texts/tweets\.csv \(AWS Error ACCESS_DENIED") as refused:
        seen_here("s3://name:key@texts/tweets.csv?scheme=http", tmp_path / "run")
    assert "key@" not in str(refused.value)
