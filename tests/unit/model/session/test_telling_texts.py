"""A session on texts with the class in them says so where its scores are read, and learns from them all the same."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from model.protocol.events import EventReader, WarningSaid
from model.protocol.timebox import Clock, Timebox
from model.session.data_stages import load_data
from model.session.stage_log import StageLog
from tests.made_orders import made_order


@pytest.mark.parametrize("form", ["{label}: number {n} says {n}", "number {n} says {n}"])
def test_texts_that_begin_with_the_class_are_warned_of(tmp_path: Path, form: str) -> None:
    """Whichever of several columns it is, it is named."""
    labels = ["good" if n % 2 else "bad" for n in range(120)]
    texts = [form.format(label=label, n=n) for n, label in enumerate(labels)]
    titles = [f"title of {n} words" for n in range(120)]
    pd.DataFrame({"title": titles, "body": texts, "label": labels}).to_csv(tmp_path / "table.csv", index=False)
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), 60.0)
    columns = {"text_column": "title", "further_text_columns": ("body",)}
    data = load_data(made_order(tmp_path / "table.csv", **columns), box, StageLog(tmp_path, box))
    said = [event.body for event in EventReader(tmp_path).read_new()]
    warned = [body.message for body in said if isinstance(body, WarningSaid)]
    told = (
        "The first word of the texts in 'body' says what 'label' is ('bad', 'good'): a model will learn that and "
        "little else. Take it out of the texts."
    )
    assert warned == ([told] if "label" in form else [])
    assert len(data.train) > 50
