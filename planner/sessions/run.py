"""Opening a run: every check that can be made within a second, then the locks and the run folder."""

from __future__ import annotations

import json
import math
import os
import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from uuid import uuid4

from data.cleaning.given_split import check_split_column
from data.errors import NoClasses, UnusableLabels, WrongColumn
from data.labels.several import SeveralLabels, check_label_columns
from data.reading.columns import require_column
from data.reading.read import read_head
from data.reading.text_columns import check_columns
from data.word_vectors.english import ENGLISH
from data.word_vectors.read import check_vectors, vectors_path
from model.protocol.any_text import shown
from model.protocol.config import LOCK_FILE, SessionConfig
from model.protocol.elsewhere import Elsewhere
from model.protocol.label_answers import LABEL_ANSWERS_FILE, AnswersUnreadable
from model.protocol.locks import HeldLock, take_lock
from model.protocol.metrics import metrics_for, unfit_metric
from model.protocol.order import TableOrder, TrainingOrder
from planner.domain.errors import PlaceRefused, SessionRefused
from planner.domain.wording.days import clock_words
from planner.domain.wording.numbers import memory_words, size_words
from planner.home import WORD_VECTORS, runs_folder
from planner.material.column_guess import columns_of
from planner.material.first_look import class_look
from planner.material.label_answers import known_answers
from planner.material.several_look import several_look
from planner.material.split_look import split_look
from planner.sessions.continuing import check_continuable
from planner.sessions.hands import check_hands
from planner.sessions.machine import SESSION_LOCK, least_timebox_s, measured_figures
from planner.sessions.memory import LEAST_LIMIT_BYTES, default_limit_bytes, free_bytes
from planner.sessions.placement import Placement

