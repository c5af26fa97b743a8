"""A report as Markdown, for a repository or a mail: sentences and tables, no pictures."""

from __future__ import annotations

import re

import pandas as pd

from planner.domain.wording.days import full_date
from planner.report.report import Report
from planner.report.sections import Section

_MARKUP = re.compile(r"([\\`*_\[\]<>|#])")


def as_markdown(report: Report) -> str:
    """The whole report as text."""
    made = report.made_at.astimezone(report.zone)
    head = [f"# {_plain(report.answer)}", f"{_plain(report.project.name)}, {full_date(made)}"]
    lines = [_bullets(report.sentences)] if report.sentences else []
    return "\n\n".join([*head, *lines, *(_section(section) for section in report.sections)]) + "\n"


def _section(section: Section) -> str:
    parts = [f"## {section.question}", _plain(section.answer)]
    if section.lines:
        parts.append(_bullets(section.lines))
    if section.table is not None:
        parts.append(_table(section.table))
    if section.note:
        parts.append(_plain(section.note))
    return "\n\n".join(parts)


def _table(table: pd.DataFrame) -> str:
    rows = [list(table.columns), ["---"] * len(table.columns), *table.itertuples(index=False)]
    cells = [[str(cell) if number == 1 else _plain(str(cell)) for cell in row] for number, row in enumerate(rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _bullets(lines: list[str]) -> str:
    return "\n".join(f"- {_plain(line)}" for line in lines)


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)
