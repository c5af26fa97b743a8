"""What is delivered is proven: the last model where a fresh process reloaded it in time, else the one before it."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.folder.artifact import weights_sha256
from model.folder.manifest import read_manifest
from model.folder.predictor import load_model
from model.ngram.benchmark import Benchmark
from model.protocol.events import ModelProven, ModelSaved, ModelScored
from model.protocol.manifest import ProofNote
from model.session import proofs
from model.session.proofs import Check, Proofs, proven_rows
from model.session.prove_stage import Proof, hand_over, judge
from model.training.lately import Way
from tests.unit.made_models import made_texts
from tests.unit.proven_sessions import MadeSession, made_fitted, made_label_fitted, made_to_prove

pytestmark = pytest.mark.slow


@pytest.fixture
def session(tmp_path: Path) -> MadeSession:
    return MadeSession(tmp_path)


def _prove(session: MadeSession, seed: int, *, at_s: float = 60.0) -> str:
    """Prove a checkpoint on the way; the hash of its weights."""
    session.hands.now_s = at_s
    model = session.to_prove(seed)
    session.proofs.ask(model, lambda: 10.0)
    assert session.proofs.settle(wait_s=10.0) is Check.PROVEN
    return weights_sha256(model.delivered)


def _end(session: MadeSession, seed: int, *, at_s: float = 110.0) -> Proof:
    """The final check of a last model."""
    session.hands.now_s = at_s
    hand_over(session.context, session.proofs, session.to_prove(seed, "delivered"))
    return judge(session.context, session.fitted, session.proofs)


def test_scores_are_told_with_the_weights_that_they_belong_to(session: MadeSession) -> None:
    """The benchmark's are its own: a model with a network that scores as high is not taken for it."""
    proof = _end(session, 1)
    told = {(said.model, said.part): said.weights_sha256 for said in session.said(ModelScored)}
    assert told["delivered", "held-out"] == proof.weights_sha256
    assert told["benchmark", "held-out"] == weights_sha256(session.fitted.delivered()) != proof.weights_sha256


def _lies_there(session: MadeSession) -> str:
    """The hash of the model that `predict` would use, read whole."""
    return load_model(session.folder).weights_sha256


def test_a_checkpoint_takes_its_place_when_it_is_proven_and_not_before(session: MadeSession) -> None:
    """Until then the former model lies there; then the manifest says which is proven, when, and by how many texts."""
    before, model = _lies_there(session), session.to_prove(1)
    session.hands.now_s = 60.0
    session.proofs.ask(model, lambda: 10.0)
    assert _lies_there(session) == before
    assert not read_manifest(session.folder).proven
    assert session.proofs.settle(wait_s=10.0) is Check.PROVEN
    manifest = read_manifest(session.folder)
    assert _lies_there(session) == manifest.weights_sha256 == weights_sha256(model.delivered)
    assert manifest.proven == ProofNote(session.context.box.clock.unix(), 20)
    assert [told.what for told in session.said(ModelSaved)] == ["checkpoint"]
    assert session.said(ModelProven)[0].weights_sha256 == manifest.weights_sha256


def test_the_last_model_is_delivered_where_it_is_proven(session: MadeSession) -> None:
    """With the scores of what it says of held-out texts, as it lies there."""
    first = _prove(session, 1)
    proof = _end(session, 2)
    assert proof.weights_sha256 == _lies_there(session) != first
    assert proof.proven_unix == session.context.box.clock.unix()
    assert proof.with_network
    here = load_model(session.folder).probabilities(session.fitted.data.held_out.texts, normalised=True)
    assert proof.delivered.probabilities == pytest.approx(here, abs=1e-9)
    assert read_manifest(session.folder).scores["held_out"]["macro_f1"].value == (
        proof.delivered.held_out["macro_f1"].value
    )
    assert not session.context.log.warnings


@pytest.mark.parametrize(("says", "why"), [("late", "could not be proven"), ("wrong", "did not reload as it was")])
def test_the_one_proven_before_is_delivered_where_the_last_is_not(session: MadeSession, says: str, why: str) -> None:
    """An unproven model never takes the place of a proven one; what is delivered is said, and when it was proven."""
    first = _prove(session, 1)
    proven_unix = session.context.box.clock.unix()
    session.fresh.says = says
    proof = _end(session, 2)
    assert proof.weights_sha256 == _lies_there(session) == first
    assert proof.proven_unix == proven_unix
    assert proof.with_network
    here = load_model(session.folder).probabilities(session.fitted.data.held_out.texts, normalised=True)
    assert proof.delivered.probabilities == pytest.approx(here, abs=1e-9)
    (warning,) = session.context.log.warnings
    assert why in warning
    assert f"that was proven at {datetime.fromtimestamp(proven_unix):%H:%M}." in warning
    noted = read_manifest(session.folder).proven
    assert noted is not None
    assert noted.unix_s == pytest.approx(proven_unix, abs=1e-3)


