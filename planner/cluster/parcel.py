"""What a session takes along to a node: its order and its files, each named by its hash and sent where it lacks."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec

from data.word_vectors.english import ENGLISH
from model.protocol.config import CONFIG_FILE, STOP_FILE, SessionConfig
from model.protocol.label_answers import LABEL_ANSWERS_FILE
from model.protocol.run_folder import BATCH_FILE, EVENTS_FILE, PREPARED_FACTS, RESULT_FILE, WORKER_LOG
from planner.cluster.content import ContentStore, sha256_of
from planner.cluster.facts import Place
from planner.cluster.shelf import files_in, is_brought_back
from planner.cluster.table_there import seen_here
from planner.home import WORD_VECTORS

TABLE, TEST, VECTORS = "table", "test", "vectors"  # single files of an order,
RUN, FORMER = "run/", "former/"  # and those of two folders: the session's own so far, and the session continued
_OF_RUN = (LABEL_ANSWERS_FILE, BATCH_FILE, STOP_FILE)
_OF_FORMER = (CONFIG_FILE, EVENTS_FILE, RESULT_FILE)


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file on its way: where it belongs over there, what it is, and where it lies here."""

    role: str
    name: str
    sha256: str
    path: Path
    size: int


def files_of(run_folder: Path, config: SessionConfig) -> list[SentFile]:
    """All that a node needs. What was prepared already stands in for the table that it was prepared from.

    Raises
    ------
    OSError
        One of them cannot be read.
    """
    found = (*_of_order(run_folder, config), *_of_run(run_folder), *_of_former(config))
    return [sent_file(role, path) for role, path in found]


def sent_file(role: str, path: Path) -> SentFile:
    """A file as it will travel; `OSError` where it cannot be read."""
    return SentFile(role, path.name, sha256_of(path), path, path.stat().st_size)


def packed(
    config: SessionConfig, files: list[SentFile], *, used_s: float, kept_s: float, hands: Sequence[Place] = ()
) -> dict[str, Any]:
    """The letter that goes with the files: seconds, never an instant. `hands`: places for them on other nodes."""
    order = json.loads(json.dumps(asdict(replace(config, started_unix=0.0)), default=str))
    told = [{"role": file.role, "name": file.name, "sha256": file.sha256} for file in files]
    places = [asdict(place) for place in hands]
    return {"config": order, "files": told, "used_s": used_s, "kept_s": kept_s, "hands": places}


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A session as its node begins it."""

    config: SessionConfig
    used_s: float
    kept_s: float
    hands: tuple[Place, ...] = ()


def unpack(letter: Mapping[str, Any], run_folder: Path, store: ContentStore, own_home: Path) -> Unpacked:
    """Make the run folder of a letter whose files lie in the store; the order names the files over here.

    Raises
    ------
    OSError, ValueError
        The folder cannot be written, or the letter is none.
    """
    run_folder.mkdir(parents=True, exist_ok=True)
    former = run_folder.with_name(run_folder.name + "-former")
    single: dict[str, Path] = {}
    for file in letter["files"]:
        role, source = str(file["role"]), store.path(str(file["sha256"]))
        if role in (TABLE, TEST, VECTORS):
            single[role] = _named(source, str(file["name"]), run_folder)
        elif role.startswith((RUN, FORMER)):
            folder = run_folder if role.startswith(RUN) else former
            copied(source, folder / _inside(role))
    config = _as_here(letter["config"], single, run_folder, former if former.is_dir() else None, own_home)
    hands = tuple(Place(**place) for place in letter.get("hands", ()))
    return Unpacked(config, float(letter["used_s"]), float(letter["kept_s"]), hands)


def _as_here(
    told: Mapping[str, Any], single: Mapping[str, Path], run_folder: Path, former: Path | None, own_home: Path
) -> SessionConfig:
    config = msgspec.convert(dict(told), SessionConfig, dec_hook=_path)
    order, there = config.order, config.elsewhere.data_there if config.elsewhere else None
    data_file = single.get(TABLE) or (order.table.data_file if there is None else seen_here(there, run_folder))
    vectors = single.get(VECTORS)
    return replace(
        config,
        order=replace(
            order,
            table=replace(order.table, data_file=data_file),
            choices=replace(
                order.choices,
                test_file=single.get(TEST) or order.choices.test_file,
                vectors=str(vectors) if vectors else order.choices.vectors,
            ),
            continue_from=former or order.continue_from,
        ),
        vectors_folder=own_home / WORD_VECTORS if order.choices.vectors else None,
        elsewhere=None,
    )


def _path(kind: type, told: object) -> Path:
    if kind is not Path or not isinstance(told, str):
        raise ValueError(f"a path was expected, and {told!r} was found.")
    return Path(told)


def _of_order(run_folder: Path, config: SessionConfig) -> Iterator[tuple[str, Path]]:
    order = config.order
    is_sent = config.elsewhere is None or config.elsewhere.data_there is None
    if is_sent and order.continue_from is None and not (run_folder / PREPARED_FACTS).is_file():
        yield TABLE, order.table.data_file
        if order.choices.test_file is not None:
            yield TEST, order.choices.test_file
    if order.choices.vectors not in (None, ENGLISH):
        yield VECTORS, Path(str(order.choices.vectors))


def _of_run(run_folder: Path) -> Iterator[tuple[str, Path]]:
    for name in (*_OF_RUN, *_whole_model(run_folder)):
        if (run_folder / name).is_file():
            yield RUN + name, run_folder / name


def _of_former(config: SessionConfig) -> Iterator[tuple[str, Path]]:
    former = config.order.continue_from
    for name in () if former is None else (*_OF_FORMER, *_whole_model(former)):
        if former is not None and (former / name).is_file():
            yield FORMER + name, former / name


def _whole_model(folder: Path) -> list[str]:
    """What lies there of a model and of what is gone on from."""
    return [name for name in sorted(files_in(folder)) if name != WORKER_LOG]


def _inside(role: str) -> Path:
    folder, _, name = role.partition("/")
    allowed = is_brought_back(name) or name in (_OF_RUN if folder + "/" == RUN else _OF_FORMER)
    if not allowed or ".." in PurePosixPath(name).parts:
        raise ValueError(f"'{name[:80]}' is no file of a session")
    return Path(name)


def _named(source: Path, name: str, run_folder: Path) -> Path:
    """The file under its own name, whose ending tells what is in it."""
    folder = run_folder.with_name(run_folder.name + "-given") / source.name[:12]
    target = folder / (Path(name).name or "table")
    copied(source, target)
    return target


def copied(source: Path, target: Path) -> None:
    """The same bytes under another name: a second link where the file system has them, else a copy.

    What a session may write itself is always a copy.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