LEAST_FREE_BYTES = 300 * 2**20  # a model, its draft and a checkpoint, with room for the worker's log
MOST_AT_ONCE = 16  # sessions of a person that run elsewhere, where a second one may
_LONGEST_INSIDE = 120  # characters of the longest path that a session makes in its folder
_SHOWN = 40  # characters of a name that is too long
_LABELS_READ_S = 1.5  # at most, to see whether a column holds classes
MOST_TIMEBOX_S = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run folder with its order, and the locks that say it is alive: the run's own and the machine's."""

    folder: Path
    config: SessionConfig
    locks: tuple[HeldLock, ...]

    @property
    def descriptors(self) -> tuple[int, ...]:
        """File descriptors to hand down, so that the locks live as long as the last process of the session."""
        return tuple(lock.descriptor for lock in self.locks)

    def release(self) -> None:
        """Let go of the locks in this process."""
        for lock in self.locks:
            lock.release()


def open_run(order: TrainingOrder, placement: Placement, *, home: Path, now: datetime, zone: tzinfo) -> OpenRun:
    """Check the order, take the locks and make the run folder, named after `now` on the clocks of `zone`.

    Raises
    ------
    SessionRefused
        The box is too short, a session runs on this machine, no room, or none for further processes.
    PlaceRefused
        The folder is taken, cannot be written, or has a name that is too long.
    DataError
        The file cannot be read, has not the columns, or its labels are no classes (`NoClasses`). Nothing has been
        written then.
    """
    check_timebox(order.timebox_s, home)
    elsewhere = placement.elsewhere
    if elsewhere is None:  # a small machine is a reason to send it to another one
        check_memory(order.choices.memory_limit_bytes)
        check_hands(order.choices)
    if order.continue_from is None and (elsewhere is None or elsewhere.data_there is None):
        _check_data(order)
    elif order.continue_from is not None:
        check_continuable(order.continue_from)
    session_id = f"{now.astimezone(zone):%Y%m%d-%H%M%S}-{uuid4().hex[:6]}"
    folder = (placement.out or runs_folder(home) / session_id).absolute()
    check_place(folder)
    try:
        return _make(_config(order, placement, session_id, home, now), folder, home, zone)
    except AnswersUnreadable as error:
        raise SessionRefused(f"{error} Move that file away to train without them.") from error
    except OSError as error:
        raise PlaceRefused(_cannot_write(folder, error)) from error


def _make(config: SessionConfig, folder: Path, home: Path, zone: tzinfo) -> OpenRun:
    home.mkdir(parents=True, exist_ok=True)
    machine = _machine_lock(home, config.elsewhere)
    if machine is None:
        beside = "" if config.elsewhere is None else " Say --allow-second to run another one elsewhere beside it."
        raise SessionRefused(_runs_already(home, zone) + beside)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        config.save(folder)
        _hand_on_answers(config.order.table, folder, home)
        own = take_lock(folder / LOCK_FILE)
    except (OSError, AnswersUnreadable):
        machine.release()
        raise
    if own is None:
        machine.release()
        raise SessionRefused(f"A session runs in {folder}. Choose another folder.")
    machine.write(json.dumps({"source_name": config.order.table.source_name, "deadline_unix": config.deadline_unix}))
    return OpenRun(folder, config, (machine, own))


def _machine_lock(home: Path, elsewhere: Elsewhere | None) -> HeldLock | None:
    """That of the one session of this machine; one of a few more where a session elsewhere may be a second one."""
    first = take_lock(home / SESSION_LOCK)
    if first is not None or elsewhere is None or not elsewhere.allow_second:
        return first
    more = (take_lock(home / f"{number}-{SESSION_LOCK}") for number in range(2, MOST_AT_ONCE + 1))
    return next((lock for lock in more if lock is not None), None)


def _hand_on_answers(table: TableOrder, folder: Path, home: Path) -> None:
    """What was said of labels in this table, as it stands now: what is said later is for the next session."""
    answers = known_answers(table, home) if table.data_file.exists() else None  # one that is continued needs no table
    if answers is not None:
        answers.save(folder / LABEL_ANSWERS_FILE)


def _config(order: TrainingOrder, placement: Placement, session_id: str, home: Path, now: datetime) -> SessionConfig:
    figures = measured_figures(home)
    return SessionConfig(
        session_id=session_id,
        started_unix=now.timestamp() if placement.started_unix is None else placement.started_unix,
        order=_from_anywhere(order),
        compiled=figures.compiled if figures else None,
        vectors_folder=home / WORD_VECTORS if order.choices.vectors else None,
        memory_limit_bytes=order.choices.memory_limit_bytes or default_limit_bytes(),
        elsewhere=placement.elsewhere,
    )


def _from_anywhere(order: TrainingOrder) -> TrainingOrder:
    """The same order for whoever stands in another folder, with a name that every screen can show."""
    table, test_file, former = order.table, order.choices.test_file, order.continue_from
    return replace(
        order,
        table=replace(table, data_file=table.data_file.absolute(), source_name=shown(table.source_name)),
        choices=replace(order.choices, test_file=test_file and test_file.absolute(), vectors=_vectors(order)),
        continue_from=former and former.absolute(),
    )


def _vectors(order: TrainingOrder) -> str | None:
    """The file of word vectors from anywhere; `english` is a package."""
    asked = order.choices.vectors
    return asked if asked is None or asked == ENGLISH else str(vectors_path(asked).absolute())


def check_timebox(timebox_s: float, home: Path) -> None:
    """Refuse a box that is too short for this machine, or longer than a week (`SessionRefused`)."""
    least_s = least_timebox_s(home)
    if timebox_s < least_s:
        raise SessionRefused(
            f"A timebox of {timebox_s:g} s is too short for this machine. "
            f"The least that would do is {math.ceil(least_s)} s."
        )
    if timebox_s > MOST_TIMEBOX_S:
        raise SessionRefused(f"A timebox of {timebox_s / 3600:,g} h is more than a week. Choose a shorter one.")


def check_memory(asked_bytes: int | None) -> None:
    """Refuse a limit, or a machine, with too little memory for any session (`SessionRefused`)."""
    needed = f"a session needs {memory_words(LEAST_LIMIT_BYTES)}"
    if asked_bytes is not None and asked_bytes < LEAST_LIMIT_BYTES:
        raise SessionRefused(f"A memory limit of {memory_words(asked_bytes)} is too little: {needed}. Allow it more.")
    free = free_bytes()
    if free < LEAST_LIMIT_BYTES:
        raise SessionRefused(
            f"Only {memory_words(free)} of memory are free, and {needed}. Close something and try again."
        )


def _check_data(order: TrainingOrder) -> None:
    columns = (*order.table.text_columns, *order.table.label_columns)
    for path in filter(None, (order.table.data_file, order.choices.test_file)):
        head = read_head(path, asked=columns)
        for column in columns:
            require_column(head.frame, column, path.name)
    try:
        check_columns(order.table.text_columns, order.table.label_column)
        check_label_columns(order.table.label_columns, order.table.text_columns)
    except WrongColumn as error:
        raise SessionRefused(str(error)) from error
    if order.choices.vectors is not None:
        check_vectors(order.choices.vectors)
    _check_metric(order)
    _check_parts(order.table)
    if (several := _several(order.table)) is None:
        _check_classes(order.table, order.choices.cleaning_rules_off)
    elif problem := several_look(order.table.data_file, several, most_s=_LABELS_READ_S).look.unfit:
        raise NoClasses(problem)


def _several(table: TableOrder) -> SeveralLabels | None:
    return SeveralLabels.of(table.label_columns, table.tag_separator, table.reading)


def _check_metric(order: TrainingOrder) -> None:
    """Refuse a metric of one class where a row may have several labels, and the other way round."""
    metric, is_several = order.choices.metric, order.table.has_several_labels
    if metric not in metrics_for(several_labels=is_several):
        raise SessionRefused(unfit_metric(metric, several_labels=is_several))


def _check_parts(table: TableOrder) -> None:
    """Refuse a column that gives no parts (`WrongColumn`), as far as it can be seen in a second."""
    column = table.split_column
    if column is None:
        return
    check_split_column(column, (*table.text_columns, *table.label_columns))
    require_column(read_head(table.data_file, asked=(column,)).frame, column, table.data_file.name)
    if problem := split_look(table.data_file, column).problem:
        raise WrongColumn(problem)


def _check_classes(table: TableOrder, rules_off: tuple[str, ...]) -> None:
    """Refuse labels that are no classes (`NoClasses`) or too few (`UnusableLabels`), as far as a second shows it."""
    likely = columns_of(table.data_file, (*table.text_columns, table.label_column)).label_columns()
    look = class_look(
        table.data_file,
        table.label_column,
        reading=table.reading,
        candidates=[name for name in likely if name not in table.text_columns],
        rules_off=rules_off,
        most_s=_LABELS_READ_S,
    )
    if look.unfit is not None:
        raise NoClasses(look.unfit)
    if look.problem is not None and not look.counted:  # all rows were seen
        raise UnusableLabels(look.problem)


def check_place(folder: Path) -> None:
    """Refuse a folder for the model that is taken, cannot be written or named (`PlaceRefused`), or has no room."""
    _check_name(folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PlaceRefused(f"{folder} is not an empty folder. Choose a new one, so that nothing is overwritten.")
    parent = next((place for place in (folder, *folder.parents) if place.exists()), Path("/"))
    if not parent.is_dir() or not os.access(parent, os.W_OK | os.X_OK):
        raise PlaceRefused(f"The folder {parent} cannot be written. Choose another one for the model.")
    free = shutil.disk_usage(parent).free
    if free < LEAST_FREE_BYTES:
        raise SessionRefused(
            f"Only {size_words(free)} are free on the disk of {parent}, and a session needs "
            f"{size_words(LEAST_FREE_BYTES)}. Free some, or choose a folder on another disk."
        )


def _check_name(folder: Path) -> None:
    """Refuse a name that no disk can hold, before anything is made on the way to it."""
    if "\0" in str(folder):
        raise PlaceRefused("The name of the folder holds a character that no name can have (NUL). Choose another one.")
    longest_name, longest_path = os.pathconf("/", "PC_NAME_MAX"), os.pathconf("/", "PC_PATH_MAX") - _LONGEST_INSIDE
    name = max(folder.parts, key=lambda part: len(os.fsencode(part)))
    if len(os.fsencode(name)) > longest_name or len(os.fsencode(folder)) > longest_path:
        raise PlaceRefused(
            f"The name of the folder '{name[:_SHOWN]}…' is too long: a name may have {longest_name} bytes, and a whole "
            f"path {longest_path}. Choose a shorter one."
        )


def _cannot_write(folder: Path, error: OSError) -> str:
    reason = (error.strerror or str(error)).lower()
    return f"The folder {folder} cannot be written ({reason}). Choose another one for the model."


def _runs_already(home: Path, zone: tzinfo) -> str:
    try:
        holder = json.loads((home / SESSION_LOCK).read_text(encoding="utf-8"))
        until = clock_words(datetime.fromtimestamp(holder["deadline_unix"], UTC), zone)
        what = f"A training session on {holder['source_name']} runs on this machine until {until} at the latest."
    except (OSError, ValueError, KeyError, TypeError):
        what = "A training session runs on this machine."
    return f"{what} Wait for it, or stop it and keep its model."
