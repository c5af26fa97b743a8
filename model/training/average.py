"""The average of several networks: which of them belong into it is told by validation.

Networks trained from other seeds, or of other sizes, are wrong in other places: the mean of their logits is nearly
always better than the best of them, in log loss above all (Hansen & Salamon 1990, "Neural Network Ensembles"). Which
ones are taken is chosen one by one, each time the one that helps most (Caruana et al. 2004, "Ensemble Selection from
Libraries of Models"), all with the same weight: weights fitted on a few validation texts would learn those by heart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from model.arrays import Floats
from model.network.network_weights import NetworkWeights
from model.protocol.metrics import better
from model.training.correction import LEAST_GAIN, Aim, Choice, choose_strength, mixed, scaled_arrays
from model.training.progress import Candidate, Trained, Validation


def averaged(aim: Aim, members: Sequence[Trained], epoch: float = 0.0, step: int = 0) -> Candidate:
    """The mean of networks as it would be delivered: as strong as it helps on validation, or not at all."""
    logits = _mean([member.logits for member in members])
    choice = choose_strength(aim, logits)
    scores = {"log_loss": choice.log_loss, aim.metric: choice.value}
    validation = Validation(epoch, step, scores, choice.share)
    delivered = mixed(aim.benchmark, logits, choice.strength)
    whole = members[0] if len(members) == 1 else None
    if choice.share <= 0:
        return Candidate(validation, None, delivered, whole=whole)
    network, *further = (
        NetworkWeights(member.network.shape, scaled_arrays(member.network.arrays, choice.strength))
        for member in members
    )
    return Candidate(validation, network, delivered, tuple(further), whole)


def best_average(aim: Aim, logits: Sequence[Floats], most: int) -> tuple[int, ...]:
    """Places of the networks, at most so many, whose average validation likes best; the best single one comes first.

    `logits`: of each network on validation, (rows, classes). A further one is taken only where the average gets better
    in log loss, and not worse in the metric aimed at.
    """
    choices: dict[tuple[int, ...], Choice] = {}

    def choice(places: tuple[int, ...]) -> Choice:
        if places not in choices:
            choices[places] = choose_strength(aim, _mean([logits[place] for place in places]))
        return choices[places]

    chosen = _best_of([(place,) for place in range(len(logits))], choice)
    while chosen and len(chosen) < min(most, len(logits)):
        more = [(*chosen, place) for place in range(len(logits)) if place not in chosen]
        better_ones = [places for places in more if _helps(aim, choice(places), choice(chosen))]
        best = _best_of(better_ones, choice)
        if not best:
            break
        chosen = best
    return chosen


def _best_of(tries: Sequence[tuple[int, ...]], choice: Callable[[tuple[int, ...]], Choice]) -> tuple[int, ...]:
    return min(tries, key=lambda places: choice(places).log_loss, default=())


def _helps(aim: Aim, one: Choice, other: Choice) -> bool:
    return _is_above(aim, (one.value, one.log_loss), (other.value, other.log_loss))


def is_better(aim: Aim, one: Validation, other: Validation) -> bool:
    """Whether validation likes it better in log loss by more than a hair, and not less in the metric."""
    metric = aim.metric
    return _is_above(aim, (one.scores[metric], one.log_loss), (other.scores[metric], other.log_loss))


def _is_above(aim: Aim, one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Each the metric and the log loss."""
    return better(aim.metric, one[0]) >= better(aim.metric, other[0]) and one[1] < other[1] - LEAST_GAIN


def _mean(logits: Sequence[Floats]) -> Floats:
    if len(logits) == 1:
        return logits[0]
    mean: Floats = np.mean(logits, axis=0)
    return mean
