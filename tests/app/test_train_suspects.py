"""Labels that look wrong, on the page, in the terminal and in the download of a session that has ended."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path

import pytest

from planner.cli.verdict import final_lines
from planner.pages.train_page import suspects as train_suspects
from planner.sessions import SessionFollower
from planner.sessions.model_zip import zip_model
from planner.store import Store
from tests.app.made_runs import LABELS_VERDICT, MadeRun, record
from tests.app.train_tab import opened, said


@pytest.fixture
def run(home: Path) -> MadeRun:
    """A made run of five minutes that began an hour ago, and has ended."""
    return MadeRun(home / "runs" / "one", "one", time.time() - 3600).to_the_end()


def _without_suspects(run: MadeRun, note: str = "") -> None:
    path = run.folder / "result.json"
    result = json.loads(path.read_text())
    result["suspects"] = {"count": 0, "share": 0.0, "rows": 0, "most_suspicious": [], "note": note}
    path.write_text(json.dumps(result))
    (run.folder / "suspects.csv").unlink()


def test_the_most_suspicious_are_a_table_under_the_verdict(store: Store, run: MadeRun) -> None:
    """Text, label and likelier label of twenty; what it means; all of them to download."""
    record(store, run)
    app = opened(session="one")
    assert "20 labels that look wrong" in [fold.label for fold in app.expander]
    assert LABELS_VERDICT in said(app)
    (table,) = [part.value for part in app.dataframe if "Likelier" in part.value]
    assert len(table) == 20
    first = table.iloc[0]
    assert (first["Text"], first["Label"], first["Likelier"], first["How sure"]) == (
        "The kettle number 1 works *as it should*.", "negative", "positive", ".99",
    )  # fmt: skip
    assert "Download all 240" in [button.proto.label for button in app.get("download_button")]
    assert not app.exception


def test_no_table_is_shown_where_no_label_is_suspected(store: Store, run: MadeRun) -> None:
    """An empty fold would only be in the way."""
    _without_suspects(run)
    record(store, run)
    app = opened(session="one")
    assert not [fold for fold in app.expander if "label" in fold.label and "wrong" in fold.label]
    assert not app.exception


def test_a_result_of_an_earlier_version_is_shown_without_it(store: Store, run: MadeRun) -> None:
    """It says nothing of suspects: the page stands."""
    path = run.folder / "result.json"
    result = json.loads(path.read_text())
    del result["suspects"], result["verdicts"][1:]
    path.write_text(json.dumps(result))
    record(store, run)
    app = opened(session="one")
    assert app.title[0].value.startswith("Better than the benchmark")
    assert not app.exception


def test_the_terminal_says_it_in_one_line_with_the_place_of_the_table(run: MadeRun) -> None:
    """Once, and no table is named that is not there."""
    view = SessionFollower(run.folder).refresh()
    (line,) = [line for line in final_lines(view) if "labels look wrong" in line]
    assert line == f"{LABELS_VERDICT}  (listed in {run.folder / 'suspects.csv'})"
    _without_suspects(run)
    (line,) = [line for line in final_lines(view) if "labels look wrong" in line]
    assert line == LABELS_VERDICT


def test_the_table_is_in_the_download_of_the_model(run: MadeRun) -> None:
    """As the session wrote it: formulas harmless."""
    with zipfile.ZipFile(zip_model(run.folder)) as packed:
        assert packed.read("suspects.csv").decode("utf-8-sig").splitlines()[-1].startswith("'=1+1 reasons to go,")


def test_words_of_the_fold_read_as_their_examples_say() -> None:
    """One label, many, and those that are only worth a look."""
    import doctest

    assert doctest.testmod(train_suspects).failed == 0
