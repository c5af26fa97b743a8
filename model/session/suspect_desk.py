"""`python -P -m model.session.suspect_desk RUN_FOLDER`: texts whose label looks wrong, each with what is to be seen.

Beside both labels stand the nearest training texts with theirs (by the cosine of their n-grams), and the words that
speak for each of the two: those without which an n-gram model would be less sure of it that has learned from the texts
that nobody doubts. All of it is worked out of what the session kept; no network is loaded.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.judging.decision import has_several_labels, sigmoid, softmax
from model.judging.suspects import doubted_answers, suspect_rows
from model.ngram.benchmark import Benchmark
from model.ngram.linear import LinearModel, fit_linear
from model.protocol.errors import NoDesk
from model.protocol.label_answers import LabelAnswer, LabelAnswers
from model.protocol.order import DEFAULT_SEED
from model.protocol.suspect_desk import DeskSuspect, Neighbour, SuspectDesk
from model.session.data_stages import Part, SessionData
from model.session.decided_labels import not_answered
from model.session.one_answer import answer_and_leave
from model.session.resume import KeptSession, load_session
from model.text.tokens import chunk_of, spelled

MOST_LISTED, MOST_HELD_OUT = 200, 50
MOST_CHARACTERS = 8_000_000  # of the training texts that are looked at, and that a model is fitted on again in seconds
_NEIGHBOURS = 3
_WORDS = 4  # that speak for a label
_MOST_WORDS_TRIED = 80  # of a long text
_LEAST_EFFECT = 0.05  # of a word on the logit
_COMPARED_AT_ONCE = 50
_FIT_S = 6.0  # at most


@dataclass(frozen=True, slots=True)
class Doubted:
    """Suspects of one part: rows of it, the surest first, and probabilities (rows of the part, classes).

    `numbers` tell each among all suspects of the part, from 1 on: they stay, whatever is answered. `doubted` are the
    rows of all of them, answered or not. `columns` are the labels in doubt where a row may have several; else empty.
    """

    part: Part
    rows: NDArray[np.intp]
    numbers: NDArray[np.intp]
    probabilities: NDArray[np.float64]
    doubted: NDArray[np.intp]
    columns: NDArray[np.intp]


def kept_session(run_folder: Path) -> KeptSession:
    """What the session kept to go on from.

    Raises
    ------
    NoDesk
        It kept nothing.
    """
    kept = load_session(run_folder)
    if kept is None:
        raise NoDesk(
            f"The session in {run_folder} kept no texts to look at: it ended before its test run, or its folder "
            "'resume' is gone. Train again from the file."
        )
    return kept


def desk_of(run_folder: Path, answers: Sequence[LabelAnswer] = ()) -> SuspectDesk:
    """The suspects that nobody has answered, the surest first, and those of the held-out part apart.

    Raises
    ------
    NoDesk
        There is nothing to look at.
    """
    kept = kept_session(run_folder)
    data, model = kept.fitted.data, kept.fitted.model
    asked = training_suspects(data, kept.fitted.out_of_fold_logits, answers)
    held_out = _held_out_suspects(data, model, asked)
    told = _Teller(data, model, asked.doubted)
    return SuspectDesk(
        classes=data.classes,
        count=len(asked.rows),
        suspects=tuple(told.tell(asked, MOST_LISTED)),
        held_out_count=len(held_out.rows),
        held_out=tuple(told.tell(held_out, MOST_HELD_OUT)),
    )


def rows_looked_at(train: Part) -> int:
    """How many training texts, from the first on (they are in random order), are looked at and learned from again."""
    lengths = np.cumsum([len(text) + 1 for text in train.texts])
    return max(1, int(np.searchsorted(lengths, MOST_CHARACTERS, side="right"))) if len(lengths) else 0


def training_suspects(data: SessionData, out_of_fold: NDArray[np.float32], answers: Sequence[LabelAnswer]) -> Doubted:
    """Training texts whose label looks wrong, without those that were answered."""
    rows = rows_looked_at(data.train)
    part = Part(data.train.texts[:rows], data.train.labels[:rows])
    is_several = has_several_labels(part.labels)
    probabilities = (sigmoid if is_several else softmax)(out_of_fold[:rows])
    doubted, columns = _doubted(probabilities, part.labels)
    names = [data.classes[column] for column in columns]
    left = not_answered([part.texts[row] for row in doubted], answers, names)
    return Doubted(part, doubted[left], left + 1, probabilities, doubted, columns[left] if is_several else columns)


def _doubted(probabilities: NDArray[np.float64], labels: NDArray[Any]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows in doubt, and the label of each where a row may have several."""
    if not has_several_labels(labels):
        return suspect_rows(probabilities, labels).astype(np.intp), np.empty(0, np.intp)
    doubts = doubted_answers(probabilities, labels)
    return np.array([one.row for one in doubts], np.intp), np.array([one.column for one in doubts], np.intp)


