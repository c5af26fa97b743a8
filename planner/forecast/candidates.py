"""What each rule expects of a task: quantiles of the log ratio, from past tasks weighted by that rule.

A kernel-weighted empirical distribution (weights: Nadaraya 1964, "On estimating regression"; quantiles by inverting
it: Yu and Jones 1998, "Local linear quantile regression") with the published ratios as a few tasks more. Ratios are
compared after a mild correction for size: large tasks miss their plan by more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from planner.forecast.history import Floats, History, Ints, count_known
from planner.forecast.published import published_log_ratios
from planner.forecast.rules import BROAD, RULES, Rule

GROWTH = 0.15  # an e-fold larger task misses by 16 % more, in logarithms
PUBLISHED_TASKS = 5.0  # what the published ratios count for without a record; they fade as it grows
BROAD_TASKS = 2.0  # what the whole record counts for beside the tasks that a rule finds like the one ahead
FEW = 1.0  # k tasks alone say too little of the ends: the interval is 1 + 1/k times as wide
LONGEST_MEMORY = 6_000  # tasks; older ones are left out, so that a long file costs no more per task
SHAPES = 2  # each rule speaks as an empirical distribution and as a two-sided normal
_BLOCK = 64  # targets at a time: a block of weights then stays in the processor's cache
_OLDEST = 1_000.0  # half-lives; older is nothing
_SAME = 1e-6  # log hours: two plans this near are one number
_FIRST = 10  # tasks whose sizes say what "large" means here


@dataclass(frozen=True)
class Targets:
    """Tasks to forecast; `known` is how many tasks of the history had finished by then. Arrays of one length."""

    person: Ints
    kind: Ints
    log_planned: Floats
    known: Ints

    def part(self, rows: Ints) -> Targets:
        """Some of the targets."""
        return Targets(self.person[rows], self.kind[rows], self.log_planned[rows], self.known[rows])


def candidate_quantiles(history: History, targets: Targets, levels: Floats, rules: Sequence[Rule] = RULES) -> Floats:
    """Quantiles of the log ratio by each rule in each shape; shape (experts, targets, levels)."""
    quantiles = np.empty((SHAPES * len(rules), len(targets.person), len(levels)))
    for known, rows in _by_beginning(targets):
        past = _Past(history if known == _FIRST else history.first(known))
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            quantiles[:, block] = _of_block(past, targets.part(block), levels, rules)
    return quantiles


def _by_beginning(targets: Targets) -> list[tuple[int, Ints]]:
    """Targets by how many of the first tasks were known, in the order of what is known: what comes later is unknown."""
    order = np.argsort(targets.known, kind="stable")
    begun = np.minimum(targets.known[order], _FIRST)
    return [(int(known), order[begun == known]) for known in np.unique(begun)]


class _Past:
    """The history once sorted by its log ratios (corrected for size), so that quantiles need no sorting."""

    def __init__(self, history: History) -> None:
        log_planned = history.log_planned
        self.middle_size = float(log_planned[:_FIRST].mean()) if len(history) else None
        corrected = history.log_ratio * np.exp(-GROWTH * (log_planned - (self.middle_size or 0.0)))
        published = published_log_ratios()
        whole = np.concatenate([corrected, published])
        order = np.argsort(whole, kind="stable")
        self.value, self.index = whole[order], order
        self.count = len(history)
        filler = np.full(len(published), -1)
        self.person = np.concatenate([history.person, filler])[order]
        self.kind = np.concatenate([history.kind, filler])[order]
        self.place = np.concatenate([history.place, filler])[order]
        self.log_planned = np.concatenate([log_planned, np.zeros(len(published))])[order]
        self.persons = history.person


def _of_block(past: _Past, targets: Targets, levels: Floats, rules: Sequence[Rule]) -> Floats:
    most, least = int(targets.known.max()), int(targets.known.min())
    is_published = past.index >= past.count
    columns = np.flatnonzero(is_published | ((past.index < most) & (past.index >= least - LONGEST_MEMORY)))
    near = _Nearness(past, targets, columns)
    value, published = past.value[columns], is_published[columns]
    size = 0.0 if past.middle_size is None else targets.log_planned - past.middle_size
    scale = np.broadcast_to(np.exp(GROWTH * np.asarray(size)), targets.known.shape)
    fallback = _fallback(near, published)
    experts = []
    for rule in rules:
        weight = near.weight(rule) + fallback
        median = _quantiles(value, weight, np.array([0.5]))
        shapes = (_quantiles(value, weight, levels), _two_sided_normal(value, weight, median, levels))
        experts += [_widened(quantiles, median, weight) * scale[:, None] for quantiles in shapes]
    return np.array(experts)


def _fallback(near: _Nearness, published: npt.NDArray[np.bool_]) -> Floats:
    """Weights of the whole record and of the published ratios, the same for every rule."""
    fallback = near.weight(BROAD)
    total = fallback.sum(axis=1)
    fallback *= (BROAD_TASKS / (1 + total))[:, None]
    fallback[:, published] = (PUBLISHED_TASKS / (1 + total) / published.sum())[:, None]
    return fallback


def _widened(quantiles: Floats, median: Floats, weight: Floats) -> Floats:
    squared: Floats = (weight**2).sum(axis=1)
    tasks = weight.sum(axis=1) ** 2 / squared
    wide: Floats = median + (quantiles - median) * (1 + FEW / tasks)[:, None]
    return wide


def _two_sided_normal(value: Floats, weight: Floats, median: Floats, levels: Floats) -> Floats:
    """Quantiles of a normal with a width of its own on each side, as wide as the record is there; (targets, levels).

    Around the middle of mean and median: few tasks say more of a width than of a quantile far out.
    """
    total = weight.sum(axis=1, keepdims=True)
    middle = (median + (weight @ value)[:, None] / total) / 2
    away = value[None, :] - middle
    scores = ndtri(levels)[None, :]
    below, above = (np.sqrt(2 * (weight * side**2).sum(axis=1, keepdims=True) / total) for side in _sides(away))
    quantiles: Floats = middle + np.where(scores < 0, below, above) * scores
    return quantiles


def _sides(away: Floats) -> tuple[Floats, Floats]:
    return np.minimum(away, 0), np.maximum(away, 0)


class _Nearness:
    """How near past tasks (columns) are to targets (rows), each aspect computed once for all rules."""

    def __init__(self, past: _Past, targets: Targets, columns: Ints) -> None:
        index, known = past.index[columns], targets.known
        own_known = count_known(past.persons, targets.person, known)
        self._is_known = (index < past.count)[None, :] & (index[None, :] < known[:, None])
        self._is_own = targets.person[:, None] == past.person[columns][None, :]
        self._same_kind = targets.kind[:, None] == past.kind[columns][None, :]
        self._own_age = np.maximum(own_known[:, None] - 1 - past.place[columns][None, :], 0)
        self._age = np.maximum(known[:, None] - 1 - index[None, :], 0)
        apart = targets.log_planned[:, None] - past.log_planned[columns][None, :]
        self._distance = -0.5 * apart**2
        self._same_number = np.abs(apart) < _SAME
        self._by_size: dict[float, Floats] = {}
        self._by_time: dict[tuple[float, float, float], Floats] = {}

    def weight(self, rule: Rule) -> Floats:
        """Weights by a rule; shape (targets, past tasks)."""
        kind = np.where(self._same_kind, 1.0, rule.other_kind)
        weight: Floats = self._size(rule.size_reach) * self._time(rule) * kind
        if rule.same_number != 1.0:
            weight *= np.where(self._same_number, rule.same_number, 1.0)
        return weight

    def _size(self, reach: float) -> Floats:
        if reach not in self._by_size:
            self._by_size[reach] = np.exp(self._distance / reach**2)
        return self._by_size[reach]

    def _time(self, rule: Rule) -> Floats:
        key = (rule.half_life, rule.other_person, rule.others_half_life)
        if key not in self._by_time:
            halvings = np.where(self._is_own, self._own_age / rule.half_life, self._age / rule.others_half_life)
            decay = np.exp2(-np.minimum(halvings, _OLDEST))
            self._by_time[key] = decay * np.where(self._is_own, 1.0, rule.other_person) * self._is_known
        return self._by_time[key]


def _quantiles(value: Floats, weight: Floats, levels: Floats) -> Floats:
    """Weighted quantiles of ascending values; weights (targets, values) to (targets, levels)."""
    summed = np.cumsum(weight, axis=1)
    thresholds = levels[None, :] * summed[:, -1:] * (1 - 1e-12)
    places = np.stack([np.searchsorted(row, threshold) for row, threshold in zip(summed, thresholds, strict=True)])
    quantiles: Floats = value[np.minimum(places, len(value) - 1)]
    return quantiles
