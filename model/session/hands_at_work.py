"""The hands of a session as it finds them: which are ready, what each is at, what came back, and which are gone.

Nothing here waits, and no clock of another machine is read: a hand whose beat stands still is gone, by this session's
own count, and so is one whose answer is overdue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from model.protocol.events import EventReader, HandBegun
from model.protocol.hands import (
    SILENT_S,
    Beat,
    Hand,
    HandOrder,
    answer_path,
    hand_folder,
    order_numbers,
    order_path,
    read_beat,
    read_hands,
    read_order,
    stop_path,
    write_order,
)
from model.protocol.side_orders import AnyOrder
from model.session.side_answers import AnswerUnreadable, SideAnswer

if TYPE_CHECKING:
    from model.session.hand_answers import Answer

OVERDUE_S = 10.0  # beside the seconds of the order and the way
MOST_APART_S = 2.0  # between two looks counts as silence: in a longer pause this machine slept, or was busy itself


Reader = Callable[[Path, AnyOrder], "Answer | SideAnswer | None"]  # of an answer in a hand's folder


@dataclass(frozen=True, slots=True)
class Ready:
    """A hand waits for its first order."""

    hand: Hand


@dataclass(frozen=True, slots=True)
class Came:
    """An answer; `way_s` are the seconds that it was at least on its way, with its order; None: not known."""

    hand: Hand
    order: AnyOrder
    answer: Answer | SideAnswer
    way_s: float | None


@dataclass(frozen=True, slots=True)
class Lost:
    """A hand is gone; `order` is what it was at, None: nothing."""

    hand: Hand
    why: str
    order: AnyOrder | None


Happening = Ready | Came | Lost


@dataclass(slots=True)
class _Seen:
    """A hand as it was seen last: its beat, for how long that has stood still, and its order if it has one."""

    hand: Hand
    folder: Path
    beat: int = -1
    silent_s: float = 0.0
    is_ready: bool = False
    is_lost: bool = False
    order: AnyOrder | None = None
    given_s: float | None = None  # None: by a worker before this one


class HandsAtWork:
    """All hands of a session. Times are elapsed seconds of its box.

    Trainings that a worker before this one gave out are found again, with their answers; all else is removed.

    Parameters
    ----------
    run_folder
        The session's.
    read
        Reads an answer.
    is_ready
        Whether a hand can take orders, by its beat.
    """

    def __init__(
        self, run_folder: Path, read: Reader, *, is_ready: Callable[[Beat], bool] = lambda beat: beat.is_ready
    ) -> None:
        self._run_folder, self._read, self._is_ready = run_folder, read, is_ready
        self._seen: dict[str, _Seen] = {}
        self._looked_s: float | None = None
        self.orders = _last_order(run_folder)  # its number

    def look(self, now_s: float, way_s: float) -> Iterator[Happening]:
        """What has happened since the last look; `way_s`: what an order and its answer take on their way."""
        apart_s = 0.0 if self._looked_s is None else now_s - self._looked_s
        self._looked_s = now_s
        for hand in read_hands(self._run_folder):
            seen = self._seen_of(hand)
            if not seen.is_lost:
                yield from self._look_at(seen, hand, now_s, apart_s, way_s)

    def idle(self) -> list[Hand]:
        """Those that wait for an order."""
        return [one.hand for one in self._seen.values() if one.is_ready and not one.is_lost and one.order is None]

    @property
    def known(self) -> list[Hand]:
        """All that were ever ready, or gone."""
        return [one.hand for one in self._seen.values() if one.is_ready or one.is_lost]

    @property
    def are_busy(self) -> bool:
        """Whether an answer is still to come."""
        return any(one.order is not None and not one.is_lost for one in self._seen.values())

    def folder_of(self, hand: Hand) -> Path:
        """Where its orders lie."""
        return self._seen[hand.name].folder

    def give(self, hand: Hand, order: AnyOrder, now_s: float) -> bool:
        """Hand out an order; False where it could not be written."""
        seen = self._seen[hand.name]
        with suppress(OSError):
            write_order(seen.folder, order)
            seen.order, seen.given_s, self.orders = order, now_s, max(self.orders, order.number)
            return True
        return False

    def stop(self) -> None:
        """Ask all to end what they are at, and answer with the best that they have."""
        for seen in self._seen.values():
            if seen.order is not None and not seen.is_lost:
                with suppress(OSError):
                    stop_path(seen.folder, seen.order.number).touch()

    def drop(self) -> None:
        """Want no answers any more."""
        for seen in self._seen.values():
            self._take_back(seen)

    def leave(self, order: AnyOrder) -> Hand | None:
        """Want no answer to that one any more: its hand, which is free for the next."""
        for seen in self._seen.values():
            if seen.order is order:
                self._take_back(seen)
                return seen.hand
        return None

    def _seen_of(self, hand: Hand) -> _Seen:
        if hand.name not in self._seen:
            folder = hand_folder(self._run_folder, hand.name)
            self._seen[hand.name] = _Seen(hand, folder, order=self._found_order(folder))
        return self._seen[hand.name]

    def _found_order(self, folder: Path) -> HandOrder | None:
        """The training that a worker before this one has given out and not taken in."""
        numbers = order_numbers(folder)
        self.orders = max([self.orders, *numbers])
        found = [order for number in numbers if (order := read_order(folder, number)) is not None]
        for number in set(numbers) - {order.number for order in found[-1:]}:
            _remove(folder, number)
        return found[-1] if found else None

    def _look_at(self, seen: _Seen, hand: Hand, now_s: float, apart_s: float, way_s: float) -> Iterator[Happening]:
        yield from self._take_in(seen, now_s, apart_s)
        beat = read_beat(seen.folder)
        is_alive = beat is not None and beat.count != seen.beat
        seen.silent_s = 0.0 if is_alive or not seen.is_ready else seen.silent_s + min(MOST_APART_S, apart_s)
        seen.beat = seen.beat if beat is None else beat.count
        if why := _why_lost(seen, hand, now_s, way_s):
            yield from self._lose(seen, why)
        elif beat is not None and self._is_ready(beat) and not seen.is_ready:
            seen.is_ready = True
            yield Ready(seen.hand)

    def _take_in(self, seen: _Seen, now_s: float, apart_s: float) -> Iterator[Happening]:
        order = seen.order
        if order is None:
            return
        try:
            answer = self._read(seen.folder, order)
        except AnswerUnreadable as error:
            yield from self._lose(seen, str(error))
            return
        if answer is not None:
            way_s = None if seen.given_s is None else now_s - apart_s - seen.given_s - answer.facts.taken_s
            yield Came(seen.hand, order, answer, way_s)
            self._take_back(seen)

    def _lose(self, seen: _Seen, why: str) -> Iterator[Happening]:
        seen.is_lost, seen.hand = True, replace(seen.hand, lost=why)
        yield Lost(seen.hand, why, seen.order)
        self._take_back(seen)

    def _take_back(self, seen: _Seen) -> None:
        """Remove an order and what came of it: the order first, so that nobody begins with it again."""
        order, seen.order, seen.given_s = seen.order, None, None
        if order is not None:
            _remove(seen.folder, order.number)


def _remove(folder: Path, number: int) -> None:
    for path in (order_path, stop_path, answer_path):
        with suppress(OSError):
            path(folder, number).unlink(missing_ok=True)


def _last_order(run_folder: Path) -> int:
    """The number of the last order that a worker before this one gave out; those of a session draw other weights."""
    events = EventReader(run_folder).read_new()
    return max((event.body.order for event in events if isinstance(event.body, HandBegun)), default=0)


def _why_lost(seen: _Seen, hand: Hand, now_s: float, way_s: float) -> str:
    """Why the hand is gone, as a sentence; empty where it is there."""
    if hand.is_lost:
        return hand.lost
    if seen.silent_s >= SILENT_S:
        return f"It has not been heard of for {seen.silent_s:.0f} s."
    order, given_s = seen.order, seen.given_s
    if order is not None and given_s is not None and now_s > given_s + order.seconds + way_s + OVERDUE_S:
        return "It did not answer in its time."
    return ""
