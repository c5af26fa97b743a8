"""The facts of a table before anything is cleaned."""

import pandas as pd
import pytest

from data.errors import WrongColumn
from data.profile import Lengths, profile


def test_the_facts_of_two_columns() -> None:
    """Classes, lengths, duplicates, blanks and contradictions are counted as they stand."""
    table = pd.DataFrame(
        {
            "text": ["one two", "One two!", "three", "three", "a b c d", "", "nan", "last one here"],
            "label": ["x", "y", "x", "x", "?", "x", "y", "x"],
        }
    )
    seen = profile(table, "text", "label")
    assert (seen.rows, seen.empty_texts, seen.missing_labels) == (8, 2, 1)
    assert (seen.duplicates, seen.conflicting_texts) == (2, 1)
    assert seen.classes.to_dict("list") == {"label": ["x", "y"], "rows": [5, 2], "share": [5 / 7, 2 / 7]}
    assert seen.lengths == Lengths(mean_words=13 / 6, median_words=2, p95_words=4, most_words=4)


def test_a_table_without_any_text_has_no_lengths() -> None:
    """Nothing is divided by nothing."""
    seen = profile(pd.DataFrame({"text": ["", " "], "label": ["x", "y"]}), "text", "label")
    assert seen.lengths == Lengths(0.0, 0, 0, 0)


def test_a_column_that_is_not_there_is_refused() -> None:
    """The columns there are stand in the message."""
    with pytest.raises(WrongColumn, match="It has: text"):
        profile(pd.DataFrame({"text": ["a"]}), "text", "label")
