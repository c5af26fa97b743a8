"""Long texts of which one word tells the class, for tests of what is read of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

WORDS = 400  # of each text
_FILLER = [f"w{number}" for number in range(200)]


def made_long_texts(place: float, count: int = 900, seed: int = 0) -> tuple[list[str], NDArray[np.int64]]:
    """Texts and the class, 0 or 1, of each; the word that tells it stands at this share of the text's length."""
    random = np.random.default_rng(seed)
    labels = random.integers(2, size=count)
    texts = []
    for label in labels:
        words = random.choice(_FILLER, size=WORDS)
        words[int(place * (WORDS - 1))] = ("dark", "bright")[label]
        texts.append(" ".join(words))
    return texts, labels
