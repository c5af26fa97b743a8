"""A session goes on from one of its own kind: one class a row, or several labels a row."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from data.errors import DataError
from model.network.bilstm import BilstmShape
from model.session.benchmark_stage import FittedBenchmark
from model.session.prepare import _take_over
from model.session.resume import keep_session
from model.session.smoke_stage import Encoded, Trial
from model.text.encode import Vocabulary
from model.training.plan import ProofTimes
from model.training.training_set import TrainingSet
from tests.unit.proven_sessions import MadeSession, made_fitted, made_label_fitted

SEVERAL: dict[str, Any] = {"further_label_columns": ("cold", "far")}


def _kept(folder: Path, fitted: FittedBenchmark, measured: Mapping[str, float] | None = None) -> Path:
    """The folder of a session that can be continued."""
    folder.mkdir()
    data = fitted.data
    vocabulary = Vocabulary.build(data.train.texts)
    sets = (
        TrainingSet(vocabulary.encode(part.texts), part.labels, fitted.model.logits(part.texts))
        for part in (data.train, data.validation)
    )
    encoded = Encoded(vocabulary, 9, BilstmShape(len(vocabulary), 3, embedding=8, units=6), *sets)
    keep_session(folder, fitted, Trial(cast(Any, None), encoded, ProofTimes(0.5, 3.0)), measured or {})
    return folder


def _begun(folder: Path, name: str, order: dict[str, Any]) -> MadeSession:
    (folder / name).mkdir()
    return MadeSession(folder / name, order=order)


def test_several_labels_are_taken_over_as_they_were(tmp_path: Path) -> None:
    """Matrix, thresholds and scores; the model continued is the first one saved."""
    former = made_label_fitted()
    session = _begun(tmp_path, "new", SEVERAL)
    beginning = _take_over(session.context, _kept(tmp_path / "former", former))
    np.testing.assert_array_equal(beginning.fitted.data.train.labels, former.data.train.labels)
    assert beginning.fitted.model.several_labels
    assert beginning.fitted.validation["macro_f1"] == former.validation["macro_f1"]


def test_what_the_end_took_in_the_box_before_is_kept_for_it_in_this_one(tmp_path: Path) -> None:
    """The starts of this box are measured anew."""
    session = _begun(tmp_path, "new", {})
    _take_over(session.context, _kept(tmp_path / "former", made_fitted(), {"judge_s": 0.4, "start_s": 9.0}))
    assert session.context.measured == {"judge_s": 0.4}


@pytest.mark.parametrize(
    ("former", "order", "words"),
    [
        (made_fitted, SEVERAL, "one class a row, and this order has several labels a row"),
        (made_label_fitted, {}, "several labels a row, and this order has one class a row"),
    ],
)
def test_another_kind_is_refused_in_a_sentence(tmp_path: Path, former: Any, order: dict[str, Any], words: str) -> None:
    """Texts and weights of the one say nothing of the other."""
    session = _begun(tmp_path, "new", order)
    with pytest.raises(DataError) as caught:
        _take_over(session.context, _kept(tmp_path / "former", former()))
    assert words in str(caught.value)
    assert str(caught.value).endswith("Train again from the file instead.")
