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

from model.judging.decision import has_several_labels, softmax
from model.judging.suspects import suspect_rows
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
    """Suspects of one part: rows of it, the most suspicious first, and probabilities (rows of the part, classes).

    `numbers` tell each among all suspects of the part, from 1 on: they stay, whatever is answered. `doubted` are all
    of them, answered or not.
    """

    part: Part
    rows: NDArray[np.intp]
    numbers: NDArray[np.intp]
    probabilities: NDArray[np.float64]
    doubted: NDArray[np.intp]


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
    if has_several_labels(kept.fitted.data.train.labels):
        raise NoDesk(
            "A text may have several labels here, and only one label a text can be repaired so far. "
            "The doubted ones are listed in suspects.csv."
        )
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
    probabilities = softmax(out_of_fold[:rows])
    doubted = suspect_rows(probabilities, part.labels)
    left = not_answered([part.texts[row] for row in doubted], answers)
    return Doubted(part, doubted[left], left + 1, probabilities, doubted)


def _held_out_suspects(data: SessionData, model: Benchmark, asked: Doubted) -> Doubted:
    """Those of the held-out part, judged beside the training texts: by itself it may be too small to say anything."""
    part = data.held_out
    probabilities = model.decision.calibrated(model.logits(part.texts))
    together = np.concatenate((asked.probabilities, probabilities)), np.concatenate((asked.part.labels, part.labels))
    rows = suspect_rows(*together)
    own = rows[rows >= len(asked.part)] - len(asked.part)
    return Doubted(part, own, np.arange(1, len(own) + 1), probabilities, own)


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
        if np.bincount(self._labels[stays], minlength=classes).min() < 2:
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

    def _one(self, doubted: Doubted, place: int, neighbours: tuple[Neighbour, ...]) -> DeskSuspect:
        row = doubted.rows[place]
        text, label, probabilities = doubted.part.texts[row], int(doubted.part.labels[row]), doubted.probabilities[row]
        likelier = int(probabilities.argmax())
        for_label, for_likelier = self._words(text, label, likelier)
        names = self._data.classes
        confidence = float(probabilities[likelier])
        number = int(doubted.numbers[place])
        return DeskSuspect(number, text, names[label], names[likelier], confidence, neighbours, for_label, for_likelier)

    def _neighbours(self, texts: Sequence[str]) -> Iterator[tuple[Neighbour, ...]]:
        """The nearest other training texts of each; words and runs of characters count one half each."""
        likeness = np.asarray((self._model.space.table(texts) @ self._table.T).todense())
        for text, row in zip(texts, likeness, strict=True):
            nearest = np.argsort(-row, kind="stable")[: _NEIGHBOURS + 1]
            found = [at for at in nearest if self._texts[at] != text and row[at] > 0][:_NEIGHBOURS]
            yield tuple(
                Neighbour(self._texts[at], self._data.classes[self._labels[at]], min(1.0, float(row[at]) / self._parts))
                for at in found
            )

    def _words(self, text: str, label: int, likelier: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words without which the model would lean less to each of two labels, the strongest first."""
        cuts = list(_without_each_word(text))
        if not cuts:
            return (), ()
        logits = self._linear.logits(self._model.space.table([text, *(rest for _, rest in cuts)]))
        lean = logits[:, likelier] - logits[:, label]
        effects = lean[0] - lean[1:]  # above zero: the word speaks for the likelier label
        order = np.argsort(-effects, kind="stable")
        words = [word for word, _ in cuts]
        speaks = [words[at] for at in order if effects[at] > _LEAST_EFFECT][:_WORDS]
        against = [words[at] for at in order[::-1] if effects[at] < -_LEAST_EFFECT][:_WORDS]
        return tuple(against), tuple(speaks)


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
