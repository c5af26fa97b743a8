"""`result.json` of a session whose texts may have several labels, and what is made of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.folder.card import write_card
from model.judging.decision import sigmoid
from model.judging.intervals import score_with_intervals
from model.judging.learning_curve import LearningCurve, cannot_tell
from model.judging.scores import metric_value
from model.protocol.result import DataFacts, Outcome, SessionResult, read_result
from model.protocol.run_folder import CARD_FILE, SUSPECTS_FILE
from model.protocol.timebox import Clock, Timebox
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.data_stages import Part, SessionData
from model.session.network_stages import NOTHING_TRAINED, ShortTrainings, Trained, TrainingRuns
from model.session.prove_stage import PartScores, Proof
from model.session.result import Ending, write_result
from model.session.stage_log import StageLog
from model.session.suspects_stage import look_for_suspects
from tests.made_orders import made_config
from tests.unit.made_models import THRESHOLDS, TWO_LABELS, made_two_labels_benchmark

ROWS = 400


@pytest.fixture
def context(tmp_path: Path) -> Context:
    """A session in which no time has passed yet."""
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), 60.0)
    config = made_config(label_column="bad", further_label_columns=("good",), timebox_s=60.0)
    return Context(config, tmp_path, box, StageLog(tmp_path, box), backend=None)  # type: ignore[arg-type]


@pytest.fixture
def fitted() -> FittedBenchmark:
    """A benchmark that knows both labels; every twentieth answer of the table is turned round."""
    random = np.random.default_rng(4)
    truth = random.random((ROWS, 2)) < (0.4, 0.2)
    logits = np.where(truth, 4.0, -4.0) + random.normal(0, 1, truth.shape)
    labels = np.where(random.random(truth.shape) < 0.05, ~truth, truth).astype(np.int8)
    part = Part([f"text {row}" for row in range(ROWS)], labels)
    data = SessionData(TWO_LABELS, part, part, part, "0" * 64, DataFacts())
    return FittedBenchmark(data, made_two_labels_benchmark(), logits.astype(np.float32), {})


def _written(context: Context, fitted: FittedBenchmark) -> SessionResult:
    labels, probabilities = fitted.data.held_out.labels, sigmoid(fitted.out_of_fold_logits)
    scores = score_with_intervals(probabilities, labels, TWO_LABELS, thresholds=np.array(THRESHOLDS), resamples=50)
    part = PartScores(scores, scores, probabilities)
    proof = Proof("1" * 64, part, part, (), False, None, look_for_suspects(context, fitted))
    trained = Trained(None, TrainingRuns(), ShortTrainings(), NOTHING_TRAINED)  # type: ignore[arg-type]
    ending = Ending(Outcome.FINISHED, "Finished inside its box.", 50.0)
    write_result(context, fitted, proof, trained, ending, curve=LearningCurve(cannot_tell("nothing was measured")))
    result = read_result(context.folder)
    assert result is not None
    return result


def test_it_tells_labels_thresholds_and_what_is_taken_for_what(context: Context, fitted: FittedBenchmark) -> None:
    """Counted again from the probabilities; there is no confusion matrix."""
    result = _written(context, fitted)
    said = sigmoid(fitted.out_of_fold_logits) >= THRESHOLDS
    has = fitted.data.held_out.labels == 1
    expected = int((has[:, 0] & ~said[:, 0] & said[:, 1] & ~has[:, 1]).sum())
    assert result.several_labels
    assert result.classes == TWO_LABELS
    assert result.thresholds == pytest.approx(THRESHOLDS)
    assert result.confusion == ()
    assert result.taken_for[0] == (0, expected)
    bad, good = result.per_class.delivered
    assert (bad.support, good.support) == tuple(has.sum(axis=0))
    assert bad.judged
    assert bad.roc_auc is not None
    own = metric_value(
        "macro_f1", sigmoid(fitted.out_of_fold_logits), fitted.data.held_out.labels, np.array(THRESHOLDS)
    )
    assert result.scores.delivered.held_out["macro_f1"].value == pytest.approx(own)
    assert own == pytest.approx((bad.f1 + good.f1) / 2)


def test_its_suspects_say_what_a_text_has_and_has_not(context: Context, fitted: FittedBenchmark) -> None:
    """In the result and in the table beside it."""
    result = _written(context, fitted)
    assert result.suspects.rows == ROWS
    assert result.suspects.count > 10
    assert {suspect.label for suspect in result.suspects.most_suspicious} <= {"bad", "good", "not bad", "not good"}
    assert (context.folder / SUSPECTS_FILE).read_text(encoding="utf-8-sig").startswith("text,label,likelier_label,")
    verdict = result.verdict("labels")
    assert verdict is not None
    assert "texts" in verdict.text


def test_its_card_can_be_written(context: Context, fitted: FittedBenchmark) -> None:
    """With the words of the order on its columns."""
    table = context.order.table
    write_card(context.folder, _written(context, fitted), table.text_columns, table.label_words)
    card = (context.folder / CARD_FILE).read_text(encoding="utf-8")
    assert card.startswith("# Model for labels bad and good from `text`")
    assert "class" not in card
