"""TEST DATA: run folders as a worker would have left them, so that each state of the Train page can be drawn.

Nothing here was trained. The numbers are made, the shapes are those of `model.protocol.events` and `result.json`.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from model.judging.suspects_file import write_suspects
from model.protocol.events import EVENT_TYPES, Event, Kind
from model.protocol.result import (
    ClassScore,
    ClassScores,
    Cleaning,
    Curve,
    Hashes,
    ModelScores,
    Outcome,
    RuleCount,
    Sample,
    Scores,
    SessionResult,
    Split,
    StageTime,
    Suspect,
    Suspects,
    VerdictFacts,
    as_facts,
)
from model.protocol.run_folder import EVENTS_FILE
from planner.sessions import Placement, SessionFollower
from planner.sessions.closing import record_start
from planner.store import Store
from tests.made_orders import made_config

CLASSES = {"negative": 4130, "neutral": 1810, "positive": 1420}
RULES = [
    ("empty_text", "Empty texts", 14, "", ""),
    ("missing_label", "Missing labels", 41, "N/A", ""),
    ("markup", "HTML tags and entities", 212, "I <b>loved</b> it &amp; more", "I loved it & more"),
    ("mojibake", "Broken characters", 96, "itâ€™s not bad", "it’s not bad"),
    ("duplicates", "Duplicates", 433, "not bad at all", "(kept once)"),
    ("conflicting_labels", "Same text, two labels", 12, "it was fine", "(both dropped)"),
]
PLANNED = {
    "read": 3.0,
    "clean": 5.0,
    "benchmark": 14.0,
    "smoke": 9.0,
    "calibrate": 12.0,
    "learning curve": 20.0,
    "train": 210.0,
    "prove": 25.0,
}
SUMMARY = {
    "read": "8,000 rows of 2 columns, UTF-8, comma-separated; all of them were read.",
    "clean": "7,360 of 8,000 rows are left; 433 were duplicates.",
    "benchmark": "The n-gram model reaches macro-F1 .798 on validation.",
    "smoke": "A model of 512 rows was saved, reloaded in a fresh process, and gave the same predictions.",
    "calibrate": "640 texts a second: 5,888 rows for about 7 epochs.",
    "learning curve": "Whole trainings of 3, 5 and 10 s.",
    "train": "7 epochs; best macro-F1 .842 on validation, in epoch 6.",
    "prove": "Saved, reloaded in a fresh process, and scored on 736 held-out texts.",
}

LABELS_VERDICT = (
    "About 4 % of the labels look wrong (240 of 5,888): an hour of reading them could be worth more than an hour of "
    "training. They were judged by words alone, so some of them will be right."
)


@dataclass
class MadeRun:
    """Writes events into a run folder, in order, with the times they would have had."""

    folder: Path
    session_id: str
    started_unix: float
    timebox_s: float = 300.0
    source_name: str = "Made reviews (sample)"
    weights: str = "d" * 64
    data: str = "e" * 64
    order: dict[str, Any] = field(default_factory=dict)  # what else the session was told
    scores_of: Callable[[float], dict[str, dict[str, float]]] = field(default_factory=lambda: made_scores)
    now: float = 0.0
    used: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.now = self.started_unix
        config = made_config(
            self.session_id,
            started_unix=self.started_unix,
            source_name=self.source_name,
            timebox_s=self.timebox_s,
            **{
                "data_file": self.folder / "reviews.csv",
                "text_column": "review",
                "label_column": "sentiment",
                **self.order,
            },
        )
        config.save(self.folder)
        self.say(
            Kind.SESSION_STARTED,
            session_id=self.session_id,
            source_name=self.source_name,
            text_column="review",
            label_column="sentiment",
            metric="macro_f1",
            timebox_s=self.timebox_s,
            started_unix=self.started_unix,
            deadline_unix=self.started_unix + self.timebox_s,
            seed=7,
        )

    def say(self, kind: Kind, **body: Any) -> None:
        with (self.folder / EVENTS_FILE).open("a", encoding="utf-8") as file:
            file.write(Event(self.now, as_facts(EVENT_TYPES[kind], body)).to_line())

    def begin(self, stage: str) -> None:
        self.say(Kind.STAGE_STARTED, stage=stage, planned_s=PLANNED[stage])
        self.used[stage] = self.now

    def end(self, stage: str, used_s: float) -> None:
        self.now = self.used[stage] + used_s
        self.used[stage] = used_s
        self.say(Kind.STAGE_ENDED, stage=stage, planned_s=PLANNED[stage], used_s=used_s, summary=SUMMARY[stage])

    def through_benchmark(self) -> MadeRun:
        self.begin("read")
        self.say(
            Kind.READ, rows=8000, columns=["review", "sentiment"], encoding="utf-8", delimiter=",",
            skipped=[{"reason": "fewer fields than the header", "rows": 3}], sampling="all rows", share_read=1.0,
        )  # fmt: skip
        self.end("read", 1.4)
        self.begin("clean")
        rules = [{"rule": r, "title": t, "rows": n, "before": b, "after": a} for r, t, n, b, a in RULES]
        self.say(Kind.CLEANED, rows_before=8000, rows_after=7360, rules=rules, classes=CLASSES)
        self.end("clean", 3.2)
        self.begin("benchmark")
        self.now += 10.0
        self.say(
            Kind.SCORED, model="benchmark", part="validation", scores=self.scores_of(0.798),
            weights_sha256="b" * 64, elapsed_s=self.now - self.started_unix,
        )  # fmt: skip
        self.say(Kind.SAVED, what="benchmark", weights_sha256="b" * 64)
        self.end("benchmark", 12.5)
        return self

    def through_training(self, epochs: float, of: int = 7, *, batch_size: int = 64) -> MadeRun:
        self.through_benchmark()
        for stage, used_s in (("smoke", 8.0), ("calibrate", 10.0), ("learning curve", 18.0)):
            self.begin(stage)
            self.end(stage, used_s)
        self.say(Kind.PLANNED, rows=5888, epochs=of, batch_size=batch_size, stages=PLANNED)
        self.begin("train")
        self._train(epochs, of, batch_size)
        return self

    def _train(self, epochs: float, of: int, batch_size: int) -> None:
        steps = 5888 // batch_size
        begun, per_epoch_s = self.now, PLANNED["train"] / of
        for tenth in range(1, round(epochs * 10) + 1):
            share = tenth / 10 / of
            score = round(0.798 + 0.046 * (1 - math.exp(-2.6 * share)), 4)
            self.now = begun + tenth / 10 * per_epoch_s
            self.say(
                Kind.PROGRESS, epoch=tenth / 10, epochs=of, score=score if tenth % 5 == 0 else None, 
                step=round(tenth / 10 * steps),
                steps=of * steps, loss=round(0.18 + 0.42 * math.exp(-3 * share) + 0.02 * math.sin(tenth), 4),
                learning_rate=3e-3 * min(1.0, share * 10) * (1 - share), examples_per_s=640.0,
                memory_mb=1150.0 + 2 * tenth,
            )  # fmt: skip
            if tenth % 10 == 0:
                self.say(
                    Kind.SCORED, model="delivered", part="validation",
                    scores=self.scores_of(score),
                    weights_sha256="d" * 64, elapsed_s=self.now - self.started_unix,
                )  # fmt: skip
                self.say(Kind.SAVED, what="checkpoint", weights_sha256="d" * 64)

    def to_the_end(
        self, *, delivered: float = 0.842, outcome: str = "finished", message: str = "", early_reason: str = ""
    ) -> MadeRun:
        self.through_training(7)
        self.end("train", 205.0)
        self.begin("prove")
        self.now += 15.0
        for model, value in (("benchmark", 0.798), ("delivered", delivered)):
            self.say(
                Kind.SCORED, model=model, part="held-out", scores=self.scores_of(value),
                weights_sha256=self.weights, data_sha256=self.data, elapsed_s=self.now - self.started_unix,
            )  # fmt: skip
        self.say(Kind.SAVED, what="delivered", weights_sha256="d" * 64)
        self.end("prove", 21.0)
        self.say(Kind.CURVE, **made_curve(delivered, has_band=outcome != "called early"))
        self.write_result(made_result(self, delivered, Outcome(outcome), message, early_reason))
        self.say(
            Kind.FINISHED, outcome=outcome, message=message, verdict=made_verdict(delivered - 0.798),
            used_s=self.now - self.started_unix,
        )  # fmt: skip
        self.write_model()
        return self

    def fail(self, message: str) -> MadeRun:
        self.say(Kind.FAILED, message=message)
        return self

    def write_model(self) -> None:
        """A model folder: small files, and the manifest that names them."""
        files = {"model.keras": b"not a real network", "vocabulary.json": b"{}"}
        for name, content in files.items():
            (self.folder / name).write_bytes(content)
        named = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
        (self.folder / "manifest.json").write_text(json.dumps({"format_version": 1, "files": named}))
        (self.folder / "card.md").write_text("# Model card\n\nMade for a test. Trained on 5,888 texts.\n")

    def change_result(self, **told: Any) -> MadeRun:
        """Let the result say something else."""
        path = self.folder / "result.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **told}))
        return self

    def write_result(self, result: SessionResult) -> None:
        (self.folder / "result.json").write_text(result.to_json())
        write_suspects(self.folder, [Suspect(**row) for row in made_suspects()])


def made_scores(value: float) -> dict[str, dict[str, float]]:
    def around(middle: float, width: float) -> dict[str, float]:
        return {"value": middle, "low": middle - width, "high": middle + width}

    return {
        "macro_f1": around(value, 0.024),
        "accuracy": around(value + 0.03, 0.021),
        "log_loss": around(1.05 - 0.75 * value, 0.03),
    }


def made_result(
    run: MadeRun, delivered: float, outcome: Outcome, message: str, early_reason: str = ""
) -> SessionResult:
    gain = delivered - 0.798
    curve = as_facts(Curve, made_curve(delivered, has_band=outcome is not Outcome.CALLED_EARLY))
    return SessionResult(
        session_id=run.session_id,
        source=run.source_name,
        metric="macro_f1",
        seed=7,
        timebox_s=run.timebox_s,
        used_s=run.now - run.started_unix,
        outcome=outcome,
        message=message,
        early_reason=early_reason,
        stages=tuple(StageTime(stage, PLANNED[stage], used_s) for stage, used_s in run.used.items()),
        sample=Sample(8000, 7360, "all rows"),
        cleaning=Cleaning(8000, 7360, tuple(RuleCount(rule, title, rows) for rule, title, rows, *_ in RULES)),
        split=Split(5888, 736, 736),
        classes=tuple(CLASSES),
        trained_rows=5888,
        epochs=7.0,
        batch_size=64,
        scores=Scores(_model_scores(0.798, 0.798), _model_scores(delivered + 0.004, delivered)),
        per_class=ClassScores(made_classes(0.86, 0.68, 0.85), made_classes(0.89, 0.74, 0.89)),
        confusion=((372, 30, 11), (44, 128, 9), (6, 5, 131)),
        verdicts=(
            VerdictFacts(made_verdict(gain), "benchmark", "", gain, gain - 0.015, gain + 0.015),
            VerdictFacts(curve.verdict, "twice the time", curve.standing, curve.gain),
            VerdictFacts(LABELS_VERDICT, "labels", "many", 0.04, 0.03, 0.04),
        ),
        learning_curve=curve,
        suspects=Suspects(240, 0.041, 0.03, 5888, tuple(Suspect(**row) for row in made_suspects())),
        versions={"python": "3.11.9", "keras": "3.15.0", "tensorflow": "2.21.0"},
        hashes=Hashes(run.weights, run.data),
    )


def _model_scores(validation: float, held_out: float) -> ModelScores:
    return as_facts(ModelScores, {"validation": made_scores(validation), "held_out": made_scores(held_out)})


def made_curve(delivered: float, *, has_band: bool = True) -> dict[str, Any]:
    """Three short trainings and the main one, and a band to twice its time where more time would have been used."""
    seconds = (3.0, 5.0, 10.0, 205.0)
    scores = (delivered - 0.04, delivered - 0.03, delivered - 0.02, delivered)
    points = [
        {"train_s": s, "rows": 5888, "epochs": 7 * s / 205, "value": v} for s, v in zip(seconds, scores, strict=True)
    ]
    band = [
        {"train_s": s, "value": v, "low": v - 0.005, "high": v + 0.005} for s, v in zip(seconds, scores, strict=True)
    ]
    band.append({"train_s": 410.0, "value": delivered + 0.006, "low": delivered, "high": delivered + 0.015})
    if not has_band:
        verdict = "Twice the time would hardly help, as validation had not got better."
        none = {"band": [], "gain": None, "low": None, "high": None}
        return {"points": points, **none, "standing": "hardly worth it", "verdict": verdict}
    verdict = "Twice the time would bring about +0.6 points (80 %: 0 to +1.5): hardly worth it."
    standing = "hardly worth it"
    return {
        "points": points,
        "band": band,
        "gain": 0.006,
        "low": 0.0,
        "high": 0.015,
        "standing": standing,
        "verdict": verdict,
    }


def made_classes(*f1: float) -> tuple[ClassScore, ...]:
    rows = zip(CLASSES, (413, 181, 142), f1, strict=True)
    return tuple(ClassScore(name, value + 0.01, value - 0.01, value, support) for name, support, value in rows)


def made_suspects(count: int = 20) -> list[dict[str, Any]]:
    """Labels that look wrong; a spreadsheet would run the last text."""
    texts = [f"The kettle number {number} works *as it should*." for number in range(1, count)] + ["=1+1 reasons to go"]
    return [
        {"text": text, "label": "negative", "likelier_label": "positive", "confidence": round(0.99 - place / 100, 2)}
        for place, text in enumerate(texts)
    ]


def made_verdict(gain: float) -> str:
    word = "Above" if gain > 0.015 else "Below" if gain < -0.015 else "Level with"
    points = f"{gain * 100:+.1f} points (95 % interval {gain * 100 - 1.5:+.1f} to {gain * 100 + 1.5:+.1f})"
    return f"{word} the benchmark: macro-F1 {points}."


def record(store: Store, run: MadeRun, *, project_id: int | None = None, phase_id: int | None = None) -> None:
    """Put a made run into the store as running, as the start of a session does; a visit closes one that has ended."""
    view = SessionFollower(run.folder).refresh()
    record_start(store, view, Placement(project_id, phase_id))
