"""Labels that look wrong: confident learning on probabilities of a model that has not seen the rows it judges.

Northcutt, Jiang & Chuang 2021, "Confident Learning: Estimating Uncertainty in Dataset Labels" (JAIR 70), by cleanlab: a
label is a suspect where another class is as likely as it usually is for texts of that class. The judge is the n-gram
model, which sees words and not what they mean together, so a hard text looks like a wrong label to it: on made texts
with no wrong label at all it still suspects some. Hence two more figures. The surest tenth holds the texts whose words
tell most (anchor points: Patrini et al. 2017, "Making Deep Neural Networks Robust to Label Noise"); labels that are
wrong by accident are as frequent there as anywhere, hard texts are not. And a judge that hardly beats saying the most
frequent class each time is not believed. `label_suspects` has what is different where a text may have several labels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.text_mark import readable
from model.judging.decision import has_several_labels
from model.judging.intervals import Verdict
from model.judging.label_suspects import (
    Doubt,
    believed_labels,
    both_answers,
    most_doubted_first,
    not_judged_words,
    surest_texts_doubted,
)
from model.protocol.result import About, Suspect

ABOUT = About.LABELS
FEW_SHARE = 0.02  # below it, cleaning hardly helps
LEAST_SKILL = 0.4  # of what always saying the most frequent class gets wrong, the judge must get right so much
SUREST_SHARE = 0.1
_LEAST_SUREST = 50

Probabilities = NDArray[np.float64]
Labels = NDArray[np.integer]


@dataclass(frozen=True, slots=True)
class SuspectLabels:
    """What was found among `rows` labels: `count` of them look wrong; `listed` holds them, the most suspicious first.

    `surest_share`: how many of the labels are doubted, 0 to 1, among the texts whose words tell most. `why_unknown` is
    empty, or says why none of this can be believed. With `several_labels`, texts are counted that have a label which
    looks wrong, or lack one; `listed` has each such label, and `not_judged` are labels that nothing is said about.
    """

    rows: int = 0
    count: int = 0
    surest_share: float = 0.0
    listed: tuple[Suspect, ...] = ()
    why_unknown: str = ""
    several_labels: bool = False
    not_judged: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """The share of labels that look wrong, 0 to 1; on hard texts it is too high."""
        return self.count / self.rows if self.rows else 0.0


NOT_LOOKED = SuspectLabels(why_unknown="nobody looked")


def find_suspects(
    probabilities: Probabilities, labels: Labels, classes: Sequence[str], texts: Sequence[str], *, most: int | None = 20
) -> SuspectLabels:
    """Find labels that look wrong, and list the `most` suspicious of them (None: all).

    `probabilities` (rows, classes) come from a model that has not seen the row; `labels` (rows,) are in
    0..len(classes)-1, or (rows, labels) of 0 and 1. Nothing is found where a class has fewer than two rows: no model
    knows it without having seen it.
    """
    if has_several_labels(labels):
        return _of_several(probabilities, labels, classes, texts, most)
    counts = np.bincount(labels, minlength=len(classes))
    if counts.min() < 2:
        why = f"the class '{classes[int(counts.argmin())]}' has too few texts"
        return SuspectLabels(rows=len(labels), why_unknown=why)
    suspects = _most_suspicious_first(probabilities, labels)
    listed = tuple(
        Suspect(readable(texts[row]), classes[labels[row]], classes[likelier], float(probabilities[row, likelier]))
        for row, likelier in zip(suspects[:most], probabilities[suspects[:most]].argmax(axis=1), strict=True)
    )
    why = _why_not_believed(probabilities, labels, classes)
    return SuspectLabels(len(labels), len(suspects), _surest_share(probabilities, labels), listed, why)


def labels_verdict(suspects: SuspectLabels) -> Verdict:
    """More cleaning or more training, in words.

    - "cannot tell": the judge's skill is below `LEAST_SKILL`, or it could not judge at all.
    - "few": less than `FEW_SHARE` of the labels look wrong.
    - "hard": more do, but less than `FEW_SHARE` among the texts whose words tell most: hard texts explain the rest.
    - "many": more do, there too.

    `value` is the share that looks wrong, `low` and `high` the lesser and the larger of it and the surest tenth's.
    """
    share, surest = suspects.share, suspects.surest_share
    if suspects.why_unknown:
        text = f"Whether labels are wrong cannot be told: {suspects.why_unknown}."
        return Verdict(ABOUT, "cannot tell", text, float("nan"), float("nan"), float("nan"))
    standing = "few" if share < FEW_SHARE else "hard" if surest < FEW_SHARE else "many"
    return Verdict(ABOUT, standing, _words(standing, suspects), share, min(share, surest), max(share, surest))


def _of_several(
    probabilities: Probabilities, labels: Labels, names: Sequence[str], texts: Sequence[str], most: int | None
) -> SuspectLabels:
    believed = believed_labels(probabilities, labels, LEAST_SKILL)
    doubts = doubted_answers(probabilities, labels)
    not_judged = tuple(name for at, name in enumerate(names) if at not in believed)
    if not len(believed):
        why = "the n-gram model that judges them hardly knows any of these labels"
        return SuspectLabels(len(labels), why_unknown=why, several_labels=True, not_judged=not_judged)
    surest = surest_texts_doubted(probabilities[:, believed], labels[:, believed], SUREST_SHARE, _LEAST_SUREST)
    listed = tuple(
        Suspect(readable(texts[doubt.row]), *doubt.words(names[doubt.column]), doubt.confidence)
        for doubt in doubts[:most]
    )
    count = len({doubt.row for doubt in doubts})
    return SuspectLabels(len(labels), count, surest, listed, several_labels=True, not_judged=not_judged)


def doubted_answers(probabilities: Probabilities, labels: Labels) -> list[Doubt]:
    """Answers of several labels a row that look wrong, the surest first; none of labels that cannot be judged."""
    believed = believed_labels(probabilities, labels, LEAST_SKILL)
    return most_doubted_first(doubt for at in believed for doubt in _doubts(probabilities, labels, int(at)))


def _doubts(probabilities: Probabilities, labels: Labels, column: int) -> Iterator[Doubt]:
    """Answers of one label that look wrong."""
    answers, given = both_answers(probabilities[:, column]), labels[:, column].astype(np.int64)
    for row in _most_suspicious_first(answers, given):
        yield Doubt(int(row), column, bool(given[row]), float(answers[row].max()))


def suspect_rows(probabilities: Probabilities, labels: Labels) -> NDArray[np.int64]:
    """Rows whose one label looks wrong, the least likely label first; none where a class has fewer than two rows."""
    if np.bincount(labels, minlength=probabilities.shape[1]).min() < 2:
        return np.empty(0, np.int64)
    return _most_suspicious_first(probabilities, labels)


def _most_suspicious_first(probabilities: Probabilities, labels: Labels) -> NDArray[np.int64]:
    """Rows of the suspects, the least likely label first."""
    from cleanlab.filter import find_label_issues  # takes its time to import: in the worker only

    issues: NDArray[np.int64] = find_label_issues(
        labels,
        probabilities,
        filter_by="low_self_confidence",
        return_indices_ranked_by="self_confidence",
        n_jobs=1,  # no process is forked beside TensorFlow's threads
    )
    doubted: NDArray[np.int64] = issues[probabilities[issues].argmax(axis=1) != labels[issues]]
    return doubted


def _surest_share(probabilities: Probabilities, labels: Labels) -> float:
    rows = len(labels)
    surest = np.argsort(-probabilities.max(axis=1), kind="stable")[: max(int(SUREST_SHARE * rows), _LEAST_SUREST)]
    return float((probabilities[surest].argmax(axis=1) != labels[surest]).mean())


def _why_not_believed(probabilities: Probabilities, labels: Labels, classes: Sequence[str]) -> str:
    """Empty where the judge knows enough of these labels."""
    counts = np.bincount(labels, minlength=len(classes))
    agrees, usual = float((probabilities.argmax(axis=1) == labels).mean()), float(counts.max() / len(labels))
    if agrees - usual >= LEAST_SKILL * (1 - usual):
        return ""
    return (
        f"the n-gram model that judges them agrees with {_per_cent(agrees)}, and always saying "
        f"'{classes[int(counts.argmax())]}' would with {_per_cent(usual)}"
    )


def _words(standing: str, suspects: SuspectLabels) -> str:
    if suspects.several_labels:
        return _words_of_texts(standing, suspects) + not_judged_words(suspects.not_judged)
    share, of = _per_cent(suspects.share), f"({suspects.count:,} of {suspects.rows:,})"
    if standing == "few":
        few = f"Few labels look wrong ({share})" if suspects.count else "No label looks wrong"
        return f"{few}: more cleaning would hardly help."
    if standing == "hard":
        return (
            f"Up to {share} of the labels look wrong {of}, but hardly any ({_per_cent(suspects.surest_share)}) where "
            "the words tell most: these texts may only be hard. Read the first ones before cleaning more."
        )
    return (
        f"About {share} of the labels look wrong {of}: an hour of reading them could be worth more than an hour of "
        "training. They were judged by words alone, so some of them will be right."
    )


def _words_of_texts(standing: str, suspects: SuspectLabels) -> str:
    """The same where a text may have several labels: a text has wrong ones, or lacks some."""
    share, of = _per_cent(suspects.share), f"({suspects.count:,} of {suspects.rows:,})"
    if standing == "few":
        few = f"Few texts have labels that look wrong ({share})" if suspects.count else "No label looks wrong"
        return f"{few}: more cleaning would hardly help."
    if standing == "hard":
        return (
            f"Up to {share} of the texts have labels that look wrong {of}, but hardly any "
            f"({_per_cent(suspects.surest_share)}) where the words tell most: these texts may only be hard. Read the "
            "first ones before cleaning more."
        )
    return (
        f"About {share} of the texts have labels that look wrong, or lack one {of}: an hour of reading them could be "
        "worth more than an hour of training. They were judged by words alone, so some of them will be right."
    )


def _per_cent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.0195 or share == 0 else f"{max(0.1, 100 * share):.1f} %"