def test_without_any_proof_the_benchmark_stays_and_nothing_is_claimed(session: MadeSession) -> None:
    """A box too short for any: the model in the folder is usable, and said to be unproven."""
    before = _lies_there(session)
    session.fresh.says = "late"
    proof = _end(session, 2)
    assert proof.weights_sha256 == _lies_there(session) == before
    assert proof.proven_unix is None
    assert "not proven that it reloads" in session.context.log.warnings[0]


def test_a_model_that_is_proven_already_is_not_asked_about_again(session: MadeSession) -> None:
    """The best moment came early: the final check is done at once."""
    _prove(session, 1)
    asked = len(session.fresh.asked)
    session.fresh.says = "late"
    proof = _end(session, 1)
    assert len(session.fresh.asked) == asked
    assert proof.proven_unix is not None
    assert not session.context.log.warnings


def test_the_benchmark_alone_is_proven_where_it_lies(session: MadeSession) -> None:
    """Nothing is saved twice where no network was trained."""
    hand_over(session.context, session.proofs, made_to_prove(session.fitted, session.fitted.delivered(), "delivered"))
    proof = judge(session.context, session.fitted, session.proofs)
    assert session.fresh.asked == [session.folder]
    assert proof.proven_unix is not None
    assert not proof.with_network
    assert read_manifest(session.folder).proven


def test_the_benchmark_is_proven_by_the_process_that_waits(session: MadeSession) -> None:
    """It starts with the session and serves all proofs of it."""
    session.proofs.begin()
    assert session.proofs.settle(wait_s=60.0) is Check.PROVEN
    assert session.fresh.asked == [session.folder]
    noted = read_manifest(session.folder).proven
    assert noted is not None
    assert noted.texts == 20


def test_without_memory_for_one_that_waits_the_benchmark_is_proven_at_once(session: MadeSession) -> None:
    """A real process that needs a second: from then on nobody is left with something unproven."""
    session.fresh.is_allowed = False
    session.proofs.begin()
    assert session.proofs.settle(wait_s=60.0) is Check.PROVEN
    assert not session.fresh.asked
    noted = read_manifest(session.folder).proven
    assert noted is not None
    assert noted.texts == 20
    session.fresh.says = "late"
    proof = _end(session, 2)
    assert not proof.with_network
    assert proof.proven_unix is not None
    assert "delivered is the n-gram benchmark that was proven at" in session.context.log.warnings[0]


