"""A model as it lies in a folder, ready to label texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data.cleaning.clean import RULES, normalise
from model.arrays import Floats
from model.folder.artifact import Delivered, read_model
from model.network.fastest_steps import forward_of
from model.network.forward import Forward, corrections
from model.network.network_weights import NetworkWeights
from model.text.encode import TokenRows


class Predictor:
    """Labels texts as the session that made the model would have."""

    def __init__(self, delivered: Delivered, weights_sha256: str, rules_off: Sequence[str] = ()) -> None:
        self.classes = delivered.classes
        self.weights_sha256 = weights_sha256
        self._delivered = delivered
        self._decision = delivered.benchmark.decision
        self._rules_off = tuple(rules_off)
        self._networks = [_network(weights) for weights in delivered.networks]

    @property
    def several_labels(self) -> bool:
        """Whether a text may have several of the classes, or none."""
        return self._decision.several_labels

    @property
    def thresholds(self) -> NDArray[np.float64] | None:
        """From which probability on each label is said (labels,); None where a text has one class."""
        return self._decision.thresholds

    def probabilities(
        self, texts: Sequence[str], *, normalised: bool = False, benchmark: Floats | None = None
    ) -> NDArray[np.float64]:
        """Probabilities (texts, classes), in the order of `classes`; `normalised`: the texts were mended already.

        They sum to 1 where a text has one class; of several labels each is one of its own. `benchmark`: what the n-gram
        model says of these texts (texts, classes), where somebody has counted them already.
        """
        mended = list(texts) if normalised else normalise(texts, rules_off=self._rules_off)
        logits = self._delivered.benchmark.logits(mended) if benchmark is None else benchmark
        if self._networks and self._delivered.vocabulary is not None and mended:
            cut = {"max_tokens": self._delivered.max_tokens, "tail_tokens": self._delivered.tail_tokens}
            tokens = self._delivered.vocabulary.encode(mended, **cut)
            logits = np.mean([network.logits(logits, tokens) for network in self._networks], axis=0)
        return self._decision.probabilities(logits)


@dataclass(frozen=True, slots=True)
class _Network:
    """Forward passes, and what is done to the benchmark's logits before the correction is added (classes,)."""

    forward: Forward
    scale: NDArray[np.float32]
    shift: NDArray[np.float32]

    def logits(self, benchmark: Floats, tokens: TokenRows) -> Floats:
        """The benchmark's logits (rows, classes) as this network corrects them."""
        corrected: Floats = self.scale * benchmark + self.shift + corrections(self.forward, tokens)
        return corrected


def _network(weights: NetworkWeights) -> _Network:
    return _Network(
        forward_of(weights), weights.arrays["benchmark_scale.kernel"], weights.arrays["benchmark_scale.bias"]
    )


def load_model(folder: Path) -> Predictor:
    """The model in a folder.

    Raises
    ------
    ModelFolderError
        No model there, damaged, changed since it was saved, or of a newer format.
    """
    delivered, manifest = read_model(folder)
    rules_off = [rule for rule in RULES if rule in manifest.provenance.cleaning_rules_off]
    return Predictor(delivered, manifest.weights_sha256, rules_off)
