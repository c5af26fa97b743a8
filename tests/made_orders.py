"""Orders of training sessions for tests: what is not named is as usual, so that a new field touches no test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data.labels.reading import AS_WRITTEN, LabelReading
from model.protocol.config import SessionConfig
from model.protocol.order import TableOrder, TrainingChoices, TrainingOrder


def made_order(
    data_file: Path | str = "tweets.csv",
    *,
    source_name: str = "",
    text_column: str = "text",
    label_column: str = "label",
    reading: LabelReading = AS_WRITTEN,
    further_text_columns: tuple[str, ...] = (),
    split_column: str | None = None,
    further_label_columns: tuple[str, ...] = (),
    tag_separator: str | None = None,
    timebox_s: float = 60.0,
    continue_from: Path | None = None,
    **choices: Any,
) -> TrainingOrder:
    """An order for a table; `choices` are fields of `TrainingChoices`."""
    path = Path(data_file)
    table = TableOrder(
        path,
        source_name or path.name,
        text_column,
        label_column,
        reading,
        further_text_columns,
        split_column,
        further_label_columns,
        tag_separator,
    )
    return TrainingOrder(table, timebox_s, TrainingChoices(**choices), continue_from)


def made_config(session_id: str = "one", *, started_unix: float = 0.0, **order: Any) -> SessionConfig:
    """A run of the order that `made_order` makes of the rest."""
    return SessionConfig(session_id=session_id, started_unix=started_unix, order=made_order(**order))
