"""TEST DATA: an ended session on texts that may have several labels, as a worker would have left it.

Nothing here was trained. There are twelve labels, of which one has too few held-out texts to be judged.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from model.judging.suspects_file import write_suspects
from model.protocol.result import ClassScore, Suspect, Suspects
from tests.app.made_runs import MadeRun, made_scores

SUPPORT = {
    "hate_speech": 380, "abusive": 352, "hs_individual": 244, "hs_group": 136, "hs_religion": 62, "hs_race": 41,
    "hs_physical": 24, "hs_gender": 22, "hs_other": 260, "hs_weak": 232, "hs_moderate": 118, "hs_strong": 3,
}  # fmt: skip
LABELS = tuple(SUPPORT)
TAKEN_FOR = {("hs_weak", "hs_moderate"): 38, ("hs_other", "hs_individual"): 29, ("hs_race", "hs_religion"): 9}
SUSPECTS_VERDICT = (
    "About 4 % of the texts have labels that look wrong, or lack one (240 of 5,888): an hour of reading them could be "
    "worth more than an hour of training. They were judged by words alone, so some of them will be right. 'hs_strong' "
    "was left out: too few texts have it, or their words hardly tell it."
)


def made_label_scores(value: float) -> dict[str, dict[str, float]]:
    """Scores of several labels; the means over all of them are lower than those over the ones that can be judged."""
    around = {
        "macro_f1": value, "micro_f1": value + 0.05, "mean_roc_auc": value + 0.11, "jaccard": value - 0.1,
        "exact_match": value - 0.25, "macro_f1_all": value - 0.06, "mean_roc_auc_all": value + 0.09,
    }  # fmt: skip
    scores = {metric: {"value": v, "low": v - 0.024, "high": v + 0.024} for metric, v in around.items()}
    return {**scores, "log_loss": made_scores(value)["log_loss"]}


def made_label_run(folder: Path, session_id: str, started_unix: float, **told: Any) -> MadeRun:
    """A run that has ended; `told` is what else its result says."""
    run = MadeRun(
        folder,
        session_id,
        started_unix,
        source_name="tweets.csv",
        scores_of=made_label_scores,
        order={"label_column": LABELS[0], "further_label_columns": LABELS[1:]},
    ).to_the_end(message="Finished inside its box: 4:39 min of 5:00 min used.")
    found = suspects()
    write_suspects(run.folder, found)
    verdicts = json.loads((run.folder / "result.json").read_text())["verdicts"]
    about_labels = {"about": "labels", "standing": "many", "text": SUSPECTS_VERDICT, "value": 0.04}
    others = [verdict for verdict in verdicts if verdict["about"] != "labels"]
    return run.change_result(**{**_result(found), "verdicts": [*others, about_labels], **told})


def suspects() -> tuple[Suspect, ...]:
    """One text that lacks a label, and one that has one too many."""
    missing = Suspect("They should all be thrown out.", "not hate_speech", "hate_speech", 0.97)
    return missing, Suspect("What a lovely goal!", "abusive", "not abusive", 0.95)


def _result(found: tuple[Suspect, ...]) -> dict[str, Any]:
    counts = [[TAKEN_FOR.get((missed, said), 0) for said in LABELS] for missed in LABELS]
    scores = {
        model: {part: made_label_scores(value) for part in ("validation", "held_out")}
        for model, value in (("benchmark", 0.798), ("delivered", 0.842))
    }
    return {
        "several_labels": True,
        "classes": LABELS,
        "thresholds": [round(0.5 - place / 40, 3) for place in range(len(LABELS))],
        "confusion": [],
        "taken_for": counts,
        "scores": scores,
        "per_class": {"benchmark": _classes(-0.06), "delivered": _classes(0.0)},
        "suspects": asdict(Suspects(240, 0.041, 0.03, 5888, found)),
    }


def _classes(shift: float) -> list[dict[str, Any]]:
    return [asdict(_score(place, name, shift)) for place, name in enumerate(LABELS)]


def _score(place: int, name: str, shift: float) -> ClassScore:
    f1 = 0.88 - place * 0.03 + shift
    is_judged = SUPPORT[name] >= 5
    return ClassScore(name, f1 + 0.02, f1 - 0.02, f1, SUPPORT[name], min(0.99, f1 + 0.08), judged=is_judged)
