"""The link: in place of a worker it follows the session's worker on a node, and says here what that one says there.

What it does when the way there breaks, or the node dies: it knocks again for a while; a node that is dead, or silent
though its cluster answers, is left for another one, which goes on from the checkpoint that was fetched last; where the
cluster cannot be reached, or has no room, the session goes on here; where there is too little time for that, what came
last is what is delivered. Which of these happened is said. The box is the same all the time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from enum import Enum
from pathlib import Path

from model.protocol.config import SessionConfig
from model.protocol.events import (
    Event,
    EventBody,
    EventWriter,
    SessionFailed,
    SessionFinished,
    WarningSaid,
)
from model.protocol.last_words import words_with_model, words_without_model
from model.protocol.result import Outcome
from model.protocol.run_folder import PREPARED_FACTS, has_model
from model.protocol.timebox import Timebox
from planner.cluster.arrivals import Arrivals
from planner.cluster.correspondence import NEWS_S
from planner.cluster.errors import AgentGone, ClusterError, ClusterRefused, NoAnswer, Unreachable
from planner.cluster.event_lines import ENDINGS, MODELS, ToldLine, append, read_until, told_lines
from planner.cluster.note import ClusterNote, read_note
from planner.cluster.proof_here import ProofHere, note_proof, prove_here
from planner.cluster.reserve import SILENT_S, is_worth_going_on_here, open_s, patience_s
from planner.cluster.rim import Rim
from planner.cluster.sending import Sender, Sent, TooLate, found_again, shown_again

LOOK_EVERY_S = 0.4
DONE, FAILED = 0, 1
_ONLY_THERE = " Its table is there alone, so it cannot begin here: try again later, or take a longer box."
_LAST_S = 1.0  # of a box: for the last words


class _Way(Enum):
    """How a session goes on whose agent was lost."""

    THERE = "there"
    HERE = "here"
    NO_FURTHER = "no further"


class Link:
    """One session that runs on a cluster, followed from here to its end.

    `go_on_here` becomes the worker of this machine, in the same run folder; it does not return.
    """

    def __init__(
        self,
        run_folder: Path,
        rim: Rim,
        *,
        box: Timebox,
        go_on_here: Callable[[], int],
        proof_s: float | None = None,
        prove: Callable[[Path, float], ProofHere] = prove_here,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._prove_here = prove
        self._folder, self._rim, self._box = run_folder, rim, box
        self._config = SessionConfig.load(run_folder)
        self._go_on_here, self._sleep = go_on_here, sleep
        self._sender = Sender(rim, run_folder, self._config, box, proof_s, sleep)
        self._sent: Sent | None = None
        self._arrivals: Arrivals | None = None
        self._offset = 0
        self._ending: ToldLine | None = None

    def run(self) -> int:
        """Follow the session to its end; the exit code is that of a worker."""
        note = read_note(self._folder)
        if note is not None and note.is_left:
            return self._go_on_here()
        try:
            self._begin(note)
        except (ClusterRefused, ClusterError, OSError) as error:
            if note is None:
                return self._not_begun(error)
        return self._to_the_end(note)

    def _not_begun(self, error: Exception) -> int:
        """Nothing was sent yet: what the person can do something about is said, all else costs no session its box."""
        if isinstance(error, ClusterRefused | Unreachable | OSError) or not self._can_go_on_here():
            only_there = isinstance(error, ClusterError) and not isinstance(error, Unreachable)
            only_there = only_there and self._sender.asked.data_there is not None
            return self._refuse(str(error) + (_ONLY_THERE if only_there else ""))
        return self._here(f"The session could not be begun on the cluster ({_reason(error)}).")

    def _to_the_end(self, note: ClusterNote | None) -> int:
        while True:
            try:
                self._follow()
                return self._finish()
            except ClusterError as error:
                way, why = self._after_loss(error, note)
                if way is _Way.HERE:
                    return self._here(why)
                if way is _Way.NO_FURTHER:
                    return self._deliver(why)

    @property
    def _address(self) -> str:
        return self._sender.asked.address

    def _begin(self, note: ClusterNote | None) -> None:
        """Send it; or, after a link that died, find it again."""
        self._open()
        if note is None or not note.agent:
            self._at(self._sender.send(1))
        else:
            self._at(found_again(self._rim, note, self._folder))

    def _open(self) -> None:
        limit_s = min(open_s(self._box.timebox_s), max(1.0, self._box.left_s(_LAST_S)))
        self._rim.open(self._address, timeout_s=limit_s)

    def _at(self, sent: Sent) -> None:
        """The session is there now."""
        is_same = self._sent is not None and self._sent.note.agent == sent.note.agent
        signs = self._arrivals.signs if self._arrivals and is_same else {}
        self._ending = self._ending if is_same else None
        self._sent = sent
        self._offset = read_until(self._folder, sent.note.agent)
        ask = sent.correspondence
        self._arrivals = Arrivals(self._folder, ask.read, sent.clocks, pulse=ask.pulse, signs=dict(signs))

    def _follow(self) -> None:
        """Until the session there has said its end, or will never say one."""
        while self._ending is None:
            try:
                is_over = self._look()
            except NoAnswer:
                if self._there.correspondence.is_silent(SILENT_S):
                    raise
                continue
            if is_over and self._ending is None:
                raise AgentGone("The session there ended without a word.")
            if self._ending is None:
                self._sleep(LOOK_EVERY_S)

    @property
    def _there(self) -> Sent:
        if self._sent is None:
            raise Unreachable("The session is nowhere yet.")
        return self._sent

    def _look(self) -> bool:
        """Hear what is new, and bring what was saved; whether nothing more will come."""
        sent, arrivals = self._there, self._arrivals
        assert arrivals is not None
        sent.correspondence.pulse()
        told, said = sent.correspondence.ask("news", timeout_s=NEWS_S, offset=self._offset)
        lines = list(self._lines(said, int(told["offset"])))
        files = {str(name): str(sign) for name, sign in told["files"].items()}
        is_here = arrivals.fetch_model(files)
        if not is_here and any(line.kind in MODELS for line in lines):
            raise NoAnswer("The model changed faster than it could be fetched.")
        self._say_lines(lines)
        self._offset = int(told["offset"])
        if self._ending is None:
            arrivals.fetch_checkpoint(files)
        return bool(told["is_over"]) and not said

    def _lines(self, said: bytes, ends_at: int) -> list[ToldLine]:
        note = self._there.note
        return list(
            told_lines(
                said,
                ends_at=ends_at,
                agent=note.agent,
                node=note.node,
                config=self._config,
                clocks=self._there.clocks,
            )
        )

    def _say_lines(self, lines: list[ToldLine]) -> None:
        """Write down what was said, but for its end: that is true here when all is here."""
        told = []
        for line in lines:
            if line.kind in ENDINGS:
                self._ending = line
                break
            told.append(line)
        append(self._folder, told)

    def _finish(self) -> int:
        """Bring all that is left, prove it here, and say the end."""
        ending, arrivals, sent = self._ending, self._arrivals, self._there
        assert ending is not None
        assert arrivals is not None
        told, _ = sent.correspondence.ask("news", offset=self._offset)
        files = {str(name): str(sign) for name, sign in told["files"].items()}
        if not arrivals.fetch_model(files) and files.get("manifest.json"):
            raise NoAnswer("The model could not be fetched.")
        arrivals.fetch_rest(files)
        arrivals.take_log(files)
        body = Event.from_line(ending.line)
        assert body is not None
        if has_model(self._folder):
            self._prove()
        if is_whole := self._bring_checkpoints(arrivals, files):
            sent.correspondence.bye()
        replace(sent.note, is_fetched=is_whole).save(self._folder)
        self._rim.close()
        said = body.body
        if isinstance(said, SessionFinished):
            said = replace(said, used_s=round(self._box.elapsed_s(), 1))
        self._say(said)
        return FAILED if isinstance(said, SessionFailed) else DONE

    def _bring_checkpoints(self, arrivals: Arrivals, files: Mapping[str, str]) -> bool:
        """What only a further box needs, as long as there is time: the model lies here, and proven, without it."""
        with suppress(ClusterError):
            if arrivals.fetch_checkpoints(files, lambda: self._box.left_s(_LAST_S) > 0):
                return True
        self._warn(
            "There was no time to bring back what a further box would go on from. "
            f"To bring it, say: callit cluster fetch {self._folder}"
        )
        return False

    def _prove(self) -> None:
        proof = self._prove_here(self._folder, self._box.left_s(_LAST_S))
        node = self._sent.note.node if self._sent else "its node"
        if proof.ok:
            proven = note_proof(self._folder, self._box.clock.unix())
            if proven is not None:
                self._say(proven)
        elif proof.ok is None:
            self._warn(f"The model was proven on {node}, and not once more here: {proof.words}.")
        else:
            self._warn(f"The model does not say here what it said on {node}: {proof.words}")

    def _after_loss(self, error: ClusterError, note: ClusterNote | None) -> tuple[_Way, str]:
        """Knock again for a while, then decide how the session goes on; a sentence says why."""
        lost_at_s = self._box.elapsed_s()
        note = self._sent.note if self._sent else note
        assert note is not None
        patience = patience_s(self._box.timebox_s)
        why = f"The cluster at {self._address} cannot be reached any more."
        is_open = not isinstance(error, Unreachable)
        self._log(f"lost {note.node}: {error}")
        while self._box.left_s(_LAST_S) > 0:
            try:
                if not is_open:
                    self._open()
                is_open = True
                return self._there_again(note)
            except ClusterRefused as refused:
                why = f"The session's node, {note.node}, was lost, and no other one took it: {refused}"
                break
            except TooLate as late:
                self._log(str(late))
                why = f"The session's node, {note.node}, was lost."
                break
            except ClusterError as further:
                self._log(str(further))
                is_open = is_open and not isinstance(further, Unreachable)
                self._sleep(LOOK_EVERY_S)
            if self._box.elapsed_s() - lost_at_s > patience and self._can_go_on_here():
                break
        if self._can_go_on_here():
            return _Way.HERE, why
        return _Way.NO_FURTHER, why

    def _can_go_on_here(self) -> bool:
        """Whether there is time for it, and something to learn from: a table may be over there alone."""
        has_texts = (self._folder / PREPARED_FACTS).is_file() or self._sender.asked.data_there is None
        return has_texts and is_worth_going_on_here(self._box, has_model=has_model(self._folder))

    def _there_again(self, note: ClusterNote) -> tuple[_Way, str]:
        """The agent where it lives; what it left where it does not; else another node."""
        try:
            self._at(found_again(self._rim, note, self._folder))
            return _Way.THERE, ""
        except AgentGone:
            pass
        except NoAnswer:
            if self._sent is not None and not self._sent.correspondence.is_silent(SILENT_S):
                raise
            with suppress(ClusterError):
                self._rim.end(note.agent, timeout_s=1.0)
        shown = shown_again(self._rim, note, self._folder)
        if shown is not None:
            self._at(shown)
            if self._takes_what_was_left():
                return _Way.THERE, ""
        self._log(f"{note.agent} is gone; looking for another place")
        self._at(self._sender.send(note.attempt + 1, left_out=() if shown else (note.node_id,)))
        self._log(f"begun again on {self._there.note.node}")
        self._warn(_moved_words(note, self._there.note, has_checkpoint=(self._folder / "resume").is_dir()))
        return _Way.THERE, ""

    def _takes_what_was_left(self) -> bool:
        """Whether the session there had come to its end; if it had not, what it kept is here now."""
        while not self._look() and self._ending is None:
            pass
        if self._ending is None:
            self._there.correspondence.bye()
        return self._ending is not None

    def _here(self, why: str) -> int:
        """Go on as a worker of this machine."""
        self._warn(f"{why} The session goes on on this machine{self._with_what()}, inside the same box.")
        note = self._sent.note if self._sent else ClusterNote(self._address)
        with suppress(OSError):
            replace(note, is_left=True).save(self._folder)
        self._rim.close()
        return self._go_on_here()

    def _with_what(self) -> str:
        return ", with what was fetched so far" if has_model(self._folder) else ""

    def _deliver(self, why: str) -> int:
        """What came last is what is delivered."""
        self._rim.close()
        if not has_model(self._folder):
            self._say(SessionFailed(words_without_model(why, is_stopped=False)))
            return FAILED
        self._prove()
        ran_out = self._box.left_s(_LAST_S) <= 0
        outcome = Outcome.OUT_OF_TIME if ran_out else Outcome.CUT_SHORT
        self._say(SessionFinished(outcome, words_with_model(why), used_s=round(self._box.elapsed_s(), 1)))
        return DONE

    def _refuse(self, why: str) -> int:
        self._rim.close()
        self._say(SessionFailed(why))
        return FAILED

    def _log(self, words: str) -> None:
        """Into worker.log, where somebody looks who wonders what happened."""
        print(f"{self._box.elapsed_s():.1f} s: {words}", file=sys.stderr, flush=True)

    def _warn(self, message: str) -> None:
        self._say(WarningSaid(message))

    def _say(self, body: EventBody) -> None:
        EventWriter(self._folder, now=self._box.clock.unix).emit(body)


def _moved_words(former: ClusterNote, now: ClusterNote, *, has_checkpoint: bool) -> str:
    where = "on another agent of the same node" if former.node_id == now.node_id else f"on {now.node}"
    how = "goes on from the last checkpoint that was fetched" if has_checkpoint else "was begun again"
    return f"{former.node} was lost. The session {how}, {where}, inside the same box."


def _reason(error: BaseException) -> str:
    return str(error).rstrip(".")
