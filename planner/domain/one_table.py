"""Scores of one table: those of several are never compared as if they were of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from planner.domain.results import Result
from planner.domain.training import TrainingSession
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words

_NAMES_SHOWN = 3


def main_table(tables: Sequence[str]) -> str | None:
    """Of the tables of some scores, the oldest first, the one of most; of those with as many, the newest.

    >>> main_table(["a", "b", "b", "a"]), main_table([])
    ('a', None)
    """
    counted = Counter(tables)
    newest = {table: place for place, table in enumerate(tables)}
    return max(counted, key=lambda table: (counted[table], newest[table]), default=None)


def of_one_table(results: Sequence[Result], sessions: Mapping[str, TrainingSession]) -> list[Result]:
    """The results whose sessions share the table of most of them, and those by hand, whose table nobody knows."""
    tables = {result.id: session.table for result in results if (session := sessions.get(result.session_id or ""))}
    main = main_table([tables[result.id] for result in results if result.id in tables])
    return [result for result in results if tables.get(result.id, main) == main]


def left_out_words(compared: Iterable[TrainingSession], left_out: Iterable[TrainingSession]) -> str:
    """That sessions on other tables are not compared with the others; empty where there are none.

    Tables of one name and one label column differ all the same where their rows do.
    """
    others = {session.id: session.data_words for session in left_out}
    return left_out_in_words([session.data_words for session in compared], list(others.values()))


def left_out_in_words(compared: Sequence[str], left_out: Sequence[str]) -> str:
    """The same for sessions of which only the words for their data are at hand, one for each.

    >>> left_out_in_words(["a.csv, label x"] * 3, ["b.csv, label x"])
    '1 session on other data (b.csv, label x) is not compared with those on a.csv, label x.'
    """
    if not left_out:
        return ""
    other_names = list(dict.fromkeys(left_out))
    shown = [*other_names[:_NAMES_SHOWN], *(["others"] if len(other_names) > _NAMES_SHOWN else [])]
    alike = ": other rows, or cleaned or split differently" if set(left_out) <= set(compared) else ""
    sessions, verb = count_words(len(left_out), "session"), "is" if len(left_out) == 1 else "are"
    on = f"on other data ({list_words(shown)}{alike})"
    return f"{sessions} {on} {verb} not compared with those on {compared[-1]}."
