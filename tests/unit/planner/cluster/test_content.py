"""Files by their hash, and letters with them: sent once, held to their hash, never outside their folder."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.protocol.config import SessionConfig
from model.protocol.elsewhere import Elsewhere
from planner.cluster.content import KEPT_S, ContentStore, WrongContent
from planner.cluster.kept_there import files_there
from planner.cluster.parcel import files_of, packed, unpack
from planner.cluster.shelf import events_since, files_in, is_brought_back, read_part
from tests.made_orders import made_config


@given(st.binary(max_size=2000), st.integers(1, 700))
def test_a_file_in_parts_is_there_when_the_last_one_is(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, part: int
) -> None:
    store, digest = ContentStore(tmp_path_factory.mktemp("store")), sha256(data).hexdigest()
    for offset in range(0, max(1, len(data)), part):
        assert store.missing([digest]) == [digest]
        store.put(digest, offset, data[offset : offset + part], len(data))
    assert store.missing([digest]) == []
    assert store.path(digest).read_bytes() == data


def test_a_part_that_is_sent_twice_changes_nothing(tmp_path: Path) -> None:
    """An answer may be lost although the part arrived."""
    store, digest = ContentStore(tmp_path), sha256(b"abcdef").hexdigest()
    for offset, data in ((0, b"abc"), (0, b"abc"), (3, b"def")):
        store.put(digest, offset, data, 6)
    assert store.path(digest).read_bytes() == b"abcdef"


def test_what_is_not_what_was_announced_is_refused(tmp_path: Path) -> None:
    store = ContentStore(tmp_path)
    with pytest.raises(WrongContent):
        store.put(sha256(b"abc").hexdigest(), 0, b"abd", 3)
    with pytest.raises(WrongContent):
        store.put(sha256(b"abc").hexdigest(), 2, b"c", 3)
    with pytest.raises(WrongContent):
        store.put("../../outside", 0, b"abc", 3)


def test_files_that_no_session_used_for_a_month_are_given_up(tmp_path: Path) -> None:
    store, digest = ContentStore(tmp_path), sha256(b"abc").hexdigest()
    store.put(digest, 0, b"abc", 3)
    used = store.path(digest).stat().st_mtime
    store.sweep(used + KEPT_S - 1)
    assert store.missing([digest]) == []
    store.sweep(store.path(digest).stat().st_mtime + KEPT_S + 1)
    assert store.missing([digest]) == [digest]


def test_a_letter_names_the_files_of_the_node_and_only_seconds_travel(tmp_path: Path) -> None:
    """Table, test file and what the session has so far; the ending of a name tells what is in the file."""
    run, there, home = tmp_path / "run", tmp_path / "there", tmp_path / "home"
    run.mkdir()
    (tmp_path / "tweets.csv").write_text("text,label\n")
    (tmp_path / "test.parquet").write_bytes(b"PAR1")
    (run / "resume").mkdir()
    (run / "resume" / "current.npz").write_bytes(b"weights")
    config = made_config(
        "one", started_unix=12345.0, data_file=tmp_path / "tweets.csv", test_file=tmp_path / "test.parquet"
    )
    files = files_of(run, config)
    letter = packed(config, files, used_s=12.5, kept_s=6.0)
    assert "12345" not in str(letter)
    store = files_there(home)
    for file in files:
        store.put(file.sha256, 0, file.path.read_bytes(), file.size)
    unpacked = unpack(letter, there, store, home)
    order = unpacked.config.order
    assert (unpacked.used_s, unpacked.kept_s) == (12.5, 6.0)
    assert order.table.data_file.read_text() == "text,label\n"
    assert order.table.data_file.name == "tweets.csv"
    assert order.choices.test_file is not None
    assert order.choices.test_file.read_bytes() == b"PAR1"
    assert (there / "resume" / "current.npz").read_bytes() == b"weights"
    assert unpacked.config.elsewhere is None


def test_what_was_prepared_stands_in_for_the_table(tmp_path: Path) -> None:
    """A node that goes on from a checkpoint needs no table again."""
    (tmp_path / "resume" / "prepared").mkdir(parents=True)
    (tmp_path / "resume" / "prepared" / "facts.json").write_text("{}")
    config = made_config("one", data_file=tmp_path / "gone.csv")
    assert [file.role for file in files_of(tmp_path, config)] == ["run/resume/prepared/facts.json"]


def test_a_session_that_is_continued_takes_its_former_folder_along(tmp_path: Path) -> None:
    """What was prepared, what it said, and its model; the node finds them in one folder."""
    former, there, home = tmp_path / "former", tmp_path / "there", tmp_path / "home"
    (former / "resume" / "prepared").mkdir(parents=True)
    for name in ("config.json", "events.jsonl", "manifest.json", "resume/best.npz", "resume/prepared/facts.json"):
        (former / name).write_text(name)
    (former / "notes.txt").write_text("the person's own")
    config = made_config("two", data_file="/gone.csv", continue_from=former)
    files, store = files_of(tmp_path / "run", config), files_there(home)
    for file in files:
        store.put(file.sha256, 0, file.path.read_bytes(), file.size)
    unpacked = unpack(packed(config, files, used_s=0.0, kept_s=0.0), there, store, home)
    found = unpacked.config.order.continue_from
    assert found is not None
    assert found != former
    assert {path.relative_to(found).as_posix() for path in found.rglob("*") if path.is_file()} == {
        "config.json", "events.jsonl", "manifest.json", "resume/best.npz", "resume/prepared/facts.json",
    }  # fmt: skip


def test_a_table_on_the_cluster_is_named_and_not_sent(tmp_path: Path) -> None:
    shared = tmp_path / "shared" / "tweets.csv"
    shared.parent.mkdir()
    shared.write_text("text,label\n")
    there = Elsewhere(address="auto", data_there=str(shared))
    plain = made_config("one", data_file="/nowhere/tweets.csv")
    config = SessionConfig(session_id="one", started_unix=0.0, order=plain.order, elsewhere=there)
    assert files_of(tmp_path, config) == []
    letter = packed(config, [], used_s=0.0, kept_s=0.0)
    unpacked = unpack(letter, tmp_path / "there", files_there(tmp_path), tmp_path)
    assert unpacked.config.order.table.data_file == shared


@pytest.mark.parametrize("role", ["run/../../outside", "run/config.json", "former/../outside", "run//etc/passwd"])
def test_a_letter_cannot_write_outside_the_run_folder(tmp_path: Path, role: str) -> None:
    store, digest = files_there(tmp_path), sha256(b"abc").hexdigest()
    store.put(digest, 0, b"abc", 3)
    letter = packed(made_config("one"), [], used_s=0.0, kept_s=0.0)
    letter["files"] = [{"role": role, "name": "x", "sha256": digest}]
    with pytest.raises(ValueError):
        unpack(letter, tmp_path / "there", store, tmp_path)
    assert not (tmp_path / "outside").exists()


@given(st.text(max_size=30))
def test_no_name_of_a_node_leads_out_of_the_run_folder(name: str) -> None:
    for path in (name, f"../{name}", f"resume/../{name}", f"/{name}", f"resume/{name}"):
        if is_brought_back(path):
            assert not Path(path).is_absolute()
            assert ".." not in Path(path).parts


def test_the_shelf_shows_what_a_session_makes_and_nothing_else(tmp_path: Path) -> None:
    for name in (
        "manifest.json",
        "result.json",
        "config.json",
        "events.jsonl",
        "notes.txt",
        "benchmark-0123456789ab.npz",
    ):
        (tmp_path / name).write_text(name)
    (tmp_path / "resume" / "prepared.half").mkdir(parents=True)
    (tmp_path / "resume" / "prepared.half" / "facts.json").write_text("{}")
    assert set(files_in(tmp_path)) == {"manifest.json", "result.json", "benchmark-0123456789ab.npz"}
    told, data = read_part(tmp_path, "result.json", 0, 4)
    assert (data, told["size"]) == (b"resu", len("result.json"))
    assert read_part(tmp_path, "config.json", 0)[0]["sign"] == ""
    assert read_part(tmp_path, "card.md", 0)[0]["sign"] == ""


def test_events_come_in_whole_lines(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_bytes(b"one\ntwo\nhal")
    assert events_since(tmp_path, 0) == (b"one\ntwo\n", 8)
    assert events_since(tmp_path, 8) == (b"", 8)
    assert events_since(tmp_path / "nowhere", 8) == (b"", 8)