def test_a_proof_labels_two_thousand_texts_at_most_and_the_score_is_over_all(
    session: MadeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of validation, from its first text to its last; what is held out is labelled once, where it is scored."""
    monkeypatch.setattr(proofs, "MOST_TEXTS", 7)
    proof = _end(session, 2)
    validation, held_out = session.fitted.data.validation.texts, session.fitted.data.held_out.texts
    assert (len(session.fresh.texts), session.fresh.texts[0], session.fresh.texts[-1]) == (
        7,
        validation[0],
        validation[-1],
    )
    assert not set(session.fresh.texts) & (set(held_out) - set(validation))
    noted = read_manifest(session.folder).proven
    assert noted is not None
    assert noted.texts == 7
    assert [told.texts for told in session.said(ModelProven)] == [7]
    here = load_model(session.folder).probabilities(held_out, normalised=True)
    assert proof.delivered.probabilities == pytest.approx(here, abs=1e-9)


def test_a_proof_of_long_texts_labels_fewer_of_them() -> None:
    """A few hundred at least."""
    texts = ["word " * 1_000] * 900
    assert len(proven_rows(texts)) == 200
    assert len(proven_rows([text[:2_500] for text in texts])) == 400
    assert len(proven_rows(["word"] * 5_000)) == 2_000
    assert proven_rows(["word"] * 3).tolist() == [0, 1, 2]
    assert proven_rows([]).tolist() == []
    assert len(proven_rows([""] * 5)) == 5


def test_the_n_grams_of_the_held_out_part_are_counted_once(
    session: MadeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """For the benchmark and for the network on top of it."""
    counted: list[list[str]] = []
    logits = Benchmark.logits

    def noted(self: Benchmark, texts: list[str], **given: Any) -> Any:
        counted.append(texts)
        return logits(self, texts, **given)

    last, held_out = session.to_prove(2, "delivered"), session.fitted.data.held_out.texts
    hand_over(session.context, session.proofs, last)
    assert session.proofs.model_asked_about is last
    monkeypatch.setattr(Benchmark, "logits", noted)
    judge(session.context, session.fitted, session.proofs)
    assert counted.count(held_out) == 1


def test_a_trial_takes_no_place_and_tells_what_a_network_takes(session: MadeSession) -> None:
    """What has learned nothing is never delivered."""
    before, model = _lies_there(session), session.to_prove(3, "trial")
    texts = session.fitted.data.validation.texts[:5]
    session.proofs.try_out(replace(model, validation=model.validation[:5]), texts)
    assert session.proofs.asked_about is None
    assert session.proofs.settle(wait_s=30.0) is Check.PROVEN
    assert _lies_there(session) == before
    assert session.proofs.proven is None
    assert session.proofs.trial_s == session.fresh.takes_s


def test_a_benchmark_alone_does_not_tell_what_a_network_takes(session: MadeSession) -> None:
    """It reloads so much quicker that the reserve would come out too short."""
    session.context.lately.note(Way.LABEL, 5.0)
    model = made_to_prove(session.fitted, session.fitted.delivered(), "delivered")
    session.proofs.ask(model, lambda: 10.0)
    assert session.proofs.settle(wait_s=10.0) is Check.PROVEN
    assert session.context.lately.now_s(Way.LABEL) == 5.0


def test_a_worker_that_follows_a_dead_one_delivers_what_that_one_has_proven(session: MadeSession) -> None:
    """Killed between proof and end: the proven model lies there, is known to be proven, and is scored."""
    first = _prove(session, 1)
    session.proofs = Proofs(session.context, made_fitted())  # the second worker
    assert session.proofs.is_proven(first)
    session.fresh.says = "late"
    proof = _end(session, 2)
    assert proof.weights_sha256 == _lies_there(session) == first
    assert proof.proven_unix is not None
    here = load_model(session.folder).probabilities(session.fitted.data.held_out.texts, normalised=True)
    assert proof.delivered.probabilities == pytest.approx(here)


def test_a_disk_without_room_leaves_the_proven_model(session: MadeSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """Said in a sentence; it stays proven."""
    first = _prove(session, 1)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    session.hands.now_s = 110.0
    hand_over(session.context, session.proofs, session.to_prove(2, "delivered"))
    monkeypatch.undo()
    proof = judge(session.context, session.fitted, session.proofs)
    assert proof.weights_sha256 == _lies_there(session) == first
    assert proof.proven_unix is not None
    assert "No space left on device" in session.context.log.warnings[0]


def test_a_file_system_without_links_copies(session: MadeSession, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a memory stick."""

    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    assert _prove(session, 1) == _lies_there(session)
    texts = list(made_texts(6))
    assert load_model(session.folder).probabilities(texts).shape == (6, 3)


def test_what_a_proof_took_is_what_the_next_is_expected_to_take(session: MadeSession) -> None:
    """Saving and labelling by this machine's clock, as it was lately."""
    session.fresh.takes_s = 9.0
    _prove(session, 1)
    assert session.context.lately.now_s(Way.LABEL) == 9.0
    assert session.context.lately.now_s(Way.START) == 4.0
    assert session.proofs.needed_s() == pytest.approx(9.0)  # one waits: no start is needed
    session.fresh.is_ready = False
    assert session.proofs.needed_s() == pytest.approx(13.0)


def _label_session(folder: Path) -> MadeSession:
    return MadeSession(folder, fitted=made_label_fitted())


def test_a_model_of_several_labels_is_proven_and_scored_by_its_own_thresholds(tmp_path: Path) -> None:
    """The scores are those of the labels that `predict` would say: the fresh process' answer, and what lies there."""
    session = _label_session(tmp_path)
    proof = _end(session, 2)
    assert proof.with_network
    assert proof.proven_unix is not None
    predictor, part = load_model(session.folder), session.fitted.data.held_out
    probabilities = predictor.probabilities(part.texts, normalised=True)
    said, has = probabilities >= predictor.thresholds, part.labels == 1
    shared = ((said & has).sum(axis=1) / np.maximum((said | has).sum(axis=1), 1))[(said | has).any(axis=1)]
    none = (~(said | has).any(axis=1)).sum()
    assert proof.delivered.held_out["jaccard"].value == pytest.approx((shared.sum() + none) / len(has))
    assert proof.delivered.held_out["exact_match"].value == pytest.approx((said == has).all(axis=1).mean())
    (verdict,) = proof.verdicts
    micro = 2 * (said & has).sum() / (said.sum() + has.sum())
    assert proof.delivered.held_out["micro_f1"].value == pytest.approx(micro)
    gain = proof.delivered.held_out["macro_f1"].value - proof.benchmark.held_out["macro_f1"].value
    assert verdict.value == pytest.approx(gain)


def test_a_benchmark_of_several_labels_alone_is_level_with_itself(tmp_path: Path) -> None:
    """Proven where it lies, and scored."""
    session = _label_session(tmp_path)
    alone = made_to_prove(session.fitted, session.fitted.delivered(), "delivered")
    hand_over(session.context, session.proofs, alone)
    proof = judge(session.context, session.fitted, session.proofs)
    assert not proof.with_network
    assert proof.proven_unix is not None
    assert (
        read_manifest(session.folder).scores["held_out"]["macro_f1"].value == proof.benchmark.held_out["macro_f1"].value
    )
