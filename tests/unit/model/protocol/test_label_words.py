"""What an order's label is, in words: a column, what is made of its numbers, or several labels' columns."""

from __future__ import annotations

import pytest

from data.labels.reading import AS_WRITTEN, LabelReading
from data.labels.threshold import parse_threshold
from tests.made_orders import made_order

LINE = LabelReading(threshold=parse_threshold(">=0.5"))


@pytest.mark.parametrize(
    ("further", "separator", "reading", "words", "told"),
    [
        ((), None, AS_WRITTEN, "toxic", "label: toxic"),
        ((), None, LINE, "toxic >= 0.5", "label: toxic >= 0.5"),
        (("rude",), None, AS_WRITTEN, "labels toxic and rude", "labels toxic and rude"),
        (("rude",), None, LINE, "labels toxic and rude, each >= 0.5", "labels toxic and rude, each >= 0.5"),
        ((), ";", AS_WRITTEN, "labels in toxic", "labels in toxic"),
    ],
)
def test_the_label_in_words(
    further: tuple[str, ...], separator: str | None, reading: LabelReading, words: str, told: str
) -> None:
    """As screens, the card and the line of the cleaning say it; only a column of classes needs no words kept."""
    order = made_order(label_column="toxic", further_label_columns=further, tag_separator=separator, reading=reading)
    assert order.table.label_words == words
    assert order.table.label_told == told
    assert order.table.label_made == ("" if words == "toxic" else words)
