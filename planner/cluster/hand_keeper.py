"""The hands of a session on other nodes: an agent owns them, names them in `hands.json`, and copies to and fro.

A thread for each: what goes wrong with one costs the session that hand alone. Orders are files that the session's
worker writes; they go out as soon as they appear, and answers come back whole (`model.protocol.hands`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from model.protocol.hands import (
    BEAT_FILE,
    Hand,
    answer_path,
    hand_folder,
    order_numbers,
    order_path,
    stop_path,
    with_lost,
    write_hands,
)
from model.protocol.run_folder import PREPARED_FACTS, PREPARED_FOLDER
from model.protocol.side_orders import FOLD_TABLE
from model.protocol.whole_file import HALF, whole_file
from planner.cluster.correspondence import COULD_NOT, Correspondence
from planner.cluster.errors import AgentGone, ClusterError, NoAnswer, Unreachable
from planner.cluster.facts import Place
from planner.cluster.hand_post import beat_of
from planner.cluster.parcel import SentFile, sent_file
from planner.cluster.rim import Rim

LOOK_EVERY_S = 0.3
ANSWER_S = 3.0
SILENT_S = 9.0
BEGIN_S = 60.0
HAND_POST = "planner.cluster.hand_post:HandPost"


def post_name(agent: str, hand: str) -> str:
    """The name of a hand's actor: whose it is.

    >>> post_name("ada@laptop/one/1", "hand-2")
    'ada@laptop/one/1/hand-2'
    """
    return f"{agent}/{hand}"


def is_post(name: str, session_id: str | None = None) -> bool:
    """Whether an actor is a hand, of that session or of any.

    >>> is_post("ada@laptop/one/1/hand-2", "one"), is_post("ada@laptop/one/1")
    (True, False)
    """
    parts = name.split("/")
    is_hand = len(parts) == 4 and parts[3].startswith("hand-")
    return is_hand and session_id in (None, parts[1])


@dataclass(slots=True)
class HandKeeper:
    """All hands of one session. `goes_on` says whether the session does; `seconds` that hands may live at most."""

    run_folder: Path
    rim: Rim
    agent: str
    seconds: float
    goes_on: Callable[[], bool]
    sleep: Callable[[float], None] = time.sleep
    _hands: list[Hand] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, places: Sequence[Place]) -> None:
        """Ask for a hand at each place; whichever is there is used."""
        for number, place in enumerate(places, start=1):
            name = f"hand-{number}"
            threading.Thread(target=self._keep, args=(name, place), name=name, daemon=True).start()

    def _keep(self, name: str, place: Place) -> None:
        post = Correspondence(self.rim, post_name(self.agent, name), self.run_folder)
        try:
            self.rim.start(post.agent, place, agent_class=HAND_POST, timeout_s=ANSWER_S)
            self._begin(post, place)
            self._name(Hand(name, place.node, place.cpus))
            self._serve(post, hand_folder(self.run_folder, name))
        except (ClusterError, OSError) as error:
            self._lose(name, _why_lost(place.node, error))
        finally:
            post.bye()

    def _begin(self, post: Correspondence, place: Place) -> None:
        """Its process has to start, on a node that may be busy."""
        ends = time.monotonic() + BEGIN_S
        while self.goes_on():
            try:
                post.ask("begin", timeout_s=ANSWER_S, cores=place.cpus, seconds=self.seconds)
            except NoAnswer:
                if time.monotonic() > ends:
                    raise
            else:
                return

    def _serve(self, post: Correspondence, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        served = _Served(post, folder)
        is_prepared = False
        while self.goes_on():
            try:
                if not is_prepared and (self.run_folder / PREPARED_FACTS).is_file():
                    self._prepare(post)
                    is_prepared = True
                served.look()
            except NoAnswer:
                if post.is_silent(SILENT_S):
                    raise
            self.sleep(LOOK_EVERY_S)

    def _prepare(self, post: Correspondence) -> None:
        """Send what the session prepared; what lies there by its hash is not sent again."""
        root = self.run_folder / PREPARED_FOLDER
        files: dict[str, SentFile] = {
            path.relative_to(root).as_posix(): sent_file(PREPARED_FOLDER, path)
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }
        post.send(list(files.values()))
        post.ask("prepare", files={name: file.sha256 for name, file in files.items()})

    def _name(self, hand: Hand) -> None:
        with self._lock:
            self._hands.append(hand)
            write_hands(self.run_folder, self._hands)

    def _lose(self, name: str, why: str) -> None:
        """A hand that was never named is not missed."""
        with self._lock, suppress(OSError):
            self._hands = list(with_lost(self._hands, name, why))
            if self._hands and self.goes_on():
                write_hands(self.run_folder, self._hands)


def _why_lost(node: str, error: Exception) -> str:
    """As a sentence; what Ray says of a process that died tells a person nothing.

    >>> _why_lost("node1", AgentGone("It is gone: The actor died unexpectedly."))
    'The process on node1 was lost.'
    >>> _why_lost("node1", ClusterError("its process ended with exit code 1"))
    'The process on node1 was lost (its process ended with exit code 1).'
    """
    is_plain = isinstance(error, AgentGone | Unreachable) and not str(error).startswith(COULD_NOT)
    return f"The process on {node} was lost" + ("." if is_plain else f" ({str(error).rstrip('.')}).")


class _Served:
    """One hand's folder here, and its counterpart there."""

    def __init__(self, post: Correspondence, folder: Path) -> None:
        self._post, self._folder = post, folder
        self._given: set[int] = set()
        self._stopped: set[int] = set()
        self._taken: set[int] = set()
        self._table: tuple[int, int] | None = None

    def look(self) -> None:
        """Orders and stops there, beats and answers here."""
        self._send_table()
        wanted = set(order_numbers(self._folder))
        for number in sorted(wanted - self._given):
            self._give(number)
        for number in sorted(wanted - self._stopped):
            if stop_path(self._folder, number).exists():
                self._post.ask("stop", timeout_s=ANSWER_S, order=number)
                self._stopped.add(number)
        for number in sorted(self._given - wanted):
            self._post.ask("drop", timeout_s=ANSWER_S, order=number)
            self._given.discard(number)
        self._hear(wanted)

    def _send_table(self) -> None:
        """What folds are fitted on, before the first of their orders."""
        path = self._folder / FOLD_TABLE
        with suppress(FileNotFoundError):  # no folds are wanted, or none any more
            stat = path.stat()
            if self._table != (stat.st_ino, stat.st_mtime_ns):
                file = sent_file(FOLD_TABLE, path)
                self._post.send([file])
                self._post.ask("table", sha256=file.sha256)
                self._table = stat.st_ino, stat.st_mtime_ns

    def _give(self, number: int) -> None:
        with suppress(FileNotFoundError):  # taken back meanwhile
            order = order_path(self._folder, number).read_bytes()
            self._post.ask("order", order, timeout_s=ANSWER_S, order=number)
            self._given.add(number)

    def _hear(self, wanted: set[int]) -> None:
        told, beat = self._post.ask("look", timeout_s=ANSWER_S)
        for number in told["done"]:
            if number in wanted and number not in self._taken:
                self._take(int(number))
        if beat_of(beat) is not None:
            half = self._folder / (BEAT_FILE + HALF)
            half.write_bytes(beat)
            half.replace(self._folder / BEAT_FILE)
        if told["code"] is not None:
            raise ClusterError(f"its process ended with exit code {told['code']}")

    def _take(self, number: int) -> None:
        """Bring an answer, whole; once."""
        with whole_file(answer_path(self._folder, number)) as file:
            size = 1
            while file.tell() < size:
                told, part = self._post.ask("read", timeout_s=20.0, order=number, offset=file.tell())
                size = int(told["size"])
                file.write(part)
                if not part:
                    break
        self._taken.add(number)
