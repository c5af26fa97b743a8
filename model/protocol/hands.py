"""Hands: processes that do single trainings for a session, on this machine or on others; what is said to and fro.

A hand is `python -P -m model.hand PREPARED FOLDER` (`hand_command`). It loads TensorFlow once, waits until the folder
PREPARED is there (what a session keeps in its `resume/prepared`, which appears whole), and then does the orders that
appear in FOLDER, one after the other. All files appear whole, by renaming; whoever copies them between machines does
the same, and copies bytes. Only seconds travel, never an instant.

In the session's run folder, `work/hands.json` names the hands, and each has a folder of its own, `work/hands/NAME`:

    NNN.order.json    what is to be trained, from the session (`HandOrder`)
    NNN.stop          its presence asks to end the training now and answer with the best that it has
    NNN.done.npz      the answer, from the hand: `facts` (`AnswerFacts` as JSON), `logits`, `weights/...`
    beat.json         each second, from the hand (`Beat`): it is alive, ready for orders, and how far it is

Points of the learning curve and folds of the benchmark are ordered alike: see `model.protocol.side_orders`.

**Who owns hands** starts them once the session's worker is at work, writes `hands.json`, and ends them by killing
them: a hand has nothing to save. Where a hand runs on another machine, its owner copies `resume/prepared` there once,
then orders and stops there and answers and beats back. It copies an answer once: the session removes an order with its
answer when it has taken it in. An order that disappears before is not wanted any more: it is removed over there too,
and the hand drops it without an answer. A hand that is gone is marked in `hands.json` (`lost`) as soon as its owner
knows; the session also believes that one is gone whose beat has stood still for `SILENT_S` of the session's own
seconds. No hand comes back under a former name: one that is started in its place has a new name.

**The session** gives an order to a hand only when that is ready and has none, and never waits for it beyond its own
planned end. What comes later is left.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol, TypeVar, cast

import msgspec

from model.protocol.run_folder import WORK_FOLDER
from model.protocol.whole_file import HALF, whole_file

HANDS_VERSION = 1  # of orders and answers: a hand drops an order of another one
HANDS_FILE = f"{WORK_FOLDER}/hands.json"
HANDS_FOLDER = f"{WORK_FOLDER}/hands"  # with a folder for each hand
BEAT_FILE = "beat.json"
BEAT_EVERY_S = 1.0
SILENT_S = 15.0  # a beat that stands still for so long is that of a hand that is gone
MOST_CORES = 2  # that one training can use: one for each direction of the LSTM
SESSION_CORES = 2  # that the session itself takes

_CPU_LIMIT = Path("/sys/fs/cgroup/cpu.max")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_ORDER = re.compile(r"([0-9]{3,})\.order\.json")

_Told = TypeVar("_Told")
_Facts = TypeVar("_Facts", bound="Versioned")


class Order(Protocol):
    """A dataclass that is given out to a hand under its number."""

    @property
    def number(self) -> int:
        """Rising within a session, from 1."""
        ...


class Versioned(Protocol):
    """Facts of an answer, of whatever kind."""

    @property
    def version(self) -> int:
        """Of the code that wrote them: see `HANDS_VERSION`."""
        ...


@dataclass(frozen=True, slots=True)
class Hand:
    """A hand: its name, which is that of its folder too, the machine it runs on in words, and its processor cores.

    `lost` says why it is gone, as a sentence; empty while it is there.

    >>> Hand("hand-1", "node 10.0.0.7", cores=4).is_lost
    False
    """

    name: str
    node: str
    cores: int = 1
    lost: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"A hand is named by small letters, digits and hyphens, and {self.name!r} is not.")

    @property
    def is_lost(self) -> bool:
        """Whether it is gone."""
        return bool(self.lost)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOrder:
    """One training, from new weights to a learning rate of zero.

    It ends after `epochs` passes over the first `rows` training rows, or `seconds` after the hand has read it, by the
    hand's own ticks, whichever comes first. `number` counts the session's orders; `seed` is the session's, and `drawn`
    the number of the training, which draws its weights, its batches and its dropout. `units`, `dropout` and
    `spatial_dropout` are those of its network, all else is as `prepared` has it. `alone`: without the benchmark's
    logits. `compiled`: whether the compiled LSTM is the quicker one where the session runs, None: not known.
    `vector_tokens` words of texts at most give vectors to begin with, where `prepared` holds none. `note` is what the
    session wants to find again with its order: it means nothing to a hand.
    """

    version: int = HANDS_VERSION
    number: int
    metric: str
    seed: int
    drawn: int
    units: int
    dropout: float
    spatial_dropout: float
    epochs: float
    rows: int
    batch_size: int
    peak_rate: float
    seconds: float
    validate_every_share: float
    alone: bool = False
    compiled: bool | None = None
    vector_tokens: int = 0
    note: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerFacts:
    """How a training went: passes and steps done, seconds inside the training and its steps, and the looks at it.

    `taken_s` are the seconds from reading the order to writing the answer: all else of the time that the session
    waited was the way. `best_epoch` and `best_step` are the moment whose network is answered, which validation liked
    best. `trace`: at shares of the training, the least log loss on validation until then. `loss`: on the last training
    batches, None where there were none. `stopped`: it was asked to end before its time.
    """

    version: int = HANDS_VERSION
    number: int
    epochs: float
    steps: int
    train_s: float
    steps_s: float
    taken_s: float
    best_epoch: float
    best_step: int
    trace: tuple[tuple[float, float], ...] = ()
    loss: float | None = None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Beat:
    """A sign of life: `count` rises with each. `order` is the number of the one at work, None: of none.

    `share` of it is over, and `log_loss` is the least on validation so far, None before the first look. `is_up`: its
    libraries are loaded, whether or not anything is prepared: it can fit folds of the benchmark.
    """

    count: int
    is_ready: bool = False
    order: int | None = None
    share: float = 0.0
    log_loss: float | None = None
    is_up: bool = False


def hand_command(
    prepared: Path, folder: Path, *, cores: int, seconds: float, python: str = sys.executable
) -> list[str]:
    """What starts a hand, from the process that it belongs to, and from no shell between them.

    It ends by itself after so many seconds, and where that process or FOLDER is gone.

    >>> hand_command(Path("/p"), Path("/w/hand-1"), cores=2, seconds=90.5, python="python")[3:-1]
    ['model.hand', '/p', '/w/hand-1', '--cores', '2', '--seconds', '90.5', '--owner']
    """
    options = ["--cores", str(cores), "--seconds", f"{seconds:.1f}", "--owner", str(os.getpid())]
    return [python, "-P", "-m", "model.hand", str(prepared), str(folder), *options]


def usable_cores(limits: Path = _CPU_LIMIT) -> int:
    """Processor cores that processes started from here may use, within a container's limit too."""
    own = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with suppress(OSError, ValueError):
        quota, period = limits.read_text().split()
        own = min(own, max(1, int(quota) // int(period)))  # "max" is no number: no limit
    return own


def hand_cores(cores: int, hands: int) -> int:
    """Cores for each of so many hands beside the session's own; they share one where there are too few.

    >>> hand_cores(16, 3), hand_cores(5, 3), hand_cores(2, 2)
    (2, 1, 1)
    """
    return max(1, min(MOST_CORES, (cores - SESSION_CORES) // hands))


def hand_folder(run_folder: Path, name: str) -> Path:
    """Where orders and answers of a hand lie."""
    return run_folder / HANDS_FOLDER / name


def order_path(folder: Path, number: int) -> Path:
    """The order of that number in a hand's folder.

    >>> order_path(Path("h"), 7).name, stop_path(Path("h"), 7).name, answer_path(Path("h"), 1234).name
    ('007.order.json', '007.stop', '1234.done.npz')
    """
    return folder / f"{number:03d}.order.json"


def stop_path(folder: Path, number: int) -> Path:
    """What asks to end that order now."""
    return folder / f"{number:03d}.stop"


def answer_path(folder: Path, number: int) -> Path:
    """What came of that order."""
    return folder / f"{number:03d}.done.npz"


def order_numbers(folder: Path) -> list[int]:
    """Numbers of the orders that lie in a hand's folder, the least first; none where there is no such folder."""
    with suppress(OSError):
        return sorted(int(found[1]) for path in folder.iterdir() if (found := _ORDER.fullmatch(path.name)))
    return []


def write_hands(run_folder: Path, hands: Sequence[Hand]) -> None:
    """Say which hands there are, with those that are gone.

    Raises
    ------
    OSError
        The folder cannot be written.
    """
    path = run_folder / HANDS_FILE
    path.parent.mkdir(exist_ok=True)
    _write(path, [asdict(hand) for hand in hands])


def read_hands(run_folder: Path) -> tuple[Hand, ...]:
    """The hands of a session; none where nobody named any."""
    told = _read(run_folder / HANDS_FILE, tuple[Hand, ...])
    return () if told is None else told


def with_lost(hands: Sequence[Hand], name: str, why: str) -> tuple[Hand, ...]:
    """The same, and one of them is gone; `why` is a sentence.

    >>> with_lost([Hand("one", "here")], "one", "It was killed.")[0].lost
    'It was killed.'
    """
    return tuple(replace(hand, lost=hand.lost or why) if hand.name == name else hand for hand in hands)


def write_order(folder: Path, order: Order) -> None:
    """Give out an order of any kind: `folder` is the hand's, and made if need be.

    Raises
    ------
    OSError
        It cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(order_path(folder, order.number), asdict(cast(Any, order)))


def read_order(folder: Path, number: int) -> HandOrder | None:
    """The order of that number; None where there is none, or one of another version."""
    order = _read(order_path(folder, number), HandOrder)
    return order if order is not None and order.version == HANDS_VERSION else None


def facts_to_text(facts: Any) -> str:
    """The facts of an answer, a dataclass with a `version`, as its file holds them."""
    return json.dumps(asdict(facts), allow_nan=False)


def facts_from_text(text: str, kind: type[_Facts]) -> _Facts:
    """What `facts_to_text` wrote of facts of that kind.

    Raises
    ------
    ValueError
        It is no such text, or one of another version.
    """
    try:
        facts = msgspec.convert(json.loads(text), kind)
    except (RecursionError, msgspec.ValidationError) as error:
        raise ValueError(f"no facts of an answer: {error}") from error
    if facts.version != HANDS_VERSION:
        raise ValueError(f"an answer of version {facts.version}, and {HANDS_VERSION} was expected")
    return facts


def write_beat(folder: Path, beat: Beat) -> None:
    """Give a sign of life. Not flushed to the disk: it is worth nothing to anybody a few seconds later.

    Raises
    ------
    OSError
        The folder is gone, or the disk full.
    """
    half = folder / (BEAT_FILE + HALF)
    half.write_text(json.dumps(asdict(beat)), encoding="utf-8")
    half.replace(folder / BEAT_FILE)


def read_beat(folder: Path) -> Beat | None:
    """The last sign of life; None where there was none."""
    return _read(folder / BEAT_FILE, Beat)


def _write(path: Path, told: object) -> None:
    with whole_file(path) as file:
        file.write(json.dumps(told, ensure_ascii=False, allow_nan=False).encode("utf-8", "surrogatepass"))


def _read(path: Path, kind: type[_Told]) -> _Told | None:
    try:
        return msgspec.convert(json.loads(path.read_bytes().decode("utf-8", "surrogatepass")), kind)
    except (OSError, ValueError, RecursionError, msgspec.ValidationError):
        return None
