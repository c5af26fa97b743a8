"""What the model card says of each label, where a text may have several."""

from __future__ import annotations

from collections.abc import Sequence

from model.folder.card_cells import cell, number
from model.protocol.result import ClassScore, SessionResult
from model.protocol.run_folder import LABELS_COLUMN, positive_column

_HEADING = "| label | texts | precision | recall | F1 | ROC AUC | said from |\n|---|---|---|---|---|---|---|"


def label_section(result: SessionResult) -> str:
    """A table of the labels that could be judged, and one of the others."""
    scores = result.per_class.delivered
    judged, others = ([score for score in scores if score.judged is kind] for kind in (True, False))
    parts = [
        "## Per label",
        _table(result, judged) if judged else "",
        f"Too few held-out texts to be judged, and in no mean but those of all labels:\n\n{_table(result, others)}"
        if others
        else "",
    ]
    return "\n\n".join(part for part in parts if part)


def what_predict_adds(result: SessionResult) -> str:
    """The columns that a table of new texts gets."""
    example = positive_column(cell(result.classes[0])) if result.classes else positive_column("NAME")
    return (
        f"It adds `{LABELS_COLUMN}`, empty where none of the labels is said, and the probability of each label "
        f"(`{example}` and so on)."
    )


def _table(result: SessionResult, scores: Sequence[ClassScore]) -> str:
    said_from = dict(zip(result.classes, result.thresholds, strict=False))
    return "\n".join([_HEADING, *(_row(score, said_from.get(score.label)) for score in scores)])


def _row(score: ClassScore, threshold: float | None) -> str:
    """`said from`: the probability from which on the label is said of a text."""
    figures = " | ".join(map(number, (score.precision, score.recall, score.f1, score.roc_auc, threshold)))
    return f"| {cell(score.label)} | {score.support} | {figures} |"
