"""`config.json`: a whole order comes back as it was asked for, and orders of earlier versions are still read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.labels.reading import AS_WRITTEN, LabelReading
from model.protocol.config import CONFIG_FILE, CONFIG_VERSION, ConfigUnreadable, SessionConfig
from model.protocol.order import TableOrder, TrainingChoices
from tests.made_orders import made_config
from tests.places import FIXTURES

FORMER = FIXTURES / "orders"
NAMES = st.text(st.characters(exclude_characters="\0/", exclude_categories=()), min_size=1, max_size=20)
BY_TYPE = {
    str: NAMES,
    int: st.integers(0, 2**50),
    float: st.floats(-1e9, 1e9),
    bool: st.booleans(),
    Path: NAMES.map(lambda name: Path("/somewhere") / name),
    NoneType: st.none(),
}


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Anything of a type; of a dataclass, with every field filled in, also those that are added one day."""
    parts = get_args(kind)
    if isinstance(kind, UnionType):
        return st.one_of(map(any_of, parts))
    if get_origin(kind) is tuple:
        return st.lists(any_of(parts[0]), max_size=3).map(tuple)
    if get_origin(kind) is Mapping:
        return st.dictionaries(any_of(parts[0]), any_of(parts[1]), max_size=3)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = {name: hint for name, hint in get_type_hints(kind).items() if name != "version"}
        return st.builds(kind, **{name: any_of(hint) for name, hint in hints.items()})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    return BY_TYPE[kind]


def read(folder: Path, text: str) -> SessionConfig:
    """A config.json with that in it."""
    (folder / CONFIG_FILE).write_text(text, encoding="utf-8")
    return SessionConfig.load(folder)


def former(folder: Path, name: str) -> SessionConfig:
    """What is read of a file of the version before."""
    shutil.copy(FORMER / f"{name}.json", folder / CONFIG_FILE)
    return SessionConfig.load(folder)


@given(run=any_of(SessionConfig))
def test_what_is_saved_is_what_is_read(tmp_path_factory: pytest.TempPathFactory, run: SessionConfig) -> None:
    """Every field, in any alphabet, and names of files that are no text at all."""
    folder = tmp_path_factory.mktemp("run")
    run.save(folder)
    assert SessionConfig.load(folder) == run


def test_a_run_of_the_version_before_is_read_whole(tmp_path: Path) -> None:
    """All fields lay beside each other then; what was asked for is asked for, what the run found out is the run's."""
    run = former(tmp_path, "version-0-everything-said")
    assert run.order.table == TableOrder(
        Path("/home/eva/reviews.csv"), "reviews.csv", "review", "sentiment", LabelReading("no", ("?", "n/a"))
    )
    assert run.order.choices == TrainingChoices(
        metric="accuracy",
        seed=11,
        epochs=6,
        units=128,
        test_file=Path("/home/eva/held-out.csv"),
        outside_scores={"accuracy": 0.884},
        cleaning_rules_off=("markup",),
    )
    assert (run.order.timebox_s, run.order.continue_from) == (600, Path("/home/eva/callit-reviews-20261128-2210"))
    assert (run.session_id, run.started_unix) == ("20261129-051200-3fa2c1", 1795928520.25)
    assert (run.compiled, run.memory_limit_bytes) == (True, 6_442_450_944)
    assert run.deadline_unix == 1795929120.25


def test_a_run_of_the_version_before_without_choices_has_the_usual_ones(tmp_path: Path) -> None:
    """Null meant that nothing was said."""
    run = former(tmp_path, "version-0-nothing-said")
    assert run.order.choices == TrainingChoices()
    assert (run.order.table.reading, run.order.continue_from) == (AS_WRITTEN, None)
    assert (run.compiled, run.memory_limit_bytes) == (None, None)


def test_a_file_says_its_version_and_what_it_does_not_say_is_usual(tmp_path: Path) -> None:
    """A field that a later version adds does not disturb this one, and one that is missing is as usual."""
    made_config().save(tmp_path)
    told = json.loads((tmp_path / CONFIG_FILE).read_text(encoding="utf-8"))
    assert told["version"] == CONFIG_VERSION == 1
    del told["order"]["choices"]
    told["order"]["table"]["positive_if"] = ">=0.5"
    assert read(tmp_path, json.dumps(told)) == made_config()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "cannot be read"),
        ("[]", "a JSON object was expected"),
        ("[" * 100_000, "cannot be read"),
        ('{"version": 2}', "it has version 2, and versions up to 1 are known"),
        ('{"session_id": "one"}', "cannot be read"),
        ('{"version": 1, "session_id": "one", "started_unix": 0, "order": {"timebox_s": "soon"}}', "cannot be read"),
    ],
)
def test_what_is_no_order_is_refused_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    """Half a file, another file, a newer one."""
    with pytest.raises(ConfigUnreadable, match=sentence):
        read(tmp_path, text)
