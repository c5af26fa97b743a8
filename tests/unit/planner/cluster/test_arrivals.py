"""What comes back from a node: a model is here when all of it is, whatever happens while it is fetched."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from model.protocol.manifest import Manifest, ModelSizes, ProofNote
from planner.cluster.arrivals import Arrivals
from planner.cluster.event_lines import Clocks
from planner.cluster.shelf import files_in, read_part


def save(folder: Path, words: str, *, told: str | None = None) -> str:
    """A model there; `told` is what its manifest says that the file holds."""
    folder.mkdir(parents=True, exist_ok=True)
    digest = sha256((told or words).encode()).hexdigest()
    name = f"benchmark-{digest[:12]}.npz"
    (folder / name).write_text(words)
    manifest = Manifest({name: digest}, ModelSizes(("a", "b"), 1, 1, None), digest, proven=ProofNote(500.0, 3))
    (folder / "manifest.json").write_text(manifest.to_json())
    return name


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "there"


@pytest.fixture
def here(tmp_path: Path) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    return folder


def arrivals(here: Path, there: Path, before: Callable[[str], None] = lambda path: None) -> Arrivals:
    """Three bytes at a time; `before` is called before each."""

    def read(path: str, offset: int) -> tuple[dict[str, Any], bytes]:
        before(path)
        return read_part(there, path, offset, 3)

    return Arrivals(here, read, Clocks(-100.0))


def test_a_model_comes_whole_and_tells_its_instants_by_the_clock_here(here: Path, there: Path) -> None:
    name = save(there, "weights of a network")
    assert arrivals(here, there).fetch_model(files_in(there))
    assert (here / name).read_text() == "weights of a network"
    proven = Manifest.parse((here / "manifest.json").read_text()).proven
    assert proven is not None
    assert proven.unix_s == 400.0
    assert not list(here.glob("*.half"))


def test_a_newer_model_that_takes_its_place_meanwhile_is_the_one_that_comes(here: Path, there: Path) -> None:
    """The node removes what its manifest does not name any more."""
    old = save(there, "the first model")
    read = []

    def newer(path: str) -> None:
        read.append(path)
        if len(read) == 8:  # in the middle of the old one's weights
            (there / old).unlink()
            save(there, "the second model")

    fetched = arrivals(here, there, newer)
    assert fetched.fetch_model(files_in(there))
    manifest = Manifest.parse((here / "manifest.json").read_text())
    assert [(here / name).read_text() for name in manifest.files] == ["the second model"]
    assert not list(here.glob("*.half"))


def test_bytes_that_are_not_those_of_the_manifest_change_nothing_here(here: Path, there: Path) -> None:
    """The former model stays, and stays usable."""
    former = save(here, "the former model")
    save(there, "broken on the way", told="as it was saved")
    assert not arrivals(here, there).fetch_model(files_in(there))
    assert (here / former).read_text() == "the former model"
    assert list(Manifest.parse((here / "manifest.json").read_text()).files) == [former]


def test_a_manifest_that_is_none_is_not_taken(here: Path, there: Path) -> None:
    there.mkdir()
    (there / "manifest.json").write_text('{"files": {"../../x": "y"}}')
    assert not arrivals(here, there).fetch_model(files_in(there))
    assert not list(here.iterdir())


def test_no_name_of_a_node_is_written_outside_or_over_what_is_ours(here: Path, there: Path) -> None:
    (here / "config.json").write_text("ours")
    signs = {"config.json": "1", "../outside": "1", "events.jsonl": "1", "resume/../../outside": "1"}
    (there).mkdir()
    arrivals(here, there).fetch_rest(signs)
    arrivals(here, there).fetch_checkpoints(signs)
    assert (here / "config.json").read_text() == "ours"
    assert [path.name for path in here.iterdir()] == ["config.json"]
    assert not (here.parent / "outside").exists()


def test_what_was_prepared_is_there_when_all_of_it_is(here: Path, there: Path) -> None:
    """A worker that goes on here looks for the file that says so."""
    prepared = there / "resume" / "prepared"
    prepared.mkdir(parents=True)
    for name in ("facts.json", "train.npz", "benchmark"):
        (prepared / name).write_text(name)
    order: list[str] = []
    arrivals(here, there, lambda path: order.append(path) if path not in order else None).fetch_checkpoint(
        files_in(there)
    )
    assert order[-1] == "resume/prepared/facts.json"
    assert sorted(path.name for path in (here / "resume" / "prepared").iterdir()) == [
        "benchmark",
        "facts.json",
        "train.npz",
    ]


def test_a_checkpoint_that_was_given_up_there_is_not_gone_on_with_here(here: Path, there: Path) -> None:
    """Such as that of a training which came to its end."""
    (there / "resume").mkdir(parents=True)
    (there / "resume" / "current.npz").write_text("half of a training")
    fetched = arrivals(here, there)
    fetched.fetch_checkpoint(files_in(there))
    assert (here / "resume" / "current.npz").exists()
    (there / "resume" / "current.npz").unlink()
    (there / "resume" / "best.npz").write_text("all of it")
    assert fetched.fetch_checkpoints(files_in(there))
    assert not (here / "resume" / "current.npz").exists()
    assert (here / "resume" / "best.npz").read_text() == "all of it"


def test_what_a_further_box_would_go_on_from_is_not_waited_for_where_time_is_short(here: Path, there: Path) -> None:
    """Model and result are here by then; what was begun leaves nothing half, and comes whole another time."""
    save(there, "weights")
    (there / "resume").mkdir()
    (there / "resume" / "best.npz").write_text("large " * 100)
    (there / "model.keras").write_text("large too")
    (there / "result.json").write_text('{"session_id": "one"}')
    (here / "model.keras").write_text("of a former network")
    fetched, looks = arrivals(here, there), iter([True] * 10 + [False])
    assert fetched.fetch_model(files_in(there))
    fetched.fetch_rest(files_in(there))
    assert (here / "result.json").exists()
    assert not (here / "model.keras").exists()
    assert not fetched.fetch_checkpoints(files_in(there), lambda: next(looks))
    assert not (here / "resume" / "best.npz").exists()
    assert not list(here.rglob("*.half"))
    assert fetched.fetch_checkpoints(files_in(there))
    assert (here / "resume" / "best.npz").read_text() == "large " * 100
    assert (here / "model.keras").read_text() == "large too"


def test_what_did_not_change_is_not_fetched_again(here: Path, there: Path) -> None:
    save(there, "weights")
    (there / "result.json").write_text('{"session_id": "one", "proven_unix": 500.0}')
    read: list[str] = []
    fetched = arrivals(here, there, read.append)
    fetched.fetch_model(files_in(there))
    fetched.fetch_rest(files_in(there))
    first = len(read)
    fetched.fetch_model(files_in(there))
    fetched.fetch_rest(files_in(there))
    assert len(read) == first
    assert '"proven_unix": 400.0' in (here / "result.json").read_text()