def _held_out_suspects(data: SessionData, model: Benchmark, asked: Doubted) -> Doubted:
    """Those of the held-out part, judged beside the training texts: by itself it may be too small to say anything."""
    part = data.held_out
    probabilities = model.decision.calibrated(model.logits(part.texts))
    together = np.concatenate((asked.probabilities, probabilities)), np.concatenate((asked.part.labels, part.labels))
    rows, columns = _doubted(*together)
    is_own = rows >= len(asked.part)
    own = rows[is_own] - len(asked.part)
    numbers = np.arange(1, len(own) + 1)
    return Doubted(part, own, numbers, probabilities, own, columns[is_own] if len(columns) else columns)


class _Teller:
    """Tells of suspects what a person wants to see; the n-grams of the training texts are counted once."""

    def __init__(self, data: SessionData, model: Benchmark, doubted: NDArray[np.intp]) -> None:
        self._data, self._model = data, model
        rows = rows_looked_at(data.train)
        self._texts, self._labels = data.train.texts[:rows], data.train.labels[:rows]
        self._table = model.space.table(self._texts)
        self._parts = 2 if model.space.families.runs[1] else 1  # words, and runs of characters: each of length one
        self._linear = self._undoubted(doubted)

    def _undoubted(self, doubted: NDArray[np.intp]) -> LinearModel:
        """A model of the texts that nobody doubts: one that has learned a wrong label finds words that speak for it."""
        recipe, classes = self._model.recipe, len(self._data.classes)
        stays = np.ones(len(self._texts), np.bool_)
        stays[doubted] = False
        if rows_of_classes(self._labels[stays], classes).min() < 2:
            return self._model.linear
        ends = time.monotonic() + _FIT_S
        return fit_linear(
            self._table[stays].astype(np.float64), self._labels[stays], classes, seed=DEFAULT_SEED,
            time_left_s=lambda: ends - time.monotonic(), cost=recipe.cost, by_ratio=recipe.by_ratio,
        )  # fmt: skip

    def tell(self, doubted: Doubted, most: int) -> Iterator[DeskSuspect]:
        """The first suspects."""
        for first in range(0, min(most, len(doubted.rows)), _COMPARED_AT_ONCE):
            some = slice(first, min(most, first + _COMPARED_AT_ONCE))
            texts = [doubted.part.texts[row] for row in doubted.rows[some]]
            for place, neighbours in zip(range(len(texts)), self._neighbours(texts), strict=True):
                yield self._one(doubted, first + place, neighbours)

    def _one(self, doubted: Doubted, place: int, neighbours: Sequence[tuple[int, float]]) -> DeskSuspect:
        asked = self._asked(doubted, place)
        text = doubted.part.texts[doubted.rows[place]]
        for_label, for_likelier = self._words(text, asked.lean)
        told = tuple(Neighbour(self._texts[at], asked.said(self._labels[at]), likeness) for at, likeness in neighbours)
        number, confidence = int(doubted.numbers[place]), asked.confidence
        return DeskSuspect(
            number, text, asked.label, asked.likelier, confidence, told, for_label, for_likelier, asked.name
        )

    def _asked(self, doubted: Doubted, place: int) -> _Asked:
        """What is asked of a suspect: which of two classes it has, or whether it has one of several labels."""
        row, names = doubted.rows[place], self._data.classes
        labels, probabilities = doubted.part.labels[row], doubted.probabilities[row]
        if len(doubted.columns):
            column = int(doubted.columns[place])
            has = bool(labels[column])
            lean = np.zeros(len(names))
            lean[column] = -1.0 if has else 1.0
            sure = float(probabilities[column])
            words = [names[column], f"not {names[column]}"]
            label, likelier = words if has else words[::-1]
            return _Asked(label, likelier, 1 - sure if has else sure, lean, names, column)
        own, other = int(labels), int(probabilities.argmax())
        lean = np.zeros(len(names))
        lean[other], lean[own] = 1.0, -1.0
        return _Asked(names[own], names[other], 1 - float(probabilities[own]), lean, names)

    def _neighbours(self, texts: Sequence[str]) -> Iterator[list[tuple[int, float]]]:
        """The nearest other training texts of each, and how like they are; words and runs of characters count alike."""
        likeness = np.asarray((self._model.space.table(texts) @ self._table.T).todense())
        for text, row in zip(texts, likeness, strict=True):
            nearest = np.argsort(-row, kind="stable")[: _NEIGHBOURS + 1]
            found = [int(at) for at in nearest if self._texts[at] != text and row[at] > 0][:_NEIGHBOURS]
            yield [(at, min(1.0, float(row[at]) / self._parts)) for at in found]

    def _words(self, text: str, towards: NDArray[np.float64]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words without which the model would lean less to each of two labels, the strongest first.

        `towards` (classes,) has 1 for what is likelier and -1 for what the table says.
        """
        cuts = list(_without_each_word(text))
        if not cuts:
            return (), ()
        lean = self._linear.logits(self._model.space.table([text, *(rest for _, rest in cuts)])) @ towards
        effects = lean[0] - lean[1:]  # above zero: the word speaks for the likelier label
        order = np.argsort(-effects, kind="stable")
        words = [word for word, _ in cuts]
        speaks = [words[at] for at in order if effects[at] > _LEAST_EFFECT][:_WORDS]
        against = [words[at] for at in order[::-1] if effects[at] < -_LEAST_EFFECT][:_WORDS]
        return tuple(against), tuple(speaks)


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """One question: both labels in words, how sure it is that the first is wrong, and what leans to the second.

    That is what they are ordered by: on five stars, four that look like five come first where the likelier label is the
    surest, and of a hundred such labels 27 were wrong, where 72 were of those whose own label is least likely.
    """

    label: str
    likelier: str
    confidence: float
    lean: NDArray[np.float64]
    names: Sequence[str]
    column: int | None = None

    @property
    def name(self) -> str:
        """The one of several labels that is asked about."""
        return "" if self.column is None else self.names[self.column]

    def said(self, labels: Any) -> str:
        """What another text's labels say to the same question."""
        if self.column is None:
            return self.names[int(labels)]
        return self.name if labels[self.column] else f"not {self.name}"


def rows_of_classes(labels: NDArray[Any], classes: int) -> NDArray[np.integer]:
    """Rows of each class (classes,); of several labels, of the rarer answer to each."""
    if has_several_labels(labels):
        rows = np.asarray(labels.sum(axis=0), np.int64)
        return np.minimum(rows, len(labels) - rows)
    return np.bincount(labels, minlength=classes)


def _without_each_word(text: str) -> Iterator[tuple[str, str]]:
    """Each different word of a text, and the text without it."""
    chunk = chunk_of([text])
    starts, ends = chunk.words()
    spans: dict[str, list[tuple[int, int]]] = {}
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        spans.setdefault(spelled(chunk, start, end), []).append((start, end))
    for word in list(spans)[:_MOST_WORDS_TRIED]:
        if any(letter.isalnum() for letter in word) or len(word) > 1:
            codes = chunk.codes.copy()
            for start, end in spans[word]:
                codes[start:end] = ord(" ")
            yield word, codes[1:-1].tobytes().decode("utf-32-le", "surrogatepass")


def _answer(arguments: list[str]) -> dict[str, Any]:
    """Of the words of a process: the run folder, and the file of the answers (or nothing)."""
    folder, *answers_file = arguments
    answers = LabelAnswers.load(Path(answers_file[0])).answers if answers_file else ()
    return asdict(desk_of(Path(folder), answers))


if __name__ == "__main__":
    answer_and_leave(_answer)
