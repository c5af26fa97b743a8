"""Further trainings of the best length, from other seeds and with other choices: what may be averaged with the best.

The ladder has found how long a training is to be. What is left of the time goes into independent ones of that length,
each with another seed and some with another size, dropout or learning rate. One that is clearly behind when a third of
it is over is ended (successive halving: Jamieson & Talwalkar 2016); several in a row that bring nothing end them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, cycle

import numpy as np

from model.network.bilstm import BilstmShape
from model.training.average import averaged, best_average, is_better
from model.training.correction import LEAST_GAIN, Aim
from model.training.progress import Candidate, Trained
from model.training.schedule import PEAK_LEARNING_RATE

MOST_NETWORKS = 3  # averaged: each further one brings less, and takes as long to label texts
LEAST_NETWORKS = 2  # however long the texts
MOST_TIMES = 1.5  # as many seconds as with one network, to label so many texts in a process of its own:
LABELLED = 10_000
ENOUGH = 12  # trainings in a row that brought nothing: each of the settings once
ENOUGH_EARLY = 3 * ENOUGH  # as long as much of the box is left, where it is a long one
EARLY = 2 / 3  # of the box: who gave it would rather have it tried than given back
LONG_S = 600.0  # of a box used: more is not asked of a machine for nothing
LEAST_SHARE = 1 / 3  # of the best length: a shorter training is not begun
LOOK_FROM = 1 / 3  # of a training
BEHIND = 0.5  # of the others' gain over the benchmark at the same share of a training
MOST_KEPT = 10  # networks in memory
_LEAST_UNITS, _MOST_UNITS = 8, 512

Trace = Sequence[tuple[float, float]]  # share of a training, least log loss on validation until then


@dataclass(frozen=True, slots=True)
class Setting:
    """What a training does besides having another seed, as a multiple of what is usual in the session.

    `alone`: its network learns without the benchmark's logits, and is mixed with the benchmark afterwards. What builds
    on the benchmark shares its mistakes; what learned by itself has others, and the two together gain most.
    """

    words: str = ""
    units: float = 1.0
    dropout: float = 1.0
    rate: float = 1.0
    length: float = 1.0
    alone: bool = False

    def shape(self, usual: BilstmShape) -> BilstmShape:
        """The sizes of such a network."""
        units = int(np.clip(round(self.units * usual.units), _LEAST_UNITS, _MOST_UNITS))
        of_words, of_states = (self.dropout * share for share in (usual.spatial_dropout, usual.dropout))
        return replace(usual, units=units, dropout=of_states, spatial_dropout=of_words)

    @property
    def peak_rate(self) -> float:
        """Of its learning rate."""
        return self.rate * PEAK_LEARNING_RATE

    def said(self, units: int, *, many: bool = False) -> str:
        """In words, behind "a training"; `units`: of its LSTM, each way."""
        if self.units != 1:
            return f"of {units} units"
        return self.words or ("with other seeds" if many else "with another seed")

    def kind(self, units: int, *, many: bool = False) -> str:
        """The same where many are counted: less exact."""
        if self.alone:
            return ALONE.words
        if (self.dropout, self.rate) != (1.0, 1.0):
            return "with other dropout or learning rate"
        return self.said(units, many=many)


SEED, WIDER, NARROWER = Setting(), Setting(units=2.0), Setting(units=0.5)
LESS_DROPOUT = Setting("with half the dropout", dropout=0.5)
MORE_DROPOUT = Setting("with more dropout", dropout=1.4)
SLOWER, QUICKER = Setting("at half the learning rate", rate=0.5), Setting("at twice the learning rate", rate=2.0)
ALONE = Setting("without the n-gram model", alone=True)
LONG_ALONE = Setting("without the n-gram model and twice as long", alone=True, length=2.0)
# What is likely to help most comes first: a box may end at any of them.
SETTINGS = (
    *(ALONE, LONG_ALONE, SEED, ALONE, WIDER, LESS_DROPOUT),
    *(SLOWER, LONG_ALONE, SEED, MORE_DROPOUT, QUICKER, NARROWER),
)


def settings(first: int = 1) -> Iterator[tuple[int, Setting]]:
    """Numbers and settings of further trainings, without end, from training number `first` on."""
    for number, setting in zip(count(1), cycle(SETTINGS), strict=False):
        if number >= first:
            yield number, setting


@dataclass(frozen=True, slots=True)
class FurtherTraining:
    """One that was done: `number` 1, 2 …, its setting, length, seconds, and log loss on validation by itself.

    `hand` did it on a `node`, or both are empty.
    """

    number: int
    setting: Setting
    units: int
    seed: int
    epochs: float
    train_s: float
    log_loss: float
    was_behind: bool = False
    hand: str = ""
    node: str = ""


@dataclass(slots=True)
class Members:
    """Networks that are there to be averaged, and the best average of at most `most` of them.

    `useless`: how many added last did not make it better.
    """

    aim: Aim
    most: int = MOST_NETWORKS
    best: Candidate | None = None
    useless: int = 0
    _numbers: list[int] = field(default_factory=list)
    _trained: list[Trained] = field(default_factory=list)
    _chosen: tuple[int, ...] = ()  # numbers

    @property
    def chosen(self) -> list[Trained]:
        """The networks of the best average."""
        return [self._trained[self._numbers.index(number)] for number in self._chosen]

    def is_chosen(self, number: int) -> bool:
        """Whether the network of that number is part of the best average."""
        return number in self._chosen

    def add(self, number: int, trained: Trained) -> bool:
        """One more to choose from; whether the average is better for it."""
        self._numbers.append(number)
        self._trained.append(trained)
        places = best_average(self.aim, [one.logits for one in self._trained], self.most)
        candidate = averaged(self.aim, [self._trained[place] for place in places])
        has_helped = candidate.network is not None and self._is_better(candidate)
        if has_helped or self.best is None:
            self.best, self._chosen = candidate, tuple(self._numbers[place] for place in places)
        self.useless = 0 if has_helped else self.useless + 1
        self._forget()
        return has_helped

    def _is_better(self, candidate: Candidate) -> bool:
        return self.best is None or is_better(self.aim, candidate.validation, self.best.validation)

    def _forget(self) -> None:
        """The worst one that is not chosen, where there are too many."""
        if len(self._trained) <= MOST_KEPT:
            return
        free = [place for place, number in enumerate(self._numbers) if number not in self._chosen]
        worst = max(free, key=lambda place: self.aim.log_loss(np.nan_to_num(self._trained[place].logits)))
        del self._numbers[worst], self._trained[worst]


def is_enough(useless: int, used_s: float, timebox_s: float) -> bool:
    """Whether so many trainings in a row brought nothing that the session ends with so much of its box used.

    >>> [is_enough(12, used_s, 600) for used_s in (300, 450)], is_enough(36, 300, 600), is_enough(36, 900, 3_600)
    ([False, True], False, True)
    """
    if used_s >= EARLY * timebox_s:
        return useless >= ENOUGH
    return used_s >= LONG_S and useless >= ENOUGH_EARLY


def most_networks(one_s: float, further_s: float) -> int:
    """How many to average at most: labelling `LABELLED` texts, in a process of its own, takes `MOST_TIMES` as long.

    `one_s` with one network, and `further_s` more with each further one. Of long texts, where nearly all of that time
    is the networks', two are averaged still.

    >>> most_networks(8.0, 1.5), most_networks(8.0, 3.0), most_networks(30.0, 25.0)
    (3, 2, 2)
    """
    within = 1 + int((MOST_TIMES - 1) * one_s / max(1e-9, further_s))
    return min(MOST_NETWORKS, max(LEAST_NETWORKS, within))


def is_behind(own: Trace, others: Sequence[Trace], benchmark_loss: float) -> bool:
    """Whether a training under way has gained clearly less over the benchmark than others had at the same share.

    Where the others had gained nothing yet by then, nobody can tell.

    >>> other = [(0.2, 0.55), (0.4, 0.5), (1.0, 0.4)]
    >>> [is_behind([(0.4, loss)], [other], benchmark_loss=0.6) for loss in (0.54, 0.56)]
    [False, True]
    """
    share, loss = own[-1]
    gains = [benchmark_loss - _loss_at(share, other) for other in others if other[0][0] <= share]
    if share < LOOK_FROM or not gains:
        return False
    usual = float(np.median(gains))
    return usual > LEAST_GAIN and benchmark_loss - loss < BEHIND * usual


def _loss_at(share: float, trace: Trace) -> float:
    return min(loss for at, loss in trace if at <= share)


def tried_words(tried: Sequence[FurtherTraining]) -> str:
    """What was tried to no avail, as a part of a sentence; empty where nothing was.

    >>> done = [FurtherTraining(n, SEED, 64, 7, 2.0, 1.0, 0.5) for n in (1, 2)]
    >>> tried_words([*done, FurtherTraining(3, WIDER, 128, 7, 2.0, 1.0, 0.5)])
    '2 more trainings with other seeds and one of 128 units brought nothing'
    """
    counts = Counter(one.setting.kind(one.units, many=True) for one in tried)
    single = {one.setting.kind(one.units, many=True): one.setting.kind(one.units) for one in tried}
    parts = [f"{many} {kind}" if many > 1 else f"one {single[kind]}" for kind, many in counts.items()]
    if not parts:
        return ""
    number, _, rest = parts[0].partition(" ")
    parts[0] = f"{number} more {'training' if number == 'one' else 'trainings'} {rest}"
    return f"{_listed(parts)} brought nothing"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
