"""Orders of points and folds: they arrive as they were given, and nothing else is taken for one."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.ngram.recipe import USUAL_RECIPE, Recipe
from model.protocol.hands import HANDS_VERSION, facts_from_text, facts_to_text, order_path, read_order, write_order
from model.protocol.side_orders import (
    FoldOrder,
    PointOrder,
    SideFacts,
    SideOrder,
    read_any_order,
    read_side_order,
)
from tests.unit.prepared_sessions import made_hand_order

COUNT, SECONDS = st.integers(0, 10**6), st.floats(0, 1e9)
POINTS = st.builds(
    PointOrder,
    kind=st.just("point"),
    version=st.just(HANDS_VERSION),
    number=st.integers(1, 2_000),
    session_seed=COUNT,
    seed=COUNT,
    rows=COUNT,
    epochs=SECONDS,
    batch_size=COUNT,
    seconds=SECONDS,
    recipe=st.just(json.loads(json.dumps(asdict(USUAL_RECIPE)))),
)
FOLDS = st.builds(
    FoldOrder,
    kind=st.just("fold"),
    version=st.just(HANDS_VERSION),
    number=st.integers(1, 2_000),
    fold=COUNT,
    folds=COUNT,
    classes=COUNT,
    seed=COUNT,
    cost=SECONDS,
    seconds=SECONDS,
)
FOLD = FoldOrder(number=3, fold=1, folds=3, classes=2, seed=7, cost=4.0, by_ratio=True, seconds=9.5)


@given(order=st.one_of(POINTS, FOLDS))
def test_an_order_arrives_as_it_was_given(tmp_path_factory: pytest.TempPathFactory, order: SideOrder) -> None:
    """And is no training."""
    folder = tmp_path_factory.mktemp("hand")
    write_order(folder, order)
    assert read_side_order(folder, order.number) == read_any_order(folder, order.number) == order
    assert read_order(folder, order.number) is None


def test_a_training_is_no_order_of_another_kind(tmp_path: Path) -> None:
    write_order(tmp_path, made_hand_order(4))
    assert read_side_order(tmp_path, 4) is None
    assert read_any_order(tmp_path, 4) == made_hand_order(4)


@pytest.mark.parametrize(
    "told",
    ["", "[]", "null", '{"kind": "moon"}', '{"kind": ["fold"]}', '{"kind": "fold"}', "[" * 50_000],
    ids=["nothing", "a list", "null", "another kind", "no kind", "half", "deep"],
)
def test_anything_else_is_none(tmp_path: Path, told: str) -> None:
    order_path(tmp_path, 3).write_text(told)
    assert read_any_order(tmp_path, 3) is None


def test_neither_is_one_of_another_version(tmp_path: Path) -> None:
    write_order(tmp_path, replace(FOLD, version=HANDS_VERSION + 1))
    assert read_any_order(tmp_path, 3) is None


def test_how_the_benchmark_is_made_arrives_with_a_point(tmp_path: Path) -> None:
    import msgspec

    recipe = Recipe(replace(USUAL_RECIPE.families, signs=False), cost=1.0, by_ratio=True)
    sizes = {"rows": 5, "epochs": 1.0, "batch_size": 4, "seconds": 9.0}
    order = PointOrder(number=1, metric="accuracy", session_seed=7, seed=8, recipe=asdict(recipe), **sizes)
    write_order(tmp_path, order)
    found = read_side_order(tmp_path, 1)
    assert isinstance(found, PointOrder)
    assert msgspec.convert(found.recipe, Recipe) == recipe


def test_the_facts_of_an_answer_arrive_and_others_are_refused() -> None:
    facts = SideFacts(number=3, epochs=1.5, train_s=2.0, taken_s=2.5)
    assert facts_from_text(facts_to_text(facts), SideFacts) == facts
    for told in (json.dumps({"number": 3}), "[]", "[" * 50_000, facts_to_text(replace(facts, version=9))):
        with pytest.raises(ValueError):
            facts_from_text(told, SideFacts)
