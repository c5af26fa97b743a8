"""A small session as its hands find it: what it prepared, and the learner that it trains with itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from model.protocol.hands import Hand, HandOrder, write_hands
from model.protocol.run_folder import PREPARED_FOLDER
from model.session.benchmark_stage import FittedBenchmark
from model.session.resume import keep_session
from model.session.smoke_stage import Encoded, Trial, encode_texts
from model.session.vectors_stage import beginnings
from model.training.learner import Learner
from model.training.plan import ProofTimes
from tests.unit.proven_sessions import made_fitted

SEED, UNITS, BATCH = 7, 8, 16


def made_trial(fitted: FittedBenchmark) -> Trial:
    """A real network on the made texts."""
    encoded: Encoded = encode_texts(fitted, UNITS)
    encoded = replace(encoded, shape=replace(encoded.shape, embedding=8))
    learner = Learner(
        encoded.shape,
        encoded.training,
        encoded.validation,
        metric="accuracy",
        decision=fitted.model.decision,
        seed=SEED,
        batch_size=BATCH,
        word_vectors=beginnings(encoded, encoded.training.tokens, most_tokens=10_000).usual,
    )
    return Trial(learner, encoded, ProofTimes(0.1, 1.0))


def prepared(run_folder: Path, *, hands: tuple[Hand, ...] = (Hand("hand-1", "here"),)) -> tuple[Trial, Path]:
    """The session's own trial, and the folder that it prepared for its hands."""
    fitted = made_fitted()
    trial = made_trial(fitted)
    run_folder.mkdir(exist_ok=True)
    write_hands(run_folder, hands)
    keep_session(run_folder, fitted, trial, {})
    return trial, run_folder / PREPARED_FOLDER


def made_hand_order(number: int = 1, **told: object) -> HandOrder:
    """One training of the made session; `told` is what is not as usual."""
    usual = HandOrder(
        number=number,
        metric="accuracy",
        seed=SEED,
        drawn=1_000 + number,
        units=UNITS,
        dropout=0.5,
        spatial_dropout=0.2,
        epochs=4.0,
        rows=50,
        batch_size=BATCH,
        peak_rate=3e-3,
        seconds=60.0,
        validate_every_share=0.25,
    )
    return replace(usual, **told)  # type: ignore[arg-type]
