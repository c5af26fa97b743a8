"""Taking back an import as a whole: its entries, and what was made for them."""

from __future__ import annotations

from datetime import datetime

from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words
from planner.store import Store
from planner.store.import_made import TakenAway

_MOST_NAMES = 3


def undo_import(store: Store, operation_id: int, summary: str, *, now: datetime) -> str:
    """Take away the entries of an import and what came with them: interruptions, and the projects and phases made.

    What was undone, sentences.

    Entries that it changed have their former values again.

    Entries that were changed since stay, and so does a project or phase made for the import that something uses by
    now: an entry, a result, an estimate.
    """
    with store.writing():
        n_kept = store.imports.take_back(operation_id)
        store.imports.interruptions.take_away(operation_id)
        store.operations.mark_undone(operation_id, now)
        store.imports.interruptions.renew(store.imports.changed_by(operation_id))
        gone = store.imports.made.take_away()
    return " ".join(["Undone: " + summary + ".", *_more_words(n_kept, gone)])


def _more_words(n_kept: int, gone: TakenAway) -> list[str]:
    sentences = []
    if n_kept:
        verb = "was changed since and stays" if n_kept == 1 else "were changed since and stay"
        sentences.append(f"{count_words(n_kept, 'of its entries', 'of its entries')} {verb}.")
    parts = [_names("project", gone.projects), _names("phase", gone.phases)]
    if any(parts):
        sentences.append(f"With it went {list_words([part for part in parts if part])}, made for it.")
    return sentences


def _names(kind: str, names: list[str]) -> str:
    if len(names) > _MOST_NAMES:
        return count_words(len(names), kind)
    return f"the {kind}{'s' if len(names) > 1 else ''} {list_words(names)}" if names else ""
