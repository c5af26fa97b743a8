"""Whose calendar it is, and which invitations that person declined."""

from __future__ import annotations

import re
from collections.abc import Collection

from planner.availability.calendar_text import CalendarText, EventText
from planner.availability.calendar_troubles import title
from planner.availability.calendar_values import parts_of
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words

_MOST_NAMED = 3
DECLINED = "X-CALLIT-DECLINED"  # a line that the events get which the owner declined; its value is the address
_ADDRESS = re.compile(r"[^\s<>\"'(),;:\\]+@[^\s<>\"'(),;:\\]+")


def owners_of(calendar: CalendarText, own_addresses: Collection[str]) -> frozenset[str]:
    """The addresses of the person whose calendar it is: as said, and any in its name (X-WR-CALNAME)."""
    in_name = _ADDRESS.findall(calendar.value("X-WR-CALNAME") or "")
    return frozenset(address.casefold() for address in (*own_addresses, *in_name))


def mark_declined(event: EventText, owners: Collection[str]) -> None:
    """Mark an event whose owner is among its attendees and declined it under each address that stands there.

    Who only thinks about it (tentative, no answer yet), or runs it without being an attendee, may well be there.
    """
    answers = {address: answer for line in event.attendees for address, answer in _answers(line, owners)}
    if answers and set(answers.values()) == {"DECLINED"}:
        event.lines.append(f"{DECLINED}:{min(answers)}")


def declined_sentence(declined: Collection[tuple[str, str, str]]) -> str | None:
    """What is said of declined occurrences, each as title, day and address; None of none.

    >>> declined_sentence([("Not going", "2026-06-02", "me@example.org")])
    "1 invitation that me@example.org declined takes no time: 'Not going' of 2026-06-02."
    """
    if not declined:
        return None
    named = [f"'{title(what)}' of {day}" for what, day, _ in declined]
    who = list_words(sorted({address for _, _, address in declined}), "or")
    rest = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    words = count_words(len(named), "invitation")
    takes = "takes" if len(named) == 1 else "take"
    return f"{words} that {who} declined {takes} no time: {', '.join(named[:_MOST_NAMED])}{rest}."


def _answers(line: str, owners: Collection[str]) -> list[tuple[str, str]]:
    """The owner's address and answer in the line of an attendee; nothing for other people's."""
    lowered = line.casefold()
    if not any(owner in lowered for owner in owners):
        return []
    try:
        parameters, value = parts_of(line)
    except ValueError:
        return []
    standing = {re.sub(r"^mailto:", "", str(text).strip().casefold()) for text in (value, parameters.get("EMAIL", ""))}
    answer = str(parameters.get("PARTSTAT", "NEEDS-ACTION")).upper()
    return [(owner, answer) for owner in owners if owner in standing]
