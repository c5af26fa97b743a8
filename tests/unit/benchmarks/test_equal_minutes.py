"""Others at equal minutes: the same held-out texts for all, none of which anybody has learned from."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks.equal_minutes import split
from benchmarks.stock_keras import KINDS, cleaned


def test_no_held_out_text_is_among_the_training_texts() -> None:
    """A tenth of each class; what is there twice counts once, what lacks a label not at all."""
    texts = [f"text {number}" for number in range(200)]
    table = pd.DataFrame({"text": [*texts, *texts, "bare"], "label": [*["a", "b", "b", "b"] * 100, None]})
    training, held_out = split(table)
    assert not {*training["text"]} & {*held_out["text"]}
    assert {*training["text"]} | {*held_out["text"]} == {*texts}
    assert held_out["label"].value_counts().to_dict() == {"b": 15, "a": 5}


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_is_cleaned_as_its_project_cleans(kind: str) -> None:
    """The example hands it on; the story's takes links, handles and signs away."""
    found = cleaned(kind, "See https://a.b @me: Great!")
    assert found.split() == (["see", "great"] if kind == "story" else ["See", "https://a.b", "@me:", "Great!"])
