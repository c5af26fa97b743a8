"""Folds of the benchmark for hands that are up already: fitted by them while this process fits the model itself.

A fold needs the table of n-grams, which is written once, so only one that takes longer here than that is given out.
Whatever comes too late, or cannot be read, is fitted here; the scores are the same, whoever fitted them.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from model.ngram.fold_table import fold_bytes, write_fold_table
from model.ngram.folds import FoldWork, Logits
from model.protocol.events import FOLD, HandBegun, HandDone, HandReady
from model.protocol.hands import Hand, read_hands
from model.protocol.side_orders import FOLD_TABLE, AnyOrder, FoldOrder
from model.session.context import Context
from model.session.hands_at_work import Came, HandsAtWork, Happening, Lost
from model.session.side_answers import AnswerUnreadable, SideAnswer, read_side_answer

LEAST_FOLD_S = 3.0  # beside the way of its table: a shorter one is fitted here before its answer was noticed
WAY_BYTES_PER_S = 50_000_000  # of the table: written, sent and read
LOOK_EVERY_S = 0.25
WAY_S = 1.0


class FoldsElsewhere:
    """Gives folds to the hands of a session (`model.ngram.folds.FoldHelp`)."""

    def __init__(self, context: Context, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._context, self._sleep = context, sleep
        self._hands = HandsAtWork(context.folder, self._read, is_ready=lambda beat: beat.is_up)
        self._work: FoldWork | None = None
        self._is_worth_it = False
        self._left: list[int] = []
        self._under_way: dict[int, FoldOrder] = {}
        self._came: dict[int, Logits] = {}
        self._tables: list[Path] = []

    def begin(self, work: FoldWork) -> None:
        """Give one to each hand that is up, where that is worth it."""
        self._work, self._left = work, list(range(work.folds))
        self._is_worth_it = bool(read_hands(self._context.folder)) and is_worth_giving(work)
        self._hear()
        self._give_out()

    def take(self) -> int | None:
        """The last one first: hands begin with the others, once this process has one."""
        self._hear()
        fold = self._left.pop() if self._left else None
        self._give_out()
        return fold

    def came(self, fold: int, most_s: float) -> Logits | None:
        """What a hand fitted, looked for a few times a second."""
        until_s = self._context.box.elapsed_s() + most_s
        self._hear()
        while fold in self._under_way and self._context.box.elapsed_s() < until_s:
            self._sleep(LOOK_EVERY_S)
            self._hear()
        self._leave(fold)
        return self._came.pop(fold, None)

    def end(self) -> None:
        """Orders are taken back, and the table is removed: it is large."""
        self._left, self._is_worth_it = [], False
        for fold in list(self._under_way):
            self._leave(fold)
        for path in self._tables:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _leave(self, fold: int) -> None:
        order = self._under_way.pop(fold, None)
        hand = None if order is None else self._hands.leave(order)
        if hand is not None:
            self._context.log.emit(HandReady(hand.name, hand.node, hand.cores))

    def _hear(self) -> None:
        if self._is_worth_it:
            for happening in self._hands.look(self._context.box.elapsed_s(), WAY_S):
                self._note(happening)

    def _give_out(self) -> None:
        for hand in self._hands.idle() if self._is_worth_it else ():
            self._give(hand)

    def _note(self, happening: Happening) -> None:
        order = happening.order if isinstance(happening, Came | Lost) else None
        if not isinstance(order, FoldOrder):
            return
        self._under_way.pop(order.fold, None)
        if isinstance(happening, Came) and isinstance(happening.answer, SideAnswer):
            self._came[order.fold] = happening.answer.scores
            self._tell(happening.hand, order, happening.answer.facts.train_s)
        else:  # which hand was lost is told by who needs it next
            hand = happening.hand
            self._context.log.emit(HandReady(hand.name, hand.node, hand.cores))

    def _give(self, hand: Hand) -> None:
        work = self._work
        if work is None or not self._left or work.time_left_s() <= 0 or not self._has_table(hand, work):
            return
        order = _order(work, self._left[0], self._hands.orders + 1)
        if self._hands.give(hand, order, self._context.box.elapsed_s()):
            self._under_way[self._left.pop(0)] = order
            told = HandBegun(
                hand=hand.name, node=hand.node, order=order.number, change=change_of(order), most_s=order.seconds
            )
            self._context.log.emit(told)

    def _has_table(self, hand: Hand, work: FoldWork) -> bool:
        """The table lies in its folder: written once, and a second link for each hand."""
        target = self._hands.folder_of(hand) / FOLD_TABLE
        if target in self._tables:
            return True
        source = self._context.work / FOLD_TABLE
        with suppress(OSError):
            if source not in self._tables:
                self._tables.append(source)
                write_fold_table(source, work)
            _link(source, target)
            self._tables.append(target)
            return True
        self._is_worth_it = False  # no room: all folds are fitted here
        return False

    def _tell(self, hand: Hand, order: FoldOrder, train_s: float) -> None:
        told = HandDone(
            hand=hand.name, node=hand.node, order=order.number, change=change_of(order), train_s=train_s, work=FOLD
        )
        self._context.log.emit(told)

    def _read(self, folder: Path, order: AnyOrder) -> SideAnswer | None:
        if not isinstance(order, FoldOrder) or self._work is None:
            raise AnswerUnreadable("It was at something else than a part of the benchmark.")
        return read_side_answer(folder, order, (len(self._work.rows_of(order.fold)[1]), order.classes))


def is_worth_giving(work: FoldWork) -> bool:
    """Whether a fold takes longer here than giving it away does."""
    return work.fold_s > LEAST_FOLD_S + fold_bytes(work) / WAY_BYTES_PER_S


def change_of(order: FoldOrder) -> str:
    """What it is, behind "a training"."""
    return f"of the n-gram model without part {order.fold + 1} of {order.folds}"


def _order(work: FoldWork, fold: int, number: int) -> FoldOrder:
    return FoldOrder(
        number=number,
        fold=fold,
        folds=work.folds,
        classes=work.classes,
        seed=work.seed,
        cost=work.cost,
        by_ratio=work.by_ratio,
        seconds=max(0.0, work.time_left_s()),
    )


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        half = target.with_name(target.name + ".half")
        shutil.copyfile(source, half)
        half.replace(target)
